"""What a source's cache of pages holds: the last answer of every address, as it came."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from requests_cache.backends.sqlite import SQLiteCache
from requests_cache.models.response import CachedResponse
from requests_cache.serializers import SerializerPipeline, json_serializer

from billwatch.errors import FetchError

_LENGTHS = struct.Struct(">QQ")  # of the description, of the body unpacked


class Packed(SerializerPipeline):
    """How an answer is written: its description as JSON, then its body, packed.

    The library's own form takes six times a body's size to write it, which is too much for the
    longest lists. Files in that form (plain JSON) are still read.
    """

    def __init__(self) -> None:
        super().__init__([], name="packed", is_binary=True)

    def copy(self) -> "Packed":
        """Return it as it is: it has no state."""
        return self

    def dumps(self, answer: CachedResponse) -> bytes:
        """Return an answer as bytes."""
        body, answer._content = answer.content or b"", b""
        try:
            said = str(json_serializer.dumps(answer)).encode()
        finally:
            answer._content = body
        return _LENGTHS.pack(len(said), len(body)) + said + zlib.compress(body, 1)

    def loads(self, written: bytes | str) -> CachedResponse:
        """Return the answer that was written."""
        if isinstance(written, str):
            return json_serializer.loads(written)
        try:
            said, size = _LENGTHS.unpack_from(written)
            packed = memoryview(written)[_LENGTHS.size :]
            answer = json_serializer.loads(bytes(packed[:said]).decode())
            answer._content = zlib.decompress(packed[said:], bufsize=max(size, 1))
        except (struct.error, zlib.error) as error:
            raise ValueError(error) from error  # then the library takes it as not there
        return answer


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer: its address without a key, when it came (ISO, UTC), and what it was."""

    url: str
    at: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def kept(cache: Path) -> Iterator[Kept]:
    """Yield the answers in a cache file, the oldest first; raise `FetchError` if it is none."""
    with cache.open("rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            raise FetchError(f"{cache}: not a cache of pages")
    held = SQLiteCache(str(cache), serializer=Packed(), read_only=True)
    try:
        for answer in held.filter(expired=True):
            at = answer.created_at.replace(tzinfo=answer.created_at.tzinfo or UTC)
            yield Kept(
                str(answer.url),
                at.astimezone(UTC).isoformat(timespec="seconds"),
                f"{answer.status_code} {answer.reason}",
                tuple(answer.headers.items()),
                answer.content,
            )
    finally:
        held.close()  # type: ignore[no-untyped-call]
