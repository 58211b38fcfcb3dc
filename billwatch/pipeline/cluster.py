"""Workers: processes on this machine, or a Dask cluster wherever it is."""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from billwatch.errors import DataError


@contextmanager
def workers(number: int = 1, cluster: str = "") -> Iterator[Executor | None]:
    """Give an executor: the cluster at an address (``tcp://…``), or so many processes here.

    Nothing for one worker: then all is done in this process. Raise `DataError` where the extra is
    missing or the cluster does not answer.
    """
    if cluster:
        with _cluster(cluster) as executor:
            yield executor
    elif number > 1:
        with ProcessPoolExecutor(number) as pool:
            yield pool
    else:
        yield None


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client  # an extra: most runs need no cluster
    except ImportError:
        raise DataError("--cluster needs the extra: pip install billwatch[cluster]") from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise DataError(f"{address}: no cluster answers there ({error})") from None
    with client:
        # Pure functions of their input: a task of a lost worker may be done again elsewhere.
        yield client.get_executor(pure=False, retries=3)  # type: ignore[no-untyped-call]
