"""Real documents, damaged: read or refused, in bounded time, through the whole chain."""

from pathlib import Path

import pytest

from tests.hostile import mutations
from tests.told import tell

COUNT, SEED = 150, 40_000


@pytest.mark.corpus
def test_damaged_documents_are_read_or_refused(corpus: Path) -> None:
    """Nothing but a `BillwatchError` comes out, nothing hangs, and every site is built."""
    pool = mutations.gather(corpus / "corpus")
    tried = mutations.chunk(pool, range(SEED, SEED + COUNT), site_every=COUNT)
    tell("damaged documents", *mutations.table(tried))

    assert tried.count == COUNT
    assert tried.outcomes["analyse: read"] > COUNT / 4
    assert tried.outcomes["publish: sites"] == 1
    assert tried.broken == []


def test_a_number_always_damages_alike(tmp_path: Path) -> None:
    """The same number gives the same damage: a failure can be had again."""
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(f"Section {n}. A school shall not sell data. " * 30)
    pool = mutations.gather(tmp_path)
    one, other = ([mutations.mutate(pool, n)[2] for n in range(40)] for _ in range(2))

    assert one == other
    assert len(set(one)) > 30


@pytest.mark.parametrize("kind", mutations.KINDS)
def test_every_kind_of_damage_damages(kind: str) -> None:
    """No kind of damage leaves every file as it was."""
    body = b"<p>A school <b>shall</b> not sell data.</p>\n" * 20
    luck = mutations.random.Random(1)

    assert any(mutations.KINDS[kind](body, luck) != body for _ in range(9))


def test_a_hang_and_a_bug_are_told() -> None:
    """The driver can fail: what does not end is stopped at its bound, what raises is written down."""
    tried = mutations.Tried()

    def forever() -> None:
        while True:
            pass

    def bug() -> None:
        raise KeyError("x")

    mutations._guarded(forever, 0.05, "one", tried)
    mutations._guarded(bug, 1.0, "two", tried)

    assert [("HANG" in line, "KeyError" in line) for line in tried.broken] == [
        (True, False), (False, True),
    ]  # fmt: skip
