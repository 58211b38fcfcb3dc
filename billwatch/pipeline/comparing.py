"""Compare two readings: words, sections and provisions."""

from dataclasses import replace

from billwatch import diff
from billwatch.diff import Comparison
from billwatch.models import Reading


def compare(old: Reading, new: Reading) -> Comparison:
    """Return everything that differs between two readings, what became of provisions included."""
    found = diff.compare(
        old.text, new.text, names=(old.version, new.version), cuts=(old.sections, new.sections)
    )
    return replace(found, provisions=diff.provisions(old.findings, new.findings))
