"""Cut two texts into zones that are compared on their own, section by section."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from billwatch.diff.align import Kept
from billwatch.diff.pairing import Couple, Part

Zone = tuple[Kept, int]  # the spans of both sides, and the move they belong to (0: none)


def zones(a: Sequence[Part], b: Sequence[Part], pairs: Sequence[Couple]) -> Iterator[Zone]:
    """Yield zones that tile both sides: paired sections, and what stands between the pairs."""
    moved_a = {pair.old for pair in pairs if pair.moved}
    moved_b = {pair.new for pair in pairs if pair.moved}
    i = j = 0
    here = (a[0].start if a else 0, b[0].start if b else 0)
    for pair in (*(p for p in pairs if not p.moved), Couple(len(a), len(b))):
        if (i, j) != (pair.old, pair.new):
            free_a = _stretches(a, [k for k in range(i, pair.old) if k not in moved_a])
            free_b = _stretches(b, [k for k in range(j, pair.new) if k not in moved_b])
            yield from ((span, 0) for span in _matched(free_a, free_b, here))
        if pair.old < len(a):
            yield _span(a[pair.old], b[pair.new]), 0
            here = (a[pair.old].end, b[pair.new].end)
        i, j = pair.old + 1, pair.new + 1
    for number, pair in enumerate((p for p in pairs if p.moved), start=1):
        yield _span(a[pair.old], b[pair.new]), number


def _span(old: Part, new: Part) -> Kept:
    return old.start, old.end, new.start, new.end


def _stretches(listed: Sequence[Part], places: list[int]) -> list[tuple[int, int]]:
    """Return the spans of parts that follow each other."""
    runs = groupby(enumerate(places), key=lambda item: item[1] - item[0])
    grouped = [[place for _, place in run] for _, run in runs]
    return [(listed[run[0]].start, listed[run[-1]].end) for run in grouped]


def _matched(
    a: list[tuple[int, int]], b: list[tuple[int, int]], here: tuple[int, int]
) -> Iterator[Kept]:
    """Yield the longest stretch of each side against the other's, and the rest alone.

    What stands alone has an empty span on the other side, ``here`` or beside the pair.
    """
    if not a or not b:
        yield from ((start, end, here[1], here[1]) for start, end in a)
        yield from ((here[0], here[0], start, end) for start, end in b)
        return
    x = max(range(len(a)), key=lambda k: a[k][1] - a[k][0])
    y = max(range(len(b)), key=lambda k: b[k][1] - b[k][0])
    yield from ((start, end, b[y][0], b[y][0]) for start, end in a[:x])
    yield from ((a[x][0], a[x][0], start, end) for start, end in b[:y])
    yield (*a[x], *b[y])
    yield from ((start, end, b[y][1], b[y][1]) for start, end in a[x + 1 :])
    yield from ((a[x][1], a[x][1], start, end) for start, end in b[y + 1 :])
