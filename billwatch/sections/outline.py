"""Walk the paragraphs of each section and give its clauses with their lead-ins."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from billwatch.models import Clause, ClauseKind, Section, Text
from billwatch.sections import enumerators, heads, kinds, sentences
from billwatch.sections.kinds import Lead
from billwatch.sections.levels import Leads, Level, Levels

LONGEST_LEAD = 1_500

_JUNK = re.compile(
    r"\s*(?:EXPLANATION\s*[-—–:]|\[ ?\] is old law|LBD\d{5}|Matter in (?:italics|bold)|"
    r"(?:Copy (?:citation|link)|Skip to content|Previous|Next|⚖.*)\s*$|\*{3,}|_{4,}|-{4,}|={4,})",
    re.I,
)
_GROUP = re.compile(
    r"\s*[#*\"“]*\s*(?:TITLE|CHAPTER|ARTICLE|PART|SUBPART|SUBCHAPTER|SUBTITLE|DIVISION|SUBDIVISION|SUBARTICLE)"
    r"\s+(?:[IVXLCDM]+|\d[\w.–-]*|[A-Z]{1,3})\b[^;:]{0,140}$",
    re.I,
)
_JUNK_OPENERS = frozenset("EeLlMmCcSsPpNn[⚖*_-=")
_GROUP_OPENERS = frozenset(' \t#*"“TCAPSDtcapsd')
_VERB = re.compile(
    r"\b(?:shall|may|must|is|are|means?|has|have|includes?|takes?|applies|apply|can|will|be|not|no)\b",
    re.I,
)
_CARVED = frozenset(("ban", "duty", "permission"))
_PREDICATE = re.compile(
    r"\b(?:shall|may|must|is|are|means?|includes?|appl(?:y|ies)|does|do|regarding|from|who|that|which|"
    r"following|either|when|if|unless|only)\b",
    re.I,
)
_FOOTNOTED = re.compile(r"[.;] ?\d{1,2}$")
_UNFINISHED = re.compile(
    r"(?:\b(?:following|to|of|that|from|by|who|which|if|unless|for|with)|[:—–-])[\"”’' ]*$", re.I
)
_WORD = re.compile(r"[^\W\d_]{2}|\d")
_CLOSED = re.compile(r"[.?!;][\"”’')\]]*$")
_RUN_IN = re.compile(r"[A-Z][^.:;\n]{1,150}\.(?:—|–|--)\s*")
_FOLLOWING = re.compile(r"\bfollowing(?: \w+s)?\.$", re.I)
_DEFINITIONS = re.compile(
    r"(?:as used in|for (?:the )?purposes of|in) this[^:“\"]{0,200}:\s*(?=[\"“])", re.I
)


class _Piece(NamedTuple):
    """A run of one line that begins an item, a sentence or a paragraph."""

    tokens: tuple[enumerators.Token, ...]
    start: int
    end: int
    whole: bool
    indent: int
    waits: bool = False
    more: bool = False


class _Walk:
    """What a walk over one section carries along."""

    __slots__ = ("body", "found", "heading", "label", "levels", "low")

    def __init__(self, body: str, low: str, section: Section) -> None:
        """Begin before the first paragraph."""
        self.body = body
        self.low = low
        self.label = section.label
        self.heading = _formal_heading(section.heading)
        self.levels = Levels(section.label)
        self.found: list[Clause] = []


def clauses(text: Text, sections: Sequence[Section]) -> tuple[Clause, ...]:
    """Give the clauses of all sections of kind ``section``, in the order of the body.

    A clause is one sentence or list item; its ``text`` has the lead-ins before it. A sentence that
    serves as a lead-in is a clause as well.
    """
    low = _lower(text.body)
    found: list[Clause] = []
    for section in sections:
        if section.kind == "section":
            walk = _Walk(text.body, low, section)
            _walk(walk, section)
            found.extend(walk.found)
    return tuple(found)


def _lower(body: str) -> str:
    """Lower-case a body without changing its length (``İ`` would grow)."""
    low = body.lower()
    if len(low) == len(body):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in body)


def _formal_heading(heading: str) -> ClauseKind | None:
    """Say what a section heading makes of all its clauses: findings, or nothing special."""
    low = heading.lower()
    if re.match(r"(?:legislative )?(?:findings?|intent|purposes?|sense of|declaration)\b", low):
        return "finding"
    return None


def _walk(walk: _Walk, section: Section) -> None:
    """Take every paragraph of a section through the levels."""
    body = walk.body
    at = _content(body, section)
    for start, end in _paragraphs(body, at, section.end):
        line = body[start:end]
        stripped = line.lstrip()
        if not stripped or (stripped[0] in _JUNK_OPENERS and _JUNK.match(stripped)):
            continue
        indent = (end - start) - len(stripped) if start > at else 0
        if _is_group(stripped, walk):
            walk.levels = Levels(walk.label)
            continue
        for piece in _pieces(line, start, indent):
            _take(walk, piece)


def _content(body: str, section: Section) -> int:
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
    lead = len(line) - len(line.lstrip())
    head = heads.match(line.lstrip(), frozenset((section.label,)))
    after = at + lead + head.end if head else at + _after_label(line, section.label)
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


def _paragraphs(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
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
    if body[start].islower():
        return True
    both = body[held[1] - 30 : held[1]] + body[start : min(stop, start + 12)]
    return held[1] - held[0] > 60 and body[start].isalpha() and both.isupper()


def _is_group(line: str, walk: _Walk) -> bool:
    """Say whether a line is only a heading: an article or chapter, capitals alone, a contents line."""
    if (
        line[0] not in _GROUP_OPENERS
        and not line.isupper()
        and not line[0].isdigit()
        and line[0] != "§"
    ):
        return False
    if len(line) > 180:
        return False
    if _GROUP.match(line) and not _VERB.search(line):
        return True
    if line.startswith("#") and not line.lstrip("# ").startswith("("):
        return True
    if heads.match(line) and not _VERB.search(line):
        return True
    if walk.levels.top.open and walk.levels.top.childless:
        return False
    return (
        line.isupper() and line[-1] not in ".;:," and not _VERB.search(line) and line[0].isalpha()
    )


def _pieces(line: str, start: int, indent: int) -> Iterator[_Piece]:
    """Cut a paragraph at its enumerators."""
    tokens = enumerators.leading(line, 0)
    at = tokens[-1].end if tokens else len(line) - len(line.lstrip(" \t#"))
    cuts = enumerators.inside(line, at)
    held, begin, whole = tokens, at, True
    for token, sentence in cuts:
        if token.start < begin:
            continue
        waits = _waits(token, sentence)
        yield _Piece(held, start + begin, start + token.start, whole, indent, waits, True)
        chain = enumerators.leading(line, token.start, 4)
        held = chain or (token,)
        begin, whole = held[-1].end, sentence
    yield _Piece(held, start + begin, start + len(line), whole, indent)


def _waits(token: enumerators.Token, sentence: bool) -> bool:
    """Say whether the words before an enumerator inside a sentence wait for it."""
    return not sentence and any(count == 1 for _, count in token.readings)


def _take(walk: _Walk, piece: _Piece) -> None:
    """Place a piece among the levels and give its sentences as clauses."""
    body, levels = walk.body, walk.levels
    end = piece.end
    while end > piece.start and body[end - 1] in " \t\n":
        end -= 1
    if piece.whole:
        levels.close_inline()
    if (
        levels.top.soft
        and piece.start < end
        and body[piece.start].isupper()
        and not body[piece.start : piece.start + 12].isupper()
    ):
        levels.settle()
    if piece.tokens:
        for n, token in enumerate(piece.tokens):
            level = levels.enter(token, n > 0, not piece.whole)
        level.indent = piece.indent
        leads = level.inherited
        if end <= piece.start:
            level.given = leads
            return
    elif end <= piece.start:
        return
    else:
        shape = _shape(body, piece.start)
        level, leads = levels.enter_bare(piece.indent, shape, "")
    level = _sentences(walk, level, leads, piece._replace(end=end))
    if piece.waits and not level.open and level is levels.top:
        _wait(walk, level, end)


def _wait(walk: _Walk, level: Level, end: int) -> None:
    """Make the last clause given a lead-in: an item follows inside its sentence."""
    if not walk.found or walk.found[-1].end != end or level.last == ".":
        return
    last = walk.found[-1]
    inherited = tuple(lead for lead in level.inherited if (lead.start, lead.end) in last.lead)
    level.open, level.childless = True, True
    level.given = (*inherited, Lead(last.start, last.end, last.kind))


def _shape(body: str, start: int) -> str:
    """Name how a paragraph begins: with a quoted term, in lower case, or else."""
    first = body[start]
    if first in '“"':
        return "quote"
    return "lower" if first.islower() else ""


def _sentences(walk: _Walk, level: Level, leads: Leads, piece: _Piece) -> Level:
    """Give the sentences of a piece as clauses; its last one becomes the level's lead-in.

    The level comes back: sentences after an item inside a sentence belong to the level around it.
    """
    body, start, end = walk.body, piece.start, piece.end
    first = True
    defining: Leads = ()
    kind: ClauseKind = "other"
    for stop in sentences.ends(body, start, end):
        begin = _skip(body, start, stop)
        start = stop
        last = _skip_back(body, begin, stop)
        if last <= begin:
            continue
        if level.inline and not first:
            if body[last - 1] != ":" and not (piece.waits and stop == end):
                _give(walk, begin, last, _kept(leads), walk.levels.outer)
                continue
            walk.levels.close_inline()
            level, leads = walk.levels.top, ()
        opened = body[begin] in "AaFfIi" and _DEFINITIONS.match(body, begin, last)
        if opened:
            middle = _skip_back(body, begin, opened.end())
            kind = _give(walk, begin, middle, leads)
            defining = (*leads, Lead(begin, middle, "definition"))
            begin = opened.end()
        if defining and body[begin] in '“"':
            used: Leads = defining
        else:
            used = leads if first else _kept(leads)
        begin = _after_run_in(body, begin, last)
        if begin == last or not used and _is_heading(body, begin, last, last < end or piece.more):
            continue
        kind = _give(walk, begin, last, used)
        first = False
        _leave(walk, level, used, begin, last, kind)
    if first:
        level.given = leads
        level.open, level.soft, level.quotes, level.childless = False, False, False, True
    return level


def _after_run_in(body: str, start: int, end: int) -> int:
    """Move a start over a heading that runs into its sentence (``In general.—No State …``)."""
    near = min(end, start + 154)
    if (
        body.find(".—", start, near) < 0
        and body.find(".-", start, near) < 0
        and body.find(".–", start, near) < 0
    ):
        return start
    found = _RUN_IN.match(body, start, end)
    return found.end() if found else start


def _kept(leads: Leads) -> Leads:
    """Keep for a further sentence only the lead-ins that colour all that follows: findings."""
    return tuple(lead for lead in leads if lead.kind == "finding")


def _skip(body: str, start: int, stop: int) -> int:
    """Move a start over spaces."""
    while start < stop and body[start] in " \t\n":
        start += 1
    return start


def _skip_back(body: str, start: int, stop: int) -> int:
    """Move an end back over spaces."""
    while stop > start and body[stop - 1] in " \t\n":
        stop -= 1
    return stop


def _is_heading(body: str, start: int, end: int, more: bool) -> bool:
    """Say whether a sentence is only the heading of what follows it (``Definitions.``)."""
    if not more or end - start > 100 or body[end - 1] != ".":
        return False
    words = body[start:end]
    return words.count(" ") < 11 and not _VERB.search(words) and words[0].isupper()


def _give(walk: _Walk, start: int, end: int, leads: Leads, place: str | None = None) -> ClauseKind:
    """Add one clause, at the open levels' place unless told, and return its kind."""
    body = walk.body
    low = walk.low[start:end]
    kind = walk.heading or (kinds.under(low, leads) if leads else kinds.of_own(low))
    words = body[start:end]
    if "\n" in words:
        words = " ".join(words.split())
    if leads:
        words = " ".join([*(_lead_words(body, lead) for lead in leads), words])
    if _WORD.search(words):
        spans = tuple([(lead.start, lead.end) for lead in leads])
        walk.found.append(
            Clause(
                walk.levels.place if place is None else place,
                start,
                end,
                words,
                kind,
                spans,
                walk.label,
            )
        )
    return kind


def _lead_words(body: str, lead: Lead) -> str:
    """Give the words of a lead-in without its colon; a very long one keeps its beginning and end."""
    words = body[lead.start : lead.end].rstrip(" \t\n:—–-")
    if len(words) > LONGEST_LEAD:
        words = f"{words[: LONGEST_LEAD // 2]} … {words[-LONGEST_LEAD // 2 :]}"
    return " ".join(words.split()) if "\n" in words else words


def _leave(walk: _Walk, level: Level, leads: Leads, start: int, end: int, kind: ClauseKind) -> None:
    """Record with the level how its last sentence ended and what its items inherit."""
    body = walk.body
    tail = body[max(start, end - 60) : end]
    level.childless = True
    level.last = _ending(tail)
    level.open = _opens(body, start, end, tail)
    level.soft = level.open and _UNFINISHED.search(tail) is None
    level.quotes = False
    if not level.open:
        level.given = () if level.last else leads
        return
    low = walk.low[start:end]
    if kind == "other" and kinds.amends(low):
        level.quotes = kinds.quotes(low)
        level.given = () if level.quotes else (*leads, Lead(start, end, kind))
        return
    level.given = (*leads, Lead(start, end, kind, kind in _CARVED and kinds.carves(low)))


def _ending(tail: str) -> str:
    """Name the end of a piece: ``.``, ``;``, ``; and``, ``; or``, ``,`` or nothing."""
    bare = tail.rstrip("\"”’')").lower()
    if bare.endswith(("; and", "; and/or", ", and")):
        return "; and"
    if bare.endswith(("; or", ", or")):
        return "; or"
    last = bare[-1:]
    return last if last in (".", ";", ",") else "." if last in ("?", "!") else ""


def _opens(body: str, start: int, end: int, tail: str) -> bool:
    """Say whether a sentence waits for items: a colon, a dash, or no end at all."""
    bare = tail.rstrip("\"”’' ").lower()
    if bare.endswith((":", "—", "–", "--", ":-")):
        return True
    if bare.endswith((".", ";", ",", " and", " or", " and/or", "?", "!", ")")):
        return bare[-1] == "." and "following" in bare and _FOLLOWING.search(bare) is not None
    if _FOOTNOTED.search(bare):
        return False
    if body[start].isupper() and not _VERB.search(body, start, end):
        return _UNFINISHED.search(bare) is not None
    return body.count(" ", start, end) >= 12 or _PREDICATE.search(body, start, end) is not None
