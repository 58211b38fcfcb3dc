"""Bad input is one `DataError` that names the file, or a text that says what is wrong with it."""

import time

import pytest

from billwatch.errors import DataError
from billwatch.text import read

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE bill [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]><bill><text>&j;</text></bill>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE bill [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    "<bill><text>A vendor &x; shall ask.</text></bill>"
)
REFUSED = {
    "empty": b"",
    "blanks": b" \n\t ",
    "broken xml": b"<?xml version='1.0'?><bill><text>A vendor</bill>",
    "xml without words": b"<?xml version='1.0'?><bill><form/></bill>",
    "entity bomb": BOMB.encode(),
    "entity bomb in utf-16": BOMB.replace('<?xml version="1.0"?>', "").encode("utf-16"),
    "outside entity": OUTSIDE.encode(),
    "deep xml": b"<?xml version='1.0'?>" + b"<bill>" * 5000 + b"x" + b"</bill>" * 5000,
    "json": b'{"bill": {"text": "A vendor shall ask."}}',
    "word file": b"PK\x03\x04" + bytes(200),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "binary": bytes(range(256)) * 40,
    "html without words": b"<html><body><script>run()</script></body></html>",
    "rtf without words": b"{\\rtf1{\\fonttbl{\\f0 Times;}}}",
    "rtf with a brace too many": b"{\\rtf1 A vendor}}}} shall",
    "deep rtf": b"{\\rtf1" + b"{" * 3000 + b"x" + b"}" * 3000 + b"}",
    "rejected": b"<html><head><title>Request Rejected</title></head><body>The requested URL was "
    b"rejected. Please consult with your administrator.<br>Your support ID is: 99</body></html>",
    "challenge": b"<html><head><title>Just a moment...</title></head><body>Enable JavaScript and "
    b"cookies to continue</body></html>",
    "attention": b"<html><title>Attention Required! | Cloudflare</title><body><h1>Sorry, you have "
    b"been blocked</h1>Cloudflare Ray ID: 99</body></html>",
    "not found": b"<html><head><title>404 - File or directory not found.</title></head><body>"
    b"<h1>Server Error</h1><h2>404 - File or directory not found.</h2></body></html>",
    "page not found": b"<html><body><nav>Bills Laws</nav><h1>Page Not Found</h1><p>The page you "
    b"requested could not be found.</p></body></html>",
    "denied": b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You "
    b"don't have permission to access it.<P>Reference #18.2d</BODY></HTML>",
    "server error": b"<html><title>Runtime Error</title><body><h1>Server Error in '/' Application."
    b"</h1></body></html>",
    "plain 404": b"404 page not found\n",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_refused(body: bytes) -> None:
    """Each bad file is one short line that starts with its name."""
    with pytest.raises(DataError) as failure:
        read(body, name="hb1.file")

    assert str(failure.value).startswith("hb1.file: ")
    assert "\n" not in str(failure.value)
    assert len(str(failure.value)) < 250


READ = {
    "a law about errors": "<title>§ 404. Errors</title><p>§ 404. A vendor shall correct errors.</p>",
    "a bill about access": "<title>Access denied</title><p>Access denied to a parent is a violation; "
    "the school shall give the record.</p>",
    "unclosed tags": "<p>A vendor <b>shall <i>ask</p><p>the parent.",
    "a broken comment": "<p>A vendor shall ask.</p><!-- --!> <!-- <p>",
    "odd angles": "<p>A vendor shall ask.</p><'<![<<",
    "unknown tags": "<clause><o:p>A vendor shall ask.</o:p></clause><br><br>",
    "unknown charset": "<meta charset=x-none><p>A vendor shall ask.</p>",
}


@pytest.mark.parametrize("page", READ.values(), ids=READ.keys())
def test_odd_pages_are_read(page: str) -> None:
    """What looks like an error page or is badly made, but holds a law, is read."""
    assert "shall" in read(page.encode(), name="p.html").body


def test_unclosed_tags_are_read() -> None:
    """Tags that an old page opens in every paragraph and never closes do not cut it off."""
    page = b"".join(b"<div><font>Section %d. A vendor shall ask." % n for n in range(600))
    text = read(page, name="old.html")

    assert text.complete
    assert "Section 599. A vendor shall ask." in text.body


def test_deep_html_is_refused_or_said_to_be_cut() -> None:
    """A page nested beyond any parser's depth is not called complete."""
    page = b"<p>A vendor shall ask.</p>" + b"<div>" * 5000 + b"<p>More.</p>" + b"</div>" * 5000
    text = read(page, name="deep.html")

    assert "shall ask" in text.body
    assert "More." in text.body or not text.complete


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is refused before anything parses it."""
    monkeypatch.setattr("billwatch.text.reading.LIMIT", 1000)
    with pytest.raises(DataError, match=r"big\.txt: .* MB"):
        read(b"A vendor shall ask. " * 100, name="big.txt")


LARGE = {
    "one plain line": b"A vendor shall ask the parent. " * 100_000,
    "one html paragraph": b"<p>" + b"A vendor <u>shall</u> ask. " * 80_000 + b"</p>",
    "one wrapped paragraph": b"a vendor shall ask the parent of the pupil before it sells\n"
    * 50_000,
    "open brackets": b"AN ACT\nBe it enacted by the People:\n[thus] " + b"[" * 1_000_000,
    "digits": b"<p>" + b"1 " * 500_000 + b"</p>",
    "breaks": b"<p>" + b"A vendor<br>" * 100_000 + b"</p>",
    "tags": b"<p>" + b"<b></b>" * 100_000 + b"A vendor shall ask.</p>",
}


@pytest.mark.parametrize("body", LARGE.values(), ids=LARGE.keys())
def test_time_grows_with_size_only(body: bytes) -> None:
    """Three megabytes of anything take seconds, not minutes."""
    start = time.process_time()
    read(body, name="large", jurisdiction="ny")

    assert time.process_time() - start < 12
