"""Reading takes time in proportion to the length of a text."""

from tests.bench.provisions import growth
from tests.measure.gold import codebook


def test_a_text_ten_times_as_long_takes_about_ten_times_as_long() -> None:
    """From words to findings, without two equal sentences; in processor time, best of three."""
    assert growth(codebook()) < 12
