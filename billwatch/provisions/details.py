"""Read the particulars of a finding: deadlines, amounts, contract terms, the kind of consent."""

import re
from collections.abc import Callable

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_WORDS = {word: n + 1 for n, word in enumerate(_ONES)} | {
    word: (n + 2) * 10 for n, word in enumerate(_TENS)
}
_NUMBER = rf"(?:\d[\d,]*|(?:(?:{'|'.join([*_WORDS, *_SCALE])}|and|a)[ -]?)+)"
_TIME = re.compile(
    rf"\b(?P<number>{_NUMBER})\s*(?:\((?P<digits>\d+)\)\s*)?"
    r"(?P<kind>business|calendar|school|working)?\s*(?P<unit>hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:hour|day|week|month|year)s?\b", re.IGNORECASE)
_AGE = re.compile(r"\s*(?:of age|old\b)|\s+or (?:older|younger)", re.IGNORECASE)
_OUTER = re.compile(
    r"(?:later than|more than|exceed|within|event)\W+(?:\w+\W+){0,3}?$", re.IGNORECASE
)
_SOFT = (
    (
        "without unreasonable delay",
        re.compile(r"without (?:unreasonable|undue) delay", re.IGNORECASE),
    ),
    ("most expedient time", re.compile(r"most expedient", re.IGNORECASE)),
    ("promptly", re.compile(r"\bprompt(?:ly)?\b", re.IGNORECASE)),
    ("immediately", re.compile(r"\bimmediate(?:ly)?\b", re.IGNORECASE)),
    ("reasonable time", re.compile(r"reasonable (?:time|period)", re.IGNORECASE)),
    ("annually", re.compile(r"\bannual(?:ly)?\b|each (?:school )?year", re.IGNORECASE)),
)
_AMOUNT = re.compile(
    rf"\$\s?\d[\d,.]*\d(?: million)?|\$\d|\b(?:{'|'.join([*_WORDS, *_SCALE])})"
    rf"(?:[ -](?:{'|'.join([*_WORDS, *_SCALE])}|and))*\s+(?:\(\$[\d,]+\)\s+)?dollars",
    re.IGNORECASE,
)
_TERMS = (
    ("purpose limits", r"purposes?\b"),
    ("no sale or advertising", r"\bsell|sale|advertis|marketing"),
    ("redisclosure", r"re-?disclos|further disclos|third part"),
    ("security", r"secur|safeguard|encrypt"),
    ("breach", r"breach|unauthorized (?:release|disclosure|access)"),
    ("deletion", r"delet|destr|return|dispos"),
    ("ownership", r"property of|ownership|under the control"),
    ("parent access", r"(?:parent|student)[^.;]{0,80}(?:review|access|inspect|correct)"),
    ("training", r"\btraining\b"),
    ("penalties", r"penalt"),
    ("FERPA", r"family educational rights|ferpa"),
)


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


def deadline(words: str) -> str:
    """Return the outer limit in ``words`` as ``72 hours`` or ``5 business days``, else its manner.

    >>> deadline("as soon as practical, but not later than forty-eight hours after discovery")
    '48 hours'
    >>> deadline("within five (5) business days")
    '5 business days'
    """
    times: list[re.Match[str]] = []
    if _UNIT.search(words):
        times = [m for m in _TIME.finditer(words) if not _AGE.match(words, m.end())]
    limits = [m for m in times if _OUTER.search(words[: m.start()])] or times
    for match in limits:
        count = int(match["digits"]) if match["digits"] else number(match["number"])
        if count:
            kind = f"{match['kind'].lower()} " if match["kind"] else ""
            return f"{count} {kind}{match['unit'].lower()}{'s' if count != 1 else ''}"
    return next((name for name, way in _SOFT if way.search(words)), "")


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
        elif count := number(re.sub(r"\(.*?\)|\s+dollars", "", said, flags=re.IGNORECASE)):
            found[f"${count:,}"] = None
    return ", ".join(found)


def terms(words: str) -> str:
    """Return the kinds of contract terms that ``words`` name."""
    return ", ".join(name for name, way in _TERMS if re.search(way, words, re.IGNORECASE))


def consent(words: str) -> str:
    """Return the kind of consent asked: written, verifiable, or any."""
    low = words.lower()
    if re.search(
        r"written[^.;]{0,40}(?:consent|permission|authori[sz]ation|approval)|in writing", low
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
