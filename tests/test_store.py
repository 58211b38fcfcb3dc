"""The store keeps what it is given, forgets nothing, and fails in one line."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from billwatch import store
from billwatch.errors import StoreError
from billwatch.models import (
    Action,
    Bill,
    Clause,
    Document,
    Event,
    Finding,
    Jurisdiction,
    Link,
    Mark,
    Reading,
    Section,
    Session,
    Sponsor,
    Text,
    Version,
)
from billwatch.store import Store, schema

INTRODUCED = Version(
    "xs/2030/sb1@introduced",
    "xs/2030/sb1",
    "Introduced",
    "2030-01-10",
    (Link("https://example.org/sb1.xml", "text/xml"), Link("https://example.org/sb1.pdf")),
)
SUBSTITUTE = Version("xs/2030/sb1@substitute", "xs/2030/sb1", "Substitute", "2030-02-01")
BILL = Bill(
    id="xs/2030/sb1",
    jurisdiction="xs",
    session="2030",
    number="SB 1",
    title="An act about pupil records",
    status="in committee",
    sponsors=(Sponsor("Committee on Education"), Sponsor("Committee on Data", "cosponsor")),
    actions=(
        Action("2030-01-10", "Read first time", "upper"),
        Action("2030-01-11", "Referred", "upper"),
        Action("2030-01-11", "Referred", "upper"),
    ),
    subjects=("Education", "Records"),
    versions=(INTRODUCED,),
    url="https://example.org/sb1",
    source="sample",
)
BODY = (
    "Section 1. Pupil records.\nAn operator shall not:\n(1) sell pupil records;\n(2) keep them.\n"
)
TEXT = Text(
    BODY, (Mark("deleted", 20, 20, "old words", "print"), Mark("added", 0, 7)), "shown",
    "An act", False, ("one page lacks text",),
)  # fmt: skip
READING = Reading(
    version=INTRODUCED.id,
    text=TEXT,
    sections=(
        Section("1", "Pupil records.", 0, 73),
        Section("2", "Keeping.", 73, len(BODY)),
    ),
    clauses=(
        Clause(
            "1(1)",
            49,
            72,
            "An operator shall not: (1) sell pupil records;",
            "ban",
            ((26, 48),),
            "1",
        ),
        Clause("1(2)", 73, 87, "other words than those of the place", "duty"),
    ),
    findings=(
        Finding(
            "sale", "yes", "", "operator", "1", 53, 57, BODY[53:57], 0.9, "sell", ("1(2)", "3")
        ),
    ),
)


def document(body: bytes, **fields: str) -> Document:
    fields = {"media_type": "text/plain", **fields}
    return Document(hashlib.sha256(body).hexdigest(), body, **fields)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Store]:
    with store.open(tmp_path / "billwatch.db") as opened:
        yield opened


@pytest.fixture
def filled(library: Store) -> Store:
    library.save_bill(BILL, seen_on="2030-01-12")
    return library


def test_a_bill_comes_back_as_it_was_saved(filled: Store) -> None:
    """Nothing of a bill is lost, equal actions included."""
    assert filled.bill(BILL.id) == BILL
    assert list(filled.bills()) == [BILL]
    assert filled.version(INTRODUCED.id) == INTRODUCED


def test_the_unknown_is_none(library: Store) -> None:
    """Asking for what was never saved gives nothing, and no error."""
    assert library.bill("xs/2030/sb9") is None
    assert library.version("xs/2030/sb9@introduced") is None
    assert library.reading("xs/2030/sb9@introduced") is None
    assert library.stamp("xs/2030/sb9@introduced") is None
    assert library.first_seen("xs/2030/sb9") == ""
    assert library.documents("xs/2030/sb9@introduced") == ()


def test_saving_the_same_again_writes_nothing(filled: Store, tmp_path: Path) -> None:
    """A second save of equal facts returns False and leaves the file and its log alone."""
    doc = document(b"words", url="https://example.org/1", fetched_at="2030-01-12")
    steps = (
        lambda: filled.save_jurisdiction(Jurisdiction("xs", "Sample", True)),
        lambda: filled.save_session(Session("xs", "2030", "Regular", "2030-01-01")),
        lambda: filled.save_bill(BILL, seen_on="2030-01-13"),
        lambda: filled.save_document(INTRODUCED.id, doc),
        lambda: filled.save_document(INTRODUCED.id, replace(doc, fetched_at="2030-01-13")),
        lambda: filled.save_reading(READING, sha256=doc.sha256, code="1"),
        lambda: filled.save_event(Event("2030-01-12", "new", BILL.id)),
    )
    for step in steps:
        step()
    log = tmp_path / "billwatch.db-wal"
    before = log.read_bytes()

    assert [step() for step in steps] == [False] * len(steps)
    assert log.read_bytes() == before


def test_absence_deletes_nothing(filled: Store) -> None:
    """Versions and actions no longer listed stay, in their place; empty fields say nothing."""
    passed = Action("2030-02-02", "Passed", "upper")
    later = replace(
        BILL, title="", status="unknown", sponsors=(), subjects=(), url="", source="",
        actions=(BILL.actions[0], passed), versions=(SUBSTITUTE,),
    )  # fmt: skip

    assert filled.save_bill(later, seen_on="2030-02-03")
    assert filled.bill(BILL.id) == replace(
        BILL, actions=(*BILL.actions, passed), versions=(INTRODUCED, SUBSTITUTE)
    )
    assert not filled.save_bill(later, seen_on="2030-02-04")


def test_first_seen_never_moves(filled: Store) -> None:
    """The first day stays for bill and version; a new version gets its own."""
    both = replace(BILL, title="Another", versions=(INTRODUCED, SUBSTITUTE))
    filled.save_bill(both, seen_on="2030-02-03")

    assert filled.first_seen(BILL.id) == "2030-01-12"
    assert filled.first_seen(INTRODUCED.id) == "2030-01-12"
    assert filled.first_seen(SUBSTITUTE.id) == "2030-02-03"


def test_versions_come_in_order_of_print(library: Store) -> None:
    """Dates decide the order where there are dates, arrival where there are none."""
    prints = tuple(
        Version(f"{BILL.id}@{name}", BILL.id, name, date)
        for name, date in (("c", "2030-03-01"), ("b", None), ("a", "2030-01-01"), ("d", None))
    )
    for one in prints:
        library.save_bill(replace(BILL, versions=(one,)), seen_on="2030-01-12")
    bill = library.bill(BILL.id)

    assert bill is not None
    assert [version.label for version in bill.versions] == ["a", "b", "c", "d"]


def test_a_later_name_fills_a_bare_jurisdiction(filled: Store) -> None:
    """A bill may come before its jurisdiction and session; their facts fill in later."""
    assert filled.jurisdictions() == (Jurisdiction("xs", "XS"),)
    assert filled.save_jurisdiction(Jurisdiction("xs", "Sample", sample=True))
    assert filled.save_session(Session("xs", "2030", "Regular", "2030-01-01"))
    assert filled.save_session(Session("xs", "2030", end="2030-06-01"))
    assert filled.jurisdictions() == (Jurisdiction("xs", "Sample", sample=True),)
    assert list(filled.sessions("xs")) == [
        Session("xs", "2030", "Regular", "2030-01-01", "2030-06-01")
    ]
    assert list(filled.sessions("ct")) == []


def test_documents_keep_bytes_and_origin(filled: Store) -> None:
    """A version may have several documents; equal bytes are stored once; order is arrival."""
    filled.save_bill(replace(BILL, versions=(SUBSTITUTE,)), seen_on="2030-02-03")
    docs = (
        document(b"\0\xff" * 500, media_type="application/pdf", url="https://example.org/b"),
        document(b"words", url="https://example.org/a", fetched_at="2030-01-12T01:00:00Z"),
        document(b"words", url="https://example.org/c"),
    )
    for doc in docs:
        filled.save_document(INTRODUCED.id, doc)
        filled.save_document(SUBSTITUTE.id, doc)

    assert filled.documents(INTRODUCED.id) == docs
    assert filled.documents(SUBSTITUTE.id) == docs
    assert filled._db.rows("SELECT count(*) FROM blobs") == [(2,)]


def test_a_reading_comes_back_and_is_replaced(filled: Store) -> None:
    """Text, marks, sections, clauses and findings come back; a new reading leaves no rest."""
    filled.save_reading(READING, sha256="ab", code="1")

    assert filled.reading(INTRODUCED.id) == READING
    assert filled.findings(INTRODUCED.id) == READING.findings
    assert filled.stamp(INTRODUCED.id) == ("ab", "1")

    shorter = Reading(
        INTRODUCED.id, Text("Camels are exempt.\n"), (Section("1", "", 0, 19),), (), ()
    )

    assert filled.save_reading(shorter, sha256="ab", code="2")
    assert filled.reading(INTRODUCED.id) == shorter
    assert filled.counts()["clauses"] == 0
    assert list(filled.search("records")) == []
    assert [hit[0] for hit in filled.search("camel")] == [INTRODUCED.id]


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        pytest.param("selling records", ["1"], id="stems, all words"),
        pytest.param('"pupil records"', ["1", "2"], id="phrase"),
        pytest.param('"records pupil"', [], id="phrase in order"),
        pytest.param("sell OR keep", [], id="no operators"),
        pytest.param("sell*)(", ["1"], id="no syntax"),
        pytest.param('"', [], id="no word"),
        pytest.param("", [], id="empty"),
        pytest.param("Keeping", ["2"], id="heading"),
    ],
)
def test_search(filled: Store, words: str, labels: list[str]) -> None:
    """Search finds sections by their words and cannot be broken by punctuation."""
    body = "An operator may not sell any pupil records. Pupil records shall be safe."
    sections = (Section("1", "Sale", 0, 43), Section("2", "Keeping", 43, len(body)))
    reading = Reading(INTRODUCED.id, Text(body), sections, (), ())
    filled.save_reading(reading, sha256="", code="")

    assert sorted(label for _, label, _ in filled.search(words)) == labels


def test_a_snippet_shows_the_hit(filled: Store) -> None:
    """The words found stand in brackets among their neighbours."""
    filled.save_reading(READING, sha256="", code="")

    ((version, label, snippet),) = filled.search("sells")

    assert (version, label) == (INTRODUCED.id, "1")
    assert "An operator shall not: (1) [sell] pupil records" in snippet


def test_events_are_kept_once_and_in_order(library: Store) -> None:
    """The same event is one event; later days can be asked for."""
    first, second = Event("2030-01-12", "new", "b"), Event("2030-01-11", "new", "c", words="é")
    for event in (first, second, first):
        library.save_event(event)

    assert list(library.events()) == [second, first]
    assert list(library.events(since="2030-01-12")) == [first]


def test_runs_are_noted(library: Store) -> None:
    """The newest run comes first; one that never ended has no end."""
    one = library.start_run(started="2030-01-01T02:00:00Z", command="nightly")
    two = library.start_run(started="2030-01-02T02:00:00Z", command="nightly")
    library.finish_run(one, finished="2030-01-01T02:05:00Z", outcome="done", report="{}")

    assert [run["id"] for run in library.runs()] == [str(two), str(one)]
    assert library.runs()[0]["finished"] == ""
    assert library.runs()[1]["outcome"] == "done"
    assert len(library.runs(limit=1)) == 1


def test_it_opens_again(tmp_path: Path) -> None:
    """What was saved is there after closing and opening."""
    with store.open(tmp_path / "a.db") as library:
        library.save_bill(BILL, seen_on="2030-01-12")
    with store.open(tmp_path / "a.db") as library:
        assert library.bill(BILL.id) == BILL


def test_two_can_have_it_open(tmp_path: Path, filled: Store) -> None:
    """A reader sees what a writer has saved, while both are open."""
    with store.open(tmp_path / "billwatch.db") as reader:
        assert reader.bill(BILL.id) == BILL


def test_it_can_be_read_as_it_stood(filled: Store) -> None:
    """What is opened again does not see what is written later, and keeps nobody from writing."""
    before = filled.bill("xs/2030/sb1")
    assert before is not None
    with filled.again() as other:
        seen = other.bill(before.id)
        changed = filled.save_bill(replace(before, title="Another"), seen_on="2030-03-01")
        later = other.bill(before.id)

    assert changed
    assert seen == later == before
    with filled.again() as other:
        assert other.bill(before.id) != before


def test_an_older_schema_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database of the first schema opens under this program and keeps its bills."""
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (schema.first,))
        with store.open(tmp_path / "a.db") as library:
            library.save_bill(BILL, seen_on="2030-01-12")
            assert library._db.rows("PRAGMA user_version") == [(1,)]
    with store.open(tmp_path / "a.db") as library:
        assert library.bill(BILL.id) == BILL
        assert library._db.rows("PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
        assert library.page_mark("https://example.org/sb1") == ""


def test_a_failed_migration_leaves_the_old_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that fails is undone whole."""
    store.open(tmp_path / "a.db").close()

    def broken(conn: sqlite3.Connection) -> None:
        conn.execute("DROP TABLE events")
        conn.execute("nonsense")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
        with pytest.raises(StoreError, match="nonsense"):
            store.open(tmp_path / "a.db")
    with store.open(tmp_path / "a.db") as library:
        assert library.counts()["events"] == 0


def newer(path: Path) -> None:
    store.open(path).close()
    with sqlite3.connect(path) as conn:
        conn.execute("PRAGMA user_version = 99")
    conn.close()


def another(path: Path) -> None:
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE bills (id TEXT)")
    conn.close()


def damaged(path: Path) -> None:
    store.open(path).close()
    raw = bytearray(path.read_bytes())
    raw[100:5000] = b"\xee" * 4900
    path.write_bytes(raw)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(newer, "newer billwatch", id="newer"),
        pytest.param(another, "another program", id="another program's"),
        pytest.param(damaged, "damaged", id="damaged"),
        pytest.param(lambda p: p.write_text("words " * 500), "not a database", id="text"),
        pytest.param(lambda p: p.mkdir(), "cannot be opened", id="folder"),
    ],
)
def test_a_file_that_will_not_do_is_refused(tmp_path: Path, make: object, said: str) -> None:
    """A newer, foreign, broken or impossible file gives one line that names it."""
    path = tmp_path / "a.db"
    make(path)  # type: ignore[operator]
    with pytest.raises(StoreError, match=said) as caught:
        store.open(path)

    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    """The store makes no folders."""
    with pytest.raises(StoreError, match="cannot be opened"):
        store.open(tmp_path / "none" / "a.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    """A folder that may not be written gives one line."""
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be"):
        store.open(tmp_path / "a.db")
    tmp_path.chmod(0o700)


def test_a_full_disk_is_one_line_and_loses_nothing(filled: Store) -> None:
    """When space runs out the save fails whole and what was there stays."""
    pages = filled._db.rows("PRAGMA page_count")[0][0]
    filled._db.conn.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        filled.save_document(INTRODUCED.id, document(os.urandom(200_000)))

    assert filled.counts()["documents"] == 0
    assert filled.bill(BILL.id) == BILL


def test_a_lock_that_stays_is_one_line(filled: Store, tmp_path: Path) -> None:
    """Another run's lock gives up after the wait, with one line."""
    filled._db.conn.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(tmp_path / "billwatch.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked by another run"):
        filled.save_event(Event("2030-01-12", "new", BILL.id))
    other.close()


@pytest.mark.parametrize(
    "save",
    [
        pytest.param(lambda s: s.save_document("no@where", document(b"x")), id="document"),
        pytest.param(
            lambda s: s.save_reading(replace(READING, version="no@where"), sha256="", code=""),
            id="reading",
        ),
    ],
)
def test_an_orphan_is_refused(filled: Store, save: object) -> None:
    """Documents and readings need their version."""
    with pytest.raises(StoreError, match=r"no@where"):
        save(filled)  # type: ignore[operator]


def test_a_version_of_another_bill_is_refused(filled: Store) -> None:
    """A version that names another bill would vanish; it is refused."""
    with pytest.raises(StoreError, match="is not of bill"):
        filled.save_bill(replace(BILL, id="xs/2030/sb2"), seen_on="2030-01-12")


def test_a_wrong_digest_is_refused(filled: Store) -> None:
    """The sha256 is checked when bytes come in."""
    with pytest.raises(StoreError, match="sha256"):
        filled.save_document(INTRODUCED.id, Document("0" * 64, b"x", "text/plain"))


def test_damaged_bytes_are_noticed(filled: Store) -> None:
    """Bytes that are no longer those that came are never handed out."""
    filled.save_document(INTRODUCED.id, document(b"words"))
    filled._db.conn.execute("UPDATE blobs SET body = x'00'")
    with pytest.raises(StoreError, match="damaged"):
        filled.documents(INTRODUCED.id)


def test_half_a_surrogate_pair_is_refused_whole(filled: Store) -> None:
    """Text that is no Unicode gives one line, and nothing of it is kept."""
    bad = replace(BILL, title="changed", actions=(Action("2030-01-10", "bro\ud800ken"),))
    with pytest.raises(StoreError, match="surrogate"):
        filled.save_bill(bad, seen_on="2030-01-12")
    with pytest.raises(StoreError, match="surrogate"):
        filled.save_reading(replace(READING, text=Text("\ud800")), sha256="", code="")

    assert filled.bill(BILL.id) == BILL


def test_nul_is_kept(filled: Store) -> None:
    """A NUL in text neither cuts it nor breaks the search."""
    bill = replace(BILL, title="a\0b")
    filled.save_bill(bill, seen_on="2030-01-12")
    body = "one\0two three\n"
    reading = Reading(INTRODUCED.id, Text(body), (Section("\0", "", 0, len(body)),), (), ())
    filled.save_reading(reading, sha256="", code="")

    assert filled.bill(BILL.id) == bill
    assert filled.reading(INTRODUCED.id) == reading
    assert list(filled.search("thr\0ee")) == []


def test_page_marks_are_kept_once(filled: Store) -> None:
    """A mark comes back, a new one replaces it, and the same again writes nothing."""
    url = "https://example.org/sb1"
    saved = [filled.save_page(url, m, bill=BILL.id, seen_on="2030-01-12") for m in ("a", "a", "b")]

    assert saved == [True, False, True]
    assert filled.page_mark(url) == "b"
    assert filled.page_mark("https://example.org/other") == ""


def test_events_come_with_what_they_tell_of(library: Store) -> None:
    """An event is kept with its bill or reading, or not at all."""
    event = Event("2030-01-12", "new bill", BILL.id)
    later = Event("2030-01-13", "new version", BILL.id, INTRODUCED.id)
    library.save_bill(BILL, seen_on="2030-01-12", events=(event,))
    library.save_bill(BILL, seen_on="2030-01-13", events=(later,))
    with pytest.raises(StoreError):
        library.save_reading(
            replace(READING, version="xs/2030/sb9@x"), sha256="0", code="1", events=(later,)
        )

    assert list(library.events()) == [event]
    assert library.save_reading(READING, sha256="0", code="1", events=(later,))
    assert list(library.events()) == [event, later]


def test_what_another_code_read_is_unread(filled: Store) -> None:
    """Versions with a document and no reading by this code are named, and no others."""
    filled.save_document(INTRODUCED.id, document(b"one"))

    assert filled.unread("1") == (INTRODUCED.id,)
    filled.save_reading(READING, sha256="0", code="1")
    assert filled.unread("1") == ()
    assert filled.unread("2") == (INTRODUCED.id,)


def test_a_session_overtakes_its_open_bills(filled: Store) -> None:
    """A bill that stands open after its session's last day is named; a law is not."""
    filled.save_session(Session("xs", "2030", end="2030-06-01"))

    assert filled.overtaken("2030-06-01") == ()
    assert filled.overtaken("2030-06-02") == (BILL.id,)
    assert filled.overtaken("2030-06-02", lambda *_: "2031-01-31") == (BILL.id,)
    filled.save_bill(replace(BILL, status="law"), seen_on="2030-05-01")
    assert filled.overtaken("2030-06-02") == ()


def test_a_session_without_a_told_end_is_over_at_its_latest(filled: Store) -> None:
    """Who knows by when a session must be over says so; where nobody knows, bills stay open."""
    filled.save_session(Session("xs", BILL.session, end=None))

    assert filled.overtaken("2099-01-01") == ()
    assert filled.overtaken("2031-02-01", lambda *_: "2031-01-31") == (BILL.id,)
    assert filled.overtaken("2031-01-31", lambda *_: "2031-01-31") == ()


def test_the_digest_names_what_is_held(filled: Store) -> None:
    """A run or a page's mark does not change it; a bill, a reading or an event does."""
    seen = [filled.digest()]
    filled.finish_run(
        filled.start_run(started="a", command="b"), finished="c", outcome="d", report=""
    )
    filled.save_page("https://example.org/sb1", "x")

    assert filled.digest() == seen[0]
    filled.save_bill(replace(BILL, status="law"), seen_on="2030-05-01")
    seen.append(filled.digest())
    filled.save_reading(READING, sha256="0", code="1")
    seen.append(filled.digest())
    filled.save_event(Event("2030-01-12", "new bill", BILL.id))
    assert len({*seen, filled.digest()}) == 4
