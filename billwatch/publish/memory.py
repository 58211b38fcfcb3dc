"""Remember from one build to the next which files were made of which bill, and from what.

One line of JSON a bill, in the site's folder. A note counts only for the same key and while every
file of it has the size it had.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from billwatch.publish.faces import Page
from billwatch.publish.held import Gist

NOTES = ".billwatch-bills"


@dataclass(frozen=True, slots=True)
class Note:
    """What the last build made of one bill: the sizes of its files by path, and its gists."""

    key: str
    files: dict[str, int]
    gists: tuple[Gist, ...]


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
        self._lines.append(self._last[id])

    def keep(self, id: str, key: str, gists: Sequence[Gist], pages: Iterable[Page]) -> None:
        """Note what was made of a bill."""
        files = {page.path: len(page.body or b"") for page in pages}
        told = [id, key, files, [astuple(gist) for gist in gists]]
        self._lines.append(json.dumps(told, ensure_ascii=False, separators=(",", ":")))

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
    return Note(key, files, tuple(_gist(*told) for told in gists))


def _gist(
    complete: bool | None, markup: str, characters: int, step: str, kept: float | None,
    words: Iterable[Sequence[str]], moments: Iterable[Sequence[str]],
) -> Gist:  # fmt: skip
    told = tuple((provision, was, now) for provision, was, now in words)
    days = tuple((kind, date) for kind, date in moments)
    return Gist(complete, markup, characters, step, kept, told, days)
