"""One module a source: it reads pages and yields bills; it never fetches.

A module ``ct.py`` holds one class that is a `Scraper` named ``ct``: putting the file here is all
the registration there is. A module whose name begins with an underscore is a part of another.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from billwatch.errors import ScrapeError
from billwatch.models import Jurisdiction
from billwatch.scraper import Scraper
from scrapers.legiscan import STATES, LegiScan


def names() -> tuple[str, ...]:
    """Return the names of all sources, in alphabetical order."""
    found = (module.name for module in iter_modules(__path__))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def find(name: str) -> Scraper:
    """Return the source of this name or jurisdiction code; raise `ScrapeError` for no such one.

    A legislature that no source reads directly is read through LegiScan; one that has its own
    source may be read there as well, as ``legiscan-va``.

    >>> find("XS").name, find("al").name, find("al").hosts
    ('sample', 'al', ('api.legiscan.com',))
    >>> find("legiscan-va").name, find("legiscan-va").jurisdiction.name
    ('legiscan-va', 'Virginia')
    """
    wanted = name.casefold()
    if wanted in names():
        return _load(wanted)
    for known in map(_load, names()):
        if wanted == known.jurisdiction.code:
            return known
    code = wanted.removeprefix("legiscan-")
    if code in STATES:
        return _through_legiscan(code, wanted)
    listed = ", ".join(names())
    raise ScrapeError(f"no source {name!r}; there are: {listed}, and every state by its code")


@cache
def _through_legiscan(code: str, name: str) -> Scraper:
    return cast(Scraper, LegiScan(Jurisdiction(code, STATES[code]), name))


@cache
def _load(name: str) -> Scraper:
    module = import_module(f"{__name__}.{name}")
    for value in vars(module).values():
        own = isinstance(value, type) and value.__module__ == module.__name__
        if own and getattr(value, "name", "") == name:
            return cast(Scraper, value())
    raise ScrapeError(f"{module.__name__} holds no scraper named {name!r}")
