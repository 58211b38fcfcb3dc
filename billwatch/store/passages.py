"""The index of fingerprints by which copied language is found: hash, text, place.

A version's text is indexed once; of a later version of a bill only the fingerprints that no
earlier one has, so that a hash is counted once a bill and leads to the version that had it first.
A fingerprint that stands in more than ``common`` texts is no lead: no more rows are kept of it than
it takes to know that. Nothing is deleted: the rows of a text that was read anew stay and are
passed over (``gone``). Two texts of the same words share the rows of the first (``same``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from billwatch.store.connection import Connection
from billwatch.store.library import Store
from billwatch.store.readings import body

STEP = 500  # hashes looked up at a time


@dataclass(frozen=True, slots=True)
class Entry:
    """One text to index: its reading's digest, its words' count and name, its fingerprints.

    Hashes are signed 64-bit numbers, as SQLite has them; ``places`` count words.
    """

    version: str
    digest: str
    words: int
    name: str
    hashes: Sequence[int]
    places: Sequence[int]


@dataclass(frozen=True, slots=True)
class Row:
    """One indexed text: its number, whose it is, its words, the number of that with the same words.

    ``date`` is the version's, else that of the bill's first action, else empty. ``common`` counts
    its fingerprints, of ``prints``, that stood in too many texts when it came.
    """

    text: int
    version: str
    bill: str
    jurisdiction: str
    session: str
    date: str
    title: str
    words: int
    same: int | None
    prints: int
    common: int


class Passages:
    """The index in an open store; every method raises `StoreError` as the store does."""

    def __init__(self, store: Store) -> None:
        self._db: Connection = store._db

    def waiting(self) -> tuple[tuple[str, str], ...]:
        """Return (version, digest of its reading) of all that is not indexed as it reads now.

        By bill and order of print, so that the first version that has a passage comes first.
        Prints that repeat another's are left out.
        """
        return tuple(
            self._db.rows(
                """SELECT version, digest FROM readings JOIN versions ON versions.id = version
                WHERE version NOT IN (SELECT version FROM repeats)
                AND NOT EXISTS (SELECT 1 FROM passage_texts AS t
                    WHERE t.version = readings.version AND t.digest = readings.digest)
                ORDER BY bill, position"""
            )
        )

    def body(self, version: str) -> str:
        """Return the text in force of a version."""
        return body(self._db, version)

    def sections(self, version: str) -> tuple[tuple[str, int, int, str], ...]:
        """Return (label, start, end, kind) of the sections of a version."""
        sql = """SELECT label, start, "end", kind FROM sections WHERE version = ?
            ORDER BY position"""
        return tuple(self._db.rows(sql, (version,)))

    def texts(self) -> Iterator[Row]:
        """Yield the texts that count, by number."""
        sql = """SELECT t.id, t.version, v.bill, b.jurisdiction, b.session,
            coalesce(v.date, (SELECT min(date) FROM actions WHERE bill = b.id), ''), b.title,
            t.words, t.same, t.prints, t.common FROM passage_texts AS t
            JOIN versions AS v ON v.id = t.version JOIN bills AS b ON b.id = v.bill
            WHERE NOT t.gone ORDER BY t.id"""
        for row in self._db.rows(sql):
            yield Row(*row)

    def rows(self) -> Iterator[tuple[int, int, int]]:
        """Yield every (hash, text, place) by hash and text, those of texts that are gone too."""
        sql = "SELECT hash, text, place FROM passage_prints ORDER BY hash, text"
        yield from self._db.conn.execute(sql)

    def holding(self, hashes: Iterable[int]) -> Iterator[tuple[int, int, int]]:
        """Yield the rows of these hashes, by hash and text."""
        ordered = sorted(set(hashes))
        for n in range(0, len(ordered), STEP):
            some = ordered[n : n + STEP]
            yield from self._db.rows(
                f"""SELECT hash, text, place FROM passage_prints
                WHERE hash IN ({",".join("?" * len(some))}) ORDER BY hash, text""",  # noqa: S608
                some,
            )

    def add(self, entries: Sequence[Entry], common: int) -> None:
        """Index some texts in one transaction, in the order given."""
        held: dict[int, list[int]] = defaultdict(list)
        for hash, text, _ in self.holding(h for entry in entries for h in entry.hashes):
            held[hash].append(text)
        with self._db.writing() as conn:
            for entry in entries:
                conn.execute(
                    "UPDATE passage_texts SET gone = 1 WHERE version = ?", (entry.version,)
                )
                same = self._same(entry)
                earlier = self._earlier(entry.version)
                text = int(conn.execute(
                    "INSERT INTO passage_texts (version, digest, words, name, same, prints, common)"
                    " VALUES (?, ?, ?, ?, ?, ?, 0)",
                    (entry.version, entry.digest, entry.words, entry.name,
                     same, len(entry.hashes)),
                ).lastrowid or 0)  # fmt: skip
                if same is None:
                    self._write(text, entry, earlier, held, common)

    def _write(
        self, text: int, entry: Entry, earlier: set[int], held: dict[int, list[int]], common: int
    ) -> None:
        """Write the fingerprints that lead somewhere and that no earlier version has."""
        rows, known = [], 0
        for hash, place in zip(entry.hashes, entry.places, strict=True):
            where = held[hash]
            if len(where) > common:
                known += 1
            elif earlier.isdisjoint(where):
                where.append(text)
                rows.append((hash, text, place))
        conn = self._db.conn
        conn.executemany("INSERT INTO passage_prints VALUES (?, ?, ?)", rows)
        conn.execute("UPDATE passage_texts SET common = ? WHERE id = ?", (known, text))

    def _same(self, entry: Entry) -> int | None:
        """Return the text of the same words whose rows are whole: a first print, or our own."""
        row = self._db.row(
            """SELECT t.id FROM passage_texts AS t JOIN versions AS v ON v.id = t.version
            WHERE t.name = ? AND t.same IS NULL AND NOT t.gone AND (v.position = 0
                OR v.bill = (SELECT bill FROM versions WHERE id = ?)) ORDER BY t.id LIMIT 1""",
            (entry.name, entry.version),
        )
        return int(row[0]) if row else None

    def _earlier(self, version: str) -> set[int]:
        """Return the texts of earlier versions of the same bill."""
        rows = self._db.rows(
            """SELECT t.id FROM versions AS own JOIN versions AS v
                ON v.bill = own.bill AND v.position < own.position
            JOIN passage_texts AS t ON t.version = v.id
            WHERE own.id = ? AND NOT t.gone""",
            (version,),
        )
        return {text for (text,) in rows}
