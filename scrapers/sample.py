"""Bills of the Sample Legislature: five bills drafted for this project, on pages in data/sample.

This is the scraper to copy for a new source. It never fetches: it is given a `Page`, yields what
it reads there, and names the pages that must be read next. One thing not to copy: a real source
leaves a bill's status alone, and ``data/status/<code>.toml`` reads it off the actions.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Status, Version
from billwatch.page import Page
from billwatch.scraper import Follow, Step

_STATUS: dict[str, Status] = {
    "In committee": "in committee",
    "Reported by committee": "out of committee",
    "Passed by the House": "passed one chamber",
    "Public Act": "law",
    "Failed": "dead",
}
_CHAMBER = {"House": "lower", "Senate": "upper", "Governor": "executive"}
_MEDIA = {"HTML": "text/html", "PDF": "application/pdf", "XML": "application/xml"}


class Sample:
    """The Sample Legislature (legislature.example)."""

    name = "sample"
    jurisdiction = Jurisdiction("xs", "Sample Legislature", sample=True)
    hosts = ("legislature.example",)
    sessions = (Session("xs", "2026", "2026 Session", "2026-01-07", "2026-06-03"),)

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the list of a session's bills."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        url = f"https://legislature.example/{session}/bills.html"
        return (Follow(url, partial(self.bills, session)),)

    def bills(self, session: str, page: Page) -> Iterator[Step]:
        """Read the list: one row a bill, which leads to the bill's own page."""
        for row in page.rows(header=("Bill", "Title", "Last changed")):
            draft = Bill(
                id=f"xs/{session}/{_slug(row['Bill'], '')}",
                jurisdiction="xs",
                session=session,
                number=row["Bill"],
                title=row["Title"],
                url=row.link("Bill"),
                source=self.name,
            )
            read = partial(self.bill, draft)
            yield Follow(draft.url, read, bill=draft.id, changed=row["Last changed"])

    def bill(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's page: what the list did not say."""
        number = page.text(page.one("h1.bill-number"))
        if number != draft.number:
            raise ScrapeError(f"{page.url}: this is {number}, not {draft.number}")
        yield replace(
            draft,
            title=page.text(page.one("p.bill-title")),
            status=_status(page.text(page.one("span.bill-status"))),
            sponsors=tuple(Sponsor(page.text(item)) for item in page.some("ul.sponsors li")),
            actions=tuple(self._actions(page)),
            subjects=tuple(page.text(item) for item in page.all("ul.subjects li")),
            versions=tuple(self._versions(draft.id, page)),
        )

    def _actions(self, page: Page) -> Iterator[Action]:
        for row in page.rows(header=("Date", "Chamber", "Action")):
            yield Action(row["Date"], row["Action"], _CHAMBER.get(row["Chamber"], ""))

    def _versions(self, bill: str, page: Page) -> Iterator[Version]:
        for row in page.rows(header=("Version", "Date", "Text")):
            link = Link(row.link("Text"), _MEDIA.get(row["Text"], ""))
            label = row["Version"]
            yield Version(f"{bill}@{_slug(label, '-')}", bill, label, row["Date"], (link,))


def _status(words: str) -> Status:
    """Return the status of the one scale; "Public Act 26-17" is known by its first words."""
    return next((known for start, known in _STATUS.items() if words.startswith(start)), "unknown")


def _slug(words: str, joint: str) -> str:
    return joint.join(words.lower().split())
