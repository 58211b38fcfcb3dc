"""Leap over what two long texts plainly share, so that only what is between need be cut up.

From one difference on, lines of the old text are looked up a little ahead in the new one, each
twice as far as the one before; where one is found, both texts go on together to their next
difference. A leap counts only where it is longer than all that it passes over on both sides: what
crosses it then weighs less. Otherwise the rest is left to who compares line by line.
"""

from collections.abc import Iterator

from billwatch.diff import engine

Leap = tuple[int, int, int, int]  # old start, old end, new start, new end

LONG = 20_000  # characters of the shorter side from which leaping is worth it
REACH = 8_000  # characters by which a line may stand further ahead in the new text
PROBE = 80  # characters of the lines looked up
LEAST = 1_000  # characters of a leap


def leaps(old: str, new: str, span: Leap) -> Iterator[Leap]:
    """Yield stretches of whole lines that both sides of ``span`` share, in order."""
    i, i_end, j, j_end = span
    while min(i_end - i, j_end - j) >= LONG:
        found = _next(old, new, (i, i_end, j, j_end))
        if found is None:
            return
        yield found
        i, j = found[1], found[3]


def _next(old: str, new: str, span: Leap) -> Leap | None:
    """Return the leap that passes over least, if any is longer than that."""
    i, i_end, j, j_end = span
    best, least = None, min(i_end - i, j_end - j)
    lines, p = 1, i
    while p - i < least:
        at = new.find(old[p : min(p + PROBE, i_end)], j, min(j_end, j + p - i + REACH))
        if at >= 0 and (leap := _grown(old, new, (i, p, i_end), (j, at, j_end))):
            passed = leap[0] - i + leap[2] - j
            if passed < least and leap[1] - leap[0] >= max(passed, LEAST):
                best, least = leap, passed
        for _ in range(lines):
            p = old.find("\n", p, i_end) + 1
            if not p:
                return best
        lines *= 2
    return best


def _grown(
    old: str, new: str, in_old: tuple[int, int, int], in_new: tuple[int, int, int]
) -> Leap | None:
    """Return the whole lines both sides share around a place of each, between start and end."""
    (i, p, i_end), (j, q, j_end) = in_old, in_new
    start = p - engine.shared_tail(old, i, p, new, j, q)
    end = p + engine.shared_head(old, p, i_end, new, q, j_end)
    by = q - p
    while start < end and (start, start + by) != (i, j) and not _opens(old, new, start, by):
        start = old.find("\n", start, end) + 1 or end
    while start < end and (end, end + by) != (i_end, j_end) and not _opens(old, new, end, by):
        end = old.rfind("\n", start, end - 1) + 1 or start
    return (start, end, start + by, end + by) if start < end else None


def _opens(old: str, new: str, at: int, by: int) -> bool:
    """Tell whether a line begins with a word at ``at``, and in the new text ``by`` further on."""
    return (
        old[at - 1 : at] == "\n" == new[at + by - 1 : at + by]
        and not old[at : at + 1].isspace()
        and not new[at + by : at + by + 1].isspace()
    )
