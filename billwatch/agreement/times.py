"""Compare two spans of time as texts give them: ``72 hours``, ``5 business days``."""

import re

_TIME = re.compile(
    r"(?<!\d)(\d{1,6}) (?:(business|working|school|calendar) )?(hour|day|week|month|year)s?"
)
_HOURS = {"hour": (1, 1), "day": (24, 24), "week": (168, 168), "month": (672, 744),
          "year": (8760, 8784)}  # fmt: skip


def later(one: str, other: str) -> bool | None:
    """Tell whether one span is longer than the other for certain; None where nobody can say.

    >>> later("72 hours", "48 hours"), later("2 days", "48 hours")
    (True, False)
    >>> later("5 business days", "6 days") is None
    True
    """
    first, second = _hours(one), _hours(other)
    if first is None or second is None:
        return None
    if first[1] <= second[0]:
        return False
    return True if first[0] > second[1] else None


def _hours(words: str) -> tuple[int, int] | None:
    """Return the fewest and the most hours that the words can mean."""
    found = _TIME.search(words)
    if found is None:
        return None
    count, unit = int(found[1]), found[3]
    least, most = (count * hours for hours in _HOURS[unit])
    if found[2] in ("business", "working", "school"):
        weeks = count // 5 + 1
        most += weeks * 72  # two days of a weekend and a holiday in every week
    return least, most
