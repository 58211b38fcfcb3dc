"""Score the findings against the double-coded gold: ``python -m tests.measure.gold [folder]``.

A pair is a (text, provision). It counts as coded when its value is anything but ``no``; where the
two coders differ both values are right, ``no`` included. Kappa is Cohen's, on the four values over
all pairs. Evidence overlaps when it shares at least five words in a row with a coder's quote (or
all of a shorter one), and lies in the coders' section when their label and ours share a section.
"""

import csv
import io
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from billwatch import sections, text
from billwatch.models import Finding
from billwatch.provisions import Codebook, find, load

VALUES = ("yes", "partly", "permits")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Pair:
    """One (text, provision): what the coders say, what the rules say, and the evidence."""

    doc: str
    provision: str
    allowed: frozenset[str]
    said: str
    quotes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def codebook() -> Codebook:
    """Read the project's own provisions."""
    return load({p.stem: p.read_text() for p in sorted((ROOT / "data/provisions").glob("*.toml"))})


def analyse(path: Path, book: Codebook) -> tuple[Finding, ...]:
    """Read one document the way the command line does."""
    read = text.read(path.read_bytes(), name=path.name)
    parts = sections.split(read)
    return find(read, parts, sections.clauses(read, parts), book)


def pairs(gold: Path, book: Codebook, docs: Iterable[str] = ()) -> tuple[Pair, ...]:
    """Return every (text, provision) of the gold, or of some of its texts."""
    rows = list(csv.DictReader(io.StringIO((gold / "cells.csv").read_text(encoding="utf-8"))))
    cells = {(row["doc"], row["provision"]): row for row in rows}
    names = list(docs) or (gold / "texts.txt").read_text().split()
    found: list[Pair] = []
    for name in names:
        by_provision: dict[str, list[Finding]] = defaultdict(list)
        for finding in analyse(gold / "docs" / f"{name}.txt", book):
            by_provision[finding.provision].append(finding)
        for provision in book.provisions:
            mine = tuple(by_provision[provision.id])
            cell = cells.get((name, provision.id))
            allowed = frozenset(cell["value"].split("|")) if cell else frozenset({"no"})
            quotes = tuple(cell["quote"].split(" / ")) if cell else ()
            places = (cell["section"],) if cell else ()
            found.append(Pair(name, provision.id, allowed, best(mine), quotes, places, mine))
    return tuple(found)


def best(findings: Iterable[Finding]) -> str:
    """Return the strongest value of a provision's findings; ``no`` without any."""
    said = {"yes" if f.value == "unclear" else f.value for f in findings}
    return next((value for value in VALUES if value in said), "no")


def coded(scored: Iterable[Pair]) -> Counter[str]:
    """Count true and false positives and negatives of coded-or-not; either coder may be right."""
    out: Counter[str] = Counter()
    for pair in scored:
        mine = pair.said != "no"
        if mine and pair.allowed == {"no"}:
            out["fp"] += 1
        elif not mine and "no" not in pair.allowed:
            out["fn"] += 1
        elif mine:
            out["tp"] += 1
    return out


def rates(count: Counter[str]) -> tuple[float, float]:
    """Return precision and recall; 1 where there is nothing to get wrong."""
    precision = count["tp"] / (count["tp"] + count["fp"]) if count["tp"] + count["fp"] else 1.0
    recall = count["tp"] / (count["tp"] + count["fn"]) if count["tp"] + count["fn"] else 1.0
    return precision, recall


def kappa(scored: Iterable[Pair]) -> float:
    """Return Cohen's kappa on the four values; a contested pair agrees with either coder."""
    settled = [(p.said, p.said if p.said in p.allowed else min(p.allowed)) for p in scored]
    size = len(settled)
    agree = sum(mine == theirs for mine, theirs in settled) / size
    left, right = Counter(m for m, _ in settled), Counter(t for _, t in settled)
    chance = sum(left[value] * right[value] for value in left) / size**2
    return (agree - chance) / (1 - chance) if chance < 1 else 1.0


def agreement(scored: Iterable[Pair]) -> float:
    """Return the share of pairs coded by both sides whose value is the coders'."""
    both = [p for p in scored if p.said != "no" and p.allowed != {"no"}]
    return sum(p.said in p.allowed for p in both) / len(both) if both else 1.0


def words(said: str) -> list[str]:
    """Return the words of ``said``, bare."""
    return re.findall(r"[a-z0-9]+", said.lower().replace("- ", ""))


def overlaps(evidence: str, quote: str) -> bool:
    """Say whether evidence and quote share five words in a row (or the whole of a shorter one)."""
    ours, theirs = words(evidence), words(quote)
    size = min(5, len(ours), len(theirs))
    runs = {tuple(ours[n : n + size]) for n in range(len(ours) - size + 1)}
    return any(tuple(theirs[n : n + size]) in runs for n in range(len(theirs) - size + 1))


def evidence(scored: Iterable[Pair]) -> tuple[float, float]:
    """Return the shares of rightly coded pairs whose evidence overlaps, and is in the section."""
    both = [p for p in scored if p.said != "no" and p.quotes]
    if not both:
        return 1.0, 1.0
    touching = sum(any(overlaps(f.quote, q) for f in p.findings for q in p.quotes) for p in both)
    placed = [p for p in both if re.search(r"\d", " ".join(p.places))]
    return touching / len(both), sum(map(in_section, placed)) / max(len(placed), 1)


def in_section(pair: Pair) -> bool:
    """Say whether a finding's section number is among the numbers of the coders' labels."""
    labels = set(re.findall(r"[\w.-]*\d[\w.-]*", " ".join(pair.places).lower()))
    return any(
        number in labels
        for finding in pair.findings
        for number in re.findall(r"[\w.-]*\d[\w.-]*", finding.section.split("(")[0].lower())
    )


def table(scored: tuple[Pair, ...]) -> str:
    """Return the table by provision, with totals, as text."""
    lines = [f"{'provision':22} {'gold':>4} {'tp':>3} {'fp':>3} {'fn':>3}  prec  rec  value"]
    by: dict[str, list[Pair]] = defaultdict(list)
    for pair in scored:
        by[pair.provision].append(pair)
    for provision, some in by.items():
        count = coded(some)
        precision, recall = rates(count)
        size = sum(p.allowed != {"no"} for p in some)
        lines.append(
            f"{provision:22} {size:4} {count['tp']:3} {count['fp']:3} {count['fn']:3}"
            f"  {precision:.2f} {recall:.2f}  {agreement(some):.2f}"
        )
    count = coded(scored)
    precision, recall = rates(count)
    overlap, section = evidence(scored)
    lines.append(
        f"all: precision {precision:.3f} recall {recall:.3f} value agreement {agreement(scored):.3f} "
        f"kappa {kappa(scored):.3f} evidence overlap {overlap:.3f} in section {section:.3f}"
    )
    return "\n".join(lines)


def main() -> None:
    """Print the table; with a second argument ``errors``, every wrong pair with its evidence."""
    given = sys.argv[1:2] or [os.environ.get("BILLWATCH_CORPUS", "")]
    if not given[0]:
        raise SystemExit("name the folder that holds gold/, or set BILLWATCH_CORPUS")
    folder = Path(given[0])
    scored = pairs(folder / "gold", codebook())
    print(table(scored))
    if sys.argv[2:] == ["errors"]:
        for pair in scored:
            if pair.said not in pair.allowed:
                print(f"\n{pair.doc} {pair.provision}: {pair.said}, coders {sorted(pair.allowed)}")
                for quote in pair.quotes:
                    print("   coder:", quote[:160])
                for finding in pair.findings:
                    if finding.value == pair.said:
                        print(
                            f"   {finding.rule} [{finding.bound}] {' '.join(finding.quote.split())[:260]}"
                        )


if __name__ == "__main__":
    main()
