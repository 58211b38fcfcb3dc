"""The demonstration: three nights of a sample legislature over real HTTP, then the site."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import scrapers
from billwatch import fetch, folders, replay
from billwatch.pipeline import collect, record
from billwatch.pipeline.facts import Facts
from billwatch.pipeline.keep import Run, Tally
from billwatch.store import Store

NIGHTS = (("night1", "2026-02-03"), ("night2", "2026-03-10"), ("night3", "2026-05-19"))


@dataclass(frozen=True, slots=True)
class Night:
    """One night of the demonstration: its date and what came in."""

    date: str
    tally: Tally


def play(store: Store, facts: Facts, cache: Path) -> Iterator[Night]:
    """Play the recorded nights of ``data/sample`` one after the other."""
    for number, (_, date) in enumerate(NIGHTS, 1):
        run = store.start_run(started=_hour(date), command=f"demo, night {number}")
        played = night(store, facts, cache, number)
        store.finish_run(run, finished=_hour(date), outcome="ok", report=_report(played.tally))
        yield played


def night(store: Store, facts: Facts, cache: Path, number: int) -> Night:
    """Scrape the sample legislature over loopback HTTP as it stood on its night ``number``."""
    root = folders.find("data") / "sample"
    source = scrapers.find("sample")
    date = NIGHTS[number - 1][1]
    then = datetime.fromisoformat(_hour(date))
    with (
        replay.serve(*(root / name for name, _ in NIGHTS[:number])) as server,
        fetch.Session("", cache, source.hosts, base=server.url, clock=lambda: then) as wire,
    ):
        return Night(date, collect.scrape(Run(store, facts, date), source, wire))


def _hour(date: str) -> str:
    """Return when a night is played: no clock is read, so that two demos are alike on any day."""
    return f"{date}T01:00:00+00:00"


def _report(tally: Tally) -> str:
    """Return what the record of a real night would say."""
    seen = record.Outcome(
        "sample", "2026", seen=tally.bills, new=tally.new, changed=tally.changed,
        unchanged=tally.unchanged, failed=tally.missed, read=tally.read, bytes=tally.size,
        good=tally.bills, failures=tuple(tally.failures),
    )  # fmt: skip
    return record.as_json({seen.key: seen}, {})
