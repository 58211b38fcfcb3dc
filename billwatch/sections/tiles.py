"""Tile a text into front matter, sections and notes."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from billwatch.models import Section, SectionKind, Text
from billwatch.sections import heads


class _Line(NamedTuple):
    start: int
    words: str


class _Cut(NamedTuple):
    """The start of a section: offset, label, heading, whether it can be a line of contents."""

    start: int
    label: str
    heading: str
    line: int
    short: bool
    style: str


_ENACTING = re.compile(
    r"\b(?:be it (?:hereby )?(?:enacted|resolved|ordained)|do enact as follows|do ordain|"
    r"hereby enacts? as follows|enacts:|the people of the state of \w+(?: \w+)? enact)",
    re.I,
)
_RESOLVED = re.compile(r"\s*(?:(?:now,? )?therefore,? be it )?(?:further )?resolved\b", re.I)
_TITLE = re.compile(
    r"\s*(?:an? (?:act|bill|resolve|resolution|joint resolution|concurrent resolution)\b|"
    r"resolve\b|relating to\b|to (?:amend|provide|establish|require|clarify|protect|prohibit)\b)",
    re.I,
)
_NOTE = re.compile(
    r"\s*(?:(?:(?:section )?history(?: of section)?|historical (?:and statutory )?notes?|"
    r"cross[- ]references?|(?:compiler|editor|revisor|reviser)[’']?s[’']? notes?|"
    r"effect of amendments?|case notes|"
    r"notes (?:of|to) decisions|opinions of (?:the )?attorney general|research references|"
    r"attorney general opinions?|law (?:journals and )?reviews?|(?:case )?annotations|"
    r"library references|rules of court|"
    r"legislative history(?: notes)?|statements? of (?:purpose|intent)(?: of bill)?|"
    r"(?:sponsor[’']?s[’']? )statement|the \d{4} amendments?|prior (?:laws|compilations)|"
    r"u\.s\. code cong(?:ressional)?\.? news)\s*(?:[.:]|[—–]|--|$).*|STATEMENT|notes?\s*(?::.*|$)|"
    r"(?:the )?\d{4} amendments?\s*[.:—–].*|"
    r"the \d{4} amendments?,? (?:by|effective|in|added|deleted|substituted|inserted|"
    r"rewrote)\b.*|(?:report title|fiscal note|fiscal impact)\s*(?::|\.?\s*(?:--|[—–])).*)$",
    re.I,
)
_TAIL = re.compile(
    r"\s*(?:EXPLANATION\s*(?:[-—–:.]|$)|SUMMARY OF|Insertions into existing statutes|"
    r"\[Proposed deletions are enclosed)"
)
# What legislatures print behind a bill, however long it is: Louisiana's digest, Delaware's
# synopsis, Maine's summary, Utah's review, New Hampshire's fiscal note, and in Minnesota the words
# of the sections that the bill repeals.
_DIGEST = re.compile(
    r"\s*(?:(?:DIGEST|SYNOPSIS|SUMMARY|Legislative Review Note"
    r"|(?:[HS]B ?\d{1,5}(?:-[A-Z]{1,3})?[-–— ]{1,5})?FISCAL NOTE)\s*$|The digest printed below\b"
    r"|The original instrument and the following digest"
    r"|Repealed Minnesota (?:Statutes|(?:Session )?Laws|Rules)\b)"
)
_NOTE_OPENERS = frozenset(" \taAhHcCeEnNoOrRlLsStTpPuUfF[ID0123456789")
_THAT = re.compile(r"\s*(\d{1,3})\.\s+That\b")
_COUNT = re.compile(r"\s*(\d{1,3})\.\s+\S")
_DUTY = re.compile(r"\s*\(?(?:\d{1,2}|[A-Za-z])[.)] [^\n]{0,200}\b(?:shall|must|may not)\b")
_SEVERAL = 2
_MODAL = re.compile(r"\b(?:shall|may|must|is|are|means)\b", re.I)


def split(text: Text) -> tuple[Section, ...]:
    """Tile the body into sections, in order: ``"".join(body[s.start:s.end]) == body``.

    A section's label is the number printed for the innermost section (a codified number inside a
    bill section); labels may repeat. Words before the first head are ``front``, history and
    statements after a section are ``note``. A body without any head is one unlabelled section.
    """
    body = text.body
    if not body:
        return ()
    lines = tuple(_lines(body))
    cuts = _ended(lines, _numbered(lines, _without_contents(lines, _cuts(lines))))
    if not cuts:
        return _headless(body, lines)
    tiles = list(_before(body, lines, cuts[0]))
    stop = _Cut(len(body), "", "", len(lines), False, "")
    for cut, following in pairwise((*cuts, stop)):
        tiles.extend(_tile(cut, following.start, lines[cut.line : following.line]))
    return tuple(tiles)


def _ended(lines: tuple[_Line, ...], cuts: list[_Cut]) -> list[_Cut]:
    """Drop the heads that stand in what is printed behind the bill: they are none of its own."""
    if not cuts:
        return cuts
    half = lines[-1].start // 2
    for at in range(cuts[0].line, len(lines)):
        words = lines[at].words
        behind = lines[at].start > half or "Minnesota" in words
        if behind and len(words) < 120 and _DIGEST.match(words):
            return [cut for cut in cuts if cut.line <= at]
    return cuts


def _enacts(words: str) -> bool:
    """Say whether a line has an enacting clause; its verb is looked for first."""
    low = words.lower()
    verb = "enact" in low or "ordain" in low or "resolved" in low
    return verb and _ENACTING.search(words) is not None


def _before(body: str, lines: tuple[_Line, ...], first: _Cut) -> Iterator[Section]:
    """Give what stands before the first head: front matter, and enacted words without a head."""
    ahead = [line for line in lines if line.start < first.start]
    after = next((n + 1 for n, line in enumerate(ahead) if _enacts(line.words)), _amid(ahead))
    start = ahead[after].start if 0 <= after < len(ahead) else first.start
    if len(body[start : first.start].strip()) < 200:
        start = first.start
    if start:
        yield Section("", "", 0, start, "front")
    if start < first.start:
        yield from _tile(_Cut(start, "", "", after, False, ""), first.start, tuple(ahead[after:]))


def _amid(ahead: list[_Line]) -> int:
    """Give the place of the first of several numbered duties, where a copy opens amid a section.

    -1 where it does not.
    """
    if any(_TITLE.match(line.words) for line in ahead):
        return -1
    duties = [n for n, line in enumerate(ahead) if _DUTY.match(line.words)]
    return duties[0] if len(duties) >= _SEVERAL else -1


def _lines(body: str) -> Iterator[_Line]:
    """Give each line with its offset, without the line end."""
    at = 0
    for words in body.split("\n"):
        yield _Line(at, words)
        at += len(words) + 1


def _cuts(lines: tuple[_Line, ...]) -> list[_Cut]:
    """Find every section head, at line starts and, in run-together texts, inside lines."""
    cuts: list[_Cut] = []
    expected = heads.Announced()
    marker = -1
    number = 0
    for at, line in enumerate(lines):
        if heads.is_marker(line.words):
            marker = at
            continue
        head = heads.match(line.words, expected) or _next_entry(line.words, cuts, at)
        if head:
            cut = _cut(lines, at, head)
            cuts.append(cut if marker < 0 else cut._replace(start=lines[marker].start))
            marker = -1
            if head.style == "word":
                number = int(head.label) if head.label.isdigit() else number
                expected = heads.Announced(line.words[head.end :])
        elif marker >= 0 and line.words.strip():
            cuts.append(
                _Cut(
                    lines[marker].start,
                    heads.marked(lines[marker].words),
                    "",
                    marker + 1,
                    False,
                    "code",
                )
            )
            marker = -1
        if len(line.words) > 60 and (" " in line.words) and _may_hold(line.words):
            number = _inline(line, at, number, cuts)
    return cuts


def _next_entry(words: str, cuts: list[_Cut], at: int) -> heads.Head | None:
    """Read ``966. HEADING.`` right after the bare head 965 as the next entry of the contents."""
    if not cuts or not cuts[-1].short or cuts[-1].line != at or not cuts[-1].label.isdigit():
        return None
    label = str(int(cuts[-1].label) + 1)
    begins = len(label) >= 3 and words.lstrip().startswith(label + ".")
    return heads.Head(label, words.index(label) + len(label) + 1, "code") if begins else None


def _may_hold(words: str) -> bool:
    """Say cheaply whether a line can hold a head inside it."""
    return "follows" in words or "to read:" in words or " Sec" in words or " SEC" in words


def _inline(line: _Line, at: int, number: int, cuts: list[_Cut]) -> int:
    """Add the heads inside a line that follow in number, or follow ``to read as follows:``."""
    for found in heads.INLINE.finditer(line.words):
        label = found["number"] or found["label"]
        which = "head" if found["number"] else "code"
        end = found.end(which)
        if which == "head":
            count = int(re.sub(r"\D", "", label))
            if line.words[found.start() - 1] != ":" and count != number + 1:
                continue
            number = count
        begin, stop = heads.heading_at(line.words, end)
        heading = line.words[begin:stop].strip()
        start = line.start + found.start(which)
        cuts.append(_Cut(start, label, heading, at + 1, False, which))
    return number


def _cut(lines: tuple[_Line, ...], at: int, head: heads.Head) -> _Cut:
    """Make the cut of a head, with its heading from the same line or the next one."""
    line = lines[at]
    begin, end = heads.heading_at(line.words, head.end)
    heading = line.words[begin:end].strip()
    short = len(line.words) < 200 and not line.words[end:].strip(" .\t—–-")
    if not line.words[head.end :].strip(" .\t"):
        heading = _next_heading(lines, at)
    return _Cut(line.start, head.label, heading, at + 1, short, head.style)


def _next_heading(lines: tuple[_Line, ...], at: int) -> str:
    """Take the heading from the line after a bare label, when it reads like one."""
    for line in lines[at + 1 : at + 4]:
        words = line.words.strip()
        if words:
            return words.rstrip(" .") if heads.is_heading(words) and not heads.match(words) else ""
    return ""


def _without_contents(lines: tuple[_Line, ...], cuts: list[_Cut]) -> list[_Cut]:
    """Drop tables of contents: runs of heads without words whose labels come again as sections."""
    last = {cut.label.lower(): place for place, cut in enumerate(cuts)}
    kept: list[_Cut] = []
    run: list[int] = []
    for place, cut in enumerate(cuts):
        bare = cut.short and place + 1 < len(cuts) and _adjoin(lines, cut, cuts[place + 1])
        if bare or (run and cut.short and last[cut.label.lower()] > place):
            run.append(place)
        else:
            if run:
                kept += _judged(run, cuts, last)
                run = []
            kept.append(cut)
    return kept + _judged(run, cuts, last)


def _adjoin(lines: tuple[_Line, ...], cut: _Cut, following: _Cut) -> bool:
    """Say whether nothing stands between two heads."""
    return not any(line.words.strip() for line in lines[cut.line : following.line - 1])


def _judged(run: list[int], cuts: list[_Cut], last: dict[str, int]) -> list[_Cut]:
    """Keep a run of bare heads unless most of its labels come again after it."""
    again = sum(last[cuts[place].label.lower()] > run[-1] for place in run)
    contents = len(run) >= 2 and again * 2 > len(run)
    return [] if contents else [cuts[place] for place in run]


def _numbered(lines: tuple[_Line, ...], cuts: list[_Cut]) -> list[_Cut]:
    """Add the bare ``1.``, ``2.`` sections of bills that print no word Section.

    New Jersey counts them after the enacting clause; Virginia's read ``1. That …``.
    """
    if any(cut.style == "word" for cut in cuts):
        return cuts
    start = next((n for n, line in enumerate(lines) if _enacts(line.words)), None)
    if start is None:
        return cuts
    first = next((n for n in range(start + 1, len(lines)) if lines[n].words.strip()), None)
    if first is None or not lines[first].words.lstrip().startswith("1."):
        return cuts
    pattern = _THAT if _THAT.match(lines[first].words) else _COUNT
    added: list[_Cut] = []
    for at in range(first, len(lines)):
        found = pattern.match(lines[at].words)
        if found and int(found[1]) == len(added) + 1:
            added.append(_cut(lines, at, heads.Head(found[1], found.end(1) + 1, "word")))
    return sorted((*cuts, *added))


def _headless(body: str, lines: tuple[_Line, ...]) -> tuple[Section, ...]:
    """Tile a body without heads: the title and enacting clause, then one unlabelled section."""
    start = 0
    for at, line in enumerate(lines):
        if _enacts(line.words[:400]) or _RESOLVED.match(line.words):
            whole = len(line.words) < 300 and not _RESOLVED.match(line.words)
            start = (
                (lines[at + 1].start if at + 1 < len(lines) else len(body)) if whole else line.start
            )
            break
    else:
        start = _after_title(lines)
    start = min(start, len(body))
    front = [Section("", "", 0, start, "front")] if start else []
    if start == len(body):
        return tuple(front)
    rest = [line for line in lines if line.start >= start]
    return (*front, *_tile(_Cut(start, "", "", 0, False, ""), len(body), tuple(rest)))


def _after_title(lines: tuple[_Line, ...]) -> int:
    """Give the offset after a title that opens the text, 0 when it opens with law."""
    for at, line in enumerate(lines):
        if not line.words.strip():
            continue
        title = _TITLE.match(line.words) and len(line.words) < 600
        if title and not _MODAL.search(line.words):
            return lines[at + 1].start if at + 1 < len(lines) else line.start + len(line.words)
        return 0
    return 0


def _tile(cut: _Cut, end: int, lines: tuple[_Line, ...]) -> Iterator[Section]:
    """Give a section, and the note at its end if there is one."""
    note = end
    kind: SectionKind = "section"
    for line in lines:
        if line.words and line.words[0] in _NOTE_OPENERS and line.start > cut.start:
            if _NOTE.match(line.words) and len(line.words) < 20_000:
                note = line.start
                break
            tail = end - line.start < 2_000 and _TAIL.match(line.words)
            if tail or _DIGEST.match(line.words):
                note = line.start
                break
    yield Section(cut.label, cut.heading, cut.start, note, kind)
    if note < end:
        heading = next(line.words for line in lines if line.start == note).strip()
        yield Section(
            "", re.split(r"[.:—]", heading, maxsplit=1)[0][:80].strip(), note, end, "note"
        )
