"""How a comparison is laid out in paragraphs: what a reader sees beside what."""

import re
from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billwatch import diff
from billwatch.diff.flow import paragraphs
from billwatch.diff.summary import section_name
from billwatch.models import Text
from tests.property.test_diff import BODIES, squeezed

_RULES = st.lists(
    st.sampled_from(
        (
            "A school keeps a list of what it holds.",
            "No vendor may sell a record, or lend it to another for money.",
            "The board tells parents within ten days of what was lost, and of what it does.",
            "(a) A parent may read the record.\n(b) A pupil may too.",
            "Fees are set by rule.",
        )
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
BILLS = st.lists(_RULES, min_size=1, max_size=6).map(
    lambda rules: (
        "AN ACT about records.\n"
        + "\n".join(f"Section {n}. {rule}" for n, rule in enumerate(rules, start=1))
    )
)


def drawn(old: str, new: str) -> list[str]:
    """Return the paragraphs, deleted words in ``[- -]``, inserted ones in ``{+ +}``."""
    marks = {"del": ("[-", "-]"), "ins": ("{+", "+}"), "equal": ("", "")}
    rows = paragraphs(diff.compare(Text(old), Text(new)))
    return [
        " ".join(
            f"{marks[p.kind][0]}{p.text.strip()}{marks[p.kind][1]}" for p in row.pieces
        )
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "An organization under this subdivision that:\nI. operates a registry.\n",
            "An organization under section ten of this article that both:\nA. operates a registry.\n",
            [
                "An organization under [-this subdivision that:-] "
                "{+section ten of this article that both:+}",
                "[-I-] {+A+} . operates a registry.",
            ],
        ),
        (
            "Sponsored by the committee\nSUMMARY\nEstablishes a council.\nAN ACT\n",
            "Sponsored by the committee, and by the council of elders\nCHAPTER\nAN ACT\n",
            [
                "Sponsored by the committee {+, and by the council of elders+}",
                "[-SUMMARY-]",
                "[-Establishes a council.-]",
                "{+CHAPTER+}",
                "AN ACT",
            ],
        ),
        (
            "The board may act.\nOne goes.\nTwo goes.\nThe end is near.\n",
            "The board may act.\nAnother comes;\nThe end is near.\n",
            [
                "The board may act.",
                "[-One goes.-]",
                "[-Two goes.-]",
                "{+Another comes;+}",
                "The end is near.",
            ],
        ),
        (
            "The board may act.\nFive schools shut.\nThe end is near.\n",
            "The board may act.\nNobody ever asked;\nThe end is near.\n",
            [
                "The board may act.",
                "[-Five schools shut.-] {+Nobody ever asked;+}",
                "The end is near.",
            ],
        ),
    ],
    ids=["line by line", "one goes on", "more lines than before", "one for one"],
)
def test_paragraphs_stand_where_they_belong(old: str, new: str, expected: list[str]) -> None:
    """What continues a paragraph stays in it; what replaces a paragraph stands in its place."""
    assert drawn(old, new) == expected


@settings(max_examples=300, deadline=None)
@given(BODIES, BODIES)
def test_no_word_is_lost_in_the_layout(old: str, new: str) -> None:
    """The paragraphs hold all letters of both texts, each once."""
    rows = paragraphs(diff.compare(Text(old), Text(new)))
    sides = "".join(row.old for row in rows), "".join(row.new for row in rows)

    assert [Counter(squeezed(side)) for side in sides] == [
        Counter(squeezed(old)),
        Counter(squeezed(new)),
    ]


HARBOUR = """HOUSE BILL 12
AN ACT concerning the inspection of boats.
Section 1. Short title. This act may be cited as the Boat Inspection Act.
Section 2. Inspection. The harbour office shall inspect every boat that carries passengers.
(b) The owner of a boat shall pay a fee of forty dollars for each inspection.
Section 3. Effective date. This act takes effect on the first of July.
"""
PUPILS = """HOUSE BILL 12
AN ACT concerning the privacy of pupils.
Section 1. Definitions. As used here, "operator" means whoever runs a website for schools.
Section 2. Bans. An operator must never sell what it learns about a child.
Section 3. Breach. When records leak, the operator tells the board within three days.
Section 4. Enforcement. A court may order an operator to keep these rules.
"""


@pytest.mark.parametrize("end", ["\n", ""], ids=["line end", "no line end"])
def test_a_replaced_bill_shows_each_section_once(end: str) -> None:
    """Of a gutted bill each section stands under its own name, once: the old ones, then the new."""
    c = diff.compare(Text(HARBOUR.rstrip() + end), Text(PUPILS.rstrip() + end))
    rows = paragraphs(c)
    headed = [section_name(c.pairs[place]) for place, _ in groupby(row.pair for row in rows)]

    assert headed == [
        "Before the first section",
        *(f"Section {name} (removed)" for name in ("1 Short title", "2 Inspection",
                                                   "3 Effective date")),
        *(f"Section {name} (new)" for name in ("1 Definitions", "2 Bans", "3 Breach",
                                               "4 Enforcement")),
    ]  # fmt: skip
    assert all(row.old == "" or row.new == "" for row in rows if row.pair)


def test_a_rewritten_section_gives_way_to_the_one_that_comes() -> None:
    """A section that shares no words with its successor is removed, and that one is new."""
    old = HARBOUR.replace("Section 3. Effective date.", "Section 9. Effective date.")
    new = old.replace(old[old.index("Section 2.") : old.index("Section 9.")],
                      PUPILS[PUPILS.index("Section 2.") : PUPILS.index("Section 3.")])  # fmt: skip
    shown = diff.terminal(diff.compare(Text(old), Text(new)))

    assert "Section 2 Inspection (removed)\n  [-Section 2. Inspection." in shown
    assert "Section 2 Bans (new)\n  {+Section 2. Bans." in shown


def test_a_section_that_another_interrupts_says_so() -> None:
    """Where a section taken out stands within another, that one is named again as continued."""
    rule = "A school keeps a list of what it holds."
    old = "AN ACT about records.\n" + "\n".join(f"Section {n}. {rule}" for n in (1, 2, 3))
    new = f"AN ACT about records.\nSection 1. {rule} {rule}"
    c = diff.compare(Text(old), Text(new))
    named = re.findall(r"<h2>(Section \d).*?<small>(.*?)</small>", diff.html(c))

    assert named == [
        ("Section 1", "unchanged"),
        ("Section 2", "1 change"),
        ("Section 1", "continued"),
    ]
    assert "what it holds (continued)\n" in diff.terminal(c, context=-1)


@settings(max_examples=100, deadline=None)
@given(BILLS, BILLS)
def test_every_section_listed_leads_to_its_words(old: str, new: str) -> None:
    """The list of sections links only to sections that have paragraphs of their own."""
    page = diff.html(diff.compare(Text(old), Text(new)))

    assert set(re.findall(r'href="#(s\d+)"', page)) == set(re.findall(r'id="(s\d+)"', page))
