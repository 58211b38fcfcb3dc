"""The night's work: collect from every source, read, tell, publish, and keep a record of it.

Each source is on its own: whatever fails there costs the others nothing, and what was kept before
stays. Bills are committed as they arrive, so a run that was killed goes on where it was.
"""

import hashlib
import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

import scrapers
from billwatch import __version__, fetch, folders, store
from billwatch.counted import counted
from billwatch.errors import BillwatchError, DataError, FetchError, ScrapeError, StoreError
from billwatch.models import Session
from billwatch.page import Page
from billwatch.pipeline import collect, digest, keep, lock, record, reusing, scope, site
from billwatch.pipeline.facts import Facts
from billwatch.pipeline.keep import Run
from billwatch.pipeline.record import Outcome, Past
from billwatch.scraper import BUGS, Budget, Follow, Scraper
from billwatch.store import Store

SHARE = 0.8  # of the last good count: fewer bills are a failed run
_WEEK = 7  # days after which the site is built anew though nothing changed: its dates grow old
_HOUR = timedelta(hours=1)
_MOST = 20  # failures of single bills that a record keeps


class Watch(Protocol):
    """Who looks on: a terminal, a log."""

    def begin(self, name: str, expected: int) -> None:
        """Hear that a source begins; ``expected`` bills were seen last time (0: unknown)."""

    def bill(self, id: str) -> None:
        """Hear that a bill was dealt with."""

    def end(self, name: str, words: str) -> None:
        """Hear what became of a source, of the site, of the notification."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a night is to do. ``root`` replaces every source (a replay server); ``accept`` names
    sources whose smaller count is right; ``texts`` says whose texts are fetched (see `scope`);
    ``insecure`` names hosts whose certificate is not checked; ``bounds`` says how much of a
    source is borne; ``keys`` is the environment."""

    states: tuple[str, ...]
    sessions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    out: Path | None = Path("public")
    site_url: str = ""
    contact: str = ""
    root: str = ""
    accept: frozenset[str] = frozenset()
    notify: tuple[str, ...] = ()
    texts: str = "topic"
    insecure: tuple[str, ...] = ()
    bounds: fetch.Bounds = field(default_factory=fetch.Bounds)
    keys: Mapping[str, str] = field(default_factory=dict)
    find: Callable[[str], Scraper] = scrapers.find
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Night:
    """What became of a night: ``troubles`` are the failures beside those of sources."""

    outcomes: Mapping[str, Outcome]
    troubles: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether nothing at all failed."""
        return not self.troubles and all(o.ok and not o.failures for o in self.outcomes.values())


@dataclass(slots=True)
class _Work:
    """One night as it goes on."""

    db: Path
    library: Store
    facts: Facts
    plan: Plan
    watch: Watch
    past: Past
    today: str
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    more: dict[str, object] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    budgets: dict[str, Budget | None] = field(default_factory=dict)
    answers: dict[str, Page] = field(default_factory=dict)


def run(db: Path, facts: Facts, plan: Plan, watch: Watch) -> Night:
    """Do a night's work on a database and return what became of it.

    Raise `StoreError` where another night is at work there, or the database cannot be used.
    """
    sources = [plan.find(name) for name in dict.fromkeys(plan.states)]
    if not sources:
        raise DataError("no source is named: give --states, or states in billwatch.toml")
    began = _stamp(plan)
    with lock.hold(db, f"since {began}"), store.open(db) as library:
        work = _Work(db, library, facts, plan, watch, record.past(library), began[:10])
        if late := _backwards(library, began):
            work.troubles.append(late)
            watch.end("clock", late)
        number = library.start_run(started=began, command=" ".join(("nightly", *plan.states)))
        for source in sources:
            for session in _sessions(source, plan, work.today):
                _collect(work, source, session)
        if ended := keep.overtake(Run(library, facts, work.today)):
            work.more["ended with their session"] = ended
        keep.reread(Run(library, facts, work.today))
        reusing.index(library)
        _finish(work, number)
        _publish(work)
        _notify(work)
        _finish(work, number)
        return Night(work.outcomes, tuple(work.troubles))


def _backwards(library: Store, began: str) -> str:
    """Say that the clock stands before the last run's, or nothing; an hour is borne."""
    last = next((run["started"] for run in library.runs(1)), "")
    try:
        ahead = datetime.fromisoformat(last) - datetime.fromisoformat(began)
    except (ValueError, TypeError):
        return ""  # no run, or one whose start was written by other means
    if ahead < _HOUR:
        return ""
    return f"the clock says {began}, but the last run began at {last}: check it; nothing is lost"


def _sessions(source: Scraper, plan: Plan, today: str) -> tuple[str, ...]:
    named = plan.sessions.get(source.name) or plan.sessions.get(source.jurisdiction.code)
    return named or (collect.current(source, today).id,)


def _collect(work: _Work, source: Scraper, session: str) -> None:
    """Collect one session of one source; whatever goes wrong there ends up in its outcome."""
    name = f"{source.name} {session}"
    before = work.past.outcomes.get(name, Outcome(source.name, session))
    work.watch.begin(name, before.good)
    run = Run(work.library, work.facts, work.today, wanted=scope.chosen(work.plan.texts))
    began, reason, note = time.monotonic(), "", ""
    try:
        key = collect.key(source, work.plan.keys)
        plan = work.plan
        with collect.wire(
            source, work.db, plan.contact, plan.root, plan.insecure, plan.bounds
        ) as wire:
            # Sources that one key opens share what it may cost.
            budget = work.budgets.setdefault(
                getattr(source, "key_env", source.name), collect.budgeted(source)
            )
            collect.scrape(
                run, source, wire, session=session, key=key, budget=budget,
                answers=work.answers, told=work.watch.bill,
            )  # fmt: skip
            covered = {*_sessions(source, work.plan, work.today)}
            ask = collect.asker(run, source, wire, key, budget, work.answers)
            note = _newcomer(source, ask, work.today, covered)
        reason = _fewer(run.tally.bills, before, source.name in work.plan.accept)
    except StoreError:
        raise
    except BillwatchError as error:
        reason = str(error)
    except BUGS as error:
        logging.getLogger(__name__).exception("%s: the scraper does not know such a page", name)
        reason = f"the scraper does not know such a page: {type(error).__name__}: {error}"
    tally, good = run.tally, not reason
    work.outcomes[name] = replace(
        before, ok=good, seen=tally.bills, new=tally.new, changed=tally.changed,
        unchanged=tally.unchanged, failed=tally.missed, read=tally.read, bytes=tally.size,
        seconds=round(time.monotonic() - began, 1), reason=reason, note=note,
        good=tally.bills if good else before.good,
        good_on=work.today if good else before.good_on, failures=tuple(tally.failures[:_MOST]),
    )  # fmt: skip
    work.watch.end(name, record.words(work.outcomes[name]))


def _fewer(seen: int, before: Outcome, accepted: bool) -> str:
    """Say that a list has shrunk too much to be believed, or nothing."""
    if accepted or seen >= SHARE * before.good:
        return ""
    return (
        f"only {seen:,} bills, where the last good run ({before.good_on}) saw {before.good:,}: "
        f"under {SHARE:.0%}, so the source has changed or answers in part; what was kept stays "
        f"(if it is right: --accept {before.source})"
    )


def _newcomer(source: Scraper, ask: collect.Fetcher, today: str, covered: set[str]) -> str:
    """Tell of a session that the scraper does not know, where that can be seen.

    A scraper may have ``offered()``, a `Follow` to the page that names the sessions there are; its
    reader yields a `Session` each. Otherwise only the calendar tells. ``covered`` are the sessions
    that are collected, and so known.
    """
    known = {session.id for session in source.sessions} | covered
    offered = getattr(source, "offered", lambda: None)()
    if offered is not None:
        try:
            there = _offered(offered, ask)
        except (FetchError, ScrapeError) as error:
            return f"the list of sessions cannot be read: {error}"
        new = [session.id for session in there if session.id not in known]
        return f"{record.UNCOVERED}: {', '.join(new)}" if new else ""
    last = max(map(_end, source.sessions), default="9999")
    over = last < f"{today[:4]}-01-01"
    return f"its last known session ended on {last}: a new one may have begun" if over else ""


def _end(session: Session) -> str:
    """Return when a session ended; a special one, whose end is not known, with its year.

    >>> _end(Session("mo", "2025S1")), _end(Session("la", "251ES")), _end(Session("xs", "892"))
    ('2025-12-31', '2025-12-31', '9999')
    >>> _end(Session("ca", "20252026x1")), _end(Session("va", "20242"))
    ('2026-12-31', '2024-12-31')
    >>> _end(Session("us", "2050"))
    '2050-12-31'
    """
    year = re.fullmatch(r"(?:20\d\d)?20(\d\d)(?:[Ssx]\d|\d)?|(\d\d)\dES", session.id)
    return session.end or (f"20{year[1] or year[2]}-12-31" if year else "9999")


def _offered(follow: Follow, ask: collect.Fetcher) -> list[Session]:
    page = ask(follow)
    there: Iterable[object] = follow.parse(page) if page is not None else ()
    return [session for session in there if isinstance(session, Session)]


def _publish(work: _Work) -> None:
    """Build the site where anything that it shows has changed, or its dates have grown old."""
    out = work.plan.out
    if out is None:
        return
    state, before = _state(work, out), work.past.site
    work.more["site"] = before
    if _fresh(before, state, work.today) and (out / "index.html").is_file():
        work.watch.end("site", "nothing changed, so no page was written")
        return
    try:
        report = site.write(
            work.library, work.facts, out, today=work.today, base_url=work.plan.site_url,
            watch=work.watch,
        )  # fmt: skip
    except (BillwatchError, OSError) as error:
        work.troubles.append(f"the site was not built: {error}")
        work.watch.end("site", work.troubles[-1])
        return
    work.more["site"] = {"state": state, "day": work.today}
    work.watch.end(
        "site", f"{counted(report.written, 'file')} written, {report.unchanged} unchanged"
    )


def _fresh(before: Mapping[str, str], state: str, today: str) -> bool:
    if before.get("state") != state:
        return False
    age = date.fromisoformat(today) - date.fromisoformat(before.get("day", "0001-01-01"))
    return 0 <= age.days < _WEEK


def _state(work: _Work, out: Path) -> str:
    """Name everything that the pages depend on, the day and good runs aside."""
    failing = sorted(
        (key, o.reason, o.failures) for key, o in work.outcomes.items() if not o.ok or o.failures
    )
    found = hashlib.sha256(work.library.digest().encode())
    known = work.facts
    facts = (known.digest, known.places, known.laws, known.reviews, known.readings)
    for part in (__version__, facts, str(out.resolve()), work.plan.site_url, failing):
        found.update(repr(part).encode("utf-8", "surrogatepass"))
    for path in sorted(folders.find("site").rglob("*")):
        if path.is_file():
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _notify(work: _Work) -> None:
    """Send the digest where there is one to send and somebody to send it to."""
    if not work.plan.notify:
        return
    try:
        sent = digest.send(
            work.library, work.past, work.outcomes, work.plan.notify, work.plan.keys,
            work.plan.site_url,
        )  # fmt: skip
    except DataError as error:
        work.troubles.append(str(error))
        work.watch.end("notify", str(error))
        return
    work.watch.end("notify", f"{sent} lines sent" if sent else "nothing new, nothing sent")


def _finish(work: _Work, number: int) -> None:
    failing = [key for key, one in work.outcomes.items() if not one.ok]
    partly = [key for key, one in work.outcomes.items() if one.ok and one.failures]
    outcome = "ok"
    if failing or work.troubles:
        outcome = "failed: " + "; ".join([*failing, *work.troubles])
    elif partly:
        outcome = "some bills or texts failed: " + ", ".join(partly)
    report = record.as_json(work.outcomes, work.more)
    work.library.finish_run(number, finished=_stamp(work.plan), outcome=outcome, report=report)


def _stamp(plan: Plan) -> str:
    return plan.clock().isoformat(timespec="seconds")
