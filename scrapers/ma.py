"""Bills of the Massachusetts General Court, from its API; from its web pages where the API fails.

The API lists a court's documents, and gives each with who brought it, and its history. It answers
some with a message of an error: then the bill's web page is read. Neither says when a bill changed
nor what it is about. A document has one text, for a redraft gets a number of its own (the actions
name it); an act that was signed is printed again as a session law.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Json, Page
from billwatch.scraper import Follow, Step

_SITE = "https://malegislature.gov"
_CHAMBER = {"House": "lower", "Senate": "upper", "Executive": "executive"}
_BRANCH = {"H": "House", "S": "Senate"}
_LAW = re.compile(r"Chapter (\d+) of the (Acts|Resolves) of (\d{4})")
_SPOKEN = ("Presenter", "Presenters", "Sponsor", "Sponsors")
# The kinds whose text stands on a page of its own; orders and messages are PDF alone.
_WORDED = ("Bill", "Resolve", "Amendment")


def _session(court: int) -> Session:
    """Return a general court: it opens on a first Wednesday of January, for two years.

    (Amendments to the Constitution, article LXIV.)
    """
    year = 2023 + 2 * (court - 193)
    end = _first_wednesday(year + 2) - timedelta(days=1)
    name = f"{court}{'th' if court % 10 != 3 else 'rd'} General Court ({year}-{year + 1})"
    name = name.replace("191th", "191st").replace("192th", "192nd")
    return Session("ma", str(court), name, _first_wednesday(year).isoformat(), end.isoformat())


def _first_wednesday(year: int) -> date:
    first = date(year, 1, 1)
    return first + timedelta(days=(2 - first.weekday()) % 7)


class Massachusetts:
    """The General Court of Massachusetts (malegislature.gov)."""

    name = "ma"
    jurisdiction = Jurisdiction("ma", "Massachusetts")
    hosts = ("malegislature.gov",)
    sessions = tuple(_session(court) for court in range(186, 195))

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the list of a general court's documents."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        return (Follow(_api(session), partial(self.documents, session)),)

    def documents(self, session: str, page: Page) -> Iterator[Step]:
        """Read the list of documents; what has only a docket number is not printed yet."""
        count = 0
        for item in page.items():
            number = page.member(item, "BillNumber")
            if not number:
                continue
            count += 1
            title = " ".join(str(page.member(item, "Title") or number).split())
            draft = self._draft(session, str(number), title, page)
            url = f"{_api(session)}/{number}"
            yield Follow(url, partial(self.document, draft), bill=draft.id)
        if not count:
            raise ScrapeError(f"{page.url}: no 'BillNumber' in the list")

    def document(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read one document of the API: who brought it, and where its text is."""
        item = page.json()
        if isinstance(item, dict) and "Message" in item and "Title" not in item:
            yield Follow(draft.url, partial(self.web, draft), bill=draft.id)
            return
        number = page.member(item, "BillNumber")
        if number != _plain(draft.number):
            raise ScrapeError(f"{page.url}: 'BillNumber' is {number!r}, not {draft.number}")
        known = replace(
            draft,
            title=" ".join(str(page.member(item, "Title") or draft.title).split()),
            sponsors=tuple(_sponsors(page, item)),
            versions=(
                _text(draft, page.member(item, "LegislationTypeName") or "Document", page, item),
            ),
        )
        url = f"{_api(draft.session)}/{number}/DocumentHistoryActions"
        yield Follow(url, partial(self.history, known), bill=draft.id)

    def history(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a document's actions in the API, but those that were struck from the record."""
        actions = []
        for item in _list(page):
            if isinstance(item, dict) and item.get("IsStricken"):
                continue
            day, branch, said = (page.member(item, key) for key in ("Date", "Branch", "Action"))
            words = " ".join(re.sub(r"<[^<>]*>", " ", str(said)).split())
            actions.append(Action(str(day)[:10], words, _CHAMBER.get(str(branch), "")))
        yield _enacted(replace(draft, actions=tuple(actions)))

    def web(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's web page; where another tab is open, the history is one page further."""
        heading = page.text(page.one("h1"))
        kind, _, number = heading.partition(" ")
        if number.split(" ")[0].replace(".", "") != _plain(draft.number):
            raise ScrapeError(f"{page.url}: 'h1' is {heading!r}, not {draft.number}")
        sponsors, info = [], page.one("dl.billInfo")
        for label in page.all("dt", info):
            value = label.find_next_sibling("dd")
            if value is not None and page.text(label).rstrip(":") in _SPOKEN:
                names = [page.text(anchor) for anchor in page.all("a", value)]
                sponsors += [Sponsor(name) for name in names or [page.text(value)]]
        known = replace(
            draft,
            title=_title(page) or draft.title,
            sponsors=tuple(sponsors),
            versions=(_text(draft, kind, page),),
        )
        if page.maybe(".tab.active[data-href$=BillHistory]"):
            yield from self.web_history(known, page)
        else:
            url = page.link(page.some("[data-href$=BillHistory]")[0], "data-href")
            yield Follow(url, partial(self.web_history, known), bill=draft.id)

    def web_history(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read the table of a bill's actions, which may go on on another page."""
        actions = list(draft.actions)
        for row in page.rows(header=("Date", "Branch", "Action")):
            match = re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", row["Date"])
            if not match:
                raise ScrapeError(f"{page.url}: 'Date' is {row['Date']!r}")
            day = f"{match[3]}-{match[1]:0>2}-{match[2]:0>2}"
            actions.append(Action(day, row["Action"], _CHAMBER.get(row["Branch"], "")))
        known = replace(draft, actions=tuple(actions))
        following = page.maybe('li:not(.disabled) > a[aria-label="Next page"]')
        number = re.search(r"\((\d+)\)", str(following.get("onclick"))) if following else None
        if number:
            url = f"{draft.url}/BillHistory?pageNumber={number[1]}"
            yield Follow(url, partial(self.web_history, known), bill=draft.id)
        else:
            yield _enacted(known)

    def _draft(self, session: str, number: str, title: str, page: Page) -> Bill:
        if not re.fullmatch(r"[HS]\d+[A-Z]?", number):
            raise ScrapeError(f"{page.url}: 'BillNumber' is {number!r}")
        return Bill(
            id=f"ma/{session}/{number.lower()}",
            jurisdiction="ma",
            session=session,
            number=f"{number[0]}.{number[1:]}",
            title=title,
            url=f"{_SITE}/Bills/{session}/{number}",
            source=self.name,
        )


def _api(session: str) -> str:
    return f"{_SITE}/api/GeneralCourts/{session}/Documents"


def _plain(number: str) -> str:
    return number.replace(".", "")


def _list(page: Page) -> list[Json]:
    found = page.json()
    if not isinstance(found, list):
        raise ScrapeError(f"{page.url}: not a list but {str(found)[:60]!r}")
    return found


def _sponsors(page: Page, item: Json) -> Iterator[Sponsor]:
    """Yield each sponsor once: the API counts the first among the cosponsors too."""
    named: dict[str, str] = {}
    for key in ("PrimarySponsor", "JointSponsor"):
        if member := page.member(item, key):
            named.setdefault(page.member(member, "Name"), "primary")
    for member in page.member(item, "Cosponsors") or ():
        named.setdefault(page.member(member, "Name"), "cosponsor")
    yield from (Sponsor(name, role) for name, role in named.items())


def _title(page: Page) -> str:
    """Return what a bill is called on its page: amendments have but their petition."""
    found = page.maybe("#contentContainer h2") or page.maybe("#pinslip")
    return page.text(found) if found else ""


def _text(draft: Bill, kind: str, page: Page, item: Json = None) -> Version:
    """Return the text of a document: as HTML where there are words, and as PDF."""
    worded = item is None or bool(page.member(item, "DocumentText"))
    branch = _BRANCH[draft.number[0]]
    links = [Link(f"{draft.url}.pdf", "application/pdf")]
    if worded and kind in _WORDED:
        links.insert(0, Link(f"{draft.url}/{branch}/{kind}/Text", "text/html"))
    label = f"{kind} {draft.number}"
    slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
    return Version(f"{draft.id}@{slug}", draft.id, label, None, tuple(links))


def _enacted(bill: Bill) -> Bill:
    """Add the session law to the texts, if the last actions say that there is one."""
    for action in reversed(bill.actions):
        if match := _LAW.search(action.text):
            chapter, book, year = match.groups()
            url = f"{_SITE}/Laws/SessionLaws/{book}/{year}/Chapter{chapter}"
            slug = match[0].lower().replace(" ", "-")
            law = Version(
                f"{bill.id}@{slug}", bill.id, match[0], action.date, (Link(url, "text/html"),)
            )
            return replace(bill, versions=(*bill.versions, law))
    return bill
