"""Readings that ship: facts without words, read back as they were written."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from billwatch import baseline, matrix, store
from billwatch.baseline import Baseline
from billwatch.errors import DataError
from billwatch.models import Bill, Document, Finding, Jurisdiction, Reading, Text, Version
from billwatch.pipeline import facts, views
from billwatch.store import Store
from tests.measure import readings
from tests.measure.gold import ROOT

FOUND = Finding(
    "sale", "yes", "", "operator", "2(a)(3)", 120, 190, "shall not sell", 0.9, "sale.ban"
)
BILL = Bill(
    "vt/code/9-1", "vt", "code", "9 V.S.A. 1", "Pupil records", "law", "law",
    versions=(Version("vt/code/9-1@r85", "vt/code/9-1", "Release 85"),),
)  # fmt: skip
SHA = hashlib.sha256(b"as shipped").hexdigest()
ONE = Baseline(BILL, "https://law.example/9-1", SHA, "0.1+x", "no", (FOUND,))


def blank(one: Baseline) -> Baseline:
    """Return a reading as it ships: without words."""
    return replace(
        one,
        bill=replace(one.bill, url=one.url, source="shipped reading"),
        findings=tuple(replace(finding, quote="") for finding in one.findings),
    )


def test_what_ships_has_no_words_of_the_law() -> None:
    """Value, place and offsets go out; the quote does not."""
    (text,) = baseline.dump([ONE]).values()

    assert "shall not sell" not in text
    assert json.loads(text)["texts"][0]["findings"][0]["start"] == 120


def test_readings_come_back_as_they_went_out() -> None:
    """Each jurisdiction has its file; loading gives every reading again, ordered by bill."""
    other = replace(ONE, bill=replace(BILL, id="ak/code/3", jurisdiction="ak"))
    files = baseline.dump([ONE, other])

    assert sorted(files) == ["ak", "vt"]
    assert [one.bill.id for one in baseline.load(files)] == ["ak/code/3", "vt/code/9-1"]
    assert baseline.load({"vt": files["vt"]}) == (blank(ONE),)


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"reader": "x"}', '{"reader": "x", "texts": [{"id": "vt/code/9-1"}]}'],
    ids=["no JSON", "a list", "no texts", "half a text"],
)
def test_a_broken_file_is_named(text: str) -> None:
    """A broken file is one line that names it, not a traceback."""
    with pytest.raises(DataError, match="readings/vt"):
        baseline.load({"vt": text})


def test_a_bill_stands_once() -> None:
    """The same bill in two files is refused."""
    files = baseline.dump([ONE])
    with pytest.raises(DataError, match="vt/code/9-1 stands twice"):
        baseline.load({"vt": files["vt"], "vt2": files["vt"]})


def test_a_shipped_reading_is_a_machine_cell_that_names_the_source() -> None:
    """The cell says where the words stand and which document was read, and has no quote."""
    shipped = blank(ONE)
    held = matrix.Holding(
        shipped.bill, shipped.version, shipped.findings, "no", where=ONE.url, sha256=ONE.sha256
    )
    table = matrix.build(
        "law", "2026-11-22", [Jurisdiction("vt", "Vermont")], ["sale", "ssn"], [held]
    )
    sale, ssn = table.cells

    assert (sale.origin, sale.value, sale.quote) == ("machine", "yes", "")
    assert (sale.where, sale.sha256, sale.section) == (ONE.url, ONE.sha256, "2(a)(3)")
    assert (ssn.value, ssn.note) == ("no", "1 text read whole, nothing found")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Store]:
    with store.open(tmp_path / "b.db") as held:
        yield held


FACTS = replace(facts.load(), readings=(blank(ONE),))
WORDS = Text("Sec. 1. An operator shall not sell student information.\n")


def keep_text(shelf: Store, body: bytes, findings: tuple[Finding, ...]) -> None:
    """Hold the words of the law, read from the document ``body``."""
    sha256 = hashlib.sha256(body).hexdigest()
    version = BILL.versions[0].id
    shelf.save_bill(BILL, seen_on="2026-01-01")
    shelf.save_document(version, Document(sha256, body, "text/plain"))
    shelf.save_reading(Reading(version, WORDS, (), (), findings), sha256=sha256, code="c")


@pytest.mark.parametrize("held", [False, True], ids=["unknown bill", "bill held without a text"])
def test_a_shipped_reading_stands_in_for_a_text_that_is_not_held(shelf: Store, held: bool) -> None:
    """Without the words, the shipped reading answers, and says where they stand."""
    if held:
        shelf.save_bill(BILL, seen_on="2026-01-01")
    (one,) = views.known(shelf, FACTS, "2026-11-22", "vt")

    assert (one.where, one.sha256) == (ONE.url, ONE.sha256)
    assert [finding.value for finding in one.findings] == ["yes"]


def test_the_words_light_up_when_the_text_is_held(shelf: Store) -> None:
    """The same document read here answers itself, with its quote, and nothing is noted."""
    keep_text(shelf, b"as shipped", (replace(FOUND, start=8, end=20, quote=WORDS.body[8:20]),))
    (one,) = views.known(shelf, FACTS, "2026-11-22", "vt")
    (cell,) = matrix.answers(one, "sale")

    assert (cell.quote, cell.where, cell.note) == (WORDS.body[8:20], "", "")


def test_a_cell_says_when_the_words_have_changed(shelf: Store) -> None:
    """Another document that says otherwise than the shipped reading is noted in the cell."""
    keep_text(shelf, b"amended", (replace(FOUND, value="partly", start=8, end=20, quote="x"),))
    (one,) = views.known(shelf, FACTS, "2026-11-22", "vt")
    (cell,) = matrix.answers(one, "sale")

    assert cell.value == "partly"
    assert cell.note == "the reading that shipped, of an earlier or another copy, said yes"


def texts(folder: Path) -> dict[str, object]:
    """Return the texts of every file; which codebook read them first does not matter."""
    return {path.name: json.loads(path.read_text())["texts"] for path in folder.glob("*.json")}


@pytest.mark.corpus
def test_the_readings_that_ship_are_those_of_the_corpus(corpus: Path, tmp_path: Path) -> None:
    """``data/readings`` is what the rules of today find in the real texts."""
    readings.write(corpus / "corpus", tmp_path)
    shipped = ROOT / "data" / "readings"

    assert texts(shipped) == texts(tmp_path)
