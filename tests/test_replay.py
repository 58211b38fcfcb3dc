"""The replay server plays what was recorded, night upon night, and what goes wrong on order."""

import http.client
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from billwatch.replay import Fault, Server, serve

Reply = tuple[int, dict[str, str], bytes]


def ask(server: Server, path: str, method: str = "GET", body: str = "", **headers: str) -> Reply:
    parts = urlsplit(server.url)
    link = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
    try:
        link.request(
            method, path, body or None, {k.replace("_", "-"): v for k, v in headers.items()}
        )
        got = link.getresponse()
        return got.status, {k.lower(): v for k, v in got.getheaders()}, got.read()
    finally:
        link.close()


@pytest.fixture
def nights(tmp_path: Path) -> tuple[Path, Path]:
    one, two = tmp_path / "one", tmp_path / "two"
    for name, text in {
        "one/a.html": "old", "one/b.html": "kept", "two/a.html": "new", "one/t.aspx": "any",
        "one/t.aspx@Bill=HB 1": "first", "one/search@q=privacy": "found", "secret": "no",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return one, two


def test_the_last_night_wins(nights: tuple[Path, Path]) -> None:
    """A later folder's page hides an earlier one's; what it lacks is as it was."""
    with serve(*nights) as server:
        seen = [ask(server, path)[2] for path in ("/a.html", "/b.html")]

    assert seen == [b"new", b"kept"]


@pytest.mark.parametrize(
    ("path", "method", "body", "wanted"),
    [
        ("/t.aspx?Bill=HB%201", "GET", "", b"first"),
        ("/t.aspx?Bill=HB%202", "GET", "", b"any"),
        ("/search", "POST", "q=privacy", b"found"),
    ],
    ids=["query", "other-query", "form"],
)
def test_queries_are_part_of_the_name(
    nights: tuple[Path, Path], path: str, method: str, body: str, wanted: bytes
) -> None:
    """A recorded query or form is found, any other gives the bare page."""
    with serve(*nights) as server:
        assert ask(server, path, method, body)[2] == wanted


@pytest.mark.parametrize("path", ["/../secret", "/%2e%2e/secret", "/none.html"])
def test_nothing_outside_the_folders_is_served(nights: tuple[Path, Path], path: str) -> None:
    """A path that leads out, or to nothing, is 404."""
    with serve(*nights) as server:
        assert ask(server, path)[0] == 404


def test_a_known_page_is_304(nights: tuple[Path, Path]) -> None:
    """With its ETag or date a page is not sent again."""
    with serve(*nights) as server:
        tag = ask(server, "/a.html")[1]["etag"]
        assert ask(server, "/a.html", If_None_Match=tag)[::2] == (304, b"")
    with serve(*nights, validators="modified") as server:
        date = ask(server, "/a.html")[1]["last-modified"]
        assert ask(server, "/a.html", If_Modified_Since=date)[0] == 304
    with serve(*nights, validators="none") as server:
        assert {"etag", "last-modified"}.isdisjoint(ask(server, "/a.html")[1])


def test_faults_come_as_often_as_ordered(nights: tuple[Path, Path]) -> None:
    """A fault of two times is over at the third request, and every request is on record."""
    fault = Fault(503, (("Retry-After", "7"),), times=2)
    with serve(*nights, faults={"/a.html": fault}) as server:
        replies = [ask(server, "/a.html") for _ in range(3)]

    assert [reply[0] for reply in replies] == [503, 503, 200]
    assert replies[0][1]["retry-after"] == "7"
    assert [(hit.path, hit.status) for hit in server.hits][-1] == ("/a.html", 200)


def test_pages_can_be_slow_cut_or_redesigned(nights: tuple[Path, Path]) -> None:
    """The table of faults covers a late answer, a broken one, and renamed markup."""
    faults = {
        "/a.html": Fault(wait=0.2),
        "/b.html": Fault(replace=((b"kept", b"renamed"),)),
        "/c.html": Fault(body=b"x" * 100, cut=10),
    }
    with serve(*nights, faults=faults) as server:
        begin = time.monotonic()
        ask(server, "/a.html")
        late = time.monotonic() - begin
        renamed = ask(server, "/b.html")[2]
        with pytest.raises(http.client.IncompleteRead):
            ask(server, "/c.html")

    assert (late >= 0.2, renamed) == (True, b"renamed")
