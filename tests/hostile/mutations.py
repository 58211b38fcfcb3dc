"""Damage real documents, seeded, and run them through import, analyse, diff and publish.

    python -m tests.hostile.mutations FOLDER --count 10000 --seed 8

Whatever is done to a file, it is read or refused: nothing but a `BillwatchError` comes out, and
nothing takes longer than a bound that grows with its size. The table at the end says what was
tried and what happened; the exit code is 1 where a promise broke.
"""

import argparse
import faulthandler
import gc
import io
import json
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from billwatch import diff, store
from billwatch.errors import BillwatchError, DataError
from billwatch.models import Reading
from billwatch.pipeline import bring, comparing, facts, reading, site
from billwatch.pipeline.keep import Run

SMALL, LARGE = 64_000, 2_100_000  # bytes: nearly all are taken from the small ones
BOUND = (4.0, 40.0)  # seconds of CPU for any document, and for each further MB of it
STEPS = ("import", "analyse", "diff", "publish")
TODAY = "2026-03-02"


class Hang(BaseException):
    """A document took longer than its bound; no `except Exception` can swallow this."""


@dataclass(slots=True)
class Tried:
    """What was tried and what happened, to be printed."""

    kinds: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    worst: tuple[float, str] = (0.0, "")  # the largest part of a bound that was used
    count: int = 0
    seconds: float = 0.0

    def add(self, other: "Tried") -> None:
        """Take in what another round tried."""
        for name in ("kinds", "formats", "outcomes"):
            getattr(self, name).update(getattr(other, name))
        self.broken += other.broken
        self.slowest = max(self.slowest, other.slowest)
        self.worst = max(self.worst, other.worst)
        self.count += other.count
        self.seconds += other.seconds


def cut(body: bytes, luck: random.Random) -> bytes:
    """Lose a stretch, or the end."""
    start, end = _span(body, luck)
    return body[:start] if luck.random() < 0.3 else body[:start] + body[end:]


def doubled(body: bytes, luck: random.Random) -> bytes:
    """Say a stretch again, up to twenty times."""
    start, end = _span(body, luck)
    times = luck.randint(2, max(2, min(20, 200_000 // (end - start + 1))))
    return body[:start] + body[start:end] * times + body[end:]


def swapped(body: bytes, luck: random.Random) -> bytes:
    """Exchange two stretches."""
    a, b, c, d = sorted(luck.randint(0, len(body)) for _ in range(4))
    return body[:a] + body[c:d] + body[b:c] + body[a:b] + body[d:]


def flipped(body: bytes, luck: random.Random) -> bytes:
    """Change up to a hundred bytes."""
    changed = bytearray(body)
    for _ in range(luck.randint(1, 100)):
        changed[luck.randrange(len(changed))] = luck.randrange(256)
    return bytes(changed)


_TAG = re.compile(rb"<[^<>]{1,200}>")
_OPENERS = (b"<table>", b"<tr><td>", b"<b>", b"<u>", b"<s>", b"<del>", b"<ol><li>", b"<!--",
            b"<![CDATA[", b"{\\rtf1 {", b"[", b"{[", b'{"a":', b"<section>", b"</p>", b"<a href='")  # fmt: skip


def unbalanced(body: bytes, luck: random.Random) -> bytes:
    """Drop tags, or open some that nothing closes."""
    tags = list(_TAG.finditer(body))
    if tags and luck.random() < 0.6:
        for tag in sorted(luck.sample(tags, min(len(tags), luck.randint(1, 9))), key=_back):
            body = body[: tag.start()] + body[tag.end() :]
        return body
    at = luck.randint(0, len(body))
    return body[:at] + luck.choice(_OPENERS) * luck.choice((1, 3, 50, 3000)) + body[at:]


def _back(tag: re.Match[bytes]) -> int:
    return -tag.start()


_WORDS = (b"\0", b"\xff\xfe", b"\x1b[31m", "\u202e".encode(), b"&#0;", b"&#xD800;", "\ufeff".encode(),
          b"(a)(1)(A)(i) ", b"Section 1. ", b"shall not ", b"\r", b"\f", b"\x85", b" " * 99, b"\n" * 99,
          b"9" * 99, "İß\u0301".encode())  # fmt: skip


def strewn(body: bytes, luck: random.Random) -> bytes:
    """Put in words and controls that mean something to a reader."""
    for _ in range(luck.randint(1, 12)):
        at = luck.randint(0, len(body))
        body = body[:at] + luck.choice(_WORDS) * luck.choice((1, 1, 7, 300)) + body[at:]
    return body


def recoded(body: bytes, luck: random.Random) -> bytes:
    """Write the words in another encoding than the file says."""
    words = body.decode("utf-8", "replace")
    return words.encode(luck.choice(("utf-16", "latin-1", "cp1252", "utf-8-sig")), "replace")


KINDS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    f.__name__: f for f in (cut, doubled, swapped, flipped, unbalanced, strewn, recoded)
}


def _span(body: bytes, luck: random.Random) -> tuple[int, int]:
    start = luck.randint(0, len(body))
    return start, min(len(body), start + int(luck.paretovariate(0.6) * 8))


def gather(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the small and the large documents under a folder; archives are left out."""
    found = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix not in (".xz", ".gz")]
    sizes = {path: path.stat().st_size for path in found}
    small = [path for path in found if 0 < sizes[path] <= SMALL]
    return small, [path for path in found if SMALL < sizes[path] <= LARGE]


def mutate(pool: tuple[list[Path], list[Path]], seed: int) -> tuple[Path, bytes, bytes, list[str]]:
    """Return the document that a number picks: its path, its bytes, damaged, and by what."""
    luck = random.Random(seed)
    small, large = pool
    path = luck.choice(large if large and luck.random() < 0.02 else small)
    body = was = path.read_bytes()
    kinds = luck.sample(sorted(KINDS), luck.choice((1, 1, 2, 3)))
    for kind in kinds:
        body = KINDS[kind](body, luck) or b" "
    return path, was, body, kinds


class Bench:
    """One database for a stretch of documents, and the site that it makes."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.facts = facts.load()
        self.store = store.open(scratch / "bench.db")

    def go(self, number: int, path: Path, was: bytes, body: bytes) -> Counter[str]:
        """Bring one damaged document through every step but the site; return the outcomes."""
        done: Counter[str] = Counter()
        place = self.scratch / "in" / str(number)
        place.mkdir(parents=True)
        (place / path.name).write_bytes(body)
        run = Run(self.store, self.facts, TODAY)
        haul = bring.bring(run, [place], jurisdiction="ny")
        done["import: text kept"] += haul.texts
        done["import: facts only"] += len(haul.noted)
        done["import: skipped"] += len(haul.skipped)
        done["import: refused"] += len(run.tally.failures)
        try:
            new = self._read(body, path)
            done["analyse: read"] += 1
        except DataError:
            done["analyse: refused"] += 1
            return done
        try:
            old = self._read(was, path)
        except DataError:
            return done
        self._compare(old, new)
        done["diff: compared"] += 1
        return done

    def _read(self, body: bytes, path: Path) -> Reading:
        read = reading.read(body, self.facts.codebook, name=path.name, jurisdiction="ny")
        words = read.text.body
        assert all(words[f.start : f.end] == f.quote for f in read.findings)
        assert "".join(words[s.start : s.end] for s in read.sections) == words
        return read

    def _compare(self, old: Reading, new: Reading) -> None:
        found = comparing.compare(old, new)
        runs = sorted((r.new_start, r.new_end) for r in found.runs)  # moved ones stand apart
        assert "".join(new.text.body[a:z] for a, z in runs) == new.text.body
        json.dumps(diff.as_json(found))
        diff.terminal(found)
        diff.unified(found)
        diff.html(found)

    def publish(self) -> None:
        """Build the site of all that was kept."""
        site.write(self.store, self.facts, self.scratch / "out", today=TODAY, search=False)


def bound(size: int) -> float:
    """Return how many seconds of CPU a document of ``size`` bytes may take."""
    return BOUND[0] + BOUND[1] * size / 1e6


def once(bench: Bench, pool: tuple[list[Path], list[Path]], seed: int, tried: Tried) -> None:
    """Try one mutation and write down what happened."""
    path, was, body, kinds = mutate(pool, seed)
    tried.kinds.update(kinds)
    tried.formats[path.suffix.lower() or "none"] += 1
    may = bound(len(was) + len(body))
    name = f"{seed} {path.name} ({', '.join(kinds)}, {len(body):,} bytes)"
    spent = _guarded(
        lambda: tried.outcomes.update(bench.go(seed, path, was, body)), may, name, tried
    )
    tried.slowest = max(tried.slowest, (round(spent, 2), name))
    tried.worst = max(tried.worst, (round(spent / may, 3), name))
    tried.count += 1


def _guarded(work: Callable[[], object], may: float, name: str, tried: Tried) -> float:
    """Do a piece of work within a bound of CPU; note what broke; return the seconds it took."""

    def late(*_: object) -> None:
        raise Hang

    signal.signal(signal.SIGPROF, late)
    with suppress(io.UnsupportedOperation):  # a captured stderr has no file
        faulthandler.dump_traceback_later(may * 30 + 300, exit=True)  # inside a library, for good
    gc.collect(0)
    start = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, may)
    try:
        work()
    except BillwatchError as error:
        tried.outcomes[f"{type(error).__name__}"] += 1
    except Hang:
        signal.setitimer(signal.ITIMER_PROF, 0)
        tried.broken.append(f"HANG over {may:.1f} s: {name}\n{traceback.format_exc(limit=-6)}")
    except Exception:  # noqa: BLE001  # every bug is to be told, and the rest tried
        tried.broken.append(f"{name}\n{traceback.format_exc(limit=-6)}")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
    return time.process_time() - start


def chunk(pool: tuple[list[Path], list[Path]], seeds: range, *, site_every: int = 50) -> Tried:
    """Try a stretch of mutations with one database, and publish it every so often."""
    tried, start = Tried(), time.process_time()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(scratch))
        for number, seed in enumerate(seeds, 1):
            once(bench, pool, seed, tried)
            if number % site_every == 0 or number == len(seeds):
                held = bench.store.counts()
                size = 20_000 * (held["bills"] + held["versions"])
                _guarded(bench.publish, 30 + bound(size), f"site after {seed}", tried)
                tried.outcomes["publish: sites"] += 1
        bench.store.close()
    tried.seconds = time.process_time() - start
    return tried


def table(tried: Tried) -> Iterator[str]:
    """Yield the lines that say what was tried and what happened."""
    each = tried.seconds / max(tried.count, 1)
    yield f"{tried.count:,} damaged documents, {tried.seconds:,.0f} s of CPU ({each:.2f} s each)"
    for title, counted in (("damage", tried.kinds), ("file", tried.formats), ("", tried.outcomes)):
        for name, count in sorted(counted.items()):
            yield f"  {title:<8}{name:<24}{count:>8,}"
    yield f"  slowest {tried.slowest[0]} s: {tried.slowest[1]}"
    yield f"  largest part of a bound {tried.worst[0]:.0%}: {tried.worst[1]}"
    yield f"  broken promises: {len(tried.broken)}"
    yield from tried.broken


def main() -> None:
    """Run what the command line asks and print the table."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("folder", type=Path)
    asks.add_argument("--count", type=int, default=10_000)
    asks.add_argument("--seed", type=int, default=0, help="number of the first mutation")
    asks.add_argument("--chunk", type=int, default=50, help="documents to one database and site")
    args = asks.parse_args()
    pool, all_ = gather(args.folder), Tried()
    end = args.seed + args.count
    for first in range(args.seed, end, args.chunk):
        part = chunk(pool, range(first, min(first + args.chunk, end)), site_every=args.chunk)
        for line in part.broken:
            print(line, file=sys.stderr, flush=True)
        all_.add(part)
        so_far = (
            f"{all_.count} tried, {len(all_.broken)} broken, at most {all_.worst[0]:.0%} of a bound"
        )
        print(so_far, file=sys.stderr, flush=True)
    print("\n".join(table(all_)))
    sys.exit(int(bool(all_.broken)))


if __name__ == "__main__":
    main()
