"""What is written of a review is what is read of it, and its words are found where they stand."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from billwatch import reviews
from billwatch.models import Reading, Review, Text

REVIEW = Review("xs/1/hb1", "xs/1/hb1@a", "sale", "no", "why", "who", "2026-05-20")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(str.strip).filter(bool)


@given(reason=WORDS, quote=WORDS, lead=st.lists(WORDS, max_size=3))
def test_any_words_survive_the_file(reason: str, quote: str, lead: list[str]) -> None:
    """Quotation marks, controls and emoji come back as they were."""
    review = replace(REVIEW, reason=reason, quote=quote, lead=tuple(lead))

    assert reviews.load({"xs.toml": reviews.entry(review) * 2}) == (review, review)


@given(st.lists(st.from_regex(r"[A-Za-z(][a-z);,.]{0,6}", fullmatch=True), min_size=3), st.data())
def test_words_are_found_whatever_the_white_space(words: list[str], data: st.DataObject) -> None:
    """A quote cut from a text is found in it again, with any white space between its words."""
    gaps = st.sampled_from([" ", "\n", "  ", "\n    "])
    body = "".join(word + data.draw(gaps) for word in words)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    found = reviews.locate(Reading("a", Text(body), (), (), ()), " ".join(words[start:end]))

    assert found is not None
    assert body[found[1] : found[2]].split() == words[start:end]
