"""The rules do not fall below their floors on the double-coded gold."""

import tomllib
from pathlib import Path

import pytest

from tests.measure.gold import agreement, codebook, coded, evidence, kappa, pairs, rates

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text())["provisions"]


@pytest.mark.corpus
def test_findings_hold_their_floors(corpus: Path) -> None:
    """Precision, recall, kappa and evidence stay at or above the pinned floors."""
    scored = pairs(corpus / "gold", codebook())
    precision, recall = rates(coded(scored))
    overlap, section = evidence(scored)
    measured = {
        "precision": precision,
        "recall": recall,
        "kappa": kappa(scored),
        "evidence_overlap": overlap,
        "evidence_in_section": section,
    }

    assert {name: value for name, value in measured.items() if value < FLOORS[name]} == {}
    assert agreement(scored) > 0.9


@pytest.mark.corpus
def test_the_published_accuracy_is_the_measured_one(corpus: Path) -> None:
    """The file that the method page prints says what a measurement says today."""
    from tests.measure import accuracy

    assert accuracy.FILE.read_text(encoding="utf-8") == accuracy.measured(corpus)


@pytest.mark.corpus
@pytest.mark.parametrize("chosen", ["A", "C", "D", "E", "F"])
def test_unseen_texts_hold_their_floors(corpus: Path, chosen: str) -> None:
    """On texts coded blind, precision, recall and kappa stay at or above the pinned floors."""
    from tests.measure import unseen

    scored = unseen.pairs(corpus / "corpus", codebook(), chosen)
    precision, recall = rates(coded(scored))
    floors = FLOORS[f"unseen_{chosen.lower()}"]

    assert precision >= floors["precision"]
    assert recall >= floors["recall"]
    assert kappa(scored) >= floors["kappa"]


@pytest.mark.corpus
def test_published_codings_are_found_where_the_text_is_held(corpus: Path) -> None:
    """What official summaries and professional bodies say of a law held as text, is found in it."""
    from tests.measure import published

    compared, missed = published.measure(corpus / "corpus")

    assert compared >= 13
    assert 1 - len(missed) / compared >= FLOORS["published_recall"]
