"""Measure the comparison of versions against its peers: same pairs, one run, CPU seconds.

    python -m tests.bench.diff [FOLDER] [--quick]

Both sides get the same two bodies, as read. For us the timer stands around one call of
`diff.compare`, from the two bodies to the finished `Comparison`: alignment, clean-up, moves,
renumbering, changes with their sections, counts. The sections of both are given, as they are known
from reading; "+split" adds finding them. Reading the documents and drawing the result are not in
it. For git it is the child process on the two bodies in files: its start, reading the files,
comparing and writing the result to nowhere; "git start" is what the start alone takes, and the sums
are given without it too. git looks for no sections, moves or renumbering, and its words are what
stands between white space; "words" is the ratio to git told to part words from punctuation as we
do. Both are CPU seconds (user and system), the best of several. Memory is the growth of the peak in
a fresh process, sections included.

Peers: ``git diff --no-index --word-diff --diff-algorithm=histogram``, wdiff, difflib, redlines and
diff-match-patch in its default use; those not installed are left out. FOLDER holds ``corpus/`` with real bills; by default it is the one the tests use, where
it is there. Made bills are always measured.

Edits are inserted + deleted words before clean-up (a moved word counts once), in our words for
all, over those of a longest common subsequence of the whole texts. Islands are equal stretches of
one or two words between edits, after clean-up, over those in that subsequence.
"""

import difflib
import importlib
import importlib.util
import itertools
import json
import lzma
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from billwatch import diff, sections, text
from billwatch.diff import engine, tokens
from billwatch.models import Text
from tests.bench import samples
from tests.conftest import corpus_folder

GIT = ("git", "diff", "--no-index", "--word-diff=porcelain", "--diff-algorithm=histogram")
OUR_WORDS = "--word-diff-regex=[[:alnum:]_]+|[^[:space:]]"
BESIDE = 20  # every so manieth of many pairs is given to git too
SLOW = 120_000  # characters from which the slow peers are left out
EXACT = 1_000_000_000  # words x words from which the true minimum is not computed
MINIMUM_CELLS = 400_000_000


class Sample(NamedTuple):
    """Two texts to compare; ``edited`` where one is a version of the other."""

    name: str
    old: Text
    new: Text
    edited: bool = True


class Row(NamedTuple):
    """What was measured of one pair."""

    sample: Sample
    ours: float
    split: float
    git: float
    git_words: float
    edits: int
    least: int
    islands: int
    most_islands: int
    git_edits: int


def cpu(work: Callable[[], object], least: float = 0.05, times: int = 5) -> float:
    """Return the CPU seconds of one call, the best of several: ``least`` seconds and ``times``."""
    best, spent, calls = float("inf"), 0.0, 0
    while spent < least or calls < times:
        calls += 1
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        spent += best
    return best


def child(command: list[str], times: int = 5) -> float:
    """Return the CPU seconds of a child process, the best of several."""
    best = float("inf")
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def made() -> Iterator[Sample]:
    """Yield pairs of made bills: lightly and heavily edited, with moves, and unrelated."""
    small, large = samples.bill(95_000), samples.bill(490_000)
    yield Sample("made 95 KB, 5 % touched", Text(small), Text(samples.edited(small, 0.05)))
    yield Sample("made 95 KB, 35 %", Text(small), Text(samples.edited(small, 0.35)))
    yield Sample("made 490 KB, 35 %", Text(large), Text(samples.edited(large, 0.35, moves=8)))
    yield Sample("made 95 KB, unrelated", Text(small), Text(samples.bill(95_000, 23)), False)


def real(folder: Path) -> Iterator[Sample]:
    """Yield pairs of real versions, and two bills that have nothing to do with each other."""
    york = folder / "corpus" / "bills" / "ny"
    picks = ("S7685B", "S365B", "S1040B", "A8806C", "S4000D")
    for name in picks:
        files = sorted((york / name).glob("*.md"), key=_age)
        for before, after in itertools.pairwise(files):
            yield Sample(f"{before.stem} → {after.stem[-1]}", read(before), read(after))
    oregon = folder / "corpus" / "bills" / "or"
    for before in sorted(oregon.glob("*-introduced.txt")):
        after = oregon / before.name.replace("introduced", "enrolled")
        if after.exists():
            yield Sample(before.stem.removesuffix("-introduced"), read(before), read(after))
    ones = (york / "S365B" / "S365B__B.md", york / "S1040B" / "S1040B__A.md")
    if all(one.exists() for one in ones):
        yield Sample("unrelated, 75 KB", read(ones[0]), read(ones[1]), False)


def _age(path: Path) -> tuple[bool, str]:
    return not path.stem.endswith("original"), path.stem


def read(path: Path) -> Text:
    return text.read(path.read_bytes(), name=path.name)


def measure(sample: Sample, folder: Path) -> Row:
    """Return the figures of one pair; its bodies are written to ``folder`` for git."""
    old, new = sample.old, sample.new
    paths = _written(folder, old, new)
    cuts = (sections.split(old), sections.split(new))
    exact = diff.compare(old, new, cuts=cuts, tidy=False)
    tidy = diff.compare(old, new, cuts=cuts)
    fewest, most = least(old, new)
    command = [*GIT, *map(str, paths)]
    said = subprocess.run(command, capture_output=True, check=False).stdout.decode()
    return Row(
        sample,
        cpu(lambda: diff.compare(old, new, cuts=cuts)),
        cpu(lambda: (sections.split(old), sections.split(new))),
        child(command),
        child([*command[:-2], OUR_WORDS, *command[-2:]]),
        edits(exact),
        fewest,
        islands(tidy),
        most,
        sum(_words(line[1:]) for line in said.splitlines()[4:] if line[:1] in ("+", "-")),
    )


def _words(body: str) -> int:
    start = tokens.first_word(body)
    return len(tokens.words(body, start, len(body), tokens.Codes())[0])


def edits(c: diff.Comparison) -> int:
    """Return inserted + deleted words; a moved word counts once, as it is shown once."""
    edited = [run for run in c.runs if run.kind != "equal"]
    gone = (_words(c.old.body[run.old_start : run.old_end]) for run in edited)
    come = (_words(c.new.body[run.new_start : run.new_end]) for run in c.runs if run.move)
    more = (_words(c.new.body[run.new_start : run.new_end]) for run in edited if not run.move)
    return sum(gone) + sum(come) + sum(more)


def islands(c: diff.Comparison) -> int:
    runs = [run for run in c.runs if not run.move]
    return sum(
        b.kind == "equal" and "equal" not in (a.kind, d.kind)
        and _words(c.new.body[b.new_start : b.new_end]) <= 2
        for a, b, d in zip(runs, runs[1:], runs[2:], strict=False)
    )  # fmt: skip


def least(old: Text, new: Text) -> tuple[int, int]:
    """Return the fewest possible edits and the islands of that answer; zeros where too large."""
    codes = tokens.Codes()
    a, b = (
        tokens.words(view, tokens.first_word(view), len(view), codes)[0]
        for view in (tokens.view(old.body), tokens.view(new.body))
    )
    if len(a) * len(b) > EXACT:
        return 0, 0
    blocks = []
    for i, j, n in engine.common(a, b, "rapidfuzz", MINIMUM_CELLS):
        if blocks and blocks[-1][0] + blocks[-1][2] == i and blocks[-1][1] + blocks[-1][2] == j:
            blocks[-1] = (blocks[-1][0], blocks[-1][1], blocks[-1][2] + n)
        else:
            blocks.append((i, j, n))
    kept = sum(n for _, _, n in blocks)
    return len(a) + len(b) - 2 * kept, sum(n <= 2 for _, _, n in blocks[1:-1])


def slow_peers(sample: Sample) -> Iterator[tuple[str, float]]:
    """Yield the CPU seconds of the peers that cannot do long texts."""
    old, new = sample.old.body, sample.new.body
    if len(old) > SLOW or len(new) > SLOW:
        return
    a, b = old.split(), new.split()
    yield "difflib", cpu(lambda: difflib.SequenceMatcher(None, a, b).get_opcodes(), 0, 1)
    from diff_match_patch import diff_match_patch

    yield "diff-match-patch", cpu(lambda: diff_match_patch().diff_main(old, new), 0, 1)
    yield "ours with dmp", cpu(lambda: diff.compare(sample.old, sample.new, engine="dmp"), 0, 1)
    if importlib.util.find_spec("redlines"):
        redlines = importlib.import_module("redlines")
        yield "redlines", cpu(lambda: redlines.Redlines(old, new).output_markdown, 0, 1)
    if shutil.which("wdiff"):
        with tempfile.TemporaryDirectory() as name:
            paths = _written(Path(name), sample.old, sample.new)
            yield "wdiff", child(["wdiff", *map(str, paths)])


def peak(sample: Sample) -> float:
    """Return the growth of peak memory in a fresh process over the bytes of both texts.

    A small made pair is compared first, so that the code it loads is not counted.
    """
    with tempfile.TemporaryDirectory() as name:
        paths = _written(Path(name), sample.old, sample.new)
        done = subprocess.run(
            [sys.executable, "-c", _PEAK, *map(str, paths)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return float(done.stdout)


_PEAK = """
import sys
from billwatch import diff
from billwatch.models import Text
old, new = (open(path, newline="").read() for path in sys.argv[1:])
from tests.bench import samples
small = samples.bill(6_000)
diff.compare(Text(small), Text(samples.edited(small, 0.5, moves=1)))
def size(field):
    lines = open("/proc/self/status").read().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith(field)).split()[1])
open("/proc/self/clear_refs", "w").write("5")
before = size("VmRSS")
c = diff.compare(Text(old), Text(new))
print((size("VmHWM") - before) / (len(old.encode()) + len(new.encode())))
"""


def dakota(folder: Path, limit: int | None) -> Iterator[Sample]:
    """Yield the neighbouring versions of every South Dakota bill."""
    path = folder / "corpus" / "bulk" / "sd-versions.jsonl.xz"
    bills: dict[int, list[tuple[str, str]]] = {}
    with lzma.open(path, "rt") as lines:
        for line in lines:
            row = json.loads(line)
            bills.setdefault(row["bill"], []).append((row["v"]["bill_version_date"], row["text"]))
    for number, versions in list(bills.items())[:limit]:
        versions.sort()
        for before, after in itertools.pairwise(versions):
            yield Sample(str(number), Text(before[1]), Text(after[1]))


def rebuilt(c: diff.Comparison) -> bool:
    """Tell whether both texts come out of the runs, and equal runs hold equal words."""
    old = sorted((r.old_start, r.old_end) for r in c.runs)
    new = sorted((r.new_start, r.new_end) for r in c.runs)
    return (
        "".join(c.old.body[i:j] for i, j in old) == c.old.body
        and "".join(c.new.body[i:j] for i, j in new) == c.new.body
        and all(
            _letters(c.old.body[r.old_start : r.old_end])
            == _letters(c.new.body[r.new_start : r.new_end])
            for r in c.runs
            if r.kind == "equal"
        )
    )


def _letters(words: str) -> str:
    return re.sub(r"\s+", "", tokens.same_form(tokens.view(words)))


def report_many(name: str, pairs: list[Sample]) -> None:
    """Print the speed over many pairs, and how many were not rebuilt."""
    size = sum(len(s.old.body) + len(s.new.body) for s in pairs)
    failed, seconds, split = 0, 0.0, 0.0
    for sample in pairs:
        start = time.process_time()
        cuts = (sections.split(sample.old), sections.split(sample.new))
        between = time.process_time()
        found = diff.compare(sample.old, sample.new, cuts=cuts)
        seconds += time.process_time() - between
        split += between - start
        failed += not rebuilt(found)
    print(
        f"{name}: {len(pairs):,} pairs, {size / 1e6:.1f} MB, {size / 1e6 / seconds:.1f} MB/s "
        f"(sections given; {size / 1e6 / (seconds + split):.1f} with the split), "
        f"{failed} not rebuilt"
    )


def main(arguments: list[str] | None = None) -> int:
    """Print one row a pair and the ratios; 1 when a pair was not rebuilt."""
    given = sys.argv[1:] if arguments is None else arguments
    quick = "--quick" in given
    named = [Path(argument) for argument in given if not argument.startswith("-")]
    folder = named[0] if named else corpus_folder()
    pairs = list(made())
    if folder:
        pairs += [s for s in real(folder) if not quick or len(s.old.body) < 100_000]
    with tempfile.TemporaryDirectory() as name:
        files = Path(name)
        start = begun(files)
        print(f"git start {start * 1e3:.1f} ms")
        rows = [measure(sample, files) for sample in pairs]
        _print(rows, start)
        if folder:
            many = list(dakota(folder, 300 if quick else None))
            report_many("South Dakota", many)
            report_beside(many[::BESIDE], files, start)
    return 0


def begun(folder: Path) -> float:
    """Return the CPU seconds that git takes to compare next to nothing."""
    paths = [folder / "one.txt", folder / "two.txt"]
    for path in paths:
        path.write_text(path.name)
    return child([*GIT, *map(str, paths)], 20)


def report_beside(pairs: list[Sample], folder: Path, start: float) -> None:
    """Print our CPU seconds over git's on pairs as they come, one after another."""
    ours = git = 0.0
    for old, new in ((sample.old, sample.new) for sample in pairs):
        command = [*GIT, *map(str, _written(folder, old, new))]
        git += child(command, 3)
        cuts = (sections.split(old), sections.split(new))
        ours += cpu(partial(diff.compare, old, new, cuts=cuts), 0, 3)
    print(
        f"beside git, every {BESIDE}th: {ours / git:.2f} x git "
        f"({ours / (git - start * len(pairs)):.2f} without its start)"
    )


def _written(folder: Path, old: Text, new: Text) -> list[Path]:
    paths = [folder / "old.txt", folder / "new.txt"]
    for path, side in zip(paths, (old, new), strict=True):
        path.write_text(side.body, encoding="utf-8", errors="replace")
    return paths


def _print(rows: list[Row], start: float) -> None:
    print(
        f"{'pair':34} {'KB':>5} {'ours':>8} {'git':>8} {'x git':>6} {'words':>6} {'+split':>7} "
        f"{'edits/min':>9} {'git':>6} {'islands':>9} {'memory':>7}"
    )
    for row in rows:
        old, new = row.sample.old.body, row.sample.new.body
        ratio = f"{row.edits / row.least:.3f}" if row.least else "-"
        git_edits = f"{row.git_edits / row.least:.2f}" if row.least else "-"
        left = f"{row.islands}/{row.most_islands}" if row.least else str(row.islands)
        print(
            f"{row.sample.name[:34]:34} {(len(old) + len(new)) // 1000:5} "
            f"{row.ours * 1e3:6.1f}ms {row.git * 1e3:6.1f}ms {row.ours / row.git:6.2f} "
            f"{row.ours / row.git_words:6.2f} "
            f"{(row.ours + row.split) / row.git:7.2f} {ratio:>9} {git_edits:>6} {left:>9} "
            f"{peak(row.sample):6.1f}x"
        )
        for name, seconds in slow_peers(row.sample):
            print(f"    {name:30} {seconds * 1e3:14.1f}ms {seconds / row.ours:8.1f} x ours")
    for name, edited in (("edited", True), ("unrelated", False)):
        chosen = [row for row in rows if row.sample.edited is edited]
        if chosen:
            ours, git = sum(row.ours for row in chosen), sum(row.git for row in chosen)
            made_edits = sum(row.edits for row in chosen if row.least)
            fewest = sum(row.least for row in chosen)
            left = sum(row.islands for row in chosen if row.least)
            most = sum(row.most_islands for row in chosen)
            middle = statistics.median(row.ours / row.git for row in chosen)
            print(
                f"{name}: {ours / git:.2f} x git (median {middle:.2f}; without its start "
                f"{ours / (git - start * len(chosen)):.2f}; told our words "
                f"{ours / sum(row.git_words for row in chosen):.2f}), "
                f"edits {made_edits / max(fewest, 1):.3f} x minimum, islands {left / max(most, 1):.1%}"
            )


if __name__ == "__main__":
    sys.exit(main())
