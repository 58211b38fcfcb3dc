"""Measure copied language on real bills: ``python -m tests.measure.reuse FOLDER [PART…]``.

FOLDER (or BILLWATCH_CORPUS) holds ``corpus/``. Parts, each with its floors in ``tests/floors.toml``:

``boilerplate``  370 alignments that people labelled boilerplate or substantive (dssg/policy_diffusion,
                 MIT): accuracy of `weigh`, the model fitted anew in each of ten folds. Alignments that
                 share a bill or a text on either side stand in one fold, so nothing leaks.
``companions``   900 pairs of New York bills with one title: how many are found. Of the other pairs
                 that are told, 100 drawn at random were read by a machine-assisted reader, no
                 lawyer (the best passage of each): ``copied``, ``law`` (both restate one law to
                 amend it) or ``boilerplate`` (forms of private acts, how a tax is administered,
                 definitions everyone has).
``planted``      1,200 passages of real bills, 40 to 300 words, planted in other bills with 0 to 40 %
                 of their words edited: how many are found, by share of edits.
``cost``         CPU seconds and memory of comparing every pair of texts, beside tokenising.
``stock``        the rates that ``docs/scale.md`` reckons with: reading the texts, and indexing them.
``words``        writes ``data/reuse/words.tsv`` anew: the share of bills that have each word.
"""

import csv
import multiprocessing
import os
import random
import re
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from billwatch import reuse, sections, store, text
from billwatch.models import Bill, Reading, Version
from billwatch.pipeline import reusing
from billwatch.reuse import seeds, words
from billwatch.reuse.fold import relations
from tests.measure.gold import ROOT
from tests.measure.weights import archived, boilerplate, learn, rarity

DRAWN = 1122  # the seed by which pairs are drawn: another one, other pairs
SHARES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4)


def floors() -> Mapping[str, float]:
    """Return the pinned figures of this module."""
    pinned: dict[str, float] = tomllib.loads((ROOT / "tests/floors.toml").read_text())["reuse"]
    return pinned


# -- real bills ----------------------------------------------------------------------------------


def sheets(corpus: Path) -> dict[str, reuse.Sheet]:
    """Read every archived text as the program does, its operative sections only."""
    found = {}
    for name, body in archived(corpus):
        read = text.read(body, name=name, jurisdiction=name[:2])
        parts = [p for p in sections.split(read) if p.kind == "section"]
        found[name] = reuse.Sheet(read.body, tuple((part.start, part.end) for part in parts))
    return found


def compared(given: Mapping[str, reuse.Sheet]) -> tuple[list[str], tuple[reuse.Match, ...]]:
    """Return the names in order and the passages between any two."""
    names = sorted(given)
    shreds = [reuse.shred(given[name]) for name in names]
    return names, reuse.among(shreds, _homes(names), rarity())


def _homes(names: Sequence[str]) -> list[int]:
    states = sorted({name[:2] for name in names})
    return [states.index(name[:2]) for name in names]


def titled(corpus: Path) -> set[frozenset[str]]:
    """Return the pairs of New York bills with one title."""
    lines = (corpus / "bulk/ny-companions.tsv").read_text().splitlines()
    return {frozenset(f"ny/{name}" for name in line.split("\t")[:2]) for line in lines}


def companions(
    corpus: Path,
    given: Mapping[str, reuse.Sheet],
    names: Sequence[str],
    matches: Sequence[reuse.Match],
) -> tuple[float, dict[tuple[str, str], reuse.Match]]:
    """Return the share of pairs found, and the other pairs of New York with their best passage.

    Found are bills told as companions, or with a passage that is more than boilerplate.
    """
    near = [m for m in matches if names[m.left][:2] == names[m.right][:2] == "ny"]
    sizes = {n: len(reuse.read(given[names[n]])) for m in near for n in (m.left, m.right)}
    held = [reuse.Held(name, name, name[:2], "", "", "", sizes.get(n, 0))
            for n, name in enumerate(names)]  # fmt: skip
    told = list(listed(given, names, near))
    own = {(m.left, m.right) for m in told}
    kin = {frozenset((k.first, k.later)) for k in relations(held, near, own)}
    best: dict[tuple[str, str], reuse.Match] = {}
    related = (m for m in near if frozenset((names[m.left], names[m.right])) in kin)
    for match in (*told, *related):
        pair = names[match.left], names[match.right]
        if pair not in best or match.score > best[pair].score:
            best[pair] = match
    wanted = titled(corpus)
    others = {pair: match for pair, match in best.items() if frozenset(pair) not in wanted}
    return (len(best) - len(others)) / len(wanted), others


def listed(
    given: Mapping[str, reuse.Sheet], names: Sequence[str], matches: Iterable[reuse.Match]
) -> Iterator[reuse.Match]:
    """Yield the passages that are told as more than boilerplate."""
    for match in matches:
        near = names[match.left][:2] == names[match.right][:2]
        if reuse.tells(match, near=near) and not reuse.standing(said(given, names, match)):
            yield match


def said(given: Mapping[str, reuse.Sheet], names: Sequence[str], match: reuse.Match) -> str:
    """Return the words of a passage as its left text has them."""
    sheet = given[names[match.left]]
    read, (first, end) = reuse.read(sheet), match.left_words
    return sheet.body[read.starts[first] : read.ends[end - 1]]


def judged() -> dict[tuple[str, str], str]:
    """Return the verdicts by hand on pairs: copied, law (both restate it), or boilerplate."""
    path = ROOT / "tests/measure/judged_reuse.csv"
    with path.open(newline="", encoding="utf-8") as file:
        return {(row["left"], row["right"]): row["verdict"] for row in csv.DictReader(file)}


def chosen(others: Iterable[tuple[str, str]], number: int = 100) -> list[tuple[str, str]]:
    """Return pairs drawn at random, the same ones every time."""
    ordered = sorted(others)
    return random.Random(DRAWN).sample(ordered, min(number, len(ordered)))


# -- planted -------------------------------------------------------------------------------------


def edited(
    luck: random.Random, passage: Sequence[str], share: float, other: Sequence[str]
) -> list[str]:
    """Return a passage with this share of its words deleted, replaced, or followed by another."""
    found: list[str] = []
    for word in passage:
        way = luck.choice(("delete", "replace", "add")) if luck.random() < share else ""
        found += [word] if way in ("", "add") else []
        found += [luck.choice(other)] if way in ("replace", "add") else []
    return found


def planted(given: Mapping[str, reuse.Sheet], number: int = 1200) -> dict[float, float]:
    """Return by share of edits how many passages planted in other bills were found.

    Found is a planted passage of which at least half lies in passages between its two texts.
    """
    luck = random.Random(5)
    texts = {name: _operative(sheet).split() for name, sheet in given.items()}
    names = sorted(name for name, parts in texts.items() if len(parts) > 500)
    others = [word for name in names[:300] for word in texts[name]]
    plants: dict[str, list[tuple[str, float, str]]] = defaultdict(list)
    for n in range(number):
        source, host = luck.sample(names, 2)
        size, share = luck.randint(40, 300), SHARES[n % len(SHARES)]
        start = luck.randrange(max(len(texts[source]) - size, 1))
        passage = edited(luck, texts[source][start : start + size], share, others)
        plants[host].append((source, share, " ".join(passage)))
    bodies = {name: _operative(given[name]) for name in given}
    spans: dict[tuple[str, int], tuple[int, int]] = {}
    for host, some in plants.items():
        for n, (_, _, passage) in enumerate(some):
            begin = len(bodies[host]) + 1
            bodies[host] += "\n" + passage
            spans[host, n] = begin, len(bodies[host])
    ordered, matches = compared({name: reuse.Sheet(body) for name, body in bodies.items()})
    return _recall(ordered, matches, plants, bodies, spans)


def _operative(sheet: reuse.Sheet) -> str:
    return "".join(sheet.body[a:b] for a, b in sheet.spans) or sheet.body


def _recall(
    names: Sequence[str],
    matches: Sequence[reuse.Match],
    plants: Mapping[str, Sequence[tuple[str, float, str]]],
    bodies: Mapping[str, str],
    spans: Mapping[tuple[str, int], tuple[int, int]],
) -> dict[float, float]:
    covered: dict[frozenset[str], list[tuple[str, tuple[int, int]]]] = defaultdict(list)
    for m in matches:
        pair = frozenset((names[m.left], names[m.right]))
        covered[pair] += [(names[m.left], m.left_words), (names[m.right], m.right_words)]
    found: Counter[float] = Counter()
    total: Counter[float] = Counter()
    for host, some in plants.items():
        read = words.read(bodies[host])
        for n, (source, share, _) in enumerate(some):
            low, high = np.searchsorted(read.starts, spans[host, n]).tolist()
            inside = sum(
                max(0, min(b, high) - max(a, low))
                for name, (a, b) in covered[frozenset((host, source))]
                if name == host
            )
            total[share] += 1
            found[share] += 2 * inside >= high - low
    return {share: found[share] / total[share] for share in sorted(total)}


# -- cost ----------------------------------------------------------------------------------------


def tokenised(given: Mapping[str, reuse.Sheet]) -> float:
    """Return the CPU seconds that plain tokenising takes: every word, its place and its number."""
    began = time.process_time()
    numbers: dict[str, int] = {}
    for sheet in given.values():
        for found in re.finditer(r"\w+", sheet.body.lower()):
            numbers.setdefault(found.group(), len(numbers)), found.start()
    return time.process_time() - began


def cost(given: Mapping[str, reuse.Sheet]) -> dict[str, float]:
    """Return CPU seconds, megabytes, and how they compare with tokenising and with the text.

    It is done in a process of its own: what a large one has taken before would hide what is added.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_cost, given).result()


def _cost(given: Mapping[str, reuse.Sheet]) -> dict[str, float]:
    """Return what `cost` does; memory is what the peak adds to what program and texts take."""
    size = sum(len(sheet.body) for sheet in given.values()) / 1e6
    before = memory("VmRSS")
    began = time.process_time()
    _, matches = compared(given)
    spent = time.process_time() - began
    grown = memory("VmHWM") - before
    plain = sorted(tokenised(given) for _ in range(3))[1]
    prints = [reuse.shred(sheet).prints for sheet in given.values()]
    return {
        "megabytes": size, "passages": float(len(matches)), "seconds": spent,
        "tokenising": plain, "ratio": spent / plain, "memory": grown, "memory_ratio": grown / size,
        "seeds_a_text": len(seeds.among(prints, _homes(list(given)))) / len(given),
    }  # fmt: skip


def memory(what: str) -> float:
    """Return megabytes that this process has: now (``VmRSS``), or had at most (``VmHWM``)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1e3 for line in lines if line.startswith(what))


# -- stock ---------------------------------------------------------------------------------------


def stock(corpus: Path) -> dict[str, float]:
    """Return what reading all archived texts and indexing them takes, and how large the index is.

    Reading is `text.read` and `sections.split`; the index is timed with its writing.
    """
    files = list(archived(corpus))
    with TemporaryDirectory() as folder, store.open(Path(folder) / "billwatch.db") as library:
        began = time.process_time()
        readings = [_reading(n, name, body) for n, (name, body) in enumerate(files)]
        reading = time.process_time() - began
        for read in readings:
            bill = read.version.partition("@")[0]
            state, session, number = bill.split("/")
            version = Version(read.version, bill, "x", "2024-01-01")
            library.save_bill(
                Bill(bill, state, session, number, "", versions=(version,)), seen_on=""
            )
            library.save_reading(read, sha256="0", code="b")
        before, began = _size(library), time.process_time()
        reusing.index(library)
        spent, grown = time.process_time() - began, _size(library) - before
        rows = library._db.row("SELECT count(*) FROM passage_prints")
        assert rows is not None
    size = sum(len(body) for _, body in files) / 1e6
    return {
        "megabytes": size, "reading_seconds": reading, "reading_rate": size / reading,
        "index_seconds": spent, "index_ms_a_text": 1000 * spent / len(files),
        "rows_a_text": rows[0] / len(files), "kilobytes_a_text": grown / 1000 / len(files),
    }  # fmt: skip


def _reading(number: int, name: str, body: bytes) -> Reading:
    read = text.read(body, name=name, jurisdiction=name[:2])
    return Reading(f"{name[:2]}/2024/b{number}@x", read, sections.split(read), (), ())


def _size(library: store.Store) -> int:
    """Return the bytes of a database."""
    pages, page = (library._db.row(f"PRAGMA page_{what}") for what in ("count", "size"))
    assert pages is not None
    assert page is not None
    return int(pages[0]) * int(page[0])


def main() -> None:
    """Print the figures of the parts asked for; all but ``words`` where none is named."""
    given = sys.argv[1:2] or [os.environ.get("BILLWATCH_CORPUS", "")]
    if not given[0]:
        raise SystemExit("name the folder that holds corpus/, or set BILLWATCH_CORPUS")
    corpus, parts = Path(given[0]) / "corpus", sys.argv[2:]
    if "words" in parts:
        (ROOT / "data/reuse/words.tsv").write_text(learn(corpus), "utf-8")
    parts = parts or ["boilerplate", "cost", "companions", "planted", "stock"]
    if "boilerplate" in parts:
        mean, least, model = boilerplate(corpus)
        print(f"boilerplate: accuracy {mean:.4f}, least of ten repeats {least:.4f}; fit to all:",
              " ".join(f"{number:.4g}" for number in model))  # fmt: skip
    if "stock" in parts:
        print("stock:", ", ".join(f"{name} {value:.2f}" for name, value in stock(corpus).items()))
    if set(parts) & {"cost", "companions", "planted"}:
        texts = sheets(corpus)
        if "cost" in parts:
            print("cost:", ", ".join(f"{name} {value:.2f}" for name, value in cost(texts).items()))
        if "companions" in parts:
            names, matches = compared(texts)
            share, others = companions(corpus, texts, names, matches)
            print(f"companions: {share:.4f} of 900 found; {len(others)} other pairs of New York")
            verdicts = judged()
            drawn = [verdicts.get(pair, "not judged") for pair in chosen(others)]
            print("of 100 other pairs:", dict(Counter(drawn)))
        if "planted" in parts:
            for edits, share in planted(texts).items():
                print(f"planted: {edits:.0%} of words edited: {share:.3f} found")


if __name__ == "__main__":
    main()
