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
    r"|\bterm (?P<bare>[a-z][\w' -]{2,60}?) (?:means|includes|has the meaning)"
    r"|^(?:\(?\w{1,4}[.)] ?)?(?P<plain>[a-z][a-z' -]{2,60}?) "
    r"(?:means|shall mean|has the meaning)\b",
    re.IGNORECASE,
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DATE = re.compile(
    rf"\b(?P<month>{'|'.join(_MONTHS)})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
    rf"|\bfirst day of (?P<first>{'|'.join(_MONTHS)}),?\s+(?P<of>\d{{4}})",
    re.IGNORECASE,
)
_MOMENTS = (
    (
        "sunset",
        r"\b(?:expires?|sunsets?|shall expire|remains? in (?:effect|force) (?:only )?until"
        r"|(?:becomes?|is) inoperative|(?:is repealed|terminates?)(?= (?:on |effective |as of )?"
        rf"(?:(?:{'|'.join(_MONTHS)})\b|the first day)))\b",
    ),
    (
        "applies from",
        r"\b(?:applies|apply|applicable) (?:only )?(?:to|with respect to)\b[^.;]{0,99}\b"
        r"(?:entered into|renewed|amended|contracts?|agreements?|school years?|beginning"
        r"|occurring)\b"
        rf"|^(?:\(\w{{1,4}}\) ?)*on and after (?=(?:{'|'.join(_MONTHS)})\b)",
    ),
    (
        "effective",
        r"\b(?:takes?|shall take|becomes?) effect(?:ive)?\b|\b(?:becomes?|is) operative\b"
        r"|\beffective (?:date|on|immediately)|\bshall be in force\b"
        rf"|\(effective (?=(?:{'|'.join(_MONTHS)})\b)",
    ),
)
_TIMED = tuple((kind, re.compile(way, re.IGNORECASE)) for kind, way in _MOMENTS)
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
    moments = tuple(
        {_key(moment): moment for clause in read for moment in _moments(text, clause)}.values()
    )
    return Surroundings(defined, moments, students, family(defined, findings))


def _key(moment: Moment) -> tuple[str, str, str]:
    """Return what tells moments apart: the same said twice in a place is one, said in words not."""
    return moment.kind, moment.date or f"{moment.start}", moment.place


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
        term = match[match.lastgroup or 0].strip(" ,.").lower() if match else ""
        if term in _TERMS and term not in seen:
            seen.add(term)
            yield Definition(term, clause.place, clause.start, clause.end)


def _moments(text: Text, clause: Clause) -> Iterable[Moment]:
    """Yield what a clause says of its own time: one moment a kind, in the order it says them."""
    words = text.body[clause.start : clause.end]
    if len(words) > 1_000 or clause.kind in ("definition", "finding"):
        return
    found = [(kind, match) for kind, way in _TIMED if (match := way.search(words))]
    if not found:
        return
    found.sort(key=lambda one: one[1].start())
    ends = [*(match.start() for _, match in found[1:]), len(words)]
    for (kind, match), end in zip(found, ends, strict=True):
        date = _iso(words[match.start() : end]) or (_iso(words) if len(found) == 1 else "")
        if date or (kind != "applies from" and len(found) == 1):
            yield Moment(kind, date, clause.place, clause.start, clause.end)


def _iso(words: str) -> str:
    """Return the first date in ``words`` as ISO; empty without one.

    >>> _iso("takes effect on July 1, 2016"), _iso("on the first day of October, 2026")
    ('2016-07-01', '2026-10-01')
    """
    match = _DATE.search(words)
    if match is None:
        return ""
    month = _MONTHS.index((match["month"] or match["first"]).lower()) + 1
    return f"{match['year'] or match['of']}-{month:02}-{int(match['day'] or 1):02}"
