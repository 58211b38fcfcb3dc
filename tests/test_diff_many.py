"""Many comparisons: of all versions of a bill, of all bills, in one process or several."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from billwatch import diff, sections, store
from billwatch.cli import cli
from billwatch.errors import DataError
from billwatch.models import Bill, Reading, Text, Version
from billwatch.pipeline import comparing
from billwatch.store import Store

LAW = (
    "AN ACT concerning student records.\n"
    "Section 1. A school shall keep the record of a student for {years} years.\n"
    "Section 2. The board shall be told of a breach within {days} days.\n"
)
FIRST, SECOND, THIRD = (
    LAW.format(years=years, days=days) for years, days in ((5, 30), (5, 45), (7, 45))
)
BILL = "ct/2015/sb949"


def keep(library: Store, bill: str, bodies: list[str], broken: int = -1) -> None:
    """Store a bill with a version a body; the one of number ``broken`` was not read whole."""
    ids = [f"{bill}@v{n}" for n in range(1, len(bodies) + 1)]
    versions = tuple(
        Version(id, bill, id[-2:], f"2015-01-0{n}") for n, id in enumerate(ids, start=1)
    )
    place, session, number = bill.split("/")
    library.save_bill(
        Bill(bill, place, session, number, "Student records", versions=versions),
        seen_on="2015-02-01",
    )
    for n, (id, body) in enumerate(zip(ids, bodies, strict=True)):
        text = Text(body, complete=n != broken)
        read = Reading(id, text, sections.split(text), (), ())
        library.save_reading(read, sha256=str(n), code="test")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Store]:
    with store.open(tmp_path / "b.db") as held:
        yield held


def run(path: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--db", str(path), "diff", *words])


def told(shown: Result) -> list[tuple[str, str]]:
    """Return the names of the texts compared."""
    assert shown.exit_code == 0, shown.output

    return [
        (one["old"][-2:], one["new"][-2:]) for one in map(json.loads, shown.stdout.splitlines())
    ]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A store with three bills of several versions and one of a single version."""
    path = tmp_path / "many.db"
    with store.open(path) as held:
        keep(held, BILL, [FIRST, SECOND, THIRD])
        keep(held, "ct/2015/sb950", [SECOND, FIRST])
        keep(held, "ct/2015/sb951", [FIRST, "error", SECOND], broken=1)
        keep(held, "ct/2015/sb952", [FIRST])
    return path


def test_a_bill_is_each_version_with_the_next(db: Path) -> None:
    """One bill named stands for all its versions, in order of print."""
    assert told(run(db, BILL, "--format", "json")) == [("v1", "v2"), ("v2", "v3")]


def test_of_several_texts_each_is_compared_with_the_next(db: Path) -> None:
    """Three names make two comparisons."""
    names = [f"{BILL}@v{n}" for n in (3, 1, 2)]

    assert told(run(db, *names, "--format", "json")) == [("v3", "v1"), ("v1", "v2")]


def test_a_version_that_was_not_read_whole_is_left_out(db: Path) -> None:
    """An error page between two prints is no print that strikes everything."""
    assert told(run(db, "ct/2015/sb951", "--format", "json")) == [("v1", "v3")]


@pytest.mark.parametrize("form", ["terminal", "json", "unified"])
def test_workers_change_nothing(db: Path, form: str) -> None:
    """All bills compared by two processes give the same bytes as by one."""
    alone = run(db, "--all", "--format", form)
    spread = run(db, "--all", "--format", form, "--workers", "2")

    assert alone.stdout.count("sb949") >= 2
    assert spread.stdout == alone.stdout
    assert (spread.exit_code, alone.exit_code) == (0, 0)


def test_a_difference_in_any_pair_is_told(db: Path) -> None:
    """With --exit-code one pair that differs is enough; the same text twice is none."""
    same = f"{BILL}@v1"

    assert run(db, same, same, f"{BILL}@v2", "--exit-code").exit_code == 1
    assert run(db, same, same, same, "--exit-code").exit_code == 0


@pytest.mark.parametrize("form", ["terminal", "unified"])
def test_each_comparison_says_of_what_it_is(db: Path, form: str) -> None:
    """In a long output every comparison names its texts."""
    shown = run(db, BILL, "--format", form).stdout

    assert all(f"{BILL}@v{n}" in shown for n in (1, 2, 3))


def test_provisions_of_many_say_of_what_they_are(db: Path) -> None:
    """The provisions view puts the names above each answer."""
    shown = run(db, BILL, "--view", "provisions").stdout

    assert shown.count("no provision changed") == 2
    assert f"{BILL}@v2 → {BILL}@v3" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name two texts"),
        ((BILL, "--all"), "name two texts"),
        ((f"{BILL}@v1",), "is one text"),
        ((BILL, "--format", "html"), "are of two texts"),
        (("--all", "--view", "law"), "are of two texts"),
    ],
    ids=["nothing", "both", "one version", "html of many", "law of many"],
)
def test_misuse_is_told(db: Path, words: tuple[str, ...], said: str) -> None:
    """What cannot be done ends with 2 and the way to do it."""
    shown = run(db, *words)

    assert shown.exit_code == 2
    assert said in shown.output


@pytest.mark.parametrize(
    ("name", "said"),
    [("ct/2015/sb952", "fewer than two"), ("ct/2015/sb999", "no bill or version")],
    ids=["single version", "unknown"],
)
def test_a_bill_without_versions_to_compare_is_an_error(db: Path, name: str, said: str) -> None:
    """A bill of one version, or of none held, has nothing to compare."""
    failed = run(db, name).exception

    assert isinstance(failed, DataError)
    assert said in str(failed)


def pair(n: int) -> tuple[Reading, Reading]:
    texts = Text(LAW.format(years=n, days=30)), Text(LAW.format(years=n + n % 3, days=31))
    old, new = (Reading(f"b{n}@{k}", t, sections.split(t), (), ()) for k, t in enumerate(texts))
    return old, new


def test_any_executor_will_do() -> None:
    """A program's own executor gives the comparisons of `compare`, in the order of the pairs."""
    pairs = [pair(n) for n in range(1, 150)]
    expected = [diff.as_json(comparing.compare(*both)) for both in pairs]
    with ProcessPoolExecutor(2) as pool:
        found = list(comparing.compare_all(iter(pairs), diff.as_json, pool))

    assert found == expected
    assert list(comparing.compare_all(pairs, diff.as_json)) == expected


def test_a_change_is_dated_by_what_was_read_whole(library: Store) -> None:
    """A version whose reading broke off brought no change, and hides none."""
    keep(library, BILL, [FIRST, SECOND, SECOND[:40], THIRD], broken=2)
    old, new = (library.reading(f"{BILL}@v{n}") for n in (1, 4))
    assert old
    assert new
    found = comparing.dated(comparing.compare(old, new), library)

    assert [(c.new, c.first[-2:]) for c in found.changes] == [("7", "v4"), ("45", "v2")]


def test_json_tells_where_a_change_first_appeared(db: Path) -> None:
    """Two versions with one between: the JSON names the version that brought each change."""
    said = json.loads(run(db, f"{BILL}@v1", f"{BILL}@v3", "--format", "json").stdout)

    assert [(c["new"], c["first"]) for c in said["changes"]] == [
        ("7", f"{BILL}@v3"),
        ("45", f"{BILL}@v2"),
    ]


def test_the_page_tells_where_a_change_first_appeared(db: Path) -> None:
    """Beside the words, not only in a tooltip, as a telephone has none."""
    page = run(db, f"{BILL}@v1", f"{BILL}@v3", "--format", "html").stdout

    assert ">since version v2<" in page
    assert ">since version v3<" in page
