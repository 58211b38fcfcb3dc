"""The small language of the cues, and the only door to RE2.

A way of saying something is one or more chains joined by `` & ``; a chain is fragments that follow
one another within a gap, ``A ~ B`` (160 characters), ``A ~40 B``, ``A ~0 B``. A fragment is a
regular expression with named blocks in braces. All fragments of a codebook are first tried at once
(`re2.Set`, one pass), and only the chains whose fragments all occur are looked at: the cost is
linear in the text whatever the patterns.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, cast

import re2

from billwatch.errors import DataError

GAP = 160
_COUNTED = re.compile(r"\{\d*,?\d+\}")
_JOINT = re.compile(r" ~(\d*) ")
_BLOCK = re.compile(r"\{([A-Z_]+)\}")
# One character for one character, so that offsets stay those of the text.
_PLAIN = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("‑", "-"), ("–", "-"), ("\xa0", " "))

Span = tuple[int, int]


class Pattern:
    """One compiled pattern, blind to case, over folded text: every character is one byte."""

    __slots__ = ("_compiled",)

    def __init__(self, pattern: str) -> None:
        """Compile ``pattern``; raises DataError when RE2 refuses it."""
        try:
            self._compiled = re2.compile(pattern.encode("ascii"), _options())
        except (re2.error, UnicodeEncodeError) as error:
            raise DataError(f"not a pattern: {pattern!r}: {error}") from error

    def search(self, text: str | bytes) -> Span | None:
        """Return the span of the first match."""
        match = self._compiled.search(_raw(text))
        return cast(Span, match.span()) if match else None

    def spans(self, text: str | bytes) -> list[Span]:
        """Return the spans of all matches, in order."""
        return [match.span() for match in self._compiled.finditer(_raw(text))]

    def groups(self, text: str | bytes) -> Iterator[tuple[int, int, int]]:
        """Yield (number of the group that matched, start, end) of every match."""
        for match in self._compiled.finditer(_raw(text)):
            yield (match.lastindex or 0, *match.span())


class FragmentSet(Protocol):
    """What is used of a compiled `re2.Set`."""

    def Match(self, text: bytes) -> list[int]:
        """Return the numbers of the patterns that occur."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Fragments in order: each a (gap before it, number of the fragment)."""

    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way of saying something: all chains must occur; ``needs`` are its quick fragments."""

    chains: tuple[Chain, ...]
    needs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Fragments:
    """All fragments of a codebook, compiled one by one; the quick ones also as one set.

    A fragment with a counted gap inside (``{0,160}``) would make the set's automaton explode, so
    it is only tried where the quick ones of its way occur. ``quick`` are the set's numbers.
    """

    patterns: tuple[Pattern, ...]
    quick: tuple[int, ...]
    together: FragmentSet


def fold(text: str) -> str:
    """Return ``text`` in ASCII with plain quotes and hyphens, character for character.

    >>> fold("a student’s “data” §")
    'a student\'s "data" ?'
    """
    if text.isascii():
        return text
    for fancy, plain in _PLAIN:
        text = text.replace(fancy, plain)
    return text.encode("ascii", "replace").decode("ascii")


def expand(pattern: str, blocks: Mapping[str, str]) -> str:
    """Return ``pattern`` with its blocks filled in.

    >>> expand("{A} data", {"A": "pupil|student"})
    '(?:pupil|student) data'
    """
    while match := _BLOCK.search(pattern):
        if match[1] not in blocks:
            raise DataError(f"no building block named {match[1]} in {pattern!r}")
        pattern = f"{pattern[: match.start()]}(?:{blocks[match[1]]}){pattern[match.end() :]}"
    return pattern


def build(pattern: str) -> Pattern:
    """Compile one pattern, blind to case; raises DataError when RE2 refuses it."""
    return Pattern(pattern)


def _options(memory: int = 64 << 20) -> "re2.Options":
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = memory
    return options


def _raw(text: str | bytes) -> bytes:
    return text.encode("ascii", "replace") if isinstance(text, str) else text


class Numbering:
    """Give every distinct fragment a number, while a codebook is loaded."""

    def __init__(self, blocks: Mapping[str, str]) -> None:
        self.blocks = blocks
        self.numbers: dict[str, int] = {}
        self.slow: set[int] = set()

    def way(self, source: str) -> Way:
        """Read one way of saying something, such as ``{SELL} ~ {DATA} & {STUDENT}``."""
        chains = tuple(self._chain(part) for part in source.split(" & "))
        used = {number for chain in chains for _, number in chain.steps}
        return Way(chains, frozenset(used - self.slow))

    def _chain(self, source: str) -> Chain:
        parts = _JOINT.split(source)
        gaps = [0, *(int(gap) if gap else GAP for gap in parts[1::2])]
        return Chain(tuple(zip(gaps, map(self._number, parts[0::2]), strict=True)))

    def _number(self, fragment: str) -> int:
        pattern = loosen(expand(fragment.strip(), self.blocks))
        if "~" in pattern or build(pattern).search("") is not None:
            raise DataError(f"a fragment must match some words: {fragment!r}")
        number = self.numbers.setdefault(pattern, len(self.numbers))
        if _COUNTED.search(pattern):
            self.slow.add(number)
        return number

    def fragments(self) -> Fragments:
        """Compile everything numbered so far."""
        together = re2.Set.SearchSet(_options(512 << 20))
        quick = tuple(number for number in self.numbers.values() if number not in self.slow)
        patterns = tuple(self.numbers)
        for number in quick:
            together.Add(patterns[number].encode("ascii"))
        together.Compile()
        return Fragments(tuple(map(build, patterns)), quick, cast(FragmentSet, together))


def loosen(pattern: str) -> str:
    """Let a space be missing: print and PDF copies glue words together.

    >>> loosen("parental consent[ -]form")
    'parental ?consent[ -]form'
    """
    inside = False
    out: list[str] = []
    for here, char in enumerate(pattern):
        escaped = here > 0 and pattern[here - 1] == "\\"
        inside = (inside or (char == "[" and not escaped)) and not (char == "]" and not escaped)
        follows = pattern[here + 1 : here + 2]
        out.append(" ?" if char == " " and not inside and follows not in ("?", "*", "+") else char)
    return "".join(out)


def scan(text: bytes, fragments: Fragments) -> frozenset[int]:
    """Return the numbers of the quick fragments that occur in ``text``."""
    quick = fragments.quick
    return frozenset([quick[number] for number in fragments.together.Match(text) or ()])


def finder(text: bytes, fragments: Fragments) -> Callable[[int], list[Span]]:
    """Return a function that gives the spans of a fragment in ``text``, found once."""
    found: dict[int, list[Span]] = {}

    def spans(number: int) -> list[Span]:
        if number not in found:
            found[number] = fragments.patterns[number].spans(text)
        return found[number]

    return spans


def locate(way: Way, spans: Callable[[int], list[Span]], after: int = 0) -> Span | None:
    """Return where ``way`` occurs, or None: its first chain's span, from ``after`` on if it can."""
    first: Span | None = None
    for chain in way.chains:
        span = _follow(chain, spans, after)
        if span is None:
            return None
        first = first or span
    return first


def _follow(chain: Chain, spans: Callable[[int], list[Span]], after: int) -> Span | None:
    """Return the span of a run through the chain's fragments: the first from ``after``, or at all.

    ``reached`` holds the (end, start of the run) reached so far, by end; every step keeps the
    spans that begin at or after such an end, no farther than the gap.
    """
    reached = sorted((end, start) for start, end in spans(chain.steps[0][1]))
    for gap, number in chain.steps[1:]:
        ends = [end for end, _ in reached]
        step: list[Span] = []
        for start, end in spans(number):
            low, high = bisect_left(ends, start - gap), bisect_right(ends, start)
            if low < high:
                step.append((end, reached[low][1]))
        reached = sorted(step)
    runs = [(start, end) for end, start in reached]
    return next((run for run in runs if run[0] >= after), runs[0] if runs else None)
