"""Find the folders of facts and of page templates in a checkout, an editable install or a wheel."""

from pathlib import Path

from billwatch.errors import DataError

_HERE = Path(__file__).resolve().parent


def find(name: str) -> Path:
    """Return the folder ``data`` or ``site``; raise `DataError` where neither place has it."""
    for folder in (_HERE / f"_{name}", _HERE.parent / name):
        if folder.is_dir():
            return folder
    raise DataError(f"the folder {name!r} is neither in the package nor beside it: reinstall")
