"""Find what surely stands in both texts: equal units that are unique on both sides.

Patience anchors: units (paragraphs, sentences, runs of words) that occur once in each text, the
heaviest chain of them in order, grown over equal neighbours, and the same again in every gap.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import lt

from billwatch.diff import engine

Block = tuple[int, int, int]

TELLING = 40  # a unit shorter than this says too little of its place to anchor others


def blocks(a: list[int], b: list[int], sizes: Sequence[int]) -> list[Block]:
    """Return matched blocks ``(i, j, n)`` in order: ``a[i:i+n] == b[j:j+n]``.

    Every number stands for a unit; ``sizes`` are the weights of those of ``a`` (characters).
    """
    found: list[Block] = []
    todo = [(0, len(a), 0, len(b))]
    while todo:
        a0, a1, b0, b1 = todo.pop()
        head = engine.shared_head(a, a0, a1, b, b0, b1)
        tail = engine.shared_tail(a, a0 + head, a1, b, b0 + head, b1)
        if head:
            found.append((a0, b0, head))
        if tail:
            found.append((a1 - tail, b1 - tail, tail))
        a0, a1, b0, b1 = a0 + head, a1 - tail, b0 + head, b1 - tail
        if a0 == a1 or b0 == b1:
            continue
        i, j = a0, b0
        for p, q in heaviest(_unique(a, b, (a0, a1, b0, b1), sizes), sizes):
            if p < i or q < j:
                continue
            back = engine.shared_tail(a, i, p, b, j, q)
            p, q, n = p - back, q - back, back + engine.shared_head(a, p, a1, b, q, b1)
            found.append((p, q, n))
            if i < p and j < q:
                todo.append((i, p, j, q))
            i, j = p + n, q + n
        if i > a0 and i < a1 and j < b1:
            todo.append((i, a1, j, b1))
    return sorted(found)


def _unique(
    a: list[int], b: list[int], span: tuple[int, int, int, int], sizes: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the pairs of places of the telling units that occur once in each span, by ``a``."""
    a0, a1, b0, b1 = span
    x, y = a[a0:a1], b[b0:b1]
    places = dict(zip(y, range(b0, b1), strict=True))
    if places.keys().isdisjoint(x):
        return []
    in_a, in_b = Counter(x), Counter(y)
    return [
        (i, places[unit])
        for i, unit in enumerate(x, a0)
        if in_a[unit] == 1 and sizes[i] >= TELLING and in_b.get(unit) == 1
    ]


def heaviest(
    pairs: list[tuple[int, int]], sizes: Sequence[int] | Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the chain of ``pairs`` that rises on both sides and weighs most.

    ``pairs`` rise on the first side; ``sizes[i]`` is the weight of ``(i, j)``.

    >>> list(heaviest([(0, 2), (1, 0), (2, 1)], [9, 1, 1]))
    [(0, 2)]
    """
    places = [j for _, j in pairs]
    if all(map(lt, places, places[1:])):
        yield from pairs
        return
    ends: list[int] = []  # of the best chains so far: where they end in b, rising ...
    weights: list[int] = []  # ... and what they weigh, rising too
    tips: list[int] = []
    before: list[int] = []
    for number, (i, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(tips[at - 1] if at else -1)
        weight = (weights[at - 1] if at else 0) + sizes[i]
        stop = bisect_right(weights, weight, lo=at)
        ends[at:stop], weights[at:stop], tips[at:stop] = [j], [weight], [number]
    chain, number = [], tips[-1]
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    yield from reversed(chain)
