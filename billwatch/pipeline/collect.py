"""Collect: walk a source's pages, keep each bill as it arrives, fetch and read its texts."""

from collections.abc import Iterator

from billwatch import fetch, scraper
from billwatch.errors import FetchError, ScrapeError
from billwatch.models import Bill, Version
from billwatch.page import Page
from billwatch.pipeline import keep
from billwatch.pipeline.keep import Run, Tally
from billwatch.scraper import Follow, Missed, Scraper


def scrape(
    run: Run, source: Scraper, wire: fetch.Session, *, session: str = "", limit: int = 0
) -> Tally:
    """Bring one session of a source into the store and return what happened.

    Raise `FetchError` or `ScrapeError` where the source as a whole fails, or gives no bill; what
    was kept before stays. A bill or text that fails is counted and told, and the rest goes on.
    """
    chosen = session or source.sessions[-1].id
    run.store.save_jurisdiction(source.jurisdiction)
    for known in source.sessions:
        if known.id == chosen:
            run.store.save_session(known)
    for step in _bills(source, wire, chosen):
        if isinstance(step, Missed):
            run.tally.failures.append(step.reason)
            continue
        keep.bill(run, step)
        for version in step.versions:
            _text(run, step, version, wire)
        if limit and run.tally.bills >= limit:
            break
    if not run.tally.bills:
        raise ScrapeError(f"{source.name}: session {chosen} gave no bill: the source has changed")
    return run.tally


def _bills(source: Scraper, wire: fetch.Session, session: str) -> Iterator[Bill | Missed]:
    def get(follow: Follow) -> Page:
        document = wire.get(follow.url, form=follow.form, body=follow.body).document
        return Page(follow.url, document.body, document.media_type)

    return scraper.walk(source.start(session), get)


def _text(run: Run, bill: Bill, version: Version, wire: fetch.Session) -> None:
    """Fetch the version's best link that answers, and read it unless it is as it was."""
    reasons = []
    for link in version.links:
        try:
            answer = wire.get(link.url)
        except FetchError as error:
            reasons.append(str(error))
            continue
        doc = answer.document
        if run.store.stamp(version.id) != (doc.sha256, keep.stamp(run.facts)):
            keep.document(run, bill, version, doc, link.url)
        return
    run.tally.failures += reasons[:1]
