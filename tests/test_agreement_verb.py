"""The verb agreement: what it prints, in every form, and how it ends."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from billwatch import store
from billwatch.cli import cli
from billwatch.models import Bill, Document, Version
from billwatch.pipeline import facts, keep
from billwatch.pipeline.keep import Run
from tests import office

SAMPLES = Path(__file__).parents[1] / "data/sample/agreements"
NEEDS = SAMPLES / "needs-assessment.txt"
LAW = """<html><body><h1>10-234zz. Sample section for tests.</h1>
<p>(a) All student data shall remain the property of the school district.</p>
<p>(b) A contractor shall notify the school district within forty-eight hours after it discovers a
breach of student data.</p>
<p>(c) A contractor shall not sell student data.</p></body></html>"""
PASSIVE = """<html><body><h1>10-234yy. Sample section for tests.</h1>
<p>(a) Student data shall be encrypted at rest and in transit.</p></body></html>"""


def run(
    tmp_path: Path, file: Path | str, *options: str, columns: int = 110, sent: bytes = b""
) -> Result:
    words = ["--db", str(tmp_path / "b.db"), "agreement", str(file), *options]
    return CliRunner().invoke(cli, words, env={"COLUMNS": str(columns)}, input=sent)


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """Keep two laws of the sample legislature, of 2020, in the database."""
    with store.open(tmp_path / "b.db") as library:
        doing = Run(library, facts.load(), "2026-01-01")
        library.save_jurisdiction(next(j for j in doing.facts.jurisdictions if j.code == "xs"))
        for number, law in (("10-234zz", LAW), ("10-234yy", PASSIVE)):
            name = f"xs/code/{number}"
            version = Version(f"{name}@published", name, "Published", "2020")
            bill = Bill(name, "xs", "code", f"§ {number}", "Sample", kind="law", status="law",
                        versions=(version,))  # fmt: skip
            keep.bill(doing, bill)
            body = law.encode()
            document = Document(hashlib.sha256(body).hexdigest(), body, "text/html")
            keep.document(doing, bill, version, document)
    return tmp_path


def told(result: Result) -> dict[str, dict[str, str]]:
    rows = json.loads(result.stdout)["rows"]
    return {row["law"]["provision"]: row for row in rows if row["law"] and row["kind"] == "term"}


def test_both_sides_are_quoted(held: Path) -> None:
    """A held law is quoted beside the agreement's words, with what the two make together."""
    shown = run(held, SAMPLES / "vendor-addendum.html", "--state", "XS", "--format", "json")
    rows = told(shown)
    law = rows["breach_notice_school"]["law"]

    assert rows["ownership"]["verdict"] == "meets"
    assert rows["breach_notice_school"]["verdict"] == "meets"
    assert "forty-eight hours" in law["quote"]  # type: ignore[index]
    assert law["origin"] == "machine"  # type: ignore[index]


def test_a_party_that_no_clause_names_is_left_out(held: Path) -> None:
    """Who is bound is said where the law says it, and nothing where it does not."""
    shown = " ".join(run(held, SAMPLES / "vendor-addendum.html", "--state", "XS").stdout.split())

    assert "(binds: contractor)" in shown
    assert "unstated" not in shown


def test_what_is_missing_is_an_exit_code(held: Path) -> None:
    """Silence where the law asks for something is exit code 1, and said."""
    shown = run(held, NEEDS, "--state", "xs", "--format", "json")

    assert shown.exit_code == 1
    assert told(shown)["breach_notice_school"]["verdict"] == "agreement silent"


def test_the_law_of_another_day(held: Path) -> None:
    """Before the law's year nothing is held, nothing is claimed, and the exit code is 0."""
    shown = run(held, NEEDS, "--state", "xs", "--as-of", "2014-06-30", "--format", "json")

    assert shown.exit_code == 0
    assert {row["verdict"] for row in json.loads(shown.stdout)["rows"]} == {"not read"}


def test_published_codings_need_no_database(tmp_path: Path) -> None:
    """Without a database the published codings answer, as theirs, and none is made."""
    shown = run(tmp_path, NEEDS, "--state", "CT", "--as-of", "2016-12-31", "--format", "json")
    row = told(shown)["ownership"]

    assert row["law"]["origin"] in ("published", "machine")  # type: ignore[index]
    assert row["law"]["who"] or row["law"]["quote"]  # type: ignore[index]
    assert row["verdict"] == "agreement silent"
    assert not (tmp_path / "b.db").exists()


def test_json_offsets_are_of_the_text(tmp_path: Path) -> None:
    """Every quote in the JSON is a slice of its document."""
    shown = json.loads(run(tmp_path, NEEDS, "--state", "CT", "--format", "json").stdout)
    body = shown["document"]["text"]
    spans = [*shown["elements"], *(e["line"] for e in shown["elements"])]
    spans += [e["basis"] for e in shown["elements"] if e["basis"]]
    spans += [answer for term in shown["terms"] for answer in term["answers"]]

    assert all(body[s["start"] : s["end"]] == s["quote"] for s in spans)
    assert "location" in shown["unnamed"]
    assert sum(shown["counts"].values()) == len(shown["rows"])


@pytest.mark.parametrize("columns", [60, 80, 110, 140])
def test_the_terminal_keeps_its_width(tmp_path: Path, columns: int) -> None:
    """No line is longer than the terminal; the silences are there at any width."""
    shown = run(tmp_path, NEEDS, "--state", "CT", "--as-of", "2018-12-31", columns=columns)

    assert max(map(len, shown.stdout.splitlines())) <= columns
    assert "against the law of Connecticut in force on 2018-12-31" in shown.stdout
    assert "AGREEMENT SILENT" in shown.stdout
    assert "no legal advice" in re.sub(r"\s+", " ", shown.stdout)


def test_the_page_needs_nothing_else(tmp_path: Path) -> None:
    """The page loads nothing, runs nothing, and its policy allows its own style alone."""
    page = run(tmp_path, NEEDS, "--state", "CT", "--as-of", "2018-12-31", "--format", "html").stdout
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    policy = re.search(r"style-src 'sha256-([^']+)'", page)

    assert style is not None
    assert policy is not None
    assert base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode() == policy[1]
    assert not re.search(r"<script|<img|<link|<iframe|src=|style=|@import|url\(", page)
    assert page.count('data-verdict="agreement silent"') >= 3
    assert "<b>Silent.</b>" in page


def test_what_the_agreement_says_cannot_act_on_the_page(tmp_path: Path) -> None:
    """Markup and escapes in an agreement are words."""
    file = tmp_path / "odd.txt"
    file.write_text("The District shall provide race <script>alert(1)</script> \x1b[31m data.\n")
    page = run(tmp_path, file, "--state", "CT", "--format", "html").stdout
    shown = run(tmp_path, file, "--state", "CT").stdout

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in shown


@pytest.mark.parametrize("name", ["made.docx", "made.pdf"])
def test_office_files_are_read(tmp_path: Path, name: str) -> None:
    """DOCX and PDF give what the text gives."""
    lines = [line for line in NEEDS.read_text("utf-8").split("\n") if line]
    (tmp_path / name).write_bytes(office.docx(lines) if name == "made.docx" else office.pdf(lines))
    results = [
        json.loads(run(tmp_path, file, "--state", "CT", "--format", "json").stdout)
        for file in (NEEDS, tmp_path / name)
    ]
    plain, made = ({e["id"]: e["status"] for e in result["elements"]} for result in results)

    assert made == plain


def test_standard_input(tmp_path: Path) -> None:
    """A dash reads from standard input."""
    shown = run(tmp_path, "-", "--state", "CT", "--format", "json", sent=NEEDS.read_bytes())

    assert json.loads(shown.stdout)["document"]["name"] == "-"


@pytest.mark.parametrize(
    ("file", "options", "words"),
    [
        ("nothing.pdf", ("--state", "CT"), "nothing.pdf"),
        (NEEDS, ("--state", "ZZ"), "ZZ: no such state"),
        (NEEDS, ("--state", "CT", "--as-of", "June"), "no date such as"),
        (NEEDS, (), "Missing option '--state'"),
    ],
    ids=["no file", "no state", "no date", "no option"],
)
def test_misuse_is_told(
    tmp_path: Path, file: Path | str, options: tuple[str, ...], words: str
) -> None:
    """What cannot be done is one line that names it."""
    shown = run(tmp_path, file, *options)

    assert shown.exit_code != 0
    assert words in shown.output + str(shown.exception)
