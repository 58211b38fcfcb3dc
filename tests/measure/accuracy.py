"""Write down how well the rules read: ``python -m tests.measure.accuracy FOLDER`` → data/accuracy.toml.

The method page prints this file, and a test holds it to what is measured.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.measure import gold, unseen
from tests.measure.gold import ROOT, Pair, agreement, coded, kappa, rates

FILE = ROOT / "data/accuracy.toml"
SETS = {
    "gold": "double-coded texts that the rules were fitted to",
    "A": "texts coded blind by one reader, looked at since",
    "C": "more texts coded blind by one reader, looked at since",
    "D": "texts at the edge of the subject, coded blind by one reader, looked at since",
    "E": "more texts at the edge of the subject, coded blind by one reader, looked at since",
    "F": "texts at the edge of the subject, coded blind by one reader; their misses were looked at",
}


def measured(folder: Path) -> str:
    """Return the whole table as TOML: one table a set, one row a provision."""
    book = gold.codebook()
    sets = {
        "gold": gold.pairs(folder / "gold", book),
        **{name: unseen.pairs(folder / "corpus", book, name) for name in unseen.SETS},
    }
    lines = ["# Written by python -m tests.measure.accuracy; held to what is measured by a test.\n"]
    for name, scored in sets.items():
        lines.append(_row("set", {"name": name, "what": SETS[name], **_figures(scored)}))
    by_provision = _by_provision(tuple(pair for name in unseen.SETS for pair in sets[name]))
    fitted = _by_provision(sets["gold"])
    for provision in book.provisions:
        figures = _figures(by_provision[provision.id])
        kept = {key: figures[key] for key in ("cells", "precision", "recall")}
        cells = sum(pair.allowed != {"no"} for pair in fitted[provision.id])
        lines.append(_row("provision", {"id": provision.id, **kept, "gold_cells": cells}))
    return "\n".join(lines)


def _figures(scored: Iterable[Pair]) -> dict[str, str | int | float]:
    listed = list(scored)
    precision, recall = rates(coded(listed))
    return {
        "texts": len({pair.doc for pair in listed}),
        "cells": sum(pair.allowed != {"no"} for pair in listed),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "value": round(agreement(listed), 3),
        "kappa": round(kappa(listed), 3),
    }


def _by_provision(scored: Iterable[Pair]) -> dict[str, list[Pair]]:
    by: dict[str, list[Pair]] = defaultdict(list)
    for pair in scored:
        by[pair.provision].append(pair)
    return by


def _row(name: str, values: dict[str, str | int | float]) -> str:
    rows = [f"[[{name}]]"]
    rows += [f'{k} = "{v}"' if isinstance(v, str) else f"{k} = {v}" for k, v in values.items()]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Measure and write the file."""
    FILE.write_text(measured(Path(sys.argv[1])), encoding="utf-8")
    print(FILE.read_text(encoding="utf-8").split("[[provision]]")[0])


if __name__ == "__main__":
    main()
