"""Show a built site on this machine as a static host does: compressed, tagged, connections kept."""

import gzip
import hashlib
import re
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import IO

_TYPES = {
    ".atom": "application/atom+xml",
    ".cff": "text/plain",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".toml": "text/plain",
    ".wasm": "application/wasm",
}
_WORDS = re.compile(r"text/|application/(?:\w+\+)?(?:json|xml)|image/svg|application/wasm")
_LEAST = 512  # bytes under which compressing saves no packet
_KEPT = 64  # files whose compressed bytes are kept
_BESIDE = re.compile(rb'( (?:href|src)=")(?![/#]|[a-z][a-z0-9+.-]*:)')


def open_at(port: int, root: Path) -> ThreadingHTTPServer:
    """Return a server of ``root`` on the loopback address; ``port`` 0 takes a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Host, directory=str(root)))


def takes_gzip(header: str) -> bool:
    """Return whether an Accept-Encoding header takes gzip.

    >>> takes_gzip("br;q=1, gzip"), takes_gzip("gzip;q=0, *"), takes_gzip(""), takes_gzip("*")
    (True, False, False, True)
    """
    weights = {}
    for part in header.lower().split(","):
        name, _, rest = part.partition(";")
        found = re.fullmatch(r"\s*q\s*=\s*([\d.]{1,5})\s*", rest)
        weights[name.strip()] = float(found[1]) if found and found[1].count(".") < 2 else 1.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


@lru_cache(_KEPT)
def _read(path: str, size: int, changed: int, packed: bool) -> tuple[bytes, str]:
    """Return a file's bytes as they are sent and their tag; a file that changed is read again."""
    body = Path(path).read_bytes()
    tag = hashlib.sha256(body).hexdigest()[:20]
    return (gzip.compress(body, 6, mtime=0), f'"{tag}-gz"') if packed else (body, f'"{tag}"')


def from_top(page: bytes) -> bytes:
    """Return a page whose links to what stands beside it lead there from any address.

    >>> from_top(b'<a href="state/index.html"> <a href="#x"> <a href="mailto:a@b"> <a href="/y">')
    b'<a href="/state/index.html"> <a href="#x"> <a href="mailto:a@b"> <a href="/y">'
    """
    return _BESIDE.sub(rb"\1/", page)


class _Host(SimpleHTTPRequestHandler):
    """Answers with files of one folder; no list of a folder, no logging.

    What is missing gets the site's own 404.html, as static hosts do.
    """

    protocol_version = "HTTP/1.1"  # one connection for a page and what belongs to it
    disable_nagle_algorithm = True
    timeout = 20  # seconds an idle connection is held
    extensions_map = SimpleHTTPRequestHandler.extensions_map | _TYPES
    server_version = "billwatch"
    sys_version = ""

    def send_head(self) -> BytesIO | IO[bytes] | None:  # type: ignore[override]
        """Send the head of an answer and return its body, if it has one."""
        asked = self.translate_path(self.path)
        path = Path(asked, "index.html" if asked.endswith("/") else "")
        try:
            if path.is_dir():
                return super().send_head()  # leads to the address with a slash
            stat = path.stat()
            kind = self.guess_type(str(path))
            packed = bool(_WORDS.match(kind)) and stat.st_size >= _LEAST
            packs = packed and takes_gzip(self.headers.get("Accept-Encoding", ""))
            body, tag = _read(str(path), stat.st_size, stat.st_mtime_ns, packs)
        except (OSError, ValueError):  # no such file, or no name of one
            return self._missing()
        known = str(self.headers.get("If-None-Match", "")).split(",")
        same = tag in [name.strip().removeprefix("W/") for name in known]
        self.send_response(HTTPStatus.NOT_MODIFIED if same else HTTPStatus.OK)
        self._head(kind, tag, packed)
        if packs and not same:
            self.send_header("Content-Encoding", "gzip")
        if not same:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return None if same else BytesIO(body)

    def _missing(self) -> BytesIO | None:
        """Answer with the site's page for what is missing, if it has one; its status says so."""
        try:
            body = from_top(Path(self.directory, "404.html").read_bytes())
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)

    def _head(self, kind: str, tag: str, packed: bool) -> None:
        """Send what every answer says: to be asked for again, as the site may be built anew."""
        words = kind.startswith("text/")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if words else kind)
        self.send_header("ETag", tag)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if packed:
            self.send_header("Vary", "Accept-Encoding")

    def log_message(self, *words: object) -> None:
        """Say nothing."""
