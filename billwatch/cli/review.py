"""The verb for people who check: which cells to look at, and what they decide."""

import difflib
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import click

from billwatch import reviews, store
from billwatch.cli import options, sides
from billwatch.cli.options import today
from billwatch.cli.say import say
from billwatch.counted import counted
from billwatch.models import Bill, Reading, Review, Value
from billwatch.pipeline import facts, judging
from billwatch.pipeline.facts import Facts
from billwatch.pipeline.judging import Decision
from billwatch.reviews import Doubt
from billwatch.store import Store

_SAID = ("value", "reason", "name")


@click.command()
@click.argument("bill", default="", metavar="[BILL|VERSION]")
@click.argument("provision", default="")
@click.option("--value", type=click.Choice(reviews.VALUES), help="What the text gives.")
@click.option("--bound", default="", help="The party this is about; default: all parties.")
@click.option("--detail", default="", help="The answer in a few words: 72 hours.")
@click.option("--quote", default="", help="The words it rests on; default: those of the machine.")
@click.option("--reason", default="", help="Why.")
@click.option("--name", default="", help="Who decides: a name, an office or a role.")
@click.option("--date", default="", help="ISO date of the decision; default: today.")
@click.option("--state", default="", help="List only this jurisdiction: ct.")
@click.option("--limit", default=20, show_default=True, help="List so many cells; 0: all.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.option(
    "--silent", is_flag=True, help="List silences whose words often give the provision after all."
)
@click.option("--check", is_flag=True, help="Say of every review whether its words still stand.")
@options.reviews
@click.pass_obj
def review(
    db: Path,
    /,
    bill: str,
    provision: str,
    state: str,
    limit: int,
    form: str,
    silent: bool,
    check: bool,
    desk: Path | None,
    **said: str | None,
) -> None:
    """Decide on a cell, or list the cells that most need it.

    Without arguments the cells come by doubt, the least sure first, each with the reason; with a
    BILL those of that bill. With --silent come the cells where no rule finds anything, but a second
    reader, which weighs words only, takes a clause for the provision; nothing of that is shown
    elsewhere. With BILL and PROVISION a decision is taken, from the options or, in a
    terminal, by asking, and appended to the file of the state, with the words it rests on.

    Exit code 1 with --check if the words of a review no longer stand.
    """
    folder = desk or facts.desk(db)
    known = facts.load(desk=folder)
    ids = [p.id for p in known.codebook.provisions]
    if provision and provision not in ids:
        near = difflib.get_close_matches(provision, ids, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(ids)}"
        raise click.UsageError(f"no provision {provision!r}; {hint}")
    with store.open(db) as library:
        if check:
            _check(library, known, form)
        elif provision:
            _decide(library, bill, provision, said, folder)
        else:
            found = _wanted(library, known, bill, state.lower(), silent)
            _list(library, found, limit, form, silent)


def _check(library: Store, known: Facts, form: str) -> None:
    samples = {j.code for j in known.jurisdictions if j.sample}
    judged = [r for r in known.reviews if library.bill(r.bill) or _code(r) not in samples]
    found = tuple(judging.check(library, judged, today()))
    say(sides.checks(found, form))
    stale = sum(c.standing == "stale" for c in found)
    differ = sum(not c.agrees for c in found)
    say(f"{len(found)} reviews, {stale} stale, {differ} that the rules disagree with",
               err=True)  # fmt: skip
    sys.exit(int(stale > 0))


def _code(review: Review) -> str:
    return review.bill.partition("/")[0]


def _wanted(library: Store, known: Facts, bill: str, state: str, silent: bool) -> tuple[Doubt, ...]:
    if bill:
        judging.target(library, bill, today())
    listed = judging.unfound if silent else judging.queue
    doubts = listed(library, known, today(), bill.partition("/")[0] or state)
    return tuple(d for d in doubts if d.cell.bill == bill.partition("@")[0] or not bill)


def _list(library: Store, found: Sequence[Doubt], limit: int, form: str, silent: bool) -> None:
    shown = found[:limit] if limit > 0 else found
    explained = [(d, () if silent else judging.explain(library, d.cell)) for d in shown]
    say(sides.doubts(explained, form, _width()))
    say(
        f"{len(shown)} of {counted(len(found), 'silence' if silent else 'cell')} that nobody "
        "decided, the least sure first. Decide: billwatch review BILL PROVISION"
        + (" --quote WORDS" if silent else ""),
        err=True,
    )


def _decide(
    library: Store, name: str, provision: str, said: Mapping[str, str | None], folder: Path
) -> None:
    bill, read = judging.target(library, name, today())
    if not all(said[key] for key in _SAID):
        said = {**said, **_asked(bill, read, provision, said)}
    decision = Decision(
        value=cast(Value, said["value"]),
        reason=said["reason"] or "",
        reviewer=said["name"] or "",
        date=said["date"] or today(),
        bound=said["bound"] or "",
        detail=said["detail"] or "",
        quote=said["quote"] or "",
    )
    taken = judging.take(bill, read, provision, decision)
    say(reviews.entry(taken), nl=False)
    path = judging.write(folder, taken)
    say(f"added to {path}", err=True)


def _asked(
    bill: Bill, read: Reading, provision: str, said: Mapping[str, str | None]
) -> Mapping[str, str]:
    """Show the cell and ask for what the options left open; without a terminal that is misuse."""
    missing = [f"--{key}" for key in _SAID if not said[key]]
    if not _can_ask():
        raise click.UsageError(f"{', '.join(missing)} missing, and nobody to ask")
    say("\n".join(sides.cell(bill, read, provision, said["bound"] or "", _width())))
    now = judging.value(read, provision, said["bound"] or "")
    known = now if now in reviews.VALUES else None
    asked = {"value": said["value"] or _prompt("Value", known, click.Choice(reviews.VALUES))}
    found = judging.machine(read, provision, said["bound"] or "")
    if found is None and asked["value"] != "no" and not said["quote"]:
        asked["quote"] = _prompt("The words it rests on")
    asked["detail"] = said["detail"] or _prompt("Detail", found.detail if found else "")
    asked["reason"] = said["reason"] or _prompt("Why")
    asked["name"] = said["name"] or _prompt("Who decides (name, office or role)")
    return asked


def _can_ask() -> bool:
    return sys.stdin.isatty()


def _prompt(words: str, default: str | None = None, kind: click.Choice[str] | None = None) -> str:
    answer: str = click.prompt(words, default=default, type=kind, err=True)
    return answer


def _width() -> int:
    return min(shutil.get_terminal_size((100, 40)).columns, 120)


commands = {"review": review}
