"""Floors under the quality of comparisons, on made bills and on the real corpus."""

import tomllib
from pathlib import Path

import pytest

from billwatch import diff
from tests.bench import diff as bench

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text())["diff"]
EDITED = [sample for sample in bench.made() if sample.edited and len(sample.old.body) < 100_000]


@pytest.mark.parametrize("sample", EDITED, ids=lambda sample: sample.name)
def test_edits_are_near_the_minimum(sample: bench.Sample) -> None:
    """Before clean-up hardly more words are edits than must be."""
    exact = diff.compare(sample.old, sample.new, tidy=False)
    least, _ = bench.least(sample.old, sample.new)

    assert bench.edits(exact) <= FLOORS["edits_over_minimum"] * least


def test_few_islands_are_left() -> None:
    """After clean-up chance words between edits are gone."""
    left = most = 0
    for sample in EDITED:
        left += bench.islands(diff.compare(sample.old, sample.new))
        most += bench.least(sample.old, sample.new)[1]

    assert left <= FLOORS["islands_left"] * most


@pytest.mark.corpus
def test_real_versions_are_rebuilt(corpus: Path) -> None:
    """Neighbouring versions of South Dakota bills come out of their comparisons letter by letter."""
    failed = [
        sample.name
        for sample in bench.dakota(corpus, 250)
        if not bench.rebuilt(diff.compare(sample.old, sample.new))
    ]

    assert len(failed) <= FLOORS["not_rebuilt"]


@pytest.mark.corpus
def test_real_edits_are_near_the_minimum(corpus: Path) -> None:
    """Before clean-up no pair of real versions has far more edits than it must."""
    ratios = {}
    for sample in bench.real(corpus):
        least, _ = bench.least(sample.old, sample.new)
        if least and sample.edited:
            exact = diff.compare(sample.old, sample.new, tidy=False)
            ratios[sample.name] = bench.edits(exact) / least

    assert max(ratios.values()) <= FLOORS["edits_worst_pair"]


@pytest.mark.corpus
def test_pdf_and_text_of_one_print_are_the_same(corpus: Path) -> None:
    """Line numbers, page heads and hyphens of a PDF make no change against its plain text."""
    folder = corpus / "corpus" / "bills" / "or"
    names = ("measure-2025r1-hb2508", "measure-2023r1-hb3456", "measure-2025r1-sb312")
    changed = {
        name: diff.compare(
            bench.read(folder / f"{name}-introduced.pdf"),
            bench.read(folder / f"{name}-introduced.txt"),
        ).changes
        for name in names
    }

    assert not any(changed.values())
