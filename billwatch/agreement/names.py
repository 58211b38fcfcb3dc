"""Find what an agreement calls its sides where it defines no names for them.

Many say "between the Elm County Board of Education and the Center for Reading" and then "the Board"
and "the Center"; letters and terms of use say "you" and "we".
"""

import re
from collections import Counter

_FULL = r"[A-Z][\w.&’'-]*(?: (?:[A-Z][\w.&’'-]*|of|the|for|at|in|on|&|No\.|\d+))*"
_MORE = r"(?:[^.;()\n]{0,60}?\([^()\n]{1,60}\))?(?:,? (?:and|AND) |, )(?:the |The )?"
_NAMES = rf"{_FULL}(?:{_MORE}{_FULL})+"
_BETWEEN = re.compile(rf"(?:\b(?i:between|among)|(?i:parties):)\s+(?P<list>(?:the )?{_NAMES})")
_HEADING = re.compile(
    r"^(?:[^:\n]{0,30}: )?(?P<one>[A-Z][\w.&’' -]{3,80}?)(?: and | AND | & | / |\s*[—–]\s*| - )"
    r"(?P<other>[A-Z][\w.&’' -]{3,80}?)(?: \([^)\n]*\))?$",
    re.MULTILINE,
)
_LETTER = re.compile(
    r"^To: (?P<one>[^\n]{4,100})\n(?:[^\n]*\n){0,3}?From: (?P<other>[^\n]{4,100})$", re.MULTILINE
)
_BARE = re.compile(
    r"state|county|city|town|public|national|regional|community|united|american|of|the|for|and|at|in"
    r"|on|inc|llc|corp|corporation|students?|data|information|privacy|agreement|memorandum"
    r"|understanding|terms|education|policy|between|north|south|east|west|new",
    re.I,
)
_PARTED = re.compile(r",? (?:and|AND) |, ")
_CORPORATE = re.compile(r"(?:Inc|LLC|Corp|Ltd|Co)\.?")
_SMALL = frozenset(("of", "the", "for", "and", "at", "in", "on", "&"))
_FIRST = ("we", "We", "our", "Our", "us")
_SECOND = ("you", "You", "your", "Your")
_FIRST_GIVES = re.compile(
    r"\b[Ww]e (?:(?:will|shall|agree to|can) )?(?:send|provide|furnish|supply|give|upload)"
    r" (?:\w+ )?you\b"
)
_THINGS = re.compile(
    r"Services?|Site|Apps?|Terms|Agreement|Policy|Website|Platform|Account|Content|Exhibit|Schedule"
    r"|Section|Article|Attachment|Parents?|Students?|Teachers?|Schools?|District|State|Act|January"
    r"|February|March|April|June|July|August|September|October|November|December|English|COPPA"
    r"|FERPA|Superintendent|Internet|Social|Security"
)


def headed(start: str) -> tuple[str, ...]:
    """Return the full names of the sides from the beginning of an agreement, if it has them.

    >>> headed("A pact between the Elm Board of Education and the Center for Reading, made today")
    ('Elm Board of Education', 'Center for Reading')
    """
    if found := _BETWEEN.search(start):
        bare = re.sub(r"\([^()]*\)", "", found["list"])
        parts = (re.sub(r"^[Tt]he |[. ]+$", "", part) for part in _PARTED.split(bare))
        return tuple(part for part in parts if part and not _CORPORATE.fullmatch(part))
    for pattern in (_LETTER, _HEADING):
        if found := pattern.search(start):
            return found["one"].strip(), found["other"].strip()
    return ()


def short(full: str, other: str, body: str) -> tuple[str, ...]:
    """Return the short forms of a full name that a text uses again, none that the other has too.

    >>> short("Elm Board of Education", "Center for Reading", "The Board pays. Tell the Board.")
    ('Elm Board of Education', 'Board')
    """
    words = [word for word in re.findall(r"[\w&’'-]+", full) if word.lower() not in _SMALL]
    shared = {word.lower() for word in re.findall(r"\w+", other)}
    runs = [
        " ".join(words[n : n + size]) for size in (3, 2, 1) for n in range(len(words) + 1 - size)
    ]
    runs.append("".join(word[0] for word in words).upper())
    found = [full]
    for run in dict.fromkeys(runs):
        own = [w for w in run.split() if w.lower() not in shared and not _BARE.fullmatch(w)]
        if own and len(run) > 1:
            again = rf"(?<!\w)(?:{re.escape(run)}|{re.escape(run.title())})(?!\w)"
            if len(re.findall(again, body.replace(full, ""))) >= 2:
                found += dict.fromkeys(
                    (run, run.title()) if run.isupper() and len(run) > 5 else (run,)
                )
    return tuple(found)


def spoken(body: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words for giver and receiver of a text in which one side speaks to the other.

    >>> spoken("We keep what you send us. You own your files. We use them for you. Our staff do.")
    (('you', 'You', 'your', 'Your'), ('we', 'We', 'our', 'Our', 'us'))
    """
    first = len(re.findall(r"\b(?:[Ww]e|[Oo]ur|us)\b", body))
    second = len(re.findall(r"\b[Yy]our?\b", body))
    if first < 3 or second < 2:
        return (), ()
    if _FIRST_GIVES.search(body):
        return _FIRST, _SECOND
    return _SECOND, (*_FIRST, *_trade_name(body))


def _trade_name(body: str) -> tuple[str, ...]:
    """Return the name that stands most often within sentences, where it is the speaker's own."""
    named = Counter(re.findall(r"(?<=[a-z,] )[A-Z]\w{3,}\b", body))
    for name, times in named.most_common(3):
        school = rf"\b{name}(?: \w+)? (?:Elementary|Middle|High|School|Academy|District)\b"
        if times >= 2 and not _THINGS.fullmatch(name) and not re.search(school, body):
            return (name,)
    return ()
