"""``billwatch review``: what a person sees, what is kept, and what exit code says."""

import csv
import io
import json
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from billwatch import store
from billwatch.cli import cli, review
from billwatch.models import Bill, Document, Version
from billwatch.pipeline import facts, keep
from billwatch.pipeline.keep import Run

TEXT = (
    "AN ACT concerning student records.\n\n"
    "Section 1. A school district shall not disclose the education record of a student to a third "
    "party without the written consent of the parent of the student.\n\n"
    "Section 2. An operator shall not:\n"
    "(1) sell the personally identifiable information of a student; or\n"
    "(2) use the personally identifiable information of a student for targeted advertising.\n"
)
FIRST, SECOND = "ct/2016/hb1@introduced", "ct/2016/hb1@enacted"
SAID = ("--reason", "as section 1 says", "--name", "editors", "--date", "2026-05-20")


def save(db: Path, version: str, text: str) -> None:
    """Keep one print of HB 1 of Connecticut; later ones are kept after it."""
    with store.open(db) as library:
        known = library.bill("ct/2016/hb1")
        print_ = Version(version, "ct/2016/hb1", version.split("@")[1].title())
        prints = (*(known.versions if known else ()), print_)
        bill = Bill("ct/2016/hb1", "ct", "2016", "HB 1", "An act", status="law", versions=prints)
        run = Run(library, facts.load(), "2026-05-01")
        keep.bill(run, bill)
        document = Document(sha256(text.encode()).hexdigest(), text.encode(), "text/plain")
        assert keep.document(run, bill, print_, document)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    save(tmp_path / "b.db", FIRST, TEXT)
    return tmp_path


def run(desk: Path, *words: str, **more: str) -> Result:
    args = ["--db", str(desk / "b.db"), *words, "--reviews", str(desk / "reviews")]
    return CliRunner().invoke(cli, args, **more)  # type: ignore[arg-type]


def kept(desk: Path) -> list[dict[str, str]]:
    path = desk / "reviews" / "ct.toml"
    reviews: list[dict[str, str]] = tomllib.loads(path.read_text())["review"]
    return reviews


def consent(desk: Path) -> dict[str, str]:
    cells = json.loads(run(desk, "matrix", "--status", "law", "--format", "json").output)
    (cell,) = (
        c for c in cells if (c["jurisdiction"], c["provision"]) == ("ct", "consent_disclosure")
    )
    return dict(cell)


def test_cells_come_by_doubt_with_reasons(desk: Path) -> None:
    """The list begins with the least sure; each cell has quote, confidence and reasons."""
    listed = json.loads(run(desk, "review", "--format", "json", "--limit", "0").stdout)
    sure = [cell["sure"] for cell in listed]

    assert {"consent_disclosure", "sale", "targeted_ads"} <= {c["provision"] for c in listed}
    assert sure == sorted(sure)
    assert all(c["quote"] and c["confidence"] for c in listed)
    assert all(c["why"] for c in listed if c["sure"] < 1)


def test_the_list_can_be_cut(desk: Path) -> None:
    """--limit, --state and a bill's id say which cells to list."""
    two = json.loads(run(desk, "review", "--format", "json", "--limit", "2").stdout)
    none = json.loads(run(desk, "review", "--format", "json", "--state", "VT").stdout)
    mine = json.loads(run(desk, "review", "ct/2016/hb1", "--format", "json").stdout)

    assert (len(two), none) == (2, [])
    assert {c["bill"] for c in mine} == {"ct/2016/hb1"}


def test_the_table_quotes_the_words(desk: Path) -> None:
    """The list for people shows the words of each cell."""
    shown = " ".join(run(desk, "review").stdout.split())

    assert "“A school district shall not disclose the education record" in shown


def test_a_decision_is_kept_with_its_words(desk: Path) -> None:
    """The entry has print, section, quote, the machine's value, and who, why and when."""
    done = run(desk, "review", "ct/2016/hb1", "consent_disclosure", "--value", "partly", *SAID)
    (entry,) = kept(desk)

    assert done.exit_code == 0
    assert entry["quote"].startswith("A school district shall not disclose")
    assert {key: entry[key] for key in ("version", "value", "machine", "reviewer", "date")} == {
        "version": FIRST, "value": "partly", "machine": "yes", "reviewer": "editors",
        "date": "2026-05-20",
    }  # fmt: skip


def test_a_decision_wins_until_its_words_change(desk: Path) -> None:
    """It holds over a new print with the same words; after others the machine answers, noted."""
    run(desk, "review", "ct/2016/hb1", "consent_disclosure", "--value", "partly", *SAID)
    save(desk / "b.db", "ct/2016/hb1@engrossed", TEXT.replace("sell the", "rent out the"))
    after_one = consent(desk)
    assert run(desk, "review", "--check").exit_code == 0

    save(desk / "b.db", SECOND, TEXT.replace("the written consent", "the prior consent"))
    after_two, checked = consent(desk), run(desk, "review", "--check")

    assert (after_one["value"], after_one["origin"]) == ("partly", "review")
    assert (after_two["value"], after_two["origin"]) == ("yes", "machine")
    assert "went stale" in after_two["note"]
    assert checked.exit_code == 1
    assert f"stale: {FIRST} consent_disclosure: partly, editors, 2026-05-20" in checked.stdout


def test_the_lead_in_is_kept_with_an_item(desk: Path) -> None:
    """An item of a list rests on its lead-in too: without the ban the review is stale."""
    run(desk, "review", "ct/2016/hb1", "sale", "--value", "yes", *SAID)
    save(desk / "b.db", SECOND, TEXT.replace("operator shall not:", "operator may:"))

    assert kept(desk)[0]["lead"] == ["An operator shall not:"]
    assert run(desk, "review", "--check").exit_code == 1


def test_words_of_ones_own_are_looked_up_in_the_text(desk: Path) -> None:
    """--quote finds its words whatever the white space, and refuses those that do not stand."""
    words = "consent of   the parent of the student"
    good = run(desk, "review", FIRST, "opt_out", "--value", "yes", "--quote", words, *SAID)
    bad = run(desk, "review", FIRST, "opt_out", "--value", "yes", "--quote", "opt out now", *SAID)
    short = run(desk, "review", FIRST, "opt_out", "--value", "yes", "--quote", "student", *SAID)

    assert (good.exit_code, kept(desk)[0]["quote"]) == (0, "consent of the parent of the student")
    assert str(bad.exception) == f"{FIRST}: the quoted words do not stand in its text"
    assert str(short.exception).startswith("quote at least 3 words")
    assert len(kept(desk)) == 1


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("ct/2016/hb1", "opt_out", "--value", "yes", *SAID), 1, "say which words give 'yes'"),
        (("ct/2016/hb9", "sale", "--value", "no", *SAID), 1, "ct/2016/hb9: no bill or version"),
        (("ct/2016/hb9",), 1, "ct/2016/hb9: no bill or version"),
        (("ct/2016/hb1", "sale", "--value", "no", *SAID[:4], "--date", "May"), 1, "date 'May'"),
        (("ct/2016/hb1", "sales", "--value", "no", *SAID), 2, "no provision 'sales'"),
        (("ct/2016/hb1", "sale", "--value", "maybe", *SAID), 2, "'maybe' is not one of"),
        (("ct/2016/hb1", "sale", "--value", "no"), 2, "--reason, --name missing"),
    ],
    ids=["no words", "not held", "not held, list", "date", "provision", "value", "unsigned"],
)
def test_what_cannot_be_kept_is_told(
    desk: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    """A failure says what is wrong, misuse exits 2, and no file is made."""
    done = run(desk, "review", *words)

    assert done.exit_code == code
    assert told in done.output + str(done.exception)
    assert not (desk / "reviews").exists()


def test_silence_can_be_confirmed(desk: Path) -> None:
    """A "no" where the machine found nothing needs no words and holds for that print."""
    run(desk, "review", "ct/2016/hb1", "opt_out", "--value", "no", *SAID)
    before = run(desk, "review", "--check").exit_code
    save(desk / "b.db", SECOND, TEXT.replace("sell the", "rent out the"))

    assert "quote" not in kept(desk)[0]
    assert (before, run(desk, "review", "--check").exit_code) == (0, 1)


def test_in_a_terminal_the_cell_is_shown_and_asked_about(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without options the person sees lead-in and words, then answers."""
    monkeypatch.setattr(review, "_can_ask", lambda: True)
    answers = "partly\n\na list, no ban\neditors\n"
    done = run(desk, "review", "ct/2016/hb1", "sale", input=answers)
    (entry,) = kept(desk)

    assert "An operator shall not:\n" in done.output
    assert "“(1) sell the personally" in done.output or "“sell the personally" in done.output
    assert (entry["value"], entry["reason"]) == ("partly", "a list, no ban")


def test_the_check_tells_where_the_rules_disagree(desk: Path) -> None:
    """Each review comes with what the machine says now."""
    run(desk, "review", "ct/2016/hb1", "sale", "--value", "no", *SAID)
    checked = run(desk, "review", "--check", "--format", "json")
    (mine,) = (c for c in json.loads(checked.stdout) if c["bill"] == "ct/2016/hb1")

    assert (mine["standing"], mine["machine_now"], mine["agrees"]) == ("stands", "yes", False)
    assert checked.exit_code == 0


def test_disagreements_come_in_every_form(desk: Path) -> None:
    """Table, JSON and CSV list both sides with who and where; CSV cells are inert."""
    said = ("--reason", "=cmd()", "--name", "editors", "--date", "2026-05-20")
    run(desk, "review", "ct/2016/hb1", "sale", "--value", "no", *said)
    args = ("matrix", "--disagreements", "--status", "law", "--format")
    (one,) = (d for d in json.loads(run(desk, *args, "json").output) if d["bill"] == "ct/2016/hb1")
    rows = list(csv.DictReader(io.StringIO(run(desk, *args, "csv").output)))
    mine = [row for row in rows if row["bill"] == "ct/2016/hb1"]

    assert [(s["origin"], s["value"]) for s in one["sides"]] == [
        ("machine", "yes"),
        ("review", "no"),
    ]
    assert [row["origin"] for row in mine] == ["machine", "review"]
    assert mine[1]["note"] == "'=cmd()"
    assert "review  no" in run(desk, *args, "table").output
    assert run(desk, *args, "html").exit_code == 2


def test_the_site_shows_the_reviewer(desk: Path) -> None:
    """A published page carries the decision, marked as a review."""
    run(desk, "review", "ct/2016/hb1", "sale", "--value", "yes", *SAID)
    out = desk / "public"
    assert run(desk, "publish", "--out", str(out), "--as-of", "2026-06-01").exit_code == 0
    page = (out / "state" / "ct" / "index.html").read_text()

    assert 'yes rev"' in page
    assert "as section 1 says" in page


HIDDEN = (
    "AN ACT concerning student records.\n\n"
    "Section 1. A school district shall keep the education record of a student.\n\n"
    "Section 2. Every company that holds student records for a school shall make its workers "
    "safeguard them against being seen, taken, changed or lost by whatever technical means fit.\n\n"
    "Section 3. Whoever acts contrary to section 2 pays the state the sum of five hundred dollars "
    "for each student whose records are concerned.\n"
)


def test_doubtful_silences_are_listed_with_their_clause(desk: Path) -> None:
    """With --silent come provisions that no rule finds, each with the clause and its words."""
    save(desk / "b.db", SECOND, HIDDEN)
    listed = json.loads(run(desk, "review", "--silent", "--format", "json").stdout)
    found = {c["provision"] for c in json.loads(run(desk, "review", "--format", "json").stdout)}
    sure = [cell["sure"] for cell in listed]

    assert listed
    assert {c["provision"] for c in listed}.isdisjoint(found)
    assert sure == sorted(sure)
    assert {c["value"] for c in listed} == {"no"}
    assert all(c["quote"] in HIDDEN for c in listed)
    assert all("no rule finds it" in why for c in listed for why in c["why"])


def test_a_decided_silence_is_not_asked_again(desk: Path) -> None:
    """What a person decided about a silence takes it off the list, and so does nothing else."""
    save(desk / "b.db", SECOND, HIDDEN)
    before = json.loads(run(desk, "review", "--silent", "--format", "json").stdout)
    first = before[0]
    words = ("--value", "yes", "--quote", first["quote"], *SAID)
    run(desk, "review", "ct/2016/hb1", first["provision"], *words)
    after = json.loads(run(desk, "review", "--silent", "--format", "json").stdout)

    assert [c["provision"] for c in after] == [c["provision"] for c in before[1:]]


def test_sample_reviews_are_not_checked_where_the_sample_is_not_held(desk: Path) -> None:
    """Decisions that ship with the sample legislature do not stand in a user's own list."""
    checked = run(desk, "review", "--check")

    assert checked.exit_code == 0
    assert "xs/" not in checked.output


def test_a_stale_review_is_told_once(desk: Path) -> None:
    """The list says of a review that went stale what became of it, and says it once."""
    run(desk, "review", "ct/2016/hb1", "consent_disclosure", "--value", "partly", *SAID)
    save(desk / "b.db", SECOND, TEXT.replace("without the written consent of", "unless allowed by"))
    shown = " ".join(run(desk, "review", "ct/2016/hb1", "--limit", "0").stdout.split())

    assert shown.count("went stale") == 1
