"""Say what law in force was on a past day, from what is held today.

A bill counts from the day its actions made it law, with the print that was current then. A law as
codified counts only where its text has a date: the words of an undated one may be younger than
the day asked about. For those, what others published of the law speaks.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from billwatch import provisions, reviews, status
from billwatch.matrix import Holding
from billwatch.models import Bill, Matrix
from billwatch.pipeline import standing, views
from billwatch.pipeline.facts import Facts
from billwatch.store import Store


def law(store: Store, facts: Facts) -> Callable[[str], Matrix]:
    """Return the matrix of law in force as a function of an ISO date; texts are read once."""
    shown = views.places(store, facts)
    bills = [bill for bill in store.bills() if "law" in (bill.kind, bill.status)]
    known: dict[str, Holding] = {}

    def held(as_of: str) -> Iterator[Holding]:
        for bill in bills:
            version = views.current(store, bill, as_of) if was_law(bill, as_of) else None
            if version is not None:
                if version.id not in known:
                    known[version.id] = _hold(store, facts, bill, version.id)
                yield replace(known[version.id], version=version)

    return lambda as_of: views.table("law", as_of, shown, facts, held(as_of))


def was_law(bill: Bill, as_of: str) -> bool:
    """Tell whether a bill that is law today was law on the ISO date ``as_of``."""
    dates = [version.date for version in bill.versions if version.date]
    if bill.kind == "law":
        return bool(dates) and min(dates) <= as_of
    rules = status.pick(standing.rules(), bill.jurisdiction)
    if status.derive(rules, bill.actions, session_end=None, today="9999-12-31").status == "law":
        then = status.derive(rules, bill.actions, session_end=None, today=as_of)
        return then.status == "law"
    last = max([*dates, *(action.date for action in bill.actions)], default="")
    return bool(last) and last <= as_of


def _hold(store: Store, facts: Facts, bill: Bill, version: str) -> Holding:
    """Return what a version says, without its text."""
    read = store.reading(version)
    if read is None:
        return Holding(bill, None, silence="not read")
    rulings = reviews.against(facts.reviews, bill, read)
    return Holding(bill, None, read.findings, provisions.silence(read.text), rulings)
