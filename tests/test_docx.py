"""Word-processor files are read as text: lists, tables, tracked changes; broken ones are refused."""

import io
import zipfile

import pytest

from billwatch import text
from billwatch.errors import DataError
from billwatch.models import Text
from billwatch.text import docx
from tests import office

NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl>
</w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="1"/></w:num>
"""


def item(words: str, list_: int, level: int = 0) -> str:
    return office.paragraph(
        words,
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr></w:pPr>',
    )


def read(body: bytes) -> Text:
    return text.read(body, name="made.docx")


def test_lists_keep_their_printed_signs() -> None:
    """Items are numbered as they are printed; a deeper list begins anew under each item."""
    extra = "".join(
        [item("First", 5), item("one", 5, 1), item("two", 5, 1), item("Second", 5),
         item("three", 5, 1), item("point", 6)]
    )  # fmt: skip
    body = read(
        office.docx(
            ["The parties agree to the following terms of this paper, all of them:"],
            extra,
            NUMBERING,
        )
    ).body

    assert body.split("\n")[1:] == [
        "1. First", "  (a) one", "  (b) two", "2. Second", "  (a) three", "• point",
    ]  # fmt: skip


def test_tables_keep_their_cells() -> None:
    """The cells of a row stand in order, empty ones and wide ones included."""
    wide = (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
        f"{office.paragraph('wide')}</w:tc><w:tc>{office.paragraph('end')}</w:tc></w:tr></w:tbl>"
    )
    made = office.docx(["| Data | Required | Optional", "| Sex |  | X"], wide)

    assert read(made).body.split("\n") == [
        "Data | Required | Optional",
        "Sex | | X",
        "wide | | end",
    ]


def test_tracked_changes_are_marks() -> None:
    """Inserted words are in the text, deleted and struck ones are not; both are marks."""
    extra = (
        '<w:p><w:r><w:t xml:space="preserve">The Board shall </w:t></w:r>'
        "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>promptly </w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>never </w:t></w:r>"
        '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>tell parents.</w:t></w:r></w:p>'
    )
    found = read(office.docx([], extra))

    assert found.body == "The Board shall promptly tell parents."
    assert {(m.layer, m.words.strip()) for m in found.marks} == {
        ("deleted", "not"), ("added", ""), ("deleted", "never"),
    }  # fmt: skip


def test_boxes_and_controls() -> None:
    """Form fields, symbols and content controls give the boxes that a reader sees."""
    extra = (
        '<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/>'
        "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:t>Sex</w:t></w:r></w:p>"
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t> Race</w:t></w:r></w:p>'
        f"<w:sdt><w:sdtContent>{office.paragraph('inside a control')}</w:sdtContent></w:sdt>"
    )

    assert read(office.docx([], extra)).body == "☒ Sex\n☐ Race\ninside a control"


def bomb() -> bytes:
    return office.package(office.paragraph("a" * (docx._ROOM + 10)))


def entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml", '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'
        )
    return out.getvalue()


def parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<d/>")
        for n in range(docx._FILES + 1):
            archive.writestr(f"{n}", "")
    return out.getvalue()


def cut() -> bytes:
    whole = bytearray(office.docx(["Some words"] * 50))
    at = whole.index(b"word/document.xml") + 40
    whole[at : at + 30] = b"\0" * 30
    return bytes(whole)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (bomb, "unpacks to more"),
        (entities, "defines entities"),
        (parts, "more than 5000 parts"),
        (cut, "broken DOCX"),
        (lambda: office.package("<w:p>"), "broken XML"),
        (lambda: office.package(""), "without text"),
    ],
    ids=["bomb", "entities", "parts", "cut", "xml", "empty"],
)
def test_bad_files_are_refused(made, why: str) -> None:  # type: ignore[no-untyped-def]
    """A bomb, a broken or an empty file is a `DataError` that names it."""
    with pytest.raises(DataError, match=f"made.docx: .*{why}"):
        read(made())


def test_other_archives_are_still_no_text() -> None:
    """A zip without a document is refused as before."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "words")

    with pytest.raises(DataError, match="an archive"):
        read(out.getvalue())
