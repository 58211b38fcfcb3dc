"""Notice what a reader should be warned of before reading a comparison."""

import re
from collections import Counter
from collections.abc import Iterator

from billwatch.diff.records import Comparison
from billwatch.models import Text

LITTLE = 0.3  # share of the old text kept below which the text was replaced
MUCH = 0.7  # share kept on both sides from which the text is still the old one
LIKE = 0.5  # likeness of titles below which they are different titles
FEWEST = 40  # words below which shares say nothing
FRONT = 4_000  # characters in which a title is looked for

_TITLE = re.compile(
    r"^.{0,60}?\b(?:(?:an?|for an|be it)\s+(?:act|bill|resolution|concurrent resolution)\b"
    r"|relating to|concerning)\b.*",
    re.IGNORECASE | re.MULTILINE,
)
_ENACTING = re.compile(r"(?:be it (?:enacted|resolved)|the people of)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    (
        "a",
        "an",
        "act",
        "bill",
        "the",
        "of",
        "to",
        "and",
        "or",
        "in",
        "for",
        "relating",
        "be",
        "it",
        "concerning",
        "amend",
        "amending",
        "section",
        "sections",
        "entitled",
        "enacted",
        "by",
        "chapter",
        "title",
        "code",
        "law",
        "revised",
        "statutes",
    )
)


def flags(c: Comparison) -> tuple[str, ...]:
    """Return the names of what is worth a warning; `summary.WARNINGS` has the words."""
    return tuple(_found(c))


def _found(c: Comparison) -> Iterator[str]:
    for side, text in (("old", c.old), ("new", c.new)):
        if not text.body.strip():
            yield f"empty-{side}"
        elif not text.complete:
            yield f"incomplete-{side}"
        if text.markup == "unknown":
            yield f"markup-{side}"
    if min(c.stats.old_words, c.stats.new_words) < FEWEST:
        return
    if c.stats.kept_old < LITTLE:
        yield "strike-all"
    if min(c.stats.kept_old, c.stats.kept_new) >= MUCH and _other_title(c.old, c.new):
        yield "new-title"


def _other_title(old: Text, new: Text) -> bool:
    """Tell whether both texts have titles, and these share few telling words."""
    before, after = title(old), title(new)
    if before == after:
        return False
    a, b = _telling(before), _telling(after)
    total = a.total() + b.total()
    return bool(a) and bool(b) and 2 * (a & b).total() / total < LIKE


def title(text: Text) -> str:
    """Return the title of the text: as its source gives it, else the line that reads like one.

    >>> title(Text("HB 1\\nAN ACT relating to fishing.\\nSection 1. Fish."))
    'AN ACT relating to fishing.'
    """
    if text.title and _TITLE.match(text.title):
        return text.title
    match = _TITLE.search(text.body[:FRONT])
    return match[0][:400].strip() if match else text.title


def _telling(words: str) -> Counter[str]:
    """Return the telling words of what a title is about: its first part, no enacting words."""
    subject = _ENACTING.split(words)[0].split(";")[0]
    return Counter(w for w in map(str.casefold, _WORD.findall(subject)) if w not in _COMMON)
