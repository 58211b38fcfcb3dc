"""Put together what several files say of one bill: its facts, its versions, their order."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from billwatch.importer import naming
from billwatch.importer.records import Found
from billwatch.models import Bill, Status, Version

# Which document of a version is the best to read: marks and structure first.
_BEST = ("application/xml", "text/html", "application/pdf", "application/rtf", "text/plain")

_REACHED: tuple[tuple[str, Status], ...] = (
    (r"chaptered|^d\.c\. (law|act)|enacted|public law", "law"),
    (r"enrolled|truly agreed", "passed both"),
    (r"engrossed in|engrossed amendment|referred in|received in|agreed to", "passed one chamber"),
    (r"reported|placed on calendar", "out of committee"),
    (r"introduced|prefiled|original", "introduced"),
)


Place = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One text and the files it is in: one, or the pieces of it in their order."""

    paths: tuple[Path, ...]
    found: Found


def together(facts: Sequence[Bill], entries: Sequence[Entry]) -> Bill:
    """Return one bill: facts first, then its texts from the last print on; all versions."""
    ordered = in_print(entry.found for entry in entries)
    sources = [*facts, *(found.bill for found in reversed(ordered))]
    bill = sources[0]
    for more in sources[1:]:
        bill = _filled(bill, more)
    versions: dict[str, tuple[Version, int]] = {}
    listed = [(version, 0) for one in facts for version in one.versions]
    for version, order in [*((found.version, found.order) for found in ordered), *listed]:
        known = versions.get(version.id, (version, order))
        versions[version.id] = (_filled_version(known[0], version), known[1])
    sorted_ = tuple(version for version, _ in sorted(versions.values(), key=_key(versions)))
    return replace(bill, versions=sorted_, status=_status(bill.status, sorted_))


def _filled(bill: Bill, more: Bill) -> Bill:
    return replace(
        bill,
        title=bill.title or more.title,
        status=more.status if bill.status == "unknown" else bill.status,
        sponsors=bill.sponsors or more.sponsors,
        actions=bill.actions or more.actions,
        subjects=bill.subjects or more.subjects,
        url=bill.url or more.url,
        source=bill.source or more.source,
    )


def _filled_version(version: Version, more: Version) -> Version:
    return replace(version, date=version.date or more.date, links=version.links or more.links)


def _key(versions: Mapping[str, tuple[Version, int]]) -> Callable[[tuple[Version, int]], Place]:
    """Return the order of prints: by day where all have one, else by stage."""
    dated = all(version.date for version, _ in versions.values())

    def key(item: tuple[Version, int]) -> Place:
        version, order = item
        place = naming.stage(version.label)
        return (version.date or "") if dated else f"{place}", order, place, version.id

    return key


def in_print(found: Iterable[Found]) -> list[Found]:
    """Return texts in order of print; of one print, the best document to read first."""
    all_ = list(found)
    key = _key({f.version.id: (f.version, f.order) for f in all_})
    return sorted(all_, key=lambda f: (*key((f.version, f.order)), best(f.media_type)))


def best(media_type: str) -> int:
    """Return the rank of a media type, 0 the best to read."""
    return _BEST.index(media_type) if media_type in _BEST else len(_BEST)


def _status(known: Status, versions: Sequence[Version]) -> Status:
    """Return the status as known, else the furthest that a print itself shows."""
    if known != "unknown":
        return known
    labels = [version.label for version in versions]
    return next(
        (
            status
            for cue, status in _REACHED
            if any(re.search(cue, label, re.I) for label in labels)
        ),
        "unknown",
    )
