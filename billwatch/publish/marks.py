"""Say what a cell shows: a letter, a word, a shape, and a short detail.

Silent, "no", "not read" and "unclear" are four different marks. A cell that says ``no`` because
somebody stated it (a quote, a review, a published coding) is told from one whose whole text was
read without finding a word.
"""

import re
from dataclasses import dataclass

from billwatch.models import Cell


@dataclass(frozen=True, slots=True)
class Sign:
    """One mark of the matrix: ``css`` names its shape and colour."""

    letter: str
    word: str
    css: str
    meaning: str


SIGNS = {
    sign.css if sign.css != "unread" else "not read": sign
    for sign in (
        Sign("Y", "yes", "yes", "The text does this, for the party named."),
        Sign(
            "L", "partly", "partly", "Limited: some parties or data only, or as a term or a plan."
        ),
        Sign("P", "permits", "permits", "The text expressly allows what this would limit."),
        Sign("N", "no, as stated", "stated", "The text, or who published it, says no."),
        Sign("–", "silent", "silent", "The whole text was read; nothing in it speaks of this."),
        Sign("?", "unknown", "unknown", "The text is not complete, so silence proves nothing."),
        Sign("!", "unclear", "unclear", "A clause speaks of this; what it does needs a person."),
        Sign("·", "not read", "unread", "No text is held, so nothing is claimed about the law."),
    )
}

_SHORT = (
    (re.compile(r"\bbusiness days?\b"), "bus. d"),
    (re.compile(r"\b(?:calendar )?days?\b"), "d"),
    (re.compile(r"\bhours?\b"), "h"),
    (re.compile(r"\bmonths?\b"), "mo"),
    (re.compile(r"\byears?\b"), "y"),
)
_ROOM = 22
_ENDS = {"and", "by", "for", "from", "in", "of", "on", "to", "with"}  # what stands before is whole
_TURNS = {"but", "except", "if", "not", "only", "unless", "until", "when", "without"}
_LOOSE = {"a", "and", "by", "for", "from", "if", "in", "no", "of", "on", "or", "the", "to", "with"}


def sign(value: str, *, said: bool = False) -> Sign:
    """Return the mark of a value; ``said`` tells a stated ``no`` from silence.

    >>> sign("no").letter, sign("no", said=True).letter
    ('–', 'N')
    """
    if value == "no":
        return SIGNS["stated" if said else "silent"]
    return SIGNS.get(value, SIGNS["unclear"])


def of(cell: Cell) -> Sign:
    """Return the mark of a cell."""
    return sign(cell.value, said=bool(cell.quote) or cell.origin != "machine")


def short(detail: str) -> str:
    """Return a detail that fits under a letter; the whole stands behind the link.

    >>> short("72 hours"), short("opt-in-written"), short("amount set by the board of education")
    ('72 h', 'opt-in-written', 'amount set')
    >>> short("consent required unless the record is public")
    'consent required…'
    """
    first = re.split(r"[;/(,:]", detail.strip(), maxsplit=1)[0].rstrip()
    for pattern, brief in _SHORT:
        first = pattern.sub(brief, first)
    if len(first) <= _ROOM:
        return first
    words, left = first[:_ROOM].split()[:-1], first.split()
    while words and words[-1] in _LOOSE:
        words.pop()
    rest = left[len(words) :]
    whole = words and rest[0] in _ENDS and not _TURNS.intersection(rest)
    return " ".join(words) if whole else f"{' '.join(words) or first[: _ROOM - 1]}…"
