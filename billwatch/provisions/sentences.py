"""Clauses as the rules see them: folded words, mood, and the party bound.

Findings, repealers and effective dates have no mood and are never asked.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from billwatch.models import Clause, Section, Text
from billwatch.provisions.captions import is_caption, is_digest, is_head
from billwatch.provisions.moods import mood
from billwatch.provisions.parties import parties, subjects
from billwatch.provisions.patterns import Span, build, fold
from billwatch.provisions.reach import inside
from billwatch.provisions.restated import restate
from billwatch.provisions.runs import JoinedWords, Runs

LONGEST = 20_000
_BACK = 30
_TOLD = 60  # characters, in which what is told of a bill begins
_UNSAID = frozenset({"permission", "definition", "topic", "freed"})  # moods that are not said again
_WORDING = 40  # so many letters less a plain form has, where nothing else is left out
_SILENT = frozenset({"finding", "repealer", "effective"})
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
_EXEMPTS = build(
    r"\b(?:does|do|shall|will) not (?:be (?:construed|deemed) to )?(?:apply|extend)\b"
    r"|\b(?:consent|permission|notice)\b[^.;:]{0,60}? (?:is|are|shall) not (?:be )?required\b"
)
_OTHERS = build(
    r"\b(?:tenants?|landlords?|voters?|electors?|motorists?|licensed drivers?|policyholders?"
    r"|patients?|taxpayers?|ratepayers?|adoptees?|(?:motor vehicle|voter|birth|adoption) records?"
    r"|voter registration|water (?:utility|utilities|suppliers?|customers?))\b"
)
_PUPIL = build(
    r"student|pupil|\bchild|minor|learner|\bteens?\b|youth|juvenile"
    r"|education(?:al)? (?:record|data)|covered information|personally identif"
)
# "If an operator fails to delete data, …" and "shall study whether …" order no act.
_SUPPOSED = build(
    r"\b(?:if|where|when|whenever)\b[^.;:,]{0,80}\bfail(?:s|ed)? to\b[^.;:,]*,"
    r"|\b(?:study|studies|examine|investigate|consider|determine|evaluate|assess|review)"
    r" (?:\w+ )?(?:whether|how|to what extent)\b[^.;:]*"
)
_PROVIDED = build(r"\b(?:if|unless|provided|so long as|as long as|except)\b")
_AGENT = build(r"\bby (?:the|a|an|any|each|such)\b")
_OPENING = build(
    r"^(?:\(?\w{1,4}[.)] ?)?(?:in|upon|when|if|where|whenever|prior|before|after|within"
    r"|except|unless|notwithstanding|subject|for|not"
    r"|no later|pursuant|under|as|with|at|by|to)\b"
)
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
        if not _is_law(text.body, clause):
            continue
        before = last if last and last.clause.section == clause.section else None
        last = Sentence(clause, known, before)
        known.asked.add((clause.start, clause.end))
        yield last


def _is_law(body: str, clause: Clause) -> bool:
    """Say whether a clause is law: no head line of a part, nothing told of a bill."""
    starts = (*(start for start, _ in clause.lead), clause.start)
    if any(is_digest(body[start : start + _TOLD]) for start in starts):
        return False
    words = body[clause.start : clause.end]
    return bool(clause.lead) or not (is_caption(words) or is_head(words))


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


def of_others(sentence: Sentence) -> bool:
    """Say whether a sentence is on tenants, voters, drivers or patients, and on no student."""
    return _OTHERS.search(sentence.raw) is not None and _PUPIL.search(sentence.raw) is None


def exempts(sentence: Sentence, span: Span) -> bool:
    """Say whether the words at ``span`` only tell what a rule does not apply to, unconditionally.

    "Paragraph (1) does not apply to the use of data for the sole purpose of …" limits no use. Nor
    does what is only supposed: "if an operator fails to delete the data, …".
    """
    if any(start <= span[0] and span[1] <= end for start, end in _SUPPOSED.spans(sentence.raw)):
        return True
    if sentence.mood != "permission":
        return False
    found = _EXEMPTS.search(sentence.raw[: span[1]])
    return found is not None and _PROVIDED.search(sentence.raw, found[1]) is None
