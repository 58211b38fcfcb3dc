"""Readings that ship: facts without words, read back as they were written."""

import json
from dataclasses import replace

import pytest

from billwatch import baseline, matrix
from billwatch.baseline import Baseline
from billwatch.errors import DataError
from billwatch.models import Bill, Finding, Jurisdiction, Version

FOUND = Finding(
    "sale", "yes", "", "operator", "2(a)(3)", 120, 190, "shall not sell", 0.9, "sale.ban"
)
BILL = Bill(
    "vt/code/9-1", "vt", "code", "9 V.S.A. 1", "Pupil records", "law", "law",
    versions=(Version("vt/code/9-1@r85", "vt/code/9-1", "Release 85"),),
)  # fmt: skip
ONE = Baseline(BILL, "https://law.example/9-1", "ab" * 32, "0.1+x", "no", (FOUND,))


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
