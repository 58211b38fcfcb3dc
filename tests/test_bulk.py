"""Many files in one run: what stands on stdout, in which order, and the exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from billwatch.cli import cli

BAN = "Section 1. An operator shall not sell the education records of a student to any person.\n"
ROADS = "Section 1. The department of roads shall repave route 9 before the first day of July.\n"


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["analyse", *words], catch_exceptions=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "b.txt").write_text(BAN)
    (tmp_path / "deep" / "c.txt").write_text(ROADS)
    (tmp_path / "a.txt").write_text(ROADS)
    (tmp_path / ".hidden").write_text(BAN)
    return tmp_path


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_folder_is_read_in_one_run(folder: Path, workers: str) -> None:
    """One JSON object a file, sorted, with those below the folder; hidden files are left out."""
    shown = run(str(folder), "--format", "json", "--workers", workers)
    said = [json.loads(line) for line in shown.stdout.splitlines()]

    assert shown.exit_code == 0
    assert [Path(one["name"]).name for one in said] == ["a.txt", "b.txt", "c.txt"]
    assert ["sale" in {f["provision"] for f in one["findings"]} for one in said] == [
        False, True, False,
    ]  # fmt: skip


def test_findings_are_those_of_the_file_alone(folder: Path) -> None:
    """What a run says of a file, silence included, is what the verb says of it alone."""
    one = json.loads(run(str(folder / "b.txt"), "--format", "json").stdout)
    many = run(str(folder / "b.txt"), str(folder / "a.txt"), "--format", "json").stdout
    said = json.loads(many.splitlines()[0])

    assert said["findings"] == one["findings"] != []
    assert said["silence"] == one["document"]["silence"]


def test_a_bad_file_is_told_and_the_others_are_read(folder: Path) -> None:
    """Empty and missing files have their reason in their line; the exit code is 1."""
    (folder / "aa.txt").write_bytes(b"")
    shown = run(str(folder), str(folder / "none.txt"), "--format", "json")
    said = [json.loads(line) for line in shown.stdout.splitlines()]

    assert shown.exit_code == 1
    assert [bool(one["failure"]) for one in said] == [False, True, False, False, True]
    assert "2 could not be read" in shown.stderr


def test_lines_for_people_name_what_was_found(folder: Path) -> None:
    """Without json a line is the file and its provisions, or a dash."""
    lines = run(str(folder)).stdout.splitlines()

    assert lines[0].endswith("a.txt\t-")
    assert "sale=yes" in lines[1]


def test_no_bar_where_stderr_is_no_terminal(folder: Path) -> None:
    """Without a terminal stderr has the count only."""
    assert run(str(folder)).stderr == "3 files, 0 could not be read\n"


def test_an_empty_folder_is_no_failure(tmp_path: Path) -> None:
    """A folder without files gives nothing."""
    shown = run(str(tmp_path))

    assert (shown.exit_code, shown.stdout) == (0, "")
