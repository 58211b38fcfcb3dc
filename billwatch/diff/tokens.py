"""Cut text into words and units without losing a character, and say which of them are the same.

White space belongs to the word before it, so spacing and line ends never make a difference.
A *view* is the text with typographic variants written one way, character for character, so that
offsets in the view are offsets in the text.
"""

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, count, pairwise, repeat
from operator import add

from billwatch.errors import DataError

_VARIANTS = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-",
    "\u2212": "-", "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ",
    "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
_CLOSING = frozenset('.,;:)]"?!')
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04"
_RARE = _UNSEEN + _LIGATURES
_RARE_FORMS = str.maketrans(
    dict.fromkeys(_UNSEEN, "") | {c: unicodedata.normalize("NFKC", c) for c in _LIGATURES}
)
_MARKS = r"\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_RULES = r"-{2,}|\.{2,}|\*{2,}|={2,}"
_PLAIN = re.compile(rf"\$?\w+(?:['-]\w+|(?<=\d)[.,:/]\d\w*)*|{_RULES}|[^\w\s]")
_WIDE = re.compile(
    rf"\$?[\w{_MARKS}]+(?:['-][\w{_MARKS}]+|(?<=\d)[.,:/]\d[\w{_MARKS}]*)*|{_RULES}|[^\w\s]"
)
_PIECE = re.compile(r"\S+")
_PARAGRAPH = re.compile(r"\n\s*")
_SENTENCE = re.compile(r"(?:[.;:](?=\s)|\n)\s*")
_CHUNK = 1 << 14  # characters cut into pieces at a time
_SURROGATES = range(0xD800, 0xE000)
_MAX_WORDS = 0x110000 - len(_SURROGATES)


def view(body: str) -> str:
    """Return ``body`` with quotes, dashes and spaces written one way, of the same length.

    >>> view("“student’s data” – all")
    '"student\\'s data" - all'
    """
    if not body.isascii():
        for variant, plain in _VARIANTS.items():
            body = body.replace(variant, plain)
    return body


def same_form(text: str) -> str:
    """Return the form in which two texts are the same: one space, NFC, nothing unseen."""
    text = " ".join(text.split())
    if text.isascii():
        return text
    if any(mark in text for mark in _RARE):
        text = text.translate(_RARE_FORMS)
    return unicodedata.normalize("NFC", text)


class Codes(dict[str, str]):
    """Give every word one character, by piece: the codes of all words in it.

    A piece is what stands between white space. ``lengths`` has the lengths of its words, the one
    space after it counted; ``pieces`` gives every piece, as spelt, one character of its own.
    """

    def __init__(self) -> None:
        self._forms: defaultdict[str, str] = _numbered()
        self.lengths: dict[str, tuple[int, ...]] = {}
        self.pieces: defaultdict[str, str] = _numbered()

    def __missing__(self, piece: str) -> str:
        forms = self._forms
        if not piece.isascii():
            return self._odd(piece)
        if piece.isalnum():
            code = forms[piece]
            self.lengths[piece] = (len(piece) + 1,)
        elif piece[:-1].isalnum() and piece[-1] in _CLOSING:
            code = forms[piece[:-1]] + forms[piece[-1]]
            self.lengths[piece] = (len(piece) - 1, 2)
        else:
            found = _PLAIN.findall(piece)
            code = "".join([forms[word] for word in found])
            self.lengths[piece] = (*map(len, found[:-1]), len(found[-1]) + 1)
        self[piece] = code
        return code

    def _odd(self, piece: str) -> str:
        """Code a piece with letters beyond ASCII: words of one form are the same word."""
        found = _WIDE.findall(piece)
        self[piece] = code = "".join([self._forms[same_form(word)] for word in found])
        self.lengths[piece] = (*map(len, found[:-1]), len(found[-1]) + 1)
        return code

    def check(self) -> None:
        """Raise `DataError` when there were more words or pieces than characters."""
        if max(len(self._forms), len(self.pieces)) > _MAX_WORDS:
            raise DataError(f"more than {_MAX_WORDS} different words in one comparison")


def _numbered() -> defaultdict[str, str]:
    """Return a dictionary that gives each new key the next character, no surrogates."""
    last = _SURROGATES.stop
    numbers = chain(range(_SURROGATES.start), range(last, 0x110000), repeat(0x10FFFF))
    return defaultdict(map(chr, numbers).__next__)


def words(text: str, start: int, end: int, codes: Codes) -> str:
    """Return the coded words of ``text[start:end]``; ``start`` must stand on a word."""
    return _coded(text, start, end, codes.__getitem__)


def pieces(text: str, start: int, end: int, codes: Codes) -> str:
    """Return the coded pieces of ``text[start:end]``."""
    return _coded(text, start, end, codes.pieces.__getitem__)


def _coded(text: str, start: int, end: int, give: Callable[[str], str]) -> str:
    if end - start <= _CHUNK:
        return "".join(map(give, text[start:end].split()))
    stretches = _stretches(text, start, end)
    return "".join("".join(map(give, text[low:high].split())) for low, high in stretches)


def word_bounds(text: str, start: int, end: int, codes: Codes) -> Sequence[int]:
    """Return the n + 1 offsets that bound the words `words` coded."""
    bounds = array("q", [start])
    for low, high in _stretches(text, start, end):
        found, places = _pieces(text, low, high)
        lengths = map(codes.lengths.__getitem__, found)
        bounds.pop()
        if places is None:
            bounds.extend([*accumulate(chain.from_iterable(lengths), initial=low)])
        else:
            for place, sizes in zip(places, lengths, strict=True):
                bounds.extend([*accumulate(sizes[:-1], initial=place)])
            bounds.append(high)
        bounds[-1] = high
    return bounds


def piece_bounds(text: str, start: int, end: int) -> Sequence[int]:
    """Return the n + 1 offsets that bound the pieces `pieces` coded."""
    bounds = array("q", [start])
    for low, high in _stretches(text, start, end):
        found, places = _pieces(text, low, high)
        bounds.pop()
        if places is None:
            bounds.extend([*map(add, accumulate(map(len, found), initial=low), count())])
            bounds[-1] = high
        else:
            bounds.extend(places)
            bounds.append(high)
    return bounds


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield stretches to work on one at a time, so that no list of all words is held."""
    while start < end:
        stop = end if end - start <= _CHUNK else _last_gap(text, start, start + _CHUNK, end)
        yield start, stop
        start = stop


def _pieces(text: str, start: int, end: int) -> tuple[list[str], list[int] | None]:
    """Return the pieces, and their places where more than one space parts some of them."""
    part = text[start:end]
    found = part.split()
    if sum(map(len, found)) + len(found) - 1 == len(part.rstrip()):
        return found, None
    return found, [match.start() for match in _PIECE.finditer(text, start, end)]


def _last_gap(text: str, start: int, stop: int, end: int) -> int:
    """Return where to cut at most at ``stop``: after white space, or nowhere before ``end``."""
    space = text.rfind(" ", start, stop)
    if space < 0:
        return end
    while space < end and text[space].isspace():
        space += 1
    return space


def units(text: str, start: int, end: int, *, fine: bool) -> tuple[list[int], list[str]]:
    """Return the n + 1 offsets that cut ``text[start:end]`` into paragraphs, and these.

    ``fine`` cuts into sentences. The units have one space between words and none at their end.
    """
    part = text[start:end]
    if fine or "\n\n" in part or "\n " in part:
        places = _cuts(text, start, end, _SENTENCE if fine else _PARAGRAPH)
        found = [text[i:j].rstrip() for i, j in pairwise(places)]
    else:
        found = part.removesuffix("\n").split("\n")
        places = [*map(add, accumulate(map(len, found), initial=start), count())]
        places[-1] = end
    if "  " in part:
        found = [" ".join(unit.split()) if "  " in unit else unit for unit in found]
    return places, found


def _cuts(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[int]:
    found = [match.end() for match in pattern.finditer(text, start, end)]
    if not found or found[-1] != end:
        found.append(end)
    return [start, *found]


def first_word(text: str, start: int = 0) -> int:
    """Return the offset of the first character at or after ``start`` that is not white space."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def count_words(text: str) -> int:
    """Return the number of words, parted by white space."""
    return len(text.split())
