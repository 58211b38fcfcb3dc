"""Give what sources answered as a WARC file: stored texts, and the last answer of each page."""

from collections.abc import Iterator
from pathlib import Path

from billwatch import __version__, archive, fetch
from billwatch.archive import Response
from billwatch.errors import DataError
from billwatch.store import Store


def write(store: Store, db: Path, out: Path) -> int:
    """Write the file ``out`` and return how many answers are in it.

    Raise `DataError` where ``out`` is there already, or cannot be written.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists():
            raise DataError(f"{out}: is there already; a proof is never overwritten")
        with part.open("wb") as file:
            count = archive.write(responses(store, db), file, f"billwatch/{__version__}")
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DataError(f"{out}: {error.strerror or error}") from None
    return count


def responses(store: Store, db: Path) -> Iterator[Response]:
    """Yield each fetched document of the store by version, then what the caches of pages hold.

    A document that was imported from a disk has no address, and proves nothing.
    """
    for bill in store.bills():
        for version in bill.versions:
            for doc in store.documents(version.id):
                if "://" in doc.url and doc.fetched_at:
                    yield Response(
                        doc.url, doc.fetched_at, doc.body, doc.headers, media_type=doc.media_type
                    )
    for cache in sorted((db.parent / ".billwatch").glob("*-pages*")):
        if cache.suffix in ("", ".sqlite"):
            for one in fetch.kept(cache):
                yield Response(one.url, one.at, one.body, one.headers, one.status)
