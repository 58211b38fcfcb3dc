"""Find all words that two stretches of text share, in order: paragraphs, sentences, then words.

Each step works only in the gaps the one before left. Work is bounded by the sizes of the gaps,
never by a clock, so the same texts always give the same answer.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from billwatch.diff import anchors, engine
from billwatch.diff.tokens import Codes, piece_bounds, pieces, units, word_bounds, words

Kept = tuple[int, int, int, int]  # old start, old end, new start, new end

FINE = 2_000_000_000  # characters x characters from which sentences are looked for before words
WEAK = (0.06, 0.3)  # share of equal paragraphs that says too little of where the others belong
SHORT = 200  # characters on either side up to which a gap is compared by words at once
SURE = 4  # pieces in a row that are kept as they are; shorter runs are compared word by word
EXACT_CELLS = 400_000_000  # words x words up to which a gap is solved exactly
SMALL_CELLS = 2_000_000  # up to which short runs are compared again word by word
UNLIKE = 0.03  # share of runs looked up and found below which two sides have nothing to align
LOOKS = 400  # runs looked up at most
TELLING = 4  # pieces of each
RUN_LENGTHS = (4, 8, 16, 32)  # words of the runs that anchor a gap beyond that
SAMPLE = 4  # one word in so many may start such a run


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
    _pieces_of: dict[tuple[int, int, int], str] = field(default_factory=dict)

    def pieces(self, side: int, start: int, end: int) -> str:
        """Return the coded pieces of a stretch of the old (0) or new (1) text."""
        found = self._pieces_of.get((side, start, end))
        if found is None:
            found = pieces((self.old, self.new)[side], start, end, self.codes)
            self._pieces_of[side, start, end] = found
        return found

    def kept(self, span: Kept) -> list[Kept]:
        """Return the spans both sides of ``span`` share, in order; each starts on a word."""
        found: list[Kept] = []
        for gap in self._units(self._middle(span, found), found, fine=False):
            inner = self._middle(gap, found)
            if (inner[1] - inner[0]) * (inner[3] - inner[2]) <= FINE:
                self._pieces(inner, found)
                continue
            for smaller in self._units(inner, found, fine=True):
                self._pieces(self._middle(smaller, found), found)
        return joined(sorted(found))

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
        same = [
            (x[i], x[i + n], y[j], y[j + n]) for i, j, n in anchors.blocks(a, b, [*map(len, a)])
        ]
        share = sum(j - i for i, j, _, _ in same) / min(a1 - a0, b1 - b0)
        if not fine and WEAK[0] < share < WEAK[1] and (a1 - a0) * (b1 - b0) <= FINE:
            return [span]
        found.extend(same)
        return list(between(same, span))

    def _pieces(self, span: Kept, found: list[Kept]) -> None:
        """Add the words both sides of ``span`` share to ``found``: whole pieces, then words."""
        if span[0] == span[1] or span[2] == span[3]:
            return
        if min(span[1] - span[0], span[3] - span[2]) <= SHORT:
            self._words(span, found)
            return
        a, b = self.pieces(0, span[0], span[1]), self.pieces(1, span[2], span[3])
        if self.rough and len(a) * len(b) > SMALL_CELLS and _unlike(a, b):
            return
        x = piece_bounds(self.old, span[0], span[1])
        y = piece_bounds(self.new, span[2], span[3])
        sure = SURE if len(a) * len(b) <= SMALL_CELLS else 1
        same = [
            (x[i], x[i + n], y[j], y[j + n])
            for i, j, n in _whole(sorted(coded(a, b, self._exact)))
            if n >= sure
        ]
        found.extend(same)
        for gap in between(same, span):
            self._words(gap, found)

    def _words(self, span: Kept, found: list[Kept]) -> None:
        """Add the words both sides of ``span`` share to ``found``."""
        a = words(self.old, span[0], span[1], self.codes)
        b = words(self.new, span[2], span[3], self.codes)
        if set(a).isdisjoint(b):
            return
        x = word_bounds(self.old, span[0], span[1], self.codes)
        y = word_bounds(self.new, span[2], span[3], self.codes)
        for i, j, n in coded(a, b, self._exact):
            found.append((x[i], x[i + n], y[j], y[j + n]))

    def _exact(self, a: str, b: str) -> Iterable[anchors.Block]:
        return engine.common(a, b, self.engine, self.cells)


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
    a: str, b: str, exact: Callable[[str, str], Iterable[anchors.Block]]
) -> Iterable[anchors.Block]:
    """Return the blocks two coded texts share: all, or around anchors where that is too much."""
    if len(a) * len(b) <= EXACT_CELLS:
        return exact(a, b)
    return _anchored(a, b, exact)


def _anchored(
    a: str, b: str, exact: Callable[[str, str], Iterable[anchors.Block]]
) -> Iterator[anchors.Block]:
    """Yield what is shared around runs of words, then all in the gaps that are small enough."""
    spans = [(0, len(a), 0, len(b))]
    for length in RUN_LENGTHS:
        smaller: list[Kept] = []
        for span in spans:
            if _cells(span) <= EXACT_CELLS:
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
    return sum(run in b for run in looked_up) < UNLIKE * len(looked_up)


def _cells(span: Kept) -> int:
    return (span[1] - span[0]) * (span[3] - span[2])


def _runs(a: str, b: str, span: Kept, length: int) -> Iterator[Kept]:
    """Yield what both sides share around runs of ``length`` words that are unique on both."""
    a0, a1, b0, b1 = span
    in_a, in_b = _starts(a, a0, a1, length), _starts(b, b0, b1, length)
    pairs = sorted((i, in_b[run]) for run, i in in_a.items() if i >= 0 and in_b.get(run, -1) >= 0)
    i, j = a0, b0
    for p, q in anchors.heaviest(pairs, _Even()):
        if p < i or q < j:
            continue
        back = engine.shared_tail(a, i, p, b, j, q)
        n = engine.shared_head(a, p, a1, b, q, b1)
        yield p - back, p + n, q - back, q + n
        i, j = p + n, q + n


class _Even(list[int]):
    """Weigh every anchor alike, whatever its place."""

    def __getitem__(self, place: object) -> int:  # type: ignore[override]
        return 1


def _starts(text: str, start: int, end: int, length: int) -> dict[str, int]:
    """Return the place of each sampled run of words; -1 where it occurs twice."""
    places: dict[str, int] = {}
    for i in range(start, end - length + 1):
        if ord(text[i]) % SAMPLE == 0:
            run = text[i : i + length]
            places[run] = -1 if run in places else i
    return places


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
