"""Read plain text: statutes, amending bills, rough extractions of printed pages."""

import re
from typing import NamedTuple

from billwatch.models import Against, Markup
from billwatch.text import newyork
from billwatch.text.brackets import struck_brackets
from billwatch.text.conventions import brackets_strike, placed, plain_markup
from billwatch.text.furniture import is_chrome
from billwatch.text.lines import plain_blocks
from billwatch.text.runs import Block
from billwatch.text.spoken import unspoken
from billwatch.text.web import deduplicated

_FEED = "\x01"  # stands for a form feed, at which lines would be split
_HASHES = re.compile(r"\s*#{1,12}\s+(?=\S)")
_SECTION_MARK = re.compile(r"##SEC\b.*$")
_TOP_SECTION = re.compile(r"^\u00a7 ?\d", re.M)
_ENACTING = re.compile(r"be it enacted|enact as follows|An? (?:act|bill)\b", re.I)
_TITLE = re.compile(
    r"(?:AN ACT|An [Aa]ct|A BILL FOR AN ACT|A BILL|A bill|JOINT RESOLUTION|Resolve|RELATING TO)\b"
)
# "shall not:(1) sell a record;(2) rent": no blank before an item, which no print does.
_LOST = re.compile(
    r"(?<=[a-z]{2}[:;.])(?<!\bsec\.)(?<!\bpar\.)(?<!\bsub\.)(?<!\bart\.)"
    r"(?=\(\w{1,3}\) ?[A-Za-z\"\u201c])"
    r"|(?<=[;,] (?:and|but))(?=\(\w{1,3}\) ?[a-z])|(?<=[;,] or)(?=\(\w{1,3}\) ?[a-z])"
)
_SOME = 3
_RELATING = re.compile(
    r"(?:relating to|concerning|to \w+|making|providing|amending|proposing|creating)\b", re.I
)
_OPENS = re.compile(r"(?:(?:A BILL|AN ACT|for|to be entitled|entitled|to)\W*\s*)+", re.I)


class Copy(NamedTuple):
    """What one plain copy holds."""

    blocks: list[Block]
    title: str
    markup: Markup
    notes: tuple[str, ...] = ()
    against: Against = "law"


def read_plain(text: str, jurisdiction: str) -> Copy:
    """Read a plain copy by what it turns out to be."""
    title, full = newyork.unwrapped(text)
    place = placed(full, jurisdiction)
    if (place == "ny" and _ENACTING.search(full[:6000])) or newyork.is_new_york(full):
        blocks = newyork.read_new_york(full)
        return Copy(blocks, title or title_of(blocks), "shown")
    blocks = deduplicated(_sections(plain_blocks(_lines(_unrun(full)))))
    if "/Be it enacted" in full:
        blocks = _unslashed(blocks)
    blocks = unspoken(blocks)
    title = title or title_of(blocks)
    if any(run.layer for block in blocks for run in block.runs):
        return Copy(blocks, title, "shown")
    if brackets_strike(full, jurisdiction):
        note = "brackets are read as struck words; added words are not marked in this copy"
        return Copy(struck_brackets(blocks, _enacting(blocks)), title, "shown", (note,))
    markup, notes = plain_markup(full, jurisdiction)
    return Copy(blocks, title, markup, notes)


def _unrun(text: str) -> str:
    """Give the items of a list their lines back, in a copy that has lost its line ends."""
    lost = _LOST.findall(text)
    return _LOST.sub("\n", text) if len(lost) >= _SOME else text


def _enacting(blocks: list[Block]) -> int:
    """Return the place of the first paragraph after the enacting clause, else 0."""
    for i, block in enumerate(blocks[:400]):
        if "nacted by" in block.text or "NACTED BY" in block.text:
            return i + 1
    return 0


def _lines(text: str) -> list[str]:
    """Split into lines without site chrome, section separators and repeated headings."""
    nested = bool(_TOP_SECTION.search(text))
    out: list[str] = []
    seen: set[str] = set()
    for words in text.replace("\f", f"\n{_FEED}\n").expandtabs(8).splitlines():
        line = "\f" if words == _FEED else words
        hashes = _HASHES.match(words)
        if hashes:
            if words.strip() in seen:
                continue
            seen.add(words.strip())
            # In a bill whose own sections carry no hash, a hashed section is one it quotes.
            line = ("  " if nested else "") + words[hashes.end() :]
        elif words.startswith("##SEC") and _SECTION_MARK.match(words):
            line = ""
        elif is_chrome(words):
            continue
        out.append(line)
    return out


def _sections(blocks: list[Block]) -> list[Block]:
    """Join a section's number with its catch line where a copy put them on two lines."""
    out: list[Block] = []
    for block in blocks:
        label = _BARE.match(out[-1].text) if out else None
        if label and (label[1] or len(block.text) < 200):
            runs = (*out[-1].runs, block.runs[0]._replace(text=" " + block.runs[0].text))
            out[-1] = Block((*runs, *block.runs[1:]), out[-1].depth)
        else:
            out.append(block)
    return out


_BARE = re.compile(
    r"\s*((?:NEW )?SECTION |Section )?(?:\u00a7+|Sec\.)?"
    r"\s*\d+[A-Za-z]?(?:[.:-]\d+[A-Za-z]?){0,4}[a-z]?\.?\s*$"
)


def act_title(blocks: list[Block]) -> str:
    """Return the title that a bill gives itself after its masthead, or ''.

    Openers that stand alone ("A BILL TO BE ENTITLED", "AN ACT") are passed over.
    """
    opened = ""
    for block in blocks[:80]:
        words = " ".join(block.text.split())
        if opened and not (_TITLE.match(words) or _RELATING.match(words)):
            return opened
        if _TITLE.match(words) or opened:
            if len(words) > 30 and not _OPENS.fullmatch(words):
                return words
            opened = words
    return opened


def title_of(blocks: list[Block]) -> str:
    """Return the title a bill gives itself, else its first line."""
    second = " ".join(blocks[1].text.split()) if len(blocks) > 1 else ""
    if second.startswith("To ") and len(second) < 2000:  # a federal copy: number, then title
        return second
    title = act_title(blocks)
    first = " ".join(blocks[0].text.split()) if blocks else ""
    return title or (first if len(first) < 400 else "")


def _unslashed(blocks: list[Block]) -> list[Block]:
    """Drop the slashes and stars that a mail program put around italic and bold words."""
    out = []
    for block in blocks:
        text = _SLASHED.sub(r"\1", _STARRED.sub(r"\1", block.text))
        out.append(Block((block.runs[0]._replace(text=text),), block.depth))
    return out


_SLASHED = re.compile(r"(?<![\w/:.])/([A-Z][^/\n]{1,200}?)/(?![\w/]\w*/)")
_STARRED = re.compile(r"(?<![\w*])\*([A-Z][^*\n]{1,80})\*(?![\w*])")
