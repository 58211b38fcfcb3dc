"""What is printed with a law is no rule, and files on abused children are no data of students."""

import pytest

from billwatch.models import Text
from billwatch.pipeline.reading import understand
from billwatch.provisions.captions import is_head
from billwatch.provisions.moods import mood
from tests.measure.gold import codebook

BOOK = codebook()


def _provisions(body: str) -> set[str]:
    text = Text(body, title="")
    return {f.provision for f in understand(text, BOOK, "x").findings}


@pytest.mark.parametrize(
    "opening",
    [
        "The bill prohibits an operator from selling student data",
        "The bill also requires that an operator must not sell student data",
        "Under the bill, an operator may not sell student data",
        "This legislation bans the sale of student data: an operator shall not sell it",
        "Legislative council prefatory note: an operator may not sell student data",
        "In addition, the measure forbids a vendor to sell student data",
        "Sponsor's memo: an operator shall not sell student data",
    ],
)
def test_what_is_told_of_a_bill_is_no_rule(opening: str) -> None:
    """A digest, a note or a memo gives nothing, while the law below it does."""
    law = "Section 1. A school shall delete student data upon the request of a parent.\n"

    assert _provisions(f"{opening}.\n{law}") == {"delete_request"}


@pytest.mark.parametrize(
    ("line", "head"),
    [
        pytest.param("Private right of action.", True, id="a head line"),
        pytest.param("Violation as misdemeanor--Release to certain parties.", True, id="dashes"),
        pytest.param("(b) Civil penalty for sale of student data", True, id="numbered"),
        pytest.param("A civil penalty of one thousand dollars for each violation.", False, id="a"),
        pytest.param("disclosure of student data to a third party;", False, id="an item"),
        pytest.param("Disclosure of student data is prohibited.", False, id="a sentence"),
        pytest.param("Violations carry a penalty of $500.", False, id="a sum"),
    ],
)
def test_a_head_line_is_told_from_a_rule(line: str, head: bool) -> None:
    """Only a line that names what a part is about, without a verb, is a head line."""
    assert is_head(line) == head


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(
            "Section 1. The files of a child protective agency on a report of abuse of a child "
            "shall be confidential. A nurse or a school employee may report online.",
            False,
            id="an agency's files",
        ),
        pytest.param(
            "An act relating to a child in the custody of the agency. Section 1. The files on "
            "reports of child abuse are confidential and shall not be disclosed.",
            False,
            id="an agency's ward",
        ),
        pytest.param(
            "Section 1. The school records of a pupil who was named in a report of child abuse "
            "shall be confidential. The data of the pupil shall not be disclosed.",
            True,
            id="a pupil's records",
        ),
        pytest.param(
            "Section 1. A threat assessment team may find that a student is a danger. No member "
            "of a threat assessment team shall redisclose the health record of an individual.",
            True,
            id="a school's team",
        ),
        pytest.param(
            "Section 1. No member of a threat assessment team of an airport shall redisclose the "
            "health record of an individual.",
            False,
            id="another team",
        ),
    ],
)
def test_whose_files_are_meant(body: str, said: bool) -> None:
    """Files on the abuse of children count only where pupils stand near, a school's team does."""
    assert ("disclosure_limit" in _provisions(body)) == said


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("Student data shall be used for no commercial purpose", "other", "ban"),
        ("Student data shall be used for no more than two years", "other", "duty"),
        ("The database shall not be considered a public record", "definition", "ban"),
        ("A school shall not be considered a vendor", "definition", "definition"),
    ],
)
def test_bans_that_sound_like_something_else(words: str, kind: str, expected: str) -> None:
    """What serves no purpose of a kind, and what is no public record, is a ban."""
    assert mood(words, kind) == expected
