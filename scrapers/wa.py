"""Bills of the Washington State Legislature, from its web services, asked by GET in XML.

One call lists every bill of the biennium with its title and its latest action, which is the mark of
a change; three more give a bill's actions, sponsors and texts. The service answers 500 where it has
no rows, so nothing is asked that the list does not promise. It names no subjects, and it does not
say where an action was: the letter that begins the bill's status after it does (``HRules 3C``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Page, XmlElement
from billwatch.scraper import Follow, Step

_SERVICE = "https://wslwebservices.leg.wa.gov"
_BILL = "https://app.leg.wa.gov/billsummary/?BillNumber={number}&Year={year}&Initiative=false"
# "E2SHB 1234" is a print of HB 1234. Appointments (SGA) are not bills.
_NUMBER = re.compile(r"(HB|SB|HJR|SJR|HJM|SJM|HCR|SCR|HR|SR|HI|SI) (\d+)$")
_CLASSES = {"bills", "session laws"}
_EXECUTIVE = re.compile(r"\bgovernor\b|^effective date|^chapter \d", re.IGNORECASE)


def _session(year: int) -> Session:
    """Return the biennium that begins in an odd year.

    It opens on the second Monday of January, and the even year's 60 days end it (RCW 44.04.010,
    Constitution II, 12).
    """
    start, second = (_second_monday(y) for y in (year, year + 1))
    end = second + timedelta(days=59)
    name = f"{year}-{year + 1} Biennium"
    return Session("wa", _biennium(year), name, start.isoformat(), end.isoformat())


def _biennium(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


def _second_monday(year: int) -> date:
    first = date(year, 1, 1)
    return first + timedelta(days=(-first.weekday()) % 7 + 7)


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the list says of a bill: its title, its latest action, whether it has sponsors."""

    title: str
    changed: str
    named: bool


class Washington:
    """The Washington State Legislature (leg.wa.gov)."""

    name = "wa"
    jurisdiction = Jurisdiction("wa", "Washington")
    hosts = ("wslwebservices.leg.wa.gov", "lawfilesext.leg.wa.gov", "app.leg.wa.gov")
    sessions = tuple(_session(year) for year in range(2003, 2027, 2))

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the list of all bills since the first were filed for a biennium."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        since = f"{int(session[:4]) - 1}-12-01"
        url = _call("Legislation", "GetLegislationIntroducedSince", sinceDate=since)
        return (Follow(url, partial(self.bills, session)),)

    def bills(self, session: str, page: Page) -> Iterator[Step]:
        """Read the list; the prints of one bill (HB, SHB, ESHB) may each have a row."""
        listed: dict[str, _Listed] = {}
        described = False
        for row in page.records("Legislation"):
            match = _NUMBER.search(page.field(row, "BillId"))
            if match and page.field(row, "Biennium") == session:
                number = f"{match[1]} {match[2]}"
                known = listed.get(number, _Listed("", "", named=False))
                mark = " ".join(page.field(row, f"CurrentStatus/{name}", "") for name in _MARK)
                named = known.named or bool(page.field(row, "Sponsor", ""))
                long = page.field(row, "LongDescription", "")
                described = described or bool(long)
                others = (page.field(row, name, "") for name in _TITLES)
                title = long or known.title or next(filter(None, others), "")
                listed[number] = _Listed(title, max(known.changed, mark.strip()), named=named)
        if not listed:
            raise ScrapeError(f"{page.url}: no 'Biennium' is {session}")
        if not described:
            raise ScrapeError(f"{page.url}: nothing matches 'LongDescription'")
        for number, known in listed.items():
            yield self._next(self._draft(session, number, known.title), known)

    def _next(self, draft: Bill, listed: _Listed) -> Step:
        named, changed = listed.named, listed.changed
        after = self._ask_sponsors if named else self._ask_texts
        if not changed:
            return after(draft)
        number, biennium = draft.number.split()[1], draft.session
        url = _call(
            "Legislation",
            "GetLegislativeStatusChangesByBillNumber",
            biennium=biennium,
            billNumber=number,
            beginDate=f"{int(biennium[:4]) - 1}-12-01",
            endDate=f"{int(biennium[:4]) + 1}-12-31",
        )
        return Follow(url, partial(self.actions, draft, named), bill=draft.id, changed=changed)

    def actions(self, draft: Bill, named: bool, page: Page) -> Iterator[Step]:
        """Read a bill's actions, oldest first; those of two prints that are alike count once."""
        found: dict[Action, None] = {}
        for row in _rows(page, "LegislativeStatus"):
            said = page.field(row, "HistoryLine", "")
            day = page.field(row, "ActionDate")[:10]
            if said and not day.startswith("0001"):
                found[Action(day, said, _chamber(said, page.field(row, "Status", "")))] = None
        known = replace(draft, actions=tuple(sorted(found, key=lambda action: action.date)))
        yield (self._ask_sponsors if named else self._ask_texts)(known)

    def _ask_sponsors(self, draft: Bill) -> Follow:
        query = {"biennium": draft.session, "billId": draft.number}
        url = _call("Legislation", "GetSponsors", **query)
        return Follow(url, partial(self.sponsors, draft), bill=draft.id)

    def sponsors(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read who brought a bill."""
        found = []
        for row in _rows(page, "ArrayOfSponsor/Sponsor"):
            parts = (page.field(row, name, "") for name in ("FirstName", "LastName"))
            name = " ".join(filter(None, parts)) or page.field(row, "LongName")
            second = page.field(row, "Type", "Primary") != "Primary"
            found.append(Sponsor(name, "cosponsor" if second else "primary"))
        yield self._ask_texts(replace(draft, sponsors=tuple(found)))

    def _ask_texts(self, draft: Bill) -> Follow:
        query = {"biennium": draft.session, "namedLike": draft.number.split()[1]}
        url = _call("LegislativeDocument", "GetDocuments", **query)
        return Follow(url, partial(self.texts, draft), bill=draft.id)

    def texts(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's documents: its prints, not the reports and amendments beside them."""
        yield replace(draft, versions=tuple(_versions(draft, page)))

    def _draft(self, session: str, number: str, title: str) -> Bill:
        return Bill(
            id=f"wa/{session}/{number.replace(' ', '').lower()}",
            jurisdiction="wa",
            session=session,
            number=number,
            title=title or number,
            url=_BILL.format(number=number.split()[1], year=session[:4]),
            source=self.name,
        )


_TITLES = ("ShortDescription", "LegalTitle")  # where there is no long one: a null is left out
_MARK = ("ActionDate", "BillId", "HistoryLine", "Status")


def _call(service: str, operation: str, **query: str) -> str:
    asked = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    return f"{_SERVICE}/{service}Service.asmx/{operation}?{asked}"


def _rows(page: Page, path: str) -> tuple[XmlElement, ...]:
    """Return the rows of an answer: none in its own empty list; raise `ScrapeError` for another."""
    try:
        return page.xml(path)
    except ScrapeError:
        name = f"ArrayOf{path.rpartition('/')[2]}"
        if not re.search(rf"<{name}\b[^<>]*(?:/>|>\s*</{name}>)", page.string):
            raise
        return ()


def _chamber(said: str, status: str) -> str:
    """Return where an action was, by its words or the status after it.

    >>> _chamber("First reading, referred to Education.", "S Education")
    'upper'
    """
    if _EXECUTIVE.search(said) or re.match(r"C +\d|Gov|Del to Gov", status):
        return "executive"
    return {"H": "lower", "S": "upper"}.get(status[:1], "")


def _versions(draft: Bill, page: Page) -> Iterator[Version]:
    """Yield the prints by their dates; the file's name tells apart what is named alike."""
    number = draft.number.split()[1]
    found = []
    for row in _rows(page, "LegislativeDocument"):
        urls = [page.field(row, name, "") for name in ("HtmUrl", "PdfUrl")]
        links = tuple(_links([_clean(url) for url in urls if url]))
        if page.field(row, "Class").casefold() not in _CLASSES or not links:
            continue
        stem = PurePosixPath(unquote(urlsplit(links[-1].url).path)).stem
        if re.match(rf"0*{number}(?!\d)", stem):
            found.append((_day(row, page), stem, page.field(row, "ShortFriendlyName"), links))
    used: set[str] = set()
    for day, stem, label, links in sorted(found, key=lambda item: (item[0], item[1])):
        slug = _slug(label) if _slug(label) not in used else f"{_slug(label)}-{_slug(stem)}"
        if slug not in used:
            used.add(slug)
            yield Version(f"{draft.id}@{slug}", draft.id, label, day or None, links)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _day(row: XmlElement, page: Page) -> str:
    days = (page.field(row, name, "")[:10] for name in ("HtmCreateDate", "PdfCreateDate"))
    return next((day for day in days if day and not day.startswith("0001")), "")


def _clean(url: str) -> str:
    """Return an address of a text as it can be asked for: by https, without blanks."""
    parts = urlsplit(url)
    return f"https://{parts.netloc}{quote(unquote(parts.path))}"


def _links(urls: list[str]) -> Iterator[Link]:
    """Yield XML, HTML, PDF. The XML, which shows the marks best, stands beside the HTML."""
    for url in urls:
        if url.lower().endswith((".htm", ".html")) and "/Htm/" in url:
            twin = url.replace("/Htm/", "/Xml/", 1).rpartition(".")[0]
            yield Link(f"{twin}.xml", "application/xml")
    for url in urls:
        pdf = url.lower().endswith(".pdf")
        yield Link(url, "application/pdf" if pdf else "text/html")
