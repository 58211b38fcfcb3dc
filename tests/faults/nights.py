"""Nights for the tests of faults: started, killed and ended from here, and a table of them all."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
ALL = os.environ.get("BILLWATCH_FAULTS") == "all"
_PATIENCE = 120.0  # seconds in which any night of the tests must end


@dataclass(frozen=True)
class End:
    """How a night ended: exit code (below 0: a signal), peak of memory in MB, steps, words."""

    code: int
    peak: int
    steps: int
    said: str


@dataclass
class Mortal:
    """The program `tests.faults.mortal`: one night at a time, in a process group of its own."""

    process: subprocess.Popen[str]
    log: Path
    group: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    _end: End | None = None

    def begin(
        self,
        argv: tuple[str, ...],
        cwd: Path,
        *,
        day: str = "2026-03-01",
        die: int = 0,
        journal: Path | None = None,
        small: bool = True,
        search: bool = False,
        **more: object,
    ) -> None:
        """Start a night; `die` is the step before which it kills itself (0: never).

        What `more` there is, is told in the docstring of the program.
        """
        told = {
            "env": {}, "bounds": {}, "limits": {}, "roots": {}, "room": 0, **more, "argv": argv,
            "cwd": str(cwd), "log": str(self.log), "day": day, "die": die,
            "journal": str(journal or ""), "small": small, "search": search,
        }  # fmt: skip
        self._write(told)
        self.group = int(self._out.readline())
        self.ended.clear()
        threading.Thread(target=self._await, daemon=True).start()

    def kill(self) -> None:
        """Kill the whole process group, as a power cut would."""
        try:
            os.killpg(self.group, signal.SIGKILL)
        except ProcessLookupError:
            return

    def end(self) -> End:
        """Wait for the end; a night that hangs is killed and fails the test."""
        if not self.ended.wait(_PATIENCE):
            self.kill()
            raise AssertionError(f"a night did not end in {_PATIENCE:g} s: {self.log.read_text()}")
        assert self._end is not None, "the program that runs nights has ended"
        return self._end

    def run(self, argv: tuple[str, ...], cwd: Path, **more: object) -> End:
        """Start a night and wait for its end."""
        self.begin(argv, cwd, **more)  # type: ignore[arg-type]
        return self.end()

    @property
    def _out(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout

    def _write(self, told: Mapping[str, object]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()

    def _await(self) -> None:
        line = self._out.readline()
        said = self.log.read_text("utf-8", "replace") if self.log.exists() else ""
        self._end = End(*json.loads(line), said) if line else None
        self.ended.set()


@contextmanager
def mortal(folder: Path) -> Iterator[Mortal]:
    """Run the program until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.mortal"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    made = Mortal(process, folder / "log.txt")
    try:
        yield made
    finally:
        if made.group and not made.ended.is_set():
            made.kill()
        assert process.stdin is not None
        process.stdin.close()
        process.wait(30)
        made._out.close()
