"""The documentation is true: commands print what it shows, links lead somewhere, nothing is stale."""

import re
import shlex
import shutil
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from pkgutil import resolve_name

import pytest
from click.testing import CliRunner

from billwatch.cli import cli
from tests import reference

ROOT = Path(__file__).parents[1]
PAGES = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.S | re.M)
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#([^)\s]+))?\)")
_HEADING = re.compile(r"^#+ (.+)$", re.M)


def shown(page: Path) -> list[tuple[str, str]]:
    """Return the commands of a page, each with what it is said to print."""
    blocks = _BLOCK.findall(page.read_text("utf-8"))
    parts = (part for block in blocks for part in block.split("$ ")[1:])
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


@pytest.mark.parametrize("page", [p for p in PAGES if shown(p)], ids=lambda p: p.name)
def test_the_commands_print_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command of a page, run one after the other, prints its block; … stands for lines."""
    shutil.copytree(ROOT / "data" / "sample", tmp_path / "sample")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for command, wanted in shown(page):
        program, *words = shlex.split(command)
        run = CliRunner().invoke(cli, words)
        pattern = wanted.replace("…", "...")

        assert program == "billwatch"
        assert run.exit_code in (0, 1), run.output
        assert OutputChecker().check_output(pattern, run.stdout, ELLIPSIS), run.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every relative link names a file that is there, and a heading that it has."""
    for target, heading in _LINK.findall(page.read_text("utf-8")):
        other = (page.parent / target).resolve()

        assert other.exists(), f"{page.name}: {target}"
        if heading:
            titles = _HEADING.findall(other.read_text("utf-8"))
            anchors = {re.sub(r"[^\w -]", "", t.lower()).replace(" ", "-") for t in titles}

            assert heading in anchors, f"{page.name}: {target}#{heading}"


def test_the_tutorials_run_something() -> None:
    """The tests above have commands to run."""
    assert sum(len(shown(page)) for page in PAGES) >= 4


def test_the_reference_is_what_the_code_says() -> None:
    """Every page of docs/reference is what the code gives, and every name in it has a meaning."""
    for name, text in reference.pages().items():
        held = (reference.OUT / name).read_text("utf-8")
        new = next((line for line in text.splitlines() if line not in held.splitlines()), "a line")

        assert held == text, f"docs/reference/{name} is stale ({new!r}): {reference.COMMAND}"


def test_a_name_without_a_meaning_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A meaning that is missing, or that explains nothing, stops the reference by name."""
    said = reference.MEANINGS.read_text("utf-8").replace("[doctor]\nabout =", "[doctor]\nabuot =")
    changed = tmp_path / "meanings.toml"
    changed.write_text(said, "utf-8")
    monkeypatch.setattr(reference, "MEANINGS", changed)

    with pytest.raises(ValueError, match=r"lacks \['doctor: \[\].about'\].*'doctor: abuot'"):
        reference.pages()


def test_the_way_of_a_bill_leads_through_the_code() -> None:
    """Every function that CONTRIBUTING names on a bill's way is there."""
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    way = told[told.index("## One bill's way") : told.index("## Add a state")]
    names = re.findall(r"`(billwatch\.[\w.]+)`", way)

    assert len(names) >= 15
    assert [name for name in names if not callable(resolve_name(name))] == []
