"""Bills of the Utah Legislature, from its list of bills and the JSON that its bill pages read.

The list names every bill's page; beside each stands a file with everything the page shows. Neither
says when a bill changed, so each file is asked for again, and is 304 where it is as it was. A print
is a PDF and an XML file of the same name. The PDF comes first: it shows what is added and struck as
lines, while how the XML marks them is nowhere documented. Files are there since 2025.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urljoin, urlsplit

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Json, Page
from billwatch.scraper import Follow, Step, iso_day, plain

_SITE = "https://le.utah.gov"
_PAGES = 'a[href*="/bills/static/"]'
# HB0005S02.html would be a substitute's page: it is of the same bill.
_PAGE = re.compile(r"/bills/static/(([HS][A-Z]{1,2})0{0,9}(\d{1,9}))(?:S\d+)?\.html$")
_CHAMBERS = {"H": "lower", "S": "upper", "G": "executive"}
_OWNERS = (
    (re.compile(r"governor", re.IGNORECASE), "executive"),
    (re.compile(r"^house\b|of the house\b", re.IGNORECASE), "lower"),
    (re.compile(r"^senate\b|of the senate\b", re.IGNORECASE), "upper"),
)
# Prints of the bill; the others are fiscal notes, amendments and reports.
_TEXTS = {"introduced", "amended", "public", "pubsub", "enrolled"}


def _session(year: int) -> Session:
    """Return a general session: 45 days, from the Tuesday after January's third Monday.

    (Constitution VI, 2; Utah Code 36-3-102.)
    """
    first = date(year, 1, 1)
    start = first + timedelta(days=-first.weekday() % 7 + 15)
    end = start + timedelta(days=45)
    name = f"{year} General Session"
    return Session("ut", f"{year}GS", name, start.isoformat(), end.isoformat())


def _special(year: int, number: int) -> Session:
    return Session("ut", f"{year}S{number}", f"{year} Special Session {number}")


class Utah:
    """The Utah Legislature (le.utah.gov)."""

    name = "ut"
    jurisdiction = Jurisdiction("ut", "Utah")
    hosts = ("le.utah.gov",)
    sessions = (_session(2025), _special(2025, 1), _special(2025, 2), _session(2026))

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the list of a session's bills."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        url = f"{_SITE}/billlist.jsp?session={session}"
        return (Follow(url, partial(self.bills, session)),)

    def offered(self) -> Follow:
        """Name the page that leads to the lists of all sessions."""
        return Follow(f"{_SITE}/bills/bills_By_Session.jsp", self.named)

    def named(self, page: Page) -> Iterator[Session]:
        """Read the sessions that have a list, but not those before files were kept."""
        links = (page.link(anchor) for anchor in page.some("a[href]"))
        queries = (parse_qs(urlsplit(link).query).get("session", [""])[0] for link in links)
        found = sorted({id for id in queries if re.fullmatch(r"20\d\d(?:GS|[SHXY][0-9A-Z]+)", id)})
        if not found:
            raise ScrapeError(f"{page.url}: no 'a[href]' names a session like 2026GS")
        yield from (Session("ut", id) for id in found if id[:4] >= self.sessions[0].id[:4])

    def bills(self, session: str, page: Page) -> Iterator[Step]:
        """Read the list: each bill leads to its file."""
        seen: set[str] = set()
        for link in (piece.link(a) for piece, found in page.pieces(_PAGES) for a in found):
            match = _PAGE.search(urlsplit(link).path)
            if not match:
                raise ScrapeError(f"{page.url}: {link!r} is no bill's page")
            name, kind, number = match.groups()
            if name not in seen:
                seen.add(name)
                id = f"ut/{session.lower()}/{kind.lower()}{number}"
                read = partial(self.bill, session, f"{kind} {number}")
                yield Follow(f"{_SITE}/data/{session}/{name}.json", read, bill=id)

    def bill(self, session: str, number: str, page: Page) -> Iterator[Step]:
        """Read the file of one bill."""
        item = page.json()
        name = str(page.member(item, "billNumber"))
        if not re.fullmatch(rf"{number.split()[0]}0*{number.split()[1]}(S\d+)?", name):
            raise ScrapeError(f"{page.url}: 'billNumber' is {name!r}, not {number}")
        prints = page.member(item, "billVersionList") or []
        id = f"ut/{session.lower()}/{number.replace(' ', '').lower()}"
        file = PurePosixPath(urlsplit(page.url).path).stem
        yield Bill(
            id=id,
            jurisdiction="ut",
            session=session,
            number=number,
            title=plain(page.member(item, "shortTitle")) or number,
            sponsors=tuple(dict.fromkeys(_sponsors(item, prints))),
            actions=tuple(_actions(page, item)),
            subjects=tuple(dict.fromkeys(_subjects(prints))),
            versions=tuple(_versions(id, page, prints)),
            url=f"{_SITE}/~{_folder(session)}/bills/static/{file}.html",
            source=self.name,
        )


def _folder(session: str) -> str:
    """Return where a session's pages are: by the year, or by a special session's own name.

    >>> _folder("2026GS"), _folder("2025S1")
    ('2026', '2025s1')
    """
    return session[:4] if session.endswith("GS") else session.lower()


def _is_text(page: Page, row: Json) -> bool:
    """Tell whether a document is a print of the bill: by its kind, else by where it stands."""
    kind, url = plain(page.member(row, "fileType")).lower(), str(row.get("url") or "")
    return bool(url) and (kind in _TEXTS if kind else "/bills/" in url)


def _sponsors(item: Json, prints: Json) -> Iterator[Sponsor]:
    if name := plain(item.get("primeSponsorName")):
        yield Sponsor(name)
    others = [item.get("floorSponsorName")]
    for shown in prints:
        for row in shown.get("coSponsorList") or ():
            others.append(row.get("name") or row.get("sponsorName"))
    yield from (Sponsor(plain(name), "cosponsor") for name in others if plain(name))


def _subjects(prints: Json) -> Iterator[str]:
    for shown in prints:
        for row in shown.get("subjectList") or ():
            if subject := plain(row.get("description")):
                yield subject


def _actions(page: Page, item: Json) -> Iterator[Action]:
    """Yield the actions by their days: who owns a step says where it was taken."""
    found = []
    for row in page.member(item, "actionHistoryList") or ():
        said = plain(page.member(row, "description"))
        day = iso_day(page.member(row, "actionDate"))
        owner = plain(row.get("owner"))
        where = next((house for cue, house in _OWNERS if cue.search(owner)), "")
        if said and day:
            found.append(Action(day, said, _CHAMBERS.get(str(row.get("actionClass")), where)))
    yield from sorted(found, key=lambda action: action.date)


def _versions(bill: str, page: Page, prints: Json) -> Iterator[Version]:
    """Yield the prints by their days; the file's name tells apart what is labelled alike."""
    found = []
    for shown in prints:
        for row in page.member(shown, "billDocs") or ():
            if _is_text(page, row):
                label = plain(row.get("shortDesc")) or plain(row["fileType"]) or "Text"
                found.append((iso_day(row.get("fileDate")), label, urljoin(_SITE, row["url"])))
    used: set[str] = set()
    for day, label, url in sorted(found, key=lambda item: item[0]):
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        if slug in used:
            slug += f"-{PurePosixPath(urlsplit(url).path).stem.lower()}"
        if slug not in used:
            used.add(slug)
            yield Version(f"{bill}@{slug}", bill, label, day or None, tuple(_links(url)))


def _links(url: str) -> Iterator[Link]:
    stem, _, suffix = url.rpartition(".")
    yield Link(f"{stem}.pdf", "application/pdf")
    if suffix.lower() == "xml":
        yield Link(url, "application/xml")
    elif suffix.lower().startswith("htm"):
        yield Link(url, "text/html")
