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


def test_what_a_turbo_stream_puts_into_a_page_is_read() -> None:
    """Its templates are part of it; a template of an ordinary page is none of that page."""
    row = b"<template><div><a class=row href=/b>One</a></div></template>"
    stream = Page(URL, b"<turbo-stream action=replace>" + row + b"</turbo-stream>")
    plain = Page(URL, b"<main>" + row + b"</main>")

    assert [stream.text(anchor) for anchor in stream.all("a.row")] == ["One"]
    assert plain.all("a.row") == ()


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


def _rows(count: int) -> str:
    return "".join(
        f"<tr><td>1/2/26</td><td><a href='bill?n={n}'>HB {n}</a> \u00e9</td></tr>\n"
        for n in range(count)
    )


def _long(count: int) -> bytes:
    return (
        "<html><head><meta charset='utf-8'><base href='/bills/'></head><body><nav><p>Menu</p></nav>"
        f"<p id='count'>Bills: {count}</p><div class='results'><table id='list'>"
        f"<tr><th>Day</th><th>Bill</th></tr>{_rows(count)}</table></div><form><input name='x'>"
        "</form></body></html>"
    ).encode()


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("count", [3, 20_000], ids=["short", "long"])
def test_a_list_of_any_length_comes_in_pieces_that_lose_nothing(count: int, charset: str) -> None:
    """Every row comes once, in order, whole and within what it stood in; so does what is beside."""
    body = _long(count).decode().replace("charset='utf-8'", f"charset='{charset[:12]}'")
    found, beside = [], []
    page = Page("https://a.example/list", body.replace("-sig", "").encode(charset))
    for piece, anchors in page.pieces("div table#list a"):
        found += [(piece.link(a), piece.text(a.find_parent("tr") or a)) for a in anchors]
        beside += [piece.text(item) for item in piece.all("#count, nav p")]
        assert len(anchors) < 5000

    assert found == [
        (f"https://a.example/bills/bill?n={n}", f"1/2/26 HB {n} \u00e9") for n in range(count)
    ]
    assert sorted(beside) == [f"Bills: {count}", "Menu"]


def test_the_words_between_rows_stay_before_the_row_they_are_of() -> None:
    """A directory's list has no rows: the time of a file stands as text before its link."""
    lines = "".join(
        f" 1/2/2026 3:15 AM {n} <A HREF='/f/{n}.htm'>f</A><br>\n" for n in range(30_000)
    )
    body = f"<html><body><pre><A HREF='../'>up</A><br>{lines}</pre></body></html>".encode()
    stamps = [
        (str(a["href"]), str(a.previous_sibling).split()[-1])
        for _, found in Page("https://a.example/", body).pieces("a[href]")
        for a in found
    ]

    assert stamps[1:] == [(f"/f/{n}.htm", str(n)) for n in range(30_000)]


def test_a_long_list_without_the_rows_is_an_error() -> None:
    """A class that was renamed is named, however long the page is."""
    with pytest.raises(ScrapeError, match=r"^https://a\.example/: nothing matches 'a\.gone'"):
        list(Page("https://a.example/", _long(40_000)).pieces("a.gone"))


def test_records_of_a_feed_come_one_at_a_time() -> None:
    """Each is whole in its turn; the usual faults are mended, other elements of the name are not."""
    body = (
        b'<r xmlns="urn:x"><Aside><Bill><No>0</No></Bill></Aside><List>'
        + b"".join(b"<Bill><No>%d</No><T>A & B\x02</T></Bill>" % n for n in range(1, 4))
        + b"</List></r>"
    )
    page = Page("https://a.example/", body, "text/xml")
    read = [(page.field(row, "No"), page.field(row, "T")) for row in page.records("List/Bill")]

    assert read == [("1", "A & B"), ("2", "A & B"), ("3", "A & B")]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<r><Bills/></r>", "nothing matches 'Bill'"),
        (b"<r><Bill><No>1</No></Bill>", "not XML: "),
        (b"{}", "not XML: "),
    ],
    ids=["renamed", "cut", "json"],
)
def test_a_feed_without_records_is_an_error(body: bytes, words: str) -> None:
    """What is no such feed gives no record at all."""
    rows = Page("https://a.example/", body, "text/xml").records("Bill")
    with pytest.raises(ScrapeError, match=words):
        next(rows)


@pytest.mark.parametrize(
    ("text", "depth", "read", "words"),
    [
        ('[1, {"a": [2]} ]', 1, [1, {"a": [2]}], ""),
        ("\ufeff[ ]", 1, [], ""),
        ('[["x"], [9]]', 2, ["x"], ""),
        ('{"a": 1}', 1, [], "no list at character 0"),
        ("[1, 2", 1, [1, 2], "breaks off"),
        ("[1, oops]", 1, [1], "not JSON"),
        ("[1] 2", 2, [], "no list at character 1"),
    ],
)
def test_items_of_a_json_list_come_one_at_a_time(
    text: str, depth: int, read: list[object], words: str
) -> None:
    """What stands before a fault is read; the fault is an error all the same."""
    got: list[object] = []
    page = Page("https://a.example/", text.encode(), "application/json")
    try:
        got.extend(iter(page.items(depth)))
        reason = ""
    except ScrapeError as error:
        reason = str(error)

    assert got == read
    assert words in reason
    assert bool(words) == bool(reason)
