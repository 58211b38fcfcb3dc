"""Look a set-up over: what is configured, which keys are there, how each source fares."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import scrapers
from billwatch import store
from billwatch.counted import counted
from billwatch.errors import ScrapeError
from billwatch.models import Claim
from billwatch.pipeline import collect, precedence, record
from billwatch.pipeline.config import Config
from billwatch.pipeline.record import Outcome
from billwatch.publish import health
from billwatch.scraper import Scraper
from billwatch.store import Store

_MOST = 10  # disagreements that are told


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, how it is, and what to do about it (empty: nothing)."""

    about: str
    found: str
    todo: str = ""


def examine(db: Path, config: Config, environment: Mapping[str, str], today: str) -> list[Check]:
    """Return every check, those of the configuration first; no value of a key is among them."""
    checks = [*_settings(db, config), *_keys(environment, config.states)]
    if not db.is_file():
        return [*checks, Check("database", f"{db}: none yet", "run billwatch nightly")]
    with store.open(db) as library:
        past = record.past(library)
        counts = library.counts()
        bills, versions = counted(counts["bills"], "bill"), counted(counts["versions"], "version")
        held = f"{db}: {bills}, {versions}"
        checks += [Check("database", held), *_last_run(library)]
        for source in _sources(config, past.outcomes):
            checks += _source(library, source, past.outcomes, today)
        checks += _disagreements(library)
    return checks


def _disagreements(library: Store) -> Iterator[Check]:
    """Yield where two sources contradict each other on a bill; the better one's word stands."""
    told: dict[str, list[Claim]] = {}
    for claim in library.claims():
        told.setdefault(claim.bill, []).append(claim)
    found = [
        f"{bill.id}, {claim.field}: {stands!r} ({bill.source}), "
        f"not {claim.value!r} ({claim.source})"
        for id, claims in told.items()
        if (bill := library.bill(id)) is not None
        for claim, stands in precedence.disagreements(bill, claims)
    ]
    if told:
        yield Check(
            "two sources", f"{counted(len(told), 'bill')}, {counted(len(found), 'disagreement')}"
        )
    for words in found[:_MOST]:
        yield Check("disagreement", words)


def _settings(db: Path, config: Config) -> Iterator[Check]:
    yield Check("configuration", config.file or "no billwatch.toml in this folder")
    who = "" if config.contact else 'set contact = "mailto:…": sources must know who is asking'
    yield Check("contact", config.contact or "none", who)
    which = "" if config.states else 'set states = ["ct", …]'
    yield Check("states", ", ".join(config.states) or "none", which)
    yield Check("output", config.output)
    yield Check("base_url", config.base_url or "none: links in feeds and digests are not whole")
    if config.insecure:
        yield Check("certificates", f"not checked for {', '.join(config.insecure)}")
    missing = bool(config.notify) and find_spec("apprise") is None
    todo = "pip install 'billwatch[notify]'" if missing else ""
    told = counted(len(config.notify), "address", "addresses") if config.notify else "nobody"
    yield Check("notify", told, todo)


def _keys(environment: Mapping[str, str], states: Iterable[str]) -> Iterator[Check]:
    """Yield every key that a source takes; only those of configured sources must be there."""
    for source in map(scrapers.find, scrapers.names()):
        name = getattr(source, "key_env", "")
        if name:
            there = bool(environment.get(name))
            wanted = source.name in states and not there
            found = "present" if there else "absent"
            what = f"some texts of {source.name}" if hasattr(source, "key_host") else source.name
            yield Check(f"key {name}", found, f"set {name} for {what}" if wanted else "")


def _last_run(library: Store) -> Iterator[Check]:
    nights = [run for run in library.runs() if run["command"].startswith("nightly")]
    for run in nights[:1]:
        done = f"{run['started']}: {run['outcome'] or 'did not end'}"
        todo = "" if run["finished"] else "run billwatch nightly: it goes on where that one was"
        yield Check("last night", done, todo)


def _sources(config: Config, outcomes: Mapping[str, Outcome]) -> Iterator[Scraper]:
    """Yield the sources that are configured, then those that once ran."""
    named = [*config.states, *(one.source for one in outcomes.values())]
    found = []
    for name in named:
        try:
            source = scrapers.find(name)
        except ScrapeError:
            continue
        if source not in found:
            found.append(source)
            yield source


def _source(
    library: Store, source: Scraper, outcomes: Mapping[str, Outcome], today: str
) -> Iterator[Check]:
    ran = [one for one in outcomes.values() if one.source == source.name]
    if not ran:
        session = collect.current(source, today).id
        todo = f"run billwatch nightly --states {source.name}"
        yield Check(f"{source.name} {session}", "never run", todo)
    newest = library.newest_action(source.jurisdiction.code, today)
    for one in ran:
        seen = counted(one.good, "bill")
        good = f"last success {one.good_on}, {seen}" if one.good_on else "no success yet"
        age = health.days(newest, today)
        ago = f" ({counted(age, 'day')} ago)" if age >= 0 else ""
        lag = f", newest action {newest}{ago}" if newest else ""
        note = f"; {one.note}" if one.note else ""
        yield Check(one.key, good + lag + note, _step(one, today))


def _step(one: Outcome, today: str) -> str:
    """Say what to do about a source, or nothing."""
    if not one.ok:
        return f"it fails: {one.reason}"
    if health.days(one.good_on, today) > health.LATE:
        return f"no run since {one.good_on}: is the nightly job on? See docs/operate.md"
    if one.failures:
        failed = counted(len(one.failures), "bill or text", "bills or texts")
        return f"{failed} failed, the first: {one.failures[0]}"
    return one.note if one.note.startswith(record.UNCOVERED) else ""
