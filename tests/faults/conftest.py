"""Print what was tried and what happened."""

import pytest

from tests.faults.nights import LINES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables that the tests of faults have filled."""
    for heading, lines in LINES.items():
        terminalreporter.section(heading, "-")
        for line in lines:
            terminalreporter.line(line)
