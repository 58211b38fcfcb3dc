"""Bills of the California Legislature, from the pages of leginfo.legislature.ca.gov.

One list names every measure of a two-year session; each bill then has a page of its status and one
of its history. The list has no mark of the last change, so all are asked for: for whole sessions
import the PUBINFO files instead. The names of bills and versions are the same there and here. The
site gives the newest text by address, and older ones by a form alone: they are named without links.
Bills and constitutional amendments are read; resolutions change no law.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Page
from billwatch.scraper import Follow, Step

_SITE = "https://leginfo.legislature.ca.gov/faces"
_LIST = f"{_SITE}/billSearchClient.xhtml?session_year={{years}}&house=Both&author=All&lawCode=All"
_ENTRY = "table#bill_results a[href*='bill_id=' i]"
_ID = re.compile(r"bill_id=((\d{8})(\d)(AB|SB|ACA|SCA)(\d+))(?!\d)")
_AUTHORS = (("leadAuthors", "primary"), ("principalAuthors", "primary"), ("coAuthors", "cosponsor"))
# Session and extraordinary session, measure, count of the print (from 99 down), stage.
_PRINT = re.compile(r"\d{5}[A-Z]+\d+?(\d\d)([A-Z]{3})")
_ONCE = frozenset({"introduced", "enrolled", "chaptered"})
_GOVERNOR = re.compile(r"(?:Approved|Vetoed|Returned) by (?:the )?Governor|Chaptered by Secretary")
_SPECIAL = {2009: 8, 2011: 1, 2015: 2, 2023: 2, 2025: 1}  # extraordinary sessions


def _sessions() -> Iterator[Session]:
    """Yield two-year sessions: first Monday of December to November 30 (Constitution IV, 3)."""
    for year in range(2009, 2026, 2):
        years = f"{year}{year + 1}"
        for number in range(1, _SPECIAL.get(year, 0) + 1):
            name = f"{year}-{year + 1} Extraordinary Session {number}"
            yield Session("ca", f"{years}x{number}", name)
        december = date(year - 1, 12, 1)
        start = december.replace(day=1 + (-december.weekday()) % 7).isoformat()
        yield Session("ca", years, f"{year}-{year + 1} Regular Session", start, f"{year + 1}-11-30")


class California:
    """The California Legislature (leginfo.legislature.ca.gov)."""

    name = "ca"
    jurisdiction = Jurisdiction("ca", "California")
    hosts = ("leginfo.legislature.ca.gov",)
    sessions = tuple(_sessions())

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the list of a session's measures."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        return (Follow(_LIST.format(years=session[:8]), partial(self.bills, session)),)

    def bills(self, session: str, page: Page) -> Iterator[Step]:
        """Read the list: each bill leads to its status."""
        count = 0
        for anchor in (a for _, found in page.pieces(_ENTRY) for a in found):
            match = _ID.search(str(anchor["href"]))
            if not match or match[2] + (f"x{match[3]}" if match[3] != "0" else "") != session:
                continue
            count += 1
            draft = Bill(
                id=f"ca/{session}/{match[4].lower()}{match[5]}",
                jurisdiction="ca",
                session=session,
                number=f"{match[4]} {match[5]}",
                title="",
                url=f"{_SITE}/billStatusClient.xhtml?bill_id={match[1]}",
                source=self.name,
            )
            yield Follow(draft.url, partial(self.status, draft), bill=draft.id)
        if not count:
            raise ScrapeError(f"{page.url}: no {_ENTRY!r} is a bill of {session}")

    def status(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's status: subject, authors and the list of its texts."""
        number = page.text(page.one("#measureNum"))
        if number.split()[:1] != [draft.number.replace(" ", "-")]:
            raise ScrapeError(f"{page.url}: '#measureNum' is {number!r}, not {draft.number}")
        known = replace(
            draft,
            title=page.text(page.one("#subject")),
            sponsors=tuple(_sponsors(page)),
            versions=tuple(_versions(draft, page)),
        )
        url = draft.url.replace("billStatusClient", "billHistoryClient")
        yield Follow(url, partial(self.history, known), bill=draft.id)

    def history(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's history."""
        yield replace(draft, actions=tuple(_actions(draft, page)))


def _sponsors(page: Page) -> Iterator[Sponsor]:
    """Yield the authors without their house: ``Author (A)``; a hyphen stands for none."""
    for field, role in _AUTHORS:
        cell = page.maybe(f"#{field}")
        for words in page.text(cell).split(",") if cell is not None else ():
            name = re.sub(r"(?<!\s)\s*\([AS]\)$", "", words.strip())
            if name not in ("", "-"):
                yield Sponsor(name, role)


def _versions(draft: Bill, page: Page) -> Iterator[Version]:
    """Yield the texts, oldest first: ``<option value="20250AB198ENR">09/15/25 - Enrolled``."""
    found = []
    for option in page.some("select#version option"):
        match = _PRINT.fullmatch(str(option.get("value", "")))
        day, dash, label = page.text(option).partition(" - ")
        if not match or not dash:
            raise ScrapeError(f"{page.url}: 'select#version option' is {page.text(option)!r}")
        found.append((int(match[1]), label.strip(), _day(day, page)))
    newest = min(found)[0]
    text = draft.url.replace("billStatusClient", "billTextClient")
    for number, label, day in sorted(found, reverse=True):
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        slug = slug if slug in _ONCE else f"{slug}-{number}"
        links = (Link(text, "text/html"),) if number == newest else ()
        yield Version(f"{draft.id}@{slug}", draft.id, label, day, links)


def _actions(draft: Bill, page: Page) -> Iterator[Action]:
    """Yield the actions, oldest first, and where each was: words of arrival tell."""
    steps = []
    for row in page.some("table#billhistory tr"):
        cells = [page.text(cell) for cell in page.all("td", row)]
        if len(cells) == 2 and cells[1]:
            steps.append((_day(cells[0], page), cells[1]))
    if not steps:
        raise ScrapeError(f"{page.url}: no 'table#billhistory tr' has two cells")
    steps.reverse()
    chamber = "upper" if draft.number.startswith("S") else "lower"
    for day, words in sorted(steps, key=lambda step: step[0]):
        if arrival := re.match(r"In (Assembly|Senate)\b", words):
            chamber = "lower" if arrival[1] == "Assembly" else "upper"
        yield Action(day, words, "executive" if _GOVERNOR.match(words) else chamber)
        if sent := re.search(r"\bOrdered to the (Assembly|Senate)\b", words):
            chamber = "lower" if sent[1] == "Assembly" else "upper"


def _day(words: str, page: Page) -> str:
    """Return a date of two-digit years as ISO; raise `ScrapeError` for anything else."""
    match = re.fullmatch(r"(\d\d)/(\d\d)/(\d\d)", words.strip())
    if not match:
        raise ScrapeError(f"{page.url}: {words!r} is not a date")
    return f"20{match[3]}-{match[1]}-{match[2]}"
