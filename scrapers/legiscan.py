"""Bills of every legislature, from the LegiScan API (legiscan.com, CC BY 4.0), with a free key.

Without a jurisdiction the bills of a year are found by searches for words of student privacy in all
legislatures; with one, by the master list of its session, which says enough of a bill that is not
on the topic. Both give each bill a hash, which changes with anything that is known of it: one that
is as it was is not asked for. A text is asked for once
for each hash of its own, and comes in base64 within the answer, so versions have no links.

A key has 30,000 calls a month: a run makes at most `LegiScan.calls`, of all legislatures together.
Errors come with status 200.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Session, Sponsor, Version
from billwatch.page import Json, Page
from billwatch.scraper import (
    Enclosed,
    Follow,
    Missed,
    Step,
    each,
    enclose,
    identify,
    iso_day,
    legiscan_number,
    legiscan_session,
    plain,
    session_id,
)

SOURCE = "LegiScan (CC BY 4.0)"
PHRASES = (
    '"student data"',
    '"student privacy"',
    '"student information" AND privacy',
    '"student records" AND privacy',
    '"pupil records"',
    '"pupil data"',
    '"education records" AND disclosure',
    '"educational technology" AND privacy',
    '"school service" AND "personal information"',
    '"online services" AND students AND "targeted advertising"',
    "biometric AND students",
    '"children" AND "online privacy"',
)
"""What is searched for, in LegiScan's query language."""

STATES = {
    "al": "Alabama", "ak": "Alaska", "az": "Arizona", "ar": "Arkansas", "ca": "California",
    "co": "Colorado", "ct": "Connecticut", "de": "Delaware", "dc": "District of Columbia",
    "fl": "Florida", "ga": "Georgia", "hi": "Hawaii", "id": "Idaho", "il": "Illinois",
    "in": "Indiana", "ia": "Iowa", "ks": "Kansas", "ky": "Kentucky", "la": "Louisiana",
    "me": "Maine", "md": "Maryland", "ma": "Massachusetts", "mi": "Michigan", "mn": "Minnesota",
    "ms": "Mississippi", "mo": "Missouri", "mt": "Montana", "ne": "Nebraska", "nv": "Nevada",
    "nh": "New Hampshire", "nj": "New Jersey", "nm": "New Mexico", "ny": "New York",
    "nc": "North Carolina", "nd": "North Dakota", "oh": "Ohio", "ok": "Oklahoma", "or": "Oregon",
    "pa": "Pennsylvania", "ri": "Rhode Island", "sc": "South Carolina", "sd": "South Dakota",
    "tn": "Tennessee", "tx": "Texas", "ut": "Utah", "vt": "Vermont", "va": "Virginia",
    "wa": "Washington", "wv": "West Virginia", "wi": "Wisconsin", "wy": "Wyoming",
    "us": "US Congress",
}  # fmt: skip
"""The legislatures that LegiScan covers."""

# LegiScan numbers the states by name, then the District and Congress.
_NUMBERED = (*sorted(STATES.keys() - {"dc", "us"}, key=lambda code: STATES[code]), "dc", "us")
_API = "https://api.legiscan.com/"
_SESSIONS = f"{_API}?op=getSessionList"
_KEY = re.compile(r"\b[0-9a-fA-F]{32}\b")
_CHAMBERS = {"H": "lower", "A": "lower", "S": "upper", "E": "executive"}
_ONCE = {"prefiled", "introduced", "enrolled", "chaptered", "original"}
_NOT_TEXTS = {7, 8, 12, 13}  # fiscal note, analysis, veto message, veto response
_MEDIA = {
    1: "text/html",
    2: "application/pdf",
    3: "application/wordperfect",
    4: "application/msword",
    5: "application/rtf",
    6: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class LegiScan:
    """The LegiScan API: all legislatures by search, or one by its master list."""

    name = "legiscan"  # of one legislature: its code
    hosts = ("api.legiscan.com",)
    key_env = "LEGISCAN_API_KEY"
    key_name = "key"
    calls = 480

    def __init__(self, only: Jurisdiction | None = None, name: str = "") -> None:
        self.only = only
        self.jurisdiction = only or Jurisdiction("us", "US Congress")
        code = self.jurisdiction.code
        if only is not None:
            self.name = name or code
        ids = (self.session_of(year) for year in range(2010, 2051))
        self.sessions = tuple(Session(code, id) for id in dict.fromkeys(ids))

    def session_of(self, year: int) -> str:
        """Return the id of the session of a year; all legislatures together go by the year."""
        return session_id(self.jurisdiction.code, year) if self.only else str(year)

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the searches of a year, or the list of the jurisdiction's sessions."""
        if self.only is not None:  # its list says which sessions there are, extra ones included
            return (Follow(_SESSIONS, partial(self.lists, session), shared=True),)
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        return tuple(_search(self.found, session, phrase) for phrase in PHRASES)

    def offered(self) -> Follow | None:
        """Name the list of all sessions, where one jurisdiction is read."""
        return Follow(_SESSIONS, self.live, shared=True) if self.only is not None else None

    def live(self, page: Page) -> Iterator[Session]:
        """Read which sessions go on."""
        for row in self._own(page):
            if not _int(row.get("prior")) and not _int(row.get("sine_die")):
                id = legiscan_session(self.jurisdiction.code, row)
                yield Session(self.jurisdiction.code, id, plain(row.get("session_name")))

    def _own(self, page: Page) -> Iterator[Json]:
        """Yield the sessions of the jurisdiction; the list has those of all."""
        code = self.jurisdiction.code
        for row in _answer(page, "sessions", list):
            place, named = _int(page.member(row, "state_id")), str(row.get("state_abbr") or "")
            if (named.lower() or dict(enumerate(_NUMBERED, 1)).get(place)) == code:
                yield row

    def found(self, year: str, phrase: str, page: Page) -> Iterator[Step | Missed]:
        """Read one page of what a search finds, and name the next."""
        answer = _answer(page, "searchresult")
        rows = answer["results"] if "results" in answer else _numbered(answer)
        yield from each(page, rows or (), partial(self._hit, page))
        summary = page.member(answer, "summary") or {}
        here, last = (_int(summary.get(name)) for name in ("page_current", "page_total"))
        if here < last:
            yield _search(self.found, year, phrase, here + 1)

    def _hit(self, page: Page, row: Json) -> Follow:
        """Name the bill that a row of a search is of."""
        state = str(page.member(row, "state")).lower()
        session = _addressed(page, state, str(page.member(row, "url")))
        id, _ = _identify(state, session, str(page.member(row, "bill_number")))
        return _bill(self.bill, page, row, id)

    def lists(self, session: str, page: Page) -> Iterator[Step]:
        """Read the sessions of the jurisdiction: those of the wanted id lead to their lists."""
        code, count = self.jurisdiction.code, 0
        for row in self._own(page):
            if legiscan_session(code, row) == session:
                count += 1
                url = _call("getMasterList", id=str(page.member(row, "session_id")))
                yield Follow(url, partial(self.master, session))
        if not count:
            raise ScrapeError(f"{page.url}: no 'year_start' is of {session}")

    def master(self, session: str, page: Page) -> Iterator[Step | Missed]:
        """Read the master list of a session."""
        rows = _numbered(_answer(page, "masterlist"))
        if not rows:
            raise ScrapeError(f"{page.url}: no bill in 'masterlist'")
        yield from each(page, rows, partial(self._entry, session, page))

    def _entry(self, session: str, page: Page, row: Json) -> Follow:
        """Name the bill that a row of a master list is of, with what the list says of it."""
        code = self.jurisdiction.code
        id, number = _identify(code, session, str(page.member(row, "number")))
        day, said = iso_day(row.get("last_action_date")), plain(row.get("last_action"))
        title = plain(row.get("title")) or plain(row.get("description")) or number
        actions = (Action(day, said),) if day and said else ()
        url = str(row.get("url") or "")
        brief = Bill(id, code, session, number, title, actions=actions, url=url, source=SOURCE)
        return _bill(self.bill, page, row, id, brief)

    def bill(self, page: Page) -> Iterator[Step]:
        """Read one bill; its texts are asked for one by one."""
        item = _answer(page, "bill")
        state = str(page.member(item, "state")).lower()
        session = legiscan_session(state, page.member(item, "session") or {}, str(item.get("url")))
        id, number = _identify(state, session, str(page.member(item, "bill_number")))
        texts = [row for row in page.member(item, "texts") or () if _is_text(row)]
        versions = tuple(_versions(page, id, texts))
        bill = Bill(
            id=id,
            jurisdiction=state,
            session=session,
            number=number,
            title=plain(page.member(item, "title")) or number,
            sponsors=tuple(_sponsors(item)),
            actions=tuple(_actions(page, item)),
            subjects=tuple(plain(row.get("subject_name")) for row in item.get("subjects") or ()),
            versions=versions,
            url=str(item.get("state_link") or item.get("url") or ""),
            source=SOURCE,
        )
        yield bill
        for row, version in zip(texts, versions, strict=True):
            number = str(page.member(row, "doc_id"))
            changed = str(row.get("text_hash") or number)
            shown = str(row.get("state_link") or row.get("url") or "")
            read = partial(self.text, bill, version, shown)
            url = _call("getBillText", id=number)
            yield Follow(url, read, bill=id, changed=changed, version=version.id)

    def text(self, bill: Bill, version: Version, url: str, page: Page) -> Iterator[Enclosed]:
        """Read the document of one text, which a reader finds at `url`."""
        item = _answer(page, "text")
        try:
            body = base64.b64decode(str(page.member(item, "doc")), validate=False)
        except (ValueError, binascii.Error) as error:
            raise ScrapeError(f"{page.url}: 'doc' is not base64") from error
        if not body:
            raise ScrapeError(f"{page.url}: 'doc' is empty")
        yield enclose(bill, version, body, _media(item), url)


def _call(operation: str, **query: str) -> str:
    asked = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    return f"{_API}?op={operation}&{asked}"


def _search(read: Any, year: str, phrase: str, page: int = 1) -> Follow:  # noqa: ANN401
    more = {"page": str(page)} if page > 1 else {}
    url = _call("getSearch", state="ALL", year=year, query=phrase, **more)
    return Follow(url, partial(read, year, phrase))


def _bill(  # a reader is a bound method of any page
    read: Any,  # noqa: ANN401
    page: Page,
    row: Json,
    id: str,
    brief: Bill | None = None,
) -> Follow:
    url = _call("getBill", id=str(page.member(row, "bill_id")))
    changed = str(page.member(row, "change_hash"))
    return Follow(url, read, bill=id, changed=changed, brief=brief)


def _answer(page: Page, name: str, kind: type = dict) -> Any:  # noqa: ANN401
    """Return what an answer holds; raise `ScrapeError` with LegiScan's words where it says no."""
    reply = page.json()
    if not isinstance(reply, dict):
        raise ScrapeError(f"{page.url}: the answer is no record")
    if reply.get("status", "OK") != "OK":
        alert = reply.get("alert")
        words = str(alert.get("message") if isinstance(alert, dict) else alert)
        raise ScrapeError(f"{page.url}: LegiScan says: {_KEY.sub('…', words)[:100]}")
    found = page.member(reply, name)
    if not isinstance(found, kind):
        raise ScrapeError(f"{page.url}: {name!r} is no {kind.__name__}")
    return found


def _numbered(answer: Mapping[str, Any]) -> list[Any]:
    """Return the rows of a list that is written as a record with the keys "0", "1", …"""
    return [row for name, row in answer.items() if name.isdigit()]


def _int(value: object) -> int:
    text = str(value if value is not None else "")
    return int(text) if text.isdigit() else 0


def _addressed(page: Page, state: str, url: str) -> str:
    """Return the session that a bill's page at LegiScan names: ``…/TX/bill/HB7/2025/X1``."""
    named = re.search(r"/(\d{4})(?:/X(\d+))?/?$", url)
    if not named:
        raise ScrapeError(f"{page.url}: 'url' is {url!r}, without a year")
    return session_id(state, int(named[1]), int(named[2] or 0))


def _identify(state: str, session: str, printed: str) -> tuple[str, str]:
    return identify(state, session, legiscan_number(state, printed))


def _sponsors(item: Json) -> Iterator[Sponsor]:
    for row in sorted(item.get("sponsors") or (), key=lambda row: _int(row.get("sponsor_order"))):
        if name := plain(row.get("name")):
            role = "cosponsor" if _int(row.get("sponsor_type_id")) == 2 else "primary"
            yield Sponsor(name, role)


def _actions(page: Page, item: Json) -> Iterator[Action]:
    for row in page.member(item, "history") or ():
        day, said = iso_day(page.member(row, "date")), plain(page.member(row, "action"))
        if day and said:
            yield Action(day, said, _CHAMBERS.get(str(row.get("chamber")), ""))


def _is_text(row: Json) -> bool:
    return isinstance(row, dict) and _int(row.get("type_id")) not in _NOT_TEXTS


def _media(row: Json) -> str:
    return str(row.get("mime") or "") or _MEDIA.get(_int(row.get("mime_id")), "")


def _versions(page: Page, bill: str, rows: list[Json]) -> Iterator[Version]:
    """Yield the texts: a label that can come again, or did, carries LegiScan's number."""
    used: set[str] = set()
    for row in rows:
        label = plain(row.get("type")) or "Text"
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        number = str(page.member(row, "doc_id"))
        slug = slug if slug in _ONCE - used else f"{slug}-{number}"
        used.add(slug)
        yield Version(f"{bill}@{slug}", bill, label, iso_day(row.get("date")) or None)
