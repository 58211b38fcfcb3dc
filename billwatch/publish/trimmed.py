"""Make a page of every folder that has none: who cuts an address short finds what stands below.

The folders of bills list them by jurisdiction and session, that of the matrix its views and years;
the others (of feeds, cards and tables) lead to the page that has them all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from billwatch.models import Matrix
from billwatch.publish import docket, paths, tables
from billwatch.publish.bills import Card
from billwatch.publish.desk import Desk
from billwatch.publish.faces import Page
from billwatch.publish.phrase import cut, number

_ROOMS = {  # the folder, what it is called, the page that has its things and how that is called
    "card": ("Cards for other pages", "state/index.html", "the states, each with its card"),
    "card/state": ("Cards of jurisdictions", "state/index.html", "the states, each with its card"),
    "card/provision": (
        "Cards of provisions", "provision/index.html", "the provisions, each with its card",
    ),
    "feed/state": ("Feeds of jurisdictions", "feed/index.html", "all feeds"),
    "feed/provision": ("Feeds of provisions", "feed/index.html", "all feeds"),
    "data/findings": ("Findings as data", "data/index.html", "all data files"),
}  # fmt: skip
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Way:
    """One line of a folder's page: where it leads, its words, and what is said beside them."""

    href: str
    words: str
    more: str = ""


def pages(desk: Desk, years: Mapping[int, Matrix]) -> Iterator[Page]:
    """Yield a page for every folder of the site without one."""
    yield _matrix(desk, tuple(years))
    yield from _bills(desk)
    for folder, (title, href, words) in _ROOMS.items():
        yield _page(desk, folder, title, (Way(href, f"Go to {words}"),))


def _page(
    desk: Desk, folder: str, title: str, ways: Sequence[Way], above: Sequence[tuple[str, str]] = ()
) -> Page:
    return desk.press.page(
        f"{folder}/index.html", "folder.html", title=title, ways=ways, above=tuple(above)
    )


def _matrix(desk: Desk, years: Sequence[int]) -> Page:
    views = [Way(paths.matrix(view), *words) for view, words in tables.VIEWS.items()]
    past = [Way(paths.past(year), f"Law in force at the end of {year}") for year in reversed(years)]
    more = Way(paths.compare(), "Compare jurisdictions", "law in force, side by side")
    return _page(desk, "matrix", "The matrix", (*views, more, *past))


def _bills(desk: Desk) -> Iterator[Page]:
    """Yield a page for each folder above the bills, however deep they stand."""
    own = {card.path.rpartition("/")[0] for card in desk.cards}
    below: dict[str, dict[str, list[Card]]] = {"bill": {}}
    for card in desk.cards:
        parts = card.path.split("/")[:-1]
        for depth in range(1, len(parts)):
            children = below.setdefault("/".join(parts[:depth]), {})
            children.setdefault("/".join(parts[: depth + 1]), []).append(card)
    names = {place.code: place.name for place in desk.places}
    for folder, children in sorted(below.items()):
        if folder in own:
            continue
        one = next((cards[0] for cards in children.values()), None)
        title = _called(folder, one, names)
        above = [(up, _called(up, one, names, short=True)) for up in _above(folder)]
        if len(children) > docket.FEW and children.keys() <= own:
            bills = [card for cards in children.values() for card in cards]
            yield from docket.pages(desk.press, folder, title, above, bills)
            continue
        told = [_child(child, cards, own, names) for child, cards in children.items()]
        yield _page(desk, folder, title, sorted(told, key=_order), above)


def _child(child: str, cards: Sequence[Card], own: set[str], names: Mapping[str, str]) -> Way:
    if child in own and len(cards) == 1:
        bill = cards[0].bill
        return Way(cards[0].path, bill.number, cut(bill.title, 100))
    words = _called(child, cards[0], names, short=True)
    return Way(f"{child}/index.html", words, f"{number(len(cards))} held")


def _above(folder: str) -> list[str]:
    parts = folder.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def _called(
    folder: str, card: Card | None, names: Mapping[str, str], *, short: bool = False
) -> str:
    """Return what a folder is called that holds a bill: all, those of a place, of a session."""
    depth = folder.count("/")
    if card is None or depth == 0:
        return "Bills" if short else "Bills and laws held as text"
    bill = card.bill
    place = names.get(bill.jurisdiction, bill.jurisdiction.upper())
    if depth == 1:
        return place if short else f"{place}: bills and laws held as text"
    session = "law as codified" if bill.kind == "law" else f"session {bill.session}"
    return session if short else f"{place}, {session}"


def _order(way: Way) -> list[tuple[int, int | str]]:
    """Return a key that puts HB 9 before HB 10."""
    pieces = _DIGITS.split(f"{way.words} {way.href}")
    return [(1, int(piece)) if piece.isdecimal() else (0, piece) for piece in pieces if piece]
