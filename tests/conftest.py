"""Fixtures shared by all tests: the real corpus, read in place, and a closed network."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings

from tests import told

# The gate must not depend on luck; elsewhere every run tries new examples.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("home", deadline=None)
settings.load_profile("gate" if os.environ.get("CI") else "home")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what the tests of one worker told to the one who prints it."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["told"] = told.LINES


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take what the tests of a worker told."""
    for heading, lines in getattr(node, "workeroutput", {}).get("told", {}).items():
        told.tell(heading, *lines)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables of what was tried and what happened."""
    for heading, lines in told.LINES.items():
        terminalreporter.section(heading, "-")
        for line in lines:
            terminalreporter.line(line)


def corpus_folder() -> Path | None:
    """Return the folder that holds ``corpus/`` and ``gold/``, or nothing where it is absent."""
    named = os.environ.get("BILLWATCH_CORPUS")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared"
    return folder if (folder / "corpus").is_dir() else None


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder that holds ``corpus/`` and ``gold/``; skip without it, fail under CI."""
    if folder := corpus_folder():
        return folder
    reason = "the corpus of real bills is not beside the checkout (set BILLWATCH_CORPUS)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def no_search_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish without the search index: what it is tested for asks for it by itself."""
    monkeypatch.setattr("billwatch.publish.searcher", tuple)


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
