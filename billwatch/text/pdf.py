"""Read PDF: lines by place, underline and strike by drawn rules, bold and italic by font."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as raw

from billwatch.errors import DataError
from billwatch.models import Layer, Markup, Text
from billwatch.text import plain
from billwatch.text.conventions import Convention, convention, is_typed, plain_markup
from billwatch.text.lines import Line, paragraphs
from billwatch.text.looks import by_look
from billwatch.text.margins import Leaf, Place, marginal
from billwatch.text.runs import Block, Run, assemble

PAGES = 6000
_RULES = 4000  # a page with more drawn lines is a form or a map
_LEGEND_PAGES = 3
_JOINT = "\ufffe\x02"  # what pdfium gives for a hyphen at a line end, with no line end after it
_POINTS = 6.0  # one blank of indentation
_NUMBERED = re.compile(r"\s*(\d{1,3}) +(?=\S)")
_ENDS = re.compile(r"\r\n|[\r\n]")

Rule = tuple[float, float, float]


class _Row(NamedTuple):
    """One printed line: where its characters stand in the page's text, and where on the page."""

    start: int
    end: int
    left: float
    base: float
    size: float


def read_pdf(body: bytes, name: str, jurisdiction: str) -> Text:
    """Read a PDF as marked text; raise `DataError` where it is locked, broken, or holds no text."""
    document = _open(body, name)
    try:
        if len(document) > PAGES:
            raise DataError(f"{name}: {len(document)} pages, more than the {PAGES} read")
        head = "\n".join(_text(document, i) for i in range(min(_LEGEND_PAGES, len(document))))
        shown = convention(head, jurisdiction)
        reader = _Reader(shown)
        leaves = [reader.page(document, i) for i in range(len(document))]
        lines = list(_unmargined(leaves))
        size = len(document)
    except pypdfium2.PdfiumError as reason:
        raise DataError(f"{name}: broken PDF ({reason})") from reason
    finally:
        document.close()
    letters = sum(c.isalpha() for line in lines for c in line.text)
    if letters < 20:
        raise DataError(f"{name}: a PDF without text, {size} pages (a scan?)")
    blocks = by_look(paragraphs(lines, headless=True), shown)
    return _told(blocks, shown, jurisdiction, letters < 100 * size)


def _unmargined(leaves: Sequence[tuple[Leaf, list[Line]]]) -> Iterator[Line]:
    """Yield the printed lines without running heads and feet, a form feed before each page."""
    gone = marginal([leaf for leaf, _ in leaves])
    for (_, lines), rows in zip(leaves, gone, strict=True):
        yield Line((), "\f")
        yield from (line for i, line in enumerate(lines) if i not in rows)


def _told(blocks: list[Block], shown: Convention, jurisdiction: str, sparse: bool) -> Text:
    body, marks = assemble(blocks)
    notes: tuple[str, ...] = ()
    markup: Markup = "shown"
    if not marks and not shown.known:
        markup, notes = plain_markup(body, jurisdiction)
        if notes:
            notes = ("no underlining or striking was found: struck words may be read as kept",)
    if sparse:
        notes += ("very little text for so many pages: some may be pictures",)
    return Text(body, marks, markup, plain.title_of(blocks), not sparse, notes)


def _open(body: bytes, name: str) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(body)
        if len(document) == 0:
            raise DataError(f"{name}: a PDF without pages")
    except pypdfium2.PdfiumError as reason:
        locked = "password" in str(reason).lower() or "security" in str(reason).lower()
        why = "encrypted PDF: it needs a password" if locked else f"broken PDF ({reason})"
        raise DataError(f"{name}: {why}") from reason
    return document


def _text(document: pypdfium2.PdfDocument, index: int) -> str:
    page = document[index]
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()
        page.close()


class _Reader:
    """Read pages of one document under its convention."""

    def __init__(self, shown: Convention) -> None:
        self._typed = is_typed(shown)
        self._underlined = "underline" in shown.added

    def page(self, document: pypdfium2.PdfDocument, index: int) -> tuple[Leaf, list[Line]]:
        """Return where the rows of one page stand on it, and the same rows as lines."""
        page = document[index]
        textpage = page.get_textpage()
        try:
            text = _characters(textpage)
            rows = list(_rows(textpage, text))
            rules = _rules(page)
            left = _margin(textpage, text, rows)
            layers = self._layers(textpage, text, rows, rules)
            _, bottom, _, top = page.get_bbox()
            places = tuple(Place(text[row.start : row.end], row.base) for row in rows)
            lines = []
            for row in rows:
                looks = _looks(textpage, text, row) if self._typed else ""
                indent = _indent(textpage, text, row, left)
                # A number that stands left of all words is a line number.
                lines.append(_line(text, row, layers, looks, (indent, row.left < left - 8)))
            return Leaf(bottom, top, places), lines
        finally:
            textpage.close()
            page.close()

    def _layers(
        self,
        textpage: pypdfium2.PdfTextPage,
        text: str,
        rows: Sequence[_Row],
        rules: Sequence[Rule],
    ) -> dict[int, Layer]:
        """Find the characters that a drawn rule runs under or through."""
        layers: dict[int, Layer] = {}
        for x0, x1, y in rules:
            for row in rows:
                layer = _crossing(y - row.base, row.size)
                if layer is None or (layer == "added" and not self._underlined):
                    continue
                covered = list(_covered(textpage, text, row, x0, x1))
                for i in covered:
                    if layers.get(i) != "deleted":
                        layers[i] = layer
        return layers


def _characters(textpage: pypdfium2.PdfTextPage) -> str:
    count = textpage.count_chars()
    text = str(textpage.get_text_range())
    if len(text) == count:
        return text
    # Characters beyond 16 bits, or dropped ones: ask one by one so that places agree.
    codes = (raw.FPDFText_GetUnicode(textpage.raw, i) for i in range(count))
    return "".join(chr(c) if 0 < c < 0x110000 else " " for c in codes)


def _rows(textpage: pypdfium2.PdfTextPage, text: str) -> Iterator[_Row]:
    """Split a page's characters into printed lines, also after a hyphen that joins two."""
    at = 0
    for end in [*(m.span() for m in _ENDS.finditer(text)), (len(text), len(text))]:
        start = at
        for i in range(at, end[0]):
            if text[i] in _JOINT:
                yield from _row(textpage, text, start, i + 1)
                start = i + 1
        yield from _row(textpage, text, start, end[0])
        at = end[1]


def _row(textpage: pypdfium2.PdfTextPage, text: str, start: int, end: int) -> Iterator[_Row]:
    for i in range(start, end):
        if not text[i].isspace():
            x, y = _origin(textpage, i)
            yield _Row(start, end, x, y, _height(textpage, i))
            return


def _origin(textpage: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
    return x.value, y.value


def _height(textpage: pypdfium2.PdfTextPage, index: int) -> float:
    """Return the size of type in points; the font's own size lies where the page scales it."""
    box = raw.FS_RECTF()
    if raw.FPDFText_GetLooseCharBox(textpage.raw, index, box):
        height = float(box.top) - float(box.bottom)
        return min(max(abs(height) / 1.15, 4.0), 72.0)
    return 12.0


def _margin(textpage: pypdfium2.PdfTextPage, text: str, rows: Sequence[_Row]) -> float:
    """Return where most lines of words start, line numbers aside."""
    worded = [row for row in rows if not text[row.start : row.end].strip().isdigit()]
    numbered = [row for row in worded if _NUMBERED.match(text, row.start, row.end)]
    if len(numbered) >= max(5, 0.3 * len(worded)):
        worded = numbered  # mastheads and legends keep margins of their own
    starts = Counter([round(_words_left(textpage, text, row)) for row in worded])
    common = [float(x) for x, n in starts.items() if n >= max(2, 0.15 * len(rows))]
    return min(common) if common else min(map(float, starts), default=0.0)


def _words_left(textpage: pypdfium2.PdfTextPage, text: str, row: _Row) -> float:
    numbered = _NUMBERED.match(text, row.start, row.end)
    return _origin(textpage, numbered.end())[0] if numbered else row.left


def _indent(textpage: pypdfium2.PdfTextPage, text: str, row: _Row, left: float) -> int:
    step = (_words_left(textpage, text, row) - left) / _POINTS
    return min(60, round(step)) if step > 0.7 else 0


def _rules(page: pypdfium2.PdfPage) -> list[Rule]:
    """Find thin horizontal strokes and rectangles: left, right, height on the page."""
    rules: list[Rule] = []
    for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        left, bottom, right, top = shape.get_bounds()
        if top - bottom <= 2.6 and right - left >= 2.0:
            rules.append((left, right, (top + bottom) / 2))
        if len(rules) > _RULES:
            return []
    return rules


def _crossing(above: float, size: float) -> Layer | None:
    """Judge a rule by its height over the baseline, in sizes of type."""
    if -0.3 * size <= above <= 0.08 * size:
        return "added"
    return "deleted" if 0.14 * size < above < 0.55 * size else None


def _covered(
    textpage: pypdfium2.PdfTextPage, text: str, row: _Row, x0: float, x1: float
) -> Iterator[int]:
    """Find the characters of a row whose middle lies on a rule; none if the rule runs past it."""
    ends = [i for i in range(row.start, row.end) if not text[i].isspace()]
    first, last = _box(textpage, ends[0]), _box(textpage, ends[-1])
    if x1 < first[0] or x0 > last[1] or x0 < first[0] - 8 or x1 > last[1] + 8:
        return
    for i in range(row.start, row.end):
        left, right = _box(textpage, i)
        if x0 - 0.7 <= (left + right) / 2 <= x1 + 0.7:
            yield i


def _box(textpage: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top)
    return float(left.value), float(right.value)


_BOLD = re.compile(r"bold|black|heavy|demi", re.I)
_ITALIC = re.compile(r"ital|obli", re.I)


def _looks(textpage: pypdfium2.PdfTextPage, text: str, row: _Row) -> list[str]:
    """Return the look of every character of a row; a word is asked at both its ends only."""
    looks = [""] * (row.end - row.start)
    for word in re.finditer(r"\S+", text[row.start : row.end]):
        first, last = word.start(), word.end() - 1
        one, two = _look(textpage, row.start + first), _look(textpage, row.start + last)
        if one == two:
            looks[first : last + 1] = [one] * (last + 1 - first)
            continue
        for i in range(first, last + 1):
            looks[i] = _look(textpage, row.start + i)
    # A blank looks as its neighbours do where they agree.
    for blank in re.finditer(r"\s+", text[row.start : row.end]):
        i, j = blank.span()
        if i and j < len(looks) and looks[i - 1] == looks[j]:
            looks[i:j] = [looks[j]] * (j - i)
    return looks


def _look(textpage: pypdfium2.PdfTextPage, index: int) -> str:
    buffer, flags = ctypes.create_string_buffer(96), ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage.raw, index, buffer, 96, flags)
    return _font_look(buffer.value, flags.value)


@lru_cache(maxsize=1024)
def _font_look(name: bytes, flags: int) -> str:
    font = name.decode("latin-1").rpartition("+")[2]
    bold = "b" if _BOLD.search(font) or flags & (1 << 18) else ""
    return bold + ("i" if _ITALIC.search(font) or flags & (1 << 6) else "")


def _line(
    text: str, row: _Row, layers: dict[int, Layer], looks: Sequence[str], place: tuple[int, bool]
) -> Line:
    """Cut a row into runs of one layer and look, with its indentation as blanks before it.

    ``place`` is the indentation in blanks, and whether the row starts in the left margin.
    """
    words = text[row.start : row.end]
    indent, outside = place
    numbered = _NUMBERED.match(words)
    shift = numbered.end() if numbered else len(words) - len(words.lstrip())
    number = numbered[1] + " " if numbered and not outside else ""
    lead = number + " " * indent
    runs = [Run(lead)] if lead else []
    inked = layers and any(i in layers for i in range(row.start + shift, row.end))
    if not inked and len(set(looks[shift:])) <= 1:
        runs.append(Run(words[shift:], None, looks[shift] if looks else ""))
        return Line(tuple(runs), lead + words[shift:])
    marks = [
        (layers.get(row.start + i) if inked else None, looks[i] if looks else "")
        for i in range(shift, len(words))
    ]
    start = shift
    for mark, group in groupby(marks):
        end = start + len(list(group))
        runs.append(Run(words[start:end], *mark))
        start = end
    return Line(tuple(runs), lead + words[shift:])
