"""What pages tell of time: this week, how fresh a source is, who decided, how well it is read."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from billwatch.models import Event
from billwatch.publish import Place, Site, fronts, health, pages
from tests.browser import sample

XS = "xs/2026/hb1"
NEWS = Event("2026-02-04", "new version", XS, f"{XS}@substitute", words="Substitute")


def built(today: str, *events: Event) -> dict[str, str]:
    """Return the pages of the tiny site on a day, with these events."""
    site = sample.tiny()
    shelf = replace(site.library, told=events)  # type: ignore[type-var]
    made = pages(replace(site, today=today, library=shelf), sample.TEMPLATES)
    return {page.path: (page.body or b"").decode() for page in made if page.path.endswith(".html")}


@pytest.mark.parametrize(
    ("today", "events", "told"),
    [
        ("2026-02-06", (NEWS,), "This week, since Monday 2 February 2026: <b>1 bill</b> came in or changed"),
        ("2026-02-09", (NEWS,), "Nothing came in or changed this week, since Monday 9 February 2026; "
         "the last was seen on 4 February 2026."),
        ("2026-02-09", (), "Nothing has been seen to change yet."),
    ],
    ids=["something", "a silent week", "nothing ever"],
)  # fmt: skip
def test_the_changes_begin_with_this_week(today: str, events: tuple[Event, ...], told: str) -> None:
    """A week without news is told as such, with the last day there was some."""
    page = built(today, *events)["change/index.html"]

    assert told in page
    assert (", all of the sample legislature" in page) == ("1 bill" in told)


def test_changes_stand_by_week_and_day() -> None:
    """Days of one week stand under one heading, the newest first; full dates, no abbreviations."""
    days = ("2026-02-04", "2026-02-02", "2026-02-01")
    page = built("2026-03-02", *(replace(NEWS, seen_on=day) for day in days))["change/index.html"]
    heads = [h.split("</")[0].split(">")[-1] for h in page.split("<h")[1:] if h[0] in "23"]

    assert heads[:5] == [
        "Week of 2 February 2026", "Seen on 4 February 2026", "Seen on 2 February 2026",
        "Week of 26 January 2026", "Seen on 1 February 2026",
    ]  # fmt: skip


def run(day: str, **sources: Mapping[str, object]) -> dict[str, str]:
    """Return the record of a night."""
    lines = {name: f"words of {name}" for name in sources}
    return {"started": f"{day}T01:00:00+00:00", "report": json.dumps({**lines, "sources": sources})}


FINE, NONE, BROKEN = {"ok": True, "seen": 9}, {"ok": True, "seen": 0}, {"ok": False, "seen": 0}


@pytest.mark.parametrize(
    ("runs", "state", "good_on", "age"),
    [
        ([run("2026-03-01", ct=FINE)], "fresh", "2026-03-01", 1),
        ([run("2026-02-20", ct=FINE)], "late", "2026-02-20", 10),
        ([run("2026-03-01", ct=NONE)], "silent", "2026-03-01", 1),
        ([run("2026-03-01", ct=BROKEN), run("2026-02-28", ct=FINE)], "failed", "2026-02-28", 2),
        ([run("2026-03-01", ct={**BROKEN, "good_on": "2026-01-31"})], "failed", "2026-01-31", 30),
        ([run("2026-03-01", ct=BROKEN)], "failed", "", -1),
        ([run("2026-03-01", tx=FINE), run("2026-02-20", ct=FINE)], "late", "2026-02-20", 10),
    ],
    ids=["fresh", "late", "lists nothing", "failed", "remembered", "never", "asked on another day"],
)
def test_a_source_is_told_by_its_last_word(
    runs: list[dict[str, str]], state: str, good_on: str, age: int
) -> None:
    """The newest record of a source tells how it is; an older one, when it last answered."""
    found = {one.name: one for one in health.heard(runs, "2026-03-02")}["ct"]

    assert (found.state, found.good_on, found.age) == (state, good_on, age)
    assert found.words == "words of ct"


@pytest.mark.parametrize(
    "report", ["", "no json", "[1]", '{"sources": 3}', '{"sources": {"a": 1}}']
)
def test_a_record_of_another_kind_tells_of_no_source(report: str) -> None:
    """Old records, and those of other programs, break no page."""
    assert health.heard([{"started": "2026-03-01", "report": report}], "2026-03-02") == []


def test_what_needs_a_look_stands_first() -> None:
    """Fresh sources stand last, so that a reader sees trouble without reading on."""
    found = health.heard([run("2026-03-01", a=FINE, b=BROKEN, c=NONE)], "2026-03-02")

    assert [one.name for one in found] == ["b", "c", "a"]


def test_decisions_of_people_are_listed_with_their_reasons() -> None:
    """The method page names who decided which answer, when and why; or that nobody did."""
    site = sample.tiny()
    cells = tuple(
        replace(c, origin="review", who="An office", date="2026-02-20", note="Both bind.")
        if c.jurisdiction == "ct" and c.provision == "sale" else c
        for c in site.law.cells
    )  # fmt: skip
    decided = replace(site, law=replace(site.law, cells=cells))
    page = next(p for p in pages(decided, sample.TEMPLATES) if p.path == "method/index.html")
    words = (page.body or b"").decode()

    assert "Decided by An office, 20 February 2026. Both bind." in words
    assert (
        "No answer in these pages was decided by a person."
        in built("2026-03-02")["method/index.html"]
    )


def test_accuracy_is_told_by_set_and_never_of_nothing() -> None:
    """Each set of texts has a row; a provision nobody coded shows no per cent."""
    site = sample.tiny()
    none = replace(site.accuracy[0], coded=0, precision=1.0, recall=1.0, note="no such cell")
    site = replace(site, accuracy=(none,))
    page = next(p for p in pages(site, sample.TEMPLATES) if p.path == "method/index.html")
    words = (page.body or b"").decode()

    assert 'A <span class="muted">drafted texts</span>' in words
    assert "0.88" in words
    assert "100%" not in words


def test_a_group_wider_than_any_style_is_cut() -> None:
    """style.css has a rule for each width of a group that a page can have."""
    site = sample.tiny()
    many = tuple(replace(site.codebook[0], id=f"q{n}", group="One") for n in range(130))
    site = replace(site, codebook=many, places=(Place("ct", "Connecticut"),))
    page = next(p for p in pages(site, sample.TEMPLATES) if p.path == "matrix/law/index.html")
    styles = (sample.ROOT / "site" / "assets" / "style.css").read_text("utf-8")
    spans = [piece.split('"')[0] for piece in (page.body or b"").decode().split(' colspan="')[1:]]

    assert spans == ["60", "60", "10"]
    assert all(f'[colspan="{n}"] {{ --n: {n}; }}' in styles for n in range(2, 61))


def test_a_flood_of_new_bills_does_not_bury_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a day brings many bills without a changed answer, most are folded; what is cut is told."""
    site = sample.tiny()
    first = sample.sample_bill()
    held = tuple(replace(first, id=f"xs/2026/hb{n}", number=f"HB {n}") for n in range(2, 14))
    turned = Event("2026-02-04", "weaker", XS, f"{XS}@substitute", "sale", "yes: ban", "no")
    new = tuple(Event("2026-02-04", "new bill", bill.id) for bill in held)
    shelf = replace(site.library, held=(first, *held), told=(turned, *new))  # type: ignore[type-var]
    page = _changes(replace(site, library=shelf))
    open_part, _, folded = page.partition("<details><summary>7 more in which no answer changed")
    monkeypatch.setattr(fronts, "_LOG", 10)
    cut = _changes(replace(site, library=shelf))

    assert "weaker" in open_part
    assert (open_part.count("new bill"), folded.count("new bill")) == (5, 7)
    assert "3 older entries stand in the" in cut


def _changes(site: Site) -> str:
    made = pages(site, sample.TEMPLATES)
    return next((p.body or b"").decode() for p in made if p.path == "change/index.html")


def test_what_changed_in_a_bill_stands_in_the_codebooks_order() -> None:
    """Of one bill what grew weaker comes first, and within that the questions as everywhere."""
    names = [provision.name for provision in sample.CODEBOOK]
    told = [
        Event("2026-02-04", "weaker", XS, f"{XS}@substitute", provision.id, "yes", "no")
        for provision in sorted(sample.CODEBOOK, key=lambda p: p.id)
    ]
    page = built("2026-02-06", *told)["change/index.html"]
    places = [page.index(f">{name}</a>: ") for name in names]

    assert [p.id for p in sample.CODEBOOK] != sorted(p.id for p in sample.CODEBOOK)
    assert places == sorted(places)
