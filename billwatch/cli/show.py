"""Verbs for readers: publish, serve."""

from contextlib import closing
from pathlib import Path

import click

from billwatch import store
from billwatch.cli import options
from billwatch.cli.looker import Looker
from billwatch.cli.say import say
from billwatch.counted import counted
from billwatch.errors import DataError
from billwatch.pipeline import facts, site

OUT = click.Path(path_type=Path)


@click.command()
@click.option("--out", type=OUT, default=Path("public"), show_default=True)
@click.option("--base-url", default="", help="Where the site will stand, for links in feeds.")
@click.option("--as-of", default="", help="Build it as of this ISO date; default: today.")
@click.option("--search/--no-search", default=True, help="An index, where Pagefind is installed.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes that make the pages of many bills; default: one a processor, at most eight.",
)
@options.reviews
@click.pass_obj
def publish(  # one parameter an option
    db: Path,
    out: Path,
    base_url: str,
    as_of: str,
    search: bool,
    workers: int | None,
    desk: Path | None,
) -> None:
    """Write the static site from the database, the law baseline and the reviews."""
    known = facts.load(desk=desk or facts.desk(db), licence=options.licence())
    with store.open(db) as library, closing(Looker()) as looker:
        report = site.write(
            library, known, out, today=options.day(as_of), base_url=base_url, search=search,
            workers=workers or 0, watch=looker,
        )  # fmt: skip
    say(
        f"{counted(report.written, 'file')} written, {report.unchanged:,} unchanged, "
        f"{report.removed:,} removed; open {out / 'index.html'}"
    )


@click.command()
@click.option("--out", type=OUT, default=Path("public"), show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(out: Path, port: int) -> None:
    """Show the site on this machine, and to nobody else.

    As a host of static files does: compressed where the browser takes gzip, and sent again only
    when it changed.
    """
    if not (out / "index.html").is_file():
        raise DataError(f"{out}: no site here; run billwatch publish or billwatch demo first")
    from billwatch import host  # a server of the web, which publish does not want

    with host.open_at(port, out) as server:
        say(f"http://127.0.0.1:{server.server_port}/ (Ctrl-C ends)", err=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("", err=True)


commands = {"publish": publish, "serve": serve}
