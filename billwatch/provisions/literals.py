"""Read off a pattern which words it cannot do without.

A pattern that finds "consent of a parent" needs a word with the letters ``consent`` and a word
with ``parent``. Such needs are sets of letters of which a text must have at least one, within one
word; ``|`` stands for the edge of a word: ``|rent`` is in "rental" and not in "parent". They are
read from the pattern itself, so that they hold for whatever it matches: what cannot be read
exactly is left out, never guessed.

Only the part of RE2's syntax that cues are written in is read; anything else is an error. So RE2
takes every pattern that was read, and it need not be compiled before it is wanted.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from billwatch.errors import DataError

Need = frozenset[str]
EDGE = "|"
_MOST = 64  # so many spellings of one run of letters are told apart
_SHORT = 4  # members of a class that are read as its letters
_LAYERS = 3
_DEEPEST = 8  # groups within a group
_OFTENEST = 1_000  # RE2 repeats nothing more often, repeats within repeats multiplied
_REMEMBERED = 20_000
BLOCK = re.compile(r"\{([A-Z_]+)\}")
_CLASS = r"\[(?:[^\]\\\[]|\\.)++\]"
_COUNT = r"(?:[?*+]|\{\d+(?:,\d*)?\})"


def _group(deep: int) -> str:
    """Return a pattern of a group with groups within it, so many deep."""
    inner = f"|{_group(deep - 1)}" if deep else ""
    return rf"\((?:[^()\[\]\\]|\\.|{_CLASS}{inner})*+\)"


_ONE = rf"\w|{_group(_DEEPEST)}|{_CLASS}|\\.|{{[A-Z_]+}}|{{(?![\dA-Z_,])|[^\w\\()\[|*+?{{]"
# Letters that each come once; one thing and how often it must come; a bar.
_PIECE = re.compile(rf"\w+(?!{_COUNT})|(?:{_ONE})(?:{_COUNT}\??)?|\|", re.ASCII | re.DOTALL)
_COUNTED = re.compile(
    rf"(?P<one>{_ONE})(?:(?P<sign>[?*+])|{{(?P<least>\d+)(?:,(?P<most>\d*))?}})\??",
    re.ASCII | re.DOTALL,
)
_LETTER = re.compile(r"\w", re.ASCII)
_LETTERS = re.compile(r"\w+", re.ASCII)
_WORDS = re.compile(r"[\w|]+", re.ASCII)
# What may stand in a class: an escape, a character, a range.
_MEMBER = re.compile(r"\\(?:[wdsWDS]|[^\w\s])|([^\]\\\[-])(?:-([^\]\\\[-]))?", re.ASCII)
_ANCHORS = frozenset(("^", "$", r"\b", r"\B", r"\A", r"\z"))
_ESCAPES = frozenset("bwdsWDSBAz")
_NOWHERE = frozenset(("", EDGE))  # letters that are in every word


class Part(NamedTuple):
    """What a part of a pattern matches: exactly these letters, or else what it needs at least.

    ``times`` is how often it repeats something by count, repeats within repeats multiplied.
    """

    exact: Need | None
    needs: tuple[Need, ...] = ()
    times: int = 1


_ANYTHING = Part(None)
_EMPTY = frozenset(("",))


def needs(pattern: str, block: Callable[[str], str] | None = None) -> tuple[Need, ...]:
    r"""Return the needs of ``pattern``, each once; raises DataError where it cannot be read.

    ``block`` gives the pattern of a block by its name in braces.

    >>> [sorted(need) for need in needs(r"\brent(?:s|ed)? ?of data\w+")]
    [['|rent'], ['of'], ['data']]
    """
    return Reader(block).needs(pattern)


class Reader:
    """Reads patterns; a piece that many of them have, a block or a group, is read once."""

    def __init__(self, block: Callable[[str], str] | None = None) -> None:
        """Begin without any piece; ``block`` gives the pattern of a block by its name."""
        self._block = block
        self._known: dict[str, Part] = {}

    def needs(self, pattern: str) -> tuple[Need, ...]:
        """Return the needs of a pattern, each once; raises DataError where it cannot be read."""
        return tuple(dict.fromkeys(map(_short, _all(self.read(pattern)))))

    def read(self, pattern: str) -> Part:
        """Return what a pattern matches; raises DataError where it cannot be read."""
        if _WORDS.fullmatch(pattern) and pattern.count("|") < _MOST:
            return Part(frozenset(pattern.lower().split("|")))
        pieces = _PIECE.findall(pattern)
        if sum(map(len, pieces)) != len(pattern):
            raise DataError(f"cannot read {pattern!r}")
        known = self._known.get
        row: list[Part] = []
        rows = [row]
        for piece in pieces:
            if piece == "|":
                row = []
                rows.append(row)
            else:
                row.append(known(piece) or self._new(piece))
        if len(rows) == 1:
            return _row(row)
        return _either([one[0] if len(one) == 1 else _row(one) for one in rows])

    def _new(self, piece: str) -> Part:
        """Read a piece that was not met before: letters, or one thing, counted or not."""
        if _LETTERS.fullmatch(piece):
            part = Part(frozenset((piece.lower(),)))
        else:
            count = _COUNTED.fullmatch(piece)
            part = self._counted(count) if count else self._one(piece)
        self._known[piece] = part
        return part

    def _counted(self, count: re.Match[str]) -> Part:
        """Read one thing and how often it must come."""
        sign, least = count["sign"], int(count["least"] or 0)
        if count["one"] in _ANCHORS:
            raise DataError(f"{count[0]!r} counts what has no length")
        part = self._known.get(count["one"]) or self._new(count["one"])
        times = part.times * max(1, int(count["most"] or least))
        if times > _OFTENEST:
            raise DataError(f"{count[0]!r} repeats something more than {_OFTENEST} times")
        if sign == "?" and part.exact is not None:
            return Part(part.exact | {""}, (), times)
        return Part(None, _all(part) if sign == "+" or least else (), times)

    def _one(self, one: str) -> Part:
        """Read a group, a class, an escape, a block, or a character."""
        if one[0] == "(":
            return self._inner(one)
        if one[0] == "[":
            return _class(one)
        if one[0] == "\\":
            return _escape(one)
        if self._block and (name := BLOCK.fullmatch(one)):
            return self.read(self._block(name[1]))
        return _ANYTHING

    def _inner(self, group: str) -> Part:
        """Read what a group holds."""
        if not group.startswith("(?"):
            return self.read(group[1:-1])
        if not group.startswith("(?:"):
            raise DataError(f"cannot read the group {group!r}")
        return self.read(group[3:-1])


def _class(one: str) -> Part:
    """Read ``[sz]`` as its letters; a class with anything else matches anything."""
    members = one[1:-1]
    listed = members.removeprefix("^")
    inner = listed.removeprefix("-").removesuffix("-")
    found = list(_MEMBER.finditer(inner))
    if not listed or "".join(member[0] for member in found) != inner:
        raise DataError(f"cannot read the class {one!r}")
    if any(member[2] and member[1] > member[2] for member in found):
        raise DataError(f"a range runs backwards in {one!r}")
    plain = len(members) <= _SHORT and _LETTERS.fullmatch(members)
    return Part(frozenset(members.lower())) if plain else _ANYTHING


def _escape(one: str) -> Part:
    if one[1] not in _ESCAPES and _LETTER.match(one[1]):
        raise DataError(f"cannot read {one}")
    return Part(frozenset((EDGE,))) if one == r"\b" else _ANYTHING


def _all(part: Part) -> tuple[Need, ...]:
    """Return the needs of a part, the letters it matches exactly among them."""
    return part.needs if part.exact is None else _told(part.exact)


def _told(exact: Need) -> tuple[Need, ...]:
    """Return letters as a need, where they are one."""
    return (exact,) if _NOWHERE.isdisjoint(exact) else ()


@lru_cache(_REMEMBERED)
def _short(need: Need) -> Need:
    """Leave out letters that hold others of the same need: ``contracts`` beside ``contract``."""
    listed = " ".join(need)
    if all(listed.count(letters) == 1 for letters in need):
        return need
    kept: list[str] = []
    for letters in sorted(need, key=len):
        if not any(map(letters.__contains__, kept)):
            kept.append(letters)
    return frozenset(kept)


def _best(found: Iterable[Need]) -> list[Need]:
    """Return needs, those that tell most first."""
    best = list(map(_short, found))
    if len(best) > 1:
        best.sort(key=lambda one: (-min(map(len, one)), len(one), sorted(one)))
    return best


def _row(parts: Sequence[Part]) -> Part:
    """Join what follows one another: runs of letters, parted by anything else."""
    run: Need | None = _EMPTY
    found: list[Need] = []
    whole, times = True, 1
    for exact, needed, repeats in parts:
        if repeats > times:
            times = repeats
        if run:
            both = _joined(run, exact) if exact else None
            if both:
                run = both
                continue
            if run is not _EMPTY:
                found += _told(run)
        if needed:
            found += needed
        run, whole = exact, False
    if whole:
        return Part(run, (), times)
    return Part(None, (*found, *_told(run)) if run else tuple(found), times)


def _joined(first: Need, second: Need) -> Need:
    """Join the letters of two parts that follow each other; empty where there are too many.

    An edge between two letters is impossible.
    """
    if first is _EMPTY:
        return second
    if len(first) * len(second) > _MOST:
        return frozenset()
    both = [(a + b).replace(EDGE * 2, EDGE) for a in first for b in second]
    return frozenset([one for one in both if EDGE not in one[1:-1]])


def _either(parts: Sequence[Part]) -> Part:
    """Join alternatives."""
    times = max(part.times for part in parts)
    exact = [part.exact for part in parts if part.exact is not None]
    if len(exact) == len(parts):
        union = frozenset[str]().union(*exact)
        if len(union) <= _MOST:
            return Part(union, (), times)
    best = [_best(_all(part)) for part in parts]
    if not all(best):
        return Part(None, (), times)
    # Any one need of each alternative makes a need of them all.
    layers = ([one[min(at, len(one) - 1)] for one in best] for at in range(_LAYERS))
    return Part(None, tuple(dict.fromkeys(frozenset[str]().union(*la) for la in layers)), times)
