"""The demonstration is the whole chain: three nights over HTTP, read, compared, published."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from billwatch import store
from billwatch.cli import cli
from billwatch.pipeline import demo, facts, finds, site


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("demo")
    known = facts.load()
    with store.open(folder / "demo.db") as library:
        for night in demo.play(library, known, folder / "pages"):
            assert night.tally.failures == []
        site.write(library, known, folder / "public", today="2026-05-19", search=False)
    return folder / "demo.db", folder / "public"


def test_every_version_was_read(played: tuple[Path, Path]) -> None:
    """All texts of the five bills are held and read, HTML, XML and PDF alike."""
    with store.open(played[0]) as library:
        counts = library.counts()
        kinds = {
            d.media_type
            for b in library.bills()
            for v in b.versions
            for d in library.documents(v.id)
        }

    assert counts["bills"] == 5
    assert counts["readings"] == counts["versions"] == 14
    assert kinds == {"text/html", "application/xml", "application/pdf"}


def test_a_substitute_that_weakens_consent_is_an_event(played: tuple[Path, Path]) -> None:
    """The committee substitute of HB 101 is told of as weaker in consent."""
    with store.open(played[0]) as library:
        weaker = {(e.version, e.provision) for e in library.events() if e.kind == "weaker"}

    assert ("xs/2026/hb101@committee-substitute", "consent_disclosure") in weaker


def test_the_false_friend_gives_nothing(played: tuple[Path, Path]) -> None:
    """The bill on bathroom privacy has no finding in any version."""
    with store.open(played[0]) as library:
        bill = library.bill("xs/2026/hb404")

        assert bill is not None
        assert all(library.findings(v.id) == () for v in bill.versions)


def test_each_night_is_on_record(played: tuple[Path, Path]) -> None:
    """The health page of the demonstration shows its three nights, newest first."""
    page = (played[1] / "source/index.html").read_text()
    runs = page.partition('id="runs"')[2]

    assert re.findall(r"<code>(demo, night \d)</code>", runs) == [
        "demo, night 3", "demo, night 2", "demo, night 1",
    ]  # fmt: skip
    assert "sample 2026: 5 bills seen, 5 new, 0 changed, 5 texts read" in runs
    assert "19 May 2026, 01:00" in runs


def test_a_quiet_night_changes_nothing(tmp_path: Path) -> None:
    """The last night played again reads no text, tells of nothing and writes no page."""
    known = facts.load()
    with store.open(tmp_path / "demo.db") as library:
        list(demo.play(library, known, tmp_path / "pages"))
        site.write(library, known, tmp_path / "public", today="2026-05-19")
        before = dict(library.counts())
        last = demo.night(library, known, tmp_path / "pages", 3)
        report = site.write(library, known, tmp_path / "public", today="2026-05-19")

        assert (last.tally.changed, last.tally.read, last.tally.events) == (0, 0, 0)
        assert dict(library.counts()) == before
        assert (report.written, report.removed) == (0, 0)


def test_two_builds_give_the_same_bytes(played: tuple[Path, Path], tmp_path: Path) -> None:
    """The site depends on the store and the date alone, but for Pagefind's index of it."""
    again_at = tmp_path / "again"
    with store.open(played[0]) as library:
        site.write(library, facts.load(), again_at, today="2026-05-19", search=False)
    first = {p.relative_to(played[1]): p.read_bytes() for p in played[1].rglob("*") if p.is_file()}
    again = {p.relative_to(again_at): p.read_bytes() for p in again_at.rglob("*") if p.is_file()}

    assert first == again


def test_the_home_page_has_every_jurisdiction(played: tuple[Path, Path]) -> None:
    """52 rows and the sample, each marked with its code; cells with provision and value."""
    home = (played[1] / "index.html").read_text()

    assert home.count("data-jurisdiction=") >= 53
    assert 'data-jurisdiction="ct"' in home
    assert 'data-provision="sale"' in home
    assert 'data-value="' in home


def test_three_bills_are_worth_telling(played: tuple[Path, Path]) -> None:
    """The version that weakens most comes first, the law last; each leads to a page that is there."""
    with store.open(played[0]) as library:
        found = finds.pick(library, facts.load())

    assert [find.bill for find in found] == ["xs/2026/hb207", "xs/2026/hb101", "xs/2026/sb12"]
    assert "weakens" in found[0].words
    assert "“Consent before disclosure” went from yes (written consent) to silent" in found[1].words
    assert "became law" in found[2].words
    assert "from yes (10 days) to yes (48 hours)" in found[2].words
    assert all((played[1] / find.page).is_file() for find in found)


def test_an_empty_database_has_nothing_to_tell(tmp_path: Path) -> None:
    """No events, no finds."""
    with store.open(tmp_path / "none.db") as library:
        assert finds.pick(library, facts.load()) == ()


def test_the_demo_ends_with_what_it_found(tmp_path: Path) -> None:
    """After the counts three sentences, each with a page; the last line is where the site is."""
    out = tmp_path / "public"
    run = CliRunner().invoke(cli, ["demo", "--out", str(out)])
    assert run.exit_code == 0, run.output
    counts, *told, last = run.stdout.splitlines()

    assert counts.startswith("read 14 versions of 5 sample bills")
    assert len(told) == 3
    assert all(Path(line.rpartition(": ")[2]).is_file() for line in told)
    assert last.endswith(f"open {out / 'index.html'}")


def test_documents_bear_the_day_of_their_night(played: tuple[Path, Path]) -> None:
    """Two demonstrations on different days hold the same: a document came on its night's day."""
    with store.open(played[0]) as library:
        days = {
            copy.fetched_at[:10]
            for bill in library.bills()
            for version in bill.versions
            for copy in library.copies(version.id)
        }

    assert days == {"2026-02-03", "2026-03-10", "2026-05-19"}
