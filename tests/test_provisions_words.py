"""The words a pattern cannot do without are read from it, and tell what a sentence may hold."""

import pytest

from billwatch import sections
from billwatch.errors import DataError
from billwatch.models import Text
from billwatch.provisions import Codebook, find, findings, load
from billwatch.provisions.blocks import BLOCKS
from billwatch.provisions.literals import needs
from billwatch.provisions.patterns import Alternatives, Numbering, fold
from billwatch.provisions.vocabulary import Words
from tests.measure.gold import codebook

BOOK = codebook()
EXAMPLES = [example.text for one in BOOK.provisions for example in one.examples]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("consent", ["consent"]),
        ("parental ?consent", ["consent", "parental"]),
        (r"\brent(?:s|ed)?\b", ["|rented| |rents| |rent|"]),
        (r"\bsale|\bsales", ["|sale"]),
        (r"contracts?", ["contract"]),
        (r"(?:shall|must) ?not", ["must shall", "not"]),
        (r"(?:data ?breach|security ?incident)", ["breach incident", "data security"]),
        (r"(?:data|[^.;]{0,40})", []),
        (r"(?:data)*ask", ["ask"]),
        (r"(?:data ?use)?", []),
        (r"disclos\w+ to", ["disclos", "to"]),
        (r"authori[sz]e", ["authorise authorize"]),
        (r"e-?mail", ["e", "mail"]),
        (r"a{2}b", ["a", "b"]),
        (r"\$\d+", []),
    ],
)
def test_needs_are_read_from_the_pattern(pattern: str, expected: list[str]) -> None:
    """A need is the letters of which one must be in a word; what may be absent is none."""
    assert sorted(map(sorted, needs(pattern))) == sorted(sorted(need.split()) for need in expected)


@pytest.mark.parametrize(
    "pattern",
    [
        "a(b",
        "a)b",
        "(?i)a",
        "[ab",
        "[b-a]",
        "[]a]",
        "[[:alpha:]]",
        r"\x41",
        "*a",
        "a|+",
        "a**",
        "a{2}{3}",
        "a{,2}",
        "a{1001}",
        "(?:a{40}b){40}",
        r"\b?a",
        "(" * 10 + "a" + ")" * 10,
    ],
)
def test_what_cannot_be_read_is_refused(pattern: str) -> None:
    """A pattern that is not understood is an error, never a guess."""
    with pytest.raises(DataError):
        needs(pattern)


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_a_block_needs_the_same_wherever_it_stands(name: str) -> None:
    """A block that is read once, apart, needs what it needs written out in a pattern."""
    numbering = Numbering(BLOCKS)
    named = f"(?:sell ?{{{name}}}|{{{name}}}s? ?of)"

    assert numbering.reader.needs(named) == needs(numbering.fill(named))


def test_a_block_that_nobody_defined_is_refused() -> None:
    """A slip in a name is an error when the rules are loaded."""
    with pytest.raises(DataError, match="no building block named PUPLI"):
        Numbering(BLOCKS).way("{SELL} ~ {PUPLI}")


@pytest.mark.parametrize(
    ("word", "letters"),
    [("rental", "|rent"), ("parent", "rent"), ("parent", "rent|"), ("x", "|x|"), ("ab", "b")],
)
def test_letters_are_found_at_the_edges_of_a_word_and_within(word: str, letters: str) -> None:
    """The first and last letters, one letter, a whole word."""
    words = Words({frozenset({letters}): 3, frozenset({"|ent", "rent|al", "xy"}): 1})

    assert words[word] == 0b1000


def test_a_word_has_the_bits_of_its_needs() -> None:
    """Case and punctuation do not matter; the edge of a word does."""
    words = Words({frozenset({"|rent"}): 0, frozenset({"consent", "assent"}): 1})

    assert (
        words.of(["The", "(Rental)", "fee,", "with", "the", "CONSENT", "of", "a", "parent."])
        == 0b11
    )
    assert words.of(["A", "parent's", "assent;"]) == 0b10
    assert words.of("x" * 5000 + "rent" for _ in range(1)) == 0
    assert words.of(()) == 0


def test_no_fragment_occurs_without_its_words() -> None:
    """What a fragment matches in an example always has the words that it cannot do without."""
    occurring = 0
    for text in map(fold, EXAMPLES):
        bits = BOOK.words.of(text.split())
        for pattern, need in zip(BOOK.fragments.patterns, BOOK.fragments.bits, strict=True):
            if need & bits != need:
                assert pattern.search(text) is None, (pattern.source, text)
            else:
                occurring += pattern.search(text) is not None

    assert occurring > 10 * len(EXAMPLES)


def test_alternatives_tell_which_one_matched() -> None:
    """The first pattern that fits at a place counts, by its neighbours too, asked again or not."""
    kinds = Alternatives(r"school\b", r"schools?", r"\bage")
    text = "school schools schoolhouse age page school"

    assert [which for which, _, _ in kinds.spans(text)] == [0, 1, 1, 2, 0]
    assert list(kinds.spans(text)) == list(kinds.spans(text))


def test_a_sentence_says_the_same_alone_and_among_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many sentences are asked at once changes no finding."""
    body = "\n".join(f"Section {n}. {words}" for n, words in enumerate(EXAMPLES, 1))
    text = Text(body, title="An Act on student data")
    parts = sections.split(text)
    clauses = sections.clauses(text, parts)
    BOOK.known.clear()
    together = find(text, parts, clauses, BOOK)
    monkeypatch.setattr(findings, "_AT_ONCE", 1)
    BOOK.known.clear()

    assert find(text, parts, clauses, BOOK) == together
    assert len(together) > 35


PART = """
name = "Ban on sale"
group = "Limits"
number = 1
question = "?"
{key}
[values]
yes = "Forbidden."
[[cue]]
id = "ban"
moods = ["ban"]
when = ["sell ~ student data"]
"""


@pytest.mark.parametrize(("key", "value"), [('in_part = "partly"', "partly"), ("", "yes")])
def test_a_text_on_something_else_gives_a_provision_in_part(key: str, value: str) -> None:
    """What a bill on roads says of student data in one section counts as its codebook says."""
    book = load({"sale": PART.format(key=key)})
    roads = "The director shall keep every road of the county in repair and clear of snow.\n" * 99
    about = "Section 2. A vendor shall not sell student data."

    assert _values(Text(f"Section 1. {roads}{about}", title="An Act on roads"), book) == {value}
    assert _values(Text(about, title="An Act on student data"), book) == {"yes"}


def _values(text: Text, book: Codebook) -> set[str]:
    parts = sections.split(text)
    return {f.value for f in find(text, parts, sections.clauses(text, parts), book)}
