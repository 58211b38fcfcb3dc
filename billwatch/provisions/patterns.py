"""The small language of the cues, and the only door to RE2.

A way of saying something is one or more chains joined by `` & ``; a chain is fragments that follow
one another within a gap, ``A ~ B`` (160 characters), ``A ~40 B``, ``A ~0 B``. A fragment is a
regular expression with named blocks in braces. What words a way cannot do without is read from
its fragments (`literals`): only the ways whose words are all in a sentence are looked for, and
RE2 keeps the cost of that linear in the text whatever the patterns.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import re2

from billwatch.errors import DataError
from billwatch.provisions.literals import BLOCK, Need, Reader

GAP = 160
_REMEMBERED = 10_000
_JOINT = re.compile(r" ~(\d*) ")
_LOOSE = re.compile(r"(\\.|\[(?:\\.|[^\]\\])*\]?)| (?![?*+])")
_MODAL = re.compile(r"(?<![a-z])(?:not?|n[eo][ir]\w*|never|shall|must|may|will|prohibit)(?![a-z])")
# One character for one character, so that offsets stay those of the text.
_PLAIN = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("‑", "-"), ("–", "-"), ("\xa0", " "))

Span = tuple[int, int]
Match = Callable[[object, bytes, int, int], list[Span]]
_ANYWHERE = re2._Anchor.UNANCHORED


def _options() -> "re2.Options":
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = 64 << 20
    return options


_OPTIONS = _options()


class Pattern:
    """One pattern, blind to case, over folded text: every character is one byte.

    It is compiled when it is first looked for: a text needs few of a codebook's.
    """

    __slots__ = ("_compiled", "source")

    def __init__(self, pattern: str) -> None:
        """Keep ``pattern``; raises DataError where it is not in ASCII."""
        try:
            self.source = pattern.encode("ascii")
        except UnicodeEncodeError as error:
            raise DataError(f"not a pattern: {pattern!r}: {error}") from error
        self._compiled: Match | None = None

    def _match(self) -> Match:
        """Compile the pattern; raises DataError when RE2 refuses it."""
        # What the wrapper itself calls: its generators and match objects cost as much as RE2.
        compiled = re2._re2.RE2(self.source, _OPTIONS)
        if not compiled.ok():
            raise DataError(f"not a pattern: {self.source!r}: {compiled.error()}")
        match: Match = compiled.Match
        self._compiled = match
        return match

    def search(self, text: str | bytes, start: int = 0) -> Span | None:
        """Return the span of the first match from ``start`` on; ``^`` means the text's begin."""
        raw = _raw(text)
        span = (self._compiled or self._match())(_ANYWHERE, raw, start, len(raw))[0]
        return span if span[0] >= 0 else None

    def spans(self, text: str | bytes) -> list[Span]:
        """Return the spans of all matches, in order."""
        raw = text if isinstance(text, bytes) else _raw(text)
        match, size, anywhere = self._compiled or self._match(), len(raw), _ANYWHERE
        found: list[Span] = []
        span = match(anywhere, raw, 0, size)[0]
        at = 0
        while span[0] >= 0:
            found.append(span)
            at = span[1] if span[1] > at else at + 1
            if at > size:
                break
            span = match(anywhere, raw, at, size)[0]
        return found

    def group(self, text: bytes, start: int) -> tuple[int, int]:
        """Return the number of the group that matches first from ``start`` on, and its end."""
        spans = (self._compiled or self._match())(_ANYWHERE, text, start, len(text))
        return max((n for n, span in enumerate(spans) if span[0] >= 0), default=0), spans[0][1]


class Alternatives:
    """Several patterns tried at once: of those that match at a place, the first one counts.

    RE2 finds where anything matches far faster than what it was: that is asked once for all equal
    words with equal neighbours.
    """

    __slots__ = ("_any", "_each", "_known")

    def __init__(self, *patterns: str) -> None:
        """Compile the patterns, the first one the strongest."""
        self._any = Pattern("|".join(f"(?:{pattern})" for pattern in patterns))
        self._each = Pattern("|".join(f"({pattern})" for pattern in patterns))
        self._known: dict[bytes, int] = {}

    def spans(self, text: str | bytes) -> Iterator[tuple[int, int, int]]:
        """Yield (number of the pattern, start, end) of every match, in order."""
        raw = _raw(text)
        for start, end in self._any.spans(raw):
            before = start - 1 if start else 0
            words = raw[before : end + 1]
            which = self._known.get(words)
            if which is None:
                which = self._which(raw, words, start, end)
            yield which, start, end

    def _which(self, raw: bytes, words: bytes, start: int, end: int) -> int:
        """Return the number of the pattern that matched, and remember it where words decide."""
        group, _ = self._each.group(raw, start)
        if self._each.group(words, 1 if start else 0) == (group, end - start + (1 if start else 0)):
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[words] = group - 1
        return group - 1


@dataclass(frozen=True, slots=True)
class Chain:
    """Fragments in order: each a (gap before it, number of the fragment)."""

    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way of saying something: all chains must occur.

    ``bits`` are those of the words it cannot do without (see `vocabulary`), ``order`` its
    fragments, the rarest first: where that does not occur no chain needs following. A ``modal`` way
    has words that a command or ban is worded with: "not", "shall".
    """

    chains: tuple[Chain, ...]
    bits: int
    order: tuple[int, ...] = ()
    modal: bool = False


@dataclass(frozen=True, slots=True)
class Fragments:
    """All fragments of a codebook, and the bits of each."""

    patterns: tuple[Pattern, ...]
    bits: tuple[int, ...] = ()


def fold(text: str) -> str:
    r"""Return ``text`` in ASCII with plain quotes and hyphens, character for character.

    >>> fold("a student’s “data” §")
    'a student\'s "data" ?'
    """
    if text.isascii():
        return text
    for fancy, plain in _PLAIN:
        text = text.replace(fancy, plain)
    return text.encode("ascii", "replace").decode("ascii")


def build(pattern: str) -> Pattern:
    """Return one pattern, blind to case."""
    return Pattern(pattern)


def _raw(text: str | bytes) -> bytes:
    return text.encode("ascii", "replace") if isinstance(text, str) else text


class Numbering:
    """Give every distinct fragment a number, and every need one, while a codebook is loaded."""

    def __init__(self, blocks: Mapping[str, str]) -> None:
        """Begin without fragments; ``blocks`` are the named patterns they may use."""
        self._blocks = blocks
        self._filled: dict[str, str] = {}
        self._modal: dict[str, bool] = {}
        self._numbers: dict[str, int] = {}
        self._written: dict[str, int] = {}
        self._ways: dict[str, Way] = {}
        self._modals: list[bool] = []
        self.reader = Reader(lambda name: loosen(blocks[name]))
        self.patterns: list[Pattern] = []
        self.needs: dict[Need, int] = {}
        self.needed: list[tuple[int, ...]] = []  # the numbers of each fragment's needs

    def way(self, source: str) -> Way:
        """Read one way of saying something, such as ``{SELL} ~ {DATA} & {STUDENT}``."""
        known = self._ways.get(source)
        if known is None:
            chains = tuple(self._chain(part) for part in source.split(" & "))
            used = tuple(dict.fromkeys(number for chain in chains for _, number in chain.steps))
            modal = any(map(self._modals.__getitem__, used))
            known = self._ways[source] = Way(chains, 0, used, modal)
        return known

    def _chain(self, source: str) -> Chain:
        parts = _JOINT.split(source)
        gaps = [0, *(int(gap) if gap else GAP for gap in parts[1::2])]
        return Chain(tuple(zip(gaps, map(self._number, parts[0::2]), strict=True)))

    def _number(self, fragment: str) -> int:
        known = self._written.get(fragment)
        if known is None:
            source = loosen(fragment.strip())
            known = self._numbers.get(source)
            if known is None:
                known = self._numbers[source] = len(self.patterns)
                self._add(fragment, source)
            self._written[fragment] = known
        return known

    def _add(self, fragment: str, source: str) -> None:
        """Add a fragment that is new, with its needs."""
        filled = self.fill(source)
        pattern, needs = Pattern(filled), self.reader.needs(source)
        if "~" in filled or (not needs and pattern.search("") is not None):
            raise DataError(f"a fragment must match some words: {fragment!r}")
        self.patterns.append(pattern)
        self.needed.append(tuple(self.needs.setdefault(n, len(self.needs)) for n in needs))
        self._modals.append(self._is_modal(source))

    def _is_modal(self, source: str) -> bool:
        """Say whether a pattern, or a block it names, has words of a command or ban."""
        return _MODAL.search(source) is not None or any(
            self._is_modal_block(name) for name in BLOCK.findall(source)
        )

    def _is_modal_block(self, name: str) -> bool:
        known = self._modal.get(name)
        if known is None:
            known = self._modal[name] = self._is_modal(loosen(self._blocks[name]))
        return known

    def fill(self, source: str) -> str:
        """Return a pattern with its blocks filled in; raises DataError where one is unknown.

        >>> Numbering({"A": "pupil|student"}).fill("{A} data")
        '(?:pupil|student) data'
        """
        return BLOCK.sub(lambda name: f"(?:{self._block(name[1])})", source)

    def _block(self, name: str) -> str:
        """Return the pattern of a block, itself filled in."""
        known = self._filled.get(name)
        if known is None:
            if name not in self._blocks:
                raise DataError(f"no building block named {name}")
            known = self._filled[name] = self.fill(loosen(self._blocks[name]))
        return known

    def fragments(self, bits: tuple[int, ...] = ()) -> Fragments:
        """Return everything numbered so far, with the bits of each where they are known."""
        return Fragments(tuple(self.patterns), bits)


def loosen(pattern: str) -> str:
    """Let a space be missing: print and PDF copies glue words together.

    >>> loosen("parental consent[ -]form")
    'parental ?consent[ -]form'
    """
    return _LOOSE.sub(lambda found: found[1] or " ?", pattern)


class _Found(dict[int, list[Span]]):
    """The spans of fragments in a text, each looked for when first asked."""

    __slots__ = ("_patterns", "_text")

    def __init__(self, text: bytes, patterns: tuple[Pattern, ...]) -> None:
        """Begin without any."""
        self._text = text
        self._patterns = patterns

    def __missing__(self, number: int) -> list[Span]:
        """Look for a fragment."""
        found = self[number] = self._patterns[number].spans(self._text)
        return found


def finder(text: bytes, fragments: Fragments) -> Callable[[int], list[Span]]:
    """Return a function that gives the spans of a fragment in ``text``, found once."""
    return _Found(text, fragments.patterns).__getitem__


def locate(way: Way, spans: Callable[[int], list[Span]], after: int = 0) -> Span | None:
    """Return where ``way`` occurs, or None: its first chain's span, from ``after`` on if it can.

    Chains are followed from the left, so that what stands too far apart is known before all
    fragments have been looked for.
    """
    if way.order and not spans(way.order[0]):
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
    spans that begin at or after such an end, no farther than the gap: the first such end counts.
    A fragment's spans never overlap, so they are in the order of their ends as well.
    """
    steps = iter(chain.steps)
    reached = spans(next(steps)[1])
    if not reached:
        return None
    for gap, number in steps:
        step: list[Span] = []
        at, last = 0, len(reached) - 1
        run, end = reached[0]
        for begin, stop in spans(number):
            while end < begin - gap and at < last:
                at += 1
                run, end = reached[at]
            if begin - gap <= end <= begin:
                step.append((run, stop))
        if not step:
            return None
        reached = step
    for found in reached:
        if found[0] >= after:
            return found
    return reached[0]
