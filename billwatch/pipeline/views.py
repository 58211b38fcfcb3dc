"""What the store and the baseline say together: holdings, matrices, and the site."""

from collections.abc import Iterable, Iterator, Sequence

from billwatch import matrix, provisions
from billwatch.matrix import Holding, View
from billwatch.models import Bill, Jurisdiction, Matrix, Version
from billwatch.pipeline.facts import Facts
from billwatch.store import Store


def holdings(store: Store, as_of: str) -> Iterator[Holding]:
    """Yield every stored bill with the version that was current on the ISO date ``as_of``."""
    for bill in store.bills():
        version = current(store, bill, as_of)
        if version is None:
            yield Holding(bill, None, silence="not read")
            continue
        read = store.reading(version.id)
        silence = provisions.silence(read.text) if read else "not read"
        yield Holding(bill, version, read.findings if read else (), silence)


def current(store: Store, bill: Bill, as_of: str) -> Version | None:
    """Return the last whole version printed by then that has been read.

    Lists of amendments and texts cut short count only where there is nothing better.
    """
    printed = [v for v in reversed(bill.versions) if not v.date or v.date <= as_of]
    read = [v for v in printed if store.stamp(v.id)]
    whole = (v for v in read if (held := store.reading(v.id)) and held.text.complete)
    return next(whole, read[0] if read else None)


def build(store: Store, facts: Facts, view: View, as_of: str) -> Matrix:
    """Return the matrix of one view over the store and the law baseline."""
    return table(view, as_of, places(store, facts), facts, holdings(store, as_of))


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


def places(store: Store, facts: Facts) -> Sequence[Jurisdiction]:
    """Return all jurisdictions; a sample one only where the store holds it."""
    held = {place.code for place in store.jurisdictions()}
    return [j for j in facts.jurisdictions if not j.sample or j.code in held]
