"""Properties of sections and clauses that hold for every text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billwatch.models import Text
from billwatch.sections import clauses, split

PIECES = st.sampled_from(
    [
        "Section 1. ", "SEC. 2. BANS.", "§ 22.1-9. Records.", "161.841. 1. ", "(a) ", "(1)", "(i) ",
        "(I) ", "A. ", "1. ", "(aa) ", "An operator shall not:", "A school may ", "“Data” means ",
        "sell data; or", "rent data.", "; and ", "unless ", "—", ":", " ", "  ", "\n", "\n\n",
        "History.", "##SEC 9", "Be it enacted by the people:", "1. That § 9 is amended as follows:",
        "to read as follows: 72-9. (a) ", "İ", "ß", "NO SCHOOL SHALL SELL DATA", "(b)(3) ", "Subd. 2. ",
        "by adding the following:", "CHAPTER IX", "•", "20 U.S.C. 1232g. The ", "Resolved, that ",
    ]
)  # fmt: skip
BODIES = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60).map("".join)


@given(BODIES)
@settings(max_examples=300, deadline=None)
def test_sections_tile_every_body(body: str) -> None:
    """Joined in order, the tiles are the body; no tile is empty."""
    sections = split(Text(body=body))

    assert "".join(body[s.start : s.end] for s in sections) == body
    assert all(section.start < section.end for section in sections)


@given(BODIES)
@settings(max_examples=300, deadline=None)
def test_clauses_stand_in_their_sections(body: str) -> None:
    """A clause lies inside a section of its label, after its lead-ins, and its text ends as it does."""
    text = Text(body=body)
    sections = split(text)
    operative = [(s.start, s.end, s.label) for s in sections if s.kind == "section"]
    for clause in clauses(text, sections):
        own = [o for o in operative if o[0] <= clause.start < clause.end <= o[1]]

        assert [label for _, _, label in own] == [clause.section]
        assert clause.place.startswith(clause.section)
        assert all(own[0][0] <= a < b <= clause.start for a, b in clause.lead)
        assert list(clause.lead) == sorted(clause.lead)
        own_words = body[clause.start : clause.end]
        assert clause.text.endswith(" ".join(own_words.split()) if "\n" in own_words else own_words)


@given(BODIES)
@settings(max_examples=100, deadline=None)
def test_reading_twice_gives_the_same(body: str) -> None:
    """Sections and clauses are a function of the body alone."""
    one, other = Text(body=body), Text(body=body)

    assert split(one) == split(other)
    assert clauses(one, split(one)) == clauses(other, split(other))


@given(BODIES)
@settings(max_examples=200, deadline=None)
def test_clauses_come_in_order_without_overlap(body: str) -> None:
    """The own words of clauses follow one another in the body."""
    text = Text(body=body)
    found = clauses(text, split(text))

    assert all(a.end <= b.start for a, b in pairwise(found))


REPEATED = {
    "one line": "A school shall not sell data (see section 9) and more words, ",
    "items": "(a) A school shall:\n(1) sell; or\n(2) rent data.\n",
    "inline items": "it shall (i) sell; (ii) rent; and (iii) lend, ",
    "colons": "a list: ",
    "deeper": "(1) shall: (a) may: (i) must: ",
    "not": "not ",
    "no": "no operator and ",
    "quotes": "“Data ",
    "heads": "Section 1. ",
    "numbers": "1.1.1-",
    "parens": "((((",
    "spaces": "      \n",
}


@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED)
def test_time_grows_with_length(piece: str) -> None:
    """A text of 600 kB made of one piece over and over is read in seconds, whatever the piece."""
    body = "Section 1. " + piece * (600_000 // len(piece))
    text = Text(body=body)
    start = time.process_time()
    clauses(text, split(text))

    assert time.process_time() - start < 12
