"""Words are counted and aligned the same however a comparison gets there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billwatch import diff
from billwatch.diff import tokens
from billwatch.models import Text

SIGNS = st.text(st.sampled_from("ab1_é$'’-.,;:/()§ \n\t\u00a0\u2003\u0301"), max_size=60)
KEPT = "each toll is paid at the bridge by whoever crosses the road"


def passage(topic: str, middle: str) -> str:
    """Return words that stand in no other passage, around those in the middle."""
    around = [" ".join(f"{topic}{n}" for n in part) for part in (range(50), range(50, 100))]
    return f"{around[0]} {middle} {around[1]}.\n"


@given(SIGNS.map(lambda text: text * 12), st.integers(1, 40))
def test_words_are_counted_as_split_finds_them(text: str, stretch: int) -> None:
    """Long texts are counted without being cut, stretch by stretch, to the same number."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "_CHUNK", stretch)
        found = tokens.count_words(text)

    assert found == len(text.split())


@given(SIGNS, SIGNS)
def test_sizes_in_words_are_those_of_both_texts(old: str, new: str) -> None:
    """What both texts share is counted once; the sums are those of the whole texts."""
    stats = diff.compare(Text(old), Text(new)).stats

    assert stats.old_words == len(tokens.view(old).split())
    assert stats.new_words == len(tokens.view(new).split())


def test_words_met_by_chance_stay_in_one_edit() -> None:
    """A passage replaced by another is one change, not confetti of common words."""
    old, new = passage("net", "of the net to the"), passage("desk", "of the desk to the")
    c = diff.compare(
        Text(f"First rule.\n{old}Last rule.\n"), Text(f"First rule.\n{new}Last rule.\n")
    )

    assert [change.kind for change in c.changes] == ["replace"]


def test_a_passage_kept_inside_a_replaced_one_is_found() -> None:
    """A dozen words that stand in both are kept, whatever surrounds them."""
    old, new = passage("net", KEPT), passage("desk", KEPT)
    c = diff.compare(Text(old), Text(new))

    assert KEPT in [old[r.old_start : r.old_end].rstrip() for r in c.runs if r.kind == "equal"]


def test_a_section_that_begins_by_a_line_end_alone_is_no_change() -> None:
    """A line end that makes a section of the words after it changes none of them."""
    c = diff.compare(Text("It is in rule 3. Section 3.\n"), Text("It is in rule 3.\nSection 3. "))

    assert c.changes == ()


def test_a_long_text_without_sections_is_compared_to_the_word() -> None:
    """Two words changed and a line struck far apart in 100 KB are all that is found."""
    lines = [f"The board shall keep file {n} open for {n + 9} days.\n" for n in range(2_000)]
    new = lines.copy()
    new[300] = lines[300].replace("open", "closed")
    new[900] = ""
    new[1_700] = lines[1_700].replace("board", "council")
    c = diff.compare(Text("".join(lines)), Text("".join(new)))

    assert [(change.old, change.new) for change in c.changes] == [
        ("open", "closed"),
        (lines[900].rstrip(), ""),
        ("board", "council"),
    ]


def test_of_two_long_passages_that_changed_places_the_longer_stays() -> None:
    """What is longer keeps its place, and the shorter is the one that moved."""
    short, long = (
        "".join(f"{who} {n} shall keep file {n} open for the {who}s.\n" for n in range(size))
        for who, size in (("Board", 150), ("Council", 900))
    )
    c = diff.compare(Text(f"{short}{long}Last rule."), Text(f"{long}{short}Last rule."))

    assert [(change.kind, change.old) for change in c.changes] == [("move", short.rstrip())]
