"""Fixtures shared by all tests: the real corpus, read in place, and a closed network."""

import gc
import os
import socket
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings

from tests import told

# The gate must not depend on luck; elsewhere every run tries new examples.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("home", deadline=None)
settings.load_profile("gate" if os.environ.get("CI") else "home")


class Watched(sqlite3.Connection):
    """A connection to a database that tells when it goes without having been closed.

    From Python 3.13 on every connection complains of that, and a complaint is an error here.
    """

    open: ClassVar[set[int]] = set()
    left: ClassVar[list[str]] = []  # by the tests that opened them

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self.by = os.environ.get("PYTEST_CURRENT_TEST", "before the first test")
        self.open.add(id(self))

    def close(self) -> None:
        """Close it."""
        self.open.discard(id(self))
        super().close()

    def __del__(self) -> None:
        if id(self) in self.open:
            self.open.discard(id(self))
            self.left.append(self.by)


sqlite3.connect = partial(sqlite3.connect, factory=Watched)  # type: ignore[assignment]


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
def closed_databases() -> Iterator[None]:
    """Fail where a database was opened and never closed, by this test or one before."""
    before = len(Watched.open)
    yield
    if len(Watched.open) > before:  # held by a circle of objects, or by a fixture of many tests
        gc.collect()
    left = [*Watched.left]
    Watched.left.clear()
    assert left == []


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
