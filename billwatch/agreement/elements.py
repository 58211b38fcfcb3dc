"""Read the kinds of data that an agreement names, and whether each must be given.

What decides, in this order: a box or a mark in the table's column, words in the same item
(``(optional)``), the last such words before the name in the sentence, those after it, the lead-in,
the headings. A name with none of these is only mentioned.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from billwatch.agreement.book import Book, Kind
from billwatch.agreement.records import STATUSES, Element, Status, Words
from billwatch.agreement.sheet import Piece, Sheet
from billwatch.agreement.units import Span, Unit, label

_TICKED = r"[☒☑✓✔✗✘]|\[\s?[xX✓]\s?\]|\(\s?[xX✓]\s?\)|_+[xX✓]_+"
_EMPTY = r"☐|\[\s?\]|\(\s\)|_{2,}"
_BOX = re.compile(rf"(?P<ticked>{_TICKED})|(?P<empty>{_EMPTY})")
_MARK = re.compile(rf"^\W*(?:{_TICKED}|[xX✓✔•●]|yes|y)\W*$", re.I)
_NO = re.compile(r"^\W*(?:no|n)\W*$", re.I)
_BLANK = re.compile(rf"^(?:{_EMPTY}|[\s–—-])*+$")
# Words that speak only of what follows them.
_FORWARD = re.compile(
    r"\W*(?:and |with |that )?(?:no|neither|without|except|excluding|exclusive|other|but"
    r"|omit|none)\b",
    re.I,
)
_SEPARATOR = re.compile(r"[,;•]|\.\s")


@dataclass(frozen=True, slots=True)
class _Sign:
    """Words that set a standing: where they are in the body, and what they say."""

    start: int
    end: int
    status: Status
    how: str = ""


def elements(body: str, parts: Sequence[Unit], page: Sheet, book: Book) -> tuple[Element, ...]:
    """Return the kinds of data named, in the book's order: one entry each, the strongest.

    A kind that is asked for in one place and excluded in another has an entry for both.
    """
    boxed = any(_boxes(body, unit, "ticked") for unit in parts)
    letters = bool(_LEGEND.search(body))
    found: dict[tuple[str, bool], list[Element]] = {}
    for unit in parts:
        if unit.heading and not unit.listed:
            continue
        for element in _unit(body, unit, page, book, (boxed, letters)):
            found.setdefault((element.id, element.status == "excluded"), []).append(element)
    return tuple(
        replace(min(same, key=_rank), others=len(same) - 1)
        for kind in book.kinds
        for out in (False, True)
        if (same := found.get((kind.id, out)))
    )


def _rank(element: Element) -> tuple[int, int]:
    return STATUSES.index(element.status), element.start


def _boxes(body: str, unit: Unit, group: str) -> list[Span]:
    return [m.span() for m in _BOX.finditer(body, unit.start, unit.end) if m.group(group)]


def _unit(
    body: str, unit: Unit, page: Sheet, book: Book, marks: tuple[bool, bool]
) -> Iterator[Element]:
    boxed, letters = marks
    own = Piece(page, ((unit.start, unit.end),))
    named = [(kind, span) for kind in book.kinds for span in _names(kind, own)]
    if not named:
        return
    around = Piece(page, (*unit.heads, *unit.leads, *unit.columns, (unit.start, unit.end)))
    if around.find(book.context.unless) is not None:
        return
    several = len({kind.id for kind, _ in named}) > 1 or (letters and _letter(body, unit))
    boxes = _BOX.search(body, unit.start, unit.end)
    if not several and not boxes and around.find(book.context.when) is None:
        return
    signs = (*_led(unit, page, book), *_signs(own, book))
    above = _above(unit, page, book)
    line = Words(unit.start, unit.end, body[unit.start : unit.end])
    for kind, span in named:
        box = _box(body, unit, span, boxed)
        sign = (
            (box if box and box.status == "excluded" else None)
            or _column(body, unit, span, page, book, boxed)
            or (_letter(body, unit) if letters else None)
            or _within(body, span, signs, unit)
            or above
            or box
        )
        basis = Words(sign.start, sign.end, body[sign.start : sign.end]) if sign else None
        yield Element(
            kind.id, kind.name, sign.status if sign else "mentioned", *span,
            body[slice(*span)], line, basis, sign.how if sign else "",
            label(body, unit.heads),
        )  # fmt: skip


def _names(kind: Kind, own: Piece) -> list[Span]:
    """Return where a unit names a kind of data: the first place of every way."""
    if own.find(kind.names.unless) is not None:
        return []
    spans = sorted(own.place(_trimmed(own.words, span)) for span in own.every(kind.names.when))
    return [span for n, span in enumerate(spans) if n == 0 or span[0] >= spans[n - 1][1]]


_EDGE = re.compile(rb"(?:[^\w#]|and\b|or\b|name,)*")


def _trimmed(words: bytes, span: Span) -> Span:
    """Leave out the commas and conjunctions that a pattern needed around a name."""
    start, end = span
    edge = _EDGE.match(words, start, end)
    start = edge.end() if edge else start
    inner = words[start:end]
    return start, start + len(re.sub(rb"(?:[^\w)#.]|\.$|\s(?:and|or)\b)+$", b"", inner))


def _signs(piece: Piece, book: Book) -> list[_Sign]:
    """Return the words of standing in a piece, in order; of overlapping ones the longest."""
    found: list[_Sign] = []
    for status, ways in book.standing:
        found += [_Sign(*piece.place(span), status) for span in piece.every(ways)]
    found.sort(key=lambda sign: (sign.start, -sign.end, sign.status))
    kept: list[_Sign] = []
    for sign in found:
        if not kept or sign.start >= kept[-1].end:
            kept.append(sign)
        elif sign.end - sign.start > kept[-1].end - kept[-1].start:
            kept[-1] = sign
    return kept


def _led(unit: Unit, page: Sheet, book: Book) -> list[_Sign]:
    """Return the item's part of words of standing that begin in its lead-in.

    ``The District shall:`` says nothing by itself, and ``(a) provide names`` little.
    """
    if not unit.leads:
        return []
    joined = Piece(page, (unit.leads[-1], (unit.start, unit.end)))
    found = [
        (span, status)
        for status, ways in book.standing
        for span in joined.every(ways)
        if span[0] < joined.own < span[1]
    ]
    found.sort(key=lambda one: one[0][0] - one[0][1])
    return [_Sign(*joined.place((joined.own, span[1])), status) for span, status in found[:1]]


def _above(unit: Unit, page: Sheet, book: Book) -> _Sign | None:
    """Return what the innermost lead-in or heading says that says anything."""
    for span in (*reversed(unit.leads), *reversed(unit.heads)):
        signs = _signs(Piece(page, (span,)), book)
        if signs:
            return replace(signs[-1], start=span[0], end=span[1])
    return None


def _within(body: str, name: Span, signs: Sequence[_Sign], unit: Unit) -> _Sign | None:
    """Return the words of the same sentence that say it of this name."""
    if not signs:
        return None
    left = max(
        (m.end() for m in _SEPARATOR.finditer(body, unit.start, name[0])), default=unit.start
    )
    right = _SEPARATOR.search(body, name[1], unit.end)
    stop = right.start() if right else unit.end
    near = [s for s in signs if s.start >= max(left, name[1]) and s.end <= stop]
    signs = [s for s in signs if not _bracketed(body, unit, s)]
    before = [s for s in signs if s.end <= name[0]]
    if before and before[-1].status == "excluded" and before[-1].start >= left:
        return before[-1]
    if near and (not before or _beside(body[name[1] : near[0].start])):
        return near[0]
    if before:
        return before[-1]
    inside = [s for s in signs if s.start < name[1]]
    after = (s for s in signs if not _FORWARD.match(body, s.start))
    return inside[-1] if inside else next(after, None)


def _beside(between: str) -> bool:
    """Tell whether so few words part a name from what is said of it: ``is required``."""
    return len(between) <= 12 and not re.search(r"\b(?:and|but|or)\b", between)


def _bracketed(body: str, unit: Unit, sign: _Sign) -> bool:
    """Tell whether words stand in brackets, and so speak of their own item alone."""
    before = body[unit.start : sign.start]
    return before.count("(") > before.count(")")


def _box(body: str, unit: Unit, name: Span, boxed: bool) -> _Sign | None:
    """Return what the box beside a name says: ticked, or empty where others are ticked."""
    if unit.cells and not any(s <= name[0] < e and _BOX.search(body, s, e) for s, e in unit.cells):
        return None
    boxes = list(_BOX.finditer(body, unit.start, unit.end))
    if not boxes:
        return None
    first = body[unit.start : boxes[0].start()].strip("•-* |") == ""
    beside = [b for b in boxes if (b.end() <= name[0] if first else b.start() >= name[1])]
    if not beside:
        return None
    box = beside[-1] if first else beside[0]
    if box["ticked"]:
        return _Sign(*box.span(), "mentioned", "box ticked")
    return _Sign(*box.span(), "excluded", "box not ticked") if boxed else None


def _column(
    body: str, unit: Unit, name: Span, page: Sheet, book: Book, boxed: bool
) -> _Sign | None:
    """Return what the other cells of a table's row say of the name, by their column's header."""
    asked: _Sign | None = None
    empty: _Sign | None = None
    for n, cell in enumerate(unit.cells):
        if cell[0] <= name[0] < cell[1] or (cell == (0, 0)):
            continue
        words = body[slice(*cell)]
        head = unit.columns[n] if n < len(unit.columns) else None
        signs = _signs(Piece(page, (head,)), book) if head and head[1] > head[0] else []
        status = signs[0].status if signs else None
        if _MARK.match(words):
            if status and head:
                return _Sign(*head, status, "column marked")
            asked = asked or _Sign(*cell, "mentioned", "column marked")
        elif boxed and _BOX.fullmatch(words):
            empty = empty or _Sign(*cell, "excluded", "box not ticked")
        elif _NO.match(words):
            needed = status == "mandatory" and not (head and _is_tick(body, head))
            low: Status = "optional" if needed else "excluded"
            empty = empty or _Sign(*cell, low, "column says no")
        elif own := _cell(page, cell, book):
            return own
        elif _BLANK.match(words) and head and not status and _is_tick(body, head):
            empty = empty or _Sign(*head, "excluded", "column not marked")
    return asked or empty


def _cell(page: Sheet, cell: Span, book: Book) -> _Sign | None:
    """Return what a short cell says by itself (``Mandatory``, ``Optional``)."""
    if not 0 < cell[1] - cell[0] <= 60:
        return None
    signs = _signs(Piece(page, (cell,)), book)
    return signs[0] if signs else None


_TICK_HEAD = re.compile(
    r"\b(?:check|collected|used|included|shared|provided|requested|tick)\b", re.I
)


# Letters that stand for a standing where the agreement explains them: ``Required (R)``.
_LEGEND = re.compile(
    r"\b(?:req\w*|req'd|mandatory)\s*\(R\)|\bR\s*=\s*req|\boptional\s*\(O\)|\bO\s*=\s*opt"
    r"|\bM\s*=\s*mand|\bmandatory\s*\(M\)",
    re.I,
)
_LETTERS: dict[str, Status] = {
    "R": "mandatory", "M": "mandatory", "O": "optional", "E": "encouraged",
}  # fmt: skip
_LAST = re.compile(r"[\s|]([RMOE])$")


def _letter(body: str, unit: Unit) -> _Sign | None:
    """Return what the letter at the end of a row stands for."""
    found = _LAST.search(body[unit.start : unit.end])
    if found is None:
        return None
    at = unit.start + found.start(1)
    return _Sign(at, at + 1, _LETTERS[found[1]], "letter")


def _is_tick(body: str, head: Span) -> bool:
    return bool(_TICK_HEAD.search(body, *head))


def counts(found: Iterable[Element]) -> dict[Status, int]:
    """Count the elements by standing."""
    tally = dict.fromkeys(STATUSES, 0)
    for element in found:
        tally[element.status] += 1
    return tally
