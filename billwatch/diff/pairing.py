"""Pair the sections of two texts: by their words, their label, their heading, then by likeness.

Likeness is the symmetric share of runs of a few words, so a long section gains nothing by its
length. A pair keeps its place when it lies on the heaviest chain of pairs in the order of both
texts; pairs off that chain have moved.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from math import ceil
from operator import itemgetter

from billwatch.diff import anchors
from billwatch.diff.tokens import first_word, same_form
from billwatch.models import Section

LIKE = 0.5  # likeness from which two sections are one, whatever they are called
NAMED = 0.25  # the same where label or heading agree
GLANCE = 0.5  # share of probes found that settles the pair of one label at a glance
PROBES = 16  # places looked at for that
PROBE = 24  # characters of each
NEAR = 500  # characters by which they may have shifted back to be found at once
SIGNS = (" the ", " of ", " and ", " to ", ", ")  # what follows these stands for a section
LENGTH = 24  # characters of such a run
_HEAD: Callable[[str], str] = itemgetter(slice(LENGTH))
FEWEST = 6  # runs that are enough; with fewer, all runs of three words are taken
COMMON = 8  # runs of words in more sections than this say nothing
RUN = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A section as compared: it starts on a word, and white space after it belongs to it."""

    section: Section
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Couple:
    """Two parts that are each other's version, by place in their lists."""

    old: int
    new: int
    moved: bool = False


def parts(text: str, sections: Sequence[Section]) -> tuple[Part, ...]:
    """Return the sections with any words in them, cut where words begin; they tile the words."""
    starts = [(first_word(text, section.start), section) for section in sections]
    kept = [(start, section) for start, section in starts if start < min(section.end, len(text))]
    ends = [start for start, _ in kept[1:]] + [len(text)] * bool(kept)
    return tuple(
        Part(section, start, end) for (start, section), end in zip(kept, ends, strict=True)
    )


def couples(old: str, new: str, a: Sequence[Part], b: Sequence[Part]) -> tuple[Couple, ...]:
    """Return the pairs of parts, by place in ``b``."""
    texts_a = [old[part.start : part.end] for part in a]
    texts_b = [new[part.start : part.end] for part in b]
    found = dict(_equal(texts_a, texts_b))
    if len(found) == len(a) == len(b) and all(i == j for i, j in found.items()):
        return tuple(Couple(i, i) for i in range(len(a)))
    for step in (_named, _alike):
        left_a = [i for i in range(len(a)) if i not in found]
        left_b = sorted(set(range(len(b))).difference(found.values()))
        if left_a and left_b:
            found.update(step(texts_a, texts_b, a, b, left_a, left_b))
    pairs = sorted(found.items())
    chain = set(anchors.heaviest(pairs, [part.end - part.start for part in a])) if pairs else set()
    return tuple(
        Couple(i, j, moved=(i, j) not in chain) for i, j in sorted(pairs, key=lambda pair: pair[1])
    )


def _equal(a: list[str], b: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of equal texts: the first with the first, where both have as many."""
    places: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    bare = [*map(str.rstrip, a)], [*map(str.rstrip, b)]
    sizes = {*map(len, bare[0])}.intersection(map(len, bare[1]))  # others need not be looked up
    for side, texts in enumerate(bare):
        for place, text in enumerate(texts):
            if len(text) in sizes:
                places[text][side].append(place)
    for in_a, in_b in places.values():
        if len(in_a) == len(in_b):
            yield from zip(in_a, in_b, strict=True)


def _named(
    texts_a: list[str],
    texts_b: list[str],
    a: Sequence[Part],
    b: Sequence[Part],
    left_a: list[int],
    left_b: list[int],
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of one label that are plainly alike, and the front matter of both."""
    by_label = dict(_once(a, left_a))
    for label, j in _once(b, left_b):
        i = by_label.get(label)
        if i is None:
            continue
        front = a[i].section.kind == b[j].section.kind == "front"
        if front or _plainly_alike(texts_a[i], texts_b[j]):
            yield i, j


def _once(listed: Sequence[Part], left: list[int]) -> Iterator[tuple[str, int]]:
    labels = [_label(listed[i]) for i in left]
    times = Counter(labels)
    return ((label, i) for label, i in zip(labels, left, strict=True) if times[label] == 1)


def _label(part: Part) -> str:
    return f"{part.section.kind} {part.section.label}".casefold()


def _plainly_alike(a: str, b: str) -> bool:
    """Tell whether the longer text has enough of the probes taken evenly from the shorter one."""
    if len(a) > len(b):
        a, b = b, a
    if 3 * len(a) < len(b):
        return False
    step = max(len(a) // PROBES, PROBE)
    probes = [(at, a[at : at + PROBE].rpartition("\n")[2]) for at in range(0, len(a), step)]
    least = min(PROBE, len(a)) / 2
    told = [(at, probe) for at, probe in probes if len(probe) >= least]
    enough = max(ceil(GLANCE * len(told)), 1)
    found = (probe for at, probe in told if _has(b, probe, at))
    return sum(1 for _ in islice(found, enough)) == enough


def _has(text: str, words: str, at: int) -> bool:
    """Tell whether the text has the words, looking first from a little before ``at`` on."""
    low = max(at - NEAR, 0)
    return text.find(words, low) >= 0 or text.find(words, 0, low + len(words)) >= 0


def _alike(
    texts_a: list[str],
    texts_b: list[str],
    a: Sequence[Part],
    b: Sequence[Part],
    left_a: list[int],
    left_b: list[int],
) -> Iterator[tuple[int, int]]:
    """Yield the likest pairs first, each part once; the same name helps."""
    runs_a = {i: _runs(texts_a[i]) for i in left_a}
    runs_b = {j: _runs(texts_b[j]) for j in left_b}
    labels_a = {i: _label(a[i]) for i in left_a}
    labels_b = {j: _label(b[j]) for j in left_b}
    scored = []
    for i, j, shared in _sharing(runs_a, runs_b):
        likeness = 2 * shared / (len(runs_a[i]) + len(runs_b[j]))
        named = labels_a[i] == labels_b[j] or _one_heading(a[i], b[j])
        if likeness >= (NAMED if named else LIKE):
            scored.append((-likeness - named * (LIKE - NAMED), abs(i - j), i, j))
    seen_a: set[int] = set()
    seen_b: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in seen_a and j not in seen_b:
            seen_a.add(i)
            seen_b.add(j)
            yield i, j


def _one_heading(a: Part, b: Part) -> bool:
    if not (a.section.heading and b.section.heading):
        return False
    heading = same_form(a.section.heading).casefold()
    return bool(heading) and heading == same_form(b.section.heading).casefold()


def _runs(text: str) -> AbstractSet[Hashable]:
    """Return the runs of characters after some common words, or all runs of three words."""
    some = set[str]()
    for sign in SIGNS[-1:] if text.isupper() else SIGNS:  # the words are in small letters
        found = text.split(sign)
        if len(found) > 1:
            found[0] = found[1]  # nothing stands before the first
            some.update(map(_HEAD, found))
    if len(some) >= FEWEST:
        return some
    words = text.split()
    return set(zip(*(words[k:] for k in range(min(RUN, len(words)))), strict=False))


def _sharing(
    runs_a: dict[int, AbstractSet[Hashable]], runs_b: dict[int, AbstractSet[Hashable]]
) -> Iterator[tuple[int, int, int]]:
    """Yield the pairs that share telling runs, and how many runs they share in all.

    Left out are pairs that cannot share enough.
    """
    in_a = set[Hashable]().union(*runs_a.values())
    met = {j: runs & in_a for j, runs in runs_b.items()}
    in_b = set[Hashable]().union(*met.values())
    where: dict[Hashable, list[int]] = defaultdict(list)
    for i, runs in runs_a.items():
        for run in runs & in_b:
            where[run].append(i)
    common = {run for run, places in where.items() if len(places) > COMMON}
    often = {i: len(runs & common) for i, runs in runs_a.items()}
    for j, runs in met.items():
        hits = Counter([i for run in runs - common for i in where[run]])
        for i, shared in hits.items():
            if 2 * (shared + often[i]) >= NAMED * (len(runs_b[j]) + len(runs_a[i])):
                yield i, j, len(runs & runs_a[i])
