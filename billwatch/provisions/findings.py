"""Find what a text provides: every cue against every clause, then one finding a bound party."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from billwatch.models import UNSTATED, Clause, Finding, Section, Text, Value
from billwatch.provisions.blocks import BLOCKS
from billwatch.provisions.codebook import VALUES, Codebook, Cue, Hung
from billwatch.provisions.details import READ
from billwatch.provisions.exceptions import Exceptional, carving, exceptions
from billwatch.provisions.patterns import Span, Way, build, finder, fold, locate
from billwatch.provisions.sentences import (
    Sentence,
    bound,
    evidence,
    exempts,
    of_others,
    own_start,
    sentences,
)
from billwatch.provisions.sequel import Sequels, late, sequels
from billwatch.provisions.silence import unreadable
from billwatch.provisions.subject import mentions, near, speaks, spoken, weigh

_NAMED = build(
    r"student|pupil|parent|guardian|personally identif|\bchild|minor\b|minors\b"
    r"|education(?:al)? (?:record|data)|covered (?:information|user)|learner|teen"
    r"|school[- ](?:issued|owned|provided)|\bprocessors?\b|\bsub-?contractors?\b|\boperators?\b"
    r"|(?:under|below|younger than|less than|at least) (?:the age of )?(?:1[2-8]\b|thirteen|sixteen"
    r"|eighteen)"
)
_TERM = build(BLOCKS["TERM"])
# The rules that need no mention of student data (``about = "self"``) need one of these: what a
# school keeps for its safety, and what is done to students themselves.
_PLANS = (
    r"\btip\s?line|\bhotline|\bblueprint|\bschematic|\balarm\s+system|\bbus\s+(?:route|stop)s?\b"
    r"|\b(?:floor|structural|safety|evacuation|building|security|response|preparedness|operations?"
    r"|emergency|crisis|management)\s+plan|\bemergency\s+response\s+information"
    r"|\bcritical\s+incident\s+(?:\w+\s+)?map"
    r"|\bsecurity\s+(?:measure|audit|camera)s?\b|\b(?:threat|vulnerability)\s+assessment"
    r"|\bsafe\s+rooms?\b"
    r"|\bbiometric|\bfacial[\s-]recognition"
)
_SAFETY = build(_PLANS)
_SCHOOL = build(r"\bschool|\beducational (?:facilit|institution)")
_SELF = build(
    rf"{_PLANS}|\bfinger\s?print|\b(?:iris|retina|palm)\b|\bsurveys?\b|\bquestionnaires?\b"
    r"|\b(?:psychological|psychiatric)\s+(?:examination|test|evaluation)|\bpasswords?\b"
    r"|\bvisual(?:ly)?\s+(?:monitor|record)|\bcameras?\b|\bweb\s?cam|\bmicrophones?\b"
    r"|\bsurveillance\b|\bvideotap|\brecordings?\b"
    r"|\bsocial\s+security\s+(?:number|account)|\b(?:voice|face|hand)\s?print|\baudio\s?tap"
    r"|\bintercept\w*\s+(?:\w+\s+)?(?:oral|communication|conversation)|\bassessment\s+or\s+screening"
    r"|\b(?:mental\s+health|psychological|behavioral|emotional)\s+(?:\w+\s+)?(?:screening|assessment)"
    r"|\b(?:audio|video|voice)\s+record|\btracking\b|\bgeolocation\b|\bradio[\s-]frequency|\bRFID\b"
    r"|\blocation\s+of\s+(?:a|an|any|the|each)?\s?(?:student|pupil)|\bsocial\s+(?:media|network)"
    r"|\b(?:student|pupil)(?:s|'s|s')?\s+(?:\w+\s+){0,3}(?:device|phone|laptop|computer|tablet)s?\b"
)
_AT_ONCE = 1_000  # sentences asked together: some two hundred kilobytes of text
KEPT = 20_000  # sentences whose reading is kept: some ten megabytes
Said = tuple[Cue, Value, Span, str, float]


class Asked(NamedTuple):
    """A sentence being asked: its bits, where any fragment occurs, where its own words begin.

    ``sure`` is how sure its hits are, ``fired`` are the cues that fired so far, ``said`` what those
    gave that nothing excluded.
    """

    sentence: Sentence
    bits: int
    spans: Callable[[int], list[Span]]
    own: int
    sure: float
    fired: set[str]
    said: list[Said]


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


class Around(NamedTuple):
    """What a finding may need besides its hits: the text, what is carved out, what comes next.

    ``doubt`` is what the text as a whole takes off a confidence.
    """

    text: Text
    doubt: float
    carved: Mapping[str, tuple[Exceptional, ...]]
    after: Sequels


def concerns(text: Text) -> bool:
    """Say whether ``text`` can give a finding at all, before it is cut into sections.

    It must speak of what schools keep for their safety, or of students or children, and of data
    about them, in its body or its title, or of what is done to them (see `_SELF`).
    """
    if not speaks(text):
        return _safety(text)
    return bool(_SELF.search(text.body) or spoken(text) or mentions(fold(text.title)))


def _safety(text: Text) -> bool:
    """Say whether ``text`` speaks of what schools keep for their safety."""
    return bool(_SCHOOL.search(text.body) and _SAFETY.search(text.body))


def find(
    text: Text, sections: tuple[Section, ...], clauses: tuple[Clause, ...], codebook: Codebook
) -> tuple[Finding, ...]:
    """Return one finding for each (provision, bound party) that the text provides for.

    The findings are in codebook order, strongest value first; a text that says nothing gives none
    (see `silence` for what that means). Their ``exceptions`` are places in the same section.
    """
    if not (speaks(text) or _safety(text)):
        return ()
    alone = [start for start, _ in _SELF.spans(fold(text.body))]
    subject = weigh(text, sections)
    if not (alone or subject.hits or subject.whole):
        return ()
    read = tuple(sentences(text, sections, clauses))
    asked = (
        (sentence, close)
        for sentence in read
        if (close := near(subject, sentence.clause)) or (alone and _is_apart(sentence, alone))
        if not of_others(sentence)
    )
    hits = [
        hit
        for sentence, said in _told(_heard(_twice(asked), codebook))
        for hit in _hits(sentence, said, subject.whole)
    ]
    if not hits:
        return ()
    around = Around(text, _doubt(text), exceptions(clauses), sequels(read))
    found = [_finding(around, party, group) for party, group in _grouped(hits)]
    order = {provision.id: number for number, provision in enumerate(codebook.provisions)}
    return tuple(sorted(found, key=lambda f: (order[f.provision], _rank(f), f.start, f.bound)))


def _twice(asked: Iterable[tuple[Sentence, bool]]) -> Iterator[tuple[Sentence, bool]]:
    """Yield every sentence and, where it has another form, what it says in the plain one."""
    for sentence, close in asked:
        yield sentence, close
        plain = sentence.again()
        if plain:
            yield plain, close


def _told(
    heard: Iterable[tuple[Sentence, tuple[Said, ...]]],
) -> Iterator[tuple[Sentence, Iterable[Said]]]:
    """Yield what was said; of a sentence said again only what its own words did not tell."""
    last: Sentence | None = None
    told: set[str] = set()
    for sentence, said in heard:
        if last and last.clause is sentence.clause:
            said = tuple(one for one in said if one[0].provision not in told)
        else:
            told = {one[0].provision for one in said}
        last = sentence
        if said:
            yield sentence, said


def _is_apart(sentence: Sentence, places: Sequence[int]) -> bool:
    """Say whether a sentence has words of the rules that need no mention of student data.

    ``places`` are where they stand in the text: without lead-ins they can only be in its own span.
    """
    clause = sentence.clause
    if not clause.lead:
        at = bisect_left(places, clause.start)
        if at == len(places) or places[at] >= clause.end:
            return False
    return _SELF.search(sentence.raw) is not None


def _rank(finding: Finding) -> int:
    return VALUES.index(finding.value) if finding.value in VALUES else 0


def _hits(sentence: Sentence, said: Iterable[Said], whole: bool) -> Iterator[Hit]:
    """Yield the cues that fired, with who is bound.

    What a text gives only in part, that is not as a ``whole`` about student data, counts less.
    """
    bounds = bound(sentence)
    for cue, value, span, detail, sure in said:
        if value == "yes" and not whole:
            value = cue.in_part
        total = round(sure + (0.1 if bounds else 0.0), 2)
        yield Hit(cue, sentence, value, span, bounds, detail, total)


def _heard(
    asked: Iterator[tuple[Sentence, bool]], codebook: Codebook
) -> Iterator[tuple[Sentence, tuple[Said, ...]]]:
    """Yield what each sentence says by its words alone, some at once.

    With each it comes whether student data is near. What was said before is kept: it depends on
    the words only.
    """
    known = codebook.known
    while some := list(islice(asked, _AT_ONCE)):
        if len(known) >= KEPT:
            known.clear()
        keys = [(s.raw, own_start(s), s.clause.kind, s.reworded, close) for s, close in some]
        fresh = {k: one for k, one in zip(keys, some, strict=True) if k not in known}
        known.update(zip(fresh, _said(fresh.values(), codebook), strict=True))
        yield from ((s, known[key]) for (s, _), key in zip(some, keys, strict=True))


def _said(asked: Iterable[tuple[Sentence, bool]], codebook: Codebook) -> list[tuple[Said, ...]]:
    """Return the cues that fire in each of some sentences by its words alone.

    Each way is looked for in all of them before the next one: that keeps its patterns at hand.
    """
    read = [_asked(sentence, close, codebook) for sentence, close in asked]
    rows: defaultdict[int, list[Asked]] = defaultdict(list)
    for one, possible in read:
        for _, rank, _ in possible:
            rows[rank].append(one)
    for rank in sorted(rows):
        cue, way = codebook.ranked[rank]
        for one in rows[rank]:
            if cue.id in one.fired:
                continue
            span = locate(way, one.spans, one.own)
            if span is not None:
                one.fired.add(cue.id)
                if not _any(one, cue.unless):
                    said = _value(one, cue, span)
                    if said[0] != "yes" or not exempts(one.sentence, span):
                        one.said.append((cue, *said, one.sure))
    return [tuple(one.said) for one, _ in read]


def _asked(sentence: Sentence, close: bool, codebook: Codebook) -> tuple[Asked, list[Hung]]:
    """Return a sentence ready to be asked, and the ways whose words are all in it."""
    mood = sentence.mood
    raw, own = sentence.raw, own_start(sentence)
    ways = codebook.ways.get(mood)
    bits = codebook.words.under(sentence.words, own) if ways else 0
    possible = ways.possible(bits) if ways else []
    named = bool(possible) and _NAMED.search(raw) is not None
    if not close:
        possible = [row for row in possible if row[2] == "self"]
    elif not named:
        possible = [row for row in possible if row[2] != "named"]
    if sentence.reworded:  # every other way was asked already, and found what it could
        possible = [row for row in possible if codebook.ranked[row[1]][1].modal]
    spans = finder(raw, codebook.fragments)
    return Asked(sentence, bits, spans, own, _confidence(named, mood), set(), []), possible


def _any(asked: Asked, ways: Iterable[Way]) -> bool:
    """Say whether one of the ways occurs."""
    for way in ways:
        if way.bits & asked.bits == way.bits and locate(way, asked.spans) is not None:
            return True
    return False


def _value(asked: Asked, cue: Cue, span: Span) -> tuple[Value, Span, str]:
    """Return the value of a cue that fired at ``span``, the span, and what more it says."""
    value: Value = cue.value
    if value == "yes" and _any(asked, cue.partly):
        value = "partly"
    if value == "yes" and cue.in_contract != "yes" and _is_term(asked.sentence, span):
        value = cue.in_contract
    said = [cue.detail]
    said += [word for word, ways in cue.details if _any(asked, ways)]
    said += [READ[name](asked.sentence.words) for name in cue.reads]
    return value, span, "; ".join(dict.fromkeys(filter(None, said)))


def _is_term(sentence: Sentence, span: Span) -> bool:
    """Say whether what matched is what a contract must say: "the contract shall include: …"."""
    return _TERM.search(sentence.raw[: max(span[0], own_start(sentence))]) is not None


def _grouped(hits: Iterable[Hit]) -> Iterator[tuple[str, list[Hit]]]:
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        parties = (hit.cue.bound,) if hit.cue.bound else hit.bounds or (UNSTATED,)
        for party in parties:
            groups.setdefault((hit.cue.provision, party), []).append(hit)
    for (_, party), group in groups.items():
        yield party, group


def _finding(around: Around, party: str, hits: list[Hit]) -> Finding:
    """Make the finding of the strongest hit; among equals the surest, then the first.

    A deadline that its sentence does not set may stand in the next one.
    """
    text = around.text
    best = min(hits, key=lambda h: (VALUES.index(h.value), -h.confidence, h.sentence.clause.start))
    start, end = evidence(best.sentence, best.span)
    said = (hit.detail.split("; ") for hit in hits if hit.value == best.value and hit.detail)
    details = dict.fromkeys(word for words in said for word in words)
    if "deadline" in best.cue.reads and (
        term := late(best.cue.provision, best.sentence, around.after)
    ):
        details[term] = None
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
        confidence=round(min(_SUREST, best.confidence - around.doubt), 2),
        rule=best.cue.id,
        exceptions=carving(around.carved, clause),
    )
    against = next((h for h in hits if h.cue.opposes and not best.cue.opposes), None)
    return replace(finding, value="unclear", detail=_other(text, against)) if against else finding


def _other(text: Text, against: Hit) -> str:
    """Quote the clause that says the opposite for the same party."""
    start, end = evidence(against.sentence, against.span)
    quote = " ".join(text.body[start:end].split())
    place = against.sentence.clause.place
    return f"but {f'section {place}' if place else 'it'} also says: {quote}"[:400]


_SUREST = 0.95  # no rule is certain


def _confidence(named: bool, mood: str) -> float:
    """Return how sure a hit is, between 0 and 1: start at 0.5 and add up.

    +0.2 the clause itself names students, their records or a child; +0.2 it is a plain ban or
    duty. `_hits` adds 0.1 where it names the party bound; `_doubt` takes off what the text as a
    whole leaves open.
    """
    return 0.5 + (0.2 if named else 0.0) + (0.2 if mood in ("ban", "duty") else 0.0)


def _doubt(text: Text) -> float:
    """Return what the text as a whole takes off a confidence.

    0.2 where struck words may have been read as kept or the text is incomplete, 0.4 where it can
    hardly be read: no paragraphs, no English.
    """
    if unreadable(text):
        return 0.4
    return 0.2 if text.markup == "unknown" or not text.complete else 0.0
