"""Weigh shared words: how rare they are in bills, and whether a passage is more than boilerplate.

The rarity of a word is learned: the share of bills that have it, averaged over states, turned into
nats (``-log``). A word that the list lacks is as rare as the list's limit. Whether a passage is
substance is the logistic of four figures of its matching words, fitted to alignments that people
labelled as boilerplate or substantive; ``python -m tests.measure.reuse`` fits and cross-validates.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from billwatch.errors import DataError
from billwatch.reuse import words
from billwatch.reuse.words import Codes

Weights = NDArray[np.float32]
Numbers = NDArray[np.number[Any]]
Flags = NDArray[np.bool_]

CONSTANT = -3.83
BY_SCORE = 0.663  # of log(1 + score)
BY_RAREST = 0.0956  # of the rarity of the five rarest words
BY_MEAN = 1.179  # of the mean rarity of the matching words
BY_DENSITY = -0.713  # of the share of words that match
TOP = 5


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare words are: their codes in order, nats beside them, and those of any other word."""

    codes: Codes
    nats: Weights
    unseen: float


def load(table: str) -> Rarity:
    """Return the rarities of a table: the limit in ``# limit 0.002``, then ``word<TAB>share``.

    Raise `DataError` for a line that is neither.
    """
    limit, shares = 0.0, dict[int, float]()
    for number, line in enumerate(table.splitlines(), 1):
        try:
            if line.startswith("# limit "):
                limit = float(line.removeprefix("# limit "))
            elif line and not line.startswith("#"):
                word, share = line.split("\t")
                shares[int(words.coded(words.read(word).hashes)[0])] = float(share)
        except (ValueError, IndexError):
            raise DataError(f"rarities, line {number}: not a word, a tab and a share") from None
    if not 0 < limit < 1:
        raise DataError("rarities: no limit between 0 and 1")
    codes = np.array(sorted(shares), dtype=np.uint32)
    nats = -np.log(np.array([max(shares[int(code)], limit) for code in codes], dtype=np.float32))
    return Rarity(codes, nats, float(-np.log(limit)))


def nats(rarity: Rarity, codes: Codes) -> Weights:
    """Return the rarity of every word of a text."""
    known = rarity.codes
    if not len(known):
        return np.full(len(codes), rarity.unseen, dtype=np.float32)
    at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    found: Weights = np.where(known[at] == codes, rarity.nats[at], np.float32(rarity.unseen))
    return found


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of each passage's matching words, one number a passage.

    Of ``matched`` words the different ones weigh ``score`` nats together, and the five rarest of
    these ``rarest``; ``mean`` is the rarity of a matching word, ``density`` their share of the
    passage.
    """

    matched: Numbers
    score: Numbers
    rarest: Numbers
    mean: Numbers
    density: Numbers


def figures(owners: Numbers, matching: Codes, lengths: Numbers, rarity: Rarity) -> Figures:
    """Return the figures of passages; ``owners`` has the passage of each matching word, in order.

    ``lengths`` has the words of each passage.
    """
    size = len(lengths)
    keys = (owners.astype(np.uint64) << np.uint64(32)) | matching  # one number to sort
    different, times = np.unique(keys, return_counts=True)
    owner = (different >> np.uint64(32)).astype(np.int64)
    rare = nats(rarity, different.astype(np.uint32))
    matched = np.bincount(owner, times, size)
    return Figures(
        matched,
        np.bincount(owner, rare, size),
        np.bincount(owner, rare * _leading(owner, rare), size),
        np.bincount(owner, rare * times, size) / np.maximum(matched, 1),
        matched / np.maximum(lengths, 1),
    )


def _leading(owner: Numbers, rare: Weights) -> Flags:
    """Tell of every word whether it is among the `TOP` rarest of its passage."""
    order = np.argsort(owner * 1024.0 - rare, kind="stable")
    begins = np.searchsorted(owner, owner, side="left")
    leading = np.zeros(len(owner), dtype=np.bool_)
    leading[order] = np.arange(len(owner)) - begins < TOP  # the owners are in order both ways
    return leading


def substance(told: Figures) -> Numbers:
    """Return how likely each passage is more than boilerplate, between 0 and 1."""
    said = (
        CONSTANT + BY_SCORE * np.log1p(told.score) + BY_RAREST * told.rarest
        + BY_MEAN * told.mean + BY_DENSITY * told.density
    )  # fmt: skip
    likely: Numbers = 1 / (1 + np.exp(-said))
    return likely
