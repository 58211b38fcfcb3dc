"""Workers, here or on a cluster: the same results byte for byte, also when one of them dies."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner

from billwatch import store
from billwatch.cli import cli, main
from billwatch.errors import DataError, WorkerError
from billwatch.pipeline import batch, cluster, reusing
from tests.test_reuse import CLAUSE, prose, save

ROOT = Path(__file__).parents[1]


def many(path: Path, number: int = 150) -> Path:
    """Fill a store with bills of six states that share clauses in many ways."""
    with store.open(path) as library:
        for n in range(number):
            body = (
                f"{prose(n % 40, 150)} {CLAUSE if n % 3 == 0 else prose(n % 7, 60)} {prose(n, 90)}"
            )
            save(
                library, f"s{n % 6}/20{20 + n % 4}/b{n}@x", body, f"20{20 + n % 4}-01-0{1 + n % 9}"
            )
    return path


def asked(path: Path, *words: str) -> str:
    shown = CliRunner().invoke(
        cli, ["--db", str(path), "reuse", "--all", "--format", "json", *words]
    )
    assert shown.exit_code == 0, shown.output

    return shown.stdout


def slow(number: int) -> tuple[int, int]:
    """Do nothing for a while; say what was asked, and where."""
    time.sleep(0.02)
    return number, os.getpid()


DEADLY = 42


def deadly(number: int) -> int:
    """Return the number; end the process at one of them."""
    return number if number != DEADLY else fallen()


def fallen(*_: object) -> int:
    """End the process, as the system does where memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_processes_give_the_same_bytes(tmp_path: Path) -> None:
    """Three processes and none: the same JSON, from an index made by them or by one."""
    one, three = many(tmp_path / "one.db"), many(tmp_path / "three.db")
    alone = asked(one)

    assert json.loads(alone)["passages"]
    assert asked(three, "--workers", "3") == alone
    assert asked(one, "--workers", "3") == alone


def test_a_process_may_die_in_mid_run() -> None:
    """One of two processes is killed: new ones do what was lost; each answer comes once, in order."""
    seen: list[tuple[int, int]] = []
    with cluster.workers(2) as executor:
        for said in batch.over(slow, range(200), executor, 5):
            seen.append(said)
            if len(seen) == 20:
                os.kill(seen[0][1], signal.SIGKILL)

    assert [number for number, _ in seen] == list(range(200))
    assert len({pid for _, pid in seen}) >= 3


def test_a_search_survives_a_lost_process(tmp_path: Path) -> None:
    """Copied language found by processes of which one dies is what one process finds."""
    path = many(tmp_path / "one.db", 600)
    with store.open(path) as library:
        with cluster.workers(2) as executor:
            assert executor is not None
            doomed = executor.submit(os.getpid).result()
            asked = iter(range(10))

            class Watched:
                """Pass tasks on; kill a process after the second."""

                def submit(self, *words: object) -> object:
                    future = executor.submit(*words)  # type: ignore[union-attr, arg-type]
                    if next(asked, 0) == 2:
                        os.kill(doomed, signal.SIGKILL)
                    return future

            together = reusing.everything(library, Watched())  # type: ignore[arg-type]

        assert together.passages
        assert together == reusing.everything(library)


def test_a_task_that_kills_its_worker_ends_the_run() -> None:
    """A task that takes its process down each time is begun three times, and the rest told first."""
    seen: list[int] = []
    with (
        pytest.raises(WorkerError, match="lost 3 times over one task"),
        cluster.workers(2) as executor,
    ):
        seen.extend(batch.over(deadly, range(100), executor, 5))

    assert seen == list(range(DEADLY // 5 * 5))


def test_an_executor_of_ones_own_that_is_lost_ends_the_run() -> None:
    """A pool that makes no new processes fails in the same words."""
    with ProcessPoolExecutor(1) as executor, pytest.raises(WorkerError, match="a worker was lost"):
        list(batch.over(deadly, range(DEADLY, 100), executor, 5))


def test_a_run_whose_workers_are_lost_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verb tells it as a failure of the user's kind, without a traceback."""
    monkeypatch.setattr(batch, "_outcome", fallen)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Section 1. Nothing.")
    monkeypatch.setattr("sys.argv", ["billwatch", "analyse", str(tmp_path), "--workers", "2"])
    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    said = capsys.readouterr().err.splitlines()
    assert [line[:37] for line in said] == ["billwatch: a worker was lost 3 times "]


def test_tasks_end_at_a_number_or_a_size() -> None:
    """A task has so many things at most, and none is added once it is heavy; all come, in order."""
    tasks = list(batch.packed(range(10), 3, lambda n: batch.BYTES if n == 4 else 1))

    assert tasks == [(0, 1, 2), (3, 4), (5, 6, 7), (8, 9)]


def test_a_missing_cluster_is_one_line(tmp_path: Path) -> None:
    """An address where nothing answers is a failure of the user's kind."""
    pytest.importorskip("distributed")
    with (
        pytest.raises(DataError, match="no cluster answers"),
        cluster.workers(1, "tcp://127.0.0.1:9"),
    ):
        pass


def test_without_the_extra_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, the message names it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DataError, match=r"billwatch\[cluster\]"), cluster.workers(1, "tcp://x:1"):
        pass


# -- a real cluster -------------------------------------------------------------------------------

Started = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Started]:
    """Start a part of the cluster as a process of its own; end those that still run."""
    with ExitStack() as running:

        def begin(part: str, *words: str) -> "subprocess.Popen[bytes]":
            where = dict(os.environ, PYTHONPATH=str(ROOT), PYTHONWARNINGS="ignore")
            log = running.enter_context(
                (tmp_path / f"{part}{len(words)}{time.time_ns()}.log").open("wb")
            )
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{part}", *words],
                cwd=tmp_path, env=where, stdout=log, stderr=log,
            )  # fmt: skip
            running.callback(process.wait, 20)
            running.callback(process.kill)
            return process

        yield begin


@pytest.fixture
def address(start: Started) -> tuple[str, tuple["subprocess.Popen[bytes]", ...]]:
    """Start a scheduler and two workers on loopback; return the address, the workers and the first."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        reason = "the extra cluster is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = f"tcp://127.0.0.1:{port}"
    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    workers = tuple(start("worker", where, *words, "--name", name) for name in ("a", "b"))
    from distributed import Client

    ends = time.monotonic() + 240
    while True:
        try:
            with Client(where, timeout="5s", set_as_default=False) as client:
                client.wait_for_workers(2, timeout=120)
                return where, (*workers, scheduler)
        except (OSError, TimeoutError):
            if time.monotonic() > ends:
                raise


pytestmark = pytest.mark.filterwarnings("default")


def test_a_cluster_gives_the_same_bytes(
    tmp_path: Path, address: tuple[str, tuple["subprocess.Popen[bytes]", ...]]
) -> None:
    """Two workers that are processes of their own: the JSON that one process gives."""
    path = many(tmp_path / "one.db")

    assert asked(path, "--cluster", address[0]) == asked(path)


def test_a_worker_may_die_in_mid_run(
    address: tuple[str, tuple["subprocess.Popen[bytes]", ...]],
) -> None:
    """One of two workers is killed: the run ends, nothing is lost, doubled or out of order."""
    where, (doomed, *_) = address
    seen: list[tuple[int, int]] = []
    with cluster.workers(1, where) as executor:
        for said in batch.over(slow, range(300), executor, 5):
            seen.append(said)
            if len({pid for _, pid in seen}) == 2 and doomed.poll() is None:
                doomed.kill()
                doomed.wait(20)

    assert doomed.poll() is not None
    assert [number for number, _ in seen] == list(range(300))
    assert len({pid for _, pid in seen}) == 2


def test_a_lost_cluster_is_one_line(
    address: tuple[str, tuple["subprocess.Popen[bytes]", ...]],
) -> None:
    """The scheduler dies in mid-run: the run ends with a failure of the user's kind."""
    where, (*_, scheduler) = address

    def lose() -> None:
        with cluster.workers(1, where) as executor:
            for number, _ in batch.over(slow, range(300), executor, 5):
                if number == 10:
                    scheduler.kill()

    with pytest.raises(WorkerError, match="the cluster was lost"):
        lose()


def test_copied_language_survives_a_lost_worker(
    tmp_path: Path, address: tuple[str, tuple["subprocess.Popen[bytes]", ...]]
) -> None:
    """A search that loses a worker on the way finds what one process finds."""
    where, (doomed, *_) = address
    path = many(tmp_path / "one.db", 600)
    with store.open(path) as library:
        with cluster.workers(1, where) as executor:
            lost = iter(range(10))

            class Watched:
                """Pass tasks on; kill a worker after the third."""

                def submit(self, *words: object) -> object:
                    future = executor.submit(*words)  # type: ignore[union-attr, arg-type]
                    if next(lost, 0) == 3:
                        doomed.kill()
                    return future

            together = reusing.everything(library, Watched())  # type: ignore[arg-type]

        assert doomed.wait(20) is not None
        assert together.passages
        assert together == reusing.everything(library)
