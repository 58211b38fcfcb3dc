"""Scrapers read pages that were really recorded, in place; none of them is kept here."""

import json
import lzma
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from billwatch.errors import ScrapeError
from billwatch.models import Bill
from billwatch.page import Page
from billwatch.scraper import Follow, Step
from scrapers.ma import Massachusetts
from scrapers.mo import Missouri
from scrapers.us import Congress
from scrapers.wa import Washington

LIST = "https://wslwebservices.leg.wa.gov/LegislationService.asmx/GetLegislationIntroducedSince"


def test_washington_lists_every_measure_of_an_answer(corpus: Path) -> None:
    """A real answer of the web service names 752 measures, each with the mark of its change."""
    body = (corpus / "corpus/pages/wa/debug_response.xml").read_bytes()
    steps = list(Washington().bills("2025-26", Page(LIST, body, "text/xml")))
    follows = [step for step in steps if isinstance(step, Follow)]

    assert len(follows) == len(steps) == len({step.bill for step in follows}) == 752
    assert sum(step.bill.startswith("wa/2025-26/h") for step in follows) == 415
    assert all(step.changed.startswith(("2025-", "2026-")) for step in follows)


@pytest.mark.parametrize("page", ["bills-senate.html", "bills-house.html", "billdetail.html"])
def test_missouri_sees_a_site_that_was_redesigned(corpus: Path, page: str) -> None:
    """The Senate's and House's pages of 2011 are another site: an error, not an empty list."""
    body = (corpus / "corpus/pages/mo" / page).read_bytes()
    with pytest.raises(ScrapeError, match=r"^https://a\.example/: nothing matches 'div\.bill-nu"):
        list(Missouri().senate("2011", {}, Page("https://a.example/", body)))


def test_a_list_of_another_biennium_is_an_error(corpus: Path) -> None:
    """A list without a bill of the session is not a session without bills."""
    body = (corpus / "corpus/pages/wa/debug_response.xml").read_bytes()
    with pytest.raises(ScrapeError, match="no 'Biennium' is 2023-24"):
        list(Washington().bills("2023-24", Page(LIST, body, "text/xml")))


COURT = "https://malegislature.gov"


def known(step: Step) -> Bill:
    """Return the bill as far as it is read: of a page that leads on, the draft it carries."""
    return step if isinstance(step, Bill) else step.parse.args[0]  # type: ignore[attr-defined]


def massachusetts(url: str, number: str, body: bytes) -> tuple[list[Step], Page]:
    listed = json.dumps([{"BillNumber": number, "Title": ""}]).encode()
    step = next(Massachusetts().documents("193", Page(f"{COURT}/list", listed)))
    page = Page(url, body, "application/json" if body.startswith(b"{") else "text/html")
    read = Massachusetts().document if body.startswith(b"{") else Massachusetts().web
    return list(read(known(step), page)), page


def ma_pages(corpus: Path, each: int) -> Iterator[tuple[str, bytes]]:
    """Yield number and bytes of every so many of the recorded pages that show a bill."""
    with tarfile.open(corpus / "corpus/pages/ma-193-pages.tar.xz") as archive:
        members = sorted(archive.getmembers(), key=lambda member: member.name)
        for member in members[::each]:
            file = archive.extractfile(member)
            body = file.read() if file else b""
            if head := re.search(rb"<title>\s*(?:Bill|Resolve|Amendment) ([HS])\.(\d+)", body):
                yield f"{head[1].decode()}{head[2].decode()}", body


def test_massachusetts_reads_every_document_of_the_api(corpus: Path) -> None:
    """2,794 real documents give title and text; two errors of the API lead to the web page."""
    with lzma.open(corpus / "corpus/bulk/ma-193-documents.jsonl.xz", "rt") as lines:
        items = [json.loads(line) for line in lines]
    steps = []
    for item in items:
        number = item.get("BillNumber", "H1")
        body = json.dumps(item).encode()
        steps += massachusetts(f"{COURT}/api/{number}", number, body)[0]
    urls = [step.url for step in steps if isinstance(step, Follow)]
    bills = [known(step) for step in steps]

    assert len(urls) == 2796
    assert sum(url.endswith("/DocumentHistoryActions") for url in urls) == 2794
    assert sum(bool(bill.title and bill.versions) for bill in bills) == 2794
    assert sum(bool(bill.sponsors) for bill in bills) == 2786
    texts = [bill.versions[0].links[0].media_type for bill in bills if bill.versions]
    assert 2400 < texts.count("text/html") < 2700


def test_massachusetts_reads_the_web_pages(corpus: Path) -> None:
    """Of real pages each gives its text, as the page links it, and its actions or where they are."""
    read = [
        (massachusetts(f"{COURT}/Bills/193/{n}", n, body)[0][0], body)
        for n, body in ma_pages(corpus, 6)
    ]

    assert len(read) > 40
    for step, body in read:
        links = [link.url.removeprefix(COURT) for link in known(step).versions[0].links]
        shown = re.findall(rb'href="(/Bills/193/[HS]\d+(?:\.pdf|/[^"]*/Text))"', body)
        assert {link.decode() for link in shown} <= set(links)
        assert isinstance(step, Follow) or step.actions
        assert not isinstance(step, Follow) or "/BillHistory" in step.url


# Sponsors, actions, subjects and texts of some bills.
STATUS = {
    "114hr1531": (17, 23, 4, 0),
    "114s2848": (1, 22, 112, 0),
    "115hr367": (167, 3, 6, 1),
    "115s2269": (14, 16, 4, 4),
}


def congress(file: Path) -> Bill:
    name = file.name.removeprefix("DEV-")
    number = re.sub(r"\D", "", name)[:3]
    url = f"https://www.govinfo.gov/bulkdata/BILLSTATUS/{number}/{name}"
    listed = f"<urlset><url><loc>{url}</loc></url></urlset>".encode()
    step = next(Congress().site_map(number, Page("https://a.example/", listed, "text/xml")))
    page = Page(url, file.read_bytes(), "application/xml")
    return next(bill for bill in Congress().bill(known(step), page) if isinstance(bill, Bill))


def test_congress_reads_real_files_of_bills(corpus: Path) -> None:
    """Fourteen real bill status files of the old form and of 2018 give all that they hold."""
    files = sorted((corpus / "corpus/api/billstatus").glob("*BILLSTATUS-*.xml"))
    bills = [congress(file) for file in files]
    found = {
        bill.id.replace("us/", "").replace("/", ""): (
            len(bill.sponsors),
            len(bill.actions),
            len(bill.subjects),
            len(bill.versions),
        )
        for bill in bills
    }

    assert len(bills) == sum(len(bill.title) > 20 for bill in bills) == 14
    assert {name: found[name] for name in STATUS} == STATUS
    assert all(bill.sponsors and bill.subjects for bill in bills)
    assert all(bill.actions[0].text.startswith("Introduced in ") for bill in bills)
    dates = [[action.date for action in bill.actions] for bill in bills]
    assert dates == [sorted(days) for days in dates]
    chambers = [action.chamber for bill in bills for action in bill.actions]
    assert chambers.count("") < len(chambers) / 50
