"""The calendar, the cards, what stands beside the answers, the search index, and the bundle."""

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from billwatch import store
from billwatch.cli import cli
from billwatch.errors import DataError
from billwatch.models import Action, Document, Finding
from billwatch.publish import Around, Moment, Page, Site, Term, build, pages, publish, search
from tests.browser import sample

BEFORE = sample.SUBSTITUTE.index("Section 1.")
AROUND = Around(
    (Term("operator", "1", BEFORE, BEFORE + 60),),
    (Moment("effective", "2026-07-01", "3", BEFORE, BEFORE + 60), Moment("sunset", "", "3", 0, 9)),
    ("grades K-12",), "SOPIPA",
)  # fmt: skip


def around() -> Site:
    """Return the tiny site with words and days beside its answers, and a hearing to come."""
    hearing = Action("2026-03-09", "Public hearing, room 2; all may speak, é", "lower")
    past = Action("2026-01-20", "Public hearing held", "lower")
    bill = replace(sample.sample_bill(), actions=(past, hearing))
    site = sample.tiny()
    shelf = replace(site.library, held=(bill,))  # type: ignore[type-var]
    return replace(site, library=shelf, around=lambda version: AROUND)


def built(site: Site) -> dict[str, bytes]:
    return {page.path: page.body or b"" for page in pages(site, sample.TEMPLATES)}


def entries(calendar: bytes) -> list[dict[str, str]]:
    """Return the entries of a calendar, its folded lines joined."""
    text = calendar.decode().replace("\r\n ", "")
    found = re.findall("BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL)
    return [dict(line.split(":", 1) for line in e.strip().split("\r\n")) for e in found]


def test_the_calendar_holds_hearings_to_come_and_days_that_texts_name() -> None:
    """A hearing before the build is over; a moment without a date is on no day."""
    calendar = built(around())["feed/calendar.ics"]
    told = {(e["DTSTART;VALUE=DATE"], e["SUMMARY"]) for e in entries(calendar)}

    assert told == {("20260309", "XS HB 1: hearing"), ("20260701", "XS HB 1 takes effect")}
    assert entries(calendar)[0]["DESCRIPTION"] == r"Public hearing\, room 2\; all may speak\, é"
    assert max(len(line) for line in calendar.split(b"\r\n")) <= 75
    assert calendar.count(b"\n") == calendar.count(b"\r\n")


def test_definitions_stand_one_step_from_the_answer() -> None:
    """Beside an answer stand the defined words it turns on; they lead to the definition."""
    text = built(around())["bill/xs/2026/hb1/text-substitute.html"].decode()

    assert 'Defined in this text: <a href="#def-operator">operator</a>' in text
    assert '<div id="def-operator"><dt>operator</dt>' in text
    assert "<b>Effective: 1 July 2026</b>" in text
    assert "closest model act: SOPIPA" in text


def test_a_card_says_what_the_matrix_says() -> None:
    """Each place and provision has a card, in HTML and as well-formed SVG that loads nothing."""
    files = built(sample.tiny())
    cards = [p for p in files if p.startswith("card/") and not p.endswith("index.html")]

    assert len(cards) == 2 * (len(sample.PLACES) + len(sample.CODEBOOK))
    assert b"of 4 provisions" in files["card/state/ct.svg"] or b"of 4" in files["card/state/ct.svg"]
    for path in cards:
        if path.endswith(".svg"):
            assert ElementTree.fromstring(files[path]).tag.endswith("svg")
        assert b"<script" not in files[path]


class Counter:
    """An index that counts how often it is made."""

    FOLDER = "pagefind"

    def __init__(self) -> None:
        self.made = 0

    def reads(self, path: str) -> bool:
        """Read what the real one reads."""
        return search.reads(path)

    def index(self, folder: Path) -> Iterator[str]:
        """Write one file."""
        self.made += 1
        (folder / "pagefind").mkdir()
        (folder / "pagefind/a.pf_meta").write_text("x")
        yield "pagefind/a.pf_meta"


def test_the_index_is_made_anew_only_for_pages_it_reads(tmp_path: Path) -> None:
    """The home page's new date needs no new index; a new bill page, or one that is gone, does."""
    out, index = tmp_path / "public", Counter()
    home, bill = Page("index.html", b"1"), Page("bill/a/index.html", b"1")
    made = []
    for site in ([home, bill], [replace(home, body=b"2"), bill], [home, replace(bill, body=b"2")],
                 [home], [home]):  # fmt: skip
        build.write(site, out, index=index)
        made.append(index.made)

        assert (out / "pagefind/a.pf_meta").read_text() == "x"
    assert made == [1, 1, 2, 3, 3]


def test_an_index_that_fails_leaves_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Pagefind fails, its reason is told and the site stays as it was."""
    out = tmp_path / "public"
    publish(sample.tiny(), sample.TEMPLATES, out)
    before = (out / "index.html").read_bytes()
    monkeypatch.setattr(search, "command", lambda: ("false",))

    with pytest.raises(DataError, match="search index was not made"):
        publish(replace(sample.tiny(), search=True), sample.TEMPLATES, out)
    assert (out / "index.html").read_bytes() == before


def test_a_bundle_restores_the_same_site(tmp_path: Path) -> None:
    """Every digest of the bundle holds, and its database publishes to the very bytes it holds."""
    db, out = tmp_path / "a.db", tmp_path / "all.zip"
    with store.open(db) as library:
        library.save_bill(sample.sample_bill(), seen_on="2026-01-13")
        for id, read in sample._sample_readings().items():
            body = read.text.body.encode()
            sha = hashlib.sha256(body).hexdigest()
            library.save_document(id, Document(sha, body, "text/plain"))
            library.save_reading(read, sha256=sha, code="test")
    words = ["--as-of", "2026-03-02", "--base-url", "https://b.example"]
    done = CliRunner().invoke(
        cli, ["--db", str(db), "export", "--bundle", "--out", str(out), *words]
    )
    twice = CliRunner().invoke(
        cli, ["--db", str(db), "export", "--bundle", "--out", str(out), *words]
    )

    assert done.exit_code == 0, done.exception
    with zipfile.ZipFile(out) as archive:
        archive.extractall(tmp_path / "b")
    sums = dict(
        line.split("  ")[::-1] for line in (tmp_path / "b/SHA256SUMS").read_text().splitlines()
    )
    found = {name: digest(tmp_path / "b" / name) for name in sums}
    again = tmp_path / "again"
    CliRunner().invoke(
        cli,
        [
            "--db",
            str(tmp_path / "b/billwatch.db"),
            "publish",
            "--no-search",
            "--out",
            str(again),
            *words,
        ],
    )

    assert twice.exit_code == 1
    assert found == sums
    assert contents(again) == contents(tmp_path / "b/site")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def contents(folder: Path) -> dict[str, bytes]:
    """Return every published file; the builder's own notes, which name its code, are left out."""
    return {
        f.relative_to(folder).as_posix(): f.read_bytes()
        for f in folder.rglob("*")
        if f.is_file() and not f.name.startswith(".billwatch")
    }


def test_the_map_of_the_site_names_the_pages_there_are() -> None:
    """Every address of sitemap.xml is a page, and every page but the missing one stands in it."""
    site = sample.tiny()
    files = {page.path for page in pages(site, sample.TEMPLATES)}
    text = next(p.body for p in pages(site, sample.TEMPLATES) if p.path == "sitemap.xml")
    named = re.findall(r"<loc>https://billwatch\.example/(.*?)</loc>", (text or b"").decode())
    told = {f"{name}index.html" if name.endswith("/") or not name else name for name in named}

    assert told == {p for p in files if p.endswith(".html") and p != "404.html"}
    assert len(named) == len(told)
    assert "CITATION.cff" in files


def test_an_exception_leads_to_its_section() -> None:
    """A place that carves out from a finding is a link to the section that it stands in."""
    site = sample.tiny()
    held = site.library.readings  # type: ignore[attr-defined]
    one = held["xs/2026/hb1@introduced"]
    hit = replace(one.findings[0], exceptions=("3(a)", "99"))
    readings = {**held, one.version: replace(one, findings=(hit, *one.findings[1:]))}
    site = replace(site, library=sample.Shelf((sample.sample_bill(),), readings))
    files = {p.path: (p.body or b"").decode() for p in pages(site, sample.TEMPLATES)
             if p.path.endswith("html")}  # fmt: skip
    text = files["bill/xs/2026/hb1/text-introduced.html"]

    assert 'exceptions at <a href="#s-3">§ 3(a)</a>, § 99' in text
    assert 'id="s-3"' in text


def test_notes_of_cells_stand_on_the_pages_that_compare() -> None:
    """A sunset that the matrix notes is a footnote where jurisdictions stand side by side too."""
    site = sample.tiny()
    cells = tuple(
        replace(c, note="expires 2027-01-01") if c.value == "yes" else c for c in site.law.cells
    )
    site = replace(site, law=replace(site.law, cells=cells))
    files = {p.path: (p.body or b"").decode() for p in pages(site, sample.TEMPLATES)
             if p.path.startswith("compare/")}  # fmt: skip

    assert (
        '<li id="note-1">Connecticut, HB 5469: expires 1 January 2027'
        in files["compare/index.html"]
    )
    assert 'href="#note-1"' in files["compare/index.html"]
    assert "expires 1 January 2027" in files["compare/ct/index.html"]


@pytest.mark.parametrize(
    ("change", "row"),
    [
        (
            lambda hit: (replace(hit, exceptions=(*hit.exceptions, "3")),),
            ('class="tag weaker"', "more exceptions"),
        ),
        (lambda hit: (hit, replace(hit, value="permits", bound="researcher")), ("researcher",)),
    ],
    ids=["an exception more is weaker", "a permission beside the rule is no gain"],
)
def test_a_step_tells_what_the_comparison_tells(
    change: Callable[[Finding], tuple[Finding, ...]], row: tuple[str, ...]
) -> None:
    """The table of a step says which way an answer went as the comparison of texts does."""
    site = sample.tiny()
    held = site.library.readings  # type: ignore[attr-defined]
    first, last = held["xs/2026/hb1@introduced"], held["xs/2026/hb1@substitute"]
    hit = first.findings[0]
    readings = {
        **held,
        first.version: replace(first, findings=(hit,)),
        last.version: replace(last, findings=change(hit)),
    }
    site = replace(site, library=sample.Shelf((sample.sample_bill(),), readings))
    text = built(site)["bill/xs/2026/hb1/change-introduced..substitute.html"].decode()
    table = text[text.index('<table class="shifts">') : text.index("</table>")]

    assert [words for words in row if words not in table] == []
    assert "stronger" not in table
