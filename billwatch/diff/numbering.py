"""Tell renumbering from a change of numbers: "(3)" for "(4)" before an item, never "30 days".

A number is only renumbered where it counts something out: at the start of a section, paragraph,
sentence or item, or in a reference to what was renumbered from the one to the other.
"""

import re
from collections.abc import Iterable

from billwatch.diff.records import Pair, Run

_KEYWORD = (
    r"(?:sections?|secs?\.?|§+|articles?|parts?|titles?|chapters?|subsections?|paragraphs?|"
    r"subparagraphs?|clauses?|subclauses?|subdivisions?|items?|schedules?)"
)
_NUMBER = re.compile(
    r"[\s(\[§\"]*(?P<number>\d{1,4}(?:[.-]?[a-z0-9])*|[a-z]{1,2}|[ivxlcdm]{1,7})[\s)\].:]*",
    re.I,
)
_OPENING = re.compile(
    rf"(?:\A|\n|[.;:]\s)[\s(\[\"]*(?:(?:and|or)\s+)?(?:(?P<word>{_KEYWORD})\s*)?[\s(\[]*\Z", re.I
)
_REFERENCE = re.compile(rf"\b{_KEYWORD}\s*(?:\([a-z0-9]+\)\s*)*[\s(]*\Z", re.I)
_CLOSING = re.compile(r"\s*[).:\]—-]")
_LOOK_BACK = 60


def renumbered(runs: Iterable[Run], old: str, new: str, pairs: Iterable[Pair]) -> list[Run]:
    """Return the runs, those that only count differently marked as such."""
    marked = list(runs)
    moved = {
        (pair.old.label, pair.new.label)
        for pair in pairs
        if pair.old and pair.new and pair.old.label != pair.new.label
    }
    left: list[tuple[int, tuple[str, str]]] = []
    for place, run in enumerate(marked):
        numbers = _numbers(run, old, new) if run.kind == "replace" else None
        if numbers and _opens(run, old, new):
            moved.add(numbers)
            marked[place] = run._replace(kind="renumber")
        elif numbers:
            left.append((place, numbers))
    for place, numbers in left:
        if numbers in moved and _refers(marked[place], old, new):
            marked[place] = marked[place]._replace(kind="renumber")
    return marked


def _refers(run: Run, old: str, new: str) -> bool:
    """Tell whether both numbers stand in a reference."""
    return all(
        _REFERENCE.search(text, max(at - _LOOK_BACK, 0), at)
        for text, at in ((old, run.old_start), (new, run.new_start))
    )


def _numbers(run: Run, old: str, new: str) -> tuple[str, str] | None:
    if run.old_end - run.old_start > 16 or run.new_end - run.new_start > 16:
        return None
    before = _NUMBER.fullmatch(old, run.old_start, run.old_end)
    after = _NUMBER.fullmatch(new, run.new_start, run.new_end)
    return (before["number"], after["number"]) if before and after else None


def _opens(run: Run, old: str, new: str) -> bool:
    """Tell whether both numbers open a unit, and are closed as such numbers are."""
    sides = ((old, run.old_start, run.old_end), (new, run.new_start, run.new_end))
    return all(_opening(text, start, end) for text, start, end in sides)


def _opening(text: str, start: int, end: int) -> bool:
    head = _OPENING.search(text[max(start - _LOOK_BACK, 0) : start] if start else "")
    if head is None:
        return False
    bare = text[start:end].rstrip()
    closed = bare.endswith((")", ".", "]", ":")) or bool(_CLOSING.match(text, end))
    return bool(head["word"]) or closed
