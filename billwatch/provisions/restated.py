"""Say a sentence again in the plain form of the law: "X shall not sell", "X shall delete".

The cues are written for that form, and bills say the same in many others (see `forms`), or in a
list: "X shall not do any of the following: (1) Sell". A sentence in such a form is asked a second
time, said again plainly; what its own words gave stays as it is. So is an item that is a sentence
by itself, and the item of an amended list whose lead-in the bill does not print ("C. Sell student
data.").
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from billwatch.provisions.forms import VERB, VERBS, Edit, forms
from billwatch.provisions.runs import Runs

# A lead-in that says no more than that a list follows.
_LISTED = re.compile(
    r"\b(?:shall|may|must|will)(?P<not> not)?(?:, [^:;.]{1,140},)?(?: (?:\w+ly|also|at a minimum))*"
    r"(?: (?:do|engage in|perform|take|undertake|commit|carry out|comply with)\b(?: [\w-]+){0,6}?"
    r" following\b[^:;.]{0,200}|, [^:;.]{1,140})?(?::|--?) *$",
    re.IGNORECASE,
)
_BARELY = 8  # "shall: " loses nothing by its colon
_DUTIES = re.compile(
    r"\bduties\b(?: and \w+)? of (?P<x>the [^.;:]{2,80}?) (?:shall (?:be|include)|are|include)"
    r"(?: [^.;:]{1,60})?(?::|--?) *$",
    re.IGNORECASE,
)
# An item that is a sentence of its own: "1. Access to data shall be restricted to staff;".
_WHOLE = re.compile(r"[\"']?[A-Z][^.;:]{4,300}? (?:shall|must|may not|may only)\b")
# An item whose lead-in is not printed: the words of a list, not of a heading ("Use of data").
_BARE = re.compile(
    r"(?:(?:except|unless|notwithstanding|subject to|without)\b[^;.]{1,160}?, )?"
    rf"(?:knowingly |intentionally |directly or indirectly,? )?(?P<not>not )?(?P<v>{VERB})\b"
    r"(?:,? (?:or|and) \w+| or otherwise \w+|, \w+)*"
    r" (?!(?:of|by|for|and|or|is|are|was|shall|must|may|will|has|means)\b|[-—:.])",
    re.IGNORECASE,
)
_FIRST = 16  # letters the longest of these has at most
_OPENERS = """
    not except unless notwithstanding subject without knowingly intentionally directly
"""
_OPENS = VERBS | frozenset(_OPENERS.split())
_SOLD = re.compile(
    r"\b(?:sell|rent|lease|trade|barter|monetize|auction|discriminate|penalize|retaliate"
    r"|re-?identify|re-?disclose)\b|target(?:ed|ing)?\b.{0,40}\badverti|\badvertis|\bmarketing\b"
    r"|\bprofile\b|\bprivate gain\b|\bimmigration status\b|\bpasswords?\b"
    r"|\bfacial recognition\b|\bpolitical\b|\bsocial security number",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:unless|except|other than|without|beyond|longer than|more than|not authorized)\b",
    re.IGNORECASE,
)
_DATA_VERBS = """
    access collect disclose disseminate divulge give make monitor obtain photograph process
    provide publish release require retain share track transfer transmit use view
"""
_HANDLED = frozenset(_DATA_VERBS.split())
_INSERTS = re.compile(
    r"\b(?:read|amend(?:ed|ing)|add(?:ed|ing)|insert(?:ed|ing)?|enacted)\b[^.]{0,120}$",
    re.IGNORECASE,
)


def restate(words: str, runs: Runs) -> tuple[str, Runs] | None:
    """Return the words said plainly and their runs, None where nothing is to be said again.

    ``runs`` are (offset in words, start, end in the body): lead-ins first.

    >>> restate("It is unlawful for a vendor to sell student data.", ((0, 0, 49),))
    ('a vendor shall not sell student data.', ((0, 0, 49),))
    """
    edits = _edits(words, tuple([offset for offset, _, _ in runs]))
    return _edited(words, runs, edits) if edits else None


@lru_cache(maxsize=4096)  # the prints of a bill, and companion bills, repeat most sentences
def _edits(words: str, offsets: tuple[int, ...]) -> tuple[Edit, ...]:
    """Return what is to be changed in the words, in order and apart."""
    own = offsets[-1]
    edits = sorted((*_orphan(words, own), *_lists(words, offsets), *forms(words)))
    if own and not any(edit.end >= own for edit in edits) and _WHOLE.match(words, own):
        edits = [Edit(0, own, ""), *(edit for edit in edits if edit.start >= own)]
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return tuple(kept)


def forget() -> None:
    """Forget what was said again before."""
    _edits.cache_clear()


def _lists(words: str, offsets: Sequence[int]) -> Iterator[Edit]:
    """Yield what makes of "shall not do any of the following: " before an item "shall not "."""
    for start, end in pairwise(offsets):
        if words[end - 2] not in ":-":
            continue
        found = _LISTED.search(words, start, end)
        if found and (found["not"] or end - found.start() > _BARELY):
            yield Edit(found.start(), end, "shall not " if found["not"] else "shall ")
        elif found := _DUTIES.search(words, start, end):
            yield Edit(found.start(), end, f"{found['x']} shall ")


def _orphan(words: str, own: int) -> Iterator[Edit]:
    """Yield what an item without its lead-in must have had before it, by its verb."""
    first = words[own : own + _FIRST].lower().partition(" ")[0].rstrip(",")
    found = _BARE.match(words, own) if first in _OPENS else None
    if found and (not own or _INSERTS.search(words[:own].rstrip(" :"))):
        said = words[own:]
        limited = found["v"].lower() in _HANDLED and _LIMITED.search(said)
        bans = not found["not"] and (limited or _SOLD.search(said[:200]))
        yield Edit(own, own, "Shall not " if bans else "Shall ")


def _edited(words: str, runs: Runs, edits: Sequence[Edit]) -> tuple[str, Runs]:
    """Put the edits, in order and apart, into the words, and move the runs with them."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (words[at : edit.start], edit.words)
        at = edit.end
    moved = tuple((_moved(edits, offset), start, end) for offset, start, end in runs)
    return "".join((*parts, words[at:])), moved


def _moved(edits: Sequence[Edit], offset: int) -> int:
    """Return where an offset lies after the edits: at the begin of one that it lies in."""
    move = 0
    for edit in edits:
        if edit.end <= offset and edit.start < offset:
            move += len(edit.words) - (edit.end - edit.start)
        elif edit.start < offset:
            return edit.start + move
    return offset + move
