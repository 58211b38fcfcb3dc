"""The pages in a real browser: accessible, within the screen, and whole without scripts."""

import csv
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from billwatch.publish import publish
from tests.browser import sample

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
BILL = "bill/xs/2026/hb1"
KINDS = {
    "home": "index.html",
    "matrix": "matrix/law/index.html",
    "a past year": "matrix/law/2018/index.html",
    "compare": "compare/index.html",
    "compare, one": "compare/ct/index.html",
    "states": "state/index.html",
    "state": "state/ct/index.html",
    "state, sample": "state/xs/index.html",
    "bill": f"{BILL}/index.html",
    "text": f"{BILL}/text-substitute.html",
    "text, unread": f"{BILL}/text-engrossed.html",
    "change": f"{BILL}/change-introduced..substitute.html",
    "provisions": "provision/index.html",
    "provision": "provision/sale/index.html",
    "changes": "change/index.html",
    "weakenings": "change/weaker/index.html",
    "copied": "copied/index.html",
    "copied, one": "copied/vt-2025-h9-0a1b2c3d/index.html",
    "here": "here/index.html",
    "here, state": "here/ct/index.html",
    "method": "method/index.html",
    "sources": "source/index.html",
    "data": "data/index.html",
    "feeds": "feed/index.html",
    "search": "search/index.html",
    "folder": "bill/xs/2026/index.html",
    "folder of the matrix": "matrix/index.html",
    "card": "card/state/ct.html",
    "missing": "404.html",
}
EACH = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
WIDTHS = pytest.mark.parametrize("width", [390, 1440])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        reason = f"{CHROMIUM} is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGS, timeout=180_000)
        yield running
        running.close()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built site as wide as the real one, to be opened from its folder."""
    out = tmp_path_factory.mktemp("site") / "public"
    publish(replace(sample.wide(), base_url=""), sample.TEMPLATES, out)
    return out


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a page whose console must stay silent and which asks nothing of the network."""
    context = browser.new_context(java_script_enabled=request.param)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda r: None if r.url.startswith("file:") else said.append(r.url))
    yield opened
    context.close()

    assert said == []


def size(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844 if width < 600 else 900})


@EACH
@WIDTHS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, public: Path, path: str, width: int, scheme: str
) -> None:
    """axe has no complaint about any kind of page, narrow or wide, light or dark."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    opened = context.new_page()
    size(opened, width)
    opened.goto((public / path).as_uri())
    found = Axe().run(opened).response["violations"]
    context.close()

    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []


@EACH
def test_the_page_never_scrolls_sideways(browser: Browser, public: Path, path: str) -> None:
    """Wide tables scroll in their own box; the page itself fits the screen."""
    opened = browser.new_page()
    opened.goto((public / path).as_uri())
    over = []
    for width in (320, 390, 700, 1024, 1280, 1440):
        size(opened, width)
        wide = opened.evaluate("document.documentElement.scrollWidth")
        over += [(width, wide)] if wide > width else []
    opened.close()

    assert over == []


@EACH
def test_pages_open_from_a_folder(page: Page, public: Path, path: str) -> None:
    """Every kind of page shows its heading in its style, with scripts or without, in silence."""
    page.goto((public / path).as_uri())

    assert page.locator("h1").is_visible()
    assert page.locator(".skip").evaluate("e => getComputedStyle(e).position") == "absolute"


@WIDTHS
@pytest.mark.parametrize("path", ["matrix/law/index.html", "matrix/both/index.html"])
def test_the_table_begins_on_the_first_screen(
    page: Page, public: Path, width: int, path: str
) -> None:
    """Marks are named before the table, their meaning stands after it, one step away."""
    size(page, width)
    page.goto((public / path).as_uri())
    first = page.locator("table.matrix tbody tr").first.bounding_box()
    marks = page.locator(".signs li").all_inner_texts()
    page.get_by_role("link", name="What the marks mean").click()

    assert first is not None
    assert first["y"] < page.viewport_size["height"]  # type: ignore[index]
    assert [
        word for word in ("yes", "partly", "silent", "not read") if word not in " ".join(marks)
    ] == []
    assert page.evaluate("document.querySelector(':target').textContent") == "What the marks mean"
    assert page.locator(".legend").is_visible()


def test_the_table_is_a_table_to_who_listens(browser: Browser, public: Path) -> None:
    """Every row and cell is told as such, those that are laid out only when they come near too."""
    listening = [*ARGS, "--force-renderer-accessibility"]
    running = browser.browser_type.launch(executable_path=str(CHROMIUM), args=listening)
    opened = running.new_page()
    size(opened, 390)
    opened.goto((public / "matrix/law/index.html").as_uri())
    asked = opened.context.new_cdp_session(opened)
    told: Counter[str] = Counter()
    for _ in range(50):  # the tree grows while it is asked for
        nodes = asked.send("Accessibility.getFullAXTree")["nodes"]
        told = Counter(str(n["role"]["value"]) for n in nodes if not n["ignored"])
        if told["cell"] >= 53 * 35:
            break
        opened.wait_for_timeout(100)
    names = {str(n["name"]["value"]) for n in nodes if n.get("name") and not n["ignored"]}
    running.close()

    assert told["table"] == 1
    assert told["rowheader"] >= 53
    assert told["cell"] >= 53 * 35
    assert {"Connecticut", "Wyoming", "yes 72 h", "yes, published 45 d", "not read"} <= names


@WIDTHS
def test_the_head_and_first_column_stay(page: Page, public: Path, width: int) -> None:
    """However the matrix is scrolled, the provision's name and the jurisdiction's stay in view."""
    size(page, width)
    page.goto((public / "matrix/law/index.html").as_uri())
    box = page.locator(".scroll")
    box.scroll_into_view_if_needed()
    box.evaluate("e => e.scrollTo(700, 900)")
    frame = box.bounding_box()
    head = page.locator(".matrix thead tr:last-child th:nth-child(12)").bounding_box()
    first = page.locator('.matrix [data-jurisdiction="mn"] th').bounding_box()

    assert frame
    assert head
    assert first
    assert frame["y"] <= head["y"] <= frame["y"] + 40
    assert abs(first["x"] - frame["x"]) < 2


def test_a_keyboard_walks_from_cell_to_redline(page: Page, public: Path) -> None:
    """Tab and Enter lead from the skip link to a cell, its clause, and what changed before it."""
    size(page, 1440)
    page.goto((public / "matrix/pending/index.html").as_uri())
    page.keyboard.press("Tab")

    assert page.locator(".skip").evaluate("e => e === document.activeElement")
    page.locator('[data-jurisdiction="xs"] [data-provision="sale"] a').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/text-substitute.html#sale-*")
    outline = page.locator("mark:target").evaluate("e => getComputedStyle(e).outlineStyle")

    assert outline == "solid"
    page.get_by_role("link", name="What changed from Introduced").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change-introduced..substitute.html")

    assert page.locator("del").first.is_visible()


def test_focus_can_be_seen(page: Page, public: Path) -> None:
    """What has the focus has an outline."""
    page.goto((public / "index.html").as_uri())
    for _ in range(12):
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")

        assert width == "3px"


def test_every_row_prints(page: Page, public: Path) -> None:
    """On paper the matrix is not cut off: all its rows, all its columns, each row with its name."""
    page.goto((public / "matrix/law/index.html").as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    size(page, 1000)
    box = page.locator(".scroll")
    name = page.locator("#row-ct th a").evaluate(
        "e => getComputedStyle(e, '::before').content + e.innerText + getComputedStyle(e).textIndent"
    )
    paper = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")

    assert box.evaluate("e => e.scrollHeight - e.clientHeight") <= 1
    assert box.evaluate("e => e.scrollWidth - e.clientWidth") <= 1
    assert name == "noneConnecticut0px"
    assert paper == "rgb(253, 252, 249)"


# What scripts add


@pytest.fixture
def live(browser: Browser) -> Iterator[Page]:
    """Return a page with scripts whose console must stay silent."""
    opened = browser.new_page(accept_downloads=True)
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    opened.close()

    assert said == []


def shown(page: Page) -> int:
    return page.locator("tr[data-jurisdiction]:visible").count()


def test_without_scripts_no_control_is_offered(browser: Browser, public: Path) -> None:
    """A page without scripts has the whole table and no dead button."""
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto((public / "matrix/law/index.html").as_uri() + "?region=West")
    controls, rows = opened.locator("[data-controls]").is_visible(), shown(opened)
    context.close()

    assert (controls, rows) == (False, 53)


def test_filters_stand_in_the_address_and_come_back_from_it(live: Page, public: Path) -> None:
    """A choice narrows the table, shows as a chip and is in the address; a chip takes it back."""
    address = (public / "matrix/law/index.html").as_uri()
    live.goto(address)
    live.get_by_text("Filter this table").click()
    live.get_by_label("Region").select_option("Northeast")
    few = shown(live)

    assert 0 < few < 53
    assert "region=Northeast" in live.url
    live.goto(live.url + "&group=Limits")

    assert shown(live) == few
    assert live.locator("th[data-group]:visible").count() < 35
    live.get_by_role("button", name="Remove Region: Northeast").click()

    assert shown(live) == 53
    assert live.url.endswith("?group=Limits")


def test_the_rows_shown_come_as_csv(live: Page, public: Path) -> None:
    """The CSV holds the cells that match, each with the way to its evidence, and no others."""
    live.goto((public / "matrix/law/index.html").as_uri() + "?provision=sale&value=yes")
    with live.expect_download() as waited:
        live.get_by_role("button", name="These rows as CSV").click()
    rows = list(csv.DictReader(waited.value.path().read_text("utf-8").splitlines()))

    assert {(r["provision"], r["value"]) for r in rows} == {("sale", "yes")}
    assert len(rows) == shown(live)
    assert all(r["evidence"].startswith("file:") for r in rows)


def test_a_tile_of_the_map_chooses_a_row(live: Page, public: Path) -> None:
    """A tile leaves its row, a second one adds its own, and again takes it back; all in the URL."""
    live.goto((public / "matrix/law/index.html").as_uri())
    live.get_by_text("Choose on a map").click()
    live.locator("[data-choose=ct]").click()
    live.locator("[data-choose=vt]").click()

    assert shown(live) == 2
    assert live.url.endswith("?in=ct&in=vt")
    live.locator("[data-choose=ct]").click()

    assert shown(live) == 1
    assert live.get_by_role("button", name="Remove Jurisdiction: Vermont").count() == 1


# Of each row how many of the two answers are not known, and what stands beside the name.
TOLD = """() => [...document.querySelectorAll("tr[data-jurisdiction]")].map((row) => [
  ["consent_disclosure", "question_4"].filter((p) => ["not read", "unknown", "unclear"]
    .includes(row.querySelector(`td[data-provision="${p}"]`).dataset.value)).length,
  row.querySelector(".own").textContent.trim()])"""


def test_weights_are_the_readers_and_stand_in_the_address(live: Page, public: Path) -> None:
    """No row has a score until the reader gives a weight; then the address holds it."""
    address = (public / "matrix/law/index.html").as_uri()
    live.goto(address)

    assert live.locator(".own").count() == 0
    live.goto(address + "?w=sale:2,parent_notice:1,nonsense:9,sale:x")

    assert live.locator(".own").count() == 53
    assert live.url.endswith("?w=sale%3A2%2Cparent_notice%3A1")


def test_a_weight_on_what_is_not_known_is_no_zero(live: Page, public: Path) -> None:
    """A score says how many of the weighted questions are not known, and is then a least one."""
    live.goto((public / "matrix/law/index.html").as_uri() + "?w=consent_disclosure:2,question_4:1")
    told = live.evaluate(TOLD)

    assert {n for n, _ in told} == {0, 1, 2}
    assert all(words == "not known" for n, words in told if n == 2)
    assert all(re.fullmatch(r"at least \d+% of .*; 1 of 2 not known", w) for n, w in told if n == 1)
    assert all(re.fullmatch(r"\d+% of your weights", words) for n, words in told if n == 0)


def test_two_jurisdictions_stand_side_by_side(live: Page, public: Path) -> None:
    """The address names the columns; an unknown name is no column."""
    live.goto((public / "compare/index.html").as_uri() + "?in=ct,ny,zz")

    assert live.locator("th[data-jurisdiction]:visible").count() == 2
    live.get_by_label("Set beside each other").select_option("vt")

    assert live.locator("th[data-jurisdiction]:visible").count() == 3
    assert live.url.endswith("?in=ct,ny,vt")


def test_axe_finds_nothing_in_the_controls(browser: Browser, public: Path) -> None:
    """Open filters, chips and weights are accessible too."""
    opened = browser.new_page()
    size(opened, 390)
    opened.goto((public / "matrix/law/index.html").as_uri() + "?region=West&value=yes&w=sale:2")
    found = Axe().run(opened).response["violations"]
    wide = opened.evaluate("document.documentElement.scrollWidth")
    opened.close()

    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []
    assert wide <= 390
