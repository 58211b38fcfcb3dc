"""What the store and the baseline say together: holdings, matrices, and the site."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from billwatch import matrix, provisions, reviews, succession
from billwatch.baseline import Baseline
from billwatch.matrix import Holding, View
from billwatch.models import Bill, Jurisdiction, Matrix, Review, Version
from billwatch.pipeline.facts import Facts
from billwatch.reviews import Disagreement
from billwatch.store import Store


def holdings(
    store: Store, as_of: str, judged: Sequence[Review] = (), jurisdiction: str = ""
) -> Iterator[Holding]:
    """Yield every stored bill with the version that was current on the ISO date ``as_of``.

    ``judged`` are the reviews; each is held against that version's text.
    """
    for bill in store.bills(jurisdiction):
        version = current(store, bill, as_of)
        read = store.reading(version.id) if version else None
        if read is None:
            yield Holding(bill, version, silence="not read")
            continue
        rulings = reviews.against(judged, bill, read)
        yield Holding(bill, version, read.findings, provisions.silence(read.text), rulings)


def known(store: Store | None, facts: Facts, as_of: str, place: str = "") -> Iterator[Holding]:
    """Yield what is held, and the shipped readings of bills and laws that are not held as text.

    A bill that is held without a text keeps its own record: its status may be newer.
    """
    shipped = {one.bill.id: one for one in facts.readings if place in ("", one.bill.jurisdiction)}
    for holding in holdings(store, as_of, facts.reviews, place) if store else ():
        one = shipped.pop(holding.bill.id, None)
        if one is None or store is None:
            yield holding
        elif holding.version is None:
            yield _shipped(one, holding.bill)
        else:
            sha256, _ = store.stamp(holding.version.id) or ("", "")
            yield holding if sha256 == one.sha256 else replace(holding, once=_said(one))
    for one in shipped.values():
        yield _shipped(one, one.bill)


def _shipped(one: Baseline, bill: Bill) -> Holding:
    return Holding(bill, one.version, one.findings, one.silence, where=one.url, sha256=one.sha256)


def _said(one: Baseline) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((finding.provision, finding.value) for finding in one.findings))


def current(store: Store, bill: Bill, as_of: str) -> Version | None:
    """Return the last whole version printed by then that has been read.

    Lists of amendments and texts cut short count only where there is nothing better.
    """
    printed = [v for v in bill.versions if not v.date or v.date <= as_of]
    return succession.current((v, store.whole(v.id)) for v in printed)


def build(store: Store, facts: Facts, view: View, as_of: str) -> Matrix:
    """Return the matrix of one view over the store and the law baseline."""
    return table(view, as_of, places(store, facts), facts, known(store, facts, as_of))


def table(
    view: View,
    as_of: str,
    shown: Sequence[Jurisdiction],
    facts: Facts,
    held: Iterable[Holding],
) -> Matrix:
    """Return the matrix of one view over what is held and the law baseline."""
    ids = tuple(provision.id for provision in facts.codebook.provisions)
    return matrix.build(view, as_of, shown, ids, held, facts.laws)


def disagreements(store: Store, facts: Facts, view: View, as_of: str) -> tuple[Disagreement, ...]:
    """Return where machine, reviews and published codings differ on what counts in a view."""
    every = known(store, facts, as_of)
    held = [h for h in every if matrix.in_view(h, view, as_of)]
    ids = {h.bill.id for h in held}
    laws = [x for x in facts.laws
            if matrix.law_in_view(x, view, as_of) or ids & {x.id, *x.texts}]  # fmt: skip
    order = tuple(provision.id for provision in facts.codebook.provisions)
    return tuple(reviews.disagreements(order, held, laws))


def places(store: Store, facts: Facts) -> Sequence[Jurisdiction]:
    """Return all jurisdictions; a sample one only where the store holds it."""
    held = {place.code for place in store.jurisdictions()}
    return [j for j in facts.jurisdictions if not j.sample or j.code in held]
