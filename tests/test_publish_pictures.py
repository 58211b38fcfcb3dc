"""The pictures that links to pages show."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from billwatch.publish import drawing, pages, publish
from billwatch.publish.pictures import Square
from tests.browser import sample

ADDRESS = "https://billwatch.example/"


@pytest.fixture(scope="module")
def tiny() -> dict[str, bytes]:
    return {page.path: page.body or b"" for page in pages(sample.tiny(), sample.TEMPLATES)}


def told(html: bytes) -> dict[str, str]:
    """Return the properties of a page that name its picture."""
    return dict(
        re.findall(
            r'<meta (?:property|name)="((?:og:image|twitter)[\w:]*)" content="([^"]*)"',
            html.decode(),
        )
    )


def test_every_page_names_a_picture_that_is_there(tiny: Mapping[str, bytes]) -> None:
    """The address is whole, the size is the picture's, and it is said in words."""
    for path, body in tiny.items():
        if not path.endswith(".html") or path.startswith("card/"):
            continue
        meta = told(body)
        file = meta["og:image"].removeprefix(ADDRESS)
        size = Image.open(BytesIO(tiny[file])).size

        assert size == (int(meta["og:image:width"]), int(meta["og:image:height"])) == (1200, 630)
        assert meta["og:image:alt"]
        assert meta["twitter:card"] == "summary_large_image"


@pytest.mark.parametrize(
    ("page", "file", "words"),
    [
        ("index.html", "home.png", "1 answer of law in force in 3 jurisdictions"),
        ("matrix/law/index.html", "matrix/law.png", "what enacted bills"),
        ("state/ct/index.html", "state/ct.png", "Connecticut: Law in force speaks on 1 of 4"),
        ("provision/sale/index.html", "provision/sale.png", "Ban on sale: Law in force speaks on it in 1 of 3"),
        ("change/weaker/index.html", "weaker.png", "0 steps of bills took"),
        ("bill/xs/2026/hb1/index.html", "state/xs.png", "Sample legislature"),
        ("here/ct/index.html", "state/ct.png", "Connecticut"),
        ("method/index.html", "home.png", "map of the states"),
    ],
    ids=lambda value: value if value.endswith("html") else "",
)  # fmt: skip
def test_a_page_shows_its_own_picture_or_the_nearest(
    tiny: Mapping[str, bytes], page: str, file: str, words: str
) -> None:
    """A bill shows its jurisdiction's, a page of no subject the home page's."""
    meta = told(tiny[page])

    assert meta["og:image"] == f"{ADDRESS}picture/{file}"
    assert words in meta["og:image:alt"]


def test_a_site_without_an_address_has_no_pictures() -> None:
    """A picture can only be named by a whole address, so none is drawn."""
    files = {
        p.path: p.body or b"" for p in pages(replace(sample.tiny(), base_url=""), sample.TEMPLATES)
    }

    assert [path for path in files if path.startswith("picture/")] == []
    assert [path for path, body in files.items() if b"og:image" in body] == []


def test_only_pictures_that_say_something_else_are_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another day draws none, another answer those it stands on; a damaged one is mended."""
    out, drawn = tmp_path / "public", []
    real = drawing.draw
    monkeypatch.setattr(drawing, "draw", lambda *told: drawn.append(told[0]) or real(*told))
    site = sample.tiny()
    publish(site, sample.TEMPLATES, out)
    first = len(drawn)
    kept = {f.name: f.read_bytes() for f in (out / "picture").rglob("*.png")}
    drawn.clear()

    publish(replace(site, today="2026-03-03"), sample.TEMPLATES, out)
    assert (first, drawn) == (13, [])

    cells = tuple(
        replace(c, value="yes") if (c.jurisdiction, c.provision) == ("vt", "sale") else c
        for c in site.law.cells
    )
    publish(replace(site, law=replace(site.law, cells=cells)), sample.TEMPLATES, out)
    assert sorted(drawn) == [
        "Ban on sale",
        "Law in force",
        "Vermont",
        "What does the law say about students’ data?",
    ]

    drawn.clear()
    (out / "picture/state/ct.png").write_bytes(b"half")
    publish(
        replace(site, today="2026-03-04", law=replace(site.law, cells=cells)), sample.TEMPLATES, out
    )
    assert drawn == ["Connecticut"]
    assert (out / "picture/state/ct.png").read_bytes() == kept["ct.png"]


@pytest.mark.parametrize(
    ("title", "squares"),
    [
        ("", ()),
        ("x" * 5000, (Square(0, 0, "XS", "yes"),)),
        ("Doña Ana § 3 – “quoted” \u202e\x00 日本", (Square(0, 0, "é", "unread"),)),
        ("Many", tuple(Square(n % 90, n // 90, "Y", "yes") for n in range(9000))),
        ("Far", (Square(10_000, 3, "Y", "shade5"),)),
    ],
    ids=["nothing", "long", "signs the font lacks", "many squares", "far away"],
)
def test_odd_words_and_maps_make_a_picture_all_the_same(
    title: str, squares: tuple[Square, ...]
) -> None:
    """Whatever is written, a picture of the right size comes out, twice the same."""
    one, other = (drawing.draw(title, "A fact.", squares) for _ in range(2))

    assert Image.open(BytesIO(one)).size == (drawing.WIDTH, drawing.HEIGHT)
    assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()


def test_what_is_drawn_shows() -> None:
    """A title, a fact, and the colours of the squares leave their mark."""
    empty = drawing.draw("", "", ())
    title, fact = drawing.draw("Sale", "", ()), drawing.draw("", "A fact.", ())
    green = Image.open(BytesIO(drawing.draw("", "", (Square(0, 0, "", "yes"),)))).convert("RGB")

    assert len({empty, title, fact}) == 3
    assert green.getpixel((700, 200)) == (23, 96, 74)
