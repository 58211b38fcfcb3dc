"""Gather passages into families: one stretch of language, its first text, and every copy."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from billwatch import diff
from billwatch.models import Text
from billwatch.reuse.genealogy import _EDGE, _age, _bill
from billwatch.reuse.records import Found, Passage, Place

SAME = 0.5  # of two places together that both must hold to be one passage
Stretch = tuple[Literal["equal", "insert", "delete"], str]


@dataclass(frozen=True, slots=True)
class Descent:
    """One later text of a family: where, how much of the first it keeps, and what it changed.

    ``kept`` is the share (0 to 1) of the first text's words that stand here; ``words`` are
    stretches in the order of this text, those of kind ``delete`` being the first text's alone.
    """

    place: Place
    kept: float
    words: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Language that several bills share: the earliest text held, and the others by date.

    ``dated``: the first has a date, and no other that date. ``weight`` sums over the copies the
    rarity (nats) of the words they share; ``also`` names companions and other bills of the same
    words; ``left`` counts copies that are not told.
    """

    first: Place
    dated: bool
    copies: tuple[Descent, ...]
    weight: float
    also: tuple[str, ...] = ()
    left: int = 0


@dataclass(slots=True)
class _Group:
    """A family as it grows: of each bill the heaviest place, and what it weighs."""

    members: dict[str, tuple[Place, float]] = field(default_factory=dict)
    also: set[str] = field(default_factory=set)


def families(
    found: Found, passages: Iterable[Passage], most: int, each: int
) -> tuple[tuple[Family, ...], int]:
    """Return the ``most`` heaviest families of some of the passages found, and how many there are.

    Of each at most ``each`` copies are told.

    >>> families(Found(()), (), 9, 9)
    ((), 0)
    """
    groups = _grouped(passages)
    ranked = sorted(groups, key=lambda g: (-_weight(g), min(g.members)))
    same = _same_words(found)
    return tuple(_family(group, same, each) for group in ranked[:most]), len(groups)


def _grouped(passages: Iterable[Passage]) -> list[_Group]:
    """Return groups of passages, each begun by the heaviest that no other group has room for."""
    groups: list[_Group] = []
    known: dict[str, list[tuple[Place, _Group]]] = {}
    for passage in sorted(passages, key=lambda p: -p.score):
        sides = (passage.first, passage.later)
        group = next((g for side in sides for g in _holding(known, side)), None)
        if group is None:
            group = _Group()
            groups.append(group)
        for side in sides:
            if _bill(side) not in group.members:
                group.members[_bill(side)] = side, passage.score
                known.setdefault(side.version, []).append((side, group))
        group.also.update(passage.also)
    return groups


def _holding(known: dict[str, list[tuple[Place, _Group]]], place: Place) -> Iterator[_Group]:
    for other, group in known.get(place.version, ()):
        shared = min(place.end, other.end) - max(place.start, other.start)
        if shared > SAME * (max(place.end, other.end) - min(place.start, other.start)):
            yield group


def _weight(group: _Group) -> float:
    """Return what the copies weigh together: the first text is no copy of itself."""
    places = group.members.values()
    first = min((place for place, _ in places), key=_age)
    return sum(score for place, score in places if place is not first)


def _same_words(found: Found) -> dict[str, set[str]]:
    """Return by bill the bills whose words are all the same."""
    same: dict[str, set[str]] = {}
    for kin in found.kin:
        if kin.kind == "same words":
            same.setdefault(kin.first, set()).add(kin.later)
            same.setdefault(kin.later, set()).add(kin.first)
    return same


def _family(group: _Group, same: dict[str, set[str]], each: int) -> Family:
    places = sorted((place for place, _ in group.members.values()), key=_age)
    first, copies = places[0], places[1:]
    also = group.also.union(*(same.get(bill, ()) for bill in group.members))
    also = {name for name in also if name.partition("@")[0] not in group.members}
    dated = bool(first.date) and all(place.date != first.date for place in copies)
    told = tuple(_descent(first, place) for place in copies[:each])
    return Family(
        first, dated, told, round(_weight(group), 1), tuple(sorted(also)), len(copies) - len(told)
    )


def _descent(first: Place, place: Place) -> Descent:
    one, other = (each.words.strip(_EDGE) for each in (first, place))
    compared = diff.compare(Text(_low(one)), Text(_low(other)))
    return Descent(place, compared.stats.kept_old, tuple(_stretches(compared.runs, one, other)))


def _low(words: str) -> str:
    """Return words in small letters if none moves by it: some states print in capitals."""
    low = words.lower()
    return low if len(low) == len(words) else words


def _stretches(runs: Sequence[diff.Run], one: str, other: str) -> Iterator[Stretch]:
    """Yield what stands in the later text, and before it what it took out."""
    for run in _in_order(runs):
        old, new = one[run.old_start : run.old_end], other[run.new_start : run.new_end]
        if run.kind in ("equal", "renumber"):
            yield "equal", new
            continue
        if old:
            yield "delete", old
        if new:
            yield "insert", new


def _in_order(runs: Sequence[diff.Run]) -> list[diff.Run]:
    return sorted(runs, key=lambda run: (run.new_start, run.new_end, run.old_start))
