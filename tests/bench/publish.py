"""Measure a build of 1,000 and 10,000 bills, and a rebuild with nothing new, beside Hugo.

    python -m tests.bench.publish [COUNT …]

Made bills, each with one text of about 13 kB as HTML, a few findings and actions, held in a real
store. Two of our times: the pages of the bills alone (the bill and its text, from the store to the
disk), which Hugo makes too (see `tests.bench.hugo`), and the whole build with every feed, table,
matrix and state. Each is run in a process of its own, in turn with Hugo, three times; the quickest
counts. Seconds are wall clock; memory is the peak of the largest process.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from billwatch import publish, store
from billwatch.models import Action, Bill, Document, Reading, Version
from billwatch.publish import Site, build, shelves
from billwatch.publish.memory import Memory
from billwatch.publish.press import Press
from tests.bench import hugo
from tests.browser import sample

WORKERS = os.cpu_count() or 1
ROUNDS = 3
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


def opened(library: store.Store) -> Site:
    """Return a site over the made bills."""
    return replace(sample.tiny(), library=library, base_url="", workers=WORKERS)


def whole(folder: Path) -> None:
    """Build everything, or nothing where nothing is new."""
    out = folder / "public"
    with store.open(folder / "bench.db") as library:
        mark = build.mark(sample.TEMPLATES, library.digest())
        if build.unchanged(out, mark) is None:
            publish.publish(opened(library), sample.TEMPLATES, out, mark)


def same(folder: Path) -> None:
    """Build the pages of the bills and nothing else."""
    with store.open(folder / "bench.db") as library:
        site = opened(library)

        with build.beside(folder / "same") as put:
            press = Press(sample.TEMPLATES, publish._common(site))
            filled = shelves.fill(shelves.Shop(site, press, {}, Memory(), put))
            build.finish(put, (page for shelf in filled for page in shelf.pages))


def timed(work: Callable[[], object]) -> float:
    """Return the seconds a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def apart(name: str, folder: Path) -> float:
    """Return the seconds of one of our builds in a process of its own, its start included."""
    code = f"import pathlib; from tests.bench import publish; publish.{name}(pathlib.Path({str(folder)!r}))"
    return timed(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def peak(folder: Path) -> float:
    """Return the peak of memory of a whole build, in MB."""
    code = (
        "import pathlib, resource as r; from tests.bench import publish;"
        f"publish.whole(pathlib.Path({str(folder)!r}));"
        "print(max(r.getrusage(w).ru_maxrss for w in (r.RUSAGE_SELF, r.RUSAGE_CHILDREN)) / 1024)"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(told.stdout)


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
    best = {"same": 1e9, "whole": 1e9, "hugo": 1e9}
    for _ in range(ROUNDS):
        for made in ("public", "same", "hugo/public"):
            shutil.rmtree(folder / made, ignore_errors=True)
        if hugo.program():
            best["hugo"] = min(best["hugo"], timed(lambda: hugo.build(folder / "hugo")))
        for name in ("same", "whole"):
            best[name] = min(best[name], apart(name, folder))
    with store.open(folder / "bench.db") as library:
        mark = build.mark(sample.TEMPLATES, library.digest())
        again = timed(lambda: build.unchanged(folder / "public", mark))
    shutil.rmtree(folder / "public")
    other = best["hugo"]
    told = f"{best['same'] / other:.2f} x Hugo's {other:.2f} s" if other < 1e9 else "no Hugo here"
    print(
        f"{count:>6} bills, the same {2 * count} pages: {best['same']:.2f} s ({told}); the whole"
        f" site: {best['whole']:.2f} s; again, nothing new: {again:.2f} s; {peak(folder):.0f} MB",
        flush=True,
    )
    return int(again >= 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
