"""Bring files from disk into the store: documents, API answers, bulk files."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from billwatch import importer
from billwatch.importer import Imported, Noted
from billwatch.pipeline import keep
from billwatch.pipeline.facts import Facts
from billwatch.pipeline.keep import Tally
from billwatch.store import Store


@dataclass(slots=True)
class Haul:
    """What an import did: the tally, and every file that gave no text, with the reason.

    ``noted`` files were used all the same (facts of a bill, tables); ``skipped`` ones were not.
    """

    tally: Tally = field(default_factory=Tally)
    texts: int = 0
    noted: list[tuple[Path, str]] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)


def bring(
    store: Store,
    paths: Iterable[Path],
    facts: Facts,
    *,
    today: str,
    jurisdiction: str = "",
) -> Haul:
    """Import every file under ``paths`` that is of a known format, and list the others."""
    haul = Haul()
    for place in facts.jurisdictions:
        if not place.sample:
            store.save_jurisdiction(place)
    for item in importer.read(paths, jurisdiction=jurisdiction):
        if not isinstance(item, Imported):
            pile = haul.noted if isinstance(item, Noted) else haul.skipped
            pile.append((item.path, item.reason))
            continue
        keep.bill(store, item.bill, haul.tally, today)
        if item.version is not None and item.document is not None:
            haul.texts += 1
            keep.document(store, item.bill, item.version, item.document, facts, haul.tally, today)
    return haul
