"""Make an exact comparison readable: drop chance islands, put edits where a reader cuts.

An island is a short equal stretch between two edits. Dropping one makes the two edits one; no
text is lost, because whatever is not kept is shown as deleted and inserted.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from billwatch.diff import engine
from billwatch.diff.align import Kept, joined
from billwatch.diff.tokens import first_word

ISLAND = 10  # words; a longer stretch is worth showing whatever stands around it
PHRASE = 4  # words; from here on only much longer edits on both sides outweigh a stretch
ISLAND_CHARACTERS = 160
REACH = 1_000  # characters an edit may slide
_WORD = re.compile(r"\w+")
_PLACES = re.compile(r"\S+\s*")


def cleaned(old: str, new: str, span: Kept, kept: list[Kept]) -> list[Kept]:
    """Return ``kept`` without islands no longer than the edits on both sides of them."""
    stack = [(span[0], span[0], span[2], span[2])]
    for island, after in pairwise([*kept, (span[1], span[1], span[3], span[3])]):
        stack.append(island)
        if island[1] - island[0] > ISLAND_CHARACTERS:
            continue
        while len(stack) > 1 and _chance(old, new, stack[-2], stack[-1], after):
            stack.pop()
    return stack[1:]


def unbound(old: str, new: str, span: Kept, kept: list[Kept], inner: Kept) -> list[Kept]:
    """Return ``kept`` without chance words at both ends of ``span``.

    For sections that are not each other's versions: ``Section 1.`` and a last full stop stand in
    many, and say nothing where they are all that two share. ``inner`` has the ends of the first
    section and the starts of the last, of the old and of the new text.
    """
    start, end = (span[0], span[0], span[2], span[2]), (span[1], span[1], span[3], span[3])
    rest, head, tail = list(kept), list[Kept](), list[Kept]()
    if rest and (rest[0][0], rest[0][2]) == (span[0], span[2]):
        after = [*rest[1:], end][0]
        if _slight(old, new, rest[0], (rest[0][1], after[0], rest[0][3], after[2])):
            head.append(rest.pop(0))
    if rest and (rest[-1][1], rest[-1][3]) == (span[1], span[3]):
        before = [start, *head, *rest[:-1]][-1]
        if _slight(old, new, rest[-1], (before[1], rest[-1][0], before[3], rest[-1][2])):
            tail.append(rest.pop())
    first, last = [*rest, end][0], [start, *rest][-1]
    if first[0] < inner[0] and first[2] < inner[2]:
        rest = head + rest
    if last[1] > inner[1] and last[3] > inner[3]:
        rest = rest + tail
    return rest


def _slight(old: str, new: str, island: Kept, edit: Kept) -> bool:
    """Tell whether an island says less than the edit beside it."""
    size = _size(old, *island[:2])
    most = max(_size(old, *edit[:2]), _size(new, *edit[2:]))
    return (size if size <= PHRASE else 3 * size) <= most


def closed(old: str, new: str, kept: list[Kept]) -> list[Kept]:
    """Return ``kept`` without a bracket whose other half lies in the edits before it.

    ``[-(c-]{+; or (b+})`` reads better as ``[-(c)-]{+; or (b)+}``.
    """
    spans = list(kept)
    for k in range(1, len(spans)):
        _, i, _, j = spans[k - 1]
        a0, a1, b0, b1 = spans[k]
        if old[a0] != ")" or not (_opens(old[i:a0]) and _opens(new[j:b0])):
            continue
        a, b = first_word(old, a0 + 1), first_word(new, b0 + 1)
        if a < a1 and b < b1:
            spans[k] = (a, a1, b, b1)
    return spans


def _opens(words: str) -> bool:
    return words.count("(") > words.count(")")


def _chance(old: str, new: str, before: Kept, island: Kept, after: Kept) -> bool:
    """Tell whether ``island`` says less than the edits between it and its neighbours."""
    a0, a1, b0, b1 = island
    if a1 - a0 > ISLAND_CHARACTERS:
        return False
    _, i, _, j = before
    p, _, q, _ = after
    left, right = a0 - i, p - a1
    if left < b0 - j:
        left = b0 - j
    if right < q - b1:
        right = q - b1
    least = left if left < right else right
    if not least:
        return False
    most = min(ISLAND, (least + 1) // 2)  # no edit has more words than that
    size = sum(1 for _ in islice(_WORD.finditer(old, a0, a1), most + 1))
    if size > most:
        return False
    return _outweighed(old, new, before, island, after, size)


def _outweighed(old: str, new: str, before: Kept, span: Kept, after: Kept, size: int) -> bool:
    """Tell whether an island of so many words says less than the words of the edits around it."""
    a0, a1, b0, b1 = span
    gone_left, come_left = _size(old, before[1], a0), _size(new, before[3], b0)
    gone_right, come_right = _size(old, a1, after[0]), _size(new, b1, after[2])
    least = min(max(gone_left, come_left), max(gone_right, come_right))
    if not least:
        return False
    if gone_left == gone_right == 0 or come_left == come_right == 0:
        return size <= 1 and least >= 4
    island = old[a0:a1]
    if "\n" in island and ("\n" in island.rstrip() or island.endswith("\n")):
        return 2 * size <= least
    return (size if size <= PHRASE else 3 * size) <= least


def _size(text: str, start: int, end: int) -> int:
    """Return the words of ``text[start:end]``; a large number where there are surely many."""
    if start == end:
        return 0
    return len(text[start:end].split()) if end - start < ISLAND_CHARACTERS else ISLAND_CHARACTERS


def slid(old: str, new: str, span: Kept, kept: list[Kept]) -> list[Kept]:
    """Return ``kept`` with every pure insertion or deletion moved to the best break in reach."""
    spans = list(kept)
    for k in range(1, len(spans)):
        before, after = spans[k - 1], spans[k]
        if before[1] == after[0] and before[3] < after[2]:
            by = _best(new, old, before[2:], after[2:], before[:2], after[:2])
        elif before[3] == after[2] and before[1] < after[0]:
            by = _best(old, new, before[:2], after[:2], before[2:], after[2:])
        else:
            continue
        spans[k - 1] = (before[0], before[1] + by, before[2], before[3] + by)
        spans[k] = (after[0] + by, after[1], after[2] + by, after[3])
    return spans


def _best(
    text: str,
    other: str,
    before: tuple[int, ...],
    after: tuple[int, ...],
    other_before: tuple[int, ...],
    other_after: tuple[int, ...],
) -> int:
    """Return by how much the edit ``text[before[1]:after[0]]`` should slide (negative: left)."""
    start, end, place = before[1], after[0], other_before[1]
    low = max(before[0], start - REACH)
    left = engine.shared_tail(text, low, start, text, low + end - start, end)
    left = min(left, engine.shared_tail(text, low, start, other, other_before[0], place))
    high = min(after[1], end + REACH)
    right = engine.shared_head(text, start, high - end + start, text, end, high)
    right = min(right, engine.shared_head(text, end, high, other, place, other_after[1]))
    left = left if start - left > before[0] else left - 1
    right = right if end + right < after[1] else right - 1
    if left <= 0 and right <= 0:
        return 0
    best, by = _break(text, start), 0
    for match in _PLACES.finditer(text, max(start - max(left, 0), 0), start + max(right, 0)):
        for at in (match.start(), match.end()):
            rank = _break(text, at)
            if rank > best and -left <= at - start <= right:
                best, by = rank, at - start
    return by


def _break(text: str, at: int) -> int:
    """Rank a place to cut: 4 before a paragraph, 3 before a sentence or item, 2 after a comma."""
    if at == 0 or text[at - 1] == "\n":
        return 4
    head = text[max(at - 8, 0) : at]
    bare = head.rstrip()
    if head == bare:
        return 0
    if "\n" in head[len(bare) :]:
        return 4
    if bare.endswith((".", ";", ":")):
        return 3
    return 2 if bare.endswith((",", ")")) else 1


def tidied(old: str, new: str, span: Kept, kept: list[Kept]) -> list[Kept]:
    """Return the kept spans a reader should see."""
    return joined(slid(old, new, span, closed(old, new, cleaned(old, new, span, kept))))


def edits(span: Kept, kept: list[Kept]) -> Iterator[tuple[bool, Kept]]:
    """Yield kept spans (true) and the edits between them (false), in order; they tile ``span``."""
    i, j = span[0], span[2]
    for a0, a1, b0, b1 in kept:
        if i < a0 or j < b0:
            yield False, (i, a0, j, b0)
        yield True, (a0, a1, b0, b1)
        i, j = a1, b1
    if i < span[1] or j < span[3]:
        yield False, (i, span[1], j, span[3])
