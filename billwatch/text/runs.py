"""Put marked runs of words together: one paragraph a line, the marks as offsets."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from billwatch.models import Against, Layer, Mark
from billwatch.text.charset import bounded

# Never printed: soft hyphens, zero-width and direction marks, controls. Surrogates cannot be
# written as UTF-8.
_UNPRINTED = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\x02]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ODD = re.compile(f"[{''.join(p.pattern[1:-1] for p in (_UNPRINTED, _CONTROL, _SURROGATE))}]")
_BRACKETS = (("[", "]"), ("((", "))"))
_STOPPED = re.compile(r"(\s*(?:Section |SECTION |Sec\. |SEC\. |\u00a7+ ?)?\d[\w:.-]{0,20}) (?=\. )")
_NUMBER = re.compile(r"\s*\((?:\d{1,2}|[a-zA-Z]{1,2}|[ivxIVX]{2,5})\)\s*")
_LABEL = 40  # characters in which a section's number stands
_LONG = 400  # characters from which words may hold such a gap
_DEEPEST = 30  # levels: no law nests so deep, a broken page may
_CLOSING = tuple(",.;:)")


class Run(NamedTuple):
    """Words of one layer, as the source has them; no layer means kept.

    ``look`` names the type they are set in (``b`` bold, ``i`` italic) where that may be a mark.
    """

    text: str
    layer: Layer | None = None
    look: str = ""


class Block(NamedTuple):
    """One paragraph, heading or list item; depth counts nesting levels."""

    runs: tuple[Run, ...]
    depth: int = 0

    @property
    def text(self) -> str:
        """Return the effective words: kept and added, as the source spaces them."""
        return "".join(run.text for run in self.runs if run.layer != "deleted")

    @property
    def whole(self) -> str:
        """Return all words, struck ones too."""
        return "".join(run.text for run in self.runs)


class Sheet:
    """Collect runs into blocks while a document is walked."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._runs: list[Run] = []

    @property
    def blank(self) -> bool:
        """Tell whether the paragraph at hand has no words yet."""
        return not any(run.text.strip() for run in self._runs)

    def add(self, run: Run) -> None:
        """Add words to the paragraph at hand, without gaps that no page has."""
        self._runs.append(run if len(run.text) < _LONG else run._replace(text=bounded(run.text)))

    def close(self) -> None:
        """End the paragraph at hand, if it has words."""
        if not self.blank:
            self.blocks.append(Block(tuple(self._runs)))
        self._runs = []


def names(text: str) -> frozenset[str]:
    """Return the words of a text as a set, for tables of names."""
    return frozenset(text.split())


def clean(text: str) -> str:
    """Drop what is never printed and replace what cannot be written.

    >>> clean("stu\\u00addent")
    'student'
    """
    if _ODD.search(text):
        text = _CONTROL.sub(" ", _SURROGATE.sub("\ufffd", _UNPRINTED.sub("", text)))
    return text


def assemble(blocks: Iterable[Block], against: Against = "law") -> tuple[str, tuple[Mark, ...]]:
    """Return the body, one block a line indented by its depth, and the marks over it."""
    lines: list[str] = []
    marks: list[Mark] = []
    at = 0
    for block in _with_words(blocks):
        line, spans = _flow(_closed(block.runs))
        indent = "  " * min(block.depth, _DEEPEST) if line else ""
        base = at + len(indent)
        marks += [Mark(s.layer, base + s.start, base + s.end, s.words, against) for s in spans]
        if line:
            lines.append(indent + line)
            at = base + len(line) + 1
    body = "\n".join(lines)
    return body, tuple(_within(marks, len(body)))


def _with_words(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join an item's number that stands alone on its line with the words on the next one.

    Where the next is the number of an item within it, both stay.

    >>> item, words = Block((Run("(a)"),)), Block((Run("a roster;"),), 1)
    >>> [block.text for block in _with_words([item, words])]
    ['(a) a roster;']
    """
    number: Block | None = None
    for block in blocks:
        if number is not None and not block.whole.strip():
            continue
        if number is not None and not _NUMBER.match(block.whole):
            apart = Run(" ", number.runs[-1].layer)
            block, number = Block((*number.runs, apart, *block.runs), number.depth), None
        if number is not None:
            yield number
        number = block if _NUMBER.fullmatch(block.whole) else None
        if number is None:
            yield block
    if number is not None:
        yield number


def _closed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Drop the blank that some prints leave between a section's number and its full stop.

    >>> _closed((Run("10-8-22 . Water rates."),))[0].text
    '10-8-22. Water rates.'
    """
    found = _STOPPED.match(runs[0].text) if runs and " ." in runs[0].text[:_LABEL] else None
    if found is None:
        return runs
    text = found[1] + runs[0].text[found.end() :]
    return (runs[0]._replace(text=text), *runs[1:])


def _within(marks: Iterable[Mark], size: int) -> Iterator[Mark]:
    """Pull marks that stand after the last line break back to the end of the body."""
    for mark in marks:
        if mark.start <= size:
            yield mark
        else:
            yield Mark(mark.layer, size, size, mark.words, mark.against)


class _Span(NamedTuple):
    layer: Layer
    start: int
    end: int
    words: str = ""


def _flow(runs: Sequence[Run]) -> tuple[str, list[_Span]]:
    """Squeeze the runs of one paragraph into a line; spans count from its start.

    Struck words carry the blank that parts them from the words before, or at a line's start from
    those after them, so that line and struck words read together as they are printed.
    """
    if len(runs) == 1 and runs[0].layer is None:
        text = runs[0].text
        if text.isascii() and text.isprintable():
            return " ".join(text.split()), []
        return unicodedata.normalize("NFC", " ".join(clean(text).split())), []
    if any(run.layer == "deleted" for run in runs):
        runs = unbracket(runs)
    pieces: list[str] = []
    spans: list[_Span] = []
    size, gap, struck, led = 0, False, False, False
    for raw, layer, _ in runs:
        text = clean(raw)
        words = " ".join(text.split())
        if layer == "deleted" and words:
            _strike(spans, size, words, gap or text[0].isspace())
            struck, led = True, led or (not gap and text[0].isspace())
        elif words:
            before = size
            # A blank inside the strike parts the words around it too: one of them must stay.
            apart = gap or text[0].isspace() or (led and words[0].isalnum())
            if size and apart and not (struck and words[0] in _CLOSING):
                pieces.append(" ")
                size += 1
            elif struck and apart and not size:
                spans[-1] = spans[-1]._replace(words=spans[-1].words + " ")
            if layer == "added":
                _add(spans, before, (size, size + len(words)))
            pieces.append(words)
            size, struck, led = size + len(words), False, False
        if text:
            gap = text[-1].isspace() or (gap and (layer == "deleted" or not words))
    return _composed("".join(pieces), spans)


def _strike(spans: list[_Span], at: int, words: str, gap: bool) -> None:
    last = spans[-1] if spans else None
    if last and last.layer == "deleted" and last.start == at:
        spans[-1] = last._replace(words=last.words + (" " if gap else "") + words)
    else:
        spans.append(_Span("deleted", at, at, " " * (gap and at > 0) + words))


def _add(spans: list[_Span], before: int, place: tuple[int, int]) -> None:
    """Add a mark, or lengthen the last one if only a blank, from ``before`` on, parts the two."""
    last = spans[-1] if spans else None
    if last and last.layer == "added" and last.end == before:
        spans[-1] = last._replace(end=place[1])
    else:
        spans.append(_Span("added", *place))


def _composed(line: str, spans: list[_Span]) -> tuple[str, list[_Span]]:
    """Bring line and struck words to NFC, and move the spans with it."""
    spans = [s._replace(words=unicodedata.normalize("NFC", s.words)) for s in spans]
    if unicodedata.is_normalized("NFC", line):
        return line, spans
    moved: dict[int, int] = {}
    done, size, pieces = 0, 0, []
    for cut in sorted({0, len(line)} | {p for s in spans for p in (s.start, s.end)}):
        safe = _safe(line, max(cut, done))
        pieces.append(unicodedata.normalize("NFC", line[done:safe]))
        size += len(pieces[-1])
        moved[cut], done = size, safe
    return "".join(pieces), [s._replace(start=moved[s.start], end=moved[s.end]) for s in spans]


def _safe(line: str, cut: int) -> int:
    """Move a cut right until the characters on both sides cannot compose into one."""
    while 0 < cut < len(line) and (
        unicodedata.combining(line[cut])
        or len(unicodedata.normalize("NFC", line[cut - 1 : cut + 1])) == 1
    ):
        cut += 1
    return cut


def unbracket(runs: Sequence[Run]) -> list[Run]:
    """Drop the brackets that some states print around struck words.

    >>> [run.text for run in unbracket([Run("may ["), Run("sell", "deleted"), Run("] keep")])]
    ['may ', 'sell', ' keep']
    """
    out = list(runs)
    for start, end in _struck_groups(out):
        inner = "".join(run.text for run in out[start:end])
        for left, right in _BRACKETS:
            before = out[start - 1].text if start else ""
            after = out[end].text if end < len(out) else ""
            if before.rstrip().endswith(left) and after.lstrip().startswith(right):
                out[start - 1] = out[start - 1]._replace(text=before.rstrip()[: -len(left)])
                out[end] = out[end]._replace(text=after.lstrip()[len(right) :])
            elif inner.lstrip().startswith(left) and inner.rstrip().endswith(right):
                first, last = out[start].text.lstrip(), out[end - 1]
                out[start] = Run(first[len(left) :], "deleted")
                text = out[end - 1].text.rstrip()
                out[end - 1] = last._replace(text=text[: -len(right)])
    return out


def _struck_groups(runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Find stretches of struck runs, with the blank runs between them."""
    i = 0
    while i < len(runs):
        if runs[i].layer != "deleted":
            i += 1
            continue
        end = i + 1
        j = end
        while j < len(runs) and (runs[j].layer == "deleted" or not runs[j].text.strip()):
            j += 1
            if runs[j - 1].layer == "deleted":
                end = j
        yield i, end
        i = j
