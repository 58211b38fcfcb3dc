"""Make office files for tests: a PDF and a DOCX out of the same lines.

A line that begins with ``| `` is a row of a table, its cells parted by ``|``.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from html import escape

from fpdf import FPDF

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_PLAIN = str.maketrans({"“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "•": "-"})


def pdf(lines: Iterable[str], width: float = 170) -> bytes:
    """Return a PDF that prints the lines, each a paragraph; the cells of a row side by side."""
    page = FPDF()
    page.set_font("Helvetica", size=11)
    page.add_page()
    for line in lines:
        words = line.translate(_PLAIN)
        if words.startswith("| "):
            cells = [cell.strip() for cell in words[2:].split("|")]
            for cell in cells:
                page.cell(width / len(cells), 6, cell)
            page.ln(6)
            continue
        page.multi_cell(width, 6, words, new_x="LMARGIN", new_y="NEXT")
        page.ln(2)
    return bytes(page.output())


def docx(lines: Iterable[str], extra: str = "", numbering: str = "") -> bytes:
    """Return a DOCX with the lines as paragraphs and tables; ``extra`` is XML at the end."""
    parts: list[str] = []
    rows: list[str] = []
    for line in [*lines, ""]:
        if line.startswith("| "):
            rows.append(row([cell.strip() for cell in line[2:].split("|")]))
            continue
        if rows:
            parts.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
            rows = []
        parts.append(paragraph(line))
    return package(f"{''.join(parts)}{extra}", numbering)


def paragraph(words: str, properties: str = "") -> str:
    """Return the XML of a paragraph."""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'


def row(cells: Sequence[str]) -> str:
    """Return the XML of a table's row."""
    return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"


def package(body: str, numbering: str = "") -> bytes:
    """Return a DOCX file around the XML of its body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        )
        if numbering:
            archive.writestr(
                "word/numbering.xml",
                f'<?xml version="1.0"?><w:numbering xmlns:w="{_W}">{numbering}</w:numbering>',
            )
    return out.getvalue()
