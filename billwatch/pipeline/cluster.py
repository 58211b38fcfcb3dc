"""Workers: processes on this machine, or a Dask cluster wherever it is."""

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from billwatch.errors import DataError, WorkerError

Given = ParamSpec("Given")
Made = TypeVar("Made")


@contextmanager
def workers(number: int = 1, cluster: str = "") -> Iterator[Executor | None]:
    """Give an executor: the cluster at an address (``tcp://…``), or so many processes here.

    Nothing for one worker: then all is done in this process. Raise `DataError` where the extra is
    missing or the cluster does not answer, `WorkerError` where the cluster is lost on the way.
    """
    if cluster:
        with _cluster(cluster) as executor:
            yield executor
    elif number > 1:
        with Processes(number) as pool:
            yield pool
    else:
        yield None


class Processes(Executor):
    """So many processes on this machine.

    When one of them is lost, what runs and what waits fails with `BrokenProcessPool`, as in the
    standard library's pool; but what is handed over afterwards is done by new processes.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._pool = ProcessPoolExecutor(number)

    def submit(
        self, fn: Callable[Given, Made], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> "Future[Made]":
        """Hand a task over."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = ProcessPoolExecutor(self._number)
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes once what was handed over is done, or leave out what has not begun."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client, KilledWorker  # an extra: most runs need no cluster
        from distributed.comm.core import CommClosedError
    except ImportError:
        raise DataError("--cluster needs the extra: pip install billwatch[cluster]") from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise DataError(f"{address}: no cluster answers there ({error})") from None
    with client:
        try:
            # Pure functions of their input: a task of a lost worker may be done again elsewhere.
            yield client.get_executor(pure=False, retries=3)  # type: ignore[no-untyped-call]
        except KilledWorker as error:
            raise WorkerError(f"{address}: workers were lost over one task ({error})") from error
        except (CommClosedError, CancelledError) as error:
            raise WorkerError(f"{address}: the cluster was lost on the way ({error})") from error
