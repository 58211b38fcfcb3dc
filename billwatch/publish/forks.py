"""Share tasks among forked processes, and take in order what they make.

A forked process knows all that this one knows, so only the number of a task goes to it, and only
what it makes comes back. The standard library's pools do this too, with threads and queues that
take longer to load and to start than a thousand bills to print.
"""

import copyreg
import io
import os
import pickle
import select
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from billwatch.errors import WorkerError

Task = TypeVar("Task")
Made = TypeVar("Made")
Reducer = Callable[[Any], tuple[Callable[..., object], tuple[object, ...]]]

AHEAD = 6  # tasks a process that may be made before they are wanted: what is held stays small
_NUMBER = 8  # bytes of a number; so few reach one reader whole


@dataclass(frozen=True, slots=True)
class _Fork:
    """A process and the end of its pipe."""

    id: int
    told: int


@dataclass(frozen=True, slots=True)
class _Failure:
    """What went wrong in a process, to be raised in this one."""

    error: BaseException


def spread(
    begin: Callable[[], Callable[[Task], Made]],
    tasks: Sequence[Task],
    count: int,
    reduced: Mapping[type, Reducer],
) -> Iterator[Made]:
    """Yield what ``count`` forked processes make of the tasks, in order.

    ``begin`` is called in each and returns what does a task; ``reduced`` tells how the records of
    some types travel. What a task raises is raised here; raise `WorkerError` where a process is
    lost. No process outlives this.
    """
    asked, ask = os.pipe()
    forks: list[_Fork] = []
    try:
        for _ in range(count):
            forks.append(_fork(begin, tasks, (asked, ask, *(fork.told for fork in forks)), reduced))
        ahead = min(AHEAD * count, len(tasks))
        os.write(ask, b"".join(map(_number, range(ahead))))
        made: dict[int, Any] = {}
        for n in range(len(tasks)):
            while n not in made:
                made |= _heard(forks)
            if ahead < len(tasks):
                os.write(ask, _number(ahead))
                ahead += 1
            yield made.pop(n)
    finally:
        for end in (ask, asked, *(fork.told for fork in forks)):
            os.close(end)
        for fork in forks:
            with suppress(ChildProcessError):
                os.waitpid(fork.id, 0)


def _number(n: int) -> bytes:
    return n.to_bytes(_NUMBER)


def _heard(forks: Sequence[_Fork]) -> dict[int, Any]:
    """Return what the processes that have something made, by its number."""
    ready, _, _ = select.select([fork.told for fork in forks], [], [])
    made = {}
    for told in ready:
        head = _read(told, 2 * _NUMBER)
        number, size = int.from_bytes(head[:_NUMBER]), int.from_bytes(head[_NUMBER:])
        answer = pickle.loads(_read(told, size))  # noqa: S301  # written by this very program
        if isinstance(answer, _Failure):
            raise answer.error
        made[number] = answer
    return made


def _read(told: int, size: int) -> bytes:
    """Read so many bytes; raise `WorkerError` where the other end is gone."""
    pieces, left = [], size
    while left:
        piece = os.read(told, left)
        if not piece:
            raise WorkerError("a process that makes pages was lost")
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _fork(
    begin: Callable[[], Callable[[Task], Made]],
    tasks: Sequence[Task],
    pipe: Sequence[int],
    reduced: Mapping[type, Reducer],
) -> _Fork:
    """Start a process; ``pipe`` begins with the end it reads, of the others it has no need."""
    told, tell = os.pipe()
    with warnings.catch_warnings():
        # Other threads of this process have no part in what the child does.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        for end in (*pipe[1:], told):
            os.close(end)
        _serve(begin, tasks, pipe[0], tell, reduced)
    os.close(tell)
    return _Fork(child, told)


def _serve(
    begin: Callable[[], Callable[[Task], Made]],
    tasks: Sequence[Task],
    asked: int,
    tell: int,
    reduced: Mapping[type, Reducer],
) -> NoReturn:
    """Be the child: do the tasks whose numbers come, until none comes, and end."""
    number, code = 0, 1
    try:
        work = begin()
        while word := os.read(asked, _NUMBER):
            number = int.from_bytes(word)
            _tell(tell, number, work(tasks[number]), reduced)
        code = 0
    except BrokenPipeError:  # nobody listens any more
        pass
    except BaseException as error:  # noqa: BLE001  # raised again by the parent
        import traceback  # all goes well nearly always

        error.add_note(traceback.format_exc())
        error.__cause__ = error.__context__ = None
        _tell(tell, number, _Failure(error.with_traceback(None)), reduced)
    finally:
        os._exit(code)


def _tell(tell: int, number: int, made: object, reduced: Mapping[type, Reducer]) -> None:
    out = io.BytesIO()
    pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {**copyreg.dispatch_table, **reduced}
    pickler.dump(made)
    with out.getbuffer() as body:
        answer = b"".join((_number(number), _number(len(body)), body))
    while answer:
        answer = answer[os.write(tell, answer) :]
