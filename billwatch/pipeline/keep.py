"""Keep what arrives: bill, document, reading, and the events a reader should hear of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from billwatch import __version__, diff, succession
from billwatch.errors import DataError
from billwatch.models import Bill, Document, Event, Reading, Version
from billwatch.pipeline import precedence, reading, standing
from billwatch.pipeline.facts import Facts
from billwatch.store import Store


@dataclass(slots=True)
class Tally:
    """What a run did, for its record and for the person who waits.

    ``bills`` are those seen, ``unchanged`` of them those whose page needed no second look, ``new``
    those never seen before; ``missed`` could not be had; ``size`` is what was downloaded, in bytes.
    """

    bills: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missed: int = 0
    read: int = 0
    events: int = 0
    size: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """What every step of a run needs: where to keep, what to read by, the ISO date, the tally.

    ``wanted`` tells the bills whose texts are fetched.
    """

    store: Store
    facts: Facts
    today: str
    tally: Tally = field(default_factory=Tally)
    wanted: Callable[[Bill], bool] = lambda bill: True


def bill(run: Run, new: Bill) -> bool:
    """Save one bill in its own transaction, with an event for each thing first seen today.

    Return whether it changed anything. Where another source told of it before, the better one's
    word stands (see `precedence`).
    """
    known = run.store.bill(new.id)
    shared = any(run.store.claims(new.id))
    joined = precedence.join(known, new, run.today, shared=shared)
    before = None if joined.anew else known
    stands, step = standing.placed(run.store, joined.bill, before, run.today)
    events: tuple[Event, ...] = ()
    if known is None:
        events = (Event(run.today, "new bill", new.id, words=new.title),)
    elif stands.status not in (known.status, "unknown"):
        words = _dates(step.reason, acted=step.date, seen=run.today)
        events = (Event(run.today, "status", new.id, "", "", known.status, stands.status, words),)
    changed = run.store.save_bill(stands, seen_on=run.today, events=events, anew=joined.anew)
    if joined.claims or joined.repeats:
        run.store.save_claims(new.id, joined.claims, joined.repeats)
    if not changed:
        return False
    run.tally.new += known is None
    run.tally.changed += 1
    run.tally.events += len(events)
    return True


def overtake(run: Run) -> int:
    """End the bills that their session's last day overtook; return how many."""
    ended = 0
    for id in run.store.overtaken(run.today, standing.latest_end):
        held = run.store.bill(id)
        ended += held is not None and bill(run, held)
    return ended


def document(
    run: Run, of: Bill, version: Version, doc: Document, name: str = "", *, posted: str = ""
) -> bool:
    """Keep raw bytes, read them unless they were read by this very code, and tell what changed.

    Return False for a document that cannot be read: a failure of its own in the tally, under
    ``name`` (default: the version's id), never of the run. ``posted`` is the ISO date on which the
    source says it put the document up. The document of a print that repeats another is that one's.
    """
    if of_another := run.store.version(run.store.repeated(version.id)):
        version = of_another
        if run.store.stamp(version.id):
            return True
    run.store.save_document(version.id, doc)
    known, code = run.store.stamp(version.id), stamp(run.facts)
    if known == (doc.sha256, code) or _beside(run.store, version.id, doc):
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
        run.store.save_page(version.id, _tried(code), bill=of.id, seen_on=run.today)
        return False
    events = tuple(_news(run, of, version, read, posted)) if known is None else ()
    if run.store.save_reading(read, sha256=doc.sha256, code=code, events=events):
        run.tally.read += 1
        run.tally.events += len(events)
    return True


def done(run: Run, version: str) -> bool:
    """Tell whether a version was read, or tried in vain by this very code.

    So it is where it only repeats another.
    """
    if run.store.stamp(version) or in_vain(run, version):
        return True
    other = run.store.repeated(version)
    return bool(other) and done(run, other)


def in_vain(run: Run, version: str) -> bool:
    """Tell whether this very code has tried to read a version and could not."""
    return run.store.page_mark(version) == _tried(stamp(run.facts))


def reread(run: Run, jurisdiction: str = "") -> None:
    """Read anew, from what is kept, what was read by other code, or not at all."""
    for id in run.store.unread(stamp(run.facts)):
        owner, version = run.store.bill(id.partition("@")[0]), run.store.version(id)
        if owner is None or version is None or jurisdiction not in ("", owner.jurisdiction):
            continue
        known = run.store.stamp(id)
        if known is None and in_vain(run, id):
            continue
        for doc in run.store.documents(id):
            if known is None or doc.sha256 == known[0]:
                document(run, owner, version, doc)
                break


def _tried(code: str) -> str:
    return f"cannot be read by {code}"


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


def _news(run: Run, of: Bill, version: Version, read: Reading, posted: str) -> Iterator[Event]:
    """Yield a new version and every provision that it changes; a print known before is no news."""
    if any(run.store.stamp(known) for known in run.store.repeats(version.id)):
        return
    words = _dates(version.label, printed=version.date or "", posted=posted, seen=run.today)
    yield Event(run.today, "new version", of.id, version.id, words=words)
    before = _before(run.store, of.id, read)
    if before is None:
        return
    for shift in diff.provisions(run.store.findings(before), read.findings):
        yield Event(
            run.today,
            shift.direction,
            of.id,
            version.id,
            shift.provision,
            shift.before,
            shift.after,
            shift.reason,
        )


def _dates(words: str, *, seen: str, **days: str) -> str:
    """Return words with what happened when: a source often shows a thing days later.

    >>> _dates("Engrossed", printed="2026-04-09", posted="", seen="2026-04-11")
    'Engrossed; printed 2026-04-09, seen 2026-04-11'
    """
    told = [f"{what} {day}" for what, day in (*days.items(), ("seen", seen)) if day]
    return "; ".join(filter(None, (words, ", ".join(told))))


def _before(store: Store, bill: str, read: Reading) -> str | None:
    """Return the version that a reading is compared with, if any: see `succession`."""
    held = store.bill(bill)
    ids = [version.id for version in held.versions] if held else []
    prints = [(id, read.text.complete if id == read.version else store.whole(id)) for id in ids]
    return succession.previous(prints, read.version)
