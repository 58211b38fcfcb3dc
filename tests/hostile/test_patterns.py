"""The attacks on patterns are worth something; `python -m tests.hostile.patterns` runs them all."""

import re

import pytest

from tests.hostile import patterns
from tests.hostile.patterns import Pattern


@pytest.mark.parametrize("way", [r"(a+)+$", r"(?:_{2,}|\s)*x", r"(\s*,?\s*)*;", r"(?:a|a)*b"])
def test_an_attack_finds_what_explodes(way: str) -> None:
    """The attacks are worth something: the patterns of the books are found out."""
    one = Pattern("here", re.compile(way), frozenset({"search"}))
    found = any(
        patterns._time(one, "search", head, piece, 200, 0.2) >= 0.2
        for head, piece in patterns.attacks(one)
    )

    assert found
