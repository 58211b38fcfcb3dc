"""One module a source: it reads pages and yields bills; it never fetches."""

from billwatch.errors import ScrapeError
from billwatch.scraper import Scraper
from scrapers.sample import Sample

_ALL: tuple[Scraper, ...] = (Sample(),)


def names() -> tuple[str, ...]:
    """Return the names of all sources, in alphabetical order."""
    return tuple(sorted(scraper.name for scraper in _ALL))


def find(name: str) -> Scraper:
    """Return the source of this name or jurisdiction code; raise `ScrapeError` for no such one.

    >>> find("XS").name
    'sample'
    """
    for scraper in _ALL:
        if name.casefold() in (scraper.name, scraper.jurisdiction.code):
            return scraper
    raise ScrapeError(f"no source {name!r}; there are: {', '.join(names())}")
