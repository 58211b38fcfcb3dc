"""How far a text that is only in part about student data goes."""

import pytest

from billwatch import sections
from billwatch.models import Text
from billwatch.provisions import find
from billwatch.provisions.subject import mentions
from tests.measure.gold import codebook

BOOK = codebook()
RIGHTS = (
    "Section 3. A parent may inspect the education records of the parent's child. A school shall "
    "not record a pupil or take biometric data of a pupil without the consent of a parent, and "
    "shall give a copy of the student records to the parent within ten days.\n"
)
ROADS = "".join(
    f"Section {number}. The department of roads shall repair every bridge of the county, report "
    f"what it cost, and tell the board which bridge it means to repair in the year after. {'The '}"
    f"board may hold a hearing on the bridge and hear the people who use it. {filler}\n"
    for number, filler in (
        (1, "It may ask an engineer to look at the bridge. " * 250),
        (2, "It may close the bridge until it is safe to use again. " * 250),
    )
)
SUIT = "Section 4. A parent may bring a civil action for a violation of {what}.\n"


def _provisions(body: str) -> set[str]:
    text = Text(body, title="Relating to bridges and other matters")
    parts = sections.split(text)
    return {f.provision for f in find(text, parts, sections.clauses(text, parts), BOOK)}


@pytest.mark.parametrize(
    ("what", "sued"),
    [
        pytest.param("section 3", True, id="the section on records"),
        pytest.param("sections 2 to 3 of this act", True, id="a range with it"),
        pytest.param("section 2", False, id="another section"),
        pytest.param("sections 1 and 2", False, id="others"),
    ],
)
def test_a_suit_counts_where_it_is_over_a_section_on_student_data(what: str, sued: bool) -> None:
    """A section on suits counts if it names the section on student data, however far away."""
    found = _provisions(ROADS + RIGHTS + SUIT.format(what=what))

    assert "access_correction" in found
    assert ("private_action" in found) == sued


LAW = (
    'Section 1. {filler} In this act "sensitive data" means: (a) data on health; (b) {third}.\n'
    "Section 2. A controller shall tell a consumer what it holds. A controller shall not sell "
    "personal data of a known child.\n"
    "Section 3. A controller shall not transfer sensitive data to a third party without the "
    "consent of the individual.\n"
    "Section 4. Enforcement. The attorney general may bring an action for a violation of this act "
    "and recover a civil penalty of one thousand dollars.\n"
)
FILLER = "A controller shall keep a list of the processors it works with. " * 150


@pytest.mark.parametrize(
    ("third", "reached"),
    [
        pytest.param("data of a known child", True, id="children's data are sensitive"),
        pytest.param("data on where a device is", False, id="they are not"),
    ],
)
def test_a_law_on_everybody_is_about_children_where_its_sensitive_data_is(
    third: str, reached: bool
) -> None:
    """What such a law says of sensitive data, and of its violation, is said of children."""
    found = _provisions(LAW.format(third=third, filler=FILLER))

    assert ({"consent_disclosure", "public_enforcer", "penalty"} <= found) == reached


CHILDS = (
    "Section 1. {filler}\n"
    "Section 2. (1) A consumer has the right to: (a) access the consumer's personal data; and (b) "
    "delete the consumer's personal data.\n"
    "(2) {third} may exercise a right on behalf of the child by a request.\n"
    "Section 3. The attorney general shall enforce sections 1 to 3 of this act and may bring an "
    "action for a violation of sections 1 to 3.\n"
)


@pytest.mark.parametrize(
    ("third", "counts"),
    [
        pytest.param("The parent or legal guardian of a known child", True, id="a parent"),
        pytest.param("The guardian of an adult with a disability", False, id="an adult's guardian"),
    ],
)
def test_rights_that_a_parent_exercises_for_a_child_count(third: str, counts: bool) -> None:
    """Where a parent may use a consumer's rights for a child, the rights and their suit count."""
    found = _provisions(CHILDS.format(filler=FILLER, third=third))

    assert ({"access_correction", "delete_request", "public_enforcer"} <= found) == counts
    assert bool(found) == counts


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        pytest.param("critical appraisals of other persons in the family", True, id="family"),
        pytest.param("the best road to the bridge", False, id="roads"),
    ],
)
def test_a_survey_of_what_the_federal_law_names_is_about_pupils(asked: str, counts: bool) -> None:
    """A survey that asks pupils what the federal law on surveys names counts without more."""
    found = _provisions(
        "Section 1. No pupil shall be made to sit for an inquiry that the district holds, whether in "
        f"class or at home, by questionnaire, concerning {asked}.\n"
    )

    assert ("beliefs_survey" in found) == counts


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        ("The center for education research shall keep confidential data in one place.", True),
        ("A school shall tell the agency of a breach of system security within a day.", True),
        ("A bank shall tell the agency of a breach of system security within a day.", False),
        ("The board serves pupils. " + "The board meets each month. " * 60
         + "The report may not show personally identifiable information.", True),
        ("The board serves pupils. " + "The board meets each month. " * 600
         + "The report may not show personally identifiable information.", False),
    ],
    ids=["research", "schools", "banks", "brief", "long"],
)  # fmt: skip
def test_data_a_school_holds_counts_though_no_student_stands_beside_it(
    body: str, counts: bool
) -> None:
    """Schools' and researchers' data are a mention, and in a brief text all personal data is."""
    assert bool(mentions(body)) is counts
