"""Say dates, shares, counts and long sentences as a newspaper would."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from markupsafe import Markup

from billwatch.publish import safe

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@lru_cache(maxsize=4096)
def day(iso: str | None) -> str:
    """Return an ISO date in full, as no two readers take it otherwise; anything else as it is.

    >>> day("2015-02-11"), day("2015"), day(None)
    ('11 February 2015', '2015', '')
    """
    parts = (iso or "")[:10].split("-")
    if len(parts) != 3 or not all(p.isdigit() for p in parts) or not 1 <= int(parts[1]) <= 12:
        return iso or ""
    return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"


def dated(words: str) -> str:
    """Return words with their ISO dates in a newspaper's words.

    >>> dated("signed 2016-06-10, effective 2016-08-10")
    'signed 10 June 2016, effective 10 August 2016'
    """
    return _DAY.sub(lambda found: day(found[0]), words)


def percent(share: float) -> str:
    """Return a share of 1 in per cent; only 1 itself is 100%, only 0 itself is 0%.

    >>> percent(0.5), percent(0.9999), percent(0.0001)
    ('50%', '99%', '1%')
    """
    rounded = round(share * 100)
    if 0 < share < 1:
        rounded = min(max(rounded, 1), 99)
    return f"{rounded}%"


def number(count: int) -> str:
    """Return a count with commas: 12,345."""
    return f"{count:,}"


def host(url: str) -> str:
    """Return the host of a web address.

    >>> host("https://www.cga.ct.gov/2016/x.htm")
    'www.cga.ct.gov'
    """
    return safe.web(url).partition("://")[2].partition("/")[0]


def cut(text: str, room: int = 220) -> str:
    """Return text on one line, cut at a word, with an ellipsis where words are left out."""
    words = " ".join(text.split())
    return words if len(words) <= room else words[:room].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def joined(items: Iterable[str], between: str = " · ") -> Markup:
    """Return the items that hold something, escaped, with a separator between."""
    return Markup(safe.escaped(between).join(safe.html(item) for item in items if item))  # noqa: S704


class Named(Protocol):
    """Anything with a name."""

    @property
    def name(self) -> str:
        """The name."""
        ...


def names(things: Iterable[Named]) -> str:
    """Return the names of things, with commas between."""
    return ", ".join(thing.name for thing in things)
