"""Read many documents at once, in this process or in several, with the same results in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from billwatch.errors import DataError, WorkerError
from billwatch.models import Finding

Given = TypeVar("Given")
Made = TypeVar("Made")

SIZE = 64  # documents a task: enough that handing over costs little
BYTES = 4_000_000  # from which a task is full whatever its number
TRIES = 3  # times that a task is begun whose worker is lost
AHEAD = 32  # tasks in flight: memory does not grow with the number of documents


@dataclass(frozen=True, slots=True)
class Paper:
    """One document to read: its name, its bytes, and whose it is where that is known.

    ``failure`` says why there are no bytes: it becomes the outcome's.
    """

    name: str
    body: bytes
    jurisdiction: str = ""
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading one document gave: findings, or the reason why it could not be read.

    ``silence`` is what a provision without a finding is: ``no``, or ``unknown`` where the text is
    incomplete or its marks cannot be told.
    """

    name: str
    findings: tuple[Finding, ...] = ()
    failure: str = ""
    silence: str = ""


def read(papers: Iterable[Paper], executor: Executor | None = None) -> Iterator[Outcome]:
    """Yield the outcome of every document in the order given; a bad one is an outcome, no error.

    Without an executor all is read here. Tasks carry the bytes, not paths, so that the workers
    may be on another machine.
    """
    return over(_outcome, papers, executor, SIZE, lambda paper: len(paper.body))


def over(
    function: Callable[[Given], Made],
    things: Iterable[Given],
    executor: Executor | None = None,
    size: int = SIZE,
    weight: Callable[[Given], int] | None = None,
) -> Iterator[Made]:
    """Yield what the function makes of each thing, in the order given.

    A task is the function with some things, all that it needs: workers share no files with us. It
    has at most ``size``, and no more bytes than `packed` allows where ``weight`` tells a thing's.
    A task whose worker is lost is done again; raise `WorkerError` where that goes on.
    """
    do = partial(_each, function)
    tasks = packed(things, size, weight)
    if executor is None:
        for task in tasks:
            yield from do(task)
        return
    running: deque[tuple[tuple[Given, ...], Future[tuple[Made, ...]]]] = deque()
    for task in tasks:
        running.append((task, _handed(executor, do, task)))
        if len(running) >= AHEAD:
            yield from _done(executor, do, *running.popleft())
    while running:
        yield from _done(executor, do, *running.popleft())


def packed(
    things: Iterable[Given], size: int, weight: Callable[[Given], int] | None = None
) -> Iterator[tuple[Given, ...]]:
    """Yield the things several together: at most ``size``, and no more once they have `BYTES`.

    >>> list(packed([1, 2, 3], 2))
    [(1, 2), (3,)]
    """
    some: list[Given] = []
    held = 0
    for thing in things:
        some.append(thing)
        held += weight(thing) if weight else 0
        if len(some) >= size or held >= BYTES:
            yield tuple(some)
            some, held = [], 0
    if some:
        yield tuple(some)


def _handed(executor: Executor, do: Callable[[Given], Made], task: Given) -> "Future[Made]":
    """Hand a task over; an executor that is lost fails in the result, as one lost later does."""
    try:
        return executor.submit(do, task)
    except BrokenExecutor as error:
        failed: Future[Made] = Future()
        failed.set_exception(error)
        return failed


def _done(
    executor: Executor, do: Callable[[Given], Made], task: Given, future: "Future[Made]"
) -> Made:
    """Return what a task gave; it is handed over again where its worker was lost."""
    for _ in range(TRIES - 1):
        try:
            return future.result()
        except BrokenExecutor:
            future = _handed(executor, do, task)
    try:
        return future.result()
    except BrokenExecutor as error:
        raise WorkerError(
            f"a worker was lost {TRIES} times over one task: it may need more memory than there is;"
            " try fewer workers, or leave out the largest files"
        ) from error


def _each(function: Callable[[Given], Made], things: tuple[Given, ...]) -> tuple[Made, ...]:
    return tuple(map(function, things))


def _outcome(paper: Paper) -> Outcome:
    if paper.failure:
        return Outcome(paper.name, failure=paper.failure)
    from billwatch.pipeline import facts, reading  # every kind of file, where texts are read
    from billwatch.provisions import silence

    codebook = facts.load().codebook
    try:
        read = reading.read(
            paper.body, codebook, name=paper.name, jurisdiction=paper.jurisdiction, quick=True
        )
    except DataError as error:
        return Outcome(paper.name, failure=str(error))
    return Outcome(paper.name, read.findings, silence=silence(read.text))
