"""Count how far the bills came that speak on each provision, from brought in to law.

Real bills only: those held as text, by what their current text says, and those of the baseline, by
what was published of them or read at the source. Codified law was never brought in as such.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from billwatch.publish.desk import Desk

STAGES = ("Brought in", "Out of committee", "Passed one chamber", "Passed both", "Law")
_SPEAKS = ("yes", "partly", "permits")
_REACHED = {
    "out of committee": 1, "passed one chamber": 2, "passed both": 3, "to governor": 3,
    "vetoed": 3, "law": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """How many bills came at least this far."""

    words: str
    bills: int


def count(desk: Desk) -> Mapping[str, tuple[Stage, ...]]:
    """Return the stages of each provision on which a known bill speaks.

    How far a bill came before it died is not held; it counts as brought in.
    """
    status = dict(_known(desk))
    bills: dict[str, set[str]] = {}
    for provision, bill in _spoken(desk):
        if bill in status:
            bills.setdefault(provision, set()).add(bill)
    return {
        provision: tuple(
            Stage(words, sum(_REACHED.get(status[bill], 0) >= n for bill in found))
            for n, words in enumerate(STAGES)
        )
        for provision, found in bills.items()
    }


def _known(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield the real bills with their status; what is held is told last, and stands."""
    real = {place.code for place in desk.places if not place.sample}
    yield from ((law.id, law.status) for law in desk.site.laws if law.jurisdiction in real)
    for card in desk.cards:
        if card.bill.jurisdiction in real and card.bill.kind == "bill":
            yield card.bill.id, card.bill.status


def _spoken(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield every provision with a bill that speaks on it."""
    for law in desk.site.laws:
        yield from ((c.provision, law.id) for c in law.codings if c.value in _SPEAKS)
    for cells in desk.evidence.views.values():
        yield from ((c.provision, c.bill) for c in cells.values() if c.value in _SPEAKS)
    for card in desk.cards:
        yield from ((p.id, card.bill.id) for p, f, _ in card.answers if f.value in _SPEAKS)
