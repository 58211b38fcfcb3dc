"""The words of billwatch, as frozen records. They hold facts and do nothing.

Ids never change: bill ``ct/2015/sb949``, version ``ct/2015/sb949@introduced``,
place ``ct/2015/sb949@introduced#2(b)(3)``. Dates are ISO strings (``2015-02-11``).
Offsets count characters of a `Text.body`, the end excluded.
"""

from dataclasses import dataclass
from typing import Literal

Layer = Literal["added", "deleted"]
Against = Literal["law", "print"]
Markup = Literal["shown", "plain", "unknown"]
SectionKind = Literal["front", "section", "note"]
ClauseKind = Literal[
    "definition", "duty", "ban", "permission", "exception",
    "finding", "repealer", "effective", "other",
]  # fmt: skip
Value = Literal["yes", "partly", "permits", "no", "unknown", "unclear", "not read"]
Origin = Literal["machine", "review", "published"]
Status = Literal[
    "introduced", "in committee", "out of committee", "passed one chamber", "passed both",
    "to governor", "law", "vetoed", "dead", "unknown",
]  # fmt: skip
UNSTATED = "unstated"  # the bound party of a finding whose clause names none


def party(bound: str) -> str:
    """Return whom an answer binds, nothing where no clause says it.

    >>> party("district"), party("unstated")
    ('district', '')
    """
    return "" if bound == UNSTATED else bound


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A state, DC, the US Congress, or the sample legislature: ``ct``, ``Connecticut``."""

    code: str
    name: str
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One legislative session: ``ct``, ``2015``; start and end are ISO dates where known."""

    jurisdiction: str
    id: str
    name: str = ""
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Sponsor:
    """Who brought the bill; role is ``primary`` or ``cosponsor``."""

    name: str
    role: str = "primary"


@dataclass(frozen=True, slots=True)
class Action:
    """One step of a bill, in the source's words; chamber is lower, upper, executive or empty."""

    date: str
    text: str
    chamber: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Where one printed text can be had, and as what (``application/pdf``)."""

    url: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One printed text of a bill: the official label, its date, its links (best to read first)."""

    id: str
    bill: str
    label: str
    date: str | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill of a session, or a law as codified (kind ``law``: the number is its citation)."""

    id: str
    jurisdiction: str
    session: str
    number: str
    title: str
    kind: Literal["bill", "law"] = "bill"
    status: Status = "unknown"
    sponsors: tuple[Sponsor, ...] = ()
    actions: tuple[Action, ...] = ()
    subjects: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What another source than the bill's own says of it in one field, and since when."""

    bill: str
    source: str
    field: str
    value: str
    seen_on: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Raw bytes as they came, and where from; ``sha256`` is the hex digest of ``body``.

    ``headers`` are those of the answer.
    """

    sha256: str
    body: bytes
    media_type: str
    url: str = ""
    fetched_at: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """A stored document without its bytes; ``size`` counts them."""

    sha256: str
    media_type: str
    url: str
    fetched_at: str
    size: int


@dataclass(frozen=True, slots=True)
class Mark:
    """One run of added or struck words, against current law or against the last print.

    Added words stand in the body at ``[start:end]``. Struck words do not stand in the body:
    they are in ``words``, and ``start == end`` is the place where they were struck.
    """

    layer: Layer
    start: int
    end: int
    words: str = ""
    against: Against = "law"


@dataclass(frozen=True, slots=True)
class Text:
    """The text in force of one document: ``body`` is kept + added words, one paragraph a line.

    ``markup`` is ``shown`` where the format shows marks, ``plain`` where it needs none (a statute,
    amending instructions), ``unknown`` where struck words may have been read as kept.
    """

    body: str
    marks: tuple[Mark, ...] = ()
    markup: Markup = "plain"
    title: str = ""
    complete: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered section (or the front matter, or a note); sections tile the body in order."""

    label: str
    heading: str
    start: int
    end: int
    kind: SectionKind = "section"


@dataclass(frozen=True, slots=True)
class Clause:
    """An operative sentence or item with its lead-ins.

    ``text`` is lead-ins + own words joined by single spaces; ``[start:end]`` are the own words in
    the body and ``lead`` the spans of the lead-ins, outermost first. ``place`` is the section
    label with its enumerators, as printed: ``2(b)(3)``.
    """

    place: str
    start: int
    end: int
    text: str
    kind: ClauseKind
    lead: tuple[tuple[int, int], ...] = ()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The value of one provision for one bound party in one version, with its evidence.

    ``body[start:end] == quote``. ``confidence`` is between 0 and 1; ``rule`` names the cue that
    decided. ``exceptions`` are places that carve out from it.
    """

    provision: str
    value: Value
    detail: str
    bound: str
    section: str
    start: int
    end: int
    quote: str
    confidence: float
    rule: str
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on one provision of one bill, and the words that it rests on.

    ``version`` is the print that was read, ``bound`` the party (empty: all of them), ``lead`` the
    lead-ins of the quoted words, ``machine`` the value that the machine gave at that time.
    """

    bill: str
    version: str
    provision: str
    value: Value
    reason: str
    reviewer: str
    date: str
    bound: str = ""
    detail: str = ""
    section: str = ""
    lead: tuple[str, ...] = ()
    quote: str = ""
    machine: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A review held against the text that is current: it stands at this place, or it is stale."""

    review: Review
    stands: bool
    section: str = ""
    start: int = 0
    end: int = 0
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something a reader should hear of, by the day it was first seen."""

    seen_on: str
    kind: str
    bill: str
    version: str = ""
    provision: str = ""
    before: str = ""
    after: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One version as read: its text, its sections and clauses, and what was found in it."""

    version: str
    text: Text
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """What somebody else published about a law or bill: value, who said it, and where.

    ``tier`` is A (official summary), B (named professional body) or C (vendor guide).
    """

    provision: str
    value: str
    detail: str
    who: str
    where: str
    tier: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """One student-privacy bill or law of the baseline; not ``verified`` means unsure.

    ``texts`` are the ids that its words have as codified: it is held as text when all of them are.
    ``direct`` are (id, address) of pages that hold the official text itself; the id is one of
    ``texts``, or the law's own.
    """

    id: str
    jurisdiction: str
    year: int
    bill: str
    citation: str
    title: str
    status: str
    url: str
    chapter: str = ""
    bound: tuple[str, ...] = ()
    note: str = ""
    verified: bool = True
    codings: tuple[Coding, ...] = ()
    texts: tuple[str, ...] = ()
    direct: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What the matrix shows for one jurisdiction and provision, and where that comes from.

    A machine cell has bill, version, place (section), span and quote; a published cell has ``who``
    and ``where`` (a URL) instead; a review has both, with its reason as ``note`` and its ``date``.
    A machine cell without a quote was read in a text that is not held: its official words stand at
    ``where``, ``sha256`` names the document that was read, and ``citation`` the bill or law.
    ``status`` is the bill's. ``others`` counts further findings.
    """

    jurisdiction: str
    provision: str
    value: Value
    detail: str = ""
    bound: str = ""
    origin: Origin = "machine"
    bill: str = ""
    version: str = ""
    status: str = ""
    year: int = 0
    section: str = ""
    start: int = 0
    end: int = 0
    quote: str = ""
    confidence: float = 0.0
    rule: str = ""
    who: str = ""
    where: str = ""
    note: str = ""
    others: int = 0
    date: str = ""
    sha256: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cells of one view (``law``, ``pending`` or ``both``), every jurisdiction × provision."""

    view: str
    as_of: str
    jurisdictions: tuple[Jurisdiction, ...]
    provisions: tuple[str, ...]
    cells: tuple[Cell, ...]
