"""Make the feeds: Atom and JSON Feed for everything, and for each state, provision and bill.

Entries are dated by the day they were first seen, never by the day a page was built, and hold the
changed words. Nobody has to sign up: a tool for privacy collects no addresses.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feedgenerator import Atom1Feed

from billwatch import inert
from billwatch.publish import news, paths
from billwatch.publish.desk import Desk
from billwatch.publish.faces import Page
from billwatch.publish.press import as_json

MOST = 50  # entries of one feed; the pages and data files hold the rest


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: ``path`` without its ending, ``page`` the page it belongs to.

    ``since`` is its date while it has no entry.
    """

    path: str
    title: str
    page: str
    items: tuple[news.News, ...]
    since: str


class _Atom(Atom1Feed):  # type: ignore[misc]  # the package has no types
    """An Atom feed that has a date of its own where it has no entry: no clock is read."""

    def latest_post_date(self) -> datetime:
        """Return the newest entry's date, else the feed's own."""
        dates = [item["updateddate"] for item in self.items]
        newest: datetime = max(dates, default=self.feed["since"])
        return newest


def pages(desk: Desk, told: Sequence[news.News]) -> Iterator[Page]:
    """Yield every feed in both formats; ``told`` has the newest first."""
    for feed in every(desk, told):
        yield from _both(desk, feed)


def every(desk: Desk, told: Sequence[news.News]) -> Iterator[Feed]:
    """Yield the feeds of the site, those of bills last."""
    since = min((item.seen_on for item in told), default=desk.site.today)
    yield Feed(paths.feed("all"), "All changes", "change/index.html", tuple(told[:MOST]), since)
    weaker = tuple(news.weakenings(told)[:MOST])
    yield Feed(paths.feed("weaker"), "Weakenings", "change/weaker/index.html", weaker, since)
    for place in desk.places:
        mine = tuple(item for item in told if item.place.code == place.code)[:MOST]
        path = paths.feed("state", place.code)
        yield Feed(path, place.name, paths.state(place.code), mine, since)
    for provision in desk.site.codebook:
        about = tuple(_about(told, provision.id))[:MOST]
        path = paths.feed("provision", provision.id)
        yield Feed(path, provision.name, paths.provision(provision.id), about, since)
    by_bill: dict[str, list[news.News]] = {}
    for item in told:
        by_bill.setdefault(item.card.bill.id, []).append(item)
    for card in desk.cards:
        bill = card.bill
        title = f"{bill.jurisdiction.upper()} {bill.number} ({bill.session})"
        items = tuple(by_bill.get(bill.id, ())[:MOST])
        yield Feed(paths.bill_feed(bill.id), title, card.path, items, card.first_seen or since)


def _about(told: Sequence[news.News], provision: str) -> Iterator[news.News]:
    for item in told:
        turns = tuple(turn for turn in item.turns if turn.provision.id == provision)
        if turns:
            yield replace(item, facts=(), turns=turns)


def _both(desk: Desk, feed: Feed) -> Iterator[Page]:
    top = desk.site.base_url.rstrip("/") + "/" if desk.site.base_url else paths.root(feed.path)
    bodies = [desk.press.words("feed_item.html", item=item, root=top) for item in feed.items]
    yield Page(f"{feed.path}.atom", _atom(feed, top, bodies, absolute=bool(desk.site.base_url)))
    yield Page(f"{feed.path}.json", _json(feed, top, bodies, absolute=bool(desk.site.base_url)))


def _atom(feed: Feed, top: str, bodies: Sequence[str], *, absolute: bool) -> bytes:
    made = _Atom(
        title=_clean(f"billwatch: {feed.title}"), link=_page(top, feed.page), description=None,
        author_name="billwatch", language="en", feed_guid=_id(feed.path),
        feed_url=f"{top}{feed.path}.atom" if absolute else None, since=_moment(feed.since),
    )  # fmt: skip
    for item, body in zip(feed.items, bodies, strict=True):
        seen = _moment(item.seen_on)
        made.add_item(
            title=_clean(title(item)), link=_page(top, item.href), description=None,
            content=_clean(body), unique_id=_id(item.seen_on, item.card.bill.id),
            pubdate=seen, updateddate=seen,
            categories=[_clean(turn.provision.id) for turn in item.turns],
        )  # fmt: skip
    text: str = made.writeString("utf-8")
    return text.encode("utf-8", "replace")


def _json(feed: Feed, top: str, bodies: Sequence[str], *, absolute: bool) -> bytes:
    items = [
        {
            "id": _id(item.seen_on, item.card.bill.id),
            "url": _page(top, item.href),
            "title": _clean(title(item)),
            "content_html": body,
            "date_published": _moment(item.seen_on).isoformat(),
            "tags": sorted({turn.provision.id for turn in item.turns}),
        }
        for item, body in zip(feed.items, bodies, strict=True)
    ]
    about = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"billwatch: {feed.title}",
        "home_page_url": _page(top, feed.page),
        "language": "en",
        "items": items,
    }
    return as_json(about | ({"feed_url": f"{top}{feed.path}.json"} if absolute else {}))


def title(item: news.News) -> str:
    """Return the title of an entry: whose bill, which print, and what it did."""
    kinds = ("weaker", "changed", "stronger")
    turned = [f"{n} {kind}" for kind in kinds if (n := item.count(kind))]
    told = ", ".join(turned) or "; ".join(item.facts)
    bill = f"{item.card.bill.number}, {item.label}" if item.label else item.card.bill.number
    return f"{item.place.name} {bill}: {told}" if told else f"{item.place.name} {bill}"


def _page(top: str, href: str) -> str:
    """Return the address of a page; a server shows a folder's index, a disk does not."""
    return top + (paths.served(href) if "://" in top else href)


def _id(*parts: str) -> str:
    """Return the id of a feed or entry, the same in every build and on every host."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "billwatch:" + " ".join(parts)).urn


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(day[:10]).replace(tzinfo=UTC)


def _clean(text: str) -> str:
    """Return text without what XML cannot hold and what turns the words around it."""
    return inert.plain(text)
