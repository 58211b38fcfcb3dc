"""Read RTF with a small tokenizer: paragraphs, underline and strike; everything else is skipped."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from billwatch.errors import DataError
from billwatch.models import Layer, Text
from billwatch.text import plain
from billwatch.text.conventions import convention, plain_markup
from billwatch.text.furniture import is_legend
from billwatch.text.looks import by_look
from billwatch.text.runs import Run, Sheet, assemble, names

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z\r\n])|([{}])|([^\\{}\r\n]+)"
)
# Groups that hold no text of the document.
_DESTINATIONS = names(
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl "
    "footerr footerf footnote themedata colorschememapping datastore latentstyles listtable "
    "listoverridetable rsidtbl generator filetbl revtbl fldinst xmlnstbl mmathPr wgrffmtfilter "
    "bkmkstart bkmkend pntext pnseclvl nonshppict annotation atnid atnauthor"
)
_SPECIAL = {
    "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "bullet": "\u2022", "tab": " ", "cell": " ",
    "emspace": " ", "enspace": " ",
}  # fmt: skip
_ENDS = frozenset(("par", "row", "sect", "page", "line"))
_STRIKES = frozenset(("strike", "striked", "deleted"))
_UNDERLINES = frozenset(
    ("ul", "uld", "uldash", "uldb", "ulth", "ulw", "ulwave", "ulthd", "ulhwave", "revised")
)
_DEEP = 1000


class _State(NamedTuple):
    """The type at one point of the file, and whether its words are the document's."""

    struck: bool = False
    underlined: bool = False
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    skip: int = 1  # characters that stand in for one Unicode character


def read_rtf(body: bytes, name: str, jurisdiction: str) -> Text:
    """Read an RTF file as marked text; raise `DataError` where it is broken or empty."""
    source = body.decode("latin-1")
    codepage = _codepage(source)
    sheet = Sheet()
    for text, state in _words(source, codepage, name):
        if text == "\n":
            sheet.close()
        else:
            sheet.add(_run(text, state))
    sheet.close()
    said = "\n".join(block.text for block in sheet.blocks)
    shown = convention(said, jurisdiction)
    blocks = [block for block in sheet.blocks if not is_legend(block.text.strip())]
    text, marks = assemble(by_look(blocks, shown))
    if not text:
        raise DataError(f"{name}: an RTF file without text")
    markup, notes = plain_markup(text, jurisdiction)
    if marks or shown.known:
        markup, notes = "shown", ()
    return Text(text, marks, markup, plain.title_of(blocks), True, notes)


def _codepage(source: str) -> str:
    found = re.search(r"\\ansicpg(\d{3,5})", source[:2000])
    name = f"cp{found[1]}" if found else "cp1252"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def _run(text: str, state: _State) -> Run:
    layer: Layer | None = "deleted" if state.struck else "added" if state.underlined else None
    return Run(text, layer, "b" * state.bold + "i" * state.italic)


def _words(source: str, codepage: str, name: str) -> Iterator[tuple[str, _State]]:
    """Yield the words of the document with their type; a line end alone ends a paragraph."""
    stack: list[_State] = []
    state = _State()
    skipping, fresh = 0, False
    for token in _TOKEN.finditer(source):
        word, number, code, sign, brace, text = token.groups()
        if brace == "{":
            if len(stack) > _DEEP:
                raise DataError(f"{name}: RTF nested more than {_DEEP} deep")
            stack.append(state)
            fresh = True
            continue
        if brace == "}":
            if not stack:
                raise DataError(f"{name}: broken RTF (a closing brace too many)")
            state = stack.pop()
            skipping = 0
            continue
        if sign == "*" or (fresh and word in _DESTINATIONS):
            state = state._replace(hidden=True)
        elif word:
            state = _typed(state, word, number)
        fresh = fresh and sign == "*"
        if state.hidden:
            continue
        if word == "u" and number:
            yield _unicode(int(number)), state
            skipping = state.skip
            continue
        said = _said(word, code, sign, text, codepage)
        if skipping and (code or text):
            said, skipping = (said[skipping:], 0) if text else ("", skipping - 1)
        if said:
            yield said, state


def _said(
    word: str | None, code: str | None, sign: str | None, text: str | None, codepage: str
) -> str:
    if text:
        return text
    if word:
        return "\n" if word in _ENDS else _SPECIAL.get(word, "")
    if code:
        return bytes((int(code, 16),)).decode(codepage, "replace")
    return {"~": " ", "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\"}.get(sign or "", "")


def _unicode(number: int) -> str:
    number &= 0xFFFF
    return "" if 0xD800 <= number < 0xE000 else chr(number)


def _typed(state: _State, word: str, number: str | None) -> _State:
    on = number != "0"
    if word in _STRIKES:
        return state._replace(struck=on)
    if word in _UNDERLINES:
        return state._replace(underlined=on)
    if word == "ulnone":
        return state._replace(underlined=False)
    if word == "b":
        return state._replace(bold=on)
    if word == "i":
        return state._replace(italic=on)
    if word == "plain":
        return _State(hidden=state.hidden, skip=state.skip)
    if word == "uc" and number:
        return state._replace(skip=min(max(int(number), 0), 8))
    return state._replace(hidden=True) if word == "v" and on else state
