"""Pick what a reader should hear of first, from what the nights told: one sentence a bill."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from billwatch.models import Bill, Event
from billwatch.pipeline.facts import Facts
from billwatch.publish import paths, spelt
from billwatch.store import Store


@dataclass(frozen=True, slots=True)
class Find:
    """One thing worth telling: the bill's id, a sentence, and its page from the top of the site."""

    bill: str
    words: str
    page: str


def pick(store: Store, facts: Facts, most: int = 3) -> tuple[Find, ...]:
    """Return the most telling finds, each of another bill.

    What became law with a protection made stronger is told once; before it come the versions that
    weaken most.
    """
    events = tuple(store.events())
    names = {provision.id: provision.name for provision in facts.codebook.provisions}
    laws = tuple(_laws(store, events, names))[:1]
    told = {find.bill for find in laws}
    found: list[Find] = []
    for find in _weakened(store, events, names):
        if find.bill not in told and len(found) + len(laws) < most:
            told.add(find.bill)
            found.append(find)
    return (*found, *laws)[:most]


def _weakened(store: Store, events: Iterable[Event], names: Mapping[str, str]) -> Iterator[Find]:
    """Yield the versions that weaken something, those that weaken most questions first."""
    versions: dict[str, list[Event]] = {}
    for event in events:
        if event.kind == "weaker":
            versions.setdefault(event.version, []).append(event)
    for version, weaker in sorted(versions.items(), key=lambda item: (-len(item[1]), item[0])):
        bill = store.bill(weaker[0].bill)
        if bill is None:
            continue
        label = next((v.label for v in bill.versions if v.id == version), version)
        count = f"{len(weaker)} protections" if len(weaker) > 1 else "a protection"
        worst = min(weaker, key=lambda event: _gravity(event, names))
        yield _find(bill, f"{label} weakens {count}; {_became(worst, names)}")


def _laws(store: Store, events: Iterable[Event], names: Mapping[str, str]) -> Iterator[Find]:
    """Yield the bills that became law and grew stronger on the way."""
    told = tuple(events)
    for passed in told:
        stronger = [e for e in told if e.bill == passed.bill and e.kind == "stronger"]
        bill = store.bill(passed.bill)
        if passed.kind == "status" and passed.after == "law" and stronger and bill:
            best = max(stronger, key=lambda event: "deadline" in event.words)
            yield _find(bill, f"became law, and grew stronger on the way; {_became(best, names)}")


def _gravity(event: Event, names: Mapping[str, str]) -> tuple[bool, int]:
    """Order weakenings: a full rule that is gone, then the codebook's order."""
    gone = event.before.startswith("yes") and event.after == "no"
    order = list(names)
    return not gone, order.index(event.provision) if event.provision in names else len(order)


def _find(bill: Bill, words: str) -> Find:
    return Find(bill.id, f"{bill.jurisdiction.upper()} {bill.number}: {words}", paths.bill(bill.id))


def _became(event: Event, names: Mapping[str, str]) -> str:
    """Say what an answer became, in words.

    >>> _became(Event("", "weaker", "", "", "sale", "yes: ban", "no"), {"sale": "Ban on sale"})
    '“Ban on sale” went from yes (banned) to silent'
    """
    name = names.get(event.provision, event.provision)
    return f"“{name}” went from {_answer(event.before)} to {_answer(event.after)}"


def _answer(told: str) -> str:
    value, _, detail = told.partition(": ")
    word = "silent" if value == "no" else value
    return f"{word} ({spelt.detail(detail)})" if detail else word
