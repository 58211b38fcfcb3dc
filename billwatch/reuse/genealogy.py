"""Follow one clause through its copies, and say where a bill's text also stands."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from billwatch import diff
from billwatch.diff import Change
from billwatch.models import Text
from billwatch.reuse.passages import Shred
from billwatch.reuse.records import Found, Kin, Passage, Place

_EDGE = " \n.,;:"  # a passage begins and ends with a word
HOLDS = 0.5  # of a clause's fingerprints that a version must have to hold it already


@dataclass(frozen=True, slots=True)
class Edit:
    """What a copy changed: words of the first text, and what stands there instead."""

    kind: Literal["insert", "delete", "replace"]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One later text that has the clause: where, how much of it, and what it changed of the first.

    ``also`` names companions and versions that have it too; ``kin`` says that the bill is a
    companion of the clause's own bill, or it brought again.
    """

    place: Place
    matched: int
    density: float
    edits: tuple[Edit, ...]
    also: tuple[str, ...] = ()
    kin: str = ""


@dataclass(frozen=True, slots=True)
class Genealogy:
    """A clause as it stands, the first text held that has it, and every other one by date.

    ``dated``: the first has a date, and no other one that date. Texts without a date come last and
    are never the first where another has one.
    """

    clause: Place
    first: Place
    dated: bool
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Another bill that has some of this bill's text; ``first`` says who had it first, if known.

    ``matched`` words in ``passages`` passages; ``best`` is the weightiest of these.
    """

    bill: str
    title: str
    date: str
    matched: int
    passages: int
    best: Passage
    first: Literal["this", "other", "not known"]
    kin: str = ""


def genealogy(clause: Place, found: Found) -> Genealogy:
    """Return the genealogy of a clause from what was found of its words.

    ``found`` has the passages between the clause's version and others; ``clause.date`` is that of
    the first version of its bill that holds it.
    """
    own = clause.version.partition("@")[0]
    copies = [(p, _other(p, own)) for p in found.passages]
    places = sorted((place for _, place in copies), key=_age)
    first = min((clause, *places), key=_age)
    same_day = sum(place.date == first.date for place in (clause, *places))
    related = _related(found.kin, own)
    told = [
        Copy(place, p.matched, p.density, edits(first.words, place.words), p.also,
             related.get(place.version.partition("@")[0], ""))
        for p, place in sorted(copies, key=lambda each: _age(each[1]))
        if place != first
    ]  # fmt: skip
    if first != clause:
        words = len(clause.words.split())
        told.append(Copy(clause, words, 1.0, edits(first.words, clause.words)))
        told.sort(key=lambda copy: _age(copy.place))
    return Genealogy(clause, first, bool(first.date) and same_day == 1, tuple(told))


def stands(bill: str, found: Found) -> tuple[Standing, ...]:
    """Return the bills that have text of this one, most words first; boilerplate does not count."""
    by_bill: dict[str, list[Passage]] = defaultdict(list)
    for passage in found.passages:
        if bill in (_bill(passage.first), _bill(passage.later)):
            by_bill[_bill(_other(passage, bill))].append(passage)
    related = _related(found.kin, bill)
    told = [_standing(bill, other, some, related) for other, some in by_bill.items()]
    return tuple(sorted(told, key=lambda s: (-s.matched, s.bill)))


def edits(old: str, new: str) -> tuple[Edit, ...]:
    """Return what turns one passage into the other, in order; renumbering is no edit.

    >>> edits("within thirty days of a breach", "within ninety days of a breach")
    (Edit(kind='replace', old='thirty', new='ninety'),)
    """
    one, other = (Text(words.strip(_EDGE)) for words in (old, new))
    return tuple(_edits(diff.compare(one, other).changes))


def holding(clause: Shred, versions: Sequence[Shred]) -> int:
    """Return the place of the first of these versions that holds most of a clause, or how many."""
    asked = clause.prints.hashes
    for n, version in enumerate(versions):
        if len(asked) and np.isin(asked, version.prints.hashes).mean() >= HOLDS:
            return n
    return len(versions)


def _edits(changes: Iterable[Change]) -> Iterator[Edit]:
    for change in changes:
        if change.kind == "move":
            yield from _edits(change.inner)
        elif change.kind != "renumber":
            yield Edit(change.kind, change.old, change.new)


def _standing(
    bill: str, other: str, passages: Sequence[Passage], related: dict[str, str]
) -> Standing:
    best = max(passages, key=lambda p: p.score)
    place = _other(best, bill)
    sides = {_bill(p.first) == bill for p in passages if p.dated}
    first: Literal["this", "other", "not known"] = "not known"
    if len(sides) == 1:
        first = "this" if sides.pop() else "other"
    matched = sum(p.matched for p in passages)
    return Standing(
        other, place.title, place.date, matched, len(passages), best, first, related.get(other, "")
    )


def _related(kin: Iterable[Kin], bill: str) -> dict[str, str]:
    """Return the bills that are kin of this one, and how."""
    return {
        (k.later if k.first == bill else k.first): k.kind for k in kin if bill in (k.first, k.later)
    }


def _other(passage: Passage, own: str) -> Place:
    return passage.later if _bill(passage.first) == own else passage.first


def _bill(place: Place) -> str:
    return place.version.partition("@")[0]


def _age(place: Place) -> tuple[bool, str, str, int]:
    """Order by date, those without one last."""
    return not place.date, place.date, place.version, place.start
