"""Runs nights that can die: a program that forks one `billwatch` for each line it is told.

What is imported once is forked many times, so that a night costs what it does and not its start.
A line is JSON: ``argv``, ``cwd``, ``log`` (where its words go), ``journal`` (where each bill stands
once its transaction was committed), ``day`` (its clock), ``die`` (the number of the step before
which it kills its whole process group; 0: never), ``small`` (a codebook and a map of a few), ``search``
(whether the site gets an index), ``env`` (more environment), ``bounds`` (of `fetch.Bounds`),
``limits`` (of `apart.Limits`), ``roots`` (where single sources are asked instead), ``room`` (the longest file it may write, in
bytes; 0: any).

A step is whatever touches the disk or the network: a statement of SQL, a file opened for writing,
a link, a folder made or removed, the exchange of two folders, a connection. Two answers come for
each line: the process group, and at its end the status, the peak of memory in MB and the steps.
"""

import json
import os
import re
import resource
import signal
import socket
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from billwatch import apart, cli, fetch, publish, store
from billwatch.cli import night
from billwatch.pipeline import collect, facts, nightly, reusing, site
from billwatch.scraper import Scraper

_STEPS = re.compile(
    r"os\.(link|rename|mkdir|rmdir|remove|truncate)|shutil\.\w+|ctypes\.dlsym|sqlite3\.connect"
    r"|socket\.connect"
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_PROVISIONS = (
    "consent_disclosure", "sale", "breach_notice_school", "breach_notice_family", "parent_notice",
)  # fmt: skip
_PLACES = ("xs", "wa", "mo", "us", "ct")


class Counter:
    """Counts the steps of this process and dies before the one that is named."""

    def __init__(self, die: int) -> None:
        self.steps, self._die, self._own = 0, die, os.getpid()

    def watch(self) -> None:
        """Count from now on."""
        connect = sqlite3.connect

        def connected(*args: Any, **more: Any) -> sqlite3.Connection:
            made: sqlite3.Connection = connect(*args, **more)
            made.set_trace_callback(lambda _: self._step())
            return made

        sqlite3.connect = connected  # type: ignore[assignment]
        sys.addaudithook(self._heard)

    def _heard(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            if isinstance(args[2], int) and args[2] & _WRITING:
                self._step()
        elif _STEPS.fullmatch(event):
            self._step()

    def _step(self) -> None:
        if os.getpid() != self._own:
            return
        self.steps += 1
        if self.steps == self._die:
            os.killpg(0, signal.SIGKILL)


def _closed(host: Any, *more: Any, **named: Any) -> Any:
    """Resolve this machine, and nothing beyond it."""
    if host not in ("127.0.0.1", "localhost", "::1", None):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return _resolve(host, *more, **named)


_resolve = socket.getaddrinfo


def main() -> None:
    """Do what each line says, one after the other."""
    socket.getaddrinfo = _closed
    known = facts.load()
    few = _small(known)
    known.codebook, few.codebook  # noqa: B018 - compiled once, for all
    _warm(few)
    for line in sys.stdin:
        told = json.loads(line)
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            _live(told, few if told["small"] else known, writer)
        os.close(writer)
        with suppress(OSError):  # it has done so itself
            os.setpgid(child, child)
        print(child, flush=True)
        _, status, used = os.wait4(child, 0)
        with os.fdopen(reader, encoding="ascii") as told_last:
            steps = int(told_last.read() or 0)
        code = os.waitstatus_to_exitcode(status)
        print(json.dumps([code, used.ru_maxrss // 1024, steps]), flush=True)


def _warm(world: facts.Facts) -> None:
    """Load the tables that a night would, once for all nights."""
    reusing.rarity = cache(reusing.rarity)
    with TemporaryDirectory() as folder, store.open(Path(folder, "b.db")) as library:
        site.write(library, world, Path(folder, "public"), today="2026-03-01", search=False)


def _live(told: Mapping[str, Any], world: facts.Facts, writer: int) -> None:
    """Be one night, and end."""
    os.setpgid(0, 0)
    log = os.open(told["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir(told["cwd"])
    _prepare(told, world)
    counter = Counter(told["die"])
    code = 70
    try:
        sys.argv = ["billwatch", *told["argv"]]
        counter.watch()
        cli.main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except BaseException:  # noqa: BLE001 - as the interpreter does
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(writer, str(counter.steps).encode())
        os._exit(code)


def _prepare(told: Mapping[str, Any], world: facts.Facts) -> None:
    """Set the clock, the size of the world, and the journal of what was committed."""
    day = datetime.fromisoformat(told["day"]).replace(tzinfo=UTC) + timedelta(hours=3)
    bounds = fetch.Bounds(**told["bounds"])
    night.Plan = partial(nightly.Plan, clock=lambda: day, bounds=bounds)  # type: ignore[misc, assignment]
    facts.load = lambda *_, **__: world  # type: ignore[assignment]
    os.environ.update(told["env"])
    apart.LIMITS = replace(apart.LIMITS, **told["limits"])
    if not told["search"]:
        publish.searcher = lambda: ()  # type: ignore[assignment]
    if told["room"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (told["room"], told["room"]))
    wire, roots = collect.wire, told["roots"]

    def elsewhere(source: Scraper, db: Path, contact: str, root: str, *more: Any) -> fetch.Session:
        return wire(source, db, contact, roots.get(source.name, root), *more)

    collect.wire = elsewhere  # type: ignore[assignment]
    if told["journal"]:
        _journal(Path(told["journal"]))


def _journal(path: Path) -> None:
    """Write down every bill whose saving has returned: it was committed, whatever comes."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    save = store.Store.save_bill

    def saved(self: store.Store, bill: Any, **more: Any) -> bool:
        done = save(self, bill, **more)
        os.write(file, f"{bill.id}\n".encode())
        return done

    store.Store.save_bill = saved  # type: ignore[method-assign]


def _small(known: facts.Facts) -> facts.Facts:
    rules = tuple((id, rule) for id, rule in known.rules if id in _PROVISIONS)
    places = tuple(place for place in known.places if place.jurisdiction.code in _PLACES)
    return replace(
        known, places=places, rules=rules, laws=(), reviews=(), readings=(), digest="small"
    )


if __name__ == "__main__":
    main()
