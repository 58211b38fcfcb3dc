"""Read off a pattern which words it cannot do without.

A pattern that finds "consent of a parent" needs a word with the letters ``consent`` and a word
with ``parent``. Such needs are sets of letters of which a text must have at least one, within one
word; ``|`` stands for the edge of a word: ``|rent`` is in "rental" and not in "parent". They are
read from the pattern itself, so that they hold for whatever it matches: what cannot be read
exactly is left out, never guessed.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from billwatch.errors import DataError

Need = frozenset[str]
EDGE = "|"
_MOST = 64  # so many spellings of one run of letters are told apart
_LAYERS = 3
BLOCK = re.compile(r"\{([A-Z_]+)\}")
_COUNT = re.compile(r"\{(\d*)(?:,\d*)?\}")
_LETTER = re.compile(r"\w", re.ASCII)
_LETTERS = re.compile(r"\w+(?![?*+]|\{[\d,])", re.ASCII)
_CLASSES = frozenset("wdsWDSBAz")


class Part(NamedTuple):
    """What a part of a pattern matches: exactly these letters, or else what it needs at least."""

    exact: Need | None
    needs: tuple[Need, ...] = ()


_ANYTHING = Part(None)


def needs(pattern: str, blocks: Callable[[str], Part] | None = None) -> tuple[Need, ...]:
    r"""Return the needs of ``pattern``, each once; raises DataError where it cannot be read.

    ``blocks`` gives the parts that the pattern names in braces.

    >>> [sorted(need) for need in needs(r"\brent(?:s|ed)? ?of data\w+")]
    [['|rent'], ['of'], ['data']]
    """
    return tuple(dict.fromkeys(map(_short, _all(read(pattern, blocks)))))


def read(pattern: str, blocks: Callable[[str], Part] | None = None) -> Part:
    """Return what ``pattern`` matches; raises DataError where it cannot be read."""
    reader = _Reader(pattern, blocks)
    part = reader.either()
    if reader.at != len(pattern):
        raise DataError(f"cannot read {pattern!r} from {reader.at} on")
    return part


def _all(part: Part) -> tuple[Need, ...]:
    """Return the needs of a part, the letters it matches exactly among them."""
    if part.exact is None:
        return part.needs
    return () if part.exact & {"", EDGE} else (part.exact,)


def _short(need: Need) -> Need:
    """Leave out letters that hold others of the same need: ``contracts`` beside ``contract``."""
    kept: list[str] = []
    for letters in sorted(need, key=lambda one: (len(one), one)):
        if not any(short in letters for short in kept):
            kept.append(letters)
    return frozenset(kept)


def _best(part: Part) -> list[Need]:
    """Return the needs of a part, those that tell most first."""
    found = [_short(need) for need in _all(part)]
    return sorted(found, key=lambda one: (-min(map(len, one)), len(one), sorted(one)))


def _either(parts: list[Part]) -> Part:
    """Join alternatives."""
    exact = [part.exact for part in parts if part.exact is not None]
    if len(exact) == len(parts):
        union = frozenset[str]().union(*exact)
        if len(union) <= _MOST:
            return Part(union)
    best = [_best(part) for part in parts]
    if not all(best):
        return _ANYTHING
    # Any one need of each alternative makes a need of them all.
    layers = ([one[min(at, len(one) - 1)] for one in best] for at in range(_LAYERS))
    return Part(None, tuple(dict.fromkeys(frozenset[str]().union(*layer) for layer in layers)))


def _joined(first: Need | None, second: Need | None) -> Need:
    """Join the letters of two parts that follow each other; empty where there are too many.

    An edge between two letters is impossible.
    """
    if first is None or second is None or len(first) * len(second) > _MOST:
        return frozenset()
    both = ((a + b).replace(EDGE * 2, EDGE) for a in first for b in second)
    return frozenset(one for one in both if EDGE not in one[1:-1])


class _Reader:
    """A place in a pattern that is being read from left to right."""

    __slots__ = ("at", "blocks", "pattern")

    def __init__(self, pattern: str, blocks: Callable[[str], Part] | None) -> None:
        self.pattern = pattern
        self.blocks = blocks
        self.at = 0

    def either(self) -> Part:
        """Read alternatives up to the end of the group."""
        parts = [self._row()]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            parts.append(self._row())
        return parts[0] if len(parts) == 1 else _either(parts)

    def _row(self) -> Part:
        """Read what follows one another: runs of letters, parted by anything else."""
        runs: list[Part] = [Part(frozenset({""}))]
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            part = self._letters() or self._counted()
            last = runs[-1].exact
            both = (
                _joined(last, part.exact) if last is not None and part.exact is not None else None
            )
            if both:
                runs[-1] = Part(both)
            else:
                runs.append(part)
        return runs[0] if len(runs) == 1 else Part(None, _every(runs))

    def _letters(self) -> Part | None:
        """Read letters that each come once."""
        found = _LETTERS.match(self.pattern, self.at)
        if not found:
            return None
        self.at = found.end()
        return Part(frozenset({found[0].lower()}))

    def _counted(self) -> Part:
        """Read one thing and how often it must come."""
        part = self._one()
        rest = self.pattern[self.at : self.at + 1]
        count = _COUNT.match(self.pattern, self.at)
        if rest not in ("?", "*", "+") and count is None:
            return part
        self.at = count.end() if count else self.at + 1
        if self.pattern.startswith("?", self.at):
            self.at += 1
        if rest == "?":
            return _ANYTHING if part.exact is None else Part(part.exact | {""})
        never = rest == "*" or (count is not None and int(count[1] or 0) == 0)
        return _ANYTHING if never else Part(None, _all(part))

    def _one(self) -> Part:
        """Read a letter, an escape, a class, a group or a block."""
        if self.blocks and (name := BLOCK.match(self.pattern, self.at)):
            self.at = name.end()
            return self.blocks(name[1])
        char = self.pattern[self.at]
        self.at += 1
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        return Part(frozenset({char.lower()})) if _LETTER.match(char) else _ANYTHING

    def _group(self) -> Part:
        if self.pattern.startswith("?", self.at):
            if not self.pattern.startswith("?:", self.at):
                raise DataError(f"cannot read the group in {self.pattern!r}")
            self.at += 2
        part = self.either()
        if not self.pattern.startswith(")", self.at):
            raise DataError(f"a group without end in {self.pattern!r}")
        self.at += 1
        return part

    def _class(self) -> Part:
        """Read ``[sz]`` as its letters; classes with anything else match anything."""
        first = self.at
        while not self.pattern.startswith("]", self.at) or self.at == first:
            self.at += 2 if self.pattern.startswith("\\", self.at) else 1
            if self.at >= len(self.pattern):
                raise DataError(f"a class without end in {self.pattern!r}")
        letters = self.pattern[first : self.at]
        self.at += 1
        plain = len(letters) <= 4 and all(map(_LETTER.match, letters))
        return Part(frozenset(letters.lower())) if plain else _ANYTHING

    def _escape(self) -> Part:
        char = self.pattern[self.at : self.at + 1]
        self.at += 1
        if char == "b":
            return Part(frozenset({EDGE}))
        if char not in _CLASSES and (not char or _LETTER.match(char)):
            raise DataError(f"cannot read \\{char} in {self.pattern!r}")
        return _ANYTHING


def _every(parts: Iterable[Part]) -> tuple[Need, ...]:
    return tuple(need for part in parts for need in _all(part))
