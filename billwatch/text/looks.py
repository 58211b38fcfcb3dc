"""Make marks of type: bold, italic and brackets, as a state's convention has it."""

import re
from collections.abc import Callable, Sequence

from billwatch.models import Layer
from billwatch.text.brackets import struck_brackets
from billwatch.text.conventions import Convention
from billwatch.text.newyork import added_capitals
from billwatch.text.runs import Block, Run

_ENACTING = re.compile(r"enact(?:ed)? (?:by|as follows)", re.I)
# Set in bold whether new or not: the labels of sections.
_LABEL = re.compile(
    r"\s*(?:(?:NEW )?SECTION|Section|Sec\.|SEC\.|\u00a7+)?\s*(?:\d[\w.:-]*|[A-Z])\.(?:\s|$)"
)
_SECTION = re.compile(r"\s*SECTION(?:\s+\d+\.)?")
_NUMBER = re.compile(r"(?:\u00a7+|Sec\.|Section)?\s*\d[\w.:-]*[-.]\w+\.?")
_ALONE = re.compile(r"\[\s*[a-z]+\s*\]")
_BRACKETS = ("brackets", "bold-brackets", "italic-brackets")
_LOOKS = {"bold": "b", "italic": "i", "bold-italic": "bi"}


def by_look(blocks: Sequence[Block], convention: Convention) -> list[Block]:
    """Return the blocks with the marks that their type shows; before the enacting clause none."""
    first = next((i + 1 for i, b in enumerate(blocks[:200]) if _ENACTING.search(b.text)), 0)
    out = list(blocks)
    for kind in _BRACKETS:
        if kind in convention.deleted:
            out = struck_brackets(out, first, _judge(kind))
    if "capitals" in convention.added and "underline" not in convention.added:
        known = frozenset(word for block in blocks for word in block.whole.split())
        out = out[:first] + [_capitals(block, known) for block in out[first:]]
    looks = [look for name, look in _LOOKS.items() if name in convention.added]
    capitals = "bold-capitals" in convention.added
    if not looks and not capitals:
        return out
    return out[:first] + [_added(block, looks, capitals) for block in out[first:]]


def _capitals(block: Block, known: frozenset[str]) -> Block:
    """Mark Colorado's capitals, but not the label of a section nor a heading of the bill."""
    lead = block.runs[0]
    label = _SECTION.match(lead.text)
    if label is None:
        return added_capitals(block, known)
    rest = (lead._replace(text=lead.text[label.end() :]), *block.runs[1:])
    after = added_capitals(Block(rest, block.depth), known)
    return Block((lead._replace(text=label[0]), *after.runs), block.depth)


def without_title(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without added marks in the title: underlining there is ornament."""
    first = next((i + 1 for i, b in enumerate(blocks[:200]) if _ENACTING.search(b.text)), 0)
    plain = [
        Block(tuple(Run(r.text, None) if r.layer == "added" else r for r in b.runs), b.depth)
        for b in blocks[:first]
    ]
    return [*plain, *blocks[first:]]


def without_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without added marks where only headings of sections are underlined.

    Arizona's and other codes underline them; a bill underlines more than that.
    """
    marked = [block for block in blocks if any(run.layer for run in block.runs)]
    if not marked or not all(map(_is_heading, marked)):
        return list(blocks)
    return [
        Block(tuple(run._replace(layer=None) for run in block.runs), block.depth)
        if any(run.layer for run in block.runs)
        else block
        for block in blocks
    ]


def _is_heading(block: Block) -> bool:
    """Tell a number that is kept and, after it, a short heading that is underlined."""
    if any(run.layer == "deleted" for run in block.runs) or len(block.whole) > 200:
        return False
    kept = "".join(run.text for run in block.runs if run.layer is None).strip()
    return bool(_NUMBER.fullmatch(kept)) and not block.whole.rstrip().endswith((";", ":", "."))


def _judge(kind: str) -> Callable[[Sequence[Run]], bool] | None:
    def bold(runs: Sequence[Run]) -> bool:
        return "b" in runs[0].look or "b" in runs[-1].look

    def italic(runs: Sequence[Run]) -> bool:
        # Enumerators and figures in brackets are set upright in places.
        upright = "".join(run.text for run in runs if "i" not in run.look)
        if any("i" in run.look for run in runs) or sum(c.isalpha() for c in upright) < 4:
            return True
        # So is, in places, a struck word that stands alone.
        return _ALONE.fullmatch(upright) is not None

    return {"bold-brackets": bold, "italic-brackets": italic}.get(kind)


def _added(block: Block, looks: Sequence[str], capitals: bool) -> Block:
    runs: list[Run] = []
    label = True
    for run in block.runs:
        found = _LABEL.match(run.text) if label else None
        label = label and not run.text.strip()
        if run.layer is None and _is_new(run, looks, capitals):
            # Where the whole paragraph is new, so is its label.
            alone = found is not None and not run.text[found.end() :].strip()
            layer: Layer | None = None if alone and len(block.runs) > 1 else "added"
            runs.append(Run(run.text, layer, run.look))
        else:
            runs.append(run)
    return Block(tuple(runs), block.depth)


def _is_new(run: Run, looks: Sequence[str], capitals: bool) -> bool:
    if capitals and "b" in run.look and run.text.upper() == run.text:
        return True
    return any(set(look) <= set(run.look) for look in looks)
