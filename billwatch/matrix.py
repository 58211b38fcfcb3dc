"""The matrix: for every jurisdiction and provision, the one cell that a reader should see.

Views: ``law`` (in force), ``pending`` (still moving), ``both``, ``all`` (whatever is held, dead
bills included). Within a bill a person's review wins: it takes the place of what the machine and
others say of the same provision (and party, where it names one) while the words it rests on stand;
after that the machine's answer shows again, with a note. Between bills the strongest value wins;
of the same strength, a review beats a machine reading and that beats a published coding.

Four silences are kept apart: ``no`` (every known text read whole, nothing found), ``unknown`` (a
text or its marks are incomplete), ``unclear`` (the text says both) and ``not read`` (no text on the
subject is held, or a known law is missing).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from billwatch.counted import counted
from billwatch.models import (
    Bill,
    Cell,
    Finding,
    Jurisdiction,
    Law,
    Matrix,
    Review,
    Ruling,
    Value,
    Version,
)

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
    """One bill as held: its current version, what was found there, and what its silence means.

    ``rulings`` are the reviews of this bill held against the text of that version. ``where`` and
    ``sha256`` name the official text of a reading that shipped without it; ``once`` are the answers
    (provision, value) that such a reading of another copy of this text gave.
    """

    bill: Bill
    version: Version | None
    findings: tuple[Finding, ...] = ()
    silence: Value = "no"
    rulings: tuple[Ruling, ...] = ()
    where: str = ""
    sha256: str = ""
    once: tuple[tuple[str, str], ...] = ()


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
    known = _laws_by_place([law for law in laws if law_in_view(law, view, as_of)])
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


def law_in_view(law: Law, view: View, as_of: str) -> bool:
    """Tell whether a law of the baseline counts in ``view`` on that date."""
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
    said = [cell for h in held for cell in answers(h, provision)]
    said += [c for law in known if not _settled(law, said) for c in published(law, provision)]
    candidates = [cell for cell in said if cell.value in STRENGTH]
    if not candidates:
        return _silence(provision, held, known, replace(_BLANK, jurisdiction=code))
    best = max(candidates, key=_rank)
    return replace(best, others=len(candidates) - 1)


def _settled(law: Law, said: Iterable[Cell]) -> bool:
    """Tell whether a review speaks for a law: on the law itself, or finding it in its sections."""
    return any(
        cell.origin == "review"
        and (cell.bill == law.id or (cell.bill in law.texts and cell.value in STRENGTH))
        for cell in said
    )


def _rank(cell: Cell) -> tuple[int, int, float, int, str]:
    return (
        STRENGTH.get(cell.value, 0),
        _ORIGIN[cell.origin],
        cell.confidence,
        cell.year,
        cell.bill,
    )


def answers(holding: Holding, provision: str) -> Iterator[Cell]:
    """Yield what a held bill says of a provision: reviews that stand, then findings they leave."""
    rulings = [r for r in holding.rulings if r.review.provision == provision]
    stale = [r.review for r in rulings if not r.stands]
    decided = {r.review.bound for r in rulings if r.stands}
    for ruling in rulings:
        if ruling.stands:
            yield reviewed(holding, ruling)
    for finding in holding.findings:
        if finding.provision == provision and not decided & {"", finding.bound}:
            gone = [review for review in stale if review.bound in ("", finding.bound)]
            notes = [*map(stale_note, gone), *_changed(holding, finding)]
            yield replace(machine(holding, finding), note="; ".join(notes))


def _changed(holding: Holding, finding: Finding) -> Iterator[str]:
    """Yield a note where the reading that shipped, of another copy of the text, said otherwise."""
    values = {value for provision, value in holding.once if provision == finding.provision}
    if holding.once and finding.value not in values:
        said = " and ".join(sorted(values)) or "nothing"
        yield f"the reading that shipped, of an earlier or another copy, said {said}"


def stale_note(review: Review) -> str:
    """Say in a cell's note that a review no longer counts."""
    return (
        f"a review ({review.value}, {review.reviewer}, {review.date}) went stale: the words it "
        "rests on have changed"
    )


def machine(holding: Holding, finding: Finding) -> Cell:
    """Return the cell of a finding."""
    return replace(
        _of(holding),
        provision=finding.provision,
        value=finding.value,
        detail=finding.detail,
        bound=finding.bound,
        section=finding.section,
        start=finding.start,
        end=finding.end,
        quote=finding.quote,
        confidence=finding.confidence,
        rule=finding.rule,
        where=holding.where,
        sha256=holding.sha256,
        citation=holding.bill.number if holding.where else "",
    )


def reviewed(holding: Holding, ruling: Ruling) -> Cell:
    """Return the cell of a review that stands."""
    review = ruling.review
    return replace(
        _of(holding),
        provision=review.provision,
        value=review.value,
        detail=review.detail,
        bound=review.bound,
        origin="review",
        section=ruling.section,
        start=ruling.start,
        end=ruling.end,
        quote=ruling.quote,
        who=review.reviewer,
        note=review.reason,
        date=review.date,
    )


_BLANK = Cell("", "", "no")


def _of(holding: Holding) -> Cell:
    bill, version = holding.bill, holding.version
    return replace(
        _BLANK,
        jurisdiction=bill.jurisdiction,
        bill=bill.id,
        version=version.id if version else "",
        status="law" if bill.kind == "law" else bill.status,
        year=year_of(bill, version),
    )


def year_of(bill: Bill, version: Version | None = None) -> int:
    """Return the year of the version's date, else of the session, else 0."""
    for words in (version.date if version else None, bill.session):
        if words and words[:4].isdigit():
            return int(words[:4])
    return 0


def published(law: Law, provision: str) -> Iterator[Cell]:
    """Yield the cells of the codings that others published of a law; other words are no values."""
    for coding in law.codings:
        if coding.provision == provision and (coding.value in STRENGTH or coding.value == "no"):
            yield Cell(
                jurisdiction=law.jurisdiction,
                provision=provision,
                value=coding.value,  # type: ignore[arg-type]  # asked above
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


def is_held(law: Law, held: Collection[str]) -> bool:
    """Tell whether a law is held as text: as the bill, or as all its codified sections."""
    return law.id in held or (bool(law.texts) and set(law.texts) <= set(held))


def _silence(provision: str, held: Sequence[Holding], known: Sequence[Law], blank: Cell) -> Cell:
    """Return the cell of a place where nothing speaks for a provision, and say why it is silent."""
    rulings = [(h, r) for h in held for r in h.rulings if r.review.provision == provision]
    decided = [reviewed(h, r) for h, r in rulings if r.stands]
    whole = {cell.bill: cell.value for cell in decided if not cell.bound}
    value, note = _why_silent(held, known, whole)
    best = max((c for c in decided if c.value == value), key=lambda c: c.date, default=None)
    if best is not None:
        return best
    notes = [note, *(stale_note(r.review) for _, r in rulings if not r.stands)]
    notes += [f"{c.who} decided {c.value!r} for {c.bill} on {c.date}" for c in decided]
    return replace(blank, provision=provision, value=value, note="; ".join(notes))


def _why_silent(
    held: Sequence[Holding], known: Sequence[Law], decided: Mapping[str, Value]
) -> tuple[Value, str]:
    """Return the kind of silence and its reason; ``decided`` are reviews by bill."""
    on_topic = [h for h in held if h.findings or h.bill.id in decided]
    texts = {h.bill.id for h in held if h.version}
    unread = [law for law in known if not is_held(law, texts)]
    if not on_topic:
        missing = "no text on student privacy is held"
        return (
            "not read",
            f"{counted(len(held), 'text')} held, none on student privacy" if held else missing,
        )
    if any(decided.get(h.bill.id, h.silence) != "no" for h in on_topic):
        return "unknown", "a text or its marks are incomplete"
    if unread:
        are = "is" if len(unread) == 1 else "are"
        return "not read", f"{counted(len(unread), 'known law')} {are} not held as text"
    return "no", f"{counted(len(on_topic), 'text')} read whole, nothing found"
