"""Collect: walk a source's pages, keep each bill as it arrives, fetch and read its texts."""

from collections.abc import Iterator

from billwatch import fetch, scraper
from billwatch.errors import FetchError, ScrapeError
from billwatch.models import Bill, Version
from billwatch.page import Page
from billwatch.pipeline import keep
from billwatch.pipeline.facts import Facts
from billwatch.pipeline.keep import Tally
from billwatch.scraper import Follow, Missed, Scraper
from billwatch.store import Store


def scrape(
    store: Store,
    source: Scraper,
    wire: fetch.Session,
    facts: Facts,
    *,
    today: str,
    session: str = "",
    limit: int = 0,
) -> Tally:
    """Bring one session of a source into the store and return what happened.

    Raise `FetchError` or `ScrapeError` where the source as a whole fails, or gives no bill; what
    was kept before stays. A bill or text that fails is counted and told, and the rest goes on.
    """
    tally = Tally()
    chosen = session or source.sessions[-1].id
    store.save_jurisdiction(source.jurisdiction)
    for known in source.sessions:
        if known.id == chosen:
            store.save_session(known)
    for step in _bills(source, wire, chosen):
        if isinstance(step, Missed):
            tally.failures.append(step.reason)
            continue
        keep.bill(store, step, tally, today)
        for version in step.versions:
            _text(store, step, version, wire, facts, tally, today)
        if limit and tally.bills >= limit:
            break
    if not tally.bills:
        raise ScrapeError(f"{source.name}: session {chosen} gave no bill: the source has changed")
    return tally


def _bills(source: Scraper, wire: fetch.Session, session: str) -> Iterator[Bill | Missed]:
    def get(follow: Follow) -> Page:
        document = wire.get(follow.url, form=follow.form, body=follow.body).document
        return Page(follow.url, document.body, document.media_type)

    return scraper.walk(source.start(session), get)


def _text(
    store: Store,
    bill: Bill,
    version: Version,
    wire: fetch.Session,
    facts: Facts,
    tally: Tally,
    today: str,
) -> None:
    """Fetch the version's best link that answers, and read it unless it is as it was."""
    reasons = []
    for link in version.links:
        try:
            answer = wire.get(link.url)
        except FetchError as error:
            reasons.append(str(error))
            continue
        doc = answer.document
        known = store.stamp(version.id)
        if known != (doc.sha256, keep.stamp(facts)):
            keep.document(store, bill, version, doc, facts, tally, today)
        return
    tally.failures += reasons[:1]
