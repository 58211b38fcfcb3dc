"""Read many documents at once, in this process or in several, with the same results in order."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import islice

from billwatch.errors import DataError
from billwatch.models import Finding
from billwatch.pipeline import facts, reading
from billwatch.provisions import silence

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
    """Yield the outcome of every document in the order given.

    Without an executor all is read here. Tasks carry the bytes, not paths, so that the workers
    may be on another machine.
    """
    batches = _batched(papers)
    if executor is None:
        for batch in batches:
            yield from read_batch(batch)
        return
    running: deque[Future[tuple[Outcome, ...]]] = deque()
    for batch in batches:
        running.append(executor.submit(read_batch, batch))
        if len(running) >= AHEAD:
            yield from running.popleft().result()
    while running:
        yield from running.popleft().result()


def read_batch(papers: tuple[Paper, ...]) -> tuple[Outcome, ...]:
    """Read some documents with the codebook that ships; a bad one is an outcome, not an error."""
    return tuple(map(_outcome, papers))


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


def _batched(papers: Iterable[Paper]) -> Iterator[tuple[Paper, ...]]:
    source = iter(papers)
    while batch := tuple(islice(source, SIZE)):
        yield batch
