"""Time the search for copied language: ``python -m tests.bench.reuse``.

Over made texts: fingerprints beside plain Python, forms by the hundred thousand, what handing work
to processes costs, and what a night adds to the index. Over real bills, see tests.measure.reuse.
"""

import os
import pickle
import random
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path

from billwatch import reuse, store
from billwatch.errors import DataError
from billwatch.models import Bill, Reading, Section, Text, Version
from billwatch.pipeline import batch, reusing
from billwatch.pipeline.cluster import Processes, workers
from billwatch.reuse import Bale, Sheet, Shred, prints, seeds, words

STATES = 50
VOCABULARY = 20_000
REST = 5.0  # seconds
ROUNDS = 7
rarity = cache(reusing.rarity)


def made(number: int, size: int, *, passage: int = 120, every: int = 3) -> list[str]:
    """Return texts of so many words; every so many shares a passage with the one three before."""
    luck = random.Random(1)
    vocabulary = [f"w{n:x}" for n in range(VOCABULARY)]
    weights = [1 / (n + 5) for n in range(VOCABULARY)]
    found: list[str] = []
    for n in range(number):
        own = luck.choices(vocabulary, weights, k=size)
        if n >= 3 and n % every == 0:
            at = luck.randrange(size // 2)
            own[at : at + passage] = found[n - 3].split()[at : at + passage]
        found.append(" ".join(own))
    return found


def plain(body: str) -> list[tuple[int, int]]:
    """Return the fingerprints of a text in plain Python: what numpy is measured against."""
    hashes = [hash(m.group()) for m in re.finditer(r"[^\W_]+", body.lower())]
    grams = [hash(tuple(hashes[n : n + prints.GRAM])) for n in range(len(hashes) - prints.GRAM + 1)]
    kept = {}
    for n in range(len(grams) - prints.WINDOW + 1):
        at = min(range(n, n + prints.WINDOW), key=grams.__getitem__)
        kept.setdefault(grams[at], at)
    return sorted(kept.items())


def spent(work: Callable[[], object]) -> float:
    """Return the CPU seconds of this process and of the children that ended meanwhile."""

    def now() -> float:
        both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(used.ru_utime + used.ru_stime for used in both)

    began = now()
    work()
    return now() - began


def forms(number: int) -> Iterator[str]:
    """Yield forms that differ in a name and a number."""
    body = made(1, 250)[0]
    for n in range(number):
        yield f"{body} applicant a{n} of district {n % 977} number {n}"


def search(bodies: Sequence[str], executor: Executor | None = None) -> int:
    """Compare all pairs as the pipeline does, but for its database; return the passages."""

    def spread(read: Callable[[tuple[Sheet, ...]], Bale]) -> list[Shred]:
        return list(reusing.spread(read, map(Sheet, bodies), executor))

    do = partial(batch.over, executor=executor, size=1)
    homes = [n % STATES for n in range(len(bodies))]
    shared = seeds.among([each.prints for each in spread(reuse.fingerprints)], homes)
    taken = [each.words for each in spread(reuse.wordings)]
    return len(reuse.matched(shared, taken, rarity(), do))


def fingerprints() -> str:
    """Compare numpy with plain Python."""
    bodies = made(100, 5000)
    fast = spent(lambda: [prints.take(words.read(body).hashes) for body in bodies])
    slow = spent(lambda: [plain(body) for body in bodies])
    size = sum(map(len, bodies)) / 1e6
    return f"fingerprints of {size:.1f} MB: {fast:.2f} s, in plain Python {slow:.2f} s ({slow / fast:.0f} times)"


def many_forms() -> Iterator[str]:
    """Show that twice the forms take twice the time, and no more."""
    before = 0.0
    for number in (25_000, 50_000, 100_000):
        taken: list[prints.Prints] = []
        found = 0

        def work(number: int = number, taken: list[prints.Prints] = taken) -> None:
            nonlocal found
            taken += [reuse.shred(Sheet(form)).prints for form in forms(number)]
            found = len(seeds.among(taken, [0] * number))

        took = spent(work)
        grown = f", {took / before:.1f} times the half" if before else ""
        yield f"{number} near-identical forms: {took:.1f} s{grown}; {found} shared fingerprints left"
        before = took


def handing_over() -> Iterator[str]:
    """Weigh what handing tasks over costs against the work in them, by CPU of all processes.

    Work for one process of a pool, and for a cluster of one worker, is compared with none: beside
    others it would be slowed by these. Both take turns with none, short ones that other work on
    the machine may spare, and of each the least counts. Starting them is told apart, and so is what
    the cluster takes for itself while nothing is to do: it grows with the clock, not with the work.
    The texts are as long as real ones and share less than half of what these do (200 fingerprints
    a text, not 440): the less there is to align, the more handing over weighs. First the steps that
    are handed over are looked at alone, then the verb with its database, of which they are a part.
    """
    bodies = made(800, 1500, passage=1200, every=2)
    packing = Packing()
    search(bodies, packing)
    size = sum(map(len, bodies)) / 1e6
    yield (
        f"{size:.1f} MB in {packing.tasks} tasks, {packing.size / 1e6:.0f} MB both ways:"
        f" packing {packing.packed:.2f} s"
    )
    with tempfile.TemporaryDirectory() as folder:
        ways = (("a process", partial(Processes, 1)), ("a cluster of one", cluster))
        works = (
            ("steps", partial(search, bodies)),
            ("verb", partial(verb, stored(folder, bodies))),
        )
        for name, start in ways:
            began = burnt()
            with start() as executor:
                search(bodies, executor)
                yield f"{name}: {burnt() - began:.1f} s to start and be warm"
                for what, work in works:
                    yield f"{name}, {what}: {beside(work, executor)}"


def stored(folder: str, bodies: Sequence[str]) -> Path:
    """Return a database of bills that nobody has looked for copies in."""
    path = Path(folder) / "stock.db"
    with store.open(path) as library:
        for n, body in enumerate(bodies):
            keep(library, n, body)
    return path


def verb(stock: Path, executor: Executor | None = None) -> int:
    """Do what ``reuse --all`` does with a stock that is new to it; return the passages."""
    with tempfile.TemporaryDirectory() as own, store.open(shutil.copy(stock, own)) as library:
        return len(reusing.everything(library, executor).passages)


def beside(work: Callable[[Executor | None], object], executor: Executor) -> str:
    """Say what work takes with an executor, beside what it takes without, turn by turn."""
    began = burnt()
    time.sleep(REST)
    idle = (burnt() - began) / REST
    turns: list[tuple[float, float, float, float]] = []
    for _ in range(ROUNDS):
        clock, own = time.monotonic(), time.process_time()
        work(None)
        alone, began, middle = time.process_time() - own, burnt(), time.monotonic()
        work(executor)
        took = time.monotonic() - middle
        turns.append((alone, burnt() - began - idle * took, middle - clock, took))
    alone, spent, clock, took = (min(column) for column in zip(*turns, strict=True))
    return (
        f"{spent:.2f} s of CPU for {alone:.2f} s alone ({spent / alone - 1:+.1%}),"
        f" {took:.2f} s by the clock for {clock:.2f} ({took / clock - 1:+.1%}),"
        f" the least of {ROUNDS}; at rest {idle:.3f} s a second"
    )


def burnt() -> float:
    """Return the CPU seconds of this process and of all that it started and that run."""
    return sum(_ticks(pid) for pid in _below(os.getpid())) / os.sysconf("SC_CLK_TCK")


def _below(pid: int) -> Iterator[int]:
    yield pid
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in tasks.read_text().split():
            yield from _below(int(child))


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


class Packing(Executor):
    """Do the work here, packed and unpacked as for another process, and clock both."""

    def __init__(self) -> None:
        self.tasks = self.size = 0
        self.packed = 0.0

    def submit(self, fn: Callable[..., object], /, *given: object, **_: object) -> "Future[object]":  # type: ignore[override]
        done: Future[object] = Future()
        began = time.process_time()
        work, things = pickle.loads(pickle.dumps((fn, given)))
        middle_of = time.process_time()
        found = work(*things)
        ended = time.process_time()
        answer = pickle.dumps(found)
        done.set_result(pickle.loads(answer))
        self.packed += middle_of - began + time.process_time() - ended
        self.tasks += 1
        self.size += len(answer) + len(pickle.dumps(given))
        return done


@contextmanager
def cluster() -> Iterator[Executor]:
    """Start a scheduler and one worker, each a process of its own, as docs/scale.md tells."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        where = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    calm = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False", "PYTHONWARNINGS": "ignore"}
    with ExitStack() as running:
        for part in (("scheduler", "--port", where.rpartition(":")[2]),
                     ("worker", where, "--nthreads", "1", "--no-nanny")):  # fmt: skip
            command = [sys.executable, "-m", f"distributed.cli.dask_{part[0]}", *part[1:]]
            process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--no-dashboard"],
                env=os.environ | calm, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            running.callback(process.wait)
            running.callback(process.kill)
        yield running.enter_context(answering(where))


@contextmanager
def answering(where: str) -> Iterator[Executor]:
    """Wait for the scheduler, half a minute at most."""
    for last in (False, False, True):
        try:
            with workers(1, where) as executor:
                assert executor is not None

                yield executor
                return
        except DataError:
            if last:
                raise


def nights() -> Iterator[str]:
    """Index a stock of bills, then one night's texts, then ask for one bill."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "billwatch.db"
        with store.open(path) as library:
            for n, body in enumerate(made(2000, 1500)):
                keep(library, n, body)
                if n in (1899, 1999):
                    before = path.stat().st_size
                    added = 0

                    def work() -> None:
                        nonlocal added
                        added = reusing.index(library)

                    took = spent(work)
                    yield f"index {added} texts: {took:.2f} s, {1000 * took / added:.1f} ms a text"
            library._db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            rows = library._db.row("SELECT count(*) FROM passage_prints")
            yield f"{rows[0] / 2000:.0f} rows a text" if rows else f"{before}"
            read = library.reading("aa/2020/b999@x")
            assert read is not None

            yield f"ask for one text: {spent(lambda: reusing.one(library, read)):.2f} s"


def keep(library: store.Store, number: int, body: str) -> None:
    """Save one bill of one version."""
    id = f"aa/2020/b{number}"
    version = Version(f"{id}@x", id, "x", f"2020-01-{1 + number % 28:02}")
    library.save_bill(Bill(id, "aa", "2020", str(number), "", versions=(version,)), seen_on="")
    part = Section("1", "", 0, len(body))
    library.save_reading(Reading(version.id, Text(body), (part,), (), ()), sha256="0", code="b")


def main(argv: Sequence[str] = ()) -> int:
    """Print a line for each."""
    print("reuse:", fingerprints())
    for lines in (handing_over, nights, many_forms):
        for line in lines():
            print("reuse:", line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
