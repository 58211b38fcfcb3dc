"""What the readers of formats say of a file, and what the importer says of it in the end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from billwatch.importer.files import File
from billwatch.models import Bill, Document, Version


@dataclass(frozen=True, slots=True)
class Imported:
    """One text of a bill; or, without version and document, a bill of which no text was given.

    ``bill`` holds what all files together say of it, every version known included.
    """

    path: Path
    bill: Bill
    version: Version | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A file that was used, but is not a text by itself: facts of a bill, a table, a part."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not used, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """A text found in a file; ``unpack`` takes it out of the file's bytes when it is wanted.

    ``order`` is the source's own place of the print among others of the same day.
    """

    bill: Bill
    version: Version
    media_type: str
    unpack: Callable[[bytes], bytes] = bytes
    order: int = 0
    url: str = ""
    fetched_at: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of bills without being the text of one."""

    bills: tuple[Bill, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text: pieces of one version are joined in order of ``order``."""

    bill: Bill
    version: Version
    order: int
    whole: bool = True  # whether the text can begin with this piece


Answer = Found | Facts | Part | Noted | Skipped
"""What a reader says of a file that is of its format; None of any other."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the file itself: the states, the user's word, the tables read first."""

    states: Mapping[str, str] = field(default_factory=dict)
    jurisdiction: str = ""
    tables: Mapping[tuple[Path, str], Found] = field(default_factory=dict)
    texts: Mapping[str, Bill] = field(default_factory=dict)


def near(path: Path, beside: Beside) -> str:
    """Return the state whose code one of the last three folders has for a name, or nothing."""
    names = (part.lower().removeprefix("cic-code-") for part in reversed(path.parts[-4:-1]))
    return next((name for name in names if name in beside.states), "")


Reader = Callable[[File, Beside], Answer | None]
