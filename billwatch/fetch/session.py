"""One polite session: a cache that asks "has it changed?", a pace, patience, bounds, manners."""

import hashlib
import json
import logging
import mimetypes
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from requests import PreparedRequest, Request, RequestException, Response
from requests_cache import CachedSession

from billwatch import __version__
from billwatch.errors import FetchError
from billwatch.fetch import ftp
from billwatch.fetch.kept import Packed
from billwatch.fetch.robots import NAME, Robots
from billwatch.fetch.wire import Bounds, OutOfBounds, adapter, reroute
from billwatch.models import Document
from billwatch.page import error_page

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_REDIRECTS = 5
# Headers that are no part of what a page said: they set things for the reader or the connection.
_NOT_KEPT = frozenset({"set-cookie", "connection", "keep-alive", "transfer-encoding"})
# Logs of refused and repeated requests show whole addresses, keys included.
for _name in ("urllib3.connectionpool", "requests_ratelimiter", "requests_cache"):
    logging.getLogger(_name).setLevel(logging.ERROR)
# Names under which sources take keys: their values are kept out of the cache file.
_HEADERS = ("X-API-KEY", "WebAPIKey", "Authorization")
SECRETS = ("key", "apikey", "api_key", "token", *_HEADERS)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: the document, whether it is as it was last time, and the answer's headers."""

    document: Document
    unchanged: bool
    headers: tuple[tuple[str, str], ...] = ()


class Session:
    """Fetch from the hosts of one source, politely: paced, bounded, asking only for what changed.

    `contact` is a mail address or page where the operator can be reached. `cache` is the file
    that remembers answers. `base` sends every request to another root (a replay server) while all
    addresses stay as they are. `insecure` names hosts whose certificate is not checked.
    """

    def __init__(
        self,
        contact: str,
        cache: Path,
        hosts: Iterable[str],
        *,
        pace: float = 1.0,
        base: str = "",
        bounds: Bounds | None = None,
        insecure: Iterable[str] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._hosts, self._base = frozenset(hosts), base.rstrip("/")
        self._contact, self._insecure, self._clock = contact.strip(), frozenset(insecure), clock
        for host in sorted(self._insecure):
            logging.getLogger(__name__).warning("%s: its certificate is not checked", host)
        self.pace, self._bounds = max(pace, 1.0), bounds or Bounds()
        self._http = _open(cache, self._agent())
        local = urlsplit(self._base).hostname in _LOOPBACK
        for scheme in ("https://", "http://", *(("ftp://",) if self._base else ())):
            own = 0 if local else self.pace
            self._http.mount(scheme, adapter(own, self._bounds, self._base))
            for host in () if self._base else ("127.0.0.1", "localhost", "[::1]"):
                self._http.mount(f"{scheme}{host}:", adapter(0, self._bounds))
        self._robots = Robots(self._ask_robots)
        self._marks, self._last_file = cache.with_name(f"{cache.name}-ftp.json"), 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close connections and the cache file."""
        self._http.close()  # type: ignore[no-untyped-call]
        self._http.cache.close()  # type: ignore[no-untyped-call]

    def get(
        self,
        url: str,
        *,
        form: Iterable[tuple[str, str]] = (),
        body: str = "",
        secret: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return what stands at an address; raise `FetchError` in one line that names it.

        With `form` (fields) or `body` (JSON) it is asked by POST. `secret` (a name of `SECRETS`
        and the key) is added to the query, or to the headers where it is the name of one, on the
        wire alone: no error, document or cache file shows it.
        """
        if unknown := set(secret or {}) - set(SECRETS):
            raise ValueError(f"{unknown} would be written to the cache: add it to SECRETS")
        if url.startswith("ftp://") and not self._base:
            return self._file(url)
        sent = dict(secret or {})
        said = {name: sent.pop(name) for name in _HEADERS if name in sent}
        asked, at = Request("GET", url, params=sent, headers=said), url
        if secret:
            asked.hooks["response"].append(partial(_blot, tuple(secret.values())))
        if fields := list(form):
            asked.method, asked.data = "POST", fields
        elif body:
            asked.method, asked.data = "POST", body.encode()
            asked.headers = {**said, "Content-Type": "application/json"}
        for _ in range(_REDIRECTS):
            response, before = self._send(asked, at)
            if not response.is_redirect:
                return self._answer(response, at, before)
            if secret:
                raise FetchError(f"{url}: redirected, and a key does not go elsewhere")
            at = urljoin(at, self._home(response.headers["Location"], at))
            asked = Request("GET", at)
        raise FetchError(f"{url}: more than {_REDIRECTS} redirects")

    def _file(self, url: str) -> Answer:
        """Return a file over ftp, at the same pace; known to be unchanged by its bytes."""
        parts = self._permit(url)
        local = parts.hostname in _LOOPBACK
        wait = self._last_file + self.pace - time.monotonic()
        time.sleep(0 if local else max(0.0, wait))
        try:
            content, written = ftp.get(url, parts, self._contact, self._bounds)
        finally:
            self._last_file = time.monotonic()
        media_type = mimetypes.guess_type(parts.path)[0] or "application/octet-stream"
        digest, known = hashlib.sha256(content).hexdigest(), self._digests()
        unchanged = known.get(url) == digest
        if not unchanged:
            try:
                self._marks.write_text(json.dumps({**known, url: digest}), "utf-8")
            except OSError as error:
                raise FetchError(f"{self._marks}: cannot be written: {error.strerror}") from None
        now = self._clock().isoformat(timespec="seconds")
        stamp = datetime.fromisoformat(written) if written else None
        said = (("Last-Modified", format_datetime(stamp, usegmt=True)),) if stamp else ()
        document = Document(digest, content, media_type, url=url, fetched_at=now, headers=said)
        return Answer(document, unchanged, said)

    def _digests(self) -> dict[str, str]:
        try:
            known = json.loads(self._marks.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _send(self, asked: Request, url: str) -> tuple[Response, str]:
        """Send one request; return the response and the digest of the last one, if any."""
        self._check(url)
        asked.url = url
        try:
            prepared = self._http.prepare_request(asked)
            known = self._known(prepared)
            return self._wire(prepared), known
        except RequestException as error:
            raise FetchError(f"{url}: {_reason(error, self._bounds)}") from None
        except sqlite3.Error as error:  # a full disk, a file that cannot be written
            raise FetchError(f"{url}: the cache of pages fails: {error}") from None

    def _known(self, prepared: PreparedRequest) -> str:
        """Return the digest of the answer that is kept, and nothing of it in memory."""
        before = self._http.cache.get_response(self._http.cache.create_key(prepared))
        return hashlib.sha256(before.content).hexdigest() if before is not None else ""

    def _wire(self, prepared: PreparedRequest) -> Response:
        host = urlsplit(reroute(str(prepared.url), self._base)).hostname
        direct = {"http": "", "https": "", "all": ""} if host in _LOOPBACK else {}
        settings = self._http.merge_environment_settings(prepared.url, direct, None, None, None)
        settings["verify"] = settings["verify"] if host not in self._insecure else False
        return self._http.send(
            prepared, timeout=self._bounds.timeout, allow_redirects=False, **settings
        )

    def _answer(self, response: Response, url: str, before: str) -> Answer:
        if not 200 <= response.status_code < 300:
            asked = response.headers.get("Retry-After", "")
            wait = f", asks to wait {asked}" if asked else ""
            raise FetchError(f"{url}: status {response.status_code} {response.reason}{wait}")
        media_type, content = _media_type(response), response.content
        if words := error_page(content, media_type):
            raise FetchError(f"{url}: not the page but an error page: {words}")
        digest = hashlib.sha256(content).hexdigest()
        now = self._clock().isoformat(timespec="seconds")
        said = tuple((name, value) for name, value in response.headers.items()
                     if name.lower() not in _NOT_KEPT)  # fmt: skip
        document = Document(digest, content, media_type, url=url, fetched_at=now, headers=said)
        return Answer(document, digest == before, tuple(response.headers.items()))

    def _permit(self, url: str) -> SplitResult:
        """Refuse what this source has no business with, and everybody while nobody is named."""
        try:
            parts, _ = urlsplit(url), urlsplit(url).port
        except ValueError:
            raise FetchError(f"{url}: not an address") from None
        if parts.scheme not in ("http", "https", "ftp"):
            raise FetchError(f"{url}: only http, https and ftp addresses are fetched")
        if parts.hostname not in self._hosts:
            raise FetchError(f"{url}: refused: {parts.hostname} is not a host of this source")
        if not self._contact and urlsplit(reroute(url, self._base)).hostname not in _LOOPBACK:
            raise FetchError(
                f"{url}: no contact is configured: give --contact mailto:you@example.org, or "
                "contact in billwatch.toml; sources must know who is asking"
            )
        return parts

    def _check(self, url: str) -> None:
        """Refuse also what the host asks robots not to read."""
        parts = self._permit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if not self._robots.allow(root, url):
            raise FetchError(f"{url}: {self._robots.reason(root)}")
        self._slow_down(root)

    def _slow_down(self, root: str) -> None:
        """Keep the distance that robots.txt asks for, where that is longer than ours."""
        delay = self._robots.delay(root)
        if delay > self.pace and f"{root}/" not in self._http.adapters and not self._base:
            self._http.mount(f"{root}/", adapter(delay, self._bounds))

    def _ask_robots(self, url: str) -> tuple[int, bytes]:
        try:
            for _ in range(_REDIRECTS):
                response = self._wire(self._http.prepare_request(Request("GET", url)))
                if not response.is_redirect:
                    return response.status_code, response.content
                url = urljoin(url, response.headers["Location"])
        except RequestException as error:
            return 0, _reason(error, self._bounds).encode()
        except sqlite3.Error as error:
            raise FetchError(f"{url}: the cache of pages fails: {error}") from None
        return 404, b""

    def _agent(self) -> str:
        contact = "".join(c for c in self._contact if c.isprintable())
        return f"{NAME}/{__version__}" + (f" (+{contact})" if contact else "")

    def _home(self, location: str, url: str) -> str:
        """Return a redirect's target as the source would name it."""
        if not self._base or not location.startswith(self._base + "/"):
            return location
        return "{0.scheme}://{0.netloc}".format(urlsplit(url)) + location[len(self._base) :]


def _open(cache: Path, agent: str) -> CachedSession:
    """Open the cache: every answer is stale at once, so that every request asks the source.

    An expiry a moment ahead, and nothing else: "always revalidate" sends nothing for pages
    without a validator, and obeying Cache-Control keeps pages without one for ever.
    """
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        if cache.exists() and _first(cache) not in (b"", b"SQLite format 3\0"):
            raise FetchError(f"{cache}: not a cache of pages; remove it")
        return _opened(cache, agent)
    except (OSError, sqlite3.Error) as error:
        raise FetchError(f"{cache}: the cache of pages cannot be opened: {error}") from None


def _opened(cache: Path, agent: str) -> CachedSession:
    http = CachedSession(
        str(cache),
        backend="sqlite",
        serializer=Packed(),  # no pickle: one in a cache file would be run
        expire_after=0.001,
        allowable_methods=("GET",),
        ignored_parameters=SECRETS,
        filter_fn=lambda answer: not error_page(answer.content, _media_type(answer)),
        stale_if_error=False,  # an old page must not pass for tonight's
    )
    http.headers.update({"User-Agent": agent, "Accept": "*/*"})
    return http


def _blot(keys: Iterable[str], response: Response, **_: object) -> None:
    """Take keys out of an answer that repeats them, before anything of it is kept."""
    for key in {form for one in keys if one for form in (one, quote(one, safe=""))}:
        if key.encode() in response.content:
            response._content = response.content.replace(key.encode(), b"\xe2\x80\xa6")
        for name, value in response.headers.items():
            response.headers[name] = value.replace(key, "...")


def _media_type(response: Response) -> str:
    return response.headers.get("Content-Type", "").split(";")[0].strip().lower()


def _reason(error: RequestException, bounds: Bounds) -> str:
    """Say in a few words why no answer came; the library's own words may hold the full query."""
    if isinstance(error, OutOfBounds):
        return str(error)
    cause = getattr(error.args[0], "reason", None) if error.args else None
    kinds = {
        "SSLError": "the certificate cannot be verified",
        "ConnectTimeoutError": f"no connection within {bounds.timeout:g} s",
        "ReadTimeout": f"no answer within {bounds.timeout:g} s",
        "ReadTimeoutError": f"no answer within {bounds.timeout:g} s",
        "NameResolutionError": "the host has no address",
        "InvalidURL": "not an address",
        "InvalidHeader": "an unreadable header",
    }
    for name in (type(cause).__name__, type(error).__name__):
        if name == "SSLError" and "CERTIFICATE" not in str(cause or error):
            return "no secure connection"
        if name in kinds:
            return kinds[name]
    return "the connection failed or broke off"


def _first(cache: Path) -> bytes:
    with cache.open("rb") as file:
        return file.read(16)
