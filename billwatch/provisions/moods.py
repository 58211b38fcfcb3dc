"""The mood of a clause: what a sentence does, told from its verbs.

The mood is read from the clause, lead-ins included: ``ban`` (shall not, no operator may, it is
unlawful, no funds … that), ``duty`` (shall, must, is required), ``permission`` (nothing in this
section prohibits, may), ``definition`` and ``statement`` (neither). What a text forbids to read as
an authorisation ("nothing … authorises") is a ban.
"""

import re
from collections.abc import Iterable, Iterator

from billwatch.provisions.patterns import Alternatives, Span, build

_THIS = (
    r"(?:this|such|these|the) (?:section|act|chapter|article|subchapter|subpart|part"
    r"|subdivision|subsection|paragraph|provision|title|rule|regulation)s?"
)
_PERMIT = build(
    rf"\bnothing (?:contained )?(?:in|herein)\b|\b{_THIS}(?: [\w.()-]+){{0,4}}? (?:shall|may"
    rf"|does|do|will) not\b"
    r"|\bshall not (?:be construed|apply|extend|constitute|prohibit|prevent|preclude|limit)\b"
    r"|\b(?:does|do) not (?:prohibit|prevent|preclude|limit|apply|extend to|constitute)\b"
    r"|\b(?:is|are|be) not (?:prohibited|required|obligated|a (?:violation|breach) of)\b"
    r"|\b(?:consent|permission|authori[sz]ation|approval|notice|notification)\b[^.;:,]{0,60}?"
    r" (?:shall|may|must|will|is|are) not (?:be )?(?:required|needed|necessary)\b"
    r"|\bmay be construed\b"
)
_CONDITION = re.compile(
    r"(?:compl(?:y|ies)|meets?|accordance) with the following (?:requirements|conditions"
    r"|provisions)\W+|\bbut (?=(?:must|shall) (?!not\b)[^.;:]{0,80}\bfollowing\b)",
    re.IGNORECASE,
)
# "No later than June 1, the department shall": a measure, and no ban.
_MEASURE = re.compile(r"\bno (?:later|sooner|earlier|less|fewer|more) than\b", re.IGNORECASE)
# What is said to be allowed, or to be no whole list, bans nothing.
_ALLOWED = re.compile(
    r"\b(?:is|are) not (?:otherwise |expressly |specifically )?(?:prohibited|forbidden|barred) by\b"
    r"|\b(?:but )?(?:shall|must|may|need|is|are) not (?:necessarily )?be limited to\b",
    re.IGNORECASE,
)
_RELIEF = re.compile(
    r"\bnot,?(?: (?:in|by|of) itself,?)? (?:absolve|relieve|excuse)", re.IGNORECASE
)
_EFFECT = Alternatives(
    r"\b(?:prohibit|prevent|preclude|limit|restrict|impair|affect|requir|impos"
    r"|supersed|apply|deny|abridg|modif|creat)",
    r"\b(?:authori[sz]|allow|permit)",
)
_AUTHORISES = 1
_BAN = build(
    r"\b(?:shall|may|must|can|will|should) not\b|\bcannot\b|\b(?:shall|may|must) (?:\w+"
    r" ){0,3}only\b|\b(?:shall|may|must) (?:be )?neither\b|\bunlawful\b|\bcommits? an? "
    r"(?:(?:class \w+|gross) )?(?:offense|violation|misdemeanor|felony|crime)\b"
    r"|\b(?:us|process|kept|collect|obtain|disclos|shar|releas|access)(?:ed)? (?:for|to|in) no"
    r" (?:such )?(?:\w*commercial|marketing|advertising|private|political|secondary|purposes?|use"
    r"|sale|profit)\b"
    r"|\b(?:for|to) no other (?:purpose|use)|\bpurposes? and (?:for )?no other\b"
    r"|\b(?:is|are) not to (?:be )?(?:use|sold|sell|disclos|shar|releas|collect|kept|retain|giv"
    r"|made|transfer|access|rent|combin|linked)|\bto none but\b|\b(?:is|be|commits) (?:guilty of )?"
    r"an? (?:class \w )?(?:misdemeanor|felony|offense) (?:for|to)\b|\bit (?:is|shall be) a"
    r" violation (?:of this \w+ )?(?:for|to)\b|\b(?:unfair|deceptive) (?:trade |business )?"
    r"(?:practice|act) (?:under this \w+ )?for an?\b"
    r"|\b(?:is|are|be) (?:strictly |expressly |hereby )?(?:prohibited|forbidden|barred|banned"
    r"|outlawed)\b"
    r"|\b(?:prohibit(?:s|ing|ed)?|forbid(?:s|ding)?)\b|\b(?:prohibition|ban) (?:on|of|against)\b"
    r"|\bno funds\b|\b(?:refrain|abstain) from\b|\bnever\b"
    r"|\b(?:shall|may|must) in no (?:case|event|way)\b|\b(?:no person|nobody|no[- ]one)\b"
    r"|\bunder no circumstances?\b"
    r"|\b(?:is|are|be) not (?:permitted|allowed|lawful|authori[sz]ed|entitled|for sale)\b"
    r"|\b(?:shall|must|will) (?:decline|refuse) to\b|\bis (?:a violation of"
    r"|an offense under) this\b"
    r"|\bnot be (?:transferred|disclosed|released|shared|sold|used|collected|given"
    r"|made available)\b"
    r"|\bnone of (?:which|them|these|it) (?:shall|may|must|is to)\b|\bto no (?:person|one|party)\b"
    r"|\b(?:and|or) (?:in )?no (?:other(?:s|wise)?|others)\b|\bshall (?:form|be) no part\b"
    r"|\b(?:shall|must|may|will) (?:make|derive|take|give|have|put|keep|allow|permit|contain|hold"
    r"|carry|include|bear|store) (?:\w+ ){0,4}?(?:no|nothing)\b|\b(?:leave|left|kept?) out of\b"
)
_HANDLE = (
    r"(?:use|disclos|sell|shar|releas|collect|rent|retain|transfer|engag|permit|allow|re-?identif"
    r"|process|publish|provid|access|maintain|stor|target|conduct|requir|combin|link|track|obtain"
    r"|discriminat|profil|amass|creat|trad|leas|advertis|attempt|knowingly|market|record|monitor)"
)
_NO_PUBLIC = build(
    r"\bnot (?:be )?(?:considered|deemed|treated as|regarded as|held to be) (?:to be )?"
    r"(?:an? |any )?(?:public|open|government(?:al)?) records?\b"
)
# Counted gaps make RE2 slow: these are only tried where their words are.
_BAN_FAR = (
    (
        b"no ",
        build(
            r"\bno (?:[\w'/,-]+ ){1,14}?(?:shall|may|must|will|(?:is|are) (?:to|permitted|allowed"
            r"|authori[sz]ed|entitled|required|liable|available|accessible|open|sold|disclosed))\b"
            # Who may not, at any length: "No public or private school, whether …, may post".
            r"|^(?:\(\w+\) ?)*no (?:public|private|state|local|such|other|schools?|districts?"
            r"|persons?|individuals?|operators?|contractors?|vendors?|providers?|agenc(?:y|ies)"
            r"|employees?|institutions?|universit(?:y|ies)|colleges?|boards?|entit(?:y|ies)"
            r"|education(?:al)?|officers?|compan(?:y|ies)|business(?:es)?|covered|teachers?"
            r"|counsel\w+|psychologists?|nurses?|principals?|superintendents?|administrators?"
            r"|officials?|members?|part(?:y|ies)|students?|pupils?|parents?|child|records?"
            r"|information|data|recipients?|researchers?|children|minors?|tests?|surveys?"
            r"|questionnaires?|biometric|devices?|cameras?|recordings?|personal(?:ly)?)\b"
            r"[^.;:]*?\b(?:shall|may|must)\b"
        ),
    ),
    (b"bar", build(r"\b(?:bar(?:s|red|ring)|(?:shall|must|will|to) bar) (?:[^ .;]+ ){1,6}?from\b")),
    (
        b"nothing ",
        build(r"\bnothing (?:that|which|(?:from|by) which)\b[^.;]{0,80}?\b(?:shall|may|must) be\b"),
    ),
    (b"neither", build(r"\bneither\b[^.;]{0,120}?\b(?:shall|may)\b")),
    (
        b"not ",
        build(
            r"\b(?:agrees?|undertakes?|promises?|commits?|covenants?) (?:\w+ ){0,6}?not (?:to )?"
            rf"{_HANDLE}|\b(?:shall|must|will)\b[^.;]{{0,200}}?[:,] ?(?:\(\w+\) ?)?"
            rf"(?:(?:[\w ,]{{0,160}}), )?not (?:to )?{_HANDLE}"
            r"|\brequir\w* [^.;:]{0,120}?\b(?:contractors?|vendors?|operators?|providers?"
            r"|recipients?|part(?:y|ies)|entit(?:y|ies)|persons?|compan(?:y|ies)|data|information"
            rf"|records?|it|they) not (?:be )?(?:{_HANDLE}|sold|stor|kept)"
            r"|(?:^|[.:;] ?|\b(?:shall|must|will) )(?:\(\w+\) ?|\w+ly )?ensure [^.;:]{0,120}?"
            r"\b(?:do|does|is|are|will|be) not (?:be )?"
            rf"(?:{_HANDLE}|sold|stor|kept|provid|giv)"
        ),
    ),
)
_DUTY = build(
    r"\b(?:shall|must)\b|\b(?:is|are) (?:required|responsible|entitled)\b|\brequir(?:e|es"
    r"|ing)\b|\brequired (?:to|that)\b|\bhas the right\b|\bthe right to\b"
    r"|\bagrees? to\b|\bhave the right\b|\bshall be\b|\bensure\b|\boblig(?:es?|ed|ates?)\b"
    r"|\bmandatory\b|\b(?:has|have) a right\b|\b(?:is|are) (?:due\b|to be (?:told|notif|inform"
    r"|giv|kept|provid|furnish|post|publish|encrypt|delet|destroy|made))"
)
_MONTH = re.compile(rb"\bmay(?=,? \d)", re.IGNORECASE)
_MAY = build(r"\bmay\b|is ?authori[sz]ed ?to|are ?authori[sz]ed ?to")
_BEFORE_OBJECT = build(r"\b(?:under|of|in|by|to|with|from|for|through|and|or|than|as) ?$")
_RELATED = build(r"\b(?:that|which|who) (?:is|are|be|do|does|shall)\b")
# Who is freed of blame or of a duty is neither forbidden nor told anything.
_BLAME = (
    r"(?:liable|subject to (?:any |civil |criminal |or |and |legal |disciplinary |personal )*"
    r"(?:liabilit|damages|suit|prosecution|disciplin))"
)
_HELD = r"(?:be )?(?:(?:held|found) )?(?:to be )?(?:\w+ly )?"
_FREED = build(
    rf"\b(?:(?:shall|may|must|can|will|is|are) not|cannot) {_HELD}{_BLAME}"
    rf"|\b(?:no|neither) (?:[^.;: ]+ ){{1,30}}?(?:shall|may|can|will|is|are) {_HELD}{_BLAME}"
    r"|\b(?:shall be|is|are) immune from\b|\bneed not\b"
    r"|\b(?:shall have|has|have|is under|are under) no (?:duty|obligation|responsibility) to\b"
    r"|\bno (?:\w+ )?(?:consent|permission|authori[sz]ation|approval|notice|notification)"
    r"(?: [^.;:, ]+){0,6}? (?:shall be|is|are) (?:required|needed|necessary)\b"
    # Not "a pupil in a public school shall not be required": that forbids to ask.
    r"|(?:^|[.;:,] |\b(?:that|and|but|or) )(?:\(\w+\) ?)*"
    r"(?:(?:an?|the|each|any|such|every|public|private|charter|local|state|school|education(?:al)?"
    r") )*(?:schools?|districts?|boards?|agenc(?:y|ies)|institutions?|operators?|vendors?"
    r"|providers?|contractors?|department|controllers?|processors?|platforms?|business)"
    r" (?:(?:shall|may|must|will) not be|(?:is|are) not) (?:required|obligated|obliged"
    r"|compelled)\b"
    r"|\bno (?:\w+ )?(?:schools?|districts?|boards?|agenc(?:y|ies)|institutions?|operators?"
    r"|vendors?|providers?|contractors?|department|controllers?|processors?|platforms?|business)"
    r" (?:shall|may) be (?:required|obligated|obliged|compelled)\b",
)
# Who is let off a duty, or what is said to break none, where nothing else is commanded.
_EXCUSED = build(
    r"\b(?:is|are|shall be) (?:hereby )?(?:exempt(?:ed)?|relieved|excused|released|freed)"
    r" (?:from|of) (?:the|any|its|their|this|that|all|every) (?:requirements?|obligations?"
    r"|dut(?:y|ies))\b"
    r"|\bmay waive (?:the|any|this|that|its) (?:requirements?|obligations?|dut(?:y|ies))\b"
    r"|\b(?:is|are|shall) not (?:be |constitute )?an? (?:violation|breach|offense|infraction)\b"
    r"|\b(?:does|do) not constitute an? (?:violation|breach|offense|infraction)\b"
    r"|\b(?:shall|may|does|do) not have (?:the )?(?:authority|power) to\b"
    r"|\b(?:(?:shall|may|must|will|is|are) not|cannot) (?:be )?(?:held )?responsible for\b"
)
_EXCUSING = ("exempt", "relieved", "excused", "released", "freed", "waive", "violation", "breach",
             "offense", "infraction", "authority", "power", "responsible")  # fmt: skip
_COMMAND = build(r"\b(?:shall|must|may|will|can|cannot)\b")
_FREEING = ("liable", "liabilit", "subject to", "immune", "need not", "require", "needed",
            "necessary", "obligat", "oblige", "compelled", "no duty", "no responsib")  # fmt: skip
_REFUSING = ("not", "prohibit", "forbid", "no ", "nobody", "unlawful", "barred", "never")
# A condition that opens a sentence, or one of the items of its list, or closes it.
_IF = (
    r"(?:if|where|when|whenever|unless|until|before|because|to the extent|in case|(?:in )?the event"
    r"(?: that)?|in circumstances)\b"
)
_HINDERED = build(
    r"\b(?:cannot|(?:can|may|shall|must) not|(?:is|are|be) (?:\w+ )?(?:prohibited|forbidden|barred)"
    r"|(?:is|are) (?:not (?:permitted|allowed|authori[sz]ed|entitled|lawful)|unlawful))\b"
)
_CONDITIONAL = build(rf"\b{_IF}")
_WHEN = re.compile(
    rf"(?:(?<=: )|^)(?:\(\w+\) ?)*(?:even |only )?(?:in )?{_IF}[^.;:]*?,"
    r"(?= ?[^,.;:]{2,150}? (?:shall|must|may|will)\b)"
    rf"|(?<!only)(?<!except)(?<!or) {_IF}[^,.;:]*[.;]?$",
    re.IGNORECASE,
)
# A "may" in what opens a clause: "Before a pupil may …, a school shall".
_BEFOREHAND = build(r"^(?:\(?\w{1,4}[.)] ?)?(?:before|if|when|until|unless)\b[^,]*\bmay\b[^,]*,")


def mood(words: str, kind: str = "other") -> str:
    """Read the mood of a clause.

    >>> mood("An operator shall not sell student data")
    'ban'
    >>> mood("This section does not prohibit an operator from using aggregate data")
    'permission'
    >>> mood("Nothing in this section shall be construed to authorize the sale of student data")
    'ban'
    >>> mood("A vendor is exempt from the requirement to delete student data")
    'freed'
    """
    if kind == "topic":
        return "topic"
    low = words.lower()
    if kind == "definition" and not low.startswith("nothing") and not _closes(low):
        return "definition"
    if "no " in low and _MEASURE.search(words):
        words, kind = _MEASURE.sub("within", words), "other"
    if "with the following" in low or "but must" in low or "but shall" in low:
        words = _CONDITION.split(words)[-1]
    if "not be limited" in low or ("not " in low and "ed by" in low):
        words = _ALLOWED.sub("", words)
    if ("absolve" in low or "relieve" in low or "excuse" in low) and _RELIEF.search(words):
        words, kind = _RELIEF.sub("", words), "other"  # a duty goes on; nothing is banned
    told = _freed(words, low)
    if told is None:
        return "freed"
    if told != words:
        words, kind = told, "other"
    if any(map(low.count, _REFUSING)) and _CONDITIONAL.search(words):
        main = _WHEN.sub(_unless_banned, words)
        words, kind = main, kind if main == words else "other"
    raw = words.encode("ascii", "replace")
    if b"may " in raw.lower():
        raw = _MONTH.sub(b"---", raw)
    permits: int | None = None
    if "not" in low or "construed" in low:
        permits = next((at for at, _ in _PERMIT.spans(raw) if _is_subject(raw, at)), None)
    if permits is not None:
        bans = _first_ban(raw)
        if bans is None or permits <= bans:
            effect = next(_EFFECT.spans(raw[permits:]), (0, 0, 0))[0]
            return "ban" if effect == _AUTHORISES else "permission"
        return "ban"
    if kind == "ban" or _BAN.search(raw) or any(_far(raw)):
        return "ban"
    duty, may = _DUTY.search(raw), _MAY.search(raw)
    opens = _BEFOREHAND.search(raw) if may and duty else None
    if duty and opens and opens[1] <= duty[0]:
        return "duty"
    if (may and (not duty or may[0] < duty[0])) or (kind == "exception" and not duty):
        return "permission"
    return "duty" if duty else "statement"


def _freed(words: str, low: str) -> str | None:
    """Say "may" where words free of blame or of a duty; None where nothing else is commanded."""
    if any(map(low.count, _EXCUSING)):
        excused = _EXCUSED.spans(words)
        if excused and not _COMMAND.search(_put(words, excused, "--")):
            return None
    if any(map(low.count, _FREEING)) and (freed := _FREED.spans(words)):
        return _put(words, freed, "may") if _COMMAND.search(_put(words, freed, "--")) else None
    return words


def _closes(low: str) -> bool:
    """Say whether words say what is no public record: a rule, though they sound like a meaning."""
    return " record" in low and _NO_PUBLIC.search(low) is not None


def _put(words: str, spans: Iterable[Span], other: str) -> str:
    """Put other words in the place of some spans."""
    at = 0
    parts: list[str] = []
    for start, end in spans:
        parts += (words[at:start], other)
        at = end
    return "".join((*parts, words[at:]))


def _unless_banned(when: re.Match[str]) -> str:
    """Leave a condition out where it speaks of what is banned: "if it may not release data, …".

    It stays where it makes a permission narrower: "may release data, if the recipient may not …".
    """
    narrows = when.start() > 0 and _MAY.search(when.string[: when.start()]) is not None
    hinders = _HINDERED.search(when[0]) or _PERMIT.search(when[0])
    return "" if hinders and not narrows else when[0]


def _first_ban(raw: bytes) -> int | None:
    """Return where the first ban of a clause begins."""
    near = _BAN.search(raw)
    return min((start for start, _ in (*_far(raw), *((near,) if near else ()))), default=None)


def _far(raw: bytes) -> Iterator[Span]:
    """Yield the first match of each ban whose words stand apart."""
    low = raw.lower()
    for word, pattern in _BAN_FAR:
        if word in low and (found := pattern.search(raw)):
            yield found


def _is_subject(raw: bytes, at: int) -> bool:
    """Say whether the words at ``at`` open a statement.

    "Data under this section shall not" does not, nor does "data that is not required".
    """
    if _BEFORE_OBJECT.search(raw[max(0, at - 10) : at]) is not None:
        return False
    return _RELATED.search(raw[max(0, at - 6) : at + 6]) is None
