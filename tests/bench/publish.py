"""Measure a build of 1,000 and 10,000 bills, and a rebuild with nothing new, beside Hugo.

    python -m tests.bench.publish [COUNT …]

Made bills, each with one text of about 13 kB as HTML, a few findings and actions, held in a real
store. Two of our times: the pages of the bills alone (the bill and its text, from the store to the
disk), which Hugo makes too (see `tests.bench.hugo`), and the whole build with every feed, table,
matrix and state. Both make what `publish` makes of a site that is filled (see
`tests.bench.builds`); the matrix, the rules and the language that bills share are worked out
before that, and are in neither. Each is run in a process of its own, from the start of Python to
its end, its code compiled before as an installed program's is, in turn with Hugo, three times, a
small site up to ten; the least counts: seconds by the clock, and of all processors together, which
a busy machine stretches less. Memory is the peak of the largest process, and that of Pagefind where
it is installed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from billwatch import store
from billwatch.models import Action, Bill, Document, Reading, Version
from billwatch.publish import build, search
from tests.bench import hugo
from tests.browser import sample

ROUNDS = 3
BUILT = 10_000  # bills in all rounds at least: a small site takes a moment, and moments differ
FILLER = "The local board shall keep such records as the department requires and review them. "


def texts(count: int) -> Iterator[tuple[Bill, Reading]]:
    """Yield made bills with one reading each, no two alike."""
    for n in range(count):
        id = f"xs/2026/hb{n}"
        version = Version(f"{id}@introduced", id, "Introduced", "2026-01-05")
        more = "\n".join(f"Sec. {k}. Item {n * 31 + k}. {FILLER * 4}" for k in range(4, 34))
        body = f"{sample.INTRODUCED}\n{more}"
        hits = sample._sample_readings()["xs/2026/hb1@introduced"].findings
        actions = tuple(Action(f"2026-01-{d:02}", f"Step {d}") for d in range(5, 12))
        bill = Bill(id, "xs", "2026", f"HB {n}", f"An act numbered {n}", status="in committee",
                    actions=actions, versions=(version,))  # fmt: skip
        yield bill, sample.reading(version.id, body, (), *hits)


def fill(path: Path, count: int) -> None:
    """Keep the made bills in a store."""
    with store.open(path) as library:
        for bill, reading in texts(count):
            library.save_bill(bill, seen_on="2026-01-06")
            body = reading.text.body.encode()
            sha = hashlib.sha256(body).hexdigest()
            library.save_document(reading.version, Document(sha, body, "text/plain"))
            library.save_reading(reading, sha256=sha, code="bench")


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that a call takes, and those of all its processes together."""
    before, start = os.times(), time.perf_counter()
    work()
    seconds, after = time.perf_counter() - start, os.times()
    return seconds, sum(after[:4]) - sum(before[:4])


def apart(name: str, folder: Path, more: str = "") -> str:
    """Run one of our builds in a process of its own; return what it prints of itself."""
    code = (
        "import pathlib, resource as r; from tests.bench import builds;"
        f"builds.{name}(pathlib.Path({str(folder)!r})); {more}"
    )
    words = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "code")}
    words.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", code]
    return subprocess.run(command, check=True, env=words, stdout=subprocess.PIPE, text=True).stdout


def peak(name: str, folder: Path, *whose: str) -> float:
    """Return the peak of memory of one of our builds, or only of its children, in MB."""
    these = ", ".join(f"r.getrusage(r.RUSAGE_{who}).ru_maxrss" for who in whose)
    return float(apart(name, folder, f"print(max([{these}]) / 1024)"))


def main(words: Sequence[str]) -> int:
    """Print the figures of each size; 1 when a rebuild with nothing new takes a second or more."""
    worst = 0
    for count in map(int, words or ("1000", "10000")):
        with tempfile.TemporaryDirectory() as name:
            worst = max(worst, compare(Path(name), count))
    return worst


def compare(folder: Path, count: int) -> int:
    """Print the figures of one size."""
    fill(folder / "bench.db", count)
    if hugo.program():
        hugo.write(folder / "hugo", sample.tiny(), texts(count))
    runs: dict[str, Callable[[], object]] = {
        "same": lambda: apart("same", folder), "whole": lambda: apart("whole", folder),
    }  # fmt: skip
    if hugo.program():
        runs = {"hugo": lambda: hugo.build(folder / "hugo"), **runs}
    apart("loaded", folder)
    best: dict[str, tuple[float, float]] = {}
    for n in range(max(ROUNDS, BUILT // count)):
        aside(folder, n)
        for name, run in runs.items():
            best[name] = least(cost(run), best.get(name))
    with store.open(folder / "bench.db") as library:
        mark = build.mark(sample.TEMPLATES, library.digest())
        again, _ = cost(lambda: build.unchanged(folder / "public", mark))
    shutil.rmtree(folder / "public")
    print(
        f"{count:>6} bills, the same {2 * count} pages: {beside(best['same'], best.get('hugo'))}; "
        f"the whole site: {spelt(best['whole'])}; again, nothing new: {again:.2f} s; "
        f"{peak('whole', folder, 'SELF', 'CHILDREN'):.0f} MB; Pagefind: {indexing(folder)}; "
        f"processes running or waiting (a minute's mean): {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return int(again >= 1)


def aside(folder: Path, n: int) -> None:
    """Put the last builds aside: a file system is slow to make files where many were just deleted."""
    for made in ("public", "same", "hugo/public"):
        if (folder / made).exists():
            (folder / made).rename(folder / f"{made}.{n}")


def least(one: tuple[float, float], other: tuple[float, float] | None) -> tuple[float, float]:
    """Return the least seconds of two runs, by the clock and of processors."""
    return (min(one[0], other[0]), min(one[1], other[1])) if other else one


def beside(ours: tuple[float, float], hugos: tuple[float, float] | None) -> str:
    """Return our seconds, and how many times Hugo's they are."""
    if hugos is None:
        return f"{spelt(ours)} (no Hugo here)"
    shares = f"{ours[0] / hugos[0]:.2f} and {ours[1] / hugos[1]:.2f} x Hugo's"
    return f"{spelt(ours)} ({shares} {spelt(hugos)})"


def spelt(cost: tuple[float, float]) -> str:
    """Return seconds by the clock and of processors in words."""
    return f"{cost[0]:.2f} s, {cost[1]:.2f} s of CPU"


def indexing(folder: Path) -> str:
    """Return the peak of memory of Pagefind over the site of the same bills."""
    if not search.command():
        return "not installed here"
    apart("found", folder)
    return f"{peak('index', folder, 'CHILDREN'):.0f} MB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
