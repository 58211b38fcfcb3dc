"""The matrix picks the strongest cell and keeps the silences apart."""

from dataclasses import replace

import pytest

from billwatch import matrix
from billwatch.matrix import Holding
from billwatch.models import Bill, Cell, Coding, Finding, Jurisdiction, Law, Version

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
        ("law", {"law", "both", "all"}),
        ("in committee", {"pending", "both", "all"}),
        ("dead", {"all"}),
        ("vetoed", {"all"}),
    ],
    ids=str,
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
