"""Find what a text provides: every cue against every clause, then one finding a bound party."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from billwatch.models import Clause, Finding, Section, Text, Value
from billwatch.provisions.blocks import BLOCKS
from billwatch.provisions.codebook import VALUES, Codebook, Cue
from billwatch.provisions.details import READ
from billwatch.provisions.patterns import Fragments, Span, Way, build, finder, locate, scan
from billwatch.provisions.sentences import LONGEST, Sentence, evidence, own_start, sentences
from billwatch.provisions.subject import near, speaks, weigh

_NAMED = build(
    r"student|pupil|parent|guardian|personally identif|\bchild|minor\b|minors\b|education(?:al)? record|covered (?:information|user)|learner|teen"
)
_TERM = build(BLOCKS["TERM"])
# The rules that need no mention of student data (``about = "self"``) need one of these.
_SELF = build(r"tip ?line|floor plan|structural plan|safety plan")
_UNKNOWN_PARTY = "unstated"


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that fired in a sentence, and where."""

    cue: Cue
    sentence: Sentence
    value: Value
    span: Span
    detail: str


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
    if not subject.hits and not subject.whole and not _SELF.search(text.body):
        return ()
    hits = [
        hit
        for sentence in sentences(text, sections, clauses)
        for hit in _hits(sentence, codebook, near(subject, sentence.clause))
    ]
    order = {provision.id: n for n, provision in enumerate(codebook.provisions)}
    exceptions = _exceptions(clauses)
    found = [_finding(text, group, exceptions) for group in _grouped(hits)]
    return tuple(
        sorted(found, key=lambda f: (order[f.provision], VALUES.index(_plain(f)), f.start, f.bound))
    )


def silence(text: Text) -> Value:
    """Say what silence means: ``no`` for a whole text read, else ``unknown``.

    It is ``unknown`` when the text is incomplete, when struck words may have been read as kept,
    or when there is hardly a text at all (see `reasons`).
    """
    return "unknown" if reasons(text) else "no"


def reasons(text: Text) -> tuple[str, ...]:
    """Return why a text cannot be called silent, in plain words; empty when it can."""
    letters = sum(char.isascii() and char.isalpha() for char in text.body[:20_000])
    given = (
        (not text.complete, "the text is incomplete"),
        (text.markup == "unknown", "struck words may have been read as kept"),
        (len(text.body) < 200, "there is hardly any text"),
        (letters < 0.55 * len(text.body[:20_000]), "most of it is not readable as English words"),
        (_no_modal(text.body), "no sentence of it says shall, may or must"),
        (
            any(len(line) > LONGEST * 5 for line in text.body.splitlines()),
            "it has no paragraphs to tell apart",
        ),
    )
    return tuple(reason for holds, reason in given if holds)


_MODAL = build(r"\b(?:shall|may|must|is|are|will)\b")


def _no_modal(body: str) -> bool:
    return _MODAL.search(body) is None


def _hits(sentence: Sentence, codebook: Codebook, close: bool) -> Iterator[Hit]:
    if not close and _SELF.search(sentence.words) is None:
        return
    occurring = scan(sentence.words, codebook.fragments)
    if not occurring:
        return
    spans = finder(sentence.words, codebook.fragments)
    named = _NAMED.search(sentence.words) is not None
    fired: set[str] = set()
    for number in sorted(occurring):
        for cue, way in codebook.ways.get(number, ()):
            if cue.id in fired or sentence.mood not in cue.moods or not way.needs <= occurring:
                continue
            if (not close and cue.about != "self") or (cue.about == "named" and not named):
                continue
            span = locate(way, spans)
            if span is None or (cue.own and span[1] <= own_start(sentence)):
                continue
            if not any(unless.needs <= occurring and locate(unless, spans) for unless in cue.unless):
                fired.add(cue.id)
                yield _hit(sentence, cue, span, occurring, spans)


def _hit(sentence: Sentence, cue: Cue, span: Span, occurring: frozenset[int], spans) -> Hit:  # type: ignore[no-untyped-def]
    def holds(way: Way) -> bool:
        return way.needs <= occurring and locate(way, spans) is not None

    value: Value = cue.value
    if value == "yes" and any(map(holds, cue.partly)):
        value = "partly"
    if value == "yes" and cue.in_contract != "yes" and _is_term(sentence, span):
        value = cue.in_contract
    said = [cue.detail, *(word for word, some in cue.details if any(map(holds, some)))]
    said += [READ[name](sentence.words) for name in cue.reads]
    return Hit(cue, sentence, value, span, "; ".join(dict.fromkeys(filter(None, said))))


def _is_term(sentence: Sentence, span: Span) -> bool:
    """Say whether what matched is what a contract must say: "the contract shall include: …"."""
    before = sentence.words[: max(span[0], own_start(sentence))]
    return _TERM.search(before) is not None


def _grouped(hits: Iterable[Hit]) -> Iterator[tuple[str, list[Hit]]]:
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        bounds = (hit.cue.bound,) if hit.cue.bound else hit.sentence.bounds or (_UNKNOWN_PARTY,)
        for bound in bounds:
            groups.setdefault((hit.cue.provision, bound), []).append(hit)
    for (_, bound), group in groups.items():
        yield bound, group


def _finding(
    text: Text, group: tuple[str, list[Hit]], exceptions: dict[str, tuple[str, ...]]
) -> Finding:
    bound, hits = group
    best = min(hits, key=lambda hit: (VALUES.index(hit.value), -_confidence(text, hit), hit.sentence.clause.start))
    start, end = evidence(best.sentence, best.span)
    details = dict.fromkeys(hit.detail for hit in hits if hit.value == best.value and hit.detail)
    clause = best.sentence.clause
    finding = Finding(
        best.cue.provision,
        best.value,
        "; ".join(details)[:300],
        bound,
        clause.place,
        start,
        end,
        text.body[start:end],
        _confidence(text, best),
        best.cue.id,
        tuple(place for place in exceptions.get(clause.section, ()) if place != clause.place),
    )
    against = next((h for h in hits if h.cue.opposes and best.value == "yes" and not h.cue.id == best.cue.id), None)
    return replace(finding, value="unclear", detail=_both(finding, against, text)) if against else finding


def _both(finding: Finding, against: Hit, text: Text) -> str:
    start, end = evidence(against.sentence, against.span)
    return f"but {against.sentence.clause.place}: {' '.join(text.body[start:end].split())}"[:400]


def _confidence(text: Text, hit: Hit) -> float:
    """Return how sure a hit is, between 0 and 1: start at 0.5 and add up.

    +0.2 the clause itself names students, their records or a child; +0.1 it names the party bound;
    +0.2 it is a plain ban or duty;
    −0.2 struck words may have been read as kept, or the text is incomplete.
    """
    sentence = hit.sentence
    score = 0.5
    score += 0.2 if _NAMED.search(sentence.words) else 0
    score += 0.1 if sentence.bounds else 0
    score += 0.2 if sentence.mood in ("ban", "duty") else 0
    score -= 0.2 if text.markup == "unknown" or not text.complete else 0
    return round(score, 2)


def _exceptions(clauses: Iterable[Clause]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for clause in clauses:
        if clause.kind == "exception":
            found.setdefault(clause.section, {})[clause.place] = None
    return {section: tuple(places)[:6] for section, places in found.items()}


def _plain(finding: Finding) -> Value:
    return finding.value if finding.value in VALUES else "yes"
