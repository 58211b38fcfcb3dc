"""Turn two texts and their sections into runs that tile both: kept, edited, moved."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from billwatch.diff import tidy
from billwatch.diff.align import Kept, Matcher
from billwatch.diff.pairing import Couple, Part
from billwatch.diff.records import Run, kind_of
from billwatch.diff.zones import zones

Step = tuple[bool, Kept, int]  # kept or edited, where, in which zone


class _Starts(NamedTuple):
    """Where the sections of both texts start, those with labels, and which two are one."""

    old: list[int]
    new: list[int]
    labelled: tuple[frozenset[int], frozenset[int]]
    paired: frozenset[tuple[int, int]]

    def apart(self, old: int, new: int) -> bool:
        """Tell whether labelled sections start here that are not each other's version."""
        named = old in self.labelled[0] and new in self.labelled[1]
        return named and (old, new) not in self.paired

    def inner(self, span: Kept) -> Kept:
        """Return where the first section of a span ends and the last begins, old and new."""
        ends = [bisect_right(self.old, span[0]), bisect_right(self.new, span[2])]
        return (
            self.old[ends[0]] if ends[0] < len(self.old) else span[1],
            self.old[bisect_left(self.old, span[1]) - 1],
            self.new[ends[1]] if ends[1] < len(self.new) else span[3],
            self.new[bisect_left(self.new, span[3]) - 1],
        )


def _starts(a: Sequence[Part], b: Sequence[Part], pairs: Sequence[Couple]) -> _Starts:
    labelled = _labelled(a), _labelled(b)
    paired = frozenset((a[pair.old].start, b[pair.new].start) for pair in pairs)
    return _Starts([part.start for part in a], [part.start for part in b], labelled, paired)


def _labelled(listed: Sequence[Part]) -> frozenset[int]:
    return frozenset(part.start for part in listed if part.section.label)


def tiled(
    matcher: Matcher,
    a: Sequence[Part],
    b: Sequence[Part],
    pairs: Sequence[Couple],
    *,
    tidy_up: bool = True,
) -> Iterator[Run]:
    """Yield runs that tile both views; white space before the first word is a run of its own."""
    lead = (0, a[0].start if a else len(matcher.old), 0, b[0].start if b else len(matcher.new))
    if lead != (0, 0, 0, 0):
        yield Run("equal", *lead)
    starts = _starts(a, b, pairs)
    steady: list[Step] = []
    for number, (span, move) in enumerate(zones(a, b, pairs)):
        kept = _kept(matcher, span, tidy_up)
        if tidy_up and starts.apart(span[0], span[2]):
            kept = tidy.unbound(matcher.old, matcher.new, span, kept, starts.inner(span))
        steps = tidy.edits(span, kept)
        if not move:
            steady.extend((equal, part, number) for equal, part in steps)
            continue
        for equal, part in steps:
            yield from [Run("equal", *part, move)] if equal else _run(part, move, starts)
    for equal, part in _mended(matcher, steady, tidy_up):
        if equal:
            yield Run("equal", *part)
        else:
            yield from _run(part, 0, starts)


def _run(span: Kept, move: int, starts: _Starts) -> list[Run]:
    """Return the run of an edit, or of its pieces where a section begins within it.

    What one section began with is gone, and what another begins with is new: these are two runs.
    """
    a0, a1, b0, b1 = span
    if _crosses(a0, a1, starts.old) or _crosses(b0, b1, starts.new):
        return [Run(kind_of(*piece), *piece, move) for piece in _cut(span, starts.old, starts.new)]
    if a0 < a1 and b0 < b1 and starts.apart(a0, b0):
        return [Run("delete", a0, a1, b0, b0, move), Run("insert", a1, a1, b0, b1, move)]
    return [Run(kind_of(a0, a1, b0, b1), a0, a1, b0, b1, move)]


def _kept(matcher: Matcher, span: Kept, tidy_up: bool) -> list[Kept]:
    old, new = matcher.old, matcher.new
    if span[0] == span[1] or span[2] == span[3]:
        return []
    size = span[1] - span[0]
    if size == span[3] - span[2] and old[span[0] : span[1]] == new[span[2] : span[3]]:
        return [span]
    kept = matcher.kept(span)
    return tidy.tidied(old, new, span, kept) if tidy_up else kept


def _mended(matcher: Matcher, steps: Sequence[Step], tidy_up: bool) -> Iterator[tuple[bool, Kept]]:
    """Yield the steps, edits that meet where zones meet compared once more as one.

    A section that begins elsewhere in the other text would else be deleted here, inserted there.
    """
    edits: list[Step] = []
    for step in steps:
        if step[0]:
            yield from _met(matcher, edits, tidy_up)
            edits = []
            yield True, step[1]
        else:
            edits.append(step)
    yield from _met(matcher, edits, tidy_up)


def _met(matcher: Matcher, edits: Sequence[Step], tidy_up: bool) -> Iterator[tuple[bool, Kept]]:
    """Yield edits that follow each other, those of several zones compared as one where they can."""
    spans = [span for _, span, _ in edits]
    if len(edits) < 2 or edits[0][2] == edits[-1][2] or not _two_sided(spans):
        yield from ((False, span) for span in spans)
        return
    whole = (spans[0][0], spans[-1][1], spans[0][2], spans[-1][3])
    kept = _kept(matcher, whole, tidy_up) if _adjoining(spans) else []
    yield from tidy.edits(whole, kept) if kept else ((False, span) for span in spans)


def _two_sided(spans: list[Kept]) -> bool:
    return any(a < b for a, b, _, _ in spans) and any(a < b for _, _, a, b in spans)


def _adjoining(spans: list[Kept]) -> bool:
    """Tell whether the spans follow each other on both sides (nothing between has moved)."""
    return all(x[1] == y[0] and x[3] == y[2] for x, y in pairwise(spans))


def _cut(span: Kept, starts_a: list[int], starts_b: list[int]) -> Iterator[Kept]:
    """Cut an edit where sections begin, so that each change belongs to one section."""
    x = _pieces(span[0], span[1], starts_a)
    y = _pieces(span[2], span[3], starts_b)
    if len(x) > 1 and len(y) > 1:
        yield from ((i, j, span[2], span[2]) for i, j in x)
        yield from ((span[1], span[1], i, j) for i, j in y)
    elif len(x) > 1:
        yield (*x[0], span[2], span[3])
        yield from ((i, j, span[3], span[3]) for i, j in x[1:])
    else:
        yield (span[0], span[1], *y[0])
        yield from ((span[1], span[1], i, j) for i, j in y[1:])


def _crosses(start: int, end: int, starts: list[int]) -> bool:
    """Tell whether a section begins within the edit."""
    if end - start < 2:
        return False
    after = bisect_right(starts, start)
    return after < len(starts) and starts[after] < end


def _pieces(start: int, end: int, starts: list[int]) -> list[tuple[int, int]]:
    inside = starts[bisect_right(starts, start) : bisect_right(starts, end - 1)]
    return list(pairwise([start, *inside, end]))
