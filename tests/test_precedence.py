"""The same bill from its legislature and from an aggregator is one bill; the better word stands."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from billwatch import store
from billwatch.models import Action, Bill, Document, Link, Sponsor, Version
from billwatch.pipeline import doctor, facts, keep, precedence
from billwatch.pipeline.config import Config
from billwatch.pipeline.keep import Run
from billwatch.store import Store
from tests.tiny import CONSENT

ID = "ct/2026/hb5001"
LEGISCAN = "LegiScan (CC BY 4.0)"


def prints(*rows: tuple[str, str, str | None], url: str = "") -> tuple[Version, ...]:
    return tuple(
        Version(f"{ID}@{slug}", ID, label, day, (Link(f"{url}{slug}"),) if url else ())
        for slug, label, day in rows
    )


OWN = Bill(
    ID, "ct", "2026", "HB 5001", "An Act Concerning Student Data.", source="ct",
    sponsors=(Sponsor("Education Committee"),),
    actions=(Action("2026-02-05", "REF. TO JOINT COMM. ON Education", "lower"),),
    versions=prints(("introduced", "Introduced", "2026-02-05"), ("file-copy", "Reported", None)),
    url="https://www.cga.ct.gov/x",
)  # fmt: skip
SECOND = Bill(
    ID, "ct", "2026", "HB 5001", "Student data", source=LEGISCAN,
    sponsors=(Sponsor("Joint Education"),),
    actions=(Action("2026-02-05", "Referred to Joint Committee on Education", "lower"),
             Action("2026-03-01", "Favorable Report")),
    subjects=("Education",),
    versions=prints(("introduced", "Introduced", "2026-02-05"),
                    ("comm-sub-88", "Comm Sub", "2026-03-01"),
                    ("enrolled", "Enrolled", "2026-05-01")),
    url="https://legiscan.com/x",
)  # fmt: skip
THIRD = replace(SECOND, source="Open States", title="Data of students", subjects=("Privacy",))
LONE = replace(SECOND, source="", title="AN ACT CONCERNING STUDENT DATA", versions=())


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    with store.open(tmp_path / "b.db") as library:
        yield Run(library, facts.load(), "2026-03-02")


def held(library: Store) -> Bill:
    bill = library.bill(ID)
    assert bill is not None
    return bill


@pytest.mark.parametrize(
    ("order", "source"),
    [((OWN, SECOND), "ct"), ((SECOND, OWN), "ct"), ((THIRD, SECOND, OWN, THIRD), "ct"),
     ((THIRD, SECOND), LEGISCAN), ((SECOND, THIRD), LEGISCAN), ((LONE, OWN), "ct"),
     ((OWN, LONE), "ct"), ((SECOND, OWN, SECOND, OWN), "ct")],
    ids=["own first", "own second", "all", "open states first", "legiscan first", "file first",
         "file second", "again"],
)  # fmt: skip
def test_the_better_source_stands_in_any_order(
    run: Run, order: Sequence[Bill], source: str
) -> None:
    """Every field is the best source's that has one; gaps are filled; the order does not matter."""
    for bill in order:
        keep.bill(run, bill)
    bill, best = held(run.store), {one.source: one for one in order}[source]

    assert (bill.source, bill.title, bill.url) == (source, best.title, best.url)
    assert (bill.sponsors, bill.actions) == (best.sponsors, best.actions)
    assert bool(bill.subjects) == any(one.subjects for one in order)


@pytest.mark.parametrize("order", [(OWN, SECOND), (SECOND, OWN)], ids=["own first", "own second"])
def test_one_print_under_two_names_is_listed_once(run: Run, order: Sequence[Bill]) -> None:
    """The committee's print is matched by its stage; the enrolled one is the aggregator's alone."""
    for bill in order:
        keep.bill(run, bill)

    assert sorted(v.id.partition("@")[2] for v in held(run.store).versions) == [
        "enrolled", "file-copy", "introduced"
    ]  # fmt: skip
    assert run.store.repeated(f"{ID}@comm-sub-88") == f"{ID}@file-copy"


def test_what_the_other_source_says_is_kept_where_it_differs(run: Run) -> None:
    """Claims are kept; those that contradict what stands can be told, the agreeing ones are not."""
    keep.bill(run, OWN)
    keep.bill(run, SECOND)
    told = precedence.disagreements(held(run.store), run.store.claims(ID))

    assert [(c.field, c.source, c.value, stands) for c, stands in told] == [
        ("last action", LEGISCAN, "2026-03-01", "2026-02-05"),
        ("title", LEGISCAN, "Student data", "An Act Concerning Student Data."),
    ]


def test_doctor_tells_of_disagreements(tmp_path: Path, run: Run) -> None:
    """How many bills two sources tell of, and each contradiction with both words and sources."""
    keep.bill(run, OWN)
    keep.bill(run, SECOND)
    checks = doctor.examine(tmp_path / "b.db", Config(), {}, run.today)
    told = {check.about: check for check in checks}

    assert told["two sources"].found == "1 bill, 2 disagreements"
    assert told["disagreement"].found == (
        "ct/2026/hb5001, title: 'An Act Concerning Student Data.' (ct), "
        f"not 'Student data' ({LEGISCAN})"
    )
    assert not told["disagreement"].todo


def test_an_aggregator_told_again_writes_nothing(run: Run) -> None:
    """The same words again, of both sources, change no row and make no event."""
    for bill in (OWN, SECOND):
        keep.bill(run, bill)
    before, events = run.store.digest(), list(run.store.events())
    told = list(run.store.claims())
    changed = [keep.bill(run, bill) for bill in (SECOND, OWN, SECOND)]

    assert changed == [False, False, False]
    assert (run.store.digest(), list(run.store.events())) == (before, events)
    assert list(run.store.claims()) == told


def document(text: str) -> Document:
    body = text.encode()
    return Document(hashlib.sha256(body).hexdigest(), body, "text/plain")


def test_a_text_of_the_aggregator_fills_a_gap_and_replaces_nothing(run: Run) -> None:
    """Its document becomes the legislature's print where that has none, and is left else."""
    keep.bill(run, OWN)
    keep.bill(run, SECOND)
    name = f"{ID}@file-copy"
    keep.document(run, SECOND, SECOND.versions[1], document(CONSENT))
    first = run.store.stamp(name)
    keep.document(run, SECOND, SECOND.versions[1], document(CONSENT + "Section 3. Title.\n"))

    assert first is not None
    assert run.store.stamp(name) == first
    assert keep.done(run, SECOND.versions[1].id)
    assert run.tally.failures == []


def test_a_print_known_from_an_aggregator_is_no_news_again(run: Run) -> None:
    """When the legislature's own print follows, no second new version is told of."""
    keep.bill(run, SECOND)
    keep.document(run, SECOND, SECOND.versions[1], document(CONSENT))
    keep.bill(run, OWN)
    keep.document(run, OWN, OWN.versions[1], document(CONSENT))
    kinds = [(e.kind, e.version.partition("@")[2]) for e in run.store.events()]

    assert ("new version", "comm-sub-88") in kinds
    assert ("new version", "file-copy") not in kinds
    assert run.store.stamp(f"{ID}@file-copy") is not None


@pytest.mark.parametrize(
    ("own", "other", "same"),
    [
        (prints(("a", "Bill", None), url="https://www.s.gov/"),
         prints(("a", "Text", None), url="http://s.gov/"), {}),
        (prints(("a", "Bill", "2026-01-01"), url="https://www.s.gov/p/"),
         (Version(f"{ID}@b", ID, "Text", "2026-06-01", (Link("http://s.gov/p/a"),)),), {"b": "a"}),
        (prints(("a", "Engrossed", "2026-01-01")), prints(("b", "Engrossed", "2026-01-09")), {}),
        (prints(("a", "Engrossed", "2026-01-01")), prints(("b", "Engrossed", "2026-01-03")),
         {"b": "a"}),
        (prints(("a", "House Committee Report", None)), prints(("b", "Comm Sub", "2026-01-03")),
         {"b": "a"}),
        (prints(("a", "Engrossed", None)), prints(("b", "Enrolled", None)), {}),
        (prints(("a", "Amended", "2026-01-01")),
         prints(("b", "Amended", "2026-01-01"), ("c", "Amended", "2026-01-02")), {"b": "a"}),
    ],
    ids=["one id", "one address", "days apart", "near", "one stage", "two stages", "one for one"],
)  # fmt: skip
def test_prints_are_matched_by_evidence(
    own: tuple[Version, ...], other: tuple[Version, ...], same: dict[str, str]
) -> None:
    """Address, label, stage, in that order, and never two prints that lie days apart."""
    found = precedence.matched(own, other)

    assert found == {f"{ID}@{one}": f"{ID}@{two}" for one, two in same.items()}


def test_a_session_whose_end_nobody_tells_overtakes_its_bills(run: Run) -> None:
    """A bill that an aggregator alone tells of dies when its session must be over, not before."""
    keep.bill(run, SECOND)
    early, late = replace(run, today="2028-01-31"), replace(run, today="2028-02-01")

    assert (keep.overtake(early), held(run.store).status) == (0, "out of committee")
    assert (keep.overtake(late), held(run.store).status) == (1, "dead")
    assert keep.overtake(late) == 0
