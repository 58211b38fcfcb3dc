"""The schema, one function for each step from a version number to the next."""

from collections.abc import Callable
from sqlite3 import Connection

from billwatch.errors import StoreError

APPLICATION = 0x62696C6C  # "bill", in the header of the file: this database is billwatch's

_FIRST = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE jurisdictions (
        code TEXT PRIMARY KEY, name TEXT NOT NULL, sample INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE sessions (
        jurisdiction TEXT NOT NULL REFERENCES jurisdictions(code), id TEXT NOT NULL,
        name TEXT NOT NULL, start TEXT, "end" TEXT,
        PRIMARY KEY (jurisdiction, id)) WITHOUT ROWID""",
    """CREATE TABLE bills (
        id TEXT PRIMARY KEY, jurisdiction TEXT NOT NULL, session TEXT NOT NULL,
        number TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL,
        url TEXT NOT NULL, source TEXT NOT NULL, first_seen TEXT NOT NULL,
        FOREIGN KEY (jurisdiction, session) REFERENCES sessions(jurisdiction, id)) WITHOUT ROWID""",
    """CREATE TABLE sponsors (
        bill TEXT NOT NULL REFERENCES bills(id), position INTEGER NOT NULL,
        name TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (bill, position)) WITHOUT ROWID""",
    """CREATE TABLE actions (
        bill TEXT NOT NULL REFERENCES bills(id), position INTEGER NOT NULL, date TEXT NOT NULL,
        text TEXT NOT NULL, chamber TEXT NOT NULL, PRIMARY KEY (bill, position)) WITHOUT ROWID""",
    """CREATE TABLE subjects (
        bill TEXT NOT NULL REFERENCES bills(id), position INTEGER NOT NULL,
        name TEXT NOT NULL, PRIMARY KEY (bill, position)) WITHOUT ROWID""",
    """CREATE TABLE versions (
        id TEXT PRIMARY KEY, bill TEXT NOT NULL REFERENCES bills(id), position INTEGER NOT NULL,
        label TEXT NOT NULL, date TEXT, first_seen TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX versions_of_bill ON versions(bill, position)",
    """CREATE TABLE links (
        version TEXT NOT NULL REFERENCES versions(id), position INTEGER NOT NULL,
        url TEXT NOT NULL, media_type TEXT NOT NULL, PRIMARY KEY (version, position))
        WITHOUT ROWID""",
    "CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, body BLOB NOT NULL)",
    """CREATE TABLE documents (
        version TEXT NOT NULL REFERENCES versions(id),
        sha256 TEXT NOT NULL REFERENCES blobs(sha256), url TEXT NOT NULL,
        position INTEGER NOT NULL, media_type TEXT NOT NULL, fetched_at TEXT NOT NULL,
        PRIMARY KEY (version, sha256, url)) WITHOUT ROWID""",
    """CREATE TABLE readings (
        version TEXT PRIMARY KEY REFERENCES versions(id), sha256 TEXT NOT NULL,
        code TEXT NOT NULL, digest TEXT NOT NULL, title TEXT NOT NULL, markup TEXT NOT NULL,
        complete INTEGER NOT NULL, notes TEXT NOT NULL, body BLOB NOT NULL)""",
    """CREATE TABLE marks (
        version TEXT NOT NULL REFERENCES readings(version), position INTEGER NOT NULL,
        layer TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, words TEXT NOT NULL,
        against TEXT NOT NULL, PRIMARY KEY (version, position)) WITHOUT ROWID""",
    """CREATE TABLE sections (
        id INTEGER PRIMARY KEY, version TEXT NOT NULL REFERENCES readings(version),
        position INTEGER NOT NULL, label TEXT NOT NULL, heading TEXT NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL,
        UNIQUE (version, position))""",
    # Without content of its own: the words stand once, compressed, in readings.body.
    """CREATE VIRTUAL TABLE section_words USING fts5(
        heading, text, content='', tokenize='porter unicode61')""",
    """CREATE TABLE clauses (
        version TEXT NOT NULL REFERENCES readings(version), position INTEGER NOT NULL,
        place TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT,
        kind TEXT NOT NULL, lead TEXT NOT NULL, section TEXT NOT NULL,
        PRIMARY KEY (version, position)) WITHOUT ROWID""",
    """CREATE TABLE findings (
        version TEXT NOT NULL REFERENCES readings(version), position INTEGER NOT NULL,
        provision TEXT NOT NULL, value TEXT NOT NULL, detail TEXT NOT NULL, bound TEXT NOT NULL,
        section TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        quote TEXT NOT NULL, confidence REAL NOT NULL, rule TEXT NOT NULL,
        exceptions TEXT NOT NULL, PRIMARY KEY (version, position)) WITHOUT ROWID""",
    "CREATE INDEX findings_of_provision ON findings(provision, value)",
    """CREATE TABLE events (
        id INTEGER PRIMARY KEY, seen_on TEXT NOT NULL, kind TEXT NOT NULL, bill TEXT NOT NULL,
        version TEXT NOT NULL, provision TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
        words TEXT NOT NULL,
        UNIQUE (seen_on, kind, bill, version, provision, before, after, words))""",
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY, started TEXT NOT NULL, command TEXT NOT NULL,
        finished TEXT NOT NULL, outcome TEXT NOT NULL, report TEXT NOT NULL)""",
    "INSERT INTO meta VALUES ('program', 'billwatch')",
)


def first(conn: Connection) -> None:
    """Make the tables of schema 1."""
    for statement in _FIRST:
        conn.execute(statement)


def second(conn: Connection) -> None:
    """Add the marks of pages: schema 2."""
    conn.execute(
        """CREATE TABLE pages (
        url TEXT PRIMARY KEY, changed TEXT NOT NULL, bill TEXT NOT NULL, seen_on TEXT NOT NULL)
        WITHOUT ROWID"""
    )


def third(conn: Connection) -> None:
    """Add what other sources say of a bill, and which prints repeat another's: schema 3."""
    conn.execute(
        """CREATE TABLE claims (
        bill TEXT NOT NULL REFERENCES bills(id), source TEXT NOT NULL, field TEXT NOT NULL,
        value TEXT NOT NULL, seen_on TEXT NOT NULL, PRIMARY KEY (bill, source, field))
        WITHOUT ROWID"""
    )
    conn.execute(
        """CREATE TABLE repeats (
        version TEXT PRIMARY KEY, of TEXT NOT NULL REFERENCES versions(id)) WITHOUT ROWID"""
    )


def fourth(conn: Connection) -> None:
    """Add the index of passages: schema 4."""
    conn.execute(
        """CREATE TABLE passage_texts (
        id INTEGER PRIMARY KEY, version TEXT NOT NULL REFERENCES versions(id),
        digest TEXT NOT NULL, words INTEGER NOT NULL, name TEXT NOT NULL,
        same INTEGER REFERENCES passage_texts(id), prints INTEGER NOT NULL,
        common INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0)"""
    )
    conn.execute("CREATE INDEX passage_texts_of_version ON passage_texts(version, digest)")
    conn.execute("CREATE INDEX passage_texts_by_name ON passage_texts(name)")
    conn.execute(
        """CREATE TABLE passage_prints (
        hash INTEGER NOT NULL, text INTEGER NOT NULL REFERENCES passage_texts(id),
        place INTEGER NOT NULL, PRIMARY KEY (hash, text)) WITHOUT ROWID"""
    )


def fifth(conn: Connection) -> None:
    """Add the headers that a document came with: schema 5."""
    conn.execute("ALTER TABLE documents ADD COLUMN headers TEXT NOT NULL DEFAULT '[]'")


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (first, second, third, fourth, fifth)
"""Step n brings schema n to n + 1. Append; never change one that was released."""


def migrate(conn: Connection) -> None:
    """Bring the schema to the newest, one transaction a step.

    Raise `StoreError` for another program's database and for a newer schema.
    """
    while _number(conn) < len(MIGRATIONS):
        conn.execute("BEGIN IMMEDIATE")
        number = _number(conn)  # another run may have taken this step while we waited
        if number < len(MIGRATIONS):
            MIGRATIONS[number](conn)
            conn.execute(f"PRAGMA application_id = {APPLICATION}")
            conn.execute(f"PRAGMA user_version = {number + 1}")
        conn.execute("COMMIT")


def _number(conn: Connection) -> int:
    """Return the number of the schema, 0 for a new file; raise `StoreError` if not ours."""
    number = int(conn.execute("PRAGMA user_version").fetchone()[0])
    ours = conn.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    tables = conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not ours and (number or tables):
        raise StoreError("is a database of another program")
    if number > len(MIGRATIONS):
        raise StoreError(
            f"was written by a newer billwatch (schema {number}, this one knows "
            f"{len(MIGRATIONS)}): upgrade billwatch"
        )
    return number
