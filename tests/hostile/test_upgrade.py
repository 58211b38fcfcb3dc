"""Databases of other days: the oldest opens with all it held, a newer one is refused."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import zstandard

from billwatch import store
from billwatch.errors import StoreError
from billwatch.models import Action, Bill, Document, Link, Sponsor, Version
from billwatch.store import schema

BODY = "Section 1. A school shall not sell student data.\n"
DIGEST = hashlib.sha256(BODY.encode()).hexdigest()
ROWS = (
    ("jurisdictions", ("ct", "Connecticut", 0)),
    ("sessions", ("ct", "2015", "2015 Regular Session", "2015-01-07", "2015-06-03")),
    ("bills", ("ct/2015/sb949", "ct", "2015", "SB 949", "An act on records", "bill", "in committee",
               "https://legislature.example/949", "ct", "2015-02-01")),
    ("sponsors", ("ct/2015/sb949", 0, "Committee on Education", "primary")),
    ("actions", ("ct/2015/sb949", 0, "2015-02-11", "Referred to Committee on Education", "upper")),
    ("subjects", ("ct/2015/sb949", 0, "Student records")),
    ("versions", ("ct/2015/sb949@introduced", "ct/2015/sb949", 0, "Introduced", "2015-02-10",
                  "2015-02-12")),
    ("links", ("ct/2015/sb949@introduced", 0, "https://legislature.example/949.txt", "text/plain")),
    ("blobs", (DIGEST, len(BODY), zstandard.compress(BODY.encode()))),
    ("documents", ("ct/2015/sb949@introduced", DIGEST, "https://legislature.example/949.txt", 0,
                   "text/plain", "2015-02-12T01:00:00+00:00")),
    ("readings", ("ct/2015/sb949@introduced", DIGEST, "0.0.1+abc", "digest", "An act", "plain", 1,
                  "[]", zstandard.compress(BODY.encode()))),
    ("sections", (1, "ct/2015/sb949@introduced", 0, "1", "", 0, len(BODY), "section")),
    ("clauses", ("ct/2015/sb949@introduced", 0, "1", 11, 48, None, "ban", "[]", "1")),
    ("findings", ("ct/2015/sb949@introduced", 0, "sale", "yes", "ban", "district", "1", 11, 48,
                  BODY[11:48], 0.9, "sale.first", "[]")),
    ("marks", ("ct/2015/sb949@introduced", 0, "added", 11, 13, "", "law")),
    ("events", (1, "2015-02-12", "new bill", "ct/2015/sb949", "", "", "", "", "An act on records")),
    ("runs", (1, "2015-02-12T01:00:00+00:00", "nightly", "2015-02-12T01:05:00+00:00", "done",
              '{"bills": 1}')),
)  # fmt: skip


def of_schema(path: Path, steps: int) -> None:
    """Make a database as a billwatch of that schema left it, with a row in every table of 1."""
    conn = sqlite3.connect(path)
    for step in schema.MIGRATIONS[:steps]:
        step(conn)
    for table, values in ROWS:
        columns = [r[1] for r in conn.execute(f"PRAGMA table_info({table})")][: len(values)]
        named = ", ".join(f'"{c}"' for c in columns)
        marks = ", ".join("?" * len(values))
        conn.execute(f"INSERT INTO {table} ({named}) VALUES ({marks})", values)
    conn.execute(f"PRAGMA application_id = {schema.APPLICATION}")
    conn.execute(f"PRAGMA user_version = {steps}")
    conn.commit()
    conn.close()


@pytest.mark.parametrize("steps", range(1, len(schema.MIGRATIONS) + 1))
def test_an_old_database_opens_with_all_it_held(tmp_path: Path, steps: int) -> None:
    """Whatever schema wrote it, every row is there after the upgrade, and nothing is broken."""
    path = tmp_path / "old.db"
    of_schema(path, steps)
    with store.open(path) as library:
        bill = library.bill("ct/2015/sb949")
        read = library.reading("ct/2015/sb949@introduced")
        held = list(library.documents("ct/2015/sb949@introduced"))
        events, runs = list(library.events()), library.runs()
        seen = library.first_seen("ct/2015/sb949")
    with closing(sqlite3.connect(path)) as conn, conn:
        assert conn.execute("PRAGMA user_version").fetchone()[0] == len(schema.MIGRATIONS)
        assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []

    assert bill == Bill(
        "ct/2015/sb949", "ct", "2015", "SB 949", "An act on records", status="in committee",
        sponsors=(Sponsor("Committee on Education"),),
        actions=(Action("2015-02-11", "Referred to Committee on Education", "upper"),),
        subjects=("Student records",),
        versions=(
            Version(
                "ct/2015/sb949@introduced", "ct/2015/sb949", "Introduced", "2015-02-10",
                (Link("https://legislature.example/949.txt", "text/plain"),),
            ),
        ),
        url="https://legislature.example/949", source="ct",
    )  # fmt: skip
    assert seen == "2015-02-01"
    assert held == [
        Document(DIGEST, BODY.encode(), "text/plain", "https://legislature.example/949.txt",
                 "2015-02-12T01:00:00+00:00")
    ]  # fmt: skip
    assert read is not None
    assert (read.text.body, read.findings[0].quote) == (BODY, BODY[11:48])
    assert [(c.place, c.text) for c in read.clauses] == [("1", BODY[11:48])]
    assert [(e.kind, e.bill, e.words) for e in events] == [
        ("new bill", "ct/2015/sb949", "An act on records")
    ]
    assert [run["outcome"] for run in runs] == ["done"]


def test_every_table_of_the_first_schema_has_a_row(tmp_path: Path) -> None:
    """The upgrade is tried on data in every table; the index of words holds none of its own."""
    of_schema(tmp_path / "old.db", 1)
    with closing(sqlite3.connect(tmp_path / "old.db")) as conn, conn:
        tables = {
            name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }
        empty = {t for t in tables if not conn.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0]}

    assert {t for t in empty if not t.startswith("section_words")} == set()


def test_a_newer_database_is_refused_in_one_line(tmp_path: Path) -> None:
    """What a newer billwatch wrote is left as it is; the line says what to do."""
    path = tmp_path / "new.db"
    of_schema(path, len(schema.MIGRATIONS))
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer billwatch .* upgrade billwatch") as caught:
        store.open(path)

    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before
