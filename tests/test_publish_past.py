"""Jurisdictions side by side, and the law as it stood at the end of past years."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from billwatch.models import Action, Bill, Version
from billwatch.pipeline import past
from billwatch.publish import Site, pages
from tests.browser import sample


def built(site: Site) -> dict[str, bytes]:
    return {page.path: page.body for page in pages(site, sample.TEMPLATES)}


@pytest.fixture(scope="module")
def tiny() -> dict[str, bytes]:
    return built(sample.tiny())


def test_there_is_a_page_for_every_year_since_the_first_law(tiny: Mapping[str, bytes]) -> None:
    """The years run from the first law in force to last year; each page links all of them."""
    years = sorted(p.split("/")[2] for p in tiny if re.match(r"matrix/law/\d", p))

    assert years == [str(year) for year in range(2016, 2026)]
    assert all(f"law/{y}/index.html" in tiny["matrix/law/index.html"].decode() for y in years)


def test_a_past_page_shows_the_law_of_its_day_and_what_is_outstanding() -> None:
    """A law shows in the year it was made, not before, and unread jurisdictions are counted."""
    site = sample.tiny()
    early = replace(site.laws[0], id="vt/2014/h9", jurisdiction="vt", year=2014, codings=())
    files = built(replace(site, laws=(early, *site.laws)))
    before, after = (files[f"matrix/law/{y}/index.html"].decode() for y in (2015, 2016))
    cell = '<tr data-jurisdiction="ct".*?data-provision="sale" data-value="{}"'

    assert re.search(cell.format("not read"), before, re.DOTALL)
    assert re.search(cell.format("yes"), after, re.DOTALL)
    assert "3 jurisdictions have no text and no published coding" in before
    assert "2 jurisdictions have no text and no published coding" in after


def test_a_site_without_the_past_has_no_such_pages() -> None:
    """Where law of the past cannot be told, no page claims it."""
    files = built(replace(sample.tiny(), as_of=None))

    assert [p for p in files if re.match(r"matrix/law/\d", p)] == []


def test_the_gaps_of_a_state_are_what_others_have(tiny: Mapping[str, bytes]) -> None:
    """A protection of one real jurisdiction is a gap of the others, and none of its own."""
    vermont = tiny["compare/vt/index.html"].decode()
    gaps = vermont[vermont.index('id="gaps"') : vermont.index('id="all"')]
    own = tiny["compare/ct/index.html"].decode()

    assert "Ban on sale</a></b>: 1 of 2 has it" in gaps
    assert "state/ct/index.html#law-sale" in gaps
    assert "No protection is known elsewhere" in own


def test_every_pair_is_one_link_away(tiny: Mapping[str, bytes]) -> None:
    """The page of one jurisdiction links the table of all, with the pair in the address."""
    assert 'compare/index.html?in=ct,vt#col-vt"' in tiny["compare/ct/index.html"].decode()
    assert tiny["compare/index.html"].count(b"<td data-jurisdiction") == 16


BILL = Bill(
    "ct/2015/sb1", "ct", "2015", "SB 1", "T", status="law",
    actions=(Action("2015-02-01", "Introduced"), Action("2015-06-30", "Signed by the Governor"),
             Action("2016-07-01", "Printed")),
    versions=(Version("ct/2015/sb1@a", "ct/2015/sb1", "A", "2015-02-01"),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("bill", "day", "was"),
    [
        (BILL, "2015-03-01", False),
        (BILL, "2015-12-31", True),
        (replace(BILL, actions=()), "2015-01-01", False),
        (replace(BILL, actions=()), "2015-02-01", True),
        (replace(BILL, kind="law", actions=()), "2014-12-31", False),
        (replace(BILL, kind="law", actions=()), "2015-12-31", True),
        (replace(BILL, kind="law", versions=(replace(BILL.versions[0], date=None),)),
         "2025-12-31", False),
    ],
    ids=["not yet signed", "signed", "no actions, not printed", "no actions, printed",
         "code, not yet", "code, dated", "code, undated"],
)  # fmt: skip
def test_a_bill_is_law_from_the_day_it_became_so(bill: Bill, day: str, was: bool) -> None:
    """Law counts from the action that made it; words without a date are not put into the past."""
    assert past.was_law(bill, day) is was


def test_doubts_delays_and_ends_are_numbered_footnotes() -> None:
    """A law's note on doubt or dates has one number, in its cells and under the table."""
    site = sample.tiny()
    law = replace(site.laws[0], note="effective 2018-07-01, delayed once")
    text = built(replace(site, laws=(law,)))["matrix/law/index.html"].decode()
    row = text[text.index('<tr data-jurisdiction="ct"') :].split("</tr>")[0]

    assert row.count('<sup><a href="#note-1"') == 1
    assert '<li id="note-1">Connecticut, HB 5469: effective 1 July 2018, delayed once</li>' in text
    assert "<sup>" not in built(site)["matrix/law/index.html"].decode()


def test_pictures_have_their_figures_under_them(tiny: Mapping[str, bytes]) -> None:
    """The spread over years and the funnel are drawn, and told in a table."""
    page = tiny["provision/sale/index.html"].decode()
    spread = page.partition('id="spread"')[2].partition("</section>")[0]
    funnel = tiny["change/index.html"].decode()

    assert spread.count('class="all"') == 10
    assert re.search(r'<th scope="row">2016</th><td class="n">1</td>', spread)
    assert re.search(r'2020</th><td class="n">1</td><td class="n">0</td>', funnel)
