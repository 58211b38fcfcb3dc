"""Texts that come within an answer are handed over, and read with the source's own marks.

A case in ``tests/examples/<name>/`` may hold ``enclosed``: for each version whose text comes within
an answer its id, its media type, and words that are kept, added or struck there.
"""

from pathlib import Path

import pytest

import scrapers
from billwatch import text
from billwatch.models import Bill
from billwatch.scraper import Enclosed, Missed, walk
from tests.test_scrapers import CASES, Case, play, reader

ENCLOSING = {name: case for name, case in CASES.items() if case.told.get("enclosed")}


@pytest.mark.parametrize("case", ENCLOSING.values(), ids=ENCLOSING)
def test_enclosed_texts_are_those_of_the_case(case: Case, tmp_path: Path) -> None:
    """Each follows its bill, is of the type that was told, and shows what is added and struck."""
    got: list[Bill | Missed | Enclosed] = []
    source = scrapers.find(case.source)
    with play(case, tmp_path) as (_, http):
        start = source.start(case.told["session"])
        for step in walk(start, reader(http), enclosed=got.append):
            got.append(step)
    told = {item["version"]: item for item in case.told["enclosed"]}
    known: set[str] = set()

    assert {item.version.id for item in got if isinstance(item, Enclosed)} == set(told)
    for item in got:
        if isinstance(item, Bill):
            known |= {version.id for version in item.versions}
        if isinstance(item, Enclosed):
            assert item.version.id in known
            check(item, told[item.version.id])


def check(item: Enclosed, told: dict[str, str]) -> None:
    document = item.document
    read = text.read(
        document.body,
        media_type=document.media_type,
        name=item.version.id,
        jurisdiction=item.bill.jurisdiction,
    )
    added = " ".join(read.body[m.start : m.end] for m in read.marks if m.layer == "added")
    struck = " ".join(m.words for m in read.marks if m.layer == "deleted")
    assert document.media_type == told["media_type"]
    assert document.url.startswith("https://")
    assert told.get("kept", "") in read.body
    assert told.get("added", "") in added
    assert told.get("struck", "") in struck
    assert told.get("struck", " \n") not in read.body
