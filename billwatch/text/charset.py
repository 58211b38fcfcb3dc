"""Turn bytes into characters: byte order mark, declaration, UTF-8, then Windows-1252."""

import codecs
import re
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:encoding\s*=\s*|charset\s*=\s*)["']?\s*([A-Za-z0-9_.:-]+)""", re.I)
_HEAD = 4096  # a declaration further down is not one
# Wider than any page, longer than any margin: what goes on beyond this is no layout, and would
# make every pattern that begins with blanks take the square of its length.
_GAP = re.compile(r"(?<!\s)\s{400,}")
_WIDEST = 200
# UTF-8 read as Windows-1252 turns one quote into three of these, one section sign into two.
_MOJIBAKE = re.compile("\u00e2\u20ac|\u00c2[\u00a7\u00a0]|\u00c3[\u00a9\u00b1\u00a1]")

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SYMBOLS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf06e\uf0a8", "\u2022")


class Decoded(NamedTuple):
    """The characters, the charset they were read by, and what is doubtful about that."""

    text: str
    charset: str
    notes: tuple[str, ...] = ()


def decode(body: bytes, media_type: str = "") -> Decoded:
    """Read bytes as characters; never fails, says in the notes what it had to guess."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return _doubted(body.decode(charset, "replace"), charset)
    wide = _wide(body)
    if wide:
        return _doubted(body.decode(wide, "replace"), wide)
    declared = _declared(media_type.encode("ascii", "ignore")) or _declared(body[:_HEAD])
    try:
        return _doubted(body.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(body, declared)


def _wide(body: bytes) -> str:
    """Name UTF-16 without a mark: every other byte of the head is NUL."""
    head = body[:200]
    half = len(head) // 2
    if half >= 8 and head[1::2].count(0) > 0.8 * half and not head[::2].count(0):
        return "utf-16-le"
    if half >= 8 and head[::2].count(0) > 0.8 * half and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def _declared(head: bytes) -> str:
    found = _DECLARED.search(head)
    name = found[1].decode("ascii") if found else ""
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""


def _guessed(body: bytes, declared: str) -> Decoded:
    """Read bytes that are not UTF-8: as declared, else as Windows-1252."""
    # Pages that say Latin-1 hold Windows-1252 quotes; browsers read them so, and so do we.
    charset = "cp1252" if declared in ("", "utf-8", "ascii", "iso8859-1") else declared
    try:
        text = body.decode(charset, "replace")
    except (LookupError, UnicodeError):  # a codec that is not for text
        charset, text = "cp1252", body.decode("cp1252", "replace")
    text = bounded(named(text))
    notes: tuple[str, ...] = ()
    if declared == "utf-8":
        notes = (f"declared {declared}, read as {charset}",)
    if text.count("\ufffd") > 10 + len(text) // 1000:
        notes += ("many bytes could not be read as characters",)
    return Decoded(text, charset, notes)


def _doubted(text: str, charset: str) -> Decoded:
    notes = []
    if "\ufffd" in text:
        notes.append(f"{text.count(chr(0xFFFD))} characters were lost before the file reached us")
    if len(_MOJIBAKE.findall(text)) >= 3:
        notes.append("wrongly decoded characters (such as \u00e2\u20ac\u2122) stand in the text")
    return Decoded(bounded(named(text.removeprefix("\ufeff"))), charset, tuple(notes))


def named(text: str) -> str:
    """Return a text whose signs of symbol fonts, which have no name, are bullets or gone.

    >>> named("\uf0b7 a school"), named("\uf0e2Section 1.")
    ('\u2022 a school', 'Section 1.')
    """
    return _PRIVATE.sub(lambda sign: _SYMBOLS.get(sign[0], ""), text)


def bounded(text: str) -> str:
    """Return a text without gaps that no page has: at most 200 line ends, then 200 blanks.

    >>> bounded("a" + " " * 999 + "b") == "a" + " " * 200 + "b"
    True
    """
    return _GAP.sub(_narrowed, text)


def _narrowed(gap: re.Match[str]) -> str:
    lines = "".join(c for c in gap[0] if c in "\n\r\f\v")[:_WIDEST]
    return lines + gap[0][-_WIDEST:].rpartition("\n")[2]
