"""What `billwatch.sections.clauses` promises: lead-ins, places, kinds and spans."""

import json
from pathlib import Path

import pytest

from billwatch.models import Clause, Text
from billwatch.sections import clauses, sentences, split
from billwatch.sections.enumerators import leading


def read(body: str) -> tuple[Clause, ...]:
    """Give the clauses of a body."""
    text = Text(body=body)
    return clauses(text, split(text))


def at(body: str) -> dict[str, str]:
    """Give the text of each place; of several sentences at one place, the last."""
    return {clause.place: clause.text for clause in read(body)}


def test_an_item_carries_its_lead_in() -> None:
    """The item's text is the lead-in's words and its own, without the colon."""
    body = "Section 2. (b) An operator shall not knowingly:\n(1) collect data;\n(3) sell data; or\n"

    assert at(body)["2(b)(3)"] == "An operator shall not knowingly sell data; or"


NESTING = {
    "federal": (
        "SEC. 3. BAN.\n(a) In general.—An agency—\n(1) shall—\n(A) keep records; and\n"
        "(B) protect—\n(i) names;\n(ii) addresses—\n(I) of homes; and\n(II) of schools; and\n"
        "(C) report; and\n(2) may publish totals.\n(b) Rule.—No sale.\n",
        ["3(a)", "3(a)(1)", "3(a)(1)(A)", "3(a)(1)(B)", "3(a)(1)(B)(i)", "3(a)(1)(B)(ii)",
         "3(a)(1)(B)(ii)(I)", "3(a)(1)(B)(ii)(II)", "3(a)(1)(C)", "3(a)(2)", "3(b)"],
    ),
    "new york": (
        "Section 1. 1. A school shall:\na. keep records:\n(1) on paper; or\n(2) on disk; and\nb. report.\n"
        "2. A school may refuse.\n",
        ["1(1)", "1(1)(a)", "1(1)(a)(1)", "1(1)(a)(2)", "1(1)(b)", "1(2)"],
    ),
    "virginia": (
        "§ 22.1-9.\nA. A board shall:\n1. Keep records:\na. On paper; or\nb. On disk; and\n2. Report.\n"
        "B. A board may refuse.\n",
        ["22.1-9(A)", "22.1-9(A)(1)", "22.1-9(A)(1)(a)", "22.1-9(A)(1)(b)", "22.1-9(A)(2)", "22.1-9(B)"],
    ),
    "several on a line": (
        "Section 1. (f)(1) A school shall act.\n(2) It shall report.\n(g) (1) (A) It shall stop.\n(B) It shall go.\n",
        ["1(f)(1)", "1(f)(2)", "1(g)(1)(A)", "1(g)(1)(B)"],
    ),
    "letter i after h": (
        "Section 1. A school shall:\n(g) a act;\n(h) b act;\n(i) c act; and\n(j) d act.\n",
        ["1", "1(g)", "1(h)", "1(i)", "1(j)"],
    ),
    "roman i under h": (
        "Section 1. A school shall:\n(g) act;\n(h) report:\n(i) often; and\n(ii) well; and\n(i) stop.\n",
        ["1", "1(g)", "1(h)", "1(h)(i)", "1(h)(ii)", "1(i)"],
    ),
    "past z": (
        "Section 1. A school shall:\n(y) act;\n(z) report; and\n(aa) stop.\n(bb) rest.\n",
        ["1", "1(y)", "1(z)", "1(aa)", "1(bb)"],
    ),
    "missouri": (
        "161.9. 1. A school shall:\n(1) Act:\n(a) Now; or\n(b) Later; and\n(2) Report.\n2. It may stop.\n",
        ["161.9(1)", "161.9(1)(1)", "161.9(1)(1)(a)", "161.9(1)(1)(b)", "161.9(1)(2)", "161.9(2)"],
    ),
    "oregon": (
        "SECTION 1. (1) A district shall:\n(a) Keep:\n(A) Names; and\n(B) Dates.\n(b) Report.\n(2) It may stop.\n",
        ["1(1)", "1(1)(a)", "1(1)(a)(A)", "1(1)(a)(B)", "1(1)(b)", "1(2)"],
    ),
    "inside a sentence": (
        "Section 1. A contractor shall (i) keep data safe; (ii) tell the school; and (iii) delete it. "
        "It may refuse.\n",
        ["1", "1(i)", "1(ii)", "1(iii)", "1"],
    ),
    "one line and on": (
        "Section 1. A school shall: (1) act; (2) report; and\n(3) stop.\n",
        ["1", "1(1)", "1(2)", "1(3)"],
    ),
    "minnesota": (
        "Sec. 2. [13.99] RECORDS.\nSubd. 1. Definitions. (a) Terms have meanings.\nSubd. 2. Duty. (a) A "
        "school must act.\n(b) It must report.\n",
        ["2(1)(a)", "2(2)(a)", "2(2)(b)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "places"), NESTING.values(), ids=NESTING)
def test_enumerators_nest_by_form_and_count(body: str, places: list[str]) -> None:
    """Levels follow the forms of the enumerators and their order, ambiguous letters too."""
    found = [clause.place for clause in read(body)]

    assert found == places


def test_every_ancestor_leads() -> None:
    """A deep item carries every lead-in above it, outermost first."""
    body = (
        "Section 1. A contract shall:\n(a) require the contractor to:\n(1) refrain from:\n"
        "(A) selling data; and\n(B) renting data.\n"
    )
    last = read(body)[-1]

    assert last.text == ("A contract shall require the contractor to refrain from renting data.")
    assert [body[a:b] for a, b in last.lead] == [
        "A contract shall:", "require the contractor to:", "refrain from:",
    ]  # fmt: skip


def test_a_lead_in_ends_with_its_list() -> None:
    """What follows a list at a higher level, flush or numbered, is free of the list's lead-in."""
    body = (
        "Section 1. (a) An operator shall not:\n(1) sell data; or\n(2) rent data.\n"
        "This subsection does not apply to a merger.\n(b) A school may sue.\n"
    )
    found = {clause.text: (clause.place, clause.kind) for clause in read(body)}

    assert found["This subsection does not apply to a merger."] == ("1(a)", "exception")
    assert found["A school may sue."] == ("1(b)", "permission")


def test_a_lower_case_tail_goes_on_with_the_sentence() -> None:
    """A flush line in lower case belongs to the sentence that opened the list."""
    body = "Section 1. (a) An operator shall not:\n(1) sell; or\n(2) rent data,\nunless a parent consents.\n"

    assert read(body)[-1].text == "An operator shall not unless a parent consents."


def test_a_second_sentence_stands_alone() -> None:
    """Only the first sentence of an item stands under the lead-in."""
    body = (
        "Section 1. An operator shall not:\n(1) Build a profile. The term does not include an account.\n"
        "(2) Sell data.\n"
    )
    second = read(body)[2]

    assert (second.text, second.kind) == ("The term does not include an account.", "definition")


BARE = {
    "semicolons": (
        "§ 1. Duties.\nA provider shall:\nKeep data safe;\nTell the school; and\nDelete the data.\n"
        "A parent may sue.\n",
        ["A provider shall Keep data safe;", "A provider shall Tell the school; and",
         "A provider shall Delete the data.", "A parent may sue."],
    ),
    "indented": (
        "§ 1. Bans.\n  An operator shall not:\n    Sell data. This ban spares mergers.\n    Rent data.\n"
        "  A parent may sue.\n",
        ["An operator shall not Sell data.", "This ban spares mergers.",
         "An operator shall not Rent data.", "A parent may sue."],
    ),
    "quoted terms": (
        "§ 1. For the purposes of this chapter:\n“Data” means facts.\n“School” means a place.\n"
        "A school shall act.\n",
        ["For the purposes of this chapter “Data” means facts.",
         "For the purposes of this chapter “School” means a place.", "A school shall act."],
    ),
    "nested": (
        "§ 1. Duties.\nA board shall:\nMake a plan that includes:\nBreach planning; and\nRetention "
        "policies;\nPublish it; and\nReport.\n",
        ["A board shall Make a plan that includes Breach planning; and",
         "A board shall Make a plan that includes Retention policies;",
         "A board shall Publish it; and", "A board shall Report."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BARE.values(), ids=BARE)
def test_lists_that_lost_their_enumerators(body: str, expected: list[str]) -> None:
    """Items are known by the colon before them, their semicolons, their indent or their quotes."""
    texts = [clause.text for clause in read(body)]

    assert [text for text in texts if text in expected] == expected


def test_an_upper_case_text_reads_alike() -> None:
    """New York's capitals change neither kinds nor lists."""
    body = (
        "Section 1. The education law is amended by adding a new section 9-z to read as follows:\n"
        "§ 9-Z. BANS. 1. AN OPERATOR SHALL NOT:\n(A) SELL DATA; OR\n(B) RENT DATA.\n"
        "2. NOTHING IN THIS SECTION SHALL PROHIBIT A TEST.\n"
    )
    found = [(clause.place, clause.kind) for clause in read(body)[1:]]

    assert found == [
        ("9-Z(1)", "ban"), ("9-Z(1)(A)", "ban"), ("9-Z(1)(B)", "ban"), ("9-Z(2)", "permission"),
    ]  # fmt: skip


def test_enacted_words_are_free_of_the_instruction() -> None:
    """Words inside “by adding the following” are operative; the instruction is other."""
    body = (
        "SEC. 2. CHANGE.\nSection 444 of the Act is amended—\n(1) in subsection (b)—\n"
        "(A) by striking “may” and inserting “shall”; and\n(B) by adding at the end the following:\n"
        "(8) Sale.—An agency shall not sell data.\n(9) Test.—\n(A) In general.—An agency shall test.\n"
        "(2) by striking subsection (c).\n"
    )
    found = {clause.place: (clause.kind, clause.lead) for clause in read(body)}

    assert found["2(1)(A)"][0] == "other"
    assert found["2(1)(B)(8)"] == ("ban", ())
    assert found["2(1)(B)(9)(A)"] == ("duty", ())
    assert found["2(2)"][0] == "other"


KINDS = {
    "ban shall not": ("An operator shall not sell data.", "ban"),
    "ban may not": ("A vendor may not knowingly use data for ads.", "ban"),
    "ban must not": ("A vendor must not share data.", "ban"),
    "ban no one": ("No operator in this state shall sell data.", "ban"),
    "ban prohibited": ("The sale of student data is hereby prohibited.", "ban"),
    "ban unlawful": ("It is unlawful for a vendor to sell data.", "ban"),
    "ban in no case": ("In no case shall a school sell data.", "ban"),
    "ban interrupted": ("A school shall not, without consent, disclose a record.", "ban"),
    "duty": ("A school shall delete data.", "duty"),
    "duty must": ("The contract must require deletion.", "duty"),
    "duty required": ("An operator is required to delete data.", "duty"),
    "duty deadline": ("Not later than 30 days after the breach, the vendor shall tell the school.", "duty"),
    "duty only": ("Data may be used only for school purposes.", "duty"),
    "right": ("A parent has the right to inspect a record.", "duty"),
    "permission": ("A parent may opt out.", "permission"),
    "nothing": ("Nothing in this section prohibits an operator from testing.", "permission"),
    "nothing shall": ("Nothing in this section shall limit the police.", "permission"),
    "construed": ("This section shall not be construed to limit the police.", "permission"),
    "does not prohibit": ("This section does not prohibit the use of aggregate data.", "permission"),
    "not prohibited": ("An operator shall not be prohibited from testing.", "permission"),
    "purpose of use": ("For purposes of this section, data includes, but is not limited to, names.", "definition"),
    "duty with a proviso": (
        "A school shall delete data, but nothing in this section prohibits a copy.", "duty",
    ),
    "not required": ("An operator is not required to delete a record of grades.", "exception"),
    "not apply": ("This section shall not apply to a general audience site.", "exception"),
    "does not apply": ("This subsection does not apply to a merger.", "exception"),
    "exempt": ("A public library is exempt from this section.", "exception"),
    "definition": ("“Operator” means a person who may run a site.", "definition"),
    "definition straight": ('"Operator" means a person.', "definition"),
    "definition term": ("The term student data means facts.", "definition"),
    "definition not": ("“Data” does not include totals.", "definition"),
    "definition not shall": ("“Sale” shall not include a merger.", "definition"),
    "rule in a definition": (
        "“Student number” means a number that shall not be or include a social security number.", "ban",
    ),
    "finding": ("The legislature finds that no operator may be trusted.", "finding"),
    "intent": ("It is the intent of the Legislature that schools shall protect data.", "finding"),
    "sense": ("It is the sense of Congress that data must be safe.", "finding"),
    "repealer": ("Sections 9 and 10 are repealed.", "repealer"),
    "substituted": (
        "Section 10-9 of the general statutes is repealed and the following is substituted in lieu thereof:",
        "other",
    ),
    "effective": ("This act shall take effect on July 1, 2031.", "effective"),
    "sunset": ("This section expires June 30, 2033.", "effective"),
    "contracts": ("This section shall apply to contracts entered into on or after July 1, 2031.", "effective"),
    "expiry of a contract": (
        "The operator shall delete data within 30 days after the contract expires.", "duty",
    ),
    "duty before an effect": ("The board shall adopt rules before this act takes effect.", "duty"),
    "amendments apply": ("The amendments made by section 2 take effect in 90 days.", "effective"),
    "quotation inside a duty": (
        "An operator shall show a “Delete” button that includes a notice.", "duty",
    ),
    "terms of a contract": ("The terms of the contract include a ban that it must state.", "duty"),
    "record without numbers": ("A school shall ensure that a record does not include a number.", "duty"),
    "effective only in passing": (
        "Within 60 days after this act takes effect, the department shall adopt rules.", "duty",
    ),
    "amending": ("The education law is amended by adding a new section to read as follows:", "other"),
    "amending code": ("Section 49999 is added to the Education Code, to read:", "other"),
    "amending law": ("That § 22.1-9 of the Code is amended and reenacted as follows:", "other"),
    "designating an officer": ("A privacy officer shall be designated by each board in the state.", "duty"),
    "amending a plan": ("If the plan is amended by the vendor, it shall tell the school.", "duty"),
    "name": ("This act shall be known as the Student Data Act.", "other"),
    "severability": ("If any provision is held invalid, the rest shall not be affected.", "other"),
    "plain": ("A violation is an unfair practice.", "other"),
    "denying a right": ("No school shall deny a parent the right to inspect a record.", "duty"),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "kind"), KINDS.values(), ids=KINDS)
def test_kinds_of_sentences(sentence: str, kind: str) -> None:
    """A sentence's kind follows its subject and modal verb, in small letters and capitals."""
    small = read(f"Section 1. Rule.\n(a) {sentence}\n")[-1]
    capitals = read(f"Section 1. Rule.\n(a) {sentence.upper()}\n")[-1]

    assert (small.kind, capitals.kind) == (kind, kind)


UNDER = {
    "ban": ("An operator shall not:", "(1) disclose data, which shall be kept, unless a parent may sue;", "ban"),
    "duty": ("Each contract shall:", "(1) state who may see data;", "duty"),
    "ban under duty": ("Each contract shall:", "(1) provide that the vendor shall not sell data;", "ban"),
    "permission": ("Nothing in this section shall be construed to:", "(1) prohibit a sale;", "permission"),
    "may": ("An operator may disclose data:", "(1) to a court;", "permission"),
    "definition": ("“Data” means facts that are:", "(1) created by an operator;", "definition"),
    "definitions": ("As used in this section:", "(1) “Data” means facts that may be sold.", "definition"),
    "rule among definitions": ("As used in this section:", "(2) An operator shall not sell data.", "ban"),
    "finding": ("The legislature finds:", "(1) An operator shall not be trusted.", "finding"),
    "exception": ("This section does not apply to:", "(1) a person who shall act;", "exception"),
    "exceptions of a ban": (
        "An operator shall not disclose data unless the disclosure is made for the following purposes:",
        "(1) to obey the law;", "exception",
    ),
    "conditions of a ban": (
        "A school shall not disclose data, unless:", "(1) the school receives consent;", "ban",
    ),
    "provisos of a permission": (
        "An operator may disclose data, provided that:", "(1) the recipient is a school;", "permission",
    ),
    "except as the verb": ("A rule shall require an operator to except from deletion data:", "(1) kept by law;", "duty"),
    "except before is": (
        "Except as required by law, a body is authorized to close records about:", "(1) grades;", "permission",
    ),
    "except at the start": ("Except as provided in section 3, an operator shall not:", "(1) sell data;", "ban"),
    "amending": ("Section 9 is amended—", "(1) by striking “shall not sell”; and", "other"),
}  # fmt: skip


@pytest.mark.parametrize(("lead", "item", "kind"), UNDER.values(), ids=UNDER)
def test_lead_ins_govern_their_items(lead: str, item: str, kind: str) -> None:
    """An item's kind is that of its lead-in, but a ban inside a duty stays a ban."""
    found = read(f"Section 1. (a) {lead}\n{item}\n")[-1]

    assert found.kind == kind


def test_findings_sections_are_findings_throughout() -> None:
    """Under the heading Findings even a sentence with a modal verb is a finding."""
    found = read("Sec. 2. Findings. Data matter. No school may sell them.\n")

    assert {clause.kind for clause in found} == {"finding"}


def test_clauses_stay_out_of_front_and_notes() -> None:
    """Titles, digests and notes give no clause."""
    body = (
        "An act to ban sales. Summary: no school shall sell data.\nSECTION 1. A school shall act.\n"
        "Statement of Purpose:\nNo school shall sell data.\n"
    )

    assert [clause.text for clause in read(body)] == ["A school shall act."]


SENTENCES = {
    "section": ("See Sec. 5 of the act. Then stop.", 2),
    "citation": ("Under 20 U.S.C. Section 1232g a school acts. It stops.", 2),
    "company": ("A contract with Acme, Inc. Is one. The end.", 2),
    "versus": ("As in Doe v. Roe the court held. Then it rose.", 2),
    "annotated": ("Under Conn. Gen. Stat. Ann. Title 10 it acts. It stops.", 2),
    "initial": ("The clerk J. Doe signs. The end.", 2),
    "lettered part": ("As required by part B. The agency acts.", 2),
    "quotation": ("It is “private.” The school acts.", 2),
    "glued quotation": ("“A” means one.“B” means two.", 2),
    "decimal": ("A rate of 1.5 percent. The end.", 2),
}


@pytest.mark.parametrize(("words", "count"), SENTENCES.values(), ids=SENTENCES)
def test_sentences_mind_abbreviations(words: str, count: int) -> None:
    """A full stop after an abbreviation ends no sentence."""
    ends = sentences.ends(words, 0, len(words))

    assert (len(ends), ends[-1]) == (count, len(words))


REFERENCES = {
    "subsection": "The duty in subsection (a) or (b) binds a school.",
    "several": "Paragraphs (1), (2), and (3) bind a school; (a school is bound).",
    "number": "Section 9 (a) binds; section 9 (b) frees a school.",
    "count": "A school has ten (10) days; a vendor has five (5) days.",
}


@pytest.mark.parametrize("sentence", REFERENCES.values(), ids=REFERENCES)
def test_references_do_not_cut_a_sentence(sentence: str) -> None:
    """An enumerator that only refers begins no item."""
    found = read(f"Section 1. Rule.\n{sentence}\n")

    assert [clause.text for clause in found] == [sentence]


def test_items_that_end_in_full_stops_inside_a_line_keep_their_lead_in() -> None:
    """A list run in on one line is a list though its items end in full stops."""
    found = read(
        "Section 1. The department shall not collect: (a) Name of the parents. (b) Address of the "
        "student. (c) Juvenile records. (d) Criminal records."
    )

    assert [c.text for c in found if c.kind == "ban"][1:] == [
        f"The department shall not collect {item}"
        for item in ("Name of the parents.", "Address of the student.", "Juvenile records.",
                     "Criminal records.")
    ]  # fmt: skip


def test_an_item_with_a_side_clause_keeps_its_lead_in() -> None:
    """A verb behind "once" or "if" makes no sentence of an item that ends in a full stop."""
    body = (
        "Section 1. No operator shall: (a) Sell data. (b) Keep a profile. (c) Retain data once the "
        "school has asked for them. (d) The operator shall tell the parent."
    )

    assert at(body)["1(c)"] == ("No operator shall Retain data once the school has asked for them.")
    assert at(body)["1(d)"] == "The operator shall tell the parent."


@pytest.mark.parametrize("mark", [" or", " and", ""])
def test_numbers_inside_a_sentence_are_items(mark: str) -> None:
    """Florida's ``to: 1. …; 2. …; or 3. …`` is three items, in place of a sentence cut short."""
    body = f"Section 1. (b) A school may send it to: 1. A parent; 2. A court;{mark} 3. An agency, if asked."

    assert [clause.place for clause in read(body)] == ["1(b)", "1(b)(1)", "1(b)(2)", "1(b)(3)"]
    assert at(body)["1(b)(3)"] == "A school may send it to An agency, if asked."


def test_a_sentence_after_a_list_inside_a_line_stands_alone() -> None:
    """An enumerator that opens a sentence with a verb is no item of the list before it."""
    found = read("Section 1. The board shall not: (a) Sell. (b) The board may publish its list.")

    assert found[-1].text == "The board may publish its list."


def test_a_short_sentence_is_no_heading() -> None:
    """What someone does is a sentence, before another one as well."""
    found = read("Section 1. (1) A student owns the student's data. A student may download it.")

    assert [c.text for c in found] == [
        "A student owns the student's data.",
        "A student may download it.",
    ]


@pytest.mark.parametrize(
    ("before", "such", "expected"),
    [
        ("No operator shall collect some information of a student.", "Such information includes", 0),
        ("No operator shall collect some information of a student.",
         "Such information shall include", 1),
        ("No operator shall collect a profile of a student.", "Such information shall include", 0),
        ("No operator shall collect some information of a student. It is hidden.",
         "Such information shall include", 0),
        ("The state board may collect information.", "Such information shall include", 0),
    ],
)  # fmt: skip
def test_such_information_goes_on_with_the_sentence_before(
    before: str, such: str, expected: int
) -> None:
    """What "such information" must include is what the sentence right before spoke of."""
    found = read(f"Section 1. (a) {before} {such}:\n(1) the medical history; and\n(2) the name.")
    items = [clause for clause in found if clause.place.startswith("1(a)(")]

    assert len(items) == 2
    assert sum(before in clause.text and clause.kind == "ban" for clause in items) == 2 * expected


def test_a_very_long_lead_in_is_shortened() -> None:
    """A text of many items under one long lead-in stays linear in size."""
    lead = "An operator shall not sell data " + "and more data " * 2_000
    body = f"Section 1. {lead}:\n" + "".join(f"({n}) item;\n" for n in range(1, 400))
    size = sum(len(clause.text) for clause in read(body))

    assert size < 30 * len(body)


def test_leading_enumerators_are_read_in_a_row() -> None:
    """A line's first enumerators come one after another, and only they."""
    places = [token.place for token in leading("(18) (a) Security (b) more", 0)]

    assert places == ["(18)", "(a)"]


def test_a_letter_and_a_number_without_a_space_are_two_enumerators() -> None:
    """``C.(1)`` opens section C and its first item, as Louisiana prints it."""
    places = [token.place for token in leading("C.(1) No school shall sell data", 0)]

    assert places == ["(C)", "(1)"]


@pytest.mark.parametrize("head", ["H.B. 1234", "SB 12 Enrolled", "Page 3 of 9", "- 3 -"])
def test_the_head_of_a_page_ends_no_list(head: str) -> None:
    """What a copy left of a page between two items is no clause, and the list goes on."""
    body = f"Section 1. A vendor shall not:\n(1) sell data;\n{head}\n(2) rent data."
    found = {clause.place: clause.text for clause in read(body)}

    assert found["1(2)"].replace(":", "") == "A vendor shall not rent data."
    assert not any(head in words for words in found.values())


def test_an_item_that_begins_with_a_verb_is_no_heading() -> None:
    """``C. Sell student data.`` is a clause, also where a list goes on; ``Access.`` is none."""
    alone = read("Section 1. The code is amended to read:\nC. Sell student data. It ends in May.")
    listed = read("Section 1. The code is amended to read:\nC. Sell student data; or\nD. Rent it.")

    assert "Sell student data." in [clause.text for clause in alone]
    assert "Sell student data; or" in [clause.text for clause in listed]


EXAMPLES = Path(__file__).parent / "examples" / "sections"


@pytest.mark.parametrize("name", ["amendment", "contract", "statute"])
def test_whole_examples_read_as_reviewed(name: str) -> None:
    """A whole text gives the reviewed places, kinds and words, clause by clause."""
    body = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    reviewed = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))

    assert [[c.place, c.kind, c.text] for c in read(body)] == reviewed
