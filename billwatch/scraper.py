"""What every source is: a reader of pages that yields bills and says which page comes next.

A scraper never fetches. It gets a page and yields each `Bill` that is complete, or a `Follow`:
the address of the next page and the method that reads it, with what is known so far bound to it.

    def bills(self, page: Page) -> Iterator[Step]:
        for row in page.rows(header=("Bill", "Title")):
            draft = Bill(...)
            yield Follow(row.link("Bill"), partial(self.bill, draft), bill=draft.id)

A list that comes in pages ends with a `Follow` to the next one, read by the same method. A form
is a `Follow` with `form`; a query in JSON one with `body`. A text that stands within an answer (in
base64, or as a field) is yielded as `Enclosed`, after its bill.

A source that needs a key says so by two more attributes: ``key_env``, the environment variable
that holds it, and ``key_name``, the name under which it is sent (one of ``SECRETS`` of the fetch
room). Where one host alone needs it, that is ``key_host``: without the key its pages are left out,
and a bill that hangs on one is kept as its ``brief`` says. A source may also have ``calls``, how
many requests a run may make (`ration`), and ``pace``, the least seconds between two. It never sees
the key, so no address that it names can hold it.
"""

import hashlib
import logging
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, TypeVar

from billwatch.errors import FetchError, ScrapeError
from billwatch.models import Bill, Document, Jurisdiction, Session, Version
from billwatch.page import Page
from billwatch.sessions import counted_session as counted_session
from billwatch.sessions import identify as identify
from billwatch.sessions import legiscan_number as legiscan_number
from billwatch.sessions import legiscan_session as legiscan_session
from billwatch.sessions import session_id as session_id

# A reader's own mistakes on a page nobody foresaw: they cost a bill, or the source, alone.
BUGS = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class Follow:
    """A page to be read next, and how.

    ``bill`` is the id of the bill the page completes: then its failure costs that bill alone, not
    the source. ``changed`` is the source's own mark of the last change (a date, a hash): a page
    whose mark is as last time need not be fetched. ``version`` is the id of the version whose
    document the page encloses: one that is not wanted is not asked for. ``brief`` is what the list
    itself says of the bill: enough for a bill whose texts are not wanted. An answer that is
    ``shared`` is for all sources of one key: they ask for it once a night. ``otherwise`` is where
    the same page stands if it cannot be had at its address.
    """

    url: str
    parse: "Reader"
    bill: str = ""
    changed: str = ""
    form: tuple[tuple[str, str], ...] = ()
    body: str = field(default="", kw_only=True)
    version: str = field(default="", kw_only=True)
    brief: Bill | None = field(default=None, kw_only=True)
    shared: bool = field(default=False, kw_only=True)
    otherwise: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Missed:
    """One bill that could not be had, and why."""

    bill: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The document of one version that came within an answer.

    The version has no links then, or its text would be fetched and read twice: where a reader
    finds it stands in the document.
    """

    bill: Bill
    version: Version
    document: Document


Step: TypeAlias = Bill | Follow
_Steps: TypeAlias = Iterator[Step | Enclosed | Session | Missed]
Reader: TypeAlias = Callable[[Page], _Steps]


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
    start: tuple[Follow, ...],
    get: Callable[[Follow], Page | None],
    patience: int = 5,
    enclosed: Callable[[Enclosed], None] | None = None,
) -> Iterator[Bill | Missed]:
    """Read pages in the order they are named, and yield each bill as soon as it is complete.

    The pages of one bill are read as soon as it is named, before the rest of the list that names
    it: so a run that is cut short keeps whole bills, and a list need not be held in memory.
    `get` fetches, or returns None for a page that need not be read again. A failing page of one
    bill is a `Missed`; a failing list, or `patience` failures in a row, ends the source with the
    error. An address that was read is not read twice, so a pager that points back comes to an end.
    `enclosed` takes each document that came within an answer; its bill was yielded before.
    """
    pending, seen, failures = deque(start), set[tuple[object, ...]](), 0
    opened: list[tuple[Follow, _Steps | None]] = []  # pages that are being read, the last one first
    while opened or pending:
        follow, steps = opened.pop() if opened else (pending.popleft(), None)
        try:
            if steps is None:
                key = (follow.url, follow.form, follow.body, follow.bill)
                if key in seen:
                    continue
                seen.add(key)
                page = get(follow)
                steps = follow.parse(page) if page is not None else iter(())
            step = next(steps, None)
        except (FetchError, ScrapeError, *BUGS) as error:
            failures += 1
            if not follow.bill or failures >= patience:
                raise
            yield Missed(follow.bill, follow.url, _reason(error, follow.url))
            continue
        if step is None:
            failures = 0
            continue
        opened.append((follow, steps))
        if isinstance(step, Follow) and step.bill:
            opened.append((step, None))
        elif isinstance(step, Follow):
            pending.append(step)
        elif isinstance(step, (Bill, Missed)):
            yield step
        elif isinstance(step, Enclosed) and enclosed is not None:
            enclosed(step)


def _reason(error: Exception, url: str) -> str:
    """Return the words of an error; of a mistake of the reader's also where it was made."""
    if isinstance(error, (FetchError, ScrapeError)):
        return str(error)
    logging.getLogger(__name__).error("%s: the scraper does not know it", url, exc_info=error)
    return f"{url}: the scraper does not know such a page: {type(error).__name__}: {error}"


_Row = TypeVar("_Row")


def each(page: Page, rows: Iterable[_Row], read: Callable[[_Row], Step]) -> Iterator[Step | Missed]:
    """Yield what is read of each row of a list; one that cannot be read costs itself alone.

    Raise `ScrapeError` with the last reason where no row can be read: the list has changed.
    """
    good, missed = False, list[Missed]()
    for row in rows:
        try:
            step = read(row)
        except (ScrapeError, *BUGS) as error:
            missed.append(Missed("", page.url, _reason(error, page.url)))
        else:
            good = True
            yield step
        if good:
            yield from missed
            missed.clear()
    if missed:
        raise ScrapeError(missed[0].reason)


@dataclass(slots=True)
class Budget:
    """How many calls a key may still make; the sources of one key share it."""

    calls: int
    spent: int = 0


def ration(
    get: Callable[[Follow], Page | None], calls: int | Budget
) -> Callable[[Follow], Page | None]:
    """Return `get` with a budget: what goes beyond so many calls is refused with `FetchError`."""
    budget = calls if isinstance(calls, Budget) else Budget(calls)

    def rationed(follow: Follow) -> Page | None:
        if budget.spent >= budget.calls:
            raise FetchError(f"{follow.url}: refused: the budget of {budget.calls} calls is spent")
        budget.spent += 1
        return get(follow)

    return rationed


def plain(value: object) -> str:
    """Return the words of a field, white space as single spaces; nothing for null.

    >>> plain(" An  Act\\n"), plain(None)
    ('An Act', '')
    """
    return " ".join(str(value or "").split())


def iso_day(value: object) -> str:
    """Return the ISO day of a date or a time stamp, as it is written or in the American manner.

    >>> iso_day("2026-01-19 11:07:38.010"), iso_day("1/9/2026"), iso_day("0209-01-01")
    ('2026-01-19', '2026-01-09', '')
    """
    written = plain(value)
    if match := re.match(r"(\d\d?)/(\d\d?)/([12]\d{3})(?!\d)", written):
        return f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}"
    return written[:10] if re.match(r"[12]\d{3}-\d\d-\d\d(?!\d)", written) else ""


def enclose(bill: Bill, version: Version, body: bytes, media_type: str, url: str = "") -> Enclosed:
    """Return a text that came within an answer; `url` is where a reader finds it."""
    digest = hashlib.sha256(body).hexdigest()
    return Enclosed(bill, version, Document(digest, body, media_type, url=url))
