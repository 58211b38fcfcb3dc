"""Publish the site: static pages that work from a folder, without scripts, and load nothing else.

`publish` takes a `Site` (see `billwatch.publish.faces`), the folder of templates and the folder to
fill. Pages are made one at a time, bills first; what the other pages list of a bill is a card.
What makes pages (`billwatch.publish.whole`) is loaded when some are to be made: most often nothing
is new.
"""

from collections.abc import Generator
from pathlib import Path

from billwatch.publish import build
from billwatch.publish.build import mark, unchanged
from billwatch.publish.faces import (
    Accuracy,
    Around,
    Copied,
    Example,
    Library,
    Lineage,
    Measured,
    Moment,
    Named,
    Page,
    Place,
    ProvisionPage,
    Redline,
    Report,
    Site,
    Stand,
    Stands,
    Term,
    Watch,
)
from billwatch.publish.search import command as searcher

__all__ = [
    "Accuracy",
    "Around",
    "Copied",
    "Example",
    "Library",
    "Lineage",
    "Measured",
    "Moment",
    "Named",
    "Page",
    "Place",
    "ProvisionPage",
    "Redline",
    "Report",
    "Site",
    "Stand",
    "Stands",
    "Term",
    "Watch",
    "export",
    "mark",
    "pages",
    "publish",
    "searcher",
    "unchanged",
]


def publish(
    site: Site,
    templates: Path,
    out: Path,
    mark: str = "",
    watch: Watch | None = None,
) -> Report:
    """Write the whole site into ``out`` and return what changed; ``mark`` is kept for next time.

    ``templates`` is the folder of Jinja templates; ``assets`` stands beside it. ``watch`` hears
    of every bill twice: when its page stands, and when its feed does. Raise `DataError` where
    ``out`` holds files but no site of ours, or the search index could not be made.
    """
    from billwatch.publish import whole

    return whole.write(site, templates, out, mark, watch)


def export(site: Site, templates: Path, out: Path, endings: tuple[str, ...]) -> Report:
    """Write the data files with one of the ``endings`` into ``out``, without the pages."""
    from billwatch.publish import whole

    return build.write((p for p in whole.data(site, templates) if p.path.endswith(endings)), out)


def pages(site: Site, templates: Path) -> Generator[Page]:
    """Yield every file of the site, in an order that never varies."""
    from billwatch.publish import whole

    return whole.pages(site, templates)
