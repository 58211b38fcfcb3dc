"""A deadline may stand in the sentence after the duty."""

import pytest

from billwatch.models import Finding, Text
from billwatch.pipeline import facts
from billwatch.pipeline.reading import understand
from billwatch.provisions import as_json, values

DUTY = "An operator shall notify the school district of any breach of student data."


def given(words: str, provision: str) -> Finding:
    text = Text(f"Section 1. {words}", title="An act on student data")
    found = understand(text, facts.load().codebook, "x").findings
    (one,) = (finding for finding in found if finding.provision == provision)
    return one


@pytest.mark.parametrize(
    ("words", "provision", "term"),
    [
        (f"{DUTY} The notice shall be given within thirty days after discovery.", "breach_notice_school", "30 days"),
        (f"{DUTY} Such notification must be made not later than seventy-two hours after the operator learns of it.",
         "breach_notice_school", "72 hours"),
        ("A vendor shall tell the parents of each affected student of a breach of student records. The required notice "
         "is to be sent without unreasonable delay.", "breach_notice_family", "without unreasonable delay"),
        ("A school shall let a parent inspect the education records of the student. The access shall be given within ten "
         "school days.", "access_correction", "10 school days"),
    ],
    ids=["notice", "notification", "manner", "access"],
)  # fmt: skip
def test_the_next_sentence_sets_the_deadline(words: str, provision: str, term: str) -> None:
    """ "The notice shall be given within thirty days" dates the duty before it."""
    assert term in given(words, provision).detail


@pytest.mark.parametrize(
    "following",
    [
        "The notice shall describe the data and name a person to call.",
        "The board shall meet within thirty days after the end of the school year.",
        "The operator shall keep a record of the breach for five years.",
        "The vendor pays the cost. The notice shall be given within thirty days.",
    ],
    ids=["what it says", "another act", "another term", "not the next"],
)
def test_other_sentences_set_none(following: str) -> None:
    """A number of days that belongs to something else is no deadline of the notice."""
    assert not any(map(str.isdigit, given(f"{DUTY} {following}", "breach_notice_school").detail))


def test_its_own_deadline_wins() -> None:
    """A sentence that sets a deadline itself is not dated by the next one."""
    words = (
        "An operator shall notify the school district of any breach of student data within 48 hours. "
        "The notice shall be repeated within thirty days."
    )

    assert given(words, "breach_notice_school").detail == "48 hours"


def test_values_tell_it() -> None:
    """The typed deadline comes from the next sentence as well."""
    words = f"{DUTY} The notice shall be given within five business days."
    (said,) = as_json(values(given(words, "breach_notice_school")))["deadlines"]

    assert (said["number"], said["unit"], said["days"]) == (5, "day", "business")
