"""Bills of the Wyoming Legislature, from the service its own site reads (JSON).

One call lists every bill of a year with its latest action, which is the mark of a change; one more
gives the rest of a bill. The service links the prints as PDF, and holds the current one in HTML as
well, with the marks as colours and lines; which print that is, its own heading says. It names no
subjects. An engrossed print had no field before 2026, but its file has the place that all have.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Json, Page
from billwatch.scraper import Enclosed, Follow, Step, enclose

_API = "https://lsoservice.wyoleg.gov/api/BillInformation"
_FILES = "https://wyoleg.gov/"
_SITE = "https://wyoleg.gov/Legislation"
_NUMBER = re.compile(r"([HS][A-Z])0{0,9}(\d{1,9})")
_CHAMBERS = {"House": "lower", "Senate": "upper", "Governor": "executive"}
_GOVERNOR = re.compile(r"\bgovernor\b", re.IGNORECASE)
_PRINTS = (
    ("introduced", "Introduced"), ("engrossedVersion", "Engrossed"), ("enrolledAct", "Enrolled"),
)  # fmt: skip
# The action of the day on which a print came out.
_ISSUED = {
    "Introduced": re.compile(r"Bill Number Assigned"),
    "Enrolled": re.compile(r"Signed [HS]EA No"),
}
_TAGS = re.compile(r"<[^<>]*>")


def _session(year: int) -> Session:
    """Return a session: odd years from January's second Tuesday, even ones from mid-February.

    (Wyoming Statutes 28-1-102; budget sessions open on the second Monday of February. Article 3,
    section 6 of the constitution allows 40 and 20 days of work; calendar days are given here.)
    """
    if year % 2:
        first = date(year, 1, 1)
        start, days = first + timedelta(days=(1 - first.weekday()) % 7 + 7), 52
    else:
        first = date(year, 2, 1)
        start, days = first + timedelta(days=-first.weekday() % 7 + 7), 26
    name = f"{year} {'General' if year % 2 else 'Budget'} Session"
    end = start + timedelta(days=days)
    return Session("wy", str(year), name, start.isoformat(), end.isoformat())


def _sessions() -> Iterator[Session]:
    for year in range(2011, 2027):
        yield _session(year)
        if year in (2020, 2021):
            yield Session("wy", f"{year}S1", f"{year} Special Session")


class Wyoming:
    """The Wyoming Legislature (wyoleg.gov)."""

    name = "wy"
    jurisdiction = Jurisdiction("wy", "Wyoming")
    hosts = ("lsoservice.wyoleg.gov", "wyoleg.gov", "www.wyoleg.gov")
    sessions = tuple(_sessions())

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the list of a year's bills."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        url = f"{_API}?$filter=Year%20eq%20{session[:4]}&$orderby=BillNum"
        return (Follow(url, partial(self.bills, session)),)

    def bills(self, session: str, page: Page) -> Iterator[Step]:
        """Read the list: the bills of a special session are among the others of their year."""
        special, count = session[5:], 0
        for row in page.items():
            if str(page.member(row, "specialSessionValue") or "") != special:
                continue
            count += 1
            draft = self._draft(session, row, page)
            said = (row.get(name) for name in ("lastActionDate", "lastAction", "billStatus"))
            asked = f"specialSessionValue={special}&" if special else ""
            yield Follow(
                f"{_API}/{session[:4]}/{page.member(row, 'billNum')}?{asked}calendarDate=",
                partial(self.bill, draft),
                bill=draft.id,
                changed=" ".join(str(word) for word in said if word),
            )
        if not count:
            raise ScrapeError(f"{page.url}: no 'billNum' is of {session}")

    def bill(self, draft: Bill, page: Page) -> Iterator[Step | Enclosed]:
        """Read one bill."""
        item = page.json()
        number = str(page.member(item, "bill"))
        if _cited(number, page) != draft.number:
            raise ScrapeError(f"{page.url}: 'bill' is {number!r}, not {draft.number}")
        shown = _shown(item)
        actions = tuple(_actions(page, item))
        prints = tuple(
            replace(version, date=_issued(version.label, actions))
            for version in _versions(draft, item, shown, page)
        )
        # The current print is read from its HTML, so its PDF is not fetched as well.
        versions = tuple(replace(v, links=()) if v.label == shown else v for v in prints)
        title = page.member(item, "billTitle") or page.member(item, "catchTitle")
        bill = replace(
            draft,
            title=" ".join(str(title or draft.title).split()),
            sponsors=tuple(_sponsors(page, item)),
            actions=actions,
            versions=versions,
        )
        yield bill
        for version, shown_at in zip(versions, prints, strict=True):
            if version.label == shown:
                body = str(item["currentBillHTML"]).encode()
                url = next((link.url for link in shown_at.links), draft.url)
                yield enclose(bill, version, body, "text/html", url)

    def _draft(self, session: str, row: Json, page: Page) -> Bill:
        number = str(page.member(row, "billNum"))
        asked = f"?specialSessionValue={session[5:]}" if session[5:] else ""
        cited = _cited(number, page)
        return Bill(
            id=f"wy/{session.lower()}/{cited.replace(' ', '').lower()}",
            jurisdiction="wy",
            session=session,
            number=cited,
            title=" ".join(str(page.member(row, "shortTitle") or cited).split()),
            url=f"{_SITE}/{session[:4]}/{number}{asked}",
            source=self.name,
        )


def _cited(number: str, page: Page) -> str:
    match = _NUMBER.fullmatch(number)
    if not match:
        raise ScrapeError(f"{page.url}: the bill number is {number!r}")
    return f"{match[1]} {match[2]}"


def _sponsors(page: Page, item: Json) -> Iterator[Sponsor]:
    for row in page.member(item, "sponsors") or ():
        name = " ".join(str(page.member(row, "name") or "").split())
        title = str(row.get("sponsorTitle") or "").strip()
        if name:
            role = "primary" if row.get("primarySponsor") else "cosponsor"
            yield Sponsor(f"{title} {name}".strip(), role)


def _actions(page: Page, item: Json) -> Iterator[Action]:
    rows = [(str(page.member(row, "statusDate") or "")[:10], row) for row in
            page.member(item, "billActions") or ()]  # fmt: skip
    for day, row in sorted(rows, key=lambda pair: pair[0]):
        said = " ".join(str(page.member(row, "statusMessage") or "").split())
        where = _CHAMBERS.get(str(row.get("location") or ""), "")
        if said and day:
            yield Action(day, said, "executive" if _GOVERNOR.search(said) else where)


def _shown(item: Json) -> str:
    """Return which print the current text is, by its heading; nothing where there is none."""
    words = _TAGS.sub(" ", str(item.get("currentBillHTML") or ""))[:2000].upper()
    if not words.strip():
        return ""
    if "ENROLLED ACT" in words:
        return "Enrolled"
    return "Engrossed" if "ENGROSSED" in words else "Introduced"


def _issued(label: str, actions: tuple[Action, ...]) -> str | None:
    cue = _ISSUED.get(label)
    return next((act.date for act in actions if cue and cue.search(act.text)), None)


def _versions(draft: Bill, item: Json, shown: str, page: Page) -> Iterator[Version]:
    """Yield the prints: those that have a file, and the one that is the current text."""
    year, number = draft.url.rsplit("/", 2)[1:]
    for name, label in _PRINTS:
        engrossed = label == "Engrossed"
        path = str((item.get(name) if engrossed else page.member(item, name)) or "")
        if engrossed and not path and shown == label:
            path = f"{year}/Engross/{number.partition('?')[0]}.pdf"
        if path or shown == label:
            url = path if path.startswith("http") else _FILES + path.lstrip("/")
            links = (Link(url, "application/pdf"),) if path else ()
            yield Version(f"{draft.id}@{label.lower()}", draft.id, label, links=links)
