"""Tell what a finding says in typed values: deadlines, recipients, data, askers, terms, sums.

They are read from the words that the finding quotes, and from its detail where another sentence
of the same party said more; nothing is stored, so that they follow from any finding.

>>> from billwatch.models import Finding
>>> quote = "shall notify the school within 5 business days after it discovers a breach"
>>> found = Finding("breach_notice_school", "yes", "5 business days", "operator", "1", 0, 1, quote,
...                 0.9, "breach_notice_school.tell")
>>> as_json(values(found))["deadlines"]
[{'number': 5, 'unit': 'day', 'days': 'business', 'trigger': 'discovery', 'outer': True}]
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from billwatch.models import Finding
from billwatch.provisions.details import Time, manner, sums, terms, times
from billwatch.provisions.patterns import fold


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time by which something must be done, counted from ``trigger`` where that is said.

    ``days`` is business, calendar, school, working or empty; ``outer`` marks a limit ("within").
    """

    number: int
    unit: str
    days: str = ""
    trigger: str = ""
    outer: bool = False


@dataclass(frozen=True, slots=True)
class Penalty:
    """A sum in whole dollars, or a crime.

    ``limit`` is at most, at least or empty; ``per`` says of what: violation, day, student, ….
    """

    kind: str
    dollars: int | None = None
    limit: str = ""
    per: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """What a finding says, in types; empty where it says nothing of the kind."""

    deadlines: tuple[Deadline, ...] = ()
    manner: str = ""
    trigger: str = ""
    recipients: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    may_ask: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    enforcers: tuple[str, ...] = ()
    consent: str = ""


_DEADLINES = frozenset({"breach_notice_school", "breach_notice_family", "delete_request",
                        "delete_end", "access_correction", "parent_notice", "opt_out",
                        "contract_publication", "vendor_transparency",
                        "data_inventory"})  # fmt: skip
_NOTICES = frozenset({"breach_notice_school", "breach_notice_family", "parent_notice"})
_TERMS = frozenset({"written_contract", "flow_down"})
_PENALTIES = frozenset({"penalty", "private_action", "breach_cost", "public_enforcer"})
_CONSENT = re.compile(r"\bopt-in-\w+")

Names = tuple[tuple[str, re.Pattern[str]], ...]


def _names(table: dict[str, str]) -> Names:
    return tuple((name, re.compile(way, re.IGNORECASE)) for name, way in table.items())


_AFTER = re.compile(r"\b(?:after|of|from|following|upon|once|when|if|whenever|where)\b", re.I)
_TRIGGERS = _names({
    "discovery": r"discover|(?:becom|ma[dk])\w* aware|learn(?:s|ed|ing)?\b|detect|actual knowledge",
    "determination": r"determin",
    "confirmation": r"\bconfirm|\bverif(?:y|ies|ication)",
    "suspicion": r"suspect|reason to believe|reasonably believe",
    "notification": r"receiv\w+ (?:such |the |a )?noti|receipt of (?:such |the |a )?noti"
                    r"|being (?:notified|informed)|\bnotification|is notified",
    "request": r"\brequest",
    "end of contract": r"terminat|expir|conclusion|complet\w+ of|end of (?:the|its) (?:contract"
                       r"|agreement)|no longer needed",
    "end of enrollment": r"graduat|withdraw|unenroll|leaves the school|transfers? from",
    "school year": r"(?:beginning|start|end) of (?:the|each) school year",
    "incident": r"breach|incident|unauthori[sz]ed|occurr|compromis|violation",
})  # fmt: skip
_TELLS = re.compile(
    r"\b(?:notif(?:y|ies|ied|ying|ication)|inform(?:s|ed|ing)?|report(?:s|ed|ing)?|advise|alert"
    r"|notices?|disclose)\b", re.IGNORECASE)  # fmt: skip
_TOLD_END = re.compile(
    r"\b(?:breach|unauthori|compromis|incident|within|not? later|upon|if|when|without|who|that|of a"
    r"|of any|regarding|about)\b|[;]", re.IGNORECASE)  # fmt: skip
_TO = re.compile(r"[^.;]{0,90}?\bto (?P<who>[^.;]{0,60})")
_RECIPIENTS = _names({
    "attorney general": r"attorneys? general",
    "federal agency": r"\bFTC\b|Federal Trade|the Commission\b|\bSecretary\b",
    "state agency": r"state (?:board|department|agenc|superintendent|education)|commissioner"
                    r"|the department|department of|superintendent of public",
    "school": r"\bschools?\b|district|local board|school board|educational (?:agenc|institution)"
              r"|\bLEA\b|institution|public agency|governing bod",
    "parent": r"parent|guardian|famil(?:y|ies)\b",
    "student": r"(?<!of the )(?<!of a )(?<!of each )\b(?:student|pupil|minor|covered user)s?\b"
               r"(?! (?:data|information|record))",
    "individual": r"\b(?:individual|consumer|resident|affected person|data subject)s?\b",
})  # fmt: skip
_DATA = _names({
    "Social Security numbers": r"social security",
    "biometric": r"biometric|finger ?print|facial (?:recognition|geometry)|retina|voice ?print",
    "health": r"\bmedical|\bhealth\b|psychiatric|psychological|immuni[sz]ation",
    "special education": r"special education|disabilit|\bIEP\b|individuali[sz]ed education",
    "discipline": r"disciplin",
    "juvenile or criminal": r"juvenile|criminal (?:record|history)|delinquen|arrest",
    "homelessness": r"homeless",
    "immigration": r"immigration|citizenship|alien status",
    "income": r"\bincome\b|free (?:and|or) reduced|socioeconomic|economic status",
    "language": r"English (?:language )?learner|limited English|home language",
    "race or ethnicity": r"\brac(?:e|ial)\b|ethnic",
    "religion": r"religio",
    "politics": r"politic|voting|party affiliation",
    "firearms": r"\bgun\b|firearm",
    "sexuality or gender": r"sexual|gender identity",
    "family": r"family (?:information|relationship|life)|appraisals? of",
    "location": r"geo-?location|location (?:data|information|tracking)|whereabouts|\bGPS\b",
    "accounts and passwords": r"password|log-?in|account (?:name|credential)|user ?name",
    "online activity": r"search (?:activit|histor)|browsing|web(?:site)? activit|keystroke",
    "images": r"photograph|video|audio|image|camera",
    "directory information": r"directory information",
    "contact": r"(?:home|e-?mail|mailing|street|exact|physical|residential) address"
               r"|names?,? (?:and |or )?address|telephone|phone number",
    "grades and tests": r"\bgrades?\b(?! \d)(?! (?:level|k|twelve))|test (?:score|result)"
                        r"|assessment (?:score|result)|transcript",
    "education records": r"education(?:al)? records?|student records?|pupil records?",
    "covered information": r"covered information",
    "personally identifiable": r"personally[- ]identifiable|personal (?:data|information)",
    "student data": r"(?:student|pupil|learner)s?(?:'s?)? (?:\w+ ){0,2}?(?:data|information)",
})  # fmt: skip
_ASK = re.compile(r"\b(?:request|direction|demand|instruction|asks?\b)(?:s|ed|ing)?", re.I)
_ASKED_BY = re.compile(r"(?: \w+){0,3}? (?:of|by|from) (?P<who>[^.;:]{0,90})", re.IGNORECASE)
_TURN = re.compile(r"[.;:,]|\b(?:if|when|where|unless|upon|until|provided)\b", re.IGNORECASE)
_OWN = re.compile(r"(\w+)'s? (?:\w+ )?$")
_ASKERS = _names({
    "school": r"\bschools?\b|district|\bboard\b|educational (?:agenc|institution)|\bLEA\b|agenc"
              r"|institution",
    "parent": r"parent|guardian|famil(?:y|ies)\b",
    "student": r"\b(?:student|pupil|minor|covered user|user|child|teen)s?\b(?!'s?\b)"
               r"(?! (?:data|information|record))",
    "individual": r"\b(?:individual|consumer|person)s?\b",
})  # fmt: skip
_ENFORCERS = _names({
    "attorney general": r"attorneys? general",
    "Federal Trade Commission": r"Federal Trade Commission|\bFTC\b",
    "prosecutor": r"(?:district|county|prosecuting|state's|city) attorney|prosecutor",
    "consumer-protection law": r"unfair (?:\w+ ){0,2}(?:or|and) deceptive"
                               r"|(?:deceptive|unfair) (?:trade )?pract"
                               r"|consumer (?:protection|fraud)",
    "federal agency": r"\bSecretary\b|the Commission\b|federal (?:agency|functional regulator)",
    "state agency": r"state (?:board|department|superintendent|agency)|commissioner"
                    r"|the department|department of|chief privacy officer",
    "school board": r"school (?:board|district)|local board|governing board",
})  # fmt: skip
_CRIMES = re.compile(
    r"\b(?:class [a-z\d]\b |level \d |gross |first[- ]degree )?(?:misdemeanor|felony)\b"
    r"|\bimprison\w*|\b(?:petty|criminal) offense", re.IGNORECASE)  # fmt: skip
_BARS = re.compile(
    r"terminat\w{1,4} (?:of )?(?:the|such|any|its) (?:contract|agreement)"
    r"|(?:barred|ineligible|prohibited|precluded|debar\w{0,6})\b[^.;]{0,80}\b(?:contract|access"
    r"|bid)"
    r"|(?:may|shall) not (?:\w+ ){0,6}access\b[^.;]{0,60}\byears?", re.IGNORECASE)  # fmt: skip
_LOST = ("loss of funds, contract or access", "crime")
_KIND = _names({
    "civil penalty": r"civil (?:\w+ )?penalt|civil fine|civil forfeiture",
    "damages": r"damages",
    "administrative fine": r"administrative (?:fine|penalt)",
    "fine": r"\bfine[ds]?\b",
    "penalty": r"penalt",
})  # fmt: skip
_MOST = re.compile(
    r"(?:up to|(?:no|nor|not) (?:to be )?more than|(?:not )?(?:to )?exceed(?:ing)?|maximum(?: of)?"
    r"|(?:no|not) greater than)\W+(?:\w+\W+){0,2}?$", re.IGNORECASE)  # fmt: skip
_LEAST = re.compile(
    r"(?:not less than|at least|minimum(?: of)?|greater of)\W+(?:\w+\W+){0,2}?$", re.I
)
_PER = re.compile(
    r"[^.;$]{0,40}?\b(?:for each|for every|per|for a|for the|in the case of a|for any)"
    r" (?P<which>first|second|third|subsequent|additional)?[\w ]{0,20}?"
    r"(?P<what>violation|day|student|child|record|offense|incident|event|breach|person|individual)",
    re.IGNORECASE)  # fmt: skip


def values(finding: Finding) -> Values:
    """Return what the finding says in types, by what its provision asks."""
    quote = " ".join(fold(finding.quote).split())
    provision = finding.provision
    timed = provision in _DEADLINES
    consent = _CONSENT.search(finding.detail)
    return Values(
        deadlines=deadlines(quote, finding.detail) if timed else (),
        manner=manner(quote) if timed else "",
        trigger=trigger(quote) if provision in _NOTICES else "",
        recipients=recipients(quote) if provision in _NOTICES else (),
        data=_named(_DATA, quote),
        may_ask=may_ask(quote, finding.detail) if provision == "delete_request" else (),
        terms=_terms(quote, finding.detail) if provision in _TERMS else (),
        penalties=penalties(quote, finding.detail) if provision in _PENALTIES else (),
        enforcers=enforcers(quote, finding.detail) if provision == "public_enforcer" else (),
        consent=consent[0] if consent else "",
    )


def as_json(given: Values) -> dict[str, object]:
    """Return the values that are not empty, as JSON has them: tuples as lists."""
    return {name: _plain(value) for name, value in asdict(given).items() if value}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _named(names: Names, words: str) -> tuple[str, ...]:
    """Return the names whose words occur, in the order of the table."""
    return tuple(name for name, way in names if way.search(words))


def deadlines(quote: str, detail: str = "") -> tuple[Deadline, ...]:
    """Return the deadlines of ``quote``, limits first; those of ``detail`` where it has none.

    >>> deadlines("within 45 days of the date of the request, or 90 days where it is complex")
    (Deadline(number=45, unit='day', days='', trigger='request', outer=True), \
Deadline(number=90, unit='day', days='', trigger='', outer=False))
    """
    said = times(quote)
    ends = [*(time.start for time in said[1:]), len(quote)]
    found = [
        Deadline(time.number, time.unit, time.kind, _since(quote, time, end), time.outer)
        for time, end in zip(said, ends, strict=False)
    ]
    if not found:
        found = [Deadline(time.number, time.unit, time.kind) for time in times(detail)]
    return tuple(dict.fromkeys(sorted(found, key=lambda one: not one.outer)))


def _since(words: str, time: Time, end: int) -> str:
    """Return what starts the clock: said behind the time, else where the sentence begins."""
    behind = re.split(r"[.;]", words[time.end : min(end, time.end + 170)], maxsplit=1)[0]
    opens = _AFTER.match(words.lstrip()) is not None
    return _first(behind, 60) or (trigger(words[: time.start]) if opens else "")


def trigger(words: str) -> str:
    """Return what sets off a duty: discovery, determination, notification, incident, …

    >>> trigger("Upon discovery of a breach of student data, a contractor shall notify the board")
    'discovery'
    """
    return _first(words, len(words))


def _first(words: str, reach: int) -> str:
    """Return the first trigger behind an "after", "upon" or "of" that begins within ``reach``."""
    for after in _AFTER.finditer(words, 0, reach):
        near = words[after.end() : after.end() + 110]
        found = [(match.start(), name) for name, way in _TRIGGERS if (match := way.search(near))]
        if found:
            return min(found)[1]
    return ""


def recipients(words: str) -> tuple[str, ...]:
    """Return whom someone must tell.

    >>> recipients("shall notify the local board and the attorney general within 3 days")
    ('attorney general', 'school')
    """
    found: dict[str, None] = {}
    for tells in _TELLS.finditer(words):
        behind = words[tells.end() : tells.end() + 160]
        stop = _TOLD_END.search(behind)
        told = _named(_RECIPIENTS, behind[: stop.start()] if stop else behind)
        given = None if told else _TO.match(behind)
        found |= dict.fromkeys(told or (_named(_RECIPIENTS, given["who"]) if given else ()))
    return tuple(name for name, _ in _RECIPIENTS if name in found)


def may_ask(quote: str, detail: str = "") -> tuple[str, ...]:
    """Return who may ask: school, parent, student, individual.

    >>> may_ask("delete the data of a pupil at the request of a school or of the pupil's parent")
    ('school', 'parent')
    """
    near = " | ".join(_asker(quote, match.start(), match.end()) for match in _ASK.finditer(quote))
    said = [name for name in ("school", "parent", "student") if f"{name} asks" in detail]
    found = {*_named(_ASKERS, near), *said}
    return tuple(name for name, _ in _ASKERS if name in found)


def _asker(words: str, start: int, end: int) -> str:
    """Return the words that name who asks: behind "request of", or before "'s request"."""
    if behind := _ASKED_BY.match(words, end):
        return behind["who"]
    before = words[max(0, start - 80) : start]
    own = _OWN.search(before)
    return own[1] if own else _TURN.split(before.rstrip(", "))[-1]


def _terms(quote: str, detail: str) -> tuple[str, ...]:
    """Return the kinds of terms a contract must have, in the order of the table."""
    known = dict.fromkeys([*filter(None, terms(quote).split(", ")), *_said(detail)])
    return tuple(known)


def _said(detail: str) -> Iterable[str]:
    """Return the kinds of terms that a detail lists."""
    kinds = set(terms(_EVERY).split(", "))
    return (word for part in detail.split("; ") for word in part.split(", ") if word in kinds)


# One word of every kind of term, so that `_said` knows their names.
_EVERY = (
    "purpose sale redisclosure security breach delete ownership parent may review training penalty "
    "ferpa"
)


def penalties(quote: str, detail: str = "") -> tuple[Penalty, ...]:
    """Return the sums, crimes and exclusions that ``quote`` lays on a breach of the law.

    >>> penalties("a civil penalty of not more than five thousand dollars for each violation")
    (Penalty(kind='civil penalty', dollars=5000, limit='at most', per='violation'),)
    """
    kind = next((name for name, way in _KIND if way.search(quote)), "")
    found = [
        Penalty(kind, dollars, _limit(quote[:start]), _per(quote[end : end + 110]))
        for dollars, start, end in sums(quote)
    ]
    found += [Penalty(kind or "sum", dollars) for dollars, _, _ in sums(detail) if not found]
    found += [Penalty(" ".join(match[0].lower().split())) for match in _CRIMES.finditer(quote)]
    found += [Penalty("loss of contract or access")] if _BARS.search(quote) else []
    found = found or ([Penalty(kind)] if kind else [])
    return tuple(dict.fromkeys(found or [Penalty(one) for one in _LOST if one in detail]))


def _limit(before: str) -> str:
    near = before[-60:]
    return "at most" if _MOST.search(near) else "at least" if _LEAST.search(near) else ""


def _per(behind: str) -> str:
    match = _PER.match(behind)
    if match is None:
        return ""
    which = f"{match['which'].lower()} " if match["which"] else ""
    return which + match["what"].lower()


def enforcers(quote: str, detail: str = "") -> tuple[str, ...]:
    """Return who may act against a breach of the law."""
    found = dict.fromkeys(_named(_ENFORCERS, quote))
    if "AG" in detail.split("; "):
        found = {"attorney general": None} | found
    return tuple(found)
