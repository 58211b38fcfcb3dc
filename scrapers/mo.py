"""Bills of the Missouri General Assembly: the House from its XML export, the Senate from its pages.

The House is read first and whole, so that a Senate page that fails costs no House bill. The House
says when each bill's file was last written; the Senate has no such mark. Both print their texts as
PDF alone. Senate bills hang on four pages (keywords, bill, actions, texts); a text that is named
without a link, as the Senate had in August 2026, is left out. Sessions before 2013 are read from
the pages of their time (`_mo_past`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Element, Page, XmlElement
from billwatch.scraper import Follow, Step
from scrapers import _mo_past as past

_EXPORT = "https://documents.house.mo.gov/xml/{code}-BillList.XML"
_HOUSE = "https://house.mo.gov/Bill.aspx?bill={number}&year={year}&code={code}"
_SENATE = "https://www.senate.mo.gov/BillTracking/Bills"
_NUMBER = re.compile(r"([HS][A-Z]*)\s*0{0,9}(\d{1,9})")
_CHAMBER = {"H": "lower", "S": "upper", "G": "executive"}
_ROLES = {"sponsor": "primary", "co-sponsor": "cosponsor"}  # not handlers, not conferees
# Legislative research numbers: bill, chamber, running number of the print, and its stage.
_PRINT = re.compile(r"(\d{1,9}[HS])\.(\d+)([A-Z]*)")
# Extra sessions since the exports began (2013 on): year and how many.
_EXTRA = {2017: 2, 2018: 1, 2020: 2, 2021: 1, 2022: 1, 2025: 2}


def _regular(year: int) -> Session:
    """Return a regular session: January to the last Friday for bills (Constitution III, 20-25)."""
    january, may = date(year, 1, 1), date(year, 5, 1)
    start = january.replace(day=1 + (-january.weekday()) % 7 + 2)
    end = may.replace(day=1 + (-may.weekday()) % 7 + 7 + 4)
    name = f"{year} Regular Session"
    return Session("mo", str(year), name, start.isoformat(), end.isoformat())


def _sessions() -> Iterator[Session]:
    for year in range(past.FIRST, 2027):
        yield _regular(year)
        for number in range(1, _EXTRA.get(year, 0) + 1):
            yield Session("mo", f"{year}S{number}", f"{year} Extra Session {number}")


_Subjects: TypeAlias = Mapping[str, tuple[str, ...]]


class Missouri:
    """The Missouri General Assembly (house.mo.gov, senate.mo.gov)."""

    name = "mo"
    jurisdiction = Jurisdiction("mo", "Missouri")
    hosts = ("documents.house.mo.gov", "house.mo.gov", "www.senate.mo.gov")
    sessions = tuple(_sessions())

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the list of House bills; the Senate's follows from it."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        if int(session[:4]) <= past.LAST:
            return past.start(session)
        code = f"{session[2:4]}{int(session[5:] or -1) + 2}"  # 2026: 261, 2025S1: 253
        return (Follow(_EXPORT.format(code=code), partial(self.house, session)),)

    def offered(self) -> Follow:
        """Name the House's list of sessions."""
        return Follow("https://documents.house.mo.gov/SessionSet.js", self.codes)

    def codes(self, page: Page) -> Iterator[Session]:
        """Read the codes of sessions: two digits of the year, then 1; 3 and on for extra ones."""
        found = re.findall(
            r"(?<![\w.])(1[3-9]|[2-9]\d)([1345])(?![\w.])", page.body.decode("latin-1")
        )
        if not found:
            raise ScrapeError(f"{page.url}: no code of a session like 261")
        for year, kind in sorted(set(found)):
            extra = f"S{int(kind) - 2}" if kind != "1" else ""
            yield Session("mo", f"20{year}{extra}")

    def house(self, session: str, page: Page) -> Iterator[Step]:
        """Read the list of House bills: each leads to its file."""
        for row in page.records("BillXML"):
            kind, digits = page.field(row, "BillType"), page.field(row, "BillNumber")
            draft = self._draft(session, f"{kind}{digits}", page)
            code = page.field(row, "SessionCode", "R")
            url = _HOUSE.format(number=f"{kind}{digits}", year=session[:4], code=code)
            read = partial(self.house_bill, replace(draft, url=url))
            changed = page.field(row, "LastTimeRun", "")
            yield Follow(page.field(row, "BillXMLLink"), read, bill=draft.id, changed=changed)
        where = f"year={session[:4]}&session={session[4:].replace('S', 'E') or 'R'}"
        keywords = f"{_SENATE.replace('/Bills', '/bills')}/keywords?{where}"
        yield Follow(keywords, partial(self.keywords, session, where))

    def house_bill(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a House bill's file."""
        info = page.xml("BillInformation")[0]
        number = page.field(info, "BillNumber")
        if _slug(number) != draft.id.rpartition("/")[2]:
            raise ScrapeError(f"{page.url}: 'BillNumber' is {number}, not {draft.number}")
        title = page.xml("BillInformation/Title")[0]
        long, short = (page.field(title, name, "") for name in ("LongTitle", "ShortTitle"))
        yield replace(
            draft,
            title=long or short or page.field(info, "CurrentBillString", draft.number),
            sponsors=tuple(_house_sponsors(page)),
            actions=tuple(_house_actions(page)),
            subjects=tuple(
                page.text(item) for item in _maybe(page, "BillInformation/SubjectIndex/SubjectName")
            ),
            versions=tuple(_versions(draft.id, _house_prints(page, required=bool(long)))),
        )

    def keywords(self, session: str, where: str, page: Page) -> Iterator[Step]:
        """Read the Senate's index of keywords, which alone says what a bill is about."""
        subjects: dict[str, tuple[str, ...]] = {}
        for label in page.all("span.heading--label"):
            card = label.find_parent(class_="card") or label.parent
            words = re.sub(r"(?<!\s)\s*\(\d+\)$", "", page.text(label))
            for anchor in page.all('a[href*="BillInformation" i]', card):
                bill = _slug(page.text(anchor))
                subjects[bill] = (*subjects.get(bill, ()), words)
        yield Follow(f"{_SENATE}/BillList?{where}", partial(self.senate, session, subjects))

    def senate(self, session: str, subjects: _Subjects, page: Page) -> Iterator[Step]:
        """Read the list of Senate bills: each leads to its page, or alone to its actions."""
        for piece, found in page.pieces("div.bill-number"):
            for item in found:
                draft = self._draft(session, piece.text(item), piece)
                card = item.find_parent(class_="card__body") or item.parent
                draft = replace(
                    draft,
                    title=_first(piece, ".bill-title", card),
                    subjects=subjects.get(draft.id.rpartition("/")[2], ()),
                    sponsors=tuple(
                        Sponsor(piece.text(anchor))
                        for anchor in piece.all("div.bill-sponsor-handler a", card)[:1]
                    ),
                )
                yield self._senate_next(draft, item, card, piece)

    def _senate_next(self, draft: Bill, item: Element, card: Element | None, page: Page) -> Step:
        """Return the page a card of the list leads to; withdrawn bills have only their actions."""
        if anchor := page.maybe("a[href]", item):
            url = page.link(anchor)
            return Follow(url, partial(self.senate_bill, replace(draft, url=url)), bill=draft.id)
        if button := page.maybe('[data-modal-url*="handler=Actions" i]', card):
            url = page.link(button, "data-modal-url")
            known = replace(draft, url=page.url, title=draft.title or draft.number)
            return Follow(url, partial(self.senate_actions, known, ""), bill=draft.id)
        raise ScrapeError(f"{page.url}: no link 'div.bill-number a' for {draft.number}")

    def senate_bill(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a Senate bill's page: title and sponsors; actions and texts stand apart."""
        heading = page.text(page.one(".main-header-text"))
        if _slug(heading.partition(" - ")[0]) != draft.id.rpartition("/")[2]:
            raise ScrapeError(f"{page.url}: this is {heading!r}, not {draft.number}")
        known = replace(
            draft,
            title=page.text(page.one("div.main-header-description")) or draft.number,
            sponsors=tuple(_senate_sponsors(page)) or draft.sponsors,
        )
        read = partial(self.senate_actions, known, _panel(page, "BillText"))
        yield Follow(_panel(page, "Actions"), read, bill=draft.id)

    def senate_actions(self, draft: Bill, texts: str, page: Page) -> Iterator[Step]:
        """Read a Senate bill's actions."""
        actions = [
            Action(_day(row["Date"], page), row["Action"], past.senate_chamber(row["Action"]))
            for row in page.rows(header=("Date", "Action"))
        ]
        actions.sort(key=lambda action: action.date)
        known = replace(draft, actions=tuple(actions))
        if texts:
            yield Follow(texts, partial(self.senate_texts, known), bill=draft.id)
        else:
            yield known

    def senate_texts(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read the list of a Senate bill's texts: ``4600S.01I - Introduced``."""
        prints = []
        for anchor in page.all('a[href*=".pdf" i]'):
            number, dash, label = page.text(anchor).partition(" - ")
            url = page.link(anchor)
            prints.append((label, number, url) if dash else (number, "", url))
        yield replace(draft, versions=tuple(_versions(draft.id, prints)))

    def _draft(self, session: str, number: str, page: Page) -> Bill:
        match = _NUMBER.fullmatch(number.strip())
        if not match:
            raise ScrapeError(f"{page.url}: {number!r} is not the number of a bill")
        return Bill(
            id=f"mo/{session.lower()}/{_slug(number)}",
            jurisdiction="mo",
            session=session,
            number=f"{match[1]} {match[2]}",
            title="",
            source=self.name,
        )


def _slug(number: str) -> str:
    """Return a bill's number as in its id.

    >>> _slug("SB 0859 ")
    'sb859'
    """
    match = _NUMBER.fullmatch(number.strip())
    return f"{match[1]}{match[2]}".lower() if match else ""


def _day(words: str, page: Page) -> str:
    """Return an American date as ISO; raise `ScrapeError` for anything else."""
    found = past.american_day(words)
    if not found:
        raise ScrapeError(f"{page.url}: 'Date' is {words!r}")
    return found


def _first(page: Page, selector: str, within: Element | None) -> str:
    found = page.maybe(selector, within)
    return page.text(found) if found else ""


def _maybe(page: Page, path: str) -> tuple[XmlElement, ...]:
    """Return the XML elements at a path, perhaps none."""
    try:
        return page.xml(path)
    except ScrapeError:
        return ()


def _panel(page: Page, name: str) -> str:
    """Return the address of one of a bill's panels: behind its button, else as they are formed."""
    button = page.maybe(f'[data-modal-url*="handler={name}" i]')
    return page.link(button, "data-modal-url") if button else f"{page.url}&handler={name}"


def _house_sponsors(page: Page) -> Iterator[Sponsor]:
    for item in page.xml("BillInformation/Sponsor"):
        role = _ROLES.get(page.field(item, "SponsorType").casefold())
        if role:
            yield Sponsor(page.field(item, "FullName"), role)


def _house_actions(page: Page) -> Iterator[Action]:
    """Yield the actions; the chamber is the letter at the end: ``Referred: Rules(H)``."""
    for item in page.xml("BillInformation/Action"):
        said = page.field(item, "Description")
        letter = re.search(r"\(([HSG])\)$", said)
        chamber = _CHAMBER[letter[1]] if letter else "executive" if "Governor" in said else ""
        words = " - ".join(filter(None, (said, page.field(item, "Comments", ""))))
        yield Action(page.field(item, "PubDate")[:10], words, chamber)


def _house_prints(page: Page, *, required: bool) -> Iterator[tuple[str, str, str]]:
    """Yield label, number and address of each text; only an unwritten bill may have none."""
    path = "BillInformation/BillText"
    for item in page.xml(path) if required else _maybe(page, path):
        if url := page.field(item, "BillTextLink", ""):
            yield page.field(item, "DocumentName"), "", urljoin(page.url, url)


def _senate_sponsors(page: Page) -> Iterator[Sponsor]:
    for item in page.some(".detail-grid__item"):
        label = _first(page, ".detail-grid__label", item).rstrip(":").casefold()
        value = page.maybe(".detail-grid__value", item)
        role = _ROLES.get(label.replace("cosponsor", "co-sponsor").removesuffix("s"))
        if role and value is not None:
            linked = [page.text(anchor) for anchor in page.all("a", value)]
            for name in linked or page.text(value).split(";"):
                if name.strip():
                    yield Sponsor(name.strip(), role)


def _versions(bill: str, prints: Iterable[tuple[str, str, str]]) -> Iterator[Version]:
    """Yield the texts by the running number of their print; it tells apart what is named alike."""
    used: set[str] = set()
    numbered = []
    for label, said, url in prints:
        match = _PRINT.search(f"{said} {PurePosixPath(urlsplit(url).path).stem}")
        numbered.append((int(match[2]) if match else 99, match[0] if match else "", label, url))
    for _, number, label, url in sorted(numbered, key=lambda item: item[0]):
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        slug = f"{slug}-{number.lower().replace('.', '-')}" if slug in used else slug
        if slug not in used:
            used.add(slug)
            yield Version(f"{bill}@{slug}", bill, label, None, (Link(url, "application/pdf"),))
