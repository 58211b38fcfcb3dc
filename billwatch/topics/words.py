"""Find the terms of a vocabulary in running words, with plain string search only.

No pattern is matched backwards or twice, so time grows with the length of the words alone.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from billwatch.topics.rule import Vocabulary

_SPACES = '-‐‑–—/_,"“”'  # "data-privacy", "data, privacy" and "data privacy" read alike
_NOTHING = "'’‘`\u00ad"
_TOP, _LENGTH = 3000, 250
_LONG = ("relating to", "relating\nto", "relative to", "in relation to", "concerning", "to amend")

Spans = list[tuple[int, int]]


def plain(words: str) -> str:
    """Return the reading form: lower case, hyphens as spaces, no apostrophes, single spaces.

    >>> plain("Pupils’  on-line\\nPrivacy")
    'pupils on line privacy'
    """
    words = words.lower()
    for signs, instead in ((_SPACES, " "), (_NOTHING, "")):
        for sign in signs:
            words = words.replace(sign, instead)
    return " ".join(words.split())


def vocabulary(name: str, terms: Sequence[str]) -> Vocabulary:
    """Return a vocabulary; a term ending in ``*`` is a beginning, any other a whole word.

    Every word of a term may also stand in the plural or the possessive.
    """
    forms: dict[str, tuple[tuple[str, bool], ...]] = {}
    for term in dict.fromkeys(terms):
        stem = max(plain(term.rstrip("*")).split(), key=len)
        forms[stem] = forms.get(stem, ()) + tuple(_forms(term))
    return Vocabulary(name, forms)


def _forms(term: str) -> Iterator[tuple[str, bool]]:
    """Yield ``(words, open)`` of a term: the inner words with and without a plural s."""
    first, *rest = plain(term.rstrip("*")).split()
    heads = [first]
    for word in rest:
        heads = [f"{head}{ending} {word}" for head in heads for ending in ("", "s")]
    yield from ((head, term.endswith("*")) for head in heads)


def heading(text: str) -> str:
    """Return the titles that a bill's text gives itself, shortened; empty where it gives none.

    The long title is sought at the top, the short title after the first "cited as".

    >>> heading("AN ACT relating to school milk.\\nSection 1. This may be cited as the Milk Act.")
    'relating to school milk; the Milk Act.'
    """
    top = text[:_TOP]
    low = top.lower()
    starts = [at for lead in _LONG if (at := low.find(lead)) >= 0]
    long = top[min(starts) :][:_LENGTH].partition(".")[0] if starts else ""
    short = text.partition("cited as")[2][:_LENGTH].partition("\n")[0]
    return "; ".join(part.strip() for part in (long, short) if part.strip())


def occurs(stems: Iterable[str], words: str) -> bool:
    """Say whether any stem is part of the words; a plain loop, for this runs on every title."""
    for stem in stems:  # noqa: SIM110
        if stem in words:
            return True
    return False


def find(words: str, vocabulary: Vocabulary) -> Spans:
    """Return the spans of every term in reading-form words, by start; longest first at a start."""
    spans = {
        span
        for stem, forms in vocabulary.forms.items()
        if stem in words
        for form in forms
        for span in _spans(words, *form)
    }
    return sorted(spans, key=lambda span: (span[0], -span[1]))


def _spans(words: str, term: str, open_end: bool) -> Iterator[tuple[int, int]]:
    start = words.find(term)
    while start >= 0:
        end = start + len(term)
        if start == 0 or not words[start - 1].isalnum():
            stop = _word_end(words, end)
            if open_end or words[end:stop] in ("", "s", "es"):
                yield start, stop
        start = words.find(term, end)


def _word_end(words: str, at: int) -> int:
    while at < len(words) and words[at].isalnum():
        at += 1
    return at


def hide(words: str, vocabulary: Vocabulary) -> str:
    """Return the words with every term of the vocabulary blanked, at the same length."""
    pieces, done = [], 0
    for start, end in find(words, vocabulary):
        if start >= done:
            pieces += [words[done:start], "." * (end - start)]
            done = end
    return "".join([*pieces, words[done:]])


def together(spans: Sequence[Spans], within: int) -> Iterator[tuple[int, ...]]:
    """Yield the places where one span of each kind stands within ``within`` characters.

    A place is flat: start and end of each kind's span, kinds in order. Places do not share a span
    of the last kind met. ``within`` 0 asks for no nearness.

    >>> list(together([[(0, 7)], [(8, 15), (90, 97)]], 40))
    [(0, 7, 8, 15)]
    """
    marks = sorted((start, end, kind) for kind, found in enumerate(spans) for start, end in found)
    last: dict[int, tuple[int, int]] = {}
    for start, end, kind in marks:
        last[kind] = (start, end)
        if len(last) < len(spans):
            continue
        place = tuple(at for k in range(len(spans)) for at in last[k])
        if not within or max(place) - min(place) <= within:
            yield place
            last.clear()


def cluster(places: Iterable[tuple[int, ...]], least: int, width: int) -> tuple[int, ...] | None:
    """Return the first of the first ``least`` places within ``width`` characters (0: anywhere).

    >>> cluster([(0, 5), (900, 905), (950, 955)], 2, 100)
    (900, 905)
    """
    recent: deque[tuple[int, ...]] = deque()
    for place in places:
        recent.append(place)
        while width and place[0] - recent[0][0] > width:
            recent.popleft()
        if len(recent) >= least:
            return recent[0]
    return None
