"""What happens on the wire: the pace, the second tries, the size and time a body may take.

Second tries happen below the pace in urllib3, so `Patience` keeps the same distance itself.
"""

import io
import random
import time
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from pyrate_limiter import Limiter, Rate
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as BrokenConnection
from requests.exceptions import RequestException
from requests_ratelimiter import LimiterAdapter
from requests_ratelimiter.buckets import HostBucketFactory
from urllib3.exceptions import HTTPError, MaxRetryError, ResponseError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

_CHUNK = 65536
_JITTER = 0.25  # of the pace
_SOON = 0.05  # seconds before a second try on this machine, where nobody is to be spared


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a source is borne: bytes a body, seconds a body, tries, longest Retry-After."""

    size: int = 64 * 1024 * 1024
    seconds: float = 600.0
    timeout: float = 30.0
    tries: int = 3
    longest_wait: float = 120.0


class OutOfBounds(RequestException):
    """A body is longer, or takes longer, than is allowed."""


class Patience(Retry):
    """Try again at a distance, and never sooner than the source asks.

    A source that asks for more than ``retry_after_max`` seconds is left in peace: its answer is
    the last one.
    """

    def get_backoff_time(self) -> float:
        """Return the seconds to wait: one step even before the first second try."""
        return float(self.backoff_factor * 2 ** max(len(self.history) - 1, 0))

    def increment(self, *args: object, **kwargs: object) -> Self:
        """Count one try; give up where the source asks to wait longer than is allowed."""
        response = kwargs.get("response")
        if isinstance(response, BaseHTTPResponse) and self._asks_too_much(response):
            raise MaxRetryError(None, "", ResponseError("asked to wait too long"))  # type: ignore[arg-type]
        return super().increment(*args, **kwargs)  # type: ignore[arg-type]

    def _asks_too_much(self, response: BaseHTTPResponse) -> bool:
        asked = self.new(retry_after_max=10**9).get_retry_after(response)
        return asked is not None and asked > self.retry_after_max


class Bounded(HTTPAdapter):
    """Read every body here, in pieces, so that its size and its time have a bound."""

    size: int
    seconds: float
    tries: int
    distance = _SOON
    base = ""

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401
        """Send and read the whole body; begin again where it breaks off."""
        kwargs["stream"] = True
        if self.base:
            request = request.copy()
            request.url = reroute(str(request.url), self.base)
        for left in reversed(range(self.tries)):
            try:
                return self._read(super().send(request, *args, **kwargs))
            except RequestException:
                raise
            except (HTTPError, OSError) as error:
                if not left:
                    raise BrokenConnection(error, request=request) from error
                time.sleep(self.distance)
            finally:
                self.rest(request)
        raise AssertionError("tries is at least 1")

    def rest(self, request: PreparedRequest) -> None:
        """Do nothing: nobody here is to be spared."""

    def _read(self, response: Response) -> Response:
        """Read the body into the response; the bounds hold for the unpacked bytes."""
        body, deadline = io.BytesIO(), time.monotonic() + self.seconds
        try:
            while piece := response.raw.read1(_CHUNK, decode_content=True):
                body.write(piece)
                if body.tell() > self.size:
                    raise OutOfBounds(f"longer than {self.size:,} bytes")
                if time.monotonic() > deadline:
                    raise OutOfBounds(f"not complete after {self.seconds:g} s")
        except (OutOfBounds, HTTPError, OSError):
            response.close()
            raise
        vars(response).update(_content=body.getvalue(), _content_consumed=True)  # no copy
        response.raw._has_decoded_content = True
        return response


class Paced(Bounded, LimiterAdapter):
    """Keep a distance between two requests to one host, a little longer each time by chance."""

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401
        """Wait for the host's turn, then send."""
        time.sleep(random.uniform(0, self.distance * _JITTER))  # noqa: S311 - no secret
        return super().send(request, *args, **kwargs)

    def rest(self, request: PreparedRequest) -> None:
        """Begin the distance anew: second tries and slow answers took the turn's time."""
        self._fill_bucket(request)

    def close(self) -> None:
        """Close connections, and the limiter that was made here."""
        super().close()
        self.limiter.bucket_factory.close()


def reroute(url: str, base: str) -> str:
    """Return where a request goes: the same path and query, under another root if there is one.

    >>> reroute("https://cga.example/bill?n=1", "http://127.0.0.1:8000")
    'http://127.0.0.1:8000/bill?n=1'
    """
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{base}{parts.path or '/'}{query}" if base else url


def _limiter(pace: float) -> Limiter:
    """Return one turn per host and `pace`; a rate a second would let several go at once."""
    return Limiter(HostBucketFactory(rates=[Rate(1, int(pace * 1000))]), buffer_ms=50)


def adapter(pace: float, bounds: Bounds, base: str = "") -> Bounded:
    """Return what carries requests: at one a `pace` seconds and host, or at once for 0."""
    retry = Patience(
        total=bounds.tries - 1,
        backoff_factor=pace or _SOON,
        status_forcelist=[429, 500, 502, 503, 504],
        allowed_methods={"GET", "HEAD", "POST"},  # the forms here are searches
        retry_after_max=int(bounds.longest_wait),
        raise_on_status=False,
        redirect=False,
    )
    made = Paced(limiter=_limiter(pace), max_retries=retry) if pace else Bounded(max_retries=retry)
    made.size, made.seconds, made.tries = bounds.size, bounds.seconds, bounds.tries
    made.distance, made.base = pace or _SOON, base
    return made
