"""Know of every word, once met, which needs of the cues it serves: a number with a bit for each.

The words of a sentence give its bits together, and a way whose bits are not all there cannot occur
in it: nothing else is asked. A bill has few different words, so this costs one look-up a word.
"""

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

from billwatch.provisions.literals import EDGE, Need

_WORD = re.compile(r"\w+", re.ASCII)
KEPT = 200_000  # words remembered: some forty megabytes
_HEAD = 3  # so many first letters tell how long the runs are that a need may have
_LONG = 60
_LEADS = 1_000  # lead-ins remembered
_ONE = 1


def plain(text: str) -> list[str]:
    """Return the words of folded text in small letters, without punctuation."""
    return _WORD.findall(text.lower())


class Spellings:
    """The letters of some needs, and which of them are in a word."""

    def __init__(self, letters: Iterable[str]) -> None:
        """Note how long those are that begin alike."""
        self._letters = frozenset(letters)
        sizes: dict[str, set[int]] = {}
        for one in self._letters:
            sizes.setdefault(one[:_HEAD], set()).add(len(one))
        self._sizes = {head: tuple(sorted(ones)) for head, ones in sizes.items()}
        self._brief = [one for one in self._letters if len(one) < _HEAD]

    def within(self, word: str) -> frozenset[str]:
        """Return those in a word without punctuation, in small letters, edges and all."""
        edged = f"{EDGE}{word}{EDGE}"
        sizes = self._sizes
        runs = {
            edged[at : at + size]
            for at in range(len(edged))
            for size in sizes.get(edged[at : at + _HEAD], ())
        }
        return self._letters & runs.union([one for one in self._brief if one in edged])


class Words(dict[str, int]):
    """The bits of words, worked out when first asked; of folded text."""

    def __init__(self, bits: Mapping[Need, int]) -> None:
        """Begin without any word; ``bits`` has the number of the bit of each need."""
        super().__init__()
        letters: dict[str, list[int]] = {}
        for need, bit in bits.items():
            for one in need:
                letters.setdefault(one, []).append(bit)
        self._letters = letters
        self._masks: dict[str, int] = {}
        self._spellings = Spellings(letters)
        self._leads: dict[str, int] = {"": 0}

    def __missing__(self, word: str) -> int:
        """Work out the bits of a word, punctuation and all, and remember them."""
        parts = plain(word)
        if parts == [word]:
            found = self._bits(word)
        else:
            found = reduce(or_, (self[p] if len(p) < _LONG else self._bits(p) for p in parts), 0)
        if len(word) < _LONG:
            if len(self) >= KEPT:
                self.clear()
            self[word] = found
        return found

    def of(self, words: Iterable[str]) -> int:
        """Return the bits of many words together."""
        return reduce(or_, filter(None, map(self.__getitem__, words)), 0)

    def under(self, words: str, own: int) -> int:
        """Return the bits of a sentence whose lead-in, up to ``own``, many others may share."""
        lead = words[:own]
        known = self._leads.get(lead)
        if known is None:
            if len(self._leads) >= _LEADS:
                self._leads.clear()
            known = self._leads[lead] = self.of(lead.split())
        return known | self.of(words[own:].split())

    def _bits(self, word: str) -> int:
        """Return the bits of the letters in a word."""
        return reduce(or_, map(self._mask, self._spellings.within(word)), 0)

    def _mask(self, letters: str) -> int:
        """Return the bits that letters stand for: few of all are ever met."""
        known = self._masks.get(letters)
        if known is None:
            known = self._masks[letters] = reduce(or_, map(_ONE.__lshift__, self._letters[letters]))
        return known
