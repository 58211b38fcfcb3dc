"""Make the cards that others put on their own pages: one a jurisdiction, one a provision.

Each comes as a small HTML page for a frame and as an SVG picture; both say what law in force is
known to hold, as of which day, and where that comes from.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from billwatch.publish import paths, tables
from billwatch.publish.desk import Desk
from billwatch.publish.faces import Page

_SPEAKS = ("yes", "partly", "permits")


@dataclass(frozen=True, slots=True)
class Embed:
    """What a card says: a name, a figure of a whole, what is not read, and the page behind it."""

    kind: str
    key: str
    name: str
    words: str
    count: int
    whole: int
    unread: int
    href: str

    @property
    def path(self) -> str:
        """The card's path without its ending."""
        return paths.card(self.kind, self.key)


def pages(desk: Desk) -> Iterator[Page]:
    """Yield every card, as a page and as a picture."""
    for embed in every(desk):
        yield desk.press.page(f"{embed.path}.html", "card.html", card=embed)
        yield desk.press.page(f"{embed.path}.svg", "card.svg", card=embed)


def every(desk: Desk) -> Iterator[Embed]:
    """Yield the cards of jurisdictions, then those of provisions."""
    table = desk.tables["law"]
    for row in (*table.rows, *table.samples):
        yield Embed(
            "state", row.place.code, row.place.name, "provisions of student-privacy law found",
            row.spoken, len(row.entries), _unread(row.entries), row.href,
        )  # fmt: skip
    for n, provision in enumerate(desk.site.codebook):
        column = tuple(row.entries[n] for row in table.rows)
        yield Embed(
            "provision", provision.id, provision.name, "jurisdictions whose law speaks on it",
            sum(e.cell.value in _SPEAKS for e in column), len(column), _unread(column),
            paths.provision(provision.id),
        )  # fmt: skip


def _unread(entries: tuple[tables.Entry, ...]) -> int:
    return sum(e.cell.value in ("not read", "unknown") for e in entries)
