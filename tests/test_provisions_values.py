"""Typed values are read from what a finding quotes, from digits and words alike."""

import pytest

from billwatch import sections
from billwatch.models import Finding, Text
from billwatch.provisions import as_json, find, values
from billwatch.provisions.values import (
    Deadline,
    Penalty,
    deadlines,
    enforcers,
    may_ask,
    penalties,
    recipients,
    trigger,
)
from tests.measure.gold import codebook

BOOK = codebook()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("notify the school within seventy-two hours of discovering a breach",
         [Deadline(72, "hour", "", "discovery", True)]),
        ("not later than five (5) business days after it determines that a breach occurred",
         [Deadline(5, "day", "business", "determination", True)]),
        ("as soon as practical, but no later than 30 calendar days after confirmation of the breach",
         [Deadline(30, "day", "calendar", "confirmation", True)]),
        ("within two weeks after the breach", [Deadline(2, "week", "", "incident", True)]),
        ("within 3 days of receiving such notice from the operator",
         [Deadline(3, "day", "", "notification", True)]),
        ("Upon discovery of a breach of the data, the vendor shall tell the school within 24 hours",
         [Deadline(24, "hour", "", "discovery", True)]),
        ("may take 90 days where it is complex but shall in general act within 45 days of a request",
         [Deadline(45, "day", "", "request", True), Deadline(90, "day")]),
        ("within 60 days after the contract is terminated",
         [Deadline(60, "day", "", "end of contract", True)]),
        ("not later than the tenth business day after the date of the request",
         [Deadline(10, "day", "business", "request", True)]),
        ("by the end of the next school day after discovery",
         [Deadline(1, "day", "school", "discovery", True)]),
        ("a student eighteen years of age shall be told without delay", []),
    ],
)  # fmt: skip
def test_deadlines_keep_number_unit_days_trigger_and_limit(
    words: str, expected: list[Deadline]
) -> None:
    """A deadline has its number, unit, kind of day and trigger; the outer limit comes first."""
    assert list(deadlines(words)) == expected


def test_a_deadline_said_elsewhere_comes_from_the_detail() -> None:
    """What another sentence said is kept, without what starts its clock."""
    assert deadlines("shall notify the school", "5 business days; in writing") == (
        Deadline(5, "day", "business"),
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("shall notify the local board of education of a breach", ("school",)),
        ("shall give notice to the parent or the eligible student of each breach of school data",
         ("parent", "student")),
        ("must report to the department and the attorney general any breach",
         ("attorney general", "state agency")),
        ("provides notification of the breach to parents in 3 days", ("parent",)),
        ("shall keep the data of a school safe", ()),
    ],
)  # fmt: skip
def test_recipients(words: str, expected: tuple[str, ...]) -> None:
    """Whom a notice goes to, not whose data was taken."""
    assert recipients(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("delete student data if the school or school district requests it", ("school",)),
        ("delete the data at a parent's request", ("parent",)),
        ("delete the data upon the request of the district, a parent or the student",
         ("school", "parent", "student")),
        ("delete the data of a pupil, as any law requires", ()),
    ],
)  # fmt: skip
def test_who_may_ask(words: str, expected: tuple[str, ...]) -> None:
    """Who asks is not whose data it is."""
    assert may_ask(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a civil penalty of up to one thousand dollars for each violation, and no more than"
         " $100,000 for the same incident",
         [Penalty("civil penalty", 1000, "at most", "violation"),
          Penalty("civil penalty", 100_000, "at most", "incident")]),
        ("a fine of not less than five hundred dollars ($500)", [Penalty("fine", 500, "at least")]),
        ("damages of $1.5 million", [Penalty("damages", 1_500_000)]),
        ("is guilty of a class B misdemeanor", [Penalty("class b misdemeanor")]),
        ("the school may terminate the contract", [Penalty("loss of contract or access")]),
        ("is a violation of this act", []),
    ],
)  # fmt: skip
def test_penalties(words: str, expected: list[Penalty]) -> None:
    """Sums are whole dollars with their limit and of what they are; crimes keep their class."""
    assert list(penalties(words)) == expected


def test_who_enforces() -> None:
    """The offices that act, and the law on unfair practices where the text leans on it."""
    assert enforcers("The attorney general and the state board may sue") == (
        "attorney general",
        "state agency",
    )
    assert enforcers("is an unfair and deceptive act") == ("consumer-protection law",)


def test_no_clock_without_a_trigger() -> None:
    """A word that could set off a duty counts only behind after, upon, of and the like."""
    assert trigger("shall discover the cause") == ""
    assert trigger("after it becomes aware of a breach") == "discovery"


def test_findings_have_values() -> None:
    """A text's findings give their values, each by what its provision asks."""
    text = Text(
        "Section 1. (a) An operator shall notify the school district within forty-eight hours of "
        "discovering a breach of student data that has Social Security numbers.\n"
        "(b) A contract on student data shall include:\n(1) security measures; and\n"
        "(2) a date by which the data is destroyed.",
        title="An Act on student data",
    )
    parts = sections.split(text)
    found = {f.provision: as_json(values(f)) for f in
             find(text, parts, sections.clauses(text, parts), BOOK)}  # fmt: skip

    assert found["breach_notice_school"] == {
        "deadlines": [
            {"number": 48, "unit": "hour", "days": "", "trigger": "discovery", "outer": True}
        ],
        "trigger": "discovery",
        "recipients": ["school"],
        "data": ["Social Security numbers", "student data"],
    }
    assert "security" in str(found["written_contract"]["terms"])


def test_a_finding_that_says_nothing_more_has_no_values() -> None:
    """An empty quote gives nothing."""
    bare = Finding("sale", "yes", "ban", "operator", "1", 0, 0, "", 0.9, "sale.ban")

    assert as_json(values(bare)) == {}
