"""Pages: what is asked for is there, or the page says where it looked and for what."""

import pytest

from billwatch.errors import FetchError, ScrapeError
from billwatch.page import Page, error_page

URL = "https://legislature.example/bills"
TABLES = b"""<html><head><title>Bills</title></head><body>
<table><tr><td>layout</td></tr></table>
<table class="bills"><tr><th>Bill</th><th>Long<br>Title</th><th>Date</th></tr>
<tr><td><a href="hb1.html#top">HB 1</a></td><td>An <i>Act</i> on
  roads</td><td></td></tr>
<tr><td colspan="3">No further bills</td></tr></table>
<table><tr><th>Date</th><th>Bill</th><th>Long Title</th></tr>
<tr><td>1 May</td><td><a href="/x/hb2.html">HB 2</a></td><td>An Act on fees</td></tr></table>
<p class="a">one</p><p class="a">two</p><p class="b">three</p></body></html>"""
LIST = (
    b'\xef\xbb\xbfBill_Num,title , sess\r\nHB1,"Roads, and\nbridges",2026\r\n\r\nHB2,Fees,2026\r\n'
)
FEED = b"""<?xml version="1.0"?><Feed xmlns="http://legislature.example/ns"><Bill><Number>HB 1</Number>
<Title><Long>Roads &amp; bridges</Long></Title></Bill><Bill><Number>HB 2</Number></Bill></Feed>"""


def page(body: bytes = TABLES, media_type: str = "text/html") -> Page:
    return Page(URL, body, media_type)


def test_rows_come_by_header_from_every_table_that_has_it() -> None:
    """No table with the columns is left out, whatever their order; layout tables are."""
    rows = [dict(row) for row in page().rows(header=("bill", "Long Title"))]

    assert rows == [
        {"bill": "HB 1", "Long Title": "An Act on roads"},
        {"bill": "HB 2", "Long Title": "An Act on fees"},
    ]


def test_links_in_rows_are_absolute() -> None:
    """A row gives the address in a cell, without the fragment."""
    links = [row.link("Bill") for row in page().rows(header=("Bill",))]

    assert links == [
        "https://legislature.example/hb1.html",
        "https://legislature.example/x/hb2.html",
    ]


def test_a_list_is_read_like_a_table() -> None:
    """CSV with a byte-order mark, quoted line ends and blank lines gives rows by header."""
    rows = [dict(row) for row in page(LIST, "text/csv").rows(header=("bill_num", "Title"))]

    assert rows == [
        {"bill_num": "HB1", "Title": "Roads, and bridges"},
        {"bill_num": "HB2", "Title": "Fees"},
    ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Señal", "cp1252"), ("Señal", "utf-8"), ("Señal", "utf-16")],
    ids=["cp1252", "utf-8", "utf-16"],
)
def test_a_list_is_read_in_its_own_charset(text: str, encoding: str) -> None:
    """A list in Windows-1252, UTF-8 or UTF-16 with a byte-order mark keeps its letters."""
    body = f"bill|title\nHB1|{text}\n".encode(encoding)

    assert [row["title"] for row in page(body, "text/plain").rows(header=("title",))] == [text]


@pytest.mark.parametrize(
    ("body", "media_type", "words"),
    [
        (TABLES.replace(b">Date<", b">When<"), "text/html", "Date"),
        (LIST.replace(b"sess", b"year"), "text/csv", "sess"),
        (b"sess,bill\n2026\n", "text/csv", "line 2"),
        (b"<table><tr><th>bill<th>sess<tr><td>HB 1</td></table>", "text/html", "'sess'"),
    ],
    ids=["renamed-header", "renamed-column", "short-line", "short-row"],
)
def test_a_changed_table_stops_the_source(body: bytes, media_type: str, words: str) -> None:
    """A renamed or missing column is a ScrapeError that names the address and the column."""
    header = ("Date", "Bill") if b"Title" in body else ("bill", "sess")
    header = ("Bill_Num", "sess") if b"Bill_Num" in body else header

    with pytest.raises(ScrapeError, match=f"^{URL}: .*{words}"):
        list(page(body, media_type).rows(header=header))


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda p: p.one("p.c"), "nothing matches 'p.c'"),
        (lambda p: p.one("p.a"), "2 elements match 'p.a'"),
        (lambda p: p.some("ul li"), "nothing matches 'ul li'"),
        (lambda p: p.link(p.one("p.b")), "<p> has no 'href'"),
        (lambda p: p.json(), "not JSON"),
    ],
    ids=["none", "two", "some", "no-link", "no-json"],
)
def test_what_is_not_there_is_named(ask: object, words: str) -> None:
    """Whatever a scraper asks for in vain raises ScrapeError with address and selector."""
    with pytest.raises(ScrapeError, match=f"^{URL}: {words}"):
        ask(page())  # type: ignore[operator]


def test_what_may_be_missing_is_none() -> None:
    """Only `maybe` and `all` come back with nothing."""
    assert page().maybe("p.c") is None
    assert page().all("p.c") == ()
    assert page().text(page().one("p.b")) == "three"


def test_a_form_gives_back_its_fields() -> None:
    """Hidden fields and choices come along, buttons and empty boxes do not."""
    form = page(
        b"""<form id="f"><input type="hidden" name="__VIEWSTATE" value="abc=">
        <input name="q"><input type="checkbox" name="all"><input type="radio" name="house"
        value="H" checked><select name="s"><option>1<option selected value="26RS">2026</select>
        <input type="submit" name="go" value="Go"></form>"""
    )

    assert form.fields("#f") == (("__VIEWSTATE", "abc="), ("q", ""), ("house", "H"), ("s", "26RS"))


def test_a_feed_is_read_by_local_names() -> None:
    """Namespaces do not matter; a field that is missing raises unless it has a default."""
    feed = page(FEED, "application/xml")
    bills = feed.xml("Bill")

    assert [feed.field(bill, "Number") for bill in bills] == ["HB 1", "HB 2"]
    assert feed.field(bills[0], "Title/Long") == "Roads & bridges"
    assert feed.field(bills[1], "Title/Long", "") == ""
    with pytest.raises(ScrapeError, match="Title/Long"):
        feed.field(bills[1], "Title/Long")
    with pytest.raises(ScrapeError, match="nothing matches 'Act'"):
        feed.xml("Act")


@pytest.mark.parametrize(
    ("old", "new"), [(b"&amp;", b"&"), (b"Roads", b"\x0bRoads")], ids=["ampersand", "control"]
)
def test_a_feed_with_the_usual_faults_is_mended(old: bytes, new: bytes) -> None:
    """Bare ampersands and control bytes, which official feeds hold, do not stop it."""
    feed = page(FEED.replace(old, new), "application/xml")

    assert feed.field(feed.xml("Bill")[0], "Title/Long") == "Roads & bridges"


def test_a_broken_feed_is_named() -> None:
    """A feed that breaks off is an error, not half a feed."""
    with pytest.raises(ScrapeError, match=f"^{URL}: not XML"):
        page(FEED[:150], "application/xml").xml("Bill")


def test_entities_are_not_expanded() -> None:
    """A feed cannot read files or grow by entities."""
    body = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a><b>x&e;y</b></a>'
    feed = page(body, "text/xml")

    assert feed.field(feed.xml("a")[0], "b") == "x&e;y"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><head><title>Request Rejected</title></head><body>x</body></html>", "Rejected"),
        (b"<title>Attention Required! | Cloudflare</title>", "Attention Required"),
        (b"<title>Just a moment...</title>", "Just a moment"),
        (b"<HTML><HEAD><TITLE>Access Denied</TITLE>", "Access Denied"),
        (b"<h1>Service Unavailable</h1>", "Service Unavailable"),
        (b"<html>The requested URL was rejected. Your support ID is: 1</html>", "rejected"),
        (b"<title>404 - Page Not Found</title>", "404 - Page Not Found"),
        (b"<title>HTTP Error 404.0 - Not Found</title>", "Not Found"),
        (b"<h2></h2><h1>403 - Forbidden: Access is denied.</h1>", "403 - Forbidden"),
        (b"<title>500 | Internal Server Error</title>", "500"),
        (b"<noscript>You need to enable JavaScript to run this app.</noscript>", "JavaScript"),
        (b"  \n", "empty"),
    ],
    ids=[
        "rejected",
        "attention",
        "moment",
        "denied",
        "unavailable",
        "support-id",
        "404-dash",
        "404-dotted",
        "403-dash",
        "500-bar",
        "frame",
        "empty",
    ],
)
def test_error_pages_with_status_200_are_refused(body: bytes, words: str) -> None:
    """A filter's page is not a page of the source."""
    with pytest.raises(FetchError, match=f"^{URL}: .*{words}"):
        page(body)


def test_a_bill_about_rejected_requests_is_a_page() -> None:
    """The words of an error page within a bill's text do not make it one."""
    body = b"<title>HB 5</title><p>No agency shall show the words Request Rejected.</p>"

    assert error_page(body) == ""


@pytest.mark.parametrize("title", ["404 - Student records", "HB 404 - Not yet printed", "500"])
def test_a_bill_with_the_number_of_an_error_is_a_page(title: str) -> None:
    """A number alone does not make an error page: bills have such numbers too."""
    assert error_page(f"<title>{title}</title>".encode()) == ""
