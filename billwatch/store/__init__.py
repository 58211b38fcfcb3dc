"""The store: everything that was read, in one SQLite file (``billwatch.db``).

    with store.open("billwatch.db") as library:
        library.save_bill(bill, seen_on="2026-03-01")

Tables (the ids of `billwatch.models` are the keys; columns are named like the fields):

    meta           key, value: which program made the file
    jurisdictions  code, name, sample
    sessions       jurisdiction, id, name, start, end
    bills          id, jurisdiction, session, number, title, kind, status, url, source, first_seen
    sponsors       bill, position, name, role
    actions        bill, position, date, text, chamber
    subjects       bill, position, name
    versions       id, bill, position, label, date, first_seen
    links          version, position, url, media_type
    documents      version, sha256, url, position, media_type, fetched_at
    blobs          sha256, size (bytes before compression), body (zstd)
    readings       version, sha256 (of the document read), code (of the reader), digest, title,
                   markup, complete, notes (JSON list), body (the text in force: UTF-8, zstd)
    marks          version, position, layer, start, end, words, against
    sections       id, version, position, label, heading, start, end, kind
    section_words  FTS5 index (porter) over heading and text of sections; rowid = sections.id
    clauses        version, position, place, start, end, text, kind, lead (JSON), section;
                   text is NULL where it is the lead-ins and own words joined by single spaces
    findings       version, position, provision, value, detail, bound, section, start, end, quote,
                   confidence, rule, exceptions (JSON list)
    events         id, seen_on, kind, bill, version, provision, before, after, words
    runs           id, started, command, finished, outcome, report (JSON)
    pages          url, changed (the source's mark when it was last dealt with), bill, seen_on
    passage_texts  id, version, digest (of the reading indexed), words, name (of its words), same
                   (id of the text with the same words), prints, common, gone (read anew since)
    passage_prints hash (of five words), text (passage_texts.id), place (number of the first word)

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
