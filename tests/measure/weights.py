"""What passages are weighed by, learned from real bills: rarity of words, and what is boilerplate.

`learn` is ``data/reuse/words.tsv``; `boilerplate` fits the model of ``billwatch.reuse.weigh`` to
alignments that people labelled, and says how well it does on those it was not fitted to. Both are
parts of ``python -m tests.measure.reuse``.
"""

import csv
import json
import lzma
import random
import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from billwatch.diff.engine import common
from billwatch.reuse import align, weigh, words
from tests.measure.gold import ROOT

ARCHIVES = ("mo-2024-1300-bills", "ny-2023-2700-bills", "or-2500-texts")
LIMIT = 0.002  # share of bills below which a word is as rare as can be


def rarity() -> weigh.Rarity:
    """Return the rarities that ship."""
    return weigh.load((ROOT / "data/reuse/words.tsv").read_text("utf-8"))


# -- words ---------------------------------------------------------------------------------------


def archived(corpus: Path) -> Iterator[tuple[str, bytes]]:
    """Yield ``mo/HB1`` and the bytes of every file in the archives."""
    for name in ARCHIVES:
        with tarfile.open(corpus / "bulk" / f"{name}.tar.xz") as archive:
            for member in archive:
                if member.isfile() and (file := archive.extractfile(member)):
                    yield member.name, file.read()


def plain(corpus: Path) -> Iterator[tuple[str, str]]:
    """Yield the words of every file in the archives, line-end hyphens joined."""
    for name, body in archived(corpus):
        yield name, re.sub(r"(?<=[a-z])-\n\s*", "", body.decode("utf-8", "replace"))


def elsewhere(corpus: Path) -> Iterator[tuple[str, str]]:
    """Yield the bills of Massachusetts, and of South Dakota in their first version."""
    with lzma.open(corpus / "bulk/ma-193-documents.jsonl.xz", "rt") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            yield f"ma/{number}", row.get("DocumentText") or ""
    seen = set()
    with lzma.open(corpus / "bulk/sd-versions.jsonl.xz", "rt") as lines:
        for row in map(json.loads, lines):
            bill = f"sd/{row['sess']}/{row['type']}{row['num']}"
            if bill not in seen:
                seen.add(bill)
                yield bill, row["text"]


def learn(corpus: Path) -> str:
    """Return the table of words: the share of bills that have each, averaged over five states.

    Words of fewer than three states are left out: names, mostly.
    """
    have: dict[str, Counter[str]] = defaultdict(Counter)
    bills: Counter[str] = Counter()
    for read in (plain, elsewhere):
        for name, body in read(corpus):
            state, lower = name[:2], body.lower()
            found = words.read(lower)
            spans = zip(found.starts.tolist(), found.ends.tolist(), strict=True)
            have[state].update({lower[start:end] for start, end in spans})
            bills[state] += 1
    lines = [f"# The share of bills with a word, mean of {', '.join(sorted(bills))}.",
             f"# limit {LIMIT}"]  # fmt: skip
    for word in sorted(set().union(*have.values())):
        shares = [have[state][word] / bills[state] for state in bills]
        if sum(s >= LIMIT / 2 for s in shares) >= 3 and sum(shares) / len(shares) >= LIMIT:
            lines.append(f"{word}\t{sum(shares) / len(shares):.4f}")
    return "\n".join(lines) + "\n"


# -- boilerplate ---------------------------------------------------------------------------------


def labelled(corpus: Path) -> list[dict[str, str]]:
    """Return the alignments labelled boilerplate (0) or substantive (1); 28 others are left out."""
    with (corpus / "reuse/lid_alignments.csv").open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["label"] in "01"]


def figures(rows: Sequence[Mapping[str, str]], rare: weigh.Rarity) -> np.ndarray:
    """Return the figures of alignments, a row each; their gap marks are no words."""
    owners, parts, lengths = [], [], []
    for number, row in enumerate(rows):
        left, right = (words.coded(words.read(row[side]).hashes) for side in ("left", "right"))
        blocks = common(align.spelled(left), align.spelled(right), "rapidfuzz", 10**8)
        parts += [left[i : i + n] for i, _, n in blocks]
        owners += [number] * sum(n for _, _, n in blocks)
        lengths.append(max(len(left), len(right)))
    told = weigh.figures(np.array(owners), np.concatenate(parts), np.array(lengths), rare)
    return np.c_[np.log1p(told.score), told.rarest, told.mean, told.density]


def groups(rows: Sequence[Mapping[str, str]]) -> list[int]:
    """Return for each row the group of those tied to it by a bill or by a text on either side."""
    parent = list(range(len(rows)))

    def root(n: int) -> int:
        while parent[n] != n:
            n = parent[n]
        return n

    first: dict[tuple[str, ...], int] = {}
    for n, row in enumerate(rows):
        for side in ("left", "right"):
            for key in (("bill", row[f"{side}_doc_id"]), ("text", row[side])):
                parent[root(n)] = root(first.setdefault(key, n))
    return [root(n) for n in range(len(rows))]


def fitted(told: np.ndarray, labels: np.ndarray, ridge: float = 0.03) -> np.ndarray:
    """Return constant and coefficients of a logistic regression on figures as they are."""
    mean, spread = told.mean(axis=0), told.std(axis=0) + 1e-9
    given = np.c_[np.ones(len(told)), (told - mean) / spread]
    penalty = np.eye(given.shape[1]) * ridge * len(told)
    penalty[0, 0] = 0
    found = np.zeros(given.shape[1])
    for _ in range(40):
        said = 1 / (1 + np.exp(-np.clip(given @ found, -30, 30)))
        slope = given * (said * (1 - said))[:, None]
        found -= np.linalg.solve(
            given.T @ slope + penalty, given.T @ (said - labels) + penalty @ found
        )
    plain = found[1:] / spread
    return np.concatenate(([found[0] - float(plain @ mean)], plain))


def boilerplate(
    corpus: Path, repeats: int = 10, folds: int = 10
) -> tuple[float, float, list[float]]:
    """Return mean and lowest cross-validated accuracy over repeats, and the fit to all of them."""
    rows, rare = labelled(corpus), rarity()
    told = figures(rows, rare)
    labels = np.array([row["label"] == "1" for row in rows]).astype(float)
    tied = groups(rows)
    reached = []
    for repeat in range(repeats):
        names = sorted(set(tied))
        random.Random(repeat).shuffle(names)
        fold = {name: n % folds for n, name in enumerate(names)}
        at = np.array([fold[group] for group in tied])
        right = 0
        for held in range(folds):
            model = fitted(told[at != held], labels[at != held])
            said = model[0] + told[at == held] @ model[1:] > 0
            right += int((said == (labels[at == held] == 1)).sum())
        reached.append(right / len(rows))
    return sum(reached) / len(reached), min(reached), fitted(told, labels).tolist()
