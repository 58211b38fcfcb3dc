"""Whatever the actions say: where a bill stands is told by one of them, and by nothing else."""

from datetime import date, timedelta
from pathlib import Path
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from billwatch import status
from billwatch.models import Action, Status

FOLDER = Path(__file__).parents[2] / "data/status"
BOOK = status.load({path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.toml")})
KNOWN = sorted({said for rules in BOOK.values() for rule in rules for said in rule.examples})
WORDS = st.one_of(st.sampled_from(KNOWN), st.text(max_size=40))
CODES = st.sampled_from(sorted(BOOK))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(str)
ACTIONS = st.lists(
    st.builds(Action, DAYS, WORDS, st.sampled_from(["", "lower", "upper", "executive"])),
    max_size=12, unique_by=lambda action: action.date,
)  # fmt: skip
ENDS = st.one_of(st.none(), DAYS)
LAST = "2026-12-31"


def stands(
    code: str, actions: list[Action], today: str = LAST, end: str | None = None
) -> status.Step:
    return status.derive(status.pick(BOOK, code), actions, session_end=end, today=today)


@given(CODES, ACTIONS, DAYS, ENDS)
def test_a_step_rests_on_an_action_or_an_end(
    code: str, actions: list[Action], today: str, end: str | None
) -> None:
    """Any words give a status of the scale, with the day and words of one action, or the end's."""
    step = stands(code, actions, today, end)
    told = {(action.date, action.text) for action in actions if action.date <= today}

    assert step.status in get_args(Status)
    assert (step.date, step.reason) in told | {("", "no action tells")} or (
        step.status == "dead" and end is not None and step.date == end < today
    )


@given(CODES, ACTIONS, DAYS)
def test_what_is_to_come_tells_nothing(code: str, actions: list[Action], today: str) -> None:
    """As of a day, only what had happened counts."""
    past = [action for action in actions if action.date <= today]

    assert stands(code, actions, today) == stands(code, past, today)


@given(CODES, ACTIONS)
def test_either_order_of_a_list_says_the_same(code: str, actions: list[Action]) -> None:
    """Sources list the oldest first or last."""
    actions = sorted(actions, key=lambda action: action.date)

    assert stands(code, actions[::-1]) == stands(code, actions)


@given(CODES, ACTIONS)
def test_blanks_and_case_say_nothing(code: str, actions: list[Action]) -> None:
    """The same words, spread out and shouted, are the same step; only ASCII has two plain cases."""
    plain = [a for a in actions if a.text.isascii()]
    loud = [Action(a.date, f"  {a.text.upper()}\n".replace(" ", " \t"), a.chamber) for a in plain]

    assert stands(code, loud).status == stands(code, plain).status


@given(CODES, ACTIONS)
def test_words_without_a_rule_change_nothing(code: str, actions: list[Action]) -> None:
    """An action that no rule knows leaves a bill where it stands."""
    later = str(date(2026, 12, 31) + timedelta(days=1))
    unknown = Action(later, "zzz", "lower")

    assert stands(code, [*actions, unknown], later) == stands(code, actions, later)
