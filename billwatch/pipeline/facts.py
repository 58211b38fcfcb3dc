"""Load the facts that people edit: jurisdictions, the codebook, the law baseline, the reviews.

Reviews ship in ``data/reviews`` and are written there in a checkout. A program installed from a
wheel cannot keep anything there: it writes to ``reviews/`` beside the database, and reads both.
``--reviews`` or ``BILLWATCH_REVIEWS`` names another folder to write to and read.
"""

import hashlib
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from billwatch import baseline, folders, laws, reviews
from billwatch.baseline import Baseline
from billwatch.errors import DataError
from billwatch.models import Jurisdiction, Law, Review

if TYPE_CHECKING:  # the rules are compiled when first asked for
    from billwatch.provisions import Codebook
    from billwatch.provisions.second import Reader


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction, its census region, and its tile (column, row) on the map, if any."""

    jurisdiction: Jurisdiction
    region: str
    tile: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything under ``data/`` that a run needs; ``digest`` names the codebook's content.

    ``rules`` are the codebook's files, by provision; they are compiled when first asked for.
    ``licence`` is no fact of ours: the operator says it (`billwatch.pipeline.config`).
    """

    places: tuple[Place, ...]
    rules: tuple[tuple[str, str], ...]
    laws: tuple[Law, ...]
    digest: str
    reviews: tuple[Review, ...] = ()
    readings: tuple[Baseline, ...] = ()
    licence: str = ""

    @property
    def jurisdictions(self) -> tuple[Jurisdiction, ...]:
        """Return the jurisdictions in the order of the file."""
        return tuple(place.jurisdiction for place in self.places)

    @property
    def codebook(self) -> "Codebook":
        """Return the codebook, ready to read by; raise `DataError` if a rule is broken."""
        return _compiled(self.rules)


def load(folder: Path | None = None, *, desk: Path | None = None, licence: str = "") -> Facts:
    """Read the facts under ``folder`` (default: those that ship); raise `DataError` if broken.

    ``desk`` is a further folder of reviews; those are read anew every time, the rest once.
    ``licence`` is what the operator grants for the answers.
    """
    root = folder or folders.find("data")
    known = _load(root)
    decided = _reviews(known, root / "reviews", desk or root / "reviews")
    return replace(known, reviews=decided, licence=licence)


@cache
def second_reader(folder: Path | None = None) -> "Reader":
    """Read the second reader's weights (default: those that ship); raise `DataError` if broken."""
    from billwatch.provisions import second  # numbers by the hundred thousand, for one verb

    path = (folder or folders.find("data")) / "second.npz"
    try:
        return second.load(path.read_bytes())
    except OSError as error:
        raise DataError(f"{path}: {error}") from None


def desk(db: Path) -> Path:
    """Return the folder where reviews are written by default (see above) with this database."""
    data = folders.find("data")
    return data / "reviews" if data.name == "data" else db.parent / "reviews"


@cache
def _compiled(rules: tuple[tuple[str, str], ...]) -> "Codebook":
    from billwatch import provisions  # patterns by the hundred, which not every verb wants

    return provisions.load(dict(rules))


@cache
def _load(root: Path) -> Facts:
    rules = _texts(root / "provisions")
    places = tuple(_places(root / "states.toml"))
    codes = {place.jurisdiction.code for place in places}
    return Facts(
        places=places,
        rules=tuple(sorted(rules.items())),
        # A model act is kept among the laws for comparison, but is the law of no jurisdiction.
        laws=tuple(x for x in laws.load(_texts(root / "laws")) if x.jurisdiction in codes),
        digest=hashlib.sha256(repr(sorted(rules.items())).encode()).hexdigest()[:12],
        readings=baseline.load(
            {path.stem: _text(path) for path in sorted((root / "readings").glob("*.json"))}
        ),
    )


def _reviews(known: Facts, *where: Path) -> tuple[Review, ...]:
    files = {
        str(path): _text(path)
        for folder in dict.fromkeys(folder.resolve() for folder in where)
        for path in sorted(folder.glob("*.toml"))
    }
    found = reviews.load(files)
    known_ids = {id for id, _ in known.rules}
    for review in found:
        if review.provision not in known_ids:
            raise DataError(f"review of {review.version}: no provision {review.provision!r}")
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {error}") from None


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
