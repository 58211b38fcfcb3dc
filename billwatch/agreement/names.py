"""Find what an agreement calls its sides where it defines no names for them.

Many say "between the Elm County Board of Education and the Center for Reading" and then "the Board"
and "the Center"; letters and terms of use say "you" and "we".
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

_LEADS = re.compile(r"\b(?:[Bb]etween|BETWEEN|[Aa]mong|AMONG)\s|\b(?:Parties|PARTIES):")
_FULL = re.compile(
    r"(?:the |The )?([A-Z][\w.&’'-]*(?: (?:[A-Z][\w.&’'-]*|of|the|for|at|in|on|&|No\.|\d+))*)"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_TURN = re.compile(r" and | AND | & | / |[—–]| - ")
_REACH = 400  # characters in which the sides are named
_HEAD = 12  # lines of a heading
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
    for lead in _LEADS.finditer(start):
        named = _BRACKETS.sub("", start[lead.end() : lead.end() + _REACH]).lstrip()
        full = list(_listed(named))
        if len(full) > 1:
            return tuple(full)
    lines = [line.strip() for line in start.split("\n")[: 2 * _HEAD]]
    return _letter(lines) or _titled(lines[:_HEAD])


def _listed(named: str) -> Iterator[str]:
    """Yield the names of a list, as far as it goes."""
    for part in _PARTED.split(named):
        found = _FULL.match(part)
        if found is None:
            return
        if not _CORPORATE.fullmatch(found[1]):
            yield found[1].rstrip(".")
        if len(found[0]) + 60 < len(part):  # other words follow: the list has ended
            return


def _letter(lines: Sequence[str]) -> tuple[str, ...]:
    """Return to whom and from whom a letter goes."""
    ways = {line[: line.find(":")]: line[line.find(":") + 1 :].strip() for line in lines}
    return (ways["To"], ways["From"]) if ways.keys() >= {"To", "From"} else ()


def _titled(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the two names of a heading such as "Elm Schools and Bright Start"."""
    for line in lines:
        words = _BRACKETS.sub("", line[line.find(": ") + 1 :]).strip()
        parts = [part.strip() for part in _TURN.split(words)]
        if len(parts) == 2 and all(len(x) > 3 and x[0].isupper() for x in parts):
            return parts[0], parts[1]
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
