"""The sample legislature, scraped over real HTTP on three nights, against reviewed JSON."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import pytest

import scrapers
from billwatch.errors import FetchError, ScrapeError
from billwatch.fetch import Session
from billwatch.models import Bill
from billwatch.page import Page
from billwatch.replay import Fault, Server, serve
from billwatch.scraper import Follow, Missed, Step, walk
from tests.draft_pdf import SOURCE, TARGET, draw

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data/sample"
REVIEWED = ROOT / "tests/examples/sample"
SAMPLE = scrapers.find("sample")
URL = "https://legislature.example/2026"


def nights(last: int) -> list[Path]:
    return [DATA / f"night{night}" for night in range(1, last + 1)]


def reader(http: Session) -> Callable[[Follow], Page]:
    def get(follow: Follow) -> Page:
        document = http.get(follow.url, form=follow.form, body=follow.body).document
        return Page(document.url, document.body, document.media_type)

    return get


@contextmanager
def night(last: int, cache: Path, **faults: Fault) -> Iterator[tuple[Server, Session]]:
    broken = {f"/2026/{name}.html": fault for name, fault in faults.items()}
    with (
        serve(*nights(last), faults=broken) as server,
        Session("", cache, SAMPLE.hosts, base=server.url) as http,
    ):
        yield server, http


def scrape(http: Session) -> list[Bill | Missed]:
    return list(walk(SAMPLE.start("2026"), reader(http)))


@pytest.mark.parametrize("last", [1, 2, 3])
def test_each_night_gives_the_reviewed_bills(last: int, tmp_path: Path) -> None:
    """Every field of every bill is as a person reviewed it, and nothing is missed."""
    with night(last, tmp_path / "c.db") as (_, http):
        bills = json.loads(json.dumps([asdict(bill) for bill in scrape(http)]))

    assert bills == json.loads((REVIEWED / f"night{last}.json").read_text())


def test_every_text_is_there_in_its_format(tmp_path: Path) -> None:
    """Each version's link leads to a document of the type that the bill's page names."""
    with night(3, tmp_path / "c.db") as (_, http):
        links = [
            link
            for bill in scrape(http)
            if isinstance(bill, Bill)
            for version in bill.versions
            for link in version.links
        ]
        types = [http.get(link.url).document.media_type for link in links]

    assert types == [link.media_type for link in links]
    assert {"text/html", "application/pdf", "application/xml"} == set(types)


def test_a_quiet_night_downloads_nothing(tmp_path: Path) -> None:
    """The same night again is 304 from end to end."""
    for _ in range(2):
        with night(3, tmp_path / "c.db") as (server, http):
            scrape(http)
            statuses = {hit.status for hit in server.hits}

    assert statuses == {304}


def test_a_new_night_downloads_only_what_is_new(tmp_path: Path) -> None:
    """On the third night SB 300 alone is as it was, and its page is not sent again."""
    for last in (2, 3):
        with night(last, tmp_path / "c.db") as (server, http):
            scrape(http)
            same = [hit.path for hit in server.hits if hit.status == 304]

    assert same == ["/robots.txt", "/2026/sb300.html"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'class="bill-number"', b'class="number"', r"nothing matches 'h1\.bill-number'"),
        (b'class="bill-title"', b'class="title"', r"nothing matches 'p\.bill-title'"),
        (b'class="bill-status"', b'class="status"', r"nothing matches 'span\.bill-status'"),
        (b'class="sponsors"', b'class="brought"', r"nothing matches 'ul\.sponsors li'"),
        (b"<th>Chamber</th>", b"<th>House</th>", "no table has the columns Date, Chamber, Action"),
        (b"<th>Version</th>", b"<th>Print</th>", "no table has the columns Version, Date, Text"),
        (b"<a href", b"<a name", "no link in the column 'Text'"),
        (b">HB 101<", b">HB 102<", "this is HB 102, not HB 101"),
    ],
    ids=["number", "title", "status", "sponsors", "actions", "versions", "links", "wrong-bill"],
)
def test_a_redesigned_bill_page_is_named(
    tmp_path: Path, old: bytes, new: bytes, words: str
) -> None:
    """A renamed class or column costs that bill, with address and selector, and no other."""
    with night(1, tmp_path / "c.db", hb101=Fault(replace=((old, new),))) as (_, http):
        bills = scrape(http)

    missed = [bill for bill in bills if isinstance(bill, Missed)]
    assert [(m.bill, m.url) for m in missed] == [("xs/2026/hb101", f"{URL}/hb101.html")]
    assert re.match(f"{URL}/hb101.html: {words}", missed[0].reason)
    assert len(bills) == 5


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (Fault(replace=((b"Last changed", b"Updated"),)), ScrapeError, "columns Bill, Title, Last"),
        (Fault(body=b"<title>Request Rejected</title>"), FetchError, "Request Rejected"),
        (Fault(404), FetchError, "status 404"),
    ],
    ids=["renamed", "rejected", "gone"],
)
def test_a_broken_list_fails_the_source(
    tmp_path: Path, fault: Fault, error: type[Exception], words: str
) -> None:
    """Without its list the source has failed: it is not a session without bills."""
    with (
        night(1, tmp_path / "c.db", bills=fault) as (_, http),
        pytest.raises(error, match=f"^{URL}/bills.html: .*{words}"),
    ):
        scrape(http)


def test_sources_are_found_by_name_or_code() -> None:
    """A scraper is known by its name and its jurisdiction; others are named as unknown."""
    assert scrapers.names() == tuple(sorted(scrapers.names()))
    assert scrapers.find("XS") is scrapers.find("Sample")
    with pytest.raises(ScrapeError, match="no source 'zz'"):
        scrapers.find("zz")
    with pytest.raises(ScrapeError, match="no session '1999'"):
        SAMPLE.start("1999")


def test_the_drawn_print_is_the_committed_one() -> None:
    """The PDF comes from its source, byte for byte."""
    assert draw(SOURCE.read_text()) == TARGET.read_bytes()


def test_the_omnibus_has_sixty_sections() -> None:
    """SB 300 is long, its sections all differ, and three of them concern students."""
    page = (DATA / "night1/2026/text/sb300-introduced.html").read_text()
    body = page.split("Be it enacted")[1]
    parts = re.split(r"<b>(?:Section|Sec\.) \d+\.</b>", body)[1:]

    assert len(parts) == len(set(parts)) == 60
    assert [n for n, part in enumerate(parts, 1) if "student" in part] == [17, 38, 52]


# walk, with pages that were never anywhere

NONE = Page("https://a.example/", b"x", "text/plain")


def step(bill: str) -> Bill:
    return Bill(bill, "xs", "2026", bill, "")


def test_lists_in_pages_are_read_to_the_end() -> None:
    """A list that names its next page is followed, and a pager that points back comes to an end."""

    def page(number: int, _: Page) -> Iterator[Step]:
        yield step(f"hb{number}")
        yield Follow(f"/{(number + 1) % 4}", partial(page, (number + 1) % 4))

    got = list(walk((Follow("/0", partial(page, 0)),), lambda _: NONE))

    assert [bill.id for bill in got if isinstance(bill, Bill)] == ["hb0", "hb1", "hb2", "hb3"]


def test_bills_come_before_the_next_page_is_read() -> None:
    """A bill is handed on as soon as it is complete, so that it can be kept."""
    asked: list[str] = []

    def get(follow: Follow) -> Page:
        asked.append(follow.url)
        return NONE

    def listed(_: Page) -> Iterator[Step]:
        yield Follow("/next", lambda _: iter(()))
        yield step("hb1")

    first = next(walk((Follow("/list", listed),), get))

    assert isinstance(first, Bill)
    assert asked == ["/list"]


def test_a_page_that_need_not_be_read_is_passed_over() -> None:
    """Where `get` returns None, nothing is read and nothing is missed."""
    old = Follow("/x", lambda _: iter([step("hb1")]), bill="hb1")
    new = replace(old, url="/y")
    got = list(walk((old, new), lambda follow: NONE if follow == new else None))

    assert got == [step("hb1")]


def test_a_source_that_fails_again_and_again_is_left() -> None:
    """After so many failures in a row the source has failed, not its bills."""

    def get(follow: Follow) -> Page:
        if follow.url != "/9":
            raise FetchError(f"{follow.url}: status 503")
        return NONE

    starts = tuple(Follow(f"/{n}", lambda _: iter(()), bill=f"hb{n}") for n in (0, 1, 9, 2, 3, 4))
    got: list[object] = []
    with pytest.raises(FetchError, match=r"^/4: "):
        got.extend(iter(walk(starts, get, patience=3)))

    assert len(list(walk(starts, get, patience=4))) == 5
