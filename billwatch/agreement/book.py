"""The cues for agreements as data, read from TOML into frozen records.

``blocks.toml`` holds named pieces of patterns, ``elements.toml`` the kinds of data and the words
that make one mandatory or not; every other file is one term::

    name = "Ownership"
    number = 1
    question = "Who owns the data?"
    [values]                  # what each value means here
    kept = "The district or the students own the data."
    [details]                 # what is said besides, where the way occurs, by any cue
    "evaluators" = "\\bevaluators?\\b"
    [[cue]]
    id = "kept"
    value = "kept"
    when = ["{DATA} ~60 property of ~20 {SCHOOL}"]   # any of these ways
    unless = ["…"]                                   # none of these
    reads = "deadline"                               # a detail that is read from the words
    [[against]]               # what a state's law can ask here
    provision = "ownership"
    meets = ["kept"]
    short = ["given"]
    [[example]]
    text = "The District owns all student data."
    value = "kept"            # or "silent"

The patterns are those of the provisions (see `billwatch.provisions.patterns`).
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from billwatch.agreement.records import STATUSES, Status
from billwatch.errors import DataError
from billwatch.provisions.blocks import BLOCKS
from billwatch.provisions.patterns import Fragments, Numbering, Way

READERS = ("deadline",)


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence and what must be read in it, and never; ``silent``: nothing may be found."""

    text: str
    value: str
    detail: str = ""
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """One way of saying something: any of ``when``, none of ``unless``."""

    id: str
    value: str
    when: tuple[Way, ...]
    unless: tuple[Way, ...] = ()
    detail: str = ""
    details: tuple[tuple[str, Way], ...] = ()
    reads: str = ""


@dataclass(frozen=True, slots=True)
class Against:
    """A provision of law that a topic answers to, the values that meet it and that fall short."""

    provision: str
    meets: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Topic:
    """One term of agreements: its question, values, cues and the law it answers to."""

    id: str
    name: str
    number: int
    question: str
    values: tuple[tuple[str, str], ...]
    cues: tuple[Cue, ...]
    against: tuple[Against, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data: the words that name it, and the provisions of law that limit it."""

    id: str
    name: str
    names: Cue
    provisions: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All cues: kinds of data, words of standing, terms; and their fragments."""

    kinds: tuple[Kind, ...]
    standing: tuple[tuple[Status, tuple[Way, ...]], ...]
    context: Cue
    topics: tuple[Topic, ...]
    fragments: Fragments
    examples: tuple[Example, ...] = ()


def load(texts: Mapping[str, str]) -> Book:
    """Read the cues from TOML texts by name; raise `DataError` naming the file where one is wrong.

    ``blocks`` and ``elements`` must be among the names.
    """
    tables = {name: _table(name, text) for name, text in sorted(texts.items())}
    if missing := {"blocks", "elements"} - tables.keys():
        raise DataError(f"agreement: no file {min(missing)}.toml")
    numbering = Numbering({**BLOCKS, **tables.pop("blocks")})
    name = "elements"
    try:
        elements = tables.pop("elements")
        kinds = tuple(_kind(row, numbering) for row in elements["element"])
        standing = tuple(
            (status, _ways(numbering, elements["standing"][status]))
            for status in STATUSES
            if status != "mentioned"
        )
        context = _cue("elements", {"value": "data", **elements["context"]}, numbering)
        examples = tuple(map(_example, elements.get("example", ())))
        topics = []
        for name, table in tables.items():
            topics.append(_topic(name, table, numbering))
    except (KeyError, TypeError, DataError) as error:
        raise DataError(f"agreement/{name}: {error}") from error
    topics.sort(key=lambda topic: (topic.number, topic.id))
    return Book(kinds, standing, context, tuple(topics), numbering.fragments(), examples)


def _table(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"agreement/{name}: {error}") from None


def _ways(numbering: Numbering, sources: Iterable[str]) -> tuple[Way, ...]:
    return tuple(numbering.way(source) for source in sources)


def _kind(row: Mapping[str, Any], numbering: Numbering) -> Kind:
    return Kind(
        row["id"],
        row["name"],
        _cue(row["id"], {"value": row["id"], **row}, numbering),
        tuple(row.get("against", ())),
        tuple(map(_example, row.get("example", ()))),
    )


def _topic(id_: str, table: Mapping[str, Any], numbering: Numbering) -> Topic:
    shared = table.get("details", {})
    cues = tuple(
        _cue(id_, {**row, "details": {**shared, **row.get("details", {})}}, numbering)
        for row in table["cue"]
    )
    if unknown := {cue.value for cue in cues} - table["values"].keys():
        raise DataError(f"{min(unknown)!r} is not one of its values")
    return Topic(
        id_,
        table["name"],
        table["number"],
        table["question"],
        tuple(table["values"].items()),
        cues,
        tuple(
            Against(
                row["provision"], frozenset(row.get("meets", ())), frozenset(row.get("short", ()))
            )
            for row in table.get("against", ())
        ),
        tuple(map(_example, table.get("example", ()))),
    )


def _example(row: Mapping[str, Any]) -> Example:
    return Example(**{**row, "never": tuple(row.get("never", ()))})


def _cue(owner: str, row: Mapping[str, Any], numbering: Numbering) -> Cue:
    reads = row.get("reads", "")
    if reads and reads not in READERS:
        raise DataError(f"{reads!r} is not one of {', '.join(READERS)}")
    return Cue(
        f"{owner}.{row['id']}" if "id" in row else owner,
        row["value"],
        _ways(numbering, row["when"]),
        _ways(numbering, row.get("unless", ())),
        row.get("detail", ""),
        tuple((word, numbering.way(way)) for word, way in row.get("details", {}).items()),
        reads,
    )
