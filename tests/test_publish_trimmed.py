"""Addresses cut short lead somewhere."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from billwatch.models import Bill
from billwatch.publish import Site, pages
from tests.browser import sample

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))
CEILING = FLOORS["site"]["list_bytes"]


def built(site: Site) -> dict[str, bytes]:
    return {page.path: page.body or b"" for page in pages(site, sample.TEMPLATES)}


def bare(files: Mapping[str, bytes]) -> set[str]:
    """Return the folders of pages and data that have no page."""
    above = {
        path[:end]
        for path in files
        if not path.startswith(("assets/", "picture/"))
        for end in (m.start() for m in re.finditer("/", path))
    }
    return {folder for folder in above if f"{folder}/index.html" not in files}


@pytest.mark.parametrize(
    "site",
    [sample.tiny(), replace(sample.tiny(), library=sample.Shelf((), {}))],
    ids=["with a bill", "without bills"],
)
def test_every_folder_has_a_page(site: Site) -> None:
    """Whoever cuts an address at a slash finds a page."""
    files = built(site)

    assert bare(files) == set()
    assert {"matrix/index.html", "bill/index.html"} <= set(files)


def bill(id: str, number: str, kind: str = "bill") -> Bill:
    place, session = id.split("/")[:2]
    return replace(
        sample.sample_bill(), id=id, jurisdiction=place, session=session, number=number,
        versions=(), kind=kind,
    )  # fmt: skip


def shown(files: Mapping[str, bytes], path: str) -> list[tuple[str, str]]:
    """Return the links of a folder's list with their words."""
    text = files[path].decode()
    listed = text[text.index("<h1") : text.index("</main>")]
    return re.findall(r'<li><a href="([^"]*)">([^<]*)</a>', listed)


def test_folders_of_bills_list_what_stands_below() -> None:
    """Places, then sessions, then bills by number; odd ids stand at their depth."""
    held = (
        bill("xs/2026/hb10", "HB 10"), bill("xs/2026/hb9", "HB 9"), bill("xs/2025/sb1", "SB 1"),
        bill("vt/code/9-1", "9 § 1", "law"), bill("vt/odd", "Odd 1"), bill("vt/a/b/c", "Deep 1"),
    )  # fmt: skip
    files = built(replace(sample.tiny(), library=sample.Shelf(held, {})))

    assert [words for _, words in shown(files, "bill/index.html")] == [
        "Sample legislature",
        "Vermont",
    ]
    assert [words for _, words in shown(files, "bill/xs/index.html")] == [
        "session 2025",
        "session 2026",
    ]
    assert shown(files, "bill/xs/2026/index.html") == [
        ("../../../bill/xs/2026/hb9/index.html", "HB 9"),
        ("../../../bill/xs/2026/hb10/index.html", "HB 10"),
    ]
    assert {words for _, words in shown(files, "bill/vt/index.html")} == {
        "law as codified", "Odd 1", "session a",
    }  # fmt: skip
    assert shown(files, "bill/vt/a/b/index.html")[0][1] == "Deep 1"
    assert bare(files) == set()


def test_the_folder_of_the_matrix_leads_to_its_views_and_years() -> None:
    """Each view and each past year is one step away."""
    links = [href for href, _ in shown(built(sample.tiny()), "matrix/index.html")]

    assert links[:4] == [
        "../matrix/law/index.html",
        "../matrix/pending/index.html",
        "../matrix/both/index.html",
        "../compare/index.html",
    ]
    assert "../matrix/law/2016/index.html" in links


def test_a_session_of_thousands_is_listed_in_pieces() -> None:
    """Every bill is one link away, by number, and no page is too large for a telephone."""
    numbers = [("HB", n) for n in range(1, 1701)] + [("SB", n) for n in range(1, 1001)]
    held = tuple(bill(f"ct/2026/{kind.lower()}{n}", f"{kind} {n}") for kind, n in numbers)
    held = tuple(replace(one, title=f"An act {'concerning roads ' * 6}") for one in held)
    spoken = replace(sample.sample_bill(), id="ct/2026/hjr7", jurisdiction="ct", number="HJR 7")
    version = replace(spoken.versions[0], id="ct/2026/hjr7@introduced", bill="ct/2026/hjr7")
    reading = sample.tiny().library.reading("xs/2026/hb1@introduced")
    assert reading

    shelf = sample.Shelf(
        (replace(spoken, versions=(version,)), *held),
        {version.id: replace(reading, version=version.id)},
    )
    files = built(replace(sample.tiny(), library=shelf))
    lists = {path: body for path, body in files.items() if path.startswith("bill/ct/2026/list-")}
    first = shown(files, "bill/ct/2026/index.html")

    assert list(lists) == [f"bill/ct/2026/list-{name}.html" for name in ("hb-0", "hb-1000", "sb-0")]
    assert first[0] == ("hjr7/index.html", "HJR 7")
    assert ("list-hb-1000.html", "HB 1000 to HB 1700") in first
    assert ("sb1000/index.html", "SB 1000") in first
    assert "students’ data</span>" in files["bill/ct/2026/index.html"].decode()
    assert shown(files, "bill/ct/2026/list-hb-0.html")[:12] == [
        *((f"#hb-{n}", f"HB {max(n, 1)} to HB {n + 99}") for n in range(0, 1000, 100)),
        ("hb1/index.html", "HB 1"),
        ("hb2/index.html", "HB 2"),
    ]
    reached = [href for path in lists for href, _ in shown(files, path) if href[0] != "#"]

    assert len(reached) == len(set(reached)) == 1700 + 999
    assert all(f"bill/ct/2026/{href}" in files for href in reached)
    assert all(
        f'id="{href[1:]}"'.encode() in files[path]
        for path in lists
        for href, _ in shown(files, path)
        if href[0] == "#"
    )
    assert max(len(files[path]) for path in (*lists, "state/ct/index.html")) <= CEILING


def test_a_middling_session_stands_on_one_page() -> None:
    """A hundred bills and some are one list with jumps, in the order of their numbers."""
    held = tuple(bill(f"xs/2026/hb{n}", f"HB {n}") for n in range(1, 131))
    files = built(replace(sample.tiny(), library=sample.Shelf(held, {})))
    listed = shown(files, "bill/xs/2026/index.html")

    assert listed[:2] == [("#hb-0", "HB 1 to HB 99"), ("#hb-100", "HB 100 to HB 130")]
    assert [words for _, words in listed[2:]] == [f"HB {n}" for n in range(1, 131)]
