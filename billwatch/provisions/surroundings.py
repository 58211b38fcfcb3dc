"""What stands around the findings of a text: definitions, dates, students covered, model family."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from billwatch.models import Clause, Finding, Text
from billwatch.provisions.patterns import fold

_TERMS = (
    "operator", "covered operator", "school service provider", "school service", "contractor",
    "third-party contractor", "third party", "outside party", "educational agency",
    "education service provider", "educational agency or institution", "cloud computing service",
    "student data", "student information", "student personal information", "pupil records",
    "covered information", "covered user", "education record", "education records",
    "educational record", "student record", "personally identifiable information",
    "personal information", "personal data", "directory information", "biometric data",
    "parent", "student", "eligible student", "targeted advertising", "breach", "sell",
)  # fmt: skip
_DEFINED = re.compile(
    r'"(?P<quoted>[^"]{2,80})[,.]?"(?:,? or "[^"]+")? ?,?(?: ?shall)? ?'
    r"(?:means?|includes?|has the meaning|is|,)"
    r"|\bterm (?P<bare>[a-z][\w' -]{2,60}?) (?:means|includes|has the meaning)",
    re.IGNORECASE,
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DATE = re.compile(rf"\b({'|'.join(_MONTHS)})\s+(\d{{1,2}}),?\s+(\d{{4}})", re.IGNORECASE)
_MOMENTS = (
    ("sunset", r"\b(?:expires?|sunsets?|is repealed (?:on|effective)|shall expire)\b"),
    (
        "applies from",
        r"\b(?:applies|apply|applicable) (?:only )?(?:to|with respect to)\b[^.;]{0,99}\b"
        r"(?:entered into|renewed|amended|contracts?|agreements?|school years?|beginning"
        r"|occurring)\b",
    ),
    (
        "effective",
        r"\b(?:takes?|shall take|becomes?) effect(?:ive)?\b"
        r"|\beffective (?:date|on|immediately)|\bshall be in force\b",
    ),
)
_STUDENTS = (
    ("early childhood", r"\b(?:prekindergarten|pre-?k|preschool|early childhood)"),
    ("grades K-12", r"\bk(?:indergarten)?[ -]*(?:12|to|through)|elementary|secondary school|pupil"),
    ("postsecondary", r"\bpostsecondary|institutions? of higher education|college|universit"),
    ("children online", r"\b(?:under (?:the age of )?(?:13|16|17|18)|minors?|teens?)\b"),
)
_FAMILIES = (
    ("cloud", {"cloud computing service"}, {"purpose_limit", "targeted_ads"}, 1),
    (
        "SUPER",
        {"school service provider", "school service"},
        {"sale", "profiling", "vendor_transparency"},
        2,
    ),
    (
        "SOPIPA",
        {"covered information", "targeted advertising"},
        {"targeted_ads", "sale", "profiling", "disclosure_limit"},
        3,
    ),
    (
        "Student DATA Act",
        {"student data"},
        {"data_inventory", "transfer_limit", "research", "governance"},
        3,
    ),
    (
        "contract law",
        {"contractor", "pupil records", "student record", "student information"},
        {"written_contract", "ownership", "delete_end"},
        2,
    ),
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A term as this text defines it, and where; ``body[start:end]`` are the words."""

    term: str
    place: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Moment:
    """When a section takes effect, applies from or ends: an ISO date, or empty when only words."""

    kind: str
    date: str
    place: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The context of a text's cells; ``family`` is the model act it is most like, or empty."""

    definitions: tuple[Definition, ...]
    moments: tuple[Moment, ...]
    students: tuple[str, ...]
    family: str


def surroundings(
    text: Text, clauses: Iterable[Clause], findings: Iterable[Finding]
) -> Surroundings:
    """Read what stands around the findings: definitions, dates, students, model family."""
    read = tuple(clauses)
    defined = tuple(_definitions(text, read))
    low = fold(text.body).lower()
    students = tuple(name for name, way in _STUDENTS if re.search(way, low))
    moments = tuple(moment for clause in read for moment in _moments(text, clause))
    return Surroundings(defined, moments, students, family(defined, findings))


def family(definitions: Iterable[Definition], findings: Iterable[Finding]) -> str:
    """Name the model family by its terms and its provisions: SOPIPA, SUPER, Student DATA Act, …"""
    terms = {definition.term for definition in definitions}
    given = {finding.provision for finding in findings}
    for name, words, provisions, least in _FAMILIES:
        if terms & words and len(given & provisions) >= least:
            return name
    return ""


def _definitions(text: Text, clauses: Iterable[Clause]) -> Iterable[Definition]:
    seen: set[str] = set()
    for clause in clauses:
        if clause.kind != "definition":
            continue
        match = _DEFINED.search(fold(text.body[clause.start : clause.end])[:400])
        term = (match["quoted"] or match["bare"]).strip(" ,.").lower() if match else ""
        if term in _TERMS and term not in seen:
            seen.add(term)
            yield Definition(term, clause.place, clause.start, clause.end)


def _moments(text: Text, clause: Clause) -> Iterable[Moment]:
    words = text.body[clause.start : clause.end]
    if len(words) > 1_000 or clause.kind in ("definition", "finding"):
        return
    for kind, way in _MOMENTS:
        if re.search(way, words, re.IGNORECASE):
            if kind == "applies from" and not _DATE.search(words):
                continue
            yield Moment(kind, _iso(words), clause.place, clause.start, clause.end)
            return


def _iso(words: str) -> str:
    """Return the first date in ``words`` as ISO; empty without one.

    >>> _iso("takes effect on July 1, 2016")
    '2016-07-01'
    """
    match = _DATE.search(words)
    if match is None:
        return ""
    month = _MONTHS.index(match[1].lower()) + 1
    return f"{match[3]}-{month:02}-{int(match[2]):02}"
