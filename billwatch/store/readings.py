"""Readings: the text in force of a version with its marks, sections, clauses and findings."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import starmap

from billwatch.models import Clause, Event, Finding, Mark, Reading, Section, Text
from billwatch.store import diary
from billwatch.store.connection import Connection
from billwatch.store.documents import pack, unpack

PARTS = ("findings", "clauses", "sections", "marks", "readings")


def save(
    store: Connection, reading: Reading, sha256: str, code: str, events: Sequence[Event] = ()
) -> bool:
    """Replace the version's reading; return False, and write nothing, where it is the same."""
    digest = hashlib.sha256(repr((reading, sha256, code)).encode()).hexdigest()
    version, text = reading.version, reading.text
    with store.writing(version) as conn:
        if store.row("SELECT digest FROM readings WHERE version = ?", (version,)) == (digest,):
            return False
        _forget(store, conn, version)
        conn.execute(
            "INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (version, sha256, code, digest, text.title, text.markup, text.complete,
             json.dumps(text.notes), pack(text.body.encode())),
        )  # fmt: skip
        _write_marks(conn, version, text.marks)
        _write_sections(conn, reading)
        _write_clauses(conn, reading)
        _write_findings(conn, version, reading.findings)
        for event in events:
            diary.insert(conn, event)
        return True


def load(store: Connection, version: str, *, clauses: bool = True) -> Reading | None:
    """Return the whole reading of a version, without its clauses where they are not wanted."""
    text = _text(store, version)
    if text is None:
        return None
    return Reading(
        version=version,
        text=text,
        sections=_sections(store, version),
        clauses=tuple(_clauses(store, version, text.body)) if clauses else (),
        findings=findings(store, version),
    )


def stamp(store: Connection, version: str) -> tuple[str, str] | None:
    """Return which document (sha256) was read, and by which code."""
    row = store.row("SELECT sha256, code FROM readings WHERE version = ?", (version,))
    return row and (row[0], row[1])


def state(store: Connection, version: str) -> str:
    """Return the digest of a version's reading, or nothing."""
    row = store.row("SELECT digest FROM readings WHERE version = ?", (version,))
    return str(row[0]) if row else ""


def whole(store: Connection, version: str) -> bool | None:
    """Return whether a version's text is complete, or None where it was not read."""
    row = store.row("SELECT complete FROM readings WHERE version = ?", (version,))
    return bool(row[0]) if row else None


def findings(store: Connection, version: str) -> tuple[Finding, ...]:
    """Return the findings of a version in the order they were found."""
    sql = """SELECT provision, value, detail, bound, section, start, "end", quote, confidence,
        rule, exceptions FROM findings WHERE version = ? ORDER BY position"""
    rows = store.rows(sql, (version,))
    return tuple(Finding(*(*row[:-1], tuple(json.loads(row[-1])))) for row in rows)


def body(store: Connection, version: str) -> str:
    """Return the text in force, or nothing where the version was not read."""
    row = store.row("SELECT body FROM readings WHERE version = ?", (version,))
    return unpack(store, row[0]).decode() if row else ""


def _text(store: Connection, version: str) -> Text | None:
    row = store.row(
        "SELECT body, markup, title, complete, notes FROM readings WHERE version = ?", (version,)
    )
    if row is None:
        return None
    blob, markup, title, complete, notes = row
    marks = store.rows(
        """SELECT layer, start, "end", words, against FROM marks
        WHERE version = ? ORDER BY position""",
        (version,),
    )
    return Text(
        body=unpack(store, blob).decode(),
        marks=tuple(Mark(*mark) for mark in marks),
        markup=markup,
        title=title,
        complete=bool(complete),
        notes=tuple(json.loads(notes)),
    )


def _sections(store: Connection, version: str) -> tuple[Section, ...]:
    sql = """SELECT label, heading, start, "end", kind FROM sections
        WHERE version = ? ORDER BY position"""
    return tuple(starmap(Section, store.rows(sql, (version,))))


def _clauses(store: Connection, version: str, body: str) -> Iterator[Clause]:
    sql = """SELECT place, start, "end", text, kind, lead, section FROM clauses
        WHERE version = ? ORDER BY position"""
    for place, start, end, text, kind, lead, section in store.rows(sql, (version,)):
        spans = tuple((a, b) for a, b in json.loads(lead))
        words = _joined(body, spans, start, end) if text is None else text
        yield Clause(place, start, end, words, kind, spans, section)


def _joined(body: str, lead: Sequence[tuple[int, int]], start: int, end: int) -> str:
    """Return lead-ins, without their colon or dash, and own words: what a clause's text mostly is.

    Only a text that differs is stored; so this must never change for a schema that is in use.
    """
    pieces = [body[a:b].rstrip(" \n:—–-") for a, b in lead]
    return " ".join(" ".join((*pieces, body[start:end])).split())


def _forget(store: Connection, conn: sqlite3.Connection, version: str) -> None:
    """Delete the last reading; the word index must be told the words that it loses."""
    old = body(store, version)
    conn.executemany(
        "INSERT INTO section_words (section_words, rowid, heading, text) VALUES ('delete',?,?,?)",
        (
            (id, heading, old[start:end])
            for id, heading, start, end in store.rows(
                'SELECT id, heading, start, "end" FROM sections WHERE version = ?', (version,)
            )
        ),
    )
    for table in PARTS:
        conn.execute(f"DELETE FROM {table} WHERE version = ?", (version,))  # noqa: S608


def _write_marks(conn: sqlite3.Connection, version: str, marks: Sequence[Mark]) -> None:
    conn.executemany(
        "INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (version, position, m.layer, m.start, m.end, m.words, m.against)
            for position, m in enumerate(marks)
        ),
    )


def _write_sections(conn: sqlite3.Connection, reading: Reading) -> None:
    newest = conn.execute("SELECT coalesce(max(id), 0) FROM sections").fetchone()[0]
    numbered = list(enumerate(reading.sections))
    conn.executemany(
        "INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (newest + 1 + n, reading.version, n, s.label, s.heading, s.start, s.end, s.kind)
            for n, s in numbered
        ),
    )
    conn.executemany(
        "INSERT INTO section_words (rowid, heading, text) VALUES (?, ?, ?)",
        ((newest + 1 + n, s.heading, reading.text.body[s.start : s.end]) for n, s in numbered),
    )


def _write_clauses(conn: sqlite3.Connection, reading: Reading) -> None:
    text = reading.text.body
    conn.executemany(
        "INSERT INTO clauses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                reading.version, position, c.place, c.start, c.end,
                None if c.text == _joined(text, c.lead, c.start, c.end) else c.text,
                c.kind, json.dumps(c.lead), c.section,
            )
            for position, c in enumerate(reading.clauses)
        ),
    )  # fmt: skip


def _write_findings(conn: sqlite3.Connection, version: str, found: Sequence[Finding]) -> None:
    conn.executemany(
        "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (version, position, f.provision, f.value, f.detail, f.bound, f.section, f.start,
             f.end, f.quote, f.confidence, f.rule, json.dumps(f.exceptions))
            for position, f in enumerate(found)
        ),
    )  # fmt: skip
