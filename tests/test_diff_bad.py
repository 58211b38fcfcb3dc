"""Bad input to ``billwatch diff``: a clear result or one clear error that names the file."""

import json
import random
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from billwatch.cli import cli
from billwatch.errors import DataError
from tests.bench import samples

GOOD = samples.bill(3_000)
OTHER = samples.bill(3_000, 23)
NOISE = random.Random(5).randbytes(20_000)
ERROR_PAGE = (
    b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
)
COMPOSED = GOOD.replace("pupils", "élèves").replace("data", "“données”")
APART = COMPOSED.replace("é", "e\u0301").replace("è", "e\u0300").replace("“", '"').replace("”", '"')


def run(folder: Path, old: bytes, new: bytes, *words: str, name: str = "new.txt") -> Result:
    (folder / "old.txt").write_bytes(old)
    (folder / name).write_bytes(new)
    sides = [str(folder / "old.txt"), str(folder / name)]
    return CliRunner().invoke(cli, ["--db", str(folder / "none.db"), "diff", *sides, *words])


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("new.txt", b"", "empty file"),
        ("new.txt", b" \n\n \n", "empty file"),
        ("new.html", ERROR_PAGE, "an error page"),
        ("new.bin", NOISE, "binary data"),
        ("new.txt", b"Section 1.\0\0 A school\0 shall.\n" * 5, "binary data"),
        ("new.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\n", "broken PDF"),
    ],
    ids=["empty", "blank", "error page", "noise", "nul", "cut-off PDF"],
)
@pytest.mark.parametrize("form", ["terminal", "json", "html", "unified"])
def test_what_is_no_bill_is_one_clear_error(
    tmp_path: Path, form: str, name: str, body: bytes, said: str
) -> None:
    """The error names the file and says what it is instead; nothing is printed as a result."""
    shown = run(tmp_path, GOOD.encode(), body, "--format", form, name=name)

    assert isinstance(shown.exception, DataError)
    assert name in str(shown.exception)
    assert said in str(shown.exception)
    assert shown.stdout == ""


@pytest.mark.parametrize("form", ["terminal", "json", "html", "unified"])
@pytest.mark.parametrize(
    "new",
    [
        OTHER.encode(),
        GOOD.replace("pupils", "pu\ud800pils").encode("utf-8", "surrogatepass"),
        GOOD.replace("pupils", "pu\udfffpils").encode("utf-16", "surrogatepass"),
    ],
    ids=["another bill", "lone surrogate", "lone surrogate in UTF-16"],
)
def test_odd_texts_give_a_result(tmp_path: Path, form: str, new: bytes) -> None:
    """Two bills that have nothing to do with each other, or broken letters, are compared."""
    shown = run(tmp_path, GOOD.encode(), new, "--format", form, "--exit-code")

    assert shown.exit_code == 1, shown.output
    assert shown.stdout.encode()


def test_another_bill_is_said_to_be_another(tmp_path: Path) -> None:
    """What replaces a bill by another one is told before anything else."""
    strange = "AN ACT concerning oysters.\n" + "No person shall take an oyster in spring.\n" * 30
    shown = run(tmp_path, GOOD.encode(), strange.encode())

    assert "gut and amend" in shown.stdout


def test_unicode_forms_are_no_difference(tmp_path: Path) -> None:
    """Letters composed or apart, curly or straight quotes: the same words."""
    shown = run(tmp_path, COMPOSED.encode(), APART.encode(), "--format", "json")

    assert json.loads(shown.stdout)["changes"] == []


@pytest.mark.parametrize("related", [True, False], ids=["related", "unrelated"])
def test_a_budget_of_four_megabytes_ends(tmp_path: Path, related: bool) -> None:
    """Four megabytes a side, a version or another bill, are drawn within bounded work."""
    old = samples.bill(4_000_000)
    new = samples.edited(old, 0.05, moves=3) if related else samples.bill(4_000_000, 29)
    start = time.process_time()
    shown = run(tmp_path, old.encode(), new.encode(), "--format", "unified", "--exit-code")

    assert shown.exit_code == 1
    assert time.process_time() - start < 90


def test_no_line_is_wider_than_the_terminal(tmp_path: Path) -> None:
    """A word that no line holds is cut, so that the lines stay as wide as told."""
    body = f"Section 1. See https://example.org/{'a' * 500} for more.\n".encode()
    shown = run(tmp_path, body, body.replace(b"more", b"less"))

    assert max(map(len, shown.stdout.splitlines())) <= 100
