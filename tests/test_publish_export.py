"""Data given away by the verb, and rebuilds that have nothing to do."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from billwatch import publish, store
from billwatch.cli import cli
from billwatch.models import Bill, Version
from billwatch.pipeline import facts, filling, site
from tests.browser import sample

BILL = Bill(
    "xs/2026/hb1", "xs", "2026", "HB 1", "=1+1",
    versions=(Version("xs/2026/hb1@introduced", "xs/2026/hb1", "Introduced", "2026-01-05"),),
)  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Path:
    with store.open(tmp_path / "a.db") as library:
        library.save_bill(BILL, seen_on="2026-01-06")
    return tmp_path / "a.db"


def export(db: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--db", str(db), "export", "--as-of", "2026-03-02", *words])


@pytest.mark.parametrize(
    ("kind", "wanted", "unwanted"),
    [
        ("csv", "data/bills.csv", "data/bills.json"),
        ("json", "data/bills.json", "data/bills.csv"),
        ("datapackage", "data/datapackage.json", "data/bills.json"),
    ],
)
def test_export_writes_the_kind_that_is_asked(
    db: Path, tmp_path: Path, kind: str, wanted: str, unwanted: str
) -> None:
    """Each format writes its files and no page; the same again changes nothing."""
    out = tmp_path / "given"
    first = export(db, "--format", kind, "--out", str(out))
    again = export(db, "--format", kind, "--out", str(out))

    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    assert again.output.startswith("0 files written")
    assert (out / wanted).is_file()
    assert not (out / unwanted).exists()
    assert list(out.rglob("*.html")) == []


def test_an_exported_cell_is_no_formula(db: Path, tmp_path: Path) -> None:
    """A title that a spreadsheet would run begins with an apostrophe."""
    export(db, "--out", str(tmp_path / "given"))

    assert "'=1+1" in (tmp_path / "given/data/bills.csv").read_text()


def test_the_database_is_copied_whole_and_never_over_another(db: Path, tmp_path: Path) -> None:
    """The copy is a database of its own; a file that is there stays as it is."""
    out = tmp_path / "b.db"
    done = export(db, "--format", "sqlite", "--out", str(out))
    copied = sqlite3.connect(out)
    rows = copied.execute("SELECT id FROM bills").fetchall()
    copied.close()
    again = export(db, "--format", "sqlite", "--out", str(out))

    assert (done.exit_code, rows) == (0, [(BILL.id,)])
    assert "never overwritten" in str(again.exception)


def test_a_rebuild_with_nothing_new_reads_nothing(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same store on the same day is not even looked through."""
    known, out = facts.load(), tmp_path / "public"
    with store.open(db) as library:
        first = site.write(library, known, out, today="2026-03-02")
        monkeypatch.setattr(filling, "fill", lambda *_, **__: pytest.fail("was read again"))
        second = site.write(library, known, out, today="2026-03-02")

    assert (second.written, second.unchanged, second.removed) == (0, first.written, 0)


@pytest.mark.parametrize("what", ["day", "bill", "file gone", "file cut"])
def test_a_rebuild_with_something_new_is_made(db: Path, tmp_path: Path, what: str) -> None:
    """Another day, another bill, or a file that is not as it was left: the site is built."""
    known, out = facts.load(), tmp_path / "public"
    with store.open(db) as library:
        site.write(library, known, out, today="2026-03-02")
        if what == "bill":
            library.save_bill(Bill("xs/2026/hb2", "xs", "2026", "HB 2", "T"), seen_on="2026-03-01")
        elif what == "file gone":
            (out / "index.html").unlink()
        elif what == "file cut":
            (out / "index.html").write_text("x")
        day = "2026-03-03" if what == "day" else "2026-03-02"
        again = site.write(library, known, out, today=day)

    assert again.written > 0
    assert b"<h1" in (out / "index.html").read_bytes()


def test_the_mark_names_every_fact() -> None:
    """Facts that differ, or are cut differently, have different marks."""
    marks = [publish.mark(sample.TEMPLATES, *f) for f in (("a", "b"), ("ab",), ("ab", ""), ("b",))]

    assert len(set(marks)) == 4
    assert json.dumps(marks) == json.dumps([
        publish.mark(sample.TEMPLATES, *f) for f in (("a", "b"), ("ab",), ("ab", ""), ("b",))
    ])  # fmt: skip
