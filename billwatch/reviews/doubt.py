"""The cells that a person should look at, the most doubtful first, each with the reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from billwatch import matrix
from billwatch.matrix import STRENGTH, Holding
from billwatch.models import Cell, Law, Review
from billwatch.reviews.sides import disagreements

_CONTESTED, _SILENT, _DISPUTED = 0.3, 0.5, 0.3


@dataclass(frozen=True, slots=True)
class Doubt:
    """The machine's cell of one bill, how sure it is after all, why, and what others published."""

    cell: Cell
    sure: float
    why: tuple[str, ...]
    published: tuple[Cell, ...] = ()


def doubts(
    provisions: Sequence[str], holdings: Iterable[Holding], laws: Iterable[Law]
) -> tuple[Doubt, ...]:
    """Return the cells that no standing review decides, least sure first.

    How sure: the finding's confidence, 0.5 for a silence that others dispute; at most 0.3 where
    the text says both; 0.3 less where a published coding differs; 0 where a review went stale.
    """
    held = [h for h in holdings if h.version]
    disputes = _disputes(provisions, held, laws)
    found = [
        doubt
        for h in held
        for provision in provisions
        for doubt in _doubt(h, provision, disputes.get((h.bill.id, provision), ()))
    ]
    order = {provision: n for n, provision in enumerate(provisions)}
    return tuple(sorted(found, key=lambda d: (d.sure, d.cell.bill, order[d.cell.provision])))


def _disputes(
    provisions: Sequence[str], held: Sequence[Holding], laws: Iterable[Law]
) -> Mapping[tuple[str, str], tuple[Cell, ...]]:
    """Return the published codings that differ from the machine, by the machine's bill."""
    found: dict[tuple[str, str], tuple[Cell, ...]] = {}
    for one in disagreements(provisions, held, laws):
        for read in (side for side in one.sides if side.origin == "machine"):
            others = [s for s in one.sides if s.origin == "published" and s.value != read.value]
            key = read.bill, one.provision
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *others)))
    return found


def _doubt(holding: Holding, provision: str, disputed: tuple[Cell, ...]) -> Iterator[Doubt]:
    """Yield the doubt about one provision of one bill, if a person has anything to decide."""
    rulings = [r for r in holding.rulings if r.review.provision == provision]
    stale = [r.review for r in rulings if not r.stands]
    if any(r.stands and not r.review.bound for r in rulings):
        return
    open_ = [c for c in matrix.answers(holding, provision) if c.origin == "machine"]
    if not open_ and not stale and not (disputed and not rulings):
        return
    cell = _silent(holding, provision)
    if open_:
        cell = max(open_, key=lambda c: (STRENGTH.get(c.value, 0), c.confidence))
    yield Doubt(cell, *_weigh(cell, stale, disputed), disputed)


def _weigh(
    cell: Cell, stale: Sequence[Review], disputed: Sequence[Cell]
) -> tuple[float, tuple[str, ...]]:
    sure, why = (cell.confidence, []) if cell.quote else (_SILENT, ["nothing was found"])
    if cell.value == "unclear":
        sure = min(sure, _CONTESTED)
        why.append(f"the text says both: {cell.detail}")
    if disputed:
        sure -= _DISPUTED
        why += [f"{c.who} published {c.value!r}" for c in disputed]
    if stale:
        sure = 0.0
        why += map(matrix.stale_note, stale)
    return round(max(sure, 0.0), 2), tuple(why)


def _silent(holding: Holding, provision: str) -> Cell:
    version = holding.version.id if holding.version else ""
    value = holding.silence
    return Cell(holding.bill.jurisdiction, provision, value, bill=holding.bill.id, version=version)
