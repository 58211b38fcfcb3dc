"""Bills of the Virginia General Assembly, from the lists in CSV of its information system (LIS).

Three or four lists are read one after the other: patrons, history, subjects (of regular sessions
until 2024, later ones have no such list) and bills, which name up to six texts each by its code
(``HB2H1`` is the first House substitute for HB 2). Until 2024 the lists and texts are at the old
site. Of later sessions LIS shows its texts only to a browser that runs its program: a link would
lead to an empty frame, so these versions have none; ``legiscan-va`` beside this source brings their
words, and so do files of the state's own interface that are imported.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import TypeAlias

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Page, Row
from billwatch.scraper import Follow, Step

_LISTS = "https://lis.blob.core.windows.net/lisfiles"
_OLD_LISTS = "https://legacylis.virginia.gov/SiteInformation/csv"
_OLD_SITE = "https://legacylis.virginia.gov/cgi-bin/legp604.exe"
_SITE = "https://lis.virginia.gov/bill-details"
_NUMBER = re.compile(r"([HS][BJR])0{0,9}(\d{1,9})")
_DAY = re.compile(r"(\d\d)/(\d\d)/(?:20)?(\d\d)")
_CHAMBERS = {"H": "lower", "S": "upper", "G": "executive", "C": ""}
_STAGES = {"": "", "E": "Engrossed", "ER": "Enrolled"}
# What a text's code adds to the bill's number: ``ER2``, ``H1``, ``ES1``, ``HC1``.
_CODE = re.compile(r"(ER|E|)(\d*)(?:([HS])(C?)(\d+))?")
_LAST_OF_OLD_SITE = 2024


def _session(year: int) -> Session:
    """Return a regular session: from the second Wednesday of January, 46 or 60 days.

    (Constitution IV, 6; in odd years the Assembly extends its 30 days to 46.)
    """
    first = date(year, 1, 1)
    start = first + timedelta(days=(2 - first.weekday()) % 7 + 7)
    end = start + timedelta(days=45 if year % 2 else 59)
    name = f"{year} Regular Session"
    return Session("va", f"{year}1", name, start.isoformat(), end.isoformat())


# Special sessions by year.
_EXTRA = {2020: 1, 2021: 2, 2022: 1, 2023: 1, 2024: 1}


def _sessions() -> Iterator[Session]:
    for year in range(2019, 2027):
        yield _session(year)
        for number in range(1, _EXTRA.get(year, 0) + 1):
            yield Session("va", f"{year}{1 + number}", f"{year} Special Session {'I' * number}")


_Actions: TypeAlias = dict[str, list[Action]]


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the lists said so far, by bill: ``HB1``."""

    session: str
    sponsors: Mapping[str, list[Sponsor]] = field(default_factory=dict)
    actions: _Actions = field(default_factory=dict)
    subjects: Mapping[str, list[str]] = field(default_factory=dict)


class Virginia:
    """The Virginia General Assembly (lis.virginia.gov)."""

    name = "va"
    jurisdiction = Jurisdiction("va", "Virginia")
    hosts = ("lis.blob.core.windows.net", "legacylis.virginia.gov", "lis.virginia.gov")
    sessions = tuple(_sessions())

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the first of the lists; the others follow from it."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        return (Follow(_list(session, "Sponsors"), partial(self.patrons, _Lists(session))),)

    def patrons(self, known: _Lists, page: Page) -> Iterator[Step]:
        """Read who brought each bill."""
        found: dict[str, list[Sponsor]] = {}
        for row in page.rows(header=("MEMBER_NAME", "BILL_NUMBER", "PATRON_TYPE")):
            chief = row["PATRON_TYPE"].endswith("- Chief Patron")
            if row["MEMBER_NAME"]:
                sponsor = Sponsor(row["MEMBER_NAME"], "primary" if chief else "cosponsor")
                found.setdefault(_short(row["BILL_NUMBER"]), []).append(sponsor)
        read = partial(self.history, replace(known, sponsors=found))
        yield Follow(_list(known.session, "History"), read)

    def history(self, known: _Lists, page: Page) -> Iterator[Step]:
        """Read the actions of each bill; the first letter says where each was taken."""
        found: _Actions = {}
        for row in page.rows(header=("Bill_id", "History_date", "History_description")):
            chamber, said = _placed(row["History_description"])
            day = _day(row["History_date"])
            if day and said:
                found.setdefault(row["Bill_id"], []).append(Action(day, said, chamber))
        if not found:
            raise ScrapeError(f"{page.url}: no 'History_date' is a day like 01/14/26")
        told = replace(known, actions=found)
        if known.session.endswith("1") and _is_old(known.session):
            yield Follow(_list(known.session, "CiBillSubjects"), partial(self.subjects, told))
        else:
            yield Follow(_list(known.session, "Bills"), partial(self.bills, told))

    def subjects(self, known: _Lists, page: Page) -> Iterator[Step]:
        """Read the subjects of each bill."""
        found: dict[str, list[str]] = {}
        for row in page.rows(header=("Bill_Number", "Subject_Name")):
            found.setdefault(row["Bill_Number"], []).append(row["Subject_Name"])
        read = partial(self.bills, replace(known, subjects=found))
        yield Follow(_list(known.session, "Bills"), read)

    def bills(self, known: _Lists, page: Page) -> Iterator[Step]:
        """Read the list of bills, which completes them."""
        columns = [name for place in range(1, 7) for name in _columns(place)]
        count = 0
        for row in page.rows(header=("Bill_id", "Bill_description", "Patron_name", *columns)):
            count += 1
            yield self._bill(row, known, page)
        if not count:
            raise ScrapeError(f"{page.url}: no 'Bill_id' in the list")

    def _bill(self, row: Row, known: _Lists, page: Page) -> Bill:
        code, session = row["Bill_id"], known.session
        match = _NUMBER.fullmatch(code)
        if not match:
            raise ScrapeError(f"{page.url}: 'Bill_id' is {code!r}")
        id = f"va/{session}/{code.lower()}"
        patron = [Sponsor(row["Patron_name"])] if row["Patron_name"] else []
        return Bill(
            id=id,
            jurisdiction="va",
            session=session,
            number=f"{match[1]} {match[2]}",
            title=row["Bill_description"] or code,
            sponsors=tuple(known.sponsors.get(code) or patron),
            actions=tuple(sorted(known.actions.get(code, ()), key=lambda action: action.date)),
            subjects=tuple(dict.fromkeys(known.subjects.get(code, ()))),
            versions=tuple(_versions(id, row, session)),
            url=_page(session, code),
            source=self.name,
        )


def _list(session: str, name: str) -> str:
    """Return the address of a list; names are written differently at the old site."""
    if _is_old(session):
        return f"{_OLD_LISTS}/{session[2:]}/{name}.csv"
    file = f"{name}.csv" if name == "Sponsors" else f"{name.upper()}.CSV"
    return f"{_LISTS}/{session}/{file}"


def _is_old(session: str) -> bool:
    return int(session[:4]) <= _LAST_OF_OLD_SITE


def _page(session: str, code: str) -> str:
    """Return the page of a bill."""
    if _is_old(session):
        return f"{_OLD_SITE}?{session[2:]}+sum+{code}"
    return f"{_SITE}/{session}/{code}"


def _short(number: str) -> str:
    """Return a bill's number without zeros.

    >>> _short("HB0001")
    'HB1'
    """
    return _NUMBER.sub(r"\1\2", number)


def _day(written: str) -> str:
    match = _DAY.fullmatch(written)
    return f"20{match[3]}-{match[1]}-{match[2]}" if match else ""


def _placed(said: str) -> tuple[str, str]:
    """Return the chamber that the first letter names, and the words.

    Some rows of the governor have no letter, and some rows nothing but it.
    """
    letter, _, words = said.partition(" ")
    if letter in _CHAMBERS:
        return _CHAMBERS[letter], words
    return "executive" if "overnor" in said else "", said


def _columns(place: int) -> tuple[str, str]:
    return f"Full_text_doc{place}", f"Full_text_date{place}"


def _versions(bill: str, row: Row, session: str) -> Iterator[Version]:
    """Yield the texts as the list has them: in the order of their dates."""
    used: set[str] = set()
    for place in range(1, 7):
        text, day = (row[name] for name in _columns(place))
        if not text or text in used:
            continue
        label = _label(text, row["Bill_id"])
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        slug = slug if slug not in used else text.lower()
        used |= {text, slug}
        links = (Link(f"{_OLD_SITE}?{session[2:]}+ful+{text}", "text/html"),)
        shown = links if _is_old(session) else ()
        yield Version(f"{bill}@{slug}", bill, label, _day(day) or None, shown)


def _label(text: str, bill: str) -> str:
    """Return what the code of a text stands for; a code of another kind stands for itself.

    >>> [_label(code, "HB2") for code in ("HB2", "HB2H1", "HB2ES1", "HB2ER2", "CHAP0012")]
    ['Introduced', 'House Substitute 1', 'Engrossed Senate Substitute 1', 'Reenrolled', 'Chaptered']
    """
    if re.fullmatch(r"CHAP\d+", text):
        return "Chaptered"
    match = _CODE.fullmatch(text.removeprefix(bill)) if text.startswith(bill) else None
    if not match:
        return text
    stage, count, chamber, committee, number = match.groups()
    words = "Reenrolled" if stage + count == "ER2" else f"{_STAGES[stage]} {count}".strip()
    if chamber:
        house = "House" if chamber == "H" else "Senate"
        words += f" {house}{' Committee' if committee else ''} Substitute {number}"
    return words.strip() or "Introduced"
