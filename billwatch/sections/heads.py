"""Recognise the head of a section at the start of a line: ``SEC. 101.``, ``§ 2443.``, ``33-133.``.

Only the start of a paragraph is looked at, so a reference inside a sentence is never a head; a
paragraph that begins with a reference ("Section 444(b) of the Act is amended") has no full stop
after the number and is not one either.
"""

import re
from collections.abc import Container
from typing import NamedTuple

from billwatch.sections.words import any_of


class Head(NamedTuple):
    """A head found in a line: its label, where the words after it begin, and what marks it."""

    label: str
    end: int
    style: str


_LABEL = r"\d[\dA-Za-z]*(?:[-–.:/][\dA-Za-z]+)*"
_PREFIX = (
    r"[\s\"“‘'*➔+&#>]*(?:\(NEW\)\s*|\[?NEW SECTION[.\]]*\s*|New (?=Section)|Enacting |"
    r"\[(?=[§S]))*[\"“]?"
)
_WORDED = re.compile(
    _PREFIX + r"(?P<word>SECTION|Section|SEC\.?|Sec\.?|§{1,2}|S(?= ?\d))\s*\[?"
    rf"(?P<label>{_LABEL}|[A-Z]{{1,2}}(?=[.:])|(?:\d+[A-Z]?)?[-–]\s(?=\s*[A-Z]))"
    r"(?P<term>[.:]\]?|\]|)(?=(?P<next>\s*)(?P<after>.?.?.?))"
)
_BARE = re.compile(rf"[\s\"“‘'*#\[]*(?P<label>{_LABEL})(?P<term>[.:]|\]|)(?=\s+(?P<after>.?)|$)")
# A code cited by its letters, as its publishers print it: ``NRS 388.292 Collection of data.``
_CODED = re.compile(
    r"(?:NRS|RCW|ORS|RSA|KRS|MCL|MCLS|HRS|A\.?R\.?S\.?|C\.?R\.?S\.?|O\.?C\.?G\.?A\.?|RSMo|NMSA|SDCL"
    r"|NDCC|N\.D\.C\.C\.|T\.C\.A\.|K\.S\.A\.|N\.J\.S\.A?\.|I\.C\.|MCA|NCGS|G\.S\.|R\.S\.)"
    rf" ?§? ?(?P<label>{_LABEL})(?P<term>[.:]|)(?=\s+[A-Z]|\s*$)"
)
# New Hampshire prints a number, a caption and what is amended: ``252:1 New Paragraph; Data
# Inventory. Amend RSA 189:66 by inserting …``; the chapter's number comes with the final version.
_CAPTIONED = re.compile(
    r"(?:\d{1,3}:)?(?P<label>\d{1,3})\s{1,4}(?=[A-Z][^.]{2,250}\.\s{1,4}"
    r"(?:Amend (?:RSA|the introductory|\d{4},)|RSA \d|This act\b|The following (?:is|are)\b))"
)
# As publishers of codes print it: ``Section 12.34 - Collection of data``.
_DASHED = re.compile(r"\]? {1,4}[-–—]{1,2} {1,4}(?=[A-Z“\"(\[])")
_NOTED = re.compile(r"[\[(](?:Effective|Expires|Repealed)\b", re.I)
_LONG = 300  # characters of the longest heading
_MARKER = re.compile(r"\s*#+\s*SEC\s+\S+\s*$")
_RUN_ON = re.compile(r"(?:of|and|or|to|through|is|as|et)\b|[,;]", re.I)
_STRONG = re.compile(r"\d++[A-Za-z]{0,2}+(?:[-–:]\d|\d*+\.\d)|\d{2,}+[A-Za-z]*+[-–][A-Za-z]")
_OPENERS = frozenset(" \t\"“‘'*➔+&#>([§0123456789SNE")
_STARTS = re.compile(r"[A-Z“\"(\[\d‘'—–-]|[a-z]\.|$")
INLINE = re.compile(
    r"(?<=[.;:”\"\]]) +(?P<head>(?:Section|SECTION|Sec\.|SEC\.) ?"
    r"(?P<number>\d{1,4}[A-Z]?)\. (?=[A-Z“\"(\[]))"
    rf"|\b(?:follows|to read)(?: \[[^\]]{{1,60}}\])?: +(?P<code>[\"“]?(?:§ "
    rf"?)?(?P<label>{_LABEL})\. (?=[A-Z“\"(]))"
)


def is_marker(line: str) -> bool:
    """Say whether a line is only a file's own mark (``##SEC 2443``), not a printed head."""
    return "#" in line[:8] and _MARKER.match(line) is not None


def marked(line: str) -> str:
    """Give the number a file's own mark names: ``2443`` of ``##SEC 2443``."""
    return line.split()[-1]


def match(line: str, expected: Container[str] = frozenset()) -> Head | None:
    """Find a section head at the start of a line.

    ``expected`` are the numbers the enclosing instruction named: a bare number without a full stop
    (``1002.22 Student records``) counts only when it was announced.
    """
    if line[1:2].isupper() or line[1:2] == "." or line.startswith("RSMo"):
        found = _CODED.match(line)
        if found:
            return _coded(found, line)
    if not line or line[0] not in _OPENERS or (line[0] == "(" and not line.startswith("(NEW")):
        return None
    found = _WORDED.match(line)
    if found:
        return _worded(found, line)
    found = _BARE.match(line)
    head = _bare(found, expected) if found else None
    if head is None and line[0].isdigit() and (found := _CAPTIONED.match(line)):
        return Head(found["label"], found.end("label"), "word")
    return head


def _worded(found: re.Match[str], line: str) -> Head | None:
    """Judge a head with the word Section or the sign §."""
    word, term, after = found["word"], found["term"], found["after"]
    label = found["label"].strip()
    if word == "S" and not term:
        return None
    style = "code" if word[0] == "§" else "word"
    if not term and (dashed := _DASHED.match(line, found.end("label"))):
        return Head(label, dashed.end(), style) if _may_head(line[dashed.end() :]) else None
    if not term:
        rest = line[found.end("label") :].strip()
        if rest and (word[0] != "§" or not rest[0].isupper() or _RUN_ON.match(rest)):
            return None
    elif (found["next"] and after and not _STARTS.match(after)) or (
        not found["next"] and after and after[0] not in '(—–-[“"'
    ):
        return None
    return Head(label, found.end("term"), style)


def _coded(found: re.Match[str], line: str) -> Head | None:
    """Judge a head with the letters of its code: what follows is a heading, or nothing."""
    rest = _NOTED.split(line[found.end() :], maxsplit=1)[0].strip()
    if not _STRONG.match(found["label"]) or not _may_head(rest):
        return None
    return Head(found["label"], found.end("term"), "code")


def _may_head(words: str) -> bool:
    """Say whether words may be a heading, or none: a heading is short and says nothing."""
    return len(words) <= _LONG and not _VERBS.search(words)


def _bare(found: re.Match[str], expected: Container[str]) -> Head | None:
    """Judge a head that is a number alone: ``22.1-289.01.``, ``22584.``."""
    label, term, after = found["label"], found["term"], found["after"]
    if after and not _STARTS.match(after):
        return None
    known = label in expected
    if label.isdigit():
        long = len(label) >= 4 and not ("1900" <= label <= "2100")
        if term != "." or len(label) < 3 or not (known or long):
            return None
    elif not known and (term != "." or not _STRONG.match(label)):
        return None
    return Head(label, found.end("term"), "code")


_NUMBERS = re.compile(_LABEL)


class Announced:
    """The numbers an amending instruction names (``Section 22584 is added``), read when asked."""

    __slots__ = ("_line", "_numbers")

    def __init__(self, line: str = "") -> None:
        """Keep the line that names them."""
        self._line = line
        self._numbers: frozenset[str] | None = None

    def __contains__(self, label: object) -> bool:
        """Say whether a number is named."""
        if self._numbers is None:
            self._numbers = frozenset(_NUMBERS.findall(self._line[:600]))
        return label in self._numbers


_SKIP = re.compile(
    r"(?:\s|\(NEW\)|\(Effective [^)]{1,200}\)|\[EFFECTIVE [^\]]{1,80}\]|NEW (?:SECTION|LAW)\.?)*",
    re.I,
)
_VERBS = any_of(
    "is|are|was|were|be|shall|may|must|means?|takes?|has|have|applies|apply|includes?|amend"
    "|expires?|becomes?|does|do|will|as follows|reads?|can|cannot|prohibits|forbids|requires"
    "|authorizes|constitutes|creates|remains?|owns|belongs|retains|commits|violates|entitles"
)
_MARK = r"\.(?:[—–-]|\s|$)|:[-—–]|[—–](?=\(|$)"
_STOP = re.compile(_MARK)
_STOP_OR_DASHES = re.compile(rf"{_MARK}|\s?--\s?(?=[(A-Z])")
_OPENING = re.compile(
    r"(?:Notwithstanding|Pursuant|In accordance|Except|If|Upon|Within|Not later"
    r"|Nothing (?:in|contained|herein))\b",
    re.I,
)
_INITIAL = re.compile(r"(?:^|[\s.])(?:[A-Z]|No|Inc|U\.S|St|vs?)$")
_ITEM = re.compile(r"[\"“]?(?:\(\w{1,5}\)|\w{1,3}\.\s)")


def heading_at(line: str, start: int) -> tuple[int, int]:
    """Find the heading that follows a label in its line: start and end, equal when there is none.

    A heading is a short run of words without a verb, closed by a full stop, a dash or the line.
    """
    skipped = _SKIP.match(line, start)
    begin = skipped.end() if skipped else start
    if begin >= len(line) or _ITEM.match(line, begin):
        return begin, begin
    stop = _stop(line, begin)
    end = stop.start() if stop else len(line)
    if end - begin > _LONG or _OPENING.match(line, begin) or _VERBS.search(line, begin, end):
        return begin, begin
    if not stop and line[-1] in ":;,":
        return begin, begin
    return begin, end


def _stop(line: str, begin: int) -> re.Match[str] | None:
    """Find the mark that closes a heading; the full stop of an initial or of "No." does not."""
    dashes = line.find("--", begin, begin + _LONG + 10) >= 0
    for found in (_STOP_OR_DASHES if dashes else _STOP).finditer(line, begin, begin + _LONG + 10):
        if not _INITIAL.search(line, max(begin, found.start() - 5), found.start()):
            return found
    return None


_SAYS = re.compile(
    r"\b(?:shall|may|must|means?|takes?|appl(?:y|ies)|includes?|is (?:hereby "
    r")?(?:amended|repealed))\b",
    re.I,
)


def is_heading(line: str) -> bool:
    """Say whether a whole line reads as the heading of the bare label before it."""
    if len(line) > 250 or line[-1] in ":;," or _ITEM.match(line) or _SAYS.search(line):
        return False
    begin, end = heading_at(line, 0)
    return (end > begin and not line[end:].strip(" .")) or (len(line) < 80 and line.count(".") < 2)
