"""Read the marks that a copy says in words or signs: ``new text begin … new text end``.

Minnesota's pages say them for readers who cannot see; Westlaw and Lexis print signs; tools that
copy pages write ``[deleted: …]``.
"""

import re
from collections.abc import Sequence

from billwatch.models import Layer
from billwatch.text.runs import Block, Run

_PAIRS: tuple[tuple[str, str, Layer], ...] = (
    ("new text begin", "new text end", "added"),
    ("deleted text begin", "deleted text end", "deleted"),
    ("old text begin", "old text end", "deleted"),
    ("[added:", "]", "added"),
    ("[deleted:", "]", "deleted"),
    ("<<+", "+>>", "added"),
    ("<<-", "->>", "deleted"),
    ("[A>", "<A]", "added"),
    ("[D>", "<D]", "deleted"),
)
# What Washington strikes, in the sections of its code (RCW).
_WASHINGTON: tuple[str, str, Layer] = ("((", "))", "deleted")
_MANY = 2  # one pair may be the drafter's own words
# What Arizona's files say where a section of the code begins and ends, in white on white.
_FENCE = re.compile(r"\s*\b(?:START|END)_STATUTE(?![a-z])\s*")
_PAGE = re.compile(r"\s*\(TEXT OF BILL BEGINS ON NEXT PAGE\)\s*")


def unspoken(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with such marks as marks, and without the words that say them.

    >>> said = Block((Run("may [deleted: not] sell [deleted: it]"),))
    >>> [(run.text, run.layer) for run in unspoken([said])[0].runs][:2]
    [('may ', None), (' not', 'deleted')]
    """
    whole = "\n".join(block.whole for block in blocks)
    pairs = [pair for pair in _PAIRS if whole.count(pair[0]) >= _MANY <= whole.count(pair[1])]
    if "RCW" in whole and "((" in whole and "))" in whole:
        pairs.append(_WASHINGTON)
    out = list(blocks)
    if "_STATUTE" in whole:
        out = [Block(tuple(_unfenced(run) for run in b.runs), b.depth) for b in out]
    if not pairs:
        return out
    signs = re.compile("|".join(re.escape(sign) for pair in pairs for sign in pair[:2]))
    open_: list[tuple[str, Layer]] = []
    parted = [Block(tuple(_parted(block, signs, pairs, open_)), block.depth) for block in out]
    return [block for block in parted if block.runs]


def _unfenced(run: Run) -> Run:
    return run._replace(text=_FENCE.sub(" ", _PAGE.sub(" ", run.text)))


def _parted(
    block: Block,
    signs: re.Pattern[str],
    pairs: Sequence[tuple[str, str, Layer]],
    open_: list[tuple[str, Layer]],
) -> list[Run]:
    """Part the runs of one block at the signs; ``open_`` holds the pair that is open, if any."""
    runs: list[Run] = []
    for run in block.runs:
        at = 0
        for sign in signs.finditer(run.text):
            opens = next(((end, layer) for start, end, layer in pairs if start == sign[0]), None)
            if opens is None and not (open_ and open_[-1][0] == sign[0]):
                continue  # a bracket of the text itself
            runs.append(_laid(run, run.text[at : sign.start()], open_))
            at = sign.end()
            if opens:
                open_[:] = [opens]
            else:
                while runs and not runs[-1].text.strip():
                    runs.pop()
                runs[-1:] = [last._replace(text=last.text.rstrip()) for last in runs[-1:]]
                open_.clear()
        runs.append(_laid(run, run.text[at:], open_))
    return [run for run in runs if run.text]


def _laid(run: Run, text: str, open_: Sequence[tuple[str, Layer]]) -> Run:
    return Run(text, open_[-1][1] if open_ and run.layer != "deleted" else run.layer, run.look)
