"""Find the most words two coded texts have in common, exactly: the door to the diff libraries.

Each function takes two strings of one character a word and yields blocks ``(i, j, n)``:
``a[i:i+n] == b[j:j+n]``, in order. rapidfuzz compares 64 words at a time and needs a matrix of
``len(a) * len(b)`` bits; diff-match-patch needs little memory and far more time. Texts too large
for either are halved first by Hirschberg's method on Python's long integers, which changes
nothing in the answer's length.
"""

from collections.abc import Iterator
from itertools import accumulate

from diff_match_patch import diff_match_patch

from billwatch.diff.records import Engine
from billwatch.errors import DataError

try:
    from rapidfuzz.distance import Indel
except ImportError:  # the tool works without it, only slower
    Indel = None  # type: ignore[assignment]

Block = tuple[int, int, int]

CELLS = {"rapidfuzz": 32_000_000, "dmp": 2_000_000}


def chosen(engine: Engine) -> str:
    """Return the engine to use: rapidfuzz where it is installed, unless told otherwise.

    Raises `DataError` when rapidfuzz is asked for and missing.
    """
    if engine == "auto":
        return "dmp" if Indel is None else "rapidfuzz"
    if engine == "rapidfuzz" and Indel is None:
        raise DataError("rapidfuzz is not installed; diff-match-patch (dmp) is")
    return engine


def common(a: str, b: str, engine: str, cells: int) -> Iterator[Block]:
    """Yield the blocks of a longest common subsequence of ``a`` and ``b``.

    ``cells`` bounds ``len(a) * len(b)`` of one library call.
    """
    todo = [(0, len(a), 0, len(b))]
    while todo:
        a0, a1, b0, b1 = todo.pop()
        a0, a1, b0, b1, head, tail = _trimmed(a, b, a0, a1, b0, b1)
        if head:
            yield a0 - head, b0 - head, head
        if a0 < a1 and b0 < b1:
            if (a1 - a0) * (b1 - b0) <= cells or a1 - a0 == b1 - b0 == 1:
                for i, j, n in _library(a[a0:a1], b[b0:b1], engine):
                    yield a0 + i, b0 + j, n
            else:
                i, j = _middle(a, b, a0, a1, b0, b1)
                if tail:
                    todo.append((a1, a1 + tail, b1, b1 + tail))
                todo.append((i, a1, j, b1))
                todo.append((a0, i, b0, j))
                continue
        if tail:
            yield a1, b1, tail


def _trimmed(
    a: str, b: str, a0: int, a1: int, b0: int, b1: int
) -> tuple[int, int, int, int, int, int]:
    """Return the span without its common head and tail, and the lengths of these."""
    head = shared_head(a, a0, a1, b, b0, b1)
    a0, b0 = a0 + head, b0 + head
    tail = shared_tail(a, a0, a1, b, b0, b1)
    return a0, a1 - tail, b0, b1 - tail, head, tail


def shared_head(a: str, a0: int, a1: int, b: str, b0: int, b1: int) -> int:
    """Return how many characters ``a[a0:a1]`` and ``b[b0:b1]`` share at their start."""
    low, high, step = 0, min(a1 - a0, b1 - b0), 32
    if high <= 0 or a[a0] != b[b0]:
        return 0
    while low < high:
        size = min(step, high - low)
        if a[a0 + low : a0 + low + size] == b[b0 + low : b0 + low + size]:
            low, step = low + size, step * 4
        elif size == 1:
            break
        else:
            high, step = low + size - 1, max(size // 2, 1)
    return low


def shared_tail(a: str, a0: int, a1: int, b: str, b0: int, b1: int) -> int:
    """Return how many characters ``a[a0:a1]`` and ``b[b0:b1]`` share at their end."""
    low, high, step = 0, min(a1 - a0, b1 - b0), 32
    if high <= 0 or a[a1 - 1] != b[b1 - 1]:
        return 0
    while low < high:
        size = min(step, high - low)
        if a[a1 - low - size : a1 - low] == b[b1 - low - size : b1 - low]:
            low, step = low + size, step * 4
        elif size == 1:
            break
        else:
            high, step = low + size - 1, max(size // 2, 1)
    return low


def _library(a: str, b: str, engine: str) -> Iterator[Block]:
    if engine == "rapidfuzz":
        for block in Indel.opcodes(a, b):
            if block.tag == "equal":
                yield block.src_start, block.dest_start, block.src_end - block.src_start
        return
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    i = j = 0
    for kind, words in differ.diff_main(a, b, False):
        if kind == 0:
            yield i, j, len(words)
        i += len(words) if kind <= 0 else 0
        j += len(words) if kind >= 0 else 0


def _middle(a: str, b: str, a0: int, a1: int, b0: int, b1: int) -> tuple[int, int]:
    """Return a point that some longest common subsequence passes, the longer side halved."""
    if a1 - a0 >= b1 - b0:
        i = (a0 + a1) // 2
        return i, b0 + _crossing(a[a0:i], a[i:a1], b[b0:b1])
    j = (b0 + b1) // 2
    return a0 + _crossing(b[b0:j], b[j:b1], a[a0:a1]), j


def _crossing(a_head: str, a_tail: str, b: str) -> int:
    """Return where in ``b`` a longest common subsequence passes from one half to the other."""
    ahead = _lengths(a_head, b)
    behind = _lengths(a_tail[::-1], b[::-1])
    sums = [x + y for x, y in zip(ahead, reversed(behind), strict=True)]
    return sums.index(max(sums))


def _lengths(a: str, b: str) -> list[int]:
    """Return the longest common subsequence of ``a`` with every head of ``b``, by bits.

    Hyyrö, "Bit-parallel LCS-length computation revisited" (2004): bit j of ``row`` is 0 where
    the length grows at ``b[j]``.
    """
    places: dict[str, int] = {}
    wanted = set(a)
    for j, word in enumerate(b):
        if word in wanted:
            places[word] = places.get(word, 0) | (1 << j)
    full = (1 << len(b)) - 1
    row = full
    for word in a:
        if word in places:
            matched = row & places[word]
            row = ((row + matched) | (row - matched)) & full
    grown = format(row ^ full, f"0{len(b)}b")[::-1] if b else ""
    return list(accumulate(map(int, grown), initial=0))
