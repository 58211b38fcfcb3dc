"""Tasks shared among forked processes."""

import os
import time
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest

from billwatch.errors import DataError, WorkerError
from billwatch.publish import forks


def spread(work: Callable[[int], object], count: int = 200) -> Iterator[object]:
    return forks.spread(lambda: work, range(count), 2, {})


def test_what_is_made_comes_in_order() -> None:
    """Whoever made it, and however long it took."""

    def late(n: int) -> tuple[int, int]:
        time.sleep(0.02 if n % 50 == 0 else 0)
        return n, os.getpid()

    made = list(spread(late))

    assert [n for n, _ in made] == list(range(200))
    assert len({process for _, process in made} - {os.getpid()}) == 2


def test_large_things_come_whole() -> None:
    """More than a pipe holds, several times over."""
    made = list(spread(lambda n: bytes([n]) * 300_000, 20))

    assert made == [bytes([n]) * 300_000 for n in range(20)]


def test_no_more_is_made_than_is_wanted_soon() -> None:
    """A reader that stops has let a few tasks be done, and no process is left."""
    reader, writer = os.pipe()

    def work(n: int) -> int:
        os.write(writer, b".")
        return os.getpid()

    made = spread(work, 5000)
    process = next(made)
    time.sleep(0.2)
    made.close()
    os.close(writer)
    done = len(os.read(reader, 10_000))
    os.close(reader)

    assert done <= 2 * forks.AHEAD + 1
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_what_a_task_raises_is_raised_here() -> None:
    """With its words, and where it came from."""

    def refuse(n: int) -> int:
        if n == 150:
            raise DataError("no such bill")
        return n

    with pytest.raises(DataError, match="no such bill") as raised:
        list(spread(refuse))

    assert any("in refuse" in note for note in raised.value.__notes__)


def test_a_lost_process_is_told() -> None:
    """A process that the system kills ends the run with an error, not with a wait."""
    with pytest.raises(WorkerError):
        list(spread(lambda n: os._exit(9) if n == 3 else n))


def test_a_record_travels_as_it_is_told_to() -> None:
    """A type that has its own way takes that one."""
    way = {Fraction: lambda one: (float, (str(float(one)),))}
    made = list(forks.spread(lambda: lambda n: Fraction(n, 2), range(3), 2, way))

    assert made == [0.0, 0.5, 1.0]
    assert {type(one) for one in made} == {float}
