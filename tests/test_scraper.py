"""What every source may rely on: enclosed texts, a budget of calls, one id a bill."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

import scrapers
from billwatch.errors import FetchError, ScrapeError
from billwatch.models import Bill, Version
from billwatch.page import Page
from billwatch.scraper import (
    Enclosed,
    Follow,
    Missed,
    Step,
    each,
    enclose,
    identify,
    ration,
    session_id,
    walk,
)

PAGE = Page("https://a.example/", b"x", "text/plain")
BILL = Bill("xs/2026/hb1", "xs", "2026", "HB 1", "Records")
PRINT = Version("xs/2026/hb1@introduced", BILL.id, "Introduced")


def test_a_text_within_an_answer_is_handed_over_after_its_bill() -> None:
    """The document has the digest of its bytes, and comes when its bill is already known."""
    body = base64.b64decode(b"PHA+QSByZWNvcmQ8L3A+")
    got: list[Bill | Missed | Enclosed] = []

    def page(_: Page) -> Iterator[Step | Enclosed]:
        yield replace(BILL, versions=(PRINT,))
        yield enclose(BILL, PRINT, body, "text/html", "https://a.example/1")

    for step in walk((Follow("/1", page),), lambda _: PAGE, enclosed=got.append):
        got.append(step)

    assert isinstance(got[0], Bill)
    assert isinstance(got[1], Enclosed)
    document = got[1].document
    assert (document.body, document.media_type) == (b"<p>A record</p>", "text/html")
    assert document.sha256 == hashlib.sha256(b"<p>A record</p>").hexdigest()
    assert document.url == "https://a.example/1"


def _listed(row: str) -> Step:
    if not row:
        raise ScrapeError("https://a.example/: no number")
    return replace(BILL, id=f"xs/2026/{row}")


def test_a_row_that_cannot_be_read_costs_itself_alone() -> None:
    """The other rows give their bills; what was wrong is told once for each bad row."""
    rows = ("", "hb1", "", "hb2")
    got = list(walk((Follow("/1", lambda page: each(page, rows, _listed)),), lambda _: PAGE))

    assert [step.id for step in got if isinstance(step, Bill)] == ["xs/2026/hb1", "xs/2026/hb2"]
    assert [m.reason for m in got if isinstance(m, Missed)] == ["https://a.example/: no number"] * 2


def test_a_list_none_of_whose_rows_can_be_read_is_an_error() -> None:
    """A renamed field is no list of bad rows; an empty list is none either."""
    with pytest.raises(ScrapeError, match="no number"):
        list(each(PAGE, ("", ""), _listed))

    assert list(each(PAGE, (), _listed)) == []


def test_who_takes_no_enclosed_texts_gets_the_bills_alone() -> None:
    """A walk without a taker is as it was: bills and misses."""
    steps: list[Step | Enclosed] = [BILL, enclose(BILL, PRINT, b"x", "text/plain")]
    got = list(walk((Follow("/1", lambda _: iter(steps)),), lambda _: PAGE))

    assert got == [BILL]


def test_a_bill_is_read_before_the_rest_of_its_list() -> None:
    """A list is held no longer than it takes: its next row is asked for when a bill is complete."""
    told: list[str] = []

    def rows(_: Page) -> Iterator[Step]:
        for n in range(3):
            told.append(f"row {n}")
            yield Follow(f"/{n}", lambda _: iter((BILL,)), bill=f"b{n}")
        yield Follow("/next", lambda _: iter(()))

    def get(follow: Follow) -> Page:
        told.append(follow.url)
        return PAGE

    for _ in walk((Follow("/list", rows),), get):
        told.append("bill")

    assert told == [
        "/list", "row 0", "/0", "bill", "row 1", "/1", "bill", "row 2", "/2", "bill", "/next",
    ]  # fmt: skip


def test_calls_beyond_the_budget_are_refused() -> None:
    """The budget is spent on what comes first; what comes after is missed, and then it ends."""
    asked: list[str] = []

    def get(follow: Follow) -> Page:
        asked.append(follow.url)
        return PAGE

    follows = tuple(Follow(f"/{n}", lambda _: iter(()), bill=f"b{n}") for n in range(9))
    got: list[Bill | Missed] = []
    with pytest.raises(FetchError, match=r"^/6: refused: the budget of 4 calls is spent"):
        got.extend(iter(walk(follows, ration(get, 4), patience=3)))

    assert asked == ["/0", "/1", "/2", "/3"]


@pytest.mark.parametrize(
    ("state", "printed", "id", "number"),
    [
        ("ct", "HB05469", "hb5469", "HB 5469"),
        ("ny", "S7695", "s7695", "S 7695"),
        ("ma", "H123", "h123", "H.123"),
        ("us", "HJRES 9", "hjres9", "H.J.Res. 9"),
        ("us", "HR 9", "hr9", "H.R. 9"),
        ("dc", "B26-0034", "b34", "B7-0034"),
        ("ut", "H.B. No. 12", "hb12", "HB 12"),
        ("wv", "2R SB 5", "2r-sb-5", "2R SB 5"),
    ],
)
def test_a_number_is_written_one_way(state: str, printed: str, id: str, number: str) -> None:
    """Zeros, blanks and full stops make no other bill."""
    assert identify(state, "7", printed) == (f"{state}/7/{id}", number)


def test_what_has_no_number_is_no_bill() -> None:
    """A line without a number is an error, not a bill without an id."""
    with pytest.raises(ScrapeError, match="no bill number: 'Summary'"):
        identify("ct", "2026", "Summary")


@pytest.mark.parametrize(
    ("state", "year", "id"),
    [("ut", 2025, "2025S2"), ("la", 2024, "242ES"), ("va", 2024, "20243"), ("tx", 2025, "892")],
)
def test_special_sessions_are_counted(state: str, year: int, id: str) -> None:
    """The second special session of a year is another session than the first."""
    assert session_id(state, year, 2) == id


@pytest.mark.parametrize(
    "name", [name for name in scrapers.names() if name not in ("sample", "legiscan", "openstates")]
)
def test_sessions_are_written_as_the_state_s_own_source_does(name: str) -> None:
    """An aggregator's session of a year is one that the state's own source knows."""
    source = scrapers.find(name)
    state = source.jurisdiction.code
    for known in source.sessions:
        if known.start is not None and known.name.count("Special") + known.name.count("Extra") == 0:
            year = (date.fromisoformat(known.start) + timedelta(60)).year  # opened in December
            assert session_id(state, year) in {other.id for other in source.sessions}, known
