"""Scrapers read pages that were really recorded, in place; none of them is kept here."""

from pathlib import Path

import pytest

from billwatch.errors import ScrapeError
from billwatch.page import Page
from billwatch.scraper import Follow
from scrapers.mo import Missouri
from scrapers.wa import Washington

LIST = "https://wslwebservices.leg.wa.gov/LegislationService.asmx/GetLegislationIntroducedSince"


def test_washington_lists_every_measure_of_an_answer(corpus: Path) -> None:
    """A real answer of the web service names 752 measures, each with the mark of its change."""
    body = (corpus / "corpus/pages/wa/debug_response.xml").read_bytes()
    steps = list(Washington().bills("2025-26", Page(LIST, body, "text/xml")))
    follows = [step for step in steps if isinstance(step, Follow)]

    assert len(follows) == len(steps) == len({step.bill for step in follows}) == 752
    assert sum(step.bill.startswith("wa/2025-26/h") for step in follows) == 415
    assert all(step.changed.startswith(("2025-", "2026-")) for step in follows)


@pytest.mark.parametrize("page", ["bills-senate.html", "bills-house.html", "billdetail.html"])
def test_missouri_sees_a_site_that_was_redesigned(corpus: Path, page: str) -> None:
    """The Senate's and House's pages of 2011 are another site: an error, not an empty list."""
    body = (corpus / "corpus/pages/mo" / page).read_bytes()
    with pytest.raises(ScrapeError, match=r"^https://a\.example/: nothing matches 'div\.bill-nu"):
        list(Missouri().senate("2011", {}, Page("https://a.example/", body)))


def test_a_list_of_another_biennium_is_an_error(corpus: Path) -> None:
    """A list without a bill of the session is not a session without bills."""
    body = (corpus / "corpus/pages/wa/debug_response.xml").read_bytes()
    with pytest.raises(ScrapeError, match="no 'Biennium' is 2023-24"):
        list(Washington().bills("2023-24", Page(LIST, body, "text/xml")))
