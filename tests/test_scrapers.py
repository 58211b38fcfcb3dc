"""Every source, scraped over real HTTP from its recorded pages, against reviewed JSON.

A source's folder ``tests/examples/<name>/`` holds ``README.md`` (what is drafted and what is
recorded), pages in the source's own format, and cases, ``case.json`` or ``case-<what>.json``:

    {"session": "2015",
     "pages": {"https://www.cga.ct.gov/ftp/pub/data/bill_info.csv": "bill_info.csv", ...},
     "expected": "bills.json",
     "missed": {"ct/2015/hb5": "words of the reason"},
     "redesigns": [{"id": "title", "page": "bill_info.csv", "old": "bill_title", "new": "heading",
                    "says": "lacks a column of", "bill": "ct/2015/sb1"}],
     "spared": [{"id": "subjects", "page": "bill.html", "old": "h3", "new": "h4",
                 "bill": "ct/2015/sb1", "field": "subjects"}],
     "texts": [{"url": "https://...", "file": "sb1.htm", "kept": "…", "added": "…", "struck": "…"}]}

``pages`` maps addresses to files; what is asked by POST has its body after an ``@`` (replay falls
back to the address alone). ``expected`` is what a person reviewed: the bills with every field.
A redesign replaces words of a page: then a `ScrapeError` names the address of that page and
``says``; it costs the ``bill`` alone, or the source where no bill is named. What is ``spared``
costs no bill, only its field. ``texts`` are documents that versions link to, with words that are
kept, added or struck there (each may be left out). All but session, pages, expected and redesigns
may be left out. When a case fails, it names the file that holds what was read.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

import scrapers
from billwatch import text
from billwatch.errors import FetchError, ScrapeError
from billwatch.fetch import Session
from billwatch.models import Bill
from billwatch.page import Page
from billwatch.replay import Fault, Server, serve
from billwatch.scraper import Follow, Missed, walk

EXAMPLES = Path(__file__).parent / "examples"
OFFERED = {"lower", "upper", "executive", ""}


@dataclass(frozen=True)
class Case:
    """One play of a source: its folder, what ``case.json`` says, and the words it renames."""

    folder: Path
    told: Mapping[str, Any]
    renamed: tuple[str, str, str] = ("", "", "")

    @property
    def source(self) -> str:
        return self.folder.name

    @property
    def pages(self) -> dict[str, str]:
        return dict(self.told["pages"]) | {item["url"]: item["file"] for item in self.texts}

    @property
    def texts(self) -> list[dict[str, str]]:
        return list(self.told.get("texts", []))

    @property
    def reviewed(self) -> Path:
        return self.folder / str(self.told["expected"])

    @property
    def expected(self) -> list[dict[str, Any]]:
        if not self.reviewed.is_file():
            pytest.skip(f"{self.reviewed.name} is not there yet: see the first test of this case")
        return list(json.loads(self.reviewed.read_text("utf-8")))

    def body(self, file: str) -> bytes:
        page, old, new = self.renamed
        body = (self.folder / file).read_bytes()
        assert page != file or old.encode() in body, f"{file} does not hold {old!r}"
        return body.replace(old.encode(), new.encode()) if page == file else body


def cases() -> dict[str, Case]:
    return {
        f"{path.parent.name}{path.stem.removeprefix('case')}": Case(
            path.parent, json.loads(path.read_text("utf-8"))
        )
        for path in sorted(EXAMPLES.glob("*/case*.json"))
    }


CASES = cases()


def variants(kind: str) -> list[Any]:
    """Return every change of a page that the cases name, as (case, change)."""
    return [
        pytest.param(
            replace(case, renamed=(change["page"], change["old"], change["new"])),
            change,
            id=f"{name}-{change['id']}",
        )
        for name, case in CASES.items()
        for change in case.told.get(kind, [])
    ]


def lay_out(case: Case, root: Path) -> tuple[Path, ...]:
    """Write each page where replay looks for it, in a folder of its own: paths may overlap."""
    folders = []
    for number, (address, file) in enumerate(case.pages.items()):
        address, _, asked = address.partition("@")
        parts = urlsplit(address)
        query = unquote(parts.query or asked)
        name = unquote(parts.path).strip("/") or "index.html"
        name += f"@{query}" if query else ""
        target = root / str(number) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(case.body(file))
        folders.append(root / str(number))
    return tuple(folders)


@contextmanager
def play(case: Case, tmp_path: Path) -> Iterator[tuple[Server, Session]]:
    hosts = scrapers.find(case.source).hosts
    folders = lay_out(case, tmp_path / "pages")
    with (
        serve(*folders) as server,
        Session("", tmp_path / "cache.db", hosts, base=server.url) as http,
    ):
        yield server, http


def reader(http: Session) -> Callable[[Follow], Page]:
    def get(follow: Follow) -> Page:
        document = http.get(follow.url, form=follow.form, body=follow.body).document
        return Page(document.url, document.body, document.media_type)

    return get


def scrape(case: Case, http: Session) -> tuple[list[Bill], list[Missed]]:
    start = scrapers.find(case.source).start(case.told["session"])
    got = list(walk(start, reader(http)))
    return [b for b in got if isinstance(b, Bill)], [m for m in got if isinstance(m, Missed)]


def plain(bills: list[Bill]) -> list[dict[str, Any]]:
    return by_id(json.loads(json.dumps([asdict(bill) for bill in bills])))


def by_id(bills: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Order bills by id: the order of arrival follows from how many pages each takes."""
    return sorted(bills, key=lambda bill: str(bill["id"]))


def addresses(case: Case, file: str) -> list[str]:
    return [address.partition("@")[0] for address, name in case.pages.items() if name == file]


each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
each_source = pytest.mark.parametrize("name", [n for n in scrapers.names() if n != "sample"])


@each_case
def test_recorded_pages_give_the_reviewed_bills(case: Case, tmp_path: Path) -> None:
    """Every field of every bill is as a person reviewed it, and only what must be is missed."""
    with play(case, tmp_path) as (_, http):
        bills, missed = scrape(case, http)
    read = tmp_path / "read.json"
    read.write_text(json.dumps(plain(bills), indent=1, ensure_ascii=False) + "\n", "utf-8")

    assert case.reviewed.is_file(), (
        f"{case.reviewed.name} is not there yet. What was read is in {read}: hold every field "
        f"against the pages by eye, then save it as {case.reviewed}"
    )
    assert plain(bills) == by_id(case.expected), f"what was read is in {read}"
    reasons = case.told.get("missed", {})
    assert {m.bill for m in missed} == set(reasons)
    assert [m for m in missed if reasons[m.bill] not in m.reason] == []


@each_case
def test_bills_keep_the_rules_of_the_models(case: Case) -> None:
    """Ids are unique and say where a bill is from; dates are ISO; links are whole."""
    bills = case.expected
    versions = [version for bill in bills for version in bill["versions"]]
    dates = [action["date"] for bill in bills for action in bill["actions"]]
    urls = [link["url"] for version in versions for link in version["links"]]
    twice = [i for i, n in Counter(item["id"] for item in bills + versions).items() if n > 1]
    code = scrapers.find(case.source).jurisdiction.code

    assert twice == []
    assert all(re.fullmatch(rf"{code}/[^/@# ]+/[^/@# ]+", bill["id"]) for bill in bills)
    assert all(re.fullmatch(r"[^/]+/[^/]+/[^/]+@[^/@# ]+", v["id"]) for v in versions)
    assert all(v["id"].startswith(f"{v['bill']}@") and v["label"] for v in versions)
    dates += [version["date"] for version in versions if version["date"] is not None]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates)
    assert {a["chamber"] for bill in bills for a in bill["actions"]} <= OFFERED
    assert all(re.match(r"(https?|ftp)://", url) for url in [*urls, *(b["url"] for b in bills)])
    assert {bill["status"] for bill in bills} == {"unknown"}, "data/status tells it, not the source"
    assert all(bill["title"] and bill["number"] and bill["source"] for bill in bills)
    assert any(bill["actions"] for bill in bills)
    assert any(bill["sponsors"] for bill in bills)


@each_case
def test_a_quiet_night_downloads_nothing(case: Case, tmp_path: Path) -> None:
    """The same pages again are 304 from end to end, and no recorded page is left unread.

    A form is posted each night: only what is asked for by GET can be known to be as it was.
    """
    with play(case, tmp_path) as (server, http):
        scrape(case, http)
        asked = {urlsplit(hit.path).path for hit in server.hits}
        server.hits.clear()
        scrape(case, http)
        conditional = [hit for hit in server.hits if hit.method == "GET"]
        statuses = {hit.status for hit in conditional if not hit.path.startswith("/robots.txt")}
    wanted = {urlsplit(address.partition("@")[0]).path for address in case.told["pages"]}

    assert statuses <= {304, 404}
    assert 304 in statuses
    assert wanted - {unquote(path) for path in asked} - asked == set()


@pytest.mark.parametrize(("case", "change"), variants("redesigns"))
def test_a_redesign_is_named(case: Case, change: dict[str, str], tmp_path: Path) -> None:
    """A renamed class, column or element is an error that names the address and the selector."""
    with play(case, tmp_path) as (_, http):
        if change.get("bill"):
            _, missed = scrape(case, http)
            reason = next(m.reason for m in missed if m.bill == change["bill"])
        else:
            with pytest.raises(ScrapeError) as error:
                scrape(case, http)
            reason = str(error.value)

    assert reason.partition(": ")[0] in addresses(case, change["page"])
    assert change["says"] in reason


@pytest.mark.parametrize(("case", "change"), variants("spared"))
def test_what_a_bill_may_lack_costs_that_field_alone(
    case: Case, change: dict[str, str], tmp_path: Path
) -> None:
    """A bill without an optional part is read all the same, and so are all others."""
    with play(case, tmp_path) as (_, http):
        bills, missed = scrape(case, http)
    wanted = {bill["id"]: bill for bill in case.expected}
    changed = {
        (bill["id"], field)
        for bill in plain(bills)
        for field, value in bill.items()
        if value != wanted[bill["id"]][field]
    }

    assert {m.bill for m in missed} == set(case.told.get("missed", {}))
    assert changed == {(change["bill"], change["field"])}
    assert {bill.id for bill in bills} == set(wanted)


@each_case
def test_texts_show_what_is_added_and_struck(case: Case, tmp_path: Path) -> None:
    """The documents that versions link to are read with the source's own marks."""
    with play(case, tmp_path) as (_, http):
        documents = [http.get(item["url"]).document for item in case.texts]
    links = {link["url"] for b in case.expected for v in b["versions"] for link in v["links"]}
    code = scrapers.find(case.source).jurisdiction.code

    assert {item["url"] for item in case.texts} <= links
    for item, found in zip(case.texts, documents, strict=True):
        read = text.read(
            found.body, media_type=found.media_type, name=item["file"], jurisdiction=code
        )
        added = " ".join(read.body[m.start : m.end] for m in read.marks if m.layer == "added")
        struck = " ".join(m.words for m in read.marks if m.layer == "deleted")
        assert item.get("kept", "") in read.body
        assert item.get("kept", " \n") not in added
        assert item.get("added", "") in added
        assert item.get("struck", "") in struck
        assert item.get("struck", " \n") not in read.body


@each_case
@pytest.mark.parametrize(
    "fault",
    [
        Fault(body=b"<title>Request Rejected</title>", headers=(("Content-Type", "text/html"),)),
        Fault(404),
        Fault(body=b""),
    ],
    ids=["rejected", "gone", "empty"],
)
def test_a_list_that_cannot_be_had_fails_the_source(
    case: Case, fault: Fault, tmp_path: Path
) -> None:
    """An error page is not a session without bills, whatever its status: the address is named."""
    first = scrapers.find(case.source).start(case.told["session"])[0].url
    with play(case, tmp_path) as (server, http):
        server.faults[urlsplit(first).path] = fault
        with pytest.raises(FetchError, match=f"^{re.escape(first)}: "):
            scrape(case, http)


@each_source
def test_every_source_is_shown_by_examples(name: str) -> None:
    """A source has cases with redesigns, and a README that says which pages are drafted."""
    own = [case for case in CASES.values() if case.source == name]

    assert any(case.told.get("redesigns") for case in own)
    assert (EXAMPLES / name / "README.md").read_text("utf-8").strip()


@each_source
def test_every_source_knows_its_sessions(name: str) -> None:
    """Sessions are listed once each, the current one last; another one is an error."""
    source = scrapers.find(name)
    ids = [session.id for session in source.sessions]

    assert source.name == name
    assert source.hosts
    assert ids
    assert len(ids) == len(set(ids))
    assert {session.jurisdiction for session in source.sessions} == {source.jurisdiction.code}
    assert all(source.start(ids[place]) for place in (0, -1))
    spans = [(s.start, s.end) for s in source.sessions if s.start and s.end]
    assert all(date.fromisoformat(start) < date.fromisoformat(end) for start, end in spans)
    with pytest.raises(ScrapeError, match="no session '1066'"):
        source.start("1066")


EMPTY = {
    ("wa", "LegislativeDocument"): "versions",
    ("wa", "Sponsor"): "sponsors",
    ("wa", "LegislativeStatus"): "actions",
    ("nj", "billText"): "versions",
}


@pytest.mark.parametrize(("source", "asked"), EMPTY)
def test_what_a_service_does_not_hold_yet_costs_no_bill(source: str, asked: str) -> None:
    """An empty list of texts, sponsors or actions is an answer; a list of another name is none."""
    draft = Bill(f"{source}/2026/hb9", source, "2026", "HB 9", "Records")
    reader: Any = scrapers.find(source)
    body = f'<ArrayOf{asked} xmlns="urn:x" />' if source == "wa" else "[]"
    read = {"LegislativeDocument": "texts", "Sponsor": "sponsors", "LegislativeStatus": "actions"}
    page = Page("https://a.example/", body.encode(), "text/xml")
    bound = getattr(reader, read.get(asked, "texts"))
    known = (draft, True) if asked == "LegislativeStatus" else (draft,)
    [step] = bound(*known, page)
    bill = step if isinstance(step, Bill) else step.parse.args[0]

    assert getattr(bill, EMPTY[source, asked]) == ()
    if source == "wa":
        other = Page("https://a.example/", body.replace("ArrayOf", "ListOf").encode(), "text/xml")
        with pytest.raises(ScrapeError, match="nothing matches"):
            list(bound(*known, other))
