"""Give the data away: tables as CSV or JSON, a described data package, or the database itself."""

from pathlib import Path

from billwatch import folders, publish
from billwatch.errors import DataError
from billwatch.pipeline import site
from billwatch.pipeline.facts import Facts
from billwatch.publish import Report
from billwatch.store import Store

ENDINGS = {
    "csv": (".csv",),
    "json": (".json",),
    "datapackage": (".csv", "datapackage.json", ".cff"),
}
KINDS = (*ENDINGS, "sqlite", "warc")


def write(store: Store, facts: Facts, out: Path, *, kind: str, today: str) -> Report:
    """Write the tables into the folder ``out``, or the database into the file ``out``.

    Raise `DataError` where ``out`` holds somebody else's files, or is there already (sqlite).
    """
    if kind == "sqlite":
        if out.exists():
            raise DataError(f"{out}: is there already; a database is never overwritten")
        out.parent.mkdir(parents=True, exist_ok=True)
        store.copy(out)
        return Report(1, 0, 0)
    filled = site.fill(store, facts, today=today)
    return publish.export(filled, folders.find("site") / "templates", out, ENDINGS[kind])
