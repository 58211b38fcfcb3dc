"""The builds that `tests.bench.publish` measures: a process of each loads this, and no more.

The site is the sample of the tests over the made bills of a store. The pages of the bills alone
want no copied language, whose records load what finds it: an index of words, and numpy.
"""

import os
from dataclasses import replace
from pathlib import Path

from billwatch import publish, store
from billwatch.publish import Site, build, search, shelves
from billwatch.publish.memory import Memory
from billwatch.publish.press import Press, common
from tests.browser import sample

WORKERS = os.cpu_count() or 1


def whole(folder: Path) -> None:
    """Build everything, or nothing where nothing is new."""
    out = folder / "public"
    with store.open(folder / "bench.db") as library:
        mark = build.mark(sample.TEMPLATES, library.digest())
        if build.unchanged(out, mark) is None:
            publish.publish(_over(library, sample.tiny()), sample.TEMPLATES, out, mark)


def same(folder: Path) -> None:
    """Build the pages of the bills and nothing else."""
    with store.open(folder / "bench.db") as library:
        site = _over(library, sample.bare())

        with build.beside(folder / "same") as put:
            press = Press(sample.TEMPLATES, common(site))
            filled = shelves.fill(shelves.Shop(site, press, {}, Memory(), put))
            build.finish(put, (page for shelf in filled for page in shelf.pages))


def found(folder: Path) -> None:
    """Build everything as it is where it is to be searched, but for the index."""
    from billwatch.publish import whole

    with store.open(folder / "bench.db") as library, build.beside(folder / "found") as put:
        site = replace(_over(library, sample.tiny()), search=True)
        build.finish(put, whole.pages(site, sample.TEMPLATES, Memory(), put))


def index(folder: Path) -> None:
    """Make the index of what `found` built."""
    for _ in search.index(folder / "found"):
        pass


def loaded(folder: Path) -> None:
    """Do nothing: to be run so far compiles all that a build loads."""


def _over(library: store.Store, site: Site) -> Site:
    return replace(site, library=library, base_url="", workers=WORKERS)
