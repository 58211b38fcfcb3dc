"""Read printed enumerators, ``(a)(1)``, ``B.``, ``(iv)``, and find the level each one stands on.

The same letter can be a letter or a Roman number: both readings are kept, and the levels that are
open decide, by the order of counting.
"""

import re
from functools import lru_cache
from typing import NamedTuple


class Token(NamedTuple):
    """One enumerator: as written in a place, its readings (form, count), its span in the line."""

    place: str
    readings: tuple[tuple[str, int], ...]
    start: int
    end: int


_DOUBLED = "|".join(letter * 2 for letter in "abcdefghjkmnopqrstuwyzABCDEFGHJKMNOPQRSTUWYZ")
_PAREN = (
    r"\((?:\d{1,3}(?:[.-]\d{1,2})?[a-z]?|[A-Za-z](?:-\d{1,2})?|[ivxl]{2,6}|[IVXL]{2,6}|i[a-h]"
    rf"|{_DOUBLED})\)"
)
_DOT = r"(?:\d{1,3}(?:[.-][a-z\d]{1,2})?|[A-Z]|[a-z]|[ivx]{2,5}|[IVX]{2,5})\.(?=\s|$|\([1a]\))"
_SUB = r"Subd(?:ivision|\.) ?\d{1,3}[a-z]?\.|SUBD(?:IVISION|\.) ?\d{1,3}[A-Z]?\."
_BULLET = r"[•●◦▪–-](?=\s)"
LEADING = re.compile(
    rf"[\s\"“‘'#*]*(?P<token>{_PAREN}|{_DOT}|{_SUB}|{_BULLET}|\d{{1,2}}\)(?=\s)|[a-z]\)(?=\s))\s*"
)
_INSIDE = re.compile(_PAREN + r"(?=\s*\S)")
# Numbers with a full stop are items inside a sentence only behind a colon or a semicolon.
_OPENED = ": 1. "
_INSIDE_DOTTED = re.compile(
    rf"{_PAREN}(?=\s*\S)|(?<=[:;] )\d{{1,2}}\.(?=\s+\S)|(?<=; (?:or|OR) )\d{{1,2}}\.(?=\s+\S)"
    r"|(?<=; (?:and|AND) )\d{1,2}\.(?=\s+\S)"
)
_BEFORE = re.compile(r"(?P<before>\S{0,40})\s+(?P<and>(?:and/or|and|or)\s+)?$", re.I)
_STARTERS = frozenset(" \t\"“‘'#*(0123456789") | frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ•●◦▪–-"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_REFERENCE = re.compile(
    r"(?:sections?|subsections?|paragraphs?|subparagraphs?|clauses?|subclauses?|subdivisions?|"
    r"subdiv|items?|part|rule|title|chapter|article|and|or|through|§+|sec\.?|par\.?|"
    r"\(\w{1,5}\),?|\d[\w.:-]*(?:\(\w+\))*,?)$",
    re.I,
)


def leading(line: str, start: int, limit: int = 5) -> tuple[Token, ...]:
    """Read the enumerators a line (from ``start``) begins with, at most ``limit``.

    >>> [token.place for token in leading("(f)(1) With respect", 0)]
    ['(f)', '(1)']
    """
    tokens: list[Token] = []
    at = start
    while len(tokens) < limit and _may_lead(line, at):
        found = LEADING.match(line, at)
        if not found:
            break
        token = _token(found["token"], found.start("token"), found.end())
        if tokens and not found["token"].startswith("(") and token.readings[0][1] != 1:
            break
        tokens.append(token)
        at = found.end()
    return tuple(tokens)


def _may_lead(line: str, at: int) -> bool:
    """Say cheaply whether an enumerator can begin here."""
    first = line[at : at + 1]
    if first not in _STARTERS:
        return False
    if not first.isalpha():
        return True
    stop = line.find(".", at, at + 6)
    return stop > 0 or line[at + 1 : at + 2] == ")" or line.startswith(("Subd", "SUBD"), at)


def _token(raw: str, start: int, end: int) -> Token:
    """Place a printed enumerator with its readings."""
    place, readings = _read(raw)
    return Token(place, readings, start, end)


@lru_cache(maxsize=2048)
def _read(raw: str) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Turn a printed enumerator into its place and readings."""
    if raw[0] == "(":
        core, dot = raw[1:-1], ""
    elif raw[0] in "•●◦▪–-":
        return "", (("bullet", 1),)
    elif raw[:4].lower() == "subd":
        number = re.sub(r"\D", "", raw)
        return f"({number})", (("subd", int(number)),)
    else:
        core, dot = raw[:-1], raw[-1]
    return f"({core})", _readings(core, dot)


def _readings(core: str, dot: str) -> tuple[tuple[str, int], ...]:
    """List what an enumerator's core can count as, the likelier first.

    >>> _readings("i", "")
    (('a', 9), ('i', 1))
    """
    digits = re.match(r"\d+", core)
    if digits:
        return ((f"1{dot}", int(digits[0])),)
    case = "a" if core[0].islower() else "A"
    roman_case = "i" if case == "a" else "I"
    lower = core.lower()
    roman = _roman(lower)
    if len(lower) == 1 or "-" in lower:
        letter = (f"{case}{dot}", ord(lower[0]) - 96)
        return (letter, (f"{roman_case}{dot}", roman)) if roman else (letter,)
    if lower[0] == "i" and lower[1] in "abcdefgh":
        return (("ia", ord(lower[1]) - 96),)
    if len(set(lower)) == 1:
        double = (f"{case * len(lower)}{dot}", ord(lower[0]) - 96)
        return ((f"{roman_case}{dot}", roman), double) if roman else (double,)
    return ((f"{roman_case}{dot}", roman),) if roman else ((f"{case}?{dot}", 1),)


def _roman(word: str) -> int:
    """Value a lower-case Roman number up to 89, 0 when it is none."""
    if not _ROMAN.keys() >= set(word):
        return 0
    total = 0
    previous = 0
    for letter in reversed(word):
        value = _ROMAN[letter]
        total += value if value >= previous else -value
        previous = max(previous, value)
    return total


def inside(line: str, start: int) -> tuple[tuple[Token, bool], ...]:
    """Find the enumerators that cut a line after ``start``, and whether a sentence begins there.

    ``(i) …; (ii) …; and (iii) …`` is cut where the items are parted by semicolons or were opened by
    a colon; references (``subsection (a)``) are never cut. So is ``to: 1. …; 2. …; or 3. …``.
    """
    dotted = line.find(_OPENED, start) >= 0
    if not dotted and line.find("(", start) < 0:
        return ()
    tokens: list[Token] = []
    marks: list[str] = []
    for found in (_INSIDE_DOTTED if dotted else _INSIDE).finditer(line, start):
        at = found.start()
        if at <= start or line[at - 1] not in " \t\n":
            continue
        context = _BEFORE.search(line, max(start, at - 48), at)
        if context and not _refers(context["before"], context["and"]):
            tokens.append(_token(found[0], at, found.end()))
            marks.append(_mark(context["before"]))
    cuts: list[bool] = []
    for n in range(len(tokens)):
        cuts.append(_cuts(n, tokens, marks, cuts))
    return tuple((token, marks[n] == ".") for n, token in enumerate(tokens) if cuts[n])


def _refers(before: str, conjunction: str | None) -> bool:
    """Say whether an enumerator is part of a reference: ``subsection (a)``, ``(1) or (2)``."""
    if conjunction:
        return before[-1:] not in (";", ",") or (before[-1:] == "," and before[-2:-1] == ")")
    return before[-1:] not in (";", ":", ".", "—") and bool(_REFERENCE.search(before))


def _mark(before: str) -> str:
    """Name what stands before an enumerator: ``.``, ``;``, ``:``, ``,`` or nothing."""
    last = before.rstrip('"”’)')[-1:]
    if last in (".", ";", ":", ","):
        return last
    if last in ("—", "-") or before.endswith("--"):
        return ":"
    return ""


def _cuts(n: int, tokens: list[Token], marks: list[str], cuts: list[bool]) -> bool:
    """Decide whether the n-th enumerator of a line begins an item; ``cuts`` has those before it."""
    mark = marks[n]
    if mark == ".":
        return True
    if mark == ";":
        before = range(n - 1, max(0, n - 24) - 1, -1)
        dotted = tokens[n].readings[0][0].endswith(".")
        return next((cuts[m] for m in before if _next(tokens[m], tokens[n])), not dotted)
    first = any(count == 1 for _, count in tokens[n].readings)
    if mark == ":":
        return first
    if first:
        later = range(n + 1, min(n + 24, len(tokens)))
        return any(_next(tokens[n], tokens[m]) and marks[m] == ";" for m in later)
    if mark == ",":
        return any(
            marks[m] == ":" and _same(tokens[m], tokens[n]) for m in range(max(0, n - 24), n)
        )
    return False


def _next(one: Token, other: Token) -> bool:
    """Say whether ``other`` counts on from ``one``."""
    return any((form, count + 1) in other.readings for form, count in one.readings)


def _same(one: Token, other: Token) -> bool:
    """Say whether two enumerators can be of one form."""
    return any(form == again for form, _ in one.readings for again, _ in other.readings)
