"""Make strangers' words inert on a terminal, in a spreadsheet and in JSON: one door for all three.

Titles, sponsors, texts, addresses and names of files come from outside. On a terminal they could
move the cursor, recolour lines or turn the direction of words; in a spreadsheet they could be taken
for formulas. HTML has a door of its own: `billwatch.publish`.
"""

import json
import re

# Controls but for tab and line end (ESC and its one-character form U+009B among them), marks that
# turn the direction of words, and what is no character: it cannot be written everywhere.
_ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# What stands in most words and never acts: what is left without it is soon looked through.
_ORDINARY = bytes([9, 10, *range(0x20, 0x7F)])
_OURS = re.compile("(\x1b\\[(?:31;9|32;4|35|33|1|2|0)m)")  # how a drawn comparison is coloured
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Where commas are decimal, programs take semicolons (and always tabs) for the end of a cell.
_WITHIN = re.compile(r"([;\t|]\s*)(?=[=+\-@＝＋－＠])")


def plain(words: str) -> str:
    r"""Return words without controls, escapes and direction marks; line ends and tabs stay.

    >>> plain("a\x1b[31mb")
    'a[31mb'
    """
    return _ACTS.sub("", words) if _acts(words.encode("utf-8", "surrogatepass")) else words


def written(words: str) -> bytes:
    r"""Return words as `plain` has them, in UTF-8.

    >>> written("§ 1\x07")
    b'\xc2\xa7 1'
    """
    if words.isascii() and words.isprintable():
        return words.encode()
    body = words.encode("utf-8", "surrogatepass")
    return _ACTS.sub("", words).encode() if _acts(body) else body


def _acts(body: bytes) -> bool:
    rest = body.translate(None, _ORDINARY)
    return bool(rest) and _ACTS.search(rest.decode("utf-8", "surrogatepass")) is not None


def line(words: str) -> str:
    r"""Return words as one line that nothing in them can end.

    >>> line("a title\nbillwatch: all is well")
    'a title billwatch: all is well'
    """
    return " ".join(plain(words).split())


def coloured(drawn: str) -> str:
    """Return a drawn comparison with its own colours and no other escape."""
    parts = _OURS.split(drawn)
    return "".join(part if number % 2 else plain(part) for number, part in enumerate(parts))


def cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers and the like pass.

    >>> cell("=1+1"), cell(-3), cell("yes; =2")
    ("'=1+1", -3, "yes; '=2")
    """
    if not isinstance(value, str):
        return value
    words = _WITHIN.sub(r"\1'", plain(value))
    return f"'{words}" if words.lstrip().startswith(_FORMULA) or words[:1] == "\t" else words


def as_json(value: object, indent: int | None = 2) -> str:
    r"""Return a value as JSON that reads back the same and acts on no terminal.

    >>> as_json("a\x9bb", None)
    '"a\\u009bb"'
    """
    return _ACTS.sub(_escape, json.dumps(value, ensure_ascii=False, indent=indent))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
