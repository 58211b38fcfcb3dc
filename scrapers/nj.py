"""Bills of the New Jersey Legislature, from the JSON services behind its site.

One list names every bill of a two-year session, with the date of its last action: only when that is
new need its texts, history and sponsors be asked for, three short answers. A closed session is
asked for under another address. Bills and joint resolutions are read; concurrent and one-house
resolutions change no law.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Json, Page
from billwatch.scraper import Follow, Step

_SITE = "https://www.njleg.state.nj.us"
_DOCUMENTS = "https://pub.njleg.state.nj.us"
_NUMBER = re.compile(r"(A|S|AJR|SJR)\s*0{0,9}(\d{1,9})")
# What the list of texts holds beside texts of the bill.
_ASIDE = re.compile(
    r"statement|fiscal|veto|technical report|message|estimate|impact|correct|errat", re.I
)
_LAW = re.compile(r"\b(?:law|chaptered|approved)\b", re.I)
_MARKS = ("LDOA", "CurrentStatus", "GovernorAction")
_PLACE = re.compile(r"(Assembly)|(Senate)|(?=Approved P\.L\.|\A.*\bVeto\b)", re.I)
_LINKS = (("HTML_Link", "text/html"), ("PDFLink", "application/pdf"))
_Item: TypeAlias = Mapping[str, Json]


def _tuesday(year: int) -> str:
    """Return the second Tuesday of January, when a Legislature begins (Constitution IV, 1, 3).

    >>> _tuesday(2026)
    '2026-01-13'
    """
    january = date(year, 1, 1)
    return january.replace(day=1 + (1 - january.weekday()) % 7 + 7).isoformat()


class NewJersey:
    """The New Jersey Legislature (njleg.state.nj.us)."""

    name = "nj"
    jurisdiction = Jurisdiction("nj", "New Jersey")
    hosts = ("www.njleg.state.nj.us", "pub.njleg.state.nj.us", "www.njleg.gov", "pub.njleg.gov")
    sessions = tuple(
        Session("nj", str(year), f"{year}-{year + 1} Session", _tuesday(year), _tuesday(year + 2))
        for year in range(2000, 2027, 2)
    )

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the list of a session's bills."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        return (Follow(f"{_SITE}/api/billSearch/allBills/{session}", partial(self.bills, session)),)

    def bills(self, session: str, page: Page) -> Iterator[Step]:
        """Read the list: each bill leads to its texts."""
        count = 0
        for item in page.items(depth=2):  # the second list holds counts
            match = _NUMBER.fullmatch(_said(page, item, "Bill"))
            if not match:
                continue
            count += 1
            number = match[1] + match[2]
            draft = Bill(
                id=f"nj/{session}/{number.lower()}",
                jurisdiction="nj",
                session=session,
                number=f"{match[1]} {match[2]}",
                title=_said(page, item, "Synopsis") or number,
                url=f"{_SITE}/bill-search/{session}/{number}",
                source=self.name,
            )
            changed = " ".join(str(item[mark]) for mark in _MARKS if item.get(mark))
            yield Follow(
                self._detail("billText", draft), partial(self.texts, draft), draft.id, changed
            )
        if not count:
            raise ScrapeError(f"{page.url}: no 'Bill' is a bill of {session}")

    def texts(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read the list of a bill's texts; its history follows."""
        known = replace(draft, versions=tuple(_versions(draft, page)))
        read = partial(self.history, known)
        yield Follow(self._detail("billHistory", draft), read, bill=draft.id)

    def history(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's history; who brought it follows."""
        actions = tuple(_actions(draft, page))
        dated = tuple(_dated(version, actions) for version in draft.versions)
        read = partial(self.sponsors, replace(draft, actions=actions, versions=dated))
        yield Follow(self._detail("billSponsors", draft), read, bill=draft.id)

    def sponsors(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read who brought a bill: two lists, of primary sponsors and of co-sponsors."""
        lists = page.json()
        if not isinstance(lists, list):
            raise ScrapeError(f"{page.url}: not a list of sponsors")
        found = [
            Sponsor(_said(page, item, "Full_Name"), role)
            for members, role in zip(lists, ("primary", "cosponsor"), strict=False)
            for item in _items(page, members)
        ]
        yield replace(draft, sponsors=tuple(found))

    def _detail(self, what: str, bill: Bill) -> str:
        service = "billDetail" if bill.session == self.sessions[-1].id else "billDetailHist"
        return f"{_SITE}/api/{service}/{what}/{bill.number.replace(' ', '')}/{bill.session}"


def _items(page: Page, value: Json) -> Iterator[_Item]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ScrapeError(f"{page.url}: not a list of records")
    yield from value


def _said(page: Page, item: _Item, field: str) -> str:
    """Return a field's words; a null is empty, a missing field an error."""
    if not isinstance(item, dict) or field not in item:
        raise ScrapeError(f"{page.url}: a record lacks {field!r}")
    return " ".join(str(item[field] or "").split())


def _versions(draft: Bill, page: Page) -> Iterator[Version]:
    """Yield the texts, as introduced first, as law last; statements and fiscal notes are not texts.

    A reprint's number is in its file's name, which names it here too: ``9001_R2.HTM``.
    """
    found: dict[str, tuple[tuple[int, str], Version]] = {}
    for item in _items(page, page.json()):
        kind = _said(page, item, "Description")
        if _ASIDE.search(kind):
            continue
        links = tuple(
            Link(urljoin(_DOCUMENTS, path), media)
            for field, media in _LINKS
            if (path := _said(page, item, field))
        )
        stem = PurePosixPath(urlsplit(links[0].url).path).stem.lower() if links else ""
        code = stem.partition("_")[2]
        words = kind if code in ("", "i1") else f"{kind} {code}"
        id = f"{draft.id}@{re.sub(r'[^a-z0-9]+', '-', words.lower()).strip('-')}"
        label = " ".join(filter(None, (kind, str(item.get("DocumentComment") or "").strip())))
        place = 0 if code.startswith("i") else 2 if _LAW.search(kind) else 1
        found.setdefault(id, ((place, code), Version(id, draft.id, label, None, links)))
    if not found and page.json():  # of a bill filed today there may be no text yet
        raise ScrapeError(f"{page.url}: no 'Description' is a text of the bill")
    yield from (version for _, version in sorted(found.values(), key=lambda entry: entry[0]))


def _actions(draft: Bill, page: Page) -> Iterator[Action]:
    """Yield the actions, oldest first; each names where it was, or stays where the last one was."""
    chamber = "upper" if draft.number.startswith("S") else "lower"
    for day, words in sorted(_steps(page), key=lambda step: step[0]):
        place = _PLACE.search(words)
        if place and place.lastindex:
            chamber = "lower" if place[1] else "upper"
        yield Action(day, words, "executive" if place and not place.lastindex else chamber)


def _steps(page: Page) -> Iterator[tuple[str, str]]:
    """Yield day and words of each action; some have no words."""
    for item in _items(page, page.json()):
        day = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", _said(page, item, "ActionDate"))
        if not day:
            raise ScrapeError(f"{page.url}: 'ActionDate' is {item['ActionDate']!r}")
        if words := _said(page, item, "HistoryAction"):
            yield f"{day[3]}-{int(day[1]):02}-{int(day[2]):02}", words


def _dated(version: Version, actions: tuple[Action, ...]) -> Version:
    """Give the introduced text the day of the first action, the law that of its approval."""
    cue = r"Introduced|Filed" if version.label.startswith("Introduced") else "(?!)"
    cue = r"Approved P\.L\." if _LAW.search(version.label) else cue
    days = (action.date for action in actions if re.match(cue, action.text))
    return replace(version, date=next(days, None))
