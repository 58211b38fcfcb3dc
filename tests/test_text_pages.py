"""Copies of printed pages as text: heads, feet and line numbers go, sentences run on."""

import textwrap

import pytest

from billwatch.text import read

LAW = (
    "Section 1. Short title. This act may be cited as the Pupil Records Act.",
    'Section 2. Definitions. (1) "Vendor" means a person that holds records of pupils under a '
    "written agreement with a school, and any person to whom such records are passed on.",
    '(2) "Record" means any item of data that identifies a pupil or a parent, including:',
    "(a) The name and the birth date of the pupil;",
    "(b) Attendance and discipline, whether or not an employee of the school wrote them; and",
    "(c) Any identifier that a vendor gives to a device which the pupil uses in a classroom.",
    "Section 3. Duties. (1) A vendor shall not sell, rent or trade a record, nor use a record to "
    "build a profile of a pupil that serves no purpose of the school.",
    "(2) Within 30 days after the end of the agreement a vendor shall delete all records that it "
    "holds, unless a parent consents in writing to their keeping.",
    "(3) A vendor that learns of a breach shall tell the school within 72 hours. The notice shall "
    "state the date of the breach, the records that were reached, and what the vendor did to end "
    "the breach; and the school shall tell the parents of those pupils within ten days.",
    "Section 4. Rights of parents. A parent may inspect the records of the child and may ask that "
    "an error be corrected, and the vendor shall answer within 10 business days.",
    "Section 5. Penalties. A vendor that breaks this act owes a civil penalty of $2,500 for each "
    "violation, which the attorney general may recover in the name of the state.",
)
CLAUSE = "BE IT ENACTED BY THE LEGISLATURE:"


def pages(
    number: str, heads: tuple[str, ...], feet: tuple[str, ...], *, again: bool, side: str, feed: str
) -> str:
    """Set the law on pages of 14 lines; ``{p}`` is the page, ``{n}`` the line."""
    indent = "" if side == "bare" else "     "
    printed = [CLAUSE]
    for paragraph in LAW:
        printed += textwrap.wrap(paragraph, 58, initial_indent=indent)
    leaves = [printed[i : i + 14] for i in range(0, len(printed), 14)]
    out, n = [], 0
    for p, leaf in enumerate(leaves, 1):
        n = 0 if again else n
        lines = [head.format(p=p) for head in heads]
        for words in leaf:
            n += 1
            mark = number.format(n=n)
            lines += {
                "left": [mark + words], "bare": [mark + words], "right": [words + mark],
                "above": [mark, words], "none": [words],
            }[side]  # fmt: skip
        out.append("\n".join([*lines, *(foot.format(p=p) for foot in feet)]))
    return f"\n{feed}".join(out) + "\n"


PRINTS = {
    "numbers begin again": pages(
        "{n:>2}   ", ("     AS INTRODUCED  H.77", "     2031  Page {p}"), ("   LEG #3667 v.4",),
        again=True, side="left", feed=""),
    "numbers set to the left": pages(
        "{n:<3} ", ("Intr HB 77        2031R99",), ("                {p}",),
        again=True, side="left", feed=""),
    "numbers run on": pages(
        "{n:>4}  ", ("    HB 77 INTRODUCED",), ("               Page {p}",),
        again=False, side="left", feed=""),
    "no indents": pages(
        "{n} ", ("HB 77 2031", "CODING: Words stricken are deletions; words underlined are additions.",
                 "Page {p} of 4", "F L O R I D A H O U S E"), (), again=False, side="bare", feed=""),
    "numbers behind the words": pages(
        " {n}", ("H. B. No. 77     Page {p}", "As Introduced"), (),
        again=False, side="right", feed=""),
    "numbers above the words": pages(
        "{n}", ("", "Page {p} - 135LR77(01)"), (), again=True, side="above", feed=""),
    "digits apart": pages(
        "{n:>2}  ", (), ("Req. No. 77 Page {p}", "60-1-77 GRS 01/13/31"), again=True, side="left", feed="",
    ).replace("\n10  ", "\n1 0  ").replace("\n11  ", "\n1 1  ").replace("\n12  ", "\n1 2  ")
    .replace("\n13  ", "\n1 3  ").replace("\n14  ", "\n1 4  "),
    "page before the line": "\n".join(
        f"{1 + k // 14}.{1 + k % 14}   {line}" for k, line in enumerate(
            pages("", (), (), again=True, side="none", feed="").splitlines())),
    "form feeds": pages(
        "", ("SB 77 - AS AMENDED", "- Page {p} -"), ("Released: 01/14/2031",),
        again=True, side="none", feed="\f"),
    "every other line blank": pages(
        "{n:>2}  ", (), ("Req. No. 77 Page {p}",), again=True, side="left", feed="",
    ).replace("\n", "\n\n"),
}  # fmt: skip


@pytest.mark.parametrize("copy", PRINTS.values(), ids=PRINTS.keys())
def test_pages_leave_no_trace(copy: str) -> None:
    """Every paragraph is whole, and no head, foot or number stands in one or between two."""
    body = read(copy.encode(), name="bill.txt").body
    lines = [line.strip() for line in body.split("\n")]

    assert lines[lines.index(CLAUSE) + 1 :] == list(LAW)


def test_law_at_a_page_end_stays() -> None:
    """A section's label and a sentence that lost their line numbers at a page's end are law."""
    page = [f"{n:>2}   the school shall keep this record safe and" for n in range(1, 13)]
    copy = [*page, "SECTION 8.", "This act takes effect on the day after its passage and", *page]
    body = read("\n".join([*copy, "SECTION 9.", *page]).encode(), name="bill.txt").body

    assert "SECTION 8. This act takes effect on the day after its passage and" in body
    assert "SECTION 9." in body


def test_a_page_number_begins_no_count() -> None:
    """The number of a page between two counts of lines is neither law nor a line number."""
    page = [f"{n:>2}   a vendor shall keep the record of each pupil safe and" for n in range(1, 13)]
    body = read("\n".join([*page, "1 of 2", *page, "2 of 2"]).encode(), name="bill.txt").body

    assert " ".join(body.split()) == " ".join(line[5:] for line in [*page, *page])


def test_signs_of_symbol_fonts() -> None:
    """A sign of a symbol font is a bullet or nothing: it hides no section's number."""
    copy = "\uf0e2Section 1. A vendor shall keep:\n\uf0b7 a list of pupils;\n\uf0b7 a log."
    body = read(copy.encode(), name="bill.txt").body

    assert body.startswith("Section 1. A vendor")
    assert "\u2022 a list of pupils;" in body
