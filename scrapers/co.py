"""Bills of the Colorado General Assembly, from the search and bill pages of leg.colorado.gov.

The list is a search form asked page by page, by POST; an entry's words (last action, sponsors) tell
a change of the bill. A bill's page holds all the rest. Texts are PDF, which show struck words as
lines through them; where the site has HTML, that is named first. Bills and concurrent resolutions,
which propose constitutional amendments, are read; other resolutions change no law.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Element, Page
from billwatch.scraper import Follow, Step

_SEARCH = "https://leg.colorado.gov/bills/bill-search"
_SESSIONS = 'input[name="sessions[]"], select[name="sessions[]"] option'
_ORDINAL = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4}
_ENTRY = "a.all-bills-data-heading"
_PAGES = "button[data-page]"
_NUMBER = re.compile(r"/bills/([hs][a-z]+)(\d\d)([b-z]?)-0{0,9}(\d{1,9})$", re.I)
_KINDS = frozenset({"HB", "SB", "HCR", "SCR"})
_PRIME = ".bill-detail-prime .sponsor-link a, .bill-detail-additional-sponsor .sponsor-link a"
_CO = "div.bill-detail-co-sponsor div.sponsor-link a"
_HISTORY = "#bill-histories tr, #bill-activity-bill-history tr"
_TEXTS = "#bill-files-all-versions tr, #bill-activity-bill-text tr"
_ONCE = frozenset(
    {"introduced", "engrossed", "reengrossed", "revised", "rerevised", "final-act", "signed-act"}
)
_CHAMBER = {"House": "lower", "Senate": "upper", "Governor": "executive"}
_EARLY = {2023: date(2023, 1, 9)}  # convened before the last day that the constitution allows
_EXTRA = frozenset({2023, 2024, 2025})  # one extraordinary session each


def _regular(year: int) -> Session:
    """Return a regular session: 120 days from the second Wednesday of January (Const. V, 7).

    >>> _regular(2026).start, _regular(2026).end
    ('2026-01-14', '2026-05-13')
    """
    january = date(year, 1, 1)
    start = _EARLY.get(year, january.replace(day=1 + (2 - january.weekday()) % 7 + 7))
    end = (start + timedelta(119)).isoformat()
    return Session("co", str(year), f"{year} Regular Session", start.isoformat(), end)


def _sessions() -> Iterator[Session]:
    for year in range(2022, 2027):
        yield _regular(year)
        if year in _EXTRA:
            yield Session("co", f"{year}S1", f"{year} Extraordinary Session")


class Colorado:
    """The Colorado General Assembly (leg.colorado.gov)."""

    name = "co"
    jurisdiction = Jurisdiction("co", "Colorado")
    hosts = ("leg.colorado.gov", "content.leg.colorado.gov")
    sessions = tuple(_sessions())

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the first page of the search."""
        names = {known.id: known.name for known in self.sessions}
        if session not in names:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        return (self._search(session, names[session], 1),)

    def offered(self) -> Follow:
        """Name the search form, which offers the sessions there were."""
        return Follow(_SEARCH, self.named)

    def named(self, page: Page) -> Iterator[Session]:
        """Read the sessions that the form offers by name: boxes to tick, or a list to choose of.

        Those before the first that is known are left out.
        """
        names = {str(box.get("value", "")).strip() for box in page.some(_SESSIONS)}
        count = 0
        for name in sorted(names):
            match = re.fullmatch(
                r"(20\d\d) (?:(\w+) )?(Regular|Extraordinary|Special) Session", name
            )
            count += match is not None
            if match and match[1] >= self.sessions[0].id:
                extra = "" if match[3] == "Regular" else f"S{_ORDINAL.get(match[2], 1)}"
                yield Session("co", match[1] + extra, name)
        if not count:
            raise ScrapeError(
                f"{page.url}: no {_SESSIONS!r} is a session like 2026 Regular Session"
            )

    def _search(self, session: str, name: str, number: int) -> Follow:
        form = (
            ("q", ""),
            ("sessions[]", name),
            ("show_filters", ""),
            ("sort", "Last Action Descending"),
            ("page", str(number)),
        )
        return Follow(_SEARCH, partial(self.bills, session, name, number), form=form)

    def bills(self, session: str, name: str, number: int, page: Page) -> Iterator[Step]:
        """Read a page of the search: each entry leads to its bill; then comes the next page."""
        count, pages = 0, list[str]()
        extra = "b" if session.endswith("S1") else ""
        for piece, found in page.pieces(_ENTRY):
            pages += [str(button["data-page"]) for button in piece.all(_PAGES)]
            for anchor in found:
                match = _NUMBER.search(str(anchor.get("href", "")))
                if not match or (match[2], match[3].lower()) != (session[2:4], extra):
                    continue
                count += 1
                if match[1].upper() in _KINDS:
                    yield self._entry(session, match, anchor, piece)
        if not count:
            raise ScrapeError(f"{page.url}: no {_ENTRY!r} is of the {name}")
        if any(place.isdigit() and int(place) > number for place in pages):
            yield self._search(session, name, number + 1)

    def _entry(self, session: str, match: re.Match[str], anchor: Element, page: Page) -> Follow:
        kind, digits = match[1].upper(), match[4]
        draft = Bill(
            id=f"co/{session.lower()}/{kind.lower()}{digits}",
            jurisdiction="co",
            session=session,
            number=f"{kind}{match[2]}{match[3].upper()}-{digits.zfill(3)}",
            title="",
            url=page.link(anchor),
            source=self.name,
        )
        card = anchor.find_parent(class_="bill-result") or anchor
        return Follow(draft.url, partial(self.bill, draft), draft.id, page.text(card))

    def bill(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's page."""
        number = page.text(page.some("span.bill-detail-bill-number-tag")[0])
        if number.replace(" ", "").upper() != draft.number:
            raise ScrapeError(f"{page.url}: this is {number}, not {draft.number}")
        subjects = (page.text(tag) for tag in page.all("span.subject-tag"))
        yield replace(
            draft,
            title=page.text(page.some("div.full-bill-topic h1")[0]),
            sponsors=tuple(_sponsors(page)),
            actions=tuple(_actions(page)),
            subjects=tuple(dict.fromkeys(subjects)),
            versions=tuple(_versions(draft, page)),
        )


def _sponsors(page: Page) -> Iterator[Sponsor]:
    """Yield prime sponsors, then co-sponsors; the page names some twice."""
    found: dict[str, str] = {}
    for selector, role in ((_PRIME, "primary"), (_CO, "cosponsor")):
        for anchor in page.all(selector):
            name = re.sub(r"^(?:Rep|Sen)\. ", "", page.text(anchor))
            found.setdefault(name, role)
    yield from (Sponsor(name, role) for name, role in found.items() if name)


def _actions(page: Page) -> Iterator[Action]:
    """Yield the actions, oldest first; the page has the newest first."""
    rows = list(_dated_rows(page, _HISTORY))
    rows.reverse()
    for day, cells in sorted(rows, key=lambda row: row[0]):
        where, words = page.text(cells[1]), page.text(cells[2])
        yield Action(day, words, _CHAMBER.get(where, ""))


def _versions(draft: Bill, page: Page) -> Iterator[Version]:
    """Yield the texts, oldest first: rows of date, name (a link where there is HTML) and PDF.

    A name that may come again, as of committee prints (``PA1``), is told apart by its date.
    """
    rows = list(_dated_rows(page, _TEXTS))
    rows.reverse()
    for day, cells in sorted(rows, key=lambda row: row[0]):
        label = page.text(cells[1])
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        slug = slug if slug in _ONCE else f"{slug}-{day}"
        links = tuple(
            Link(page.link(anchor), media)
            for cell, media in ((cells[1], "text/html"), (cells[2], "application/pdf"))
            for anchor in page.all("a[href]", cell)[:1]
        )
        if not links:
            raise ScrapeError(f"{page.url}: no link in a row of {_TEXTS!r}")
        yield Version(f"{draft.id}@{slug}", draft.id, label, day, links)


def _dated_rows(page: Page, selector: str) -> Iterator[tuple[str, tuple[Element, ...]]]:
    """Yield day and cells of a table's rows of three or more cells that begin with a date."""
    count = 0
    for row in page.some(selector):
        cells = page.all("td", row)
        day = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", page.text(cells[0])) if cells else None
        if day and len(cells) > 2:
            count += 1
            yield f"{day[3]}-{day[1]}-{day[2]}", cells
    if not count:
        raise ScrapeError(f"{page.url}: no row of {selector!r} has a date and three cells")
