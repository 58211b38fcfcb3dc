"""Around the findings stand definitions, dates, the students covered and the model family."""

from pathlib import Path

import pytest

from billwatch import sections
from billwatch.models import Text
from billwatch.provisions import Surroundings, find, load, surroundings

FOLDER = Path(__file__).parents[1] / "data/provisions"
BOOK = load({p.stem: p.read_text() for p in sorted(FOLDER.glob("*.toml"))})
OPERATORS = Text(
    "Section 1. As used in this act:\n"
    '(1) "Covered information" means information about a pupil in kindergarten to grade 12.\n'
    "(2) “Operator” means the operator of a website used for school purposes.\n"
    "Section 2. An operator shall not:\n(1) engage in targeted advertising to pupils;\n"
    "(2) amass a profile about a pupil; or\n(3) sell covered information of a pupil.\n"
    "Section 3. This act shall take effect on July 1, 2026.",
    title="An Act on pupil data",
)


def around(text: Text) -> Surroundings:
    parts = sections.split(text)
    clauses = sections.clauses(text, parts)
    return surroundings(text, clauses, find(text, parts, clauses, BOOK))


def test_definitions_are_found_where_they_stand() -> None:
    """A term that matters is given with the words that define it."""
    found = around(OPERATORS).definitions

    assert [definition.term for definition in found] == ["covered information", "operator"]
    assert "means information about a pupil" in OPERATORS.body[found[0].start : found[0].end]


def test_dates_are_iso_with_their_section() -> None:
    """An effective date is read as ISO, with its place."""
    moments = around(OPERATORS).moments

    assert [(m.kind, m.date, m.place) for m in moments] == [("effective", "2026-07-01", "3")]


def test_family_and_students() -> None:
    """A text with the shape of a model act is named so; another is not."""
    assert around(OPERATORS).family == "SOPIPA"
    assert around(OPERATORS).students == ("grades K-12",)
    assert around(Text("A school shall keep student records safe.")).family == ""


def test_a_title_on_children_online_makes_the_whole_text_count() -> None:
    """A bill on children online is about them throughout, though few sentences say so again."""
    filler = "The operator of a platform shall keep its rooms clean and its doors open. " * 80
    body = (
        f"Section 1. {filler}\nSection 2. A platform shall not sell personal information of a child "
        "who is online.\nSection 3. The attorney general may bring a civil action for a violation."
    )

    def found(title: str) -> set[str]:
        text = Text(body, title=title)
        parts = sections.split(text)
        return {f.provision for f in find(text, parts, sections.clauses(text, parts), BOOK)}

    assert "public_enforcer" in found("An Act to protect children on the internet")
    assert "public_enforcer" not in found("An Act on rooms")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("This act takes effect July 1, 2026, and expires June 30, 2029.",
         [("effective", "2026-07-01"), ("sunset", "2029-06-30")]),
        ("This act becomes operative on January 1, 2027.", [("effective", "2027-01-01")]),
        ("(a) On and after October 1, 2026, an operator shall delete student data.", [("applies from", "2026-10-01")]),
        ("This section shall remain in effect only until January 1, 2030, and as of that date is repealed.",
         [("sunset", "2030-01-01")]),
        ("This section shall become inoperative on July 1, 2028.", [("sunset", "2028-07-01")]),
        ("Section 4 of this act is repealed June 30, 2031.", [("sunset", "2031-06-30")]),
        ("This act applies to contracts entered into on or after October 1st, 2026.", [("applies from", "2026-10-01")]),
        ("This act takes effect on the first day of October, 2026.", [("effective", "2026-10-01")]),
        ("On July 1, 2026, this act takes effect.", [("effective", "2026-07-01")]),
        ("This act shall take effect one year after it becomes law.", [("effective", "")]),
        ("Section 12 of chapter 5 is repealed.", []),
        ("A school shall terminate the account of a pupil who leaves.", []),
    ],
    ids=["two", "operative", "on and after", "until", "inoperative", "repealed", "first", "first day", "before",
         "in words", "another section", "no date"],
)  # fmt: skip
def test_moments_are_told_apart(words: str, said: list[tuple[str, str]]) -> None:
    """Each kind of moment has its own date, however a legislature says it."""
    body = f"Section 1. A school shall keep student data safe.\nSection 2. {words}"

    assert [(m.kind, m.date) for m in around(Text(body)).moments] == said


def test_terms_may_stand_without_quotes() -> None:
    """Where a print defines its terms without quotes, they are found, and so is the family."""
    body = (
        "Section 1. For purposes of this act:\n(1) Covered information means personally identifiable "
        "information of a student;\n(2) Operator means a person who runs an online service; and\n"
        "(3) Targeted advertising means showing advertisements by what a student did online.\n"
        "Section 2. An operator shall not engage in targeted advertising, sell covered information, "
        "or amass a profile of a student."
    )
    shown = around(Text(body, title="An act on student data"))

    assert {d.term for d in shown.definitions} == {
        "covered information",
        "operator",
        "targeted advertising",
    }
    assert shown.family == "SOPIPA"
