"""Walk the paragraphs of each section and give its clauses with their lead-ins."""

import re
from collections.abc import Sequence

from billwatch.models import Clause, ClauseKind, Section, Text
from billwatch.sections import formal, kinds, paragraphs, sentences
from billwatch.sections.kinds import Lead
from billwatch.sections.levels import Leads, Level, Levels

LONGEST_LEAD = 1_500

_FORMAL = re.compile(
    r"(?:legislative )?(?:findings?\b|intent\b|declarations? of|sense of|"
    r"purposes?(?: and (?:intent|findings|scope))?$)"
)
_CARVED = frozenset(("ban", "duty", "permission"))
_WORD = re.compile(r"[^\W\d_]{2}|\d")
_SUCH = re.compile(
    r"such (?P<noun>information|data|records?|notices?|notification|disclosures?|list|inventory)"
    r"(?: [\w,]+){0,3}? (?:shall|must|may|will)(?: not| also| only| at a minimum,?)*"
    r" (?:be limited|include|contain|consist|cover)\b"
)
_ENUMERATED = 12  # so much may stand between two sentences: an enumerator and spaces
_DEFINE = ("as used in this", "for purposes of this", "for the purposes of this", "in this")
_DEFINITIONS = re.compile(
    r"(?:as used in|for (?:the )?purposes of|in) this[^:“\"]{0,200}:\s*(?=[\"“])", re.I
)


class _Walk:
    """What a walk over one section carries along."""

    __slots__ = ("body", "found", "heading", "label", "leads", "levels", "low", "prefix", "spans")

    def __init__(self, body: str, low: str, section: Section) -> None:
        """Begin before the first paragraph."""
        self.body = body
        self.low = low
        self.label = section.label
        self.heading = _formal_heading(section.heading)
        self.levels = Levels(section.label)
        self.found: list[Clause] = []
        self.leads: Leads = ()
        self.prefix = ""
        self.spans: tuple[tuple[int, int], ...] = ()

    def under(self, leads: Leads) -> None:
        """Join the words and spans of lead-ins, once for all the items under them."""
        if leads is not self.leads:
            self.leads = leads
            self.prefix = "".join([f"{lead.words} " for lead in leads])
            self.spans = tuple([(lead.start, lead.end) for lead in leads])


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
    if _FORMAL.match(low):
        return "finding"
    return None


def _walk(walk: _Walk, section: Section) -> None:
    """Take every paragraph of a section through the levels."""
    body = walk.body
    at = paragraphs.content(body, section)
    for start, end in paragraphs.paragraphs(body, at, section.end):
        line = body[start:end]
        stripped = line.lstrip()
        if not stripped or paragraphs.is_furniture(stripped):
            continue
        indent = (end - start) - len(stripped) if start > at else 0
        if paragraphs.is_group(stripped, walk.levels.waiting):
            walk.levels = Levels(walk.label)
            continue
        for piece in paragraphs.pieces(line, start, indent):
            _take(walk, piece)


def _take(walk: _Walk, piece: paragraphs.Piece) -> None:
    """Place a piece among the levels and give its sentences as clauses."""
    body, levels = walk.body, walk.levels
    end = piece.end
    while end > piece.start and body[end - 1] in " \t\n":
        end -= 1
    listed = piece.whole and _goes_on(walk, piece, end)
    if piece.whole and not listed:
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
            level = levels.enter(token, n > 0, listed or not piece.whole)
        level.indent = piece.indent
        leads = level.inherited
        if end <= piece.start:
            level.given = leads
            return
    elif end <= piece.start:
        return
    else:
        shape = "" if levels.settled else _shape(body, piece.start, end)
        level, leads = levels.enter_bare(piece.indent, shape)
        level.indent = piece.indent
    level = _sentences(walk, level, leads, piece, end)
    if piece.waits and not level.open and level is levels.top:
        _wait(walk, level, end)


def _goes_on(walk: _Walk, piece: paragraphs.Piece, end: int) -> bool:
    """Say whether a piece goes on with a list inside a sentence whose items end in full stops.

    ``shall not collect: (a) Names of the parents. (b) Addresses.``: no main verb, the next count.
    """
    top = walk.levels.top
    if not piece.tokens or not top.inline or top.last != "." or piece.start >= end:
        return False
    counts = (top.form, top.count + 1) in piece.tokens[0].readings
    return counts and sentences.is_item(walk.body, piece.start, end)


def _wait(walk: _Walk, level: Level, end: int) -> None:
    """Make the last clause given a lead-in: an item follows inside its sentence."""
    if not walk.found or walk.found[-1].end != end or level.last == ".":
        return
    last = walk.found[-1]
    held = set(last.lead)
    inherited = tuple([lead for lead in level.inherited if (lead.start, lead.end) in held])
    level.open, level.childless = True, True
    level.given = (*inherited, _lead(walk, last.start, last.end, last.kind))


def _shape(body: str, start: int, end: int) -> str:
    """Name how a paragraph begins: a quoted term, lower case, a verbless fragment."""
    first = body[start]
    if first in '“"':
        return "quote"
    if first.islower():
        return "lower"
    return "fragment" if sentences.is_fragment(body, start, end) else ""


def _sentences(walk: _Walk, level: Level, leads: Leads, piece: paragraphs.Piece, end: int) -> Level:
    """Give the sentences of a piece, up to ``end``; its last one becomes the level's lead-in.

    The level comes back: sentences after an item inside a sentence belong to the level around it.
    """
    body, start = walk.body, piece.start
    first = True
    defining: Leads = ()
    kind: ClauseKind = "other"
    for stop in sentences.ends(body, start, end):
        begin = sentences.skip(body, start, stop)
        start = stop
        last = sentences.skip_back(body, begin, stop)
        if last <= begin:
            continue
        if level.inline and not first:
            if body[last - 1] != ":" and not (piece.waits and stop == end):
                _give(walk, begin, last, _kept(leads), walk.levels.outer)
                walk.levels.top.last = sentences.ending(body[max(begin, last - 60) : last])
                continue
            walk.levels.close_inline()
            level, leads = walk.levels.top, ()
        opened = walk.low.startswith(_DEFINE, begin) and _DEFINITIONS.match(body, begin, last)
        if opened:
            middle = sentences.skip_back(body, begin, opened.end())
            kind = _give(walk, begin, middle, leads)
            defining = (*leads, _lead(walk, begin, middle, "definition"))
            begin = opened.end()
        if defining and body[begin] in '“"':
            used: Leads = defining
        else:
            used = leads if first else _kept(leads)
        begin = sentences.after_run_in(body, begin, last)
        if begin == last:
            continue
        if not used and sentences.is_heading(body, begin, last, last < end or piece.more):
            if not piece.tokens:
                _give(walk, begin, last, ())
            continue
        if (
            first
            and not used
            and stop == end
            and level.place
            and sentences.is_caption(body, begin, last)
        ):
            break
        if walk.low.startswith("such ", begin):
            used = (*used, *_referred(walk, begin, last))
        kind = _give(walk, begin, last, used)
        first = False
        _leave(walk, level, used, begin, last, kind)
    if first:
        level.given = leads
        level.open, level.soft, level.quotes, level.childless = False, False, False, True
    return level


def _referred(walk: _Walk, start: int, end: int) -> Leads:
    """Give the sentence right before as a lead-in where "such information" goes on with it."""
    found = _SUCH.match(walk.low, start, end)
    if not found or not walk.found:
        return ()
    before = walk.found[-1]
    near = start - before.end <= _ENUMERATED and before.kind in ("ban", "duty")
    if not near or found["noun"] not in walk.low[before.start : before.end]:
        return ()
    return (_lead(walk, before.start, before.end, before.kind),)


def _kept(leads: Leads) -> Leads:
    """Keep for a further sentence only the lead-ins that colour all that follows: findings."""
    return tuple([lead for lead in leads if lead.kind == "finding"]) if leads else ()


def _give(walk: _Walk, start: int, end: int, leads: Leads, place: str | None = None) -> ClauseKind:
    """Add one clause, at the open levels' place unless told, and return its kind."""
    body = walk.body
    low = walk.low[start:end]
    kind = walk.heading or (kinds.under(low, leads) if leads else kinds.of_own(low))
    words = body[start:end]
    if "\n" in words:
        words = " ".join(words.split())
    walk.under(leads)
    words = walk.prefix + words
    if _WORD.search(words):
        place = walk.levels.place if place is None else place
        walk.found.append(Clause(place, start, end, words, kind, walk.spans, walk.label))
    return kind


def _lead(walk: _Walk, start: int, end: int, kind: ClauseKind, carves: bool = False) -> Lead:
    """Make a lead-in: its words without the colon, a very long one only its beginning and end."""
    words = walk.body[start:end].rstrip(" \t\n:—–-")
    if len(words) > LONGEST_LEAD:
        words = f"{words[: LONGEST_LEAD // 2]} … {words[-LONGEST_LEAD // 2 :]}"
    return Lead(start, end, kind, " ".join(words.split()) if "\n" in words else words, carves)


def _leave(walk: _Walk, level: Level, leads: Leads, start: int, end: int, kind: ClauseKind) -> None:
    """Record with the level how its last sentence ended and what its items inherit."""
    level.childless, level.quotes = True, False
    near = max(start, end - 60)
    last = walk.body[end - 1]
    if last == ";" or (last == "." and "following" not in walk.low[near:end]):
        level.last, level.open, level.soft = last, False, False
    else:
        tail = walk.body[near:end]
        level.last = sentences.ending(tail)
        level.open = sentences.opens(walk.body, start, end, tail)
        level.soft = level.open and not sentences.unfinished(tail)
    if not level.open:
        level.given = () if level.last else leads
        return
    low = walk.low[start:end]
    if kind == "other" and formal.amends(low):
        level.quotes = formal.quotes(low)
        level.given = () if level.quotes else (*leads, _lead(walk, start, end, kind))
        return
    carves = kind in _CARVED and kinds.carves(low)
    if kind == "ban" and kinds.turns(low):
        kind = "duty"
    level.given = (*leads, _lead(walk, start, end, kind, carves))
