"""Write down what is held, bill by bill, as tables: bills, versions, findings, events.

Findings are the bulk of it, so they come in one file a jurisdiction and no more than one
jurisdiction's are held at a time.
"""

from collections.abc import Iterator, Sequence

from billwatch.models import Bill, Event, Finding
from billwatch.publish import files, paths
from billwatch.publish.faces import Page, Site
from billwatch.publish.held import Gist, Print
from billwatch.publish.press import as_json

BILLS = {
    "id": "id of the bill or codified law; never changes",
    "jurisdiction": "postal code of the jurisdiction",
    "session": "session, as the source names it",
    "number": "number of the bill, or citation of the law",
    "title": "title",
    "kind": "bill, or law (as codified)",
    "status": "where it stands: introduced … law, vetoed, dead or unknown",
    "versions": "how many printed texts are known",
    "last": "date of the newest action or print",
    "first_seen": "day it was first seen here",
    "url": "official page",
}
VERSIONS = {
    "id": "id of the printed text; never changes",
    "bill": "id of the bill",
    "label": "official name of the print",
    "date": "date of the print, where the source gives one",
    "first_seen": "day it was first seen here",
    "read": "yes, or no where no document could be read",
    "complete": "yes, or no where the document at hand is a part",
    "markup": "shown, plain or unknown: whether struck words can be told from kept ones",
    "characters": "length of the text in force",
    "kept": "share (0 to 1) of the print before that stands in this one",
    "sha256": "digest of the first document it was read from",
    "url": "where that document came from",
}
FINDINGS = {
    "version": "id of the printed text",
    "provision": "id of the question, as in codebook.json",
    "value": "yes, partly, permits, unclear or no",
    "detail": "the answer in a few words",
    "bound": "the party that the clause binds",
    "section": "section of the clause, as printed",
    "start": "first character of the quote in the text",
    "end": "the character after the quote",
    "quote": "the words that decide",
    "confidence": "between 0 and 1",
    "rule": "the cue that decided",
    "exceptions": "places that carve out from it",
}
EVENTS = {
    "seen_on": "day it was first seen here, which can be later than the day it happened",
    "kind": "new bill, new version, status, weaker, stronger, changed …",
    "bill": "id of the bill",
    "version": "id of the printed text that brought it",
    "provision": "id of the question, where one is concerned",
    "before": "what was said before",
    "after": "what is said after",
    "words": "more in words",
}

Row = dict[str, object]


class Ledger:
    """What has been written down so far."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._bills: list[Row] = []
        self._versions: list[Row] = []
        self._findings: list[Row] = []
        self._code = ""
        self.codes: list[str] = []

    def enter(self, bill: Bill, prints: Sequence[Print], told: Sequence[Gist]) -> Iterator[Page]:
        """Take down one bill; yield the findings of a jurisdiction that is done."""
        if bill.jurisdiction != self._code:
            yield from self._close()
            self._code = bill.jurisdiction
        self._bills.append(_bill(self._site, bill))
        for one, gist in zip(prints, told, strict=True):
            self._versions.append(_version(one, gist))
            found = one.reading.findings if one.reading else ()
            self._findings += [_finding(one.version.id, f) for f in found]

    def pages(self) -> Iterator[Page]:
        """Yield every table that is not yet out."""
        yield from self._close()
        yield from _both("data/bills", BILLS, self._bills)
        yield from _both("data/versions", VERSIONS, self._versions)
        rows = [_event(event) for event in self._site.library.events()]
        yield from _both("data/events", EVENTS, rows)

    def _close(self) -> Iterator[Page]:
        if self._code:
            self.codes.append(self._code)
            yield from _both(findings_path(self._code), FINDINGS, self._findings)
        self._findings = []


def findings_path(code: str) -> str:
    """Return the path, without its ending, of the findings of a jurisdiction."""
    return f"data/findings/{paths.slug(code)}"


def _both(path: str, columns: dict[str, str], rows: list[Row]) -> Iterator[Page]:
    yield Page(f"{path}.csv", files.table(tuple(columns), rows))
    yield Page(f"{path}.json", as_json(rows))


def _bill(site: Site, bill: Bill) -> Row:
    dates = [a.date for a in bill.actions] + [v.date for v in bill.versions if v.date]
    row: Row = {c: getattr(bill, c, "") for c in BILLS}
    return row | {
        "versions": len(bill.versions),
        "last": max(dates, default=""),
        "first_seen": site.library.first_seen(bill.id),
    }


def _version(one: Print, gist: Gist) -> Row:
    copy = one.copies[0] if one.copies else None
    read = gist.complete is not None
    return {
        "id": one.version.id,
        "bill": one.version.bill,
        "label": one.version.label,
        "date": one.version.date or "",
        "first_seen": one.first_seen,
        "read": "yes" if read else "no",
        "complete": ("yes" if gist.complete else "no") if read else "",
        "markup": gist.markup,
        "characters": gist.characters,
        "kept": "" if gist.kept is None else round(gist.kept, 4),
        "sha256": copy.sha256 if copy else "",
        "url": copy.url if copy else "",
    }


def _finding(version: str, finding: Finding) -> Row:
    row: Row = {c: getattr(finding, c, "") for c in FINDINGS}
    return row | {"version": version, "exceptions": "; ".join(finding.exceptions)}


def _event(event: Event) -> Row:
    return {c: getattr(event, c) for c in EVENTS}
