"""Write a comparison for a terminal."""

from collections.abc import Iterator

from billwatch.diff.flow import Paragraph, Piece, paragraphs
from billwatch.diff.plain import printable
from billwatch.diff.records import Comparison, Pair
from billwatch.diff.summary import headline, section_name, warnings

_STYLES = {"del": "31;9", "ins": "32;4", "gone": "35", "head": "1", "note": "33", "dim": "2"}
_MARKS = {"del": ("[-", "-]"), "ins": ("{+", "+}"), "gone": ("[>", "<]")}
_LONG = 60  # words of equal text from which its middle is left out
_ENDS = 20  # words kept on each side of what is left out
_LEAST_WIDTH = 20

Word = tuple[str, str]  # the word and its style


def terminal(c: Comparison, *, width: int = 80, colour: bool = False, context: int = 1) -> str:
    """Return the comparison as lines of at most ``width`` characters.

    ``context`` is the number of equal paragraphs shown around a changed one; a negative number
    shows all. Without colour, deleted words stand in ``[- -]`` and inserted ones in ``{+ +}``.
    """
    width = max(width, _LEAST_WIDTH)
    lines = list(_wrapped([(word, "head") for word in headline(c).split()], width, 0, colour))
    for warning in warnings(c):
        lines += _wrapped(
            [("!", "note"), *((w, "note") for w in warning.split())], width, 0, colour
        )
    rows = paragraphs(c)
    shown = _shown(rows, context)
    pair = last = -1
    headed: set[int] = set()
    moves: set[str] = set()
    for number in shown:
        row = rows[number]
        if row.pair != pair:
            more = " (continued)" if row.pair in headed else ""
            lines += ["", *_heading(c.pairs[row.pair : row.pair + 1], more, width, colour)]
            pair = row.pair
            headed.add(pair)
        elif number != last + 1:
            lines.append(_styled("  …", "dim", colour))
        lines += _wrapped(
            list(_words(row, context, colour, moves)), width, 2 + 2 * min(row.indent, 6), colour
        )
        last = number
    return printable("\n".join(lines) + "\n")


def _shown(rows: tuple[Paragraph, ...], context: int) -> list[int]:
    """Return the places of the rows to show: those that changed and their neighbours."""
    if context < 0:
        return list(range(len(rows)))
    near = {
        k
        for number, row in enumerate(rows)
        if not row.equal
        for k in range(number - context, number + context + 1)
        if 0 <= k < len(rows) and rows[k].pair == row.pair
    }
    return sorted(near)


def _heading(pairs: tuple[Pair, ...], more: str, width: int, colour: bool) -> Iterator[str]:
    for pair in pairs:
        name = section_name(pair) + more
        yield from _wrapped([(word, "head") for word in name.split()], width, 0, colour)


def _words(row: Paragraph, context: int, colour: bool, moves: set[str]) -> Iterator[Word]:
    """Yield the words of a paragraph with their marks, a long equal stretch cut in the middle.

    ``moves`` are the moves already announced.
    """
    for number, piece in enumerate(row.pieces):
        if piece.move and piece.kind != "gone" and piece.move.id not in moves:
            moves.add(piece.move.id)
            yield from ((w, "gone") for w in f"[moved from {_place(piece.move.was)}]".split())
        words = _cut(piece, number, len(row.pieces)) if context >= 0 else piece.text.split()
        if not words:
            continue
        if piece.kind == "gone" and piece.change:
            words = [f"[moved to {_place(piece.change.section)}:", *words[:-1], words[-1] + "]"]
        elif not colour and piece.kind in _MARKS:
            before, after = _MARKS[piece.kind]
            words = [before + words[0], *words[1:]]
            words[-1] += after
        glue = number > 0 and not _parted(row.pieces[number - 1].text, piece.text)
        style = "gone" if piece.move and piece.kind == "equal" else piece.kind
        for k, word in enumerate(words):
            yield (("\b" if glue and k == 0 else "") + word, style)


def _place(label: str) -> str:
    return f"section {label}" if label else "elsewhere"


def _cut(piece: Piece, number: int, total: int) -> list[str]:
    words = piece.text.split()
    if piece.kind != "equal" or len(words) <= _LONG:
        return words
    head = words[:_ENDS] if number > 0 or total == 1 else []
    tail = words[-_ENDS:] if number < total - 1 else []
    return [*head, "…", *tail]


def _parted(before: str, after: str) -> bool:
    return before[-1:].isspace() or after[:1].isspace()


def _wrapped(words: list[Word], width: int, indent: int, colour: bool) -> Iterator[str]:
    """Yield lines of words; a word that starts with a backspace follows without a space."""
    line: list[str] = []
    used = 0
    for word, style in _fitting(words, width - indent):
        glued = word.startswith("\b")
        word = word.removeprefix("\b")
        gap = 0 if glued or not line else 1
        if line and used + gap + len(word) > width - indent and not glued:
            yield " " * indent + "".join(line)
            line, used, gap = [], 0, 0
        line.append(" " * gap + _styled(word, style, colour))
        used += gap + len(word)
    if line:
        yield " " * indent + "".join(line)


def _fitting(words: list[Word], room: int) -> Iterator[Word]:
    """Yield the words, those that no line can hold in pieces as long as a line."""
    for word, style in words:
        if len(word) <= room:
            yield word, style
            continue
        whole = word.removeprefix("\b")
        yield from ((whole[at : at + room], style) for at in range(0, len(whole), room))


def _styled(text: str, style: str, colour: bool) -> str:
    code = _STYLES.get(style)
    return f"\x1b[{code}m{text}\x1b[0m" if colour and code else text
