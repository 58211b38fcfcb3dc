"""The scraper of Missouri reads real pages of 2011 in place; none is kept here."""

from collections import Counter
from pathlib import Path

import pytest

from billwatch.errors import ScrapeError
from billwatch.models import Bill
from billwatch.page import Page
from billwatch.scraper import Follow, Step
from scrapers import _mo_past as past

HOUSE, SENATE = (follow.url for follow in past.start("2011"))


def page(corpus: Path, url: str, name: str) -> Page:
    return Page(url, (corpus / "corpus/pages/mo" / name).read_bytes())


def listed(corpus: Path) -> dict[str, Follow]:
    """Return what the recorded lists of both chambers name, by number."""
    steps: list[Step] = [*past.house_list("2011", page(corpus, HOUSE, "bills-house.html"))]
    steps += past.senate_list("2011", page(corpus, SENATE, "bills-senate.html"))
    return {s.bill.rpartition("/")[2]: s for s in steps if isinstance(s, Follow)}


def following(step: Step) -> tuple[Bill, tuple[str, ...]]:
    """Return the bill as far as it is read, and the addresses that are still to come."""
    assert isinstance(step, Follow)
    bill, *rest = step.parse.args  # type: ignore[attr-defined]
    return bill, (step.url, *rest)


def test_the_lists_name_every_measure_once(corpus: Path) -> None:
    """1,144 House and 477 Senate measures, in pages of one and of half a megabyte."""
    kinds = Counter(name.rstrip("0123456789") for name in listed(corpus))

    assert kinds == {
        "hb": 1022, "hcr": 53, "hjr": 38, "hr": 31, "sb": 433, "sjr": 22, "scr": 13, "sr": 8, "srm": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("number", "name", "sponsors", "labels"),
    [
        ("hb45", "billdetail-house.html", 2,
         ["Introduced", "Committee", "Perfected", "Senate Comm Sub", "Truly Agreed"]),
        ("hb26", "billdetail2-house.html", 2, ["Introduced"]),
    ],
)  # fmt: skip
def test_a_house_bill_has_sponsors_and_texts(
    corpus: Path, number: str, name: str, sponsors: int, labels: list[str]
) -> None:
    """Texts come oldest first, as HTML before PDF; the actions stand on a page of their own."""
    follow = listed(corpus)[number]
    bill, (actions, *_) = following(next(follow.parse(page(corpus, follow.url, name))))  # type: ignore[arg-type]

    assert (len(bill.sponsors), [v.label for v in bill.versions]) == (sponsors, labels)
    assert bill.title.startswith("Changes ")
    assert all(
        [link.media_type for link in v.links] == ["text/html", "application/pdf"]
        for v in bill.versions
    )
    assert actions.startswith("https://house.mo.gov/BillActionsPrn.aspx?bill=H")


def test_a_senate_bill_leads_to_all_its_pages(corpus: Path) -> None:
    """One with a co-sponsor names three more pages, one without two."""
    found = {}
    for number, name in (("sb70", "billdetail.html"), ("sb285", "billdetailwithcosponsor.html")):
        follow = listed(corpus)[number]
        step = next(iter(follow.parse(page(corpus, follow.url, name))))
        bill, pages = following(step)  # type: ignore[arg-type]
        found[number] = (
            len(bill.sponsors),
            bool(bill.title),
            [url.split("?")[0].rpartition("/")[2] for url in pages],
        )

    assert found == {
        "sb70": (1, True, ["Actions.aspx", "", "BillText.aspx"]),
        "sb285": (1, True, ["Actions.aspx", "CoSponsors.aspx", "BillText.aspx"]),
    }


def test_actions_cosponsors_and_texts_of_the_senate(corpus: Path) -> None:
    """Eleven actions with day and chamber, one co-sponsor, four texts in their order."""
    drafts = {n: listed(corpus)[n].parse.args[0] for n in ("sb1", "sb285", "sb70")}  # type: ignore[attr-defined]
    [acted] = past.senate_actions(drafts["sb1"], "", "", page(corpus, SENATE, "billactions.html"))
    [shared] = past.senate_cosponsors(
        drafts["sb285"], "", page(corpus, SENATE, "billcosponsor.html")
    )
    [printed] = past.senate_texts(drafts["sb70"], page(corpus, SENATE, "billversions.html"))

    assert isinstance(acted, Bill)
    assert (len(acted.actions), acted.actions[0].date, acted.actions[-1].date) == (
        11, "2010-12-01", "2011-05-13",
    )  # fmt: skip
    assert isinstance(shared, Bill)
    assert [sponsor.role for sponsor in shared.sponsors] == ["cosponsor"]
    assert isinstance(printed, Bill)
    assert [v.label for v in printed.versions] == [
        "Introduced", "Senate Committee Substitute", "Perfected", "Truly Agreed To and Finally Passed",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["11-2011senatelist.html", "billactions.html"])
def test_another_page_is_no_list(corpus: Path, name: str) -> None:
    """A page of members, or of one bill's actions, is an error, not a session without bills."""
    with pytest.raises(ScrapeError, match="nothing matches"):
        list(past.senate_list("2011", page(corpus, SENATE, name)))
    with pytest.raises(ScrapeError, match="nothing matches"):
        list(past.house_list("2011", page(corpus, HOUSE, name)))
