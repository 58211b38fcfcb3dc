"""The words of a comparison, as frozen records."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from billwatch.models import Section, Text

RunKind = Literal["equal", "insert", "delete", "replace", "renumber"]
ChangeKind = Literal["insert", "delete", "replace", "move", "renumber"]
PairKind = Literal["same", "changed", "renumbered", "moved", "added", "removed"]
Engine = Literal["auto", "rapidfuzz", "dmp"]


class Run(NamedTuple):
    """One stretch of both texts: ``old[old_start:old_end]`` stands where the new span stands.

    The runs of a comparison, sorted by either side, tile that side's body. ``move`` is 0 for
    text in its place, or the number of the move the run belongs to.
    """

    kind: RunKind
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    move: int = 0


def kind_of(old_start: int, old_end: int, new_start: int, new_end: int) -> RunKind:
    """Return what an edit does: insert, delete or replace.

    >>> kind_of(4, 4, 4, 9)
    'insert'
    """
    if old_start == old_end:
        return "insert"
    return "delete" if new_start == new_end else "replace"


class Change(NamedTuple):
    """One thing a reader should see, with the words of both sides (either may be empty).

    Spans count characters of the two bodies and leave out white space at their ends. ``section``
    is the label on the new side (the old one for deleted text), ``was`` the label on the old side.
    A move has its number in ``move`` and its edits in ``inner``. ``first`` names the version in
    which the change first appeared, where that is known.
    """

    id: str
    kind: ChangeKind
    section: str
    was: str
    old: str
    new: str
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    inner: tuple["Change", ...] = ()
    move: int = 0
    first: str = ""


class Pair(NamedTuple):
    """Two sections that are each other's version, or one that only one side has.

    ``likeness`` is the share of words kept, 0 to 1; ``changes`` counts the changes in it.
    """

    kind: PairKind
    old: Section | None
    new: Section | None
    likeness: float
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Stats:
    """Sizes in words. ``kept_old`` is the share of the old text that stands in the new one.

    ``kept`` counts words of the old text that stand in the new one, ``moved`` those among them
    that stand elsewhere; ``edits`` is inserted + deleted words.
    """

    old_words: int
    new_words: int
    inserted: int
    deleted: int
    moved: int
    renumbered: int
    kept_old: float
    kept_new: float

    @property
    def edits(self) -> int:
        """Return inserted + deleted words."""
        return self.inserted + self.deleted


@dataclass(frozen=True, slots=True)
class Shift:
    """What became of one provision: before and after, both quotes, and the direction.

    ``before`` and ``after`` are the value with its particulars (``yes: 72 hours``), ``old_value``
    and ``new_value`` the values alone; a version that says nothing has ``no``.
    """

    provision: str
    bound: str
    before: str
    after: str
    direction: Literal["stronger", "weaker", "changed"]
    reason: str
    old_quote: str = ""
    new_quote: str = ""
    old_section: str = ""
    new_section: str = ""
    old_value: str = ""
    new_value: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two texts, and everything that does not."""

    old: Text
    new: Text
    old_name: str
    new_name: str
    runs: tuple[Run, ...]
    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    stats: Stats
    flags: tuple[str, ...] = ()
    provisions: tuple[Shift, ...] = ()
