"""Virginia's texts since 2025: an interface gives them to who has a key; the rest needs none."""

import json
from pathlib import Path

import pytest

import scrapers
from billwatch import store, text
from billwatch.models import Bill, Version
from billwatch.page import Page
from billwatch.pipeline import collect, facts
from billwatch.pipeline.keep import Run, Tally
from billwatch.replay import Fault, Hit, serve
from billwatch.store import Store
from scrapers.va import Virginia
from tests.test_scrapers import CASES, lay_out

KEY = "0f1e2d3c-not-a-real-key"
CASE = CASES["va-2026"]
LIST = "/LegislationText/api/getlegislationtextlistasync"


def night(home: Path, key: str, fault: Fault | None = None) -> tuple[Tally, list[Hit]]:
    """Play the recorded session once, all of its texts wanted; return what was counted and asked."""
    home.mkdir(exist_ok=True)
    source = scrapers.find("va")
    with (
        store.open(home / "b.db") as held,
        serve(*lay_out(CASE, home / "pages"), faults={LIST: fault} if fault else {}) as server,
        collect.wire(source, home / "b.db", "", server.url) as wire,
    ):
        run = Run(held, facts.load(), "2026-04-15")
        collect.scrape(run, source, wire, session=CASE.told["session"], key=key)
        return run.tally, [hit for hit in server.hits if hit.path != "/robots.txt"]


def words(held: Store, version: str) -> str:
    """Return the words of a version that was read."""
    found = held.reading(version)
    return found.text.body if found else ""


def test_with_a_key_every_text_is_read(tmp_path: Path) -> None:
    """Texts beyond the six that the list has room for come too, with their marks."""
    tally, _ = night(tmp_path, KEY)
    with store.open(tmp_path / "b.db") as held:
        bill = held.bill("va/20261/hb102")
        assert bill is not None
        read = {v.id.partition("@")[2]: words(held, v.id) for v in bill.versions}

    assert tally.failures == []
    assert [name for name, body in read.items() if not body] == ["b202611"]
    assert "shall tell each parent of a breach of student data within 30 days" in read["introduced"]
    assert "within 20 days" in read["chaptered"]
    assert "may shall" not in " ".join(read.values())


def test_the_key_goes_to_its_host_alone(tmp_path: Path) -> None:
    """As a header, in no address; not to the store of lists; and no file keeps it."""
    _, hits = night(tmp_path, KEY)
    keyed = {hit.path.split("?")[0] for hit in hits if ("WebAPIKey", KEY) in hit.headers}

    assert keyed
    assert all(path.startswith("/LegislationText/api/") for path in keyed)
    assert all(KEY not in hit.path for hit in hits)
    for path in (p for p in tmp_path.rglob("*") if p.is_file()):
        assert KEY.encode() not in path.read_bytes(), path


@pytest.mark.parametrize(
    "fault",
    [
        Fault(302, (("Location", f"https://elsewhere.example/?key={KEY}"),)),
        Fault(401),
        Fault(body=f"<title>Request Rejected</title>{KEY}".encode()),
        Fault(body=f'{{"Message": "{KEY}"}}'.encode()),
    ],
    ids=["redirected", "unauthorised", "rejected", "echoed"],
)
def test_no_answer_brings_the_key_to_light(tmp_path: Path, fault: Fault) -> None:
    """A bill whose list of texts cannot be had is missed, and the reason names no key."""
    tally, _ = night(tmp_path, KEY, fault)

    assert tally.missed == 1
    assert KEY not in repr(tally)
    for path in (p for p in tmp_path.rglob("*") if p.is_file()):
        assert KEY.encode() not in path.read_bytes(), path


def test_without_a_key_the_bill_is_kept_and_nothing_is_asked_of_that_host(tmp_path: Path) -> None:
    """The night is good; texts are named without words. A key that comes later brings them."""
    tally, hits = night(tmp_path, "")
    with store.open(tmp_path / "b.db") as held:
        bill = held.bill("va/20261/hb102")
    night(tmp_path, KEY)
    with store.open(tmp_path / "b.db") as held:
        later = words(held, "va/20261/hb102@introduced")

    assert (tally.bills, tally.failures) == (2, [])
    assert bill is not None
    assert len(bill.versions) == 5
    assert {hit.path.rpartition("/")[2] for hit in hits} == {
        "Sponsors.csv", "HISTORY.CSV", "BILLS.CSV",
    }  # fmt: skip
    assert later


def test_a_quiet_night_asks_for_the_lists_alone(tmp_path: Path) -> None:
    """A bill that is as it was is not asked for again."""
    night(tmp_path, KEY)
    tally, hits = night(tmp_path, KEY)

    assert (tally.bills, tally.new, tally.changed, tally.failures) == (2, 0, 0, [])
    assert {hit.path.rpartition("/")[2] for hit in hits} == {
        "Sponsors.csv", "HISTORY.CSV", "BILLS.CSV",
    }  # fmt: skip


def test_a_source_that_needs_its_key_in_part_runs_without() -> None:
    """The key is taken where it is, and is no error where it is not."""
    source = scrapers.find("va")

    assert collect.key(source, {}) == ""
    assert collect.key(source, {"VA_LIS_API_KEY": KEY}) == KEY


def test_real_texts_are_read_as_they_are_imported(corpus: Path) -> None:
    """What the interface said of fifteen bills: each text is read, with what it adds and strikes."""
    files = sorted((corpus / "corpus/bills/va/20261").glob("*.json"))
    bill = Bill("va/20261/hb1", "va", "20261", "HB 1", "x")
    marked = 0
    for file in files:
        told = json.loads(file.read_text("utf-8"))
        answer = {"TextsList": [{"LegislationTextID": 1, "DraftText": told["text"]}]}
        page = Page("https://lis.virginia.gov/x", json.dumps(answer).encode(), "application/json")
        version = Version(f"{bill.id}@{file.stem.lower()}", bill.id, told["version_label"])
        [came] = Virginia().text(bill, version, "https://lis.virginia.gov/y", page)
        read = text.read(
            came.document.body, media_type="text/html", name=file.name, jurisdiction="va"
        )
        marked += bool(read.marks)

        assert len(read.body) > 100, file.name

    assert len(files) > 90
    assert marked > len(files) / 3
