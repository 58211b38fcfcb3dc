"""Draw a title, a fact and some squares as a PNG, the same bytes every time.

Drawn in numbers of colours, not in colours: what is drawn in the last colour of a ramp over its
first one has the colours between along its edges. Pillow brings the font along.
"""

import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import chain

from PIL import Image, ImageDraw, ImageFont

from billwatch.publish.pictures import SHADES, Square

WIDTH, HEIGHT = 1200, 630

_EDGE = 64
_TEXT = 500  # pixels of a line beside squares; without them it is twice as long
_LEFT, _TOP, _ROOM, _DEEP = 628, 118, 508, 400  # where the squares stand
_LEAST = 8  # pixels of a square
_STEPS = 8  # colours of a ramp
_PAPER, _INK, _GREEN = (253, 252, 249), (26, 26, 24), (23, 96, 74)
_SHADES = tuple(
    tuple(p + (g - p) * n // (SHADES - 1) for p, g in zip(_PAPER, _GREEN, strict=True))
    for n in range(SHADES)
)
_RAMPS = {  # what lies under and what is written over it, as in the style of the pages
    "paper": (_PAPER, _INK),
    "frame": (_PAPER, (216, 211, 199)),
    "yes": (_GREEN, (255, 255, 255)),
    "partly": ((241, 217, 162), (74, 48, 0)),
    "permits": ((221, 227, 244), (39, 57, 124)),
    "stated": ((73, 70, 64), (255, 255, 255)),
    "silent": (_PAPER, (85, 82, 75)),
    "unknown": (_PAPER, (85, 82, 75)),
    "unclear": ((251, 238, 234), (140, 29, 24)),
    "unread": ((244, 241, 234), (85, 82, 75)),
    **{
        f"shade{n}": (shade, (255, 255, 255) if n > SHADES // 2 else _INK)
        for n, shade in enumerate(_SHADES)
    },
}
_PLAIN = str.maketrans({"–": "-", "—": "-", "−": "-", "§": "s. ", "→": ">"})


def draw(title: str, fact: str, squares: Sequence[Square]) -> bytes:
    """Return the picture as a PNG of 1200 by 630 pixels."""
    image = Image.new("L", (WIDTH, HEIGHT), _under("paper"))
    pen = ImageDraw.Draw(image)
    room = _TEXT if squares else WIDTH - 2 * _EDGE
    pen.rectangle((0, 0, WIDTH, 15), fill=_over("paper"))
    pen.text((_EDGE, 52), "billwatch", font=_font(34), fill=_over("paper"), stroke_width=0.6)
    y = _words(pen, title, 152, room, 62, bold=True)
    _words(pen, fact, y + 20, room, 34)
    pen.text(
        (_EDGE, HEIGHT - 74), "student privacy, word for word", font=_font(26), fill=_over("paper")
    )
    if squares:
        _squares(pen, squares)
    image.putpalette(_palette())
    held = io.BytesIO()
    image.save(held, "PNG", compress_level=6)
    return held.getvalue()


def _words(
    pen: ImageDraw.ImageDraw, words: str, y: float, room: int, size: int, *, bold: bool = False
) -> float:
    """Write words in lines, smaller where they need more than four; return where they end."""
    font, lines = _font(size), _lines(words, room, size)
    while len(lines) > 4 and size > 24:
        size -= 6
        font, lines = _font(size), _lines(words, room, size)
    for line in lines[:5]:
        pen.text((_EDGE, y), line, font=font, fill=_over("paper"), stroke_width=bold)
        y += size * 1.2
    return y


def _lines(words: str, room: int, size: int) -> list[str]:
    lines = [""]
    for word in _written(words).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _font(size).getlength(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _written(words: str) -> str:
    """Return words in letters that the font has: accents and unknown signs are left away.

    >>> _written("Doña Ana – § 3")
    'Dona Ana - s. 3'
    """
    plain = " ".join(words.translate(_PLAIN).split())
    known = set("‘’“”…©")
    apart = "".join(c if c in known else unicodedata.normalize("NFKD", c) for c in plain)
    return "".join(c for c in apart if c.isascii() or c in known)


def _squares(pen: ImageDraw.ImageDraw, squares: Sequence[Square]) -> None:
    """Draw the squares as large as there is room for."""
    across, down = max(s.x for s in squares) + 1, max(s.y for s in squares) + 1
    side = max(min(_ROOM // across, _DEEP // down), _LEAST)
    font = _font(side * 2 // 5)
    for square in squares:
        x, y = _LEFT + square.x * side, _TOP + square.y * side
        pen.rectangle(
            (x + 2, y + 2, x + side - 3, y + side - 3),
            fill=_under(square.look), outline=_over("frame"),
        )  # fmt: skip
        middle = (x + side / 2, y + side / 2)
        words = _written(square.words)
        pen.text(middle, words, font=font, fill=_over(square.look), anchor="mm")


def _under(look: str) -> int:
    return list(_RAMPS).index(look) * _STEPS


def _over(look: str) -> int:
    return _under(look) + _STEPS - 1


def _palette() -> list[int]:
    colours = (
        tuple(a + (b - a) * n // (_STEPS - 1) for a, b in zip(*ramp, strict=True))
        for ramp in _RAMPS.values()
        for n in range(_STEPS)
    )
    return list(chain.from_iterable(colours))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
