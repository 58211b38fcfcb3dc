"""Words on a page are escaped as MarkupSafe escapes them, whatever they hold."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from billwatch.publish import safe

SIGNS = st.text(st.sampled_from("&<>'\";a#3# §"), max_size=40)
WORDS = st.one_of(st.text(), SIGNS)


@given(WORDS)
def test_words_are_escaped_as_an_engine_escapes_them(words: str) -> None:
    """What the room prints itself and what an engine prints cannot be told apart."""
    assert safe.escaped(words) == str(escape(words))


@given(WORDS)
def test_html_passes_and_words_do_not(words: str) -> None:
    """A piece that is HTML already is put in as it is; the same as words is escaped."""
    assert safe.html(Markup(words)) == words
    assert safe.html(words) == str(escape(words))
