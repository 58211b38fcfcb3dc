"""Whatever the texts: matches are matches, searches agree, and nothing grows without bound."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from billwatch import reuse
from billwatch.pipeline import reusing
from billwatch.reuse import Sheet, align, prints, seeds, words

RARITY = reusing.rarity()
BODIES = st.lists(
    st.lists(st.sampled_from(["a", "pupil", "Record", "(a)", "§", "ß", "İ", "2.", "school's", "\n"]))
    .map(" ".join),
    min_size=1, max_size=4,
)  # fmt: skip


@given(st.text())
def test_words_are_runs_of_letters_and_digits(body: str) -> None:
    """Every word is whole: letters inside, none beside; and they stand in order, apart."""
    found = words.read(body)
    ends = -1
    for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True):
        word = body[start:end]

        assert word
        assert all(c.isalnum() or c.lower().isalnum() for c in word)
        assert start > ends
        ends = end


@given(st.text(), st.text(), st.text())
def test_a_word_is_the_same_in_any_text(before: str, word: str, after: str) -> None:
    """The hashes of a text's words stay the same with other words around it."""
    alone = words.read(word).hashes.tolist()
    around = words.read(f"{before} , {word} , {after}").hashes.tolist()
    lead = len(words.read(before).hashes)

    assert around[lead : lead + len(alone)] == alone


@given(BODIES, st.integers(0, 3))
def test_matches_match(bodies: list[str], repeat: int) -> None:
    """Both sides of every run have the same words; runs rise; figures are those of the runs."""
    bodies = [" ".join([body] * (repeat + 1)) for body in bodies]
    shreds = [reuse.shred(Sheet(body)) for body in bodies]
    for match in reuse.among(shreds, list(range(len(bodies))), RARITY):
        left, right = shreds[match.left].words, shreds[match.right].words
        i = j = 0
        for a, b, n in match.runs:
            assert left[a : a + n].tolist() == right[b : b + n].tolist()
            assert n > 0
            assert a >= i
            assert b >= j
            i, j = a + n, b + n

        assert match.matched == sum(n for _, _, n in match.runs) >= align.SHORTEST
        assert align.THINNEST <= match.density <= 1


@given(st.lists(st.integers(0, 30), max_size=200))
def test_fingerprints_are_grams_of_the_text(numbers: list[int]) -> None:
    """Each stands at its place, once, and no four neighbouring grams are without one."""
    hashes = words.read(" ".join(map(str, numbers))).hashes
    grams, found = prints.every(hashes), prints.take(hashes)

    assert grams[found.places].tolist() == found.hashes.tolist()
    assert len(set(found.hashes.tolist())) == len(found.hashes)
    kept = set(found.hashes.tolist())
    for n in range(len(grams) - prints.WINDOW + 1):
        assert kept.intersection(grams[n : n + prints.WINDOW].tolist())


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), max_size=60))
def test_the_most_of_one_jurisdiction_is_counted(told: list[tuple[int, int]]) -> None:
    """Of every fingerprint in several texts, how many stand in one jurisdiction at most."""
    told = sorted(told, key=lambda row: row[0])
    hashes = np.array([hash for hash, _ in told], dtype=np.uint64)
    texts = np.arange(len(told), dtype=np.int32)
    rows = seeds.Rows(hashes, texts, texts)
    _, sizes, most = seeds._spread(rows, [home for _, home in told])
    counts = Counter(told)
    wanted = [
        max(count for (hash, _), count in counts.items() if hash == group)
        for group in sorted({hash for hash, _ in told})
    ]

    assert sizes.sum() == len(told)
    assert most.tolist() == wanted
