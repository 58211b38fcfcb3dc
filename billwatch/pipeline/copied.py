"""Gather the language that bills share, for the pages that show it.

Listed are passages between bills of different jurisdictions, or of different sessions of one.
What a bill shares with the codified law of its own jurisdiction is told on the bill's page only:
a bill that amends a law prints it.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from billwatch import reuse
from billwatch.pipeline import reusing
from billwatch.publish import Copied, Lineage, Named, Stand, Stands
from billwatch.reuse import Family, Found, Kin, Passage, Place
from billwatch.store import Passages, Store

MOST = 100  # families of each list that get a page
EACH = 25  # copies told on it
OTHERS = 20  # bills named on one bill's page


def gather(store: Store) -> Copied:
    """Return the copied language of all that is held; the index is brought up to date first."""
    found = reusing.everything(store)
    names = _names(store, found)
    shared = [p for p in found.passages if not _reprint(p, names)]
    apart = [p for p in shared if _home(p.first) != _home(p.later)]
    across, wide = reuse.families(found, [p for p in apart if _code(p.first) != _code(p.later)],
                                  MOST, EACH)  # fmt: skip
    again, near = reuse.families(found, [p for p in apart if _code(p.first) == _code(p.later)],
                                 MOST, EACH)  # fmt: skip
    lines = _lineages((*across, *again), names)
    texts = sum(1 for _ in Passages(store).texts())
    return Copied(
        tuple(lines[: len(across)]), tuple(lines[len(across) :]), (wide, near),
        _stands(found, names, lines), texts, found.boilerplate, found.notes,
    )  # fmt: skip


def _names(store: Store, found: Found) -> dict[str, Named]:
    """Return every bill that was found to share something, by id."""
    ids = {_bill(name) for p in found.passages
           for name in (p.first.version, p.later.version, *p.also)}  # fmt: skip
    ids |= {bill for kin in found.kin for bill in (kin.first, kin.later)}
    bills = (store.bill(id) for id in sorted(ids))
    return {b.id: Named(b.id, b.number, b.session, b.title, b.kind == "law") for b in bills if b}


def _reprint(passage: Passage, names: Mapping[str, Named]) -> bool:
    """Tell whether a bill shares words with the codified law of its own jurisdiction."""
    sides = (passage.first, passage.later)
    return _code(sides[0]) == _code(sides[1]) and any(
        (named := names.get(_bill(side.version))) is not None and named.law for side in sides
    )


def _lineages(families: Iterable[Family], names: Mapping[str, Named]) -> list[Lineage]:
    """Return families with their ids: by where they begin, numbered where several begin there."""
    begun: Counter[str] = Counter()
    lines = []
    for family in families:
        id = _beginning(family.first)
        begun[id] += 1
        told = (family.first.version, *family.also, *(c.place.version for c in family.copies))
        bills = {bill: names[bill] for bill in map(_bill, told) if bill in names}
        lines.append(Lineage(f"{id}-{begun[id]}" if begun[id] > 1 else id, family, bills))
    return lines


def _beginning(first: Place) -> str:
    digest = hashlib.blake2s(f"{first.version} {first.start} {first.end}".encode(), digest_size=4)
    return f"{_bill(first.version).replace('/', '-')}-{digest.hexdigest()}"


def _stands(
    found: Found, names: Mapping[str, Named], lines: Sequence[Lineage]
) -> dict[str, Stands]:
    """Return for every bill where its text also stands."""
    passages: dict[str, list[Passage]] = defaultdict(list)
    for passage in found.passages:
        for side in (passage.first, passage.later):
            passages[_bill(side.version)].append(passage)
    kin: dict[str, list[Kin]] = defaultdict(list)
    for each in found.kin:
        kin[each.first].append(each)
        kin[each.later].append(each)
    led = _led(lines)
    ids = sorted({*passages, *kin, *(bill for bill, _ in led)} & names.keys())
    told = {
        id: _stand(id, replace(found, passages=tuple(passages[id]), kin=tuple(kin[id])), names, led)
        for id in ids
    }
    return {id: stands for id, stands in told.items() if stands != Stands()}


def _led(lines: Iterable[Lineage]) -> dict[tuple[str, str], str]:
    """Return the family's id by (bill, version and place it has there), for each of its bills."""
    led: dict[tuple[str, str], str] = {}
    for line in lines:
        for version in (line.family.first.version, *(c.place.version for c in line.family.copies)):
            for other in line.bills:
                if other != _bill(version):
                    led.setdefault((_bill(version), other), line.id)
        for name in line.family.also:
            led.setdefault((_bill(name), ""), line.id)
    return led


def _stand(
    id: str, found: Found, names: Mapping[str, Named], led: Mapping[tuple[str, str], str]
) -> Stands:
    own = [
        Stand(names[s.bill], s, led.get((id, s.bill), ""))
        for s in reuse.stands(id, found)
        if s.bill in names and s.bill.rpartition("/")[0] != id.rpartition("/")[0]
    ]
    code = id.partition("/")[0]
    laws = [s for s in own if s.bill.id.partition("/")[0] == code
            and (s.bill.law or names[id].law)]  # fmt: skip
    others = [s for s in own if s not in laws]
    related = tuple(
        (names[other], kin)
        for kin in found.kin
        if (other := kin.later if kin.first == id else kin.first) in names
    )
    family = led.get((id, ""), "")
    return Stands(
        tuple(others[:OTHERS]), tuple(laws[:OTHERS]), related, (family,) if family else (),
        max(len(others) - OTHERS, 0) + max(len(laws) - OTHERS, 0),
    )  # fmt: skip


def _bill(version: str) -> str:
    return version.partition("@")[0]


def _home(place: Place) -> str:
    return _bill(place.version).rpartition("/")[0]


def _code(place: Place) -> str:
    return place.version.partition("/")[0]
