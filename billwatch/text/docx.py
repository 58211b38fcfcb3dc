"""Read word-processor files (DOCX): paragraphs, lists with their signs, tables, tracked changes.

The file is a zip of XML: this reads three of its parts, each within a limit, with lxml. A library
for the format would add a dependency that unpacks without a limit, leaves inserted words out and
does not know what sign a list item is printed with.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from billwatch.errors import DataError
from billwatch.models import Layer, Text
from billwatch.text import plain
from billwatch.text.cells import PARTED
from billwatch.text.runs import Block, Run, assemble

_ROOM = 48 * 1024 * 1024  # bytes of one part, unpacked
_RATIO = 400  # how much smaller than its text a packed part may be
_FILES = 5000
_DOCUMENT, _NUMBERS = "word/document.xml", "word/numbering.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_SYMBOLS = {"F0FE": "☒", "F0FD": "☒", "F0A8": "☐", "F06F": "☐", "F071": "☐", "F0FC": "✓",
            "F052": "☑", "F0B7": "•"}  # fmt: skip
_SKIPPED = frozenset(
    f"{_W}{tag}"
    for tag in ("rPr", "pPr", "instrText", "delInstrText", "footnoteReference", "pict", "drawing",
                "object")
)  # fmt: skip
_OFF = frozenset(("0", "false", "none", "off"))


class _Level(NamedTuple):
    """How a list's items of one level are printed: ``decimal``, ``(%1)``, from which number."""

    form: str
    shape: str
    start: int


Lists = dict[tuple[str, int], _Level]


def is_docx(body: bytes) -> bool:
    """Tell whether a zip archive is a word-processor file."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return _DOCUMENT in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def read_docx(body: bytes, name: str) -> Text:
    """Read a DOCX file as marked text; raise `DataError` where it is broken, huge or empty.

    Tracked changes and struck or underlined words are marks, as in RTF.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if len(archive.infolist()) > _FILES:
                raise DataError(f"{name}: a DOCX file of more than {_FILES} parts")
            page = _part(archive, _DOCUMENT, name)
            numbers = _part(archive, _NUMBERS, name) if _NUMBERS in archive.namelist() else None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise DataError(f"{name}: a broken DOCX file ({error})") from None
    except KeyError:
        raise DataError(f"{name}: a DOCX file without a document") from None
    walker = _Walker(_lists(numbers))
    inner = page.find(f"{_W}body")
    blocks = list(walker.blocks(inner if inner is not None else page))
    text, marks = assemble(blocks)
    if not text:
        raise DataError(f"{name}: a DOCX file without text")
    return Text(text, marks, "shown" if marks else "plain", plain.title_of(blocks))


def _part(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element:
    """Parse one part, unpacking no more than is allowed."""
    known = archive.getinfo(part)
    if known.flag_bits & 1:
        raise DataError(f"{name}: a DOCX file under a password")
    with archive.open(known) as file:
        body = file.read(_ROOM + 1)
    if len(body) > _ROOM or (len(body) > 1 << 20 and len(body) > _RATIO * known.compress_size):
        raise DataError(f"{name}: a DOCX file that unpacks to more than is read")
    if b"<!DOCTYPE" in body[:4096] or b"<!ENTITY" in body[:4096]:
        raise DataError(f"{name}: a DOCX file that defines entities")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(body.replace(_STRICT, _W[1:-1].encode()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DataError(f"{name}: a DOCX file with broken XML ({str(error)[:120]})") from None


def _lists(numbers: "etree._Element | None") -> Lists:
    """Return how every list prints its items, by list and level."""
    if numbers is None:
        return {}
    shapes: dict[str, dict[int, _Level]] = {}
    for kind in numbers.iter(f"{_W}abstractNum"):
        shapes[_get(kind, "abstractNumId")] = {
            int(_get(level, "ilvl") or 0): _Level(
                _value(level, "numFmt"), _value(level, "lvlText"), _count(_value(level, "start"))
            )
            for level in kind.iter(f"{_W}lvl")
        }
    found: Lists = {}
    for used in numbers.iter(f"{_W}num"):
        for depth, level in shapes.get(_value(used, "abstractNumId"), {}).items():
            found[(_get(used, "numId"), depth)] = level
    return found


def _get(element: etree._Element, name: str) -> str:
    return str(element.get(f"{_W}{name}") or "")


def _value(element: etree._Element, tag: str) -> str:
    child = element.find(f"{_W}{tag}")
    return _get(child, "val") if child is not None else ""


def _count(words: str) -> int:
    return int(words) if words.isdigit() and len(words) < 5 else 1


class _Walker:
    """Walk the document's blocks in order, counting the items of its lists."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._counts: dict[tuple[str, int], int] = {}

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """Yield the paragraphs and the rows of tables under an element."""
        for child in parent:
            if child.tag == f"{_W}p":
                sign, depth = self._sign(child)
                runs = tuple(_runs(child))
                if any(run.text.strip() for run in runs):
                    yield Block((Run(f"{sign} "), *runs) if sign else runs, depth)
            elif child.tag == f"{_W}tbl":
                yield from self._rows(child)
            elif isinstance(child.tag, str):  # content controls, tracked blocks
                yield from self.blocks(child)

    def _rows(self, table: etree._Element) -> Iterator[Block]:
        for row in table.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is not table:
                continue  # of a table in a cell, read with that cell
            runs: list[Run] = []
            for n, cell in enumerate(row.iter(f"{_W}tc")):
                if next(cell.iterancestors(f"{_W}tr")) is not row:
                    continue
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                runs += [Run(PARTED)] if n else []
                runs += [run for block in self.blocks(cell) for run in (*block.runs, Run(" "))]
                runs += [Run(PARTED)] * (
                    min(_count(_get(span, "val")), 64) - 1 if span is not None else 0
                )
            if any(run.text.strip(" |") for run in runs):
                yield Block(tuple(runs))

    def _sign(self, paragraph: etree._Element) -> tuple[str, int]:
        """Return the sign that a list item is printed with, and its level."""
        numbered = paragraph.find(f"{_W}pPr/{_W}numPr")
        if numbered is None:
            return "", 0
        list_, depth = _value(numbered, "numId"), min(_count(_value(numbered, "ilvl") or "0"), 8)
        level = self._lists.get((list_, depth))
        if level is None or list_ == "0":
            return "", 0
        for known in [key for key in self._counts if key[0] == list_ and key[1] > depth]:
            del self._counts[known]
        now = self._counts.get((list_, depth), level.start - 1) + 1
        self._counts[(list_, depth)] = now
        if level.form == "bullet":
            return "•", depth
        return re.sub(
            r"%(\d)", lambda found: self._number(list_, int(found[1]) - 1), level.shape
        ), depth

    def _number(self, list_: str, depth: int) -> str:
        level = self._lists.get((list_, depth))
        return printed(self._counts.get((list_, depth), 1), level.form if level else "decimal")


def printed(number: int, form: str) -> str:
    """Return a number as a list prints it.

    >>> printed(3, "lowerLetter"), printed(4, "upperRoman"), printed(28, "lowerLetter")
    ('c', 'IV', 'bb')
    """
    if form.endswith("Letter"):
        sign = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form.endswith("Roman"):
        sign = ""
        for worth, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
                               (5, "v"), (4, "iv"), (1, "i")):  # fmt: skip
            sign += letters * (number // worth)
            number %= worth
    else:
        return str(number)
    return sign.upper() if form.startswith("upper") else sign


def _runs(paragraph: etree._Element) -> Iterator[Run]:
    for run in paragraph.iter(f"{_W}r"):
        if next(run.iterancestors(f"{_W}p")) is not paragraph:
            continue  # of a text box
        words = "".join(_words(run))
        if words:
            yield Run(words, _layer(run))


def _layer(run: etree._Element) -> Layer | None:
    above = {element.tag for element in run.iterancestors()}
    if above & {f"{_W}del", f"{_W}moveFrom"} or _is_on(run, "strike") or _is_on(run, "dstrike"):
        return "deleted"
    if above & {f"{_W}ins", f"{_W}moveTo"} or _is_on(run, "u"):
        return "added"
    return None


def _is_on(run: etree._Element, tag: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{tag}")
    return found is not None and _get(found, "val") not in _OFF


def _words(run: etree._Element) -> Iterator[str]:
    for element in run:
        tag = element.tag
        if tag in _SKIPPED:
            continue
        if tag in (f"{_W}t", f"{_W}delText"):
            yield element.text or ""
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag == f"{_W}sym":
            yield _SYMBOLS.get(_get(element, "char").upper(), "")
        elif tag == f"{_W}fldChar":
            yield from _tick(element)


def _tick(field: etree._Element) -> Iterator[str]:
    """Yield the box of an old form field, ticked or not."""
    box = field.find(f"{_W}ffData/{_W}checkBox")
    if box is not None:
        state = box.find(f"{_W}checked")
        state = box.find(f"{_W}default") if state is None else state
        yield "☒ " if state is not None and _get(state, "val") not in _OFF else "☐ "
