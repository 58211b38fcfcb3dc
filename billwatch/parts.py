"""Long pages piece by piece: what a list of thousands of rows needs does not grow with it.

Every function here holds the bytes of an answer and a small piece of what they mean, never all of
it. `Page` is their only caller.
"""

import codecs
import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

_PIECE = 1 << 20  # bytes
_OFTEN = 2000  # elements between two looks whether there is something to hand over
_ROWS = 20  # so many children make an element a list
_SPACE = " \t\r\n"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding(body: bytes) -> str:
    """Return how bytes are to be read: by their byte-order mark, else UTF-8, else Windows-1252.

    >>> encoding(b"caf\\xc3\\xa9"), encoding(b"caf\\xe9"), encoding(b"\\xff\\xfea\\0")
    ('utf-8', 'windows-1252', 'utf-16')
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(body), _PIECE):
            decoder.decode(body[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def table(body: bytes, marks: str = ",\t|;") -> "csv.Reader":  # type: ignore[name-defined]
    """Return a reader of the rows of a list of values, parted by what the first line has most."""
    first = next(_lines(body), "")
    return csv.reader(_lines(body), delimiter=max(marks, key=first.count))


def _lines(body: bytes) -> Iterator[str]:
    return io.TextIOWrapper(io.BytesIO(body), encoding(body), "replace", newline="")


def items(text: str, depth: int = 1) -> Iterator[Any]:
    """Yield the items of a JSON list one by one, or of the first list within lists.

    Raise `ValueError` for what is not JSON, or no list so deep; what was yielded before stands.

    >>> list(items('[1, {"a": 2}]')), list(items('[[3, 4], [5]]', depth=2))
    ([1, {'a': 2}], [3, 4])
    """
    place = 0
    for _ in range(depth):
        place = _past(text, place)
        if text[place : place + 1] != "[":
            raise ValueError(f"no list at character {place}")
        place += 1
    decode, place = json.JSONDecoder().raw_decode, _past(text, place)
    more = text[place : place + 1] != "]"
    while more:
        item, place = decode(text, _past(text, place))
        yield item
        place = _past(text, place)
        more = text[place : place + 1] == ","
        if not more and text[place : place + 1] != "]":
            raise ValueError(f"the list breaks off at character {place}")
        place += more


def _past(text: str, place: int) -> int:
    """Return the place of the next character that is no white space."""
    while text[place : place + 1] in _SPACE and place < len(text):
        place += 1
    return place


class _Nothing:
    """What a parser builds that only looks whether a document is in order."""

    def close(self) -> None:
        """Give nothing."""


def sound(body: bytes) -> str:
    """Return what is wrong with an XML document, or nothing."""
    parser = etree.XMLParser(target=_Nothing(), resolve_entities=False, no_network=True)
    try:
        for start in range(0, len(body), _PIECE):
            parser.feed(body[start : start + _PIECE])
        parser.close()
    except etree.XMLSyntaxError as error:
        return str(error)
    return ""


def records(body: bytes, path: str) -> Iterator[Any]:
    """Yield the elements at a path of local names in a sound XML document, one at a time.

    An element is emptied when the next one is asked for.
    """
    *above, name = path.split("/")
    found = etree.iterparse(
        io.BytesIO(body), events=("end",), tag=f"{{*}}{name}", resolve_entities=False,
        no_network=True,
    )  # fmt: skip
    for _, element in found:
        parents = [etree.QName(parent).localname for parent in element.iterancestors()]
        if parents[: len(above)] == above[::-1]:
            yield element
            _forget(element)


def _forget(element: Any) -> None:  # noqa: ANN401 - lxml has no types of its own
    """Empty an element that was read, and drop those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]


def html(body: bytes) -> Iterator[str]:
    """Yield a long HTML page as several pages that have its rows between them.

    Rows are the children of the outermost element that has many; a piece has some of them, whole,
    within the elements that they stand in. The last piece has all the rest of the page.
    """
    name = encoding(body).removesuffix("-sig")  # libxml2 sees the mark itself
    found = etree.iterparse(
        io.BytesIO(body), events=("end",), html=True, encoding=name, huge_tree=True
    )
    for count, (_, element) in enumerate(found, 1):
        if count % _OFTEN == 0 and (piece := _cut(element)) is not None:
            yield etree.tostring(piece, encoding="unicode", method="html")
    if found.root is not None:
        yield etree.tostring(found.root, encoding="unicode", method="html")


def _cut(element: Any) -> Any:  # noqa: ANN401
    """Return the complete rows of the list that an element stands in, taken out of its page.

    The last row may be open, and the text after it is still to come, so it stays.
    """
    open_ones = [*element.iterancestors()][::-1]
    place = next((n for n, node in enumerate(open_ones) if len(node) > _ROWS), None)
    if place is None:
        return None
    top = below = etree.Element("html")
    base = open_ones[0].find(".//base[@href]")
    if base is not None:
        etree.SubElement(etree.SubElement(top, "head"), "base", base.attrib)
    for node in open_ones[1 : place + 1]:
        below = etree.SubElement(below, node.tag, node.attrib)
    rows = open_ones[place]
    below.text = rows.text
    for row in list(rows)[:-1]:
        rows.text = row.tail
        below.append(row)
    return top
