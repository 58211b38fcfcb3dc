"""Bring files from disk into the store: documents, API answers, bulk files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from billwatch import importer
from billwatch.importer import Imported, Noted
from billwatch.pipeline import keep
from billwatch.pipeline.keep import Run


@dataclass(slots=True)
class Haul:
    """What an import did beside the run's tally: every file that gave no text, with the reason.

    ``noted`` files were used all the same (facts of a bill, tables); ``skipped`` ones were not.
    """

    texts: int = 0
    noted: list[tuple[Path, str]] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)


def bring(
    run: Run,
    paths: Iterable[Path],
    *,
    jurisdiction: str = "",
    told: Callable[[str], None] = lambda name: None,
) -> Haul:
    """Import every file under ``paths`` that is of a known format, and list the others.

    ``told`` hears the name of everything that was read, a member of an archive as well.
    """
    haul = Haul()
    for place in run.facts.jurisdictions:
        if not place.sample:
            run.store.save_jurisdiction(place)
    for item in importer.read(paths, jurisdiction=jurisdiction):
        told(item.path.name)
        if not isinstance(item, Imported):
            pile = haul.noted if isinstance(item, Noted) else haul.skipped
            pile.append((item.path, item.reason))
            continue
        run.tally.bills += 1
        keep.bill(run, item.bill)
        if item.version is not None and item.document is not None:
            haul.texts += keep.document(run, item.bill, item.version, item.document, str(item.path))
    return haul


def size(path: Path) -> int:
    """Return how many files stand at a path; what an archive holds is not counted."""
    return sum(1 for below in path.rglob("*") if below.is_file()) if path.is_dir() else 1
