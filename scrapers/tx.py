"""Bills of the Texas Legislature, from the reports and bill pages of Texas Legislature Online.

Two reports list every measure filed in a session, one a chamber. A measure's words there (author,
last action, caption) tell a change: only then its history and its texts, two pages, are read. Bills
and joint resolutions are read; other resolutions, some 4,000 a session, change no law. The state's
history files in XML say the same, but are offered over FTP alone.

The pages are read in the form they had until 2025 (``td#cellCaptionText``) and since
(``#lblCaptionText``).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urlsplit

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Element, Page
from billwatch.scraper import Follow, Step

_REPORT = "https://capitol.texas.gov/Reports/Report.aspx?LegSess={session}&ID={chamber}filed"
_SEARCH = "https://capitol.texas.gov/Search/BillSearch.aspx"
_HISTORY = "https://capitol.texas.gov/BillLookup/History.aspx?LegSess={session}&Bill={bill}"
_SESSIONS = 'select[id*="LegSess"] option'
_BILL = 'a[href*="BillLookup/History.aspx" i]'
_TEXT = 'a[href*="/billtext/" i]'
_ACTIONS = "table.actions tr, #usrBillInfoActions_tblActions + table tr"
_NUMBER = re.compile(r"([HS](?:B|JR|CR|R)) ?0{0,9}(\d{1,9})")
_KINDS = frozenset({"HB", "SB", "HJR", "SJR"})
_COUNT = re.compile(r"Number of Bills: ?([\d,]+)")
_CHAMBER = {"H": "lower", "S": "upper", "E": "executive"}
_MEDIA = {".htm": "text/html", ".html": "text/html", ".pdf": "application/pdf"}
# Authors are of the bill's own chamber, sponsors carry it in the other.
_ROLES = (
    ("Author", "primary"),
    ("Coauthor", "cosponsor"),
    ("Sponsor", "primary"),
    ("Cosponsor", "cosponsor"),
)
# The action that tells when a print came out: the page of the texts has no dates.
_PRINTED = {
    "Introduced": re.compile(r"Filed\b|Received by the Secretary of the Senate"),
    "House Committee Report": re.compile(r"Comm(?:it)?te?e? report (?:printed|distributed)", re.I),
    "Senate Committee Report": re.compile(r"Committee report printed and distributed", re.I),
    "Engrossed": re.compile(r"Reported engrossed", re.I),
    "Enrolled": re.compile(r"Reported enrolled", re.I),
}
_CALLED = {  # when the governor called each: legislature, number
    "871": date(2021, 7, 8),
    "872": date(2021, 8, 7),
    "873": date(2021, 9, 20),
    "881": date(2023, 5, 29),
    "882": date(2023, 6, 27),
    "883": date(2023, 10, 9),
    "884": date(2023, 11, 7),
    "891": date(2025, 7, 21),
    "892": date(2025, 8, 15),
}


def _regular(legislature: int) -> Session:
    """Return a regular session: 140 days from the second Tuesday of January.

    Source: Government Code 301.001, Constitution III, 24. Bills are filed from November on.

    >>> _regular(89).start, _regular(89).end
    ('2025-01-14', '2025-06-02')
    """
    january = date(2 * legislature + 1847, 1, 1)
    start = january.replace(day=1 + (1 - january.weekday()) % 7 + 7)
    name = f"{legislature}th Legislature, Regular Session"
    return _session(f"{legislature}R", name, start, 139)


def _session(code: str, name: str, start: date, days: int) -> Session:
    return Session("tx", code, name, start.isoformat(), (start + timedelta(days)).isoformat())


def _sessions() -> Iterator[Session]:
    """Yield sessions in order; a called one ends after 30 days at the latest (Const. III, 40)."""
    for legislature in range(80, 91):
        yield _regular(legislature)
        for code, start in _CALLED.items():
            if code.startswith(str(legislature)):
                name = f"{legislature}th Legislature, Called Session {code[-1]}"
                yield _session(code, name, start, 29)


class Texas:
    """The Texas Legislature (capitol.texas.gov)."""

    name = "tx"
    jurisdiction = Jurisdiction("tx", "Texas")
    hosts = ("capitol.texas.gov",)
    sessions = tuple(_sessions())

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the two reports of what was filed."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        return tuple(
            Follow(_REPORT.format(session=session, chamber=chamber), partial(self.bills, session))
            for chamber in ("house", "senate")
        )

    def offered(self) -> Follow:
        """Name the search form, which offers every session there was."""
        return Follow(_SEARCH, self.legislatures)

    def legislatures(self, page: Page) -> Iterator[Session]:
        """Read the sessions that the form offers, but not those before the first that is known."""
        codes = {str(option.get("value", "")) for option in page.some(_SESSIONS)}
        found = sorted(code for code in codes if re.fullmatch(r"\d\d[R1-9]", code))
        if not found:
            raise ScrapeError(f"{page.url}: no {_SESSIONS!r} is a session like 89R")
        yield from (Session("tx", code) for code in found if code >= self.sessions[0].id)

    def bills(self, session: str, page: Page) -> Iterator[Step]:
        """Read a report: each bill leads to its history."""
        count, listed, told = 0, 0, None
        for piece, found in page.pieces(_BILL):
            told = told or _COUNT.search(piece.text(piece.html))
            for anchor in (a for a in found if _NUMBER.fullmatch(piece.text(a))):
                listed += 1
                draft = self._draft(session, anchor, piece)
                if draft is None:
                    continue
                count += 1
                read = partial(self.history, draft)
                words = piece.text(anchor.find_parent(_is_entry) or anchor)
                yield Follow(draft.url, read, bill=draft.id, changed=words)
        if told and listed < int(told[1].replace(",", "")):
            raise ScrapeError(f"{page.url}: {_BILL!r} finds {listed} of {told[1]} bills")
        if not count:
            raise ScrapeError(f"{page.url}: no {_BILL!r} is a bill of {session}")

    def history(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's history; its texts stand on a page of their own."""
        number = page.maybe("#usrBillInfoTabs_lblBill")
        if number is not None and page.text(number) != draft.number:
            raise ScrapeError(f"{page.url}: this is {page.text(number)}, not {draft.number}")
        known = replace(
            draft,
            title=page.text(page.some("#lblCaptionText, #cellCaptionText")[0]),
            sponsors=tuple(_sponsors(page)),
            actions=tuple(_actions(page)),
            subjects=tuple(_subjects(page)),
        )
        url = draft.url.replace("History.aspx", "Text.aspx")
        yield Follow(url, partial(self.texts, known), bill=draft.id)

    def texts(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read the list of a bill's texts."""
        yield replace(draft, versions=tuple(_versions(draft, page)))

    def _draft(self, session: str, anchor: Element, page: Page) -> Bill | None:
        """Return what the report says of a bill; None for a resolution or another session."""
        kind, number = _NUMBER.fullmatch(page.text(anchor)).groups()  # type: ignore[union-attr]
        asked = parse_qs(urlsplit(str(anchor["href"])).query)
        if kind not in _KINDS or asked.get("LegSess") != [session]:
            return None
        return Bill(
            id=f"tx/{session.lower()}/{kind.lower()}{number}",
            jurisdiction="tx",
            session=session,
            number=f"{kind} {number}",
            title="",
            url=_HISTORY.format(session=session, bill=f"{kind}{number}"),
            source=self.name,
        )


def _is_entry(element: Element) -> bool:
    """Tell whether an element is a report's entry: a row of boxes, or formerly a table."""
    return element.name == "table" or "row" in (element.get("class") or ())


def _field(page: Page, name: str) -> Element | None:
    """Return the cell of a name, in the present form of the page or the former."""
    return page.maybe(f"#lbl{name}, #lbl{name}s, #cell{name}s")


def _sponsors(page: Page) -> Iterator[Sponsor]:
    for field, role in _ROLES:
        cell = _field(page, field)
        names = page.text(cell).split("|") if cell is not None else []
        yield from (Sponsor(name.strip(), role) for name in names if name.strip())


def _subjects(page: Page) -> Iterator[str]:
    """Yield subjects without their codes: ``Education--Primary & Secondary--General (I0219)``."""
    cell = _field(page, "Subject")
    words = page.text(cell) if cell is not None else ""
    yield from (said.strip() for said in re.split(r"\([A-Z]\d+\)", words)[:-1])


def _actions(page: Page) -> Iterator[Action]:
    """Yield the actions, oldest first; the page has the newest first."""
    rows = [[page.text(cell) for cell in page.all("td", row)] for row in page.some(_ACTIONS)]
    found = []
    for cells in rows:
        day = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", cells[3]) if len(cells) > 3 else None
        if day and cells[1]:
            words = " ".join(filter(None, cells[1:3]))
            found.append(Action(f"{day[3]}-{day[1]}-{day[2]}", words, _CHAMBER.get(cells[0], "")))
    if not found:
        raise ScrapeError(f"{page.url}: no row of {_ACTIONS!r} has a date")
    found.reverse()
    yield from sorted(found, key=lambda action: action.date)


def _versions(draft: Bill, page: Page) -> Iterator[Version]:
    """Yield the texts in the page's order, the introduced one first; HTML and PDF are one."""
    found: dict[str, list[Element]] = {}
    for anchor in page.some(_TEXT):
        path = PurePosixPath(urlsplit(page.link(anchor)).path)
        if path.suffix.lower() in _MEDIA:
            found.setdefault(path.stem.upper(), []).append(anchor)
    if not found:
        raise ScrapeError(f"{page.url}: no text of {_TEXT!r} is HTML or PDF")
    used: set[str] = set()
    for stem, anchors in found.items():
        label = _label(page, anchors[0]) or stem
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        slug = f"{slug}-{stem.lower()}" if slug in used else slug
        used.add(slug)
        links = {url: _media(url) for url in map(page.link, anchors)}
        best = sorted(links.items(), key=lambda item: item[1] != "text/html")
        yield Version(
            f"{draft.id}@{slug}",
            draft.id,
            label,
            _dated(label, draft.actions),
            tuple(Link(url, media) for url, media in best),
        )


def _media(url: str) -> str:
    return _MEDIA[PurePosixPath(urlsplit(url).path).suffix.lower()]


def _label(page: Page, anchor: Element) -> str:
    """Return the words of the row's first cell; an asterisk there points to a note."""
    row = anchor.find_parent("tr")
    cell = page.maybe("td", row) if row is not None else None
    return page.text(cell).strip(" *") if cell is not None else ""


def _dated(label: str, actions: tuple[Action, ...]) -> str | None:
    told = _PRINTED.get(label)
    chamber = {"House": "lower", "Senate": "upper"}.get(label.split()[0], "")
    days = (
        action.date
        for action in actions
        if told and told.match(action.text) and (not chamber or action.chamber == chamber)
    )
    return next(days, None)
