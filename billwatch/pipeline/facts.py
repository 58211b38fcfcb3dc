"""Load the facts that people edit: jurisdictions, the codebook and the law baseline."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from billwatch import folders, laws, provisions
from billwatch.errors import DataError
from billwatch.models import Jurisdiction, Law
from billwatch.provisions import Codebook


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction, its census region, and its tile (column, row) on the map, if any."""

    jurisdiction: Jurisdiction
    region: str
    tile: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything under ``data/`` that a run needs; ``digest`` names the codebook's content."""

    places: tuple[Place, ...]
    codebook: Codebook
    laws: tuple[Law, ...]
    digest: str

    @property
    def jurisdictions(self) -> tuple[Jurisdiction, ...]:
        """Return the jurisdictions in the order of the file."""
        return tuple(place.jurisdiction for place in self.places)


@cache
def load(folder: Path | None = None) -> Facts:
    """Read the facts under ``folder`` (default: those that ship); raise `DataError` if broken."""
    root = folder or folders.find("data")
    rules = _texts(root / "provisions")
    places = tuple(_places(root / "states.toml"))
    codes = {place.jurisdiction.code for place in places}
    return Facts(
        places=places,
        codebook=provisions.load(rules),
        # A model act is kept among the laws for comparison, but is the law of no jurisdiction.
        laws=tuple(x for x in laws.load(_texts(root / "laws")) if x.jurisdiction in codes),
        digest=hashlib.sha256(repr(sorted(rules.items())).encode()).hexdigest()[:12],
    )


def _texts(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder of facts")
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}


def _places(path: Path) -> list[Place]:
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path}: {error}") from None
    return [
        Place(
            Jurisdiction(code, table["name"], table.get("sample", False)),
            table.get("region", ""),
            tuple(table["tile"]) if "tile" in table else None,
        )
        for code, table in tables.items()
    ]
