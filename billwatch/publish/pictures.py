"""Draw the picture that a link to a page shows where it is passed on (Open Graph).

One a jurisdiction, one a provision, one for the home page, each view of the matrix and the
weakenings; other pages show the nearest of them. No picture names the day it was drawn on, so one
that says the same need not be drawn again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from billwatch.counted import counted
from billwatch.publish import paths, tables
from billwatch.publish.desk import Desk
from billwatch.publish.faces import Page, Place
from billwatch.publish.memory import Memory

HOME = "picture/home.png"
WEAKER = "picture/weaker.png"
_SPEAKS = ("yes", "partly", "permits")
_ACROSS = 7  # squares in a row where there is no map
SHADES = 6  # looks of a map of counts: shade0 …


class Square(NamedTuple):
    """One square: its column and row, the letters on it, and its colours by name."""

    x: int
    y: int
    words: str
    look: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, and all that is on it."""

    path: str
    title: str
    fact: str
    squares: tuple[Square, ...] = ()

    @property
    def alt(self) -> str:
        """What the picture says, in words."""
        return f"{self.title}{'' if self.title.endswith('?') else ':'} {self.fact}"


def path(kind: str, key: str) -> str:
    """Return the file of a picture.

    >>> path("state", "ct")
    'picture/state/ct.png'
    """
    return f"picture/{kind}/{paths.slug(key)}.png"


def gather(desk: Desk, weaker: int) -> dict[str, Picture]:
    """Return the pictures of a site by the page they belong to; none where it has no address.

    ``weaker`` counts the steps of bills that made a protection smaller.
    """
    return dict(_each(desk, weaker)) if desk.site.base_url else {}


def _each(desk: Desk, weaker: int) -> Iterator[tuple[str, Picture]]:
    law = desk.tables["law"]
    said = sum(row.spoken for row in law.rows)
    yield "index.html", Picture(
        HOME, "What does the law say about students’ data?",
        f"{counted(said, 'answer')} of law in force in {len(law.rows)} "
        "jurisdictions, each with its source.",
        _shades(law),
    )  # fmt: skip
    for view, (name, about) in tables.VIEWS.items():
        yield paths.matrix(view), Picture(
            path("matrix", view), name, f"Every jurisdiction by every provision: {about}.",
            _shades(desk.tables[view]),
        )  # fmt: skip
    yield "change/weaker/index.html", Picture(
        WEAKER, "Weakenings",
        f"{counted(weaker, 'step')} of bills took a protection out or made "
        "it smaller.",
    )  # fmt: skip
    for row in (*law.rows, *law.samples):
        yield paths.state(row.place.code), _state(row)
    for n, provision in enumerate(desk.site.codebook):
        yield paths.provision(provision.id), _provision(provision.id, provision.name, n, law.rows)


def _state(row: tables.Row) -> Picture:
    fact = (
        f"Law in force speaks on {row.spoken} of {len(row.entries)} provisions on students’ data."
    )
    squares = tuple(
        Square(n % _ACROSS, n // _ACROSS, entry.sign.letter, entry.sign.css)
        for n, entry in enumerate(row.entries)
    )
    name = f"{row.place.name} (sample)" if row.place.sample else row.place.name
    return Picture(path("state", row.place.code), name, fact, squares)


def _provision(id: str, name: str, n: int, rows: Sequence[tables.Row]) -> Picture:
    entries = [(row.place, row.entries[n]) for row in rows]
    having = sum(entry.cell.value in _SPEAKS for _, entry in entries)
    fact = f"Law in force speaks on it in {having} of {len(rows)} jurisdictions."
    squares = _map((place, entry.sign.css) for place, entry in entries)
    return Picture(path("provision", id), name, fact, squares)


def _shades(table: tables.Table) -> tuple[Square, ...]:
    """Return a map that is the darker, the more provisions are spoken of."""
    most = max((row.spoken for row in table.rows), default=0) or 1
    steps = SHADES - 1
    return _map((row.place, f"shade{-(-row.spoken * steps // most)}") for row in table.rows)


def _map(told: Iterable[tuple[Place, str]]) -> tuple[Square, ...]:
    return tuple(
        Square(*place.tile, place.code.upper(), look) for place, look in told if place.tile
    )


def pages(pictures: Mapping[str, Picture], memory: Memory) -> Iterator[Page]:
    """Yield every picture; one that the last build drew of the same things comes without bytes."""
    for picture in pictures.values():
        facts = repr((memory.shell, picture)).encode("utf-8", "surrogatepass")
        key = hashlib.blake2b(facts, digest_size=12).hexdigest()
        if memory.get(picture.path, key) is not None:
            memory.again(picture.path)
            yield Page(picture.path, None)
            continue
        from billwatch.publish import drawing  # Pillow takes long to load; most builds draw none

        page = Page(picture.path, drawing.draw(picture.title, picture.fact, picture.squares))
        memory.keep(picture.path, key, (), (page,))
        yield page
