"""The mood of a clause: a ban, a duty, a permission, or neither."""

import pytest

from billwatch import sections
from billwatch.models import Text
from billwatch.pipeline import facts
from billwatch.pipeline.reading import understand
from billwatch.provisions.moods import mood
from billwatch.provisions.sentences import exempts, sentences


def given(words: str) -> set[str]:
    text = Text(f"Section 1. {words}", title="An act on student data")
    return {one.provision for one in understand(text, facts.load().codebook, "x").findings}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("No operator shall sell data", "ban"),
        ("It is unlawful to sell data", "ban"),
        ("The vendor shall, but for the law, not sell data", "ban"),
        ("A vendor may use data only for the contract", "ban"),
        ("The contract shall forbid the vendor to sell data", "ban"),
        ("The vendor agrees in the contract not to sell data", "ban"),
        ("The data are not to be sold", "ban"),
        ("Each contract must bar the provider from selling data", "ban"),
        ("It is a misdemeanor to sell data", "ban"),
        ("Data is used for the stated purpose and no other", "ban"),
        ("The bar of a school is far from the gate", "statement"),
        ("A vendor shall, in all it does, not process data for gain", "ban"),
        ("A vendor shall keep data, whether or not processed in the state", "duty"),
        ("The vendor agrees to keep data safe", "duty"),
        ("A vendor shall keep data safe", "duty"),
        ("A vendor may keep data", "permission"),
        ("Before a pupil may see a lesson, the vendor shall tell the school", "duty"),
        ("If asked, a vendor may keep data, and it shall tell the school", "permission"),
        ("A vendor is not required to keep data", "freed"),
        ("Data kept under this section shall not be sold", "ban"),
        ("Nothing in this section limits the use of data", "permission"),
        ("Nothing in this section authorizes the use of data", "ban"),
        ("A vendor that discloses data shall be liable for damages", "duty"),
        ("No later than June 1, the board shall release data", "duty"),
        ("Data are numbers", "statement"),
    ],
)
def test_moods(words: str, expected: str) -> None:
    """The mood of a clause is read from its words."""
    assert mood(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("An operator shall not be liable for a disclosure made in good faith", "freed"),
        ("No school shall be held liable for a disclosure of records", "freed"),
        ("Neither an operator nor its agent shall be held to be liable for a disclosure",
         "freed"),
        ("A person who discloses data in good faith shall be immune from suit", "freed"),
        ("The consent of a parent shall not be required for a disclosure", "permission"),
        ("The rules shall provide that consent is not required for a disclosure", "permission"),
        ("If consent is not required by law, the school shall not disclose data", "ban"),
        ("No consent is required for the release of a directory", "freed"),
        ("A school need not tell the parents of a disclosure to a court", "freed"),
        ("A school is under no obligation to tell the parents", "freed"),
        ("A school shall not be required to disclose data to the department", "freed"),
        ("No school shall be required to ask for consent", "freed"),
        ("A sharing of data with the department shall not constitute a sale", "permission"),
        ("The duty to delete data shall not extend to a transcript", "permission"),
        ("A pupil may not be required to tell his religion", "ban"),
        ("A pupil in a public school may not be required to tell his religion", "ban"),
        ("It shall be a violation of this act to share student data", "ban"),
        ("It is a deceptive practice for a vendor to sell student data", "ban"),
        ("No teacher, whether of a public school or of one that is licensed under this title or "
         "has been founded by a church, shall be allowed to tell of it", "ban"),
        ("No operator shall be liable for a delay, but it shall not sell data", "ban"),
        ("No vendor liable for tax shall sell data", "ban"),
    ],
)  # fmt: skip
def test_who_is_freed_is_forbidden_nothing(words: str, expected: str) -> None:
    """No blame, no consent asked and no duty are no bans; a ban beside them stays one."""
    assert mood(words, "ban") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A vendor that is not required to register shall not sell data", "ban"),
        ("A school shall delete records which are not required to be kept", "duty"),
        ("A school that does not apply for a grant shall tell the parents", "duty"),
        ("A parent who is not prohibited by a court shall be told", "duty"),
        ("The data is not required to be kept", "permission"),
    ],
)
def test_what_a_relative_clause_leaves_open_permits_nothing(words: str, expected: str) -> None:
    """ "That is not required" tells which data are meant, not what may be done."""
    assert mood(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("In the event that records cannot be released, the custodian shall furnish a copy",
         "duty"),
        ("If data may not be disclosed under federal law, the school shall tell the parent", "duty"),
        ("Unless disclosure is prohibited by law, the school shall show the record", "duty"),
        ("If the school is not permitted to show the record, it may say why", "permission"),
        ("The school shall tell the guardian if a parent cannot be found", "duty"),
        ("The school shall: (1) If data cannot be deleted, it shall encrypt them", "duty"),
        ("If a parent cannot be found, the school shall not disclose the record", "ban"),
        ("Unless a parent consents, no school may disclose a record", "ban"),
        ("If a vendor shall not have consent, it may not sell data", "ban"),
        ("A vendor may share data, if the contract prohibits a sale by the recipient", "ban"),
        ("Data may be released only if a law does not prohibit it", "ban"),
    ],
)  # fmt: skip
def test_a_condition_bans_nothing(words: str, expected: str) -> None:
    """What may not be done in the case that a duty is for is no ban of that duty."""
    assert mood(words) == expected


HANDLED = "the use of student data for the sole purpose of teaching"


@pytest.mark.parametrize(
    ("words", "exempt"),
    [
        (f"Subsection (a) does not apply to {HANDLED}.", True),
        (f"The consent of a parent is not required for {HANDLED}.", True),
        (f"The rules shall provide that consent is not required for {HANDLED}.", True),
        (f"Subsection (a) does not apply to a test if an operator agrees to {HANDLED}.", False),
        (f"An operator may make {HANDLED}.", False),
        (f"A rule that does not apply to schools shall forbid {HANDLED}.", False),
    ],
)
def test_what_a_rule_does_not_reach_is_exempt(words: str, exempt: bool) -> None:
    """What is left out of a rule is no protection, but where it is so on a condition."""
    text = Text(words)
    parts = sections.split(text)
    sentence = next(sentences(text, parts, sections.clauses(text, parts)))
    at = sentence.words.index("sole purpose")

    assert exempts(sentence, (at, at + 4)) is exempt


@pytest.mark.parametrize(
    "words",
    [
        "An operator is not required to obtain parental consent before disclosing student data to a third party.",
        "No consent of a parent shall be required before a school discloses education records to another school.",
        "Schools are not required to obtain written consent of a parent prior to collecting biometric data of students.",
        "Failure to obtain the consent of a parent before a release of student data is not a violation of this section.",
        "An operator is exempt from the requirement to delete student data upon request of a school.",
        "A vendor shall be relieved of the obligation to destroy student data at the end of the contract.",
        "A district may waive the requirement that an operator delete student data upon request of the school.",
        "The department shall not have authority to impose a civil penalty of $5,000 for a misuse of student data.",
        "A vendor shall not be held responsible for the cost of notification of a breach of student data.",
        "If an operator fails to delete student data upon the request of a school, the school may choose another one.",
        "The auditor shall study whether operators should be prohibited from selling student data.",
    ],
    ids=["not required", "no consent required", "schools", "no violation", "exempt", "relieved", "waive", "no authority",
         "not responsible", "if it fails", "study whether"],
)  # fmt: skip
def test_who_is_let_off_is_told_nothing(words: str) -> None:
    """Leave, exemption, condition and study give no protection."""
    assert given(words) - {"governance"} == set()


def test_consent_of_a_board_is_no_parents() -> None:
    """A board, district or state that must agree is no family that must."""
    words = "A school shall not disclose student data without the prior affirmative consent of the governing board."

    assert "consent_disclosure" not in given(words)
    assert "consent_disclosure" in given(words.replace("governing board", "parent"))


@pytest.mark.parametrize(
    "words",
    [
        "A patient's prescription record may not be sold by a pharmacy benefits manager.",
        "No voter registration record shall be transferred to a federal agency.",
        "A landlord who sells the application data of a tenant is subject to a civil penalty of $1,000.",
    ],
    ids=["patients", "voters", "tenants"],
)
def test_data_of_other_people_are_left_alone(words: str) -> None:
    """A sentence on other people's data gives nothing, even in an act on student data."""
    assert given(words) == set()
    assert given(
        words.replace("patient", "student")
        .replace("voter", "student")
        .replace("a tenant", "a student")
    )
