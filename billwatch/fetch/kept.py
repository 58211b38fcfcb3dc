"""What a source's cache of pages holds: the last answer of every address, as it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from requests_cache.backends.sqlite import SQLiteCache

from billwatch.errors import FetchError


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
    held = SQLiteCache(str(cache), serializer="json", read_only=True)
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
