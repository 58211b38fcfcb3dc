"""Properties of comparisons, on texts made of few words so that everything repeats."""

from itertools import pairwise
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from billwatch import diff
from billwatch.diff import engine, leaps
from billwatch.diff.tokens import same_form, view
from billwatch.models import Text

PLAIN = ("shall", "not", "the", "student", "data", "(a)", "(b)", "3.", "Section", "1.", "2.")
ODD = ("operator;", "notice:", "“consent”", "don't", "30-day", "$1,000", "e\u0301tat", "étât")
WORDS = st.sampled_from(PLAIN + ODD)
GAPS = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\n  ", "\t", ""])
BODIES = st.lists(st.tuples(WORDS, GAPS), max_size=80).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
ANY = st.text(max_size=60)


def squeezed(text: str) -> str:
    return "".join(same_form(view(text)).split())


def cut(body: str, spans: list[tuple[int, int]]) -> str:
    return "".join(body[start:end] for start, end in sorted(spans))


def rebuilt(c: diff.Comparison) -> tuple[str, str]:
    return (
        cut(c.old.body, [(run.old_start, run.old_end) for run in c.runs]),
        cut(c.new.body, [(run.new_start, run.new_end) for run in c.runs]),
    )


def outside(body: str, spans: list[tuple[int, int]]) -> str:
    at, kept = 0, []
    for start, end in sorted(spans):
        kept.append(body[at:start])
        at = max(at, end)
    return squeezed("".join([*kept, body[at:]]))


@settings(max_examples=300, deadline=None)
@given(BODIES | ANY, BODIES | ANY)
def test_both_texts_are_rebuilt(old: str, new: str) -> None:
    """The runs tile both bodies to the last character."""
    c = diff.compare(Text(old), Text(new))

    assert rebuilt(c) == (old, new)


@settings(max_examples=300, deadline=None)
@given(BODIES | ANY, BODIES | ANY)
def test_kept_words_are_the_same_words(old: str, new: str) -> None:
    """What a run calls equal is equal but for white space and typographic form."""
    c = diff.compare(Text(old), Text(new))
    sides = [
        (squeezed(old[r.old_start : r.old_end]), squeezed(new[r.new_start : r.new_end]))
        for r in c.runs
        if r.kind == "equal"
    ]

    assert [a for a, _ in sides] == [b for _, b in sides]


@settings(max_examples=300, deadline=None)
@given(BODIES | ANY, BODIES | ANY)
def test_the_changes_are_all_there_is(old: str, new: str) -> None:
    """Outside the spans of the changes both texts have the same words."""
    c = diff.compare(Text(old), Text(new))

    assert outside(old, [(x.old_start, x.old_end) for x in c.changes]) == outside(
        new, [(x.new_start, x.new_end) for x in c.changes]
    )


@settings(max_examples=200, deadline=None)
@given(BODIES, BODIES)
def test_no_word_is_split(old: str, new: str) -> None:
    """No run begins or ends between two letters or digits."""
    c = diff.compare(Text(old), Text(new))
    ends = [(old, r.old_start) for r in c.runs] + [(new, r.new_start) for r in c.runs]

    assert not [at for body, at in ends if 0 < at < len(body) and body[at - 1 : at + 1].isalnum()]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(WORDS, GAPS.filter(bool), GAPS.filter(bool)), max_size=60))
def test_spacing_is_never_a_change(pairs: list[tuple[str, str, str]]) -> None:
    """The same words with other white space between them are the same text."""
    old = "".join(word + gap for word, gap, _ in pairs)
    new = "".join(word + gap for word, _, gap in pairs)

    assert diff.compare(Text(old), Text(new)).changes == ()


CODED = st.text("abcdef", max_size=40)


@settings(max_examples=200, deadline=None)
@given(CODED, CODED, st.sampled_from([1, 30, 300, 10**6]), st.sampled_from(["rapidfuzz", "dmp"]))
def test_a_gap_is_solved_exactly(a: str, b: str, cells: int, library: str) -> None:
    """Every engine finds a longest common subsequence, however small its steps are kept."""
    blocks = list(engine.common(a, b, library, cells))
    kept = "".join(a[i : i + n] for i, _, n in blocks)

    assert kept == "".join(b[j : j + n] for _, j, n in blocks)
    assert len(kept) == longest(a, b)


def longest(a: str, b: str) -> int:
    """Return the length of a longest common subsequence, by the schoolbook."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = row
        row = [0]
        for j, y in enumerate(b):
            row.append(before[j] + 1 if x == y else max(before[j + 1], row[j]))
    return row[-1]


@settings(max_examples=100, deadline=None)
@given(BODIES, BODIES)
def test_both_engines_rebuild(old: str, new: str) -> None:
    """Without rapidfuzz the comparison is as exact."""
    c = diff.compare(Text(old), Text(new), engine="dmp")

    assert rebuilt(c) == (old, new)


LINES = st.lists(st.sampled_from(["(a) data;", "(b) notice", "", "  (c) data", "The end."]))


@settings(max_examples=300, deadline=None)
@given(LINES, LINES, LINES, LINES)
def test_leaps_are_whole_lines_both_share(
    a: list[str], b: list[str], c: list[str], d: list[str]
) -> None:
    """Leaps follow each other, are equal on both sides, and end where a line begins on both."""
    old, new = ("\n".join(lines) for lines in (a + b + c, b + d + c))
    with patch.multiple(leaps, LONG=4, LEAST=3, REACH=9, PROBE=8):
        found = list(leaps.leaps(old, new, (0, len(old), 0, len(new))))

    assert all(p[1] <= q[0] and p[3] <= q[2] for p, q in pairwise(found))
    assert all(i < i_end and old[i:i_end] == new[j:j_end] for i, i_end, j, j_end in found)
    assert all(
        (i_end, j_end) == (len(old), len(new)) or old[i_end - 1] == new[j_end - 1] == "\n"
        for _, i_end, _, j_end in found
    )
