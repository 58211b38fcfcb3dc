"""Floors for copied language on real bills (``python -m tests.measure.reuse``)."""

from collections import Counter
from pathlib import Path

import pytest

from tests.measure import reuse as measure
from tests.measure import weights

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def real(corpus: Path) -> dict[str, measure.reuse.Sheet]:
    return measure.sheets(corpus / "corpus")


def test_boilerplate_is_told_from_substance(corpus: Path) -> None:
    """Cross-validated accuracy stays, and the model that ships is the one fitted to all labels."""
    reached, _, model = weights.boilerplate(corpus / "corpus", repeats=4)
    weigh = weights.weigh
    ships = (weigh.CONSTANT, weigh.BY_SCORE, weigh.BY_RAREST, weigh.BY_MEAN, weigh.BY_DENSITY)

    assert reached >= measure.floors()["boilerplate"]
    assert ships == pytest.approx(model, abs=0.02)


def test_no_fold_sees_what_it_is_tested_on(corpus: Path) -> None:
    """Alignments that share a bill or a text are tied, so that they stand in one fold."""
    rows = weights.labelled(corpus / "corpus")
    tied = weights.groups(rows)
    for side in ("left", "right"):
        for key in (side, f"{side}_doc_id"):
            where: dict[str, set[int]] = {}
            for row, group in zip(rows, tied, strict=True):
                where.setdefault(row[key], set()).add(group)

            assert max(map(len, where.values())) == 1


def test_companions_are_found_and_others_are_shared_language(
    corpus: Path, real: dict[str, measure.reuse.Sheet]
) -> None:
    """Pairs of one title are found; of the other pairs listed most are more than boilerplate."""
    names, matches = measure.compared(real)
    share, others = measure.companions(corpus / "corpus", real, names, matches)
    verdicts = measure.judged()
    listed = Counter(verdict for pair, verdict in verdicts.items() if pair in others)

    assert share >= measure.floors()["companions"]
    assert listed.total() >= 80, "most verdicts are of pairs no longer listed: judge anew"
    assert 1 - listed["boilerplate"] / listed.total() >= measure.floors()["shared"]


def test_planted_passages_are_found(real: dict[str, measure.reuse.Sheet]) -> None:
    """By share of edits, what was found before is found."""
    for share, found in measure.planted(real).items():
        assert found >= measure.floors()[f"planted_{round(share * 100)}"], share


def test_it_costs_little_more_than_tokenising(real: dict[str, measure.reuse.Sheet]) -> None:
    """All pairs of 6,600 texts, in times of CPU and memory."""
    spent = measure.cost(real)

    assert spent["ratio"] <= measure.floors()["cpu"]
    assert spent["memory_ratio"] <= measure.floors()["memory"]
