"""Collect: walk a source's pages, keep each bill as it arrives, fetch and read its texts."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from billwatch import fetch, scraper
from billwatch.errors import FetchError, ScrapeError
from billwatch.fetch import Answer
from billwatch.models import Bill, Document, Session, Version
from billwatch.page import Page
from billwatch.pipeline import keep
from billwatch.pipeline.keep import Run, Tally
from billwatch.scraper import Budget, Enclosed, Follow, Missed, Scraper

Fetcher: TypeAlias = Callable[[Follow], Page | None]
Secret: TypeAlias = dict[str, str] | None


@dataclass(slots=True)
class _Visit:
    """One session of one source as it is walked: who asks, what was seen, which marks wait.

    A page's mark is kept once every version of its bill was dealt with, and not before: whatever
    ends the run earlier, the page is read again.
    """

    run: Run
    wire: fetch.Session
    locked: str = ""  # the host that is not asked, for want of a key
    seen: set[str] = field(default_factory=set)
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)
    bills: dict[str, Bill] = field(default_factory=dict)


def scrape(
    run: Run,
    source: Scraper,
    wire: fetch.Session,
    *,
    session: str = "",
    limit: int = 0,
    key: str = "",
    budget: Budget | None = None,
    answers: dict[str, Page] | None = None,
    told: Callable[[str], None] = lambda bill: None,
) -> Tally:
    """Bring one session of a source into the store and return what happened.

    ``key`` is the value of the source's key, if it needs one, and ``budget`` what it may still
    cost (see `budgeted`); ``answers`` holds the pages that its sources share; ``told`` hears each
    bill's id. Raise
    `FetchError` or `ScrapeError` where the source as a whole fails, or gives no bill; what was kept
    before stays. A bill or text that fails is counted and told, and the rest goes on.
    """
    chosen = session or current(source, run.today).id
    _introduce(run, source, chosen)
    visit = _Visit(run, wire, "" if key else getattr(source, "key_host", ""))
    get = partial(_page, visit, told, asker(run, source, wire, key, budget, answers))
    for step in scraper.walk(source.start(chosen), get, enclosed=partial(_enclosed, visit)):
        if isinstance(step, Missed):
            run.tally.failures.append(step.reason)
            run.tally.missed += 1
            visit.waiting.pop(step.bill, None)
            continue
        _bill(visit, step)
        told(step.id)
        if limit and run.tally.bills >= limit:
            break
    else:
        for id in list(visit.waiting):
            _mark(visit, id)
    if not visit.seen:
        raise ScrapeError(f"{source.name}: session {chosen} gave no bill: the source has changed")
    keep.reread(run, source.jurisdiction.code)
    return run.tally


def wire(
    source: Scraper, db: Path, contact: str, root: str = "", insecure: Iterable[str] = (),
    bounds: fetch.Bounds | None = None,
) -> fetch.Session:  # fmt: skip
    """Open a session on a source's hosts; its pages are remembered beside the database.

    Of its hosts those that are ``insecure`` are taken without checking their certificate.
    """
    unchecked = sorted(set(insecure) & set(source.hosts))
    cache = db.parent / ".billwatch" / f"{source.name}-pages"
    pace = float(getattr(source, "pace", 1.0))
    return fetch.Session(
        contact, cache, source.hosts, pace=pace, base=root, bounds=bounds, insecure=unchecked
    )


def key(source: Scraper, environment: Mapping[str, str]) -> str:
    """Return the key of a source; raise `FetchError` where it is not set and all hangs on it."""
    name = getattr(source, "key_env", "")
    if name and not environment.get(name) and not getattr(source, "key_host", ""):
        raise FetchError(f"{source.name}: needs a key: set {name} in the environment")
    return environment.get(name, "") if name else ""


def current(source: Scraper, today: str) -> Session:
    """Return the last session that has begun by the ISO date, else the last one known.

    A source of many legislatures has a ``session_of`` a year instead.
    """
    session_of = getattr(source, "session_of", None)
    if session_of is not None:
        return Session(source.jurisdiction.code, session_of(int(today[:4])))
    begun = [session for session in source.sessions if (session.start or "") <= today]
    return (begun or list(source.sessions))[-1]


def _introduce(run: Run, source: Scraper, session: str) -> None:
    """Save whose bills come and of which session; a source of all legislatures has no session."""
    if getattr(source, "only", source) is None:
        for place in run.facts.jurisdictions:
            if not place.sample:
                run.store.save_jurisdiction(place)
        return
    run.store.save_jurisdiction(source.jurisdiction)
    for known in source.sessions:
        if known.id == session:
            run.store.save_session(known)


def _ask(run: Run, wire: fetch.Session, follow: Follow, secret: Secret = None) -> Answer:
    answer = wire.get(follow.url, form=follow.form, body=follow.body, secret=secret)
    run.tally.size += 0 if answer.unchanged else len(answer.document.body)
    return answer


def budgeted(source: Scraper) -> Budget | None:
    """Return a fresh budget of calls for a source that has one."""
    calls = int(getattr(source, "calls", 0))
    return Budget(calls) if calls else None


def asker(
    run: Run,
    source: Scraper,
    wire: fetch.Session,
    key: str = "",
    budget: Budget | None = None,
    answers: dict[str, Page] | None = None,
) -> Fetcher:
    """Return what fetches every page of a source, within a budget of calls, if there is one.

    A page that cannot be had at its address is asked for at its other one; one that is shared is
    asked for once, and stands among ``answers`` from then on.
    """
    keyed = {source.key_name: key} if key else None  # type: ignore[attr-defined]
    host = getattr(source, "key_host", "")

    def get(follow: Follow) -> Page | None:
        secret = keyed if not host or urlsplit(follow.url).hostname == host else None
        try:
            document = _ask(run, wire, follow, secret).document
        except FetchError as why:
            if not follow.otherwise:
                raise
            document = _elsewhere(run, wire, follow, why, secret)
        return Page(follow.url, document.body, document.media_type)

    budget = budget or budgeted(source)
    return _once(scraper.ration(get, budget) if budget else get, {} if answers is None else answers)


def _elsewhere(
    run: Run, wire: fetch.Session, follow: Follow, why: FetchError, secret: Secret
) -> Document:
    """Return the page from its other address; raise `FetchError` of both where that fails."""
    log = logging.getLogger(__name__)
    log.warning("%s: asked for at %s instead", follow.url, follow.otherwise)
    try:
        return _ask(run, wire, replace(follow, url=follow.otherwise), secret).document
    except FetchError as error:
        raise FetchError(f"{why}; nor at {error}") from error


def _once(get: Fetcher, answers: dict[str, Page]) -> Fetcher:
    """Return what fetches a shared page only if it is not among the answers yet."""

    def once(follow: Follow) -> Page | None:
        held = answers.get(follow.url) if follow.shared else None
        page = held or get(follow)
        if follow.shared and page is not None:
            answers[follow.url] = page
        return page

    return once


def _page(visit: _Visit, told: Callable[[str], None], get: Fetcher, follow: Follow) -> Page | None:
    """Return a page, or None for one whose mark is as it was when its bill was dealt with."""
    if visit.locked and urlsplit(follow.url).hostname == visit.locked:
        _brief(visit, told, follow)
        return None
    if follow.version and not _missing(visit, follow):
        return None
    if follow.bill and follow.changed:
        address = _address(follow)
        if visit.run.store.page_mark(address) == follow.changed:
            _see(visit, follow.bill, unchanged=True)
            told(follow.bill)
            return None
        if follow.brief is not None and not visit.run.wanted(follow.brief):
            _brief(visit, told, follow)
            visit.run.store.save_page(
                address, follow.changed, bill=follow.bill, seen_on=visit.run.today
            )
            return None
        visit.waiting.setdefault(follow.bill, {})[address] = follow.changed
    return get(follow)


def _brief(visit: _Visit, told: Callable[[str], None], follow: Follow) -> None:
    """Keep a bill as its list tells it, where the page that would tell more is not asked for."""
    if follow.brief is not None:
        _see(visit, follow.bill)
        keep.bill(visit.run, follow.brief)
        told(follow.bill)


def _missing(visit: _Visit, follow: Follow) -> bool:
    """Tell whether a page's document is worth a request: wanted, and no other source's print."""
    store = visit.run.store
    bill = store.bill(follow.bill)
    if bill is None or not visit.run.wanted(bill):
        return False
    other = store.repeated(follow.version)
    return not (other and keep.done(visit.run, other))


def _address(follow: Follow) -> str:
    """Name a page by its address and, where it is asked for by a form, by what is asked."""
    asked = repr((follow.form, follow.body)) if follow.form or follow.body else ""
    return (
        f"{follow.url}#{hashlib.sha256(asked.encode()).hexdigest()[:16]}" if asked else follow.url
    )


def _see(visit: _Visit, bill: str, *, unchanged: bool = False) -> None:
    """Count a bill once, however often it is listed."""
    if bill not in visit.seen:
        visit.seen.add(bill)
        visit.run.tally.unchanged += unchanged
        visit.run.tally.bills += 1


def _bill(visit: _Visit, bill: Bill) -> None:
    _see(visit, bill.id)
    changed = keep.bill(visit.run, bill)
    wanted = visit.run.wanted(bill)
    whole = bool(bill.versions) or not wanted  # a first text may come without another mark
    for version in bill.versions if wanted else ():
        again = changed and not visit.run.store.repeated(version.id)
        if again or not keep.done(visit.run, version.id):
            whole = _text(visit, bill, version) and whole
    if not whole:
        visit.waiting.pop(bill.id, None)
    elif bill.id in visit.waiting:
        visit.bills[bill.id] = bill
        _settle(visit, bill.id)


def _enclosed(visit: _Visit, came: Enclosed) -> None:
    keep.document(visit.run, came.bill, came.version, came.document)
    _settle(visit, came.bill.id)


def _settle(visit: _Visit, id: str) -> None:
    """Keep the marks of a bill all of whose versions were dealt with, or need not be."""
    bill = visit.bills.get(id)
    if bill is None:
        return
    versions = bill.versions if visit.run.wanted(bill) else ()
    if all(keep.done(visit.run, version.id) for version in versions):
        _mark(visit, id)


def _mark(visit: _Visit, id: str) -> None:
    known = visit.bills.pop(id, None)
    for address, changed in visit.waiting.pop(id, {}).items() if known else ():
        visit.run.store.save_page(address, changed, bill=id, seen_on=visit.run.today)


def _text(visit: _Visit, bill: Bill, version: Version) -> bool:
    """Fetch the version's best link that answers, and read it; tell whether one did.

    No key goes along: the link may lead to another host than the source's own.
    """
    reasons = []
    for link in version.links:
        try:
            answer = _ask(visit.run, visit.wire, Follow(link.url, lambda _: iter(())))
        except FetchError as error:
            reasons.append(str(error))
            continue
        keep.document(visit.run, bill, version, answer.document, link.url, posted=_posted(answer))
        return True
    visit.run.tally.failures += reasons[:1]
    return not reasons


def _posted(answer: Answer) -> str:
    """Return the day on which the source says the document was last put up."""
    said = {name.lower(): value for name, value in answer.headers}.get("last-modified", "")
    try:
        return parsedate_to_datetime(said).astimezone(UTC).date().isoformat() if said else ""
    except (ValueError, OverflowError):
        return ""
