"""What every source is: a reader of pages that yields bills and says which page comes next.

A scraper never fetches. It gets a page and yields each `Bill` that is complete, or a `Follow`:
the address of the next page and the method that reads it, with what is known so far bound to it.

    def bills(self, page: Page) -> Iterator[Step]:
        for row in page.rows(header=("Bill", "Title")):
            draft = Bill(...)
            yield Follow(row.link("Bill"), partial(self.bill, draft), bill=draft.id)

A list that comes in pages ends with a `Follow` to the next one, read by the same method. A form
is a `Follow` with `form`; a query in JSON one with `body`.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from billwatch.errors import FetchError, ScrapeError
from billwatch.models import Bill, Jurisdiction, Session
from billwatch.page import Page


@dataclass(frozen=True, slots=True)
class Follow:
    """A page to be read next, and how.

    ``bill`` is the id of the bill the page completes: then its failure costs that bill alone, not
    the source. ``changed`` is the source's own mark of the last change (a date, a hash): a page
    whose mark is as last time need not be fetched.
    """

    url: str
    parse: "Reader"
    bill: str = ""
    changed: str = ""
    form: tuple[tuple[str, str], ...] = ()
    body: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Missed:
    """One bill that could not be had, and why."""

    bill: str
    url: str
    reason: str


Step: TypeAlias = Bill | Follow
Reader: TypeAlias = Callable[[Page], Iterator[Step]]


class Scraper(Protocol):
    """One source. The attributes are read only; a plain class with class attributes will do."""

    @property
    def name(self) -> str:
        """The name it is called by: ``sample``."""

    @property
    def jurisdiction(self) -> Jurisdiction:
        """Whose bills these are."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts it may be fetched from, and no other."""

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions it knows, the current one last."""

    def start(self, session: str) -> tuple[Follow, ...]:
        """Return the first pages of a session; raise `ScrapeError` for one it does not know."""


def walk(
    start: tuple[Follow, ...], get: Callable[[Follow], Page | None], patience: int = 5
) -> Iterator[Bill | Missed]:
    """Read pages in the order they are named, and yield each bill as soon as it is complete.

    `get` fetches, or returns None for a page that need not be read again. A failing page of one
    bill is a `Missed`; a failing list, or `patience` failures in a row, ends the source with the
    error. An address that was read is not read twice, so a pager that points back comes to an end.
    """
    pending, seen, failures = deque(start), set[tuple[object, ...]](), 0
    while pending:
        follow = pending.popleft()
        key = (follow.url, follow.form, follow.body, follow.bill)
        if key in seen:
            continue
        seen.add(key)
        try:
            page = get(follow)
            for step in follow.parse(page) if page is not None else ():
                if isinstance(step, Follow):
                    pending.append(step)
                else:
                    yield step
            failures = 0
        except (FetchError, ScrapeError) as error:
            failures += 1
            if not follow.bill or failures >= patience:
                raise
            yield Missed(follow.bill, follow.url, str(error))
