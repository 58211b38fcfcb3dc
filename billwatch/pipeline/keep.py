"""Keep what arrives: bill, document, reading, and the events a reader should hear of."""

from dataclasses import dataclass, field

from billwatch import __version__, diff
from billwatch.errors import DataError
from billwatch.models import Bill, Document, Event, Reading, Version
from billwatch.pipeline import reading
from billwatch.pipeline.facts import Facts
from billwatch.store import Store


@dataclass(slots=True)
class Tally:
    """What a run did, for its record and for the person who waits."""

    bills: int = 0
    changed: int = 0
    read: int = 0
    events: int = 0
    failures: list[str] = field(default_factory=list)


def bill(store: Store, new: Bill, tally: Tally, today: str) -> None:
    """Save one bill in its own transaction, with an event for each thing first seen today."""
    known = store.bill(new.id)
    tally.bills += 1
    if not store.save_bill(new, seen_on=today):
        return
    tally.changed += 1
    if known is None:
        _tell(store, tally, Event(today, "new bill", new.id, words=new.title))
    elif new.status not in (known.status, "unknown"):
        step = Event(today, "status", new.id, before=known.status, after=new.status)
        _tell(store, tally, step)


def document(
    store: Store, of: Bill, version: Version, doc: Document, facts: Facts, tally: Tally, today: str
) -> None:
    """Keep raw bytes, read them unless they were read by this very code, and tell what changed.

    A document that cannot be read is a failure of its own in the tally, never of the run.
    """
    store.save_document(version.id, doc)
    code = stamp(facts)
    if store.stamp(version.id) == (doc.sha256, code) or _beside(store, version.id, doc):
        return
    try:
        read = reading.read(
            doc.body,
            facts.codebook,
            name=version.id,
            media_type=doc.media_type,
            jurisdiction=of.jurisdiction,
        )
    except DataError as error:
        tally.failures.append(str(error))
        return
    fresh = store.stamp(version.id) is None
    if store.save_reading(read, sha256=doc.sha256, code=code):
        tally.read += 1
        if fresh:
            _compare(store, of, version, read, tally, today)


def _beside(store: Store, version: str, doc: Document) -> bool:
    """Tell whether the version was read from another format: then this one is only kept."""
    known = store.stamp(version)
    if known is None or known[0] == doc.sha256:
        return False
    return any(
        held.sha256 == known[0] and held.media_type != doc.media_type
        for held in store.documents(version)
    )


def stamp(facts: Facts) -> str:
    """Name the reader: program version and codebook, so that a new codebook reads anew."""
    return f"{__version__}+{facts.digest}"


def _compare(
    store: Store, of: Bill, version: Version, read: Reading, tally: Tally, today: str
) -> None:
    """Tell of a new version and of every provision that it changes."""
    _tell(store, tally, Event(today, "new version", of.id, version.id, words=version.label))
    before = previous(store, of.id, version.id)
    if before is None:
        return
    for shift in diff.provisions(store.findings(before.id), read.findings):
        event = Event(
            today,
            shift.direction,
            of.id,
            version.id,
            shift.provision,
            shift.before,
            shift.after,
            shift.reason,
        )
        _tell(store, tally, event)


def previous(store: Store, bill: str, version: str) -> Version | None:
    """Return the last version before this one that has been read."""
    held = store.bill(bill)
    if held is None:
        return None
    ids = [v.id for v in held.versions]
    earlier = held.versions[: ids.index(version)] if version in ids else ()
    return next((v for v in reversed(earlier) if store.stamp(v.id)), None)


def _tell(store: Store, tally: Tally, event: Event) -> None:
    tally.events += store.save_event(event)
