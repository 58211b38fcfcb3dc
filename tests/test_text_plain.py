"""Plain copies: New York's capitals, numbered lines, wrapped lines, indentation, wrong bytes."""

import pytest

from billwatch.models import Text
from billwatch.text import read

NEW_YORK = """# Relates to the records of pupils

**Bill ID:** S999A
**Session:** 2023

## Summary

Relates to records.

---

## Full Text

S T A T E  O F  N E W  Y O R K
 ________________________________________________________________________

  999--A

  I N  S E N A T E

 Introduced by the Committee on Rules -- read twice and ordered printed,
  and when printed to be committed to said committee

 AN ACT to amend the education law, in  relation  to  the  records  of
  pupils

  THE PEOPLE OF THE STATE OF NEW YORK, REPRESENTED IN SENATE AND ASSEM-
 BLY, DO ENACT AS FOLLOWS:

  Section 1. Subdivision 2 of section 9-q of the  education law, as added
 by chapter 56 of the laws of 2014, is amended to read as follows:
  2. A district [may] SHALL  give  the parent, as FERPA requires, a copy
 of the record [within sixty days] WITHIN TEN DAYS OF A  WRITTEN  REQUEST

  EXPLANATION--Matter in ITALICS (underscored) is new; matter in brackets
  [ ] is old law to be omitted.
  LBD09999-02-3
 S. 999--A  2

 OR OF A COURT ORDER, and shall tell the commissioner of  the  third-party
 contractor that holds it.
  3.  NO  THIRD-PARTY CONTRACTOR SHALL SELL THE RECORD OF A STUDENT OR USE
 IT FOR ADVERTISING OR FOR ANY OTHER PURPOSE THAT THE CONTRACT EXCLUDES.
  § 2. Section 9-r of the education law is REPEALED.
  § 3. The education law is amended by adding a new article 99 to read as
 follows:
  ARTICLE 99
  ZYGOTIC SCHEDULES
  § 4. This act shall take effect immediately.
"""


def added(text: Text) -> list[str]:
    return [text.body[m.start : m.end] for m in text.marks if m.layer == "added"]


def struck(text: Text) -> list[str]:
    return [m.words.strip() for m in text.marks if m.layer == "deleted"]


def test_new_york_paragraphs() -> None:
    """New York's print loses masthead rules, page heads, legend and justified blanks."""
    text = read(NEW_YORK.encode(), name="S999A.md")

    assert text.title == "Relates to the records of pupils"
    assert text.body.split("\n") == [
        "STATE OF NEW YORK",
        "999--A",
        "IN SENATE",
        "Introduced by the Committee on Rules -- read twice and ordered printed, and when printed "
        "to be committed to said committee",
        "AN ACT to amend the education law, in relation to the records of pupils",
        "THE PEOPLE OF THE STATE OF NEW YORK, REPRESENTED IN SENATE AND ASSEMBLY, DO ENACT AS "
        "FOLLOWS:",
        "Section 1. Subdivision 2 of section 9-q of the education law, as added by chapter 56 of "
        "the laws of 2014, is amended to read as follows:",
        "2. A district SHALL give the parent, as FERPA requires, a copy of the record WITHIN TEN "
        "DAYS OF A WRITTEN REQUEST OR OF A COURT ORDER, and shall tell the commissioner of the "
        "third-party contractor that holds it.",
        "3. NO THIRD-PARTY CONTRACTOR SHALL SELL THE RECORD OF A STUDENT OR USE IT FOR ADVERTISING "
        "OR FOR ANY OTHER PURPOSE THAT THE CONTRACT EXCLUDES.",
        "§ 2. Section 9-r of the education law is REPEALED.",
        "§ 3. The education law is amended by adding a new article 99 to read as follows:",
        "ARTICLE 99",
        "ZYGOTIC SCHEDULES",
        "§ 4. This act shall take effect immediately.",
    ]


def test_new_york_marks() -> None:
    """Capitals are new law and brackets old law, but an abbreviation or a masthead is neither."""
    text = read(NEW_YORK.encode(), name="S999A.md")

    assert text.markup == "shown"
    assert struck(text) == ["may", "within sixty days"]
    assert added(text) == [
        "SHALL",
        "WITHIN TEN DAYS OF A WRITTEN REQUEST OR OF A COURT ORDER,",
        "3. NO THIRD-PARTY CONTRACTOR SHALL SELL THE RECORD OF A STUDENT OR USE IT FOR ADVERTISING "
        "OR FOR ANY OTHER PURPOSE THAT THE CONTRACT EXCLUDES.",
        "ARTICLE 99",
        "ZYGOTIC SCHEDULES",
    ]


MISSOURI = """SECOND REGULAR SESSION
HOUSE BILL NO. 9999
AN ACT
To repeal section 161.900, RSMo, and to enact in lieu thereof one new section relating to
pupils.
Be it enacted by the General Assembly of the state of Missouri, as follows:
Section A. Section 161.900, RSMo, is repealed and one new section enacted in lieu
2 thereof, to be known as section 161.900, to read as follows:
161.900. 1. No school shall release the record of any pupil to any person who is not
2 employed by the school unless the parent has agreed to it in writing before the release is
3 made, or a court has ordered it.
4 2. (1) A vendor [may] shall delete the record of a pupil within thirty days of the end of
5 the contract, and shall certify to the school that the record has been deleted, and
EXPLANATION — Matter enclosed in bold-faced brackets [thus] in the above bill is not enacted and is
intended to be omitted from the law. Matter in bold-face type in the above bill is proposed language.
HB 9999 2
6 shall pay the cost of a breach that was caused by its own neglect;
7 (2) A vendor shall not sell the record of a pupil to any person for any purpose or under
8 any condition; and
9 (3) A vendor shall tell the school within seventy-two hours of the discovery of a breach
10 of the record of any pupil of that school.
"""


def test_missouri_copy() -> None:
    """A rough copy loses line numbers and page heads; its brackets strike as its legend says."""
    text = read(MISSOURI.encode(), name="HB9999.md")

    assert struck(text) == ["may"]
    assert text.body.split("\n")[-4:] == [
        "161.900. 1. No school shall release the record of any pupil to any person who is not "
        "employed by the school unless the parent has agreed to it in writing before the release "
        "is made, or a court has ordered it.",
        "2. (1) A vendor shall delete the record of a pupil within thirty days of the end of the "
        "contract, and shall certify to the school that the record has been deleted, and shall pay "
        "the cost of a breach that was caused by its own neglect;",
        "(2) A vendor shall not sell the record of a pupil to any person for any purpose or under "
        "any condition; and",
        "(3) A vendor shall tell the school within seventy-two hours of the discovery of a breach "
        "of the record of any pupil of that school.",
    ]


OREGON = "\n".join(
    [
        *map(str, range(1, 28)),
        "83rd OREGON LEGISLATIVE ASSEMBLY--2025 Regular Session",
        "House Bill 9999",
        "A BILL FOR AN ACT",
        "Relating to the records of pupils; amending ORS 326.999; and declaring an emergency which",
        "is effective on passage.",
        "Be It Enacted by the People of the State of Oregon:",
        "SECTION 1.",
        "ORS 326.999 is amended to read:",
        "326.999. (1) A school district shall [not] release the records of a pupil to a person who",
        "has shown the district that the parent of the pupil has agreed to it in writing and under-",
        "stands it.",
        "NOTE: Matter in boldfaced type in an amended section is new; matter [ italic and bracketed]"
        " is existing law to be omitted.",
        "New sections are in boldfaced type.",
        "LC 999",
        "HB 9999",
        *map(str, range(1, 46)),
        "(2) A district that releases a record in violation of this section is liable for the harm",
        "that the pupil has suffered.",
        "[2]",
    ]
)


def test_oregon_copy() -> None:
    """Columns of line numbers, page numbers and the note go; the bracketed words are struck."""
    text = read(OREGON.encode(), name="hb9999.txt")

    assert struck(text) == ["not"]
    assert text.body.split("\n")[-4:] == [
        "Be It Enacted by the People of the State of Oregon:",
        "SECTION 1. ORS 326.999 is amended to read:",
        "326.999. (1) A school district shall release the records of a pupil to a person who has "
        "shown the district that the parent of the pupil has agreed to it in writing and "
        "understands it.",
        "(2) A district that releases a record in violation of this section is liable for the harm "
        "that the pupil has suffered.",
    ]


def test_indentation_nests() -> None:
    """One-line paragraphs keep their nesting as two blanks a level, and are said once."""
    copy = (
        "##SEC 9999\n\n       § 9999.\n       Operators.\n      An operator shall not:\n"
        "         knowingly sell the records of a pupil; or\n"
        "           to any person under any condition whatever; or\n"
        "         (B) to any person under any condition whatever; or\n"
        "         use them for targeted advertising.\n"
    )

    assert read(copy.encode(), name="VT.txt").body.split("\n") == [
        "§ 9999. Operators.",
        "An operator shall not:",
        "  knowingly sell the records of a pupil; or",
        "    (B) to any person under any condition whatever; or",
        "  use them for targeted advertising.",
    ]


def test_quoted_sections_of_a_federal_copy_nest() -> None:
    """A hash before a section that a bill quotes becomes a level of nesting."""
    copy = "S. 99\n\n To protect pupils.\n§ 1. Title\n\nIt is amended:\n   ## § 9A. New\n(a) Words."

    assert "  § 9A. New" in read(copy.encode(), name="s99.txt").body.split("\n")


def test_counting_sections_are_no_page_numbers() -> None:
    """Labels of sections count up as page numbers do, and stay."""
    filler = ["A school district shall keep the records of its pupils safe and shall say how;"] * 20
    lines = [line for n in range(1, 6) for line in (f"SECTION {n}.", *filler)]
    body = read("\n".join(lines).encode(), name="x.txt").body

    assert all(f"SECTION {n}." in body for n in range(1, 6))


CHARSETS = {
    "utf-8 with a mark": "\ufeffA pupil’s record".encode(),
    "utf-16": "A pupil’s record".encode("utf-16"),
    "utf-16 without a mark": "A pupil’s record".encode("utf-16-le"),
    "cp1252": "A pupil’s record".encode("cp1252"),
    "no-break and soft hyphen": "A\u00a0pupil’s re\u00adcord".encode(),
    "decomposed": "A pupil’s record".encode(),
    "controls": b"A\x00 pupil\xe2\x80\x99s\x07 record",
}


@pytest.mark.parametrize("body", CHARSETS.values(), ids=CHARSETS.keys())
def test_charsets(body: bytes) -> None:
    """The same words come out of every charset, mark or none."""
    assert read(body, name="x.txt").body == "A pupil’s record"


def test_wrong_declaration_is_noted() -> None:
    """A page that says UTF-8 and is not is read all the same, and says so."""
    page = "<meta charset=utf-8><p>The pupil’s record shall be kept.</p>".encode("cp1252")
    text = read(page, name="p.html")

    assert text.body == "The pupil’s record shall be kept."
    assert text.notes == ("declared utf-8, read as cp1252",)


def test_mojibake_is_noted() -> None:
    """Characters that somebody decoded wrongly before us are said to be so."""
    text = read("The pupil’s ‘record’ and “data”".encode().decode("cp1252", "replace").encode())

    assert any("wrongly decoded" in note for note in text.notes)


def test_title_only_is_incomplete() -> None:
    """A document that is only a title is not complete and says why."""
    text = read(b"An Act relative to the records of pupils", name="t.txt")

    assert not text.complete
    assert text.notes == ("only a title or a fragment",)


def test_mail_emphasis_goes() -> None:
    """Slashes and stars that a mail program put around words go; and/or stays."""
    copy = (
        "H. R. 99\n\n*A BILL*\n\nTo protect pupils.\n\n/Be it enacted by the Senate, /That a vendor "
        "and/or operator shall ask: /Provided,/ That it may sell nothing."
    )
    body = read(copy.encode(), name="x.html").body

    assert body.split("\n")[1:] == [
        "A BILL",
        "To protect pupils.",
        "Be it enacted by the Senate, That a vendor and/or operator shall ask: Provided, That it may "
        "sell nothing.",
    ]


def test_lost_line_ends_before_items() -> None:
    """A copy whose items run into the words before them gets its list back; a citation does not."""
    lost = "A vendor shall not:(1) Sell a record;(2) rent a record; or(3) lend it.(b) A school may."
    cited = (
        "A school may act under sec.(a), sub.(b) or par.(c) of the act, and under 34:1(d) of it."
    )

    assert read(lost.encode(), name="a.txt").body.split("\n") == [
        "A vendor shall not:",
        "(1) Sell a record;",
        "(2) rent a record; or",
        "(3) lend it.",
        "(b) A school may.",
    ]
    assert read(cited.encode(), name="b.txt").body == cited


def test_a_blank_before_the_stop_of_a_section() -> None:
    """A section's number keeps its full stop where the print sets a blank before it."""
    copy = "Section 1 . 118.99 of the statutes is created to read:\n10-8-22 . Records of pupils.\n"
    body = read(copy.encode(), name="a.txt").body

    assert (
        body == "Section 1. 118.99 of the statutes is created to read:\n10-8-22. Records of pupils."
    )


def test_numbers_glued_to_their_lines() -> None:
    """Line numbers that a copy has run into the words go; Wisconsin's marks go with them."""
    copy = (
        "1   Section 1.  NEW SECTION.  Pupil data.\n   21.  The department shall keep the\n"
        "3data of pupils safe and shall post\n4a list of what it holds on\n"
        "   52.  A vendor shall not sell the\n6data.\n1It shall tell the board of a\n2breach at\n3once.\n"
    )
    marked = (
        "AB7-ASA1,1,3 1Section 1. 118.99 of the statutes is created to read:\n"
        "AB7,1,42 118.99 Pupil data. (1) A vendor shall not sell\n3the data of a pupil, and\n"
        "4shall keep it\n5safe and in\n6good order, and shall\n7tell the\n8board of a breach.\n"
    )
    middle = "".join(f"{n}vendor shall keep\n" for n in range(22, 31))
    plain = "Items of a list:\n" + "".join(f"{n}. Data of pupils.\n" for n in range(1, 9))

    words = [" ".join(read(one.encode(), name="a.txt").body.split()) for one in (copy, marked)]

    assert words == [
        "Section 1. NEW SECTION. Pupil data. 1. The department shall keep the data of pupils safe "
        "and shall post a list of what it holds on 2. A vendor shall not sell the data. It shall "
        "tell the board of a breach at once.",
        "Section 1. 118.99 of the statutes is created to read: 118.99 Pupil data. (1) A vendor "
        "shall not sell the data of a pupil, and shall keep it safe and in good order, and shall "
        "tell the board of a breach.",
    ]
    assert "2" not in read(f"A school and a\n{middle}".encode(), name="d.txt").body
    assert read(plain.encode(), name="c.txt").body == plain.rstrip()


def test_a_number_alone_on_its_line_belongs_to_the_words_after_it() -> None:
    """Some sites set an item's number on a line of its own; a number within a number stays."""
    copy = b"No school may release:\n(1)\na roster;\n\n(2)\n\na photograph; or\n(3)\n(A)\na map.\n"
    more = b"This section does not apply to a yearbook that pupils make for each other.\n" * 4

    assert read(copy + more).body.splitlines()[:5] == [
        "No school may release:",
        "(1) a roster;",
        "(2) a photograph; or",
        "(3)",
        "(A) a map.",
    ]


def test_numbers_cut_at_a_line_end_keep_their_hyphen() -> None:
    """ "twenty-" and "five" on two lines is twenty-five, and a third-party stays one."""
    body = (
        "Section 1. A vendor that sells the records of a pupil shall pay not more than twenty-\n"
        "five thousand dollars, and shall tell the school of a breach of them within seventy-\n"
        "two hours; it shall not hand them to a third-\n"
        "party, and shall keep each school-\n"
        "issued device clean of its own soft-\n"
        "ware in every class of the school.\n"
    )
    read_ = " ".join(read(body.encode(), name="a.txt").body.split())

    assert "twenty-five thousand" in read_
    assert "seventy-two hours" in read_
    assert "third-party" in read_
    assert "school-issued" in read_
    assert "software" in read_
