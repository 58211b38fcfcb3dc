"""Let one nightly run at a time have a database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from billwatch.errors import StoreError


@contextmanager
def hold(db: Path, who: str) -> Iterator[None]:
    """Hold the lock of a database until the block ends; raise `StoreError` if another run has it.

    The system lets go of the lock when its process ends, however it ends: a file that was left
    behind blocks nobody. ``who`` is what the other run will be told.
    """
    path = db.parent / ".billwatch" / f"{db.name}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            other = file.read(200).strip() or "unnamed"
            raise StoreError(
                f"{db}: another nightly run is at work ({other}); left alone"
            ) from None
        file.truncate(0)
        file.write(f"{who}\n")
        file.flush()
        yield
