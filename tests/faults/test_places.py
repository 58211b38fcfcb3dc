"""A full disk, a folder that is read-only, a clock that is wrong, a second night: told in a line."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from billwatch.replay import Fault, Server, serve
from tests.faults.nights import ROOT, End, Mortal, mortal
from tests.faults.test_kills import content, files
from tests.told import tell

HEADING = "places that fail"
NIGHTS = tuple(ROOT / f"data/sample/night{n}" for n in (1, 2))


@dataclass
class House:
    """The sample over two nights, and what stands after each where nothing fails."""

    folder: Path
    server: Server
    mortal: Mortal

    def night(self, work: Path, night: int = 1, *more: str, **told: object) -> End:
        self.server.folders = NIGHTS[:night]
        argv = ("nightly", "--states", "sample", "--base-url", self.server.url, *more)
        return self.mortal.run(argv, work, **told)  # type: ignore[arg-type]

    def after(self, night: int) -> Path:
        kept = self.folder / f"after{night}"
        if not kept.exists():
            work, before = self.folder / "work", self.after(night - 1) if night > 1 else None
            shutil.rmtree(work, ignore_errors=True)
            if before is not None:
                shutil.copytree(before, work)
            else:
                work.mkdir()
            end = self.night(work, night)
            assert end.code == 0, end.said
            shutil.copytree(work, kept)
        return kept


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("places")
    with serve() as server, mortal(folder) as program:
        yield House(folder, server, program)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 24 MB, where this may be done."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True
    )
    if made.returncode:
        pytest.skip(f"no disk can be mounted here: {made.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


def fill(disk: Path, free: int) -> None:
    """Fill a disk so that so many bytes are left."""
    left = shutil.disk_usage(disk).free
    with (disk / "filler").open("wb") as file:
        for _ in range(0, left - free, 4096):
            file.write(bytes(4096))


def told_in_a_line(end: End) -> str:
    """Assert that a night failed with a line of ours and no traceback; return the line."""
    assert end.code == 1, (end.code, end.said)
    assert "Traceback" not in end.said, end.said
    lines = [line for line in end.said.splitlines() if "FAILED" in line or "billwatch: " in line
             or "not built" in line or "clock" in line]  # fmt: skip
    assert lines, end.said
    return lines[-1]


def kept(work: Path, before: Path | None) -> None:
    """Assert that a database is whole, with all bills that stood there before."""
    db = work / "billwatch.db"
    if not db.exists() or not db.stat().st_size:
        assert before is None
        return
    with closing(sqlite3.connect(db)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    if before is not None:
        old, new = content(before / "billwatch.db"), content(db)
        assert {row[0] for row in old["bills"]} <= {row[0] for row in new["bills"]}  # type: ignore[attr-defined]
        assert {row[0] for row in old["readings"]} <= {row[0] for row in new["readings"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize("night", [1, 2])
@pytest.mark.parametrize("free", [16, 160, 400, 800, 1600, 2400], ids=lambda n: f"{n}K")
def test_a_full_disk_is_told_and_loses_nothing(
    house: House, disk: Path, free: int, night: int
) -> None:
    """Wherever the disk fills up, one line says so, the database and the site stay whole, and
    with room again the next night brings all."""
    before = house.after(night - 1) if night > 1 else None
    after, work = house.after(night), disk / "work"
    if before is not None:
        shutil.copytree(before, work)
    else:
        work.mkdir()
    fill(disk, free << 10)
    end = house.night(work, night)
    line = told_in_a_line(end) if end.code else "there was room"
    tell(HEADING, f"disk full, night {night}, {free:5} KB free: {line[:150]}")
    (disk / "filler").unlink()  # a log of SQLite's needs room to be read
    kept(work, before)
    sites = [files(after / "public"), files(before / "public") if before else {}]
    assert files(work / "public") in sites
    assert not (work / ".public.new").exists()
    end = house.night(work, night)

    assert end.code == 0, end.said
    assert content(work / "billwatch.db") == content(after / "billwatch.db")
    assert set(files(work / "public")) == set(files(after / "public"))


@pytest.mark.parametrize("room", [8, 60, 150, 300], ids=lambda n: f"{n}K")
def test_a_file_that_may_not_grow_is_told(house: House, tmp_path: Path, room: int) -> None:
    """A limit of the system on the size of files (a quota) is one line, and nothing is lost."""
    work = tmp_path / "work"
    shutil.copytree(house.after(1), work)
    end = house.night(work, 2, room=room << 10)
    line = told_in_a_line(end)
    tell(HEADING, f"no file above {room} KB: {line[:150]}")
    kept(work, house.after(1))
    assert files(work / "public") in (
        files(house.after(1) / "public"),
        files(house.after(2) / "public"),
    )
    end = house.night(work, 2)

    assert end.code == 0, end.said
    assert content(work / "billwatch.db") == content(house.after(2) / "billwatch.db")


def test_an_output_that_is_read_only_is_told(house: House, disk: Path, tmp_path: Path) -> None:
    """The bills are kept, the old site stands, the line names the site; the next night builds it."""
    out = ("--out", str(disk / "public"))
    assert house.night(tmp_path, 1, *out).code == 0
    old = files(disk / "public")
    remount(disk, "ro")
    end = house.night(tmp_path, 2, *out)
    line = told_in_a_line(end)
    tell(HEADING, f"output read-only: {line[:150]}")
    assert "the site was not built" in line
    assert files(disk / "public") == old
    assert content(tmp_path / "billwatch.db") == content(house.after(2) / "billwatch.db")
    remount(disk, "rw")

    assert house.night(tmp_path, 2, *out).code == 0
    assert set(files(disk / "public")) == set(files(house.after(2) / "public"))


def test_a_database_that_is_read_only_is_told(house: House, disk: Path, tmp_path: Path) -> None:
    """One line says that it cannot be written, and it is as it was."""
    shutil.copytree(house.after(1), disk / "work")
    remount(disk, "ro")
    db, out = str(disk / "work/billwatch.db"), str(tmp_path / "public")
    words = ("nightly", "--states", "sample", "--base-url", house.server.url, "--out", out)
    end = house.mortal.run(("--db", db, *words), tmp_path)
    line = told_in_a_line(end)
    tell(HEADING, f"database read-only: {line[:150]}")

    assert "read-only" in line.casefold() or "cannot be" in line
    remount(disk, "rw")
    assert content(disk / "work/billwatch.db") == content(house.after(1) / "billwatch.db")


def test_a_clock_set_back_is_told_once(house: House, tmp_path: Path) -> None:
    """The night is done, nothing is lost, a line names both times; the next night is quiet."""
    work = tmp_path / "work"
    shutil.copytree(house.after(1), work)
    end = house.night(work, 2, day="2026-02-01")
    line = told_in_a_line(end)
    tell(HEADING, f"clock set back: {line[:150]}")
    again = house.night(work, 2, day="2026-02-02")

    assert "the clock says 2026-02-01T03:00:00+00:00, but the last run began at 2026-03-01" in line
    kept(work, house.after(1))
    assert (again.code, "clock" in again.said) == (0, False)
    assert {r[0] for r in content(work / "billwatch.db")["bills"]} == {  # type: ignore[attr-defined]
        r[0]
        for r in content(house.after(2) / "billwatch.db")["bills"]  # type: ignore[attr-defined]
    }


def test_of_two_nights_at_once_one_leaves(house: House, tmp_path: Path) -> None:
    """One works; the other says that it does and leaves with exit code 1, having done nothing."""
    house.server.folders = NIGHTS[:1]
    house.server.faults["/2026/bills.html"] = Fault(wait=10.0)
    argv = ("nightly", "--states", "sample", "--base-url", house.server.url)
    with mortal(tmp_path) as second:
        assert second.run(("--version",), tmp_path).code == 0  # it is ready before the first begins
        house.mortal.begin(argv, tmp_path)
        while not (tmp_path / "billwatch.db").exists():
            assert not house.mortal.ended.wait(0.01)
        late = second.run(argv, tmp_path)
        first = house.mortal.end()
    house.server.faults.clear()
    line = told_in_a_line(late)
    tell(HEADING, f"two nights at once: {line[:150]}")

    assert first.code == 0, first.said
    assert "another nightly run is at work" in line
    assert content(tmp_path / "billwatch.db") == content(house.after(1) / "billwatch.db")
