"""Show what a version would do to current law, from the marks its source prints.

This is kept apart from what changed since the last print: a bill may strike words of the law in
every one of its prints.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from billwatch import sections
from billwatch.diff import pairing
from billwatch.diff.changes import Places, changes, edits, pairs, stats
from billwatch.diff.records import Comparison, Run, kind_of
from billwatch.diff.tokens import view
from billwatch.models import Against, Mark, Text

_PARAGRAPH = re.compile(r"\A(?:\S+\s+){3}.*(?:[.;:]|[;,] (?:and|or))[\"\u201d)]?\s*\Z", re.S)
_OPENING = re.compile(r"\s*(?:[(\"\u201c\u00a7]|[A-Z]|\d+\.)")

NAMES: dict[Against, tuple[str, str]] = {
    "law": ("current law", "law as amended"),
    "print": ("the last print", "this print"),
}


def law(text: Text, *, name: str = "", against: Against = "law") -> Comparison:
    """Return the comparison of current law with the text, as its own marks show it.

    Its old side is the text with the struck words and without the added ones. Marks are taken as
    printed, so they may begin inside a word. The flag ``no-marks`` says that the source shows
    none: then the text may be all new, or say in words what it changes.
    """
    pieces = list(_pieces(text, against))
    runs, body = _runs(pieces)
    old = Text(body, markup=text.markup, title=text.title, complete=text.complete)
    a, b = view(old.body), view(text.body)
    x = pairing.parts(a, sections.split(old))
    y = pairing.parts(b, sections.split(text))
    couples = pairing.couples(a, b, x, y)
    edited = edits(runs, a, b)
    before, after = NAMES[against]
    flags: tuple[str, ...] = () if any(run.kind != "equal" for run in runs) else ("no-marks",)
    flags += ("markup-new",) if text.markup == "unknown" else ()
    return Comparison(
        old, text, before, name or after, runs, pairs(x, y, couples, edited),
        changes(runs, old.body, text.body, (Places(x), Places(y))),
        stats(runs, edited, a, b), flags,
    )  # fmt: skip


def _pieces(text: Text, against: Against) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, old words, new words) in the order of the body."""
    marks = sorted((m for m in text.marks if m.against == against), key=_order)
    at = 0
    for mark, after in zip_longest(marks, marks[1:]):
        start, end = max(mark.start, at), min(mark.end, len(text.body))
        if at < start:
            yield "equal", text.body[at:start], text.body[at:start]
            at = start
        if mark.layer == "deleted" and mark.words:
            more = after is not None and (after.layer, after.start) == ("deleted", mark.start)
            yield "delete", _spaced(mark.words, text.body, at, after.words if more else ""), ""
        elif mark.layer == "added" and at < end:
            yield "insert", "", text.body[at:end]
            at = end
    if at < len(text.body):
        yield "equal", text.body[at:], text.body[at:]


def _order(mark: Mark) -> tuple[int, bool]:
    return mark.start, mark.layer == "added"


def _spaced(words: str, body: str, at: int, more: str) -> str:
    """Return struck words parted from what stands after them, as they were before.

    Marks name words, not line ends: a paragraph struck as a whole gets its line end back.
    ``more`` are words struck at the same place.
    """
    after = more or body[at : at + 40]
    if (at == 0 or body[at - 1] == "\n") and _PARAGRAPH.search(words) and _OPENING.match(after):
        return words.rstrip() + "\n"
    return words + " " if after[:1].isalnum() and words[-1:].isalnum() else words


def _runs(pieces: list[tuple[str, str, str]]) -> tuple[tuple[Run, ...], str]:
    """Return the runs the pieces make, neighbours of one edit joined, and the old body."""
    runs: list[Run] = []
    i = j = 0
    for kind, before, after in pieces:
        last = runs[-1] if runs else None
        span = (i, i + len(before), j, j + len(after))
        if kind != "equal" and last and last.kind != "equal":
            span = (last.old_start, span[1], last.new_start, span[3])
            runs.pop()
        runs.append(Run("equal" if kind == "equal" else kind_of(*span), *span))
        i, j = i + len(before), j + len(after)
    return tuple(runs), "".join(before for _, before, _ in pieces)
