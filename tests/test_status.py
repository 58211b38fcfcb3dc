"""Where a bill stands: every rule by its examples, and how steps add up."""

import time
from pathlib import Path

import pytest

from billwatch import status
from billwatch.errors import DataError
from billwatch.models import Action
from billwatch.status import Rule, Step

FOLDER = Path(__file__).parents[1] / "data/status"
BOOK = status.load({path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.toml")})
OWN = {code: rules[: len(rules) - len(BOOK["default"])] for code, rules in BOOK.items()}
OWN["default"] = BOOK["default"]
RULES = [
    pytest.param(code, rule, id=f"{code}-{n}-{rule.mark}")
    for code, rules in OWN.items()
    for n, rule in enumerate(rules, 1)
]
ASKED = ("ct", "mo", "wa", "tx", "il", "ca", "co", "la", "va", "ut", "nj", "wy", "ma", "us", "ny")


def stands(code: str, *told: str, end: str | None = None, today: str = "2026-12-31") -> Step:
    actions = [action(told_one, n) for n, told_one in enumerate(told, 1)]
    return status.derive(status.pick(BOOK, code), actions, session_end=end, today=today)


def action(told: str, n: int) -> Action:
    chamber, _, text = told.partition("|") if "|" in told else ("", "", told)
    return Action(f"2026-01-{n:02d}", text, chamber)


def test_the_fifteen_have_rules_of_their_own() -> None:
    """Each source that is read directly, and New York, has a list of its own."""
    assert set(ASKED) <= set(BOOK)


@pytest.mark.parametrize(("code", "rule"), RULES)
def test_every_rule_has_examples_and_they_are_its_own(code: str, rule: Rule) -> None:
    """An example is known by its rule and no earlier one; blanks and case do not matter."""
    assert rule.examples
    for example in rule.examples:
        shouted = example.upper().replace(" ", "\n  ")

        assert status.match(BOOK[code], example) is rule, example
        assert status.match(BOOK[code], shouted) is rule, shouted


@pytest.mark.parametrize(("code", "rule"), [p for p in RULES if p.values[1].others])
def test_no_rule_knows_what_it_must_not(code: str, rule: Rule) -> None:
    """What is listed under ``not`` is not known by that rule."""
    assert [words for words in rule.others if status.match((rule,), words)] == []


@pytest.mark.parametrize("code", sorted(BOOK))
@pytest.mark.parametrize(
    "words",
    ["passed " * 20000, "committee report" + " a" * 50000, "a" * 100000, "-" * 100000,
     "house senate amendment " * 5000, "veto over " * 9000],
    ids=["passed", "report", "one-word", "dashes", "amendments", "veto"],
)  # fmt: skip
def test_no_action_is_slow(code: str, words: str) -> None:
    """Long and odd words take no time to speak of."""
    begin = time.process_time()
    status.match(BOOK[code], words)

    assert time.process_time() - begin < 0.2


@pytest.mark.parametrize(
    ("code", "told", "wanted"),
    [
        ("ct", ["REF. TO JOINT COMM. ON Education"], "in committee"),
        ("ct", ["JOINT FAVORABLE", "HOUSE PASSED"], "passed one chamber"),
        ("ct", ["HOUSE PASSED", "SENATE PASSED", "PUBLIC ACT 26-1"], "passed both"),
        ("ct", ["PUBLIC ACT 26-1", "SIGNED BY GOVERNOR"], "law"),
        ("ct", ["PUBLIC ACT 26-1", "VETOED BY GOVERNOR"], "vetoed"),
        ("ct", ["VETOED BY GOVERNOR", "HOUSE REPASSED"], "vetoed"),
        ("ct", ["VETOED BY GOVERNOR", "HOUSE REPASSED", "SENATE REPASSED"], "law"),
        ("wa", ["lower|Third reading, passed; yeas, 97.", "upper|Third reading, passed; yeas, 40."], "passed both"),
        ("wa", ["lower|Third reading, passed; yeas, 97.", "lower|Third reading, passed; yeas, 96."], "passed one chamber"),
        ("wa", ["Delivered to Governor.", "Governor partially vetoed."], "law"),
        ("tx", ["lower|Passed", "Signed in the House", "Signed in the Senate"], "passed one chamber"),
        ("tx", ["Sent to the Governor", "Filed without the Governor's signature"], "law"),
        ("il", ["Do Pass / Short Debate Education; 012-000-000", "Session Sine Die"], "dead"),
        ("il", ["Public Act . . . 104-0001", "Session Sine Die"], "law"),
        ("va", ["Referred to Committee on Education", "Passed by for the day"], "in committee"),
        ("va", ["Referred to Committee on Education", "Passed by indefinitely in Education"], "dead"),
        ("us", ["Presented to President.", "Vetoed by President.", "Passed House over veto: x"], "vetoed"),
        ("us", ["Vetoed by President.", "Became Public Law No: 119-1."], "law"),
        ("ny", ["PASSED SENATE", "DIED IN ASSEMBLY", "RETURNED TO SENATE"], "passed one chamber"),
        ("ma", ["Passed to be engrossed", "No further action taken"], "dead"),
        ("nh", ["Introduced", "Not Signed Off"], "introduced"),
        ("zz", ["Not Signed Off"], "unknown"),
        ("zz", ["Introduced", "Signed by the Speaker of the House"], "introduced"),
        ("zz", ["Failed to pass", "Motion to reconsider prevailed"], "unknown"),
        ("zz", ["Reported favorably", "Third reading failed", "Vote reconsidered"], "out of committee"),
        ("zz", ["Passed House", "Failed to pass", "Passed Senate"], "passed both"),
        ("zz", ["Signed by the Governor", "Motion failed"], "law"),
        ("zz", ["Something nobody has heard of"], "unknown"),
    ],
)  # fmt: skip
def test_steps_add_up(code: str, told: list[str], wanted: str) -> None:
    """The furthest step stands; vetoes, failures and what undoes them override it."""
    assert stands(code, *told).status == wanted


def test_the_step_has_its_day_and_its_words() -> None:
    """A status comes with the day it was reached first and the action that says so."""
    step = stands("zz", "Introduced", "Referred to Committee on Education", "Hearing held")

    assert step == Step("in committee", "2026-01-02", "Referred to Committee on Education")


@pytest.mark.parametrize(
    ("told", "today", "wanted"),
    [
        (["Referred to Committee on Education"], "2026-06-04", "dead"),
        (["Referred to Committee on Education"], "2026-06-03", "in committee"),
        (["Passed House"], "2026-06-04", "dead"),
        (["Passed both houses"], "2026-06-04", "passed both"),
        (["Sent to the Governor"], "2026-06-04", "to governor"),
        (["Introduced", "Carried over to 2027"], "2026-06-04", "introduced"),
        (["Nobody knows these words"], "2026-06-04", "unknown"),
    ],
)
def test_the_end_of_a_session_ends_its_bills(told: list[str], today: str, wanted: str) -> None:
    """After the last day, what both chambers had not passed is dead; no action says so."""
    assert stands("zz", *told, end="2026-06-03", today=today).status == wanted


def test_death_by_adjournment_gives_that_reason() -> None:
    """The reason is the session's end, and the day is that day."""
    step = stands("zz", "Introduced", end="2026-06-03")

    assert step == Step(
        "dead", "2026-06-03", "the session ended on 2026-06-03 before both chambers had passed it"
    )


def test_order_does_not_depend_on_the_list() -> None:
    """A list with the newest first, or out of order, tells the same."""
    actions = [action(f"|{words}", n) for n, words in enumerate(
        ["Introduced", "Passed House", "Vetoed by Governor", "Veto overridden"], 1)]  # fmt: skip
    rules = BOOK["default"]

    for listed in (actions, actions[::-1], [actions[2], actions[0], actions[3], actions[1]]):
        assert status.derive(rules, listed, session_end=None, today="2027-01-01").status == "law"


def test_the_future_has_not_happened() -> None:
    """An action dated after today does not count yet."""
    assert stands("zz", "Introduced", "Effective date 7/1/2027", today="2026-01-01").status == (
        "introduced"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[rule]]\nmark = 'gone'\nwhen = 'x'", "rule 1: no such mark: 'gone'"),
        ("[[rule]]\nmark = 'law'", "rule 1: 'when' is not a pattern"),
        ("[[rule]]\nmark = 'law'\nwhen = '('", "rule 1: 'when' is not a pattern"),
        ("[[rule]]\nmark = 'law'\nwhen = 'x'\nwen = 1", "rule 1: unknown key 'wen'"),
        ("[[rule", "status/xx.toml: "),
    ],
)
def test_a_broken_rule_is_named(text: str, said: str) -> None:
    """What is no rule is a `DataError` with the file and the number."""
    with pytest.raises(DataError, match=r"status/xx\.toml") as error:
        status.load({"xx": text})

    assert said in str(error.value)
