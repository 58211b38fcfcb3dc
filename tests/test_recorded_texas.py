"""The scraper of Texas reads real pages of Texas Legislature Online in place; none is kept here."""

import re
from pathlib import Path

import pytest

from billwatch.errors import ScrapeError
from billwatch.page import Page
from billwatch.scraper import Follow
from scrapers.tx import Texas

URL = "https://capitol.texas.gov/Search/BillSearchResults.aspx"
# Search results have the entries that the reports of filed bills have.
PAGES = {"BillSearchResults.aspx.FullPage.html": 25, "BillSearch.aspx.Page2of2.html": 22}


def page(corpus: Path, name: str) -> Page:
    return Page(URL, (corpus / "corpus/pages/tx" / name).read_bytes())


@pytest.mark.parametrize("name", PAGES)
def test_real_entries_lead_to_their_bills(corpus: Path, name: str) -> None:
    """Each entry gives one bill, the address of its history, and the words that tell a change."""
    steps = list(Texas().bills("86R", page(corpus, name)))
    follows = [step for step in steps if isinstance(step, Follow)]

    assert len(follows) == len(steps) == len({step.bill for step in follows}) == PAGES[name]
    for step in follows:
        number = step.bill.removeprefix("tx/86r/").upper()
        assert step.url == (
            f"https://capitol.texas.gov/BillLookup/History.aspx?LegSess=86R&Bill={number}"
        )
        assert re.match(r"[HS](B|JR) \d+ Author: .+ Last Action: \d\d/\d\d/2\d{3} ", step.changed)
        assert step.changed.count("Last Action:") == 1


@pytest.mark.parametrize("name", ["BillSearchResults.aspx.NoMatches.html", "BillSearch.aspx"])
def test_a_page_without_entries_is_an_error(corpus: Path, name: str) -> None:
    """A search without a match, or its empty form, is not a session without bills."""
    with pytest.raises(ScrapeError, match=rf"^{URL}: nothing matches 'a\[href"):
        list(Texas().bills("86R", page(corpus, name)))


def test_results_of_another_session_are_an_error(corpus: Path) -> None:
    """Bills of the 86th Legislature are none of the 89th."""
    with pytest.raises(ScrapeError, match="is a bill of 89R"):
        list(Texas().bills("89R", page(corpus, next(iter(PAGES)))))
