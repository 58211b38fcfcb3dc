"""Play recorded pages over HTTP on this machine: for the demo, for tests, for new scrapers.

    with serve(Path("data/sample/night1"), Path("data/sample/night2")) as server:
        Session(contact="", cache=..., hosts=scraper.hosts, base=server.url)

A request's path names a file under the folders; where several have it, the last one wins, so a
night's folder holds only what is new. A query is part of the file's name after ``@``
(``Text.aspx@Bill=HB18``); without such a file it is ignored. So is the body of a POST.
"""

import hashlib
import socket
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".aspx": "text/html; charset=utf-8",
    ".xml": "application/xml",
    ".json": "application/json",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}


_BLANKS = b" " * 65536


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at one path, for the first `times` requests (0: for all).

    `status` with `headers` is sent instead of the page; `body` instead of its bytes; `replace`
    renames in them (a redesign), `edit` makes others of them; `wait` holds the answer back,
    `drip` is the pause between its bytes, in seconds; `cut` breaks off after so many bytes, with
    `reset` by resetting the connection. `length` is announced in place of the true one; `size` is
    a body of so many blanks, made while it is sent.
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    replace: tuple[tuple[bytes, bytes], ...] = ()
    edit: Callable[[bytes], bytes] | None = None
    wait: float = 0.0
    drip: float = 0.0
    cut: int = -1
    reset: bool = False
    length: int = -1
    size: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One request that came in, and the status it got."""

    method: str
    path: str
    status: int
    agent: str
    at: float
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Server:
    """A running replay: where it is, what it was asked, and what shall go wrong.

    ``make`` gives the bytes of pages that no folder holds, by request target and body asked.
    """

    folders: tuple[Path, ...]
    faults: dict[str, Fault] = field(default_factory=dict)
    validators: Literal["etag", "modified", "none"] = "etag"
    url: str = ""
    hits: list[Hit] = field(default_factory=list)
    make: Callable[[str, bytes], bytes | None] | None = None
    _asked: Counter[str] = field(default_factory=Counter)

    def find(self, target: str, body: bytes = b"") -> Path | None:
        """Return the file for a request target, from the last folder that has one."""
        path, query = (
            urlsplit(target).path,
            urlsplit(target).query or body.decode("utf-8", "replace"),
        )
        name = unquote(path).lstrip("/") or "index.html"
        names = ([f"{name}@{unquote(query)}"] if query else []) + [name]
        for folder in reversed(self.folders):
            for found in (folder / n for n in names):
                if found.resolve().is_relative_to(folder.resolve()) and found.is_file():
                    return found
        return None

    def fault(self, target: str) -> Fault | None:
        """Return what goes wrong with this request, counting it."""
        path = urlsplit(target).path
        found = self.faults.get(path)
        self._asked[path] += 1
        return found if found and not 0 < found.times < self._asked[path] else None


@contextmanager
def serve(
    *folders: Path,
    faults: Mapping[str, Fault] | None = None,
    validators: Literal["etag", "modified", "none"] = "etag",
    make: Callable[[str, bytes], bytes | None] | None = None,
) -> Iterator[Server]:
    """Serve folders on a free port of 127.0.0.1 until the block ends."""
    state = Server(folders, dict(faults or {}), validators, make=make)

    class Handler(_Handler):
        server_state = state

    with _Quiet(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Say nothing of a reader that hung up: timeouts and size limits are meant to."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server_state: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes; together they cost 40 ms

    def do_GET(self) -> None:
        self._play(b"")

    def do_HEAD(self) -> None:
        self._play(b"")

    def do_POST(self) -> None:
        self._play(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the hits are in `Server.hits`."""

    def _play(self, asked: bytes) -> None:
        state = self.server_state
        fault = state.fault(self.path) or Fault()
        file = state.find(self.path, asked)
        headers, body, status = dict(fault.headers), b"", fault.status
        made = state.make(self.path, asked) if state.make and file is None else None
        lacking = fault.body is None and not fault.size and file is None and made is None
        if status == 200 and lacking:
            status, body, headers["Content-Type"] = 404, b"not recorded\n", "text/plain"
        elif status == 200:
            headers, body, status = self._page(file, fault, headers, made or b"")
            body = b"" if fault.size else body
        state.hits.append(
            Hit(self.command, self.path, status, self.headers.get("User-Agent", ""),
                time.monotonic(), asked, tuple(self.headers.items()))
        )  # fmt: skip
        time.sleep(fault.wait)
        self._write(status, headers, body, fault)

    def _page(
        self, file: Path | None, fault: Fault, headers: dict[str, str], made: bytes
    ) -> tuple[dict[str, str], bytes, int]:
        """Return headers, bytes and status of a recorded page, or 304 where it is known."""
        body = fault.body if fault.body is not None else file.read_bytes() if file else made
        for old, new in fault.replace:
            body = body.replace(old, new)
        body = fault.edit(body) if fault.edit else body
        suffix = Path(urlsplit(self.path).path).suffix.lower()
        headers.setdefault("Content-Type", _TYPES.get(suffix, "text/html; charset=utf-8"))
        known = False
        if self.server_state.validators == "etag":
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            known = self.headers.get("If-None-Match") == headers["ETag"]
        elif self.server_state.validators == "modified" and file is not None:
            headers["Last-Modified"] = formatdate(int(file.stat().st_mtime), usegmt=True)
            since = self.headers.get("If-Modified-Since")
            known = bool(since) and parsedate_to_datetime(str(since)).timestamp() >= int(
                file.stat().st_mtime
            )
        return headers, b"" if known else body, 304 if known else 200

    def _write(self, status: int, headers: dict[str, str], body: bytes, fault: Fault) -> None:
        self.send_response(status, HTTPStatus(status).phrase)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            length = fault.length if fault.length >= 0 else fault.size or len(body)
            self.send_header("Content-Length", str(length))
        self.end_headers()
        if self.command == "HEAD" or status == 304:
            return
        try:
            self._send(body if fault.cut < 0 else body[: fault.cut], fault.drip)
            for _ in range(0, fault.size, len(_BLANKS)):
                self.wfile.write(_BLANKS)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the reader had enough
        if fault.cut >= 0 or fault.length >= 0:
            self.close_connection = True
        if fault.reset:
            self.wfile.flush()
            time.sleep(0.05)  # what was sent shall arrive before the reset
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    def _send(self, body: bytes, drip: float) -> None:
        if not drip:
            self.wfile.write(body)
            return
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(drip)
