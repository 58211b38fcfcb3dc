"""The codebook: provisions as data, read from TOML into frozen records.

One file ``data/provisions/<id>.toml`` is one provision::

    name = "Ban on sale"
    group = "Limits on third parties"
    number = 7
    question = "May anyone sell student data?"
    in_contract = "partly"    # what `yes` becomes where it stands only as a required contract term
    in_part = "partly"        # … in a text that is not about student data as a whole; else yes
    [values]                  # what each value means here, strongest first
    yes = "…"
    [[cue]]
    id = "ban"
    moods = ["ban"]           # the moods of a clause in which it may fire
    when = ["{SELL} ~ {DATA}"]          # any of these ways
    unless = ["…"]            # none of these
    partly = ["…"]            # any of these makes `yes` into `partly`
    value = "yes"
    about = "data"            # near student data; "named": named in the clause; "self": neither
    detail = "ban"            # always said
    [cue.details]             # said where the way occurs in the clause
    "sell-or-rent" = "\\brent"
    [[example]]
    text = "An operator shall not sell student data."
    value = "yes"             # or "no": decided by the absence of a cue
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple, cast

from billwatch.errors import DataError
from billwatch.models import Value
from billwatch.provisions.blocks import BLOCKS
from billwatch.provisions.patterns import Fragments, Numbering, Way, fold
from billwatch.provisions.vocabulary import Words

VALUES: tuple[Value, ...] = ("yes", "partly", "permits")
MOODS = ("ban", "duty", "permission", "definition", "statement")
ABOUT = ("data", "named", "self")
READERS = ("deadline", "amount", "terms", "consent")


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence and what it must be read as: ``no`` when nothing may be found."""

    text: str
    value: str
    detail: str = ""
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """One rule: in which moods, what words, what value; `id` is ``sale.ban``."""

    id: str
    provision: str
    value: Value
    moods: frozenset[str]
    when: tuple[Way, ...]
    unless: tuple[Way, ...] = ()
    partly: tuple[Way, ...] = ()
    about: str = "data"
    own: bool = False
    opposes: bool = False
    bound: str = ""
    detail: str = ""
    details: tuple[tuple[str, tuple[Way, ...]], ...] = ()
    reads: tuple[str, ...] = ()
    in_contract: Value = "partly"
    in_part: Value = "yes"


class Hung(NamedTuple):
    """A way hung on its rarest bit: all its bits, its rank, and what its cue is about."""

    bits: int
    rank: int
    about: str


class Ways(NamedTuple):
    """The ways of a mood by their rarest bit; ``keys`` are the bits that have any."""

    hung: tuple[tuple[Hung, ...], ...]
    keys: int


@dataclass(frozen=True, slots=True)
class Provision:
    """One question of the codebook, with what its values mean and its examples."""

    id: str
    name: str
    group: str
    number: int
    question: str
    values: tuple[tuple[Value, str], ...]
    cues: tuple[Cue, ...]
    examples: tuple[Example, ...] = ()
    in_contract: Value = "partly"


@dataclass(frozen=True, slots=True)
class Codebook:
    """All provisions in codebook order, and their fragments compiled.

    ``words`` knows the bits of words. ``ranked`` are the ways, each with its cue, by the id of the
    cue, then as they are written: the place is a way's rank. ``ways`` has those of every mood, each
    hung on the rarest of its bits: these come first.
    """

    provisions: tuple[Provision, ...]
    fragments: Fragments
    words: Words
    ranked: tuple[tuple[Cue, Way], ...]
    ways: Mapping[str, Ways]
    # What was found in a sentence before: the prints of a bill repeat most of theirs.
    known: dict[object, tuple[Any, ...]] = field(default_factory=dict, compare=False, repr=False)


def load(texts: Mapping[str, str]) -> Codebook:
    """Read the provisions from TOML texts by id; raises DataError naming the id."""
    numbering = Numbering(BLOCKS)
    read = [_provision(id_, text, numbering) for id_, text in sorted(texts.items())]
    fragments, words = numbering.fragments(), Words(numbering.bits)
    having = _having(words, [e.text for one in read for e in one.examples])
    seen = Counter({number: examples.bit_count() for number, examples in having.items()})
    place = _places(read, seen, len(numbering.bits))
    rare = _rare(fragments, having)
    fragments = replace(fragments, bits=tuple(_moved(mask, place) for mask in fragments.bits))
    found = [
        replace(one, cues=tuple(_ordered(c, rare, fragments.bits) for c in one.cues))
        for one in read
    ]
    provisions = tuple(sorted(found, key=lambda provision: (provision.number, provision.id)))
    cues = sorted((cue for one in found for cue in one.cues), key=lambda cue: cue.id)
    ranked = tuple((cue, way) for cue in cues for way in cue.when)
    return Codebook(
        provisions,
        fragments,
        Words({need: place[number] for need, number in numbering.bits.items()}),
        ranked,
        {mood: _hung(ranked, mood) for mood in MOODS},
    )


def numbers(mask: int) -> list[int]:
    """Return the numbers of the bits of a mask.

    >>> numbers(0b10010)
    [1, 4]
    """
    digits = bin(mask)[:1:-1]
    found: list[int] = []
    at = digits.find("1")
    while at >= 0:
        found.append(at)
        at = digits.find("1", at + 1)
    return found


def _having(words: Words, examples: Iterable[str]) -> dict[int, int]:
    """Return of each bit the examples with a word that has it, themselves as bits."""
    places: dict[str, int] = {}
    for number, text in enumerate(examples):
        for word in fold(text).split():
            places[word] = places.get(word, 0) | 1 << number
    having: dict[int, int] = {}
    for word, where in places.items():
        for bit in numbers(words[word]):
            having[bit] = having.get(bit, 0) | where
    return having


def _rare(fragments: Fragments, having: Mapping[int, int]) -> tuple[float, ...]:
    """Estimate how many examples each fragment occurs in, from the bits of its words.

    Where several words must be there, they seldom stand as the fragment has them.
    """
    every = reduce(or_, having.values(), 0)
    found: list[float] = []
    for mask in fragments.bits:
        needed = numbers(mask)
        all_there = reduce(and_, (having.get(bit, 0) for bit in needed), every)
        found.append(all_there.bit_count() / max(1, len(needed)) ** 2)
    return tuple(found)


def _ordered(cue: Cue, rare: Sequence[float], bits: Sequence[int]) -> Cue:
    """Let every way of a cue ask for its rarest fragment first, and have its fragments' bits."""

    def ways(given: tuple[Way, ...]) -> tuple[Way, ...]:
        return tuple(
            Way(
                way.chains,
                reduce(or_, (bits[number] for number in way.order)),
                tuple(sorted(way.order, key=lambda n: (rare[n], n))),
                way.modal,
            )
            for way in given
        )

    details = tuple((word, ways(given)) for word, given in cue.details)
    return replace(
        cue, when=ways(cue.when), unless=ways(cue.unless), partly=ways(cue.partly), details=details
    )


def _moved(mask: int, place: Sequence[int]) -> int:
    return sum(1 << place[number] for number in numbers(mask))


def _places(provisions: Iterable[Provision], seen: Mapping[int, int], size: int) -> list[int]:
    """Return a new place for every bit: first the rarest of every way, then the ways' others.

    So the masks that are compared for every sentence are short.
    """
    ways = [way for one in provisions for cue in one.cues for way in cue.when]
    if any(not way.bits for way in ways):
        bare = next(c for p in provisions for c in p.cues if any(not w.bits for w in c.when))
        raise DataError(f"cue {bare.id}: a way needs a word that must be there")
    keys = [min(numbers(way.bits), key=lambda n: (seen[n], n)) for way in ways]
    others = [number for way in ways for number in numbers(way.bits)]
    rarest = sorted(set(keys), key=lambda n: (seen[n], n))
    order = dict.fromkeys([*rarest, *others, *range(size)])
    place = [0] * size
    for new, old in enumerate(order):
        place[old] = new
    return place


def _hung(ranked: Iterable[tuple[Cue, Way]], mood: str) -> Ways:
    """Hang every way of the cues of a mood on its first bit, the rarest."""
    index: dict[int, list[Hung]] = {}
    for rank, (cue, way) in enumerate(ranked):
        if mood in cue.moods:
            first = (way.bits & -way.bits).bit_length() - 1
            index.setdefault(first, []).append(Hung(way.bits, rank, cue.about))
    hung = tuple(tuple(index.get(number, ())) for number in range(max(index, default=-1) + 1))
    return Ways(hung, sum(1 << number for number in index))


def _provision(id_: str, text: str, numbering: Numbering) -> Provision:
    try:
        table = tomllib.loads(text)
        values = table["values"]
        return Provision(
            id_,
            table["name"],
            table["group"],
            table["number"],
            table["question"],
            tuple((value, values[value]) for value in VALUES if value in values),
            tuple(_cue(id_, row, numbering, table) for row in table["cue"]),
            tuple(Example(**row) for row in table.get("example", ())),
            table.get("in_contract", "partly"),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, DataError) as error:
        raise DataError(f"provision {id_}: {error}") from error


def _cue(provision: str, row: dict[str, Any], numbering: Numbering, table: dict[str, Any]) -> Cue:
    def ways(key: str) -> tuple[Way, ...]:
        return tuple(numbering.way(source) for source in row.get(key, ()))

    in_contract, in_part = table.get("in_contract", "partly"), table.get("in_part", "yes")
    value, moods = row.get("value", "yes"), frozenset(row["moods"])
    about, reads = row.get("about", "data"), tuple(row.get("reads", ()))
    _known(f"{provision}.{row['id']}", {value, in_contract, in_part}, VALUES)
    _known(f"{provision}.{row['id']}", moods, MOODS)
    _known(f"{provision}.{row['id']}", {about}, ABOUT)
    _known(f"{provision}.{row['id']}", reads, READERS)
    return Cue(
        f"{provision}.{row['id']}",
        provision,
        cast(Value, value),
        moods,
        ways("when"),
        ways("unless"),
        ways("partly"),
        about,
        row.get("own", False),
        row.get("opposes", False),
        row.get("bound", ""),
        row.get("detail", ""),
        tuple(
            (
                word,
                tuple(numbering.way(way) for way in ([ways_] if isinstance(ways_, str) else ways_)),
            )
            for word, ways_ in row.get("details", {}).items()
        ),
        reads,
        in_contract,
        in_part,
    )


def _known(cue: str, given: Iterable[str], allowed: tuple[str, ...]) -> None:
    if unknown := sorted(set(given) - set(allowed)):
        raise DataError(f"cue {cue}: {unknown[0]!r} is not one of {', '.join(allowed)}")
