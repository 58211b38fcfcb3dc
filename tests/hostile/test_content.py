"""Words that would act: on a page in a real browser, in a spreadsheet, in a feed, on the disk."""

import csv
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, sync_playwright

from billwatch import inert
from billwatch.publish import publish
from tests.hostile import HEADING, content
from tests.told import tell

CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTHS = (390, 1440)
ACTS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|[;\t|]\s*[=+\-@＝＋－＠]")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the hostile site, alone in its folder."""
    out = tmp_path_factory.mktemp("hostile") / "in" / "public"
    out.parent.mkdir()
    content.published(out, publish)
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        reason = f"{CHROMIUM} is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield running
        running.close()


def _seen(public: Path) -> Iterator[Path]:
    """Yield a page of every kind, and of every bill its own, a text and a comparison."""
    kinds = set()
    for path in sorted(public.rglob("*.html")):
        parts = path.relative_to(public).parts
        bill = parts[:4] if parts[0] == "bill" else parts[:1]
        kind = re.split(r"[-.]", parts[-1])[0] if parts[0] == "bill" else len(parts)
        if (bill, kind) not in kinds:
            kinds.add((bill, kind))
            yield path


@pytest.mark.browser
def test_nothing_runs_and_the_layout_holds(browser: Browser, public: Path) -> None:
    """No dialog, no request, no violation of the policy, no frame, no page wider than the screen."""
    paths = list(_seen(public))
    told: list[str] = []
    page = browser.new_context().new_page()
    page.on("dialog", lambda d: (told.append(f"dialog {d.message}"), d.dismiss()))
    page.on("console", lambda m: told.append(f"console {m.text}"))
    page.on("pageerror", lambda e: told.append(f"error {e}"))
    page.on("request", lambda r: None if r.url.startswith("file:///") else told.append(r.url))
    page.on("popup", lambda _: told.append("popup"))
    wrong = []
    for path in paths:
        page.goto(path.as_uri(), wait_until="load")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate("""() => ({
                wide: document.documentElement.scrollWidth - innerWidth,
                hit: document.documentElement.dataset.hit || "",
                frames: frames.length + document.querySelectorAll("object,embed,base").length,
                refresh: document.querySelectorAll("meta[http-equiv=refresh]").length,
                links: [...document.querySelectorAll("a[href],form[action]")]
                    .map(a => a.href?.baseVal === undefined ? a.href || a.action
                        : new URL(a.href.baseVal, location).href).filter(u => !/^(https?|file|mailto):/.test(u)),
            })""")
            if found["wide"] > 0 or any(found[k] for k in ("hit", "frames", "refresh", "links")):
                wrong.append((path.relative_to(public).as_posix(), width, found))
        if page.url.partition("#")[0] != path.as_uri():
            wrong.append((path.name, 0, page.url))
        wrong += [(path.relative_to(public).as_posix(), 0, said[:200]) for said in told]
        told.clear()
    tell(HEADING, f"{len(content.WORDS)} kinds of words, {len(content.URLS)} of addresses, on "
              f"{len(paths)} pages at {WIDTHS} px: {len(wrong)} that ran, asked or did not fit")  # fmt: skip

    assert wrong == []


def test_no_template_code_is_run(public: Path) -> None:
    """What looks like a template stands on the page as it came."""
    said = "".join(p.read_text("utf-8") for p in public.rglob("bill/*/*/*/index.html"))

    assert "{{ 7*7 }}" in said


def test_no_page_turns_the_direction_of_words(public: Path) -> None:
    """No page, feed or table holds a control or a mark that turns what is around it."""
    wrong = [
        path.relative_to(public).as_posix()
        for path in sorted(public.rglob("*"))
        if path.suffix in (".html", ".csv", ".atom", ".ics", ".txt", ".cff")
        and ACTS.search(path.read_text("utf-8"))
    ]

    assert wrong == []


def test_every_cell_of_every_table_is_inert(public: Path) -> None:
    """No cell begins as a formula does, nor does one where programs take semicolons for commas."""
    csv.field_size_limit(10_000_000)
    cells = [
        (path.name, cell)
        for path in sorted(public.rglob("*.csv"))
        for row in csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))
        for cell in row
    ]

    assert len(cells) > 500
    assert [one for one in cells if FORMULA.search(one[1]) or ACTS.search(one[1])] == []


def test_every_feed_is_well_formed(public: Path) -> None:
    """Whatever the words, a feed can be read, and its addresses are of the web."""
    feeds = sorted(public.rglob("*.atom"))
    links = [
        link.get("href", "")
        for feed in feeds
        for link in ElementTree.fromstring(feed.read_bytes()).iter(
            "{http://www.w3.org/2005/Atom}link"
        )
    ]

    assert len(feeds) > 20
    assert [
        x for x in links if not re.match(r"(https?://|\.\./|feed/|[a-z0-9./_-]+(#.*)?$)", x)
    ] == []


def test_no_file_is_written_outside(public: Path) -> None:
    """The folder of the site is all there is, and every name in it is plain."""
    beside = sorted(p.name for p in public.parent.iterdir())
    names = [p.relative_to(public).as_posix() for p in public.rglob("*")]

    assert beside == ["public"]
    assert [
        n for n in names if not re.fullmatch(r"[A-Za-z0-9._/-]{1,400}", n) or ".." in n.split("/")
    ] == []


@pytest.mark.parametrize("said", content.WORDS.values(), ids=content.WORDS)
def test_words_are_inert_at_the_door(said: str) -> None:
    """On a terminal nothing acts, one line stays one, a cell is no formula, JSON reads back."""
    import json

    assert not ACTS.search(inert.plain(said))
    assert "\n" not in inert.line(said)
    assert not FORMULA.search(str(inert.cell(said)))
    assert not ACTS.search(inert.as_json(said))
    assert json.loads(inert.as_json(said)) == said
