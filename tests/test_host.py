"""The server of a built site answers as a static host does."""

import gzip
import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from billwatch import host

Reply = tuple[int, dict[str, str], bytes]
PAGE = b"<p>one row a state, one column a question</p>" * 40


@pytest.fixture
def link(tmp_path: Path) -> Iterator[http.client.HTTPConnection]:
    """Return one connection to a server of a small folder; every test keeps it open."""
    (tmp_path / "public/state/ct").mkdir(parents=True)
    (tmp_path / "public/empty").mkdir()
    (tmp_path / "secret").write_text("no")
    for name, body in {
        "index.html": PAGE, "state/ct/index.html": b"<p>short</p>", "feed.atom": PAGE,
        "card.png": b"\x89PNG" * 400,
    }.items():  # fmt: skip
        (tmp_path / "public" / name).write_bytes(body)
    with host.open_at(0, tmp_path / "public") as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        opened = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        yield opened
        opened.close()
        server.shutdown()
        thread.join()


def ask(link: http.client.HTTPConnection, path: str, method: str = "GET", **headers: str) -> Reply:
    link.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    got = link.getresponse()
    return got.status, {k.lower(): v for k, v in got.getheaders()}, got.read()


def test_words_are_compressed_for_who_takes_it(link: http.client.HTTPConnection) -> None:
    """A page goes compressed, and plain to who does not ask; caches are told that it differs."""
    _, packed, body = ask(link, "/", Accept_Encoding="br, gzip")
    _, plain, whole = ask(link, "/", Accept_Encoding="gzip;q=0")

    assert (packed["content-encoding"], gzip.decompress(body)) == ("gzip", PAGE)
    assert len(body) == int(packed["content-length"]) < len(PAGE)
    assert ("content-encoding" in plain, whole) == (False, PAGE)
    assert packed["vary"] == plain["vary"] == "Accept-Encoding"
    assert packed["etag"] != plain["etag"]


@pytest.mark.parametrize("path", ["/card.png", "/state/ct/"], ids=["a picture", "a few bytes"])
def test_what_would_not_shrink_goes_as_it_is(link: http.client.HTTPConnection, path: str) -> None:
    """Pictures are packed already, and a few bytes fill a packet either way."""
    status, told, _ = ask(link, path, Accept_Encoding="gzip")

    assert (status, "content-encoding" in told, "vary" in told) == (200, False, False)


@pytest.mark.parametrize("accept", ["gzip", ""])
def test_what_a_reader_has_is_not_sent_again(
    link: http.client.HTTPConnection, tmp_path: Path, accept: str
) -> None:
    """With its tag a page that is the same costs no body; built anew, it is sent."""
    _, told, _ = ask(link, "/index.html", Accept_Encoding=accept)
    tag = told["etag"]
    again, said, nothing = ask(
        link, "/index.html", Accept_Encoding=accept, If_None_Match=f'"x", W/{tag}'
    )
    (tmp_path / "public/index.html").write_bytes(PAGE * 2)
    new, other, _ = ask(link, "/index.html", Accept_Encoding=accept, If_None_Match=tag)

    assert (again, nothing, said["etag"]) == (304, b"", tag)
    assert told["cache-control"] == "no-cache"
    assert new == 200
    assert other["etag"] != tag


def test_types_are_those_of_a_host(link: http.client.HTTPConnection) -> None:
    """A feed is a feed; words tell how they are written; nobody has to guess."""
    kinds = [ask(link, path)[1]["content-type"] for path in ("/", "/feed.atom", "/card.png")]

    assert kinds == ["text/html; charset=utf-8", "application/atom+xml", "image/png"]


def test_a_head_has_no_body(link: http.client.HTTPConnection) -> None:
    """HEAD tells what GET would send, and the connection can be used again."""
    status, told, body = ask(link, "/", "HEAD", Accept_Encoding="gzip")
    after = ask(link, "/", Accept_Encoding="gzip")[2]

    assert (status, body) == (200, b"")
    assert int(told["content-length"]) == len(after)


@pytest.mark.parametrize("path", ["/bill/ct/2015/none.html", "/state/ct/none/", "/a%00b"])
def test_what_is_missing_gets_the_page_for_it(
    link: http.client.HTTPConnection, tmp_path: Path, path: str
) -> None:
    """At any depth: its status is 404, its links start at the top, and nobody keeps it."""
    page = b'<link href="assets/style.css"><a href="state/index.html">states</a><a href="#main">'
    (tmp_path / "public/404.html").write_bytes(page)
    status, told, body = ask(link, path)
    tagged = ask(link, path, If_None_Match="*")[0]
    bare = ask(link, path, "HEAD")

    assert (status, told["content-type"]) == (404, "text/html; charset=utf-8")
    assert body == page.replace(b'"assets', b'"/assets').replace(b'"state', b'"/state')
    assert (told["cache-control"], "etag" in told, tagged) == ("no-store", False, 404)
    assert (bare[0], bare[2]) == (404, b"")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/none.html", 404), ("/../secret", 404), ("/%2e%2e/secret", 404), ("/a%00b", 404),
        ("/empty/", 404), ("/state/ct", 301), ("/state/ct/?in=ct", 200), ("/index.html/", 404),
    ],
)  # fmt: skip
def test_only_files_of_the_folder_are_sent(
    link: http.client.HTTPConnection, path: str, status: int
) -> None:
    """Nothing outside the folder, no list of a folder; a folder's address gets its slash."""
    got, told, _ = ask(link, path)

    assert got == status
    assert told.get("location", "/state/ct/").endswith("/state/ct/")
