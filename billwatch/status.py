"""Say where a bill stands, from the words of its actions: one scale for every legislature.

Rules are data: an ordered list for each jurisdiction, then the list that holds everywhere. The
first rule whose pattern is found in an action says what the action is, and no later one is asked.

    [[rule]]
    mark = "passed"                       # see `Mark`
    chamber = "lower"                     # only where the words say it
    when = 'house passed'                 # case and blanks do not matter
    examples = ["HOUSE PASSED"]           # this rule, and no earlier one, knows these
    not = ["HOUSE PASSED TEMPORARILY"]    # this rule does not know these

The furthest step stands; a later veto or failure overrides it, an override or an act's number
overrides a veto. A session that ends before both chambers passed a bill ends the bill, and `Step`
gives that reason; no action would say so.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast, get_args

from billwatch.errors import DataError
from billwatch.models import Action, Status

Mark = Literal[
    "introduced", "in committee", "out of committee", "passed", "passed both", "to governor",
    "law", "vetoed", "overridden", "dead", "revived", "carried", "nothing",
]  # fmt: skip
"""What one action is. ``passed`` and ``overridden`` are of one chamber, or of both if none is
named; ``carried`` outlives the session; ``nothing`` is a false friend of a later rule."""

LONGEST = 400  # characters of an action that are read: patterns see no more than this
DEFAULT = "default"
_SCALE: tuple[Status, ...] = (
    "unknown", "introduced", "in committee", "out of committee", "passed one chamber",
    "passed both", "to governor", "law",
)  # fmt: skip
_KEYS = {"mark", "when", "chamber", "examples", "not"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what an action is where ``when`` is found in its words."""

    mark: Mark
    when: re.Pattern[str]
    chamber: str = ""
    examples: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


Rules = tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Where a bill stands, since when, and by which words."""

    status: Status
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Way:
    """How far a bill has come: the step, the one before it died, and which chambers acted."""

    step: Step = Step("unknown", "", "no action tells")
    before: Step | None = None
    passed: frozenset[str] = field(default_factory=frozenset)
    overrode: frozenset[str] = field(default_factory=frozenset)
    carried: bool = False


def load(texts: Mapping[str, str]) -> dict[str, Rules]:
    """Return the rules by jurisdiction code, from TOML by code and one of the name ``default``.

    Raise `DataError` naming the file for whatever is not a rule.
    """
    common = _rules(DEFAULT, texts.get(DEFAULT, ""))
    own = {code: _rules(code, text) for code, text in texts.items() if code != DEFAULT}
    return {DEFAULT: common, **{code: rules + common for code, rules in own.items()}}


def pick(book: Mapping[str, Rules], jurisdiction: str) -> Rules:
    """Return the rules of a jurisdiction, or those that hold everywhere."""
    return book.get(jurisdiction) or book.get(DEFAULT, ())


def match(rules: Rules, text: str) -> Rule | None:
    """Return the first rule that knows the words of an action."""
    words = " ".join(text.split())[:LONGEST]
    return next((rule for rule in rules if rule.when.search(words)), None)


def derive(rules: Rules, actions: Sequence[Action], *, session_end: str | None, today: str) -> Step:
    """Return where a bill stands on the ISO date ``today``.

    ``unknown`` where no action tells: then the end of a session tells nothing either.
    """
    way = _Way()
    for action in ordered(actions):
        rule = match(rules, action.text)
        if rule is not None and not action.date > today:
            way = _walk(way, rule, action)
    return way.step if way.carried else at_end(way.step, session_end, today)


def at_end(step: Step, session_end: str | None, today: str) -> Step:
    """Return ``dead`` for a bill that its session's end overtook, else the step as it is."""
    open_still = step.status in _SCALE[1:5]
    if not session_end or today <= session_end or not open_still:
        return step
    reason = f"the session ended on {session_end} before both chambers had passed it"
    return Step("dead", session_end, reason)


def ordered(actions: Sequence[Action]) -> list[Action]:
    """Return the actions oldest first; those of one day, and those without one, keep their place.

    >>> [a.text for a in ordered([Action("2026-02-01", "b"), Action("2026-01-01", "a")])]
    ['a', 'b']
    """
    dates = [action.date for action in actions if action.date]
    listed = list(actions)
    if dates and dates[0] > dates[-1]:
        listed.reverse()
    last, dated = "", []
    for action in listed:
        last = action.date or last
        dated.append((last, action))
    return [action for _, action in sorted(dated, key=lambda pair: pair[0])]


def _walk(way: _Way, rule: Rule, action: Action) -> _Way:
    """Return how far the bill has come after one more action."""
    chamber = rule.chamber or (action.chamber if action.chamber in ("lower", "upper") else "")
    if rule.mark == "carried":
        return replace(way, carried=True)
    if rule.mark == "revived":
        return replace(way, step=way.before, before=None) if way.before else way
    if rule.mark == "passed":
        way = replace(way, passed=way.passed | {chamber})
        return _raised(way, _passage(way.passed), action)
    if rule.mark == "overridden":
        way = replace(way, overrode=way.overrode | {chamber})
        whole = _passage(way.overrode) == "passed both" or not chamber
        return _stopped(way, "law", action) if whole else way
    if rule.mark == "law" or rule.mark == "vetoed" or rule.mark == "dead":
        return _stopped(way, rule.mark, action)
    return way if rule.mark == "nothing" else _raised(way, rule.mark, action)


def _passage(chambers: Iterable[str]) -> Status:
    both = {"lower", "upper"} <= set(chambers) or "both" in chambers
    return "passed both" if both else "passed one chamber"


def _raised(way: _Way, status: Status, action: Action) -> _Way:
    """Go up the scale, never down; a passage shows that a failed bill lives."""
    rank = _SCALE.index(status)
    if way.step.status == "dead" and way.before and rank >= _SCALE.index("passed one chamber"):
        way = replace(way, step=way.before, before=None)
    if way.step.status not in _SCALE or rank <= _SCALE.index(way.step.status):
        return way
    return replace(way, step=Step(status, action.date, action.text))


def _stopped(way: _Way, status: Status, action: Action) -> _Way:
    """Come to an end: law, veto, or failure, which undoes neither of the two."""
    if status == way.step.status or (status == "dead" and way.step.status in ("law", "vetoed")):
        return way
    before = way.step if status == "dead" else None
    return replace(way, step=Step(status, action.date, action.text), before=before)


def _rules(code: str, text: str) -> Rules:
    try:
        tables = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"status/{code}.toml: {error}") from None
    return tuple(_rule(code, number, table) for number, table in enumerate(tables, 1))


def _rule(code: str, number: int, table: Mapping[str, object]) -> Rule:
    about = f"status/{code}.toml: rule {number}"
    if unknown := set(table) - _KEYS:
        raise DataError(f"{about}: unknown key {min(unknown)!r}")
    if table.get("mark") not in get_args(Mark):
        raise DataError(f"{about}: no such mark: {table.get('mark')!r}")
    try:
        when = re.compile(str(table["when"]), re.IGNORECASE)
    except (KeyError, re.error) as error:
        raise DataError(f"{about}: 'when' is not a pattern: {error}") from None
    return Rule(
        cast(Mark, table["mark"]), when, str(table.get("chamber", "")),
        _strings(table.get("examples")), _strings(table.get("not")),
    )  # fmt: skip


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
