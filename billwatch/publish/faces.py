"""What publish is given, and what it gives back: plain records and one protocol.

The pipeline fills a `Site`; nothing here is read from a clock, a network or a configuration.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from billwatch.models import (
    Bill,
    Copy,
    Event,
    Finding,
    Jurisdiction,
    Law,
    Matrix,
    Reading,
    Session,
)

if TYPE_CHECKING:  # what it is made with takes longer to load than a small site to build
    from billwatch.reuse import Family, Kin, Standing


class Library(Protocol):
    """The stored bills, read one at a time, always in the same order."""

    def jurisdictions(self) -> tuple[Jurisdiction, ...]:
        """Return every jurisdiction that has something stored."""
        ...

    def sessions(self, jurisdiction: str = "") -> Iterator[Session]:
        """Yield the sessions of one jurisdiction, or of all."""
        ...

    def again(self) -> "Library":
        """Open the same library once more, to be read in another process."""
        ...

    def ids(self) -> Sequence[str]:
        """Return the ids of all bills, in the order of `bills`."""
        ...

    def bill(self, id: str) -> Bill | None:
        """Return a bill, its versions in order of print."""
        ...

    def bills(self, jurisdiction: str = "") -> Iterator[Bill]:
        """Yield bills by id, their versions in order of print."""
        ...

    def copies(self, version: str) -> tuple[Copy, ...]:
        """Return the documents of a version without their bytes, with where they came from."""
        ...

    def reading(self, version: str, *, clauses: bool = True) -> Reading | None:
        """Return a version as read, or None where it was not read; clauses only if wanted."""
        ...

    def state(self, version: str) -> str:
        """Name what was read in a version; nothing where it was not read."""
        ...

    def findings(self, version: str) -> tuple[Finding, ...]:
        """Return what was found in a version."""
        ...

    def first_seen(self, id: str) -> str:
        """Return the ISO date on which a bill or version was first seen, or nothing."""
        ...

    def events(self, since: str = "") -> Iterator[Event]:
        """Yield what happened, by the day it was first seen."""
        ...

    def runs(self, limit: int = 50) -> tuple[Mapping[str, str], ...]:
        """Return the newest run records: started, finished, command, outcome, report (JSON)."""
        ...


class Watch(Protocol):
    """Who looks on while a site is made: a terminal, a log."""

    def begin(self, name: str, expected: int) -> None:
        """Hear that it begins, and of how many steps it is."""
        ...

    def bill(self, id: str) -> None:
        """Hear that a step was made."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction as pages show it; ``tile`` is its (column, row) on the tile map."""

    code: str
    name: str
    region: str = ""
    tile: tuple[int, int] | None = None
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of the codebook and how it is coded."""

    text: str
    value: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionPage:
    """One question of the codebook; ``values`` pairs an answer with what it means here."""

    id: str
    name: str
    group: str
    question: str
    values: tuple[tuple[str, str], ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Redline:
    """Two versions compared.

    ``html`` is a fragment, already escaped, without script or style; ``kept`` is the share (0 to 1)
    of the older text that stands in the newer; ``flags`` are short warnings for readers.
    ``shifts`` are (provision, direction, reason) of every provision that changed: thirty days that
    became seventy-two hours are stronger, an exception more is weaker.
    """

    html: str
    kept: float
    changes: int
    flags: tuple[str, ...] = ()
    shifts: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A word as one text defines it; ``body[start:end]`` is the definition."""

    term: str
    place: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Moment:
    """When something in a text takes effect, applies from or ends; no date where only words say."""

    kind: str
    date: str
    place: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the answers of a text; ``family`` is the model act it is most like."""

    terms: tuple[Term, ...] = ()
    moments: tuple[Moment, ...] = ()
    students: tuple[str, ...] = ()
    family: str = ""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How well one provision is found in texts that people coded; shares run from 0 to 1."""

    provision: str
    coded: int
    precision: float
    recall: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """How well a set of texts is read: ``cells`` were coded; shares and kappa run to 1."""

    name: str
    what: str
    texts: int
    cells: int
    precision: float
    recall: float
    kappa: float


@dataclass(frozen=True, slots=True)
class Named:
    """A bill as others name it; ``law``: law as codified, no bill."""

    id: str
    number: str
    session: str
    title: str
    law: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """Another bill that has some of a bill's text; ``family`` is the id of the page, if any."""

    bill: Named
    standing: "Standing"
    family: str = ""


@dataclass(frozen=True, slots=True)
class Stands:
    """Where the text of one bill also stands, most words first.

    ``others`` are bills of other places or sessions, ``laws`` codified law of its own place that it
    shares words with; ``kin`` pairs a bill of the same text with how it is that; ``families`` are
    the ids of what a companion of it shares; ``left`` counts others not told.
    """

    others: tuple[Stand, ...] = ()
    laws: tuple[Stand, ...] = ()
    kin: "tuple[tuple[Named, Kin], ...]" = ()
    families: tuple[str, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Lineage:
    """A family of copied language with the id of its page, and the bills it names by their ids."""

    id: str
    family: "Family"
    bills: Mapping[str, Named]


@dataclass(frozen=True, slots=True)
class Copied:
    """Language shared by bills of several places (``across``) or sessions of one (``again``).

    Heaviest first; ``of`` counts what there is of each. ``texts`` were compared, ``boilerplate``
    passages left out as such; ``notes`` say what could not be compared.
    """

    across: tuple[Lineage, ...] = ()
    again: tuple[Lineage, ...] = ()
    of: tuple[int, int] = (0, 0)
    bills: Mapping[str, Stands] = field(default_factory=dict)
    texts: int = 0
    boilerplate: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the pages are made of.

    ``redline`` compares an older reading with a newer one; ``as_of`` gives law in force on an ISO
    date; ``around`` tells what stands around the answers of a text, read with its clauses.
    ``workers`` is how many processes make the pages of many bills; ``search`` wants a search index
    (Pagefind). ``elsewhere`` counts, by place, the texts whose reading came along without their
    words. ``licence`` is what the operator grants for the answers: an SPDX identifier, an address.
    """

    today: str
    tool: str
    base_url: str
    places: tuple[Place, ...]
    codebook: tuple[ProvisionPage, ...]
    law: Matrix
    pending: Matrix
    both: Matrix
    laws: tuple[Law, ...]
    library: Library
    redline: Callable[[Reading, Reading], Redline | None]
    as_of: Callable[[str], Matrix] | None = None
    accuracy: tuple[Accuracy, ...] = ()
    accuracy_note: str = ""
    measured: tuple[Measured, ...] = ()
    contact: str = ""
    around: Callable[[Reading], Around | None] | None = None
    workers: int = 0
    search: bool = False
    copied: Copied | None = None
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site: its path from the top (``state/ct/index.html``) and its bytes.

    Without bytes it is the file of the last build, which need not be made again.
    """

    path: str
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Placed(Page):
    """A file that stands in its place already; ``written`` tells whether it is new."""

    written: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: files written, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int
