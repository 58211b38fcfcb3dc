"""Copied language among all texts held: keep the index, and ask it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from itertools import takewhile

from billwatch import folders, reuse
from billwatch.counted import counted
from billwatch.models import Clause, Reading, Section
from billwatch.pipeline import batch
from billwatch.reuse import (
    Bale,
    Found,
    Genealogy,
    Held,
    Kin,
    Match,
    Place,
    Rarity,
    Seeds,
    Sheet,
    Shred,
    Span,
    Spot,
    Standing,
)
from billwatch.store import Entry, Passages, Store
from billwatch.store.passages import Row

TOGETHER = 512  # texts indexed in one transaction
NAMED = 5  # texts named in a note
FEW = 100  # words from which a text ought to have more than one fingerprint


def rarity() -> Rarity:
    """Return how rare words are, from the table that ships."""
    return reuse.load((folders.find("data") / "reuse" / "words.tsv").read_text("utf-8"))


def index(store: Store, executor: Executor | None = None) -> int:
    """Index every text that was read since the last time; return how many."""
    passages = Passages(store)
    waiting = passages.waiting()
    for n in range(0, len(waiting), TOGETHER):
        some = waiting[n : n + TOGETHER]
        sheets = (_sheet(passages, version, {}) for version, _ in some)
        shreds = spread(reuse.fingerprints, sheets, executor)
        entries = [_entry(*named, each) for named, each in zip(some, shreds, strict=True)]
        passages.add(entries, reuse.COMMON)
    return len(waiting)


def everything(store: Store, executor: Executor | None = None) -> Found:
    """Return the passages that any two bills held share."""
    index(store, executor)
    passages = Passages(store)
    rows = list(passages.texts())
    shared = reuse.paired(reuse.rows(_placed(passages.rows(), _numbers(rows))), _homes(rows))
    return _found(passages, rows, shared, {}, executor, _same(rows), _notes(rows))


def one(
    store: Store, read: Reading, executor: Executor | None = None, known: Sequence[Kin] = ()
) -> Found:
    """Return the passages that one text, of a file or of a version held, shares with others.

    Versions of the same bill are left out. ``known`` are kin found before.
    """
    index(store, executor)
    passages = Passages(store)
    own = _own(store, read)
    shred = reuse.shred(_given(read))
    every = list(passages.texts())
    others = [row for row in every if row.bill != own.bill]
    rows = [replace(own, words=shred.size, prints=len(shred.prints.hashes)), *others]
    asked, _ = reuse.signed(shred.prints)
    found = reuse.rows(_placed(passages.holding(asked), _numbers(rows)))
    shared = reuse.against(shred.prints, found, _homes(rows))
    same = _same(every)
    heads = {kin.first for kin in same if own.bill in (kin.first, kin.later)}
    kin = [*known, *(k for k in same if k.first in heads and k not in known)]
    return _found(passages, rows, shared, {read.version: read}, executor, kin, _notes(rows[:1]))


def stands(read: Reading, found: Found) -> tuple[Standing, ...]:
    """Return where a text that was asked about also stands, most words first."""
    return reuse.stands(read.version.partition("@")[0], found)


def genealogy(
    store: Store, read: Reading, clause: Clause, executor: Executor | None = None
) -> Genealogy:
    """Follow one clause of a reading through all that is held.

    A clause of fewer words than a passage needs has no copies.
    """
    kin = [k for k in one(store, read, executor).kin if k.kind != "reintroduced"]
    part = Section(clause.section, "", clause.start, clause.end)
    alone = replace(read, sections=(part,))
    found = one(store, alone, executor, kin)
    own = _own(store, read)
    words = read.text.body[clause.start : clause.end]
    place = Place(read.version, clause.section, clause.start, clause.end, words,
                  _since(store, alone) or own.date, own.title)  # fmt: skip
    return reuse.genealogy(place, found)


def _since(store: Store, alone: Reading) -> str:
    """Return the date of the first version of the bill that holds the clause, or nothing."""
    bill = store.bill(alone.version.partition("@")[0])
    versions = bill.versions if bill else ()
    earlier = list(takewhile(lambda v: v.id != alone.version, versions))
    passages = Passages(store)
    shreds = [reuse.shred(_sheet(passages, version.id, {})) for version in earlier]
    at = reuse.holding(reuse.shred(_given(alone)), shreds)
    return (earlier[at].date or "") if at < len(earlier) else ""


def _found(
    passages: Passages,
    rows: Sequence[Row],
    shared: Seeds,
    given: Mapping[str, Reading],
    executor: Executor | None,
    kin: Sequence[Kin],
    notes: Sequence[str],
) -> Found:
    """Look closer at the seeds, and name what is found.

    Only texts that share something are read; ``given`` has those that need not be read again.
    """
    led = reuse.paths(shared)
    kept = reuse.renumbered(reuse.between(shared, led), led)
    texts = [rows[n] for n in led]
    held = [_held(passages, row, given) for row in texts]
    sheets = (_sheet(passages, row.version, given) for row in texts)
    words = [shred.words for shred in spread(reuse.wordings, sheets, executor)]
    do = partial(batch.over, executor=executor, size=1)
    matches = reuse.matched(kept, words, rarity(), do) if texts else ()
    spots = _spots(passages, held, given, matches)
    return reuse.fold(held, matches, spots, kin, notes)


def spread(
    read: Callable[[tuple[Sheet, ...]], Bale], sheets: Iterable[Sheet], executor: Executor | None
) -> Iterator[Shred]:
    """Yield what is read of texts, in order, several of them at a time."""
    tasks = batch.packed(sheets, TOGETHER, lambda sheet: len(sheet.body))
    for bale in batch.over(read, tasks, executor, 1):
        yield from bale.shreds()


def _spots(
    passages: Passages,
    held: Sequence[Held],
    given: Mapping[str, Reading],
    matches: Iterable[Match],
) -> dict[Span, Spot]:
    """Return in characters what stands in words, text by text."""
    spots: dict[Span, Spot] = {}
    text, read, body = -1, None, ""
    for key in sorted(set(reuse.wanted(held, matches))):
        if key[0] != text or read is None:
            text, version = key[0], held[key[0]].version
            sheet = _sheet(passages, version, given)
            read, body = reuse.read(sheet), sheet.body
        start, end = int(read.starts[key[1]]), int(read.ends[key[2] - 1])
        spots[key] = start, end, body[start:end]
    return spots


def _sheet(passages: Passages, version: str, given: Mapping[str, Reading]) -> Sheet:
    if version in given:
        return _given(given[version])
    body = passages.body(version)
    parts = passages.sections(version)
    return Sheet(body, tuple((a, b) for _, a, b, kind in parts if kind == "section"))


def _given(read: Reading) -> Sheet:
    spans = ((s.start, s.end) for s in read.sections if s.kind == "section")
    return Sheet(read.text.body, tuple(spans))


def _own(store: Store, read: Reading) -> Row:
    """Return what is known of the text that was named: of a file, little."""
    version = store.version(read.version) if "@" in read.version else None
    bill = store.bill(version.bill) if version else None
    if bill is None or version is None:
        return Row(0, read.version, read.version, "", "", "", read.text.title, 0, None, 0, 0)
    date = version.date or min((a.date for a in bill.actions), default="")
    return Row(0, version.id, bill.id, bill.jurisdiction, bill.session, date, bill.title,
               0, None, 0, 0)  # fmt: skip


def _entry(version: str, digest: str, shred: Shred) -> Entry:
    return Entry(version, digest, shred.size, shred.name, *reuse.signed(shred.prints))


def _held(passages: Passages, row: Row, given: Mapping[str, Reading]) -> Held:
    own = given[row.version].sections if row.version in given else ()
    parts = [(s.label, s.start, s.end, s.kind) for s in own] or passages.sections(row.version)
    sections = tuple((label, a, b) for label, a, b, kind in parts if kind == "section")
    return Held(row.version, row.bill, row.jurisdiction, row.session, row.date, row.title,
                row.words, sections)  # fmt: skip


def _placed(
    rows: Iterable[tuple[int, int, int]], numbers: Mapping[int, int]
) -> Iterator[tuple[int, int, int]]:
    """Yield the index's rows with the places of their texts; those without one are left out."""
    return ((hash, numbers[text], at) for hash, text, at in rows if text in numbers)


def _numbers(rows: Sequence[Row]) -> dict[int, int]:
    """Return the place of each indexed text; of those with the same words the first stands."""
    numbers: dict[int, int] = {}
    for n, row in enumerate(rows):
        numbers.setdefault(row.text if row.same is None else row.same, n)
    return numbers


def _homes(rows: Sequence[Row]) -> list[int]:
    """Return a number for each text's jurisdiction."""
    known: dict[str, int] = {}
    return [known.setdefault(row.jurisdiction, len(known)) for row in rows]


def _same(rows: Sequence[Row]) -> tuple[Kin, ...]:
    """Return the bills whose words are all those of another, which stands for them."""
    bills = {row.text: row.bill for row in rows}
    pairs = {
        (bills[row.same], row.bill)
        for row in rows
        if row.same is not None and bills.get(row.same, row.bill) != row.bill
    }
    return tuple(Kin(first, later, "same words", 1.0) for first, later in sorted(pairs))


def _notes(rows: Sequence[Row]) -> tuple[str, ...]:
    """Say which texts could not be compared, and why."""
    forms = [row.version for row in rows if row.common * 2 > row.prints]
    empty = [row.version for row in rows if row.prints < 2 and row.words >= FEW]
    said = (
        (forms, f"mostly of language that stands in more than {reuse.COMMON} texts, as forms do:"
                " only the rest of them is compared"),
        (empty, "of the same few words again and again: there is nothing to compare"),
    )  # fmt: skip
    return tuple(f"{_many(found)} consist {what}" for found, what in said if found)


def _many(versions: Sequence[str]) -> str:
    names = ", ".join(versions[:NAMED])
    more = f" and {len(versions) - NAMED} more" if len(versions) > NAMED else ""
    return f"{counted(len(versions), 'text')} ({names}{more})"
