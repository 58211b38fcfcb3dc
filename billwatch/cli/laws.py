"""The verb laws: fetch the official text of the laws of the baseline."""

import os
import sys
from collections import Counter
from pathlib import Path

import click

from billwatch import store
from billwatch.cli.options import today
from billwatch.cli.say import say
from billwatch.counted import counted
from billwatch.pipeline import config, facts, statutes
from billwatch.pipeline.keep import Run


@click.command()
@click.argument("states", nargs=-1, metavar="[STATE]…")
@click.option("--contact", envvar="BILLWATCH_CONTACT", default="", help="Who asks: a mail or page.")
@click.option("--base-url", default="", help="Ask this root instead, such as a replay server.")
@click.pass_obj
def laws(db: Path, states: tuple[str, ...], contact: str, base_url: str) -> None:
    """Fetch the official text of the known laws, so that their cells can be quoted.

    Of all states, or of those named. Only laws whose page holds the text itself are fetched; on a
    later run only what has changed comes again. Exit code 1 if a page failed: each is told with
    the reason, and the others are kept.
    """
    known = facts.load()
    asked = statutes.pages(known, states)
    contact = contact or config.load(Path(), os.environ).contact
    wanted = [law for law in known.laws if law.status == "law"
              and (not states or law.jurisdiction in {s.lower() for s in states})]  # fmt: skip
    without = sum(not law.direct for law in wanted)
    tally: Counter[str] = Counter()
    with store.open(db) as library:
        run = Run(library, known, today())
        with statutes.wire(asked, db, contact, base_url) as session:
            for done in statutes.bring(run, session, asked):
                _tell(done)
                tally[done.state] += 1
    say(
        f"{counted(len(asked), 'text')} of {counted(len(wanted) - without, 'law')}: "
        f"{tally['read']} read, {tally['unchanged']} unchanged, {tally['failed']} failed; "
        f"{counted(without, 'law has', 'laws have')} no page that holds the text alone"
    )
    sys.exit(int(bool(tally["failed"])))


def _tell(done: statutes.Outcome) -> None:
    if done.state == "failed":
        say(f"billwatch: {done.page.id}: {done.reason}", err=True)
    else:
        say(f"{done.page.id}: {done.state}, {counted(done.findings, 'finding')}", err=True)


commands = {"laws": laws}
