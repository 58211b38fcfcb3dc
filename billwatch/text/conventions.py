"""How each legislature shows what a bill adds and strikes, and what its legends say."""

import re
from functools import lru_cache
from typing import NamedTuple

from billwatch.models import Markup
from billwatch.text.runs import names


class Convention(NamedTuple):
    """How added and struck words look: underline, bold, italic, capitals; strike, brackets."""

    added: frozenset[str] = frozenset(("underline",))
    deleted: frozenset[str] = frozenset(("strike",))
    known: bool = True  # from the state or the legend, not assumed


def _convention(added: str, deleted: str) -> Convention:
    return Convention(frozenset(added.split()), frozenset(deleted.split()))


# Sources: the legends that the legislatures print on their bills; bill drafting manuals.
# "bold-brackets" means that only brackets of that type strike, "plain-brackets" that they strike
# in copies that have lost the line through the words.
_STATES = {
    "ak": _convention("underline", "brackets"),
    "co": _convention("capitals", "strike"),
    "ct": _convention("underline", "brackets"),
    "hi": _convention("underline", "strike"),
    "in": _convention("bold", "strike"),
    "ks": _convention("italic", "strike"),
    "ky": _convention("underline", "strike"),
    "md": _convention("bold-capitals", "brackets"),
    "mi": _convention("bold", "strike"),
    "mo": _convention("bold", "bold-brackets"),
    "nh": _convention("bold-italic", "brackets strike"),
    "nj": _convention("underline", "bold-brackets"),
    "nm": _convention("underline", "brackets"),
    "nv": _convention("bold-italic", "brackets strike"),
    "ny": _convention("underline capitals", "brackets"),
    "or": _convention("bold", "italic-brackets"),
    "pa": _convention("underline", "brackets strike"),
    "tx": _convention("underline", "plain-brackets strike"),
    "ut": _convention("underline", "plain-brackets strike"),
    "va": _convention("italic", "strike"),
}
# Bills that say in words what they strike and insert.
_INSTRUCTING = frozenset(("us", "ma", "tn", "dc"))

# Each with a word that must be there, which is quicker to look for.
_LEGENDS = (
    ("faced bracket", re.compile(r"enclosed in bold-?faced? brackets", re.I), "mo"),
    ("amended section", re.compile(r"bold-?faced type in an amended section is new", re.I), "or"),
    ("(underscored)", re.compile(r"in italics ?\(underscored\) is new", re.I), "ny"),
    ("[thus]", re.compile(r"bold-?faced brackets \[thus\]", re.I), "nj"),
    ("text bracketed", re.compile(r"\[deleted text bracketed\]", re.I), "ak"),
    ("struckthrough", re.compile(r"in brackets and struckthrough", re.I), "nh"),
    ("omitted material", re.compile(r"between brackets.{0,60}omitted material", re.I), "nv"),
    ("[brackets]", re.compile(r"\[brackets\] indicate matter deleted", re.I), "md"),
    ("enclosed in", re.compile(r"proposed deletions are enclosed in brackets", re.I), "ct"),
    ("underscored material", re.compile(r"underscored material\] ?= ?new", re.I), "nm"),
)


def _clause(name: str) -> re.Pattern[str]:
    """Compile what finds a state in its enacting clause, by its legislature or its people."""
    return re.compile(
        r"(?:be\s+it\s+(?:hereby\s+)?enacted\s+by\s.{0,80}|^\s*\d*\s*the\s+)"
        r"(?:legislature|general\s+assembly|people)\s+of\s+"
        rf"(?:the\s+)?(?:(?:state|commonwealth)\s+of\s+)?{name.replace(' ', chr(92) + 's+')}\b"
        r"(?=.{0,60}\benacts?\b|:|,)",
        re.IGNORECASE | re.MULTILINE | re.DOTALL,
    )


_PLACES = (
    ("n e w", re.compile(r"S T A T E\s+O F\s+N E W"), "ny"),
    ("new york", re.compile(r"PEOPLE OF THE STATE OF NEW YORK"), "ny"),
    (
        "oregon",
        re.compile(r"OREGON LEGISLATIVE ASSEMBLY|People of the State of Oregon", re.I),
        "or",
    ),
    ("missouri", re.compile(r"General\s+Assembly\s+of\s+the\s+State\s+of\s+Missouri", re.I), "mo"),
    ("virginia", re.compile(r"General Assembly of Virginia"), "va"),
    ("in congress", re.compile(r"of America in Congress"), "us"),
    ("r.", re.compile(r"\A\s*H\. ?R\. \d+\s*$", re.M), "us"),
    ("s.", re.compile(r"\A\s*S\. \d+\s*$", re.M), "us"),
    ("massachusetts", re.compile(r"Commonwealth of Massachusetts"), "ma"),
    ("general laws", re.compile(r"of the General Laws"), "ma"),
    *(
        (name.lower().split()[-1], _clause(name), code)
        for code, name in (
            ("ak", "Alaska"),
            ("co", "Colorado"),
            ("hi", "Hawaii"),
            ("in", "Indiana"),
            ("ks", "Kansas"),
            ("ky", "Kentucky"),
            ("md", "Maryland"),
            ("mi", "Michigan"),
            ("nj", "New Jersey"),
            ("nm", "New Mexico"),
            ("nv", "Nevada"),
            ("pa", "Pennsylvania"),
            ("tx", "Texas"),
            ("ut", "Utah"),
        )
    ),
    ("convened", re.compile(r"in\s+General\s+Assembly\s+convened", re.I), "ct"),
    ("convened", re.compile(r"in\s+General\s+Court\s+convened", re.I), "nh"),
)
_AMENDS = re.compile(
    r"(?:is|are) (?:hereby )?amended(?: and reenacted)?(?:,? as follows|,? to read| by changing)"
    r"|to amend (?:and reenact|section)|repealed and .{1,60} enacted in lieu|^AN ACT to amend"
    r"|Relating to .{0,300}amending ",
    re.I | re.S | re.M,
)
_BILL = re.compile(
    r"\b(?:be it enacted by|do enact as follows)\b|^[^\S\n]*(?:AN|A BILL FOR AN) ACT\s",
    re.I | re.M,
)
_HEAD = 60000  # legends stand on the first page, enacting clauses near it


def placed(text: str, jurisdiction: str) -> str:
    """Return the jurisdiction as given, else as the enacting clause or masthead tells, else ''."""
    if jurisdiction:
        return jurisdiction.lower()
    return _first(_PLACES, text[:_HEAD])


def _first(table: tuple[tuple[str, re.Pattern[str], str], ...], text: str) -> str:
    low = _lowered(text)
    return next((code for word, pattern, code in table if word in low and pattern.search(text)), "")


@lru_cache(maxsize=2)  # one text is asked for its legend and its place, several times
def _lowered(text: str) -> str:
    return text.lower()


def legend_of(text: str) -> str:
    """Return the state whose legend stands in a text, or ''."""
    tail = text[-4000:] if len(text) > _HEAD else ""
    return _first(_LEGENDS, text[:_HEAD]) or _first(_LEGENDS, tail)


def convention(text: str, jurisdiction: str) -> Convention:
    """Return how a document shows its marks: by its own legend, else by its state.

    >>> sorted(convention("", "or").deleted)
    ['italic-brackets']
    """
    found = _STATES.get(legend_of(text) or placed(text, jurisdiction))
    return found or Convention(known=False)


def brackets_strike(text: str, jurisdiction: str = "") -> bool:
    """Tell whether bracketed words are struck: the copy says so, or is a bill of such a state."""
    legend = legend_of(text)
    code = legend or placed(text, jurisdiction)
    if code not in _STATES or not any("brackets" in look for look in _STATES[code].deleted):
        return False
    return bool(legend or _BILL.search(text[:_HEAD]))


_VIRGINIA = re.compile(r"class=[\"']?(?:ldtitle|enactstm|enactcls|catchln|sectind)\b")
_TYPED = names("bold italic bold-italic bold-capitals bold-brackets italic-brackets brackets")


def is_typed(shown: Convention) -> bool:
    """Tell whether a convention needs the type that words are set in."""
    return bool((shown.added | shown.deleted) & _TYPED)


def page_convention(source: str, jurisdiction: str) -> Convention:
    """Return the convention of an HTML bill; of a law, which shows no marks, the assumed one."""
    head = source[:_HEAD]
    if _VIRGINIA.search(head):
        return _STATES["va"]
    if legend_of(source) or _BILL.search(head):
        return convention(source, jurisdiction)
    return Convention(known=False)


def plain_markup(text: str, jurisdiction: str) -> tuple[Markup, tuple[str, ...]]:
    """Judge a copy that shows no marks: is anything lost by that?"""
    head = text[:_HEAD]
    if placed(head, jurisdiction) in _INSTRUCTING:
        return "plain", ()
    low = head.lower()
    if ("amend" not in low and "repeal" not in low) or not _AMENDS.search(head):
        return "plain", ()
    return "unknown", ("this copy shows no marks: struck words may have been read as kept",)
