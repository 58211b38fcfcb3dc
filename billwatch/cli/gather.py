"""Verbs that bring bills in: demo, scrape, import."""

import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import click

import scrapers
from billwatch import inert, store
from billwatch.cli.looker import Looker
from billwatch.cli.options import today
from billwatch.cli.say import say
from billwatch.counted import counted
from billwatch.pipeline import bring, collect, config, facts, finds, scope, site
from billwatch.pipeline import demo as demonstration
from billwatch.pipeline.keep import Run, Tally


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("public"), show_default=True)
@click.pass_obj
def demo(db: Path, out: Path) -> None:
    """Show the whole chain offline: a sample legislature over three nights, and the law baseline.

    Nothing is fetched from outside: the pages are recorded and served on this machine. The
    database is a throw-away, so that yours stays as it is.
    """
    known = facts.load()
    with tempfile.TemporaryDirectory() as scratch, store.open(Path(scratch) / "demo.db") as library:
        for night in demonstration.play(library, known, Path(scratch) / "pages"):
            say(f"night of {night.date}: {_words(night.tally)}", err=True)
        report = site.write(library, known, out, today=demonstration.NIGHTS[-1][1])
        counts = library.counts()
        told = finds.pick(library, known)
    say(
        f"read {counted(counts['versions'], 'version')} of "
        f"{counted(counts['bills'], 'sample bill')}: {_held(counts, 'sections')}; "
        f"{counted(len(known.laws), 'real law or bill', 'real laws and bills')} in the baseline"
    )
    for find in told:
        say(f"{find.words}: {out / find.page}")
    say(f"wrote {report.written + report.unchanged} files; open {out / 'index.html'}")


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="STATE…")
@click.option("--session", default="", help="The session; default: the current one.")
@click.option("--limit", default=0, help="Stop after this many bills a source.")
@click.option("--contact", envvar="BILLWATCH_CONTACT", default="", help="Who asks: a mail or page.")
@click.option("--base-url", default="", help="Ask this root instead, such as a replay server.")
@click.option("--texts", type=click.Choice(scope.TEXTS), help="Default: as configured.")
@click.pass_obj
def scrape(
    db: Path,
    names: tuple[str, ...],
    session: str,
    limit: int,
    contact: str,
    base_url: str,
    texts: str | None,
) -> None:
    """Collect the bills of one or more sources into the database.

    Every bill is kept; texts are fetched for the bills on the topic by title and subjects, or,
    with --texts all, for every bill.
    Exit code 1 if a source or any of its bills failed; what was kept before stays.
    """
    known, failed = facts.load(), False
    set_ = config.load(Path(), os.environ)
    contact, wanted = contact or set_.contact, scope.chosen(texts or set_.texts)
    with store.open(db) as library:
        for name in names:
            source = scrapers.find(name.lower())
            run = Run(library, known, today(), wanted=wanted)
            key = collect.key(source, os.environ)
            with (
                collect.wire(source, db, contact, base_url, set_.insecure) as wire,
                closing(Looker()) as looker,
            ):
                looker.begin(name, limit)
                tally = collect.scrape(
                    run, source, wire, session=session, limit=limit, key=key, told=looker.bill
                )
            _report(name, tally)
            failed = failed or bool(tally.failures)
    sys.exit(int(failed))


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--state", default="", help="Jurisdiction of files that do not say it: ct.")
@click.option("--noted", is_flag=True, help="List also the files used for facts only.")
@click.pass_obj
def import_(db: Path, paths: tuple[Path, ...], state: str, noted: bool) -> None:
    """Bring documents and API or bulk files into the database.

    Every file that is of no known format is listed with the reason. Exit code 1 if a text could
    not be read.
    """
    with store.open(db) as library:
        run = Run(library, facts.load(), today())
        with closing(Looker()) as looker:
            looker.begin("import", sum(map(bring.size, paths)))
            haul = bring.bring(run, paths, jurisdiction=state, told=looker.bill)
        counts = library.counts()
    for path, reason in haul.skipped:
        say(f"skipped {inert.line(f'{path}: {reason}')}", err=True)
    for path, reason in haul.noted if noted else ():
        say(f"used, but no text: {inert.line(f'{path}: {reason}')}", err=True)
    _report("import", run.tally)
    say(
        f"{counted(haul.texts, 'text')} imported; {counted(len(haul.noted), 'file')} used for "
        f"facts only (--noted lists them), {len(haul.skipped)} skipped"
    )
    say(_held(counts, "bills", "versions", "sections"))
    sys.exit(int(bool(run.tally.failures)))


def _report(name: str, tally: Tally) -> None:
    say(f"{name}: {_words(tally)}", err=True)
    for failure in tally.failures:
        say(f"billwatch: {inert.line(failure)}", err=True)


def _words(tally: Tally) -> str:
    parts = [f"{counted(tally.bills, 'bill')} seen", f"{tally.changed:,} new or changed"]
    parts += [f"{counted(tally.read, 'text')} read", counted(tally.events, "event")]
    if tally.failures:
        parts.append(counted(len(tally.failures), "failure"))
    return ", ".join(parts)


def _held(counts: Mapping[str, int], *first: str) -> str:
    """Say how many of each thing the store holds: these, then clauses and findings."""
    return ", ".join(counted(counts[name], name[:-1]) for name in (*first, "clauses", "findings"))


commands = {"demo": demo, "scrape": scrape, "import": import_}
