"""Strike what stands in brackets, where a legislature prints its deletions so."""

import re
from collections.abc import Callable, Sequence

from billwatch.text.runs import Block, Run

_SIGN = re.compile(r"[\[\]]")
# Brackets of a writer, not of a drafter: [sic], [thus], an empty pair, a printed section number.
_KEPT = re.compile(r"\s*(?:sic|thus|reserved|see\b.*|\u00a7+\s*[\w.:-]+|https?:\S+)?\.?\s*$", re.I)
_FAR = 400  # paragraphs: an opening bracket whose partner is further off is a misprint

Place = tuple[int, int, int]


def struck_brackets(
    blocks: Sequence[Block], first: int = 0, strikes: Callable[[Sequence[Run]], bool] | None = None
) -> list[Block]:
    """Return the blocks with bracketed words struck and the brackets gone, from block ``first``.

    ``strikes`` judges the runs between two brackets, brackets included, by their look.

    >>> struck_brackets([Block((Run("shall [not] sell"),))])[0].text
    'shall  sell'
    """
    pairs = _pairs(blocks, first, strikes)
    if not pairs:
        return list(blocks)
    ends = dict(pairs)
    closes = frozenset(ends.values())
    out, inside = [], False
    for b, block in enumerate(blocks):
        runs: list[Run] = []
        for r, run in enumerate(block.runs):
            if run.layer == "deleted" or not (inside or _SIGN.search(run.text)):
                runs.append(run)
                continue
            at = 0
            for sign in _SIGN.finditer(run.text):
                place = (b, r, sign.start())
                if place in ends or place in closes:
                    runs.append(_piece(run, at, sign.start(), inside))
                    inside, at = place in ends, sign.end()
            runs.append(_piece(run, at, len(run.text), inside))
        out.append(Block(tuple(run for run in runs if run.text), block.depth))
    return out


def _piece(run: Run, start: int, end: int, inside: bool) -> Run:
    layer = "deleted" if inside else run.layer
    return Run(run.text[start:end], layer, run.look)


def _pairs(
    blocks: Sequence[Block], first: int, strikes: Callable[[Sequence[Run]], bool] | None
) -> list[tuple[Place, Place]]:
    """Match the outermost brackets; a bracket without a partner stays as it is printed."""
    stack: list[Place] = []
    pairs: list[tuple[Place, Place]] = []
    for b in range(first, len(blocks)):
        if stack and b - stack[0][0] > _FAR:
            stack.clear()
        for r, run in enumerate(blocks[b].runs):
            if run.layer == "deleted":
                continue
            for sign in _SIGN.finditer(run.text):
                place = (b, r, sign.start())
                if sign[0] == "[":
                    stack.append(place)
                elif stack:
                    start = stack.pop()
                    if stack or _is_kept(blocks, start, place):
                        continue
                    if strikes is None or strikes(_between(blocks, start, place)):
                        pairs.append((start, place))
    return pairs


def _between(blocks: Sequence[Block], start: Place, end: Place) -> list[Run]:
    """Return the runs from one bracket to another, both included."""
    out: list[Run] = []
    for b in range(start[0], end[0] + 1):
        for r, run in enumerate(blocks[b].runs):
            if (b, r) < start[:2] or (b, r) > end[:2]:
                continue
            left = start[2] if (b, r) == start[:2] else 0
            right = end[2] + 1 if (b, r) == end[:2] else len(run.text)
            out.append(run._replace(text=run.text[left:right]))
    return out


def _is_kept(blocks: Sequence[Block], start: Place, end: Place) -> bool:
    if start[:2] != end[:2]:
        return False
    text = blocks[start[0]].runs[start[1]].text
    return bool(_KEPT.match(text[start[2] + 1 : end[2]]))
