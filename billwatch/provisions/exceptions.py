"""Attach the exceptions of a text to what they carve out from.

An exception that names its target ("Paragraph (2) does not apply to …") attaches there only, any
other to its whole section.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from billwatch.models import Clause

_MOST = 6
_MARK = r"\(\w{1,5}\)"
_TARGET = re.compile(
    r"\b(?:subsections?|paragraphs?|subparagraphs?|subdivisions?|clauses?|items?)\s+"
    rf"(?P<marks>(?:{_MARK})+(?:(?:,|,? and|,? or|,? to|,? through)\s+(?:{_MARK})+)*)"
    r"(?P<elsewhere>,? (?:of|in) section)?",
    re.IGNORECASE,
)
_EXCUSES = re.compile(
    r"\b(?:(?:do|does|shall|will|may|is|are) not\b|(?:is|are|shall be) (?:exempt|inapplicable))",
    re.IGNORECASE,
)
_RUN = re.compile(rf"(?:{_MARK})+")
_EACH = re.compile(_MARK)
_SPAN = re.compile(rf"({_MARK}),? (?:to|through)\s+({_MARK})")

Path = tuple[str, ...]


class Exceptional(NamedTuple):
    """Where an exception stands, and what it names: enumerators in order, or nothing."""

    place: str
    targets: tuple[Path, ...] = ()


def exceptions(clauses: Iterable[Clause]) -> dict[str, tuple[Exceptional, ...]]:
    """Return the exceptions of every section by its label, each place once."""
    found: dict[str, dict[str, Exceptional]] = {}
    for clause in clauses:
        if clause.kind == "exception":
            one = Exceptional(clause.place, targets(clause.text))
            found.setdefault(clause.section, {}).setdefault(clause.place, one)
    return {section: tuple(ones.values()) for section, ones in found.items()}


def carving(known: Mapping[str, Iterable[Exceptional]], clause: Clause) -> tuple[str, ...]:
    """Return the places that carve out from a clause: a few at most, never its own."""
    path = _path(clause.place, clause.section)
    places = [
        one.place
        for one in known.get(clause.section, ())
        if not one.targets
        or any(_holds(path, target, _path(one.place, clause.section)) for target in one.targets)
    ]
    return tuple(place for place in places[:_MOST] if place != clause.place)


def targets(words: str) -> tuple[Path, ...]:
    """Return the enumerators that an exception says it carves out from.

    >>> targets("Subsections (a) and (c)(1) of this section do not apply to an assessment")
    (('(a)',), ('(c)', '(1)'))
    >>> targets("Paragraph (1) of subsection (b) shall not apply")
    (('(b)', '(1)'),)
    >>> targets("This section does not apply to what paragraph (2) names")
    ()
    """
    verb = _EXCUSES.search(words)
    head = words[: verb.start()] if verb else ""
    runs: list[Path] = []
    end = -1
    for match in _TARGET.finditer(head):
        inner = runs if head[end : match.start()].strip() == "of" else []
        named = [_marks(run) for run in _RUN.findall(match["marks"])]
        named += [(mark,) for ends in _SPAN.findall(match["marks"]) for mark in _between(*ends)]
        if inner:  # "paragraph (1) of subsection (a)"
            runs = [outer + one for outer in named for one in inner]
        elif not match["elsewhere"]:
            runs += named
        end = match.end("marks")
    return tuple(dict.fromkeys(runs))


def _path(place: str, section: str) -> Path:
    return _marks(place.removeprefix(section))


def _marks(place: str) -> Path:
    return tuple(mark.lower() for mark in _EACH.findall(place))


def _between(first: str, last: str) -> list[str]:
    """Return the enumerators between two of one letter or digit."""
    one, other = first[1:-1].lower(), last[1:-1].lower()
    if len(one) != 1 or len(other) != 1:
        return []
    return [f"({chr(code)})" for code in range(ord(one) + 1, ord(other))]


def _holds(path: Path, target: Path, own: Path) -> bool:
    """Say whether a place lies in the target that an exception standing at ``own`` names.

    "Paragraph (1)" in (c)(3) is (c)(1), not (b)(1).
    """
    size = len(target)
    return any(
        path[at : at + size] == target and path[:at] == own[:at]
        for at in range(len(path) - size + 1)
    )
