"""The command line: what a person types, what comes back, and what exit code says."""

import gc
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner, Result

from billwatch import __version__
from billwatch.cli import _VERBS, cli, main
from billwatch.errors import DataError
from billwatch.matrix import VIEWS

CONSENT = (
    "AN ACT concerning student records.\n\n"
    "Section 1. A school district shall not disclose the education record of a student to a third "
    "party without the written consent of the parent of the student.\n\n"
    "Section 2. An operator shall not:\n"
    "(1) sell the personally identifiable information of a student; or\n"
    "(2) use the personally identifiable information of a student for targeted advertising.\n"
)
WEAKER = CONSENT.replace(
    "without the written consent of the parent",
    "unless the parent has been notified and the parent",
).replace("(1) sell the personally identifiable information of a student; or\n", "")


def run(*words: str, db: Path | None = None) -> Result:
    args = (["--db", str(db)] if db else []) + list(words)
    return CliRunner().invoke(cli, args, catch_exceptions=True)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(CONSENT)
    new.write_text(WEAKER)
    return old, new


def test_the_version_is_told() -> None:
    """``--version`` names the program and its version."""
    assert run("--version").output == f"billwatch, version {__version__}\n"


def test_analyse_quotes_what_it_finds(files: tuple[Path, Path], tmp_path: Path) -> None:
    """Each finding in JSON is a slice of the text that comes with it."""
    shown = run("analyse", str(files[0]), "--format", "json", db=tmp_path / "none.db")
    said = json.loads(shown.output)
    text = said["document"]["text"]

    assert {f["provision"] for f in said["findings"]} >= {
        "consent_disclosure",
        "sale",
        "targeted_ads",
    }
    assert all(text[f["start"] : f["end"]] == f["quote"] for f in said["findings"])
    assert set(said["findings"][0]) >= {
        "provision", "value", "detail", "bound", "section", "start", "end", "quote", "confidence", "rule",
    }  # fmt: skip


def test_analyse_says_what_stands_around(tmp_path: Path) -> None:
    """Definitions and dates of the text come with the place and the words."""
    law = tmp_path / "law.txt"
    law.write_text(
        'Section 1. "Operator" means a person that runs a web site used by a school for students.\n'
        + CONSENT.replace("Section 2.", "Section 3.").replace("Section 1.", "Section 2.")
        + "Section 4. This act takes effect on July 1, 2027.\n"
    )
    said = json.loads(run("analyse", str(law), "--format", "json").output)
    context = said["context"]

    assert [d["term"] for d in context["definitions"]] == ["operator"]
    assert [d["date"] for d in context["dates"]] == ["2027-07-01"]
    assert all(
        said["document"]["text"][d["start"] : d["end"]] == d["quote"]
        for d in context["definitions"] + context["dates"]
    )


def test_analyse_needs_no_store(files: tuple[Path, Path], tmp_path: Path) -> None:
    """Reading a file makes no database."""
    run("analyse", str(files[0]), db=tmp_path / "none.db")

    assert not (tmp_path / "none.db").exists()


def test_analyse_reads_standard_input(tmp_path: Path) -> None:
    """A dash stands for standard input."""
    shown = CliRunner().invoke(cli, ["analyse", "-", "--format", "json"], input=CONSENT)

    assert json.loads(shown.output)["document"]["name"] == "-"


def test_diff_says_what_became_of_provisions(files: tuple[Path, Path]) -> None:
    """The JSON of a diff holds words, sections and the direction of each provision."""
    said = json.loads(run("diff", *map(str, files), "--format", "json").output)
    became = {p["provision"]: p["direction"] for p in said["provisions"]}

    assert set(said) >= {"old", "new", "sections", "changes", "stats", "provisions"}
    assert became["sale"] == "weaker"


@pytest.mark.parametrize(
    "options", [("--view", "provisions"), ("--format", "html")], ids=["terminal", "html"]
)
def test_diff_names_provisions_as_readers_know_them(
    files: tuple[Path, Path], options: tuple[str, ...]
) -> None:
    """People read the names of provisions and plain details; ids are for programs."""
    shown = run("diff", *map(str, files), *options).output

    assert 0 < shown.index("Consent before disclosure") < shown.index("Ban on sale")
    assert "opt-in-written" not in shown
    assert re.findall(r"\b[a-z]+_[a-z]+\b", shown) == []


@pytest.mark.parametrize("form", ["terminal", "unified", "html"])
def test_diff_draws_every_form(files: tuple[Path, Path], form: str) -> None:
    """Each form shows the words that went."""
    shown = run("diff", *map(str, files), "--format", form)

    assert shown.exit_code == 0
    assert "written consent" in shown.output.replace("\n", " ")


@pytest.mark.parametrize(("second", "code"), [(0, 0), (1, 1)], ids=["same", "different"])
def test_diff_exit_code_tells_of_differences(
    files: tuple[Path, Path], second: int, code: int
) -> None:
    """With --exit-code a difference is 1, as in git."""
    assert run("diff", str(files[0]), str(files[second]), "--exit-code").exit_code == code


def test_a_missing_file_is_one_clear_line() -> None:
    """What cannot be found is a `DataError` that names it."""
    failed = run("analyse", "nowhere.txt").exception

    assert isinstance(failed, DataError)
    assert str(failed).startswith("nowhere.txt: no such file")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.txt", b""),
        ("empty.pdf", b"%PDF-1.4\n%%EOF"),
        ("broken.xml", b"<?xml version='1.0'?><bill><section>"),
        ("page.html", b"<html><head><title>Request Rejected</title></head><body>No.</body></html>"),
    ],
    ids=["empty", "no pdf", "broken xml", "error page"],
)
def test_a_bad_file_is_named_and_the_rest_goes_on(tmp_path: Path, name: str, body: bytes) -> None:
    """One bad file among good ones is told in one line; the good ones come in."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(body)
    (tmp_path / "in" / "good.txt").write_text(
        "STATE OF CONNECTICUT\nHOUSE BILL NO. 7\nFebruary Session, 2016\n" + CONSENT
    )
    shown = run("import", str(tmp_path / "in"), "--state", "ct", db=tmp_path / "b.db")

    assert name in shown.output
    assert "1 text imported" in shown.output


def test_matrix_shows_everyone(tmp_path: Path) -> None:
    """The table of an empty store has all 51 jurisdictions and the US: codings, shipped readings."""
    shown = run("matrix", "--format", "json", "--as-of", "2026-01-01", db=tmp_path / "b.db")
    cells = json.loads(shown.output)

    assert len({c["jurisdiction"] for c in cells}) == 52
    given = [c for c in cells if c["value"] == "yes"]
    assert {c["origin"] for c in given} == {"machine", "published"}
    assert all(c["who"] and c["where"] for c in cells if c["origin"] == "published")
    assert all(c["where"] and not c["quote"] for c in given if c["origin"] == "machine")


@pytest.mark.parametrize("form", ["table", "html", "csv", "json"])
@pytest.mark.parametrize("status", VIEWS)
def test_every_view_can_be_drawn(tmp_path: Path, status: str, form: str) -> None:
    """Law, pending bills, both or all: each view has a heading in each form."""
    shown = run("matrix", "--status", status, "--format", form, db=tmp_path / "b.db")

    assert shown.exit_code == 0


def test_a_matrix_says_what_its_marks_mean(tmp_path: Path) -> None:
    """In the terminal and as one page: what it shows, of which day, and a line a mark."""
    drawn = run("matrix", "--status", "law", "--as-of", "2026-03-02", db=tmp_path / "b.db").output
    page = run("matrix", "--status", "law", "--as-of", "2026-03-02", "--format", "html",
               db=tmp_path / "b.db").output  # fmt: skip

    assert drawn.startswith("Law in force, as of 2026-03-02\n\nY  yes\nL  partly: ")
    assert "<h1>Law in force, as of 2026-03-02</h1>" in page
    assert "<li>L  partly: some parties or data" in page
    assert max(map(len, drawn.splitlines())) <= 130


def test_csv_cells_are_inert(tmp_path: Path) -> None:
    """No cell of the CSV begins like a formula."""
    shown = run("matrix", "--format", "csv", "--as-of", "2026-01-01", db=tmp_path / "b.db")

    assert not [line for line in shown.output.splitlines() if line.startswith(("=", "+", "-", "@"))]
    assert shown.output.splitlines()[0].startswith("jurisdiction,provision,value")


def test_a_folder_that_cannot_be_made_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A site that cannot be written where it was asked for ends in one line that names the place."""
    (tmp_path / "file").write_text("no folder")
    out = tmp_path / "file" / "public"
    db = tmp_path / "b.db"
    monkeypatch.setattr("sys.argv", ["billwatch", "--db", str(db), "publish", "--out", str(out)])

    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr().err.splitlines()

    assert left.value.code == 1
    assert len(told) == 1
    assert told[0].startswith(f"billwatch: {tmp_path / 'file'}")


def test_an_import_tells_of_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar of an import moves once for each file that was read, known or not."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "hb1.txt").write_text(CONSENT)
    (folder / "odd.bin").write_bytes(bytes(range(256)))
    seen: list[str] = []
    monkeypatch.setattr(
        "billwatch.cli.looker.Looker.begin", lambda self, *given: seen.extend(map(str, given))
    )
    monkeypatch.setattr("billwatch.cli.looker.Looker.bill", lambda self, name: seen.append(name))
    run("import", str(folder), "--state", "ct", db=tmp_path / "b.db")

    assert seen[:2] == ["import", "2"]
    assert sorted(seen[2:]) == ["hb1.txt", "odd.bin"]


@pytest.mark.parametrize("verb", _VERBS)
def test_the_list_of_verbs_says_of_each_what_it_says_itself(verb: str) -> None:
    """Help lists the verbs without loading them, and in their own words."""
    command = cli.get_command(Context(cli), verb)

    assert command is not None
    assert _VERBS[verb][1] == command.get_short_help_str(1000)


@pytest.mark.parametrize(
    "asked",
    [
        "CliRunner().invoke(cli, ['--help']).output",
        "[item.value for item in cli.shell_complete(Context(cli), 'pub')]",
    ],
    ids=["help", "a shell"],
)
def test_the_list_of_verbs_loads_none(asked: str) -> None:
    """Who asks what there is does not wait for readers of PDF and the like."""
    code = (
        "import sys; from click import Context; from click.testing import CliRunner; "
        f"from billwatch.cli import cli; print('publish' in {asked}, "
        "{'numpy', 'lxml', 'requests', 're2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "True set()\n"


def test_the_program_looks_for_garbage_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a verb makes goes when nothing refers to it; a search for the rest is seldom worth it."""
    before = gc.get_threshold()
    monkeypatch.setattr(sys, "argv", ["billwatch", "--version"])
    try:
        gc.set_threshold(700)
        with pytest.raises(SystemExit):
            main()

        assert gc.get_threshold()[0] > 7000
    finally:
        gc.set_threshold(*before)
