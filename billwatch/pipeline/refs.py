"""Find what a person names on the command line: a file, standard input, a bill or a version."""

import sys
from pathlib import Path

from billwatch import succession
from billwatch.errors import DataError
from billwatch.models import Reading
from billwatch.pipeline import reading
from billwatch.provisions import Codebook
from billwatch.store import Store

LIMIT = 64 * 1024 * 1024


def resolve(
    name: str, codebook: Codebook, store: Store | None, *, jurisdiction: str = ""
) -> Reading:
    """Return the reading of a file, of ``-`` (standard input), or of a stored bill or version.

    With an empty codebook nothing is looked for in a file: that is quicker. A bill's id stands for
    its current version (see `succession`). Raise `DataError` otherwise.
    """
    if name == "-":
        return reading.read(
            sys.stdin.buffer.read(LIMIT), codebook, name="-", jurisdiction=jurisdiction
        )
    path = Path(name)
    if path.is_file():
        return reading.read(_bytes(path), codebook, name=name, jurisdiction=jurisdiction)
    held = _stored(name, store) if store is not None else None
    if held is None:
        raise DataError(f"{name}: no such file, and no bill or version of that id is in the store")
    return held


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LIMIT:
            raise DataError(f"{path}: larger than {LIMIT // 2**20} MB")
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from None


def _stored(name: str, store: Store) -> Reading | None:
    if "@" in name:
        return store.reading(name)
    bill = store.bill(name)
    prints = [(version.id, store.whole(version.id)) for version in bill.versions] if bill else []
    last = succession.current(prints)
    return store.reading(last) if last else None
