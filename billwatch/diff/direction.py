"""Say what became of every provision, and whether it protects more or less than before.

The order, strongest first:

1. Value: ``yes`` > ``partly`` > nothing said > ``permits`` (the law allows the very thing).
   A value that could not be read (unknown, unclear, not read) has no place in the order.
2. Consent: written opt-in > verifiable opt-in > opt-in > consent or contract > a board's approval >
   for secondary use only > opt-out > notice > none. An opt-out or notice that appears where a
   consent was lost takes its place: that is weaker, not a new protection.
3. Deadlines: shorter is stronger; a limit in hours or days is stronger than "promptly".
4. Sums: a higher highest sum is stronger.
5. Other particulars: more of them is stronger, fewer is weaker, others is changed; a particular
   that takes back ("as an exception", "contract term") counts the other way.
6. Bound parties: fewer is weaker. Exceptions: more is weaker.

The value decides. Where it is the same, the particulars decide if they all point one way; if they
do not, the provision has changed.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from billwatch.diff.records import Shift
from billwatch.models import Finding

Direction = Literal["stronger", "weaker", "changed"]

VALUES = {"yes": 2, "partly": 1, "no": 0, "permits": -1}
CONSENT = (
    "opt-in-written", "opt-in-verifiable", "opt-in-any", "opt-in list", "opt-in for survey",
    "contract-or-consent", "consent or policy", "governing-board-approval", "secondary-use-only",
    "opt-out", "notice-only", "notice",
)  # fmt: skip
CONSENTS = ("consent_disclosure", "consent_collection")
SUBSTITUTES = ("opt_out", "parent_notice")
TAKES_BACK = frozenset({
    "as an exception", "contract term", "in special cases", "some facts", "preferred", "permitted",
    "inaccurate data only", "may be withheld", "may be closed to the public", "terms-if-contract",
    "terms-if-contract (scope)", "no remedy stated", "non-school only", "product improvement",
})  # fmt: skip
_HOURS = {"hour": 1, "day": 24, "week": 168, "month": 730, "year": 8760}
_TIME = re.compile(
    r"(?<!\d)(?P<count>\d+) (?P<kind>business |calendar |school |working )?"
    r"(?P<unit>hour|day|week|month|year)s?"
)
_SOFT = ("immediately", "promptly", "without unreasonable delay", "most expedient time",
         "reasonable time")  # fmt: skip
FEW = 3  # exceptions that are named
_SUM = re.compile(r"\$([\d,]+(?:\.\d+)?)( million)?")


class _Side(NamedTuple):
    """What one version says of one provision: its strongest finding, and all of them."""

    best: Finding | None
    value: str
    details: frozenset[str]
    bound: frozenset[str]
    exceptions: int
    places: frozenset[str] = frozenset()  # of the exceptions; renumbering alone is no change


def provisions(
    before: Sequence[Finding], after: Sequence[Finding], order: Sequence[str] = ()
) -> tuple[Shift, ...]:
    """Return what became of every provision whose value, particulars or parties changed.

    ``order`` lists the provision ids in the codebook's order; others follow by name. A version
    without a finding says ``no``.
    """
    sides = (_sides(before), _sides(after))
    rank = {name: n for n, name in enumerate(order)}
    names = sorted({*sides[0], *sides[1]}, key=lambda name: (rank.get(name, len(rank)), name))
    nothing = _Side(None, "no", frozenset(), frozenset(), 0)
    found = [
        shift
        for name in names
        if (shift := _shift(name, sides[0].get(name, nothing), sides[1].get(name, nothing)))
    ]
    lost = [s.provision for s in found if s.provision in CONSENTS and s.direction == "weaker"]
    return tuple(_instead(shift, lost) for shift in found)


def _sides(findings: Iterable[Finding]) -> dict[str, _Side]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.provision, []).append(finding)
    return {name: _side(group) for name, group in grouped.items()}


def _side(group: list[Finding]) -> _Side:
    best = min(group, key=lambda f: (-VALUES.get(f.value, -2), f.start, f.bound))
    strongest = [f for f in group if f.value == best.value]
    places = frozenset(place for f in group for place in f.exceptions)
    return _Side(
        best,
        best.value,
        frozenset(part for f in strongest for part in _parts(f.detail)),
        frozenset(f.bound for f in strongest),
        len(places),
        places,
    )


def _parts(detail: str) -> Iterable[str]:
    return (part.strip() for part in detail.split(";") if part.strip())


def _shift(name: str, old: _Side, new: _Side) -> Shift | None:
    """Return the change of one provision; None where nothing of it changed."""
    if old[1:-1] == new[1:-1]:
        return None
    direction, reason = _judged(old, new)
    return Shift(
        name,
        ", ".join(sorted(new.bound or old.bound)),
        _said(old),
        _said(new),
        direction,
        reason,
        old.best.quote if old.best else "",
        new.best.quote if new.best else "",
        old.best.section if old.best else "",
        new.best.section if new.best else "",
        old.value,
        new.value,
    )


def _said(side: _Side) -> str:
    return f"{side.value}: {'; '.join(sorted(side.details))}" if side.details else side.value


def _judged(old: _Side, new: _Side) -> tuple[Direction, str]:
    """Return the direction and why, by the order the module explains."""
    if old.value not in VALUES or new.value not in VALUES:
        return "changed", "one version could not be read"
    if old.value != new.value:
        up = VALUES[new.value] > VALUES[old.value]
        return ("stronger" if up else "weaker"), f"{_plain(old.value)} became {_plain(new.value)}"
    signs = [sign for sign in _signs(old, new) if sign[1]]
    reasons = "; ".join(reason for _, reason in signs)
    directions = {sign for sign, _ in signs}
    if directions == {1}:
        return "stronger", reasons
    if directions == {-1}:
        return "weaker", reasons
    return "changed", reasons or "other particulars"


def _plain(value: str) -> str:
    return {"no": "silence", "permits": "permission", "partly": "a partial rule"}.get(
        value, "a rule"
    )


def _signs(old: _Side, new: _Side) -> list[tuple[int, str]]:
    """Return what each particular says: 1 stronger, -1 weaker, 0 neither; and why."""
    if old.value == "permits":
        return []
    return [
        _consent(old.details, new.details),
        _deadline(old.details, new.details),
        _amount(old.details, new.details),
        _others(old.details, new.details),
        _parties(old.bound, new.bound),
        _exceptions(old, new),
    ]


def _compared(old: float, new: float, less: str, more: str) -> tuple[int, str]:
    """Return the sign of a measure of which less is stronger."""
    if old == new:
        return 0, ""
    return (1, less) if new < old else (-1, more)


def _consent(old: frozenset[str], new: frozenset[str]) -> tuple[int, str]:
    before, after = ([n for n, kind in enumerate(CONSENT) if kind in side] for side in (old, new))
    if not before or not after or before == after:
        return 0, ""
    words = f"{CONSENT[before[0]]} became {CONSENT[after[0]]}"
    return _compared(before[0], after[0], words, words)


def _deadline(old: frozenset[str], new: frozenset[str]) -> tuple[int, str]:
    before, after = _limit(old), _limit(new)
    if (before is None and after is None) or before == after:
        return 0, ""
    if before is None or after is None:
        return (1, "a deadline was set") if before is None else (-1, "the deadline was dropped")
    return _compared(before, after, "shorter deadline", "longer deadline")


def _limit(details: frozenset[str]) -> float | None:
    """Return the longest deadline in hours; a manner without a number is longer than any."""
    hours = [
        int(match["count"]) * _HOURS[match["unit"]] * (1.4 if match["kind"] in _WORKING else 1.0)
        for part in details
        for match in _TIME.finditer(part)
    ]
    if hours:
        return max(hours)
    return float("inf") if any(part in _SOFT for part in details) else None


_WORKING = ("business ", "school ", "working ")


def _amount(old: frozenset[str], new: frozenset[str]) -> tuple[int, str]:
    before, after = _highest(old), _highest(new)
    return _compared(-before, -after, "higher sum", "lower sum")


def _highest(details: frozenset[str]) -> float:
    sums = [
        float(number.replace(",", "")) * (1_000_000 if million else 1)
        for part in details
        for number, million in _SUM.findall(part)
    ]
    return max(sums, default=0.0)


def _others(old: frozenset[str], new: frozenset[str]) -> tuple[int, str]:
    before, after = _named(old), _named(new)
    gained, lost = after - before, before - after
    better = (gained - TAKES_BACK) | (lost & TAKES_BACK)
    worse = (lost - TAKES_BACK) | (gained & TAKES_BACK)
    words = ", ".join([f"+ {part}" for part in sorted(gained)] + [f"− {p}" for p in sorted(lost)])
    if better and worse:
        return 0, words
    return (1 if better else -1 if worse else 0), words


def _named(details: frozenset[str]) -> frozenset[str]:
    """Return the particulars that are neither a deadline, a sum nor a kind of consent."""
    parts = (piece.strip() for part in details for piece in part.split(","))
    return frozenset(
        part
        for part in parts
        if part
        and part not in CONSENT
        and part not in _SOFT
        and not _TIME.fullmatch(part)
        and not re.match(r"\$|\d", part)
    )


def _parties(old: frozenset[str], new: frozenset[str]) -> tuple[int, str]:
    gained, lost = new - old, old - new
    if gained and lost:
        return 0, f"binds {', '.join(sorted(new))} instead of {', '.join(sorted(old))}"
    if gained:
        return 1, f"also binds {', '.join(sorted(gained))}"
    return (-1, f"no longer binds {', '.join(sorted(lost))}") if lost else (0, "")


def _exceptions(old: _Side, new: _Side) -> tuple[int, str]:
    """Return the sign of the number of exceptions; the reason names them where none moved."""
    lost, gained = sorted(old.places - new.places), sorted(new.places - old.places)
    named = f": {', '.join(lost or gained)}" if 0 < len(lost + gained) <= FEW else ""
    if lost and gained:
        named = ""
    return _compared(
        old.exceptions, new.exceptions, f"fewer exceptions{named}", f"more exceptions{named}"
    )


def _instead(shift: Shift, lost: list[str]) -> Shift:
    """Mark an opt-out or a notice that only replaces a lost consent."""
    if not lost or shift.provision not in SUBSTITUTES or shift.direction != "stronger":
        return shift
    reason = f"takes the place of {' and '.join(name.replace('_', ' ') for name in lost)}"
    return Shift(
        shift.provision, shift.bound, shift.before, shift.after, "weaker", reason,
        shift.old_quote, shift.new_quote, shift.old_section, shift.new_section,
        shift.old_value, shift.new_value,
    )  # fmt: skip
