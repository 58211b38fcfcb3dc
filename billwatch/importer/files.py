"""Files from outside: found in folders in a fixed order, read within limits, opened with care."""

import codecs
import html
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # see `tree`: no entity ever reaches it

from billwatch.errors import DataError

LIMIT = 64 * 2**20  # bytes
DEPTH = 300  # elements within elements; the deepest bills have some thirty

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]*\bencoding=["']([\w.:-]+)""")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\w+);)(\w+);")
# Patterns over whole files look no further than the next bracket: files may be made to be slow.
_HIDDEN = re.compile(r"<(style|script|head|!--)", re.I)
_BREAK = re.compile(r"<(?:/p|br|/div|/h\d|/li|/tr|p|div)\b[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class File:
    """One file and its bytes, for as long as it is looked at."""

    path: Path
    body: bytes

    @property
    def name(self) -> str:
        """The name without folders."""
        return self.path.name

    @property
    def stem(self) -> str:
        """The name without its last suffix."""
        return self.path.stem


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield every file once, in order of path; names that begin with a dot are left out."""
    seen: set[Path] = set()
    for path in paths:
        for file in _under(path) if path.is_dir() else (path,):
            if file not in seen:
                seen.add(file)
                yield file


def _under(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(where) / name for name in sorted(names) if not name.startswith("."))


def load(path: Path) -> File:
    """Read a file; raise `DataError` if it is empty, too large or cannot be read."""
    try:
        if path.stat().st_size > LIMIT:
            raise DataError(f"{path}: larger than {LIMIT // 2**20} MB")
        with path.open("rb") as stream:
            body = stream.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(f"{path}: cannot be read: {reason}") from error
    if len(body) > LIMIT:
        raise DataError(f"{path}: larger than {LIMIT // 2**20} MB")
    if not body.strip():
        raise DataError(f"{path}: is empty")
    return File(path, body)


def chars(body: bytes) -> str:
    """Return the characters: by byte order mark, else UTF-8, else Windows-1252; never fails."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return body.decode(charset, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def words(markup: str) -> str:
    """Return HTML or XML as rough text: enough to recognise a masthead, not to read a law.

    >>> words("<p>AN&nbsp;<b>ACT</b>")
    'AN ACT'
    """
    text = _TAG.sub(" ", _BREAK.sub("\n", _shown(markup)))
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _shown(markup: str) -> str:
    """Return the markup without comments, styles, scripts and head, where these are closed."""
    parts: list[str] = []
    at, endless = 0, set[str]()
    for found in _HIDDEN.finditer(markup):
        kind = found[1].lower()
        if found.start() < at or kind in endless:
            continue
        closing = "-->" if kind == "!--" else f"</{kind}\\b[^<>]*>"
        end = re.compile(closing, re.I).search(markup, found.end())
        if end is None:
            endless.add(kind)
            continue
        parts.append(markup[at : found.start()])
        at = end.end()
    return " ".join((*parts, markup[at:]))


def inner(markup: str, tag: str, having: str = "") -> str:
    """Return what stands in the first element of that name, or nothing where it does not close.

    >>> inner("<title>An act</title>", "title")
    'An act'
    """
    near = rf"[^<>]{{0,300}}{having}" if having else ""
    start = re.search(rf"(?i)<{tag}\b{near}[^<>]{{0,300}}>", markup)
    end = start and re.compile(f"(?i)</{tag}").search(markup, start.end())
    return markup[start.end() : end.start()] if start and end else ""


def fields(file: File) -> Any:  # noqa: ANN401  # JSON has no other type
    """Return the JSON of a file; raise `DataError` where it is broken."""
    try:
        return json.loads(chars(file.body))
    except RecursionError as error:
        raise DataError(f"{file.path}: broken JSON: nested too deeply") from error
    except ValueError as error:
        raise DataError(f"{file.path}: broken JSON: {error}") from error


def tree(file: File) -> ElementTree.Element:
    """Return the XML of a file without resolving anything; raise `DataError`.

    Entities are refused before the parser sees them, so none is expanded or fetched; the named
    ones of HTML, which old bills use undeclared, are replaced by their characters.
    """
    text = _xml_chars(file.body)
    if re.search(r"<!\s*(ENTITY|ELEMENT|ATTLIST)", text):
        raise DataError(f"{file.path}: declares entities, which are not read from outside files")
    try:
        root = ElementTree.fromstring(_ENTITY.sub(_character, text))  # noqa: S314
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise DataError(f"{file.path}: broken XML: {error}") from error
    level, depth = [root], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
        if depth > DEPTH:
            raise DataError(f"{file.path}: broken XML: nested too deeply")
    return root


def _xml_chars(body: bytes) -> str:
    declared = _DECLARED.search(body[:200])
    try:
        name = codecs.lookup(declared[1].decode()).name if declared else "utf-8"
        text = body.decode(name) if name != "utf-8" else chars(body)
    except (LookupError, UnicodeError):
        text = chars(body)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)


def _character(found: re.Match[str]) -> str:
    character = html.unescape(found[0])
    return character if character != found[0] else f"&amp;{found[1]};"


def squeezed(text: str | None) -> str:
    """Return the words with single spaces; half a surrogate pair, as JSON may hold, is a ``?``.

    >>> squeezed(" An  act\\n")
    'An act'
    """
    return " ".join((text or "").split()).encode("utf-8", "replace").decode()
