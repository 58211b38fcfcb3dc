"""The verb that gives the data away: export."""

from pathlib import Path

import click

from billwatch import store
from billwatch.cli import options
from billwatch.cli.gather import today
from billwatch.pipeline import export as giving
from billwatch.pipeline import facts


@click.command()
@click.option("--format", "kind", type=click.Choice(giving.KINDS), default="csv", show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder to fill; for sqlite the file. Default: export, or export.db.",
)
@click.option("--as-of", default="", help="As of this ISO date; default: today.")
@options.reviews
@click.pass_obj
def export(db: Path, kind: str, out: Path | None, as_of: str, desk: Path | None) -> None:
    """Write the matrix, bills, versions, findings and events as files for other programs."""
    target = out or Path("export.db" if kind == "sqlite" else "export")
    known = facts.load(desk=desk or facts.desk(db))
    with store.open(db) as library:
        report = giving.write(library, known, target, kind=kind, today=as_of or today())
    click.echo(f"{report.written} files written, {report.unchanged} unchanged: {target}")


commands = {"export": export}
