"""Remember from one build to the next which files were made of which bill, and from what.

One line of JSON a bill, in the site's folder. A note counts only for the same key and while every
file of it has the size it had.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

from billwatch.publish.faces import Page
from billwatch.publish.held import Gist

NOTES = ".billwatch-bills"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_values = attrgetter(*(field.name for field in fields(Gist)))


@dataclass(frozen=True, slots=True)
class Note:
    """What the last build made of one bill: the sizes of its files by path, and its gists.

    ``line`` is the note as it was written down.
    """

    key: str
    files: dict[str, int]
    gists: tuple[Gist, ...]
    line: str


class Memory:
    """The notes of the last build, and those of this one; ``shell`` names what all pages share."""

    def __init__(self, shell: str = "", out: Path | None = None) -> None:
        self.shell = shell
        self._out = out
        self._last = dict(_read(out / NOTES)) if out else {}
        self._lines: list[str] = []

    def get(self, id: str, key: str) -> Note | None:
        """Return the note of a bill that need not be made again, else nothing."""
        line = self._last.get(id)
        if line is None:
            return None
        note = _note(line)
        return note if note.key == key and self._there(note.files) else None

    def again(self, id: str) -> None:
        """Note that a bill is as it was."""
        self.learn(self._last[id])

    def keep(self, id: str, key: str, gists: Sequence[Gist], pages: Iterable[Page]) -> None:
        """Note what was made of a bill."""
        self.learn(line(id, key, gists, {page.path: len(page.body or b"") for page in pages}))

    def learn(self, line: str) -> None:
        """Take a note as its line."""
        self._lines.append(line)

    def page(self) -> Page:
        """Return the notes of this build as a file."""
        text = "".join(f"{line}\n" for line in self._lines)
        return Page(NOTES, text.encode("utf-8", "surrogatepass"))

    def _there(self, files: dict[str, int]) -> bool:
        top = os.fspath(self._out) if self._out else "."
        try:
            return all(os.stat(f"{top}/{p}").st_size == n for p, n in files.items())  # noqa: PTH116
        except OSError:
            return False


def line(id: str, key: str, gists: Sequence[Gist], files: Mapping[str, int]) -> str:
    """Return the note of a bill as a line: ``files`` are the sizes of its files by path."""
    return _JSON.encode([id, key, files, [_values(gist) for gist in gists]])


def _read(path: Path) -> Iterable[tuple[str, str]]:
    """Yield (bill, line); notes that cannot be read are no notes."""
    try:
        lines = path.read_bytes().decode("utf-8", "surrogatepass").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for line in lines:
        if line.startswith('["') and line.endswith("]"):
            yield json.JSONDecoder().raw_decode(line, 1)[0], line


def _note(line: str) -> Note:
    _, key, files, gists = json.loads(line)
    return Note(key, files, tuple(_gist(*told) for told in gists), line)


def _gist(
    complete: bool | None, markup: str, characters: int, step: str, kept: float | None,
    words: Iterable[Sequence[str]], moments: Iterable[Sequence[str]],
) -> Gist:  # fmt: skip
    told = tuple((provision, was, now) for provision, was, now in words)
    days = tuple((kind, date) for kind, date in moments)
    return Gist(complete, markup, characters, step, kept, told, days)
