"""Learn what an agreement calls its two sides, so that the cues can speak of either.

``between the Board of Education ("Board") and a private group ("the Group")`` makes Board the
giver's side and Group the receiver's. In the text that the cues read, these names are replaced,
character for character, by ``%`` (giver) and ``@`` (receiver).
"""

import re
from dataclasses import dataclass
from itertools import chain

from billwatch.agreement import names

GIVER, RECEIVER = "%", "@"
_REACH = 6000
# What agreements call their sides without saying so.
_GIVERS = (
    "Data Provider",
    "Disclosing Party",
    "Data Owner",
    "Educational Agency",
    "Education Agency",
)
_RECEIVERS = ("Data Recipient", "Receiving Party", "Data User", "Data Requester", "Data Requestor")
_NAMED = re.compile(
    r"(?P<full>[^()\n;]{0,160})\(\s*(?:(?:hereinafter|hereafter|herein|also|collectively|each)?,?\s*"
    r"(?:referred to as|called|known as|individually)?,?\s*(?:as\s+)?(?:the|an?)?\s*)"
    r"[\"“](?:the )?(?P<name>[A-Z][\w.&’'-]*(?: [A-Z&][\w.&’'-]*){0,4})[\"”]"
    r"(?:,? or (?:the )?[\"“](?P<other>[A-Z][\w. &-]{1,40})[\"”])?"
)
_BRACKETED = re.compile(
    r"(?P<full>\w[^()\n;.]{3,120}) "
    r"\((?:the )?(?P<name>[A-Z][\w&-]+(?: [A-Z][\w&-]+){0,2})(?P<other>)\)"
)
_SCHOOL = re.compile(
    r"\b(?:school|schools|district|board of education|education agency|educational agency|academy"
    r"|department of (?:public )?(?:education|instruction)|\bLEA\b|\bSEA\b|charter|superintendent"
    r"|supervisory union|intermediate unit|elementary|kindergarten|BOCES|ISD)\b",
    re.I,
)
_COLLEGE = re.compile(r"\b(?:university|college)\b", re.I)
_NO_PARTY = re.compile(
    r"\b(?:agreement|mou|moa|memorandum|addendum|dpa|data|information|part(?:y|ies)|services?|date"
    r"|term|act|ferpa|coppa|ppra|idea|pii|records?|project|stud(?:y|ies)|program|exhibit|schedule"
    r"|contract|purpose|breach|incident|system|products?|work|laws?|students?|parents?|users?"
    r"|elements?|deliverables?|materials?|reports?|assessment|section|policy|effective)\b",
    re.I,
)
_BODY = re.compile(
    r"\b(?:inc|llc|corp|corporation|company|foundation|organi[sz]ation|university|college"
    r"|institute|group|partner|partnership|provider|vendor|contractor|consultant|researcher"
    r"|nonprofit|not-for-profit|non-profit|council|council|cent(?:er|re)|association|society"
    r"|associates|consortium|research|bureau|solutions|technologies|systems|labs?|software|trust|alliance|collaborative|network|entity|coalition|fund|firm|agency|operator)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Parties:
    """The names that an agreement gives its sides; empty where it gives none."""

    givers: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()


_CALLED = re.compile(
    r"(?P<full>[A-Z][^,;()\n]{0,120}),? here(?:in)?after (?:called|known as|referred to as|the)? ?"
    r"(?:the )?[\"“]?(?P<name>[A-Z][\w-]+)(?P<other>)[\"”]?"
)


def parties(body: str) -> Parties:
    """Return what the beginning of an agreement calls its sides.

    Where it does not say what it calls them, the short forms of the names in its heading count (see
    `billwatch.agreement.names`).

    >>> parties('between a school board (the "Board") and a private group ("Acorn Group")')
    Parties(givers=('Board',), receivers=('Acorn Group',))
    """
    givers: dict[str, None] = {}
    receivers: dict[str, None] = {}
    others: dict[str, None] = {}
    start = body[:_REACH]
    for found in chain(*(kind.finditer(start) for kind in (_NAMED, _CALLED, _BRACKETED))):
        for name in filter(None, (found["name"], found["other"])):
            full = found["full"].rsplit(" and ", 1)[-1]
            if _NO_PARTY.search(name) and not _SCHOOL.search(name):
                continue
            if _SCHOOL.search(name) or (_SCHOOL.search(full) and not _BODY.search(name)):
                givers[name] = None
            elif _BODY.search(full) or _BODY.search(name):
                receivers[name] = None
            else:
                others[name] = None
    if givers and not receivers:
        receivers = others
    headed, speaker = _headed(body), names.spoken(body)
    givers |= dict.fromkeys((*headed.givers, *speaker[0]))
    receivers |= dict.fromkeys((*headed.receivers, *speaker[1]))
    return Parties(tuple(givers), tuple(x for x in receivers if x not in givers))


def _headed(body: str) -> Parties:
    """Return the sides by the names of the heading and by what the text makes short of them."""
    givers: list[str] = []
    receivers: list[str] = []
    full = names.headed(body[:_REACH])
    schools = [name for name in full if _SCHOOL.search(name) and not _COLLEGE.search(name)]
    if schools and len(schools) < len(full):
        for name in full:
            others = " ".join(other for other in full if other != name)
            (givers if name in schools else receivers).extend(names.short(name, others, body))
    return Parties(tuple(givers), tuple(receivers))


def mask(folded: str, sides: Parties) -> str:
    """Replace the names of the sides, as printed, without moving a character.

    >>> mask("Acorn shall", Parties((), ("Acorn",)))
    '@@@@@ shall'
    """
    for sign, called in (
        (GIVER, (*sides.givers, *_GIVERS)),
        (RECEIVER, (*sides.receivers, *_RECEIVERS)),
    ):
        for name in sorted(called, key=len, reverse=True):
            shouted = name.upper() if len(name) > len("us") else name
            pattern = rf"\b{re.escape(name)}\b|\b{re.escape(shouted)}\b"
            folded = re.sub(pattern, lambda found, sign=sign: sign * len(found[0]), folded)  # type: ignore[misc]
    return folded
