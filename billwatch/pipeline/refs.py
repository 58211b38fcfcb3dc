"""Find what a person names on the command line: a file, standard input, a bill or a version."""

import difflib
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
        raise DataError(f"{name}: no such file, and {unheld(name, store)}")
    return held


def unheld(name: str, store: Store | None) -> str:
    """Say that no bill or version of this id is held, and which id is near or what to do next."""
    said = "no bill or version of that id is held as text"
    if store is None:
        return f"{said}: there is no database yet; billwatch scrape or billwatch import makes one"
    bill = store.bill(name.partition("@")[0])
    if bill is not None and bill.versions:
        known = [version.id for version in bill.versions]
        return f"{said}; of this bill there are: {', '.join(known)}"
    place = name.partition("/")[0]
    ids = [known.id for known in store.bills(place)] if "/" in name else []
    near = difflib.get_close_matches(name.partition("@")[0], ids, n=3, cutoff=0.8)
    if near:
        return f"{said}; did you mean {' or '.join(near)}?"
    return f"{said}; an id is such as ct/2015/sb949, and billwatch doctor says what is held"


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
