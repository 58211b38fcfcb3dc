"""Build the site that a database and the facts make, where anything is new."""

from dataclasses import replace
from pathlib import Path

from billwatch import __version__, folders, publish
from billwatch.pipeline import accuracy
from billwatch.pipeline.facts import Facts
from billwatch.publish import Report, Watch
from billwatch.store import Store


def write(
    store: Store,
    facts: Facts,
    out: Path,
    *,
    today: str,
    base_url: str = "",
    search: bool = True,
    workers: int = 0,
    watch: Watch | None = None,
) -> Report:
    """Build the whole site into the folder ``out`` and return what changed there.

    It gets a search index where ``search`` is wanted and Pagefind is installed. ``workers`` is how
    many processes make the pages of bills; 0: as many as there are processors, at most eight.
    ``watch`` hears nothing where nothing is to be built.
    """
    search = search and bool(publish.searcher())
    templates = folders.find("site") / "templates"
    mark = publish.mark(
        templates, today, base_url, __version__, store.digest(), repr((store.runs(), search)),
        facts.digest,
        repr((facts.places, facts.laws, facts.reviews, facts.readings, accuracy.load())),
        facts.licence,
    )  # fmt: skip
    done = publish.unchanged(out, mark)
    if done is not None:
        return done
    from billwatch.pipeline import copied, filling  # most of a start, where nothing is new

    site = filling.fill(store, facts, today=today, base_url=base_url)
    site = replace(
        site, search=search, copied=copied.gather(store), workers=workers or site.workers
    )
    return publish.publish(site, templates, out, mark, watch)
