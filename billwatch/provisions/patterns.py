"""The small language of the cues, and the only door to RE2.

A way of saying something is one or more chains joined by `` & ``; a chain is fragments that follow
one another within a gap, ``A ~ B`` (160 characters), ``A ~40 B``, ``A ~0 B``. A fragment is a
regular expression with named blocks in braces. The rarest fragment of every way is its key;
the keys are tried together (`re2.Set`), and only the ways whose key occurs are looked at: the cost
is linear in the text whatever the patterns.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, cast

import re2

from billwatch.errors import DataError

GAP = 160
# Patterns in one set: a larger set is faster once its automaton is built, far slower before.
TOGETHER = 350
_COUNTED = re.compile(r"\{\d*,?\d+\}")
_JOINT = re.compile(r" ~(\d*) ")
_BLOCK = re.compile(r"\{([A-Z_]+)\}")
# One character for one character, so that offsets stay those of the text.
_PLAIN = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("‑", "-"), ("–", "-"), ("\xa0", " "))

Span = tuple[int, int]
Match = Callable[[object, bytes, int, int], list[Span]]
_ANYWHERE = re2._Anchor.UNANCHORED


class Pattern:
    """One compiled pattern, blind to case, over folded text: every character is one byte."""

    __slots__ = ("_compiled", "_match", "source")

    def __init__(self, pattern: str) -> None:
        """Compile ``pattern``; raises DataError when RE2 refuses it."""
        try:
            self.source = pattern.encode("ascii")
            self._compiled = re2.compile(self.source, _options())
        except (re2.error, UnicodeEncodeError) as error:
            raise DataError(f"not a pattern: {pattern!r}: {error}") from error
        # What the wrapper itself calls: its generators and match objects cost as much as RE2.
        self._match: Match = self._compiled._regexp.Match

    def search(self, text: str | bytes, start: int = 0) -> Span | None:
        """Return the span of the first match from ``start`` on; ``^`` means the text's begin."""
        raw = _raw(text)
        span = self._match(_ANYWHERE, raw, start, len(raw))[0]
        return span if span[0] >= 0 else None

    def spans(self, text: str | bytes) -> list[Span]:
        """Return the spans of all matches, in order."""
        raw, match, at = _raw(text), self._match, 0
        found: list[Span] = []
        size = len(raw)
        while (span := match(_ANYWHERE, raw, at, size)[0])[0] >= 0:
            found.append(span)
            at = span[1] if span[1] > at else at + 1
            if at > size:
                break
        return found

    def groups(self, text: str | bytes) -> Iterator[tuple[int, int, int]]:
        """Yield (number of the group that matched, start, end) of every match."""
        raw, match, at = _raw(text), self._match, 0
        size = len(raw)
        while (spans := match(_ANYWHERE, raw, at, size))[0][0] >= 0:
            start, end = spans[0]
            yield max((n for n, span in enumerate(spans) if span[0] >= 0)), start, end
            at = end if end > at else at + 1
            if at > size:
                break


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
    """One way of saying something: all chains must occur.

    ``needs`` are its quick fragments, ``order`` all of them, the rarest first: where one does not
    occur the chains need no following.
    """

    chains: tuple[Chain, ...]
    needs: frozenset[int]
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fragments:
    """All fragments of a codebook, compiled one by one; the ``keys`` also as sets.

    ``together`` has each set with the place that its first key has in ``keys``.
    A fragment with a counted gap inside (``{0,160}``) would make the set's automaton explode, so
    it is no key. ``keys`` are numbers of fragments, in the order of the set.
    """

    patterns: tuple[Pattern, ...]
    keys: tuple[int, ...]
    together: tuple[tuple[int, FragmentSet], ...]


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
        used = dict.fromkeys(number for chain in chains for _, number in chain.steps)
        return Way(chains, frozenset(used.keys() - self.slow), tuple(used))

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
        """Compile everything numbered so far; all quick fragments are keys."""
        quick = [n for n in self.numbers.values() if n not in self.slow]
        return keyed(Fragments(tuple(map(build, self.numbers)), (), ()), quick)


def keyed(fragments: Fragments, keys: Iterable[int]) -> Fragments:
    """Return the fragments with other keys."""
    chosen = tuple(keys)
    sources = [fragments.patterns[number].source for number in chosen]
    together = tuple(
        (at, _together(sources[at : at + TOGETHER])) for at in range(0, len(chosen), TOGETHER)
    )
    return Fragments(fragments.patterns, chosen, together)


def _together(sources: Iterable[bytes]) -> FragmentSet:
    found = re2.Set.SearchSet(_options(256 << 20))
    for source in sources:
        found.Add(source)
    found.Compile()
    return cast(FragmentSet, found)


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


def scan(text: bytes, fragments: Fragments) -> list[int]:
    """Return the places in ``fragments.keys`` of those that occur in ``text``."""
    return [first + at for first, keys in fragments.together for at in keys.Match(text) or ()]


def finder(text: bytes, fragments: Fragments) -> Callable[[int], list[Span]]:
    """Return a function that gives the spans of a fragment in ``text``, found once."""
    found: dict[int, list[Span]] = {}
    patterns = fragments.patterns

    def spans(number: int) -> list[Span]:
        known = found.get(number)
        if known is None:
            known = found[number] = patterns[number].spans(text)
        return known

    return spans


def locate(way: Way, spans: Callable[[int], list[Span]], after: int = 0) -> Span | None:
    """Return where ``way`` occurs, or None: its first chain's span, from ``after`` on if it can."""
    for number in way.order:
        if not spans(number):
            return None
    first: Span | None = None
    for chain in way.chains:
        span = _follow(chain, spans, after)
        if span is None:
            return None
        first = first or span
    return first


def _follow(chain: Chain, spans: Callable[[int], list[Span]], after: int) -> Span | None:
    """Return the span of a run through the chain's fragments: the first from ``after``, or at all.

    ``reached`` holds the (start of the run, end) reached so far, by end; every step keeps the
    spans that begin at or after such an end, no farther than the gap. A fragment's spans never
    overlap, so they are in the order of their ends as well.
    """
    reached = spans(chain.steps[0][1])
    for gap, number in chain.steps[1:]:
        ends = [end for _, end in reached]
        step: list[Span] = []
        for start, end in spans(number):
            low = bisect_left(ends, start - gap)
            if low < len(ends) and ends[low] <= start:
                step.append((reached[low][0], end))
        if not step:
            return None
        reached = step
    for run in reached:
        if run[0] >= after:
            return run
    return reached[0] if reached else None
