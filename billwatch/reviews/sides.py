"""Where machine, reviews and published codings say different things of the same law or bill."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from billwatch import matrix
from billwatch.matrix import STRENGTH, Holding
from billwatch.models import Cell, Law


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One provision of one law or bill, and every side's answer: machine, review, published."""

    jurisdiction: str
    bill: str
    provision: str
    sides: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Matter:
    """A law of the baseline, or a bill outside it, with the texts held of it."""

    bill: str
    texts: tuple[Holding, ...]
    law: Law | None
    whole: bool


def disagreements(
    provisions: Sequence[str], holdings: Iterable[Holding], laws: Iterable[Law]
) -> Iterator[Disagreement]:
    """Yield where two sides give different values, by bill, then in the order of provisions.

    A law and the sections it was codified in are one matter. Silence of the machine is a side
    (``no``) only where the whole law is held and read; a published coding that is absent is none,
    and details are not compared. A review for one party is held against that party's finding.
    """
    matters = sorted(_matters(tuple(holdings), tuple(laws)), key=lambda matter: matter.bill)
    for matter in matters:
        for provision in provisions:
            sides = tuple(dict.fromkeys(_sides(matter, provision)))
            if _differ(sides):
                code = matter.bill.split("/")[0]
                yield Disagreement(code, matter.bill, provision, sides)


def _matters(held: Sequence[Holding], laws: Sequence[Law]) -> Iterator[_Matter]:
    by_bill = {h.bill.id: h for h in held if h.version}
    told: set[str] = set()
    for law in laws:
        ids = [id for id in (law.id, *law.texts) if id in by_bill]
        told.update(ids)
        texts = tuple(by_bill[id] for id in ids)
        yield _Matter(law.id, texts, law, matrix.is_held(law, by_bill))
    for id, holding in by_bill.items():
        if holding.rulings and id not in told:
            yield _Matter(id, (holding,), None, True)


def _sides(matter: _Matter, provision: str) -> Iterator[Cell]:
    rulings = [(h, r) for h in matter.texts for r in h.rulings if r.review.provision == provision]
    decided = [matrix.reviewed(h, r) for h, r in rulings if r.stands]
    overall = _machine(matter, provision, "")
    yield from [overall] if overall else []
    if overall and overall.quote:
        for bound in dict.fromkeys(cell.bound for cell in decided):
            yield from [read] if (read := _machine(matter, provision, bound)) else []
    yield from decided
    if matter.law is not None:
        yield from matrix.published(matter.law, provision)


def _machine(matter: _Matter, provision: str, bound: str) -> Cell | None:
    """Return the machine's strongest answer for a party; None where too little was read."""
    found = [
        matrix.machine(h, f)
        for h in matter.texts
        for f in h.findings
        if f.provision == provision and bound in ("", f.bound)
    ]
    if found:
        return max(found, key=lambda cell: (STRENGTH.get(cell.value, 0), cell.confidence))
    if not matter.whole or any(h.silence != "no" for h in matter.texts):
        return None
    first = matter.texts[0]
    silent = Cell(first.bill.jurisdiction, provision, "no", bill=first.bill.id, bound=bound)
    version = first.version.id if first.version else ""
    return replace(silent, version=version, note="read whole, nothing found")


def _differ(sides: Sequence[Cell]) -> bool:
    """Tell whether two sides that speak of the same party give different values."""
    return any(
        one.value != other.value
        for n, one in enumerate(sides)
        for other in sides[n + 1 :]
        if _comparable(one, other)
    )


def _comparable(one: Cell, other: Cell) -> bool:
    """A review speaks of its party, a silence of all; two codings must be of the same print."""
    if one.origin == other.origin:
        # The note says which print was coded; the rest of it is the same for one law.
        return one.origin == "published" and one.note == other.note
    if "review" not in (one.origin, other.origin):
        return True
    review, side = (one, other) if one.origin == "review" else (other, one)
    return side.origin == "published" or not side.quote or review.bound in ("", side.bound)
