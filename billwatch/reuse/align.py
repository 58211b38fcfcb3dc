"""Look closely at leads: which words two texts share in order, and where that begins and ends.

A word is one character, from its code, for the engine of `billwatch.diff`; what the engine finds is
held against the codes again, so that two words with one character never count as the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from billwatch.diff.engine import Block, chosen, common
from billwatch.reuse.prints import GRAM
from billwatch.reuse.seeds import MARGIN, Leads, Numbers
from billwatch.reuse.weigh import Figures, Rarity, figures, substance
from billwatch.reuse.words import Codes, Places

SHORTEST = 20  # words that must match
THINNEST = 0.35  # of the words of the longer side, how many must match
SIZE = 4000  # leads a task: so many that handing it over costs little beside the work
HEAVIEST = 1_000_000  # words a task: 4 MB
_LOSS = THINNEST / (1 - THINNEST)  # what a word that does not match takes from a passage
_STRETCH = 400  # words between two shared fingerprints at which a long lead is cut
_CELLS = 4_000_000
_LETTERS = 0x110000 - 0x800  # the characters that are no surrogates


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
    """Some leads with all the words they need, each once: it can be done anywhere.

    Leads and answers travel as plain rows, which are packed several times as fast as records.
    """

    words: Codes
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


def tasks(leads: Leads, words: Sequence[Codes], size: int = SIZE) -> Iterator[Task]:
    """Yield the leads in tasks, each with the words around its leads.

    A task has at most ``size`` leads, and no lead more once it would have over `HEAVIEST` words.
    """
    seeds, first, last = leads.seeds, leads.first, leads.last - 1
    spans = (
        seeds.left_at[last] - seeds.left_at[first] + seeds.right_at[last] - seeds.right_at[first]
    )
    ends = np.cumsum(spans + 2 * (GRAM + 2 * MARGIN), dtype=np.int64)
    begin = done = 0
    while begin < len(leads):
        full = int(np.searchsorted(ends, done + HEAVIEST, side="right"))
        end = min(begin + size, max(full, begin + 1))
        yield _task(leads, slice(begin, end), words)
        begin, done = end, int(ends[end - 1])


def _task(leads: Leads, some: slice, words: Sequence[Codes]) -> Task:
    """Return some leads as a task."""
    seeds, first, last = leads.seeds, leads.first[some], leads.last[some]
    texts = np.concatenate((seeds.left[first], seeds.right[first])).astype(np.int64)
    low = np.concatenate((seeds.left_at[first], seeds.right_at[first])).astype(np.int64)
    high = np.concatenate((seeds.left_at[last - 1], seeds.right_at[last - 1])).astype(np.int64)
    sizes = np.array([len(words[n]) for n in texts.tolist()], dtype=np.int64)
    low, high = np.maximum(low - MARGIN, 0), np.minimum(high + GRAM + MARGIN, sizes)
    strips, at = _strips(texts, low, high)
    taken = np.concatenate([words[text][begin:end] for text, begin, end in strips])
    pairs = (np.split(column, 2) for column in (texts, low, at, at + high - low))
    (left, right), (a, b), (ones, others), (middles, ends) = pairs
    rows = zip(
        left.tolist(), right.tolist(), a.tolist(), b.tolist(),
        zip(ones.tolist(), middles.tolist(), strict=True),
        zip(others.tolist(), ends.tolist(), strict=True),
        leads.common[some].round(1).tolist(), _cut(leads, some, a, b), strict=True,
    )  # fmt: skip
    return Task(taken, tuple(rows))


def _strips(
    texts: Numbers, low: Numbers, high: Numbers
) -> tuple[list[tuple[int, int, int]], Numbers]:
    """Return (text, first word, end word) of what spans cover, and where each span begins in it.

    Spans of a text that overlap are one strip, so that a text which has passages in common with
    many others is sent once.
    """
    keys = (texts << 32) + low
    order = np.argsort(keys, kind="stable")
    begins, ends = keys[order], np.maximum.accumulate(((texts << 32) + high)[order])
    apart = np.flatnonzero(np.concatenate(([True], begins[1:] > ends[:-1])))
    first, last = begins[apart], ends[np.append(apart[1:], len(begins)) - 1]
    offsets = np.cumsum(last - first) - (last - first)
    strip = np.searchsorted(apart, np.arange(len(begins)), side="right") - 1
    at = np.empty(len(keys), dtype=np.int64)
    at[order] = offsets[strip] + begins - first[strip]
    text, low_word, high_word = first >> 32, first & 0xFFFFFFFF, last & 0xFFFFFFFF
    return list(zip(text.tolist(), low_word.tolist(), high_word.tolist(), strict=True)), at


def _cut(
    leads: Leads, some: slice, left: Numbers, right: Numbers
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield for each lead where it is cut, counted from its first words."""
    seeds, first, last = leads.seeds, leads.first[some], leads.last[some]
    long = (seeds.left_at[last - 1] - left > _STRETCH).tolist()
    spans = zip(first.tolist(), last.tolist(), left.tolist(), right.tolist(), strict=True)
    for cut, (low, high, a, b) in zip(long, spans, strict=True):
        yield tuple(_cuts(seeds.left_at[low:high], seeds.right_at[low:high], a, b)) if cut else ()


def match(task: Task, rarity: Rarity) -> tuple[tuple[Any, ...], ...]:
    """Return a row, the fields of a `Match`, for every passage long and dense enough, in order."""
    engine, letters = chosen("auto"), spelled(task.words)
    leads = [Lead(*row) for row in task.leads]
    found = [(lead, _checked(lead, _shared(lead, letters, engine), task.words)) for lead in leads]
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


def _told(found: Sequence[tuple[Lead, Sequence[Block]]], words: Codes, rarity: Rarity) -> Figures:
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


def spelled(codes: Codes) -> str:
    """Return words as characters, one each."""
    letters = (codes % np.uint32(_LETTERS)).astype("<u4")
    letters += (letters >= 0xD800).astype("<u4") * np.uint32(0x800)
    return letters.tobytes().decode("utf-32-le")


def _cuts(left_at: Places, right_at: Places, a: int, b: int) -> Iterator[tuple[int, int]]:
    """Yield shared places at least `_STRETCH` words apart, counted from ``a`` and ``b``."""
    last = a
    for i, j in zip(left_at.tolist(), right_at.tolist(), strict=True):
        if i - last >= _STRETCH:
            last = i
            yield i - a, j - b


def _shared(lead: Lead, letters: str, engine: str) -> Sequence[Block]:
    """Return the runs of the best stretch of a lead, or nothing where too few words match."""
    (a, a_end), (b, b_end) = lead.left_words, lead.right_words
    runs = _best(_runs(letters[a:a_end], letters[b:b_end], lead.cuts, engine))
    return runs if sum([n for _, _, n in runs]) >= SHORTEST else ()


def _checked(lead: Lead, runs: Sequence[Block], words: Codes) -> Sequence[Block]:
    """Return the runs without words that only share a character."""
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
