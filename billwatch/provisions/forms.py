"""The forms of the law's commands and bans, and how each is said plainly: "X shall not sell"."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from billwatch.provisions.patterns import build


class Edit(NamedTuple):
    """Words to put in the place of ``words[start:end]``."""

    start: int
    end: int
    words: str


class _Form(NamedTuple):
    """One form: words one of which must be there, the pattern, how it is said plainly."""

    needs: tuple[str, ...]
    pattern: str
    plainly: Callable[[re.Match[str]], str]


def _form(needs: str, pattern: str, plainly: Callable[[re.Match[str]], str]) -> _Form:
    return _Form(tuple(needs.split("|")), pattern, plainly)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a form when its words are first met: the lists of verbs take long."""
    return re.compile(pattern, re.IGNORECASE)


# What a law tells someone to do, or not to, with data.
_NAMED = """
    accept access acquire address administer adopt advertise advise aggregate allow amass
    analyze appoint ask assign attempt auction barter build capture certify charge collect
    combine communicate compel compile conduct connect contact convey copy create delete deliver
    demand deny deploy derive designate destroy develop disclose discriminate display dispose
    disseminate distribute divulge employ encrypt enforce engage ensure enter establish exchange
    exclude expose facilitate film furnish gather give grant harvest hold identify impart
    implement include inform install keep lease license link maintain make market merge mine
    monetize monitor notify obtain offer operate participate pass penalize permit photograph
    place possess post process profile provide publicize publish purchase re-associate
    re-disclose re-identify receive record redisclose refuse reidentify release rely remove rent
    report request require resell restrict retain retaliate reveal review scan search sell send
    serve share show solicit state store subject submit supply surveil survey target track trade
    transfer transmit turn undertake update use utilize verify view withhold
"""
VERBS = frozenset(_NAMED.split())
_DOUBLED = frozenset(("permit", "submit", "transmit", "scan"))


def _gerund(verb: str) -> str:
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ing"
    return f"{verb[:-1] if verb.endswith('e') else verb}ing"


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first, by first letters: that is fast."""
    lists: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        lists.setdefault(word[0], []).append(word[1:])
    ways = (f"{first}(?:{'|'.join(rest)})" for first, rest in lists.items())
    return f"(?:{'|'.join(ways)})"


_GERUNDS = {_gerund(verb): verb for verb in VERBS} | {"being": "be", "having": "have"}
VERB = _any_of(VERBS)
_BE = rf"(?:be|have|{VERB})"
_GER = _any_of(_GERUNDS)
_GERS = rf"(?P<v>(?:\w+ly )?{_GER}(?:(?:, | or | and |, or |, and |/){_GER}){{0,6}})\b"
_EACH = re.compile(rf"\b{_GER}\b", re.IGNORECASE)
_SHALL = r"(?:shall|may|must|will|can|should)"
_WHO = r"(?P<x>[^.;:]{2,180}?)"  # who must or must not: never beyond the sentence
_NEVER = r"(?:under no circumstances?|in no (?:case|event|instance|way)|at no time)"
_PROMISES = r"(?:ensur|guarant|assur|certif|warrant|requir|provid|agree|represent|promis)\w*"


def _not(found: re.Match[str]) -> str:
    """Put the actor, where there is one, before "shall not" and the verb."""
    return _said(found, "shall not")


def _must(found: re.Match[str]) -> str:
    """Put the actor, where there is one, before "shall" and the verb."""
    return _said(found, "shall")


def _that_not(found: re.Match[str]) -> str:
    """Keep the words that promise or require it before the actor who "shall not"."""
    who = "" if found.groupdict().get("x") else "it "
    return f"{found['p']} that {who}{_not(found)}"


def _neither(found: re.Match[str]) -> str:
    return f"{found['x']} or {found['y']} shall not {found['v']}"


def _said(found: re.Match[str], shall: str) -> str:
    who = (found.groupdict().get("x") or "").strip(" ,")
    return f"{who} {shall} {based(found['v'])}".lstrip()


def based(verbs: str) -> str:
    """Put verbs in "-ing" into their plain form.

    >>> based("selling or renting")
    'sell or rent'
    """
    return _EACH.sub(lambda one: _GERUNDS[one[0].lower()], verbs)


_FORMS = (
    _form(
        " from",
        r"\b(?:shall be|are|is|be) (?:\w+ly |hereby |further )?"
        rf"(?:prohibited|forbidden|barred|precluded|banned) from:? ?{_GERS}",
        _not,
    ),
    _form(
        " from",
        rf"\b{_SHALL} (?:[\w-]+ ){{0,4}}?(?:refrain|abstain|desist) from:? ?{_GERS}",
        _not,
    ),
    _form(
        " from",
        r"\b(?P<p>(?:prohibit|forbid|bar)(?:s|ding|ring|ing)?) "
        rf"(?P<x>(?!from\b)[^.;:]{{2,140}}?) from:? ?{_GERS}",
        _that_not,
    ),
    _form(
        "prohibition ",
        r"\b(?P<p>prohibition) (?:on|against|of) (?P<x>[^.;:,]{0,100}?)(?<= )(?<!for )" + _GERS,
        _that_not,
    ),
    _form(
        "unlawful|illegal|prohibited for|violation|offense|practice",
        r"\bit (?:is|shall be) (?:\w+ly )?(?:unlawful|illegal|prohibited|an? (?:\w+ ){0,5}?"
        r"(?:violation|offense|practice)(?: of (?:this|the) \w+)?) for "
        rf"{_WHO} to (?:\w+ly )?(?P<v>{VERB})\b",
        _not,
    ),
    _form("in no |under no |at no ", rf"\b{_NEVER} {_SHALL} {_WHO} (?P<v>{_BE})\b", _not),
    _form(
        " in no | under no | at no | never",
        rf"\b{_SHALL},? (?:{_NEVER}|never),? (?:\w+ly )?(?P<v>{_BE})\b",
        _not,
    ),
    _form(
        "nothing ",
        r"\bnothing (?:in|contained|herein)\b[^.;:]{0,100}?\b(?:permit|authoriz|allow|empower"
        rf"|entitl)(?:s|e|es|ing)? {_WHO} to (?P<v>{VERB})\b",
        _not,
    ),
    _form(
        " permitted to | authorized to | allowed to | entitled to | empowered to ",
        r"\b(?:(?:is|are) not|(?:shall|may|must|will) not be) (?:permitted|authorized|allowed"
        rf"|empowered|entitled) to (?P<v>{_BE})\b",
        _not,
    ),
    _form(
        " not permit | not allow | not authorize | not let | not knowingly ",
        rf"\b{_SHALL} not (?:knowingly )?(?:permit|allow|authorize|let) {_WHO} to "
        rf"(?P<v>{VERB})\b",
        _not,
    ),
    _form(
        "neither ",
        rf"\bneither {_WHO} nor (?P<y>[^.;:]{{2,80}}?) {_SHALL} (?P<v>{_BE})\b",
        _neither,
    ),
    _form(
        "no ",
        r"\bno (?!later|less|more|fewer|earlier|event|case|instance|circumstance|time|longer)"
        r"(?P<x>(?:[^.;:,]|,(?! (?:the|an?|each|such|it|they|which|that)\b)){2,180}?)"
        rf" {_SHALL} (?:\w+ly )?(?P<v>{_BE})\b",
        _not,
    ),
    _form("that no ", r"\b(?P<p>that) no (?P<x>[^.;:,]{2,120}?) (?P<v>be)\b", _not),
    _form(" nor ", rf"\bnor {_SHALL} {_WHO} (?P<v>{_BE})\b", _not),
    _form(
        " not knowing| not intention| not willful| not otherwise | not directly | not, ",
        rf"\b{_SHALL} not(?: (?:knowingly|intentionally|willfully|otherwise"
        rf"|directly or indirectly)|, [^.;:]{{2,140}}?,) (?P<v>{VERB})\b",
        _not,
    ),
    _form(
        " does not | do not | will not ",
        rf"\b(?P<p>{_PROMISES}(?: in writing)?(?: to the [\w ]{{2,30}})?) that {_WHO}"
        rf" (?:does|do|will) not (?:\w+ly )?(?P<v>{_BE})\b",
        _that_not,
    ),
    _form(
        " not to ",
        r"\b(?P<p>(?:agree|promise|undertake|covenant|commit|pledge)(?:s|d)?"
        rf"(?: (?!not\b)[\w,]+){{0,6}}?) not to (?P<v>{_BE})\b",
        _that_not,
    ),
    _form(
        "requir|provid",
        rf"\b(?P<p>requir\w*|provid\w*) that (?P<x>[^.;:]{{2,140}}?) not (?P<v>{_BE})\b",
        _that_not,
    ),
    _form(" not to be ", r"\b(?:is|are) not to (?P<v>be)\b", _not),
    _form(" to be ", r"\b(?:is|are) to (?P<v>be)\b", _must),
    _form("duty of ", rf"\bit (?:is|shall be) the duty of {_WHO} to (?P<v>{VERB})\b", _must),
    _form("responsible for ", rf"\b(?:is|are|shall be) (?:\w+ly )?responsible for {_GERS}", _must),
    _form(
        " is to | are to | has to | have to ",
        rf"\b(?:is|are|has|have) to (?P<v>{VERB})\b",
        _must,
    ),
    _form(
        " duty to | obligation to | responsibility to ",
        rf"\b(?:has|have) (?:a|the) (?:duty|obligation|responsibility) to (?P<v>{VERB})\b",
        _must,
    ),
    _form("shall, |must, ", rf"\b(?:shall|must), [^.;:]{{2,140}}?, (?P<v>{VERB})\b", _must),
)
# Words one of which is in all of these forms: most sentences have none.
_ANY = build(
    r"\b(?:prohibit|forbid|barr(?:ed|ing)\b|bars\b|banned\b|preclud|refrain|abstain|desist"
    r"|unlawful|illegal|(?:violation|offense|practice)\b[^.;:]* for\b|circumstances?\b"
    r"|(?:in|at) no\b|never\b|nothing\b|neither\b|nor\b|no\b [^.;:]*\b(?:shall|may|must|be)\b"
    r"|not be (?:permitted|authorized|allowed|entitled|empowered)"
    r"|(?:is|are) not (?:permitted|authorized|allowed|entitled|empowered|to)\b"
    r"|not (?:knowing|intention|willful|otherwise|directly|permit|allow|authorize|let)"
    r"|(?:shall|must|may|will|can|should)(?: not)?, |(?:does|do|will) not\b|not to\b"
    r"|(?:is|are|has|have) to\b|(?:duty|obligation|responsibility) (?:of|to)\b|responsible for\b"
    r"|(?:requir|provid)\w* that\b)"
)


def forms(words: str) -> Iterator[Edit]:
    """Yield the other forms that the words have, put plainly.

    >>> [edit.words for edit in forms("A vendor is prohibited from selling student data.")]
    ['shall not sell']
    """
    if _ANY.search(words) is None:
        return
    low = words.lower()
    for needs, pattern, plainly in _FORMS:
        for word in needs:
            if word in low:
                for found in _compiled(pattern).finditer(words):
                    yield Edit(found.start(), found.end(), plainly(found))
                break
