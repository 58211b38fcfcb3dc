"""Files over ``ftp://``, by the standard library: one connection a file, anonymous, passive."""

import ftplib
import time
from urllib.parse import SplitResult, unquote

from billwatch.errors import FetchError
from billwatch.fetch.wire import Bounds

_CHUNK = 65536


def get(url: str, parts: SplitResult, contact: str, bounds: Bounds) -> tuple[bytes, str]:
    """Return a file and when it was last written (ISO, UTC; empty where the server does not say).

    ``contact`` is sent as the password, as is the custom. Raise `FetchError` in one line.
    """
    path = unquote(parts.path)
    if not path.strip("/") or path.endswith("/") or any(c in path for c in "\r\n\0"):
        raise FetchError(f"{url}: names no file")
    reason = "the connection failed or broke off"
    for left in reversed(range(bounds.tries)):
        try:
            return _read(url, parts, path, contact, bounds)
        except ftplib.error_perm as error:
            raise FetchError(f"{url}: the server says: {str(error)[:100]}") from None
        except TimeoutError:
            reason = f"no answer within {bounds.timeout:g} s"
        except ftplib.all_errors as error:
            words = str(error)[:100] if isinstance(error, ftplib.Error) else ""
            reason = f"the server says: {words}" if words else "the connection failed or broke off"
        if left:
            time.sleep(1.0 if bounds.tries > 1 else 0)
    raise FetchError(f"{url}: {reason}")


def _read(
    url: str, parts: SplitResult, path: str, contact: str, bounds: Bounds
) -> tuple[bytes, str]:
    body, deadline = bytearray(), time.monotonic() + bounds.seconds

    def take(piece: bytes) -> None:
        body.extend(piece)
        if len(body) > bounds.size:
            raise FetchError(f"{url}: longer than {bounds.size:,} bytes")
        if time.monotonic() > deadline:
            raise FetchError(f"{url}: not complete after {bounds.seconds:g} s")

    with ftplib.FTP(timeout=bounds.timeout) as server:  # noqa: S321 - some sources have no other
        server.connect(parts.hostname or "", parts.port or ftplib.FTP_PORT)
        server.login("anonymous", contact or "anonymous@")
        written = _written(server, path)
        server.retrbinary(f"RETR {path}", take, _CHUNK)
    return bytes(body), written


def _written(server: ftplib.FTP, path: str) -> str:
    """Return what MDTM says, as ISO: ``213 20260301120000``."""
    try:
        said = server.voidcmd(f"MDTM {path}").partition(" ")[2].strip()
    except ftplib.error_perm:
        return ""
    if len(said) < 14 or not said[:14].isdigit():
        return ""
    return f"{said[:4]}-{said[4:6]}-{said[6:8]}T{said[8:10]}:{said[10:12]}:{said[12:14]}+00:00"
