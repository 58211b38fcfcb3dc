"""What a text is about: where it speaks of data about students, or of children online.

A provision counts only near such words: a consumer-privacy law or an energy bill gives nothing.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from billwatch.models import Clause, Section, Text
from billwatch.provisions.patterns import build, fold

_STUDENT = (
    r"(?:student|pupil|learner)s?(?:'s?)? (?:[\w-]+,? ){0,4}(?:data|information|records?|privacy|profiles?|surveys?|online|accounts?)\b"
    r"|education(?:al)? (?:records?|data)\b|school records?\b|covered information|student[- ](?:level|generated|identifiable)"
    r"|(?:data|information|records?) (?:[\w-]+,? ){0,6}(?:about|of|on|from|concerning|regarding|to|by) (?:[\w-]+ ){0,3}(?:student|pupil|learner)s?\b"
    r"|family education(?:al)? (?:and )?(?:rights and )?privacy|\bFERPA\b|1232[gh]\b|444 of the general education provisions"
    r"|(?:questionnaire|survey)s? (?:[\w-]+ ){0,8}(?:student|pupil)s?\b|directory information"
)
_CHILD = (
    r"(?:child|children|minor|teen|youth|kid|covered user)s?(?:'s?)? (?:[\w-]+,? ){0,3}(?:data|information|records?|privacy|biometric|online)\b"
    r"|(?:data|information|records?) (?:[\w-]+,? ){0,6}(?:about|of|on|from|concerning|regarding|to|by) (?:[\w-]+ ){0,2}(?:child|children|minor|teen|covered user)s?\b"
    r"|children's online (?:privacy|safety)|kids online"
)
_PLACE = (
    r"online|internet|web ?site|mobile app|social media|platform|operator|\bschools?\b|local educational agency|connected device"
)
_HIT = build(f"(?P<student>{_STUDENT})|(?P<child>{_CHILD})")
_WHERE = build(_PLACE)
_TITLE = build(
    r"(?:student|pupil|child|children|kids?|minor|learner|education(?:al)?|school)s?(?:'s?)? (?:[\w-]+ ){0,6}(?:privacy|data|information|records?|online)"
    r"|(?:privacy|data|information|records?) (?:[\w-]+ ){0,8}(?:student|pupil|child|children|kids?|minor|school|parent)s?"
    r"|parents'? bill of rights|parental rights|family educational rights"
)
_WIDER = build(
    r"\bthis (?:act|article|chapter|subchapter|part|subpart|title|compact)\b|\bsections? \w+ (?:to|through|and|or)\b|\bunder section\b"
    r"|\bthe operator\b|\ban operator\b|\bsuch data\b"
)
NEAR = 1500
_OWN_MATTER = 1000
_DENSE = 1 / 1500
_SMALL = 400_000


@dataclass(frozen=True, slots=True)
class Subject:
    """Where the text speaks of student data: sorted offsets, and whether the whole text does."""

    hits: tuple[int, ...]
    whole: bool
    aside: tuple[tuple[int, int], ...] = ()


def speaks(text: Text) -> bool:
    """Say whether ``text`` has any word of the subject: the gate before everything else."""
    return _HIT.search(text.title) is not None or _HIT.search(text.body) is not None


def weigh(text: Text, sections: tuple[Section, ...]) -> Subject:
    """Find where ``text`` speaks of student data.

    A mention of children counts only near a word of the school or of things online. The whole
    text is about it when its title says so, or when mentions are dense (one in 1,500 characters)
    outside the front matter.
    """
    body = fold(text.body)
    where = [match.start() for match in _WHERE.finditer(body)]
    hits = tuple(
        match.start()
        for match in _HIT.finditer(body)
        if match.lastgroup == "student" or _near(where, match.start(), 600)
    )
    head = f"{text.title} {body[:400]} {_long_title(body)}"
    size = sum(s.end - s.start for s in sections if s.kind == "section") or len(body) or 1
    dense = len(hits) / size >= _DENSE
    named = _TITLE.search(head) is not None and len(hits) / size >= _DENSE / 4
    short = _HIT.search(text.title) is not None and size < NEAR
    whole = (short or bool(hits) and (dense or named)) and len(body) < _SMALL
    return Subject(hits, whole, tuple(_aside(body, hits, sections)) if whole else ())


def near(subject: Subject, clause: Clause) -> bool:
    """Say whether the clause lies in or close to a mention of student data.

    Where the whole text is about it, every clause does, but for sections that never mention it
    and speak of "this section" only (``aside``): their penalties punish something else.
    """
    if subject.whole:
        return not any(start <= clause.start < end for start, end in subject.aside)
    return _near(subject.hits, clause.start, NEAR) or _near(subject.hits, clause.end, NEAR)


def _aside(
    body: str, hits: tuple[int, ...], sections: tuple[Section, ...]
) -> Iterator[tuple[int, int]]:
    for section in sections:
        here = bisect_left(hits, section.start)
        silent = here == len(hits) or hits[here] >= section.end
        words = body[section.start : section.end]
        own = len(words) > _OWN_MATTER and "this section" in words.lower()
        if silent and own and _WIDER.search(words) is None:
            yield section.start, section.end


def _near(places: "list[int] | tuple[int, ...]", at: int, reach: int) -> bool:
    here = bisect_left(places, at - reach)
    return here < len(places) and places[here] <= at + reach


def _long_title(body: str) -> str:
    lowered = body[:6000].lower()
    found = max(lowered.find("relating to"), lowered.find("in relation to"), lowered.find("an act"))
    return body[found : found + 300] if found >= 0 else ""
