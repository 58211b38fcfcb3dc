"""The matrix: for every jurisdiction and provision, the one cell that a reader should see.

Views: ``law`` (in force), ``pending`` (still moving), ``both``, ``all`` (whatever is held, dead
bills included). The strongest value wins; a person's review beats everything, a machine reading
beats a published coding of the same strength. Four silences are kept apart: ``no`` (every known
text read whole, nothing found), ``unknown`` (a text or its marks are incomplete), ``unclear``
(the text says both) and ``not read`` (no text on the subject is held, or a known law is missing).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from billwatch.models import Bill, Cell, Finding, Jurisdiction, Law, Matrix, Value, Version

View = Literal["law", "pending", "both", "all"]
VIEWS: tuple[View, ...] = ("law", "pending", "both", "all")
STRENGTH: Mapping[str, int] = {"yes": 4, "partly": 3, "permits": 2, "unclear": 1}
_MOVING = {
    "introduced", "in committee", "out of committee", "passed one chamber",
    "passed both", "to governor",
}  # fmt: skip
_ORIGIN = {"review": 2, "machine": 1, "published": 0}


@dataclass(frozen=True, slots=True)
class Holding:
    """One bill as held: its current version, what was found there, and what its silence means."""

    bill: Bill
    version: Version | None
    findings: tuple[Finding, ...] = ()
    silence: Value = "no"


def build(
    view: View,
    as_of: str,
    jurisdictions: Sequence[Jurisdiction],
    provisions: Sequence[str],
    holdings: Iterable[Holding],
    laws: Iterable[Law] = (),
) -> Matrix:
    """Return every jurisdiction × provision cell of ``view`` on the ISO date ``as_of``."""
    held = _by_place([h for h in holdings if in_view(h, view, as_of)])
    known = _laws_by_place([law for law in laws if _law_in_view(law, view, as_of)])
    cells = [
        _cell(j.code, provision, held.get(j.code, ()), known.get(j.code, ()))
        for j in jurisdictions
        for provision in provisions
    ]
    return Matrix(view, as_of, tuple(jurisdictions), tuple(provisions), tuple(cells))


def in_view(holding: Holding, view: View, as_of: str) -> bool:
    """Tell whether a held bill counts in ``view`` on that date."""
    bill = holding.bill
    if holding.version is not None and holding.version.date and holding.version.date > as_of:
        return False
    in_force = bill.kind == "law" or bill.status == "law"
    moving = bill.status in _MOVING or (bill.status == "unknown" and _recent(holding, as_of))
    return {"law": in_force, "pending": moving and not in_force, "both": in_force or moving}.get(
        view, True
    )


def _recent(holding: Holding, as_of: str) -> bool:
    """A bill of unknown status is taken as moving for two years after its last known date."""
    dates = [a.date for a in holding.bill.actions]
    dates += [v.date for v in holding.bill.versions if v.date]
    return bool(dates) and int(max(dates)[:4]) >= int(as_of[:4]) - 1


def _law_in_view(law: Law, view: View, as_of: str) -> bool:
    if law.year > int(as_of[:4]):
        return False
    return view == "all" or (law.status == "law" and view in ("law", "both"))


def _by_place(holdings: Iterable[Holding]) -> dict[str, list[Holding]]:
    places: dict[str, list[Holding]] = {}
    for holding in holdings:
        places.setdefault(holding.bill.jurisdiction, []).append(holding)
    return places


def _laws_by_place(laws: Iterable[Law]) -> dict[str, list[Law]]:
    places: dict[str, list[Law]] = {}
    for law in laws:
        places.setdefault(law.jurisdiction, []).append(law)
    return places


def _cell(code: str, provision: str, held: Sequence[Holding], known: Sequence[Law]) -> Cell:
    candidates = [_machine_cell(h, f) for h in held for f in h.findings if f.provision == provision]
    candidates += [c for law in known for c in _published_cells(law, provision)]
    if not candidates:
        return _silence(code, provision, held, known)
    best = max(candidates, key=_rank)
    return replace(best, others=len(candidates) - 1)


def _rank(cell: Cell) -> tuple[int, int, int, float, int, str]:
    return (
        cell.origin == "review",
        STRENGTH.get(cell.value, 0),
        _ORIGIN[cell.origin],
        cell.confidence,
        cell.year,
        cell.bill,
    )


def _machine_cell(holding: Holding, finding: Finding) -> Cell:
    bill, version = holding.bill, holding.version
    return Cell(
        jurisdiction=bill.jurisdiction,
        provision=finding.provision,
        value=finding.value,
        detail=finding.detail,
        bound=finding.bound,
        bill=bill.id,
        version=version.id if version else "",
        status="law" if bill.kind == "law" else bill.status,
        year=year_of(bill, version),
        section=finding.section,
        start=finding.start,
        end=finding.end,
        quote=finding.quote,
        confidence=finding.confidence,
        rule=finding.rule,
    )


def year_of(bill: Bill, version: Version | None = None) -> int:
    """Return the year of the version's date, else of the session, else 0."""
    for words in (version.date if version else None, bill.session):
        if words and words[:4].isdigit():
            return int(words[:4])
    return 0


def _published_cells(law: Law, provision: str) -> Iterable[Cell]:
    for coding in law.codings:
        if coding.provision == provision and coding.value in STRENGTH:
            yield Cell(
                jurisdiction=law.jurisdiction,
                provision=provision,
                value=coding.value,  # type: ignore[arg-type]  # STRENGTH holds only values
                detail=coding.detail,
                origin="published",
                bill=law.id,
                status=law.status,
                year=law.year,
                who=coding.who,
                where=coding.where,
                note=_published_note(law, coding.version),
            )


def _published_note(law: Law, version: str) -> str:
    parts = [f"coded from: {version}"] if version else []
    if not law.verified:
        parts.append("unverified" + (f": {law.note}" if law.note else ""))
    return "; ".join(parts)


def _silence(code: str, provision: str, held: Sequence[Holding], known: Sequence[Law]) -> Cell:
    on_topic = [h for h in held if h.findings]
    unread = {law.id for law in known} - {h.bill.id for h in held if h.version}
    value: Value = "no"
    note = f"{len(on_topic)} texts read whole, nothing found"
    if not on_topic:
        value = "not read"
        note = (
            "no text on student privacy is held"
            if not held
            else f"{len(held)} texts held, none on student privacy"
        )
    elif any(h.silence != "no" for h in on_topic):
        value, note = "unknown", "a text or its marks are incomplete"
    elif unread:
        value, note = "not read", f"{len(unread)} known laws are not held as text"
    return Cell(code, provision, value, note=note)
