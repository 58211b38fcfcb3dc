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
