"""Every fault at every source: the night ends, the others go on, nothing is lost, all is told."""

import html
import json
import os
import random
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import urlsplit

import pytest

import scrapers
from billwatch.replay import serve
from tests.faults.nights import ALL, ROOT, End, Mortal, mortal
from tests.faults.troubles import TROUBLES, Target, Trouble
from tests.test_scrapers import CASES, Case, lay_out
from tests.told import tell

SEED = int(os.environ.get("BILLWATCH_SEED", "8"))
NAMES = tuple(scrapers.names())
KEY = "0123456789abcdef0123456789abcdef"
SECRET = "not for any page: 7d1f"
SECONDS, MEGABYTES = 60.0, 450  # of a night with two sources, one of which is in trouble
BOUNDS = {"timeout": 10.0, "seconds": 30.0, "tries": 2, "longest_wait": 2.0}
LIMITS = {"seconds": 3, "memory": 200 << 20}
TEXT = (
    b"<html><title>A bill</title><p>AN ACT concerning student records.</p><p>Section 1. A school "
    b"shall not sell the education record of a student.</p></html>"
)
SIGNS = {"failed": "F", "partly": "p", "same": "="}


@dataclass
class Source:
    """One source with its recorded pages, and the night on which all of them were good."""

    name: str
    folder: Path

    @cached_property
    def case(self) -> Case | None:
        """The first recorded case, with the key in each address where one is needed."""
        found = _case(self.name)
        source = scrapers.find(self.name)
        if found is None or not hasattr(source, "key_name") or hasattr(source, "key_host"):
            return found
        pages = {f"{at}&{source.key_name}={KEY}": file for at, file in found.pages.items()}
        return replace(found, told={**found.told, "pages": pages})

    @cached_property
    def session(self) -> str:
        return str(self.case.told["session"]) if self.case else "2026"

    @cached_property
    def pages(self) -> tuple[Path, ...]:
        return lay_out(self.case, self.folder / "pages") if self.case else ()

    @cached_property
    def links(self) -> tuple[tuple[str, ...], ...]:
        """The paths of each version's documents."""
        if self.case is None:
            return (("/2026/text/hb101-introduced.html",),)
        versions = [v for bill in self.case.expected for v in bill["versions"]]
        return tuple(
            tuple(urlsplit(link["url"]).path for link in v["links"]) for v in versions if v["links"]
        )

    @cached_property
    def target(self) -> Target:
        first = urlsplit(scrapers.find(self.name).start(self.session)[0].url)
        if self.case is None:
            body = (ROOT / "data/sample/night1" / first.path.strip("/")).read_bytes()
            redesign = (first.path, "Last changed", "Updated")
        else:
            path = first.path or "/"
            body = next(
                (self.case.folder / file).read_bytes()
                for at, file in self.case.told["pages"].items()
                if (urlsplit(at.partition("@")[0]).path or "/") == path
            )
            redesign = self._redesign()
        texts = next(iter(self.links), ())
        return Target(self.name, first.path or "/", body, texts, redesign, str(self.secret))

    def _redesign(self) -> tuple[str, str, str]:
        """Return a renamed class or column of a page that is read every night."""
        assert self.case is not None
        told = self.case.told["redesigns"]
        change = next(c for c in told if not c.get("bill"))
        pages = self.case.told["pages"].items()
        at = next(at for at, file in pages if file == change["page"])
        return urlsplit(at.partition("@")[0]).path or "/", change["old"], change["new"]

    @cached_property
    def secret(self) -> Path:
        """A file of this machine that no page may show."""
        path = self.folder / "secret.txt"
        path.write_text(SECRET)
        return path

    @property
    def other(self) -> str:
        """The source beside it, which is in no trouble."""
        return "wa" if self.name == "sample" else "sample"


@dataclass(frozen=True)
class Result:
    """What a night made of a fault."""

    end: End
    seconds: float
    victim: Mapping[str, object]
    other: Mapping[str, object]
    before: frozenset[str]
    after: frozenset[str]
    usual: Mapping[str, object]
    sound: bool
    page: str
    leaked: tuple[str, ...]
    struck: bool

    @property
    def outcome(self) -> str:
        if not self.victim["ok"]:
            return "failed"
        usual = {*_words(self.usual.get("failures"))}
        return "partly" if {*_words(self.victim["failures"])} - usual else "same"

    @property
    def reason(self) -> str:
        failures = _words(self.victim["failures"])
        words = [str(self.victim["reason"]), *failures, str(self.victim["note"])]
        return "; ".join(filter(None, words))


def _case(name: str) -> Case | None:
    """Return the recorded case of a source that has a change of its list, if any is recorded."""
    own = [case for case in CASES.values() if case.source == name]
    return next((c for c in own if any("bill" not in r for r in c.told["redesigns"])), None)


def _words(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else []


class Bench:
    """Runs nights with faults, a few at a time, each in a folder of its own."""

    def __init__(self, folder: Path, programs: list[Mortal], roots: Mapping[str, str]) -> None:
        self.folder, self.roots = folder, roots
        self.free: SimpleQueue[Mortal] = SimpleQueue()
        for program in programs:
            self.free.put(program)
        self.sources = {name: Source(name, folder / name) for name in NAMES}
        for name in NAMES:
            (folder / name).mkdir()
        self._locks = {name: threading.Lock() for name in NAMES}
        self._good: dict[tuple[str, ...], Path] = {}

    def good(self, source: Source, *names: str) -> Path:
        """Return what stands after a night on which these sources gave all they have."""
        with self._locks[source.name]:
            if names not in self._good:
                work = source.folder / "-".join(("good", *names))
                work.mkdir()
                with self._serve(source, 1, {}) as url:
                    end, _ = self._night(source, work, url, names, "2026-03-01", {}, "", {})
                told = _outcomes(work)
                assert all(told[name]["ok"] for name in names), (end.said, told)
                self._good[names] = work
            return self._good[names]

    def strike(self, trouble: Trouble, name: str) -> Result:
        """Let one fault strike one source on a copy of what stood before."""
        source = self.sources[name]
        both = (name, source.other)
        good = self.good(source, source.other) if trouble.text else self.good(source, *both)
        work = source.folder / re.sub(r"\W+", "-", trouble.name)
        shutil.copytree(good, work)
        usual = _outcomes(self.good(source, *both))[name]
        if trouble.share < 1:
            _swell(work, name, trouble.share)
        faults = trouble.faults(source.target)
        before, root = _bills(work), self.roots.get(trouble.root, trouble.root)
        with self._serve(source, 2, faults) as url:
            roots = {name: root} if root else {}
            end, seconds = self._night(
                source, work, url, both, trouble.day, trouble.bounds, trouble.session, roots
            )
        struck = not faults or bool(self._told.hit & {urlsplit(path).path for path in faults})
        told = _outcomes(work)
        page = (work / "public/source/index.html").read_text("utf-8")
        result = Result(
            end, seconds, told[name], told[source.other], before, _bills(work), usual,
            _sound(work), html.unescape(page), tuple(_leaks(work, end)), struck,
        )  # fmt: skip
        shutil.rmtree(work)
        return result

    @contextmanager
    def _serve(self, source: Source, night: int, faults: Mapping[str, object]) -> Iterator[str]:
        sample = tuple(ROOT / f"data/sample/night{n}" for n in range(1, night + 1))
        other = self.sources[source.other].pages
        texts = {path for paths in (*source.links, *self.sources["wa"].links) for path in paths}
        with serve(
            *other, *sample, *source.pages, faults=faults,  # type: ignore[arg-type]
            make=lambda target, _: TEXT if urlsplit(target).path in texts else None,
            validators="none" if faults else "etag",  # what is as it was has no body to break
        ) as server:  # fmt: skip
            yield server.url
        self._told.hit = {urlsplit(hit.path).path for hit in server.hits}

    _told = threading.local()

    def _night(
        self, source: Source, work: Path, url: str, names: tuple[str, ...], day: str,
        bounds: Mapping[str, float], session: str, roots: Mapping[str, str],
    ) -> tuple[End, float]:  # fmt: skip
        chosen = {source.name: session or source.session}
        chosen.setdefault("wa", self.sources["wa"].session)
        lines = "".join(f'{name} = ["{id}"]\n' for name, id in chosen.items())
        (work / "billwatch.toml").write_text(f'texts = "all"\n[sessions]\n{lines}')
        key = getattr(scrapers.find(source.name), "key_env", "")
        argv = (
            "nightly",
            "--states",
            ",".join(names),
            "--base-url",
            url,
            "--contact",
            "mailto:a@b.example",
        )
        program, began = self.free.get(), time.monotonic()
        try:
            end = program.run(
                argv, work, day=day, env={key: KEY} if key else {}, roots=dict(roots),
                bounds={**BOUNDS, **bounds}, limits=LIMITS,
            )  # fmt: skip
            return end, time.monotonic() - began
        finally:
            self.free.put(program)


def _report(work: Path) -> tuple[int, dict[str, object]]:
    with closing(sqlite3.connect(work / "billwatch.db")) as conn:
        row = conn.execute("SELECT id, report FROM runs ORDER BY id DESC").fetchone()
    return row[0], json.loads(row[1])


def _outcomes(work: Path) -> dict[str, Mapping[str, object]]:
    told = _report(work)[1]["sources"]
    assert isinstance(told, dict)
    return {one["source"]: one for one in told.values()}


def _swell(work: Path, name: str, share: float) -> None:
    """Let the last good night have seen so many bills that tonight's are only a share of them."""
    number, report = _report(work)
    for one in report["sources"].values():  # type: ignore[attr-defined]
        if one["source"] == name:
            one["good"] = int(one["good"] / share) + 1
    with closing(sqlite3.connect(work / "billwatch.db")) as conn, conn:
        conn.execute("UPDATE runs SET report = ? WHERE id = ?", (json.dumps(report), number))


def _bills(work: Path) -> frozenset[str]:
    """Return the ids of all bills, versions and readings."""
    with closing(sqlite3.connect(work / "billwatch.db")) as conn:
        rows = conn.execute(
            "SELECT id FROM bills UNION ALL SELECT id FROM versions "
            "UNION ALL SELECT version || ' ' || digest FROM readings"
        ).fetchall()
    return frozenset(row[0] for row in rows)


def _sound(work: Path) -> bool:
    with closing(sqlite3.connect(work / "billwatch.db")) as conn:
        checked = conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return checked and not conn.execute("PRAGMA foreign_key_check").fetchall()


def _leaks(work: Path, end: End) -> Iterator[str]:
    """Yield what shows a key or a file of this machine, or was written where it must not be."""
    for word in (KEY, SECRET):
        if word in end.said:
            yield f"{word} in what was said"
        for path in (p for p in work.rglob("*") if p.is_file() and p.name != "billwatch.toml"):
            if word.encode() in path.read_bytes():
                yield f"{word} in {path}"
    for place in (work, *list(work.parents)[:4], Path("/tmp")):
        if (place / "escaped.txt").exists():
            yield f"{place}/escaped.txt"


# Which cells


def applies(trouble: Trouble, name: str) -> bool:
    """Tell whether a fault can strike a source: one whose texts come within answers has no links."""
    if not trouble.text:
        return True
    case = _case(name)
    return case is None or any(v["links"] for bill in case.expected for v in bill["versions"])


def cells() -> list[tuple[Trouble, str]]:
    """Return every fault at every source, or in the usual run a covering choice, the same always.

    Every fault strikes at least three sources, and every source meets at least five faults.
    """
    every = [(t, name) for t in TROUBLES for name in NAMES if applies(t, name)]
    if ALL:
        return every
    chance, load, chosen = random.Random(SEED), dict.fromkeys(NAMES, 0), []
    for trouble in TROUBLES:
        open_ = [name for t, name in every if t is trouble]
        for name in sorted(open_, key=lambda name: (load[name], chance.random()))[:3]:
            load[name] += 1
            chosen.append((trouble, name))
    for name in NAMES:
        more = [cell for cell in every if cell[1] == name and cell not in chosen]
        chosen += chance.sample(more, max(0, 5 - load[name]))
    return chosen


CELLS = cells()


def _id(trouble: Trouble, name: str) -> str:
    return f"{trouble.name}-{name}".replace(" ", "_")


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Serve one port with a certificate that nobody has signed, and one that knows no TLS."""
    folder = tmp_path_factory.mktemp("tls")
    with serve(folder) as plain, _unsigned(folder) as signed:
        yield {"plain": plain.url.replace("http:", "https:")} | signed


@contextmanager
def _unsigned(folder: Path) -> Iterator[Mapping[str, str]]:
    """Serve TLS under a certificate made here, where the system has a tool that makes one."""
    if shutil.which("openssl") is None:
        yield {}
        return
    words = "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=a"
    subprocess.run(["openssl", *words.split()], cwd=folder, capture_output=True, check=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    asked, _ = listening.accept()
                except OSError:
                    return
                try:
                    context.wrap_socket(asked, server_side=True).close()
                except OSError:
                    asked.close()

        threading.Thread(target=answer, daemon=True).start()
        yield {"tls": f"https://127.0.0.1:{listening.getsockname()[1]}"}
        listening.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def results(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    roots: Mapping[str, str],
) -> Iterator[Mapping[tuple[str, str], Future[Result]]]:
    """Let every fault strike whose test is run, two at a time, and print the table at the end."""
    wanted = {item.name for item in request.session.items}
    folder, began = tmp_path_factory.mktemp("sources"), time.monotonic()
    with ExitStack() as stack:
        places = [folder / "one", folder / "two"]
        for place in places:
            place.mkdir()
        programs = [stack.enter_context(mortal(place)) for place in places]
        bench = Bench(folder, programs, roots)
        pool = stack.enter_context(ThreadPoolExecutor(2))
        found = {(t.name, name): pool.submit(bench.strike, t, name) for t, name in CELLS
                 if f"test_a_fault_costs_its_source_alone[{_id(t, name)}]" in wanted}  # fmt: skip
        yield found
        pool.shutdown(cancel_futures=True)
        _print(found, time.monotonic() - began)


def _print(found: Mapping[tuple[str, str], Future[Result]], seconds: float) -> None:
    signs, peak, slowest = {}, 0, 0.0
    for cell, future in found.items():
        if future.cancelled() or future.exception():
            signs[cell] = "!"
            continue
        result = future.result()
        signs[cell] = SIGNS[result.outcome]
        peak, slowest = max(peak, result.end.peak), max(slowest, result.seconds)
    rows = []
    for trouble in (t for t in TROUBLES if any(t.name == cell[0] for cell in found)):
        line = "".join(
            f"{signs.get((trouble.name, n), '.' if applies(trouble, n) else '-'):>4}" for n in NAMES
        )
        rows.append(f"{trouble.name:22}{line}")
    heads = "".join(f"{name[:3]:>4}" for name in NAMES)
    tell(
        f"{len(found)} faults at sources (seed {SEED})",
        f"{'':22}{heads}", *rows,
        "F the source failed, p a bill or text failed, = as on a good night, . not tried, - has no "
        "such page, ! no result",
        f"slowest night {slowest:.1f} s, most memory {peak} MB, {seconds:.0f} s in all",
    )  # fmt: skip


@pytest.mark.parametrize(("trouble", "name"), CELLS, ids=[_id(t, name) for t, name in CELLS])
def test_a_fault_costs_its_source_alone(
    trouble: Trouble,
    name: str,
    results: Mapping[tuple[str, str], Future[Result]],
    roots: Mapping[str, str],
) -> None:
    """The night ends soon and small, the other source is read, what was kept stays, the page of
    sources says why, the exit code says that something failed, and nothing secret is shown."""
    if trouble.root == "tls" and "tls" not in roots:
        pytest.skip("openssl is not installed, so no certificate can be made")
    found = results[trouble.name, name].result()

    assert found.struck, "the page with the fault was not asked for"
    assert found.outcome in trouble.may, found.reason
    assert "Traceback" not in found.end.said, found.end.said[-2000:]
    assert found.seconds < SECONDS
    assert found.end.peak < MEGABYTES
    assert found.other["ok"]
    assert not found.other["failures"]
    assert found.before <= found.after
    assert found.sound
    assert found.leaked == ()
    failing = not found.victim["ok"] or bool(found.victim["failures"])
    assert found.end.code == int(failing), found.end.said
    if failing or trouble.says:
        assert re.search(trouble.says, found.reason)
        first = str(found.victim["reason"]) or (_words(found.victim["failures"]) or [""])[0]
        assert first[:90] in found.page
    if not trouble.text and not trouble.session and found.outcome == "failed":
        assert (found.victim["good"], found.victim["good_on"]) != (0, "")
    if trouble.name == "every entry twice":
        assert found.after >= found.before
        assert len([i for i in found.after - found.before if i.startswith(f"{name}/")]) == 0
