"""Addresses cut short lead somewhere."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from billwatch.models import Bill
from billwatch.publish import Site, pages
from tests.browser import sample


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
