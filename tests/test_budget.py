"""Nights stay within their budgets: requests, calls of a key, memory. `tests.bench.collect` is
the same at full size.
"""

from pathlib import Path

import pytest

from scrapers.legiscan import STATES
from tests.bench.collect import CROPS, Field, legiscan, longest, nights, over


@pytest.mark.parametrize("source", ["ct", "us"])
def test_a_quiet_night_costs_its_lists(tmp_path: Path, source: str) -> None:
    """After a first night over 40 bills, a second asks for the lists alone, and gets 304."""
    first, quiet, lists = nights(tmp_path, source, 40)

    assert first.seen == quiet.seen >= 40
    assert first.asked > 40
    assert not over(quiet), quiet
    assert quiet.asked + quiet.checked <= lists + 6


def test_legiscan_reads_every_legislature_within_500_calls(tmp_path: Path) -> None:
    """A night in which each of 52 has four new bills on the topic; the next costs the lists."""
    busy, quiet = legiscan(tmp_path, 20, 4)

    assert busy.ok, busy.reason
    assert quiet.ok, quiet.reason
    assert busy.seen == quiet.seen == 20 * len(STATES)
    assert busy.asked + busy.checked < 500
    assert quiet.asked + quiet.checked == 1 + len(STATES)


@pytest.mark.parametrize("source", ["tx", "wa", "wy"])
def test_a_long_list_needs_little_memory(tmp_path: Path, source: str) -> None:
    """A list of 8,000 bills, in HTML, XML or JSON, takes no more than three times its bytes.

    The program itself takes 50 MB; half the budget of 300 MB is allowed for an answer of 24 MB.
    """
    seen, memory = longest(tmp_path, source, 8000)

    assert seen >= 8000
    assert memory < 150


@pytest.mark.parametrize("source", sorted(CROPS))
def test_every_source_without_a_key_can_be_grown(source: str) -> None:
    """Each example still has the bill that the benchmark copies."""
    assert Field(source, 5)("/none", b"") is None
