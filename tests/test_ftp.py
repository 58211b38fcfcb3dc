"""Files over ftp, from a tiny server on this machine: the same manners as over http."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from billwatch.errors import FetchError
from billwatch.fetch import Bounds, Session

FILES = {
    "/pub/data/bill info.csv": b"bill_num,title\r\nHB05001,Records\r\n",
    "/big.bin": b"x" * 6000,
}


class Desk(socketserver.StreamRequestHandler):
    """One control connection: as much of RFC 959 as a file needs."""

    server: "Server"

    def handle(self) -> None:
        self.say("220 tiny")
        with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as data:
            while line := self.rfile.readline().decode().strip():
                self.server.heard.append(line)
                word, _, rest = line.partition(" ")
                if word == "PASV":
                    self.say("227 (127,0,0,1,{},{})".format(*divmod(data.server_address[1], 256)))
                elif word == "RETR" and rest in FILES:
                    self.say("150 comes")
                    time.sleep(self.server.wait)
                    sink, _ = data.get_request()
                    with suppress(OSError), sink:
                        sink.sendall(FILES[rest])
                    self.say("226 done")
                elif word == "MDTM" and rest in FILES:
                    self.say("213 20260301120000")
                elif word in ("RETR", "MDTM"):
                    self.say("550 no such file")
                else:
                    self.say({"USER": "331 password", "QUIT": "221 bye"}.get(word, "230 fine"))

    def say(self, words: str) -> None:
        with suppress(OSError):
            self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """Where it is, what it heard, how long it holds a file back."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.heard: list[str] = []
        self.wait = 0.0

    @property
    def root(self) -> str:
        return f"ftp://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield running
        running.shutdown()


def session(tmp_path: Path, contact: str = "mailto:a@example.org") -> Session:
    bounds = Bounds(size=5000, seconds=2, timeout=0.5, tries=1)
    return Session(contact, tmp_path / "cache", ("127.0.0.1",), bounds=bounds)


def test_a_file_comes_with_its_time_and_type(server: Server, tmp_path: Path) -> None:
    """The bytes, digest and type, when it was written, and who asked for it."""
    with session(tmp_path) as http:
        answer = http.get(f"{server.root}/pub/data/bill%20info.csv")

    assert answer.document.body == FILES["/pub/data/bill info.csv"]
    assert answer.document.media_type == "text/csv"
    assert dict(answer.headers) == {"Last-Modified": "Sun, 01 Mar 2026 12:00:00 GMT"}
    assert "PASS mailto:a@example.org" in server.heard


def test_the_same_bytes_again_are_unchanged(server: Server, tmp_path: Path) -> None:
    """Also for a later session: what was seen is remembered beside the cache."""
    seen = []
    for _ in range(2):
        with session(tmp_path) as http:
            seen.append(http.get(f"{server.root}/pub/data/bill%20info.csv").unchanged)

    assert seen == [False, True]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/none.csv", "the server says: 550 no such file"),
        ("/big.bin", "longer than 5,000 bytes"),
        ("/pub/", "names no file"),
        ("/a%0d%0aDELE b", "names no file"),
    ],
    ids=["missing", "too long", "a folder", "a second command"],
)
def test_what_goes_wrong_over_ftp_is_one_line(
    server: Server, tmp_path: Path, path: str, says: str
) -> None:
    """The address and the reason, and no second command is smuggled in."""
    with session(tmp_path) as http, pytest.raises(FetchError) as caught:
        http.get(f"{server.root}{path}")

    assert str(caught.value) == f"{server.root}{path}: {says}"
    assert not any(line.startswith("DELE") for line in server.heard)


def test_a_server_that_holds_back_is_left(server: Server, tmp_path: Path) -> None:
    """Nobody waits longer than is allowed."""
    server.wait = 1.5
    with session(tmp_path) as http, pytest.raises(FetchError, match=r"no answer within 0\.5 s"):
        http.get(f"{server.root}/pub/data/bill%20info.csv")


def test_other_hosts_are_refused_over_ftp(tmp_path: Path) -> None:
    """The source's hosts bind here too."""
    with session(tmp_path) as http, pytest.raises(FetchError, match="not a host of this source"):
        http.get("ftp://elsewhere.example/a.csv")


def test_nobody_there_is_one_line(server: Server, tmp_path: Path) -> None:
    """A closed port is told, not raised."""
    server.server_close()
    with session(tmp_path) as http, pytest.raises(FetchError, match="the connection failed"):
        http.get(f"{server.root}/big.bin")
