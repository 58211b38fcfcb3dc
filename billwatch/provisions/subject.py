"""What a text is about: where it speaks of data about students, or of children online.

A provision counts only near such words: a consumer-privacy law or an energy bill gives nothing.
The words are found in one pass over single words (fast, linear); what makes a mention is how near
they stand: "student data", "records of the pupils", "a child's personal information".
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from billwatch.models import Clause, Section, Text
from billwatch.provisions.patterns import Alternatives, build, fold
from billwatch.provisions.reach import (
    Spans,
    abused,
    aside,
    besides,
    enforcing,
    exercised,
    inside,
    remedies,
    sensitive,
    served,
    within,
)

# Words that are a mention by themselves.
_ALONE = (
    r"education(?:al)? records?|education(?:al)? data|school records?|covered information"
    r"|directory (?:information|data)|(?:student|pupil)(?:'s|s'|s)? names?,? (?:and )?address"
    r"|identifiers? for (?:a|any|each|every|all) (?:student|pupil)s?"
    r"|confidential(?:ity)? of (?:student|pupil)s?"
    r"|identity of (?:an?|any|the|each|individual|particular) (?:individual )?(?:student|pupil)s?"
    r"|family education(?:al)? (?:and )?(?:rights and )?privacy|\bFERPA\b|1232[gh]\b"
    r"|general education provisions|scholastic records?"
    r"|school district records? (?:about|on|concerning|regarding|that identif)"
    r"|(?:academic|school|education)[\w, ]{0,60}\brecords? of (?:the|a|their|such) (?:minor )?child"
    r"|longitudinal data systems?|student unit records?"
    r"|children's online|kids online|student[- ]level|school[- ]issued (?:\w+ )?devices?"
    r"|records? (?:generated|maintained|held|kept) by (?:the |a |any |each |such |public"
    r" )?(?:public )?schools?\b"
    r"|records of (?:the |a |any |each )?(?:public )?school"
    # What the federal law on surveys in schools asks about.
    r"|critical appraisals? of (?:other )?(?:individuals|persons|famil)"
    r"|(?:mental (?:or|and) psychological|psychological) (?:problems|conditions)[\w ,]{0,20}"
    r" (?:embarrass|of the (?:student|pupil))"
    r"|personal analysis, (?:an )?(?:evaluation|survey)"
    r"|(?:survey|questionnaire)s? (?:\w+ ){0,4}to (?:a |any |the )?(?:student|pupil)s?\b"
)
_STUDENT = r"\b(?:student|pupil)s?\b"
_CHILD = r"\b(?:child|children|minor|teen|youth|kid|covered user)s?\b"
_DATA = (
    r"\b(?:data|information|records?|privacy|profiles?|surveys?|questionnaires?|biometric"
    r"|online|identifiers?|social security numbers?|identification (?:numbers?|devices?)"
    r"|radio frequency|facial recognition|surveillance|finger ?print\w*"
    r"|(?:remain|kept|held|keep) (?:\w+ )?(?:private|confidential)|case files?)\b"
    r"|\b(?:online|media|user|internet|network|personal|networking|device|email) accounts?\b"
    r"|\bsocial media (?:activit(?:y|ies)|posts?|monitoring)\b"
)
# A mention only where students or schools are named close by.
_PERSONAL = (
    r"personally identif\w+(?: (?:information|data))?"
    r"|(?:information|data) (?:concerning|identifying|about) individuals?\b"
)
# A child named by age alone: a mention only where personal data stands close by.
_YEARS = (
    r"(?:1[2-8]|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen)"
    r"(?: \(\d\d\))?(?: |-)years?\b"
)
_AGED = (
    r"\b(?:known|covered) (?:child|minor|teen)s?\b"
    rf"|\b(?:under|below|younger than|less than|at least) {_YEARS}"
    r"|\b(?:under|below) the age of (?:1[2-8]|thirteen|sixteen|eighteen)\b"
    r"|\byounger than (?:1[2-8]|thirteen|sixteen|eighteen)\b"
)
# What is asked of students or said of them: no measure of what a text is about.
_TRAIT = (
    r"\b(?:names? (?:of|and address)|photographs?|test scores?|immigration status|citizenship|DNA"
    r"|gender identity|sexual orientation|location badges?|tracking (?:devices?|chips?)|cameras?"
    r"|(?:video|voice|audio) recordings?|chat (?:logs?|histor(?:y|ies))|messages|palms?|firearms"
    r"|political (?:opinions?|views?|beliefs?|affiliations?)|religious affiliation)\b"
)
_ACCOUNT = r"\baccounts?\b"  # of a child online, not of a student
_TOKEN = Alternatives(_ALONE, _STUDENT, _AGED, _CHILD, _PERSONAL, _DATA, _TRAIT, _ACCOUNT)
_KINDS = ("alone", "student", "aged", "child", "personal", "data", "trait", "account")
_GATE = build(f"{_ALONE}|{_STUDENT}|{_CHILD}|{_AGED}|education research|breach of system secur")
_CONSUMER = build(
    r"\b(?:personal|sensitive|covered) (?:data|information)\b|targeted advertis|\bprofil(?:e|ing)\b"
    r"|data brokers?\b|\bgeolocation\b"
)
# What is done with the data of consumers: beside a child it is a mention.
_DONE = build(
    r"targeted advertising|\bprofiling\b|\bgeolocation\b|\bpersonal data\b|biometric data"
)
_PERSONAL_DATA = build(
    r"\b(?:personal|sensitive|covered|identifying|age category) (?:\w+ )?(?:data|information)\b"
    r"|targeted advertis|\bprofil(?:e|ing)\b|\bgeolocation\b|verifiable (?:\w+ )?consent"
)
_LINK = build(r"\b(?:about|of|on|from|concerning|regarding|by|belonging|pertaining|relating)\b")
_OF = build(r"\b(?:about|of|from|concerning|regarding|belonging|pertaining|relating)\b")
_ONLINE_PLACE = r"\bonline\b|internet|web ?site|mobile app|social media|connected device"
_PLACE = build(_ONLINE_PLACE)
_OTHER_PLACE = (
    r"\bcontrollers?\b|\bplatforms?\b|\bapps?\b|app(?:lication)? stores?|digital service"
    r"|\bchat ?bots?\b|data brokers?|foster (?:care|child|youth)|out-of-home"
)
_ANYPLACE = build(f"{_ONLINE_PLACE}|{_OTHER_PLACE}")
_WIDENS = build(f"{_AGED}|{_OTHER_PLACE}|{_TRAIT}|{_ACCOUNT}")
_OFFICES = frozenset({"-cari", " care", " welf", " supp", "-plac"})  # "child welfare": an office
_SCHOOL = build(r"\bschools?\b|local educational agenc")
_TITLE = build(
    r"(?:student|pupil|child|children|kids?|minor|learner|education(?:al)?"
    r"|school)s?(?:'s?)? (?:[\w-]+ ){0,6}(?:privacy|data|information|records?|online|biometric"
    r"|surveillance|radio frequency|facial recognition)"
    r"|(?:biometric|surveillance|facial recognition|location|tracking|monitoring|recording"
    r"|social media|(?:internet|online|electronic) accounts?|passwords?|digital tools?"
    r"|(?:data|security) breach\w*|cyber ?security)\b[^.;]{0,60}\b(?:student|pupil|school)s?"
    r"|\bcameras?\b[^.;]{0,40}\bin (?:\w+ )?(?:schools?|classrooms?)\b"
    r"|(?:privacy|data|information|records?) (?:[\w-]+ ){0,8}(?:student|pupil|child"
    r"|children|kids?|minor|school|parent)s?"
    r"|parents'? bill of rights|parental rights|family educational rights"
)
_KIDS = build(
    r"\b(?:child(?:ren)?|kids?|minors?|teens?|youth|adolescents?)\b[^.;]{0,60}?"
    r"\b(?:internet|online|social (?:media|network\w*)|platforms?|app stores?|digital|screens?"
    r"|interactive computer services?)\b"
    r"|\b(?:internet|online|social media|social network\w*|platforms?|app stores?|digital"
    r"|interactive computer services?)\b[^.;]{0,150}?"
    r"\b(?:child(?:ren)?|kids?|minors?|teens?|youth|adolescents?)\b"
)
# A law on consumers that takes their children's data into its own definition is about both.
_HOUSEHOLD = build(r"minor child(?:ren)? of (?:the|a|any) consumer|consumer's minor child")
_CARE = build(
    r"foster (?:care|child|youth)|out-of-home (?:care|placement)|rights of parents"
    r"|(?:child(?:ren)?|youth) in (?:(?:the )?(?:care|custody)|out-of-home)|parents'? bill of"
)
_RIGHT = build(r"\bright to\b|\b(?:remain|kept|held|deemed)\b")
AFTER, BEFORE = 45, 60
NEAR = 1500
_CLOSE = 1000
_BESIDE = 250
_LONG = 3000
_SEVERAL = 3
_DENSE = 1 / 1500
_BRIEF, _SMALL = 6_000, 400_000  # in brief texts all that is personal is of those they name


@dataclass(frozen=True, slots=True)
class Subject:
    """Where the text speaks of student data: sorted offsets, and whether the whole text does.

    ``focused`` are the spans of sections that speak of it often, in a text that as a whole does
    not, and those that enforce them (all sections of a law on consumers that says it is about
    their children too); ``aside`` those that speak of something else, in a text that does.
    """

    hits: tuple[int, ...]
    whole: bool
    focused: tuple[tuple[int, int], ...] = ()
    aside: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _Found:
    """Where words of a mention stand: those on ``students`` count, those on ``children`` may.

    ``named`` are words for students, ``wards`` for children, ``aged`` for those named by age;
    ``personal`` are words of personal data that are nobody's.
    """

    students: list[int] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)
    wards: list[int] = field(default_factory=list)
    aged: list[int] = field(default_factory=list)
    personal: list[int] = field(default_factory=list)


def spoken(text: Text) -> tuple[int, ...]:
    """Return where the body of ``text`` speaks of data about students or children."""
    body = fold(text.body)
    return _mentioned(body, _CARE.search(_head(text, body)) is not None)


@lru_cache(maxsize=2)  # a text is asked whether it is concerned, and then what it is about
def _mentioned(body: str, care: bool, wide: bool = True) -> tuple[int, ...]:
    return tuple(mentions(body, care, wide))


@lru_cache(maxsize=2)
def _tokens(body: str) -> tuple[tuple[int, int, int], ...]:
    """Return the words that can make a mention: (number of the kind, start, end)."""
    return tuple(_TOKEN.spans(body))


def forget() -> None:
    """Forget the last texts asked about."""
    _mentioned.cache_clear()
    _tokens.cache_clear()


def speaks(text: Text) -> bool:
    """Say whether ``text`` names students or children at all: the gate before everything else."""
    return _GATE.search(text.body) is not None or _GATE.search(text.title) is not None


def mentions(body: str, care: bool = False, wide: bool = True) -> list[int]:
    """Return the offsets, in order, at which ``body`` speaks of data about students or children.

    A mention of children counts only near a word of things online, of schools, or of students;
    "personally identifiable information" by itself only near students. In a text on children in
    ``care`` of the state, or on parents' rights, all of them count.

    >>> mentions("The data of the pupils. A student's test. Records.")
    [4]
    >>> mentions("The identity of any student; a report that personally identifies a pupil.")
    [4, 43]
    """
    found = _found(body, wide)
    students = found.students
    reach = _CLOSE if len(body) > _BRIEF else _BRIEF
    students += [at for at in found.personal if within(found.named, at, reach)]
    if wide:
        students += besides(body, found.named, found.wards)
        for places, words, far in (
            (found.aged, _CONSUMER, _BESIDE),
            (found.wards, _DONE, _BESIDE // 2),
        ):
            where = [start for start, _ in words.spans(body)] if places else []
            students += [at for at in places if within(where, at, far)]
    if found.children:
        place = _ANYPLACE if wide else _PLACE
        where = sorted([*students, *(start for start, _ in place.spans(body))])
        schools = [start for start, _ in _SCHOOL.spans(body)]
        files = () if care and (schools or found.named) else abused(body)
        students += [
            at
            for at in found.children
            if care or within(where, at, 600) or within(schools, at, 150)
            if not within(files, at, _BESIDE) or within(found.named, at, _CLOSE)
        ]
    return sorted(students)


def _found(body: str, wide: bool) -> _Found:
    """Read the words of ``body`` in order and note what they are, alone or with those before."""
    found, last = _Found(), dict[str, tuple[int, int]]()
    for which, start, end in _tokens(body):
        kind = _KINDS[which]
        if kind == "aged":
            found.aged.append(start)
            kind = "child"
        if kind == "child" and body[end : end + 5].lower() in _OFFICES:
            continue
        if kind == "student":
            found.named.append(start)
        elif kind == "child":
            found.wards.append(start)
        if kind == "account":
            if wide and "child" in last and _reaches(body, last["child"][1], start):
                found.children.append(last["child"][0])
            continue
        if kind == "trait":
            if not wide:
                continue
            kind = "data"
        bare, kind = kind == "personal", "data" if kind == "personal" else kind
        at, who = (start, "student") if kind == "alone" else _pair(body, last, kind, start, end)
        last[kind] = (start, end)
        if who:
            (found.students if who == "student" else found.children).append(at)
        elif bare:
            found.personal.append(start)
    return found


def _pair(
    body: str, last: dict[str, tuple[int, int]], kind: str, start: int, end: int
) -> tuple[int, str]:
    """Return where and of whom a word completes a mention: (0, "") when it does not."""
    if kind == "data":
        for who in ("student", "child"):
            if who in last and _reaches(body, last[who][1], start):
                return last[who][0], who
        return 0, ""
    before = last.get("data")
    link = _LINK if kind == "student" else _OF
    if before and _joined(body, before[1], start, BEFORE) and link.search(body[before[0] : start]):
        return before[0], kind
    return 0, ""


def _reaches(body: str, end: int, start: int) -> bool:
    """Say whether someone named up to ``end`` has what begins at ``start``: farther with a right.

    >>> _reaches("Each child has the right to have medical and mental health records", 10, 59)
    True
    """
    far = AFTER < start - end <= 2 * AFTER and _RIGHT.search(body[end : start + 8]) is not None
    return _joined(body, end, start, 2 * AFTER if far else AFTER)


def _joined(body: str, end: int, start: int, reach: int) -> bool:
    if not 0 <= start - end <= reach:
        return False
    between = body[end:start]
    return "." not in between and ";" not in between and ":" not in between and "\n" not in between


def weigh(text: Text, sections: tuple[Section, ...]) -> Subject:
    """Find where ``text`` speaks of student data.

    The whole text is about it when its title says so, when it mentions it and its title is on
    children online, or when mentions are dense (one in 1,500 characters) outside the front matter.
    """
    body = fold(text.body)
    head, hits = _head(text, body), spoken(text)
    own = hits
    if _WIDENS.search(body):
        own = _mentioned(body, _CARE.search(head) is not None, wide=False)
    size = sum(s.end - s.start for s in sections if s.kind == "section") or len(body) or 1
    dense = len(own) / size >= _DENSE
    named = _TITLE.search(head) is not None and len(hits) / size >= _DENSE / 4
    named = named or (bool(own) and _KIDS.search(fold(text.title or _long_title(body))) is not None)
    short = size < NEAR and bool(mentions(fold(text.title)))
    full = len(hits) / size >= 2 * _DENSE or (bool(hits) and served(body) / size >= _DENSE)
    online = full and _PERSONAL_DATA.search(body) is not None
    whole = (short or (bool(hits) and (dense or named or online))) and len(body) < _SMALL
    if whole:
        return Subject(hits, whole, aside=tuple(aside(body, hits, sections)))
    if hits and _HOUSEHOLD.search(body):
        return Subject(hits, whole, focused=tuple((s.start, s.end) for s in sections))
    focused = {*_focused(own, sections), *exercised(body, sections)}
    return _partly(body, hits, tuple(sorted(focused)), sections)


def _partly(
    body: str, hits: tuple[int, ...], focused: Spans, sections: tuple[Section, ...]
) -> Subject:
    """Return the subject of a text that as a whole is about something else or about everybody."""
    more = sensitive(body) if hits else ()
    also = remedies(body, sections) if more else enforcing(body, sections, focused)
    spans = tuple(sorted({*focused, *also}))
    return Subject(tuple(sorted({*hits, *more})) if more else hits, False, focused=spans)


def near(subject: Subject, clause: Clause) -> bool:
    """Say whether the clause mentions student data, or stands in a section that is about it.

    Where the whole text is about it, every clause does, but for sections that never mention it
    and speak of "this section" only (``aside``): their penalties punish something else.
    """
    if subject.whole:
        return not inside(subject.aside, clause.start)
    if inside(subject.focused, clause.start):
        return True
    if clause.end - clause.start > _LONG:
        return False
    hits, size = subject.hits, len(subject.hits)
    for start, end in (*clause.lead, (clause.start, clause.end)):
        at = bisect_left(hits, start)
        if at < size and hits[at] < end:
            return True
    return False


def _focused(hits: tuple[int, ...], sections: tuple[Section, ...]) -> Iterator[tuple[int, int]]:
    for section in sections:
        count = bisect_left(hits, section.end) - bisect_left(hits, section.start)
        if count >= _SEVERAL and count / (section.end - section.start) >= _DENSE:
            yield section.start, section.end


def _head(text: Text, body: str) -> str:
    return f"{text.title} {body[:400]} {_long_title(body)}"


def _long_title(body: str) -> str:
    lowered = body[:6000].lower()
    found = max(lowered.find("relating to"), lowered.find("in relation to"), lowered.find("an act"))
    return body[found : found + 300] if found >= 0 else ""
