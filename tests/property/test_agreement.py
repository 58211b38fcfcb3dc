"""Whatever an agreement looks like, units cover its lines and every quote is a slice."""

from hypothesis import given
from hypothesis import strategies as st

from billwatch import agreement
from billwatch.agreement.units import units
from billwatch.models import Text
from billwatch.pipeline import agreeing

PIECES = st.sampled_from(
    ["The District shall provide", "date of birth", "homeless status", "data", "(a)", "1.", "•",
     "☒", "☐", "|", ":", ".", ";", "Section 2.", "Data Elements", "EXHIBIT B", "shall not",
     "Provider", "breach", "optional", "(required)", "“", "é", "owned by the", "X"]
)  # fmt: skip
LINES = st.lists(st.lists(PIECES, min_size=1, max_size=8).map(" ".join), max_size=12)


@given(LINES.map("\n".join))
def test_units_are_in_order_and_apart(body: str) -> None:
    """Units stand in order, never overlap, and what lies between them is blank."""
    at = 0
    for unit in units(body):
        assert at <= unit.start < unit.end

        assert body[at : unit.start].strip() == ""

        at = unit.end
    assert body[at:].strip() == ""


@given(LINES.map("\n".join))
def test_quotes_are_slices(body: str) -> None:
    """Names, lines, bases and answers stand where they say."""
    found = agreement.read(Text(body), agreeing.book())
    spans = [(e.start, e.end, e.quote) for e in found.elements]
    spans += [(e.line.start, e.line.end, e.line.quote) for e in found.elements]
    spans += [(e.basis.start, e.basis.end, e.basis.quote) for e in found.elements if e.basis]
    spans += [(a.start, a.end, a.quote) for term in found.terms for a in term.answers]

    assert all(body[start:end] == quote and quote for start, end, quote in spans)
