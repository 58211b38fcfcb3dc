"""Look closely at leads: which words two texts share in order, and where that begins and ends.

A word is coded as one character, from its hash, for the engine of `billwatch.diff`; what the engine
finds is held against the hashes again, so that two words with one code never count as the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from billwatch.diff.engine import Block, chosen, common
from billwatch.reuse.prints import GRAM
from billwatch.reuse.seeds import MARGIN, Leads
from billwatch.reuse.weigh import Figures, Rarity, figures, substance
from billwatch.reuse.words import Hashes

SHORTEST = 20  # words that must match
THINNEST = 0.35  # of the words of the longer side, how many must match
SIZE = 2000  # leads a task
_LOSS = THINNEST / (1 - THINNEST)  # what a word that does not match takes from a passage
_STRETCH = 400  # words between two shared fingerprints at which a long lead is cut
_CELLS = 4_000_000
_CODES = 0x110000 - 0x800  # the characters that are no surrogates


@dataclass(frozen=True, slots=True)
class Lead:
    """Where to look: the texts' numbers, where the words begin in them and in the task's words.

    ``cuts`` are places of both, from their beginning, where the same fingerprint stands.
    """

    left: int
    right: int
    left_at: int
    right_at: int
    left_words: tuple[int, int]
    right_words: tuple[int, int]
    common: float = 0.0
    cuts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Some leads with all the words they need: it can be done anywhere.

    Leads and answers travel as plain rows, which are packed several times as fast as records.
    """

    words: Hashes
    leads: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A passage in numbers: the texts, the runs ``(i, j, n)`` of words that match, their weight.

    ``score`` is the rarity of its different words in nats; ``substance`` is how likely it is
    more than boilerplate, between 0 and 1; ``common`` is in how many texts of one jurisdiction its
    fingerprints stand, on average; ``density`` is the share of words that match, of the
    longer side.
    """

    left: int
    right: int
    runs: tuple[Block, ...]
    matched: int
    density: float
    score: float
    substance: float
    common: float = 0.0

    @property
    def left_words(self) -> tuple[int, int]:
        """Return the first word of the left text and the one after the last."""
        return self.runs[0][0], self.runs[-1][0] + self.runs[-1][2]

    @property
    def right_words(self) -> tuple[int, int]:
        """Return the first word of the right text and the one after the last."""
        return self.runs[0][1], self.runs[-1][1] + self.runs[-1][2]


def tasks(leads: Leads, words: Sequence[Hashes], size: int = SIZE) -> Iterator[Task]:
    """Yield the leads in tasks, each with the words around its leads."""
    seeds = leads.seeds
    left_at, right_at = seeds.left_at.tolist(), seeds.right_at.tolist()
    for begin in range(0, len(leads), size):
        first = leads.first[begin : begin + size]
        lefts, rights = seeds.left[first].tolist(), seeds.right[first].tolist()
        common = leads.common[begin : begin + size].round(1).tolist()
        lasts = leads.last[begin : begin + size].tolist()
        parts: list[Hashes] = []
        found: list[tuple[Any, ...]] = []
        at = 0
        rows = zip(lefts, rights, first.tolist(), lasts, common, strict=True)
        for left, right, low, high, style in rows:
            a, b = max(left_at[low] - MARGIN, 0), max(right_at[low] - MARGIN, 0)
            one = words[left][a : left_at[high - 1] + GRAM + MARGIN]
            other = words[right][b : right_at[high - 1] + GRAM + MARGIN]
            middle, end = at + len(one), at + len(one) + len(other)
            cuts = tuple(_cuts(left_at[low:high], right_at[low:high], a, b))
            found.append((left, right, a, b, (at, middle), (middle, end), style, cuts))
            parts += one, other
            at = end
        yield Task(np.concatenate(parts), tuple(found))


def match(task: Task, rarity: Rarity) -> tuple[tuple[Any, ...], ...]:
    """Return a row, the fields of a `Match`, for every passage long and dense enough, in order."""
    engine, codes = chosen("auto"), coded(task.words)
    leads = [Lead(*row) for row in task.leads]
    found = [(lead, _checked(lead, _shared(lead, codes, engine), task.words)) for lead in leads]
    found = [(lead, runs) for lead, runs in found if runs]
    told = _told(found, task.words, rarity)
    kept = (told.matched >= SHORTEST) & (told.density >= THINNEST)
    columns = (
        told.matched.astype(np.int64),
        told.density.round(3),
        told.score.round(2),
        substance(told).round(3),
    )
    return tuple(
        (lead.left, lead.right, _placed(runs, lead), *weighed, lead.common)
        for (lead, runs), keep, *weighed in zip(
            found, kept.tolist(), *(column.tolist() for column in columns), strict=True
        )
        if keep
    )


def _told(found: Sequence[tuple[Lead, Sequence[Block]]], words: Hashes, rarity: Rarity) -> Figures:
    """Return the figures of the passages: of every run, all words, laid end to end."""
    rows = [(n, lead.left_words[0] + i, size)
            for n, (lead, runs) in enumerate(found) for i, _, size in runs]  # fmt: skip
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    owners = np.repeat(table[:, 0], table[:, 2])
    ends = np.cumsum(table[:, 2])
    places = np.arange(len(owners)) + np.repeat(table[:, 1] - ends + table[:, 2], table[:, 2])
    lengths = np.array([_length(runs) for _, runs in found], dtype=np.float64)
    return figures(owners, words[places], lengths, rarity)


def _length(runs: Sequence[Block]) -> int:
    """Return the words of the longer side of a passage."""
    (i, j, _), (k, m, n) = runs[0], runs[-1]
    return max(k + n - i, m + n - j)


def _placed(runs: Sequence[Block], lead: Lead) -> tuple[Block, ...]:
    return tuple([(i + lead.left_at, j + lead.right_at, n) for i, j, n in runs])


def coded(hashes: Hashes) -> str:
    """Return words as characters, one each."""
    codes = (hashes % np.uint64(_CODES)).astype("<u4")
    codes += (codes >= 0xD800).astype("<u4") * np.uint32(0x800)
    return codes.tobytes().decode("utf-32-le")


def _cuts(left_at: list[int], right_at: list[int], a: int, b: int) -> Iterator[tuple[int, int]]:
    """Yield shared places at least `_STRETCH` words apart, counted from ``a`` and ``b``."""
    if left_at[-1] - a <= _STRETCH:
        return
    last = a
    for i, j in zip(left_at, right_at, strict=True):
        if i - last >= _STRETCH:
            last = i
            yield i - a, j - b


def _shared(lead: Lead, codes: str, engine: str) -> Sequence[Block]:
    """Return the runs of the best stretch of a lead, or nothing where too few words match."""
    (a, a_end), (b, b_end) = lead.left_words, lead.right_words
    runs = _best(_runs(codes[a:a_end], codes[b:b_end], lead.cuts, engine))
    return runs if sum([n for _, _, n in runs]) >= SHORTEST else ()


def _checked(lead: Lead, runs: Sequence[Block], words: Hashes) -> Sequence[Block]:
    """Return the runs without words that only share a code."""
    a, b = lead.left_words[0], lead.right_words[0]
    if all(
        words[a + i : a + i + n].tobytes() == words[b + j : b + j + n].tobytes() for i, j, n in runs
    ):
        return runs
    ones = [(i + k, j + k, 1) for i, j, n in runs for k in range(n)]
    return [(i, j, 1) for i, j, _ in ones if words[a + i] == words[b + j]]


def _runs(left: str, right: str, cuts: Sequence[tuple[int, int]], engine: str) -> list[Block]:
    """Return the words that match, in order; each stretch between cuts for itself."""
    i = j = 0
    runs: list[Block] = []
    for k, m in (*cuts, (len(left), len(right))):
        part = common(left[i:k], right[j:m], engine, _CELLS)
        runs += [(i + x, j + y, n) for x, y, n in part]
        i, j = k, m
    return runs


def _best(runs: Sequence[Block]) -> Sequence[Block]:
    """Return the stretch where matching words outweigh the others most: the passage itself."""
    best = total = 0.0
    low = first = last = 0
    i = j = 0
    for n, (x, y, size) in enumerate(runs):
        total -= _LOSS * max(x - i, y - j)
        if total <= 0:
            total, low = 0.0, n
        total += size
        if total > best:
            best, first, last = total, low, n + 1
        i, j = x + size, y + size
    return runs[first:last]
