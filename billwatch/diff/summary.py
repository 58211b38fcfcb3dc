"""Say in words what a comparison found, the same way in every output."""

import re

from billwatch.counted import counted
from billwatch.diff.records import Comparison, Pair

_PATH = re.compile(r"(?:\.{0,2}[\\/]|[A-Za-z]:[\\/]|~/|[\w.-]+/(?:.*/)?[^/@]*\.\w{2,5}\Z)")

WARNINGS = {
    "no-marks": "The source shows no added or struck words: nothing can be said about current law.",
    "strike-all": "Strike-all (“gut and amend”): little of the old text is left in the new one.",
    "new-title": "New title over old text: the title changed, the text hardly did.",
    "empty-old": "The old text is empty.",
    "empty-new": "The new text is empty.",
    "incomplete-old": "The old text could not be read whole.",
    "incomplete-new": "The new text could not be read whole.",
    "markup-old": "The old text may hold struck words that its source does not show as struck.",
    "markup-new": "The new text may hold struck words that its source does not show as struck.",
}
KINDS = {
    "same": "unchanged",
    "changed": "changed",
    "renumbered": "renumbered",
    "moved": "moved",
    "added": "new",
    "removed": "removed",
}


def names(c: Comparison) -> tuple[str, str]:
    """Return the names of both sides as a reader should see them: a file by its name alone.

    Two files of one name keep the folders in which they differ.
    """
    old, new = c.old_name or "old", c.new_name or "new"
    if not all(map(_PATH.match, (old, new))) or old == new:
        return old, new
    a, b = (re.split(r"[\\/]", name) for name in (old, new))
    same = 0
    while same < min(len(a), len(b)) and a[-1 - same] == b[-1 - same]:
        same += 1
    return "/".join(a[-1 - same :]), "/".join(b[-1 - same :])


def headline(c: Comparison) -> str:
    """Return one line: names, number of changes, words, share kept."""
    return f"{' → '.join(names(c))}: {findings(c)}"


def findings(c: Comparison) -> str:
    """Return the number of changes, words and the share kept, in one line."""
    if not c.changes:
        return "no change in words"
    return (
        f"{counted(len(c.changes), 'change')}, "
        f"+{c.stats.inserted:,} −{c.stats.deleted:,} words, "
        f"{percent(c.stats.kept_old)} of the old text kept"
    )


def percent(share: float) -> str:
    """Return a share as a percentage that says 100 or 0 only where it is so.

    >>> percent(0.9999), percent(1.0), percent(0.004)
    ('99 %', '100 %', '1 %')
    """
    if share in (0.0, 1.0):
        return f"{share:.0%}".replace("%", " %")
    return f"{min(max(round(share * 100), 1), 99)} %"


def warnings(c: Comparison) -> tuple[str, ...]:
    """Return what a reader should know before reading on."""
    return tuple(WARNINGS[flag] for flag in c.flags if flag in WARNINGS)


def section_name(pair: Pair) -> str:
    """Return the name of a section with what became of it.

    >>> from billwatch.models import Section
    >>> section_name(Pair("renumbered", Section("3", "", 0, 9), Section("4", "Sale", 0, 9), 1.0))
    'Section 4 Sale (was 3)'
    """
    section = pair.new or pair.old
    if section is None:
        return ""
    name = f"Section {section.label}" if section.label else _unnamed(section.kind)
    if section.heading:
        name = f"{name} {' '.join(section.heading.split())}"
    if pair.old and pair.new and pair.old.label != pair.new.label:
        name += f" (was {pair.old.label})" if pair.old.label else " (was unnumbered)"
    elif pair.kind in ("moved", "added", "removed"):
        name += f" ({KINDS[pair.kind]})"
    return name


def _unnamed(kind: str) -> str:
    return {"front": "Before the first section", "note": "Note"}.get(kind, "Text")
