"""A session that nobody collects is told of, wherever a source names the sessions there are."""

import json
from collections.abc import Iterator

import pytest

import scrapers
from billwatch.errors import ScrapeError
from billwatch.models import Session
from billwatch.page import Page
from billwatch.pipeline import nightly
from billwatch.scraper import Follow

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://www.govinfo.gov/sitemap/bulkdata/BILLSTATUS/119hr/sitemap.xml</loc></sitemap>
<sitemap><loc>https://www.govinfo.gov/sitemap/bulkdata/BILLSTATUS/120s/sitemap.xml</loc></sitemap>
</sitemapindex>"""
FOLDERS = """<html><title>/Legislation/</title><pre><A HREF="/">[To Parent Directory]</A><br>
1/8/2025  9:00 AM  &lt;dir&gt; <A HREF="/Legislation/104/">104</A><br>
1/13/2027 9:00 AM  &lt;dir&gt; <A HREF="/Legislation/105/">105</A><br></pre></html>"""
CODES = 'var SessionSet = [{"Code": "263", "Text": "2026 1st Extra"}, {"Code": "261"}];'
YEARS = "id_bill_num,bill_num,sess_year\n1,HB05001,2026\n2,SB00001,2027\n3,HB05001,2004\n"
FORM = """<form><select id="cboLegSess"><option value="90R">90(R) - 2027</option>
<option value="893">89(3) - 2026</option><option value="891">89(1) - 2025</option>
<option value="741">74(1) - 1995</option></select></form>"""
BOXES = """<form><input type="checkbox" name="sessions[]" value="2026 Regular Session">
<input type="checkbox" name="sessions[]" value="2026 First Extraordinary Session">
<input type="checkbox" name="sessions[]" value="2012 First Extraordinary Session">
<input type="checkbox" name="sessions[]" value="2025 Extraordinary Session"></form>"""
UTAH = """<ul><li><a href="/bills/billlist.jsp?session=2026S1">2026 1st Special Session</a></li>
<li><a href="/bills/billlist.jsp?session=2026GS">2026 General Session</a></li>
<li><a href="/bills/billlist.jsp?session=2019GS">2019 General Session</a></li></ul>"""
LISTS = json.dumps({"status": "OK", "sessions": [
    {"session_id": 4, "state_id": 2, "year_start": 2027, "special": 0, "session_name": "2027 Regular"},
    {"session_id": 3, "state_id": 1, "year_start": 2026, "special": 1, "session_name": "2026 2nd Special Session"},
    {"session_id": 2, "state_id": 1, "state_abbr": "AL", "year_start": 2026, "special": 0, "session_name": "2026 Regular Session"},
    {"session_id": 1, "state_id": 1, "year_start": 2025, "special": 1, "prior": 1, "session_name": "2025 1st Special"},
]})  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind", "body", "new"),
    [
        ("us", "application/xml", INDEX, ["120"]),
        ("il", "text/html", FOLDERS, ["105"]),
        ("mo", "text/javascript", CODES, ["2026S1"]),
        ("al", "application/json", LISTS, ["2026s2"]),
        ("ct", "text/csv", YEARS, ["2027"]),
        ("tx", "text/html", FORM, ["893"]),
        ("co", "text/html", BOXES, ["2026S1"]),
        ("ut", "text/html", UTAH, ["2026S1"]),
    ],
    ids=[
        "congress",
        "illinois",
        "missouri",
        "legiscan",
        "connecticut",
        "texas",
        "colorado",
        "utah",
    ],
)
def test_a_new_session_is_seen(name: str, kind: str, body: str, new: list[str]) -> None:
    """The page that names the sessions gives the one that the scraper does not know."""
    source = scrapers.find(name)
    follow = source.offered()  # type: ignore[attr-defined]
    there = list(follow.parse(Page(follow.url, body.encode(), kind)))
    known = {session.id for session in source.sessions}

    assert [session.id for session in there if session.id not in known] == new
    assert all(session.jurisdiction == source.jurisdiction.code for session in there)


@pytest.mark.parametrize("name", ["us", "il", "mo", "al", "ct", "tx", "co", "ut"])
def test_a_page_that_names_none_is_told(name: str) -> None:
    """A redesign is no silence: a `ScrapeError` names the page."""
    follow = scrapers.find(name).offered()  # type: ignore[attr-defined]
    body = {"us": b"<sitemapindex></sitemapindex>", "al": b'{"status": "OK"}'}.get(
        name, b"<html><title>x</title><a href='/a'>a</a></html>"
    )
    with pytest.raises(ScrapeError) as caught:
        list(
            follow.parse(
                Page(follow.url, body, "text/html" if name in "ilmotxcout" else "text/xml")
            )
        )

    assert follow.url in str(caught.value)


class _Ended:
    """A source whose regular session is over; of a special one no end is known."""

    def __init__(self, *sessions: Session) -> None:
        self.sessions = sessions


@pytest.mark.parametrize(
    ("sessions", "today", "told"),
    [
        ((Session("mo", "2026", "", None, "2026-05-15"), Session("mo", "2026S1")), "2026-12-01", False),
        ((Session("mo", "2026", "", None, "2026-05-15"), Session("mo", "2026S1")), "2027-01-05", True),
        ((Session("mo", "2026", "", None, "2026-05-15"),), "2027-01-05", True),
        ((Session("la", "251ES"), Session("la", "26RS", "", None, "2026-06-01")), "2027-01-05", True),
        ((Session("ca", "20252026x1"), Session("ca", "20252026", "", None, "2026-11-30")),
         "2027-01-05", True),
        ((Session("xs", "2027", "", None, "2027-06-01"),), "2027-01-05", False),
    ],
    ids=["special goes on", "special over", "regular over", "louisiana", "california", "known"],
)  # fmt: skip
def test_the_calendar_tells_when_all_sessions_are_over(
    sessions: tuple[Session, ...], today: str, told: bool
) -> None:
    """A special session without an end is over with its year, and hides nothing after that."""
    note = nightly._newcomer(_Ended(*sessions), lambda _: None, today, set())  # type: ignore[arg-type]

    assert ("a new one may have begun" in note) == told


def test_a_session_that_is_collected_is_no_newcomer() -> None:
    """Once the operator names a special session, it is not told of again."""

    class Offering(_Ended):
        def offered(self) -> Follow:
            return Follow("https://x.example/", self.read)

        def read(self, page: Page) -> Iterator[Session]:
            yield Session("al", "2026s1")

    def ask(follow: Follow) -> Page:
        return Page(follow.url, b"x", "text/plain")

    source = Offering(Session("al", "2026"))
    notes = [nightly._newcomer(source, ask, "2026-03-01", covered)  # type: ignore[arg-type]
             for covered in (set(), {"2026s1"})]  # fmt: skip

    assert notes == ["a session that no rule covers: 2026s1", ""]
