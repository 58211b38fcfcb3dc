"""Teach the second reader, and say what it knows: ``python -m tests.measure.second [folder …]``.

It learns from ``passages/*.jsonl`` (written for this project: a sentence, its lead-in, what it
gives), from the codebook's examples and, where folders are named, from coded texts: the one with
``gold/`` and ``corpus/``, and any with ``*.txt``, ``cells.csv`` (doc, provision, value, quote) and
maybe ``doubt.csv`` (doc, provision). ``--write FILE`` keeps the weights. Without it the texts are
dealt into five parts, each read by a reader that learnt from the other four and the passages: what
is printed is what it finds alone in texts that it has not seen.
"""

import argparse
import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from billwatch import sections, text
from billwatch.models import Text
from billwatch.provisions import Codebook, find, second
from billwatch.provisions.patterns import fold
from billwatch.provisions.sentences import own_start, sentences
from tests.measure import unseen
from tests.measure.gold import codebook

PASSAGES = Path(__file__).parent / "passages"
FOLDS = 5
OFTEN = 3  # a gram that fewer sentences have tells nothing
SMALLEST = 0.15  # a gram whose every weight is smaller is left out
UNSURE = 0.3  # what a sentence counts that may give a provision its text gives elsewhere
GIVING = 3.0  # what a sentence counts that gives a provision: they are few
SOFT = 20.0  # inverse strength of the regularisation


@dataclass(frozen=True, slots=True)
class Taught:
    """A sentence, where its own words begin, what it gives, and what of the rest is not sure.

    ``doubt`` has a weight below 1 for provisions whose absence is not certain; ``only`` names the
    provisions that it says anything about at all (all where it is empty).
    """

    words: str
    own: int
    gives: frozenset[str]
    doubt: Mapping[str, float] = field(default_factory=dict)
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded text: its sentences, what a coder found in it, and what is left open."""

    sentences: tuple[Taught, ...]
    cells: Mapping[str, str]
    open: frozenset[str] = frozenset()


def passages() -> Iterator[Taught]:
    """Yield the passages that were written for it."""
    for path in sorted(PASSAGES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            lead = f"{row['lead']} " if row.get("lead") else ""
            doubt = dict.fromkeys(row.get("doubt", ()), 0.0)
            yield Taught(fold(lead + row["text"]), len(lead), frozenset(row["gives"]), doubt)


def examples(book: Codebook) -> Iterator[Taught]:
    """Yield the examples of the codebook: each speaks of its own provision only."""
    for one in book.provisions:
        for example in one.examples:
            gives = frozenset({one.id} if example.value != "no" else ())
            yield Taught(fold(example.text), 0, gives, only=frozenset({one.id}))


def texts(folder: Path, book: Codebook) -> Iterator[Coded]:
    """Yield the coded texts of a folder of either kind."""
    if not (folder / "gold").is_dir():
        yield from _plain(folder, book)
        return
    for name, cells in _cells(folder / "gold" / "cells.csv").items():
        path = folder / "gold" / "docs" / f"{name}.txt"
        yield _coded(text.read(path.read_bytes(), name=path.name), cells, (), book)
    for chosen in unseen.SETS:
        cells = _by_text(unseen._rows("unseen_cells.csv", chosen), "section")
        for row in unseen._rows("unseen_texts.csv", chosen):
            body = unseen._body(folder / "corpus", row["source"])
            read = text.read(body, name=row["source"])
            yield _coded(read, cells.get(row["doc"], {}), (), book)


def _plain(folder: Path, book: Codebook) -> Iterator[Coded]:
    cells = _cells(folder / "cells.csv")
    doubts: dict[str, list[str]] = {}
    if (folder / "doubt.csv").exists():
        for row in _rows(folder / "doubt.csv"):
            doubts.setdefault(row["doc"].removesuffix(".txt"), []).append(row["provision"])
    for path in sorted(folder.glob("*.txt")):
        read = text.read(path.read_bytes(), name=path.name)
        yield _coded(read, cells.get(path.stem, {}), doubts.get(path.stem, ()), book)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _cells(path: Path) -> dict[str, dict[str, tuple[str, str]]]:
    return _by_text(_rows(path), "quote")


def _by_text(rows: Iterable[dict[str, str]], where: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Return of each text its provisions with value and quote, or place with a mark before it."""
    mark = "§" if where == "section" else ""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in rows:
        if row["value"] != "no":
            said = row["value"], mark + (row.get(where) or "")
            found.setdefault(row["doc"].removesuffix(".txt"), {})[row["provision"]] = said
    return found


def _coded(
    read: Text, cells: Mapping[str, tuple[str, str]], doubts: Iterable[str], book: Codebook
) -> Coded:
    """Cut a text into sentences and tell each what it gives: the coder's words stand in it.

    A sentence in which the rules find what the coder found too gives it as well; the others of the
    text may give it, unquoted.
    """
    parts = sections.split(read)
    clauses = sections.clauses(read, parts)
    held = tuple(sentences(read, parts, clauses))
    bare = [_bare(read.body[one.clause.start : one.clause.end]) for one in held]
    places = [one.clause.place for one in held]
    giving: list[set[str]] = [set() for _ in held]
    for provision, (_, quote) in cells.items():
        for number in _where(quote, bare, places):
            giving[number].add(provision)
    for finding in find(read, parts, clauses, book):
        for number, one in enumerate(held):
            if finding.start < one.clause.end and finding.end > one.clause.start:
                giving[number] |= {finding.provision} & cells.keys()
    unsure = dict.fromkeys(cells, UNSURE) | dict.fromkeys(doubts, 0.0)
    taught = (
        Taught(one.words, own_start(one), frozenset(gives), unsure)
        for one, gives in zip(held, giving, strict=True)
    )
    values = {provision: value for provision, (value, _) in cells.items()}
    return Coded(tuple(taught), values, frozenset(doubts))


def _bare(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))


def _where(quote: str, bare: Sequence[str], places: Sequence[str]) -> Iterator[int]:
    """Yield the sentences that a coder's quote, or label of a place, points to."""
    if quote.startswith("§"):
        labels = tuple(filter(None, re.split(r"[;,] ?", quote[1:])))
        yield from (n for n, place in enumerate(places) if labels and place.endswith(labels))
        return
    for part in filter(lambda said: len(said) > 7, map(_bare, quote.split(" / "))):
        yield from (n for n, b in enumerate(bare) if part in b or (len(b) > 25 and b in part))


class Teacher:
    """Turns sentences into grams by what the first lot had, and learns from that lot."""

    def __init__(self, lot: Sequence[Taught], provisions: Sequence[str]) -> None:
        """Learn every provision from the sentences; grams of no weight are left out, then again."""
        self.provisions = tuple(provisions)
        self._lot = lot
        self._own = TfidfVectorizer(analyzer=_own, min_df=OFTEN, binary=True, norm=None)
        self._all = TfidfVectorizer(analyzer=_all, min_df=OFTEN, binary=True, norm=None)
        self._own.fit(lot)
        self._all.fit(lot)
        names = set(self._own.vocabulary_) | set(self._all.vocabulary_)
        weights, _ = self._learn(sorted(names))
        strong = np.abs(weights).max(axis=(0, 2)) >= SMALLEST
        self.grams = [gram for gram, keep in zip(sorted(names), strong, strict=True) if keep]
        self.weights, self.bias = self._learn(self.grams)

    def _learn(self, names: Sequence[str]) -> tuple[second.Floats, second.Floats]:
        """Return weights (own or all, gram, provision) and biases of a logistic regression."""
        rarity = self.rarity(names)
        known = {gram: row for row, gram in enumerate(names)}
        table = hstack([_table(self._lot, known, own) for own in (True, False)]).tocsr()
        table = table.multiply(rarity.reshape(1, -1)).tocsr()
        length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
        table = table.multiply(1 / np.maximum(length, 1e-9)[:, None]).tocsr()
        weights = np.zeros((2 * len(names), len(self.provisions)), np.float32)
        bias = np.zeros(len(self.provisions), np.float32)
        for column, provision in enumerate(self.provisions):
            gives = np.array([provision in one.gives for one in self._lot])
            counts = np.array([_counts(one, provision) for one in self._lot])
            used = counts > 0
            model = LogisticRegression(C=SOFT, solver="liblinear", max_iter=300, random_state=0)
            model.fit(table[used], gives[used], sample_weight=counts[used])
            weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
        return weights.reshape(2, len(names), -1), bias

    def rarity(self, names: Sequence[str]) -> second.Floats:
        """Return the inverse document frequency of grams in own words, then in all; 0 where rare."""
        return np.array(
            [
                [v.idf_[v.vocabulary_[n]] if n in v.vocabulary_ else 0.0 for n in names]
                for v in (self._own, self._all)
            ],
            np.float32,
        )

    def weigh(self) -> bytes:
        """Return the file of the weights."""
        scale = np.abs(self.weights).max(axis=(0, 1)) / 127
        out = BytesIO()
        np.savez_compressed(
            out,
            provisions=np.array("\n".join(self.provisions)),
            grams=np.array("\n".join(self.grams)),
            scale=scale.astype(np.float32),
            weights=np.round(self.weights / scale).astype(np.int8),
            rarity=self.rarity(self.grams).astype(np.float16),
            bias=self.bias,
        )
        return out.getvalue()


def _own(one: Taught) -> list[str]:
    return list(second.grams(one.words[one.own :]))


def _all(one: Taught) -> list[str]:
    return list(second.grams(one.words))


def _table(lot: Sequence[Taught], known: Mapping[str, int], own: bool) -> "csr_matrix":
    """Return which sentence has which gram."""
    rows: list[int] = []
    columns: list[int] = []
    for row, one in enumerate(lot):
        found = {known[gram] for gram in (_own if own else _all)(one) if gram in known}
        columns += sorted(found)
        rows += [row] * len(found)
    return csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), (len(lot), len(known)))


def _counts(one: Taught, provision: str) -> float:
    if provision in one.gives:
        return GIVING
    if one.only and provision not in one.only:
        return 0.0
    return one.doubt.get(provision, 1.0)


@dataclass(frozen=True, slots=True)
class Count:
    """Cells found rightly, falsely, and missed, in so many texts."""

    texts: int
    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right."""
        return self.right / max(1, self.right + self.false)

    @property
    def recall(self) -> float:
        """Return the share of the coder's cells that was found."""
        return self.right / max(1, self.right + self.missed)


def alone(
    read: Sequence[Coded], further: Sequence[Taught], ids: Sequence[str], parts: int = FOLDS
) -> Count:
    """Count what readers find in texts that they have not seen: some parts, or all of them."""
    texts = right = false = missed = 0
    for part in range(parts):
        lot = [one for n, c in enumerate(read) if n % FOLDS != part for one in c.sentences]
        reader = second.load(Teacher([*further, *lot], ids).weigh())
        for coded in read[part::FOLDS]:
            said = _said(reader, coded)
            texts += 1
            right += len(said & coded.cells.keys())
            false += len(said - coded.cells.keys())
            missed += len(coded.cells.keys() - said - coded.open)
    return Count(texts, right, false, missed)


def _said(reader: second.Reader, coded: Coded) -> set[str]:
    """Return what a reader finds likely in a text, but for what the coder left open."""
    told = [second.likely(reader, one.words, one.own) for one in coded.sentences]
    best = np.max(told, axis=0) if told else np.zeros(len(reader.provisions))
    found = {one for one, likely in zip(reader.provisions, best, strict=True) if likely > 0.5}
    return found - coded.open


def main() -> None:
    """Teach from all that is named, and keep the weights or print what is found unseen."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    book = codebook()
    ids = [one.id for one in book.provisions]
    read = [one for folder in given.folders for one in texts(folder, book)]
    further = [*passages(), *examples(book)]
    if given.write:
        lot = [*further, *(one for coded in read for one in coded.sentences)]
        given.write.write_bytes(Teacher(lot, ids).weigh())
        print(f"{len(lot)} sentences, of them {len(further)} written for it: {given.write}")
    else:
        count = alone(read, further, ids)
        print(
            f"the second reader alone, on {count.texts} texts it has not seen: "
            f"precision {count.precision:.3f} recall {count.recall:.3f}"
        )


if __name__ == "__main__":
    main()
