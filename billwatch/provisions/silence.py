"""Say what it means that a text gave nothing: that it is silent, or that it cannot be known."""

from billwatch.models import Text, Value
from billwatch.provisions.patterns import build

_LONGEST_LINE = 100_000
_LEAST = 200
_SAMPLE = 20_000
_FEWEST = 40  # words; fewer do not tell a language
_ENGLISH = frozenset(
    ("the", "and", "to", "shall", "that", "by", "for", "with", "any", "such", "or", "this")
)
_SHARE = 0.08  # of them in English law there are some twenty in a hundred words
_VERB = build(r"\b(?:shall|may|must|is|are|will)\b")


def silence(text: Text) -> Value:
    """Return ``no`` for a whole text that could be read, else ``unknown`` (see `reasons`).

    >>> silence(Text("A school shall keep student records safe. " * 9))
    'no'
    >>> silence(Text("A school shall keep student records safe. " * 9, complete=False))
    'unknown'
    """
    return "unknown" if reasons(text) else "no"


def reasons(text: Text) -> tuple[str, ...]:
    """Return why a text cannot be called silent, in plain words; empty when it can."""
    given = (
        (not text.complete, "the text is incomplete"),
        (text.markup == "unknown", "struck words may have been read as kept"),
        (len(text.body) < _LEAST, "there is hardly any text"),
    )
    return (*(reason for holds, reason in given if holds), *unreadable(text))


def unreadable(text: Text) -> tuple[str, ...]:
    """Return why what is found in a text is little sure as well; empty where it can be read."""
    sample = text.body[:_SAMPLE]
    letters = sum(char.isascii() and char.isalpha() for char in sample)
    longest = max(map(len, text.body.splitlines()), default=0)
    given = (
        (letters < 0.55 * len(sample), "most of it is not readable as English words"),
        (not _is_english(sample), "it does not read like English"),
        (_VERB.search(text.body) is None, "no sentence of it says shall, may or must"),
        (longest > _LONGEST_LINE, "it has no paragraphs to tell apart"),
    )
    return tuple(reason for holds, reason in given if holds)


def _is_english(sample: str) -> bool:
    """Say whether the small words of a sample are English ones; too few words may be."""
    words = sample.lower().split()
    return len(words) < _FEWEST or sum(w in _ENGLISH for w in words) >= _SHARE * len(words)
