"""The published site: its bytes, its links, its manners with strangers' words."""

import csv
import gzip
import io
import json
import os
import posixpath
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from billwatch import inert
from billwatch.errors import DataError
from billwatch.models import Action, Bill, Cell, Finding, Law, Mark, Sponsor, Version
from billwatch.publish import (
    Page,
    Site,
    build,
    marks,
    pages,
    paths,
    press,
    prints,
    publish,
    redlines,
)
from tests.browser import sample

CEILING = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["site"]
KEPT = Path(__file__).parent / "examples" / "site"
VOID = {"br", "hr", "img", "input", "link", "meta", "rect", "col"}
HOSTILE = '<script>alert("x")</script>\'"&=1+1'


def built(site: Site) -> dict[str, bytes]:
    return {page.path: page.body for page in pages(site, sample.TEMPLATES)}


@pytest.fixture(scope="module")
def tiny() -> dict[str, bytes]:
    return built(sample.tiny())


class Tags(HTMLParser):
    """Collects ids, links and attributes; complains of a tag that is not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.wrong += [f"never closed: {tag}" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = [(name, value or "") for name, value in attrs]
        self.attributes += [(tag, name, value) for name, value in found]
        self.ids += [value for name, value in found if name == "id"]
        self.links += [value for name, value in found if name in ("href", "src")]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.wrong.append(f"{tag} closed, {self._open[-3:]} open at {self.getpos()}")


def html(files: Mapping[str, bytes]) -> Iterator[tuple[str, Tags]]:
    for path, body in files.items():
        if path.endswith(".html"):
            yield path, Tags(body.decode())


def broken(files: Mapping[str, bytes]) -> list[str]:
    """Return every inner link whose page or anchor is not there."""
    parsed = dict(html(files))
    wrong = []
    for path, tags in parsed.items():
        for link in tags.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                continue
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), unquote(parts.path))
            )
            target = target if parts.path else path
            if target not in files or parts.scheme:
                wrong.append(f"{path}: {link}")
            elif parts.fragment and unquote(parts.fragment) not in parsed[target].ids:
                wrong.append(f"{path}: {link} (no such anchor)")
    return wrong


def test_both_engines_print_the_same(
    tiny: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of bills have the bytes that Jinja would give them."""
    assert press._MANY

    monkeypatch.setattr(press, "_MANY", set())

    assert built(sample.tiny()) == tiny


SITES = pytest.mark.parametrize(
    "site",
    [sample.tiny(), replace(sample.tiny(), base_url=""), sample.wide(12)],
    ids=["tiny", "no address", "wide"],
)


@SITES
def test_every_inner_link_leads_somewhere(site: Site) -> None:
    """Every link within the site names a file that is there and an anchor that is on it."""
    own = {p: b for p, b in built(site).items() if p != "404.html"}

    assert broken(own) == []


@SITES
def test_every_page_is_well_formed(site: Site) -> None:
    """Tags close in order, no id stands twice, and nothing in a page styles or runs."""
    for path, tags in html(built(site)):
        twice = {i for i in tags.ids if tags.ids.count(i) > 1}
        inline = [a for a in tags.attributes if a[1] == "style" or a[1].startswith("on")]

        assert (path, tags.wrong, twice, inline) == (path, [], set(), [])


def test_every_page_says_what_it_needs(tiny: Mapping[str, bytes]) -> None:
    """Each page has a language, a policy, a description, one main heading and a skip link."""
    needed = (
        '<html lang="en">', "default-src 'none'", '<meta name="description" content="',
        '<meta property="og:title" content="', '<meta property="og:description" content="',
        'class="skip" href="#main"', '<main id="main"', 'rel="icon"',
    )  # fmt: skip
    for path, body in tiny.items():
        if path.endswith(".html"):
            text = body.decode()

            assert [n for n in needed if n not in text] == [], path
            assert text.count("<h1") == 1, path
            assert (
                re.sub(r'<script src="[./]*assets/\w+[.]js" defer></script>', "", text).count(
                    "<script"
                )
                == 0
            )
            assert "<style" not in text


def test_nothing_is_loaded_from_elsewhere(tiny: Mapping[str, bytes]) -> None:
    """Only links that a reader follows lead out; style and icon are the site's own."""
    for path, tags in html(tiny):
        loaded = [
            v for t, n, v in tags.attributes
            if (n == "src" or (t in ("link", "use") and n == "href")) and v.startswith("http")
        ]  # fmt: skip

        assert [v for v in loaded if not v.startswith("https://billwatch.example/")] == [], path
    for name in ("assets/style.css", "assets/redline.css"):
        assert b"url(" not in tiny[name]
        assert b"@import" not in tiny[name]


def test_the_tiny_site_is_as_reviewed(tiny: Mapping[str, bytes]) -> None:
    """The pages of the tiny site are the ones in git (BILLWATCH_ACCEPT=1 takes the new ones)."""
    mine = {p: b for p, b in tiny.items() if not p.startswith(("assets/", "picture/"))}
    if os.environ.get("BILLWATCH_ACCEPT"):
        for old in sorted(KEPT.rglob("*"), reverse=True):
            old.rmdir() if old.is_dir() else old.unlink()
        for path, body in mine.items():
            (KEPT / path).parent.mkdir(parents=True, exist_ok=True)
            (KEPT / path).write_bytes(body)
    kept = {f.relative_to(KEPT).as_posix(): f for f in KEPT.rglob("*") if f.is_file()}

    assert sorted(mine) == sorted(kept)
    assert [p for p, f in kept.items() if f.read_bytes() != mine[p]] == []


def test_the_same_site_gives_the_same_bytes(tiny: Mapping[str, bytes]) -> None:
    """A second build differs in nothing."""
    assert built(sample.tiny()) == tiny


# The matrix


def test_the_home_page_shows_every_jurisdiction() -> None:
    """All 51 jurisdictions and the US stand on the home page, and the sample after them."""
    text = built(sample.wide(12))["index.html"].decode()
    rows = re.findall(r'<tr data-jurisdiction="(\w+)"', text)

    assert len(rows) == 53
    assert rows[-1] == "xs"
    assert set(rows) == {place.code for place in sample.all_places()}
    assert text.index('class="apart"') < text.index('data-jurisdiction="xs"')
    assert text.index('data-jurisdiction="wy"') < text.index('class="apart"')


def cell(text: str, code: str, provision: str) -> str:
    row = text[text.index(f'data-jurisdiction="{code}"') :]
    found = re.search(rf'<td data-provision="{provision}".*?</td>', row)
    assert found

    return found[0]


@pytest.mark.parametrize(
    ("page", "code", "provision", "marks"),
    [
        ("law", "ct", "sale",
         ['data-value="yes"', 'class="yes pub"', ">yes, published ", "state/ct/index.html#law-sale"]),
        ("law", "ct", "parent_notice",
         ['data-value="no"', 'class="silent"', ">silent<", "#law-parent_notice"]),
        ("law", "us", "sale", ['data-value="unknown"', 'class="unknown"', "#law-sale"]),
        ("law", "vt", "sale", ['data-value="not read"', 'class="unread"', 'state/vt/index.html"']),
        ("pending", "xs", "breach_notice_school",
         ['class="yes"', ">yes <small>30 d<", "text-substitute.html#breach_notice_school-"]),
    ],
    ids=["published", "silent", "unknown", "not read", "machine"],
)  # fmt: skip
def test_a_cell_shows_its_value_and_leads_to_its_evidence(
    tiny: Mapping[str, bytes], page: str, code: str, provision: str, marks: list[str]
) -> None:
    """Each kind of cell has its own mark and links to what it rests on."""
    found = cell(tiny[f"matrix/{page}/index.html"].decode(), code, provision)

    assert [m for m in marks if m not in found] == []


def test_a_cells_word_is_shown_as_its_letter() -> None:
    """The styles put before each kind of cell the letter that the legend shows."""
    styles = (sample.TEMPLATES.parent / "assets" / "style.css").read_text("utf-8")
    letters = dict(re.findall(r'td\.(\w+) > a::before \{ content: "(.)"', styles))

    assert letters == {sign.css: sign.letter for sign in marks.SIGNS.values()}


def test_a_published_coding_names_who_and_where(tiny: Mapping[str, bytes]) -> None:
    """The line a published cell leads to names the publisher and links the place."""
    text = tiny["state/ct/index.html"].decode()
    line = text[text.index('id="law-sale"') :].split("</tr>")[0]

    assert "CT Office of Legislative Research" in line
    assert 'href="https://www.cga.ct.gov/2016/SUM/' in line


def reviewed_site() -> Site:
    """Return the tiny site with a review on words in which the machine found nothing."""
    site, body = sample.tiny(), sample.SUBSTITUTE
    quote = "A parent may ask the local board in writing"
    start = body.index(quote)
    ruled = Cell(
        "xs", "parent_notice", "partly", "on request", "district", "review", "xs/2026/hb1",
        "xs/2026/hb1@substitute", "in committee", 2026, "2", start, start + len(quote), quote,
        who="An office of research", note="asking is not telling", date="2026-02-20",
    )  # fmt: skip
    cells = tuple(
        ruled if (c.jurisdiction, c.provision) == ("xs", "parent_notice") else c
        for c in site.pending.cells
    )
    return replace(site, pending=replace(site.pending, cells=cells))


def test_a_review_leads_to_its_words_and_names_its_day() -> None:
    """A review's words are marked on the text's page though the machine found nothing there."""
    files = built(reviewed_site())
    start = sample.SUBSTITUTE.index("A parent may ask")
    anchor = f"text-substitute.html#parent_notice-{start}"
    text = files["bill/xs/2026/hb1/text-substitute.html"].decode()
    state = files["state/xs/index.html"].decode()
    rows = list(csv.DictReader(io.StringIO(files["data/matrix-pending.csv"].decode())))
    row = next(r for r in rows if r["jurisdiction"] == "xs" and r["provision"] == "parent_notice")

    assert anchor in cell(files["matrix/pending/index.html"].decode(), "xs", "parent_notice")
    assert f'id="parent_notice-{start}"' in text
    assert "Decided by <b>An office of research</b>, 20 February 2026" in state
    assert (row["who"], row["date"]) == ("An office of research", "2026-02-20")
    assert broken({p: b for p, b in files.items() if p != "404.html"}) == []


def test_the_wide_matrix_is_light() -> None:
    """The matrix page with 53 rows of 35 provisions is at most 150 kB compressed."""
    body = built(sample.wide())["matrix/law/index.html"]

    assert body.count(b"<td data-provision") == 53 * 35
    assert len(gzip.compress(body, mtime=0)) <= CEILING["matrix_gzip_bytes"]


# Texts


def test_the_quote_is_marked_where_the_anchor_leads(tiny: Mapping[str, bytes]) -> None:
    """The anchor of a cell stands on a mark that holds the finding's words."""
    text = tiny["bill/xs/2026/hb1/text-introduced.html"].decode()
    start = sample.INTRODUCED.index("An operator shall not sell")

    assert (
        f'<mark id="sale-{start}">An operator shall not sell the records of any pupil.</mark>'
        in text
    )


def test_struck_words_show_struck_and_in_place(tiny: Mapping[str, bytes]) -> None:
    """Struck words stand in a del before the words that replace them."""
    text = tiny["bill/xs/2026/hb1/text-substitute.html"].decode()

    assert '(b) <del class="print">No local board' in text
    assert '</del><ins class="print">A parent may ask' in text


def paragraphs(html: str) -> list[str]:
    """Return what the paragraphs of a text say, without the notes and gaps between them."""
    return re.findall(r'<p(?: class="i\d")?>(.*?)</p>', html)


def plain(html: str) -> str:
    """Return what paragraphs print, without struck words and tags."""
    text = "\n".join(paragraphs(html))
    bare = re.sub(r"<[^>]+>", "", re.sub(r"<del.*?</del>", "", text))
    return bare.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")


def test_parts_hold_the_whole_text_once() -> None:
    """A long text comes in parts that together print every word, in order, and none twice."""
    body = "\n".join(f"Sec. {n}. " + "word and more words " * 60 for n in range(1, 500))
    sheet = prints.lay_out(sample.reading("xs/1/a@b", body), ())
    shown = "\n".join(plain(prints.part(sheet, n, "")) for n in range(1, len(sheet.parts) + 1))

    assert len(sheet.parts) > 2
    assert shown.split() == body.split()


def test_an_excerpt_holds_every_marked_clause() -> None:
    """The page of a long text shows each marked clause and says where the rest is."""
    body = "\n".join(f"Sec. {n}. " + "word and more words " * 60 for n in range(1, 500))
    start = body.index("Sec. 300.")
    hit = prints.Hit("sale-1", start, start + 9, "sale", "Sale", "Y", "yes", "yes")
    html = prints.excerpt(prints.lay_out(sample.reading("xs/1/a@b", body), (hit,)), "", "xs/1/a@b")
    gaps = re.findall(r">(\d+) paragraphs left out here: read them in part [1-9]<", html)

    assert '<mark id="sale-1">Sec. 300.</mark>' in html
    assert sum(map(int, gaps)) + len(paragraphs(html)) == 499
    assert len(gaps) == html.count('class="gap"') > 1


def long_site(body: str, *hits: Finding) -> Site:
    version = Version("xs/2026/sb9@introduced", "xs/2026/sb9", "Introduced", "2026-01-01")
    bill = Bill("xs/2026/sb9", "xs", "2026", "SB 9", "Long", versions=(version,))
    shelf = sample.Shelf((bill,), {version.id: sample.reading(version.id, body, (), *hits)})
    empty = sample.matrix("law", sample.PLACES, ())
    return replace(
        sample.tiny(), library=shelf, pending=replace(empty, view="pending"),
        both=replace(empty, view="both"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "body",
    ["\n".join(f"Sec. {n}. " + "A word & more. " * 70 for n in range(1800)), "word " * 380_000],
    ids=["1.9 MB in sections", "1.9 MB in one line"],
)
def test_a_huge_text_makes_pages_of_bearable_size(body: str) -> None:
    """No page of a text of 1.9 MB is larger than half a megabyte, and all its links hold."""
    quote = body[900_000:900_040]
    hit = Finding("sale", "yes", "", "", "", 900_000, 900_040, quote, 1.0, "r")
    files = built(long_site(body, hit))
    sizes = {p: len(b) for p, b in files.items() if p.startswith("bill/")}

    assert max(sizes.values()) <= CEILING["page_bytes"]
    assert broken({p: b for p, b in files.items() if p != "404.html"}) == []


def test_a_long_comparison_keeps_every_change() -> None:
    """Parts of a comparison hold each change once; links between them lead to the right part."""
    rows = "".join(
        f'<section id="s{n}"><h2>{n}</h2><div class="row"><a id="c{n}" href="#c{n + 1}">x</a>'
        f'<ins>new {n}</ins></div><details class="fold"><summary>9 unchanged paragraphs</summary>'
        f"<p>{'same ' * 50}</p></details></section>"
        for n in range(50)
    )
    found = redlines.parts(
        f'<nav class="rail"><a href="#s49">Last</a></nav>{rows}', "part-{}.html".format, 2_000
    )
    inserted = [words for part in found for words in re.findall("<ins>(.*?)</ins>", part)]

    assert len(found) > 3
    assert inserted == [f"new {n}" for n in range(50)]
    assert f'href="part-{len(found)}.html#s49"' in found[0]
    assert 'href="#s49"' in found[-1]
    assert all("same" not in part for part in found)
    assert redlines.parts('<p><a href="#gone">a</a></p>', str) == ("<p><a>a</a></p>",)


def test_marks_at_the_edges_do_not_break_the_page() -> None:
    """Struck words at both ends of a body, over several lines, keep the body whole."""
    body = "One.\nTwo."
    marks = (Mark("deleted", 0, 0, "Old\nhead"), Mark("added", 0, 9), Mark("deleted", 9, 9, "end"))
    sheet = prints.lay_out(sample.reading("x/1/a@b", body, marks), ())

    assert plain(prints.whole(sheet, "")) == body
    assert "Old<br>head" in prints.whole(sheet, "")


# Strangers' words


def hostile() -> Site:
    site = sample.tiny()
    bill = replace(
        sample.sample_bill(), title=HOSTILE, number=HOSTILE, url="javascript:alert(1)",
        sponsors=(Sponsor(HOSTILE),), actions=(Action("2026-01-01", HOSTILE),),
    )  # fmt: skip
    law = replace(site.laws[0], title=HOSTILE, url="data:text/html,x", note=HOSTILE)
    return replace(
        site, library=replace(site.library, held=(bill,)), laws=(law,),  # type: ignore[type-var]
        redline=lambda old, new: replace(sample.redline(old, new), html=HOSTILE + "<p onclick=x>a"),  # type: ignore[type-var]
    )  # fmt: skip


def test_hostile_words_stay_words() -> None:
    """A title with markup is shown as it is, and an address that is no web address is no link."""
    files = built(hostile())
    for path, tags in html(files):
        text = files[path].decode()

        assert tags.wrong == [], path
        assert "<script>" not in text
        assert [v for v in tags.links if v.startswith(("javascript", "data:"))] == []
        assert [a for a in tags.attributes if a[1].startswith("on")] == []
    assert "&lt;script&gt;" in files["bill/xs/2026/hb1/index.html"].decode()


@pytest.mark.parametrize(
    "id",
    ["../../etc/passwd", "xs/2026/..", "xs/2026/a b/c", "xs/2026/CON", "xs/2026/é", "", "a/" * 40,
     "xs/2026/" + "n" * 300, "xs/2026/a\x00b", "xs/2026/.git", "C:\\x"],
)  # fmt: skip
def test_no_id_leaves_the_folder(id: str) -> None:
    """Whatever an id holds, its page has a plain path within the site."""
    for path in (paths.bill(id), paths.version(f"{id}@{id}"), paths.change(f"{id}@a", f"{id}@b")):
        parts = path.split("/")

        assert re.fullmatch(r"[a-z0-9._/-]+", path)
        assert not {"", ".", ".."} & set(parts)
        assert all(len(part) < 130 and not part.startswith(".") for part in parts)


def test_different_ids_have_different_pages() -> None:
    """Ids that look alike once made safe do not share a page."""
    ids = ["xs/2026/HB 1", "xs/2026/hb-1", "xs/2026/hb 1", "xs/2026/hb1", "xs/2026/Hb1"]

    assert len({paths.bill(id) for id in ids}) == len(ids)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\r=1", " =1", "＝1"])
def test_no_csv_cell_is_a_formula(text: str) -> None:
    """A cell that a spreadsheet would run begins with an apostrophe, in every CSV of the site."""
    site = replace(sample.tiny(), laws=(Law("ct/1/a", "ct", 2020, text, "", text, "law", ""),))
    rows = list(csv.DictReader(io.StringIO(built(site)["data/laws.csv"].decode(), newline="")))

    assert rows[0]["title"] == f"'{inert.plain(text)}"
    assert inert.cell(text) == f"'{inert.plain(text)}"


def test_the_data_files_say_what_the_matrix_says(tiny: Mapping[str, bytes]) -> None:
    """CSV and JSON hold every cell of their view, with its evidence."""
    rows = list(csv.DictReader(io.StringIO(tiny["data/matrix-pending.csv"].decode())))
    told = json.loads(tiny["data/matrix-pending.json"])["cells"]
    sale = next(r for r in rows if r["jurisdiction"] == "xs" and r["provision"] == "sale")

    assert len(rows) == len(told) == len(sample.PLACES) * len(sample.CODEBOOK)
    assert sale["quote"] == sample.SUBSTITUTE[int(sale["start"]) : int(sale["end"])]


# Writing


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    """A build of the same site leaves every file, and its date, as it was."""
    out = tmp_path / "public"
    first = publish(sample.tiny(), sample.TEMPLATES, out)
    before = {f: f.stat().st_mtime_ns for f in out.rglob("*") if f.is_file()}
    second = publish(sample.tiny(), sample.TEMPLATES, out)

    assert (first.unchanged, first.removed, second.written, second.removed) == (0, 0, 0, 0)
    assert second.unchanged == first.written
    assert {f: f.stat().st_mtime_ns for f in out.rglob("*") if f.is_file()} == before


def test_a_build_removes_its_old_pages_and_keeps_what_others_put_there(tmp_path: Path) -> None:
    """Pages that are gone go; a CNAME file and a .git folder stay."""
    out = tmp_path / "public"
    publish(sample.tiny(), sample.TEMPLATES, out)
    (out / "CNAME").write_text("billwatch.example")
    (out / ".git").mkdir()
    (out / ".git" / "HEAD").write_text("ref")
    site = replace(sample.tiny(), library=sample.Shelf((), {}))
    report = publish(site, sample.TEMPLATES, out)

    assert report.removed > 0
    assert not (out / "bill/xs").exists()
    assert (out / "CNAME").read_text() == "billwatch.example"
    assert (out / ".git" / "HEAD").read_text() == "ref"
    assert sorted(f.name for f in tmp_path.iterdir()) == ["public"]


def test_a_crash_leaves_the_old_site(tmp_path: Path) -> None:
    """A build that fails halfway changes nothing, and the next one cleans up after it."""
    out = tmp_path / "public"
    build.write([Page("index.html", b"old")], out)

    def failing() -> Iterator[Page]:
        yield Page("index.html", b"new")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build.write(failing(), out)

    assert (out / "index.html").read_bytes() == b"old"
    build.write([Page("index.html", b"new")], out)
    assert (out / "index.html").read_bytes() == b"new"
    assert sorted(f.name for f in tmp_path.iterdir()) == ["public"]


def test_somebody_elses_folder_is_refused(tmp_path: Path) -> None:
    """A folder with files that are no site of ours is never replaced."""
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(DataError, match="no billwatch site"):
        build.write([Page("index.html", b"x")], tmp_path)

    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_two_pages_never_share_a_file(tmp_path: Path) -> None:
    """Two pages for one path are an error, not a page lost in silence."""
    with pytest.raises(DataError, match="two pages"):
        build.write([Page("a.html", b"x"), Page("a.html", b"y")], tmp_path / "out")
