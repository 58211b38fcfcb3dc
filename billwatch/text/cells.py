"""Keep the cells of tables apart, for readers to whom the column matters.

A bill's tables are read as running words. In an agreement the column says whether a kind of data is
required: here the cells of a row are parted by ``|``, empty ones included.
"""

from lxml import etree
from lxml import html as markup

from billwatch.text.charset import decode
from billwatch.text.kinds import sniff

PARTED = " | "
_ROW = 400  # characters: a longer row of a table is no row of figures


def parted(body: bytes, name: str = "") -> bytes:
    """Return an HTML document with ``|`` between the cells of its tables' rows.

    Any other document, and HTML without such tables, comes back as it was.

    >>> parted(b"<table><tr><td>Sex</td><td></td><td>X</td></tr></table>")
    b'<html><body><table><tr><td>Sex</td><td> | </td><td> | X</td></tr></table></body></html>'
    """
    if sniff(body, name) != "text/html" or b"<t" not in body.lower():
        return body
    text = decode(body).text
    parser = markup.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = markup.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return body  # the reader says what is wrong with it
    changed = False
    for row in tree.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) < 2 or any(cell.find(".//table") is not None for cell in cells):
            continue
        for cell in cells[1:]:
            cell.text = PARTED + (cell.text or "").lstrip()
            changed = True
    return bytes(etree.tostring(tree, encoding="utf-8", method="html")) if changed else body


def is_flat(row: etree._Element, blocks: frozenset[str]) -> bool:
    """Tell a row of short cells, each a paragraph at most, from a row that lays out a page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or len(cells) != len(row):
        return False
    size = 0
    for cell in cells:
        inner = [element.tag for element in cell.iterdescendants() if element.tag in blocks]
        if inner and inner != ["p"] and inner != ["div"]:
            return False
        size += len("".join(cell.itertext()).strip())
    return size < _ROW
