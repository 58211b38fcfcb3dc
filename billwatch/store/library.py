"""The face of the store."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from billwatch.models import (
    Bill,
    Claim,
    Copy,
    Document,
    Event,
    Finding,
    Jurisdiction,
    Reading,
    Session,
    Version,
)
from billwatch.store import bills, claiming, diary, documents, pages, readings
from billwatch.store.connection import Connection, connect, translated
from billwatch.store.words import search

TABLES = (
    "jurisdictions", "sessions", "bills", "versions", "documents", "readings", "sections",
    "clauses", "findings", "marks", "actions", "events", "runs",
)  # fmt: skip


class Store:
    """One open database. Each save is one transaction and returns True if it changed anything.

    Every method raises `StoreError` where the file cannot be read or written.
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def again(self) -> "Store":
        """Open the same file once more, to be read as it stands at the first question.

        A forked process may not use the connection it finds. One transaction from here to `close`
        spares a lock at every question, a third of the time that short answers take.
        """
        other = connect(self._db.path)
        other.rows("BEGIN")
        return Store(other)

    def save_jurisdiction(self, j: Jurisdiction) -> bool:
        """Keep a jurisdiction's name."""
        with self._db.writing(j.code) as conn:
            row = (j.code, j.name, int(j.sample))
            sql = "SELECT code, name, sample FROM jurisdictions WHERE code = ?"
            if self._db.row(sql, (j.code,)) == row:
                return False
            conn.execute(
                """INSERT INTO jurisdictions VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET name = excluded.name, sample = excluded.sample""",
                row,
            )
            return True

    def save_session(self, s: Session) -> bool:
        """Keep a session; a field that comes empty keeps what was known."""
        with self._db.writing(f"{s.jurisdiction}/{s.id}") as conn:
            known = next((k for k in self.sessions(s.jurisdiction) if k.id == s.id), s)
            new = replace(
                s, name=s.name or known.name, start=s.start or known.start, end=s.end or known.end
            )
            row = (new.jurisdiction, new.id, new.name, new.start, new.end)
            conn.execute(
                "INSERT OR IGNORE INTO jurisdictions VALUES (?, ?, 0)",
                (s.jurisdiction, s.jurisdiction.upper()),
            )
            sql = 'SELECT jurisdiction, id, name, start, "end" FROM sessions '
            if self._db.row(f"{sql} WHERE jurisdiction = ? AND id = ?", row[:2]) == row:
                return False
            conn.execute(
                """INSERT INTO sessions VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET
                name = excluded.name, start = excluded.start, "end" = excluded."end" """,
                row,
            )
            return True

    def save_bill(
        self, bill: Bill, *, seen_on: str, events: Sequence[Event] = (), anew: bool = False
    ) -> bool:
        """Merge a bill with its sponsors, actions, subjects, versions and links.

        Versions and actions no longer listed stay. ``seen_on`` (ISO date) is kept for a bill and
        for a version when they are new. Jurisdiction and session are made where missing.
        ``events`` are kept in the same transaction, and only if the bill changed. ``anew`` lets
        its actions replace the known ones.
        """
        return bills.save(self._db, bill, seen_on, events, anew=anew)

    def save_claims(self, bill: str, claims: Sequence[Claim], repeats: Mapping[str, str]) -> bool:
        """Keep what another source says of a bill, and which of its prints repeat which.

        A print that repeats another is no longer listed with its bill.
        """
        return claiming.save(self._db, bill, claims, repeats)

    def claims(self, bill: str = "") -> Iterator[Claim]:
        """Yield what other sources say, of all bills or of one."""
        return claiming.load(self._db, bill)

    def repeated(self, version: str) -> str:
        """Return the version that this one repeats under another name, or nothing."""
        return claiming.repeated(self._db, version)

    def repeats(self, of: str) -> tuple[str, ...]:
        """Return the versions that repeat this one under another name."""
        return claiming.repeats(self._db, of)

    def save_document(self, version: str, doc: Document) -> bool:
        """Keep raw bytes by sha256 and where they came from; a version may have several."""
        return documents.save(self._db, version, doc)

    def save_reading(
        self, reading: Reading, *, sha256: str, code: str, events: Sequence[Event] = ()
    ) -> bool:
        """Replace text, marks, sections, clauses and findings of a version.

        ``sha256`` is the document read, ``code`` names the reader: see `stamp`. ``events`` are
        kept in the same transaction, and only if the reading changed.
        """
        return readings.save(self._db, reading, sha256, code, events)

    def save_page(self, url: str, changed: str, *, bill: str = "", seen_on: str = "") -> bool:
        """Keep the source's mark of a page that was dealt with."""
        return pages.save(self._db, url, changed, bill, seen_on)

    def page_mark(self, url: str) -> str:
        """Return the mark of a page as it was last dealt with, or nothing."""
        return pages.mark(self._db, url)

    def unread(self, code: str) -> tuple[str, ...]:
        """Return the versions that have a document but no reading by ``code``."""
        return pages.unread(self._db, code)

    def overtaken(
        self, today: str, latest: Callable[[str, str], str | None] = lambda *_: None
    ) -> tuple[str, ...]:
        """Return the bills that stand open in a session that ended before the ISO date.

        ``latest`` tells, by jurisdiction and session, the last day of one whose end is not held.
        """
        return pages.overtaken(self._db, today, latest)

    def newest_action(self, jurisdiction: str, today: str) -> str:
        """Return the date of a jurisdiction's newest action by ``today``, or nothing."""
        return pages.newest(self._db, jurisdiction, today)

    def digest(self) -> str:
        """Name the state of all that is held; runs and page marks are no part of it."""
        return pages.digest(self._db)

    def copy(self, to: Path) -> None:
        """Write all that is held into a new database file; raise `StoreError` if one is there."""
        with translated(to):
            self._db.conn.execute("VACUUM INTO ?", (str(to),))

    def save_event(self, e: Event) -> bool:
        """Keep an event once."""
        return diary.save_event(self._db, e)

    def start_run(self, *, started: str, command: str) -> int:
        """Note that a run began; return its number."""
        return diary.start_run(self._db, started, command)

    def finish_run(self, run: int, *, finished: str, outcome: str, report: str) -> None:
        """Note how a run ended; ``report`` is JSON."""
        diary.finish_run(self._db, run, finished=finished, outcome=outcome, report=report)

    def jurisdictions(self) -> tuple[Jurisdiction, ...]:
        """Return all jurisdictions, by code."""
        rows = self._db.rows("SELECT code, name, sample FROM jurisdictions ORDER BY code")
        return tuple(Jurisdiction(code, name, bool(sample)) for code, name, sample in rows)

    def sessions(self, jurisdiction: str = "") -> Iterator[Session]:
        """Yield the sessions, of all jurisdictions or of one."""
        sql = """SELECT jurisdiction, id, name, start, "end" FROM sessions
            WHERE ? IN ('', jurisdiction) ORDER BY jurisdiction, id"""
        for row in self._db.rows(sql, (jurisdiction,)):
            yield Session(*row)

    def ids(self, jurisdiction: str = "") -> tuple[str, ...]:
        """Return the ids of the bills in order, of all jurisdictions or of one."""
        sql = "SELECT id FROM bills WHERE ? IN ('', jurisdiction) ORDER BY id"
        return tuple(id for (id,) in self._db.rows(sql, (jurisdiction,)))

    def bills(self, jurisdiction: str = "") -> Iterator[Bill]:
        """Yield the bills by id, one in memory at a time; versions in order of print."""
        for id in self.ids(jurisdiction):
            bill = self.bill(id)
            if bill:
                yield bill

    def bill(self, id: str) -> Bill | None:
        """Return a bill, its versions in order of print."""
        return bills.load(self._db, id)

    def version(self, id: str) -> Version | None:
        """Return a version."""
        return bills.version(self._db, id)

    def documents(self, version: str) -> tuple[Document, ...]:
        """Return the documents of a version in the order they came."""
        return documents.load(self._db, version)

    def copies(self, version: str) -> tuple[Copy, ...]:
        """Return the documents of a version without their bytes, in the order they came."""
        return documents.copies(self._db, version)

    def reading(self, version: str, *, clauses: bool = True) -> Reading | None:
        """Return what was read in a version; its clauses, most of the work, only if wanted."""
        return readings.load(self._db, version, clauses=clauses)

    def stamp(self, version: str) -> tuple[str, str] | None:
        """Return (sha256 of the document read, code of the reader), or None if not read."""
        return readings.stamp(self._db, version)

    def state(self, version: str) -> str:
        """Name what was read in a version, or nothing: the same reading has the same name."""
        return readings.state(self._db, version)

    def whole(self, version: str) -> bool | None:
        """Return whether a version's text is complete, or None where it was not read."""
        return readings.whole(self._db, version)

    def findings(self, version: str) -> tuple[Finding, ...]:
        """Return the findings of a version."""
        return readings.findings(self._db, version)

    def first_seen(self, id: str) -> str:
        """Return the ISO date a bill or version was first seen on, or ``""`` if unknown."""
        table = "versions" if "@" in id else "bills"
        row = self._db.row(f"SELECT first_seen FROM {table} WHERE id = ?", (id,))  # noqa: S608
        return str(row[0]) if row else ""

    def events(self, since: str = "") -> Iterator[Event]:
        """Yield the events seen on ``since`` or later, oldest first."""
        return diary.events(self._db, since)

    def runs(self, limit: int = 50) -> tuple[Mapping[str, str], ...]:
        """Return the newest runs first."""
        return diary.runs(self._db, limit)

    def search(self, words: str, limit: int = 50) -> Iterator[tuple[str, str, str]]:
        """Yield (version id, section label, snippet) of sections with all words, best first."""
        return search(self._db, words, limit)

    def counts(self) -> Mapping[str, int]:
        """Return how many rows each table has."""
        return {table: self._count(table) for table in TABLES}

    def _count(self, table: str) -> int:
        row = self._db.row(f"SELECT count(*) FROM {table}")  # noqa: S608
        return int(row[0]) if row else 0
