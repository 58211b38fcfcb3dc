"""Read New York's plain text, where added words are in capitals and old law in brackets."""

import re
from collections.abc import Iterator

from billwatch.text.brackets import struck_brackets
from billwatch.text.lines import plain_blocks
from billwatch.text.runs import Block, Run, names

_WRAPPER = re.compile(r"^#{1,3} +Full Text\s*$", re.M)
_HEADING = re.compile(r"\A\s*# +(.+)$", re.M)
_MASTHEAD = re.compile(r"S ?T ?A ?T ?E\s+O ?F\s+N ?E ?W\s+Y ?O ?R ?K")
_ENACTING = re.compile(r"DO ENACT\s+AS\s+FOLLOWS|^\s*(?:RESOLVED|Section 1\.)")
_SPACED = re.compile(r"\s*(?:[A-Z] +){3,}")
_RULE = re.compile(r"[\s_=*-]{3,}$")
_CAPITALS = re.compile(r"(?<!\S)[^\sa-z]+(?!\S)(?:\s+[^\sa-z]+(?!\S))*")
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[A-Z][A-Z'\u2019]+")
_LOWER = re.compile("[a-z]")
_PART = re.compile(r"\s*(?:PART|SUBPART|ITEM|TITLE) [A-Z]{1,4}\s*$")


def is_new_york(text: str) -> bool:
    """Tell New York's plain text by its masthead or enacting clause."""
    head = text[:6000]
    return bool(_MASTHEAD.search(head)) or "PEOPLE OF THE STATE OF NEW YORK" in " ".join(
        head.split()
    )


def unwrapped(text: str) -> tuple[str, str]:
    """Return title and full text of a wrapped copy (title, fields, summary, full text)."""
    found = _WRAPPER.search(text[:20000])
    if not found:
        return "", text
    heading = _HEADING.search(text[: found.start()])
    return (heading[1].strip() if heading else ""), text[found.end() :]


def read_new_york(text: str) -> list[Block]:
    """Read the full text of one print; mark capitals as added and brackets as struck."""
    lines = _mastheads(text).expandtabs(8).splitlines()
    blocks = plain_blocks([line for line in lines if not _RULE.match(line or ".")])
    first = next((i + 1 for i, block in enumerate(blocks) if _enacts(block)), len(blocks))
    blocks = struck_brackets(blocks, first)
    known = frozenset(text.split())
    return [*blocks[:first], *(added_capitals(block, known) for block in blocks[first:])]


def _enacts(block: Block) -> bool:
    return bool(_ENACTING.search(" ".join(block.text.split())))


def _mastheads(text: str) -> str:
    """Close up the spaced capitals of the masthead."""
    lines = text[:3000].split("\n")
    for i, line in enumerate(lines):
        if _SPACED.fullmatch(line.rstrip() + " "):
            lines[i] = "  " + " ".join(w.replace(" ", "") for w in re.split(r" {2,}", line.strip()))
    return "\n".join(lines) + text[3000:]


def added_capitals(block: Block, known: frozenset[str]) -> Block:
    """Mark the capitals of a paragraph as added; ``known`` words are no abbreviations."""
    if len(block.runs) == 1 and not _LOWER.search(block.runs[0].text):
        # All capitals: new law, but for the heading of a part of the bill itself.
        new = _WORD.search(block.runs[0].text) and not _PART.match(block.runs[0].text)
        return Block((Run(block.runs[0].text, "added"),), block.depth) if new else block
    runs: list[Run] = []
    for i, run in enumerate(block.runs):
        if run.layer is None:
            runs += _split(run.text, known, i == 0)
        else:
            runs.append(run)
    return Block(tuple(runs), block.depth)


def _split(text: str, known: frozenset[str], opening: bool) -> Iterator[Run]:
    """Part kept from added words: stretches of capitals that are words, not abbreviations."""
    at = 0
    for found in _CAPITALS.finditer(text):
        if not _WORD.search(found[0]):
            continue
        start, end = _trimmed(found, opening and not text[: found.start()].strip())
        if start < end and _is_added(text[start:end], known):
            if start > at:
                yield Run(text[at:start])
            yield Run(text[start:end], "added")
            at = end
    if at < len(text):
        yield Run(text[at:])


def _trimmed(found: re.Match[str], opening: bool) -> tuple[int, int]:
    """Leave out figures and signs at the edges, but for a number that opens the paragraph."""
    tokens = [(t.start(), t.end(), t[0]) for t in _TOKEN.finditer(found[0])]
    lettered = [i for i, t in enumerate(tokens) if any(c.isalpha() for c in t[2])]
    if not lettered:
        return 0, 0
    first = 0 if opening else lettered[0]
    return found.start() + tokens[first][0], found.start() + tokens[lettered[-1]][1]


def _is_added(text: str, known: frozenset[str]) -> bool:
    words = _WORD.findall(text)
    if len(words) >= 5:
        return True
    return any(word.lower() in known or word in _COMMON for word in words if word != "REPEALED")


_COMMON = names(
    "OR AND THE OF TO IN FOR BY ANY SUCH SHALL MAY NOT WITH AN ON AS IS ARE BE NO ALL EACH "
    "OTHER UNLESS EXCEPT PROVIDED HOWEVER THAT THIS THESE FROM AT UPON UNDER WHICH WHO "
    "INCLUDING"
)
