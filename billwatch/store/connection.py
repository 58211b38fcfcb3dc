"""One connection: how the file is opened, written and read, and how it fails."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zstandard

from billwatch.errors import StoreError
from billwatch.store.schema import migrate

if TYPE_CHECKING:
    from sqlite_utils import Database

WAIT = 30.0  # seconds to wait for another run's lock

_REASONS = (
    ("file is not a database", "is not a database, or is damaged"),
    ("malformed", "is damaged: restore a copy, or delete it and import again"),
    ("unable to open", "cannot be opened: is the folder there, and may it be written?"),
    ("readonly", "cannot be written: the file or its folder is read-only"),
    ("full", "could not be written: the disk is full"),
    ("disk I/O", "could not be read or written: is the disk full, over its quota, or failing?"),
    ("locked", "is locked by another run"),
    ("FOREIGN KEY", "does not hold the bill or version this belongs to"),
    ("no such module: fts5", "needs an SQLite with FTS5, which this Python's lacks"),
)


class Connection:
    """An open file with transactions and errors of our own."""

    def __init__(self, path: Path, conn: sqlite3.Connection) -> None:
        self.path = path
        self.conn = conn
        self.unpacker = zstandard.ZstdDecompressor()  # one for all: making it costs as a short text

    @property
    def database(self) -> "Database":
        """Return the file as `sqlite_utils` knows it, for tables made by hand."""
        from sqlite_utils import Database  # costs half a second, seldom wanted

        return Database(self.conn, execute_plugins=False)

    @contextmanager
    def writing(self, what: str = "") -> Iterator[sqlite3.Connection]:
        """Open one transaction; commit at the end, roll back and translate on failure."""
        with translated(self.path, what):
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield self.conn
                self.conn.execute("COMMIT")
            except BaseException:
                if self.conn.in_transaction:  # SQLite itself rolls back when the disk is full
                    self.conn.execute("ROLLBACK")
                raise

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows; what was asked is read before anything else is written."""
        try:  # a site asks a dozen questions a bill: a context would cost as much as the answer
            return self.conn.execute(sql, values).fetchall()
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise _told(self.path, error) from error

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def close(self) -> None:
        """Close the file; a closed connection may be closed again."""
        self.conn.close()


def connect(path: Path) -> Connection:
    """Open and migrate the database at ``path``; raise `StoreError`."""
    with translated(path):
        # No implicit transactions: each write states its own. A closed file stays closed.
        conn = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        try:
            conn.execute("PRAGMA foreign_keys = ON")
            migrate(conn)
            conn.execute("PRAGMA journal_mode = WAL")
            conn.execute("PRAGMA synchronous = NORMAL")
        except BaseException as error:
            conn.close()
            if isinstance(error, StoreError):
                raise StoreError(f"{path}: {error}") from None
            raise
        return Connection(path, conn)


@contextmanager
def translated(path: Path, what: str = "") -> Iterator[None]:
    """Turn SQLite's failures, and text that is no Unicode, into a `StoreError` of one line."""
    try:
        yield
    except (sqlite3.Error, UnicodeEncodeError) as error:
        raise _told(path, error, what) from error


def _told(path: Path, error: sqlite3.Error | UnicodeEncodeError, what: str = "") -> StoreError:
    about = f" ({what})" if what else ""
    if isinstance(error, UnicodeEncodeError):
        place = f"character {error.start} is {error.object[error.start]!a}"
        return StoreError(f"{path}: cannot keep half a surrogate pair: {place}{about}")
    said = str(error)
    reason = next((ours for theirs, ours in _REASONS if theirs in said), f"failed: {said}")
    return StoreError(f"{path}: {reason}{about}")
