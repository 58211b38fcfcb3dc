"""The verb agreement: what a data-sharing agreement asks for and says, against a state's law."""

import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import click

from billwatch import folders, inert, store
from billwatch.agreement import Row, Standard
from billwatch.agreement.compare import counts
from billwatch.cli import options
from billwatch.cli.say import say
from billwatch.errors import DataError
from billwatch.models import party
from billwatch.pipeline import agreeing, facts
from billwatch.pipeline.agreeing import Check
from billwatch.publish import agreement as printed

_LIMIT = 64 * 1024 * 1024
_WIDE = 92  # columns from which the two sides stand beside each other
_LONGEST = 360  # characters of a quote in the terminal; JSON and HTML have it whole


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--state", required=True, help="Whose law it is held against: CT.")
@click.option("--as-of", default="", help="The law in force on this ISO date; default: today.")
@click.option("--format", "form", type=click.Choice(["terminal", "json", "html"]),
              default="terminal", show_default=True)  # fmt: skip
@options.reviews
@click.pass_obj
def agreement(db: Path, file: Path, state: str, as_of: str, form: str, desk: Path | None) -> None:
    """Read a data-sharing agreement or MOU: which data, on which terms, against which law.

    FILE is a PDF, DOCX, HTML or text file, or - for standard input. The law is what the database
    holds and what others published. With --format html, a page to print. Exit code 1 where the
    agreement falls short of the law, or is silent where the law asks for something.
    """
    known, day = facts.load(desk=desk or facts.desk(db)), options.day(as_of)
    with store.open(db) if db.is_file() else nullcontext() as library:
        done = agreeing.check(
            _bytes(file), name=str(file), place=state, as_of=day, facts=known, store=library
        )
    told = agreeing.as_json(done, known)
    if form == "json":
        say(inert.as_json(told))
    elif form == "html":
        say(printed.sheet(told, folders.find("site") / "templates"), nl=False)
    else:
        width = min(shutil.get_terminal_size((100, 40)).columns, 150)
        say("\n".join(_lines(done, max(width, 40))))
    tally = counts(done.rows)
    sys.exit(int(bool(tally["falls short"] or tally["agreement silent"])))


def _bytes(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read(_LIMIT)
    try:
        if file.stat().st_size > _LIMIT:
            raise DataError(f"{file}: larger than {_LIMIT >> 20} MB")
        return file.read_bytes()
    except OSError as error:
        raise DataError(f"{file}: {error.strerror}") from None


def _lines(done: Check, width: int) -> Iterator[str]:
    """Yield the report: what is named, the terms against the law, the count, the caution."""
    yield inert.line(done.found.title or done.name)
    yield f"against the law of {done.place.name} in force on {done.as_of}"
    for note in done.found.notes:
        yield f"note: {inert.line(note)}"
    for kind, title in (("data", "DATA NAMED"), ("term", "TERMS")):
        yield from ("", title)
        for row in done.rows:
            if row.kind == kind:
                yield ""
                yield from _row(row, width)
    unnamed = [k.name.lower() for k in agreeing.book().kinds
               if k.id not in {element.id for element in done.found.elements}]  # fmt: skip
    if unnamed:
        yield from ("", *textwrap.wrap(f"not named: {', '.join(unnamed)}", width))
    tally = ", ".join(f"{n} {verdict}" for verdict, n in counts(done.rows).items() if n)
    yield from ("", *textwrap.wrap(tally, width), "", *textwrap.wrap(agreeing.CAUTION, width))


def _row(row: Row, width: int) -> Iterator[str]:
    """Yield a heading with the verdict, and both sides, beside each other where there is room."""
    head = f"{row.name}{f' / {row.law.name}' if row.law else ''}: {row.verdict.upper()}"
    yield from textwrap.wrap(head, width)
    if row.reason:
        yield from textwrap.wrap(f"({inert.line(row.reason)})", width, initial_indent="  ",
                                 subsequent_indent="  ")  # fmt: skip
    says, law = list(_says(row)), list(_law(row.law))
    if width < _WIDE:
        for name, words in (("agreement", says), ("law", law)):
            for n, paragraph in enumerate(words):
                sign = f"  {name}: " if n == 0 else "    "
                yield from textwrap.wrap(paragraph, width, initial_indent=sign,
                                         subsequent_indent="    ")  # fmt: skip
        return
    room = (width - 7) // 2
    left, right = (
        [line for paragraph in side for line in textwrap.wrap(paragraph, room)]
        for side in (says, law)
    )
    for n in range(max(len(left), len(right))):
        first = left[n] if n < len(left) else ""
        second = right[n] if n < len(right) else ""
        yield f"  {first:<{room}} | {second}".rstrip()


def _says(row: Row) -> Iterator[str]:
    for element in row.elements:
        yield (
            f"{element.status}{f' ({element.how})' if element.how else ''}: "
            f"“{_cut(element.line.quote)}”"
        )
        if element.basis and element.basis.quote not in element.line.quote:
            yield f"under “{_cut(element.basis.quote)}”"
    for answer in row.answers:
        yield (
            f"{answer.meaning}{f' [{inert.line(answer.detail)}]' if answer.detail else ''} "
            f"“{_cut(answer.quote)}”"
        )
    if not row.elements and not row.answers:
        yield "silent"


def _law(law: Standard | None) -> Iterator[str]:
    if law is None:
        yield "not asked"
        return
    cell = law.cell
    bound = f" (binds: {cell.bound})" if party(cell.bound) else ""
    yield (
        f"{'silent' if cell.value == 'no' else cell.value}"
        f"{f', {inert.line(cell.detail)}' if cell.detail else ''}{bound}"
    )
    if cell.quote:
        yield f"“{_cut(cell.quote)}”"
    if cell.value in ("yes", "partly", "permits", "unclear"):
        where = f"{cell.bill}{f' section {inert.line(cell.section)}' if cell.section else ''}"
        read = "read by a machine" + (f" at {inert.line(cell.where)}" if cell.where else "")
        by = {"machine": read, "review": f"decided by {inert.line(cell.who)}"}
        yield f"{where}; {by.get(cell.origin, f'as published by {inert.line(cell.who)}')}"


def _cut(words: str) -> str:
    return textwrap.shorten(inert.line(words), _LONGEST, placeholder=" …")


commands = {"agreement": agreement}
