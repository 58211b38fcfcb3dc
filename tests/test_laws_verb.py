"""The verb laws: official texts of the baseline's laws are fetched, kept, read and shown."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from billwatch import laws, store
from billwatch.cli import cli
from billwatch.errors import DataError
from billwatch.pipeline import facts, statutes, views
from billwatch.replay import Fault, Server, serve
from tests.office import pdf

WEST_VIRGINIA = """<!doctype html><html><head><title>Code</title></head><body>
<h1>§18-2-5h. Sample section for tests.</h1>
<p>(a) The state board shall adopt a data security plan that holds rules on breaches.</p>
<p>(b) The state board may not sell student data to any person.</p>
</body></html>"""
SECTION = """<html><body><h1>§ 2443{letter}</h1>
<p>(a) An operator shall not knowingly sell student information to a third party.</p></body></html>"""
CAROLINA = [
    "115C-401.2. Sample section for tests.",
    "(a) An operator shall not knowingly sell or rent the information of a student.",
    "(b) An operator shall delete the information of a student within 30 days after the school "
    "asks for it.",
]
WV_PATH, NC_PATH = "18-2-5h/index.html", "EnactedLegislation/Statutes/PDF/BySection/Chapter_115C"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Return a folder of recorded pages at the paths of the official addresses."""
    root = tmp_path / "pages"
    (root / "18-2-5h").parent.mkdir(parents=True)
    (root / "18-2-5h").write_text(WEST_VIRGINIA)
    folder = root / "statutes/section/09/062"
    folder.mkdir(parents=True)
    for letter in ("", *"abcdef"):
        (folder / f"02443{letter}").write_text(SECTION.format(letter=letter))
    (root / NC_PATH).mkdir(parents=True)
    (root / NC_PATH / "GS_115C-401.2.pdf").write_bytes(pdf(CAROLINA))
    return root


def run(db: Path, server: Server, *states: str) -> tuple[int, str, str]:
    got = CliRunner().invoke(cli, ["--db", str(db), "laws", *states, "--base-url", server.url])
    return got.exit_code, got.stdout, got.stderr


def test_texts_light_up_the_cells(tmp_path: Path, pages: Path) -> None:
    """A fetched text is kept raw and read: the state's cell has the machine's quote."""
    db = tmp_path / "b.db"
    with serve(pages) as server:
        code, out, _ = run(db, server, "wv")
    known = facts.load()
    with store.open(db) as library:
        shown = views.build(library, known, "law", "2026-01-01")
        cell = next(c for c in shown.cells if (c.jurisdiction, c.provision) == ("wv", "sale"))
        raw = library.documents("wv/2014/hb4316@published")[0].body

    assert (code, raw) == (0, WEST_VIRGINIA.encode())
    assert (cell.origin, cell.quote) == (
        "machine", "The state board may not sell student data to any person.",
    )  # fmt: skip
    assert "1 text of 1 law: 1 read, 0 unchanged, 0 failed" in out


def test_sections_make_up_a_law(tmp_path: Path, pages: Path) -> None:
    """A law of several sections is held once all of them are."""
    db = tmp_path / "b.db"
    with serve(pages) as server:
        code, _, _ = run(db, server, "VT")
    with store.open(db) as library:
        held = {bill.id: bill.kind for bill in library.bills("vt")}

    assert code == 0
    assert held == {f"vt/code/9-2443{x}": "law" for x in ("", *"abcdef")}


def test_a_pdf_is_read_too(tmp_path: Path, pages: Path) -> None:
    """A text in PDF is read; a page beside it that is missing is told and stops nothing."""
    db = tmp_path / "b.db"
    with serve(pages) as server:
        code, out, err = run(db, server, "nc")
    with store.open(db) as library:
        found = {finding.provision for finding in library.findings("nc/2016/hb632@published")}

    assert code == 1
    assert {"sale", "delete_request"} <= found
    assert "Article_29.html: status 404" in err
    assert "1 read, 0 unchanged, 1 failed" in out


def test_a_later_run_asks_only_for_what_changed(tmp_path: Path, pages: Path) -> None:
    """The second run gets 304 for the same page, and reads a changed one anew."""
    db = tmp_path / "b.db"
    with serve(pages) as server:
        run(db, server, "wv")
        code, out, _ = run(db, server, "wv")
        statuses = [hit.status for hit in server.hits if hit.path.endswith("18-2-5h/")]
        (pages / "18-2-5h").write_text(WEST_VIRGINIA.replace("student data", "pupil records"))
        _, later, _ = run(db, server, "wv")

    assert (code, statuses) == (0, [200, 304])
    assert "0 read, 1 unchanged" in out
    assert "1 read, 0 unchanged" in later


def test_each_law_fails_alone(tmp_path: Path, pages: Path) -> None:
    """A refusal, an error page and a page of another subject are told; the rest is kept."""
    other = b"<html><body><h1>Fishing</h1><p>A boat shall carry a lamp at night.</p></body></html>"
    faults = {
        "/18-2-5h/": Fault(body=other),
        "/statutes/section/09/062/02443c": Fault(status=503),
    }
    db = tmp_path / "b.db"
    with serve(pages, faults=faults) as server:
        code, out, err = run(db, server, "wv", "vt")

    assert code == 1
    assert "02443c: status 503" in err
    assert "18-2-5h/: nothing on student data was found there" in err
    assert "6 read" in out


def test_a_text_counts_from_its_laws_year(tmp_path: Path, pages: Path) -> None:
    """The law of 2014 is in the matrix of 2014 and not in that of 2013."""
    db = tmp_path / "b.db"
    with serve(pages) as server:
        run(db, server, "wv")
    known = facts.load()
    with store.open(db) as library:
        values = [
            next(c.value for c in views.build(library, known, "law", day).cells
                 if (c.jurisdiction, c.provision) == ("wv", "sale"))
            for day in ("2013-12-31", "2014-06-30")
        ]  # fmt: skip

    assert values == ["not read", "yes"]


def test_no_such_state(tmp_path: Path) -> None:
    """A place that is none is refused before anything is asked."""
    with pytest.raises(DataError, match="zz: no such state"):
        statutes.pages(facts.load(), ["zz"])


def test_direct_addresses_are_of_the_laws_own_texts() -> None:
    """An address for a text that the law does not list is an error of the file."""
    text = '[[law]]\nid = "vt/2020/s1"\nyear = 2020\ntitle = "T"\nstatus = "law"\n[law.direct]\n"vt/code/1-1" = "https://example.org/1"\n'

    with pytest.raises(DataError, match="vt/code/1-1 is no text of this law"):
        laws.load({"vt": text})


def test_shipped_addresses_are_web_pages() -> None:
    """Every direct address is http or https, and no text has two."""
    asked = [pair for law in facts.load().laws for pair in law.direct]

    assert len(asked) >= 40
    assert all(url.startswith(("https://", "http://")) for _, url in asked)
    assert len({id_ for id_, _ in asked}) == len(asked)
