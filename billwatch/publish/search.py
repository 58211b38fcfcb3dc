"""Make the search index of a written site with Pagefind, where that is installed.

Only what pages say is indexed (a bill's answers and its words that decide, states, provisions), not
whole texts, so memory stays small. Without Pagefind the search page is a plain index. The index is
the one part of a site whose bytes vary between builds of the same: Pagefind orders it as it comes.
"""

import importlib.util
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from billwatch.errors import DataError
from billwatch.publish.faces import Page

if TYPE_CHECKING:  # a build asks for Pagefind before it lays out a desk
    from billwatch.publish.desk import Desk

FOLDER = "pagefind"
SILENT = ".mk, .tag, .key, .embed, .tiles, .bars, .funnel"  # marks, legends, pictures
GLOB = "{bill,state,provision}/**/index.html"
_READ = re.compile("(?:bill|state|provision)/.*index[.]html")
_WANTED = re.compile(r"pagefind(?:-entry|-worker)?[.](?:js|json)|.*[.](?:pf_\w+|pagefind)")


def command() -> tuple[str, ...]:
    """Return how Pagefind is run here, or nothing where it is not installed."""
    if importlib.util.find_spec("pagefind") and importlib.util.find_spec("pagefind_bin"):
        return (sys.executable, "-m", "pagefind")
    found = shutil.which("pagefind")
    return (found,) if found else ()


def reads(path: str) -> bool:
    """Tell whether the index is made from this page."""
    return _READ.fullmatch(path) is not None


def index(folder: Path) -> Iterator[str]:
    """Make the index in a site's folder and yield the names of its files; raise `DataError`."""
    import subprocess  # wanted only where Pagefind is there

    try:
        subprocess.run(  # our own program, over our own folder
            [*command(), "--site", str(folder), "--glob", GLOB, "--exclude-selectors", SILENT],
            check=True, capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as error:
        told = getattr(error, "stderr", b"") or b""
        reason = told.decode("utf-8", "replace").strip().splitlines()
        raise DataError(
            f"the search index was not made: {reason[-1] if reason else error}"
        ) from None
    for path in sorted((folder / FOLDER).rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and _WANTED.fullmatch(path.name):
            yield name
        elif path.is_file():
            path.unlink()  # Pagefind's own looks, which the search page does not use


def page(desk: "Desk") -> Page:
    """Return the search page; without scripts, or without Pagefind, it is a plain index."""
    counts: dict[str, int] = {}
    for card in desk.cards:
        counts[card.bill.jurisdiction] = counts.get(card.bill.jurisdiction, 0) + 1
    return desk.press.page("search/index.html", "search.html", places=desk.places, counts=counts)
