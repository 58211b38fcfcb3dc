"""The words of the topic finder, as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Field = Literal["title", "subjects", "text"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of one idea, in reading form (see `words.plain`).

    ``forms`` are the forms of the terms by their stem, the longest word: where the stem does not
    occur, the form does not. A form is its words and whether it is only a beginning.
    """

    name: str
    forms: Mapping[str, tuple[tuple[str, bool], ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of recognising the topic, or (``against``) one of its false friends.

    The rule is met where one term of every vocabulary in ``all`` stands within ``within``
    characters (0: anywhere), at ``least`` so many times within ``cluster`` characters (0:
    anywhere; pro rata, but twice, in a shorter text), all before the character ``first`` (0:
    anywhere), and where no term of a vocabulary in ``unless`` occurs.
    """

    name: str
    fields: tuple[Field, ...]
    all: tuple[str, ...]
    weight: float
    against: bool = False
    unless: tuple[str, ...] = ()
    within: int = 0
    least: int = 1
    cluster: int = 0
    first: int = 0
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Border:
    """A border case of the scope: what is done with it, why, and a title of that kind."""

    case: str
    kept: bool
    why: str
    title: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its scope in plain words, what is searched, and from which score on it is kept.

    ``leads`` holds for each field words one of which must occur, or no rule is met there.
    """

    name: str
    scope: str
    keep: float
    vocabularies: Mapping[str, Vocabulary]
    hidden: Vocabulary
    leads: Mapping[Field, tuple[str, ...]]
    rules: tuple[Rule, ...]
    borders: tuple[Border, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict on one bill: score from 0 to 1, reasons strongest first, kept or not.

    A reason names the field and the words found there: ``title: student + data privacy``; a false
    friend's reason begins with ``not``: ``not bathrooms: restroom``.
    """

    score: float
    reason: tuple[str, ...]
    kept: bool
