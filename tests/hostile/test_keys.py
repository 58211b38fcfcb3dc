"""Keys stay in the environment: none in logs, errors, the store, the cache, exports or pages."""

import gzip
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import zstandard

from billwatch import replay
from billwatch.replay import Fault
from tests.bench.collect import everywhere

KEYS = {
    "LEGISCAN_API_KEY": "k3yofl3giscan0000aaaabbbbccccdddd",
    "OPENSTATES_API_KEY": "k3y-of-0penstates-1111-2222",
    "NY_OPENLEG_KEY": "K3yOfNewYork33334444",
    "HOOK": "k3yofthehook55556666",
}
SOURCES = "al,ny"
FAULTS = {
    "none": None,
    "echoed": Fault(),
    "reset": Fault(cut=20, reset=True),
}


class Always(dict[str, Fault]):
    """The same fault at every path."""

    def __init__(self, fault: Fault | None) -> None:
        self.fault = fault

    def get(self, key: object, default: object = None) -> Fault | None:  # type: ignore[override]
        """Return the fault, whatever the path."""
        return self.fault


def unpacked(path: Path) -> bytes:
    """Return a file's bytes, and what is packed in it."""
    raw = path.read_bytes()
    parts = [raw]
    if raw[:2] == b"\x1f\x8b":
        parts.append(gzip.decompress(raw))
    at = raw.find(b"\x28\xb5\x2f\xfd")
    while at >= 0:
        with suppress(zstandard.ZstdError):
            parts.append(zstandard.ZstdDecompressor().decompressobj().decompress(raw[at:]))
        at = raw.find(b"\x28\xb5\x2f\xfd", at + 4)
    return b"\n".join(parts)


def run(home: Path, *words: str) -> str:
    """Run the program in a folder with every key set; return all that it said."""
    env = {**os.environ, **KEYS, "BILLWATCH_CONTACT": "https://watch.example/"}
    done = subprocess.run(
        [sys.executable, "-m", "billwatch", *words],
        cwd=home, env=env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr[-2000:]

    return done.stdout + done.stderr


def held(home: Path) -> list[tuple[str, str]]:
    """Return every file below a folder in which a key stands, and whose."""
    return [
        (path.relative_to(home).as_posix(), name)
        for path in sorted(home.rglob("*"))
        if path.is_file()
        for name, key in KEYS.items()
        if key.encode() in unpacked(path)
    ]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_key_is_nowhere(tmp_path: Path, fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever goes wrong, what was said and what was kept hold no key; they were sent, though."""
    known = everywhere(3, 1)

    def answer(target: str, body: bytes) -> bytes | None:
        told = f"<title>Error</title><p>You asked for {target} {body!r}".encode()
        return told if fault == "echoed" else known(target, body)

    with replay.serve(make=answer) as server:
        server.faults = Always(FAULTS[fault])
        pages = () if fault == "none" else ("--no-site",)
        said = run(tmp_path, "nightly", "--states", SOURCES, "--base-url", server.url, *pages)
        asked = [hit.path + hit.body.decode("utf-8", "replace") for hit in server.hits]
    said += run(tmp_path, "doctor") + run(tmp_path, "export", "--format", "warc")
    files = [p for p in tmp_path.rglob("*") if p.is_file()]
    with capsys.disabled():
        print(f"\nkeys, {fault}: {len(asked)} requests, {len(files)} files, "
              f"{sum(p.stat().st_size for p in files):,} bytes searched")  # fmt: skip

    assert any(KEYS["LEGISCAN_API_KEY"] in line for line in asked)
    assert [name for name, key in KEYS.items() if key in said] == []
    assert held(tmp_path) == []
