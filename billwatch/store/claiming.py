"""What other sources say of a bill, and which of their prints repeat one under another name."""

from collections.abc import Iterator, Mapping, Sequence

from billwatch.models import Claim
from billwatch.store.connection import Connection


def save(store: Connection, bill: str, claims: Sequence[Claim], repeats: Mapping[str, str]) -> bool:
    """Replace each source's claims, and add the repeats; return whether that changed anything."""
    sources = {claim.source for claim in claims}
    known = {(c.source, c.field, c.value) for c in load(store, bill) if c.source in sources}
    said = {(c.source, c.field, c.value) for c in claims}
    fresh = [pair for pair in repeats.items() if repeated(store, pair[0]) != pair[1]]
    if known == said and not fresh:
        return False
    with store.writing(bill) as conn:
        conn.executemany(
            "DELETE FROM claims WHERE bill = ? AND source = ? AND field = ?",
            [(bill, source, field) for source, field, _ in known - said],
        )
        conn.executemany(
            "INSERT INTO claims VALUES (?, ?, ?, ?, ?)",
            [(c.bill, c.source, c.field, c.value, c.seen_on)
             for c in claims if (c.source, c.field, c.value) not in known],
        )  # fmt: skip
        conn.executemany("INSERT OR REPLACE INTO repeats VALUES (?, ?)", fresh)
    return True


def load(store: Connection, bill: str = "") -> Iterator[Claim]:
    """Yield the claims of one bill, or of all."""
    sql = """SELECT bill, source, field, value, seen_on FROM claims
        WHERE ? IN ('', bill) ORDER BY bill, source, field"""
    for row in store.rows(sql, (bill,)):
        yield Claim(*row)


def repeated(store: Connection, version: str) -> str:
    """Return the version that this one repeats, or nothing."""
    row = store.row("SELECT of FROM repeats WHERE version = ?", (version,))
    return str(row[0]) if row else ""


def repeats(store: Connection, of: str) -> tuple[str, ...]:
    """Return the versions that repeat this one."""
    sql = "SELECT version FROM repeats WHERE of = ? ORDER BY version"
    return tuple(version for (version,) in store.rows(sql, (of,)))
