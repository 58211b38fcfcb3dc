"""The verb that compares: diff."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, pairwise
from pathlib import Path

import click

from billwatch import provisions as codebook
from billwatch.cli import draw, options
from billwatch.cli.draw import Drawn
from billwatch.cli.say import show
from billwatch.diff import Comparison
from billwatch.errors import DataError
from billwatch.models import Reading
from billwatch.pipeline import cluster, comparing, facts, refs
from billwatch.provisions import Codebook
from billwatch.store import Store

SCREEN = 50  # lines from which a comparison is shown page by page


@click.command()
@click.argument("names", metavar="[OLD NEW...|BILL]", nargs=-1)
@click.option("--all", "every", is_flag=True,
              help="Every version held with the next of its bill.")  # fmt: skip
@click.option("--view", type=click.Choice(["words", "provisions", "law"]), default="words",
              show_default=True)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["terminal", "html", "json", "unified"]),
              default="terminal", show_default=True)  # fmt: skip
@click.option(
    "--context", default=1, show_default=True, help="Unchanged paragraphs shown around a change."
)
@click.option("--exit-code", is_flag=True, help="Exit 1 if the texts differ, like git diff.")
@click.option("--colour/--no-colour", default=None, help="Default: only in a terminal.")
@options.workers
@options.cluster
@click.pass_obj
def diff(  # one parameter an option
    db: Path,
    names: tuple[str, ...],
    every: bool,
    view: str,
    form: str,
    context: int,
    exit_code: bool,
    colour: bool | None,
    workers: int,
    cluster_at: str,
) -> None:
    """Compare two texts: files, bills or versions.

    Of three or more texts each is compared with the next; of one bill, each version with the next,
    and with --all so for every bill held. Then --format json gives an object a line, and a version
    that was not read whole is left out. The law view shows what NEW would do to current law, by its
    own marks. Exit code 1 only with --exit-code, where texts differ.
    """
    if bool(names) == every:
        raise click.UsageError("name two texts, or one bill for all its versions, or say --all")
    many = every or len(names) != 2
    if many and (view == "law" or form == "html"):
        raise click.UsageError("the law view and an HTML page are of two texts: name these")
    # Words alone need no codebook, which takes longer to make ready than a bill to compare.
    plain = view != "provisions" and form in ("terminal", "unified")
    book = codebook.load({}) if plain else facts.load().codebook
    bright = sys.stdout.isatty() if colour is None else colour
    names_of = {provision.id: provision.name for provision in book.provisions}
    drawn = partial(draw.drawn, view=view, form=form, context=context, width=options.width(),
                    colour=bright, many=many, names=names_of)  # fmt: skip
    screen = form == "terminal" and sys.stdout.isatty()
    with options.held(db) as library, cluster.workers(workers, cluster_at) as pool:
        if many:
            both = _many(names, partial(refs.resolve, codebook=book, store=library), library)
            shown = comparing.compare_all(both, drawn, pool)
            differ = _shown(shown, colour=bright, pager=screen)
        else:
            one = drawn(_two(names, view, book, library))
            pager = screen and one.text.count("\n") > SCREEN
            differ = _shown([one], colour=bright, pager=pager)
    sys.exit(int(exit_code and differ))


def _shown(found: Iterable[Drawn], *, colour: bool, pager: bool) -> bool:
    """Print comparisons as they come; tell whether any found a difference."""
    differ = False

    def texts() -> Iterator[str]:
        nonlocal differ
        for one in found:
            differ = differ or one.differs
            if one.text:
                yield one.text

    show(texts(), colour=colour, pager=pager)
    return differ


def _two(names: Sequence[str], view: str, book: Codebook, library: Store | None) -> Comparison:
    old, new = (refs.resolve(name, book, library) for name in names)
    if view == "law":
        return comparing.law(new)
    found = comparing.compare(old, new)
    return comparing.dated(found, library) if library else found


def _many(
    names: Sequence[str], read: Callable[[str], Reading], library: Store | None
) -> Iterator[tuple[Reading, Reading]]:
    """Yield each text named with the next, or each version of a bill, or of all bills for none."""
    if len(names) > 1:
        return pairwise(map(read, names))
    if names:
        return _versions(names[0], library)
    if library is None:
        raise DataError("there is no database yet; billwatch scrape or billwatch import makes one")
    return chain.from_iterable(comparing.neighbours(library, id) for id in library.ids())


def _versions(name: str, library: Store | None) -> Iterator[tuple[Reading, Reading]]:
    if "@" in name or name == "-" or Path(name).is_file():
        raise click.UsageError(f"{name} is one text: name another to compare it with")
    if library is None or library.bill(name) is None:
        raise DataError(f"{name}: {refs.unheld(name, library)}")
    pairs = comparing.neighbours(library, name)
    first = next(pairs, None)
    if first is None:
        raise DataError(f"{name}: fewer than two of its versions are held as text, read whole")
    return chain([first], pairs)


commands = {"diff": diff}
