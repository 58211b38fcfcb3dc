"""A newcomer is told what to do next."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from billwatch import store
from billwatch.cli import cli
from billwatch.errors import BillwatchError
from billwatch.models import Bill, Jurisdiction, Session, Version


def test_without_a_verb_the_first_steps_are_shown(tmp_path: Path) -> None:
    """Where nothing is collected, the demo comes first."""
    run = CliRunner().invoke(cli, ["--db", str(tmp_path / "b.db")])

    assert run.exit_code == 0
    assert "Nothing is collected here yet" in run.stdout
    assert run.stdout.index("billwatch demo") < run.stdout.index("billwatch analyse bill.pdf")


def test_with_a_database_the_next_steps_are_shown(tmp_path: Path) -> None:
    """Where there is a database, its size and what to do with it."""
    with store.open(tmp_path / "b.db"):
        pass
    run = CliRunner().invoke(cli, ["--db", str(tmp_path / "b.db")])

    assert "0 bills, 0 versions. Go on with:" in run.stdout
    assert "billwatch publish" in run.stdout


def test_a_verb_that_is_none_is_answered_with_the_one_meant() -> None:
    """A slip of the keyboard is misuse, exit code 2, and the near verb is named."""
    run = CliRunner().invoke(cli, ["analyze", "x"])

    assert run.exit_code == 2
    assert "did you mean 'analyse'?" in run.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete_verbs(shell: str) -> None:
    """The script for each shell calls this program back."""
    run = CliRunner().invoke(cli, ["completion", shell])

    assert run.exit_code == 0
    assert "_BILLWATCH_COMPLETE" in run.stdout


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Return a database that holds one bill with one print, unread."""
    version = Version("ct/2016/hb5469@introduced", "ct/2016/hb5469", "Introduced")
    bill = Bill("ct/2016/hb5469", "ct", "2016", "HB 5469", "An Act", versions=(version,))
    with store.open(tmp_path / "b.db") as library:
        library.save_jurisdiction(Jurisdiction("ct", "Connecticut"))
        library.save_session(Session("ct", "2016"))
        library.save_bill(bill, seen_on="2016-02-01")
    return tmp_path / "b.db"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("analyse", "ct/2016/hb5496"), 1, "did you mean ct/2016/hb5469?"),
        (("diff", "ct/2016/hb5469@inroduced", "x"), 1, "there are: ct/2016/hb5469@introduced"),
        (("analyse", "bill.pdf"), 1, "no such file, and no bill or version of that id is held"),
        (("review", "ct/2016/hb5496", "sale", "--value", "no"), 1, "did you mean ct/2016/hb5469?"),
        (("review", "ct/2016/hb5469", "slae"), 2, "did you mean 'sale'?"),
        (("matrix", "--as-of", "yesterday"), 2, "no date such as 2014-06-30"),
        (("publish", "--as-of", "2026-13-01"), 2, "no date such as 2014-06-30"),
        (("export", "--as-of", "soon"), 2, "no date such as 2014-06-30"),
        (("scrape", "zz"), 1, "every state by its code"),
        (("scrape", "sample"), 1, "give --contact mailto:you@example.org"),
        (("reuse", "--all"), 0, "billwatch scrape or billwatch import brings them"),
        (("serve", "--out", "nowhere"), 1, "run billwatch publish or billwatch demo first"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_error_names_the_next_step(
    words: tuple[str, ...], code: int, told: str, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a newcomer mistypes or lacks is answered in a line that says what to do."""
    monkeypatch.chdir(db.parent)
    run = CliRunner().invoke(cli, ["--db", str(db), *words])
    said = run.output + str(run.exception or "")

    assert run.exit_code == code
    assert isinstance(run.exception, BillwatchError | SystemExit | None)
    assert told in said


def test_without_a_database_the_error_says_what_makes_one(tmp_path: Path) -> None:
    """An id where nothing is collected yet leads to the verbs that collect."""
    run = CliRunner().invoke(cli, ["--db", str(tmp_path / "none.db"), "analyse", "ct/2016/hb1"])

    assert "there is no database yet; billwatch scrape or billwatch import" in str(run.exception)
