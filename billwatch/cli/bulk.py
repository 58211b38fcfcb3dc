"""Read many files in one run: one line a document on stdout, progress on stderr."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from billwatch import inert, provisions
from billwatch.cli.say import say
from billwatch.counted import counted
from billwatch.models import Finding
from billwatch.pipeline import batch, cluster
from billwatch.pipeline.batch import Outcome, Paper
from billwatch.pipeline.refs import LIMIT


def wanted(names: Sequence[str]) -> bool:
    """Say whether these names ask for a run over many: several, or a folder."""
    return len(names) > 1 or any(Path(name).is_dir() for name in names)


def analyse(
    names: Sequence[str],
    form: str,
    *,
    jurisdiction: str = "",
    workers: int = 1,
    cluster_at: str = "",
) -> int:
    """Print one line a document and return the exit code: 1 where any could not be read.

    Folders give their files and those below, sorted; hidden ones are left out. With ``json`` a
    line is an object of name, silence, findings (as for one file, without its text) and failure.
    """
    paths = tuple(_files(names))
    failures = 0
    with cluster.workers(workers, cluster_at) as pool:
        outcomes = batch.read(_papers(paths, jurisdiction), pool)
        for outcome in _shown(outcomes, len(paths)):
            failures += bool(outcome.failure)
            say(_json(outcome) if form == "json" else _line(outcome))
    say(f"{counted(len(paths), 'file')}, {failures:,} could not be read", err=True)
    return int(failures > 0)


def finding(found: Finding) -> dict[str, object]:
    """Return a finding as JSON has it: offsets count characters of the text."""
    return {
        "provision": found.provision,
        "value": found.value,
        "detail": found.detail,
        "values": provisions.as_json(provisions.values(found)),
        "bound": found.bound,
        "section": found.section,
        "start": found.start,
        "end": found.end,
        "quote": found.quote,
        "confidence": found.confidence,
        "rule": found.rule,
        "exceptions": list(found.exceptions),
    }


def _files(names: Iterable[str]) -> Iterator[Path]:
    for path in map(Path, names):
        if path.is_dir():
            below = (p for p in path.rglob("*") if p.is_file())
            yield from sorted(p for p in below if not _hidden(p.relative_to(path)))
        else:
            yield path


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _papers(paths: Iterable[Path], jurisdiction: str) -> Iterator[Paper]:
    """Read the files one by one, as they are asked for."""
    for path in paths:
        name = str(path)
        try:
            if path.stat().st_size > LIMIT:
                yield Paper(name, b"", failure=f"{name}: larger than {LIMIT // 2**20} MB")
            else:
                yield Paper(name, path.read_bytes(), jurisdiction)
        except OSError as error:
            yield Paper(name, b"", failure=f"{name}: {error.strerror}")


def _shown(outcomes: Iterator[Outcome], size: int) -> Iterator[Outcome]:
    """Pass the outcomes on, with a bar on stderr where that is a terminal."""
    if not sys.stderr.isatty():
        yield from outcomes
        return
    with click.progressbar(outcomes, length=size, label="analyse", file=sys.stderr) as bar:
        yield from bar


def _json(outcome: Outcome) -> str:
    said = {
        "name": outcome.name,
        "silence": outcome.silence,
        "findings": [finding(found) for found in outcome.findings],
        "failure": outcome.failure,
    }
    return inert.as_json(said, None)


def _line(outcome: Outcome) -> str:
    if outcome.failure:
        return f"{inert.line(outcome.name)}\tfailed: {inert.line(outcome.failure)}"
    said = dict.fromkeys(f"{found.provision}={found.value}" for found in outcome.findings)
    return f"{inert.line(outcome.name)}\t{' '.join(said) or '-'}"
