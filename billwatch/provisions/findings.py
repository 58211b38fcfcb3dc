"""Find what a text provides: every cue against every clause, then one finding a bound party."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

from billwatch.models import Clause, Finding, Section, Text, Value
from billwatch.provisions.blocks import BLOCKS
from billwatch.provisions.codebook import VALUES, Codebook, Cue, Ranked
from billwatch.provisions.details import READ
from billwatch.provisions.parties import holders
from billwatch.provisions.patterns import Span, Way, build, finder, fold, locate, scan
from billwatch.provisions.sentences import (
    Sentence,
    bound,
    evidence,
    mood_of,
    own_start,
    sentences,
)
from billwatch.provisions.subject import mentions, near, speaks, weigh

_NAMED = build(
    r"student|pupil|parent|guardian|personally identif|\bchild|minor\b|minors\b"
    r"|education(?:al)? record|covered (?:information|user)|learner|teen"
)
_TERM = build(BLOCKS["TERM"])
# The rules that need no mention of student data (``about = "self"``) need one of these.
_SELF = build(r"tip ?line|floor plan|structural plan|safety plan")
_UNSTATED = "unstated"
_SUREST = 0.95


class Asked(NamedTuple):
    """A sentence being asked, where any fragment occurs in it, and where its own words begin."""

    sentence: Sentence
    spans: Callable[[int], list[Span]]
    own: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that fired in a sentence: with what value, where, and what more it says."""

    cue: Cue
    sentence: Sentence
    value: Value
    span: Span
    bounds: tuple[str, ...]
    detail: str
    confidence: float


def concerns(text: Text) -> bool:
    """Say whether ``text`` can give a finding at all, before it is cut into sections.

    It must speak of students or children, and of data about them in its body or its title.
    """
    if not speaks(text):
        return False
    said = _SELF.search(text.body) or mentions(fold(text.body)) or mentions(fold(text.title))
    return bool(said)


def find(
    text: Text, sections: tuple[Section, ...], clauses: tuple[Clause, ...], codebook: Codebook
) -> tuple[Finding, ...]:
    """Return one finding for each (provision, bound party) that the text provides for.

    The findings are in codebook order, strongest value first; a text that says nothing gives none
    (see `silence` for what that means). Their ``exceptions`` are places in the same section.
    """
    if not speaks(text):
        return ()
    subject = weigh(text, sections)
    if not (subject.hits or subject.whole or _SELF.search(text.body)):
        return ()
    hits = [
        hit
        for sentence in sentences(text, sections, clauses)
        for hit in _hits(sentence, codebook, near(subject, sentence.clause))
    ]
    exceptions = _exceptions(clauses)
    found = [_finding(text, party, group, exceptions) for party, group in _grouped(hits)]
    order = {provision.id: number for number, provision in enumerate(codebook.provisions)}
    return tuple(sorted(found, key=lambda f: (order[f.provision], _rank(f), f.start, f.bound)))


def _rank(finding: Finding) -> int:
    return VALUES.index(finding.value) if finding.value in VALUES else 0


def _hits(sentence: Sentence, codebook: Codebook, close: bool) -> Iterator[Hit]:
    """Yield the cues that fire; ``close`` says that student data is near."""
    raw = sentence.raw
    if not close and _SELF.search(raw) is None:
        return
    possible, mood = _possible(sentence, codebook, close)
    asked: Asked | None = None
    named: bool | None = None
    bounds: tuple[str, ...] | None = None
    fired: set[str] = set()
    for _, cue, way, _ in possible:
        if cue.id in fired:
            continue
        if cue.about == "named":
            named = _NAMED.search(raw) is not None if named is None else named
            if not named:
                continue
        asked = asked or Asked(sentence, finder(raw, codebook.fragments), own_start(sentence))
        span = locate(way, asked.spans, asked.own)
        if span is not None and not _any(asked, cue.unless):
            fired.add(cue.id)
            bounds = bound(sentence) if bounds is None else bounds
            yield _hit(asked, cue, span, mood, bounds)


def _possible(sentence: Sentence, codebook: Codebook, close: bool) -> tuple[list[Ranked], str]:
    """Return the ways whose keys occur in a sentence of its mood, in order, and the mood."""
    ways = codebook.ways
    keys = scan(sentence.raw, codebook.fragments)
    first = [ways[at] for at in keys if at < len(ways)]
    if not first:
        return [], ""
    mood, occurring = mood_of(sentence), set(keys)
    possible = [row for held in first for row in held.get(mood, ()) if row[3] in occurring]
    if not close:
        possible = [row for row in possible if row[1].about == "self"]
    possible.sort(key=itemgetter(0))
    return possible, mood


def _any(asked: Asked, ways: Iterable[Way]) -> bool:
    """Say whether one of the ways occurs."""
    spans = asked.spans
    return any(locate(way, spans) is not None for way in ways)


def _hit(asked: Asked, cue: Cue, span: Span, mood: str, bounds: tuple[str, ...]) -> Hit:
    value: Value = cue.value
    if value == "yes" and _any(asked, cue.partly):
        value = "partly"
    if cue.in_contract != "yes" and _is_term(asked.sentence, span):
        value = cue.in_contract if value == "yes" else value
        bounds = holders(asked.sentence.words) or bounds
    said = [cue.detail]
    said += [word for word, ways in cue.details if _any(asked, ways)]
    said += [READ[name](asked.sentence.words) for name in cue.reads]
    detail = "; ".join(dict.fromkeys(filter(None, said)))
    sure = _confidence(asked.sentence, mood, bounds)
    return Hit(cue, asked.sentence, value, span, bounds, detail, sure)


def _is_term(sentence: Sentence, span: Span) -> bool:
    """Say whether what matched is what a contract must say: "the contract shall include: …"."""
    return _TERM.search(sentence.raw[: max(span[0], own_start(sentence))]) is not None


def _grouped(hits: Iterable[Hit]) -> Iterator[tuple[str, list[Hit]]]:
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        parties = (hit.cue.bound,) if hit.cue.bound else hit.bounds or (_UNSTATED,)
        for party in parties:
            groups.setdefault((hit.cue.provision, party), []).append(hit)
    for (_, party), group in groups.items():
        yield party, group


def _finding(
    text: Text, party: str, hits: list[Hit], exceptions: Mapping[str, tuple[str, ...]]
) -> Finding:
    """Make the finding of the strongest hit; among equals the surest, then the first."""
    best = min(hits, key=lambda h: (VALUES.index(h.value), -h.confidence, h.sentence.clause.start))
    start, end = evidence(best.sentence, best.span)
    details = dict.fromkeys(hit.detail for hit in hits if hit.value == best.value and hit.detail)
    clause = best.sentence.clause
    finding = Finding(
        provision=best.cue.provision,
        value=best.value,
        detail="; ".join(details)[:300],
        bound=party,
        section=clause.place,
        start=start,
        end=end,
        quote=text.body[start:end],
        confidence=round(best.confidence - _doubt(text), 2),
        rule=best.cue.id,
        exceptions=tuple(p for p in exceptions.get(clause.section, ()) if p != clause.place),
    )
    against = next((h for h in hits if h.cue.opposes and not best.cue.opposes), None)
    return replace(finding, value="unclear", detail=_other(text, against)) if against else finding


def _other(text: Text, against: Hit) -> str:
    """Quote the clause that says the opposite for the same party."""
    start, end = evidence(against.sentence, against.span)
    quote = " ".join(text.body[start:end].split())
    return f"but {against.sentence.clause.place}: {quote}"[:400]


def _confidence(sentence: Sentence, mood: str, bounds: tuple[str, ...]) -> float:
    """Return how sure a hit is, between 0 and 1: start at 0.5 and add up.

    +0.2 the clause itself names students, their records or a child; +0.1 it names the party bound;
    +0.2 it is a plain ban or duty; no rule is surer than 0.95. `_doubt` takes off what the text
    as a whole leaves open.
    """
    named = 0.2 if _NAMED.search(sentence.raw) else 0.0
    plain = 0.2 if mood in ("ban", "duty") else 0.0
    return min(_SUREST, round(0.5 + named + plain + (0.1 if bounds else 0.0), 2))


def _doubt(text: Text) -> float:
    """Return 0.2 where struck words may have been read as kept or the text is incomplete."""
    return 0.2 if text.markup == "unknown" or not text.complete else 0.0


def _exceptions(clauses: Iterable[Clause]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for clause in clauses:
        if clause.kind == "exception":
            found.setdefault(clause.section, {})[clause.place] = None
    return {section: tuple(places)[:6] for section, places in found.items()}
