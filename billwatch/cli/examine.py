"""Verbs that read: analyse, matrix."""

import sys
from pathlib import Path

import click

from billwatch import inert, store
from billwatch import provisions as codebook
from billwatch.cli import bulk, options, sides, table
from billwatch.cli.say import say
from billwatch.matrix import VIEWS, View
from billwatch.models import Reading
from billwatch.pipeline import facts, refs, views


@click.command()
@click.argument("names", metavar="FILE|FOLDER|BILL|-...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
@click.option("--state", default="", help="Jurisdiction of the text, where its marks need it: mo.")
@options.workers
@options.cluster
@click.pass_obj
def analyse(
    db: Path, names: tuple[str, ...], form: str, state: str, workers: int, cluster_at: str
) -> None:
    """Say which provisions one text gives, with the words that give them.

    Of several files, or a folder, one line each: with --format json an object. Exit code 1 where
    one could not be read.
    """
    if bulk.wanted(names):
        done = bulk.analyse(names, form, jurisdiction=state, workers=workers, cluster_at=cluster_at)
        sys.exit(done)
    known = facts.load()
    with options.held(db) as library:
        read = refs.resolve(names[0], known.codebook, library, jurisdiction=state)
    if form == "json":
        say(inert.as_json(_analysis(read)))
    else:
        say(table.findings(read, known, options.width()))


def _analysis(read: Reading) -> dict[str, object]:
    """Return the JSON of design: offsets count characters of ``document.text``."""
    text = read.text
    return {
        "document": {
            "name": read.version,
            "title": text.title,
            "markup": text.markup,
            "complete": text.complete,
            "silence": codebook.silence(text),
            "reasons": list(codebook.reasons(text)),
            "notes": list(text.notes),
            "sections": [s.label for s in read.sections if s.kind == "section"],
            "clauses": len(read.clauses),
            "text": text.body,
        },
        "findings": [bulk.finding(found) for found in read.findings],
        "context": _context(read),
    }


def _context(read: Reading) -> dict[str, object]:
    """Return what stands around the findings, with the words as this text has them."""
    around = codebook.surroundings(read.text, read.clauses, read.findings)
    body = read.text.body
    return {
        "definitions": [
            {"term": d.term, "section": d.place, "start": d.start, "end": d.end,
             "quote": body[d.start : d.end]}
            for d in around.definitions
        ],
        "dates": [
            {"kind": m.kind, "date": m.date, "section": m.place, "start": m.start, "end": m.end,
             "quote": body[m.start : m.end]}
            for m in around.moments
        ],
        "students": list(around.students),
        "family": around.family,
    }  # fmt: skip


@click.command()
@click.option("--as-of", default="", help="The table of this ISO date; default: today.")
@click.option("--status", type=click.Choice(VIEWS), default="both", show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "html"]),
              default="table", show_default=True)  # fmt: skip
@click.option("--disagreements", is_flag=True,
              help="Instead, where machine, reviews and published codings differ.")  # fmt: skip
@options.reviews
@click.pass_obj
def matrix(
    db: Path, as_of: str, status: View, form: str, disagreements: bool, desk: Path | None
) -> None:
    """Show every jurisdiction and provision: what the law, or a pending bill, gives."""
    if disagreements and form == "html":
        raise click.UsageError("disagreements come as table, csv or json")
    known, day = facts.load(desk=desk or facts.desk(db)), options.day(as_of)
    with store.open(db) as library:
        if disagreements:
            found = views.disagreements(library, known, status, day)
            say(sides.draw(found, form, options.width()), nl=form != "csv")
            return
        shown = views.build(library, known, status, day)
    if form == "csv":
        say(table.sheet(table.records(shown)), nl=False)
    elif form == "json":
        say(inert.as_json(table.records(shown)))
    elif form == "html":
        say(table.html(shown, known))
    else:
        say(table.matrix(shown, known))


commands = {"analyse": analyse, "matrix": matrix}
