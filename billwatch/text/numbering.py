"""Find the line numbers that legislatures print beside their bills."""

import re
from collections.abc import Callable, Sequence

_ALONE = re.compile(r"\s*(\d{1,5})\s*$")
_LEADING = re.compile(r"\s*(\d{1,5})(?:\s+(?=\S)|\s*$)")
_TRAILING = re.compile(r"\s+(\d{1,5})\s*$")
_COLUMN = 5  # so many numbers in a row on lines of their own are a margin, not text

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
    if any(end - start >= _COLUMN for start, end, _ in stretches):
        for start, end, first in stretches:
            if first == 1 or end - start >= 3:
                drop[start:end] = [True] * (end - start)
    return drop


def _beside(texts: Sequence[str]) -> list[Span | None]:
    """Find numbers on the lines of text themselves, before or after the words."""
    full = sum(bool(text.strip()) for text in texts)
    for pattern, cut in ((_LEADING, _after), (_TRAILING, _before)):
        hits, fits, numbered = _counting(texts, pattern)
        many = hits >= 6 and hits >= 0.3 * full and hits >= 0.6 * numbered
        if many or (pattern is _LEADING and fits == numbered >= max(3, 0.15 * full)):
            return _stripped(texts, pattern, cut)
    return [(0, len(text)) for text in texts]


def _counting(texts: Sequence[str], pattern: re.Pattern[str]) -> tuple[int, int, int]:
    """Count the lines whose number is the last plus one, those that may be, and those with any.

    A count may start again, at 2 too: Missouri leaves a section's first line without its 1.
    """
    hits, fits, numbered, last = 0, 0, 0, 0
    for text in texts:
        found = _number(text, pattern)
        if found:
            number = int(found[1])
            numbered += 1
            hits += number == last + 1
            fits += number in (last + 1, 1, 2)
            last = number
    return hits, fits, numbered


def _number(text: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    if pattern is _LEADING:
        return pattern.match(text)
    return pattern.search(text) if text.rstrip()[-1:].isdigit() else None


def _after(text: str, found: re.Match[str]) -> Span:
    # The blanks after a number are the indentation of the words, less the one that parts them.
    return (min(len(text), found.end(1) + 1), len(text))


def _before(text: str, found: re.Match[str]) -> Span:
    return (0, found.start())


def _stripped(
    texts: Sequence[str], pattern: re.Pattern[str], cut: Callable[[str, re.Match[str]], Span]
) -> list[Span | None]:
    spans: list[Span | None] = []
    last, bare = 0, True
    for text in texts:
        found = _number(text, pattern)
        number = int(found[1]) if found else -1
        # Missouri leaves the first line of a section without its 1, so 2 may follow a bare line.
        if found and (number in (last + 1, 1) or (number == 2 and bare)):
            spans.append(cut(text, found) if text[found.end() :].strip() or found.start() else None)
            last, bare = number, False
        else:
            spans.append((0, len(text)))
            bare = bare or bool(text.strip())
    return spans
