"""PDF: words in reading order without the printer's furniture, drawn and typed marks kept."""

import pytest
from fpdf import FPDF

from billwatch.errors import DataError
from billwatch.text import read
from tests.test_text import shown

LEFT, SIZE, PITCH = 90.0, 11.0, 22.0


class Print:
    """Draw a bill the way legislatures print them: numbered lines, rules under and through."""

    def __init__(self) -> None:
        self.pdf = FPDF(unit="pt", format="letter")
        self.pdf.set_auto_page_break(False)
        self.number = 0

    def page(self, head: str = "") -> None:
        self.pdf.add_page()
        self.pdf.set_font("Times", size=SIZE)
        self.y = 72.0
        if head:
            self.pdf.text(280, 40, head)

    def line(self, *parts: tuple[str, str], indent: float = 0, numbered: bool = True) -> None:
        """Print one line of (words, style): "u" under, "s" through, "B" bold, "I" italic."""
        self.number += 1
        if numbered:
            self.pdf.set_font("Times", size=SIZE)
            self.pdf.text(60, self.y, str(self.number))
        x = LEFT + indent
        for words, style in parts:
            self.pdf.set_font("Times", style="".join(c for c in style if c in "BI"), size=SIZE)
            width = self.pdf.get_string_width(words)
            self.pdf.text(x, self.y, words)
            if "u" in style:
                self.pdf.rect(x, self.y + 1.2, width, 0.6, style="F")
            if "s" in style:
                self.pdf.line(x, self.y - 3.2, x + width, self.y - 3.2)
            x += width + self.pdf.get_string_width(" ")
        self.y += PITCH

    def body(self) -> bytes:
        return bytes(self.pdf.output())


def drawn() -> bytes:
    print_ = Print()
    print_.page("SB 999 1")
    print_.line(
        ("A vendor that holds the records of a pupil shall keep them safe and shall not", ""),
        indent=24,
    )
    print_.line(
        ("sell", "s"),
        ("disclose", "u"),
        ("them to anyone who is not employed by the school unless the", ""),
    )
    print_.line(
        ("parent", ""),
        ("or guardian has agreed", "u"),
        ("in writing before that, and the vendor shall tell", ""),
    )
    print_.page("SB 999 2")
    print_.number = 0
    print_.line(
        ("the school of every breach within", ""), ("sixty", "s"), ("three", "u"), ("days.", "")
    )
    print_.line(
        ("A school that learns of a breach shall tell the parents of the pupils whose records", ""),
        indent=24,
    )
    print_.line(("were taken within ten days of that.", ""))
    return print_.body()


def test_drawn_marks() -> None:
    """Rules under words add and rules through words strike; numbers and page heads are gone."""
    text = read(drawn(), name="bill.pdf")

    assert text.markup == "shown"
    assert shown(text).split("\n") == [
        "A vendor that holds the records of a pupil shall keep them safe and shall not{- sell-} "
        "{+disclose+} them to anyone who is not employed by the school unless the parent {+or "
        "guardian has agreed+} in writing before that, and the vendor shall tell the school of "
        "every breach within{- sixty-} {+three+} days.",
        "A school that learns of a breach shall tell the parents of the pupils whose records were "
        "taken within ten days of that.",
    ]


def typed(*lines: tuple[tuple[str, str], ...]) -> bytes:
    print_ = Print()
    print_.page()
    for parts in lines:
        print_.line(*parts, indent=24)
    return print_.body()


OREGON = typed(
    (("Be It Enacted by the People of the State of Oregon:", ""),),
    (("SECTION 1.", "B"), ("ORS 326.999 is amended to read:", "")),
    (
        ("326.999.", ""),
        ("(1) A district", ""),
        ("[", ""),
        ("may", "I"),
        ("]", ""),
        ("shall", "B"),
        ("ask.", ""),
    ),
    (("SECTION 2. This section is new and all of it is bold.", "B"),),
    (("NOTE: Matter in boldfaced type in an amended section is new; matter [italic and", ""),),
    (("bracketed] is existing law to be omitted.", ""),),
)


def test_oregon_type() -> None:
    """In Oregon bold is new and italics in brackets are struck; a bold label alone is no mark."""
    assert shown(read(OREGON, name="or.pdf")).split("\n")[1:] == [
        "SECTION 1. ORS 326.999 is amended to read:",
        "326.999. (1) A district{- may-} {+shall+} ask.",
        "{+SECTION 2. This section is new and all of it is bold.+}",
    ]


def test_bold_is_no_mark_elsewhere() -> None:
    """Bold words of a legislature that underlines are only bold."""
    body = typed((("DEFINITIONS", "B"), ("of this section apply to the records of pupils.", "")))

    assert read(body, name="x.pdf").marks == ()


def test_plain_pdf_of_an_amending_bill_is_doubted() -> None:
    """Where no rule was drawn in an amending bill, the text says that strikes may be missed."""
    body = typed(
        (("Section 9-101 of the code is amended to read as follows:", ""),),
        (("A vendor may shall ask the parent before it sells the records.", ""),),
    )
    text = read(body, name="ga.pdf", jurisdiction="ga")

    assert text.markup == "unknown"
    assert "struck words may be read as kept" in text.notes[0]


def test_underlined_rule_across_the_page_is_no_mark() -> None:
    """A rule from margin to margin parts the page; it adds nothing."""
    print_ = Print()
    print_.page()
    print_.line(("SENATE BILL NO. 999 of the general assembly", ""), numbered=False)
    print_.pdf.line(60, print_.y - PITCH + 2, 560, print_.y - PITCH + 2)
    print_.line(("A vendor shall ask the parent before it sells the records.", ""), numbered=False)

    assert read(print_.body(), name="x.pdf").marks == ()


def blank() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(10, 10, 50, 50)
    return bytes(pdf.output())


def locked() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica")
    pdf.cell(text="A vendor shall ask.")
    pdf.set_encryption(owner_password="owner", user_password="user")
    return bytes(pdf.output())


BAD = {
    "no text": (blank(), "without text"),
    "locked": (locked(), "encrypted"),
    "cut off": (drawn()[:300], "broken PDF"),
    "only a head": (b"%PDF-1.7\n", "broken PDF"),
    "random": (b"%PDF-1.7\n" + bytes(range(256)) * 20, "broken PDF"),
}


@pytest.mark.parametrize(("body", "why"), BAD.values(), ids=BAD.keys())
def test_bad_pdf(body: bytes, why: str) -> None:
    """A PDF that gives no words is one error that names the file and says why."""
    with pytest.raises(DataError) as failure:
        read(body, name="sb1.pdf")

    assert str(failure.value).startswith("sb1.pdf: ")
    assert why in str(failure.value)


def test_wrapped_explanation_without_line_numbers() -> None:
    """Missouri's legend goes whole where its first line ends with a word that may end it."""
    print_ = Print()
    print_.page()
    for words in (
        "Be it enacted by the General Assembly of the state of Missouri, as follows:",
        "A vendor shall tell the district of a breach within three days.",
        "EXPLANATION-Matter enclosed in bold-faced brackets is not enacted and is to be omitted",
        "from the law. Matter in bold-face type in the above bill is proposed language.",
        "2. A district shall keep a list.",
    ):
        print_.line((words, ""), numbered=False)

    assert read(print_.body(), name="mo.pdf").body.split("\n")[1:] == [
        "A vendor shall tell the district of a breach within three days.",
        "2. A district shall keep a list.",
    ]


def test_oregon_word_without_italics() -> None:
    """In Oregon one small word in brackets is struck though it is set upright; a note stays."""
    body = typed(
        (("Be It Enacted by the People of the State of Oregon:", ""),),
        (("326.999. A district [shall] ", ""), ("must", "B"), ("ask [Formerly 326.998].", "")),
    )

    assert shown(read(body, name="or.pdf", jurisdiction="or")).split("\n")[1:] == [
        "326.999. A district{- shall-} {+must+} ask [Formerly 326.998]."
    ]


def test_colorado_capitals() -> None:
    """In Colorado capitals are new, but for a section's label and an abbreviation."""
    body = typed(
        (("Be it enacted by the General Assembly of the State of Colorado:", ""),),
        (("SECTION 1. In Colorado Revised Statutes, 22-99-101, amend (1) as follows:", ""),),
        (
            ("22-99-101. Lists. (1) A school", ""),
            ("may", "s"),
            ("SHALL keep a list for the FBI.", ""),
        ),
        (("(2) A VENDOR SHALL TELL THE SCHOOL OF A BREACH WITHIN THREE DAYS.", ""),),
    )

    assert shown(read(body, name="co.pdf", jurisdiction="co")).split("\n")[1:] == [
        "SECTION 1. In Colorado Revised Statutes, 22-99-101, amend (1) as follows:",
        "22-99-101. Lists. (1) A school{- may-} {+SHALL+} keep a list for the FBI.",
        "{+(2) A VENDOR SHALL TELL THE SCHOOL OF A BREACH WITHIN THREE DAYS.+}",
    ]
