"""PDF: running heads, feet and page numbers go by where they stand, on any number of pages."""

import pytest
from fpdf import FPDF

from billwatch.text import read

ONE = (
    "A vendor that holds the records of pupils shall keep them safe and shall tell the school",
    "of every breach within three days after it learned of the breach, and a school that is",
)
TWO = (
    "told so shall tell the parents of the pupils whose records were taken within ten days.",
    "A school shall keep a list of its vendors and shall publish the list once in every year.",
)


def printed(pages: tuple[tuple[str, str], ...], first: bool) -> bytes:
    """Print the lines on as many pages as there are (head, foot), drawn ``first`` or last."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.set_auto_page_break(False)
    for lines, (head, foot) in zip((ONE, TWO), pages, strict=False):
        pdf.add_page()
        pdf.set_font("Times", size=11)
        edges = [(x, y, words) for x, y, words in ((280, 40, head), (300, 752, foot)) if words]
        body = [(90, 76 + 20 * k, words) for k, words in enumerate(lines)]
        for x, y, words in (*edges, *body) if first else (*body, *edges):
            pdf.text(x, y, words)
    return bytes(pdf.output())


EDGES = {
    "one page, bill and number": (("H.B. No. 77 1", ""),),
    "one page, number below": (("", "1"),),
    "one page, number in rules": (("", "- 1 -"),),
    "two pages, number below": (("", "1"), ("", "2")),
    "two pages, number above": (("1", ""), ("2", "")),
    "two pages, bill above": (("H.B. No. 77 1", ""), ("H.B. No. 77 2", "")),
    "bill on the second page only": (("", ""), ("SB 12", "2")),
    "the same words on both": (("Ninth Session of the Assembly", "1"),) * 2,
    "words that count": (
        ("", "Sample Assembly, page 1 of 2"),
        ("", "Sample Assembly, page 2 of 2"),
    ),
}


@pytest.mark.parametrize("first", [False, True], ids=["drawn last", "drawn first"])
@pytest.mark.parametrize("edges", EDGES.values(), ids=EDGES.keys())
def test_heads_and_feet_go(edges: tuple[tuple[str, str], ...], first: bool) -> None:
    """A head or foot leaves no trace, and the sentence it stood in runs on."""
    body = read(printed(edges, first), name="bill.pdf").body
    lines = ONE if len(edges) == 1 else (*ONE, *TWO)

    assert " ".join(body.split()) == " ".join(lines)
    assert len(edges) == 1 or "a school that is told so shall" in body


KEPT = {
    "masthead": (("SENATE BILL NO. 12", ""), ("", "")),
    "label": (("SECTION 1.", ""), ("SECTION 2.", "")),
    "heading of one page": (("GENERAL PROVISIONS", ""), ("", "")),
}


@pytest.mark.parametrize("edges", KEPT.values(), ids=KEPT.keys())
def test_words_of_the_bill_stay(edges: tuple[tuple[str, str], ...]) -> None:
    """What stands apart on top of a page is kept where it names the bill or a part of it."""
    body = read(printed(edges, first=False), name="bill.pdf").body

    assert [head for head, _ in edges if head and head not in body] == []
