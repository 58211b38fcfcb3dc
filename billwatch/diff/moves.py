"""Find text that was deleted in one place and inserted in another, and show it once.

Runs of eight words that stand in both are grown to the longest match; from twenty words on it is
a move. Matches that follow each other closely are one move with edits inside.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from billwatch.diff import engine, tidy
from billwatch.diff.align import Kept, Matcher
from billwatch.diff.records import Run, kind_of
from billwatch.diff.tokens import first_word

LEAST = 17  # pieces of a move: about twenty words
SEED = 8
STRIDE = LEAST - SEED + 1  # every match of LEAST has a seed at a multiple of this
APART = 12  # words that may differ between two matches of one move
FEWEST = 80  # characters below which an edit cannot hold a move
NEAR = 4  # equal words that carry a move on across words that differ
MANY = 200  # moves from which they are shown as they are found, without their surroundings
OPENER = 16  # characters of an enumerator that moves with its paragraph


@dataclass(frozen=True, slots=True)
class _Match:
    """``n`` equal words: deleted run ``i`` from word ``p``, inserted run ``j`` from word ``q``."""

    i: int
    p: int
    j: int
    q: int
    n: int


def moved(matcher: Matcher, runs: Iterable[Run]) -> list[Run]:
    """Return the runs with text that was deleted here and inserted there marked as moves."""
    listed = list(runs)
    gone, come = _sides(matcher, listed)
    if not gone or not come:
        return listed
    spans = list(_spans(matcher, listed, gone, come))
    if not spans:
        return listed
    number = max(run.move for run in listed)
    result = list(_without(listed, spans))
    for move, span in enumerate(sorted(spans, key=lambda span: span[2]), start=number + 1):
        kept = tidy.cleaned(matcher.old, matcher.new, span, matcher.kept(span))
        for equal, part in tidy.edits(span, kept):
            result.append(Run("equal" if equal else kind_of(*part), *part, move))
    return result


def _sides(matcher: Matcher, runs: list[Run]) -> tuple[dict[int, str], dict[int, str]]:
    """Return the coded deleted and inserted words of the edits that are long enough."""
    edits = [(n, run) for n, run in enumerate(runs) if run.kind != "equal" and not run.move]
    gone = [(n, r.old_start, r.old_end) for n, r in edits if r.old_end - r.old_start >= FEWEST]
    come = [(n, r.new_start, r.new_end) for n, r in edits if r.new_end - r.new_start >= FEWEST]
    if not gone or not come:
        return {}, {}
    return (
        {n: matcher.pieces(0, start, end) for n, start, end in gone},
        {n: matcher.pieces(1, start, end) for n, start, end in come},
    )


def _spans(
    matcher: Matcher, runs: list[Run], gone: dict[int, str], come: dict[int, str]
) -> Iterator[Kept]:
    """Yield the spans of moves; no two share a word on either side."""
    matches = sorted(_matches(gone, come), key=lambda m: (-m.n, m.j, m.q, m.i, m.p))
    plain: list[tuple[Kept, Kept]] = []
    bounds: dict[tuple[int, int], Sequence[int]] = {}
    for group in _grouped(_disjoint(matches)):
        first, last = group[0], group[-1]
        a, b = gone[first.i], come[first.j]
        before, after = runs[first.i], runs[first.j]
        for key in ((0, first.i), (1, first.j)):
            if key not in bounds:
                bounds[key] = _bounds(matcher, runs[key[1]], key[0])
        x, y = bounds[0, first.i], bounds[1, first.j]
        p, q = first.p, first.q
        i, j = last.p + last.n, last.q + last.n
        low, high = _back(a, b, p, q), _on(a, b, i, j)
        span = (x[p - low[0]], x[i + high[0]], y[q - low[1]], y[j + high[1]])
        plain.append(((x[p], x[i], y[q], y[j]), _opened(matcher, before, after, span)))
    for number, (span, wide) in enumerate(plain):
        others = [other for k, pair in enumerate(plain) if k != number for other in pair]
        blocked = len(plain) > MANY or any(_meet(wide, other) for other in others)
        yield span if blocked else wide


def _bounds(matcher: Matcher, run: Run, side: int) -> Sequence[int]:
    span = (run.new_start, run.new_end) if side else (run.old_start, run.old_end)
    return matcher.bounds(side, *span)


def _meet(a: Kept, b: Kept) -> bool:
    return (a[0] < b[1] and b[0] < a[1]) or (a[2] < b[3] and b[2] < a[3])


def _on(a: str, b: str, i: int, j: int) -> tuple[int, int]:
    """Return how many words after ``a[:i]`` and ``b[:j]`` still belong to the move."""
    p, q = i, j
    while skip := _bridge(a[p : p + APART], b[q : q + APART]):
        p, q = p + skip[0], q + skip[1]
        n = engine.shared_head(a, p, len(a), b, q, len(b))
        p, q = p + n, q + n
    return p - i, q - j


def _bridge(a: str, b: str) -> tuple[int, int] | None:
    """Return the fewest words to skip on both sides to where some are equal again."""
    for total in range(1, APART - NEAR + 1):
        for x in range(total + 1):
            head = a[x : x + NEAR]
            if len(head) == NEAR and b.startswith(head, total - x):
                return x, total - x
    return None


def _back(a: str, b: str, i: int, j: int) -> tuple[int, int]:
    """Return how many words before ``a[i:]`` and ``b[j:]`` still belong to the move."""
    return _on(a[:i][::-1], b[:j][::-1], 0, 0)


def _matches(gone: dict[int, str], come: dict[int, str]) -> Iterator[_Match]:
    """Yield the longest matches; the shorter side is looked through, the other is looked up."""
    if sum(map(len, gone.values())) < sum(map(len, come.values())):
        yield from (_Match(m.j, m.q, m.i, m.p, m.n) for m in _found(come, gone))
    else:
        yield from _found(gone, come)


def _found(gone: dict[int, str], come: dict[int, str]) -> Iterator[_Match]:
    seeds: dict[str, tuple[int, int]] = {}
    for i, coded in gone.items():
        if len(coded) >= LEAST:
            places = range(0, len(coded) - SEED + 1, STRIDE)
            runs = [coded[p : p + SEED] for p in places]
            seeds.update(zip(runs, zip(repeat(i), places, strict=False), strict=True))
    for j, coded in come.items():
        if len(coded) < LEAST:
            continue
        low = 0
        for q in [q for q in range(len(coded) - SEED + 1) if coded[q : q + SEED] in seeds]:
            if q < low:
                continue
            found = _grown(gone, coded, *seeds[coded[q : q + SEED]], j, q, low)
            if found.n >= LEAST:
                yield found
            low = found.q + found.n - SEED + 1 if found.n < LEAST else found.q + found.n


def _grown(gone: dict[int, str], b: str, i: int, p: int, j: int, q: int, low: int) -> _Match:
    a = gone[i]
    back = engine.shared_tail(a, 0, p, b, low, q)
    n = engine.shared_head(a, p, len(a), b, q, len(b))
    return _Match(i, p - back, j, q - back, n + back)


def _disjoint(matches: Iterable[_Match]) -> Iterator[_Match]:
    """Yield the matches of which no longer match has taken a word."""
    gone: dict[int, list[tuple[int, int]]] = defaultdict(list)
    come: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for match in matches:
        p, q = (match.p, match.p + match.n), (match.q, match.q + match.n)
        if _free(p, gone[match.i]) and _free(q, come[match.j]):
            gone[match.i].append(p)
            come[match.j].append(q)
            yield match


def _free(span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return all(span[1] <= low or span[0] >= high for low, high in taken)


def _grouped(matches: Iterable[_Match]) -> Iterator[list[_Match]]:
    """Yield matches as moves: those that follow each other closely on both sides belong together.

    A neighbour in the new text that is not the neighbour in the old one starts a move of its own.
    """
    listed = sorted(matches, key=lambda m: (m.j, m.q))
    order = {m: n for n, m in enumerate(sorted(listed, key=lambda m: (m.i, m.p)))}
    group: list[_Match] = []
    for match in listed:
        if group and _follows(group[-1], match) and order[match] == order[group[-1]] + 1:
            group.append(match)
        else:
            if group:
                yield group
            group = [match]
    if group:
        yield group


def _follows(first: _Match, second: _Match) -> bool:
    return (
        (first.i, first.j) == (second.i, second.j)
        and 0 <= second.p - first.p - first.n <= APART
        and 0 <= second.q - first.q - first.n <= APART
    )


def _opened(matcher: Matcher, gone: Run, come: Run, span: Kept) -> Kept:
    """Return the span with the enumerators before it, where it starts a paragraph on both sides."""
    a = max(matcher.old.rfind("\n", 0, span[0]) + 1, gone.old_start)
    b = max(matcher.new.rfind("\n", 0, span[2]) + 1, come.new_start)
    a, b = first_word(matcher.old, a), first_word(matcher.new, b)
    if span[0] - a <= OPENER and span[2] - b <= OPENER and (span[0] - a and span[2] - b):
        return a, span[1], b, span[3]
    return span


def _without(runs: list[Run], spans: list[Kept]) -> Iterator[Run]:
    """Yield the runs without the moved spans, which are cut out of the edits they lie in."""
    gone = sorted(span[:2] for span in spans)
    come = sorted(span[2:] for span in spans)
    for run in runs:
        if run.kind == "equal" or run.move:
            yield run
            continue
        old = _rest(run.old_start, run.old_end, gone)
        new = _rest(run.new_start, run.new_end, come)
        if old == [run[1:3]] and new == [run[3:5]]:
            yield run
            continue
        if len(old) == len(new) == 1:
            yield Run(kind_of(*old[0], *new[0]), *old[0], *new[0])
            continue
        yield from (Run("delete", *piece, run.new_start, run.new_start) for piece in old)
        yield from (Run("insert", run.old_end, run.old_end, *piece) for piece in new)


def _rest(start: int, end: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what ``taken`` (sorted) leaves of ``start`` to ``end``."""
    pieces, at = [], start
    for low, high in taken[bisect_left(taken, (start, start)) : bisect_left(taken, (end, end))]:
        if at < low:
            pieces.append((at, low))
        at = max(at, high)
    if at < end:
        pieces.append((at, end))
    return pieces
