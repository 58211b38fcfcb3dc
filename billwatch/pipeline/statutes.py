"""Fetch the official text of the laws of the baseline, where a page holds the text itself.

Each text is kept raw, read and stored like any other, so that the words behind a law's cells can be
quoted. A text counts from the year of its law on: what the page says today is the law as amended.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from billwatch import fetch
from billwatch.errors import DataError, FetchError
from billwatch.models import Bill, Law, Link, Version
from billwatch.pipeline import keep
from billwatch.pipeline.facts import Facts
from billwatch.pipeline.keep import Run

SOURCE = "the law's official page"


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the baseline, the law it belongs to, and the id of the text it holds."""

    id: str
    url: str
    law: Law


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page: ``read``, ``unchanged`` or ``failed``, with the reason."""

    page: Page
    state: str
    reason: str = ""
    findings: int = 0


def pages(facts: Facts, places: Iterable[str] = ()) -> tuple[Page, ...]:
    """Return the pages of laws in force, in order, each once; of ``places`` (codes), or of all.

    Raise `DataError` for a place that is none.
    """
    wanted = [place.lower() for place in places]
    known = {place.code for place in facts.jurisdictions}
    if stray := [place for place in wanted if place not in known]:
        raise DataError(f"{stray[0]}: no such state; give its two letters, such as VT")
    found: dict[str, Page] = {}
    for law in sorted(facts.laws, key=lambda law: (law.jurisdiction, law.year, law.id)):
        if law.status == "law" and (not wanted or law.jurisdiction in wanted):
            for id_, url in law.direct:
                found.setdefault(id_, Page(id_, url, law))
    return tuple(found.values())


def wire(asked: Iterable[Page], db: Path, contact: str, root: str = "") -> fetch.Session:
    """Open a session on the hosts of the pages; they are remembered beside the database."""
    hosts = {urlsplit(page.url).hostname or "" for page in asked}
    hosts |= {host.removeprefix("www.") for host in hosts} | {
        f"www.{host}" for host in hosts if not host.startswith("www.")
    }
    return fetch.Session(contact, db.parent / ".billwatch" / "laws-pages", hosts, base=root)


def bring(run: Run, session: fetch.Session, asked: Iterable[Page]) -> Iterator[Outcome]:
    """Fetch, keep and read every page; yield what became of each as it is done.

    A page that cannot be had, cannot be read, or holds a whole law and says nothing of student
    data has failed; the others go on.
    """
    for place in run.facts.jurisdictions:
        if not place.sample:
            run.store.save_jurisdiction(place)
    for page in asked:
        run.tally.bills += 1
        try:
            answer = session.get(page.url)
        except FetchError as error:
            run.tally.failures.append(str(error))
            yield Outcome(page, "failed", str(error))
            continue
        run.tally.size += 0 if answer.unchanged else len(answer.document.body)
        yield _kept(run, page, answer)


def _kept(run: Run, page: Page, answer: fetch.Answer) -> Outcome:
    bill, version = _bill(run, page)
    before = run.store.stamp(version.id)
    if not keep.document(run, bill, version, answer.document, page.url):
        return Outcome(page, "failed", run.tally.failures[-1])
    findings = len(run.store.findings(version.id))
    if not findings and len(page.law.texts) < 2:  # one section of several may only define
        reason = f"{page.url}: nothing on student data was found there: is it still this law?"
        run.tally.failures.append(reason)
        return Outcome(page, "failed", reason)
    same = before is not None and before == run.store.stamp(version.id)
    run.tally.unchanged += same
    return Outcome(page, "unchanged" if same else "read", "", findings)


def _bill(run: Run, page: Page) -> tuple[Bill, Version]:
    """Save the bill or section that the page holds, with its version, and return both.

    What the store knows of a bill already stays as it is.
    """
    law = page.law
    version = Version(
        f"{page.id}@published", page.id, "Published", str(law.year), (Link(page.url),)
    )
    known = run.store.bill(page.id)
    if known is not None:
        bill = replace(known, versions=(version,))
        run.store.save_bill(bill, seen_on=run.today)
        return bill, version
    place, session, name = page.id.split("/", 2)
    code = session == "code"
    bill = Bill(
        page.id, place, session, f"§ {name}" if code else law.bill, law.title,
        kind="law" if code else "bill", status="law", versions=(version,), url=page.url,
        source=SOURCE,
    )  # fmt: skip
    keep.bill(run, bill)
    return bill, version
