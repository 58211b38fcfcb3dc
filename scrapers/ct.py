"""Bills of the Connecticut General Assembly, from its lists in CSV and its bill pages.

Four lists are read one after the other, because a bill's row, its history and its subjects stand
in different files: committees, subjects, history, bills. Then each bill's own page gives who
brought it and its texts. What tells a change is the bill's row and its last action, so a page is
read again only when one of them is new.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import TypeAlias
from urllib.parse import urlsplit

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Element, Page, Row
from billwatch.scraper import Follow, Reader, Step

_LISTS = "https://www.cga.ct.gov/ftp/pub/data/"
_FILES = "ftp://ftp.cga.ct.gov/pub/data/"  # the same files
_BILL = (
    "https://www.cga.ct.gov/asp/cgabillstatus/cgabillstatus.asp"
    "?selBillType=Bill&bill_num={number}&which_year={year}"
)
_NUMBER = re.compile(r"([HS][A-Z])0{0,9}(\d{1,9})")
_TO_COMMITTEE = re.compile(r"COMM(?:ITTEE|\.) ON$")
_TO_HOUSE = re.compile(r"TRANS\.TO HOUSE|SEN(?:ATE|\.) PASSED")
_TO_SENATE = re.compile(r"TRANSMITTED TO SENATE|HOUSE PASSED")
_GOVERNOR = re.compile(r"\b(?:SIGNED|VETOED|APPROVED) BY (?:THE )?GOVERNOR")
# Raised and proposed bills, file copies, and public or special acts; not analyses or amendments.
_TEXTS = ", ".join(f'a[href*="/{folder}/" i]' for folder in ("TOB", "FC", "ACT"))
_MEDIA = {".htm": "text/html", ".html": "text/html", ".pdf": "application/pdf"}
_MEMBERS = 'a[href*="CGAMemberBills.asp" i]'
_NO_PAGE = re.compile(r"\bnot found in (?:the )?database", re.IGNORECASE)


def _wednesday(year: int, month: int) -> str:
    """Return the Wednesday after a month's first Monday (Constitution, third article, section 2).

    >>> _wednesday(2026, 2)
    '2026-02-04'
    """
    first = date(year, month, 1)
    return first.replace(day=1 + (-first.weekday()) % 7 + 2).isoformat()


def _session(year: int) -> Session:
    start, end = (1, 6) if year % 2 else (2, 5)
    name = f"{year} Regular Session"
    return Session("ct", str(year), name, _wednesday(year, start), _wednesday(year, end))


_Actions: TypeAlias = dict[str, list[Action]]


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the lists said so far: names by committee code; subjects and actions by bill."""

    session: str
    committees: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    actions: _Actions = field(default_factory=dict)


class Connecticut:
    """The Connecticut General Assembly (cga.ct.gov)."""

    name = "ct"
    jurisdiction = Jurisdiction("ct", "Connecticut")
    hosts = ("www.cga.ct.gov", "cga.ct.gov", "ftp.cga.ct.gov")
    sessions = tuple(_session(year) for year in range(2011, 2027))

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the first of the lists; the others follow from it."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        return (_list("committee", partial(self.committees, _Lists(session))),)

    def offered(self) -> Follow:
        """Name the list of bills, which holds those of every year."""
        return _list("bill_info", self.years)

    def years(self, page: Page) -> Iterator[Session]:
        """Read the years that have bills, but not those before the first that is known."""
        found = {row["sess_year"] for row in page.rows(header=("sess_year",))}
        years = sorted(int(year) for year in found if re.fullmatch(r"20\d\d", year))
        if not years:
            raise ScrapeError(f"{page.url}: no 'sess_year' is a year")
        yield from (_session(year) for year in years if str(year) >= self.sessions[0].id)

    def committees(self, known: _Lists, page: Page) -> Iterator[Step]:
        """Read the names that committee codes stand for."""
        rows = page.rows(header=("comm_code", "comm_name"))
        names = {row["comm_code"]: row["comm_name"].removesuffix(" Committee") for row in rows}
        read = partial(self.subjects, replace(known, committees=names))
        yield _list("subject", read)

    def subjects(self, known: _Lists, page: Page) -> Iterator[Step]:
        """Read the subjects of each bill."""
        found: dict[str, tuple[str, ...]] = {}
        for row in _of_session(page, known.session, "bill_num", "subj_desc"):
            said = found.get(row["bill_num"], ())
            if row["subj_desc"] not in said:
                found[row["bill_num"]] = (*said, row["subj_desc"])
        yield _list("bill_history", partial(self.history, replace(known, subjects=found)))

    def history(self, known: _Lists, page: Page) -> Iterator[Step]:
        """Read the actions of each bill, of the session's year alone: numbers come again."""
        found: _Actions = {}
        columns = ("bill_num", "act_date", "act_desc", "qual1", "qual2")
        for row in _of_session(page, known.session, *columns):
            day = row["act_date"][:10]
            if re.fullmatch(rf"{known.session}-\d\d-\d\d", day):
                action = Action(day, _words(row, known.committees))
                found.setdefault(row["bill_num"], []).append(action)
        if not found:
            raise ScrapeError(f"{page.url}: no 'act_date' is of {known.session}")
        yield _list("bill_info", partial(self.bills, replace(known, actions=found)))

    def bills(self, known: _Lists, page: Page) -> Iterator[Step]:
        """Read the list of bills: each leads to its page."""
        count = 0
        for row in page.rows(header=("bill_num", "sess_year", "bill_title")):
            if row["sess_year"] != known.session:
                continue
            count += 1
            draft = self._draft(row, known, page)
            last = draft.actions[-1] if draft.actions else Action("", "")
            changed = f"{len(draft.actions)} {last.date} {last.text} | {draft.title}"
            yield Follow(draft.url, partial(self.bill, draft), bill=draft.id, changed=changed)
        if not count:
            raise ScrapeError(f"{page.url}: no 'sess_year' is {known.session}")

    def bill(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's page: who brought it, and its texts.

        The list names some bills before they have a page: those have no action yet either.
        """
        if not draft.actions and _NO_PAGE.search(page.string):
            yield draft
            return
        number = draft.number.split()[1]
        heading = re.compile(rf"\bNo\. ?0*{number}\b")
        if not any(heading.search(page.text(item)) for item in page.some("h3")):
            raise ScrapeError(f"{page.url}: no 'h3' names {draft.number}")
        versions = tuple(_versions(draft, page))
        yield replace(draft, sponsors=tuple(_sponsors(page)), versions=versions)

    def _draft(self, row: Row, known: _Lists, page: Page) -> Bill:
        match = _NUMBER.fullmatch(row["bill_num"])
        if not match:
            raise ScrapeError(f"{page.url}: 'bill_num' is {row['bill_num']!r}")
        number = match[1] + match[2]
        return Bill(
            id=f"ct/{known.session}/{number.lower()}",
            jurisdiction="ct",
            session=known.session,
            number=f"{match[1]} {match[2]}",
            title=row["bill_title"] or number,
            actions=_in_chambers(known.actions.get(row["bill_num"], []), number),
            subjects=known.subjects.get(row["bill_num"], ()),
            url=_BILL.format(number=number, year=known.session),
            source=self.name,
        )


def _list(name: str, read: Reader) -> Follow:
    """Name a list: over https, else over ftp."""
    return Follow(f"{_LISTS}{name}.csv", read, otherwise=f"{_FILES}{name}.csv")


def _of_session(page: Page, session: str, *columns: str) -> Iterator[Row]:
    """Yield the rows of a session; a list without the year's column is of the current one."""
    head = page.string.split("\n", 1)[0].casefold()
    if "sess_year" not in head:
        yield from page.rows(header=columns)
        return
    for row in page.rows(header=(*columns, "sess_year")):
        if row["sess_year"] == session:
            yield row


def _words(row: Row, committees: Mapping[str, str]) -> str:
    """Return an action in full: its qualifiers are a committee's code, a date or a count."""
    said = row["act_desc"]
    if _TO_COMMITTEE.search(said):
        return f"{said} {committees.get(row['qual1'], row['qual1'])}".strip()
    return " ".join(filter(None, (said, row["qual1"], row["qual2"])))


def _in_chambers(actions: list[Action], number: str) -> tuple[Action, ...]:
    """Say where each action was: the list does not, but passages and transmittals tell."""
    placed, chamber = [], "lower" if number.startswith("H") else "upper"
    for action in sorted(actions, key=lambda action: action.date):
        where = "executive" if _GOVERNOR.search(action.text) else chamber
        placed.append(replace(action, chamber=where))
        if _TO_HOUSE.search(action.text):
            chamber = "lower"
        elif _TO_SENATE.search(action.text):
            chamber = "upper"
    return tuple(placed)


def _sponsors(page: Page) -> Iterator[Sponsor]:
    """Yield the members who are linked; else the committee named under "Introduced by"."""
    members = page.all(_MEMBERS)
    for member in members:
        above = member.find_previous(["h4", "h5"])
        second = above is not None and "sponsor" in page.text(above).casefold()
        yield Sponsor(page.text(member), "cosponsor" if second else "primary")
    for heading in () if members else page.all("h5"):
        if page.text(heading).startswith("Introduced by") and heading.parent is not None:
            name = page.text(heading.parent).partition("Introduced by:")[2].strip()
            yield from (Sponsor(name),) if name else ()


def _versions(draft: Bill, page: Page) -> Iterator[Version]:
    """Yield the texts, oldest first: the page names the newest first.

    The same text as HTML and as PDF is one version: their files have the same name.
    """
    found: dict[str, list[Element]] = {}
    for anchor in page.some(_TEXTS):
        path = PurePosixPath(urlsplit(page.link(anchor)).path)
        if path.suffix.lower() in _MEDIA:
            found.setdefault(path.stem.upper(), []).append(anchor)
    if not found:
        raise ScrapeError(f"{page.url}: no text of {_TEXTS!r} is HTML or PDF")
    used: set[str] = set()
    for stem, anchors in reversed(found.items()):
        label = max((page.text(anchor) for anchor in anchors), key=len) or stem
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        slug = f"{slug}-{_print(stem)}" if slug in used else slug
        used.add(slug)
        links = sorted(
            (Link(url, _media(url)) for url in dict.fromkeys(map(page.link, anchors))),
            key=lambda link: link.media_type != "text/html",
        )
        day = _dated(label, draft.actions)
        yield Version(f"{draft.id}@{slug}", draft.id, label, day, tuple(links))


def _media(url: str) -> str:
    return _MEDIA[PurePosixPath(urlsplit(url).path).suffix.lower()]


def _print(stem: str) -> str:
    """Return the number of the print in a file's name.

    >>> _print("2016HB-05469-R01ED-HB")
    'r01ed'
    """
    match = re.search(r"-(R\d\d[A-Z]*)(?=-)", stem)
    return (match[1] if match else stem).lower()


def _dated(label: str, actions: tuple[Action, ...]) -> str | None:
    """Return the day of the action that names a print: "File No. 12" is "FILE NO. 12" there."""
    match = re.fullmatch(r"(File|Public Act|Special Act) (?:No\. ?)?([\d-]+)", label)
    if not match:
        return None
    named = re.compile(rf"{match[1]}\b.*\b{re.escape(match[2])}\b", re.IGNORECASE)
    return next((action.date for action in actions if named.search(action.text)), None)
