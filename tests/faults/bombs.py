"""Files made to harm whoever reads them: small to send, large or endless to read."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from fpdf import FPDF

LINE = b"BT /F 10 Tf 50 700 Td (An operator shall not sell the data of students.) Tj ET\n"
_FONT = b"/Font << /F 5 0 R >>"


def _file(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of numbered objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return (
        out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, len(out))
    )  # fmt: skip


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n" % (more, len(data)) + data + b"\nendstream"


def _pdf(
    content: bytes, more: Sequence[bytes] = (), resources: bytes = _FONT, kids: int = 1
) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
    return _file([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + b"3 0 R " * kids + b"] /Count %d >>" % kids,
        page + b"/Resources << " + resources + b" >> >>",
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    ])  # fmt: skip


@cache
def blanks(size: int) -> bytes:
    """Return so many MB of blanks, deflated."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * (1 << 20)) for _ in range(size)) + packer.flush()


def forms(depth: int = 9, wide: int = 10) -> bytes:
    """Return a PDF whose form draws ten forms, each of which draws ten forms, and so on."""
    made = []
    for level in range(depth):
        last = level == depth - 1
        inner = b"" if last else b"/XObject << /X %d 0 R >>" % (7 + level)
        head = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << %s %s >>"
        made.append(_stream(LINE if last else b"/X Do\n" * wide, head % (_FONT, inner)))
    return _pdf(_stream(b"/X Do"), made, b"/XObject << /X 6 0 R >>")


def stream(size: int = 400) -> bytes:
    """Return a PDF whose page is a stream of so many MB."""
    return _pdf(_stream(blanks(size), b"/Filter /FlateDecode"))


def twice(size: int = 1000) -> bytes:
    """Return the same, packed twice: a few kilobytes."""
    return _pdf(_stream(zlib.compress(blanks(size), 9), b"/Filter [/FlateDecode /FlateDecode]"))


def pages(count: int = 100_000) -> bytes:
    """Return a PDF that shows one page so many times."""
    return _pdf(_stream(LINE), kids=count)


def encrypted() -> bytes:
    """Return a PDF under a password."""
    document = FPDF()
    document.set_encryption(owner_password="owner", user_password="reader")
    document.add_page()
    document.set_font("Helvetica", size=12)
    document.multi_cell(0, 6, "An operator shall not sell the data of students. " * 20)
    return bytes(document.output())


PDFS: Mapping[str, Callable[[], bytes]] = {
    "forms": forms, "stream": stream, "twice": twice, "pages": pages, "encrypted": encrypted,
}  # fmt: skip
SAYS = {
    "forms": "takes more than", "stream": "takes more than", "twice": "takes more than",
    "pages": "pages, more than", "encrypted": "encrypted PDF",
}  # fmt: skip


@cache
def gzipped(size: int = 400) -> bytes:
    """Return so many MB of blanks, packed with gzip."""
    return gzip.compress(b" " * (size << 20), 6)


@cache
def gzipped_twice(size: int = 400) -> bytes:
    """Return the same, packed with gzip a second time: under ten kilobytes."""
    return gzip.compress(gzipped(size), 9)


def docx(size: int = 400) -> bytes:
    """Return a word-processor file whose text unpacks to so many MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _ in range(size):
            part.write(b" " * (1 << 20))
    return out.getvalue()


def escape() -> bytes:
    """Return an archive whose members lead out of any folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("../../escaped.txt", "/tmp/escaped.txt", "a/../../../escaped.txt"):
            archive.writestr(name, "escaped")
        archive.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?>\n<!DOCTYPE bill [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
    )
    + b"]>\n<bill><title>&j;</title></bill>"
)
"""XML of a kilobyte that expands to gigabytes."""


def outside(address: str) -> bytes:
    """Return XML that asks for a file of this machine."""
    return (
        b'<?xml version="1.0"?>\n<!DOCTYPE bill [<!ENTITY x SYSTEM "%s">]>\n'
        b"<bill><title>A vendor &x; shall ask.</title></bill>" % address.encode()
    )
