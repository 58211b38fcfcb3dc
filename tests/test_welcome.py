"""A newcomer is told what to do next."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from billwatch import store
from billwatch.cli import cli


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
