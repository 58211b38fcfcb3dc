"""An exception attaches to what it names, and to its whole section where it names nothing."""

import pytest

from billwatch import sections
from billwatch.models import Text
from billwatch.provisions import find
from billwatch.provisions.exceptions import targets
from tests.measure.gold import codebook

BOOK = codebook()
BILL = (
    "Section 2. (a) An operator shall not sell student data.\n"
    "(b) An operator shall not use student data for targeted advertising.\n"
    "(c) An operator shall not:\n(1) amass a profile of a student; or\n"
    "(2) disclose student data.\n"
    "(d) {exception}\nSection 3. An operator shall delete student data at the request of a school."
)


@pytest.mark.parametrize(
    ("exception", "carved"),
    [
        ("Subsection (a) of this section does not apply to a merger.", {"2(a)"}),
        ("Paragraph (1) of subsection (c) shall not apply to a school.", {"2(c)(1)"}),
        ("The ban of subsections (b) and (c) does not apply to a school.",
         {"2(b)", "2(c)(1)", "2(c)(2)"}),
        ("Subsections (a) to (c) do not apply to a parent.",
         {"2(a)", "2(b)", "2(c)(1)", "2(c)(2)"}),
        ("This section does not apply to a public library.",
         {"2(a)", "2(b)", "2(c)(1)", "2(c)(2)"}),
        ("This section does not apply to what subsection (a) names.",
         {"2(a)", "2(b)", "2(c)(1)", "2(c)(2)"}),
    ],
)  # fmt: skip
def test_an_exception_attaches_to_its_target(exception: str, carved: set[str]) -> None:
    """A named target is the only one; an unnamed one is the section, never another section."""
    text = Text(BILL.format(exception=exception), title="An Act on student data")
    parts = sections.split(text)
    found = find(text, parts, sections.clauses(text, parts), BOOK)

    assert {f.section for f in found if "2(d)" in f.exceptions} == carved


def test_a_paragraph_is_the_one_beside_the_exception() -> None:
    """What stands in another section is no target."""
    assert targets("Paragraph (2) of section 9 does not apply") == ()
    assert targets("Clauses (i) and (ii) are exempt") == (("(i)",), ("(ii)",))
