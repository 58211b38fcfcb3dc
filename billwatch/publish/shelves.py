"""Make the pages of all bills: what is as it was is not made again, the rest by several processes.

A bill's pages are made from what the library holds of it and from what all pages share. Both are
named by a key; where the last build made the same bill of the same key, and its files are there,
its texts are neither read nor printed. Where there are many bills, forked processes (`Site.workers`
says how many) each read some of them, print them and put them into their places, and tell what they
did: no text travels. What is told comes in the order of the bills whatever the number of processes,
and the bytes are the same.
"""

import gc
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from operator import attrgetter

from billwatch.models import (
    Action,
    Bill,
    Cell,
    Copy,
    Finding,
    Link,
    Matrix,
    Reading,
    Sponsor,
    Text,
    Version,
)
from billwatch.publish import bills, forks, held, memory
from billwatch.publish.faces import Page, Placed, Site
from billwatch.publish.held import Gist, Print
from billwatch.publish.press import Press

SIZE = 16  # bills a task: enough that handing over costs little
RARE = 50_000  # objects between two looks for rings of garbage: pages leave next to none
FEW = 64  # bills that one process has made before others could have begun

Cells = Mapping[str, Sequence[Cell]]
Put = Callable[[Page], bool]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One bill made into pages, and what lists and tables tell of it.

    ``prints`` are without the words of their texts; ``note`` is what the next build wants to know.
    """

    bill: Bill
    prints: tuple[Print, ...]
    gists: tuple[Gist, ...]
    pages: tuple[Page, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Shop:
    """All that bills are made into pages with; ``put`` puts a page into its place, if given."""

    site: Site
    press: Press
    cells: Cells
    memory: memory.Memory
    put: Put | None = None


def cells_by_version(site: Site, years: Iterable[Matrix]) -> dict[str, list[Cell]]:
    """Return the matrix's cells that quote a text, by the version they quote."""
    cells: dict[str, list[Cell]] = {}
    for matrix in (site.law, site.pending, site.both, *years):
        for cell in matrix.cells:
            if cell.version and cell.quote:
                cells.setdefault(cell.version, []).append(cell)
    return cells


def fill(shop: Shop) -> Iterator[Shelf]:
    """Yield every bill of the library as a shelf, in order; the memory learns of each."""
    ids = shop.site.library.ids()
    tasks = [ids[n : n + SIZE] for n in range(0, len(ids), SIZE)]
    made = _together(shop, tasks) if _many(shop, len(ids)) else map(partial(_make, shop), tasks)
    for shelves in made:
        for shelf in shelves:
            shop.memory.learn(shelf.note)
            yield shelf


def _many(shop: Shop, count: int) -> bool:
    """Tell whether others should help: forked processes know the site without being told."""
    return shop.site.workers > 1 and count > FEW and sys.platform.startswith("linux")


def _together(shop: Shop, tasks: Sequence[Sequence[str]]) -> Iterator[list[Shelf]]:
    """Return what other processes make, in order."""
    return forks.spread(partial(_begin, shop), tasks, shop.site.workers, _REDUCED)


def _begin(shop: Shop) -> Callable[[Sequence[str]], list[Shelf]]:
    """Make ready a forked process: it opens the library anew, and keeps what it was given."""
    gc.freeze()
    gc.set_threshold(RARE)
    library = shop.site.library.again()
    return partial(_make, replace(shop, site=replace(shop.site, library=library)))


def _make(shop: Shop, ids: Sequence[str]) -> list[Shelf]:
    held = (shop.site.library.bill(id) for id in ids)
    return [_shelf(shop, bill) for bill in held if bill is not None]


def _shelf(shop: Shop, bill: Bill) -> Shelf:
    """Make one bill into pages where it is not as it was."""
    library = shop.site.library
    origins = held.origins(library, bill)
    key = _key(shop, bill, origins)
    note = shop.memory.get(bill.id, key)
    if note is not None:
        prints = held.recall(library, bill, origins, note.gists)
        again = (Page(path, None) for path in note.files)
        return Shelf(bill, prints, note.gists, tuple(_put(shop, again)), note.line)
    full = held.stock(shop.site, bill, origins)
    found = held.hold(shop.site, bill, full)
    gists, sizes = held.gists(found), dict[str, int]()
    pages: list[Page] = []
    for page in bills.shelf(shop.site, shop.press, found, shop.cells):
        sizes[page.path] = len(page.body or b"")
        pages += _put(shop, (page,))
    line = memory.line(bill.id, key, gists, sizes)
    return Shelf(bill, tuple(map(held.hollow, full)), gists, tuple(pages), line)


def _put(shop: Shop, pages: Iterable[Page]) -> Iterator[Page]:
    """Put pages into their places, where that is wanted, and forget what is on them."""
    for page in pages:
        yield Placed(page.path, None, shop.put(page)) if shop.put else page


def _key(shop: Shop, bill: Bill, origins: Sequence[held.Origin]) -> str:
    """Name all that a bill's pages are made from."""
    state = shop.site.library.state
    states = [(state(v.id), shop.cells.get(v.id, ())) for v in bill.versions]
    facts = repr((shop.memory.shell, bill, origins, states, bills.stands(shop.site, bill)))
    return hashlib.blake2b(facts.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _light(record: type) -> forks.Reducer:
    """Let a frozen record travel as its fields: as it is, its way back takes five times as long."""
    values = attrgetter(*(field.name for field in fields(record)))
    return lambda held: (record, values(held))


_REDUCED: dict[type, forks.Reducer] = {
    record: _light(record)
    for record in (
        Action, Bill, Copy, Finding, Gist, Link, Placed, Print, Reading, Shelf, Sponsor, Text,
        Version,
    )
}  # fmt: skip
