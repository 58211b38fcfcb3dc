"""The store: everything that was read, in one SQLite file (``billwatch.db``).

    with store.open("billwatch.db") as library:
        library.save_bill(bill, seen_on="2026-03-01")

The ids of `billwatch.models` are the keys, and columns are named like the fields;
``docs/reference/database.md`` says what each table and column holds.

``start`` and ``end`` of marks, sections, clauses and findings count characters of the text in
force. ``PRAGMA user_version`` is the number of the schema; `open` migrates an older file and
refuses a newer one. Nothing is deleted because a source stopped listing it: versions and actions
stay, and a field that comes empty keeps what was known.

Every failure is a `StoreError` of one line: not a database, another program's database, a newer
schema, a folder that cannot be written, a full disk, a lock that stays, text that cannot be kept.
"""

from pathlib import Path

from billwatch.store.connection import connect
from billwatch.store.library import Store
from billwatch.store.passages import Entry, Passages

__all__ = ["Entry", "Passages", "Store", "open"]


def open(path: str | Path) -> Store:
    """Open the database at ``path``, made or migrated where needed; raise `StoreError`."""
    return Store(connect(Path(path)))
