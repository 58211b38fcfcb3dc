"""Tag a clause: definition, duty, ban, permission, exception, finding, repealer, effective, other.

All patterns read lower-cased words, so text in capitals is read alike. Literal gates come before
patterns: most clauses meet two or three of them.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from billwatch.models import ClauseKind
from billwatch.sections.formal import defines, formal, rules


class Lead(NamedTuple):
    """A lead-in: its span, its kind, its words, and whether its end opens an exception list."""

    start: int
    end: int
    kind: ClauseKind
    words: str
    carves: bool = False


_BINDING = re.compile(r"\b(?:shall|must)\b")
_MODAL_BEFORE = re.compile(
    r"(?P<before>\S*)\s(?:shall|may|must|can|will)(?:,[^,]{1,80},)?"
    r"(?: (?:also|\w+ly|at any time|in any way))?$"
)
_EXCUSED_AFTER = re.compile(
    r" not\w| not (?:only|be (?:construed|deemed|interpreted|considered|limited|a "
    r"defense|required|affected"
    r"|impaired|prohibited|precluded|prevented)|apply|affect|(?:otherwise )?preclude|"
    r"supersede|limited)\b"
)
_RELATIVE = frozenset(("that", "which", "who", "if", "when", "as"))
_PROHIBITS = re.compile(
    r"(?<!not )\b(?:is|are|be)(?: hereby| strictly| expressly| further)? "
    r"(?:prohibited|forbidden|barred)\b"
)
_NO_ONE = re.compile(
    r"\b(?:no|neither) (?!later\b|less\b|more\b|fewer\b|earlier\b|event\b)[^.;:]{1,220}?"
    r"\b(?:shall|may|must|can|will)\b(?! not| be required| deny| abridge| infringe| be denied)|"
    r"\b(?:in|under) no (?:case|event|circumstances?) (?:shall|may)|\bnor (?:shall|may)\b"
)
_REFRAINS = re.compile(
    r"\bunlawful\b|\bshall(?: \w+)? refrain from|\b(?:shall|may|must) (?:neither|never)\b|"
    r"\b(?:is|are) not (?:permitted|authorized|allowed) to\b|\b(?:shall|must) (?:\w+ )?cease\b"
)
_SELF = (
    r"(?:nothing (?:in|contained|herein|under)|(?:this|these|the (?:provisions?|"
    r"requirements?|prohibitions?|restrictions?|limitations?) (?:of|in|under|set "
    r"forth in|contained in|described in)"
    r"|the foregoing|sections?|subsections?|paragraphs?|subdivisions?|such prohibition)\b)"
)
_NOTHING = re.compile(
    r"\bnothing (?:in|contained|herein|under)\b|"
    r"\b(?:shall |may )?not be (?:prohibited|precluded|prevented) from\b|"
    + rf"^\W*(?:(?:however|provided)[^.]{{0,30}}, )?(?:\w[^.,;]{{0,120}}, "
    rf")?{_SELF}[^.;]{{0,160}}?\b(?:(?:shall|does|do|may|is|are|will|should) not (?:be "
    rf"(?:construed|deemed|interpreted|intended|read)|(?:\w+ly )?(?:prohibit|limit|"
    rf"restrict|prevent|preclude|impair|supersede|impose|require|create|authorize|"
    rf"affect|abrogate|forbid|impede|bar|diminish|alter))|(?:shall|does|do)(?: "
    rf"not)?\W*$)|"
    r"\b(?:does|do|shall|may) not (?:be (?:construed|interpreted|deemed) (?:to|as)|"
    r"prohibit|preclude) "
)
_AFTER_NOT = re.compile(
    r" not (?:be )?(?:(?!apply )\w+ly )?(?:deemed to |construed to )?(?:be )?(\w+)"
)
_EXCUSE_WORDS = """
    apply subject covered required construed deemed interpreted intended read prohibit limit
    restrict prevent preclude impair supersede impose require create authorize affect abrogate
    forbid impede bar diminish alter otherwise do prohibited precluded prevented
"""
_EXCUSES = frozenset(_EXCUSE_WORDS.split())
_NOT_APPLY = re.compile(
    r"\b(?:does|do|shall|will|may) not (?:be (?:construed|deemed) to )?(?:\w+ "
    r")?apply\b|\b(?:is|are|shall be) exempt(?:ed)?\b|\b(?:is|are|shall) not (?:be "
    r")?(?:subject to|covered by|required to)\b|\bshall be inapplicable\b"
)
_BINDS = re.compile(
    r"\b(?:is|are|be) (?:required|responsible|obligated|obliged) (?:to|for)\b|\bagrees? to\b|"
    r"\b(?:has|have) (?:the|a) (?:right|duty|responsibility|obligation)\b|\b(?:is|are) entitled\b|"
    r"\bdirected to\b|\bmay only\b|\bmay [\w, ]{1,60} only (?:if|with|for|to|when|upon|in|as|under|"
    r"after|by|where|on|pursuant|through|at)\b"
)
_NAMED = re.compile(r"\b(?:shall|may) be (?:known(?: and)?|cited|referred to)\b[^.;]{0,30}\bas\b")
_MAY = re.compile(
    r"\bmay\b(?! \d)|\b(?:is|are) (?:authorized|permitted|allowed|empowered|encouraged)\b|"
    r"\bpermissible\b|\bcan\b"
)
_CARVES = re.compile(
    r"\bunless\b(?=[^.;]*\b(?:purposes?|circumstances?|reasons?|instances?)\b)|(?<!to )\bexcept\b|"
    r"\bfollowing exceptions?\b|\bother than\b"
)
_RESUMES = re.compile(r", (?:[^,]{2,}\b)?(?:shall|must|may)\b")
_GOES_ON = re.compile(r", (?:[^,]{2,}\b)?(?:shall|must|may|is|are|does|do|has|have)\b")
_AS_PROVIDED = re.compile(
    r"except as (?:otherwise )?(?:provided|permitted|authorized|allowed|specified|required|set)"
)
_TURNS = re.compile(r"\bbut (?:must|shall) (?!not\b)[^.;:]{0,80}\bfollowing\W*$")
_OPENINGS = ("unless", "except", "provided", "with the exc", "other than")
_OPENS = re.compile(
    r"(?:unless|except(?! as (?:otherwise )?(?:provided|permitted|authorized|allowed|"
    r"specified|required|set))|provided|with the exception|other than)\b"
)


@lru_cache(maxsize=8192)  # the prints of a bill, and companion bills, repeat most sentences
def of_own(low: str) -> ClauseKind:
    """Tag a sentence by its own words, lower-cased."""
    kind = formal(low)
    if kind:
        return kind
    if defines(low):
        return "ban" if rules(low) else "definition"
    return _modal(low)


def bans(low: str) -> bool:
    """Say whether a sentence forbids its actor something."""
    at = low.find(" not")
    while at >= 0:
        modal = _MODAL_BEFORE.search(low, max(0, at - 110), at)
        excused = modal is None or _EXCUSED_AFTER.match(low, at)
        if modal and not excused and modal["before"].strip("(,") not in _RELATIVE:
            return True
        at = low.find(" not", at + 4)
    gate = "prohibited" in low or "forbidden" in low or "barred" in low
    if gate and _PROHIBITS.search(low):
        return True
    if (
        " no " in low or low.startswith("no ") or "neither" in low or "nor " in low
    ) and _NO_ONE.search(low):
        return True
    gate = "unlawful" in low or "refrain" in low or "never" in low or "neither" in low
    return (gate or "cease" in low or " not " in low) and _REFRAINS.search(low) is not None


def _modal(low: str) -> ClauseKind:
    """Tag a sentence by its modal verb."""
    if ("cited" in low or "known" in low or "referred" in low) and _NAMED.search(low, 0, 200):
        return "other"
    forbids = bans(low)
    after = _AFTER_NOT.findall(low) if " not " in low else []
    excuses = not _EXCUSES.isdisjoint(after) or low.endswith((" not", " not:", " not—"))
    if excuses or "nothing" in low or "exempt" in low or "inapplicable" in low:
        if _mainly(_NOT_APPLY, low) and not (forbids and bans(_NOT_APPLY.sub(" ", low))):
            return "exception"
        if _mainly(_NOTHING, low):
            return "permission"
    if forbids:
        return "ban"
    if low.startswith(_OPENINGS) and _OPENS.match(low) and not _goes_on(low):
        return "exception"
    if _binds(low):
        return "duty"
    gate = "may" in low or "authori" in low or "permi" in low or "allowed" in low
    if (gate or "encouraged" in low or "empowered" in low or " can " in low) and _MAY.search(low):
        return "permission"
    return "other"


def _goes_on(low: str) -> bool:
    """Say whether a sentence that opens with an exception goes on with a main clause."""
    if _GOES_ON.search(low):
        return True
    comma = low.find(", ") if not low.startswith(("except that", "provided")) else -1
    return comma > 0 and low.count(" ", comma + 2) >= 4


def _mainly(pattern: re.Pattern[str], low: str) -> bool:
    """Say whether a pattern is the sentence's main verb: nothing binds anyone before it."""
    found = pattern.search(low)
    return found is not None and not _BINDING.search(low, 0, found.start())


def _binds(low: str) -> bool:
    """Say whether a sentence lays a duty on someone, or gives a right."""
    for modal in ("shall", "must"):
        at = low.find(modal)
        while at >= 0:
            if not low.endswith(("that ", "which "), 0, at):
                return True
            at = low.find(modal, at + 5)
    gate = (
        "requir" in low
        or "responsib" in low
        or "obligat" in low
        or "obliged" in low
        or "agree" in low
    )
    gate = gate or " right" in low or "entitled" in low or "directed to" in low or "may only" in low
    gate = gate or " duty" in low or "only" in low
    return gate and _BINDS.search(low) is not None


def _in_definitions(low: str) -> ClauseKind:
    """Tag an item of a definition list: a definition, unless it is a whole sentence with a rule."""
    if low[0] in '“"' or not low.endswith((".", ":", ".”", '."')):
        return "ban" if rules(low) else "definition"
    own = of_own(low)
    if own == "permission":
        return (
            own
            if "nothing" in low or low.startswith(("notwithstanding", "a ", "an ", "the "))
            else "definition"
        )
    return own if own in ("ban", "duty", "exception", "finding") else "definition"


def carves(low: str) -> bool:
    """Say whether a lead-in ends in an exception, so that its items are exceptions.

    >>> carves("an operator shall not disclose it unless for one of the following purposes")
    True
    >>> carves("except as provided in section 3, an operator shall not")
    False
    """
    if not any(word in low for word in ("unless", "except", "other than")):
        return False
    found = list(_CARVES.finditer(low, max(0, len(low) - 600)))
    if not found or not low[: found[-1].start()].strip(" ,;"):
        return False
    if _AS_PROVIDED.match(low, found[-1].start()):
        return False
    return not _RESUMES.search(low, found[-1].end())


def turns(low: str) -> bool:
    """Say whether a ban ends in the opening of a list of duties.

    >>> turns("a report may not name a child, but must contain all of the following:")
    True
    """
    return "but " in low and _TURNS.search(low, max(0, len(low) - 200)) is not None


def under(low: str, leads: tuple[Lead, ...]) -> ClauseKind:
    """Tag an item by its own words and the lead-ins it stands under, innermost first."""
    for lead in reversed(leads):
        if lead.carves:
            own = of_own(low)
            return own if own in ("ban", "duty") and not _OPENS.match(low) else "exception"
        if lead.kind == "finding":
            return "finding"
        if lead.kind == "definition":
            return _in_definitions(low)
        if lead.kind in ("permission", "exception", "ban"):
            return lead.kind
        if lead.kind == "duty":
            own = of_own(low)
            return own if own in ("ban", "exception", "definition") else "duty"
    return of_own(low)
