"""Say how well the rules read, from the file of measured figures that ships with them."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from billwatch import folders
from billwatch.errors import DataError
from billwatch.publish import Accuracy, Measured

Figures = tuple[tuple[Accuracy, ...], tuple[Measured, ...], str]

CAUTION = (
    "The people who coded were machine-assisted readers, not lawyers. The figures by provision "
    "below are those on the texts coded blind (sets A and C together); where few cells were coded "
    "they are rough."
)


def load() -> Figures:
    """Return the figures by provision, by set of texts, and a caution; empty if none ship."""
    path = folders.find("data") / "accuracy.toml"
    if not path.is_file():
        return (), (), ""
    told = _told(path)
    rows = tuple(
        Accuracy(r["id"], r["cells"], r["precision"], r["recall"], _note(r))
        for r in told.get("provision", ())
    )
    return rows, tuple(map(_measured, told.get("set", ()))), CAUTION


def _told(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: {error}") from None


def _note(row: Mapping[str, Any]) -> str:
    return "no such cell in these texts" if not row["cells"] else ""


def _measured(row: Mapping[str, Any]) -> Measured:
    names = ("name", "what", "texts", "cells", "precision", "recall", "kappa")
    return Measured(*(row[name] for name in names))
