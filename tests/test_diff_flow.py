"""How a comparison is laid out in paragraphs: what a reader sees beside what."""

from collections import Counter

import pytest
from hypothesis import given, settings

from billwatch import diff
from billwatch.diff.flow import paragraphs
from billwatch.models import Text
from tests.property.test_diff import BODIES, squeezed


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
