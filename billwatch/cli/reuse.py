"""The verb for copied language: reuse."""

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import asdict
from pathlib import Path

import click

from billwatch import inert, provisions, store
from billwatch.cli import options
from billwatch.cli.say import say
from billwatch.counted import counted
from billwatch.errors import DataError
from billwatch.models import Reading
from billwatch.pipeline import cluster, refs, reusing
from billwatch.reuse import Found, Genealogy, Kin, Passage, Place, Standing
from billwatch.store import Store

SHOWN = 300  # characters of a passage in the terminal
_KINDS = {
    "companion": "companion of",
    "reintroduced": "brought again as",
    "same words": "word for word",
}

_FIRST = {
    "this": "here first",
    "other": "there first",
    "not known": "which was first is not known",
}


@click.command()
@click.argument("name", metavar="[FILE|BILL]", required=False)
@click.option("--all", "every", is_flag=True, help="Between any two bills held.")
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=0),
              help="Passages shown in the terminal; 0: all. JSON has all.")  # fmt: skip
@options.workers
@options.cluster
@click.pass_obj
def reuse(
    db: Path, name: str | None, every: bool, form: str, limit: int, workers: int, cluster_at: str
) -> None:
    """Show language that bills share: who had it first, who has it too.

    Give a file, a bill or a version to compare with all that is held; or --all. A place, such as
    ct/2015/sb949@introduced#2(b), follows one clause through its copies. Versions of one bill,
    companions and bills brought again are told as such, not as copies; boilerplate is only counted.
    """
    if bool(name) == every:
        raise click.UsageError("name one file or bill, or say --all")
    with store.open(db) as library, cluster.workers(workers, cluster_at) as executor:
        named, _, place = (name or "").partition("#")
        read = refs.resolve(named, provisions.load({}), library) if named else None
        if read and place:
            _follow(library, read, place, form, executor)
            return
        found = (reusing.one(library, read, executor) if read
                 else reusing.everything(library, executor))  # fmt: skip
        held = library.counts()["readings"]
    if not held:
        say("note: no text is held yet: billwatch scrape or billwatch import brings them", err=True)
    for note in found.notes:
        say(f"note: {note}", err=True)
    stands = reusing.stands(read, found) if read else ()
    if form == "json":
        say(inert.as_json(record(found, stands)))
    else:
        say("\n".join((*_standings(stands, limit), *_lines(found, limit))))


def _follow(
    library: Store, read: Reading, place: str, form: str, executor: Executor | None
) -> None:
    """Print the genealogy of one clause."""
    clause = next((c for c in read.clauses if c.place == place), None)
    if clause is None:
        raise DataError(f"{read.version}: no clause {place}")
    found = reusing.genealogy(library, read, clause, executor)
    if form == "json":
        say(inert.as_json(asdict(found)))
    else:
        say("\n".join(_line(found)))


def _line(found: Genealogy) -> Iterator[str]:
    first = "first held" if found.dated else "which was first is not known; one of them"
    yield f"{first}: {_place(found.first)}"
    for copy in found.copies:
        kin = f", {_KINDS[copy.kin]} its bill" if copy.kin else ""
        yield f"{_place(copy.place)}: {copy.matched} words match ({copy.density:.0%}){kin}"
        for edit in copy.edits:
            yield f"    {edit.kind}: {inert.line(edit.old)!r} -> {inert.line(edit.new)!r}"
    if not found.copies:
        yield "no other text held has it"


def record(found: Found, stands: Sequence[Standing] = ()) -> dict[str, object]:
    """Return what was found as JSON has it: offsets count characters of the text in force."""
    told = [asdict(each) for each in stands]
    for each in told:
        del each["best"]  # it is one of the passages
    return {**asdict(found), "stands": told}


def _standings(stands: Sequence[Standing], limit: int) -> Iterator[str]:
    """Yield where the text that was asked about also stands, a line a bill."""
    if stands:
        yield "also stands in:"
    for each in stands[: limit or None]:
        passages = counted(each.passages, "passage")
        yield (
            f"  {each.bill}: {each.matched} words in {passages}, {_FIRST[each.first]}"
            f"; {inert.line(each.title)}"
        )
    if len(stands) > limit > 0:
        yield f"  and {len(stands) - limit} more"
    if stands:
        yield ""


def _lines(found: Found, limit: int) -> Iterator[str]:
    yield from (_kin(kin) for kin in found.kin[: limit or None])
    shown = found.passages[: limit or None]
    for passage in shown:
        yield ""
        yield from _passage(passage)
    left = len(found.passages) - len(shown)
    yield ""
    yield (
        f"{counted(len(found.passages), 'passage')}{f', {left} not shown' if left else ''}; "
        f"{found.boilerplate} left out as boilerplate; "
        f"{counted(len(found.kin), 'pair of kin', 'pairs of kin')}"
    )


def _kin(kin: Kin) -> str:
    return f"{kin.first} {_KINDS[kin.kind]} {kin.later} ({kin.share:.0%} of the shorter)"


def _passage(p: Passage) -> Iterator[str]:
    then = "then" if p.dated else "and (which was first is not known)"
    yield f"{_place(p.first)} {then} {_place(p.later)}"
    yield (
        f"  {p.matched} words match ({p.density:.0%}), weight {p.score:.0f}, "
        f"more than boilerplate: {p.substance:.0%}"
        + (f"; also in {', '.join(p.also)}" if p.also else "")
    )
    words = textwrap.shorten(inert.line(p.first.words), SHOWN, placeholder=" …")
    width = min(shutil.get_terminal_size((100, 40)).columns, 120)
    yield textwrap.fill(words, width, initial_indent="    ", subsequent_indent="    ")


def _place(place: Place) -> str:
    section = f"#{place.section}" if place.section else ""
    return f"{place.version}{section}" + (f" ({place.date})" if place.date else "")


commands = {"reuse": reuse}
