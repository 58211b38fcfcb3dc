"""Which print of a bill counts, and which print one is compared with.

A print is *whole* (True), a part (False: a list of amendments, a text cut short), or not read
(None). What a part does not say was not taken back, so a part is compared with nothing, and counts
only where there is nothing better.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def current(prints: Iterable[tuple[T, bool | None]]) -> T | None:
    """Return the last whole print; without one the last that was read.

    >>> current([("introduced", True), ("amendments", False), ("engrossed", None)])
    'introduced'
    """
    read = [(item, whole) for item, whole in prints if whole is not None]
    last = [item for item, whole in read if whole] or [item for item, _ in read]
    return last[-1] if last else None


def previous(prints: Sequence[tuple[T, bool | None]], of: T) -> T | None:
    """Return the last whole print before a whole one, or nothing: a part has none.

    >>> prints = [("introduced", True), ("amendments", False), ("engrossed", True)]
    >>> previous(prints, "engrossed"), previous(prints, "amendments")
    ('introduced', None)
    """
    return {new: old for old, new in pairs(prints, unread=False)}.get(of)


def pairs(prints: Iterable[tuple[T, bool | None]], *, unread: bool = True) -> Iterator[tuple[T, T]]:
    """Yield each print with the one it follows; parts are left out.

    One that was not read follows, and is followed, only where ``unread`` is wanted and no whole
    print does.

    >>> list(pairs([("a", True), ("b", None), ("c", False), ("d", True)]))
    [('a', 'b'), ('a', 'd')]
    """
    last: T | None = None
    seen: T | None = None
    for item, whole in prints:
        if whole is False or (whole is None and not unread):
            continue
        before = last if last is not None else seen
        if before is not None:
            yield before, item
        if whole:
            last = item
        else:
            seen = item
