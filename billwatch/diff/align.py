"""Find all words that two stretches of text share, in order: paragraphs, sentences, then words.

Each step works only in the gaps the one before left. Work is bounded by the sizes of the gaps,
never by a clock, so the same texts always give the same answer.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from math import ceil
from typing import NamedTuple

from billwatch.diff import anchors, engine, leaps
from billwatch.diff.tokens import (
    Codes,
    Sizes,
    last_gap,
    next_gap,
    numbered,
    pieces,
    sized,
    spelt,
    units,
    words,
)

Kept = tuple[int, int, int, int]  # old start, old end, new start, new end

FINE = 2_000_000_000  # characters x characters from which sentences are looked for before words
WEAK = (0.06, 0.3)  # share of equal paragraphs that says too little of where the others belong
SHORT = 200  # characters on either side up to which a gap is compared by words at once
LONG = 2_000  # characters from which a side may be too long for the other
LOPSIDED = 16  # times as long as the other
REACH = 80  # characters beyond the shorter side in which its first and last words are looked for
FURTHEST = 320  # characters up to which that side is looked through for them
SURE = 4  # pieces in a row that are kept as they are; shorter runs are compared word by word
EXACT_CELLS = 400_000_000  # words x words up to which a gap is solved exactly
SMALL_CELLS = 2_000_000  # up to which short runs are compared again word by word
UNLIKE = 0.03  # share of runs looked up and found below which two sides have nothing to align
LOOKS = 200  # runs looked up at most
TELLING = 4  # pieces of each
FEW = 60  # pieces of a side from which it tells how little the sides share
CHANCE = 0.3  # share of the shorter side that any two texts may have in common, a piece at a time
SURE_RUN = 8  # words of a run that hardly ever stands where the best answer has it not
RUN_LENGTHS = (8, 16, 32, 4)  # words of the runs that anchor a gap beyond that
DISPUTED = 2  # times the length of a run, as much as may contradict it
MOST_RUNS = 5_000  # such runs looked up


class Stretch(NamedTuple):
    """The coded pieces of a stretch of text up to ``end``, and how far each is from the next."""

    coded: str
    sizes: Sizes
    end: int


@dataclass(slots=True)
class Matcher:
    """Two views and what was learnt of their words; ``cells`` bounds one exact step.

    A ``rough`` matcher leaves the chance words of long unlike stretches alone, as the clean-up
    would drop them.
    """

    old: str
    new: str
    engine: str
    cells: int
    codes: Codes = field(default_factory=Codes)
    rough: bool = False
    counted: dict[tuple[int, int, int], int] = field(default_factory=dict)  # pieces of stretches
    _starts: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))
    _stretches: tuple[list[Stretch], list[Stretch]] = field(default_factory=lambda: ([], []))
    _whole: dict[tuple[int, int, int], str] = field(default_factory=dict)  # as they were cut
    _last: tuple[Stretch | None, Sequence[int]] = (None, ())

    def pieces(self, side: int, start: int, end: int) -> str:
        """Return the coded pieces of a stretch of the old (0) or new (1) text."""
        coded = self._whole.get((side, start, end), "")
        if not coded and (known := self._known(side, start, end)):
            stretch, _, i, j = known
            coded = stretch.coded[i:j]
        elif not coded:
            coded = spelt((self.old, self.new)[side], start, end, self.codes)
        self.counted[side, start, end] = len(coded)
        return coded

    def bounds(self, side: int, start: int, end: int) -> Sequence[int]:
        """Return the n + 1 offsets that bound the n pieces of a stretch."""
        known = self._known(side, start, end)
        if known:
            _, bounds, i, j = known
            return array("i", bounds[i : j + 1])
        sizes = sized((self.old, self.new)[side], start, end)
        return array("i", accumulate(sizes, initial=start))

    def _known(
        self, side: int, start: int, end: int
    ) -> tuple[Stretch, Sequence[int], int, int] | None:
        """Return the coded stretch that has this one, its bounds, from which piece to which."""
        starts, stretches = self._starts[side], self._stretches[side]
        k = bisect_right(starts, start) - 1
        if k < 0 or stretches[k].end < end:
            return None
        stretch = stretches[k]
        if self._last[0] is not stretch:
            self._last = (stretch, [*accumulate(stretch.sizes, initial=starts[k])])
        bounds = self._last[1]
        i, j = bisect_left(bounds, start), bisect_left(bounds, end)
        return (stretch, bounds, i, j) if (bounds[i], bounds[j]) == (start, end) else None

    def _cut(self, side: int, start: int, end: int) -> Stretch:
        """Return the pieces of a stretch, which are kept for `pieces` and `bounds`."""
        stretch = Stretch(*pieces((self.old, self.new)[side], start, end, self.codes), end)
        at = bisect_left(self._starts[side], start)
        self._starts[side].insert(at, start)
        self._stretches[side].insert(at, stretch)
        self._whole[side, start, end] = stretch.coded
        return stretch

    def kept(self, span: Kept) -> list[Kept]:
        """Return the spans both sides of ``span`` share, in order; each starts on a word."""
        found: list[Kept] = []
        for gap in self._lines(self._middle(span, found), found):
            inner = self._middle(gap, found)
            if (inner[1] - inner[0]) * (inner[3] - inner[2]) <= FINE:
                self._pieces(inner, found)
                continue
            for smaller in self._units(inner, found, fine=True):
                self._pieces(self._middle(smaller, found), found)
        return joined(sorted(found))

    def _lines(self, span: Kept, found: list[Kept]) -> Iterator[Kept]:
        """Add the lines both sides share to ``found``; yield the gaps between them."""
        leapt = list(leaps.leaps(self.old, self.new, span))
        found.extend(leapt)
        for rest in between(leapt, span):
            yield from self._units(rest, found, fine=False)

    def _middle(self, span: Kept, found: list[Kept]) -> Kept:
        """Add the common head and tail of ``span`` to ``found``; return what is between them."""
        a0, a1, b0, b1 = span
        head = engine.shared_head(self.old, a0, a1, self.new, b0, b1)
        while head and not (
            self.old[a0 + head - 1].isspace()
            and not self.old[a0 + head : a0 + head + 1].isspace()
            and not self.new[b0 + head : b0 + head + 1].isspace()
        ):
            head -= 1
        tail = engine.shared_tail(self.old, a0 + head, a1, self.new, b0 + head, b1)
        while tail and not (
            self.old[a1 - tail - 1 : a1 - tail].isspace()
            and self.new[b1 - tail - 1 : b1 - tail].isspace()
            and not self.old[a1 - tail].isspace()
        ):
            tail -= 1
        if head:
            found.append((a0, a0 + head, b0, b0 + head))
        if tail:
            found.append((a1 - tail, a1, b1 - tail, b1))
        return a0 + head, a1 - tail, b0 + head, b1 - tail

    def _units(self, span: Kept, found: list[Kept], *, fine: bool) -> list[Kept]:
        """Add the units both sides share to ``found``; return the gaps between them."""
        a0, a1, b0, b1 = span
        if a0 == a1 or b0 == b1:
            return []
        x, a = units(self.old, a0, a1, fine=fine)
        y, b = units(self.new, b0, b1, fine=fine)
        if len(a) == 1 or len(b) == 1:
            return [span]
        blocks = anchors.blocks(*numbered(a, b), [*map(len, a)])
        same = list(placed(blocks, x, y, span))
        share = sum(j - i for i, j, _, _ in same) / min(a1 - a0, b1 - b0)
        if not fine and WEAK[0] < share < WEAK[1] and (a1 - a0) * (b1 - b0) <= FINE:
            return [span]
        found.extend(same)
        return list(between(same, span))

    def _pieces(self, span: Kept, found: list[Kept]) -> None:
        """Add the words both sides of ``span`` share to ``found``: whole pieces, then words."""
        a0, a1, b0, b1 = span
        if a0 == a1 or b0 == b1:
            return
        if min(a1 - a0, b1 - b0) <= SHORT and not self._lopsided(span):
            self._words(span, found)
            return
        old, new = self._cut(0, a0, a1), self._cut(1, b0, b1)
        a, b = old.coded, new.coded
        if self.rough and len(a) * len(b) > SMALL_CELLS and _unlike(a, b):
            return
        blocks = list(_whole(sorted(coded(a, b, self._exact, self._most))))
        chance = self.rough and _by_chance(blocks, len(a), len(b))
        sure = SURE if chance or len(a) * len(b) <= SMALL_CELLS else 1
        blocks = [block for block in blocks if block[2] >= sure]
        same = list(placed(blocks, old.sizes, new.sizes, span))
        found.extend(same)
        for gap in between(same, span):
            if chance or self._lopsided(gap):
                self._ends(gap, found)
            else:
                self._words(gap, found)

    def _lopsided(self, span: Kept) -> bool:
        """Tell whether one side is so much longer that words here and there are met by chance."""
        short, long = sorted((span[1] - span[0], span[3] - span[2]))
        return self.rough and long > LONG and long > LOPSIDED * short

    def _ends(self, span: Kept, found: list[Kept]) -> None:
        """Add the words both sides of ``span`` share at their start and end to ``found``."""
        a0, a1, b0, b1 = span
        reach = min(a1 - a0, b1 - b0, FURTHEST) + REACH
        x, old = words(self.old, a0, last_gap(self.old, a0, a0 + reach, a1), self.codes)
        y, new = words(self.new, b0, last_gap(self.new, b0, b0 + reach, b1), self.codes)
        n = engine.shared_head(x, 0, len(x), y, 0, len(y))
        if n:
            a0, b0 = a0 + sum(old[:n]), b0 + sum(new[:n])
            found.append((span[0], a0, span[2], b0))
        if a0 == a1 or b0 == b1:
            return
        x, old = words(self.old, next_gap(self.old, a0, a1 - reach), a1, self.codes)
        y, new = words(self.new, next_gap(self.new, b0, b1 - reach), b1, self.codes)
        n = engine.shared_tail(x, 0, len(x), y, 0, len(y))
        if n:
            found.append((a1 - sum(old[-n:]), a1, b1 - sum(new[-n:]), b1))

    def _words(self, span: Kept, found: list[Kept]) -> None:
        """Add the words both sides of ``span`` share to ``found``."""
        x, y = self.old[span[0] : span[1]].rstrip(), self.new[span[2] : span[3]].rstrip()
        if x.isalnum() and y.isalnum() and x.isascii() and y.isascii():
            if x == y:
                found.append(span)
            return
        a, old = words(self.old, span[0], span[1], self.codes)
        b, new = words(self.new, span[2], span[3], self.codes)
        if not set(a).isdisjoint(b):
            found.extend(placed(sorted(coded(a, b, self._exact, self._most)), old, new, span))

    @property
    def _most(self) -> int:
        return min(self.cells, EXACT_CELLS)

    def _exact(self, a: str, b: str) -> Iterable[anchors.Block]:
        return engine.common(a, b, self.engine, self.cells)


def placed(blocks: Iterable[anchors.Block], old: Sizes, new: Sizes, span: Kept) -> Iterator[Kept]:
    """Yield the spans of blocks, in order, of units of these sizes; they tile ``span``."""
    a0, b0 = span[0], span[2]
    p = q = 0
    for i, j, n in blocks:
        a0, b0 = a0 + sum(old[p:i]), b0 + sum(new[q:j])
        p, q = i + n, j + n
        low, high = a0, b0
        a0, b0 = a0 + sum(old[i:p]), b0 + sum(new[j:q])
        yield low, a0, high, b0


def _whole(blocks: Iterable[anchors.Block]) -> Iterator[anchors.Block]:
    """Yield the blocks, those that follow each other without a gap joined."""
    i = j = n = 0
    for p, q, size in blocks:
        if (p, q) == (i + n, j + n):
            n += size
            continue
        if n:
            yield i, j, n
        i, j, n = p, q, size
    if n:
        yield i, j, n


def coded(
    a: str, b: str, exact: Callable[[str, str], Iterable[anchors.Block]], cells: int
) -> Iterable[anchors.Block]:
    """Return the blocks two coded texts share: all, or around anchors where that is too much."""
    if len(a) * len(b) <= cells:
        return exact(a, b)
    return _anchored(a, b, exact, cells)


def _anchored(
    a: str, b: str, exact: Callable[[str, str], Iterable[anchors.Block]], cells: int
) -> Iterator[anchors.Block]:
    """Yield what is shared around runs of words, then all in the gaps that are small enough."""
    spans = [(0, len(a), 0, len(b))]
    for length in RUN_LENGTHS:
        smaller: list[Kept] = []
        most = cells if length >= SURE_RUN else EXACT_CELLS
        for span in spans:
            if _cells(span) <= most:
                smaller.append(span)
                continue
            same = list(_runs(a, b, span, length))
            yield from ((i, j, n - i) for i, n, j, _ in same)
            smaller.extend(between(same, span))
        spans = smaller
    for a0, a1, b0, b1 in spans:
        if _cells((a0, a1, b0, b1)) <= EXACT_CELLS:
            yield from ((a0 + i, b0 + j, n) for i, j, n in exact(a[a0:a1], b[b0:b1]))


def _unlike(a: str, b: str) -> bool:
    """Tell whether the sides share next to no runs of pieces; looks at one run in so many."""
    if len(a) > len(b):
        a, b = b, a
    looked_up = {a[i : i + TELLING] for i in range(0, len(a) - TELLING, max(len(a) // LOOKS, 1))}
    enough = ceil(UNLIKE * len(looked_up))
    found = (run for run in looked_up if max(run) in b and run in b)  # a late code is a rare piece
    return sum(1 for _ in islice(found, enough)) < enough


def _by_chance(blocks: list[anchors.Block], in_a: int, in_b: int) -> bool:
    """Tell whether sides of so many pieces share next to no runs, only pieces here and there."""
    short, long = sorted((in_a, in_b))
    if short < FEW or sum(n for _, _, n in blocks if n >= SURE) >= UNLIKE * short:
        return False
    return long > LOPSIDED * short or sum(n for _, _, n in blocks) < CHANCE * short


def _cells(span: Kept) -> int:
    return (span[1] - span[0]) * (span[3] - span[2])


def _runs(a: str, b: str, span: Kept, length: int) -> Iterator[Kept]:
    """Yield what both sides share around runs of ``length`` words that are unique on both.

    Where these contradict each other, as in text that moved, the longest in all are taken.
    """
    found = _grown(a, b, span, length)
    sizes = {i: n for (i, _), n in sorted(found.items())}
    i, j = span[0], span[2]
    for p, q in _undisputed(list(anchors.heaviest(sorted(found), sizes)), found):
        skip = max(i - p, j - q, 0)
        n = found[p, q]
        if skip < n:
            i, j = p + n, q + n
            yield p + skip, i, q + skip, j


def _grown(a: str, b: str, span: Kept, length: int) -> dict[tuple[int, int], int]:
    """Return the lengths of what both sides share around runs that are unique on both, by place."""
    a0, a1, b0, b1 = span
    step = max(length, (a1 - a0) // MOST_RUNS)
    runs = {a[i : i + length]: i for i in range(a0, a1 - length + 1, step)}
    met = [j for j in range(b0, b1 - length + 1) if b[j : j + length] in runs]
    times = Counter(b[j : j + length] for j in met)
    found: dict[tuple[int, int], int] = {}
    reach: dict[int, int] = {}  # up to where what is shifted so far was found to extend
    for q in met:
        run = b[q : q + length]
        p = runs[run]
        if q < reach.get(q - p, 0) or times[run] > 1 or a.find(run, a0, a1) != a.rfind(run, a0, a1):
            continue
        back = engine.shared_tail(a, a0, p, b, b0, q)
        n = engine.shared_head(a, p, a1, b, q, b1)
        found[p - back, q - back] = back + n
        reach[q - p] = q + n
    return found


def _undisputed(
    chain: list[tuple[int, int]], found: dict[tuple[int, int], int]
) -> Iterator[tuple[int, int]]:
    """Yield the links of the chain that cross little of what the chain left out."""
    starts_a, starts_b = [p for p, _ in chain], [q for _, q in chain]
    crossed = [0] * (len(chain) + 1)
    for p, q in found.keys() - set(chain):
        low, high = sorted((bisect_left(starts_a, p), bisect_left(starts_b, q)))
        crossed[low] += found[p, q]
        crossed[high] -= found[p, q]
    for link, weight in zip(chain, accumulate(crossed), strict=False):
        if DISPUTED * weight <= found[link]:
            yield link


def between(same: list[Kept], span: Kept) -> Iterator[Kept]:
    """Yield the gaps of ``span`` that ``same`` leaves on both sides."""
    i, j = span[0], span[2]
    for a0, a1, b0, b1 in same:
        if i < a0 and j < b0:
            yield i, a0, j, b0
        i, j = a1, b1
    if i < span[1] and j < span[3]:
        yield i, span[1], j, span[3]


def joined(spans: list[Kept]) -> list[Kept]:
    """Join spans that follow each other without a gap on either side."""
    result: list[Kept] = []
    for span in spans:
        if result and result[-1][1] == span[0] and result[-1][3] == span[2]:
            result[-1] = (result[-1][0], span[1], result[-1][2], span[3])
        else:
            result.append(span)
    return result
