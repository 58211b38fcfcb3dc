"""What `billwatch.sections.split` promises: heads as many legislatures print them, and the tiling."""

import csv
import re
from pathlib import Path

import pytest

from billwatch.models import Text
from billwatch.sections import split
from billwatch.text import read


def tiles(body: str) -> list[tuple[str, str]]:
    """Give (kind, label) of every tile, and check that the tiles are the body."""
    sections = split(Text(body=body))
    assert "".join(body[s.start : s.end] for s in sections) == body
    return [(section.kind, section.label) for section in sections]


def labels(body: str) -> list[str]:
    """Give the labels of the tiles that are sections."""
    return [label for kind, label in tiles(body) if kind == "section"]


STYLES = {
    "massachusetts": (
        "SECTION 1. Chapter 71 is hereby amended by adding the following section:-\n"
        "Section 34J. (a) A vendor shall not sell a record.\n"
        "(b) A school shall publish a list.\n"
        "SECTION 2. This act shall take effect in 90 days.\n",
        ["1", "34J", "2"],
    ),
    "massachusetts colon": (
        "SECTION 1. Chapter 71 is amended by adding the following section:-\n"
        "Section 18M: A record is private.\n",
        ["1", "18M"],
    ),
    "connecticut": (
        "Be it enacted by the Senate and House of Representatives in General Assembly convened:\n"
        "Section 1. (NEW) (Effective July 1, 2031) (a) A contractor shall not sell records.\n"
        "Sec. 2. Section 10-999 of the general statutes is repealed and the following is "
        "substituted in lieu thereof (Effective from passage):\n"
        "(a) Each board shall adopt a policy.\n",
        ["1", "2"],
    ),
    "new york": (
        "THE PEOPLE OF THE STATE OF NEW YORK, REPRESENTED IN SENATE AND ASSEMBLY, DO ENACT AS "
        "FOLLOWS:\n"
        "Section 1. The education law is amended by adding a new section 9-z to read as follows:\n"
        "§ 9-Z. PUPIL RECORDS. 1. NO SCHOOL SHALL SELL A RECORD.\n"
        "§ 2. This act shall take effect immediately.\n",
        ["1", "9-Z", "2"],
    ),
    "a code cited by its letters": (
        "NRS 900.291 Vendor to disclose certain matters; plan for data. [Effective July 1, 2031.]\n"
        "1. A vendor shall disclose its plan.\n"
        "RCW 99A.604.020\n"
        "(1) A vendor shall keep a record.\n",
        ["900.291", "99A.604.020"],
    ),
    "new york old sign": (
        "Section 1. The education law is amended by adding a new section 9-z to read as follows:\n"
        "S 9-Z. PUPIL RECORDS. A RECORD IS PRIVATE.\n"
        "S 2. This act shall take effect immediately.\n",
        ["1", "9-Z", "2"],
    ),
    "california": (
        "The people of the State of California do enact as follows:\n"
        "SECTION 1. Section 49999 is added to the Education Code, to read:\n"
        "49999. (a) A local educational agency shall not sell pupil records.\n"
        "SEC. 2. No reimbursement is required by this act.\n",
        ["1", "49999", "2"],
    ),
    "virginia": (
        "Be it enacted by the General Assembly of Virginia:\n"
        "1. That the Code of Virginia is amended by adding a section numbered 22.1-999.9 as follows:\n"
        "§ 22.1-999.9. Student records.\n"
        "A. Each school board shall:\n"
        "1. Keep records; and\n"
        "2. Protect them.\n"
        "2. That the provisions of this act shall expire on July 1, 2033.\n",
        ["1", "22.1-999.9", "2"],
    ),
    "new jersey": (
        "BE IT ENACTED by the Senate and General Assembly of the State of New Jersey:\n"
        "1. As used in this act:\n"
        "“Operator” means a person who runs a school website.\n"
        "2. a. An operator shall not sell student data.\n"
        "b. An operator shall delete it on request.\n"
        "3. This act shall take effect immediately.\n",
        ["1", "2", "3"],
    ),
    "missouri": (
        "Be it enacted by the General Assembly of the state of Missouri, as follows:\n"
        "Section A. Chapter 161, RSMo, is amended by adding thereto one new section, to be known as "
        "section 161.999, to read as follows:\n"
        "161.999. 1. No school shall sell student data.\n"
        "2. A parent may sue.\n",
        ["A", "161.999"],
    ),
    "oregon": (
        "Be It Enacted by the People of the State of Oregon:\n"
        "SECTION 1. ORS 326.999 is amended to read:\n"
        "326.999. (1) A school shall keep records.\n"
        "SECTION 2. This 2031 Act takes effect on its passage.\n",
        ["1", "326.999", "2"],
    ),
    "north dakota": ("15.1-07-99.3. Protection of data.\nA board shall adopt a policy.\n", ["15.1-07-99.3"]),
    "idaho": ("33-999. DEFINITIONS -- STUDENT DATA. (1) As used in this act:\n", ["33-999"]),
    "rhode island": (
        "SECTION 1. Title 16 of the General Laws is hereby amended by adding thereto the following "
        "chapter:\nCHAPTER 199\nRECORDS\n16-199-1. Short title.\nThis chapter has a name.\n"
        "16-199-2. Definitions.\nAs used in this chapter, “record” means a paper.\n"
        "SECTION 2. This act shall take effect upon passage.\n",
        ["1", "16-199-1", "16-199-2", "2"],
    ),
    "texas": (
        "BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF TEXAS:\n"
        "SECTION 1. Chapter 32, Education Code, is amended by adding Subchapter Z to read as follows:\n"
        "Sec. 32.991. DEFINITIONS. In this subchapter:\n(1) “Operator” means a person.\n"
        "Sec. 32.992. PROHIBITED USE. (a) An operator may not sell data.\n"
        "SECTION 2. This Act takes effect September 1, 2031.\n",
        ["1", "32.991", "32.992", "2"],
    ),
    "florida without a stop": (
        "Section 1. Section 1002.999, Florida Statutes, is created to read:\n"
        "1002.999 Student online protection.—(1) An operator may not sell data.\n"
        "Section 2. This act shall take effect July 1, 2031.\n",
        ["1", "1002.999", "2"],
    ),
    "georgia quotes": (
        "SECTION 1.\nTitle 20 is amended by adding a new Code section to read as follows:\n"
        "\"20-2-999.\nAn operator shall not sell student data.\"\nSECTION 2.\n"
        "All laws in conflict with this Act are repealed.\n",
        ["1", "20-2-999", "2"],
    ),
    "maryland dash": (
        "SECTION 1. BE IT ENACTED BY THE GENERAL ASSEMBLY OF MARYLAND, That the Laws of Maryland read "
        "as follows:\nArticle – Education\n4–999.\n(a) (1) In this section the following words have "
        "the meanings indicated.\nSECTION 2. AND BE IT FURTHER ENACTED, That this Act shall take "
        "effect July 1, 2031.\n",
        ["1", "4–999", "2"],
    ),
    "lower-case item after the head": (
        "Section 1. a. There is established a board.\nb. It shall act.\n§ 2. It acts.\n",
        ["1", "2"],
    ),
    "washington": (
        "NEW SECTION. Sec. 1. (1) A service shall not sell data.\n"
        "NEW SECTION. Sec. 2. This act takes effect July 1, 2031.\n",
        ["1", "2"],
    ),
    "maine": (
        "Sec. 1. 20-A MRSA c. 999 is enacted to read:\nCHAPTER 999\nRECORDS\n"
        "§9951. Short title\nThis chapter has a name.\n§9952. Definitions\nTerms have meanings.\n",
        ["1", "9951", "9952"],
    ),
    "hawaii brackets": ("[§302A-999] Definitions. As used in this part, “record” means a paper.\n", ["302A-999"]),
    "kansas inline": (
        "Sec. 2. K.S.A. 72-9999 is hereby amended to read as follows: 72-9999. (a) No school shall "
        "sell data.\n",
        ["2", "72-9999"],
    ),
    "indiana inline": (
        "SECTION 1. IC 20-99-3-12 IS ADDED TO THE INDIANA CODE AS A NEW SECTION TO READ AS FOLLOWS "
        "[EFFECTIVE JULY 1, 2031]: Sec. 12. (a) A school shall keep records.\n",
        ["1", "12"],
    ),
    "alaska star": (
        "* Section 1. AS 14.03 is amended by adding a new section to read:\n"
        "Sec. 14.03.999. Surveys. A school may not survey students.\n"
        "* Sec. 2. This Act takes effect immediately.\n",
        ["1", "14.03.999", "2"],
    ),
    "federal": (
        "SECTION 1. SHORT TITLE.\nThis Act may be cited as the “Records Act”.\n"
        "SEC. 2. PROHIBITION.\n(a) In general.—No operator may sell data.\n"
        "TITLE II—OTHER\nSEC. 201. STUDY.\nThe Secretary shall study.\n",
        ["1", "2", "201"],
    ),
    "dashed": (
        "Section 12.345 - Keeping of pupil data\n(a) A vendor shall keep it safe.\n"
        "Section 12.346 – Penalty\n(a) A vendor that does not shall pay a fine.\n",
        ["12.345", "12.346"],
    ),
    "dc": ("Sec. 2. Definitions.\nFor the purposes of this act, the term:\n(1) “Record” means a paper.\n", ["2"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), STYLES.values(), ids=STYLES)
def test_labels_are_as_printed(body: str, expected: list[str]) -> None:
    """Every style of head gives its printed number, the innermost one for enacted sections."""
    found = labels(body)

    assert found == expected


NOT_HEADS = {
    "reference at a line start": "Section 1. Short.\nSection 444(b) of the Act is amended—\n(1) by adding “x”;\n",
    "wrapped reference": "Section 1. A school acts under the law of\nsection 5. The board agrees.\n",
    "year": "Section 1. Plans.\n2031. That was the year.\n",
    "reference inside a line": "Section 1. As used in 20 U.S.C. § 1232g. The board shall act.\n",
    "code amended": "Section 1. Rates.\nORS 920.100 is amended to read as it did before.\n",
    "dashed words": "Section 1. Rates.\nSection 5 - The board shall not raise them.\n",
    "decimal": "Section 1. Rates.\n1.5 percent of the amount is due.\n",
}


@pytest.mark.parametrize("body", NOT_HEADS.values(), ids=NOT_HEADS)
def test_references_are_no_heads(body: str) -> None:
    """A number that is only mentioned does not begin a section."""
    found = labels(body)

    assert found == ["1"]


def test_a_table_of_contents_is_no_section() -> None:
    """Entries of a table of contents stay in the section that holds the table."""
    body = (
        "SECTION 1. SHORT TITLE; TABLE OF CONTENTS.\n"
        "(b) The table of contents is as follows:\n"
        "Sec. 1. Short title; table of contents.\nSec. 2. Definitions.\nSec. 3. Bans.\n"
        "SEC. 2. DEFINITIONS.\nIn this Act, “record” means a paper.\n"
        "SEC. 3. BANS.\nNo person may sell a record.\n"
    )

    assert labels(body) == ["1", "2", "3"]


def test_an_article_index_is_no_section() -> None:
    """A New York article's list of its sections is not taken for the sections."""
    body = (
        "Section 1. The general business law is amended by adding a new article 99 to read as "
        "follows:\nARTICLE 99\nPUPIL DATA\nSECTION 965. DEFINITIONS.\n966. BANS.\n967. REMEDIES.\n"
        "§ 965. DEFINITIONS. “DATA” MEANS FACTS.\n§ 966. BANS. NO PERSON SHALL SELL DATA.\n"
        "§ 967. REMEDIES. A PERSON MAY SUE.\n"
    )

    assert labels(body) == ["1", "965", "966", "967"]


def test_the_same_number_twice_is_kept_twice() -> None:
    """Parts that count their sections anew keep every section."""
    body = "PART A\nSection 1. One.\n§ 2. Two.\nPART B\nSection 1. Three.\n§ 2. Four.\n"

    assert labels(body) == ["1", "2", "1", "2"]


def test_a_file_mark_joins_the_head_it_stands_before() -> None:
    """A compiler's own mark before the printed head is one section with it, under the printed label."""
    body = "##SEC 2443\n\n§ 2443a.\nBans.\nAn operator shall not sell data.\n"

    assert labels(body) == ["2443a"]


FRONTS = {
    "oregon": (
        "House Bill 9\nSponsored by the Committee on Education\nSUMMARY\nThe following summary is not "
        "part of the measure.\nA BILL FOR AN ACT\nRelating to records.\nWhereas records matter; and\n"
        "Be It Enacted by the People of the State of Oregon:\nSECTION 1. A school shall act.\n"
    ),
    "california digest": (
        "AB 9999, as introduced. Pupil records.\nLEGISLATIVE COUNSEL’S DIGEST\nExisting law prohibits "
        "the sale of pupil records.\nThe people of the State of California do enact as follows:\n"
        "SECTION 1. A school shall act.\n"
    ),
    "new york": (
        "STATE OF NEW YORK\nIN SENATE\nAN ACT to amend the education law, in relation to records\n"
        "THE PEOPLE OF THE STATE OF NEW YORK, REPRESENTED IN SENATE AND ASSEMBLY, DO ENACT AS "
        "FOLLOWS:\nSection 1. A school shall act.\n"
    ),
}


@pytest.mark.parametrize("body", FRONTS.values(), ids=FRONTS)
def test_front_matter_stays_out(body: str) -> None:
    """Masthead, title, summary, preamble and enacting clause are one front tile."""
    sections = split(Text(body=body))

    assert [section.kind for section in sections] == ["front", "section"]
    assert body[sections[1].start :].startswith(("SECTION 1", "Section 1"))


def test_enacted_words_before_the_first_head_are_law() -> None:
    """A body whose first section has no head that can be read loses none of its law."""
    body = (
        "STATE OF NEW YORK\nAN ACT in relation to records\nTHE PEOPLE OF THE STATE OF NEW YORK, "
        "REPRESENTED IN SENATE AND ASSEMBLY, DO ENACT AS FOLLOWS:\n"
        "The first section. " + "A school shall keep its records safe from all harm. " * 5 + "\n"
        "§ 2. This act shall take effect immediately.\n"
    )

    assert tiles(body) == [("front", ""), ("section", ""), ("section", "2")]


NOTES = {
    "history": "16-9-1. Records.\nA school shall act.\nHistory of Section.\nP.L. 2031, ch. 1, § 1.\n",
    "inline history": "33-9. Records.\nA school shall act.\nHistory: 33-9, added 2031, ch. 1, sec. 1.\n",
    "amendment notes": "33-9. Records.\nA school shall act.\nThe 2031 amendment, by ch. 2, shall not sell.\n",
    "cross references": "33-9. Records.\nA school shall act.\nCross References.\nSale of data, § 33-10.\n",
    "purpose": "Section 1. A school shall act.\nStatement of Purpose:\nTo ban the sale of data.\n",
    "statement": "1-9-1. Records.\nA school shall act.\nSTATEMENT\nThis bill would ban the sale of data.\n",
    "digest": "Section 2. A school shall act.\nDIGEST\n" + "Proposed law requires more.\n" * 200,
    "fiscal note": "§ 2. A school shall act.\nFISCAL NOTE.--Pursuant to law:\nIt costs nothing.\n",
    "explanation": "Section 1. A school shall act.\nEXPLANATION--Matter in italics is new.\n",
}


@pytest.mark.parametrize("body", NOTES.values(), ids=NOTES)
def test_notes_after_a_section_are_notes(body: str) -> None:
    """History, annotations and statements of purpose are no law."""
    found = [kind for kind, _ in tiles(body)]

    assert found == ["section", "note"]


HEADINGS = {
    "same line": (
        "33-9. Definitions — Student data — Penalties.\nAs used",
        "Definitions — Student data — Penalties",
    ),
    "next line": ("§ 2443.\nOperator prohibitions.\nAn operator shall", "Operator prohibitions"),
    "dashed": ("Section 9.12 - Pupil records\n(a) No school shall", "Pupil records"),
    "run in": ("§ 9. PUPIL RECORDS. NO SCHOOL SHALL SELL", "PUPIL RECORDS"),
    "federal": ("SEC. 4. NOTICE TO PARENTS.\nThe Secretary shall", "NOTICE TO PARENTS"),
    "none": ("Section 1. The education law is amended to read:\nx", ""),
    "an initial": (
        "Sec. 9. Residents of D.C. schools.\nA school shall",
        "Residents of D.C. schools",
    ),
}


@pytest.mark.parametrize(("body", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_headings(body: str, expected: str) -> None:
    """A heading is the verbless words after the label, on its line or the next."""
    first = split(Text(body=body))[0]

    assert first.heading == expected


EDGES = {
    "empty": ("", []),
    "title only": ("An Act relative to school records", [("front", "")]),
    "no heads": ("A school shall keep records.\nIt shall protect them.", [("section", "")]),
    "blank": ("\n\n \n", [("section", "")]),
    "resolve": (
        "Resolve relative to school records\nResolved, that there shall be a commission.\n",
        [("front", ""), ("section", "")],
    ),
}


@pytest.mark.parametrize(("body", "expected"), EDGES.values(), ids=EDGES)
def test_odd_bodies_still_tile(body: str, expected: list[tuple[str, str]]) -> None:
    """Bodies without heads give a result, never an error."""
    assert tiles(body) == expected


def test_one_line_holds_its_sections() -> None:
    """A text that lost its line ends is still cut where the section numbers count on."""
    body = (
        "FOR AN ACT ENTITLED, An Act to protect records. BE IT ENACTED BY THE LEGISLATURE: "
        "Section 1. A school shall act. Section 2. It may refuse under Section 9. The board agrees. "
        "Section 3. This Act takes effect in 90 days."
    )

    assert tiles(body) == [("front", ""), ("section", "1"), ("section", "2"), ("section", "3")]


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        pytest.param("Duties of vendors.", ["front", "section", "section"], id="a statute"),
        pytest.param("AN ACT relating to vendors.", ["front", "section"], id="a bill's digest"),
    ],
)
def test_a_copy_may_open_amid_a_section(title: str, kinds: list[str]) -> None:
    """Numbered duties before the first head are law, unless a title says that a bill begins."""
    body = (
        f"{title}\n(1) A vendor of a school shall say in plain words which facts it gathers.\n"
        "(2) A vendor must name a person of whom a family can ask what it holds of their child,"
        " and must answer within ten days of being asked, in writing and without a charge.\n"
        "Section 5. A vendor may not sell a roster."
    )

    assert [kind for kind, _ in tiles(body)] == kinds


def test_a_copy_may_open_with_a_duty() -> None:
    """Where the very first line is a numbered duty, what stands before the first head is law."""
    body = (
        "(c) The state system shall keep the facts on pupils apart from those on teachers.\n"
        "(d) The register of pupils shall not be open to the public, and whoever keeps it must answer "
        "within ten days whether a paper on a pupil is in it, in writing and without a charge.\n"
        "Sec. 5-2. Numbers of pupils.\nA board shall print the number of a pupil on no list."
    )

    assert tiles(body) == [("section", ""), ("section", "5-2")]


def bare(words: str) -> str:
    """Give the letters and digits of some words alone, in small letters."""
    return re.sub(r"[\W_]+", "", words).lower()


@pytest.mark.corpus
def test_coders_quotes_stand_in_the_sections_they_name(corpus: Path) -> None:
    """At least 95 of 100 coded cells have a quote inside a section with the coders' label."""
    table = (corpus / "gold" / "cells.csv").read_text(encoding="utf-8")
    cells = list(csv.DictReader(table.splitlines(keepends=True)))
    sections = {}
    for name in {cell["doc"] for cell in cells}:
        path = corpus / "gold" / "docs" / f"{name}.txt"
        text = read(path.read_bytes(), name=path.name, jurisdiction=name[:2].lower())
        sections[name] = [(s, bare(text.body[s.start : s.end])) for s in split(text)]
    held = 0
    for cell in cells:
        named = set(re.findall(r"[\w.-]+", re.sub(r"\(\w{1,4}\)", " ", cell["section"]).lower()))
        quotes = [bare(part)[:60] for part in cell["quote"].split(" / ") if len(part) > 12]
        held += any(
            section.kind == "section" and section.label.lower() in named | {""} and quote in words
            for section, words in sections[cell["doc"]]
            for quote in quotes
        )

    assert held / len(cells) >= 0.95
