"""Verbs for the operator: nightly, doctor."""

import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from billwatch import inert
from billwatch.cli import options
from billwatch.cli.looker import Looker
from billwatch.cli.options import today
from billwatch.cli.say import say
from billwatch.pipeline import config as configuration
from billwatch.pipeline import doctor as surgery
from billwatch.pipeline import facts
from billwatch.pipeline import nightly as night
from billwatch.pipeline.nightly import Plan


@click.command()
@click.option("--states", default="", help='Sources, such as "ct,mo"; default: those configured.')
@click.option("--out", type=click.Path(path_type=Path), help="Where the site is built.")
@click.option("--no-site", is_flag=True, help="Build no site.")
@click.option("--contact", default="", help="Who asks: a mail or page.")
@click.option("--base-url", default="", help="Ask this root instead, such as a replay server.")
@click.option("--site-url", default="", help="Where the site will stand, for links.")
@click.option("--accept", default="", help="Sources whose smaller count is right, once.")
@options.reviews
@click.pass_obj
def nightly(
    db: Path, states: str, out: Path | None, no_site: bool, contact: str, base_url: str,
    site_url: str, accept: str, desk: Path | None,
) -> None:  # fmt: skip
    """Do the night's work: scrape, read, tell, publish; one lock, one record.

    What flags do not say is taken from the environment, then from billwatch.toml. Exit code 1 if a
    source, a bill or the site failed: what was kept before stays, and the record says why. Exit
    code 1, and nothing done, while another night is at work on this database.
    """
    set_ = configuration.load(Path(), os.environ)
    listed = configuration.listed
    plan = Plan(
        states=tuple(name.lower() for name in listed(states)) or set_.states,
        sessions=set_.sessions,
        out=None if no_site else out or Path(set_.output),
        site_url=site_url or set_.base_url,
        contact=contact or set_.contact,
        root=base_url,
        accept=frozenset(listed(accept)),
        notify=set_.notify,
        texts=set_.texts,
        insecure=set_.insecure,
        keys=os.environ,
    )
    known = facts.load(desk=desk or facts.desk(db), licence=set_.licence)
    done = night.run(db, known, plan, Looker())
    for key, one in done.outcomes.items():
        for failure in one.failures:
            say(f"billwatch: {key}: {inert.line(failure)}", err=True)
    sys.exit(int(not done.ok))


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def doctor(db: Path, form: str) -> None:
    """Show what is configured, which keys are there, and how each source fares.

    No value of a key is shown. Exit code 1 when something needs doing.
    """
    set_ = configuration.load(Path(), os.environ)
    checks = surgery.examine(db, set_, os.environ, today())
    if form == "json":
        say(inert.as_json([asdict(check) for check in checks]))
    else:
        for check in checks:
            say(f"{'!' if check.todo else ' '} {check.about}: {inert.line(check.found)}")
            if check.todo:
                say(f"    -> {inert.line(check.todo)}")
    sys.exit(int(any(check.todo for check in checks)))


commands = {"nightly": nightly, "doctor": doctor}
