"""How far a text that is only in part about student data goes: enforcement, and sensitive data.

A rule on enforcement often stands alone: "a parent may sue over a violation of sections 3 to 5".
It counts where what it enforces is about the data of students or children. A law on the data of
everybody that takes children's into its "sensitive data" speaks of them wherever it says that.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from sys import maxsize

from billwatch.models import Section
from billwatch.provisions.patterns import build

Spans = tuple[tuple[int, int], ...]

# Python's own patterns here: what was matched is asked for by name. A space may be missing.
_NAMED = re.compile(
    r"\b(?:violat\w{0,6}|breach\w{0,3}|contraven\w{0,6}|comply with|compliance with|enforce\w{0,6})"
    r" ?(?:(?:of|the|any|a|such|provisions?|requirements?|dut(?:y|ies)|prohibitions?|or|under|in"
    r"|with|terms) ?){0,6}sections? ?(?P<first>\w[\w.:-]*\w|\w)"
    r"(?:,? ?(?:to|through|and|or) ?(?:sections? ?)?(?P<last>\w[\w.:-]*\w|\w))?",
    re.IGNORECASE,
)
_ALL = build(
    r"\b(?:violat\w*|breach\w*|contraven\w*|comply with|compliance with|enforce\w*)"
    r"[^.;\n]{0,60}?\bthis (?:act|chapter|subchapter|article|title|part|subpart)\b"
)
_REMEDY = build(
    r"attorney general|civil action|right of action|cause of action|\bdamages\b|civil penalt"
    r"|unfair|deceptive|\bfined?\b|injuncti|misdemeanor|commence an action|bring an action"
)
_HEADED = build(
    r"\benforce|\bviolation|\bremed(?:y|ies)\b|\bpenalt|\bof action\b|attorney general|\bliabilit"
)
_SENSITIVE = build(r"\bsensitive (?:covered |personal |consumer )?(?:data|information)\b")
_DEFINED = build(
    r'"sensitive (?:covered |personal |consumer )?(?:data|information)"[\w ,]{0,60}?'
    r"(?:\bmeans\b|\bincludes?\b|,)"
)
_CHILDREN = build(
    r"\b(?:known child|covered minor|minor|child|children|teen)s?\b"
    r"|\b(?:under|younger than|less than) (?:the age of )?(?:1[2-8]|thirteen|sixteen|eighteen)\b"
)
_EXERCISED = build(
    r"\b(?:parents?|guardians?)\b[\w ,]{0,60}\b(?:child|minor)\b[\w ,]{0,60}"
    r"\bmay (?:\w+ )?(?:invoke|exercise)\b[\w ,]{0,80}\b(?:rights?|requests?)\b"
)
_AS_FAR = 3_500  # a definition of sensitive data with its list
_NEXT = build(r'\n[^\n"]{0,12}"|\n *sec(?:tion|\.) ')  # the next definition, or section
_SHARE = 3  # a third of the text
_BRIEF = 8_000
_OPENING = 200

_WIDER = build(
    r"\bthis (?:act|article|chapter|subchapter|part|subpart|title|compact)\b|\bsections?"
    r" \w+ (?:to|through|and|or)\b"
    r"|\bunder section\b|\bthe operator\b|\ban operator\b|\bsuch data\b"
)
_ONLINE = build(
    r"covered platform|personal ?(?:data|information) of (?:a|the|any) (?:minor|child|teen)"
    r"|(?:minor|child|teen)(?:'s|s')? (?:account|personal (?:data|information))"
)
# What an agency that protects children keeps on reports of abuse: no data of students.
_ABUSED = build(
    r"\b(?:reports?|reported|reporting|records?|files?|investigations?|registr(?:y|ies)|allegations?)"
    r"\b[^.;\n]{0,40}\b(?:abuse|abused|neglect|neglected|maltreatment)\b"
    r"|\b(?:abuse|neglect|maltreatment) (?:\w+ )?(?:reports?|records?|files?|investigations?"
    r"|registr(?:y|ies))\b|\bchild protecti(?:on|ve) (?:services? )?agenc"
)
_OWN_MATTER = 1_000
_TRAINED = build(r"\b(?:instruct|train)\w*[\w ,]{0,50}?\bconfidentiality\b")
_UNSEEN = build(
    r"\b(?:anonymous|anonymi[sz]ed|aggregated?|de-?identified)(?: (?:and|or) \w+)?"
    r" (?:manner|form|format|basis)\b"
    r"|\b(?:not?|without)\b[\w, ]{0,60}?\b(?:identify|identifies|identifying|identification of"
    r"|identity of|identities of)\b"
)
_FIGURES = build(
    r"\breports?\b|\bstatistic|\bpublish|\bsurvey|\bevaluation|\bstud(?:y|ies)\b|\bdatabase"
    r"|\bdata set|\bdashboard|\bsummar(?:y|ies)\b|\banalys[ei]s\b"
)
_DEVICES = build(
    r"\b(?:computers|(?:mobile|digital|electronic|personal) (?:digital )?(?:devices?|media|tools?)"
    r"|(?:educational|classroom|instructional) technology|tablets|laptops|screen time)\b"
)
_REFUSED = build(
    r"\bopt(?:s|ed|ing)?[ -]?out|\b(?:deny|refuse|withhold|decline|give or deny|object)\b"
)
_KIN = build(r"\bparents?\b|\bguardians?\b")
# Children on a service: with words of personal data, what a text on children online is full of.
_WARD = build(r"\b(?:child(?:ren)?|kid|minor|teen|adolescent|youth|covered user)s?\b")
_SERVICE = build(
    r"\baccounts?\b|\bplatforms?\b|\bonline\b|social (?:media|network)|\bweb ?sites?\b|internet"
    r"|\bapps?\b|app(?:lication)? stores?|digital services?|\bcontrollers?\b|\bchatbots?\b"
    r"|\busers?\b|\bconsumers?\b|connected devices?|covered (?:entit|business|compan)"
)
# Data that a school or its research holds though no student is named beside it.
_AT_SCHOOL = build(
    r"\b(?:confidential data|data repositor(?:y|ies)|breach of (?:system )?security"
    r"|cyber ?security incidents?|sharing of data|data sharing)\b"
)
_SCHOOLS = build(r"\bschools?\b|\beducation(?:al)? (?:research|agenc|institution|data)")
# What a school's threat assessment team learns is of a student, whoever it calls him.
_TEAM = build(
    r"\bthreat (?:assessment|management) (?:team|process)s?\b[^.;\n]{0,150}"
    r"\b(?:records?|information|data)\b"
)
_NEAR = 300
_FAR = 1_000
_BY = 80
_ON_SERVICE = 100


def enforcing(body: str, sections: Sequence[Section], focused: Spans) -> Spans:
    """Return the sections that enforce one of those ``focused`` on student data.

    They name it, or a range it lies in, or the whole act where a third of that is so focused.
    """
    if not focused:
        return ()
    starts = {start for start, _ in focused}
    places = {section.label.lower(): n for n, section in enumerate(sections)}
    about = [section.start in starts for section in sections]
    size = sum(s.end - s.start for s in sections if s.kind == "section") or len(body)
    much = sum(end - start for start, end in focused) * _SHARE >= size
    found = []
    for section, inside in zip(sections, about, strict=True):
        words = body[section.start : section.end]
        if inside or section.kind != "section" or len(words) > _BRIEF:
            continue
        if _REMEDY.search(words) is None:
            continue
        if _names(words, places, about) or (much and _ALL.search(words)):
            found.append((section.start, section.end))
    return tuple(found)


def exercised(body: str, sections: Iterable[Section]) -> Iterator[tuple[int, int]]:
    """Yield the sections on rights that a parent may exercise in the place of a child."""
    at = [start for start, _ in _EXERCISED.spans(body)]
    for section in sections:
        here = bisect_left(at, section.start)
        if section.kind == "section" and here < len(at) and at[here] < section.end:
            yield section.start, section.end


def _names(words: str, places: dict[str, int], about: Sequence[bool]) -> bool:
    """Say whether ``words`` speak of a violation of a section that is ``about`` student data."""
    for match in _NAMED.finditer(words):
        first = places.get(match["first"].lower())
        last = places.get((match["last"] or match["first"]).lower(), first)
        if first is not None and last is not None and any(about[first : last + 1]):
            return True
    return False


def sensitive(body: str) -> tuple[int, ...]:
    """Return where a law speaks of sensitive data, if by its own words children's are among them.

    >>> sensitive('"Sensitive data" means: (a) data of a child. No sale of sensitive data.')
    (1, 56)
    """
    for _, end in _DEFINED.spans(body):
        listed = body[end : end + _AS_FAR]
        after = _NEXT.search(listed)
        if _CHILDREN.search(listed[: after[0]] if after else listed):
            return tuple(start for start, _ in _SENSITIVE.spans(body))
    return ()


def remedies(body: str, sections: Iterable[Section]) -> Iterator[tuple[int, int]]:
    """Yield the sections on what follows from a violation of the whole act, as they open."""
    for section in sections:
        words = body[section.start : section.end]
        if section.kind != "section" or _HEADED.search(words[:_OPENING]) is None:
            continue
        if _ALL.search(words) and _REMEDY.search(words):
            yield section.start, section.end


def besides(body: str, named: Sequence[int], children: Sequence[int]) -> Iterator[int]:
    """Yield where a sentence is about data on students or children though it names none.

    Figures that must not show anybody, staff who are trained in confidentiality, data that a
    school or its research holds, and a parent's no to devices; ``named`` are the places of words
    for students, ``children`` of those for children.

    >>> body = "Pupils: the report shall be given in an anonymous manner."
    >>> list(besides(body, [0], []))
    [40]
    """
    for start, _ in _TRAINED.spans(body):
        if within(named, start, _NEAR):
            yield start
    for start, end in _UNSEEN.spans(body):
        before = body[max(0, start - _NEAR) : start].rpartition(". ")[2]
        close = within(named, start, _FAR) or within(children, end, _BY)
        if close and _FIGURES.search(before):
            yield start
    places = [start for start, _ in _AT_SCHOOL.spans(body)]
    schools = [start for start, _ in _SCHOOLS.spans(body)] if places else []
    yield from (start for start in places if within(schools, start, _NEAR // 2))
    yield from (start for start, _ in _TEAM.spans(body) if within(named, start, 2 * _FAR))
    for start, _ in _DEVICES.spans(body):
        before = body[max(0, start - _NEAR) : start].rpartition(". ")[2]
        if _REFUSED.search(before) and _KIN.search(before) and within(named, start, _FAR):
            yield start


def aside(
    body: str, hits: tuple[int, ...], sections: tuple[Section, ...]
) -> Iterator[tuple[int, int]]:
    """Yield the sections that never speak of student data, and of "this section" only."""
    for section in sections:
        here = bisect_left(hits, section.start)
        silent = here == len(hits) or hits[here] >= section.end
        words = body[section.start : section.end]
        own = len(words) > _OWN_MATTER and "this section" in words.lower()
        if silent and own and _WIDER.search(words) is None and _ONLINE.search(words) is None:
            yield section.start, section.end


def abused(body: str) -> tuple[int, ...]:
    """Return where ``body`` speaks of what is kept on reports of the abuse of children.

    >>> abused("The registry of reports of child abuse.")
    (4,)
    """
    return tuple(start for start, _ in _ABUSED.spans(body))


def served(body: str) -> int:
    """Count how often ``body`` speaks of children on a service: "a minor's account".

    >>> served("A platform shall not let a minor open an account.")
    1
    """
    where = [start for start, _ in _SERVICE.spans(body)]
    if not where:
        return 0
    return sum(within(where, at, _ON_SERVICE) for at, _ in _WARD.spans(body))


def within(places: Sequence[int], at: int, reach: int) -> bool:
    """Say whether one of the places, in order, lies no farther than ``reach`` from ``at``."""
    here = bisect_left(places, at - reach)
    return here < len(places) and places[here] <= at + reach


def inside(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Say whether ``at`` lies in one of the spans, which are in order and apart."""
    here = bisect_right(spans, (at, maxsize)) - 1
    return here >= 0 and at < spans[here][1]
