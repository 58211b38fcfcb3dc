"""Find the line numbers that legislatures print beside their bills."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

_ALONE = re.compile(r"\s*(\d{1,5})\s*$")
_LEADING = re.compile(r"\s*(\d{1,5})(?:\s+(?=\S)|\s*$)")
_TRAILING = re.compile(r"\s+(\d{1,5})\s*$")
# Oklahoma's older prints part the digits of a number; Minnesota's and Texas's have
# the page before the line.
_SPACED = re.compile(r"\s{0,3}(\d(?: \d)?)(?:\s+(?=\S)|\s*$)")
_PAGED = re.compile(r"\s*\d{1,3}[.-](\d{1,2})(?:\s+(?=\S)|\s*$)")
_HINTS = ((_SPACED, re.compile(r"\s{0,3}1 0(?:\s|$)")), (_PAGED, re.compile(r"\s*1[.-]1(?:\s|$)")))
# What Wisconsin's pages have before the last line of a paragraph: the bill, its page and line.
_MARK = r"[AS](?:B|R|JR)\d{1,4}(?:-\w+)?(?:,\d{1,3}?){1,2}? ?"
_MARKED = 32  # characters a mark and a number have at most
_GLUED = re.compile(r"\s*(\d{1,2})(?=[A-Za-z])")
COLUMN = 5  # so many numbers in a row on lines of their own are a margin, not text

Span = tuple[int, int]


def unnumbered(texts: Sequence[str]) -> list[Span | None]:
    """Give of every line the span that is text; None for a line that is only a line number.

    >>> unnumbered(["1", "2", "3", "4", "5", "A school shall:"])
    [None, None, None, None, None, (0, 15)]
    """
    drop = _columns(texts)
    rest = [text for text, gone in zip(texts, drop, strict=True) if not gone]
    spans = iter(_beside(rest))
    return [None if gone else next(spans) for gone in drop]


def _columns(texts: Sequence[str]) -> list[bool]:
    """Find numbers on lines of their own that count up: a margin read as one column."""
    drop = [False] * len(texts)
    stretches = []
    i = 0
    while i < len(texts):
        found = _ALONE.match(texts[i]) if len(texts[i]) < 12 else None
        if not found:
            i += 1
            continue
        first, end = int(found[1]), i + 1
        while end < len(texts):
            after = _ALONE.match(texts[end]) if len(texts[end]) < 12 else None
            if not after or int(after[1]) != first + end - i:
                break
            end += 1
        stretches.append((i, end, first))
        i = end
    if any(end - start >= COLUMN for start, end, _ in stretches):
        for start, end, first in stretches:
            if first == 1 or end - start >= 3:
                drop[start:end] = [True] * (end - start)
    return drop


def _beside(texts: Sequence[str]) -> list[Span | None]:
    """Find numbers on the lines of text themselves, before or after the words."""
    full = sum(bool(text.strip()) for text in texts)
    glued = _glued(texts)
    worded = sum(_at_once(text, span[0]) for text, span in zip(texts, glued, strict=True) if span)
    if worded >= max(6, 0.4 * full):  # "1." and "2)" are no line numbers: those are glued to words
        return [span or (0, len(text)) for span, text in zip(glued, texts, strict=True)]
    odd = [pattern for pattern, hint in _HINTS if any(map(hint.match, texts))]
    for pattern in (*odd, _LEADING, _TRAILING):
        cut = _before if pattern is _TRAILING else _after
        hits, fits, numbered = _counting(texts, pattern)
        many = hits >= 6 and hits >= 0.3 * full and hits >= 0.6 * numbered
        if many or (pattern is _LEADING and fits == numbered >= max(3, 0.15 * full)):
            return _stripped(texts, pattern, cut)
    return [(0, len(text)) for text in texts]


def _glued(texts: Sequence[str]) -> list[Span | None]:
    """Give of every line that begins with the next number and its words at once their span.

    So copies from a page have them, where the number was a box beside the line ("3shall not"),
    Wisconsin's with the mark of the line before it ("AB7,1,43shall not").

    >>> _glued(["1A school", "2shall not:", "31. Sell data"])
    [(1, 9), (1, 11), (1, 13)]
    """
    spans: list[Span | None] = []
    last = (
        0 if any(_begins(text, 1) is not None for text in texts[:COLUMN]) else _before_first(texts)
    )
    for i, text in enumerate(texts):
        begun = last >= COLUMN and i + 1 < len(texts) and _begins(texts[i + 1], 2) is not None
        at = _begins(text, last + 1)
        if at is None and begun:
            at = _begins(text, 1)
            last = 0 if at is not None else last
        spans.append(None if at is None else (at, len(text)))
        last += at is not None
    return spans


def _before_first(texts: Sequence[str]) -> int:
    """Return the number before the first: a copy may begin in the middle of a page."""
    for text, following in pairwise(texts):
        found = _GLUED.match(text)
        if found:
            number = int(found[1])
            return number - 1 if _begins(following, number + 1) is not None else 0
    return 0


def _begins(text: str, number: int) -> int | None:
    """Return where the words begin that stand right behind this number, None where none do."""
    if str(number) not in text[:_MARKED]:
        return None
    found = re.match(
        rf"\s*(?:{number}(?:  +)?(?=\S)|{_MARK}{number}\b ?|{_MARK}{number}(?=\S))", text
    )
    return found.end() if found else None


def _at_once(text: str, at: int) -> bool:
    return text[at].isalpha() and text[at - 1].isdigit()


def _counting(texts: Sequence[str], pattern: re.Pattern[str]) -> tuple[int, int, int]:
    """Count the lines whose number is the last plus one, those that may be, and those with any.

    A count may start again, at 2 too: Missouri leaves a section's first line without its 1.
    """
    hits, fits, numbered, last = 0, 0, 0, 0
    for text in texts:
        found = _number(text, pattern)
        if found:
            number = _value(found)
            numbered += 1
            hits += number == last + 1
            fits += number in (last + 1, 1, 2)
            last = number
    return hits, fits, numbered


def _number(text: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    if pattern is not _TRAILING:
        return pattern.match(text)
    return pattern.search(text) if text.rstrip()[-1:].isdigit() else None


def _value(found: re.Match[str]) -> int:
    return int(found[1].replace(" ", ""))


def _after(text: str, found: re.Match[str]) -> Span:
    # The blanks after a number are the indentation of the words, less the one that parts them.
    return (min(len(text), found.end(1) + 1), len(text))


def _before(text: str, found: re.Match[str]) -> Span:
    return (0, found.start())


def _stripped(
    texts: Sequence[str], pattern: re.Pattern[str], cut: Callable[[str, re.Match[str]], Span]
) -> list[Span | None]:
    matches = [_number(text, pattern) for text in texts]
    numbers = [_value(found) if found else -1 for found in matches]
    begins = _beginnings(numbers)
    if pattern is not _TRAILING:
        cut = _aligned(texts, matches) or cut
    spans: list[Span | None] = []
    last, bare = 0, pattern is not _TRAILING
    for i, (text, found, number) in enumerate(zip(texts, matches, numbers, strict=True)):
        # Missouri leaves the first line of a section without its 1, so 2 may follow a bare line.
        if found and (number == last + 1 or i in begins or (number == 2 and bare)):
            spans.append(cut(text, found) if text[found.end() :].strip() or found.start() else None)
            last, bare = number, False
        else:
            spans.append((0, len(text)))
            bare = bare or (bool(text.strip()) and pattern is not _TRAILING)
    return spans


def _aligned(
    texts: Sequence[str], matches: Sequence[re.Match[str] | None]
) -> Callable[[str, re.Match[str]], Span] | None:
    """Return the cut for numbers set to the left of their column; None where they are not.

    There the words of every line start in one column, whatever the length of the number.
    """
    found = [(text, match) for text, match in zip(texts, matches, strict=True) if match]
    columns = Counter(match.start(1) for _, match in found)
    column, hits = columns.most_common(1)[0] if columns else (0, 0)
    if hits < 0.9 * len(found):
        return None
    found = [(text, match) for text, match in found if match.start(1) == column]
    edge = max(match.end(1) for _, match in found)
    shorter = [(text, match) for text, match in found if match.end(1) < edge < len(text)]
    if not shorter or any(text[match.end(1) : edge + 1].strip() for text, match in shorter):
        return None
    return lambda text, found: (min(len(text), edge + 1), len(text))


def _beginnings(numbers: Sequence[int]) -> frozenset[int]:
    """Return the places where a count begins anew at 1: a 2 comes next, or nothing does.

    The number of a page, which stands alone between two counts, begins none.

    >>> sorted(_beginnings([1, 2, 3, 1, 1, 2]))
    [0, 4]
    """
    places = [i for i, number in enumerate(numbers) if number >= 0]
    return frozenset(
        i
        for k, i in enumerate(places)
        if numbers[i] == 1 and (2 in [numbers[j] for j in places[k + 1 : k + 2]] or i == places[-1])
    )
