"""No pattern of the program explodes, and the attacks on them are worth something."""

import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from tests.hostile import HEADING, patterns
from tests.hostile.patterns import Pattern
from tests.told import tell

PARTS = ("billwatch.text", "billwatch.sections", "billwatch.provisions", "billwatch.diff",
         "billwatch.importer", "billwatch.", "scrapers.", "status/")  # fmt: skip


@cache
def parted() -> dict[str, list[Pattern]]:
    """Return every pattern of the program by the part it belongs to."""
    found: dict[str, list[Pattern]] = {part: [] for part in PARTS}
    for one in patterns.collect():
        found[next(part for part in PARTS if one.where.startswith(part))].append(one)
    return found


@pytest.mark.parametrize("part", PARTS)
def test_no_pattern_explodes(part: str) -> None:
    """On input made for it, no pattern takes more than linear time; see `patterns.SHORT`."""
    own = parted()[part]
    tried = sum(len(list(patterns.attacks(one))) * len(one.methods) for one in own)
    found = [slow for one in own for slow in patterns.slow(one)]
    tell(HEADING, f"{part:20} {len(own):4} patterns, {tried:5} attacks, {len(found)} that explode")

    assert own
    assert [(f.pattern.where, f.method, f.piece, f.seconds) for f in found] == []


@pytest.mark.parametrize("where", patterns.SHORT)
def test_what_is_said_to_be_short_is_cut_short(where: str) -> None:
    """A pattern that only sees a few characters is there, and its module cuts them so."""
    module = importlib.import_module(where.rpartition(".")[0])
    source = " ".join(Path(str(module.__file__)).read_text("utf-8").split())

    assert where in {one.where for own in parted().values() for one in own}
    assert patterns.SHORT[where][1] in source


@pytest.mark.parametrize("way", [r"(a+)+$", r"(?:_{2,}|\s)*x", r"(\s*,?\s*)*;", r"(?:a|a)*b",
                                 r"\s+$", r"([^{}]+)\{", r"x\w*y"])  # fmt: skip
def test_an_attack_finds_what_explodes(way: str) -> None:
    """The attacks are worth something: the patterns of the books are found out."""
    one = Pattern("here", re.compile(way), frozenset({"search"}))

    assert next(patterns.slow(one), None) is not None


@pytest.mark.parametrize("way", [r"a{1,30}$", r"[ab]{1,30}c", r"(?<!\s)\s+$", r"\bx\w{0,40}y"])
def test_what_is_linear_is_let_be(way: str) -> None:
    """A pattern in linear time passes, also where each place costs a few dozen steps."""
    one = Pattern("here", re.compile(way), frozenset({"search"}))

    assert next(patterns.slow(one), None) is None
