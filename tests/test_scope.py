"""Whose texts are fetched: those on the topic, or all; every bill is kept either way."""

import pytest

from billwatch.errors import DataError
from billwatch.models import Bill
from billwatch.pipeline import scope


@pytest.mark.parametrize(
    ("title", "subjects", "wanted"),
    [
        ("An act relating to student data privacy", (), True),
        ("An act concerning highways", (), False),
        ("An act relating to restrooms in schools and the privacy of students", (), False),
    ],
    ids=["on topic", "roads", "false friend"],
)
def test_texts_are_fetched_for_bills_on_the_topic(
    title: str, subjects: tuple[str, ...], wanted: bool
) -> None:
    """Title and subjects decide; a bill on bathrooms is no student-privacy bill."""
    bill = Bill("ct/2026/hb1", "ct", "2026", "HB 1", title, subjects=subjects)

    assert scope.chosen("topic")(bill) is wanted
    assert scope.chosen("all")(bill)


def test_another_word_is_refused() -> None:
    """A slip in the configuration is one clear line."""
    with pytest.raises(DataError, match="texts must be one of topic, all"):
        scope.chosen("some")
