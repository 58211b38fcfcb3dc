"""Choose from a text's words the fingerprints by which other texts are found.

Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document fingerprinting" (2003): of
every few neighbouring grams the one with the smallest hash is kept, so that two texts that share a
run of ``GRAM + WINDOW - 1`` words share a fingerprint, wherever the run stands.
"""

from dataclasses import dataclass

import numpy as np

from billwatch.reuse.words import Hashes, Places, mixed

GRAM = 5  # words a fingerprint covers
WINDOW = 4  # neighbouring grams of which one is kept
_WEIGHTS = mixed(np.arange(1, GRAM + 1, dtype=np.uint64)) | np.uint64(1)


@dataclass(frozen=True, slots=True)
class Prints:
    """The fingerprints of one text: their hashes, and the number of the word each starts at."""

    hashes: Hashes
    places: Places


NONE = Prints(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32))


def take(words: Hashes) -> Prints:
    """Return the fingerprints of a text; the first place of one that repeats.

    A text shorter than `GRAM` words has none.
    """
    if len(words) < GRAM:
        return NONE
    grams = every(words)
    width = min(WINDOW, len(grams))
    last = len(grams) - width + 1
    least = grams[:last]
    for n in range(1, width):
        least = np.minimum(least, grams[n : n + last])
    chosen = np.zeros(len(grams), dtype=np.bool_)
    for n in range(width):
        chosen[n : n + last] |= grams[n : n + last] == least
    places = np.flatnonzero(chosen).astype(np.int32)
    hashes, first = np.unique(grams[places], return_index=True)
    return Prints(hashes, places[first])


def signed(prints: Prints) -> tuple[list[int], list[int]]:
    """Return hashes, as signed 64-bit numbers that SQLite can keep, and places."""
    return prints.hashes.view(np.int64).tolist(), prints.places.tolist()


def every(words: Hashes) -> Hashes:
    """Return the hash of every gram of a text in order."""
    last = len(words) - GRAM + 1
    sums = np.zeros(max(last, 0), dtype=np.uint64)
    for n in range(GRAM if last > 0 else 0):
        sums += words[n : n + last] * _WEIGHTS[n]
    return mixed(sums)
