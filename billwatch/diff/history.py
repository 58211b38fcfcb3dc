"""Say in which version of a chain a change first appeared, and which actions lie between."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from billwatch.diff.compare import compare
from billwatch.diff.records import Change, Comparison
from billwatch.models import Action, Text


def first_seen(
    chain: Sequence[Text], c: Comparison, steps: Sequence[Comparison] | None = None
) -> tuple[int, ...]:
    """Return for every change of ``c`` the place in ``chain`` of the version it first appeared in.

    ``c`` compares the first text of the chain with the last; ``steps`` are the comparisons of
    neighbours, if already made. Inserted words appear where they first stand, deleted words where
    they first are missing; most words decide, the later version in a tie.
    """
    if len(chain) < 2:
        return tuple(0 for _ in c.changes)
    steps = steps or [compare(a, b) for a, b in itertools.pairwise(chain)]
    come = _origins(chain[0], [(step, False) for step in steps])
    gone = _origins(chain[-1], [(step, True) for step in reversed(steps)])
    offsets = _Letters(c.old.body), _Letters(c.new.body)
    return tuple(
        _moved(change, steps)
        if change.kind == "move"
        else _place(change, come, gone, offsets, len(chain))
        for change in c.changes
    )


def with_first(c: Comparison, chain: Sequence[Text], names: Sequence[str]) -> Comparison:
    """Return ``c`` with the name of the version each change first appeared in."""
    places = first_seen(chain, c)
    dated = (
        change._replace(first=names[place]) for change, place in zip(c.changes, places, strict=True)
    )
    return replace(c, changes=tuple(dated))


def between(actions: Sequence[Action], after: str, until: str) -> tuple[Action, ...]:
    """Return the actions after one version's date up to another's (ISO dates), in order.

    >>> steps = (Action("2015-02-11", "Filed"), Action("2015-04-01", "Amended"))
    >>> [action.text for action in between(steps, "2015-02-11", "2015-04-02")]
    ['Amended']
    """
    if not after or not until:
        return ()
    found = (action for action in actions if after[:10] < action.date[:10] <= until[:10])
    return tuple(sorted(found, key=lambda action: action.date[:10]))


class _Letters:
    """Count the characters of a text that are not white space: spacing may differ, they do not."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._known = {0: 0}
        self._last = 0

    def __call__(self, at: int) -> int:
        """Return how many stand before ``at``; quick when asked from left to right."""
        if at not in self._known:
            start = self._last if self._last <= at else 0
            counted = self._known[start] + len("".join(self._body[start:at].split()))
            self._known[at], self._last = counted, at
        return self._known[at]


def _origins(start: Text, steps: Sequence[tuple[Comparison, bool]]) -> bytes:
    """Return for every letter of the last text the step it came with; 0 for the first text's."""
    origins = bytes(len("".join(start.body.split())))
    for number, (step, backwards) in enumerate(steps, start=1):
        origins = _carried(origins, step, min(number, 255), backwards)
    return origins


def _carried(origins: bytes, step: Comparison, number: int, backwards: bool) -> bytes:
    bodies = (step.new.body, step.old.body) if backwards else (step.old.body, step.new.body)
    before, after = _Letters(bodies[0]), _Letters(bodies[1])
    carried = bytearray(len("".join(bodies[1].split())))
    for run in step.runs:
        sides = ((run.new_start, run.new_end), (run.old_start, run.old_end))
        (a0, a1), (b0, b1) = sides if backwards else sides[::-1]
        low, high = after(b0), after(b1)
        size = high - low
        if run.kind == "equal":
            kept = origins[before(a0) : before(a1)]
            carried[low:high] = kept[:size].ljust(size, kept[-1:] or bytes([number]))
        else:
            carried[low:high] = bytes([number]) * size
    return bytes(carried)


def _place(
    change: Change, come: bytes, gone: bytes, letters: tuple[_Letters, _Letters], versions: int
) -> int:
    if change.new:
        span = come[letters[1](change.new_start) : letters[1](change.new_end)]
        place = _most(span)
    else:
        span = gone[letters[0](change.old_start) : letters[0](change.old_end)]
        place = versions - _most(span)
    return min(max(place, 1), versions - 1)


def _moved(change: Change, steps: Sequence[Comparison]) -> int:
    """Return the first step that moved or struck the words a move begins with."""
    words = " ".join(change.old.split()[:8])
    for number, step in enumerate(steps, start=1):
        for other in step.changes:
            if other.kind in ("move", "delete", "replace") and words in " ".join(other.old.split()):
                return number
    return len(steps)


def _most(steps: bytes) -> int:
    """Return the step most letters came with, the later one in a tie; steps above 0 first."""
    counts = Counter(step for step in steps if step) or Counter(steps)
    return max(counts.items(), key=lambda item: (item[1], item[0]), default=(1, 0))[0]
