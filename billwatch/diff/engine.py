"""Find the most words two coded texts have in common, exactly: the door to the diff libraries.

Each function takes two strings of one character a word and yields blocks ``(i, j, n)``:
``a[i:i+n] == b[j:j+n]``, in order. rapidfuzz compares 64 words at a time and needs a matrix of
``len(a) * len(b)`` bits; diff-match-patch needs little memory and far more time. Texts too large
for either are halved first by Hirschberg's method on Python's long integers, which changes
nothing in the answer's length; without rapidfuzz these solve all but the smallest gaps.
"""

from collections import deque
from collections.abc import Iterator
from itertools import accumulate

from billwatch.diff.records import Engine
from billwatch.errors import DataError

try:
    from rapidfuzz.distance import Indel, Postfix, Prefix
except ImportError:  # the tool works without it, only slower
    Indel = None  # type: ignore[assignment]

Block = tuple[int, int, int]
Units = str | list[int]  # characters, words coded as such, or numbered lines

FEW_CELLS = 1_000_000  # up to which a gap goes to the library as it is
FIRST_STEP = 512  # characters compared first where two texts share their start or end
DMP_CELLS = 400  # up to which diff-match-patch is quicker than long integers


def chosen(engine: Engine) -> str:
    """Return the engine to use: rapidfuzz where it is installed, unless told otherwise.

    Raises `DataError` when rapidfuzz is asked for and missing.
    """
    if engine == "auto":
        return "dmp" if Indel is None else "rapidfuzz"
    if engine == "rapidfuzz" and Indel is None:
        raise DataError("rapidfuzz is not installed; diff-match-patch (dmp) is")
    return engine


def common(a: str, b: str, engine: str, cells: int) -> list[Block]:
    """Return the blocks of a longest common subsequence of ``a`` and ``b``.

    ``cells`` bounds ``len(a) * len(b)`` of one library call.
    """
    if len(a) * len(b) <= cells:
        return _library(a, b, engine)
    return list(_large(a, b, engine, cells))


def _large(a: str, b: str, engine: str, cells: int) -> Iterator[Block]:
    """Yield the blocks of two long texts: what both never have is left out first."""
    a0, a1, b0, b1, head, tail = _trimmed(a, b, 0, len(a), 0, len(b))
    if head:
        yield 0, 0, head
    both = set(a[a0:a1]).intersection(b[b0:b1])
    x = [k for k, code in enumerate(a[a0:a1], a0) if code in both]
    y = [k for k, code in enumerate(b[b0:b1], b0) if code in both]
    short_a, short_b = "".join([a[k] for k in x]), "".join([b[k] for k in y])
    for i, j, n in _halved(short_a, short_b, engine, cells):
        if x[i + n - 1] - x[i] == n - 1 == y[j + n - 1] - y[j]:
            yield x[i], y[j], n
        else:
            yield from ((x[i + k], y[j + k], 1) for k in range(n))
    if tail:
        yield a1, b1, tail


def _halved(a: str, b: str, engine: str, cells: int) -> Iterator[Block]:
    """Yield the blocks of two texts halved until a library call can hold them."""
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


def shared_head(a: Units, a0: int, a1: int, b: Units, b0: int, b1: int) -> int:
    """Return how many units ``a[a0:a1]`` and ``b[b0:b1]`` share at their start."""
    low, high = 0, min(a1 - a0, b1 - b0)
    if high <= 0 or a[a0] != b[b0]:
        return 0
    while low < high:
        size = min(max(4 * low, FIRST_STEP), high - low)
        x, y = a[a0 + low : a0 + low + size], b[b0 + low : b0 + low + size]
        if x != y:
            return low + _prefix(x, y)
        low += size
    return low


def shared_tail(a: Units, a0: int, a1: int, b: Units, b0: int, b1: int) -> int:
    """Return how many units ``a[a0:a1]`` and ``b[b0:b1]`` share at their end."""
    low, high = 0, min(a1 - a0, b1 - b0)
    if high <= 0 or a[a1 - 1] != b[b1 - 1]:
        return 0
    while low < high:
        size = min(max(4 * low, FIRST_STEP), high - low)
        x, y = a[a1 - low - size : a1 - low], b[b1 - low - size : b1 - low]
        if x != y:
            return low + _suffix(x, y)
        low += size
    return low


def _prefix(x: Units, y: Units) -> int:
    """Return the length of the common head of two texts of one length that differ."""
    return int(Prefix.similarity(x, y)) if Indel else _searched(x, y)


def _suffix(x: Units, y: Units) -> int:
    """Return the length of the common tail of two texts of one length that differ."""
    return int(Postfix.similarity(x, y)) if Indel else _searched(x[::-1], y[::-1])


def _searched(x: Units, y: Units) -> int:
    low, high = 0, len(x)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if x[low:middle] == y[low:middle] else (low, middle)
    return low


def _library(a: str, b: str, engine: str) -> list[Block]:
    if engine == "rapidfuzz":
        found = Indel.opcodes(a, b).as_matching_blocks()
        return [(block.a, block.b, block.size) for block in found if block.size]
    if len(a) * len(b) > DMP_CELLS:
        return _by_bits(a, b)
    from diff_match_patch import diff_match_patch  # late: most comparisons need only rapidfuzz

    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    i = j = 0
    blocks: list[Block] = []
    for kind, words in differ.diff_main(a, b, False):
        if kind == 0:
            blocks.append((i, j, len(words)))
        i += len(words) if kind <= 0 else 0
        j += len(words) if kind >= 0 else 0
    return blocks


def _by_bits(a: str, b: str) -> list[Block]:
    """Return the blocks of a longest common subsequence, walking back over the rows of `_rows`."""
    rows = list(_rows(a, b))
    blocks: list[Block] = []
    i, j, n = len(a), len(b), 0
    while i and j:
        if rows[i - 1] >> (j - 1) & 1:
            j -= 1
        elif i > 1 and not rows[i - 2] >> (j - 1) & 1:
            i -= 1
        else:
            i, j = i - 1, j - 1
            if n and blocks[-1][:2] == (i + 1, j + 1):
                n += 1
                blocks[-1] = (i, j, n)
            else:
                n = 1
                blocks.append((i, j, n))
    return blocks[::-1]


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
    """Return the longest common subsequence of ``a`` with every head of ``b``."""
    full = (1 << len(b)) - 1
    last = deque(_rows(a, b), maxlen=1)
    row = last.pop() & full if last else full
    grown = format(row ^ full, f"0{len(b)}b")[::-1] if b else ""
    return list(accumulate(map(int, grown), initial=0))


def _rows(a: str, b: str) -> Iterator[int]:
    """Yield after each word of ``a`` where in ``b`` the common subsequence grows, by bits.

    Hyyrö, "Bit-parallel LCS-length computation revisited" (2004): bit j of a row is 0 where
    the length grows at ``b[j]``.
    """
    places: dict[str, int] = {}
    wanted = set(a)
    for word in wanted.intersection(b):
        places[word] = 0
    for j, word in enumerate(b):
        if word in wanted:
            places[word] |= 1 << j
    full = row = (1 << len(b)) - 1
    for i, word in enumerate(a):
        if word in places:
            matched = row & places[word]
            row = (row + matched) | (row - matched)
        if not i & 63:
            row &= full  # bits beyond the last word carry no meaning and grow by one a row
        yield row
