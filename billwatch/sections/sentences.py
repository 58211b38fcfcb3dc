"""Part a paragraph into sentences, minding abbreviations, and judge how each one ends."""

import re

from billwatch.sections.words import any_of

_END = re.compile(r"[.?!][\"”’')\]]*(?:(?=\s+[\"“‘'(\[]*[A-Z§])|(?=\s+\(\w{1,4}\)\s)|(?=“))")
_CITED = """
    sec secs subsec subd subds par pars art arts ann stat stats rev ch chs cl v vs dr mr mrs
    ms jr sr st e.g i.e u.s p.l gen gov sen rep sens reps dept fed reg regs cir supp cal conn
    mich minn mont neb nev okla tenn tex vt va wis wyo ala ariz colo fla ga kan ky md mo n.c
    n.d n.h n.j n.m n.y r.i s.c s.d w.va cc pp p app att’y att'y hon prof rptr univ approx fig
    cf nos r.s g.s m.s
"""
_CLOSING = "inc co corp ltd seq etc u.s.c c.f.r d.c no llc a.m p.m ph.d m.d ed.d al ass'n"
_ALWAYS = frozenset(_CITED.split())
_SOFT = frozenset(_CLOSING.split())
_BEGINS = re.compile(
    r"\s+[\"“‘(]*(?:the|an?|any|each|every|no|such|this|that|these|those|if|when|upon|"
    r"for|in|all|it|"
    r"nothing|notwithstanding|except|provided|as|unless|not|where|failure|operators?|he|they)\b|“",
    re.I,
)
_PART = re.compile(
    r"(?:part|title|schedule|class|appendix|exhibit|grade|division|phase|option|chapter|subtitle|"
    r"section|article|type|level|group|tier|table|category|subsection|paragraph)s?\s+$",
    re.I,
)

VERB = any_of(
    "shall|may|must|is|are|means?|has|have|includes?|takes?|applies|apply|can|will|be|not|no"
)
_PREDICATE = re.compile(
    r"\b(?:shall|may|must|is|are|means?|includes?|appl(?:y|ies)|does|do|regarding|"
    r"from|who|that|which|"
    r"following|either|when|if|unless|only)\b",
    re.I,
)
_ACTS = re.compile(
    r"(?:An?|Each|Every|Any) (?:\w+ ){1,3}\w+s (?:the|an?|its|their|all|any|each|to)\b"
)
# An item of a list that asks or forbids something: no heading begins with these and an object.
_ASKS = re.compile(
    r"(?:Knowingly )?(?:Sell|Disclose|Collect|Share|Retain|Delete|Destroy|Rent|Amass|Engage in"
    r"|Notify|Provide|Implement|Maintain|Use|Release|Publish|Adopt|Designate|Establish|Develop)"
    r"(?:,? (?:or|and) \w+|, \w+)* "
    r"(?:(?:an?|the|any|all|its|such|student|pupil|covered|personal|biometric|targeted)\b)"
)
_FOOTNOTED = re.compile(r"[.;] ?\d{1,2}$")
_UNFINISHED = re.compile(
    r"(?:\b(?:following|to|of|that|from|by|who|which|if|unless|for|with)|[:—–-])[\"”’' ]*$", re.I
)
_PAUSE = re.compile(r"[,.;:]|\b(?:unless|except|that|which|if|who)\b")
_SUBORDINATE = re.compile(
    r"\b(?:once|when|where|while|after|before|until|unless|except|that|which|who|if|as)\b"
)
_DETERMINED = re.compile(
    r"(?:the|an?|any|each|every|all|no|such|this|these|those|nothing|it|if|when|upon|in)\b", re.I
)
_BINDS = re.compile(r"\b(?:shall|must)\b", re.I)
_RUN_IN = re.compile(r"[A-Z][^.:;\n]{1,150}\.(?:—|–|--)\s*")
_FOLLOWING = re.compile(r"\bfollowing(?: \w+s)?\.$", re.I)


def ends(body: str, start: int, end: int) -> list[int]:
    """Give the offsets where the sentences of ``body[start:end]`` end, the last one included.

    >>> ends("See Sec. 5 of Acme, Inc. for it. No one may.", 0, 44)
    [32, 44]
    """
    first = _first_stop(body, start, end - 1)
    if first < 0:
        return [end]
    found = [m.end() for m in _END.finditer(body, first, end) if not _abbreviated(body, start, m)]
    if not found or found[-1] < end:
        found.append(end)
    return found


def _first_stop(body: str, start: int, end: int) -> int:
    """Find the first mark that can end a sentence, -1 without any: most pieces are one sentence."""
    first = body.find(".", start, end)
    for mark in "?!":
        other = body.find(mark, start, end if first < 0 else first)
        first = other if other >= 0 else first
    return first


def _abbreviated(body: str, start: int, found: re.Match[str]) -> bool:
    """Say whether the full stop of a candidate closes an abbreviation, not a sentence."""
    stop = found.start()
    if body[stop] != "." or found.end() > stop + 1:
        return False
    space = max(
        body.rfind(" ", max(start, stop - 24), stop), body.rfind("\n", max(start, stop - 24), stop)
    )
    word = body[max(space + 1, start, stop - 24) : stop].lstrip('(“"[').lower()
    if not word or word[-1].isdigit():
        return False
    if word in _ALWAYS:
        return True
    if word in _SOFT or "." in word:
        return not _BEGINS.match(body, stop + 1)
    if len(word) == 1 and word.isalpha():
        return not _PART.search(body, max(start, stop - 20), stop - 1)
    return False


def skip(body: str, start: int, stop: int) -> int:
    """Move a start over spaces."""
    while start < stop and body[start] in " \t\n":
        start += 1
    return start


def skip_back(body: str, start: int, stop: int) -> int:
    """Move an end back over spaces."""
    while stop > start and body[stop - 1] in " \t\n":
        stop -= 1
    return stop


def is_heading(body: str, start: int, end: int, more: bool) -> bool:
    """Say whether a sentence is only the heading of what follows it (``Definitions.``)."""
    if not more or end - start > 100 or body[end - 1] != ".":
        return False
    words = body[start:end]
    if words.count(" ") >= 11 or VERB.search(words) or not words[0].isupper():
        return False
    return _ACTS.match(words) is None and _ASKS.match(words) is None


def is_fragment(body: str, start: int, end: int) -> bool:
    """Say whether words are the rest of a lead-in's sentence: ``Sell it, if …``."""
    stop = _PAUSE.search(body, start, end)
    last = stop.start() if stop else end
    return body.count(" ", start, last) >= 1 and not VERB.search(body, start, last)


def is_item(body: str, start: int, end: int) -> bool:
    """Say whether words carry on a lead-in's list: no verb of their own, no main clause.

    >>> said = "Retain data once the school has asked. The data once asked for is kept."
    >>> is_item(said, 0, 38), is_item(said, 39, len(said))
    (True, False)
    """
    if not VERB.search(body, start, end):
        return True
    if _DETERMINED.match(body, start, end) or _BINDS.search(body, start, end):
        return False
    stop = _SUBORDINATE.search(body, start, end)
    return stop is not None and not VERB.search(body, start, stop.start())


def is_caption(body: str, start: int, end: int) -> bool:
    """Say whether a piece is only a caption: it has no verb and no end (``Civil liability``)."""
    if body[end - 1] in ".;:,—–-?!)" or end - start > 400 or not body[start].isupper():
        return False
    if body.endswith(("; or", "; and", ", or", ", and"), start, end):
        return False
    return not VERB.search(body, start, end)


def after_run_in(body: str, start: int, end: int) -> int:
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


def ending(tail: str) -> str:
    """Name the end of a piece: ``.``, ``;``, ``; and``, ``; or``, ``,`` or nothing."""
    bare = tail.rstrip("\"”’')").lower()
    if bare.endswith(("; and", "; and/or", ", and")):
        return "; and"
    if bare.endswith(("; or", ", or")):
        return "; or"
    last = bare[-1:]
    return last if last in (".", ";", ",") else "." if last in ("?", "!") else ""


def opens(body: str, start: int, end: int, tail: str) -> bool:
    """Say whether a sentence waits for items: a colon, a dash, or no end at all."""
    bare = tail.rstrip("\"”’' ").lower()
    if bare.endswith((":", "—", "–", "--", ":-")):
        return True
    if bare.endswith((".", ";", ",", " and", " or", " and/or", "?", "!", ")")):
        return bare[-1] == "." and "following" in bare and _FOLLOWING.search(bare) is not None
    if _FOOTNOTED.search(bare):
        return False
    if body[start].isupper() and not VERB.search(body, start, end):
        return _UNFINISHED.search(bare) is not None
    return body.count(" ", start, end) >= 12 or _PREDICATE.search(body, start, end) is not None


def unfinished(tail: str) -> bool:
    """Say whether words end so that items must follow: a colon, a dash, ``of``."""
    return _UNFINISHED.search(tail) is not None
