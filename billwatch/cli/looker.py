"""Progress of a source, an import or a site: a bar in a terminal, plain lines in a log."""

import sys
from typing import Any

import click

from billwatch.cli.say import say


class Looker:
    """Shows a bar in a terminal, and plain lines in a log."""

    def __init__(self) -> None:
        self._bar: Any = None  # click does not name the type of its bars

    def begin(self, name: str, expected: int) -> None:
        """Announce a source."""
        if sys.stderr.isatty():
            self._bar = click.progressbar(length=expected or 1, label=name, file=sys.stderr)
            self._bar.__enter__()
        else:
            say(f"{name}: begins", err=True)

    def bill(self, id: str) -> None:
        """Move the bar on by a bill or file; it grows where there are more than expected."""
        if self._bar is not None:
            self._bar.length = max(self._bar.length, self._bar.pos + 1)
            self._bar.update(1)

    def end(self, name: str, words: str) -> None:
        """Say what became of it."""
        self.close()
        say(f"{name}: {words}", err=True)

    def close(self) -> None:
        """End the bar, if there is one."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
