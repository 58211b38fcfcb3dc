"""Give list items the enumerators that an HTML list shows but does not hold."""

import re
from collections.abc import Mapping

_KINDS: Mapping[str, str] = {
    "1": "1", "a": "a", "A": "A", "i": "i", "I": "I",
    "alpha": "a", "lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i",
    "upper-roman": "I", "decimal": "1", "roman": "i",
}  # fmt: skip
_FORMS = {
    "1": re.compile(r"\d{1,3}$"),
    "a": re.compile(r"[a-z]{1,3}$"),
    "A": re.compile(r"[A-Z]{1,3}$"),
    "i": re.compile(r"[ivxl]{1,8}$"),
    "I": re.compile(r"[IVXL]{1,8}$"),
}
_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
# Numbered "1. a. (1) (a)" in North Dakota and "A. 1. a. (1)" in Virginia, whose sections are
# numbered so; elsewhere every level is in parentheses.
_DOTTED = (
    (re.compile(r"\u00a7 ?\d+(?:\.\d+)?-\d+"), ("A", "1", "a")),
    (re.compile(r"\d+(?:\.\d+)?-\d+(?:\.\d+)?-\d+"), ("1", "a")),
)


def kind_of(attributes: Mapping[str, str]) -> str:
    """Return the kind of an ordered list: ``1``, ``a``, ``A``, ``i`` or ``I``."""
    given = attributes.get("type") or attributes.get("class") or ""
    style = _STYLE.search(attributes.get("style", ""))
    named = style[1].lower() if style else given.strip()
    return _KINDS.get(named, "1")


def dotted_kinds(head: str) -> tuple[str, ...]:
    """Return the kinds that this state prints with a point, outermost first, by its section number.

    >>> dotted_kinds("§ 22.1-289.01. School service providers.")
    ('A', '1', 'a')
    """
    for pattern, kinds in _DOTTED:
        if pattern.match(head):
            return kinds
    return ()


def enumerator(kind: str, number: int, dotted: bool = False) -> str:
    """Print an item's enumerator.

    >>> enumerator("i", 4), enumerator("A", 28), enumerator("1", 3, dotted=True)
    ('(iv)', '(BB)', '3.')
    """
    word = str(number)
    if kind in "aA":
        word = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26] * ((number - 1) // 26 + 1)
    elif kind in "iI":
        word = _roman(number)
    word = word.upper() if kind in "AI" else word
    return f"{word}." if dotted else f"({word})"


def _roman(number: int) -> str:
    word = ""
    for value, sign in _ROMAN:
        while number >= value:
            word += sign
            number -= value
    return word


def ordinal(kind: str, word: str) -> int:
    """Return the number an enumerator stands for, 0 where it is none of this kind.

    >>> ordinal("i", "iv"), ordinal("a", "bb"), ordinal("1", "a")
    (4, 28, 0)
    """
    if not _FORMS[kind].match(word):
        return 0
    if kind == "1":
        return int(word)
    if kind in "aA":
        same = len(set(word)) == 1
        return (len(word) - 1) * 26 + ord(word[0].lower()) - 96 if same else 0
    return next((n for n in range(1, 90) if _roman(n) == word.lower()), 0)
