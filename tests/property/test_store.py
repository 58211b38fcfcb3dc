"""What goes into the store comes out of it, whatever it is."""

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from billwatch import store
from billwatch.models import (
    Action,
    Bill,
    Clause,
    Document,
    Event,
    Finding,
    Link,
    Mark,
    Reading,
    Section,
    Sponsor,
    Version,
)
from billwatch.models import Text as Words
from billwatch.store.bills import printed, united

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
few = {"max_size": 4}
dates = st.one_of(st.none(), st.dates().map(str))
places = st.integers(0, 10**6)


def tuples(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, **few).map(tuple)


@st.composite
def bills(draw: st.DrawFn) -> Bill:
    bill = draw(
        st.builds(
            Bill,
            id=st.just("xs/1/b"),
            sponsors=tuples(st.builds(Sponsor, words, words)),
            actions=tuples(st.builds(Action, words, words, words)),
            subjects=tuples(words),
            versions=st.just(()),
            **dict.fromkeys(("jurisdiction", "session", "number", "title", "url", "source"), words),
        )
    )
    labels = draw(st.lists(st.sampled_from("abcdef"), unique=True, **few))
    links = tuples(st.builds(Link, words, words))
    versions = (
        Version(f"xs/1/b@{label}", bill.id, draw(words), draw(dates), draw(links))
        for label in labels
    )
    return replace(bill, versions=tuple(versions))


readings = st.builds(
    Reading,
    version=st.just("xs/1/b@a"),
    text=st.builds(
        Words, words, tuples(st.builds(Mark, words, places, places, words)), title=words,
        complete=st.booleans(), notes=tuples(words),
    ),
    sections=tuples(st.builds(Section, words, words, st.integers(0, 6), st.integers(6, 12))),
    clauses=tuples(
        st.builds(
            Clause, words, st.integers(0, 6), st.integers(6, 12), words,
            lead=tuples(st.tuples(places, places)),
        )
    ),
    findings=tuples(
        st.builds(
            Finding, words, detail=words, bound=words, section=words, start=places, end=places,
            quote=words, confidence=st.floats(0, 1), rule=words, exceptions=tuples(words),
        )
    ),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(bills(), bills())
def test_bills_round_trip_and_merge(one: Bill, two: Bill) -> None:
    """A bill comes back whole; a second save of anything is a no-op; nothing is ever lost."""
    with TemporaryDirectory() as folder, store.open(Path(folder) / "a.db") as library:
        assert library.save_bill(one, seen_on="2030-01-01")
        assert library.bill(one.id) == replace(one, versions=printed(one.versions))
        assert not library.save_bill(one, seen_on="2030-01-02")

        library.save_bill(two, seen_on="2030-01-03")

        assert not library.save_bill(two, seen_on="2030-01-04")

        last = library.bill(one.id)

        assert last is not None
        assert {v.id for v in last.versions} == {v.id for v in (*one.versions, *two.versions)}
        assert {*last.actions} == {*one.actions, *two.actions}


@settings(max_examples=40, deadline=None)
@given(readings, readings)
def test_readings_round_trip(one: Reading, two: Reading) -> None:
    """A reading comes back exactly, also after it replaced another."""
    bill = Bill("xs/1/b", "xs", "1", "B", "", versions=(Version("xs/1/b@a", "xs/1/b", "A"),))
    with TemporaryDirectory() as folder, store.open(Path(folder) / "a.db") as library:
        library.save_bill(bill, seen_on="2030-01-01")
        for reading in (one, two, one):
            library.save_reading(reading, sha256="", code="")

            assert library.reading("xs/1/b@a") == reading
            assert not library.save_reading(reading, sha256="", code="")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.binary(max_size=300), words, words, words), **few))
def test_documents_round_trip(told: list[tuple[bytes, str, str, str]]) -> None:
    """Bytes come back as they were, each once, with where they came from."""
    bill = Bill("xs/1/b", "xs", "1", "B", "", versions=(Version("xs/1/b@a", "xs/1/b", "A"),))
    kept = {
        (sha, url): Document(sha, body, kind, url, seen)
        for body, kind, url, seen in told
        for sha in [hashlib.sha256(body).hexdigest()]
    }
    with TemporaryDirectory() as folder, store.open(Path(folder) / "a.db") as library:
        library.save_bill(bill, seen_on="2030-01-01")
        for document in kept.values():
            library.save_document("xs/1/b@a", document)
        found = list(library.documents("xs/1/b@a"))

    assert {d.sha256: d.body for d in found} == {d.sha256: d.body for d in kept.values()}
    assert {(d.sha256, d.url) for d in found} <= set(kept)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.builds(Event, st.dates().map(str), *[words] * 7), **few))
def test_events_round_trip(events: list[Event]) -> None:
    """An event comes back whole, and only once however often it is told."""
    with TemporaryDirectory() as folder, store.open(Path(folder) / "a.db") as library:
        for event in (*events, *events):
            library.save_event(event)
        found = list(library.events())

    assert len(found) == len(set(found))
    assert set(found) == set(events)


@given(st.text("abc", max_size=8), st.text("abcd", max_size=8))
def test_united_keeps_both(known: str, new: str) -> None:
    """The union has the new in its order, every old item as often as it was, and is stable."""
    both = united(known, new)
    letters = {*known, *new}

    assert all(both.count(x) == max(known.count(x), new.count(x)) for x in letters)
    assert united(both, new) == both
