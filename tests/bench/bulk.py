"""Time a run over whole archives of bills: ``python -m tests.bench.bulk [folder]``.

The folder (or BILLWATCH_CORPUS) holds ``corpus/bulk``: tar archives with a text a file. They go
through `batch.read` from bytes to findings, in this process and in two.
"""

import os
import sys
import tarfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from billwatch.pipeline import batch, facts
from billwatch.pipeline.batch import Paper


def papers(folder: Path) -> list[Paper]:
    """Unpack the texts of every archive; its name begins with the jurisdiction."""
    found: list[Paper] = []
    for archive in sorted(folder.glob("*.tar.xz")):
        with tarfile.open(archive) as held:
            for member in held:
                file = held.extractfile(member) if member.isfile() else None
                if file:
                    found.append(Paper(member.name, file.read(), archive.name[:2]))
    return found


def main(argv: Sequence[str] = ()) -> int:
    """Print documents, megabytes a second, findings and failures for one and two workers."""
    where = argv[0] if argv else os.environ.get("BILLWATCH_CORPUS", "")
    if not where:
        print("bulk: name the folder that holds corpus/, or set BILLWATCH_CORPUS")
        return 0
    found = papers(Path(where) / "corpus" / "bulk")
    size = sum(len(paper.body) for paper in found) / 1e6
    facts.load()
    for workers in (1, 2):
        began = time.perf_counter()
        pool = ProcessPoolExecutor(workers) if workers > 1 else None
        with pool or nullcontext():
            outcomes = list(batch.read(found, pool))
        took = time.perf_counter() - began
        said = sum(bool(outcome.findings) for outcome in outcomes)
        failed = sum(bool(outcome.failure) for outcome in outcomes)
        print(f"bulk: {workers} workers: {len(outcomes)} texts, {size:.0f} MB in {took:.1f} s: "
              f"{size / took:.1f} MB/s; {said} with findings, {failed} failed")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
