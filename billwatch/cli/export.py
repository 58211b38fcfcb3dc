"""The verb that gives the data away: export."""

from pathlib import Path

import click

from billwatch import store
from billwatch.cli import options
from billwatch.cli.say import say
from billwatch.counted import counted
from billwatch.pipeline import export as giving
from billwatch.pipeline import facts, proof


@click.command()
@click.option("--format", "kind", type=click.Choice(giving.KINDS), default="csv", show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder to fill; for sqlite and warc the file. Default: export, export.db …",
)
@click.option("--bundle", is_flag=True, help="All in one zip: site, database, documents, digests.")
@click.option("--base-url", default="", help="Where a bundled site will stand.")
@click.option("--as-of", default="", help="As of this ISO date; default: today.")
@options.reviews
@click.pass_obj
def export(
    db: Path, kind: str, out: Path | None, bundle: bool, base_url: str, as_of: str,
    desk: Path | None,
) -> None:  # fmt: skip
    """Write the matrix, bills, versions, findings and events as files for other programs.

    With --format warc, write what the sources answered, as a WARC file: bytes, address, time and
    headers, for those who must prove what a page said.

    With --bundle, write one zip from which the same site can be built again: the site itself, the
    database with every document, and the digest of each file.
    """
    names = {"sqlite": "export.db", "warc": "export.warc.gz"}
    target = out or Path(names.get(kind, "export"))
    if kind == "warc":
        with store.open(db) as library:
            count = proof.write(library, db, target)
        say(f"{count} answers written: {target}")
        return
    known = facts.load(desk=desk or facts.desk(db), licence=options.licence())
    day = options.day(as_of)
    if bundle:
        zipped = out or Path("billwatch.zip")
        with store.open(db) as library:
            count = giving.bundle(library, known, zipped, today=day, base_url=base_url)
        say(f"{counted(count, 'file')} bundled: {zipped}")
        return
    with store.open(db) as library:
        report = giving.write(library, known, target, kind=kind, today=day)
    say(f"{counted(report.written, 'file')} written, {report.unchanged} unchanged: {target}")


commands = {"export": export}
