"""Lay the runs of a comparison out as paragraphs, in the order a reader meets them.

The order is that of the new text; deleted text stands where it was. Moved text stands at its new
place, with its inner edits, and leaves a short note at its old one.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from billwatch.diff.records import Change, Comparison, Run

NOTE = 8  # words of moved text repeated where it stood

PieceKind = Literal["equal", "ins", "del", "gone"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one kind. ``gone`` is the note left where text was moved away from.

    ``change`` is the change the piece belongs to; ``move`` the move around it.
    """

    kind: PieceKind
    text: str
    change: Change | None = None
    move: Change | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of either text or both; ``pair`` is the place of its section in the pairs."""

    pieces: tuple[Piece, ...]
    pair: int
    indent: int = 0

    @property
    def equal(self) -> bool:
        """Tell whether nothing in it changed."""
        return all(piece.kind == "equal" and not piece.move for piece in self.pieces)

    @property
    def old(self) -> str:
        """Return its words in the old text."""
        return _joined(self, "ins")

    @property
    def new(self) -> str:
        """Return its words in the new text."""
        return _joined(self, "del")


def _joined(paragraph: Paragraph, without: PieceKind) -> str:
    kept = (p.text for p in paragraph.pieces if p.kind not in (without, "gone"))
    return " ".join("".join(kept).split())


def paragraphs(c: Comparison) -> tuple[Paragraph, ...]:
    """Return all paragraphs, changed or not."""
    found: list[Paragraph] = []
    line: list[Piece] = []
    place = 0
    for piece, number, begins in _pieces(c):
        if line and begins and number != place:
            found.extend(_paragraph(line, place))
            line = []
        if not line:
            place = number
        *ended, rest = piece.text.split("\n")
        for text in ended:
            line.append(Piece(piece.kind, text, piece.change, piece.move))
            found.extend(_paragraph(line, place))
            line, place = [], number
        if rest:
            line.append(Piece(piece.kind, rest, piece.change, piece.move))
    found.extend(_paragraph(line, place))
    return tuple(found)


def _paragraph(pieces: list[Piece], place: int) -> Iterator[Paragraph]:
    kept = [piece for piece in pieces if piece.text]
    text = "".join(piece.text for piece in kept)
    if text.strip():
        yield Paragraph(tuple(kept), place, (len(text) - len(text.lstrip())) // 2)


def _pieces(c: Comparison) -> Iterator[tuple[Piece, int, bool]]:
    """Yield the pieces in reading order, each with the place of its section in the pairs.

    The third says whether that section begins there.
    """
    changes, moves = _indexed(c)
    starts = _Starts(c)
    order = sorted(c.runs, key=lambda r: (r.new_start, r.new_end, r.old_start))
    stubs = _stubs(c, moves)
    for run in order:
        while stubs and stubs[0][0] <= run.new_start and run.new_start < run.new_end:
            _, stub, at = stubs.pop(0)
            yield stub, at, False
        change = changes.get((run.kind, run.old_start, run.new_start, run.move))
        move = moves.get(run.move)
        number = starts.of(run)
        for kind, text in _sides(run, c):
            yield Piece(kind, text, change or move, move), number, starts.begins(run)
    yield from ((stub, at, False) for _, stub, at in stubs)


def _sides(run: Run, c: Comparison) -> Iterator[tuple[PieceKind, str]]:
    """Yield the words of a run; those of an edit paragraph by paragraph, deleted before inserted.

    A paragraph that goes on in both texts, or that is replaced by one, is one paragraph.
    """
    old, new = c.old.body[run.old_start : run.old_end], c.new.body[run.new_start : run.new_end]
    if run.kind == "equal":
        yield "equal", new
        return
    if old and _parted(c.old.body, run.old_start) and not _parted(c.new.body, run.new_start):
        old = " " + old  # only the old words before it were parted from it
    if not old or not new:
        yield ("del", old) if old else ("ins", new)
        return
    opens = _opens(c.old.body, run.old_start), _opens(c.new.body, run.new_start)
    for before, after, end in _lines(old.split("\n"), new.split("\n"), opens):
        if before:
            yield "del", before + (end and " " if after else end)
        if after or not before:
            yield "ins", after + end


def _lines(
    old: list[str], new: list[str], opens: tuple[bool, bool]
) -> Iterator[tuple[str, str, str]]:
    """Yield the lines of both sides that make a paragraph, and the line end after it, if any.

    ``opens`` tells of both sides whether their first line begins a paragraph. The last lines go on.
    """
    first = "", ""
    *a, last_a = old
    *b, last_b = new
    if a and b and opens[0] != opens[1]:
        first = (a.pop(0), "") if opens[1] else ("", b.pop(0))
    elif a and b and len(a) != len(b) and not opens[0]:
        first = a.pop(0), b.pop(0)
    if any(first):
        yield *first, "\n"
    if len(a) == len(b):
        yield from ((x, y, "\n") for x, y in zip(a, b, strict=True))
    else:
        yield from ((x, "", "\n") for x in a)
        yield from (("", y, "\n") for y in b)
    if last_a or last_b:
        yield last_a, last_b, ""


def _opens(body: str, at: int) -> bool:
    return at == 0 or body[at - 1] == "\n"


def _parted(body: str, at: int) -> bool:
    return at > 0 and body[at - 1].isspace()


def _indexed(c: Comparison) -> tuple[dict[tuple[str, int, int, int], Change], dict[int, Change]]:
    changes: dict[tuple[str, int, int, int], Change] = {}
    moves: dict[int, Change] = {}
    for change in c.changes:
        if change.kind == "move":
            moves[change.move] = change
            for part in change.inner:
                changes[part.kind, part.old_start, part.new_start, change.move] = part
        else:
            changes[change.kind, change.old_start, change.new_start, 0] = change
    return changes, moves


class _Starts:
    """Say in which pair a run stands."""

    def __init__(self, c: Comparison) -> None:
        self._old = {p.old.start: n for n, p in enumerate(c.pairs) if p.old}
        self._new = {p.new.start: n for n, p in enumerate(c.pairs) if p.new}
        self._sorted = sorted(self._old), sorted(self._new)
        steady = (r for r in c.runs if r.kind == "equal" and not r.move and r.new_start < r.new_end)
        self._into = {(self.old(r.old_start), self.new(r.new_start)) for r in steady}

    def of(self, run: Run) -> int:
        """Return the pair of the new section, or of the old one for what is gone.

        Where other words of that old section stand in the new section around, it is that one.
        """
        if run.new_start < run.new_end:
            return self.new(run.new_start)
        number, around = self.old(run.old_start), self.new(max(run.new_start - 1, 0))
        return around if (number, around) in self._into else number

    def begins(self, run: Run) -> bool:
        if run.new_start < run.new_end:
            return run.new_start in self._new
        return run.old_start in self._old

    def old(self, at: int) -> int:
        return self._at(self._old, self._sorted[0], at)

    def new(self, at: int) -> int:
        return self._at(self._new, self._sorted[1], at)

    @staticmethod
    def _at(places: dict[int, int], starts: list[int], at: int) -> int:
        k = bisect_right(starts, at) - 1
        return places[starts[k]] if k >= 0 else 0


def _stubs(c: Comparison, moves: dict[int, Change]) -> list[tuple[int, Piece, int]]:
    """Return the notes for moved text with the places in the new text they stand before."""
    starts = _Starts(c)
    steady = sorted(
        (run.old_end, run.new_end) for run in c.runs if not run.move and run.old_start < run.old_end
    )
    ends = [end for end, _ in steady]
    found = []
    for change in moves.values():
        k = bisect_right(ends, change.old_start) - 1
        place = steady[k][1] if k >= 0 else 0
        run = Run("delete", change.old_start, change.old_end, place, place)
        found.append((place, Piece("gone", _note(c, change), change, change), starts.of(run)))
    return sorted(found, key=lambda item: item[0])


def _note(c: Comparison, change: Change) -> str:
    """Return the first words of moved text; a line of its own where whole lines moved."""
    words = change.old.split()
    note = " ".join(words[:NOTE]) + ("…" if len(words) > NOTE else "")
    return note + ("\n" if "\n" in c.old.body[change.old_end : change.old_end + 2] else " ")
