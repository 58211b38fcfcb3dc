"""The demonstration: three nights of a sample legislature over real HTTP, then the site."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import scrapers
from billwatch import fetch, folders, replay
from billwatch.pipeline import collect
from billwatch.pipeline.facts import Facts
from billwatch.pipeline.keep import Tally
from billwatch.store import Store

NIGHTS = (("night1", "2026-02-03"), ("night2", "2026-03-10"), ("night3", "2026-05-19"))


@dataclass(frozen=True, slots=True)
class Night:
    """One night of the demonstration: its date and what came in."""

    date: str
    tally: Tally


def play(store: Store, facts: Facts, cache: Path) -> Iterator[Night]:
    """Play the recorded nights of ``data/sample`` one after the other, each over loopback HTTP."""
    root = folders.find("data") / "sample"
    source = scrapers.find("sample")
    for number, (_, date) in enumerate(NIGHTS, 1):
        played = [root / name for name, _ in NIGHTS[:number]]
        with (
            replay.serve(*played) as server,
            fetch.Session("", cache, source.hosts, base=server.url) as wire,
        ):
            yield Night(date, collect.scrape(store, source, wire, facts, today=date))


def highlights(store: Store, facts: Facts) -> Iterator[str]:
    """Yield one line for each provision that a version of the sample bills made weaker."""
    names = {provision.id: provision.name for provision in facts.codebook.provisions}
    for event in store.events():
        if event.kind == "weaker":
            name = names.get(event.provision, event.provision)
            yield f"weaker: {event.version}: {name}: {event.before} -> {event.after}"
