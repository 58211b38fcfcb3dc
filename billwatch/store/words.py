"""Search over the sections of every version that was read."""

import re
import sqlite3
from collections.abc import Iterator

from billwatch.store.connection import Connection
from billwatch.store.readings import body

_TERM = re.compile(r'"([^"]+)"|([^\s"]+)')


def search(store: Connection, words: str, limit: int) -> Iterator[tuple[str, str, str]]:
    """Yield (version id, section label, snippet), best first; the words hit stand in [ ]."""
    asked = expression(words)
    if not asked:
        return
    rows = store.rows(
        """SELECT version, label, sections.heading, start, "end" FROM section_words
        JOIN sections ON sections.id = section_words.rowid
        WHERE section_words MATCH ? ORDER BY rank, sections.id LIMIT ?""",
        (asked, limit),
    )
    for version, label, heading, start, end in rows:
        yield version, label, snippet(asked, heading, body(store, version)[start:end])


def expression(words: str) -> str:
    """Return the FTS5 expression: all words, those in quotes as a phrase, no operators.

    >>> expression('sell "student data" OR*')
    '"sell" "student data" "OR*"'
    """
    terms = ((phrase or word).replace("\0", " ") for phrase, word in _TERM.findall(words))
    return " ".join(f'"{term}"' for term in terms if re.search(r"\w", term))


def snippet(asked: str, heading: str, text: str) -> str:
    """Return about thirty words around the hits, cut by FTS5 itself.

    The index in the file has no text of its own, so one section is indexed in memory.
    """
    conn = sqlite3.connect(":memory:")
    try:
        conn.execute(
            "CREATE VIRTUAL TABLE s USING fts5(heading, text, tokenize='porter unicode61')"
        )
        conn.execute("INSERT INTO s VALUES (?, ?)", (heading, text))
        sql = "SELECT snippet(s, 1, '[', ']', '…', 30) FROM s WHERE s MATCH ?"
        row = conn.execute(sql, (asked,)).fetchone()
        return " ".join(row[0].split()) if row else ""
    finally:
        conn.close()
