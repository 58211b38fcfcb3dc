"""Turn text into numbers: every word a hash with its place, all words of a text at once.

A word is a run of letters and digits, in lower case. Enumerators in brackets, such as ``(a)`` or
``(iv)``, are left out, so that renumbering costs nothing. Equal words have equal hashes; two
different words have the same one by chance once in 2**64.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Codes = NDArray[np.uint32]
Places = NDArray[np.int32]

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that its powers have inverses modulo 2**64
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))
_STRETCH = 1 << 16  # letters hashed at a time: as far as the powers are kept
_ENUMERATOR = 4  # the longest word that is an enumerator when it stands in brackets


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: their hashes, and where each starts and ends in the body."""

    hashes: Hashes
    starts: Places
    ends: Places

    def __len__(self) -> int:
        return len(self.hashes)


def read(body: str) -> Words:
    """Return the words of a text, enumerators in brackets left out.

    >>> body = "The school's (a) Records"
    >>> found = read(body)
    >>> [body[start:end] for start, end in zip(found.starts, found.ends)]
    ['The', 'school', 's', 'Records']
    """
    letters = _letters(body)
    inside = np.zeros(len(letters) + 2, dtype=np.int8)
    inside[1:-1] = _wordy(letters)
    steps = np.diff(inside)
    starts = np.flatnonzero(steps == 1).astype(np.int32)
    ends = np.flatnonzero(steps == -1).astype(np.int32)
    kept = ~_enumerators(letters, starts, ends)
    starts, ends = starts[kept], ends[kept]
    return Words(_hashed(letters, starts, ends), starts, ends)


def within(words: Words, spans: Sequence[tuple[int, int]]) -> Words:
    """Return the words that stand in these spans of the body, which are in order and apart.

    Words on both sides of what is left out become neighbours.
    """
    edges = np.array(spans, dtype=np.int64).ravel()
    inside = np.searchsorted(edges, words.starts, side="right") % 2 == 1
    return Words(words.hashes[inside], words.starts[inside], words.ends[inside])


def coded(hashes: Hashes) -> Codes:
    """Return the upper half of every hash: by it the words of a few texts are told apart.

    It is enough for words in a row, where a chance of one in 2**32 that two have one code does no
    harm, and half of what is kept, sent and sorted.
    """
    codes: Codes = (hashes >> np.uint64(32)).astype(np.uint32)
    return codes


def mixed(values: Hashes) -> Hashes:
    """Return 64-bit numbers stirred so that every bit depends on every bit (splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    stirred: Hashes = values ^ (values >> np.uint64(31))
    return stirred


def _letters(body: str) -> NDArray[np.uint32]:
    """Return the characters as numbers, in lower case, as many as the body has."""
    lower = body.lower()
    if len(lower) != len(body):  # a few letters have no single lower-case form
        lower = "".join(low if len(low := c.lower()) == 1 else c for c in body)
    return np.frombuffer(lower.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _wordy(letters: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell of every character whether it belongs to a word."""
    wordy: NDArray[np.bool_] = _ASCII[np.minimum(letters, 128)]
    foreign = np.flatnonzero(letters > 127)
    if len(foreign):
        forms, which = np.unique(letters[foreign], return_inverse=True)
        wordy[foreign] = np.array([chr(form).isalnum() for form in forms])[which]
    return wordy


def _enumerators(letters: NDArray[np.uint32], starts: Places, ends: Places) -> NDArray[np.bool_]:
    """Tell of every word whether it is short and stands alone in brackets."""
    padded = np.concatenate((letters, np.array([32], dtype=np.uint32)))
    enclosed = (padded[starts - 1] == ord("(")) & (padded[ends] == ord(")"))
    found: NDArray[np.bool_] = enclosed & (ends - starts <= _ENUMERATOR)
    return found


def _hashed(letters: NDArray[np.uint32], starts: Places, ends: Places) -> Hashes:
    """Return the hash of every word: a polynomial in its letters, from sums over the whole text.

    The sum up to a word's end less that up to its start is the word times a power of the base, and
    the inverse power takes that away again. Powers repeat every `_STRETCH` letters.
    """
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    hashes = np.empty(len(starts), dtype=np.uint64)
    first = 0
    while first < len(starts):
        low = int(starts[first])
        last = max(int(np.searchsorted(ends, low + _STRETCH, side="right")), first + 1)
        high = min(int(ends[last - 1]), low + _STRETCH)  # a longer word counts by its beginning
        sums = np.zeros(high - low + 1, dtype=np.uint64)
        np.cumsum(letters[low:high] * _POWERS[: high - low], out=sums[1:])
        begin = starts[first:last] - low
        finish = np.minimum(ends[first:last], high) - low
        hashes[first:last] = (sums[finish] - sums[begin]) * _INVERSES[begin]
        first = last
    return mixed(hashes)


def _powers(base: np.uint64) -> Hashes:
    powers = np.full(_STRETCH + 1, base, dtype=np.uint64)
    powers[0] = 1
    product: Hashes = np.cumprod(powers, dtype=np.uint64)
    return product


_POWERS = _powers(_BASE)
_INVERSES = _powers(_INVERSE)
_ASCII = np.array([chr(n).isalnum() and n < 128 for n in range(129)])
