"""Cut text into words and units without losing a character, and say which of them are the same.

White space belongs to the word before it, so spacing and line ends never make a difference.
A *view* is the text with typographic variants written one way, character for character, so that
offsets in the view are offsets in the text.
"""

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, count, pairwise, repeat, tee
from operator import add

from billwatch.errors import DataError

Sizes = Sequence[int]  # how far each unit is from the next, in characters: bytes where they fit

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
_SPACED = re.compile(r"\S+\s*")
_SENTENCE = re.compile(r"(?:[.;:](?=\s)|\n)\s*")
FEW = 500  # characters up to which words are counted by cutting them out
_SPACE_OR_LETTER = bytes(32 if chr(code).isspace() else 120 for code in range(256))
_WIDE_SPACES = [chr(code) for code in range(256, 0x3001) if chr(code).isspace()]
_ONE_MORE = bytes(range(1, 256)) + b"\0"  # a piece of 255 is found out by the sum
_ALONE = [bytes((size + 1,)) for size in range(255)]  # sizes of a piece that is one word ...
_CLOSED = [bytes((max(size - 1, 0), 2)) for size in range(255)]  # ... and of one with its comma
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

    A piece is what stands between white space. ``sizes`` has the lengths of its words, the one
    space after it counted, in bytes where they fit; ``pieces`` gives every piece, as spelt, one
    character of its own.
    """

    def __init__(self) -> None:
        self._numbers, for_pieces = tee(_characters())  # the same strings, each held once
        self._forms = defaultdict[str, str](self._numbers.__next__)
        self.sizes: dict[str, Sequence[int]] = {}
        self.pieces = defaultdict[str, str](for_pieces.__next__)

    def __missing__(self, piece: str) -> str:
        size = len(piece)
        if not piece.isascii():
            return self._odd(piece)
        if piece.isalnum():
            code = next(self._numbers)
            self.sizes[piece] = _ALONE[size] if size < 255 else (size + 1,)
        elif size < 255 and piece[:-1].isalnum() and piece[-1] in _CLOSING:
            code = self[piece[:-1]] + self._forms[piece[-1]]
            self.sizes[piece] = _CLOSED[size]
        else:
            found = _PLAIN.findall(piece)
            code = "".join(map(self._form, found))
            self.sizes[piece] = _sized(found)
        self[piece] = code
        return code

    def _form(self, word: str) -> str:
        """Return the code of one word in the form in which it is the same as others."""
        return self[word] if word.isalnum() and word.isascii() else self._forms[word]

    def _odd(self, piece: str) -> str:
        """Code a piece with letters beyond ASCII: words of one form are the same word."""
        found = _WIDE.findall(piece)
        self[piece] = code = "".join([self._form(same_form(word)) for word in found])
        self.sizes[piece] = _sized(found)
        return code

    def check(self) -> None:
        """Raise `DataError` when there were more words or pieces than characters."""
        last = ord(next(self._numbers))  # the last of all again when there are no more
        used = last if last < _SURROGATES.start else last - len(_SURROGATES)
        if max(used, len(self.pieces)) >= _MAX_WORDS - 1:
            raise DataError(f"more than {_MAX_WORDS} different words in one comparison")


def _sized(found: list[str]) -> Sequence[int]:
    """Return the lengths of the words of a piece, and one more for the space after the last."""
    lengths = (*map(len, found[:-1]), len(found[-1]) + 1)
    return bytes(lengths) if max(lengths) < 256 else lengths


def _characters() -> Iterator[str]:
    """Return all characters but surrogates, the last one for ever."""
    after = range(_SURROGATES.stop, 0x110000)
    return map(chr, chain(range(_SURROGATES.start), after, repeat(0x10FFFF)))


class Cut:
    """A stretch of a text that starts on a word, cut into pieces at white space.

    Long stretches are cut again for each use, so that no list of all pieces is held.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._held = text[start:end].split() if end - start <= _CHUNK else None

    def _parts(self) -> Iterator[tuple[list[str], int, int]]:
        """Yield the pieces, a stretch at a time, with the start and end of it."""
        if self._held is not None:
            yield self._held, self._start, self._end
            return
        for low, high in _stretches(self._text, self._start, self._end):
            yield self._text[low:high].split(), low, high

    def coded(self, give: Callable[[str], str]) -> str:
        """Return what ``give`` codes the pieces with, in one string."""
        if self._held is not None:
            return "".join(map(give, self._held))
        return "".join("".join(map(give, found)) for found, _, _ in self._parts())

    def word_sizes(self, codes: Codes) -> Sizes:
        """Return how far each word, all coded, is from the next."""
        text, sizes = self._text, codes.sizes
        return _joined([_word_sizes(text, found, sizes, *ends) for found, *ends in self._parts()])

    def piece_sizes(self) -> Sizes:
        """Return how far each piece is from the next."""
        text = self._text
        return _joined([_piece_sizes(text, found, *ends) for found, *ends in self._parts()])


def words(text: str, start: int, end: int, codes: Codes) -> str:
    """Return the coded words of ``text[start:end]``; ``start`` must stand on a word."""
    return Cut(text, start, end).coded(codes.__getitem__)


def _joined(parts: list[Sizes]) -> Sizes:
    if len(parts) == 1:
        return parts[0]
    return array("i", chain.from_iterable(parts)) if any(map(_wide, parts)) else b"".join(parts)  # type: ignore[arg-type]


def _wide(sizes: Sizes) -> bool:
    return not isinstance(sizes, bytes)


def _piece_sizes(text: str, found: list[str], start: int, end: int) -> Sizes:
    try:
        sizes = bytes(map(len, found)).translate(_ONE_MORE)
    except ValueError:  # a piece of more than 255 characters
        sizes = b""
    return _fitted(sizes, text, start, end) or array(
        "i", map(len, _SPACED.findall(text, start, end))
    )


def _word_sizes(
    text: str, found: list[str], known: Mapping[str, Sequence[int]], start: int, end: int
) -> Sizes:
    try:
        sizes = b"".join(map(known.__getitem__, found))  # type: ignore[arg-type]
    except TypeError:  # a word of more than 254 characters
        sizes = b""
    fitted = _fitted(sizes, text, start, end)
    if fitted:
        return fitted
    slow = array("i")
    for piece, spaced in zip(found, _SPACED.findall(text, start, end), strict=True):
        slow.extend(known[piece][:-1])
        slow.append(len(spaced) - sum(known[piece][:-1]))
    return slow


def _fitted(sizes: bytes, text: str, start: int, end: int) -> bytes:
    """Return sizes made for one space after each piece, the last as it is; empty if they differ."""
    total = sum(sizes)
    last = end - start - total
    if not -1 <= last <= 0 or len(text[start:end].rstrip()) != total - 1:
        return b""
    return sizes[:-1] + bytes((sizes[-1] + last,)) if last else sizes


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


def units(text: str, start: int, end: int, *, fine: bool) -> tuple[list[int], list[str]]:
    """Return the n + 1 offsets that cut ``text[start:end]`` into paragraphs, and these.

    ``fine`` cuts into sentences. The units have one space between words and none at their end.
    """
    part = text[start:end]
    if fine:
        places = _cuts(text, start, end, _SENTENCE)
        found = [text[i:j].rstrip() for i, j in pairwise(places)]
    else:
        places, found = _lines(part, start)
        places.append(end)
    if "  " in part:
        found = [" ".join(unit.split()) if "  " in unit else unit for unit in found]
    return places, found


def _lines(part: str, start: int) -> tuple[list[int], list[str]]:
    """Return where the lines with any words in them begin, and these without white space around."""
    lines = part.removesuffix("\n").split("\n")
    bare = [*map(str.strip, lines)]
    places = [*map(add, accumulate(map(len, lines), initial=start), count())]
    places.pop()
    if bare == lines and all(lines):
        return places, lines
    kept = [k for k, words in enumerate(bare) if words]
    return [places[k] + lines[k].find(bare[k]) for k in kept], [bare[k] for k in kept]


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
    if len(text) < FEW or any(space in text for space in _WIDE_SPACES):
        return len(text.split())
    flat = text.encode("latin-1", "replace").translate(_SPACE_OR_LETTER)
    return flat.count(b" x") + flat.startswith(b"x")
