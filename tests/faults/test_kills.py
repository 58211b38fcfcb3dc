"""Nights that are killed at any point: nothing lost, nothing half, and the next one finishes."""

import hashlib
import os
import random
import re
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from billwatch import store
from billwatch.replay import Server, serve
from tests.faults.nights import ALL, ROOT, End, Mortal, mortal
from tests.test_scrapers import CASES, lay_out
from tests.told import tell

KILLS = 200 if ALL else 25
SEED = int(os.environ.get("BILLWATCH_SEED", "8"))
SOURCES = ("sample", "us", "wa")
TEXT = (
    b"<html><title>A bill</title><p>AN ACT concerning student records.</p><p>Section 1. A school "
    b"shall not sell the education record of a student.</p></html>"
)
# The page of sources lists the runs, so a night more is a line more; notes begin with a dot; the
# search index is the one part whose bytes vary between builds of the same.
_OWN = re.compile(r"source/index\.html|\.billwatch-.*|pagefind/.*")


def files(site: Path) -> dict[str, str]:
    """Return the digest of each file of a site, without those that name each run."""
    if not site.exists():
        return {}
    found = {p.relative_to(site).as_posix(): p for p in site.rglob("*") if p.is_file()}
    listed = (site / ".billwatch-site").read_text("utf-8").split("\n")[:-1]
    assert set(listed) == set(found) - {".billwatch-site", ".billwatch-mark"}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in sorted(found.items())
        if not _OWN.fullmatch(name)
    }


def broken_links(site: Path) -> list[str]:
    """Return the links within a site that lead nowhere."""
    broken = []
    for page in site.rglob("*.html"):
        for target in re.findall(r'<[^<>]*\s(?:href|src)="([^"]+)"', page.read_text("utf-8")):
            path = unquote(urlsplit(urldefrag(urljoin(page.as_uri(), target)).url).path)
            if urlsplit(target).scheme or target.startswith("/") or page.name == "404.html":
                continue
            if not Path(path).exists():
                broken.append(f"{page.relative_to(site)}: {target}")
    return broken


def content(db: Path) -> dict[str, object]:
    """Return all that a database says, but for when it was asked and by which run."""
    asked = {
        "bills": "SELECT * FROM bills ORDER BY id",
        "actions": "SELECT * FROM actions ORDER BY bill, position",
        "versions": "SELECT * FROM versions ORDER BY id",
        "documents": "SELECT version, sha256, url, media_type FROM documents ORDER BY 1, 2, 3",
        "readings": "SELECT version, sha256, digest FROM readings ORDER BY version",
        "findings": "SELECT * FROM findings ORDER BY version, position",
        "events": "SELECT seen_on, kind, bill, version, provision, before, after, words "
        "FROM events ORDER BY 1, 2, 3, 4, 5, 6, 7, 8",
        "pages": "SELECT * FROM pages ORDER BY url",
    }
    with closing(sqlite3.connect(db)) as conn:
        return {name: conn.execute(sql).fetchall() for name, sql in asked.items()}


@dataclass(frozen=True)
class Stage:
    """One night of the world: what stood before it, what stands after, what it takes."""

    night: int
    before: Path
    after: Path
    steps: int
    seconds: float

    @property
    def sites(self) -> tuple[dict[str, str], dict[str, str]]:
        return files(self.before / "public"), files(self.after / "public")


@dataclass
class World:
    """Three sources over three nights, served here, and the program that runs nights."""

    folder: Path
    server: Server
    mortal: Mortal
    pages: tuple[Path, ...]
    stages: tuple[Stage, ...] = ()

    def serve(self, night: int) -> None:
        sample = tuple(ROOT / f"data/sample/night{n}" for n in range(1, night + 1))
        self.server.folders = (*self.pages, *sample)

    def lay(self, template: Path) -> Path:
        """Return a folder as it was before a night."""
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(template, work)
        return work

    def argv(self) -> tuple[str, ...]:
        return ("nightly", "--states", ",".join(SOURCES), "--base-url", self.server.url)

    def night(self, work: Path, **more: object) -> End:
        return self.mortal.run(self.argv(), work, search=ALL, **more)


def _texts(target: str, body: bytes) -> bytes | None:
    """Give the bills' texts that no example holds."""
    return None if target.startswith("/robots.txt") else TEXT


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Run three nights that nobody kills, and keep what stood after each."""
    folder = tmp_path_factory.mktemp("kills")
    cases = [CASES[name] for name in SOURCES if name != "sample"]
    pages = tuple(p for case in cases for p in lay_out(case, folder / "pages" / case.source))
    first = folder / "after0"
    first.mkdir()
    sessions = "".join(f'{c.source} = ["{c.told["session"]}"]\n' for c in cases)
    (first / "billwatch.toml").write_text(f'texts = "all"\n[sessions]\n{sessions}')
    with serve(make=_texts) as server, mortal(folder) as program:
        made = World(folder, server, program, pages)
        for night in (1, 2, 3):
            made.serve(night)
            before, after = folder / f"after{night - 1}", folder / f"after{night}"
            work, began = made.lay(before), time.monotonic()
            end = made.night(work)
            took = time.monotonic() - began
            assert end.code == 0, end.said
            assert broken_links(work / "public") == []
            shutil.copytree(work, after)
            made.stages += (Stage(night, before, after, end.steps, took),)
        yield made


def check(work: Path, stage: Stage, sites: tuple[dict[str, str], dict[str, str]]) -> str:
    """Assert that nothing is lost and nothing half; return where the night was."""
    db, journal = work / "billwatch.db", work / "journal"
    told = set(journal.read_text().split()) if journal.exists() else set()
    if db.exists():
        with closing(sqlite3.connect(db)) as conn:
            assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        with store.open(db) as library:
            kept = {bill.id for bill in library.bills()}
        if (stage.before / "billwatch.db").exists():
            with store.open(stage.before / "billwatch.db") as library:
                told |= {bill.id for bill in library.bills()}
        assert told <= kept
    else:
        assert not told
        assert not (stage.before / "billwatch.db").exists()
    found = files(work / "public")
    assert found in sites, sorted(set(found.items()) ^ set(sites[1].items()))[:5]
    if found == sites[1]:
        return "site new"
    return "building" if (work / ".public.new").exists() else "collecting"


def finish(world: World, work: Path, stage: Stage, new: dict[str, str]) -> None:
    """Assert that the next night ends well, and leaves what stands where nobody was killed."""
    end = world.night(work)
    left = {p.name for p in work.iterdir()} - {"journal"}

    assert end.code == 0, end.said
    assert content(work / "billwatch.db") == content(stage.after / "billwatch.db")
    assert files(work / "public") == new
    assert left == {p.name for p in stage.after.iterdir()}


def killed(world: World, work: Path, stage: Stage, chance: random.Random, by: str) -> bool:
    """Run a night and kill it: before a step, or after a time. Tell whether it was alive then."""
    journal = work / "journal"
    if by == "step":
        die = chance.randint(1, stage.steps)
        return world.night(work, die=die, journal=journal).code < 0
    world.mortal.begin(world.argv(), work, journal=journal, search=ALL)
    world.mortal.ended.wait(chance.uniform(0, stage.seconds))
    world.mortal.kill()
    return world.mortal.end().code < 0


def test_a_killed_night_loses_nothing(world: World) -> None:
    """Killed at random: the database is whole with all that was committed, the site is the old or
    the new one, and the next night ends well with the very content of one that nobody killed."""
    chance, tally, nights = random.Random(SEED), Counter[tuple[str, str]](), 0
    began = time.monotonic()
    sites = {stage.night: stage.sites for stage in world.stages}
    verdict = "the last one failed, or was ended"
    try:
        while tally.total() < KILLS:
            stage = chance.choice(world.stages)
            world.serve(stage.night)
            work = world.lay(stage.before)
            for _ in range(chance.choice((1, 1, 2))):
                by = "step" if (tally.total() + nights) % 3 else "time"
                if killed(world, work, stage, chance, by):
                    where = check(work, stage, sites[stage.night])
                    tally[f"night {stage.night}, by {by}", where] += 1
            finish(world, work, stage, sites[stage.night][1])
            nights += 1
        verdict = "nothing lost, nothing half"
    finally:
        rows = sorted({row for row, _ in tally})
        columns = ("collecting", "building", "site new")
        tell(
            f"{tally.total()} kills of a night (seed {SEED}), {nights} nights that ended well after",
            f"{'where it was killed':24}" + "".join(f"{c:>12}" for c in columns),
            *(f"{row:24}" + "".join(f"{tally[row, c]:12}" for c in columns) for row in rows),
            f"steps of a night: {[stage.steps for stage in world.stages]}; {verdict}; "
            f"{time.monotonic() - began:.0f} s",
        )

    assert tally.total() >= KILLS
