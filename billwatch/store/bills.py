"""Bills with their versions, sponsors, actions and subjects: merge, write, read."""

import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from billwatch.errors import StoreError
from billwatch.models import Action, Bill, Event, Link, Sponsor, Version
from billwatch.store import diary
from billwatch.store.connection import Connection

T = TypeVar("T")

BILL = "id, jurisdiction, session, number, title, kind, status, url, source"


def load(store: Connection, id: str) -> Bill | None:
    """Return the bill with its versions in order of print."""
    bill = _load(store, id)
    if bill is None or len(bill.versions) < 2:
        return bill
    return replace(bill, versions=printed(bill.versions))


def version(store: Connection, id: str) -> Version | None:
    """Return one version with its links."""
    row = store.row("SELECT id, bill, label, date FROM versions WHERE id = ?", (id,))
    return _version(store, row) if row else None


def save(
    store: Connection,
    bill: Bill,
    seen_on: str,
    events: Sequence[Event] = (),
    *,
    anew: bool = False,
) -> bool:
    """Merge the bill into what is known of it; return whether that changed anything.

    ``anew`` lets its actions replace those that were known: a better source lists them. Raise
    `StoreError` where a version names another bill.
    """
    stray = next((v.id for v in bill.versions if v.bill != bill.id), None)
    if stray:
        raise StoreError(f"{store.path}: version {stray} is not of bill {bill.id}")
    with store.writing(bill.id) as conn:
        known = _load(store, bill.id)
        new = merged(known, bill) if known else bill
        if anew and bill.actions:
            new = replace(new, actions=bill.actions)
        if new == known:
            return False
        _write_parents(conn, new)
        _write_bill(conn, new, seen_on)
        _write_lists(conn, known, new)
        for position, item in enumerate(new.versions):
            _write_version(conn, item, position, seen_on)
        for event in events:
            diary.insert(conn, event)
        return True


def merged(known: Bill, new: Bill) -> Bill:
    """Return ``new`` with everything of ``known`` that it is silent on.

    An empty field says nothing; actions and versions no longer listed stay in their place.
    """
    return replace(
        new,
        title=new.title or known.title,
        status=known.status if new.status == "unknown" else new.status,
        sponsors=new.sponsors or known.sponsors,
        actions=united(known.actions, new.actions, lambda action: action),
        subjects=new.subjects or known.subjects,
        versions=_merged_versions(known.versions, new.versions),
        url=new.url or known.url,
        source=new.source or known.source,
    )


def _merged_versions(known: Sequence[Version], new: Sequence[Version]) -> tuple[Version, ...]:
    before = {version.id: version for version in known}
    filled = (
        replace(
            version,
            label=version.label or before[version.id].label,
            date=version.date or before[version.id].date,
            links=version.links or before[version.id].links,
        )
        if version.id in before
        else version
        for version in new
    )
    return united(known, tuple(filled), lambda version: version.id)


def united(
    known: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable] = lambda item: item
) -> tuple[T, ...]:
    """Return ``new`` with the items only ``known`` has, each after the one it followed there.

    Items of one key that ``known`` has more often follow the last of them.

    >>> united("abc", "axc")
    ('a', 'b', 'x', 'c')
    """
    names = _numbered(new, key)
    kept: dict[Hashable, list[T]] = {}
    last = {name[0]: name for name in names}
    place: Hashable = None
    for name, item in zip(_numbered(known, key), known, strict=True):
        if name in names:
            place = name
        else:
            kept.setdefault(last.get(name[0], place), []).append(item)
    result = kept.get(None, [])
    for name, item in zip(names, new, strict=True):
        result += [item, *kept.get(name, ())]
    return tuple(result)


def _numbered(items: Sequence[T], key: Callable[[T], Hashable]) -> dict[tuple[Hashable, int], None]:
    """Return the keys in order, each with how often it stood before: equal items stay apart."""
    seen: dict[Hashable, int] = {}
    names: dict[tuple[Hashable, int], None] = {}
    for item in items:
        count = seen[key(item)] = seen.get(key(item), -1) + 1
        names[key(item), count] = None
    return names


def printed(versions: Sequence[Version]) -> tuple[Version, ...]:
    """Return the versions in order of print: by date, the undated where they were listed.

    >>> dates = ("2015-03-01", None, "2015-02-01")
    >>> [v.date for v in printed([Version(str(d), "b", "", d) for d in dates])]
    ['2015-02-01', None, '2015-03-01']
    """
    dated = iter(sorted((v for v in versions if v.date), key=lambda version: version.date or ""))
    return tuple(next(dated) if version.date else version for version in versions)


def _load(store: Connection, id: str) -> Bill | None:
    """Return the bill with its versions in the order of arrival."""
    row = store.row(f"SELECT {BILL} FROM bills WHERE id = ?", (id,))  # noqa: S608
    if row is None:
        return None
    code, session, number, title, kind, status, url, source = row[1:]
    return Bill(
        id, code, session, number, title, kind, status, url=url, source=source,
        sponsors=tuple(Sponsor(*values) for values in _list(store, "sponsors", "name, role", id)),
        actions=tuple(Action(*row) for row in _list(store, "actions", "date, text, chamber", id)),
        subjects=tuple(name for (name,) in _list(store, "subjects", "name", id)),
        versions=tuple(_versions(store, id)),
    )  # fmt: skip


def _list(store: Connection, table: str, columns: str, bill: str) -> list[tuple[str, ...]]:
    sql = f"SELECT {columns} FROM {table} WHERE bill = ? ORDER BY position"  # noqa: S608
    return store.rows(sql, (bill,))


def _versions(store: Connection, bill: str) -> Iterator[Version]:
    sql = """SELECT id, bill, label, date FROM versions
        WHERE bill = ? AND id NOT IN (SELECT version FROM repeats) ORDER BY position"""
    for row in store.rows(sql, (bill,)):
        yield _version(store, row)


def _version(store: Connection, row: tuple[str, str, str, str | None]) -> Version:
    id, bill, label, date = row
    return Version(id, bill, label, date, _links(store, id))


def _links(store: Connection, version: str) -> tuple[Link, ...]:
    sql = "SELECT url, media_type FROM links WHERE version = ? ORDER BY position"
    return tuple(Link(*row) for row in store.rows(sql, (version,)))


def _write_parents(conn: sqlite3.Connection, bill: Bill) -> None:
    """Make bare rows where the jurisdiction or session was not saved before its bill."""
    conn.execute(
        "INSERT OR IGNORE INTO jurisdictions VALUES (?, ?, 0)",
        (bill.jurisdiction, bill.jurisdiction.upper()),
    )
    conn.execute(
        "INSERT OR IGNORE INTO sessions VALUES (?, ?, '', NULL, NULL)",
        (bill.jurisdiction, bill.session),
    )


def _write_bill(conn: sqlite3.Connection, bill: Bill, seen_on: str) -> None:
    conn.execute(
        f"""INSERT INTO bills ({BILL}, first_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET jurisdiction = excluded.jurisdiction,
        session = excluded.session, number = excluded.number, title = excluded.title,
        kind = excluded.kind, status = excluded.status, url = excluded.url,
        source = excluded.source""",  # noqa: S608
        (bill.id, bill.jurisdiction, bill.session, bill.number, bill.title, bill.kind,
         bill.status, bill.url, bill.source, seen_on),
    )  # fmt: skip


def _write_lists(conn: sqlite3.Connection, known: Bill | None, new: Bill) -> None:
    """Write sponsors, actions and subjects anew where they differ."""
    lists: dict[str, Sequence[tuple[str, ...]]] = {
        "sponsors": [(s.name, s.role) for s in new.sponsors],
        "actions": [(a.date, a.text, a.chamber) for a in new.actions],
        "subjects": [(name,) for name in new.subjects],
    }
    for table, rows in lists.items():
        if known and getattr(known, table) == getattr(new, table):
            continue
        conn.execute(f"DELETE FROM {table} WHERE bill = ?", (new.id,))  # noqa: S608
        _insert(conn, table, new.id, rows)


def _write_version(conn: sqlite3.Connection, version: Version, position: int, seen_on: str) -> None:
    conn.execute(
        """INSERT INTO versions (id, bill, position, label, date, first_seen)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET bill = excluded.bill, position = excluded.position,
        label = excluded.label, date = excluded.date""",
        (version.id, version.bill, position, version.label, version.date, seen_on),
    )
    conn.execute("DELETE FROM links WHERE version = ?", (version.id,))
    _insert(conn, "links", version.id, [(link.url, link.media_type) for link in version.links])


def _insert(
    conn: sqlite3.Connection, table: str, owner: str, rows: Sequence[tuple[str, ...]]
) -> None:
    if rows:
        marks = ", ".join("?" * (len(rows[0]) + 2))
        conn.executemany(
            f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608
            ((owner, position, *row) for position, row in enumerate(rows)),
        )
