"""Make every file of the site, in an order that never varies: bills first, then what lists them."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path

from billwatch.errors import DataError
from billwatch.publish import about, bills, build, files, held, ledger, past, search, shelves
from billwatch.publish.faces import Page, Placed, Report, Site, Watch
from billwatch.publish.memory import Memory
from billwatch.publish.press import Press, common


def write(site: Site, templates: Path, out: Path, mark: str, watch: Watch | None) -> Report:
    """Write every file that is not as it was into ``out``: see `billwatch.publish.publish`."""
    shell = build.mark(
        templates, repr((site.tool, site.base_url, site.codebook, site.places, site.search))
    )
    memory = Memory(shell, out)
    index = search if site.search else None
    with build.beside(out) as put, closing(pages(site, templates, memory, put)) as made:
        shown = _watched(made, watch, len(site.library.ids())) if watch else made
        return build.finish(put, chain(shown, _remembered(memory)), mark, index)


def _watched(made: Iterable[Page], watch: Watch, bills: int) -> Iterator[Page]:
    """Yield the pages, and tell of those that come once a bill."""
    watch.begin("site", 2 * bills)
    for page in made:
        yield page
        of_bill = isinstance(page, Placed) and page.path.endswith("/index.html")
        if of_bill or (page.path.startswith("bill/") and page.path.endswith("/feed.json")):
            watch.bill(page.path)


def _remembered(memory: Memory) -> Iterator[Page]:
    yield memory.page()


def pages(
    site: Site, templates: Path, memory: Memory | None = None, put: shelves.Put | None = None
) -> Generator[Page]:
    """Yield every file of the site, in an order that never varies.

    Where a ``memory`` of the last build is given, pages that are as they were come without bytes;
    so do those that ``put`` has put into their places, where it is given.
    """
    press = Press(templates, common(site))
    book = ledger.Ledger(site)
    names: list[str] = []
    shop = shelves.Shop(site, press, {}, memory or Memory(), put)
    for page in _made(shop, book):
        names.append(page.path)
        yield page
    yield from about.pages(site, press, book.codes, names)
    yield from _assets(templates.parent / "assets")


def _made(shop: shelves.Shop, book: ledger.Ledger) -> Iterator[Page]:
    """Yield the pages and the data files, bills first."""
    site = shop.site
    years = past.gather(site)
    cells = shelves.cells_by_version(site, years.values())
    cards = []
    for shelf in shelves.fill(replace(shop, cells=cells)):
        yield from shelf.pages
        yield from book.enter(shelf.bill, shelf.prints, shelf.gists)
        cards.append(bills.card(site, shelf.bill, shelf.prints, shelf.gists))
    from billwatch.publish import fronts  # much to load, wanted only when the bills are made

    yield from fronts.front(site, shop.press, cards, years, shop.memory)
    yield from files.data(site)
    yield from book.pages()


def data(site: Site, templates: Path) -> Iterator[Page]:
    """Yield every file but the pages."""
    book = ledger.Ledger(site)
    for bill in site.library.bills():
        came = held.origins(site.library, bill)
        found = held.hold(site, bill, held.stock(site, bill, came))
        yield from book.enter(bill, found.prints, held.gists(found))
    yield from files.data(site)
    yield from book.pages()
    yield from about.pages(replace(site, base_url=""), Press(templates, common(site)), book.codes)


def _assets(folder: Path) -> Iterator[Page]:
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder of assets")
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield Page(f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes())
