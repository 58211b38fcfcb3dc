"""Many documents at once: same results in order, whoever reads them."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from billwatch.pipeline import batch, facts, reading
from billwatch.pipeline.batch import Paper

BAN = b"Section %d. An operator shall not sell the personally identifiable information of a student to any person.\n"
ROADS = b"Section 1. The department of transportation shall repave route %d before the first day of July.\n"


def papers(number: int) -> Iterator[Paper]:
    for n in range(number):
        yield Paper(f"{n}.txt", (BAN if n % 3 == 0 else ROADS) % n * 3)
    yield Paper("bad.txt", b"")


def test_every_document_has_one_outcome_in_order() -> None:
    """Findings where there are some, none elsewhere, and the bad one by its reason."""
    outcomes = list(batch.read(papers(10)))

    assert [o.name for o in outcomes] == [*(f"{n}.txt" for n in range(10)), "bad.txt"]
    assert [bool(o.findings) for o in outcomes[:4]] == [True, False, False, True]
    assert outcomes[-1].failure.startswith("bad.txt: ")


def test_workers_give_the_same_results() -> None:
    """Two processes and none: the same outcomes."""
    alone = list(batch.read(papers(150)))
    with ProcessPoolExecutor(2) as pool:
        together = list(batch.read(papers(150), pool))

    assert together == alone


@pytest.mark.parametrize("body", [BAN % 1, ROADS % 1], ids=["on topic", "off topic"])
def test_the_quick_way_finds_the_same(body: bytes) -> None:
    """Leaving off-topic texts unread loses no finding."""
    codebook = facts.load().codebook
    quick, slow = (
        reading.read(body, codebook, name="x.txt", quick=q).findings for q in (True, False)
    )

    assert quick == slow
