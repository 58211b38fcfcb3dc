"""Bills of the Colorado General Assembly, from the search and bill pages of leg.colorado.gov.

The search is asked page by page, by address; where it answers with its form alone, that is posted,
with the token that it holds. An entry's words (last action, sponsors) tell a change of the bill. A
bill's page holds all the rest. Texts are PDF, which show struck words as lines through them; where
the site has HTML, that is named first. Bills and concurrent resolutions, which propose
constitutional amendments, are read; other resolutions change no law. The site slows down who asks
more often than every few seconds.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlencode

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Element, Page
from billwatch.scraper import Follow, Step

_SEARCH = "https://leg.colorado.gov/bills/bill-search"
_SESSIONS = 'input[name="sessions[]"], select[name="sessions[]"] option'
_ORDINAL = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4}
_ENTRY = "a.all-bills-data-heading"
_PAGES = "button[data-page]"
_SHOWN = re.compile(r"Showing\s+[\d,]+\s*[-–]\s*([\d,]+)\s+of\s+([\d,]+)")
_BOX = 'input[name="authenticity_token"]'
_NUMBER = re.compile(r"/bills/([hs][a-z]+)(\d\d)([b-z]?)-0{0,9}(\d{1,9})$", re.I)
_KINDS = frozenset({"HB", "SB", "HCR", "SCR"})
_SPONSORS = (
    (".bill-detail-prime .sponsor-link a", "primary"),
    (".bill-detail-additional-sponsor .sponsor-link a", "primary"),
    (".bill-detail-co-sponsor .sponsor-link a", "cosponsor"),
)
_TILES = ".prime-sponsor-block .prime-sponsor-name"  # at the head of the page
# The same table under the name of its own and that of the part of the page around it.
_HISTORY = ("#bill-histories", "#bill-activity-bill-history")
_TEXTS = ("#bill-files-all-versions", "#bill-activity-bill-text")
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
    pace = 4.0

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

    def _search(self, session: str, name: str, number: int, token: str | None = None) -> Follow:
        asked = [("sessions[]", name), ("sort", "Bill # Ascending"), ("page", str(number))]
        read = partial(self.bills, session, name, number, token)
        if token is None:
            return Follow(f"{_SEARCH}?{urlencode(asked)}", read)
        first = (("authenticity_token", token),) if token else ()
        return Follow(_SEARCH, read, form=(*first, ("q", ""), ("show_filters", ""), *asked))

    def bills(
        self, session: str, name: str, number: int, token: str | None, page: Page
    ) -> Iterator[Step]:
        """Read a page of the search: each entry leads to its bill; then comes the next page."""
        if token is None and not page.all(_ENTRY) and page.all(_SESSIONS):
            box = page.maybe(_BOX)
            yield self._search(session, name, 1, str(box.get("value", "")) if box else "")
            return
        count, more = 0, False
        extra = "b" if session.endswith("S1") else ""
        for piece, found in page.pieces(_ENTRY):
            more = more or _goes_on(piece, number)
            for anchor in found:
                match = _NUMBER.search(str(anchor.get("href", "")))
                if not match or (match[2], match[3].lower()) != (session[2:4], extra):
                    continue
                count += 1
                if match[1].upper() in _KINDS:
                    yield self._entry(session, match, anchor, piece)
        if not count:
            raise ScrapeError(f"{page.url}: no {_ENTRY!r} is of the {name}")
        if more:
            yield self._search(session, name, number + 1, token)

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


def _goes_on(page: Page, number: int) -> bool:
    """Tell whether the search has a page after this one: by its buttons, or by what it counts."""
    shown = _SHOWN.search(page.text(page.html))
    last, total = (int(n.replace(",", "")) for n in shown.groups()) if shown else (0, 0)
    later = (str(button["data-page"]) for button in page.all(_PAGES))
    return last < total or any(place.isdigit() and int(place) > number for place in later)


def _sponsors(page: Page) -> Iterator[Sponsor]:
    """Yield prime sponsors, then co-sponsors; the page names some twice."""
    found: dict[str, str] = {}
    tiles = () if page.all(_SPONSORS[0][0]) else ((_TILES, "primary"),)
    for selector, role in (*tiles, *_SPONSORS):
        for named in page.all(selector):
            name = re.sub(r"^(?:Rep|Sen)(?:resentative|ator|\.) ", "", page.text(named))
            found.setdefault(name, role)
    yield from (Sponsor(name, role) for name, role in found.items() if name)


def _actions(page: Page) -> Iterator[Action]:
    """Yield the actions, oldest first; the page has the newest first."""
    for day, cells in _dated_rows(page, *_HISTORY):
        where, words = page.text(cells[1]), page.text(cells[2])
        yield Action(day, words, _CHAMBER.get(where, ""))


def _versions(draft: Bill, page: Page) -> Iterator[Version]:
    """Yield the texts, oldest first: rows of date, name (a link where there is HTML) and PDF.

    A name that may come again, as of committee prints (``PA1``), is told apart by its date. A row
    without a link, as the site has while a print is made, is left out, but not if all are so.
    """
    rows = _dated_rows(page, *_TEXTS, some=False)
    linked = 0
    for day, cells in rows:
        label = page.text(cells[1])
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        slug = slug if slug in _ONCE else f"{slug}-{day}"
        links = tuple(
            Link(page.link(anchor), media)
            for cell, media in ((cells[1], "text/html"), (cells[2], "application/pdf"))
            for anchor in page.all("a[href]", cell)[:1]
        )
        if links:
            linked += 1
            yield Version(f"{draft.id}@{slug}", draft.id, label, day, links)
    if rows and not linked:
        raise ScrapeError(f"{page.url}: no link in a row of {_TEXTS[0]!r}")


def _dated_rows(
    page: Page, *tables: str, some: bool = True
) -> list[tuple[str, tuple[Element, ...]]]:
    """Return day and cells of a table's rows of three or more cells, oldest first.

    The first of the selectors that finds anything is the table. Raise `ScrapeError` where none
    does, and where no row of it begins with a date; unless ``some`` is false, it may have no rows.
    """
    found = next((page.all(table) for table in tables if page.all(table)), ())
    if not found:
        raise ScrapeError(f"{page.url}: nothing matches {tables[0]!r}")
    rows = [cells for row in page.all("tr", found[0]) if (cells := page.all("td", row))]
    dated = []
    for cells in rows:
        day = re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", page.text(cells[0]))
        if day and len(cells) > 2:
            dated.append((f"{day[3]}-{int(day[1]):02}-{int(day[2]):02}", cells))
    if not dated and (some or any(len(cells) > 2 for cells in rows)):
        raise ScrapeError(f"{page.url}: no row of {tables[0]!r} has a date and three cells")
    dated.reverse()
    return sorted(dated, key=lambda row: row[0])
