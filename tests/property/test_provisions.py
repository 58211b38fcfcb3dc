"""Whatever the text, findings quote it truly and nothing crashes."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from billwatch import sections
from billwatch.errors import DataError
from billwatch.models import Text
from billwatch.provisions import find, load
from billwatch.provisions.details import amount, deadline, number
from billwatch.provisions.literals import needs
from billwatch.provisions.patterns import build, fold

FOLDER = Path(__file__).parents[2] / "data/provisions"
BOOK = load({p.stem: p.read_text() for p in sorted(FOLDER.glob("*.toml"))})
PIECES = st.sampled_from(
    ["An operator shall not ", "sell ", "disclose ", "student data ", "the pupil’s record ", "; or\n(2) ",
     "without written consent of a parent ", ".\n", "Section 2. ", "(a) ", "Nothing in this section ",
     "prohibits ", "a contract shall include ", "within thirty (30) days ", "“covered information” ", "é"]
)  # fmt: skip
SYNTAX = st.sampled_from(
    ["a", "data", "(", "(?:", ")", ")", "|", "[", "[^", "]", "]", "-", "b-d", "*", "+", "?", "{2}", "{3,40}",
     "{1,}", "{,2}", "{", "}", "^", "$", ".", ",", " ", "\\b", "\\w", "\\W", "\\.", "\\", "\\q", "_", "9"]
)  # fmt: skip
BODIES = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_findings_quote_the_body(body: str) -> None:
    """Every finding's span lies in the body and is its quote; provisions and parties are unique."""
    text = Text(body, title="An Act on student data")
    parts = sections.split(text)
    found = find(text, parts, sections.clauses(text, parts), BOOK)

    assert all(body[f.start : f.end] == f.quote for f in found)
    assert all(0 <= f.confidence <= 1 for f in found)
    assert len({(f.provision, f.bound) for f in found}) == len(found)
    assert found == find(text, parts, sections.clauses(text, parts), BOOK)


@given(st.text(max_size=200))
def test_folding_keeps_every_offset(body: str) -> None:
    """Folding quotes never changes the length."""
    assert len(fold(body)) == len(body)


@given(st.text(max_size=80))
def test_particulars_never_crash(words: str) -> None:
    """Numbers, deadlines and sums are read from anything without an error."""
    assert number(words) is None or number(words) >= 0  # type: ignore[operator]
    assert isinstance(deadline(words) + amount(words), str)


@settings(max_examples=400)
@given(st.lists(SYNTAX, max_size=12).map("".join))
def test_what_is_read_can_be_compiled(pattern: str) -> None:
    """A pattern whose needs were read is one that RE2 takes: it is compiled much later."""
    try:
        needs(pattern)
    except DataError:
        return
    found = build(pattern).search("some data")

    assert found is None or 0 <= found[0] <= found[1] <= len("some data")
