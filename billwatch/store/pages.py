"""What was seen at which address: pages whose mark is as it was need not be fetched again."""

import hashlib
from collections.abc import Callable, Iterator

from billwatch.store.connection import Connection, translated

# What tells one state of the library from another. Lists that only grow are weighed, not read.
_STATE = (
    "SELECT id, title, status, url, source, first_seen FROM bills ORDER BY id",
    "SELECT id, position, label, date FROM versions ORDER BY id",
    "SELECT version, digest FROM readings ORDER BY version",
    "SELECT count(*), total(length(text) + length(date) + position) FROM actions",
    "SELECT count(*), total(length(name) + length(role) + position) FROM sponsors",
    "SELECT count(*), total(length(name) + position) FROM subjects",
    "SELECT count(*), total(length(url) + position) FROM links",
    "SELECT count(*), max(fetched_at) FROM documents",
    "SELECT count(*), max(id) FROM events",
    """SELECT jurisdiction, id, name, start, "end" FROM sessions ORDER BY 1, 2""",
)


def mark(store: Connection, url: str) -> str:
    """Return the mark last kept of an address, or nothing."""
    row = store.row("SELECT changed FROM pages WHERE url = ?", (url,))
    return str(row[0]) if row else ""


def save(store: Connection, url: str, changed: str, bill: str, seen_on: str) -> bool:
    """Keep the mark of an address; the same mark again writes nothing."""
    with store.writing(url) as conn:
        if store.row("SELECT changed, bill FROM pages WHERE url = ?", (url,)) == (changed, bill):
            return False
        conn.execute(
            """INSERT INTO pages VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
            changed = excluded.changed, bill = excluded.bill, seen_on = excluded.seen_on""",
            (url, changed, bill, seen_on),
        )
        return True


def unread(store: Connection, code: str) -> tuple[str, ...]:
    """Return the versions that have a document but no reading by ``code``."""
    sql = """SELECT DISTINCT version FROM documents LEFT JOIN readings USING (version)
        WHERE readings.code IS NULL OR readings.code <> ? ORDER BY version"""
    return tuple(version for (version,) in store.rows(sql, (code,)))


def _never(_: str, __: str) -> str | None:
    return None


def overtaken(
    store: Connection, today: str, latest: Callable[[str, str], str | None] = _never
) -> tuple[str, ...]:
    """Return the bills that stand open in a session that ended before ``today``.

    ``latest`` tells, by jurisdiction and session, the last day of one whose end is not held.
    """
    sql = """SELECT bills.id, bills.jurisdiction, bills.session, sessions."end" FROM bills
        LEFT JOIN sessions ON sessions.jurisdiction = bills.jurisdiction
        AND sessions.id = bills.session WHERE bills.kind = 'bill' AND bills.status IN
        ('introduced', 'in committee', 'out of committee', 'passed one chamber')
        ORDER BY bills.id"""
    return tuple(
        bill
        for bill, jurisdiction, session, end in store.rows(sql)
        if (end or latest(jurisdiction, session) or today) < today
    )


def newest(store: Connection, jurisdiction: str, today: str) -> str:
    """Return the date of a jurisdiction's newest action by ``today``, or nothing."""
    sql = "SELECT max(date) FROM actions WHERE bill >= ? AND bill < ? AND date <= ?"
    row = store.row(sql, (f"{jurisdiction}/", f"{jurisdiction}0", today))
    return str(row[0] or "") if row else ""


def digest(store: Connection) -> str:
    """Name the state of everything that pages are made from; runs are no part of it."""
    found = hashlib.sha256()
    for row in _rows(store):
        found.update(repr(row).encode("utf-8", "surrogatepass"))
    return found.hexdigest()[:16]


def _rows(store: Connection) -> Iterator[tuple[object, ...]]:
    with translated(store.path):
        for sql in _STATE:
            yield from store.conn.execute(sql)  # never all in memory
