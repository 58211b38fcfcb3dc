"""List the bills of one session so that a telephone can open the list and a reader find a number.

What speaks on students' data stands first, then every bill by number, a hundred at a time. A long
session has a page for each thousand numbers of a kind of bill; its own page leads to them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from billwatch.publish import paths
from billwatch.publish.bills import Card
from billwatch.publish.faces import Page
from billwatch.publish.phrase import cut
from billwatch.publish.press import Press

FEW = 60  # bills that need no other order than one list
ROOM = 800  # bills of one page
FIRST = 200  # bills with answers that are listed apart; all are marked where they stand by number
_NUMBER = re.compile(r"(\D*)(\d*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One bill: its page as seen from the list's, its number, its title; ``on`` students' data."""

    href: str
    number: str
    title: str
    status: str
    on: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Bills whose numbers follow each other; ``href`` leads there from the session's page."""

    href: str
    first: str
    last: str
    lines: tuple[Line, ...]

    @property
    def words(self) -> str:
        """Return the numbers from which to which it goes."""
        return self.first if self.first == self.last else f"{self.first} to {self.last}"


def pages(
    press: Press, folder: str, title: str, above: Sequence[tuple[str, str]], cards: Sequence[Card]
) -> Iterator[Page]:
    """Yield the page of the session in ``folder``, and those of its thousands where it is long."""
    lines = sorted(map(_line, cards), key=_key)
    far = [] if len(lines) <= ROOM else [b for b in _blocks(lines, 1_000) if len(b.lines) > 100]
    away = {line for block in far for line in block.lines}
    near = tuple(_blocks([line for line in lines if line not in away], 100))
    led = tuple(replace(block, href=f"list-{block.href[1:]}.html") for block in far)
    show = partial(
        press.page, template="docket.html", title=title, above=above, lines=lines, first=FIRST
    )
    yield show(f"{folder}/index.html", name=title, block=None, far=led, near=near)
    for block in led:
        name, inner = f"{title}: {block.words}", tuple(_blocks(block.lines, 100))
        yield show(f"{folder}/{block.href}", name=name, block=block, far=(), near=inner)


def _line(card: Card) -> Line:
    bill = card.bill
    href = "/".join(card.path.split("/")[-2:])
    return Line(href, bill.number, cut(bill.title, 100), bill.status, bool(card.answers))


def _key(line: Line) -> tuple[str, int, str]:
    """Return the kind of a bill and its number, to put HB 9 before HB 10.

    >>> [_key(Line("", words, "", "", False))[:2] for words in ("HB 1204", "H.B. No. 9", "Odd")]
    [('hb', 1204), ('h.b. no.', 9), ('odd', 0)]
    """
    kind, digits = _NUMBER.match(line.number).groups()  # type: ignore[union-attr]  # matches all
    return kind.strip().casefold(), int(digits or 0), line.number


def _blocks(lines: Sequence[Line], size: int) -> Iterator[Block]:
    """Yield the lines in blocks of so many numbers of one kind."""

    def block(line: Line) -> tuple[str, int]:
        kind, number, _ = _key(line)
        return kind, number // size

    for (kind, n), group in groupby(lines, key=block):
        found = tuple(group)
        anchor = f"#{paths.slug('-'.join((*kind.split(), str(n * size))))}"
        yield Block(anchor, found[0].number, found[-1].number, found)
