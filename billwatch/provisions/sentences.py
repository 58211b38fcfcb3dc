"""Clauses as the rules see them: folded words, mood, and the party bound.

The mood is read from the clause, lead-ins included: ``ban`` (shall not, no operator may, it is
unlawful, no funds … that), ``duty`` (shall, must, is required), ``permission`` (nothing in this
section prohibits, may), ``definition`` and ``statement`` (neither). What a text forbids to read as
an authorisation ("nothing … authorises") is a ban. Findings, repealers and effective dates have no
mood and are never asked.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from billwatch.models import Clause, Section, Text
from billwatch.provisions.captions import is_caption, is_digest
from billwatch.provisions.parties import parties, subjects
from billwatch.provisions.patterns import Alternatives, Span, build, fold
from billwatch.provisions.reach import inside
from billwatch.provisions.restated import restate
from billwatch.provisions.runs import JoinedWords, Runs

LONGEST = 20_000
_BACK = 30
_UNSAID = frozenset({"permission", "definition", "topic"})  # moods that are not said again
_WORDING = 40  # so many letters less a plain form has, where nothing else is left out
_SILENT = frozenset({"finding", "repealer", "effective"})
_THIS = (
    r"(?:this|such|these|the) (?:section|act|chapter|article|subchapter|subpart|part"
    r"|subdivision|subsection|paragraph|provision|title|rule|regulation)s?"
)
_PERMIT = build(
    rf"\bnothing (?:contained )?(?:in|herein)\b|\b{_THIS}(?: [\w.()-]+){{0,4}}? (?:shall|may"
    rf"|does|do|will) not\b"
    r"|\bshall not (?:be construed|apply|prohibit|prevent|preclude|limit)\b|\b(?:does|do)"
    r" not (?:prohibit|prevent|preclude|limit|apply)\b"
    r"|\b(?:is|are|be) not (?:prohibited|required|obligated)\b|\bmay be construed\b"
)
_CONDITION = re.compile(
    r"(?:compl(?:y|ies)|meets?|accordance) with the following (?:requirements|conditions"
    r"|provisions)\W+|\bbut (?=(?:must|shall) (?!not\b)[^.;:]{0,80}\bfollowing\b)",
    re.IGNORECASE,
)
# What is said to be allowed, or to be no whole list, bans nothing.
_ALLOWED = re.compile(
    r"\b(?:is|are) not (?:otherwise |expressly |specifically )?(?:prohibited|forbidden|barred) by\b"
    r"|\b(?:but )?(?:shall|must|may|need|is|are) not (?:necessarily )?be limited to\b",
    re.IGNORECASE,
)
# What a study must look at is no rule.
_TOPIC = build(
    r"^(?:\(\w+\) ?)*(?:whether|the extent to which|the (?:effect|impact|feasibility) of)\b"
)
# A list of what is to be studied.
_AGENDA = build(
    r"\b(?:study|studies|review|examine|investigate|consider)\b[^.;:]{0,120}"
    r"\b(?:following (?:matters|issues|topics|questions|subjects)|matters|topics|issues)\b"
    r"[^.;:]{0,30}: ?$"
)
# What a council is to look into.
_BODIES = ("council", "force", "commission", "group", "committee")
_TASK = build(
    r"\b(?:council|task force|commission|study group|work(?:ing)? ?group|committee)\b[^.;:]{0,60}"
    r"\bshall\b[^.;:]{0,20}:? ?(?:\(\w+\) ?)*(?:conduct a )?(?:study|studies|examin|evaluat|explor"
    r"|investigat|analy[sz]e|review and|make recommendations)"
)
_HOW = build(r"^(?:\(\w+\) ?)*how\b")
_STUDIES = build(
    r"\b(?:stud(?:y|ies)|examin|review|consider|evaluat|assess|investigat|recommend|report"
    r"|determin|explor)"
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
    r"|\b(?:for|to) no other (?:purpose|use)|\bpurposes? and (?:for )?no other\b"
    r"|\b(?:is|are) not to (?:be )?(?:use|sold|sell|disclos|shar|releas|collect|kept|retain|giv"
    r"|made|transfer|access|rent|combin|linked)|\bto none but\b|\b(?:is|be|commits) (?:guilty of )?"
    r"an? (?:class \w )?(?:misdemeanor|felony|offense) (?:for|to)\b|it is a violation (?:for|to)\b"
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
    r"(?:use|disclos|sell|shar|releas|collect|rent|retain|transfer|engag|permit|allow|re-?identif)"
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
            r"|education(?:al)?|officers?|compan(?:y|ies)|business(?:es)?|covered)\b"
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
_AGENT = build(r"\bby (?:the|a|an|any|each|such)\b")
_OPENING = build(
    r"^(?:\(?\w{1,4}[.)] ?)?(?:in|upon|when|if|where|whenever|prior|before|after|within"
    r"|except|unless|notwithstanding|subject|for|not"
    r"|no later|pursuant|under|as|with|at|by|to)\b"
)
# A "may" in what opens a clause: "Before a pupil may …, a school shall".
_BEFOREHAND = build(r"^(?:\(?\w{1,4}[.)] ?)?(?:before|if|when|until|unless)\b[^,]*\bmay\b[^,]*,")
_MODAL = build(
    r"\b(?:shall|may|must|will|cannot|can)\b|\b(?:is|are) (?:required|prohibited"
    r"|responsible)\b|\bunlawful for\b|\bprohibits?\b"
)


class Sentence:
    """A clause's words with its lead-ins; ``runs`` are (offset in words, start, end in body).

    ``raw`` are the words as bytes, one a character; ``before`` is the sentence before it in the
    same section. Words, mood and bound party are read only when a rule asks for them. A sentence
    said again is ``reworded`` where only the words of its command or ban are others than before.
    """

    __slots__ = ("_known", "_mood", "_raw", "_runs", "_words", "before", "clause", "reworded")

    def __init__(self, clause: Clause, known: JoinedWords, before: "Sentence | None") -> None:
        """Begin without words."""
        self.clause = clause
        self.before = before
        self.reworded = False
        self._known = known
        self._mood = ""
        self._words = ""
        self._raw = b""
        self._runs: Runs = ()

    def _read(self) -> None:
        """Join the words once."""
        self._words, self._runs = self._known.of(self.clause)
        self._raw = self._words.encode("ascii")

    @property
    def words(self) -> str:
        """Give the words, lead-ins first."""
        if not self._runs:
            self._read()
        return self._words

    @property
    def raw(self) -> bytes:
        """Give the words as bytes."""
        if not self._runs:
            self._read()
        return self._raw

    @property
    def runs(self) -> Runs:
        """Give the runs of the body that the words are joined from: one at least."""
        if not self._runs:
            self._read()
        return self._runs

    @property
    def mood(self) -> str:
        """Give the mood, read once."""
        if not self._mood:
            self._mood = mood_of(self)
        return self._mood

    def again(self) -> "Sentence | None":
        """Return the sentence said again in plain form (see `restated`), if it has another."""
        plain = restate(self.words, self.runs)
        if plain is None or self.mood in _UNSAID:
            return None
        said = Sentence(self.clause, self._known, self.before)
        said._words, said._runs = plain
        said._raw = said._words.encode("ascii")
        near = len(self._words) - len(said._words) < _WORDING
        said.reworded = near and said.mood == self.mood
        return said


def sentences(
    text: Text, sections: Iterable[Section], clauses: Iterable[Clause]
) -> Iterator[Sentence]:
    """Yield the clauses that can carry a rule, in order: none of notes, findings or repealers."""
    notes = [(s.start, s.end) for s in sections if s.kind != "section"]
    known = JoinedWords(fold(text.body))
    last: Sentence | None = None
    for clause in clauses:
        if clause.kind in _SILENT or len(clause.text) > LONGEST:
            continue
        if notes and inside(notes, clause.start):
            continue
        if is_digest(text.body[clause.start : clause.start + 60]):
            continue
        if not clause.lead and is_caption(text.body[clause.start : clause.end]):
            continue
        before = last if last and last.clause.section == clause.section else None
        last = Sentence(clause, known, before)
        known.asked.add((clause.start, clause.end))
        yield last


def mood_of(sentence: Sentence) -> str:
    """Return the mood of a sentence; ``topic`` when its own words are what a study must ask."""
    start = own_start(sentence)
    own = sentence.raw[start:]
    lead = sentence.raw[:start]
    low = sentence.words.lower()
    asks = (
        _TOPIC.search(own) is not None
        or ("how" in low and _HOW.search(own) is not None and _STUDIES.search(lead) is not None)
        or (lead.endswith(b": ") and _AGENDA.search(lead) is not None)
        or (any(map(low.count, _BODIES)) and _TASK.search(sentence.raw) is not None)
    )
    return mood(sentence.words, "topic" if asks else sentence.clause.kind)


def bound(sentence: Sentence) -> tuple[str, ...]:
    """Return who is bound: the sentence's own actor, else the one before it in the section."""
    at: Sentence | None = sentence
    for _ in range(_BACK):
        if at is None:
            return ()
        found = actors(at.words)
        if found and (at is sentence or at.clause.kind != "definition"):
            return found
        at = at.before
    return ()


def mood(words: str, kind: str = "other") -> str:
    """Read the mood of a clause.

    >>> mood("An operator shall not sell student data")
    'ban'
    >>> mood("This section does not prohibit an operator from using aggregate data")
    'permission'
    >>> mood("Nothing in this section shall be construed to authorize the sale of student data")
    'ban'
    """
    if kind == "topic":
        return "topic"
    if kind == "definition" and not words.lower().startswith("nothing"):
        return "definition"
    low = words.lower()
    if "with the following" in low or "but must" in low or "but shall" in low:
        words = _CONDITION.split(words)[-1]
    if "not be limited" in low or ("not " in low and "ed by" in low):
        words = _ALLOWED.sub("", words)
    if ("absolve" in low or "relieve" in low or "excuse" in low) and _RELIEF.search(words):
        words, kind = _RELIEF.sub("", words), "other"  # a duty goes on; nothing is banned
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
    """Say whether the words at ``at`` open a statement: not "data under this section shall not"."""
    return _BEFORE_OBJECT.search(raw[max(0, at - 10) : at]) is None


@lru_cache(maxsize=4096)
def actors(words: str) -> tuple[str, ...]:
    """Return who must or must not: parties before the first modal verb, else the first after it."""
    modal = _MODAL.search(words)
    before = (words[: modal[0]] if modal else words)[-400:]
    comma = before.rfind(", ") if _OPENING.search(before) else -1
    found = (subjects(before[comma:]) if comma > 0 else ()) or subjects(before)
    agent = _AGENT.search(words) if not found else None
    found = found or (parties(words[agent[0] :]) if agent else ())
    return found or parties(words)[:1]


def own_start(sentence: Sentence) -> int:
    """Return where the clause's own words begin in ``words``."""
    return sentence.runs[-1][0]


def evidence(sentence: Sentence, span: Span) -> Span:
    """Return the body span to show for a match: the own words, or the lead-in that holds it all."""
    for offset, start, end in reversed(sentence.runs):
        if span[1] > offset:
            return start, end
    return sentence.clause.start, sentence.clause.end
