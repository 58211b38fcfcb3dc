"""Fill the site that publish makes into pages."""

import os
from collections import Counter

from billwatch import __version__, diff
from billwatch.models import Reading
from billwatch.pipeline import accuracy, comparing, past, views
from billwatch.pipeline.facts import Facts
from billwatch.provisions import Provision, surroundings
from billwatch.publish import (
    Around,
    Example,
    Moment,
    Place,
    ProvisionPage,
    Redline,
    Site,
    Term,
)
from billwatch.store import Store


def fill(store: Store, facts: Facts, *, today: str, base_url: str = "") -> Site:
    """Return everything that the pages are made of."""
    held = list(views.known(store, facts, today))
    shown = views.places(store, facts)
    codes = {place.code for place in shown}
    rows, sets, note = accuracy.load()
    return Site(
        today=today,
        tool=__version__,
        base_url=base_url,
        places=tuple(
            Place(p.jurisdiction.code, p.jurisdiction.name, p.region, p.tile, p.jurisdiction.sample)
            for p in facts.places
            if p.jurisdiction.code in codes
        ),
        codebook=tuple(_page(p) for p in facts.codebook.provisions),
        law=views.table("law", today, shown, facts, held),
        pending=views.table("pending", today, shown, facts, held),
        both=views.table("both", today, shown, facts, held),
        laws=facts.laws,
        library=store,
        redline=redline,
        as_of=past.law(store, facts),
        accuracy=rows,
        accuracy_note=note,
        measured=sets,
        around=_around,
        workers=_workers(),
        elsewhere=Counter(h.bill.jurisdiction for h in held if h.where),
        licence=facts.licence,
    )


def _around(read: Reading) -> Around:
    """Return what stands around the answers of a reading."""
    found = surroundings(read.text, read.clauses, read.findings)
    terms = tuple(Term(d.term, d.place, d.start, d.end) for d in found.definitions)
    days = tuple(Moment(m.kind, m.date, m.place, m.start, m.end) for m in found.moments)
    return Around(terms, days, found.students, found.family)


def _workers() -> int:
    """Return how many processors this process may use, at most eight."""
    able = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(able or 1, 8)


def redline(old: Reading, new: Reading) -> Redline:
    """Compare two readings for a page."""
    found = comparing.compare(old, new)
    html = diff.fragment(found)
    shifts = tuple((s.provision, s.direction, s.reason) for s in found.provisions)
    return Redline(html, found.stats.kept_old, len(found.changes), diff.warnings(found), shifts)


def _page(provision: Provision) -> ProvisionPage:
    return ProvisionPage(
        id=provision.id,
        name=provision.name,
        group=provision.group,
        question=provision.question,
        values=provision.values,
        examples=tuple(Example(e.text, e.value, e.detail) for e in provision.examples),
    )
