"""What holds of every text that is read, whatever the words and marks."""

import html
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billwatch.errors import DataError
from billwatch.models import Text
from billwatch.text import read
from billwatch.text.runs import Block, Run, assemble

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn")), max_size=30
)
RUNS = st.builds(Run, WORDS, st.sampled_from((None, "added", "deleted")))
BLOCKS = st.lists(
    st.builds(Block, st.lists(RUNS, max_size=6).map(tuple), st.integers(0, 4)), max_size=6
)


def holds(text: Text) -> None:
    """Check the contract of a text: NFC, no blanks at line ends, marks where they say."""
    assert unicodedata.is_normalized("NFC", text.body)
    assert all(line == line.rstrip() for line in text.body.split("\n"))
    assert "\r" not in text.body
    for mark in text.marks:
        assert 0 <= mark.start <= mark.end <= len(text.body)
        assert (mark.layer == "added") == (mark.start < mark.end)
        assert (mark.layer == "deleted") == bool(mark.words)


def squeezed(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()))


@given(BLOCKS)
def test_no_word_is_lost_or_won(blocks: list[Block]) -> None:
    """The body holds the kept and added words, the marks the struck ones, in their order."""
    body, marks = assemble(blocks)
    holds(Text(body, marks))
    runs = [run for block in blocks for run in block.runs]

    assert squeezed(body) == squeezed("".join(r.text for r in runs if r.layer != "deleted"))
    assert squeezed("".join(m.words for m in marks)) == squeezed(
        "".join(r.text for r in runs if r.layer == "deleted")
    )


SIMPLE = st.builds(Run, st.text("ab é.,[(", max_size=9), st.sampled_from((None, "added")))


@given(
    st.lists(
        st.builds(Block, st.lists(SIMPLE, max_size=6).map(tuple), st.integers(0, 4)), max_size=6
    )
)
def test_added_marks_cover_added_words(blocks: list[Block]) -> None:
    """What the added marks cover is what was added."""
    body, marks = assemble(blocks)
    added = "".join(body[m.start : m.end] for m in marks if m.layer == "added")
    runs = [run for block in blocks for run in block.runs]

    assert squeezed(added) == squeezed("".join(r.text for r in runs if r.layer == "added"))


PLAIN = st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=3, max_size=40)
TAGS = st.sampled_from((("", ""), ("<u>", "</u>"), ("<s>", "</s>"), ("<b>", "</b>")))


@settings(deadline=None)
@given(st.lists(st.tuples(TAGS, PLAIN), min_size=1, max_size=8))
def test_html_words_survive(parts: list[tuple[tuple[str, str], list[str]]]) -> None:
    """Every word of a page is in the body or in a struck mark."""
    page = " ".join(f"{a}{html.escape(' '.join(words))}{z}" for (a, z), words in parts)
    kept = [w for (a, _), words in parts if a != "<s>" for w in words]
    try:
        text = read(f"<html><body><p>{page}</p></body></html>".encode(), name="p.html")
    except DataError:
        assert not kept
        return
    holds(text)

    assert text.body.split() == kept
    assert [w for m in text.marks for w in m.words.split()] == [
        w for (a, _), words in parts if a == "<s>" for w in words
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass")),
        st.binary(max_size=200).map(lambda b: b"<html><p>" + b),
        st.binary(max_size=200).map(lambda b: b"<?xml version='1.0'?><bill>" + b),
        st.binary(max_size=200).map(lambda b: b"{\\rtf1 " + b),
        st.text("{}\\'ul strike0u-12345 x*", max_size=200).map(lambda t: b"{\\rtf1 " + t.encode()),
        st.text("<>/!-=\"' abups&#;1", max_size=200).map(lambda t: b"<p>" + t.encode()),
    )
)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    """Whatever comes in, a sound text comes out or one error that names the file."""
    refusal = ""
    text = Text("")
    try:
        text = read(body, name="any")
    except DataError as failure:
        refusal = str(failure)
    holds(text)

    assert refusal.startswith("any: ") or text.body


@settings(deadline=None)
@given(st.lists(PLAIN, min_size=1, max_size=6))
def test_wrapping_changes_nothing(sentences: list[list[str]]) -> None:
    """A paragraph reads the same however the printer broke its lines, at any width."""
    paragraphs = [
        " ".join(["A", *words, "shall", *words, "and", *words]) + "." for words in sentences
    ]
    lines: list[str] = []
    for paragraph in paragraphs:
        line = "   "
        for word in paragraph.split():
            if len(line) + len(word) > 72:
                lines.append(line)
                line = ""
            line += (" " if line.strip() else "") + word
        lines += [line, ""]
    text = read("\n".join(lines).encode(), name="x.txt")

    assert text.body.split() == " ".join(paragraphs).split()


@pytest.mark.parametrize("copies", [1, 50])
def test_reading_is_deterministic(copies: int) -> None:
    """The same bytes give the same text."""
    body = b"<p>A vendor <s>may</s> <u>shall</u> ask.</p>" * copies

    assert read(body, name="a") == read(body, name="a")
