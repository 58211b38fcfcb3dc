"""Tell what is held of each jurisdiction, and how each source fares."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from billwatch.publish.desk import Desk
from billwatch.publish.faces import Place
from billwatch.publish.news import News

Run = Mapping[str, str]
LATE = 2  # days without a good answer before a source counts as late


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one jurisdiction; ``newest`` is its last day, ``seen`` that of the news."""

    place: Place
    bills: int
    versions: int
    unread: int
    newest: str
    seen: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One session of a source: how it is, when it was asked and last answered, its last words.

    ``state``: fresh; late: no good answer for days; silent: it answers and lists no bill; failed.
    ``age`` is in days since the last good answer, -1 where there was none.
    """

    name: str
    state: str
    asked: str
    good_on: str
    age: int
    words: str


def held(desk: Desk, told: Iterable[News]) -> list[Held]:
    """Return what is held of every jurisdiction with bills."""
    seen: dict[str, str] = {}
    for item in told:
        seen[item.place.code] = max(item.seen_on, seen.get(item.place.code, ""))
    rows = []
    for place in desk.places:
        cards = [card for card in desk.cards if card.bill.jurisdiction == place.code]
        prints = [print for card in cards for print in card.prints]
        unread = sum(not read for _, _, read in prints)
        if cards:
            newest = max(card.last for card in cards)
            day = seen.get(place.code, "")
            rows.append(Held(place, len(cards), len(prints), unread, newest, day))
    return rows


def heard(runs: Sequence[Run], today: str) -> list[Heard]:
    """Return every source session that a record names, what needs a look first; newest run first.

    >>> run = {"started": "2026-03-02T01:00:00", "report": json.dumps({"ct 2026": "5 bills seen",
    ...     "sources": {"ct 2026": {"ok": True, "seen": 5}}})}
    >>> [(one.name, one.state, one.age) for one in heard([run], "2026-03-09")]
    [('ct 2026', 'late', 7)]
    """
    last: dict[str, tuple[str, Mapping[str, Any], str]] = {}
    good: dict[str, str] = {}
    for day, name, outcome, words in _outcomes(runs):
        last.setdefault(name, (day, outcome, words))
        if outcome.get("ok"):
            good.setdefault(name, day)
    found = [
        _heard(name, day, good.get(name, str(outcome.get("good_on", ""))), outcome, words, today)
        for name, (day, outcome, words) in last.items()
    ]
    return sorted(found, key=lambda one: (one.state == "fresh", one.name))


def _outcomes(runs: Iterable[Run]) -> Iterator[tuple[str, str, Mapping[str, Any], str]]:
    """Yield of each run the day, and of each source in it the name, the figures and the words."""
    for run in runs:
        report = _report(run.get("report", ""))
        told = report.get("sources")
        for name, outcome in told.items() if isinstance(told, dict) else ():
            if isinstance(outcome, dict):
                yield run.get("started", "")[:10], name, outcome, str(report.get(name, ""))


def _heard(
    name: str, asked: str, good_on: str, outcome: Mapping[str, Any], words: str, today: str
) -> Heard:
    age = days(good_on, today)
    if not outcome.get("ok"):
        state = "failed"
    elif not outcome.get("seen"):
        state = "silent"
    else:
        state = "late" if age > LATE else "fresh"
    return Heard(name, state, asked, good_on, age, words)


def days(since: str, today: str) -> int:
    """Return the days from one ISO date or time to another; -1 where either is none.

    >>> days("2026-02-27T03:00:00", "2026-03-02"), days("", "2026-03-02")
    (3, -1)
    """
    try:
        return (date.fromisoformat(today) - date.fromisoformat(since[:10])).days
    except ValueError:
        return -1


def _report(words: str) -> Mapping[str, Any]:
    try:
        told = json.loads(words) if words else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
