"""A list of amendments between two prints changes nothing, wherever versions are compared."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from billwatch import store, succession
from billwatch.pipeline import facts, nightly, refs, views
from billwatch.pipeline.nightly import Plan
from billwatch.replay import serve
from tests.tiny import CONSENT, NOTICE, Silent, find, write

ORDERS = "HB1\n\n1. Page 1, line 4, after record\n\ninsert\n\nor transcript\n"


@pytest.mark.parametrize(
    ("prints", "current", "pairs"),
    [
        ({}, None, []),
        ({"a": None}, None, []),
        ({"a": False}, "a", []),
        ({"a": True, "b": False, "c": True}, "c", [("a", "c")]),
        ({"a": True, "b": False}, "a", []),
        ({"a": False, "b": True}, "b", []),
        ({"a": True, "b": None, "c": True}, "c", [("a", "b"), ("a", "c")]),
        ({"a": None, "b": None}, None, [("a", "b")]),
        ({"a": None, "b": True, "c": True}, "c", [("a", "b"), ("b", "c")]),
    ],
    ids=str,
)
def test_parts_are_passed_over(
    prints: dict[str, bool | None], current: str | None, pairs: list[tuple[str, str]]
) -> None:
    """Whole prints follow each other; a part counts only alone, and is compared with nothing."""
    listed = list(prints.items())

    assert succession.current(listed) == current
    assert list(succession.pairs(listed)) == pairs


def _same(now: datetime) -> datetime:
    return now


def nights(folder: Path, *texts: list[str]) -> list[str]:
    """Play a night for each state of one bill; return the kinds of the last night's events."""
    for number, held in enumerate(texts, 1):
        write(folder / "pages", "aa", {"HB1": held})
        now = datetime(2026, 3, number, tzinfo=UTC)
        with serve(folder / "pages") as server:
            plan = Plan(
                ("aa",),
                out=folder / "public",
                root=server.url,
                find=find,
                clock=partial(_same, now),
            )
            done = nightly.run(folder / "b.db", facts.load(), plan, Silent())
        assert done.ok
    with store.open(folder / "b.db") as library:
        return [event.kind for event in library.events(f"2026-03-{len(texts):02}")]


def test_a_list_of_amendments_between_two_prints_is_no_news(tmp_path: Path) -> None:
    """Neither the list, which repeats no protection, nor the print after it tells of a change."""
    listed = nights(tmp_path / "two", [CONSENT], [CONSENT, ORDERS])
    again = nights(tmp_path / "three", [CONSENT], [CONSENT, ORDERS], [CONSENT, ORDERS, CONSENT])

    assert listed == ["new version"]
    assert again == ["new version"]


def test_a_change_across_a_list_of_amendments_is_told(tmp_path: Path) -> None:
    """The print after the list is held against the print before it, in events and on pages."""
    kinds = nights(tmp_path, [CONSENT], [CONSENT, ORDERS], [CONSENT, ORDERS, NOTICE])
    home = tmp_path / "public/bill/aa/2026/hb1"
    with store.open(tmp_path / "b.db") as library:
        bill = library.bill("aa/2026/hb1")
        assert bill is not None
        last = views.current(library, bill, "2026-03-09")
        named = refs.resolve("aa/2026/hb1", facts.load(), library).version

    assert "weaker" in kinds
    assert [p.name for p in home.glob("change-*")] == ["change-introduced..engrossed.html"]
    assert "weaker" in (home / "change-introduced..engrossed.html").read_text()
    assert last is not None
    assert (last.label, named) == ("Engrossed", "aa/2026/hb1@engrossed")


def test_a_list_of_amendments_is_not_the_current_text(tmp_path: Path) -> None:
    """The bill's page and the matrix speak of the whole print before it."""
    nights(tmp_path, [CONSENT], [CONSENT, ORDERS])
    page = (tmp_path / "public/bill/aa/2026/hb1/index.html").read_text()
    with store.open(tmp_path / "b.db") as library:
        bill = library.bill("aa/2026/hb1")
        assert bill is not None
        assert views.current(library, bill, "2026-03-09") == bill.versions[0]

    assert "What changed last" not in page
    assert "Nothing found, in a text that is not complete" not in page
