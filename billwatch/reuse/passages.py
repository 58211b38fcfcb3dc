"""From texts to matches: read the words, find leads, look closer, each step anywhere."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

import numpy as np

from billwatch.reuse import align, prints, seeds, words
from billwatch.reuse.align import Match
from billwatch.reuse.prints import NONE, Prints
from billwatch.reuse.seeds import Seeds
from billwatch.reuse.weigh import Rarity
from billwatch.reuse.words import Codes

Given = TypeVar("Given")
Made = TypeVar("Made")


class Do(Protocol):
    """A way to apply a function to many things in order: ``map``, or one that has workers."""

    def __call__(
        self, function: Callable[[Given], Made], things: Iterable[Given], /
    ) -> Iterator[Made]:
        """Yield what the function makes of each thing, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """One text to read: its body, and the spans that count (none: all of it)."""

    body: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Shred:
    """What is read of a text: its words in order, a name for them, and its fingerprints."""

    words: Codes
    name: str
    prints: Prints
    size: int  # words: also where these were left out


@dataclass(frozen=True, slots=True)
class Bale:
    """Several shreds as three rows of numbers, which are sent many times as fast as one by one.

    Either words or fingerprints are left out, so that nothing is sent that nobody looks at.
    ``sizes`` has the words and the fingerprints of each.
    """

    words: Codes
    prints: Prints
    names: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...]

    def shreds(self) -> Iterator[Shred]:
        """Yield them one by one."""
        at = begin = 0
        for name, (size, grams) in zip(self.names, self.sizes, strict=True):
            own = slice(begin, begin + grams)
            taken = Prints(self.prints.hashes[own], self.prints.places[own])
            yield Shred(self.words[at : at + size], name, taken, size)
            at, begin = at + size, begin + grams


def shred(sheet: Sheet) -> Shred:
    """Read the words and the fingerprints of a text."""
    hashes = read(sheet).hashes
    name = hashlib.sha256(hashes.tobytes()).hexdigest()[:32]
    return Shred(words.coded(hashes), name, prints.take(hashes), len(hashes))


def fingerprints(sheets: Sequence[Sheet]) -> Bale:
    """Read the fingerprints of several texts and the names of their words, not the words."""
    shreds = [shred(sheet) for sheet in sheets]
    taken = [NONE, *(each.prints for each in shreds)]
    return Bale(
        _NO_WORDS,
        Prints(
            np.concatenate([each.hashes for each in taken]),
            np.concatenate([each.places for each in taken]),
        ),
        tuple(each.name for each in shreds),
        tuple((each.size, len(each.prints.hashes)) for each in shreds),
    )


def wordings(sheets: Sequence[Sheet]) -> Bale:
    """Read the words of several texts whose fingerprints are known: neither these nor names."""
    taken = [words.coded(read(sheet).hashes) for sheet in sheets]
    return Bale(
        np.concatenate([_NO_WORDS, *taken]),
        NONE,
        tuple("" for _ in taken),
        tuple((len(each), 0) for each in taken),
    )


_NO_WORDS = words.coded(NONE.hashes)


def read(sheet: Sheet) -> words.Words:
    """Read the words that count, with their places in the body."""
    found = words.read(sheet.body)
    return words.within(found, sheet.spans) if sheet.spans else found


def among(
    shreds: Sequence[Shred], homes: Sequence[int], rarity: Rarity, do: Do = map
) -> tuple[Match, ...]:
    """Return the passages that any two texts share; ``homes`` number their jurisdictions."""
    shared = seeds.among([each.prints for each in shreds], homes)
    return matched(shared, [each.words for each in shreds], rarity, do)


def matched(
    shared: Seeds, texts: Sequence[Codes], rarity: Rarity, do: Do = map
) -> tuple[Match, ...]:
    """Return the passages at the seeds of texts, those that overlap a better one left out."""
    leads = seeds.leads(shared, texts, rarity)
    found = do(partial(align.match, rarity=rarity), align.tasks(leads, texts))
    return apart([Match(*row) for some in found for row in some])


def apart(matches: Sequence[Match]) -> tuple[Match, ...]:
    """Return the matches in order of texts and places, without those that lie in a better one.

    A lead is looked at with some words around it, so two leads may find the same passage.
    """
    ordered = sorted(matches, key=lambda m: (m.left, m.right, m.runs[0], -m.matched))
    kept: list[Match] = []
    for match in ordered:
        last = kept[-1] if kept else None
        if last is None or not _overlap(last, match):
            kept.append(match)
        elif match.matched > last.matched:
            kept[-1] = match
    return tuple(kept)


def _overlap(one: Match, other: Match) -> bool:
    """Tell whether two passages share half of the shorter one on both sides."""
    if (one.left, one.right) != (other.left, other.right):
        return False
    sides = (
        (one.left_words, other.left_words),
        (one.right_words, other.right_words),
    )
    return all(2 * (min(b, d) - max(a, c)) > min(b - a, d - c) for (a, b), (c, d) in sides)
