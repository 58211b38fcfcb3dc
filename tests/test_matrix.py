"""The matrix picks the strongest cell and keeps the silences apart."""

from dataclasses import replace

import pytest

from billwatch import matrix
from billwatch.matrix import Holding
from billwatch.models import (
    Bill,
    Cell,
    Coding,
    Finding,
    Jurisdiction,
    Law,
    Review,
    Ruling,
    Version,
)

CT = Jurisdiction("ct", "Connecticut")
BILL = Bill("ct/2016/hb1", "ct", "2016", "HB 1", "An act", status="law")
VERSION = Version("ct/2016/hb1@enacted", "ct/2016/hb1", "Enacted", "2016-06-01")
SALE = Finding("sale", "yes", "ban", "operator", "2", 0, 4, "sell", 0.9, "sale.ban")
LAW = Law(
    "ct/2016/hb2", "ct", 2016, "HB 2", "", "Another act", "law", "",
    codings=(Coding("sale", "yes", "in most cases", "an office", "https://example.org", "A"),),
)  # fmt: skip


def cell(
    *holdings: Holding, laws: tuple[Law, ...] = (), view: str = "law", on: str = "2020-01-01"
) -> Cell:
    table = matrix.build(view, on, (CT,), ("sale",), holdings, laws)  # type: ignore[arg-type]
    return table.cells[0]


def test_a_machine_cell_carries_its_evidence() -> None:
    """The cell of a finding names bill, version, section, span and quote."""
    shown = cell(Holding(BILL, VERSION, (SALE,)))

    assert (shown.value, shown.origin, shown.version) == ("yes", "machine", VERSION.id)
    assert (shown.section, shown.start, shown.end, shown.quote) == ("2", 0, 4, "sell")


def test_a_published_coding_is_not_a_reading() -> None:
    """A cell from a coding says published, by whom and where, and has no quote."""
    shown = cell(laws=(LAW,))

    assert (shown.origin, shown.who, shown.where) == (
        "published",
        "an office",
        "https://example.org",
    )
    assert shown.quote == ""


def test_a_reading_beats_a_coding_of_the_same_strength() -> None:
    """Machine before published when both say yes; the other one is counted."""
    shown = cell(Holding(BILL, VERSION, (SALE,)), laws=(LAW,))

    assert (shown.origin, shown.others) == ("machine", 1)


def test_the_strongest_value_wins() -> None:
    """A yes in one clause outranks a partly in another."""
    shown = cell(Holding(BILL, VERSION, (replace(SALE, value="partly"), SALE)))

    assert shown.value == "yes"


OTHER = replace(SALE, provision="profiling")


@pytest.mark.parametrize(
    ("holdings", "laws", "value"),
    [
        ((), (), "not read"),
        ((Holding(BILL, VERSION, ()),), (), "not read"),
        ((Holding(BILL, VERSION, (OTHER,)),), (), "no"),
        ((Holding(BILL, VERSION, (OTHER,), "unknown"),), (), "unknown"),
        ((Holding(BILL, VERSION, (OTHER,)),), (replace(LAW, codings=()),), "not read"),
        ((Holding(BILL, VERSION, (OTHER,)),), (replace(LAW, id=BILL.id, codings=()),), "no"),
        ((Holding(BILL, None), Holding(BILL, VERSION, (replace(SALE, value="unclear"),))), (), "unclear"),
    ],
    ids=["nothing held", "off topic", "read whole", "incomplete", "known law missing", "known law held", "unclear"],
)  # fmt: skip
def test_silences_differ(holdings: tuple[Holding, ...], laws: tuple[Law, ...], value: str) -> None:
    """No, unknown, unclear and not read are four different answers."""
    assert cell(*holdings, laws=laws).value == value


@pytest.mark.parametrize(
    ("status", "views"),
    [
        pytest.param("law", {"law", "both", "all"}, id="law"),
        pytest.param("in committee", {"pending", "both", "all"}, id="in committee"),
        pytest.param("dead", {"all"}, id="dead"),
        pytest.param("vetoed", {"all"}, id="vetoed"),
    ],
)
def test_each_view_shows_what_it_says(status: str, views: set[str]) -> None:
    """Laws, moving bills and dead ones stand in the views that name them."""
    holding = Holding(replace(BILL, status=status), VERSION, (SALE,))  # type: ignore[arg-type]

    assert {v for v in matrix.VIEWS if cell(holding, view=v).value == "yes"} == views


@pytest.mark.parametrize(("on", "value"), [("2015-12-31", "not read"), ("2016-06-01", "yes")])
def test_the_table_of_a_past_day_knows_only_what_was_printed(on: str, value: str) -> None:
    """A version printed after the as-of date does not count."""
    assert cell(Holding(BILL, VERSION, (SALE,)), on=on).value == value


@pytest.mark.parametrize(("on", "value"), [("2017-02-01", "yes"), ("2019-02-01", "not read")])
def test_a_bill_of_unknown_status_is_not_pending_for_ever(on: str, value: str) -> None:
    """Two years after its last date a bill of unknown status leaves the pending view."""
    holding = Holding(replace(BILL, status="unknown", versions=(VERSION,)), VERSION, (SALE,))

    assert cell(holding, view="pending", on=on).value == value


def test_an_unverified_law_says_so_in_its_cell() -> None:
    """A published cell of an unverified law carries the word."""
    shown = cell(laws=(replace(LAW, verified=False, note="bill number unverified"),))

    assert shown.note == "unverified: bill number unverified"


REVIEW = Review(
    BILL.id, VERSION.id, "sale", "partly", "only in contracts", "editors", "2026-05-20",
    quote="sell", machine="yes",
)  # fmt: skip
STANDS = Ruling(REVIEW, True, "2", 0, 4, "sell")
STALE = Ruling(REVIEW, False)


def ruled(
    *rulings: Ruling, findings: tuple[Finding, ...] = (SALE,), silence: str = "no"
) -> Holding:
    return Holding(BILL, VERSION, findings, silence, rulings)  # type: ignore[arg-type]


def no(ruling: Ruling) -> Ruling:
    return replace(ruling, review=replace(ruling.review, value="no"))


def test_a_review_wins_over_machine_and_coding() -> None:
    """The cell of a reviewed bill is the person's, with name, date, reason and words."""
    shown = cell(ruled(STANDS), laws=(replace(LAW, id=BILL.id),))

    assert (shown.value, shown.origin, shown.who) == ("partly", "review", "editors")
    assert (shown.note, shown.date, shown.quote) == ("only in contracts", "2026-05-20", "sell")
    assert (shown.version, shown.others) == (VERSION.id, 0)


def test_a_stale_review_leaves_the_machine_its_cell() -> None:
    """After the words have changed the machine answers, and the cell says that a review lapsed."""
    shown = cell(ruled(STALE))

    assert (shown.value, shown.origin) == ("yes", "machine")
    assert "editors, 2026-05-20) went stale: the words it rests on have changed" in shown.note


def test_a_stale_review_is_told_in_a_silent_cell() -> None:
    """Where the machine now finds nothing the note stands in the silent cell."""
    shown = cell(ruled(STALE, findings=(OTHER,)))

    assert (shown.value, shown.origin) == ("no", "machine")
    assert "went stale" in shown.note


@pytest.mark.parametrize(("bound", "value"), [("operator", "partly"), ("district", "yes")])
def test_a_review_of_one_party_leaves_the_others(bound: str, value: str) -> None:
    """A decision on operators replaces the finding on operators only."""
    shown = cell(ruled(replace(STANDS, review=replace(REVIEW, bound=bound))))

    assert shown.value == value


def test_no_by_review_silences_a_false_finding() -> None:
    """A person's "no" is shown as such, though the machine found something."""
    shown = cell(ruled(no(STANDS)))

    assert (shown.value, shown.origin, shown.note) == ("no", "review", "only in contracts")


def test_no_by_review_settles_an_incomplete_text() -> None:
    """Who has read the print may call it silent where the machine could not."""
    assert cell(ruled(findings=(OTHER,), silence="unknown")).value == "unknown"
    assert cell(ruled(no(STANDS), findings=(OTHER,), silence="unknown")).value == "no"


def test_no_by_review_of_one_bill_says_nothing_of_other_laws() -> None:
    """With a known law unread the place is not read, and the note has the decision."""
    shown = cell(ruled(no(STANDS)), laws=(replace(LAW, codings=()),))

    assert (shown.value, shown.origin) == ("not read", "machine")
    assert "editors decided 'no' for ct/2016/hb1" in shown.note


def test_a_review_does_not_hide_a_stronger_bill() -> None:
    """Between two bills the stronger answer is shown, whoever gave it."""
    other = Holding(replace(BILL, id="ct/2016/hb9"), VERSION, (SALE,))
    shown = cell(ruled(STANDS), other)

    assert (shown.value, shown.bill, shown.others) == ("yes", "ct/2016/hb9", 1)


CODIFIED = replace(LAW, codings=(), texts=("ct/code/1-1", "ct/code/1-2"))


@pytest.mark.parametrize(
    ("sections", "value"),
    [(("1-1", "1-2"), "no"), (("1-1",), "not read")],
    ids=["all sections held", "one missing"],
)
def test_a_codified_law_is_held_by_its_sections(sections: tuple[str, ...], value: str) -> None:
    """A known law does not count as unread where all sections it was codified in are held."""
    held = [
        Holding(replace(BILL, id=f"ct/code/{n}", kind="law"), VERSION, (OTHER,)) for n in sections
    ]

    assert cell(*held, laws=(CODIFIED,)).value == value


def test_a_review_of_a_section_speaks_for_its_law() -> None:
    """What others published of a law gives way to a review of a section that grants it."""
    section = replace(BILL, id="ct/code/1-1", kind="law")
    known = replace(LAW, texts=("ct/code/1-1",))
    grants = Holding(section, VERSION, (SALE,), "no", (STANDS,))
    denies = Holding(section, VERSION, (SALE,), "no", (no(STANDS),))

    assert cell(grants, laws=(known,)).origin == "review"
    assert cell(denies, laws=(known,)).origin == "published"
