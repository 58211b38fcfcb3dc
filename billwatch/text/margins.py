"""Find the running heads and page numbers of a print by where they stand on its pages."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_BAND = 0.13  # of the page's height: heads and feet stand no further in
_APART = 1.35  # line pitches: a head or foot is set off by more than the lines are
_TALL = 3  # printed lines: no head or foot has more
_SAME = 4.0  # points: heights that differ by less are one
_PITCH = 14.0  # points from line to line, where a print has too few to tell
_PAGE = re.compile(r"\W*(?:page )?(\d{1,3})(?: (?:of|/) \d{1,3})?\W*", re.I)
_DRAFTED = r"(?:(?:Sub|Am|Eng|Engrossed|Enrolled|Substitute|Committee|Second|First|2nd|3rd)\.? )*"
_NAMED = (
    rf"{_DRAFTED}(?:CS ?(?:for )?)?(?:[HSA]\. ?(?:[BFRCJPM]\. ?){{0,3}}|[HSA][BFRCJPM]{{0,3}} ?"
    r"|L[BDR] ?|(?:House|Senate|Assembly) (?:(?:Joint|Concurrent) )?"
    r"(?:Bill|File|Resolution|Memorial) ?)"
    r"(?:No\.? ?)?(?:\d\d-)?\d{1,5}(?:-+ ?[A-Z0-9]{1,3})?"
)
_BILL = re.compile(_NAMED, re.I)
_BILL_PAGE = re.compile(
    rf"{_NAMED}(?: ?[-\u2013\u2014|,] ?| )(?:page )?\d{{1,3}}|(?:page )?\d{{1,3}} {_NAMED}", re.I
)
# Counts up like a page number, and is not one.
_LABEL = re.compile(r"(?:(?:new )?section|sec\.|\u00a7|article|chapter|title|part|\()", re.I)
_DIGITS = re.compile(r"\d+")


class Place(NamedTuple):
    """One printed row: its words, and the height of its baseline in points."""

    words: str
    base: float


class Leaf(NamedTuple):
    """One page: the heights of its lower and upper edge, and its rows as the file has them."""

    bottom: float
    top: float
    rows: tuple[Place, ...]


class _Level(NamedTuple):
    """The rows on one height of one page: their places on it, their words from left to right."""

    leaf: int
    rows: tuple[int, ...]
    words: str
    base: float


class _Edge(NamedTuple):
    """The outermost levels of one side of a page, and whether a gap sets them off."""

    levels: tuple[_Level, ...]
    apart: bool


def marginal(leaves: Sequence[Leaf]) -> list[frozenset[int]]:
    """Return for each page the places of the rows that are running heads, feet or page numbers.

    A row is one by its height (the outermost of the page, set off from the rest) together with what
    it says: a page number, the bill's number, or the same as on other pages.

    >>> leaf = Leaf(0, 792, (Place("H.B. No. 77 1", 750), Place("A school shall", 700)))
    >>> marginal([leaf])
    [frozenset({0})]
    """
    pages = [_levels(i, leaf) for i, leaf in enumerate(leaves)]
    gaps = [a.base - b.base for page in pages for a, b in pairwise(page)]
    pitch = median(gaps) if len(gaps) >= 3 else _PITCH
    edges = [
        edge for leaf, page in zip(leaves, pages, strict=True) for edge in _edges(leaf, page, pitch)
    ]
    repeated = _repeated(edges, len(leaves))
    gone: list[set[int]] = [set() for _ in leaves]
    for edge in edges:
        for k, level in enumerate(edge.levels):
            if _is_marginal(level, edge.apart, k == 0, level in repeated):
                gone[level.leaf].update(level.rows)
    return [frozenset(rows) for rows in gone]


def _levels(leaf: int, page: Leaf) -> list[_Level]:
    """Put the rows of a page that stand on one height together, from the top down."""
    out: list[_Level] = []
    for i in sorted(range(len(page.rows)), key=lambda i: -page.rows[i].base):
        words, base = " ".join(page.rows[i].words.split()), page.rows[i].base
        if out and out[-1].base - base < _SAME:
            last = out[-1]
            out[-1] = last._replace(rows=(*last.rows, i), words=f"{last.words} {words}")
        else:
            out.append(_Level(leaf, (i,), words, base))
    return out


def _edges(leaf: Leaf, levels: Sequence[_Level], pitch: float) -> Iterator[_Edge]:
    """Yield the head and the foot that a page may have, the outermost level first."""
    band = _BAND * (leaf.top - leaf.bottom)
    high = [level for level in levels if level.base > leaf.top - band]
    low = [level for level in reversed(levels) if level.base < leaf.bottom + band]
    for near, ordered in ((high, list(levels)), (low, list(reversed(levels)))):
        gaps = [abs(a.base - b.base) >= _APART * pitch for a, b in pairwise(ordered)]
        size = gaps.index(True) + 1 if True in gaps else len(ordered)
        apart = size < len(ordered) and size <= min(_TALL, len(near))
        yield _Edge(tuple(near[: size if apart else 1]), apart)


def _is_marginal(level: _Level, apart: bool, outer: bool, repeated: bool) -> bool:
    if repeated or (outer and _BILL_PAGE.fullmatch(level.words)):
        return True
    if not apart:
        return False
    # On the first page the bill's number alone is its masthead.
    named = level.leaf > 0 and _BILL.fullmatch(level.words)
    return bool(_PAGE.fullmatch(level.words) or _BILL_PAGE.fullmatch(level.words) or named)


def _repeated(edges: Sequence[_Edge], size: int) -> frozenset[_Level]:
    """Find the levels that say the same on one height of several pages, or count the pages."""
    shapes: dict[str, list[_Level]] = defaultdict(list)
    for edge in edges:
        for level in edge.levels:
            if (edge.apart or _PAGE.fullmatch(level.words)) and not _LABEL.match(level.words):
                shapes[_DIGITS.sub("#", level.words)].append(level)
    found: set[_Level] = set()
    for levels in shapes.values():
        for level in levels:
            like = [other for other in levels if _alike(level, other)]
            if len(like) >= max(2, 0.3 * size):
                found.add(level)
    return frozenset(found)


def _alike(one: _Level, two: _Level) -> bool:
    """Tell whether two levels on one height differ in nothing but the number of their pages."""
    if abs(one.base - two.base) > _SAME:
        return False
    numbers = zip(_DIGITS.findall(one.words), _DIGITS.findall(two.words), strict=True)
    steps = {int(b) - int(a) for a, b in numbers} - {0}
    return not steps or steps == {two.leaf - one.leaf}
