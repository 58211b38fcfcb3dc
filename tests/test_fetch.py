"""Fetching is polite, bounded and honest: over real HTTP on this machine."""

import gzip
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import requests
from requests_cache import CachedSession

from billwatch.errors import FetchError
from billwatch.fetch import Bounds, Session
from billwatch.fetch.kept import kept
from billwatch.fetch.robots import Robots
from billwatch.fetch.wire import adapter
from billwatch.replay import Fault, Server, serve

HOST = "legislature.example"
ROOT = f"https://{HOST}"
PAGE = b"<html><title>HB 1</title><p>text</p></html>"
BOUNDS = Bounds(size=5000, seconds=0.6, timeout=0.4)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "a.html").write_bytes(PAGE)
    (folder / "big.bin").write_bytes(b"x" * 6000)
    return folder


@pytest.fixture
def server(site: Path) -> Iterator[Server]:
    with serve(site) as running:
        yield running


def session(server: Server, tmp_path: Path, **options: object) -> Session:
    chosen = {"contact": "", "hosts": (HOST,), "bounds": BOUNDS, "base": server.url} | options
    return Session(cache=tmp_path / "http.db", **chosen)  # type: ignore[arg-type]


def paths(server: Server) -> list[tuple[str, int]]:
    return [(hit.path, hit.status) for hit in server.hits if hit.path != "/robots.txt"]


def test_a_document_says_where_when_and_what(server: Server, tmp_path: Path) -> None:
    """An answer has the bytes as they came, their digest, type, address and time."""
    noon = datetime(2026, 2, 3, 12, tzinfo=UTC)
    with session(server, tmp_path, clock=lambda: noon) as http:
        document = http.get(f"{ROOT}/a.html").document

    assert (document.url, document.body, document.media_type, document.fetched_at) == (
        f"{ROOT}/a.html", PAGE, "text/html", "2026-02-03T12:00:00+00:00",
    )  # fmt: skip
    assert document.sha256 == hashlib.sha256(PAGE).hexdigest()


def test_the_agent_names_the_tool_and_the_contact(server: Server, tmp_path: Path) -> None:
    """Every request, robots.txt too, says who is asking and where they can be reached."""
    with session(server, tmp_path, contact="https://watch.example/about\r\n") as http:
        http.get(f"{ROOT}/a.html")

    agents = {hit.agent for hit in server.hits}
    assert len(agents) == 1
    assert agents.pop().startswith("billwatch/")
    assert all(hit.agent.endswith("(+https://watch.example/about)") for hit in server.hits)


@pytest.mark.parametrize("validators", ["etag", "modified"])
def test_what_has_not_changed_is_not_sent_again(
    site: Path, tmp_path: Path, validators: str
) -> None:
    """The second night asks with the first one's validator and gets 304, even from a new root."""
    seen = []
    for _ in range(2):
        with serve(site, validators=validators) as server, session(server, tmp_path) as http:  # type: ignore[arg-type]
            answer = http.get(f"{ROOT}/a.html")
            seen.append((paths(server), answer.unchanged, answer.document.body))

    assert seen == [
        ([("/a.html", 200)], False, PAGE),
        ([("/a.html", 304)], True, PAGE),
    ]


def test_the_same_bytes_without_a_validator_are_unchanged(site: Path, tmp_path: Path) -> None:
    """A server that knows no 304 is asked each time, and what it sends is compared."""
    with serve(site, validators="none") as server, session(server, tmp_path) as http:
        first, second = (http.get(f"{ROOT}/a.html").unchanged for _ in range(2))
        (site / "a.html").write_bytes(PAGE + b"more")
        third = http.get(f"{ROOT}/a.html")

    assert (first, second, third.unchanged) == (False, True, False)
    assert third.document.body == PAGE + b"more"


def test_retry_after_is_obeyed(site: Path, tmp_path: Path) -> None:
    """A busy source is asked again when it says so, not sooner."""
    fault = Fault(429, (("Retry-After", "1"),), times=1)
    with serve(site, faults={"/a.html": fault}) as server, session(server, tmp_path) as http:
        http.get(f"{ROOT}/a.html")
        times = [hit.at for hit in server.hits if hit.path == "/a.html"]

    assert len(times) == 2
    assert times[1] - times[0] >= 1.0


def test_a_source_that_asks_for_too_long_is_left_alone(site: Path, tmp_path: Path) -> None:
    """Retry-After beyond the cap is not cut short: there is no second request."""
    fault = Fault(503, (("Retry-After", "86400"),))
    with serve(site, faults={"/a.html": fault}) as server, session(server, tmp_path) as http:
        with pytest.raises(FetchError, match=rf"^{ROOT}/a.html: status 503 .*wait 86400$"):
            http.get(f"{ROOT}/a.html")

        assert paths(server) == [("/a.html", 503)]


@pytest.mark.parametrize(
    ("fault", "tries", "words"),
    [
        (Fault(404), 1, "status 404 Not Found"),
        (Fault(403), 1, "status 403 Forbidden"),
        (Fault(503), 3, "status 503 Service Unavailable"),
        (Fault(body=b"x" * 100, cut=10), 3, "broke off"),
        (Fault(body=b"x", wait=0.6), 3, "no answer within 0.4 s"),
        (Fault(body=b"x" * 999, drip=0.01), 1, "not complete after 0.6 s"),
        (Fault(body=b"x" * 5001), 1, "longer than 5,000 bytes"),
        (Fault(body=b"<title>Request Rejected</title>"), 1, "error page: Request Rejected"),
        (Fault(body=b""), 1, "error page: empty"),
        (Fault(302, (("Location", "/a.html"),)), 5, "more than 5 redirects"),
    ],
    ids=["404", "403", "503", "cut", "late", "drip", "big", "rejected", "empty", "loop"],
)
def test_what_goes_wrong_is_one_line(
    site: Path, tmp_path: Path, fault: Fault, tries: int, words: str
) -> None:
    """Every failure is a FetchError in one line with the address, after the right tries."""
    # A drip is cut off by the time of the whole; on a busy machine its drops may come late.
    bounds = replace(BOUNDS, timeout=9) if fault.drip else BOUNDS
    with (
        serve(site, faults={"/a.html": fault}) as server,
        session(server, tmp_path, bounds=bounds) as http,
    ):
        with pytest.raises(FetchError) as caught:
            http.get(f"{ROOT}/a.html")

        assert str(caught.value).startswith(f"{ROOT}/a.html: ")
        assert words in str(caught.value)
        assert "\n" not in str(caught.value)
        assert len(paths(server)) == tries


def test_a_broken_answer_is_asked_for_again(site: Path, tmp_path: Path) -> None:
    """A body that breaks off once is had at the second try."""
    fault = Fault(cut=10, times=1)
    with serve(site, faults={"/a.html": fault}) as server, session(server, tmp_path) as http:
        assert http.get(f"{ROOT}/a.html").document.body == PAGE


def test_an_error_page_does_not_spoil_the_cache(site: Path, tmp_path: Path) -> None:
    """A filter's page on one night leaves nothing behind for the next."""
    fault = Fault(body=b"<title>Just a moment...</title>", times=1)
    with serve(site, faults={"/a.html": fault}) as server, session(server, tmp_path) as http:
        with pytest.raises(FetchError):
            http.get(f"{ROOT}/a.html")

        assert http.get(f"{ROOT}/a.html").document.body == PAGE


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/a.html", "ftp://evil.example/a", "file:///etc/passwd",
     "https://legislature.example.evil.example/", "https://[bad/", "http://169.254.169.254/"],
)  # fmt: skip
def test_other_hosts_are_refused(server: Server, tmp_path: Path, url: str) -> None:
    """An address off the source's hosts is not asked for at all."""
    with session(server, tmp_path) as http, pytest.raises(FetchError):
        http.get(url)

    assert server.hits == []


@pytest.mark.parametrize(
    ("target", "allowed"),
    [("https://evil.example/x", False), ("http://127.0.0.1:1/x", False), ("/a.html", True),
     (f"{ROOT}/a.html", True)],
)  # fmt: skip
def test_redirects_stay_on_the_hosts(
    site: Path, tmp_path: Path, target: str, allowed: bool
) -> None:
    """A redirect is followed within the source's hosts and refused beyond them."""
    faults = {"/go": Fault(302, (("Location", target),))}
    with serve(site, faults=faults) as server, session(server, tmp_path) as http:
        if allowed:
            assert http.get(f"{ROOT}/go").document.url == f"{ROOT}/a.html"
        else:
            with pytest.raises(FetchError, match="refused"):
                http.get(f"{ROOT}/go")


def test_robots_are_obeyed(site: Path, tmp_path: Path) -> None:
    """What robots.txt forbids is not asked for; robots.txt is read once a session."""
    (site / "robots.txt").write_text("User-agent: *\nDisallow: /*.bin$\n")
    with serve(site) as server, session(server, tmp_path) as http:
        with pytest.raises(FetchError, match=r"big\.bin: robots\.txt does not allow"):
            http.get(f"{ROOT}/big.bin")
        http.get(f"{ROOT}/a.html")

        assert [hit.path for hit in server.hits] == ["/robots.txt", "/a.html"]


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (404, b"", True),
        (403, b"", True),
        (200, b"User-agent: billwatch\nDisallow: /", False),
        (200, b"User-agent: other\nDisallow: /", True),
        (503, b"", False),
        (0, b"", False),
    ],
    ids=["none", "forbidden", "named", "another", "broken", "unreachable"],
)
def test_robots_follow_rfc_9309(status: int, body: bytes, allowed: bool) -> None:
    """No file allows all, an unreachable one nothing."""
    assert Robots(lambda _: (status, body)).allow(ROOT, f"{ROOT}/a") is allowed


def test_robots_may_ask_for_a_longer_pace() -> None:
    """A crawl delay is kept, up to a minute."""
    wanted = [b"Crawl-delay: 7", b"Crawl-delay: 3600", b"Disallow: /x"]
    delays = [
        Robots(lambda _, line=line: (200, b"User-agent: *\n" + line)).delay(ROOT)  # type: ignore[misc]
        for line in wanted
    ]

    assert delays == [7.0, 60.0, 0.0]


def test_the_pace_is_kept_per_host(server: Server) -> None:
    """Requests to one host are never closer than the pace, second tries included."""
    server.faults["/a.html"] = Fault(503, times=1)
    with requests.Session() as http:
        http.trust_env = False
        http.mount("http://", adapter(0.25, BOUNDS))
        for _ in range(3):
            http.get(f"{server.url}/a.html", timeout=5)
    times = [hit.at for hit in server.hits]
    gaps = [after - before for before, after in pairwise(times)]

    assert len(gaps) == 3
    assert min(gaps) >= 0.24


def test_a_pace_under_a_second_is_not_taken(tmp_path: Path) -> None:
    """Configuration can slow the pace, not hurry it."""
    with Session("me@watch.example", tmp_path / "c.db", (HOST,), pace=0.1) as http:
        assert http.pace == 1.0


def test_without_contact_nobody_is_asked(tmp_path: Path) -> None:
    """A session that names no contact fetches nothing from other machines."""
    with (
        Session("", tmp_path / "c.db", (HOST,)) as http,
        pytest.raises(FetchError, match="no contact"),
    ):
        http.get(f"{ROOT}/a.html")


def test_keys_stay_on_the_wire(site: Path, tmp_path: Path) -> None:
    """A key reaches the server, and no document, error or cache file."""
    secret = {"key": "k3y-v4lue"}
    faults = {"/gone": Fault(503), "/go": Fault(302, (("Location", "/a.html?key=k3y-v4lue"),))}
    with serve(site, faults=faults) as server, session(server, tmp_path) as http:
        answer = http.get(f"{ROOT}/a.html", secret=secret)
        errors = []
        for path in ("gone", "none", "go"):
            with pytest.raises(FetchError) as caught:
                http.get(f"{ROOT}/{path}", secret=secret)
            errors.append(str(caught.value))

    assert any("k3y-v4lue" in hit.path for hit in server.hits)
    assert "k3y-v4lue" not in repr(answer) + "".join(errors)
    assert all(b"k3y-v4lue" not in file.read_bytes() for file in tmp_path.glob("http.db*"))


def test_a_key_under_an_unknown_name_is_a_mistake(server: Server, tmp_path: Path) -> None:
    """A name the cache would not hide is refused before anything is sent."""
    with session(server, tmp_path) as http, pytest.raises(ValueError, match="magic"):
        http.get(f"{ROOT}/a.html", secret={"magic": "x"})


def test_forms_and_queries_are_posted(server: Server, tmp_path: Path) -> None:
    """Fields go as a form, a body as JSON."""
    with session(server, tmp_path) as http:
        http.get(f"{ROOT}/a.html", form=[("q", "student privacy"), ("page", "2")])
        http.get(f"{ROOT}/a.html", body='{"query": 1}')

    posted = [(hit.method, hit.body) for hit in server.hits if hit.method == "POST"]
    assert posted == [("POST", b"q=student+privacy&page=2"), ("POST", b'{"query": 1}')]


def test_a_file_that_is_no_cache_is_named(tmp_path: Path) -> None:
    """A cache file that is something else is not overwritten."""
    (tmp_path / "c.db").write_text("my notes, not a database")

    with pytest.raises(FetchError, match=r"c\.db: not a cache"):
        Session("", tmp_path / "c.db", (HOST,))


@pytest.mark.parametrize("size", [4000, 6000], ids=["fits", "bomb"])
def test_a_packed_body_is_measured_unpacked(site: Path, tmp_path: Path, size: int) -> None:
    """Gzip is undone while reading, and the size limit holds for what comes out."""
    packed = gzip.compress(b"x" * size)
    faults = {"/a.txt": Fault(headers=(("Content-Encoding", "gzip"),), body=packed)}
    with serve(site, faults=faults) as server, session(server, tmp_path) as http:
        if size < BOUNDS.size:
            assert http.get(f"{ROOT}/a.txt").document.body == b"x" * size
        else:
            with pytest.raises(FetchError, match="longer than"):
                http.get(f"{ROOT}/a.txt")


def test_a_full_disk_is_one_line(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came but cannot be remembered is a failure that names the cache, not a bare one."""

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with session(server, tmp_path) as http:
        http.get(f"{ROOT}/a.html")
        monkeypatch.setattr(http._http.cache, "save_response", full)
        with pytest.raises(FetchError) as caught:
            http.get(f"{ROOT}/a.html?again")

    assert str(caught.value) == (
        f"{ROOT}/a.html?again: the cache of pages fails: database or disk is full"
    )


def test_a_cache_that_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    """A folder in its way is named."""
    (tmp_path / "a").write_text("a file, not a folder")
    with pytest.raises(FetchError, match="the cache of pages cannot be opened"):
        Session("x@example.org", tmp_path / "a" / "http", (HOST,))


@pytest.mark.parametrize("damage", ["cut", "other", "none"])
def test_what_is_kept_is_read_again_or_asked_for_again(
    site: Path, tmp_path: Path, damage: str
) -> None:
    """A damaged entry of the cache is as if it were not there."""
    with serve(site) as server:
        with session(server, tmp_path) as http:
            http.get(f"{ROOT}/a.html")
        with closing(sqlite3.connect(tmp_path / "http.db")) as db, db:
            if damage == "cut":
                db.execute("UPDATE responses SET value = substr(value, 1, length(value) - 9)")
            elif damage == "other":
                db.execute("UPDATE responses SET value = x'00'")
        with session(server, tmp_path) as http:
            answer = http.get(f"{ROOT}/a.html")

    assert answer.document.body == PAGE
    assert paths(server) == [("/a.html", 200), ("/a.html", 304 if damage == "none" else 200)]


def test_answers_kept_by_an_earlier_version_are_read(tmp_path: Path) -> None:
    """A cache that the library wrote in its own form (JSON) is still exported."""
    with serve(tmp_path) as server:
        (tmp_path / "a.html").write_bytes(PAGE)
        with CachedSession(str(tmp_path / "old.db"), backend="sqlite", serializer="json") as http:
            http.get(f"{server.url}/a.html")
        (answer,) = kept(tmp_path / "old.db")

    assert (answer.status, answer.body) == ("200 OK", PAGE)
