"""Bills of the New York State Legislature, from the Open Legislation API, with a free key.

A session has some 25,000 bills, so bills are found by searches for words of student privacy. A row
says where a bill stands and which print is current: the mark of a change. The bill itself comes
with all its prints, as HTML that shows what is new and what is omitted: one call has everything.
Prints are named by letters, the first by none. A print without its text there is read from its PDF.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Json, Page
from billwatch.scraper import Enclosed, Follow, Missed, Step, each, enclose, identify, plain

PHRASES = (
    "student data",
    "student privacy",
    "student information",
    "student records",
    "pupil records",
    "education records",
    "educational technology",
    "biometric identifying technology",
    "child data",
    "children's online",
)
"""What is searched for: a bill that has one of these."""

_SITE = "https://legislation.nysenate.gov"
_API = f"{_SITE}/api/3/bills"
_PUBLIC = "https://www.nysenate.gov/legislation/bills"
_CHAMBERS = {"SENATE": "upper", "ASSEMBLY": "lower"}
_GOVERNOR = re.compile(r"signed chap|vetoed|approval memo|pocket veto|veto memo", re.IGNORECASE)
_KEY = re.compile(r"\b[0-9A-Za-z]{32}\b")
_LIMIT = 500


def _session(year: int) -> Session:
    """Return a legislature of two years: from the Wednesday after January's first Monday.

    (Legislative Law, section 1; it ends with the second year.)
    """
    first = date(year, 1, 1)
    start = first + timedelta(days=-first.weekday() % 7 + 2)
    name = f"{year}-{year + 1} Regular Sessions"
    return Session("ny", str(year), name, start.isoformat(), f"{year + 1}-12-31")


class NewYork:
    """The New York State Legislature (legislation.nysenate.gov)."""

    name = "ny"
    jurisdiction = Jurisdiction("ny", "New York")
    hosts = ("legislation.nysenate.gov",)
    sessions = tuple(_session(year) for year in range(2009, 2026, 2))
    key_env = "NY_OPENLEG_KEY"
    key_name = "key"
    calls = 490

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the searches of a session."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        return tuple(self._search(session, phrase) for phrase in PHRASES)

    def _search(self, session: str, phrase: str, offset: int = 1) -> Follow:
        term = quote(f'"{phrase}"')
        url = f"{_API}/{session}/search?term={term}&limit={_LIMIT}&offset={offset}"
        return Follow(url, partial(self.bills, session, phrase))

    def bills(self, session: str, phrase: str, page: Page) -> Iterator[Step | Missed]:
        """Read one page of what the search finds, and name the next."""
        reply = _reply(page)
        rows = _items(page, page.member(reply, "result"))
        yield from each(page, rows, partial(self._hit, session, page))
        last, total = (int(page.member(reply, name) or 0) for name in ("offsetEnd", "total"))
        if last < total:
            yield self._search(session, phrase, last + 1)

    def _hit(self, session: str, page: Page, found: Json) -> Follow:
        """Name the bill that a row of a search is of."""
        row = found.get("result", found) if isinstance(found, dict) else found
        print_no = str(page.member(row, "basePrintNo"))
        id, _ = identify("ny", session, print_no)
        status = row.get("status") or {}
        marks = (status.get("actionDate"), status.get("statusType"), row.get("printNo"))
        url = f"{_API}/{session}/{print_no}?fullTextFormat=HTML"
        changed = " ".join(str(mark) for mark in marks if mark)
        return Follow(url, partial(self.bill, session, print_no), bill=id, changed=changed)

    def bill(self, session: str, print_no: str, page: Page) -> Iterator[Step | Enclosed]:
        """Read one bill with all its prints."""
        item = page.member(_reply(page), "result")
        if page.member(item, "basePrintNo") != print_no:
            raise ScrapeError(f"{page.url}: this is {item['basePrintNo']}, not {print_no}")
        id, number = identify("ny", session, print_no)
        rows = page.member(page.member(item, "amendments"), "items")
        prints = sorted(rows.items()) if isinstance(rows, dict) else []
        versions = [_version(page, id, session, letter, row) for letter, row in prints]
        active = rows.get(item.get("activeVersion") or "", {}) if prints else {}
        bill = Bill(
            id=id,
            jurisdiction="ny",
            session=session,
            number=number,
            title=plain(page.member(item, "title")) or number,
            sponsors=tuple(_sponsors(page, item, active)),
            actions=tuple(_actions(page, item)),
            versions=tuple(versions),
            url=f"{_PUBLIC}/{session}/{print_no}",
            source=self.name,
        )
        yield bill
        for version, (_, row) in zip(versions, prints, strict=True):
            if text := _text(row):
                kind = "text/html" if row.get("fullTextHtml") else "text/plain"
                url = f"{bill.url}/amendment/{version.label.lower()}"
                yield enclose(bill, version, text.encode(), kind, url)


def _reply(page: Page) -> Any:  # noqa: ANN401
    """Return an answer; raise `ScrapeError` with the source's words where it says no."""
    reply = page.json()
    if page.member(reply, "success") is not True:
        words = _KEY.sub("…", plain(reply.get("message")))[:100]
        raise ScrapeError(f"{page.url}: Open Legislation says: {words}")
    return reply


def _items(page: Page, holder: Json) -> list[Any]:
    found = page.member(holder, "items")
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _sponsors(page: Page, item: Json, active: Json) -> Iterator[Sponsor]:
    """Yield who brought the bill; budget bills and those of the Rules Committee name no member."""
    first = page.member(item, "sponsor") or {}
    member = first.get("member") or {}
    names = {"Budget Bill": first.get("budget"), "Rules Committee": first.get("rules")}
    whole = plain(member.get("fullName") or member.get("shortName"))
    lead = whole or next((name for name, is_so in names.items() if is_so), "")
    if lead:
        yield Sponsor(lead)
    for name in ("coSponsors", "multiSponsors"):
        for other in (active.get(name) or {}).get("items") or ():
            if words := plain(other.get("fullName") or other.get("shortName")):
                yield Sponsor(words, "cosponsor")


def _actions(page: Page, item: Json) -> Iterator[Action]:
    rows = _items(page, page.member(item, "actions"))
    for row in sorted(rows, key=lambda row: int(row.get("sequenceNo") or 0)):
        day, said = plain(page.member(row, "date"))[:10], plain(page.member(row, "text"))
        where = _CHAMBERS.get(str(row.get("chamber")), "")
        if day and said:
            yield Action(day, said, "executive" if _GOVERNOR.match(said) else where)


def _text(row: Json) -> str:
    return str(row.get("fullTextHtml") or row.get("fullText") or "")


def _version(page: Page, bill: str, session: str, letter: str, row: Json) -> Version:
    label = letter or "Original"
    day = plain(page.member(row, "publishDate"))[:10] or None
    url = f"{_SITE}/pdf/bills/{session}/{page.member(row, 'printNo')}"
    links = () if _text(row) else (Link(url, "application/pdf"),)
    return Version(f"{bill}@{label.lower()}", bill, label, day, links)
