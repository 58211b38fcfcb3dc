"""Strike what stands in brackets, where a legislature prints its deletions so."""

import re
from collections.abc import Sequence

from billwatch.text.runs import Block, Run

_SIGN = re.compile(r"[\[\]]")
# Brackets of a writer, not of a drafter: [sic], [thus], an empty pair, a printed section number.
_KEPT = re.compile(r"\s*(?:sic|thus|reserved|\u00a7+\s*[\w.:-]+|https?:\S+)?\.?\s*$", re.I)
_FAR = 400  # paragraphs: an opening bracket whose partner is further off is a misprint

Place = tuple[int, int, int]


def struck_brackets(blocks: Sequence[Block], first: int = 0) -> list[Block]:
    """Return the blocks with bracketed words struck and the brackets gone, from block ``first``.

    >>> struck_brackets([Block((Run("shall [not] sell"),))])[0].text
    'shall  sell'
    """
    pairs = _pairs(blocks, first)
    if not pairs:
        return list(blocks)
    opens = {pair[0] for pair in pairs}
    closes = {pair[1] for pair in pairs}
    out, inside = [], False
    for b, block in enumerate(blocks):
        runs: list[Run] = []
        for r, run in enumerate(block.runs):
            if run.layer is not None or not (inside or _SIGN.search(run.text)):
                runs.append(Run(run.text, "deleted") if inside else run)
                continue
            at = 0
            for sign in _SIGN.finditer(run.text):
                place = (b, r, sign.start())
                if place in opens or place in closes:
                    runs.append(Run(run.text[at : sign.start()], "deleted" if inside else None))
                    inside, at = place in opens, sign.end()
            runs.append(Run(run.text[at:], "deleted" if inside else None))
        out.append(Block(tuple(run for run in runs if run.text), block.depth))
    return out


def _pairs(blocks: Sequence[Block], first: int) -> list[tuple[Place, Place]]:
    """Match the outermost brackets; a bracket without a partner stays as it is printed."""
    stack: list[Place] = []
    pairs: list[tuple[Place, Place]] = []
    for b in range(first, len(blocks)):
        if stack and b - stack[0][0] > _FAR:
            stack.clear()
        for r, run in enumerate(blocks[b].runs):
            if run.layer is not None:
                continue
            for sign in _SIGN.finditer(run.text):
                place = (b, r, sign.start())
                if sign[0] == "[":
                    stack.append(place)
                elif stack:
                    start = stack.pop()
                    if not stack and not _is_kept(blocks, start, place):
                        pairs.append((start, place))
    return pairs


def _is_kept(blocks: Sequence[Block], start: Place, end: Place) -> bool:
    if start[:2] != end[:2]:
        return False
    text = blocks[start[0]].runs[start[1]].text
    return bool(_KEPT.match(text[start[2] + 1 : end[2]]))
