"""Make the pages of all bills: what is as it was is not made again, the rest by several processes.

A bill's pages are made from what the library holds of it and from what all pages share. Both are
named by a key; where the last build made the same bill of the same key, and its files are there,
its texts are neither read nor printed. The other bills are read here, one small batch after
another, and printed by forked processes where there are many: `Site.workers` says how many. The
pages come in the order of the bills whatever the number of processes, and so do their bytes.
"""

import hashlib
import multiprocessing
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, fields
from itertools import islice
from multiprocessing.reduction import ForkingPickler
from operator import attrgetter

from billwatch.models import (
    Action,
    Bill,
    Cell,
    Copy,
    Finding,
    Link,
    Mark,
    Reading,
    Section,
    Sponsor,
    Text,
    Version,
)  # fmt: skip
from billwatch.publish import bills, held
from billwatch.publish.faces import Around, Moment, Page, Site, Term
from billwatch.publish.held import Gist, Print
from billwatch.publish.memory import Memory
from billwatch.publish.press import Press

SIZE = 16  # bills a task: enough that handing over costs little
AHEAD = 6  # batches in flight, so that memory does not grow with the number of bills
FEW = 64  # bills that one process prints before others could have begun

Cells = Mapping[str, Sequence[Cell]]
Printed = tuple[tuple[Page, ...], tuple[Gist, ...]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One bill made into pages, and what lists and tables tell of it."""

    bill: Bill
    prints: tuple[Print, ...]
    gists: tuple[Gist, ...]
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """One bill to print, or one that is as it was: then ``done`` is its shelf."""

    bill: Bill
    key: str
    prints: tuple[Print, ...] = ()
    done: Shelf | None = None


def fill(site: Site, press: Press, cells: Cells, memory: Memory) -> Iterator[Shelf]:
    """Yield every bill of the library as a shelf, in order; the memory learns of each."""
    with ExitStack() as stack:
        crew = _Crew(site, press, cells, stack)
        waiting: deque[tuple[tuple[_Job, ...], Future[list[Printed]]]] = deque()
        for batch in _batched(_jobs(site, cells, memory)):
            waiting.append((batch, crew.take([j for j in batch if j.done is None])))
            while waiting and (waiting[0][1].done() or len(waiting) >= AHEAD):
                yield from _finish(memory, *waiting.popleft())
        while waiting:
            yield from _finish(memory, *waiting.popleft())


def _jobs(site: Site, cells: Cells, memory: Memory) -> Iterator[_Job]:
    for bill in site.library.bills():
        origins = held.origins(site.library, bill)
        key = _key(site, bill, origins, cells, memory.shell)
        note = memory.get(bill.id, key)
        if note is None:
            yield _Job(bill, key, held.stock(site, bill, origins))
            continue
        prints = held.recall(site.library, bill, origins, note.gists)
        pages = tuple(Page(path, None) for path in note.files)
        yield _Job(bill, key, done=Shelf(bill, prints, note.gists, pages))


def _key(site: Site, bill: Bill, origins: Sequence[held.Origin], cells: Cells, shell: str) -> str:
    """Name all that a bill's pages are made from."""
    states = [(site.library.state(v.id), cells.get(v.id, ())) for v in bill.versions]
    facts = repr((shell, bill, origins, states, bills.stands(site, bill)))
    return hashlib.blake2b(facts.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _batched(jobs: Iterator[_Job]) -> Iterator[tuple[_Job, ...]]:
    while batch := tuple(islice(jobs, SIZE)):
        yield batch


def _finish(
    memory: Memory, batch: Iterable[_Job], future: Future[list[Printed]]
) -> Iterator[Shelf]:
    printed = iter(future.result())
    for job in batch:
        if job.done is not None:
            memory.again(job.bill.id)
            yield job.done
            continue
        pages, gists = next(printed)
        memory.keep(job.bill.id, job.key, gists, pages)
        yield Shelf(job.bill, job.prints, gists, pages)


class _Crew:
    """Those who print: this process, and others from the moment that there is much to do."""

    def __init__(self, site: Site, press: Press, cells: Cells, stack: ExitStack) -> None:
        self._tools = (site, press, cells)
        self._stack = stack
        self._pool: ProcessPoolExecutor | None = None
        self._given: list[Future[list[Printed]]] = []
        self._printed = 0

    def take(self, work: Sequence[_Job]) -> Future[list[Printed]]:
        """Print some bills, here or elsewhere: here where all the others have enough to do."""
        self._given = [future for future in self._given if not future.done()]
        if work and self._many() and len(self._given) < 2 * self._tools[0].workers:
            self._given.append(self._elsewhere([(job.bill, job.prints) for job in work]))
            return self._given[-1]
        here: Future[list[Printed]] = Future()
        here.set_result([_print(*self._tools, job.bill, job.prints) for job in work])
        self._printed += len(work)
        return here

    def _elsewhere(self, work: Sequence[tuple[Bill, tuple[Print, ...]]]) -> Future[list[Printed]]:
        if self._pool is None:
            fork = multiprocessing.get_context("fork")
            pool = ProcessPoolExecutor(self._tools[0].workers, fork, _begin, self._tools)
            self._pool = self._stack.enter_context(pool)
        return self._pool.submit(_task, work)

    def _many(self) -> bool:
        """Tell whether others should help: forked processes know the site without being told."""
        able = self._tools[0].workers > 0 and sys.platform.startswith("linux")
        return able and self._printed >= FEW


def _light(record: type) -> None:
    """Let a frozen record travel as its fields: as it is, its way back takes five times as long."""
    values = attrgetter(*(field.name for field in fields(record)))
    ForkingPickler.register(record, lambda held: (record, values(held)))


for _record in (
    Action, Around, Bill, Copy, Finding, Gist, Link, Mark, Moment, Page, Print, Reading, Section,
    Sponsor, Term, Text, Version,
):  # fmt: skip
    _light(_record)

_tools: list[tuple[Site, Press, Cells]] = []  # of a forked process


def _begin(site: Site, press: Press, cells: Cells) -> None:
    _tools.append((site, press, cells))


def _task(work: Iterable[tuple[Bill, tuple[Print, ...]]]) -> list[Printed]:
    return [_print(*_tools[0], bill, prints) for bill, prints in work]


def _print(
    site: Site, press: Press, cells: Cells, bill: Bill, prints: tuple[Print, ...]
) -> Printed:
    found = held.hold(site, bill, prints)
    return tuple(bills.shelf(site, press, found, cells)), held.gists(found)
