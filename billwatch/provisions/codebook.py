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
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import compress
from operator import and_, getitem, or_
from typing import Any, NamedTuple, cast

from billwatch.errors import DataError
from billwatch.models import Value
from billwatch.provisions.blocks import BLOCKS
from billwatch.provisions.literals import Need
from billwatch.provisions.patterns import Fragments, Numbering, Way, fold
from billwatch.provisions.vocabulary import Spellings, Words, plain

VALUES: tuple[Value, ...] = ("yes", "partly", "permits")
MOODS = ("ban", "duty", "permission", "definition", "statement")
FREED = "freed"  # the mood of who is let off a duty: it can only permit
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


class _Eight(dict[int, tuple[Hung, ...]]):
    """The ways that hang on any of eight bits, for each set of these, put together when met."""

    __slots__ = ("_hung",)

    def __init__(self, hung: Sequence[Sequence[Hung]]) -> None:
        """Begin without any set; ``hung`` are the ways on each of the bits."""
        self._hung = hung

    def __missing__(self, held: int) -> tuple[Hung, ...]:
        """Put the ways on the bits that are held together."""
        found = tuple(row for at, rows in enumerate(self._hung) if held >> at & 1 for row in rows)
        self[held] = found
        return found


class Ways:
    """The ways of a mood, each hung on its rarest bit, these by eights."""

    __slots__ = ("_all", "_eights", "_keys")

    def __init__(self, hung: Mapping[int, Sequence[Hung]]) -> None:
        """Keep the ways; ``hung`` has those on each bit."""
        size = max(hung, default=-1) // 8 + 1
        self._eights = [_Eight([hung.get(8 * n + at, ()) for at in range(8)]) for n in range(size)]
        self._keys = sum(1 << number for number in hung)
        self._all = reduce(or_, (row.bits for rows in hung.values() for row in rows), 0)

    def possible(self, bits: int) -> list[Hung]:
        """Return the ways whose words are all in a sentence with these bits."""
        held = (bits & self._keys).to_bytes(len(self._eights), "little")
        rows = map(getitem, compress(self._eights, held), held.translate(None, b"\0"))
        lacking = self._all ^ (self._all & bits)
        return [row for some in rows for row in some if not row[0] & lacking]


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
    """All provisions in codebook order, and their fragments.

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
    having = _having(numbering.needs, [e.text for one in read for e in one.examples])
    places = _places(read, numbering.needed, [one.bit_count() for one in having])
    bits = [1 << place for place in places]
    masks = tuple(reduce(or_, map(bits.__getitem__, needed), 0) for needed in numbering.needed)
    rare = _rare(numbering.needed, having)
    found = [
        replace(one, cues=tuple(_ordered(cue, rare, masks) for cue in one.cues)) for one in read
    ]
    provisions = tuple(sorted(found, key=lambda provision: (provision.number, provision.id)))
    cues = sorted((cue for one in found for cue in one.cues), key=lambda cue: cue.id)
    ranked = tuple((cue, way) for cue in cues for way in cue.when)
    return Codebook(
        provisions,
        numbering.fragments(masks),
        Words(dict(zip(numbering.needs, places, strict=True))),
        ranked,
        _hung(ranked),
    )


def _having(needs: Iterable[Need], examples: Iterable[str]) -> list[int]:
    """Return of each need the examples with a word that serves it, themselves as bits."""
    places: dict[str, int] = {}
    for number, text in enumerate(examples):
        for word in set(plain(fold(text))):
            places[word] = places.get(word, 0) | 1 << number
    spellings = Spellings(letters for need in needs for letters in need)
    having: dict[str, int] = {}
    for word, where in places.items():
        for letters in spellings.within(word):
            having[letters] = having.get(letters, 0) | where
    return [reduce(or_, (having.get(letters, 0) for letters in need)) for need in needs]


def _rare(needed: Iterable[tuple[int, ...]], having: Sequence[int]) -> list[float]:
    """Estimate how many examples each fragment occurs in, from the needs of its words.

    Where several words must be there, they seldom stand as the fragment has them.
    """
    every = reduce(or_, having, 0)
    return [
        reduce(and_, map(having.__getitem__, numbers), every).bit_count()
        / max(1, len(numbers)) ** 2
        for numbers in needed
    ]


def _ordered(cue: Cue, rare: Sequence[float], masks: Sequence[int]) -> Cue:
    """Let every way of a cue ask for its rarest fragment first, and have its fragments' bits."""

    def ways(given: tuple[Way, ...]) -> tuple[Way, ...]:
        return tuple(
            Way(
                way.chains,
                reduce(or_, map(masks.__getitem__, way.order)),
                tuple(sorted(way.order, key=lambda n: (rare[n], n))),
                way.modal,
            )
            for way in given
        )

    details = tuple((word, ways(given)) for word, given in cue.details)
    return replace(
        cue, when=ways(cue.when), unless=ways(cue.unless), partly=ways(cue.partly), details=details
    )


def _places(
    provisions: Iterable[Provision], needed: Sequence[tuple[int, ...]], seen: Sequence[int]
) -> list[int]:
    """Return the bit of every need: first the rarest of every way, then the ways' others.

    So the masks that are compared for every sentence are short.
    """
    rank = sorted(range(len(seen)), key=lambda n: (seen[n], n))
    ranks = [0] * len(seen)
    for at, number in enumerate(rank):
        ranks[number] = at
    keys: set[int] = set()
    others: dict[int, None] = {}
    for cue in (cue for one in provisions for cue in one.cues):
        for way in cue.when:
            both = sorted({number for fragment in way.order for number in needed[fragment]})
            if not both:
                raise DataError(f"cue {cue.id}: a way needs a word that must be there")
            keys.add(min(both, key=ranks.__getitem__))
            others |= dict.fromkeys(both)
    order = dict.fromkeys([*sorted(keys, key=ranks.__getitem__), *others, *range(len(seen))])
    places = [0] * len(seen)
    for place, number in enumerate(order):
        places[number] = place
    return places


def _hung(ranked: Sequence[tuple[Cue, Way]]) -> dict[str, Ways]:
    """Hang every way of the cues of a mood on its first bit, the rarest."""
    found = {mood: defaultdict[int, list[Hung]](list) for mood in (*MOODS, FREED)}
    for rank, (cue, way) in enumerate(ranked):
        first = (way.bits & -way.bits).bit_length() - 1
        row = Hung(way.bits, rank, cue.about)
        freed = {FREED} if cue.value == "permits" and "permission" in cue.moods else set[str]()
        for mood in cue.moods | freed:
            found[mood][first].append(row)
    return {mood: Ways(hung) for mood, hung in found.items()}


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
