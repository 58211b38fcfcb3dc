"""What the search for copied language finds, as records."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["companion", "reintroduced", "same words"]


@dataclass(frozen=True, slots=True)
class Held:
    """One text that takes part: whose it is, its date (ISO, or empty), how many words it has.

    ``sections`` are ``(label, start, end)`` of the operative parts: what stands outside (the front
    matter, notes) is left out of the search.
    """

    version: str
    bill: str
    jurisdiction: str
    session: str
    date: str
    title: str
    words: int
    sections: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: ``[start:end]`` of the text in force of a version are its words."""

    version: str
    section: str
    start: int
    end: int
    words: str
    date: str = ""
    title: str = ""


Spot = tuple[int, int, str]
"""Start, end and words of a passage in characters."""
Span = tuple[int, int, int]
"""The number of a text, its first word, and the word after the last."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Language that two bills share.

    ``first`` is the earlier text where both dates are known and differ (``dated``); otherwise the
    order says nothing. ``score`` is the rarity of the words they share in nats, ``substance`` how
    likely it is more than boilerplate (0 to 1), ``density`` the share of words that match. ``also``
    names versions of the same families that hold it too: companions, folded into this one.
    """

    first: Place
    later: Place
    dated: bool
    matched: int
    density: float
    score: float
    substance: float
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kin:
    """Two bills that are one text: companions of a session, or one brought again later.

    ``share`` is the part of the shorter text that stands in the longer one. Of two texts whose
    words are all the same, ``same words`` leads to the one that is compared with others.
    """

    first: str
    later: str
    kind: Kind
    share: float


@dataclass(frozen=True, slots=True)
class Found:
    """Passages that are more than boilerplate, best first; kin; and what a reader should know.

    ``boilerplate`` counts the passages that were left out as such.
    """

    passages: tuple[Passage, ...]
    kin: tuple[Kin, ...] = ()
    boilerplate: int = 0
    notes: tuple[str, ...] = ()
