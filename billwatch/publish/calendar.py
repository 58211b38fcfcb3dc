"""Write the calendar: hearings to come, and the days on which laws and bills take effect or end.

An iCalendar file (RFC 5545) that any calendar can follow; entries are whole days, since no source
gives a trustworthy hour.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from billwatch.publish.bills import Card
from billwatch.publish.desk import Desk
from billwatch.publish.faces import Page

PATH = "feed/calendar.ics"
_WORDS = {"effective": "takes effect", "applies from": "applies from", "sunset": "ends"}
_ROOM = 73  # octets of a line: 75 are allowed


@dataclass(frozen=True, slots=True)
class Day:
    """One entry: an ISO date, what is on, and the page that says so."""

    date: str
    words: str
    more: str
    href: str


def days(desk: Desk) -> tuple[Day, ...]:
    """Return every hearing from the day of the build on, and every dated beginning or end."""
    found = {day for card in desk.cards for day in (*_hearings(desk, card), *_moments(card))}
    return tuple(sorted(found, key=lambda day: (day.date, day.words)))


def page(desk: Desk) -> Page:
    """Return the calendar as a file."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//billwatch//{desk.site.tool}//EN",
        "CALSCALE:GREGORIAN", "X-WR-CALNAME:billwatch: hearings and effective dates",
        *(line for day in days(desk) for line in _entry(day, desk.site.base_url)),
        "END:VCALENDAR",
    ]  # fmt: skip
    return Page(PATH, "".join(_folded(line) + "\r\n" for line in lines).encode("utf-8", "replace"))


def _hearings(desk: Desk, card: Card) -> Iterator[Day]:
    for action in card.bill.actions:
        if action.date >= desk.site.today and "hearing" in action.text.lower():
            yield Day(action.date[:10], f"{_name(card)}: hearing", action.text, card.path)


def _moments(card: Card) -> Iterator[Day]:
    """Yield the days of a law, and of a bill that may become one, as far as its text names any."""
    if not card.answers or card.bill.status in ("dead", "vetoed"):
        return
    law = "law" in (card.bill.kind, card.bill.status)
    for kind, day in card.moments:
        words = _WORDS.get(kind, kind)
        more = "as its text says" if law else "if it passes as it now reads"
        yield Day(day, f"{_name(card)} {words}", more, card.path)


def _name(card: Card) -> str:
    return f"{card.bill.jurisdiction.upper()} {card.bill.number}"


def _entry(day: Day, base: str) -> Iterator[str]:
    try:
        first = date.fromisoformat(day.date)
    except ValueError:
        return
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, f'billwatch:{day.date} {day.words}')}@billwatch"
    yield f"DTSTAMP:{first:%Y%m%d}T000000Z"  # the day itself: a build adds no date of its own
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{first + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(day.words)}"
    yield f"DESCRIPTION:{_escaped(day.more)}"
    if base:
        yield f"URL:{base.rstrip('/')}/{day.href.removesuffix('index.html')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """Return words as a calendar takes them.

    >>> _escaped("a;b,c")
    'a\\\\;b\\\\,c'
    """
    plain = " ".join(text.split()).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Return a line cut into pieces of at most 75 octets, as the format wants."""
    pieces, room = [""], _ROOM
    for char in line:
        size = len(char.encode("utf-8", "replace"))
        if size > room:
            pieces.append(" ")
            room = _ROOM - 1
        pieces[-1] += char
        room -= size
    return "\r\n".join(pieces)
