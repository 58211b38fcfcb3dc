"""Compare two readings: words, sections and provisions; and what a version does to the law."""

from dataclasses import replace

from billwatch import diff
from billwatch.diff import Comparison
from billwatch.models import Reading
from billwatch.store import Store


def compare(old: Reading, new: Reading) -> Comparison:
    """Return everything that differs between two readings, what became of provisions included."""
    found = diff.compare(
        old.text, new.text, names=(old.version, new.version), cuts=(old.sections, new.sections)
    )
    return replace(found, provisions=diff.provisions(old.findings, new.findings))


def dated(found: Comparison, store: Store) -> Comparison:
    """Return the comparison with the version each change first appeared in.

    Unchanged where the two are not versions of one stored bill with others between them.
    """
    bill = store.bill(found.new_name.partition("@")[0]) if "@" in found.new_name else None
    ids = [version.id for version in bill.versions] if bill else []
    if found.old_name not in ids or found.new_name not in ids:
        return found
    first, last = ids.index(found.old_name), ids.index(found.new_name)
    readings = [read for id in ids[first : last + 1] if (read := store.reading(id))]
    if len(readings) < 3:
        return found
    names = [read.version for read in readings]
    return diff.with_first(found, [read.text for read in readings], names)


def law(read: Reading) -> Comparison:
    """Return what a version would do to current law, by the marks in its own text."""
    return diff.law(read.text, name=read.version)
