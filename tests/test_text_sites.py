"""Bills and sections of codes as legislatures' sites and copies of them give them."""

import pytest

from billwatch.models import Text
from billwatch.sections import split
from billwatch.text import read

ARIZONA = """<html><body>
<p>Be it enacted by the Legislature of the State of Arizona:</p>
<p>Section 1. Section 15-1999, Arizona Revised Statutes, is amended to read:</p>
<p><span style='color:white'>START_STATUTE</span><span style='color:green'>15-1999.</span> <u><span
style='color:purple'>Vendors</span></u></p>
<p>A. A vendor shall not sell <s><span style='color:red'>any</span></s> <span
style='color:blue'>THE</span> record.<span style='color:white'>END_STATUTE</span></p></body></html>"""
CODE = """<html><body><p><font color=GREEN>15-1999</font>. <font color=PURPLE><u>Records;
vendors</u></font></p><p>A. A vendor shall not sell a record.</p></body></html>"""
CONNECTICUT = """<p>Be it enacted by the Senate and House of Representatives in General Assembly
convened:</p><p>Section 1. A board shall, within <b>[<span class="remove"></span></b>a month<b><font
face="x">]</font></b> <u class="insert">ten days</u>, answer.</p><p>Sec. 2. No board shall sell.</p>
<table><tr><td colspan="3"><p>This act shall take effect as follows:</p></td></tr>
<tr><td><p>Section 1</p></td><td><p>July 1, 2031</p></td><td><p>10-15z</p></td></tr>
<tr><td><p>Sec. 2</p></td><td><p>July 1, 2031</p></td><td><p>New section</p></td></tr></table>"""
MAINE = """<body><div class="col-xs-2 nonprinting"><a href="a">§950</a></div>
<div class="MRSTitle">Title 20-A: EDUCATION</div><a class="nextref" href="b">§952</a>
<h3>§951. Vendors</h3><div>A vendor may not sell a record.</div>
<div>SECTION HISTORY<div>PL 2031, c. 9, §1 (NEW).</div></div>
<div class="copyright">The office cannot give legal advice to the public.</div></body>"""
SPOKEN = """<p>BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF MINNESOTA:</p><p>Section 1. A vendor
<span>deleted text begin</span> may <span>deleted text end</span> <span>new text begin</span> shall
<span>new text end</span> ask <span>new text begin</span> the parent <span>new text end</span>, and
<span>deleted text begin</span> not <span>deleted text end</span> wait.</p>"""


def marked(text: Text) -> str:
    """Write a text with its marks in it: ``{+added+}`` and ``{-struck-}``."""
    out, at = [], 0
    for mark in text.marks:
        out += [text.body[at : mark.start]]
        added = text.body[mark.start : mark.end]
        out += ["{+" + added + "+}" if mark.layer == "added" else "{-" + mark.words.strip() + "-}"]
        at = max(at, mark.end)
    return "".join([*out, text.body[at:]])


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (ARIZONA, "A. A vendor shall not sell{-any-} {+THE+} record."),
        (CODE, "15-1999. Records; vendors"),
        (CONNECTICUT, "Section 1. A board shall, within{-a month-} {+ten days+}, answer."),
        (CONNECTICUT, "Section 1 July 1, 2031 10-15z"),
        (SPOKEN, "Section 1. A vendor{-may-} {+shall+} ask {+the parent+}, and{-not-} wait."),
    ],
    ids=["arizona", "a code's heading", "connecticut", "a table's row", "marks said in words"],
)
def test_marks_of_sites(page: str, expected: str) -> None:
    """Marks come from colours, brackets and words; a heading underlined for show is no mark."""
    lines = marked(read(page.encode(), name="page.html")).split("\n")

    assert expected in lines
    assert not any("STATUTE" in line for line in lines)


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("may [deleted: not] sell or [deleted: give] rent", "may{-not-} sell or{-give-} rent"),
        ("shall <<-not->> <<+ever+>> sell <<-it->> <<+a record+>>",
         "shall{-not-} {+ever+} sell{-it-} {+a record+}"),
        ("shall [A> always <A] ask [D> or wait <D] and [A> then <A] [D> not <D] act",
         "shall {+always+} ask{-or wait-} and {+then+}{-not-} act"),
        ("may ((not)) sell under RCW 28A.99.010 ((or (a) of it)) a record",
         "may{-not-} sell under RCW 28A.99.010{-or (a) of it-} a record"),
        ("one [deleted: word] of a drafter", "one [deleted: word] of a drafter"),
    ],
    ids=["a tool's", "Westlaw's", "Lexis'", "Washington's", "one alone"],
)  # fmt: skip
def test_marks_in_signs(copy: str, expected: str) -> None:
    """Signs that come in pairs, more than once, are marks; one alone is the drafter's own."""
    assert marked(read(f"A vendor {copy}.".encode(), name="bill.txt")) == f"A vendor {expected}."


def test_what_stands_around_a_section_goes() -> None:
    """Links to the sections beside it, and the office's notice, are not the section's law."""
    text = read(MAINE.encode(), name="page.html")
    sections = split(text)

    assert [s.label for s in sections if s.kind == "section"] == ["951"]
    assert [s.heading for s in sections if s.kind == "note"] == ["SECTION HISTORY"]
    assert "advice" not in text.body


@pytest.mark.parametrize(
    ("code", "clause", "struck"),
    [
        ("tx", "BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF TEXAS:", True),
        ("pa", "The General Assembly of the Commonwealth of Pennsylvania\nhereby enacts as follows:",
         True),
        ("nj", "BE IT ENACTED by the Senate and General Assembly of the State of New Jersey:", True),
        ("nh", "Be it Enacted by the Senate and House of Representatives in General Court convened:",
         True),
        ("oh", "Be it enacted by the General Assembly of the State of Ohio:", False),
    ],
)  # fmt: skip
def test_brackets_by_the_clause(code: str, clause: str, struck: bool) -> None:
    """A clause names the legislature, and so whether what it prints in brackets is struck."""
    copy = f"AN ACT to amend the code, as follows.\n\n{clause}\n\nSection 1. A vendor may [not] sell.\n"
    body = read(copy.encode(), name=f"{code}.txt").body

    assert body.endswith("A vendor may sell." if struck else "A vendor may [not] sell.")


@pytest.mark.parametrize(
    "tail",
    [
        "SYNOPSIS\nThis bill does two things.\nSection 1. It protects records.",
        "SUMMARY\nThis bill protects records.",
        "Legislative Review Note\nas of 1-2-31 9:12 AM",
        "HB 77-FN- FISCAL NOTE\nThis bill costs nothing.",
        "APPENDIX\nRepealed Minnesota Statutes: 31-00077\n13.99 RECORDS. A vendor may sell records.",
    ],
    ids=["delaware", "maine", "utah", "new hampshire", "minnesota"],
)
def test_what_is_printed_behind_a_bill(tail: str) -> None:
    """Summaries, reviews, fiscal notes and the words of repealed sections are no law of the bill."""
    law = "Section 1. A vendor shall not sell a record of a pupil to anybody at all.\n" * 3
    body = law + "Section 4. This act takes effect on July 1, 2031.\n" + tail
    last = split(Text(body))[-1]

    assert last.kind == "note"
    assert tail.endswith(body[last.start :])
    assert len(body) - last.start >= len(tail.split("\n", 1)[1])


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["A BILL TO BE ENTITLED", "AN ACT", "relating to the records of pupils."],
         "relating to the records of pupils."),
        (["A BILL FOR AN ACT", "RELATING TO RECORDS."], "RELATING TO RECORDS."),
        (["A bill to be entitled", "An act relating to the records of pupils; creating a section."],
         "An act relating to the records of pupils; creating a section."),
    ],
)  # fmt: skip
def test_titles_under_their_openers(lines: list[str], title: str) -> None:
    """A title is what stands under "A BILL" and "AN ACT", not those words."""
    copy = "\n\n".join([*lines, "BE IT ENACTED BY THE LEGISLATURE:", "Section 1. A school shall."])

    assert read(copy.encode(), name="bill.txt").title == title
