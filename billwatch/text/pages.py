"""Find the running heads and feet of a copy by where its pages break.

A copy without places on the page still shows its pages: by form feeds, by line numbers that begin
again, by page numbers that count up between the numbered lines.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from billwatch.text.furniture import shape_of
from billwatch.text.numbering import COLUMN, Span

_MOST = 10  # lines: no page has more of head and foot together
_LONG = 130  # characters: no head or foot is longer, blanks squeezed
_NEAR = 4  # lines from a form feed: no head or foot stands further in
_NUMBERED = 0.7  # of the lines: the margin numbers every line
_CLAUSE = 7  # blanks: so many words, most of them without a capital, are of a sentence
_FULL = 10  # lines: a shorter page says nothing of where pages break
_DIGITS = re.compile(r"\d+")
# Law, however short its line is: the label of a section, an enumerator.
_LAW = re.compile(
    r"\s*(?:(?:NEW )?SECTION \d|Sec(?:tion|\.) ?\d[\w.:-]*\s+[\"\u201cA-Z(]|\u00a7|\(\w{1,4}\)"
    r"|(?!p)[a-z]{1,2}\.\s|(?![HSA]\. ?[BFRCJ])(?:\d{1,3}|[A-Z]|[IVXL]{2,6})\.\s[A-Z])"
)
# The bill's number, which the first page bears as its masthead.
_MASTHEAD = re.compile(r"\s*[A-Z][A-Za-z. ]{0,40}\d{1,5}(?:-[A-Z])?(?:\s+\d{4})?\s*$")


class _Gap(NamedTuple):
    """Lines that may be foot and head: where one page ends and the next begins, or an edge.

    ``places`` tells the lines of one gap apart by where they stand; without it any place will do.
    """

    lines: tuple[int, ...]
    sure: bool = False  # line numbers begin again here, or the page is fed
    inner: bool = True
    places: tuple[int, ...] = ()


def running(texts: Sequence[str], spans: Sequence[Span | None]) -> frozenset[int]:
    """Return the lines that are heads or feet of pages, given what of each line is text.

    >>> page = [f"{n}  the pupil and the school shall" for n in range(1, 13)]
    >>> texts = [*page, "LC 7 - Page 1 of 2", *page, "LC 7 - Page 2 of 2"]
    >>> sorted(running(texts, [(4, 34)] * 12 + [(0, 18)] + [(4, 34)] * 12 + [(0, 18)]))
    [12, 25]
    """
    full = [i for i, text in enumerate(texts) if text.strip() and text != "\f"]
    numbers = _numbers(texts, spans)
    gaps = tuple(_between(texts, full, numbers) if numbers else _fed(texts, spans, full))
    if not gaps:
        return frozenset()
    shapes: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for k, gap in enumerate(gaps):
        for i, place in zip(gap.lines, gap.places or (0,) * len(gap.lines), strict=True):
            shapes[shape_of(texts[i]), place].append((k, i))
    counting = {shape for shape, places in shapes.items() if _counts(texts, places)}
    paged = {k for shape in counting for k, _ in shapes[shape]}
    paged |= {k for k, gap in enumerate(gaps) if gap.sure}
    if not any(gaps[k].inner for k in paged):
        return frozenset()
    gone: set[int] = set()
    for (words, place), places in shapes.items():
        ends = {k for k, _ in places if k in paged or not gaps[k].inner}
        inner = [gaps[k] for k in ends if gaps[k].inner]
        same = len({" ".join(texts[i].split()) for _, i in places}) == 1
        apart = min(len(ends), len({i for _, i in places}))
        again = (words, place) in counting or (same and _again(apart, gaps, bool(numbers)))
        alone = numbers and any(gap.sure for gap in inner) and not _runs(words)
        law = len(words) > _LONG or _LAW.match(texts[places[0][1]]) or _ends(words)
        if inner and (again or alone) and not law:
            gone.update(i for k, i in places if _may_go(texts[i], k, gaps[k], k in paged))
    return frozenset(gone)


def _runs(words: str) -> bool:
    """Tell a line of a sentence from a name, a date or a stamp: its words are not capitalised."""
    found = words.split()
    return sum(word[0].islower() for word in found) > len(found) / 3


def _ends(words: str) -> bool:
    """Tell words of a clause, alike on pages by chance: they run on, to a stop or at length."""
    return _runs(words) and (words.endswith((".", ";", ",", ":")) or words.count(" ") >= _CLAUSE)


def _may_go(text: str, place: int, gap: _Gap, paged: bool) -> bool:
    """Spare the masthead, and gaps in which no page ends."""
    if gap.inner:
        return paged
    return bool(place) or not _MASTHEAD.match(text)


def _again(pages: int, gaps: Sequence[_Gap], numbered: bool) -> bool:
    """Tell whether words on so many pages are the printer's; law stands on few fed pages alike."""
    return pages >= (2 if numbered else max(2, len(gaps) // 2))


def _numbers(texts: Sequence[str], spans: Sequence[Span | None]) -> dict[int, int]:
    """Return the line number of each line that bears one; none where too few lines do."""
    found: dict[int, int] = {}
    pending = 0
    for i, (text, span) in enumerate(zip(texts, spans, strict=True)):
        if span is None:  # the number stands on a line of its own, before its words
            pending = _number(text)
        elif span != (0, len(text)):
            found[i] = _number(text[: span[0]] + text[span[1] :])
            pending = 0
        elif pending and text.strip():
            found[i], pending = pending, 0
    if len(found) < 2 * _FULL:
        return {}
    within = range(min(found), max(found))
    inner = sum(1 for i in within if spans[i] is not None and texts[i].strip())
    return found if len(found) >= _NUMBERED * inner else {}


def _number(text: str) -> int:
    """Read a line number: ``12``, ``1 2`` with its digits apart, ``3.12`` with its page before."""
    digits = "".join(_DIGITS.findall(text.replace("-", ".").rpartition(".")[2]))
    return int(digits) if digits else 0


def _between(
    texts: Sequence[str], full: Sequence[int], numbers: Mapping[int, int]
) -> Iterator[_Gap]:
    """Yield the stretches without line numbers: before, between and after the numbered lines."""
    first, end = min(numbers), max(numbers)
    yield _Gap(tuple(i for i in full if i < first)[-_MOST:], inner=False)
    last, bare = 0, list[int]()
    for i in full:
        number = numbers.get(i)
        if number is None:
            bare.append(i)
            continue
        if bare and last and len(bare) <= _MOST:
            fed = "\f" in texts[bare[0] - 1 : i]
            yield _Gap(tuple(bare), sure=(number == 1 and last >= _FULL) or fed)
        bare.clear()
        last = number
    yield _Gap(tuple(i for i in full if i > end)[:_MOST], inner=False)


def _fed(texts: Sequence[str], spans: Sequence[Span | None], full: Sequence[int]) -> Iterator[_Gap]:
    """Yield the last and the first lines of pages that form feeds, or columns of numbers, part."""
    full = [i for i in full if spans[i] is not None]
    for feed in (i for i, text in enumerate(texts) if text == "\f" or _opens(spans, i)):
        k = bisect_left(full, feed)
        inner = 0 < k < len(full)
        yield _around(full, k, sure=inner, inner=inner)
    yield _around(full, len(full), sure=False, inner=False)


def _around(full: Sequence[int], k: int, *, sure: bool, inner: bool) -> _Gap:
    """Return the lines around the place where a page ends; a head stands on each in one place."""
    begin, end = max(0, k - _NEAR), min(len(full), k + _NEAR)
    return _Gap(tuple(full[begin:end]), sure, inner, tuple(range(begin - k, end - k)))


def _opens(spans: Sequence[Span | None], place: int) -> bool:
    """Tell whether a page's line numbers begin here, read as one column before its words."""
    column = spans[place : place + COLUMN]
    return column == [None] * COLUMN and (place == 0 or spans[place - 1] is not None)


def _counts(texts: Sequence[str], places: Sequence[tuple[int, int]]) -> bool:
    """Tell whether lines of one shape differ in a number that counts the pages."""
    if len({i for _, i in places}) < 2 or _LAW.match(texts[places[0][1]]):
        return False
    lines = sorted({i for _, i in places})
    rows = [[int(n) for n in _DIGITS.findall(texts[i])] for i in lines]
    for column in zip(*rows, strict=True):
        steps = [b - a for a, b in pairwise(column)]
        if sum(step in (1, 2) for step in steps) >= 0.8 * len(steps):
            return True
    return False
