"""Turn runs into the changes a reader sees, each in its section, and count words."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from billwatch.diff.pairing import Couple, Part
from billwatch.diff.records import Change, ChangeKind, Pair, Run, Stats
from billwatch.diff.tokens import count_words

Counted = dict[int, int]  # a number for each place of a part; none counted is 0
Stretch = tuple[int, int, int]  # side (old 0, new 1), start, end


class Places:
    """Say in which section an offset lies."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._starts = [part.start for part in parts]
        self._parts = parts

    def number(self, at: int) -> int:
        """Return the place of the part ``at`` lies in; -1 where there is none."""
        return bisect_right(self._starts, at) - 1

    def label(self, at: int) -> str:
        """Return the label of the section ``at`` lies in."""
        number = bisect_right(self._starts, at) - 1
        return self._parts[number].section.label if number >= 0 else ""


def changes(
    runs: Iterable[Run], old: str, new: str, places: tuple[Places, Places]
) -> tuple[Change, ...]:
    """Return the changes in the order of the new text, a move as one change."""
    alone: list[list[Run]] = []
    moves: dict[int, list[Run]] = {}
    for run in runs:
        if run.move:
            moves.setdefault(run.move, []).append(run)
        elif run.kind != "equal":
            alone.append([run])
    groups = sorted([*alone, *moves.values()], key=_order)
    made = _Maker(old, new, places)
    return tuple(made.change(group, f"c{n}") for n, group in enumerate(groups, start=1))


def _order(group: list[Run]) -> tuple[int, int, int]:
    first = min(group, key=lambda run: (run.new_start, run.old_start)) if group[1:] else group[0]
    return first.new_start, first.old_start, first.new_end


class _Maker:
    """Make changes of two bodies, cut into known sections."""

    def __init__(self, old: str, new: str, places: tuple[Places, Places]) -> None:
        self._bodies = (old, new)
        self._places = places

    def change(self, group: list[Run], name: str) -> Change:
        """Return the change a run makes, or the move that several make."""
        run = group[0]
        if not run.move:
            return self._cut(name, "replace" if run.kind == "equal" else run.kind, run[1:5])
        edits = sorted(
            (run for run in group if run.kind != "equal"),
            key=lambda run: (run.new_start, run.old_start),
        )
        span = (
            min(run.old_start for run in group),
            max(run.old_end for run in group),
            min(run.new_start for run in group),
            max(run.new_end for run in group),
        )
        inner = tuple(
            self._cut(f"{name}-{n}", edit.kind, edit[1:5])  # type: ignore[arg-type]
            for n, edit in enumerate(edits, start=1)
        )
        return self._cut(name, "move", span, inner, run.move)

    def _cut(
        self,
        name: str,
        kind: ChangeKind,
        span: tuple[int, int, int, int],
        inner: tuple[Change, ...] = (),
        move: int = 0,
    ) -> Change:
        """Return the change with white space at the ends of its spans left out."""
        before = self._bodies[0][span[0] : span[1]].rstrip()
        after = self._bodies[1][span[2] : span[3]].rstrip()
        was = "" if kind == "insert" else self._places[0].label(span[0])
        now = was if kind == "delete" else self._places[1].label(span[2])
        return Change(
            name, kind, now, was, before, after,
            span[0], span[0] + len(before), span[2], span[2] + len(after), inner, move,
        )  # fmt: skip


class Edit(NamedTuple):
    """A run that is not equal, with its words in the old and in the new text."""

    run: Run
    gone: int
    come: int


def edits(
    runs: Iterable[Run], old: str, new: str, counted: Mapping[Stretch, int] | None = None
) -> list[Edit]:
    """Return the runs that are not equal, with the words of both sides counted.

    ``counted`` are the words of stretches where they are known.
    """
    known = counted or {}
    found = []
    for run in runs:
        kind, i, i_end, j, j_end, _ = run
        if kind != "equal":
            gone, come = known.get((0, i, i_end)), known.get((1, j, j_end))
            gone = count_words(old[i:i_end]) if gone is None else gone
            come = count_words(new[j:j_end]) if come is None else come
            found.append(Edit(run, gone, come))
    return found


def stats(runs: Sequence[Run], edited: Iterable[Edit], old: str, new: str) -> Stats:
    """Return the sizes in words; a word that only changed its number counts as kept."""
    renumbered = {(r.old_start, r.new_start) for r in runs if r.kind == "renumber"}
    listed = list(edited)
    counted = [e for e in listed if (e.run.old_start, e.run.new_start) not in renumbered]
    gone, come = sum(e.gone for e in counted), sum(e.come for e in counted)
    moved = sum(
        count_words(new[r.new_start : r.new_end]) for r in runs if r.move and r.kind == "equal"
    )
    old_words = count_words(old)
    new_words = old_words + _more(runs, listed, old, new)
    kept = max(old_words - gone, 0)
    return Stats(
        old_words, new_words, come, gone, moved,
        len(renumbered),
        round(kept / old_words, 4) if old_words else float(not new_words),
        round(max(new_words - come, 0) / new_words, 4) if new_words else float(not old_words),
    )  # fmt: skip


def _more(runs: Iterable[Run], edited: Iterable[Edit], old: str, new: str) -> int:
    """Return how many words the new text has more than the old one, counting what is not equal.

    A word that goes on from one run into the next was counted in both.
    """
    more = sum(come - gone for _, gone, come in edited)
    for kind, i, i_end, j, j_end, _ in runs:
        if kind == "equal" and (i_end - i != j_end - j or not old.startswith(new[j:j_end], i)):
            more += count_words(new[j:j_end]) - count_words(old[i:i_end])
        if 0 < i < i_end and not old[i - 1].isspace() and not old[i].isspace():
            more += 1
        if 0 < j < j_end and not new[j - 1].isspace() and not new[j].isspace():
            more -= 1
    return more


def pairs(
    a: Sequence[Part], b: Sequence[Part], couples: Sequence[Couple],
    edited: Iterable[Edit],
) -> tuple[Pair, ...]:  # fmt: skip
    """Return what became of every section, in the order of the new text, removed ones in place."""
    where = (Places(a), Places(b))
    in_a, in_b, only, lost = _edited(edited, where)
    found = [
        (pair.new, 0, _pair(a, b, pair, in_b[pair.new] + only[pair.old], lost)) for pair in couples
    ]
    seen_a, seen_b = {pair.old for pair in couples}, {pair.new for pair in couples}
    found += [
        (j, 0, Pair("added", None, part.section, 0.0, in_b[j]))
        for j, part in enumerate(b)
        if j not in seen_b
    ]
    by_old = {pair.old: pair.new for pair in couples if not pair.moved}
    after = -1
    for i, part in enumerate(a):
        after = by_old.get(i, after)  # those not moved follow each other on both sides
        if i not in seen_a:
            found.append((after, 1 + i, Pair("removed", part.section, None, 0.0, in_a[i])))
    return tuple(pair for _, _, pair in sorted(found, key=lambda item: item[:2]))


def _edited(
    edited: Iterable[Edit], where: tuple[Places, Places]
) -> tuple[Counted, Counted, Counted, dict[tuple[int, int], int]]:
    """Return the edits by old part, by new part, those of the old side alone, and lost words.

    Lost words are counted by (side, part).
    """
    in_a, in_b, only = (
        defaultdict[int, int](int),
        defaultdict[int, int](int),
        defaultdict[int, int](int),
    )
    lost = defaultdict[tuple[int, int], int](int)
    for run, gone, come in edited:
        i, j = where[0].number(run.old_start), where[1].number(run.new_start)
        if run.old_start < run.old_end:
            in_a[i] += 1
            lost[0, i] += gone
        if run.new_start < run.new_end:
            in_b[j] += 1
            lost[1, j] += come
        else:
            only[i] += 1
    return in_a, in_b, only, lost


def _pair(
    a: Sequence[Part], b: Sequence[Part], pair: Couple, changed: int,
    lost: dict[tuple[int, int], int],
) -> Pair:  # fmt: skip
    old, new = a[pair.old].section, b[pair.new].section
    edited = lost.get((0, pair.old), 0) + lost.get((1, pair.new), 0)
    size = max(1, (a[pair.old].end - a[pair.old].start + b[pair.new].end - b[pair.new].start) // 6)
    likeness = round(max(0.0, 1 - edited / size), 3)
    if pair.moved:
        return Pair("moved", old, new, likeness, changed)
    if old.label != new.label:
        return Pair("renumbered", old, new, likeness, changed)
    return Pair("changed" if changed else "same", old, new, likeness, changed)
