"""Cut text into words and units without losing a character, and say which of them are the same.

White space belongs to the word before it, so spacing and line ends never make a difference.
A *view* is the text with typographic variants written one way, character for character, so that
offsets in the view are offsets in the text.
"""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from itertools import accumulate

from billwatch.errors import DataError

_VARIANTS = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-",
    "\u2212": "-", "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ",
    "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04"
_RARE = _UNSEEN + _LIGATURES
_RARE_FORMS = str.maketrans(
    dict.fromkeys(_UNSEEN, "") | {c: unicodedata.normalize("NFKC", c) for c in _LIGATURES}
)
_MARKS = r"\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_RULES = r"-{2,}\s*|\.{2,}\s*|\*{2,}\s*|={2,}\s*"
_PLAIN = re.compile(rf"\$?\w+(?:['-]\w+|(?<=\d)[.,:/]\d\w*)*\s*|{_RULES}|[^\w\s]\s*")
_WIDE = re.compile(
    rf"\$?[\w{_MARKS}]+(?:['-][\w{_MARKS}]+|(?<=\d)[.,:/]\d[\w{_MARKS}]*)*\s*|{_RULES}|[^\w\s]\s*"
)
_PARAGRAPH = re.compile(r"\n\s*")
_SENTENCE = re.compile(r"(?:[.;:](?=\s)|\n)\s*")
_CHUNK = 1 << 14  # characters cut into words at a time
_SHORT = 1 << 12  # characters up to which the plain list is quicker
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
    """Give every word one character, surrogates left out; spacing makes no difference."""

    def __init__(self) -> None:
        self._forms: dict[str, str] = {}

    def __missing__(self, word: str) -> str:
        form = word.rstrip() if word.isascii() else same_form(word)
        code = self._forms.get(form)
        if code is None:
            number = len(self._forms)
            if number >= _MAX_WORDS:
                raise DataError(f"more than {_MAX_WORDS} different words in one comparison")
            code = chr(number if number < _SURROGATES.start else number + len(_SURROGATES))
            self._forms[form] = code
        self[word] = code
        return code


def words(text: str, start: int, end: int, codes: Codes) -> tuple[str, Sequence[int]]:
    """Return the coded words of ``text[start:end]`` and the n + 1 offsets that bound them.

    ``start`` must stand on a word. Works in pieces, so that no list of all words is held.
    """
    pattern = _PLAIN if text.isascii() else _WIDE
    if end - start <= _SHORT:
        found = pattern.findall(text, start, end)
        return "".join(map(codes.__getitem__, found)), [*accumulate(map(len, found), initial=start)]
    coded: list[str] = []
    bounds = array("q", [start])
    while start < end:
        stop = end if end - start <= _CHUNK else _last_gap(text, start, start + _CHUNK, end)
        found = pattern.findall(text, start, stop)
        coded.append("".join(map(codes.__getitem__, found)))
        bounds.extend(accumulate(map(len, found[1:]), initial=start + len(found[0])))
        start = stop
    return "".join(coded), bounds


def _last_gap(text: str, start: int, stop: int, end: int) -> int:
    """Return where to cut at most at ``stop``: after white space, or nowhere before ``end``."""
    space = text.rfind(" ", start, stop)
    if space < 0:
        return end
    while space < end and text[space].isspace():
        space += 1
    return space


def cuts(text: str, start: int, end: int, *, fine: bool = False) -> list[int]:
    """Return the offsets that cut ``text[start:end]`` into paragraphs (``fine``: sentences)."""
    pattern = _SENTENCE if fine else _PARAGRAPH
    found = [match.end() for match in pattern.finditer(text, start, end)]
    if not found or found[-1] != end:
        found.append(end)
    return [start, *found]


def first_word(text: str, start: int = 0) -> int:
    """Return the offset of the first character at or after ``start`` that is not white space."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def count(text: str) -> int:
    """Return the number of words, parted by white space."""
    return len(text.split())
