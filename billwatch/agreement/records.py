"""What is read in an agreement, as frozen records: ``body[start:end] == quote`` everywhere."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["mandatory", "encouraged", "optional", "mentioned", "excluded"]
STATUSES: tuple[Status, ...] = ("mandatory", "encouraged", "optional", "mentioned", "excluded")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the agreement and where they stand."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Element:
    """One kind of data that the agreement names, and whether it must be given.

    ``quote`` are the words that name it, ``line`` the sentence, list item or table row around them,
    ``basis`` the words that make it mandatory, encouraged, optional or excluded (none where it is
    only mentioned). ``place`` is the heading it stands under, ``others`` counts further mentions.
    """

    id: str
    name: str
    status: Status
    start: int
    end: int
    quote: str
    line: Words
    basis: Words | None = None
    how: str = ""
    place: str = ""
    others: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that the agreement says on a term; ``rule`` names the cue that read it."""

    value: str
    meaning: str
    detail: str
    start: int
    end: int
    quote: str
    place: str
    rule: str
    others: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """What the agreement says on one term: no answers means that nothing was found."""

    id: str
    name: str
    question: str
    answers: tuple[Answer, ...] = ()

    @property
    def silent(self) -> bool:
        """Tell whether nothing was found."""
        return not self.answers


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement as read; ``whole`` is false where the text is cut off or hard to read."""

    title: str
    elements: tuple[Element, ...]
    terms: tuple[Term, ...]
    whole: bool = True
    notes: tuple[str, ...] = ()
    receiver: str = ""
    giver: str = ""
