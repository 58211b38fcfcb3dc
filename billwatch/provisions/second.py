"""A second reader: how likely a sentence is to give each provision, told by its words alone.

The rules know wordings, and miss what nobody foresaw. This reader was shown sentences that give a
provision and sentences that do not, and learnt what each stem of a word, and each two in a row,
speak for (logistic regression, one a provision; ``python -m tests.measure.second`` teaches it).
What it says is a likelihood, never a reason in law: it points a person to a clause (`beyond`) and
makes no finding.

The weights come as one file of arrays: ``provisions`` and ``grams`` (names by line), ``scale``
(of each provision), ``weights`` (int8; own words, then all words; gram; provision), ``rarity``
(inverse document frequency of the same grams), ``bias`` (of each provision).
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from billwatch.errors import DataError

Floats = NDArray[np.float32]
_WORD = re.compile(r"[a-z]+|\d+")
_STEM = 6  # letters of a word that are told apart
_LEARNT = ("provisions", "grams", "scale", "weights", "rarity", "bias")


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """What was learnt: a row of ``weights`` for every gram of a clause's own words, then of all."""

    provisions: tuple[str, ...]
    grams: Mapping[str, int]
    weights: Floats
    rarity: Floats
    bias: Floats


def load(raw: bytes) -> Reader:
    """Read the weights from a file's bytes; raises DataError where they are not such a file."""
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as file:
            names, grams, scale, weights, rarity, bias = (file[name] for name in _LEARNT)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(f"the second reader's weights: {error}") from error
    provisions = tuple(str(names).split("\n"))
    lines = str(grams).split("\n")
    if weights.shape != (2, len(lines), len(provisions)) or rarity.shape != (2, len(lines)):
        raise DataError("the second reader's weights: the arrays do not fit one another")
    return Reader(
        provisions,
        {gram: row for row, gram in enumerate(lines)},
        (weights.astype(np.float32) * scale.astype(np.float32)).reshape(-1, len(provisions)),
        rarity.astype(np.float32).reshape(-1),
        bias.astype(np.float32),
    )


def grams(words: str) -> Iterator[str]:
    """Yield the stems of words, and every two in a row; a number is ``0``.

    >>> list(grams("within 30 days"))
    ['within', '0', 'days', 'within 0', '0 days']
    """
    stems = stemmed(words)
    yield from stems
    for first, second in pairwise(stems):
        yield f"{first} {second}"


def stemmed(words: str) -> list[str]:
    """Return the stems of words: their first six letters."""
    return [_stem(word) for word in _WORD.findall(words.lower())]


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return "0" if word[0].isdigit() else word[:_STEM]


def likely(reader: Reader, words: str, own: int) -> Floats:
    """Return how likely a sentence gives each provision of the reader, between 0 and 1.

    ``own`` is where the clause's own words begin: what stands before them are lead-ins.
    """
    rows = _rows(reader, words, own)
    if not rows:
        return np.zeros(len(reader.provisions), np.float32)
    rarity = reader.rarity[rows]
    told = rarity @ reader.weights[rows] / np.sqrt(rarity @ rarity) + reader.bias
    return np.asarray(1 / (1 + np.exp(-told)), np.float32)


def because(reader: Reader, words: str, own: int, provision: str, most: int = 3) -> tuple[str, ...]:
    """Return the words of a sentence that speak most for a provision, the weightiest first.

    What is part of a weightier run is not said again.
    """
    size = len(reader.grams)
    column = reader.provisions.index(provision)
    weight: dict[int, float] = {}
    for row in _rows(reader, words, own):
        told = float(reader.rarity[row] * reader.weights[row, column])
        weight[row % size] = weight.get(row % size, 0.0) + told
    spelt = _spelt(words)
    named = ((spelt[gram], weight[row]) for gram, row in reader.grams.items() if row in weight)
    said: list[str] = []
    for run, told in sorted(named, key=lambda one: (-one[1], one[0])):
        if told > 0 and len(said) < most and not any(run in one or one in run for one in said):
            said.append(run)
    return tuple(said)


def _spelt(words: str) -> dict[str, str]:
    """Return the grams of a sentence as it spells them first."""
    whole = _WORD.findall(words.lower())
    found: dict[str, str] = {}
    for count in (1, 2):
        for at in range(len(whole) - count + 1):
            run = whole[at : at + count]
            found.setdefault(" ".join(map(_stem, run)), " ".join(run))
    return found


def _rows(reader: Reader, words: str, own: int) -> list[int]:
    """Return the rows of a sentence's grams: those of its own words, then those of all."""
    known, size = reader.grams, len(reader.grams)
    found = {known[gram] for gram in grams(words[own:]) if gram in known}
    whole = {known[gram] for gram in grams(words) if gram in known} if own else found
    return sorted(found) + [size + row for row in sorted(whole)]
