"""Make paragraphs of printed lines: numbers, page heads and line-end hyphens go, words stay."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from billwatch.text.furniture import unpaged
from billwatch.text.numbering import unnumbered
from billwatch.text.runs import Block, Run

# U+FFFE and U+0002 are what PDF readers give for a hyphen at a line end.
_HYPHENS = "-\u00ad\ufffe\x02"
_TERMINAL = (".", ";", ":", "?", "!", ".\u201d", '."', ".'", ";\u201d", "\u2014", "--", ":-", ".)")
_LINKED = re.compile(r"[;,]\s+(?:and|or|but|provided)$", re.I)
_STARTER = re.compile(
    r"\s*(?:[\"\u201c\u2018`']*\((?:[0-9]{1,3}|[a-z]{1,2}|[A-Z]{1,2}|[ivxlIVXL]{1,6})(?:-[0-9a-z])?\)\s"
    r"|[\"\u201c`']*(?:[0-9]{1,3}(?:-[a-z])?|[a-zA-Z]|[ivx]{2,5}|[IVX]{2,5})\.\s"
    r"|(?:SECTION|Section|SEC\.|Sec\.|NEW SECTION\.|\u00a7+)\s*[0-9A-Z\u00a7]"
    r"|(?:Whereas|WHEREAS|PROVIDED|Resolved|RESOLVED|Be it|BE IT)\b"
    r"|\d+[.-]\d[\w.:-]*\.?\s"
    r"|[\u201c\"][A-Z])"
)


class Line(NamedTuple):
    """One printed line: its runs, and all its words (struck ones too) with the indentation."""

    runs: tuple[Run, ...]
    text: str


class Shape(NamedTuple):
    """How a document is set: its full line, and whether paragraphs start with an indent."""

    width: int
    indented: bool


def plain_lines(text: str) -> list[Line]:
    """Split text into lines without marks; a form feed stands on a line of its own."""
    return [Line((Run(line),), line) for line in text.expandtabs(8).splitlines()]


def cut(line: Line, start: int, end: int | None = None) -> Line:
    """Take the characters from start to end of a line, with their marks."""
    runs, at, stop = [], 0, len(line.text) if end is None else end
    for run in line.runs:
        piece = run.text[max(0, start - at) : max(0, stop - at)]
        if piece:
            runs.append(run if piece == run.text else run._replace(text=piece))
        at += len(run.text)
    return Line(tuple(runs), line.text[start:stop])


def paragraphs(lines: Sequence[Line]) -> list[Block]:
    """Join printed lines to paragraphs, after dropping line numbers and page furniture."""
    kept = _cut_all(lines, unnumbered([line.text for line in lines]))
    texts = unpaged([line.text for line in kept])
    kept = [line if text is not None else _GONE for line, text in zip(kept, texts, strict=True)]
    kept = _without_gaps(kept)
    if is_wrapped([line.text for line in kept]):
        return _joined(kept)
    return _one_each(kept)


_GONE = Line((), "\f")


def _cut_all(lines: Sequence[Line], cuts: Sequence[tuple[int, int] | None]) -> list[Line]:
    out = []
    for line, span in zip(lines, cuts, strict=True):
        if span is None:
            continue
        whole = span == (0, len(line.text))
        out.append(line if whole else cut(line, *span))
    return out


def _without_gaps(lines: Sequence[Line]) -> list[Line]:
    """Drop the furniture and the blank lines beside it, so that sentences run across pages."""
    out: list[Line] = []
    after = False
    for line in lines:
        if line.text == "\f":
            while out and not out[-1].text.strip():
                out.pop()
            after = True
        elif line.text.strip() or not after:
            out.append(line)
            after = False
    return out


def is_wrapped(texts: Iterable[str]) -> bool:
    """Tell whether sentences run over line ends: short lines that stop without a stop."""
    full = [text.strip() for text in texts if text.strip()]
    if len(full) < 3:
        return False
    short = sum(len(text) <= 120 for text in full)
    broad = [text for text in full if len(text) >= 45]
    loose = sum(not text.endswith(_TERMINAL) and not _LINKED.search(text) for text in broad)
    return short >= 0.97 * len(full) and len(broad) >= 2 and loose >= 0.35 * len(broad)


def indent_of(text: str) -> int:
    """Count the leading blanks of a line."""
    return len(text) - len(text.lstrip())


def _one_each(lines: Sequence[Line]) -> list[Block]:
    """Read every line as a paragraph; the steps of its indentation show nesting."""
    full = [line for line in lines if line.text.strip()]
    ranks = _ranks([indent_of(line.text) for line in full])
    depths = [ranks[indent_of(line.text)] for line in full]
    for i in range(1, len(full) - 1):
        # A list item that fell out of its list stands far left of its neighbours.
        if depths[i] < depths[i - 1] == depths[i + 1] and _STARTER.match(full[i].text):
            depths[i] = depths[i - 1]
    return [Block(line.runs, depth) for line, depth in zip(full, depths, strict=True)]


def _ranks(indents: Sequence[int]) -> dict[int, int]:
    """Number the indentations in use; steps of one blank and rare outliers are no level."""
    counts = Counter(indents)
    ranks, rank, level = {}, -1, -2
    for indent in sorted(counts):
        if indent >= level + 2 and (counts[indent] >= 2 or counts[indent] > 0.02 * len(indents)):
            rank, level = rank + 1, indent
        ranks[indent] = max(rank, 0)
    return ranks


def _shape(lines: Sequence[Line]) -> Shape:
    texts = [line.text for line in lines if line.text.strip()]
    lengths = sorted(len(text.rstrip()) for text in texts)
    deeper = back = 0
    for before, here, after in zip(texts, texts[1:], texts[2:], strict=False):
        step = indent_of(here)
        if step > indent_of(before):
            deeper += 1
            back += indent_of(after) < step
    width = lengths[int(0.9 * (len(lengths) - 1))]
    return Shape(width, deeper >= max(2, 0.01 * len(texts)) and back >= 0.4 * deeper)


def _joined(lines: Sequence[Line]) -> list[Block]:
    """Join hard-wrapped lines: a paragraph starts where indent, number or a short line says so."""
    shape = _shape(lines)
    hyphenated = _Hyphens(lines)
    blocks: list[Block] = []
    runs: list[Run] = []
    before = ""
    opened = False  # the line before was the first of its paragraph
    for line in lines:
        text = line.text
        if runs and text.strip() and not _starts(text, before, opened, shape):
            _glue(runs, line, hyphenated)
            opened = False
        else:
            if runs:
                blocks.append(Block(tuple(runs)))
            runs = list(line.runs) if text.strip() else []
            opened = True
        before = text
    if runs:
        blocks.append(Block(tuple(runs)))
    return blocks


def _starts(text: str, before: str, opened: bool, shape: Shape) -> bool:
    """Tell whether a line starts a paragraph, given the line before it."""
    end = before.rstrip()
    if end[-1:] in _HYPHENS and end[-2:-1].isalpha():
        return False
    stopped = _ended(end)
    full = len(end)
    if not stopped and full >= 0.5 * shape.width and text.lstrip()[:1].islower():
        return False
    if end.endswith(",") and full >= 0.7 * shape.width:
        return False
    if shape.indented:
        step, last = indent_of(text), indent_of(before)
        if step > last or (opened and step == last > 0):
            return True
        if full < 0.65 * shape.width:
            return True
        return stopped and full < 0.8 * shape.width and bool(_STARTER.match(text))
    if stopped:
        return bool(_STARTER.match(text)) or full < 0.8 * shape.width
    bare = len(end.lstrip())
    if _heading(text) or _heading(end):
        return _heading(text) != _heading(end) or bare < 0.6 * shape.width
    return bare < 0.5 * shape.width and text.lstrip()[:1].isupper()


def _ended(end: str) -> bool:
    return end.endswith(_TERMINAL) or bool(_LINKED.search(end))


_SMALL = re.compile("[a-z]")


def _heading(text: str) -> bool:
    """Tell a centred line of capitals from running words."""
    return len(text) < 60 and not _SMALL.search(text) and any(c.isalpha() for c in text)


def _glue(runs: list[Run], line: Line, keeps: Callable[[str, str], bool]) -> None:
    """Append a line to a paragraph; a hyphen at the join goes unless the word has one."""
    last = runs[-1]
    stripped = last.text.rstrip()
    head = line.text.lstrip()
    lead = indent_of(line.text)
    rest = cut(line, lead) if lead else line
    if stripped[-1:] in _HYPHENS and stripped[-2:-1].isalpha() and head[:1].isalpha():
        if keeps(stripped[:-1], head):
            runs[-1] = last._replace(text=stripped[:-1] + "-")
        else:
            runs[-1] = last._replace(text=stripped[:-1])
    else:
        runs[-1] = last._replace(text=last.text + " ")
    runs.extend(rest.runs)


_TAIL = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*$")
_FIRST = re.compile(r"[A-Za-z]+")


class _Hyphens:
    """Decide by the document's own words whether a hyphen at a line end belongs to the word."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._words: Counter[str] | None = None

    def __call__(self, left: str, right: str) -> bool:
        if self._words is None:
            found = re.findall(r"[a-z]+(?:-[a-z]+)*", " ".join(x.text for x in self._lines).lower())
            self._words = Counter(found)
        tail, first = _TAIL.search(left), _FIRST.match(right)
        if not tail or not first:
            return False
        a, b = tail[0].lower(), first[0].lower()
        return self._words[f"{a}-{b}"] > self._words[a + b]
