"""Keys stay in the environment: none in logs, errors, the store, the cache, exports or pages."""

import gzip
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import zstandard

import scrapers
from billwatch import cli, fetch, replay
from billwatch.cli import night
from billwatch.pipeline import facts, nightly
from billwatch.replay import Fault
from tests.bench.collect import everywhere
from tests.hostile import HEADING
from tests.told import tell

KEYS = {
    "LEGISCAN_API_KEY": "k3yofl3giscan0000aaaabbbbccccdddd",
    "OPENSTATES_API_KEY": "k3y-of-0penstates-1111-2222",
    "NY_OPENLEG_KEY": "K3yOfNewYork33334444",
    "VA_LIS_API_KEY": "k3yofvirginia-7777-8888",
    "HOOK": "k3yofthehook55556666",
}
SOURCES = ("legiscan", "ny", "openstates")
BOUNDS = {"timeout": 0.4, "seconds": 1.0, "tries": 1, "longest_wait": 0.1}
_HTML = (("Content-Type", "text/html"),)
# What may go wrong at every path; the words of an answer say what was asked, key and all.
FAULTS: Mapping[str, Fault] = {
    "echoed": Fault(headers=_HTML),
    "redirected": Fault(302, (("Location", "/else?key={key}&apikey={key}"),)),
    "redirected away": Fault(301, (("Location", "https://elsewhere.example/?key={key}"),)),
    "unauthorised": Fault(401),
    "forbidden": Fault(403, _HTML),
    "too many": Fault(429, (("Retry-After", "3600"),)),
    "broken": Fault(500),
    "cut": Fault(cut=20),
    "reset": Fault(cut=20, reset=True),
    "late": Fault(wait=1.0),
    "slow": Fault(drip=0.3),
    "no JSON": Fault(headers=(("Content-Type", "application/json"),)),
}
NOWHERE = {
    "refused": "http://127.0.0.1:1",
    "no such host": "http://nowhere.invalid",
    "no TLS": "",  # the replay's own address, asked by https
}


class Always(dict[str, Fault]):
    """The same fault at every path but that of the robots."""

    def __init__(self, fault: Fault, key: str) -> None:
        self.fault, self.key = fault, key

    def get(self, key: object, default: object = None) -> Fault | None:  # type: ignore[override]
        """Return the fault, whatever the path; where it leads, it leads with the key."""
        if key == "/robots.txt":
            return None
        headers = tuple(
            (name, said.replace("{key}", self.key)) for name, said in self.fault.headers
        )
        return replace(self.fault, headers=headers)


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
        cwd=home, env=env, capture_output=True, text=True, timeout=400, check=False,
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


def echo(target: str, body: bytes) -> bytes | None:
    """Say what was asked, as helpful servers do."""
    if target == "/robots.txt":
        return None
    return f"<title>Error</title><p>You asked for {target} {body!r}".encode()


@pytest.fixture
def keyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which every key is set, nothing is waited for long and nobody resolves."""
    resolve = socket.getaddrinfo

    def here(host: Any, *more: Any, **named: Any) -> Any:
        if host not in ("127.0.0.1", "localhost"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return resolve(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", here)
    monkeypatch.setattr(night, "Plan", partial(nightly.Plan, bounds=fetch.Bounds(**BOUNDS)))
    monkeypatch.setattr(facts, "load", cache(facts.load))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BILLWATCH_CONTACT", "https://watch.example/")
    for name, key in KEYS.items():
        monkeypatch.setenv(name, key)
    return tmp_path


def verb(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """Run a verb in this process, which tells what it logs."""
    monkeypatch.setattr(sys, "argv", ["billwatch", *words])
    with suppress(SystemExit):
        cli.main()


@pytest.mark.parametrize("source", SOURCES)
def test_no_error_gives_a_key_away(
    source: str,
    keyed: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever its answers do, night after night: no key is said, logged, kept or published."""
    caplog.set_level(logging.DEBUG)
    told: dict[str, str] = {}
    key = KEYS[scrapers.find(source).key_env]  # type: ignore[attr-defined]
    for fault in (*FAULTS, *NOWHERE):
        with replay.serve(make=echo) as server:
            server.faults = Always(FAULTS.get(fault, Fault()), key)
            url = NOWHERE.get(fault, server.url) or server.url.replace("http:", "https:")
            verb(monkeypatch, "nightly", "--states", source, "--no-site", "--base-url", url)
            reached = any(hit.path != "/robots.txt" for hit in server.hits)
        assert reached or fault in NOWHERE, fault
        told[fault] = "".join(capfd.readouterr()) + caplog.text
        caplog.clear()
    for words in (("doctor",), ("export", "--format", "warc"), ("publish", "--no-search")):
        verb(monkeypatch, *words)
        told[words[0]] = "".join(capfd.readouterr()) + caplog.text
    files = sum(path.is_file() for path in keyed.rglob("*"))
    tell(HEADING, f"keys of {source}: {len(told) - 3} kinds of failure, {files} files searched")

    assert [about for about in told if "Traceback" in told[about]] == []
    assert [(a, name) for a, said in told.items() for name in KEYS if KEYS[name] in said] == []
    assert [fault for fault in told if "FAILED" not in told[fault]][:-3] == []
    assert held(keyed) == []


def test_a_key_is_nowhere(tmp_path: Path) -> None:
    """On a good night the keys are sent; what was said, kept and published holds none."""
    with replay.serve(make=everywhere(3, 1)) as server:
        said = run(tmp_path, "nightly", "--states", "al,ny", "--base-url", server.url)
        asked = [hit.path + hit.body.decode("utf-8", "replace") for hit in server.hits]
    said += run(tmp_path, "doctor") + run(tmp_path, "export", "--format", "warc")
    files = [p for p in tmp_path.rglob("*") if p.is_file()]
    size = sum(p.stat().st_size for p in files)
    tell(HEADING, f"keys: {len(asked)} requests, {len(files)} files, {size:,} bytes searched")

    assert any(KEYS["LEGISCAN_API_KEY"] in line for line in asked)
    assert [name for name, key in KEYS.items() if key in said] == []
    assert held(tmp_path) == []
