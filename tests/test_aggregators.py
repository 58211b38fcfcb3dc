"""Adapters of sources that hold many legislatures: keys, budgets, real answers, one id a bill."""

import base64
import json
import tarfile
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, cast

import pytest

import scrapers
from billwatch import store, text
from billwatch.errors import FetchError, ScrapeError
from billwatch.fetch import Session
from billwatch.fetch.session import SECRETS
from billwatch.importer import legiscan as imported_legiscan
from billwatch.importer import openstates as imported_openstates
from billwatch.importer.records import Beside
from billwatch.models import Bill, Jurisdiction
from billwatch.page import Page
from billwatch.pipeline import collect, facts, nightly, scope
from billwatch.pipeline.keep import Run
from billwatch.replay import serve
from billwatch.scraper import Budget, Enclosed, Follow, Missed, Scraper, ration, walk
from scrapers.legiscan import LegiScan
from scrapers.openstates import OpenStates
from tests.bench.collect import Field, everywhere
from tests.test_scrapers import CASES, Case, play

ROOT = Path(__file__).parents[1]
KEY = "0123456789abcdef0123456789abcdef"
URL = "https://api.legiscan.com/?op=x"


class Keyed(Scraper, Protocol):
    """What a source with a key says beside what every source says."""

    key_env: str
    key_name: str
    calls: int


KEYED = {
    name: cast(Keyed, scrapers.find(name))
    for name in scrapers.names()
    if hasattr(scrapers.find(name), "key_env") and not hasattr(scrapers.find(name), "key_host")
}
each_keyed = pytest.mark.parametrize("name", KEYED)


def reader(http: Session, source: Keyed) -> Callable[[Follow], Page]:
    """Fetch as the pipeline does: the key goes out by its name and is told to nobody."""

    def get(follow: Follow) -> Page:
        secret = {source.key_name: KEY}
        document = http.get(follow.url, form=follow.form, body=follow.body, secret=secret).document
        return Page(document.url, document.body, document.media_type)

    return get


def keyed(name: str) -> Case:
    """Return the case of a source with the key in each address, as it goes over the wire."""
    case, key = CASES[name], f"{KEYED[name].key_name}={KEY}"
    pages = {f"{address}&{key}": file for address, file in case.pages.items()}
    return replace(case, told={**case.told, "pages": pages})


@each_keyed
def test_a_key_is_sent_and_told_to_nobody(name: str, tmp_path: Path) -> None:
    """Every call carries the key; no address, text, failure or cached answer does."""
    source, case = KEYED[name], keyed(name)
    enclosed: list[Enclosed] = []
    with play(case, tmp_path) as (server, http):
        start = source.start(case.told["session"])
        got = list(walk(start, reader(http, source), enclosed=enclosed.append))
        asked = [hit.path for hit in server.hits if hit.path != "/robots.txt"]
    said = repr(got) + repr([(e.version, e.document.url) for e in enclosed])

    assert source.key_name in SECRETS
    assert source.key_env.isupper()
    assert asked
    assert all(f"{source.key_name}={KEY}" in path for path in asked)
    assert KEY not in said
    assert KEY.encode() not in (tmp_path / "cache.db").read_bytes()


@each_keyed
def test_a_run_ends_where_its_budget_does(name: str, tmp_path: Path) -> None:
    """No call is made beyond the budget, and the reason names no key."""
    source, case = KEYED[name], keyed(name)
    with play(case, tmp_path) as (server, http):
        get = ration(reader(http, source), 2)
        with pytest.raises(FetchError, match="the budget of 2 calls is spent") as error:
            list(walk(source.start(case.told["session"]), get))
        asked = [hit.path for hit in server.hits if hit.path != "/robots.txt"]

    assert len(asked) == 2
    assert KEY not in str(error.value)
    assert 0 < source.calls < 500


@each_keyed
def test_what_is_as_it_was_is_known_by_its_mark(name: str, tmp_path: Path) -> None:
    """A night on which no mark has changed asks for lists alone."""
    source, case = KEYED[name], keyed(name)
    with play(case, tmp_path) as (_, http):
        get, seen = reader(http, source), dict[str, str]()

        def once(follow: Follow) -> Page | None:
            if follow.changed and seen.get(follow.url) == follow.changed:
                return None
            seen[follow.url] = follow.changed
            return get(follow)

        first = list(walk(source.start(case.told["session"]), once))
        second = list(walk(source.start(case.told["session"]), once))

    marked = [step for step in first if isinstance(step, Bill)]
    if any(seen.values()):
        assert marked
        assert second == []


def legiscan(page: dict[str, Any], method: str = "bill") -> list[Any]:
    return list(getattr(LegiScan(), method)(Page(URL, json.dumps(page).encode(), "text/json")))


def test_legiscan_reads_real_answers(corpus: Path) -> None:
    """Five real bills of the first years have all that they had then."""
    folder = corpus / "corpus/api/legiscan"
    pages = [json.loads(file.read_text()) for file in sorted((folder / "bill").glob("*.json"))]
    bills = [legiscan(page)[0] for page in pages]

    assert Counter(bill.jurisdiction for bill in bills) == {"ak": 3, "ar": 2}
    for bill, page in zip(bills, pages, strict=True):
        told = page["bill"]
        assert bill.number.replace(" ", "") == told["bill_number"]
        assert len(bill.actions) == len(told["history"])
        assert len(bill.sponsors) == len(told["sponsors"])
        assert len(bill.versions) == len(told["texts"])


def test_legiscan_s_real_texts_are_read(corpus: Path) -> None:
    """Four real texts in base64 become documents that the reader of texts understands."""
    bill = legiscan(json.loads((corpus / "corpus/api/legiscan/bill/HB3.json").read_text()))[0]
    for file in sorted((corpus / "corpus/api/legiscan/text").glob("*.json")):
        page = Page(URL, file.read_bytes(), "application/json")
        [found] = LegiScan().text(bill, bill.versions[0], "", page)
        told = json.loads(file.read_text())["text"]
        document = found.document

        assert document.body == base64.b64decode(told["doc"])
        assert document.media_type == told["mime"]
        read = text.read(document.body, media_type=document.media_type, name=file.name)
        assert len(read.body) > 500


def openstates(rows: list[dict[str, Any]]) -> list[Any]:
    answer = {"results": rows, "pagination": {"page": 1, "max_page": 1}}
    page = Page("https://v3.openstates.org/bills", json.dumps(answer).encode(), "text/json")
    return list(OpenStates().page("2020", "x", page))


def test_openstates_reads_what_its_scrapers_found(corpus: Path) -> None:
    """2,746 real bills of West Virginia, in the shape of the API, give ids, actions and texts."""
    archive = corpus / "corpus/api/openstates-wv-2020-2021.tar.xz"
    place = {"id": "ocd-jurisdiction/country:us/state:wv/government", "name": "West Virginia"}
    rows = []
    with tarfile.open(archive) as files:
        for member in files:
            file = files.extractfile(member) if "bill_" in member.name else None
            if file is not None:
                row = json.loads(file.read())
                rows.append(row | {"session": row["legislative_session"], "jurisdiction": place})
    bills = openstates(rows)

    assert len(bills) == len(rows) == 2746
    assert sum(len(bill.actions) for bill in bills) == sum(len(row["actions"]) for row in rows)
    assert sum(bool(bill.versions) for bill in bills) > 2700
    assert {bill.session for bill in bills} <= {"2020", "2021"}
    assert all(bill.id == f"wv/{bill.session}/{bill.number.replace(' ', '').lower()}"
               for bill in bills if "." not in bill.number)  # fmt: skip


def reply(state: str, number: str, year: int, special: int = 0, name: str = "") -> dict[str, Any]:
    return {
        "bill": {
            "bill_id": 1, "state": state, "bill_number": number, "title": "Records", "history": [],
            "texts": [], "url": f"https://legiscan.com/{state}/bill/{number}/{year}",
            "session": {"year_start": year, "special": special, "session_name": name},
        }
    }  # fmt: skip


def listed(place: str, number: str, session: str) -> dict[str, Any]:
    where = "country:us" + (f"/{'district' if place == 'dc' else 'state'}:{place}" if place else "")
    return {
        "identifier": number, "session": session, "title": "Records", "actions": [],
        "versions": [], "jurisdiction": {"id": f"ocd-jurisdiction/{where}/government"},
        "first_action_date": "2026-01-20",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("legiscan_has", "openstates_has", "id"),
    [
        (("CT", "HB05469", 2026), ("ct", "HB 5469", "2026"), "ct/2026/hb5469"),
        (("WA", "HB1901", 2025), ("wa", "HB 1901", "2025-2026"), "wa/2025-26/hb1901"),
        (("MA", "H123", 2025), ("ma", "H 123", "194th"), "ma/194/h123"),
        (("VA", "HB12", 2026), ("va", "HB 12", "2026"), "va/20261/hb12"),
        (("NY", "S07695", 2025), ("ny", "S 7695", "2025-2026"), "ny/2025/s7695"),
        (("CA", "AB12", 2025), ("ca", "AB 12", "20252026"), "ca/20252026/ab12"),
        (("TX", "HB12", 2025, 1, "89th Legislature 2nd Special Session"),
         ("tx", "HB 12", "892"), "tx/892/hb12"),
        (("TX", "HB12", 2025), ("tx", "HB 12", "89R"), "tx/89r/hb12"),
        (("UT", "HB0012", 2026), ("ut", "HB 12", "2026"), "ut/2026gs/hb12"),
        (("LA", "HB12", 2026), ("la", "HB 12", "2026"), "la/26rs/hb12"),
        (("US", "HR12", 2025), ("", "HRES 12", "119"), "us/119/hres12"),
        (("US", "HB12", 2025), ("", "HR 12", "119"), "us/119/hr12"),
        (("DC", "B26-0034", 2025), ("dc", "B 26-0034", "26"), "dc/26/b34"),
        (("IL", "SB0012", 2025), ("il", "SB 12", "104th"), "il/104/sb12"),
        (("NJ", "A12", 2026), ("nj", "A 12", "222"), "nj/2026/a12"),
    ],
)  # fmt: skip
def test_the_same_bill_has_one_id(
    legiscan_has: tuple[Any, ...], openstates_has: tuple[str, str, str], id: str
) -> None:
    """Whichever source tells of a bill, its id is that of the state's own source."""
    first = legiscan(reply(*legiscan_has))[0]
    second = openstates([listed(*openstates_has)])[0]

    assert (first.id, second.id) == (id, id)
    assert first.number == second.number
    assert first.session == second.session


# Code, number and year as LegiScan has them, session as Open States has it, id; other legislatures
# are named by their year.
_OWN_WAY = (
    ("ca", "AB12", 2025, "20252026", "ca/20252026/ab12"),
    ("dc", "B26-0034", 2025, "26", "dc/26/b34"),
    ("il", "SB0012", 2025, "104th", "il/104/sb12"),
    ("la", "HB12", 2026, "2026", "la/26rs/hb12"),
    ("ma", "H123", 2025, "194th", "ma/194/h123"),
    ("nj", "A12", 2026, "222", "nj/2026/a12"),
    ("ny", "S07695", 2025, "2025-2026", "ny/2025/s7695"),
    ("or", "HB12", 2025, "2025R1", "or/2025r1/hb12"),
    ("tx", "HB12", 2025, "89", "tx/89r/hb12"),
    ("us", "HB12", 2025, "119", "us/119/hr12"),
    ("ut", "HB0012", 2026, "2026", "ut/2026gs/hb12"),
    ("va", "HB12", 2026, "2026", "va/20261/hb12"),
    ("wa", "HB1901", 2025, "2025-2026", "wa/2025-26/hb1901"),
)
_BY_YEAR = (
    "al ak az ar co ct de fl ga hi id in ia ks ky me md mi mn ms mo mt ne nv nh nm nc nd oh ok pa "
    "ri sc sd tn vt wv wi wy"
)
_EVERYWHERE = [
    *_OWN_WAY,
    *((code, "HB0012", 2025, "2025", f"{code}/2025/hb12") for code in _BY_YEAR.split()),
]


@pytest.mark.parametrize(
    ("code", "printed", "year", "words", "id"), _EVERYWHERE, ids=[row[0] for row in _EVERYWHERE]
)
def test_a_bill_has_one_id_however_it_comes(
    code: str, printed: str, year: int, words: str, id: str
) -> None:
    """Scraped or imported, from LegiScan or Open States: one id, number and session, everywhere.

    Where the legislature is read directly, its scraper knows the session.
    """
    scraped = legiscan(reply(code.upper(), printed, year))[0]
    file = imported_legiscan.facts(reply(code.upper(), printed, year))
    number = {"us": "HR 12"}.get(code, printed)
    row = listed("" if code == "us" else code, number, words)
    states = {"dc": "District of Columbia"}
    told = imported_openstates.facts([row], Beside(states), "")
    assert file is not None
    assert not isinstance(told, str | None)
    found = (scraped, file.bills[0], openstates([row])[0], told.bills[0])

    assert {bill.id for bill in found} == {id}
    assert len({bill.number for bill in found}) == 1
    assert {bill.session.lower() for bill in found} == {id.split("/")[1]}
    if code in scrapers.names():
        known = {session.id for session in scrapers.find(code).sessions}
        assert {bill.session for bill in found} <= known


def test_every_jurisdiction_is_in_that_table() -> None:
    """No legislature is left out."""
    places = tomllib.loads((ROOT / "data/states.toml").read_text("utf-8"))

    assert {row[0] for row in _EVERYWHERE} == {
        code for code, place in places.items() if not place.get("sample")
    }


@pytest.mark.parametrize(
    ("code", "year", "name", "words", "session"),
    [
        ("tx", 2025, "89th Legislature 2nd Special Session", "892", "892"),
        ("ca", 2025, "2025-2026 1st Extraordinary Session", "20252026 Special Session 1",
         "20252026x1"),
        ("mo", 2025, "2025 2nd Extra Session", "2025S2", "2025S2"),
        ("la", 2025, "2025 1st Extraordinary Session", "2025s1", "251ES"),
        ("va", 2024, "2024 1st Special Session", "2024S1", "20242"),
        ("ut", 2025, "2025 2nd Special Session", "2025S2", "2025S2"),
        ("or", 2025, "2025 1st Special Session", "2025S1", "2025s1"),
        ("ct", 2025, "2025 Special Session", "2025S1", "2025s1"),
    ],
)  # fmt: skip
def test_an_extra_session_is_one_session(
    code: str, year: int, name: str, words: str, session: str
) -> None:
    """LegiScan counts it in words, Open States by a letter; both mean the state's own."""
    page = reply(code.upper(), "HB12", year, 1, name)
    file = imported_legiscan.facts(page)
    row = listed(code, "HB 12", words)
    assert file is not None

    assert {legiscan(page)[0].session, file.bills[0].session, openstates([row])[0].session} == {
        session
    }


def test_one_legislature_is_read_by_its_master_list() -> None:
    """With a jurisdiction, LegiScan's sessions lead to master lists, and those to changed bills."""
    source = LegiScan(Jurisdiction("wa", "Washington"))
    sessions = {"status": "OK", "sessions": [
        {"session_id": 8001, "state_id": 49, "year_start": 2025, "year_end": 2026, "special": 0},
        {"session_id": 9001, "state_id": 47, "year_start": 2025, "year_end": 2026, "special": 0},
        {"session_id": 9000, "state_id": 0, "state_abbr": "WA", "year_start": 2023, "special": 0},
    ]}  # fmt: skip
    lists = {"status": "OK", "masterlist": {
        "session": {"session_id": 9001}, "0": {"bill_id": 7, "number": "HB1901", "change_hash": "h"},
    }}  # fmt: skip
    [first] = source.start("2025-26")
    [second] = source.lists("2025-26", Page(first.url, json.dumps(sessions).encode(), "text/json"))
    assert isinstance(second, Follow)
    [third] = source.master("2025-26", Page(second.url, json.dumps(lists).encode(), "text/json"))

    assert isinstance(third, Follow)
    assert (first.url.partition("?")[2], first.shared) == ("op=getSessionList", True)
    assert second.url.endswith("?op=getMasterList&id=9001")
    assert third.url.endswith("?op=getBill&id=7")
    assert (third.bill, third.changed) == ("wa/2025-26/hb1901", "h")
    with pytest.raises(ScrapeError, match="no 'year_start' is of 2021-22"):
        list(source.lists("2021-22", Page(first.url, json.dumps(sessions).encode(), "text/json")))


def test_one_legislature_is_asked_for_by_its_code() -> None:
    """With a jurisdiction, Open States is asked for its bills alone; the limits are those it sets."""
    source = OpenStates(Jurisdiction("wv", "West Virginia"))

    assert all("jurisdiction=wv&" in follow.url for follow in source.start("2026"))
    assert all("per_page=20&" in follow.url for follow in source.start("2026"))
    assert 60 / source.pace < 10
    assert source.calls <= 250


def test_an_answer_of_the_wrong_kind_is_an_error() -> None:
    """Lists where records should be, and text that is no base64, are named."""
    with pytest.raises(ScrapeError, match="'bill' is no dict"):
        legiscan({"status": "OK", "bill": []})
    bill = legiscan(reply("CT", "HB1", 2026))[0]
    page = Page(URL, b'{"text": {"doc": "A"}}', "text/json")
    with pytest.raises(ScrapeError, match="'doc' is not base64"):
        list(LegiScan().text(bill, cast(Any, None), "", page))


@pytest.mark.parametrize(
    ("state", "url", "id"),
    [
        ("TX", "https://legiscan.com/TX/bill/HB7/2025/X2", "tx/892/hb7"),
        ("WA", "https://legiscan.com/WA/bill/HB7/2025", "wa/2025-26/hb7"),
        ("US", "https://legiscan.com/US/bill/HB7/2025", "us/119/hr7"),
    ],
)
def test_what_a_search_finds_is_known_by_its_bill(state: str, url: str, id: str) -> None:
    """The row of a search names the bill as the bill's own answer will, so its mark is kept."""
    row = {"bill_id": 5, "change_hash": "x", "state": state, "bill_number": "HB7", "url": url}
    page = {"status": "OK", "searchresult": {"summary": {}, "0": row}}
    found = Page(URL, json.dumps(page).encode(), "text/json")

    def get(_: Follow) -> Page:
        raise FetchError("status 503")

    steps = cast(tuple[Follow, ...], tuple(LegiScan().found("2025", "x", found)))
    assert [step.bill for step in walk(steps, get) if isinstance(step, Missed)] == [id]


def test_a_state_without_a_source_goes_through_legiscan() -> None:
    """Alabama has no source of its own: LegiScan's lists are asked, and its key is named."""
    source = scrapers.find("AL")

    assert (source.name, source.jurisdiction.name) == ("al", "Alabama")
    assert collect.current(source, "2033-02-01").id == "2033"
    with pytest.raises(FetchError, match="al: needs a key: set LEGISCAN_API_KEY"):
        collect.key(source, {})


def test_every_state_can_be_found() -> None:
    """Each jurisdiction of the data has a source, by its code, and under its name."""
    places = tomllib.loads((ROOT / "data/states.toml").read_text("utf-8"))
    found = {code: scrapers.find(code).jurisdiction for code in places}

    assert {code: place.name.lower() for code, place in found.items()} == {
        code: place["name"].lower() for code, place in places.items()
    }


def test_sources_of_one_key_share_its_budget() -> None:
    """What one legislature's night has spent, the next one's cannot spend again."""
    budget = Budget(3)
    gets = [ration(lambda follow: None, budget) for _ in range(2)]
    for get in (gets[0], gets[1], gets[0]):
        get(Follow(URL, lambda page: iter(())))

    with pytest.raises(FetchError, match="the budget of 3 calls is spent"):
        gets[1](Follow(URL, lambda page: iter(())))


def test_a_master_list_is_enough_for_a_bill_off_the_topic(tmp_path: Path) -> None:
    """A bill on roads is kept as the list tells it; only the one on student data is asked for."""
    moved = 1
    with serve(make=everywhere(3, moved)) as server, store.open(tmp_path / "b.db") as held:
        run = Run(held, facts.load(), "2026-03-01", wanted=scope.on_topic)
        source = scrapers.find("al")
        for night in range(2):
            before = len(server.hits)
            with collect.wire(source, tmp_path / "b.db", "", server.url) as wire:
                collect.scrape(run, source, wire, session="2026", key="0" * 32)
            asked = [hit.path.split("op=")[-1].split("&")[0] for hit in server.hits[before:]
                     if hit.path != "/robots.txt"]  # fmt: skip
            assert (
                asked
                == ["getSessionList", "getMasterList", "getBill", "getBillText"][
                    : 2 if night else 4
                ]
            )
        bills = list(held.bills())

    assert [bill.status for bill in bills] == ["in committee"] * 3
    assert [len(bill.versions) for bill in bills] == [1, 0, 0]
    assert run.tally.failures == []


def test_a_bill_without_a_text_is_asked_for_again(tmp_path: Path) -> None:
    """Its first text may come while the list's mark stays; of the others the list is enough."""
    with serve(make=Field("nj", 0)) as server, store.open(tmp_path / "b.db") as held:
        run = Run(held, facts.load(), "2026-03-01", wanted=lambda bill: bill.number == "S 9003")
        source = scrapers.find("nj")
        for _ in range(2):
            del server.hits[:]
            with collect.wire(source, tmp_path / "b.db", "", server.url) as wire:
                collect.scrape(run, source, wire, session="2026")
        asked = {hit.path.split("/")[-2] for hit in server.hits if "billDetail" in hit.path}

    assert run.tally.failures == []
    assert asked == {"S9003"}


@pytest.mark.parametrize("there", [True, False], ids=["there", "nowhere"])
def test_a_list_that_cannot_be_had_is_asked_for_at_its_other_address(
    tmp_path: Path, *, there: bool
) -> None:
    """Connecticut's lists stand on two servers; where neither has them, both are named."""
    field = Field("ct", 0)

    def answer(target: str, asked: bytes) -> bytes | None:
        if target.startswith("/ftp/"):
            return None
        other = there and target.startswith("/pub/data/")
        return field(f"/ftp{target}" if other else target, asked)

    source, reason = scrapers.find("ct"), ""
    with (
        serve(make=answer) as server,
        store.open(tmp_path / "b.db") as held,
        collect.wire(source, tmp_path / "b.db", "", server.url) as wire,
    ):
        run = Run(held, facts.load(), "2026-03-01", wanted=lambda bill: False)
        try:
            collect.scrape(run, source, wire, session=field.session)
        except FetchError as error:
            reason = str(error)
        ask = collect.asker(run, source, wire)
        note = nightly._newcomer(source, ask, "2026-03-01", set())

    assert bool(run.tally.bills) == there
    assert ("; nor at ftp:" in reason) != there
    assert ("; nor at ftp:" in note) != there, "the list of sessions is fetched by the same rule"
