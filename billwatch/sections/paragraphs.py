"""Give the paragraphs of a section, cut at their enumerators; headings and furniture stay out."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from billwatch.models import Section
from billwatch.sections import enumerators, heads
from billwatch.sections.sentences import VERB

_JUNK = re.compile(
    r"\s*(?:EXPLANATION\s*[-—–:]|\[ ?\] is old law|LBD\d{5}|Matter in (?:italics|bold)|"
    r"(?:Copy (?:citation|link)|Skip to content|Previous|Next|⚖.*)\s*$|\*{3,}|_{4,}|-{4,}|={4,}|"
    # the head of a page that a copy left between two items
    r"(?:page \d{1,3}(?: of \d{1,3})?|[-–—] ?\d{1,3} ?[-–—]|"
    r"[HSA]\.? ?[BFJCR]\.?(?: ?[RM]\.?)? ?(?:No\. ?)?\d{1,5}(?: (?:Enrolled|Engrossed|Introduced"
    r"|\d{1,3}))?)\s*$)",
    re.I,
)
_GROUP = re.compile(
    r"\s*[#*\"“]*\s*(?:TITLE|CHAPTER|ARTICLE|PART|SUBPART|SUBCHAPTER|SUBTITLE|"
    r"DIVISION|SUBDIVISION|SUBARTICLE)"
    r"\s+(?:[IVXLCDM]+|\d[\w.–-]*|[A-Z]{1,3})\b[^;:]{0,140}$",
    re.I,
)
_JUNK_OPENERS = frozenset("EeLlMmCcSsPpNnHhAa[⚖*_-–—=")
_GROUP_OPENERS = frozenset(' \t#*"“TCAPSDtcapsd')


class Piece(NamedTuple):
    """A run of one line that begins an item, a sentence or a paragraph."""

    tokens: tuple[enumerators.Token, ...]
    start: int
    end: int
    whole: bool
    indent: int
    waits: bool = False
    more: bool = False


def content(body: str, section: Section) -> int:
    """Find where a section's own words begin, after its marker, label and heading."""
    at = section.start
    while at < section.end:
        stop = body.find("\n", at, section.end)
        stop = section.end if stop < 0 else stop
        line = body[at:stop]
        if line.strip() and not heads.is_marker(line):
            break
        at = stop + 1
    else:
        return section.end
    if not section.label:
        return at
    words = line.lstrip()
    head = heads.match(words, (section.label,))
    ahead = len(line) - len(words) + head.end if head else _after_label(line, section.label)
    after = at + ahead
    if section.heading:
        place = body.find(section.heading, after, after + len(section.heading) + 300)
        after = place + len(section.heading) if place >= 0 else after
    while after < section.end and body[after] in " .:—–-]\t":
        after += 1
    return min(after, section.end)


def _after_label(line: str, label: str) -> int:
    """Give the offset behind a label a line begins with (``1.`` of an unworded section)."""
    place = line.find(label)
    if place < 0 or place > 12:
        return 0
    after = place + len(label)
    return after + 1 if line[after : after + 1] == "." else after


def paragraphs(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the paragraphs, a sentence broken over two lines put together again."""
    held: tuple[int, int] | None = None
    at = start
    while at < end:
        stop = body.find("\n", at, end)
        stop = end if stop < 0 else stop
        if held and _broken(body, held, at, stop):
            held = (held[0], stop)
        else:
            if held:
                yield held
            held = (at, stop)
        at = stop + 1
    if held:
        yield held


def _broken(body: str, held: tuple[int, int], start: int, stop: int) -> bool:
    """Say whether a line carries on the words of the one before it."""
    if stop - start < 1 or held[1] - held[0] < 40:
        return False
    last = body[held[1] - 1]
    if not (last.isalnum() or last in ",-)") or body[stop - 1] in ";,":
        return False
    if body.endswith((" and", " or", " AND", " OR", "and/or"), held[0], held[1]):
        return False
    if body[start].islower():
        return True
    both = body[held[1] - 30 : held[1]] + body[start : min(stop, start + 12)]
    return held[1] - held[0] > 60 and body[start].isalpha() and both.isupper()


def is_furniture(line: str) -> bool:
    """Say whether a line is left over from the page: an explanation of type, a rule, a link."""
    return line[0] in _JUNK_OPENERS and _JUNK.match(line) is not None


def is_group(line: str, waiting: bool) -> bool:
    """Say whether a line is only a heading: a chapter, capitals alone, a line of contents."""
    if (
        line[0] not in _GROUP_OPENERS
        and not line.isupper()
        and not line[0].isdigit()
        and line[0] != "§"
    ):
        return False
    if len(line) > 180:
        return False
    if _GROUP.match(line) and not VERB.search(line):
        return True
    if line.startswith("#") and not line.lstrip("# ").startswith("("):
        return True
    if heads.match(line) and not VERB.search(line):
        return True
    if waiting:
        return False
    return line.isupper() and line[-1] not in ".;:," and not VERB.search(line) and line[0].isalpha()


def pieces(line: str, start: int, indent: int) -> Iterator[Piece]:
    """Cut a paragraph at its enumerators."""
    tokens = enumerators.leading(line, 0)
    at = tokens[-1].end if tokens else len(line) - len(line.lstrip(" \t#"))
    cuts = enumerators.inside(line, at)
    held, begin, whole = tokens, at, True
    for token, sentence in cuts:
        if token.start < begin:
            continue
        waits = _waits(token, sentence)
        yield Piece(held, start + begin, start + token.start, whole, indent, waits, True)
        chain = enumerators.leading(line, token.start, 4)
        held = chain or (token,)
        begin, whole = held[-1].end, sentence
    yield Piece(held, start + begin, start + len(line), whole, indent)


def _waits(token: enumerators.Token, sentence: bool) -> bool:
    """Say whether the words before an enumerator inside a sentence wait for it."""
    return not sentence and any(count == 1 for _, count in token.readings)
