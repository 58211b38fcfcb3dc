"""Tell what is new: one item a bill and day, what its step did to the protections inside it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from billwatch.models import Event
from billwatch.publish import phrase, spelt
from billwatch.publish.bills import Card
from billwatch.publish.desk import Desk
from billwatch.publish.faces import Place, ProvisionPage

_ORDER = {"weaker": 0, "changed": 1, "stronger": 2}
_DATES = re.compile(r"; ((?:printed|posted|seen) [^;]*)$")


@dataclass(frozen=True, slots=True)
class Turn:
    """One provision that a new version made weaker, stronger or different.

    ``was`` and ``now`` are the deciding words of the two prints, where there are any.
    """

    provision: ProvisionPage
    kind: str
    before: str
    after: str
    reason: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What was first seen of one bill on one day; ``facts`` are events of the bill as a whole."""

    seen_on: str
    place: Place
    card: Card
    href: str
    label: str
    facts: tuple[str, ...]
    turns: tuple[Turn, ...]

    def count(self, kind: str) -> int:
        """Return how many provisions turned this way."""
        return sum(turn.kind == kind for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Week:
    """How many bills changed since ``monday``, how many of them samples, the last day of news."""

    monday: str
    bills: int
    samples: int
    last: str


def gather(desk: Desk) -> Iterator[News]:
    """Yield the newest day first, and of a day first what grew weaker.

    Events of bills that are not in the library are left out.
    """
    items = sorted(_items(desk), key=lambda item: (-item.count("weaker"), -len(item.turns)))
    yield from sorted(items, key=lambda item: item.seen_on, reverse=True)


def _items(desk: Desk) -> Iterator[News]:
    cards = {card.bill.id: card for card in desk.cards}
    events = [event for event in desk.site.library.events() if event.bill in cards]
    events.sort(key=lambda event: event.bill)
    events.sort(key=lambda event: event.seen_on, reverse=True)
    book = {provision.id: provision for provision in desk.site.codebook}
    places = {place.code: place for place in desk.places}
    for (_, bill), group in groupby(events, key=lambda e: (e.seen_on, e.bill)):
        card = cards[bill]
        yield _item(book, places[card.bill.jurisdiction], card, list(group))


def by_week(items: Sequence[News]) -> list[tuple[str, list[tuple[str, list[News]]]]]:
    """Return items by the Monday of their week, and in it by day, in the order given."""
    return [
        (monday, [(day, list(same)) for day, same in groupby(group, key=lambda i: i.seen_on)])
        for monday, group in groupby(items, key=lambda item: _monday(item.seen_on))
    ]


def week(items: Iterable[News], today: str) -> Week:
    """Return what was seen since the last Monday; ``today`` is an ISO date."""
    monday = _monday(today)
    days = [item for item in items if item.seen_on <= today]
    ours = {item.card.bill.id: item.place.sample for item in days if item.seen_on >= monday}
    last = max((item.seen_on for item in days), default="")
    return Week(monday, len(ours), sum(ours.values()), last)


def _monday(day: str) -> str:
    """Return the Monday of a day's week, a day that is none as it is.

    >>> _monday("2026-05-19"), _monday("2026-05-18"), _monday("")
    ('2026-05-18', '2026-05-18', '')
    """
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return day
    return (found - timedelta(days=found.weekday())).isoformat()


def weakenings(items: Sequence[News]) -> list[News]:
    """Return the items in which something grew weaker, and of each only that."""
    kept = (replace(i, turns=tuple(t for t in i.turns if t.kind == "weaker")) for i in items)
    return [item for item in kept if item.turns]


def _item(
    book: Mapping[str, ProvisionPage], place: Place, card: Card, events: Sequence[Event]
) -> News:
    version = next((e.version for e in reversed(events) if e.version), "")
    href, label = _target(card, version)
    names = {id: provision.name for id, provision in book.items()}
    turns = [
        Turn(book[e.provision], e.kind, spelt.answer(e.before), spelt.answer(e.after),
             spelt.reason(e.words, names), *card.words.get((e.version, e.provision), ("", "")))
        for e in events
        if e.provision in book
    ]  # fmt: skip
    rank = {id: n for n, id in enumerate(book)}
    turns.sort(key=lambda turn: (_ORDER.get(turn.kind, 1), rank[turn.provision.id]))
    facts = _facts([e for e in events if not e.provision])
    return News(events[0].seen_on, place, card, href, label, facts, tuple(turns))


def _target(card: Card, version: str) -> tuple[str, str]:
    """Return the page to open, and the label of the version: its redline, its text, its bill."""
    found = next(((one, path) for one, path, _ in card.prints if one.id == version), None)
    if found is None:
        return card.path, ""
    return card.steps.get(version, found[1]), found[0].label


def _facts(events: Sequence[Event]) -> tuple[str, ...]:
    """Return each event in words, versions that came together as a count."""
    versions = [_dated(e.words) or "unnamed" for e in events if e.kind == "new version"]
    facts = [_fact(e) for e in events if e.kind != "new version"]
    if len(versions) > 2:
        facts.append(f"{len(versions)} versions, the last {versions[-1]}")
    elif versions:
        facts.append(f"new {'text' if len(versions) == 1 else 'texts'}: {' and '.join(versions)}")
    return tuple(dict.fromkeys(facts))


def _dated(words: str) -> str:
    """Return a version's name with its days as a newspaper says them.

    >>> _dated("Engrossed; printed 2026-04-09, seen 2026-04-11")
    'Engrossed (printed 9 April 2026, seen 11 April 2026)'
    """
    return _DATES.sub(r" (\1)", phrase.dated(words))


def _fact(event: Event) -> str:
    if event.before or event.after:
        return f"{event.kind}: {event.before or 'none'} → {event.after or 'none'}"
    return event.kind
