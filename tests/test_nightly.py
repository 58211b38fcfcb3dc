"""The night's work over real HTTP: what is new comes in, what fails stays where it is."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from billwatch import store
from billwatch.cli import cli
from billwatch.errors import StoreError
from billwatch.models import Event, Session
from billwatch.page import Page
from billwatch.pipeline import facts, lock, nightly
from billwatch.pipeline.nightly import Night, Plan
from billwatch.replay import Fault, Server, serve
from billwatch.scraper import Follow
from tests.tiny import CONSENT, NOTICE, Silent, Tiny, find, write

ROOT = Path(__file__).parents[1]
TEN = {f"HB{n}": [CONSENT] for n in range(1, 11)}


class House:
    """A folder with pages, a database and a site, in which nights go by."""

    def __init__(self, folder: Path) -> None:
        self.pages, self.db, self.out = folder / "pages", folder / "b.db", folder / "public"
        self.faults: dict[str, Fault] = {}
        self.server: Server
        for name in ("aa", "bb"):
            write(self.pages, name, TEN)

    def night(
        self, *names: str, day: str = "2026-03-01", site: bool = False, **more: object
    ) -> Night:
        plan = Plan(
            names or ("aa", "bb"),
            out=self.out if site else None,
            find=find,
            clock=lambda: datetime.fromisoformat(f"{day}T03:00:00").replace(tzinfo=UTC),
        )
        with serve(self.pages, faults=self.faults) as self.server:
            plan = replace(plan, root=self.server.url, **more)  # type: ignore[arg-type]
            return nightly.run(self.db, facts.load(), plan, Silent())

    def asked(self, status: int = 200) -> list[str]:
        return [hit.path for hit in self.server.hits if hit.status == status]

    def counts(self) -> Mapping[str, int]:
        with store.open(self.db) as library:
            return library.counts()

    def events(self) -> list[Event]:
        with store.open(self.db) as library:
            return list(library.events())

    def report(self) -> dict[str, object]:
        with store.open(self.db) as library:
            told: dict[str, object] = json.loads(library.runs()[0]["report"])
            return told


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def dates(folder: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def test_a_first_night_brings_all_and_publishes(house: House) -> None:
    """Both sources are kept, read, placed on the scale and published; the record has figures."""
    done = house.night(site=True)

    assert done.ok
    assert {k: (o.seen, o.new, o.read, o.good) for k, o in done.outcomes.items()} == {
        "aa 2026": (10, 10, 10, 10),
        "bb 2026": (10, 10, 10, 10),
    }
    with store.open(house.db) as library:
        assert {bill.status for bill in library.bills()} == {"in committee"}
        assert library.runs()[0]["outcome"] == "ok"
    assert (house.out / "bill/aa/2026/hb1/index.html").is_file()
    assert house.report()["aa 2026"] == "10 bills seen, 10 new, 0 changed, 10 texts read"


def test_a_quiet_night_costs_a_list_and_a_record(house: House) -> None:
    """Nothing is downloaded, no row written but the run's, no page touched."""
    house.night(site=True)
    before, files = house.counts(), dates(house.out)
    done = house.night(day="2026-03-02", site=True)

    assert done.ok
    assert house.asked() == []
    assert house.asked(304) == ["/aa/list.html", "/bb/list.html"]
    assert {**house.counts(), "runs": 1} == {**before, "runs": 1}
    assert house.counts()["runs"] == 2
    assert dates(house.out) == files


def test_after_a_week_the_dates_on_the_pages_are_renewed(house: House) -> None:
    """A site that was built a week ago is built anew, though nothing has changed."""
    house.night(site=True)
    files = dates(house.out)
    house.night(day="2026-03-08", site=True)

    assert dates(house.out) != files


def test_a_new_text_is_read_compared_and_told(house: House) -> None:
    """One bill gets a weaker substitute: its page and texts alone are asked for."""
    house.night()
    write(house.pages, "aa", {**TEN, "HB3": [CONSENT, NOTICE]})
    house.night(day="2026-03-09")
    new = [e for e in house.events() if e.seen_on == "2026-03-09"]

    assert house.asked() == ["/aa/list.html", "/aa/HB3.html", "/aa/HB3-Substitute.txt"]
    assert new[0].words == "Substitute; printed 2026-02-02, seen 2026-03-09"
    assert "weaker" in {event.kind for event in new}
    assert {event.bill for event in new} == {"aa/2026/hb3"}


@pytest.mark.parametrize(
    ("path", "fault", "reason"),
    [
        ("/aa/list.html", Fault(503), "status 503"),
        ("/aa/list.html", Fault(body=b"<title>Request Rejected</title>"), "Request Rejected"),
        ("/aa/list.html", Fault(replace=((b"Changed", b"Updated"),)), "no table has the columns"),
        ("/aa/list.html", Fault(body=b"<table><tr><th>Bill</th><th>Changed</th></tr></table>"), "aa"),
        ("/aa/list.html", Fault(body=b""), "aa"),
        ("/robots.txt", Fault(500, times=3), "robots.txt"),
    ],
    ids=["503", "error-page-200", "redesign", "empty-list", "no-bytes", "robots"],
)  # fmt: skip
def test_a_failing_source_costs_the_others_nothing(
    house: House, path: str, fault: Fault, reason: str
) -> None:
    """Old data stays, the reason is in the record and on the site, and the other source goes on."""
    house.night()
    before = house.counts()
    house.faults = {path: fault}
    write(house.pages, "bb", {**TEN, "HB11": [CONSENT]})
    done = house.night(day="2026-03-02", site="503" in reason)

    assert not done.ok
    assert not done.outcomes["aa 2026"].ok
    assert reason in done.outcomes["aa 2026"].reason
    assert (done.outcomes["aa 2026"].good, done.outcomes["aa 2026"].good_on) == (10, "2026-03-01")
    assert done.outcomes["bb 2026"].ok
    assert house.counts()["bills"] == before["bills"] + 1
    assert "503" not in reason or "FAILED: " in (house.out / "source/index.html").read_text()


def test_a_list_that_shrinks_is_not_believed(house: House) -> None:
    """At 80 % a source is fine; below it has failed, unless somebody accepts it. Bills stay."""
    house.night("aa")
    seen = []
    for left, accept in ((8, ""), (6, ""), (6, "aa")):
        write(house.pages, "aa", dict(list(TEN.items())[:left]))
        one = house.night("aa", accept=frozenset({accept})).outcomes["aa 2026"]
        seen.append((one.ok, one.seen, one.good))

    assert seen == [(True, 8, 8), (False, 6, 8), (True, 6, 6)]
    assert house.counts()["bills"] == 10


def test_a_count_is_held_against_the_last_good_night(house: House) -> None:
    """A failed night does not lower the measure: the second short list fails too."""
    house.night("aa")
    write(house.pages, "aa", dict(list(TEN.items())[:7]))
    short = [house.night("aa").outcomes["aa 2026"] for _ in range(2)]

    assert [(one.ok, one.seen, one.good) for one in short] == [(False, 7, 10)] * 2
    assert "only 7 bills, where the last good run (2026-03-01) saw 10" in short[1].reason


def test_a_bill_listed_twice_counts_once(house: House) -> None:
    """Duplicates on a list neither count nor cost."""
    house.night("aa")
    page = house.pages / "aa/list.html"
    rows = page.read_text()
    page.write_text(rows.replace("</table>", rows[rows.index("</tr>") + 5 :]))
    again = house.night("aa").outcomes["aa 2026"]

    assert (again.ok, again.seen, again.unchanged) == (True, 10, 10)


def test_a_scrapers_own_mistake_stays_its_own(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A bug in one scraper is told with its traceback, and the other source goes on."""
    monkeypatch.setattr(
        Tiny, "bill", lambda self, draft, page: iter([{}["x"]] if self.name == "aa" else [draft])
    )
    done = house.night()

    assert (done.outcomes["aa 2026"].ok, done.outcomes["bb 2026"].ok) == (False, True)
    assert "KeyError" in done.outcomes["aa 2026"].reason
    assert "Traceback" in caplog.text


def test_unchanged_bills_cost_no_call(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A budget of calls is spent on pages that are fetched: what it stops, later nights bring."""
    monkeypatch.setattr(Tiny, "calls", 7, raising=False)
    seen = [house.night("aa").outcomes["aa 2026"] for _ in range(2)]
    last = house.night("aa")

    assert "the budget of 7 calls is spent" in seen[0].failures[0]
    assert [one.read for one in seen] == [6, 4]
    assert last.ok
    assert last.outcomes["aa 2026"].unchanged == 10


def test_a_key_is_asked_for_and_kept_quiet(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its key a source fails by the key's name; with it the key stands nowhere on disk."""
    monkeypatch.setattr(Tiny, "key_env", "TINY_KEY", raising=False)
    monkeypatch.setattr(Tiny, "key_name", "key", raising=False)
    without = house.night("aa").outcomes["aa 2026"]
    done = house.night("aa", keys={"TINY_KEY": "s3cret-key"}, site=True)
    files = [p for p in house.db.parent.rglob("*") if p.is_file() and house.pages not in p.parents]

    assert without.reason == "aa: needs a key: set TINY_KEY in the environment"
    assert done.ok
    assert "/aa/list.html?key=s3cret-key" in house.asked()
    assert "/aa/HB1-Introduced.txt" in house.asked()
    assert [p for p in files if b"s3cret-key" in p.read_bytes()] == []


def test_a_text_that_fails_is_tried_again(house: House) -> None:
    """The page of a bill whose text could not be had keeps no mark: the next night mends it."""
    house.faults = {"/aa/HB2-Introduced.txt": Fault(404)}
    first = house.night("aa")
    house.faults = {}
    second = house.night("aa")

    assert not first.ok
    assert first.outcomes["aa 2026"].ok
    assert "HB2-Introduced.txt" in first.outcomes["aa 2026"].failures[0]
    assert second.ok
    assert house.asked() == ["/aa/HB2-Introduced.txt"]
    assert second.outcomes["aa 2026"].read == 1


def test_a_text_that_cannot_be_read_is_told_once(house: House) -> None:
    """Kept and tried by this code, an unreadable text is no news the next night."""
    (house.pages / "aa/HB2-Introduced.txt").write_bytes(b"%PDF-1.4\n%%EOF")
    told = [house.night("aa").ok for _ in range(2)]

    assert told == [False, True]
    assert house.asked() == []


def test_a_new_codebook_reads_anew_without_asking(house: House) -> None:
    """Texts that other code has read are read again from what is kept; that is no news."""
    house.night("aa")
    events = house.events()
    with store.open(house.db) as library:
        library._db.conn.execute("UPDATE readings SET code = 'older', digest = 'older'")
    house.night("aa", day="2026-03-02")

    assert house.asked() == []
    assert house.events() == events
    with store.open(house.db) as library:
        assert set(library.unread("older")) == {f"aa/2026/{b.lower()}@introduced" for b in TEN}


def test_a_session_that_ends_takes_its_bills_along(house: House) -> None:
    """On the day after, bills that stand open are dead, with an event; no page was asked for."""
    house.night("aa")
    house.night("aa", day="2027-01-01")
    ended = [e for e in house.events() if e.seen_on == "2027-01-01"]

    assert house.asked() == []
    assert {(e.kind, e.before, e.after) for e in ended} == {("status", "in committee", "dead")}
    assert ended[0].words.startswith("the session ended on 2026-12-31")
    assert len(ended) == 10


def test_a_session_no_rule_covers_is_reported(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a scraper can name the sessions there are, one it does not know is told of."""

    def there(page: Page) -> Iterator[Session]:
        yield from (Session("aa", "2026"), Session("aa", "2027"))

    monkeypatch.setattr(
        Tiny, "offered", lambda _: Follow("https://aa.example/aa/HB1.html", there), raising=False  # type: ignore[arg-type]
    )  # fmt: skip
    done = house.night("aa")

    assert done.ok
    assert done.outcomes["aa 2026"].note == "a session that no rule covers: 2027"


def test_a_site_that_cannot_be_written_is_told(house: House) -> None:
    """The night is kept and says that the site was not built; the next one builds it."""
    house.out.mkdir()
    (house.out / "diary.txt").write_text("mine")
    done = house.night("aa", site=True)

    assert not done.ok
    assert "holds files that are no billwatch site" in done.troubles[0]
    assert house.counts()["bills"] == 10
    (house.out / "diary.txt").unlink()
    assert house.night("aa", site=True).ok
    assert (house.out / "index.html").is_file()


# Kills and company


@contextmanager
def started(house: House, url: str, *names: str) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", "tests.tiny", house.db, url, house.out, *(names or ("aa", "bb"))]
    process = subprocess.Popen(
        list(map(str, words)), cwd=ROOT, stderr=subprocess.PIPE, env={**os.environ, "PYTHONWARNINGS": "ignore"}
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def whole(db: Path) -> bool:
    with sqlite3.connect(db) as conn:
        found = conn.execute("PRAGMA integrity_check").fetchone()
    conn.close()
    return bool(found == ("ok",))


def test_a_killed_night_goes_on_where_it_was(house: House) -> None:
    """After each of several kills the database is whole and the site is; the last run finishes."""
    chance, kept = random.Random(8), 0
    house.faults = {f"/aa/HB{n}.html": Fault(wait=0.1) for n in range(1, 11)}
    with serve(house.pages, faults=house.faults) as server:
        for _ in range(3):
            before = len(server.hits)
            with started(house, server.url) as process:
                waited = time.monotonic() + 90
                while len(server.hits) <= before and time.monotonic() < waited:
                    time.sleep(0.02)
                time.sleep(chance.uniform(0, 0.7))
                process.send_signal(signal.SIGKILL)
                process.wait()
            if house.db.exists():
                assert whole(house.db)
                assert house.counts()["bills"] >= kept
                kept = house.counts()["bills"]
            assert not house.out.exists() or (house.out / "index.html").is_file()
        with started(house, server.url) as process:
            code = process.wait(timeout=240)

    assert code == 0
    assert (house.counts()["bills"], house.counts()["readings"]) == (20, 20)
    told = [(e.kind, e.bill) for e in house.events()]
    assert len(told) == len(set(told)) == 40
    assert house.night(day="2100-01-01").ok
    assert house.asked() == []


def test_of_two_nights_at_once_one_leaves(house: House) -> None:
    """The second says so and leaves with 1; the first is none the worse."""
    known, left = facts.load(), threading.Event()

    def held_back(page: bytes) -> bytes:
        left.wait(60)
        return page

    house.faults = {"/aa/list.html": Fault(edit=held_back)}
    with serve(house.pages, faults=house.faults) as server, started(house, server.url) as one:
        waited = time.monotonic() + 90
        while not server.hits and time.monotonic() < waited:
            time.sleep(0.02)
        plan = Plan(("aa",), out=None, root=server.url, find=find)
        with pytest.raises(StoreError, match="another nightly run is at work"):
            nightly.run(house.db, known, plan, Silent())
        left.set()
        assert one.wait(timeout=240) == 0
    assert house.counts()["bills"] == 20


def test_a_lock_left_behind_blocks_nobody(house: House) -> None:
    """The file stays after a run, or after a kill; the lock does not."""
    left = house.db.parent / ".billwatch/b.db.lock"
    left.parent.mkdir()
    left.write_text("since yesterday")
    with lock.hold(house.db, "me"), pytest.raises(StoreError, match=r"\(me\)"):
        lock.hold(house.db, "you").__enter__()

    assert left.is_file()
    assert house.night("aa").ok


# The verb


def test_the_verb_says_what_happened(tmp_path: Path) -> None:
    """Over the sample: plain lines in a log, a site, exit 0; then a quiet night; then a failure."""
    args = ["--db", str(tmp_path / "b.db"), "nightly", "--states", "sample", "--out", str(tmp_path / "public")]  # fmt: skip
    with serve(ROOT / "data/sample/night1") as server:
        first = CliRunner().invoke(cli, [*args, "--base-url", server.url])
        second = CliRunner().invoke(cli, [*args, "--base-url", server.url])
        server.faults["/2026/bills.html"] = Fault(404)
        third = CliRunner().invoke(cli, [*args, "--base-url", server.url])

    assert "sample 2026: begins\nsample 2026: 5 bills seen, 5 new" in first.output
    assert "nothing changed, so no page was written" in second.output
    assert "sample 2026: FAILED: https://legislature.example/2026/bills.html: status 404" in (
        third.output
    )
    assert [shown.exit_code for shown in (first, second, third)] == [0, 0, 1]
