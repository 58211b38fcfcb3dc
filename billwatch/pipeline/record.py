"""The record of a night: what became of each source, and what earlier nights say."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from billwatch.store import Store

UNCOVERED = "a session that no rule covers"
_LOOK_BACK = 400  # runs


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one session of one source.

    ``seen``, ``new``, ``changed``, ``unchanged`` and ``failed`` count bills, ``read`` texts;
    ``good`` is what the last good run saw, on ``good_on``. A source that failed has a ``reason``.
    ``note`` is what a person should look at, though nothing failed.
    """

    source: str
    session: str
    ok: bool = True
    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    read: int = 0
    bytes: int = 0
    seconds: float = 0.0
    reason: str = ""
    note: str = ""
    good: int = 0
    good_on: str = ""
    failures: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return how the source and its session are called in a record."""
        return f"{self.source} {self.session}".strip()


@dataclass(frozen=True, slots=True)
class Past:
    """What the records of earlier nights say: the last outcome of each source, and the site."""

    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    site: Mapping[str, str] = field(default_factory=dict)


def past(store: Store) -> Past:
    """Read the records of earlier nights; runs that never ended have none."""
    outcomes: dict[str, Outcome] = {}
    site: dict[str, str] = {}
    for run in store.runs(_LOOK_BACK):
        report = _report(run) if run["command"].startswith("nightly") else {}
        for key, told in report.get("sources", {}).items():
            outcomes.setdefault(key, _outcome(told))
        site = site or report.get("site", {})
    return Past(outcomes, site)


def words(one: Outcome) -> str:
    """Return one line on a source.

    >>> words(Outcome("ct", "2026", seen=5, unchanged=5))
    '5 bills seen, 0 new, 0 changed, 0 texts read'
    """
    if not one.ok:
        return f"FAILED: {one.reason}"
    parts = [f"{one.seen:,} bills seen", f"{one.new:,} new", f"{one.changed - one.new:,} changed"]
    parts.append(f"{one.read:,} texts read")
    if one.failures:
        parts.append(f"{len(one.failures):,} failures, the first: {one.failures[0]}")
    return ", ".join(parts) + (f"; {one.note}" if one.note else "")


def as_json(outcomes: Mapping[str, Outcome], more: Mapping[str, object]) -> str:
    """Return the report of a run: a line for each source first, then all figures."""
    lines = {key: words(one) for key, one in outcomes.items()}
    told = {key: asdict(one) for key, one in outcomes.items()}
    return json.dumps({**lines, "sources": told, **more}, ensure_ascii=False)


def _report(run: Mapping[str, str]) -> dict[str, Any]:
    try:
        told = json.loads(run["report"]) if run["finished"] else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _outcome(told: Mapping[str, Any]) -> Outcome:
    known = {f.name for f in fields(Outcome)}
    kept = {key: value for key, value in told.items() if key in known}
    return Outcome(**{**kept, "failures": tuple(kept.get("failures", ()))})
