"""Raw documents: bytes once by their sha256, compressed; where they came from by version."""

import hashlib
import json

import zstandard

from billwatch.errors import StoreError
from billwatch.models import Copy, Document
from billwatch.store.connection import Connection

LEVEL = 10


def save(store: Connection, version: str, doc: Document) -> bool:
    """Keep the bytes and where they came from; the same bytes fetched again change nothing.

    Raise `StoreError` if ``sha256`` is not the digest of ``body`` or the version is unknown.
    """
    if hashlib.sha256(doc.body).hexdigest() != doc.sha256:
        raise StoreError(f"{store.path}: the sha256 given is not that of the document ({version})")
    key = (version, doc.sha256, doc.url)
    with store.writing(version) as conn:
        known = store.row(
            "SELECT media_type FROM documents WHERE version = ? AND sha256 = ? AND url = ?", key
        )
        if known == (doc.media_type,):
            return False
        if not store.rows("SELECT 1 FROM blobs WHERE sha256 = ?", (doc.sha256,)):
            blob = (doc.sha256, len(doc.body), pack(doc.body))
            conn.execute("INSERT INTO blobs VALUES (?, ?, ?)", blob)
        conn.execute(
            """INSERT INTO documents
            (version, sha256, url, position, media_type, fetched_at, headers) VALUES (?, ?, ?,
            (SELECT count(*) FROM documents WHERE version = ?), ?, ?, ?)
            ON CONFLICT DO UPDATE SET media_type = excluded.media_type""",
            (*key, version, doc.media_type, doc.fetched_at, json.dumps(doc.headers)),
        )
        return True


def load(store: Connection, version: str) -> tuple[Document, ...]:
    """Return the documents of a version in the order they came; check their digests."""
    rows = store.rows(
        """SELECT sha256, body, media_type, url, fetched_at, headers FROM documents
        JOIN blobs USING (sha256) WHERE version = ? ORDER BY position""",
        (version,),
    )
    return tuple(
        Document(
            sha256,
            _whole(store, sha256, unpack(store, blob)),
            media_type,
            url,
            fetched_at,
            tuple((name, value) for name, value in json.loads(headers)),
        )
        for sha256, blob, media_type, url, fetched_at, headers in rows
    )


def copies(store: Connection, version: str) -> tuple[Copy, ...]:
    """Return the documents of a version without reading their bytes."""
    rows = store.rows(
        """SELECT sha256, media_type, url, fetched_at, size FROM documents
        JOIN blobs USING (sha256) WHERE version = ? ORDER BY position""",
        (version,),
    )
    return tuple(Copy(*row) for row in rows)


def pack(body: bytes) -> bytes:
    """Compress with zstd; the frame holds the size."""
    return zstandard.ZstdCompressor(level=LEVEL).compress(body)


def unpack(store: Connection, blob: bytes) -> bytes:
    """Return the bytes of a blob; raise `StoreError` if it is damaged."""
    try:
        return store.unpacker.decompress(blob)
    except zstandard.ZstdError as error:
        raise StoreError(f"{store.path}: holds a damaged document: {error}") from error


def _whole(store: Connection, sha256: str, body: bytes) -> bytes:
    if hashlib.sha256(body).hexdigest() != sha256:
        raise StoreError(f"{store.path}: holds a damaged document ({sha256})")
    return body
