"""Bills of the Virginia General Assembly, from the lists in CSV of its information system (LIS).

Three or four lists are read one after the other: patrons, history, subjects (of regular sessions
until 2024, later ones have no such list) and bills, which name up to six texts each by its code
(``HB2H1`` is the first House substitute for HB 2). Until 2024 the lists and texts are at the old
site. Of later sessions LIS shows its texts only to a browser that runs its program, or to a program
with a key of its interface (free, asked for by mail): with it a bill's list of texts is asked for
when anything about the bill changed, and each text comes as HTML within an answer. Without it the
texts are named and have no words; then ``legiscan-va`` beside this source brings them.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import TypeAlias
from urllib.parse import urlencode

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Json, Page, Row
from billwatch.scraper import Enclosed, Follow, Step, enclose, iso_day, plain

_LISTS = "https://lis.blob.core.windows.net/lisfiles"
_OLD_LISTS = "https://legacylis.virginia.gov/SiteInformation/csv"
_OLD_SITE = "https://legacylis.virginia.gov/cgi-bin/legp604.exe"
_HOST = "lis.virginia.gov"
_SITE = f"https://{_HOST}/bill-details"
_TEXTS = f"https://{_HOST}/LegislationText/api"
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
_Coded: TypeAlias = Mapping[str, tuple[str, str]]  # label and ISO day of a text, by its code


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
    hosts = ("lis.blob.core.windows.net", "legacylis.virginia.gov", _HOST)
    sessions = tuple(_sessions())
    key_env = "VA_LIS_API_KEY"
    key_name = "WebAPIKey"
    key_host = _HOST

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
            bill = self._bill(row, known, page)
            newer = bill.versions and not _is_old(known.session)
            yield self._ask_texts(bill, row) if newer else bill
        if not count:
            raise ScrapeError(f"{page.url}: no 'Bill_id' in the list")

    def _ask_texts(self, bill: Bill, row: Row) -> Follow:
        """Name the list of a bill's texts; it may be longer when the bill is not as it was."""
        mark, code = hashlib.sha256(repr(bill).encode()).hexdigest()[:16], row["Bill_id"]
        query = {"sessionCode": bill.session, "legislationNumber": code}
        read = partial(self.texts, bill, code, _coded(row))
        url = _call("getlegislationtextlistasync", query)
        return Follow(url, read, bill=bill.id, changed=mark, brief=bill)

    def texts(self, bill: Bill, code: str, known: _Coded, page: Page) -> Iterator[Step]:
        """Read the list of a bill's texts: it has all of them, and the number of each."""
        rows = page.member(page.json(), "LegislationTextList") or ()
        listed = {text: row for row in rows if (text := _shown(page, row))}
        if not listed:
            raise ScrapeError(f"{page.url}: no 'DocumentCode' in 'LegislationTextList'")
        texts = {**known, **{text: _told(text, code, row) for text, row in listed.items()}}
        ordered = dict(sorted(texts.items(), key=lambda item: item[1][1] or "9"))
        named = tuple(_named(bill.id, ordered))
        full = replace(bill, versions=tuple(version for version, _ in named))
        yield full
        for version, text in named:
            if text in listed:
                number = str(page.member(listed[text], "LegislationTextID"))
                query = {"legislationTextID": number, "sessionCode": bill.session}
                shown = f"{_SITE}/{bill.session}/{code}/text/{text}"
                read = partial(self.text, full, version, shown)
                url = _call("GetLegislationTextByIDAsync", query)
                yield Follow(url, read, bill=bill.id, changed=number, version=version.id)

    def text(self, bill: Bill, version: Version, url: str, page: Page) -> Iterator[Enclosed]:
        """Read the words of one text, which a reader finds at `url`."""
        for row in page.member(page.json(), "TextsList") or ():
            if words := str(page.member(row, "DraftText") or ""):
                yield enclose(bill, version, words.encode(), "text/html", url)
                return
        raise ScrapeError(f"{page.url}: no 'DraftText' in 'TextsList'")

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
    for version, text in _named(bill, _coded(row)):
        links = (Link(f"{_OLD_SITE}?{session[2:]}+ful+{text}", "text/html"),)
        yield replace(version, links=links if _is_old(session) else ())


def _coded(row: Row) -> _Coded:
    """Return label and day of each text that the list of bills names, by its code."""
    pairs = [tuple(row[name] for name in _columns(place)) for place in range(1, 7)]
    return {text: (_label(text, row["Bill_id"]), _day(day)) for text, day in pairs if text}


def _told(text: str, bill: str, row: Json) -> tuple[str, str]:
    """Return label and day of a text of an answer; its words say what an unknown code is."""
    label = _label(text, bill)
    said = plain(row.get("Version")) or plain(row.get("Description"))
    return said if said and label == text else label, iso_day(row.get("DraftDate"))


def _named(bill: str, texts: _Coded) -> Iterator[tuple[Version, str]]:
    """Yield a version for each code that has a label and a day, with its code.

    What is labelled alike is told apart by the code.
    """
    used: set[str] = set()
    for text, (label, day) in texts.items():
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        slug = slug if slug not in used else text.lower()
        used.add(slug)
        yield Version(f"{bill}@{slug}", bill, label, day or None), text


def _shown(page: Page, row: Json) -> str:
    """Return the code of a text of the answer, nothing for one that is not shown yet."""
    code = plain(page.member(row, "DocumentCode")).upper()
    return code if row.get("IsPublic") is not False else ""


def _call(operation: str, query: Mapping[str, str]) -> str:
    return f"{_TEXTS}/{operation}?{urlencode(query)}"


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
