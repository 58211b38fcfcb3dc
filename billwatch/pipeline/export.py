"""Give the data away: tables, a described data package, the database, or all of it in one file."""

import hashlib
import shlex
import tempfile
import zipfile
from pathlib import Path

from billwatch import folders, publish
from billwatch.errors import DataError
from billwatch.pipeline import filling, site
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
    filled = filling.fill(store, facts, today=today)
    return publish.export(filled, folders.find("site") / "templates", out, ENDINGS[kind])


def bundle(store: Store, facts: Facts, out: Path, *, today: str, base_url: str = "") -> int:
    """Write site, database with every raw document, and digests into one zip; return its files.

    The database restores the site: publishing it as of the same day gives the same bytes. (So it
    has no search index: Pagefind orders that differently each time.) Raise `DataError` where
    ``out`` is there already.
    """
    if out.exists():
        raise DataError(f"{out}: is there already; a bundle is never overwritten")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site.write(
            store, facts, folder / "site", today=today, base_url=base_url, search=False
        )  # fmt: skip
        store.copy(folder / "billwatch.db")
        (folder / "README.txt").write_text(_told(today, base_url, facts.licence), "utf-8")
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        sums = "".join(f"{_digest(f)}  {f.relative_to(folder).as_posix()}\n" for f in files)
        (folder / "SHA256SUMS").write_text(sums, "utf-8")
        half = out.with_name(f".{out.name}.half")
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in (folder / "SHA256SUMS", *files):
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as to:
                    while piece := source.read(2**20):
                        to.write(piece)
        half.replace(out)
    return len(files) + 1


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told(today: str, base_url: str, licence: str) -> str:
    granted = f"BILLWATCH_LICENCE={shlex.quote(licence)} " if licence else ""
    address = f" --base-url {shlex.quote(base_url)}" if base_url else ""
    publish = f"publish --no-search --as-of {today}{address} --out again"
    return (
        f"billwatch as of {today}. SHA256SUMS lists every file (sha256sum -c SHA256SUMS).\n"
        "site/         the published site: open site/index.html, or put it on any server\n"
        "billwatch.db  everything it was made from, every document as it came included\n"
        "To build the same site again, with the same version of billwatch:\n"
        f"  {granted}billwatch --db billwatch.db {publish}\n"
    )
