"""Find where two texts may share language: fingerprints that stand in both, near each other.

A fingerprint that stands in more than `COMMON` texts says nothing of copying and is left out, so
that the work grows with the number of fingerprints and never with its square.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from billwatch.reuse.prints import GRAM, Prints
from billwatch.reuse.weigh import Rarity, Weights, nats
from billwatch.reuse.words import Codes, Hashes, Places

COMMON = 100  # texts in which a fingerprint may stand and still be a lead
LOCAL = 20  # texts of one jurisdiction in which it may stand: beyond, it is how bills are written
GAP = 40  # words from one shared fingerprint to the next, in one passage
DRIFT = 30  # further words that may have been put in between on one side
FEWEST = 2  # fingerprints that make a lead
MARGIN = 30  # words looked at before the first and after the last fingerprint
LIKELY = 9  # words that must match, in fingerprints and in line with them, to look closer
RARE = 9.0  # nats that these words must weigh together

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    """The fingerprints of many texts, a row each, equal hashes together."""

    hashes: Hashes
    texts: Places
    places: Places


@dataclass(frozen=True, slots=True)
class Seeds:
    """Fingerprints shared by two texts: the texts' numbers and the places in words.

    ``common`` says in how many texts of one jurisdiction each stands, where that is most.
    """

    left: Places
    right: Places
    left_at: Places
    right_at: Places
    common: Places

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True, slots=True)
class Leads:
    """Runs of seeds: ``seeds[first[n] : last[n]]`` may be one passage.

    ``common`` has the mean of its fingerprints'.
    """

    seeds: Seeds
    first: Numbers
    last: Numbers
    common: Weights

    def __len__(self) -> int:
        return len(self.first)


def among(prints: Sequence[Prints], homes: Sequence[int]) -> Seeds:
    """Return the fingerprints that any two of these texts share, the lower number left.

    ``homes`` has the number of each text's jurisdiction.
    """
    counts = [len(each.hashes) for each in prints]
    texts = np.repeat(np.arange(len(prints), dtype=np.int32), counts)
    hashes = np.concatenate([each.hashes for each in prints] or [np.zeros(0, dtype=np.uint64)])
    places = np.concatenate([each.places for each in prints] or [np.zeros(0, dtype=np.int32)])
    order = np.argsort(hashes, kind="stable")
    return paired(Rows(hashes[order], texts[order], places[order]), homes)


def rows(found: Iterable[tuple[int, int, int]]) -> Rows:
    """Return the rows of an index: (hash as a signed number, text, place), by hash."""
    kinds = [("hash", np.int64), ("text", np.int32), ("place", np.int32)]
    table = np.fromiter(found, dtype=kinds)
    hashes = np.ascontiguousarray(table["hash"]).view(np.uint64)
    return Rows(hashes, table["text"].copy(), table["place"].copy())


def paired(rows: Rows, homes: Sequence[int]) -> Seeds:
    """Return the seeds of rows in which equal hashes stand together, the earlier row left.

    ``homes`` has the number of each text's jurisdiction.
    """
    texts, places = rows.texts, rows.places
    begins, sizes, most = _spread(rows, homes)
    telling = (sizes <= COMMON) & (most <= LOCAL)
    left = [np.zeros(0, dtype=np.int64)]
    right = [np.zeros(0, dtype=np.int64)]
    common = [np.zeros(0, dtype=np.int64)]
    for size in range(2, COMMON + 1):
        chosen = (sizes == size) & telling
        group = begins[chosen]
        if len(group):
            one, other = np.triu_indices(size, 1)
            left.append((group[:, None] + one).ravel())
            right.append((group[:, None] + other).ravel())
            common.append(np.repeat(most[chosen], len(one)))
    a, b = np.concatenate(left), np.concatenate(right)
    local: Places = np.concatenate(common).astype(np.int32)
    return ordered(Seeds(texts[a], texts[b], places[a], places[b], local))


def _spread(rows: Rows, homes: Sequence[int]) -> tuple[Numbers, Numbers, Numbers]:
    """Return where each hash begins, in how many texts it stands, and in how many of one state."""
    begins, sizes = _groups(rows.hashes)
    return begins, sizes, _most(np.array(homes, dtype=np.int32)[rows.texts], sizes)


def _groups(keys: Hashes | Numbers) -> tuple[Numbers, Numbers]:
    """Return where each run of equal keys begins, and how many there are."""
    if not len(keys):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return begins, np.diff(np.append(begins, len(keys)))


def _most(homes: Places, sizes: Numbers) -> Numbers:
    """Return for every group how many of its rows one jurisdiction has at most.

    Groups that are no lead, of one row or of more than `COMMON`, are not looked at and have 1.
    """
    most = np.ones(len(sizes), dtype=np.int64)
    asked = (sizes > 1) & (sizes <= COMMON)
    rows = homes[np.repeat(asked, sizes)].astype(np.int64)
    if len(rows):
        span = int(rows.max()) + 1
        keys = np.repeat(np.flatnonzero(asked), sizes[asked]) * span + rows
        keys.sort()
        begins, counts = _groups(keys)
        owners, _ = _groups(keys[begins] // span)
        most[asked] = np.maximum.reduceat(counts, owners)
    return most


def against(prints: Prints, rows: Rows, homes: Sequence[int]) -> Seeds:
    """Return the seeds that one text, number 0, shares with others, by their rows.

    ``homes`` is by text, that of the first included.
    """
    _, sizes, most = _spread(rows, homes)
    kept = np.repeat((sizes <= COMMON) & (most <= LOCAL), sizes)
    common = np.repeat(most, sizes)[kept].astype(np.int32)
    hashes, texts, places = rows.hashes[kept], rows.texts[kept], rows.places[kept]
    own = prints.places[np.searchsorted(prints.hashes, hashes)]
    return ordered(Seeds(np.zeros_like(texts), texts, own, places, common))


def renumbered(seeds: Seeds, texts: Sequence[int]) -> Seeds:
    """Return the seeds with each text's number replaced by its place in ``texts``, which rise."""
    known = np.array(texts, dtype=np.int64)
    left = np.searchsorted(known, seeds.left).astype(np.int32)
    right = np.searchsorted(known, seeds.right).astype(np.int32)
    return Seeds(left, right, seeds.left_at, seeds.right_at, seeds.common)


def between(seeds: Seeds, texts: Sequence[int]) -> Seeds:
    """Return the seeds whose texts are both among these numbers."""
    known = np.array(texts, dtype=np.int64)
    return _only(seeds, np.isin(seeds.left, known) & np.isin(seeds.right, known))


def paths(seeds: Seeds) -> tuple[int, ...]:
    """Return the numbers of the texts that share at least `FEWEST` fingerprints with another."""
    if not len(seeds):
        return ()
    keys = seeds.left.astype(np.int64) << 32 | seeds.right
    pairs, times = np.unique(keys, return_counts=True)
    enough = pairs[times >= FEWEST]
    return tuple(np.unique(np.concatenate((enough >> 32, enough & 0xFFFFFFFF))).tolist())


def ordered(seeds: Seeds) -> Seeds:
    """Return the seeds by pair of texts and place, those of one text with itself left out."""
    apart = seeds.left != seeds.right
    seeds = _only(seeds, apart) if not apart.all() else seeds
    texts = int(max(seeds.left.max(), seeds.right.max())) + 1 if len(seeds) else 1
    pairs = seeds.left.astype(np.int64) * texts + seeds.right
    keys = (pairs << 24) + np.minimum(seeds.left_at, (1 << 24) - 1)
    return _only(seeds, np.argsort(keys, kind="stable"))


def leads(seeds: Seeds, words: Sequence[Codes], rarity: Rarity) -> Leads:
    """Return the runs of at least `FEWEST` seeds in line that promise a passage.

    A seed that stands alone is left out first: it may part two runs that belong together. Runs
    where too few words match, or only words that most bills have, are left out last.
    """
    first, last = _runs(seeds)
    alone = np.repeat(last - first < FEWEST, last - first)
    seeds = _only(seeds, ~alone)
    first, last = _runs(seeds)
    kept = last - first >= FEWEST
    first, last = first[kept], last[kept]
    shelf = _Shelf.of(words)
    likely = _covered(seeds, first, last) + _beside(seeds, first, last, shelf)
    kept = (likely >= LIKELY) & (likely * _rareness(seeds, first, last, shelf, rarity) >= RARE)
    first, last = first[kept], last[kept]
    sums = np.concatenate(([0], np.cumsum(seeds.common, dtype=np.int64)))
    return Leads(seeds, first, last, (sums[last] - sums[first]) / np.maximum(last - first, 1))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The words of all texts in one row, and where each text begins and ends in it."""

    words: Codes
    begins: Numbers
    ends: Numbers

    @classmethod
    def of(cls, texts: Sequence[Codes]) -> "_Shelf":
        ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        row = np.concatenate([*texts, np.zeros(1, dtype=np.uint32)])
        return cls(row, np.concatenate(([0], ends[:-1])).astype(np.int64), ends)


def _rareness(
    seeds: Seeds, first: Numbers, last: Numbers, shelf: _Shelf, rarity: Rarity
) -> Weights:
    """Return the mean rarity of the words from the first fingerprint to the last."""
    sums = np.concatenate(([0.0], np.cumsum(nats(rarity, shelf.words), dtype=np.float64)))
    begin = shelf.begins[seeds.left[first]]
    low, high = begin + seeds.left_at[first], begin + seeds.left_at[last - 1] + GRAM
    mean: Weights = (sums[high] - sums[low]) / np.maximum(high - low, 1)
    return mean


def _only(seeds: Seeds, chosen: NDArray[np.bool_] | Numbers) -> Seeds:
    return Seeds(
        seeds.left[chosen],
        seeds.right[chosen],
        seeds.left_at[chosen],
        seeds.right_at[chosen],
        seeds.common[chosen],
    )


def _runs(seeds: Seeds) -> tuple[Numbers, Numbers]:
    """Return where runs of seeds begin and end: same texts, both places a little further on."""
    if not len(seeds):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    ahead, across = np.diff(seeds.left_at), np.diff(seeds.right_at)
    parted = (
        (np.diff(seeds.left) != 0)
        | (np.diff(seeds.right) != 0)
        | (ahead > GAP)
        | (across <= 0)
        | (across > GAP + DRIFT)
    )
    first = np.flatnonzero(np.concatenate(([True], parted)))
    return first, np.append(first[1:], len(seeds))


def _covered(seeds: Seeds, first: Numbers, last: Numbers) -> Numbers:
    """Return how many words the fingerprints of every run cover."""
    if not len(first):
        return first
    steps = np.zeros(len(seeds), dtype=np.int64)
    steps[:-1] = np.clip(np.diff(seeds.left_at), 0, GRAM)
    sums = np.concatenate(([0], np.cumsum(steps)))
    covered: Numbers = sums[last - 1] - sums[first] + GRAM
    return covered


def _beside(seeds: Seeds, first: Numbers, last: Numbers, shelf: _Shelf) -> Numbers:
    """Return how many words match in line before the first and after the last fingerprint."""
    row, left, right = shelf.words, seeds.left[first], seeds.right[first]
    low = (shelf.begins[left] + seeds.left_at[first], shelf.begins[right] + seeds.right_at[first])
    high = (
        shelf.begins[left] + seeds.left_at[last - 1] + GRAM - 1,
        shelf.begins[right] + seeds.right_at[last - 1] + GRAM - 1,
    )
    before = np.minimum(low[0] - shelf.begins[left], low[1] - shelf.begins[right])
    after = np.minimum(shelf.ends[left] - high[0], shelf.ends[right] - high[1]) - 1
    matching = np.zeros(len(first), dtype=np.int64)
    for step in range(1, MARGIN + 1):
        back, on = step <= before, step <= after
        matching += back & (row[(low[0] - step) * back] == row[(low[1] - step) * back])
        matching += on & (row[(high[0] + step) * on] == row[(high[1] + step) * on])
    return matching
