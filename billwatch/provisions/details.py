"""Read the particulars of a finding: deadlines, amounts, contract terms, the kind of consent."""

import re
from collections.abc import Callable
from typing import NamedTuple

from billwatch.provisions.patterns import build

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_WORDS = {word: n + 1 for n, word in enumerate(_ONES)} | {
    word: (n + 2) * 10 for n, word in enumerate(_TENS)
}
_NUMBER = rf"(?:\d[\d,]{{0,15}}|(?:(?:{'|'.join([*_WORDS, *_SCALE])}|and|a)(?:- | |-)?){{1,16}})"
_KIND = "(?:(?P<kind>business|calendar|school|instructional|working|consecutive|clock)\\s+)"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "fourteenth": 14, "fifteenth": 15,
    "twentieth": 20, "thirtieth": 30, "forty-fifth": 45, "sixtieth": 60, "ninetieth": 90,
}  # fmt: skip
_KINDS = {"instructional": "school", "consecutive": "calendar", "clock": ""}
_TIME = re.compile(
    rf"\b(?P<number>{_NUMBER})\s*(?:\((?P<digits>\d{{1,9}})\)\s*)?"
    rf"{_KIND}?\s*(?P<unit>hour|day|week|month|year)s?\b|\b(?P<compound>\d{{1,3}})-(?P<of>hour|day)s?\b",
    re.IGNORECASE,
)
# "Not later than the third business day after", "by the end of the next school day".
_NTH = re.compile(
    rf"\b(?:(?P<nth>{'|'.join(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th)) {_KIND}?\s*day"
    r"(?= (?:after|following|from|that follows|of (?:the )?receipt)\b)"
    r"|next (?P<next>business|school|working) day)\b",
    re.IGNORECASE,
)
_UNIT = build(r"(?:hour|day|week|month|year)s?\b")
_AGE = re.compile(r"\s*(?:of age|old\b)|\s+or (?:older|younger)", re.IGNORECASE)
_AGED = re.compile(
    r"\b(?:(?:under|over|below|above|attain\w*|reach\w*|of|to) (?:the )?age(?: of)?|aged?"
    r"|younger than|older than|birthday)(?: of)? (?:at least )?$",
    re.IGNORECASE,
)
_OUTER = re.compile(
    r"(?:later than|more than|exceed(?:ing)?|within|event|by)\W+(?:\w+\W+){0,4}?$", re.IGNORECASE
)
_SOFT = (
    (
        "without unreasonable delay",
        build(r"without (?:unreasonable|undue) delay"),
    ),
    ("most expedient time", build(r"most expedient|as expeditiously as")),
    ("promptly", build(r"\bprompt(?:ly)?\b")),
    ("immediately", build(r"\bimmediate(?:ly)?\b|\bforthwith\b|without delay")),
    ("reasonable time", build(r"reasonable (?:time|period)")),
    ("annually", build(r"\bannual(?:ly)?\b|each (?:school )?year")),
)
_AGAIN = re.compile(r"\s*\(?")  # "ten thousand dollars ($10,000)" is one sum
_AMOUNT = re.compile(
    rf"\$\s?\d[\d,.]{{0,18}}\d(?: million)?|\$\d|\b(?:{'|'.join([*_WORDS, *_SCALE])})"
    rf"(?:[ -](?:{'|'.join([*_WORDS, *_SCALE])}|and)){{0,15}}\s+(?:\(\$[\d,]{{1,19}}\)\s+)?dollars"
    r"|\b\d[\d,]{0,15} dollars",
    re.IGNORECASE,
)
_TERMS = (
    ("purpose limits", build(r"purposes?\b")),
    ("no sale or advertising", build(r"\bsell|sale|advertis|marketing")),
    (
        "redisclosure",
        build(
            r"re-?disclos|further disclos"
            r"|(?:disclos|shar(?:e|ed|ing)|transfer|provid|releas|furnish)[^.;]{0,120}"
            r"\bthird[- ]part"
        ),
    ),
    ("security", build(r"secur|safeguard|encrypt")),
    ("breach", build(r"breach|unauthorized (?:release|disclosure|access)")),
    ("deletion", build(r"delet|destr|return|dispos")),
    ("ownership", build(r"property of|ownership|under the control")),
    ("parent access", build(r"(?:parent|student)[^.;]{0,80}(?:review|access|inspect|correct)")),
    ("training", build(r"\btraining\b")),
    ("penalties", build(r"penalt")),
    ("FERPA", build(r"family educational rights|ferpa")),
)


class Time(NamedTuple):
    """A span of time: ``kind`` is business, calendar, school, working or empty.

    ``outer`` says that it is a limit ("not later than", "within"), ``[start:end]`` where it stands.
    """

    number: int
    unit: str
    kind: str
    outer: bool
    start: int
    end: int


def number(words: str) -> int | None:
    """Read a number from digits or English words; None when there is none.

    >>> number("forty-eight"), number("1,500"), number("two hundred fifty thousand")
    (48, 1500, 250000)
    """
    digits = words.strip().replace(",", "")
    if digits.isascii() and digits.isdigit():
        return int(digits)
    total = part = 0
    seen = False
    for word in re.split(r"[ -]+", words.lower().strip()):
        if word in _WORDS:
            part += _WORDS[word]
        elif word in _SCALE and word != "hundred":
            total, part = total + max(part, 1) * _SCALE[word], 0
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word not in ("and", "a", ""):
            return None
        seen = seen or word in _WORDS or word in _SCALE
    return total + part if seen else None


def times(words: str) -> list[Time]:
    """Return the spans of time in ``words``, in order; ages are none.

    >>> [(time.number, time.kind, time.unit) for time in times("within two school days")]
    [(2, 'school', 'day')]
    """
    if not _UNIT.search(words):
        return []
    found: list[Time] = []
    for match in _TIME.finditer(words):
        said = match["digits"] or match["compound"]
        count = int(said) if said else number(match["number"])
        aged = _AGE.match(words, match.end()) or _AGED.search(words[: match.start()][-40:])
        if count and not aged:
            unit = (match["unit"] or match["of"]).lower()
            found.append(_time(words, match, count, match["kind"] or "", unit))
    for match in _NTH.finditer(words):
        said = (match["nth"] or "").lower()
        count = _ORDINALS.get(said) or int(said.rstrip("stndrh") or 1)
        found.append(_time(words, match, count, match["kind"] or match["next"] or "", "day"))
    return sorted(found, key=lambda time: time.start)


def _time(words: str, match: re.Match[str], count: int, kind: str, unit: str) -> Time:
    """Make the time that stands where a pattern matched."""
    outer = _OUTER.search(words[: match.start()]) is not None
    low = kind.lower()
    return Time(count, unit, _KINDS.get(low, low), outer, match.start(), match.end())


def manner(words: str) -> str:
    """Return how soon without a number: ``without unreasonable delay``; empty where it is open."""
    return next((name for name, way in _SOFT if way.search(words)), "")


def deadline(words: str) -> str:
    """Return the outer limit in ``words`` as ``72 hours`` or ``5 business days``, else its manner.

    >>> deadline("as soon as practical, but not later than forty-eight hours after discovery")
    '48 hours'
    >>> deadline("within five (5) business days")
    '5 business days'
    """
    found = times(words)
    for time in [time for time in found if time.outer] or found:
        kind = f"{time.kind} " if time.kind else ""
        return f"{time.number} {kind}{time.unit}{'s' if time.number != 1 else ''}"
    return manner(words)


def sums(words: str) -> list[tuple[int, int, int]]:
    """Return the sums of money in ``words``: (dollars, start, end), in order.

    >>> sums("ten thousand dollars ($10,000) or $2.5 million")
    [(10000, 0, 20), (2500000, 34, 46)]
    """
    if "$" not in words and "dollars" not in words.lower():
        return []
    found: list[tuple[int, int, int]] = []
    for match in _AMOUNT.finditer(words):
        count = _dollars(match[0])
        again = found and found[-1][0] == count
        if again and _AGAIN.fullmatch(words, found[-1][2], match.start()):
            continue
        if count is not None:
            found.append((count, match.start(), match.end()))
    return found


def _dollars(said: str) -> int | None:
    """Return a sum as a whole number of dollars."""
    if not said.startswith("$"):
        return number(re.sub(r"\([^()]*\)|\s+dollars", "", said, flags=re.IGNORECASE))
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", said)
    if digits is None:
        return None
    times_ = 1_000_000 if "million" in said.lower() else 1
    return int(float(digits[0].replace(",", "")) * times_)


def amount(words: str) -> str:
    """Return the sums of money in ``words``, in digits.

    >>> amount("a civil penalty of up to ten thousand dollars, not exceeding $1,500,000 in all")
    '$10,000, $1,500,000'
    """
    found: dict[str, None] = {}
    if "$" not in words and "dollars" not in words.lower():
        return ""
    for match in _AMOUNT.finditer(words):
        said = match[0]
        if said.startswith("$"):
            found[said.replace("$ ", "$").rstrip(".,")] = None
        elif count := _dollars(said):
            found[f"${count:,}"] = None
    return ", ".join(found)


def terms(words: str) -> str:
    """Return the kinds of contract terms that ``words`` name."""
    return ", ".join(name for name, way in _TERMS if way.search(words))


def consent(words: str) -> str:
    """Return the kind of consent asked: written, verifiable, or any."""
    low = words.lower()
    if re.search(
        r"written[^.;]{0,40}(?:consent|permission|authori[sz]ation|approval)"
        r"|in writ(?:ing|ten form)"
        r"|signed (?:and dated )?(?:\w+ )?(?:consent|permission|authori[sz]ation|release)\b",
        low,
    ):
        return "opt-in-written"
    if "verifiable" in low:
        return "opt-in-verifiable"
    return "opt-in-any"


READ: dict[str, Callable[[str], str]] = {
    "deadline": deadline,
    "amount": amount,
    "terms": terms,
    "consent": consent,
}
