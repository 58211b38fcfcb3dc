"""What happened: events that a reader should hear of, and the runs of the program."""

import sqlite3
from collections.abc import Iterator, Mapping

from billwatch.models import Event
from billwatch.store.connection import Connection


def save_event(store: Connection, e: Event) -> bool:
    """Keep an event once; return False where it is known."""
    with store.writing(e.bill) as conn:
        return insert(conn, e)


def insert(conn: sqlite3.Connection, e: Event) -> bool:
    """Write an event in a transaction that is open; return False where it is known."""
    cursor = conn.execute(
        """INSERT OR IGNORE INTO events
        (seen_on, kind, bill, version, provision, before, after, words)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (e.seen_on, e.kind, e.bill, e.version, e.provision, e.before, e.after, e.words),
    )
    return cursor.rowcount > 0


def events(store: Connection, since: str) -> Iterator[Event]:
    """Yield the events seen on ``since`` or later, oldest first."""
    sql = """SELECT seen_on, kind, bill, version, provision, before, after, words FROM events
        WHERE seen_on >= ? ORDER BY seen_on, id"""
    for row in store.rows(sql, (since,)):
        yield Event(*row)


def start_run(store: Connection, started: str, command: str) -> int:
    """Note that a run began; return its number."""
    with store.writing() as conn:
        cursor = conn.execute(
            """INSERT INTO runs (started, command, finished, outcome, report)
            VALUES (?, ?, '', '', '')""",
            (started, command),
        )
        return int(cursor.lastrowid or 0)


def finish_run(store: Connection, run: int, *, finished: str, outcome: str, report: str) -> None:
    """Note how a run ended."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE runs SET finished = ?, outcome = ?, report = ? WHERE id = ?",
            (finished, outcome, report, run),
        )


def runs(store: Connection, limit: int) -> tuple[Mapping[str, str], ...]:
    """Return the newest runs first; ``finished`` is empty while one lasts or after a crash."""
    names = ("id", "started", "command", "finished", "outcome", "report")
    sql = f"SELECT {', '.join(names)} FROM runs ORDER BY id DESC LIMIT ?"  # noqa: S608
    return tuple(dict(zip(names, map(str, row), strict=True)) for row in store.rows(sql, (limit,)))
