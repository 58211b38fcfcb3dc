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
from itertools import accumulate, chain, count, pairwise, repeat, starmap

from billwatch.errors import DataError

Sizes = Sequence[int]  # how far each unit is from the next, in characters: bytes where they fit

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
_RULES = r"-{2,}|\.{2,}|\*{2,}|={2,}"


def _words_of(letter: str) -> str:
    """Return the pattern of a word of such letters with the white space after it.

    Most are letters and a space and nothing else, which is looked for first.
    """
    joined = rf"(?:['-]{letter}++|(?<=\d)[.,:/]\d{letter}*+)*+"
    return rf"{letter}++\s++|(?:{letter}++{joined}|\${letter}++{joined}|{_RULES}|[^\w\s])\s*+"


_PLAIN = re.compile(_words_of(r"\w"), re.A)
_WIDE = re.compile(_words_of(rf"[\w{_MARKS}]"))
_SPACED = re.compile(r"\S+\s*")
_SENTENCE = re.compile(r"(?:[.;:](?=\s)|\n)\s*")
FEW = 200  # characters up to which words are counted by cutting them out
_LETTERS = bytes(not chr(code).isspace() for code in range(256))  # 1 for all but white space
_WIDE_SPACES = [chr(code) for code in range(256, 0x3001) if chr(code).isspace()]
_ONE_MORE = bytes(range(1, 256)) + b"\0"  # a piece of 255 is found out by the sum
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


class Codes:
    """Give every word and every piece one character; a piece is what stands between white space.

    ``pieces`` has those of pieces as they are spelt, ``words`` those of words with the white space
    after them.
    """

    def __init__(self) -> None:
        self.pieces = defaultdict[str, str](_characters().__next__)
        self.words = _Words(self.pieces)

    def check(self) -> None:
        """Raise `DataError` when there were more words and pieces than characters."""
        if len(self.pieces) >= _MAX_WORDS - 1:
            raise DataError(f"more than {_MAX_WORDS} different words in one comparison")


class _Words(dict[str, str]):
    """Give every word the character of its form."""

    def __init__(self, forms: defaultdict[str, str]) -> None:
        super().__init__()
        self._forms = forms

    def __missing__(self, word: str) -> str:
        self[word] = code = self._forms[word.rstrip() if word.isascii() else same_form(word)]
        return code


def _characters() -> Iterator[str]:
    """Return all characters but surrogates, the last one for ever."""
    after = range(_SURROGATES.stop, 0x110000)
    return map(chr, chain(range(_SURROGATES.start), after, repeat(0x10FFFF)))


def words(text: str, start: int, end: int, codes: Codes) -> tuple[str, Sizes]:
    """Return the coded words of ``text[start:end]``, and how far each is from the next.

    ``start`` must stand on a word.
    """
    return _coded(_words, text, start, end, codes)


def pieces(text: str, start: int, end: int, codes: Codes) -> tuple[str, Sizes]:
    """Return the same of the pieces, each coded as it is spelt."""
    return _coded(_pieces, text, start, end, codes)


def sized(text: str, start: int, end: int) -> Sizes:
    """Return how far each of the pieces is from the next."""
    parts = (text[low:high] for low, high in _stretches(text, start, end))
    return _joined([_spaced(part, part.split()) for part in parts])


def spelt(text: str, start: int, end: int, codes: Codes) -> str:
    """Return the coded pieces alone."""
    found = (text[low:high].split() for low, high in _stretches(text, start, end))
    return "".join(["".join(map(codes.pieces.__getitem__, part)) for part in found])


def _coded(
    cut: Callable[[str, Codes], tuple[str, Sizes]], text: str, start: int, end: int, codes: Codes
) -> tuple[str, Sizes]:
    """Return what ``cut`` makes of a stretch at a time, so that no list of all words is held."""
    if end - start <= _CHUNK:
        return cut(text[start:end], codes)
    found = [cut(text[low:high], codes) for low, high in _stretches(text, start, end)]
    return "".join([coded for coded, _ in found]), _joined([sizes for _, sizes in found])


def _words(text: str, codes: Codes) -> tuple[str, Sizes]:
    found = (_PLAIN if text.isascii() else _WIDE).findall(text)
    return "".join(map(codes.words.__getitem__, found)), _lengths(found)


def _pieces(text: str, codes: Codes) -> tuple[str, Sizes]:
    found = text.split()
    return "".join(map(codes.pieces.__getitem__, found)), _spaced(text, found)


def _spaced(text: str, found: list[str]) -> Sizes:
    """Return how far each piece is from the next: mostly one space."""
    try:
        sizes = bytes(map(len, found)).translate(_ONE_MORE)
    except ValueError:  # a piece of more than 255 characters
        return _lengths(_SPACED.findall(text))
    last = len(text) - sum(sizes)
    if not -1 <= last <= 0 or (last == 0) is not text[-1:].isspace():
        return _lengths(_SPACED.findall(text))
    return sizes[:-1] + bytes((sizes[-1] + last,)) if last else sizes


def _lengths(found: list[str]) -> Sizes:
    """Return the lengths, as bytes where they fit."""
    try:
        return bytes(map(len, found))
    except ValueError:
        return array("i", map(len, found))


def _joined(parts: list[Sizes]) -> Sizes:
    if len(parts) == 1:
        return parts[0]
    return array("i", chain.from_iterable(parts)) if any(map(_wide, parts)) else b"".join(parts)  # type: ignore[arg-type]


def _wide(sizes: Sizes) -> bool:
    return not isinstance(sizes, bytes)


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield stretches to work on one at a time, so that no list of all words is held."""
    while start < end:
        stop = end if end - start <= _CHUNK else last_gap(text, start, start + _CHUNK, end)
        yield start, stop
        start = stop


def last_gap(text: str, start: int, stop: int, end: int) -> int:
    """Return where to cut at most at ``stop``: after white space, or nowhere before ``end``."""
    if stop >= end:
        return end
    space = text.rfind(" ", start, stop)
    if space < 0:
        return end
    while space < end and text[space].isspace():
        space += 1
    return space


def next_gap(text: str, start: int, stop: int) -> int:
    """Return where a word begins after ``stop``, or ``start`` where that is not before it."""
    space = text.find(" ", stop) if stop > start else -1
    return start if space < 0 else first_word(text, space)


def units(text: str, start: int, end: int, *, fine: bool) -> tuple[Sequence[int], list[str]]:
    """Return how far each paragraph of ``text[start:end]`` is from the next, and these.

    ``fine`` cuts into sentences. The units have no white space around them.
    """
    if fine:
        places = _cuts(text, start, end, _SENTENCE)
        return [*starmap(_apart, pairwise(places))], [
            text[i:j].rstrip() for i, j in pairwise(places)
        ]
    lines = text[start:end].removesuffix("\n").split("\n")
    bare = [*map(str.strip, lines)]
    sizes = [size + 1 for size in map(len, lines)]
    if bare == lines and all(lines):
        sizes[-1] += end - start - sum(sizes)
        return sizes, lines
    starts = [*accumulate(sizes, initial=0)]
    kept = [k for k, words in enumerate(bare) if words]
    places = [starts[k] + lines[k].find(bare[k]) for k in kept] + [end - start]
    return [*starmap(_apart, pairwise(places))], [bare[k] for k in kept]


def _apart(low: int, high: int) -> int:
    return high - low


def numbered(a: list[str], b: list[str]) -> tuple[list[int], list[int]]:
    """Return a number for each unit, the same for units that differ in nothing but their spaces."""
    numbers = defaultdict[str, int](count().__next__)
    coded = [*map(numbers.__getitem__, a)], [*map(numbers.__getitem__, b)]
    both = set(coded[0]).intersection(coded[1])
    for listed, found in zip(coded, (a, b), strict=True):
        for k in [k for k, number in enumerate(listed) if number not in both]:
            if "  " in found[k]:
                listed[k] = numbers[" ".join(found[k].split())]
    return coded


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
    """Return the number of words, parted by white space.

    >>> count_words("  to the board;\\n and"), count_words("")
    (4, 0)
    """
    if len(text) < FEW or (not text.isascii() and any(space in text for space in _WIDE_SPACES)):
        return len(text.split())
    stretches = (text[max(at - 1, 0) : at + _CHUNK] for at in range(0, len(text), _CHUNK))
    return sum(map(_begun, stretches)) + (not text[0].isspace())


def _begun(text: str) -> int:
    """Count the words that begin after the first character."""
    flat = text.encode("latin-1", "replace").translate(_LETTERS)
    letters = int.from_bytes(flat, "little")
    edges = (letters ^ letters << 8).bit_count()  # where a word begins or ends
    return edges // 2 - flat[0]
