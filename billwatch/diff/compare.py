"""Compare two texts: sections, then paragraphs, sentences and words."""

from collections.abc import Sequence
from dataclasses import replace

from billwatch import sections
from billwatch.diff import engine as engines
from billwatch.diff import moves, numbering, pairing
from billwatch.diff.align import Matcher
from billwatch.diff.changes import Places, changes, edits, pairs, stats
from billwatch.diff.flags import flags
from billwatch.diff.records import Comparison, Engine, Run
from billwatch.diff.runs import tiled
from billwatch.diff.tokens import view
from billwatch.models import Section, Text

FEW = 4  # edits that may come of a section found on one side only
SPACES = 16  # characters of white space by which they may differ


def compare(
    old: Text,
    new: Text,
    *,
    names: tuple[str, str] = ("", ""),
    cuts: tuple[Sequence[Section], Sequence[Section]] | None = None,
    engine: Engine = "auto",
    tidy: bool = True,
) -> Comparison:
    """Return everything that differs between two texts.

    ``names`` are shown (version ids); ``cuts`` are the sections of both, if already known.
    ``tidy=False`` leaves the exact comparison as it is: no islands dropped, no moves sought.
    Raises `DataError` for texts of more than a million different words.
    """
    a, b = view(old.body), view(new.body)
    found = cuts or (sections.split(old), sections.split(new))
    x, y = pairing.parts(a, found[0]), pairing.parts(b, found[1])
    couples = pairing.couples(a, b, x, y)
    cells = _cells(len(a) + len(b))
    matcher = Matcher(a, b, engines.chosen(engine), cells, rough=tidy)
    runs = list(tiled(matcher, x, y, couples, tidy_up=tidy))
    if _only_spaced(runs, a, b):
        runs = [Run("equal", 0, len(a), 0, len(b))]
    matcher.codes.check()
    if tidy:
        runs = moves.moved(matcher, runs)
    edited = edits(runs, a, b, matcher.counted)
    listed = pairs(x, y, couples, edited)
    runs = numbering.renumbered(runs, a, b, listed)
    where = (Places(x), Places(y))
    found_changes = changes(runs, old.body, new.body, where)
    c = Comparison(old, new, *names, tuple(runs), listed, found_changes, stats(runs, edited, a, b))
    return replace(c, flags=flags(c))


def _only_spaced(runs: Sequence[Run], old: str, new: str) -> bool:
    """Tell whether the edits come of a section that begins on one side only, not of the words.

    The edits of such texts are as long on both sides, but for white space.
    """
    edited = [run for run in runs if run.kind != "equal"]
    gone = sum(run.old_end - run.old_start for run in edited)
    come = sum(run.new_end - run.new_start for run in edited)
    if not 0 < len(edited) <= FEW or not 0 < gone < come + SPACES or come >= gone + SPACES:
        return False
    return old.split() == new.split()


def _cells(characters: int) -> int:
    """Return how many bits one exact step may hold: four times the texts, or 128 KB."""
    return max(engines.FEW_CELLS, 32 * characters)
