"""Read many documents at once, in this process or in several, with the same results in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from billwatch.errors import DataError
from billwatch.models import Finding
from billwatch.pipeline import facts, reading
from billwatch.provisions import silence

Given = TypeVar("Given")
Made = TypeVar("Made")

SIZE = 64  # documents a task: enough that handing over costs little
AHEAD = 8  # tasks in flight, so that memory does not grow with the number of documents


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
    return over(_outcome, papers, executor, SIZE)


def over(
    function: Callable[[Given], Made],
    things: Iterable[Given],
    executor: Executor | None = None,
    size: int = SIZE,
) -> Iterator[Made]:
    """Yield what the function makes of each thing, in the order given.

    A task is the function with ``size`` things, all that it needs: workers share no files with us.
    """
    batches = _batched(things, size)
    if executor is None:
        for batch in batches:
            yield from _each(function, batch)
        return
    running: deque[Future[tuple[Made, ...]]] = deque()
    for batch in batches:
        running.append(executor.submit(_each, function, batch))
        if len(running) >= AHEAD:
            yield from running.popleft().result()
    while running:
        yield from running.popleft().result()


def _each(function: Callable[[Given], Made], things: tuple[Given, ...]) -> tuple[Made, ...]:
    return tuple(map(function, things))


def _outcome(paper: Paper) -> Outcome:
    if paper.failure:
        return Outcome(paper.name, failure=paper.failure)
    codebook = facts.load().codebook
    try:
        read = reading.read(
            paper.body, codebook, name=paper.name, jurisdiction=paper.jurisdiction, quick=True
        )
    except DataError as error:
        return Outcome(paper.name, failure=str(error))
    return Outcome(paper.name, read.findings, silence=silence(read.text))


def _batched(things: Iterable[Given], size: int) -> Iterator[tuple[Given, ...]]:
    source = iter(things)
    while batch := tuple(islice(source, size)):
        yield batch
