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


@dataclass(frozen=True, slots=True)
class Run:
    """What every step of a run needs: where to keep, what to read by, the ISO date, the tally."""

    store: Store
    facts: Facts
    today: str
    tally: Tally = field(default_factory=Tally)


def bill(run: Run, new: Bill) -> None:
    """Save one bill in its own transaction, with an event for each thing first seen today."""
    known = run.store.bill(new.id)
    run.tally.bills += 1
    if not run.store.save_bill(new, seen_on=run.today):
        return
    run.tally.changed += 1
    if known is None:
        _tell(run, Event(run.today, "new bill", new.id, words=new.title))
    elif new.status not in (known.status, "unknown"):
        _tell(run, Event(run.today, "status", new.id, before=known.status, after=new.status))


def document(run: Run, of: Bill, version: Version, doc: Document, name: str = "") -> bool:
    """Keep raw bytes, read them unless they were read by this very code, and tell what changed.

    Return False for a document that cannot be read: a failure of its own in the tally, under
    ``name`` (default: the version's id), never of the run.
    """
    run.store.save_document(version.id, doc)
    known = run.store.stamp(version.id)
    if known == (doc.sha256, stamp(run.facts)) or _beside(run.store, version.id, doc):
        return True
    try:
        read = reading.read(
            doc.body,
            run.facts.codebook,
            version=version.id,
            name=name or version.id,
            media_type=doc.media_type,
            jurisdiction=of.jurisdiction,
        )
    except DataError as error:
        run.tally.failures.append(str(error))
        return False
    if run.store.save_reading(read, sha256=doc.sha256, code=stamp(run.facts)):
        run.tally.read += 1
        if known is None:
            _compare(run, of, version, read)
    return True


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


def _compare(run: Run, of: Bill, version: Version, read: Reading) -> None:
    """Tell of a new version and of every provision that it changes."""
    _tell(run, Event(run.today, "new version", of.id, version.id, words=version.label))
    before = previous(run.store, of.id, version.id)
    if before is None:
        return
    for shift in diff.provisions(run.store.findings(before.id), read.findings):
        event = Event(
            run.today,
            shift.direction,
            of.id,
            version.id,
            shift.provision,
            shift.before,
            shift.after,
            shift.reason,
        )
        _tell(run, event)


def previous(store: Store, bill: str, version: str) -> Version | None:
    """Return the last version before this one that has been read."""
    held = store.bill(bill)
    if held is None:
        return None
    ids = [v.id for v in held.versions]
    earlier = held.versions[: ids.index(version)] if version in ids else ()
    return next((v for v in reversed(earlier) if store.stamp(v.id)), None)


def _tell(run: Run, event: Event) -> None:
    run.tally.events += run.store.save_event(event)
