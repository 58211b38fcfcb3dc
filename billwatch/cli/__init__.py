"""The command line: verbs, each thin over one function.

Results go to stdout, talk and progress to stderr. Exit code 0: done; 1: done with failures or
differences that matter (each verb says which); 2: misuse. Heavy imports wait until a verb runs.
"""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from billwatch import __version__, inert
from billwatch.cli.say import say
from billwatch.errors import BillwatchError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_VERBS = {  # the module of each, and its first sentence, so that help need not load them all
    "demo": (
        "gather",
        "Show the whole chain offline: a sample legislature over three nights, and the law "
        "baseline.",
    ),
    "scrape": ("gather", "Collect the bills of one or more sources into the database."),
    "nightly": ("night", "Do the night's work: scrape, read, tell, publish; one lock, one record."),
    "laws": (
        "laws",
        "Fetch the official text of the known laws, so that their cells can be quoted.",
    ),
    "import": ("gather", "Bring documents and API or bulk files into the database."),
    "analyse": ("examine", "Say which provisions one text gives, with the words that give them."),
    "matrix": (
        "examine",
        "Show every jurisdiction and provision: what the law, or a pending bill, gives.",
    ),
    "diff": ("compare", "Compare two texts: files, bills or versions."),
    "agreement": (
        "agreement",
        "Read a data-sharing agreement or MOU: which data, on which terms, against which law.",
    ),
    "reuse": ("reuse", "Show language that bills share: who had it first, who has it too."),
    "review": ("review", "Decide on a cell, or list the cells that most need it."),
    "publish": (
        "show",
        "Write the static site from the database, the law baseline and the reviews.",
    ),
    "serve": ("show", "Show the site on this machine, and to nobody else."),
    "export": (
        "export",
        "Write the matrix, bills, versions, findings and events as files for other programs.",
    ),
    "doctor": (
        "night",
        "Show what is configured, which keys are there, and how each source fares.",
    ),
    "completion": ("welcome", "Print what completes verbs and options in a shell."),
}

RARE = 20_000  # objects between two looks for rings of garbage: few leave any, and 700 take 6%


class Verbs(click.Group):
    """The verbs, loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of a day's work."""
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb's module and return its command."""
        if cmd_name not in _VERBS:
            return None
        module = __import__(f"billwatch.cli.{_VERBS[cmd_name][0]}", fromlist=["commands"])
        command: click.Command = module.commands[cmd_name]
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Return the verbs that begin so, none of them loaded, and the options."""
        from click.shell_completion import CompletionItem  # only where a shell asks

        verbs = [
            CompletionItem(name, help=click.Command(name, help=words).get_short_help_str())
            for name, (_, words) in _VERBS.items()
            if name.startswith(incomplete)
        ]
        return [*verbs, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of the verbs as click does, none of them loaded."""
        room = formatter.width - 6 - max(map(len, _VERBS))
        with formatter.section("Commands"):
            formatter.write_dl([
                (name, click.Command(name, help=words).get_short_help_str(room))
                for name, (_, words) in _VERBS.items()
            ])  # fmt: skip

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb that was typed; for one that is none, say which was meant."""
        if args and args[0] not in _VERBS and not args[0].startswith("-"):
            from billwatch.cli import welcome  # waits like the verbs

            ctx.fail(welcome.meant(args[0], _VERBS))
        return super().resolve_command(ctx, args)


@click.command(cls=Verbs, invoke_without_command=True)
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The database; default: the one configured, else billwatch.db.",
)
@click.version_option(__version__, prog_name="billwatch")
@click.pass_context
def cli(context: click.Context, db: Path | None) -> None:
    """Say of student-privacy bills which protections each version gives, in its own words."""
    context.obj = db or _configured()
    if context.invoked_subcommand is None:
        from billwatch.cli import welcome  # waits like the verbs

        say(f"{context.get_help()}\n")
        for line in welcome.steps(context.obj):
            say(line)


def _configured() -> Path:
    """Return the database of the environment or of billwatch.toml, where there is either."""
    from billwatch.pipeline import config  # waits like the verbs

    return Path(config.load(Path(), os.environ).db)


def main() -> None:
    """Run the command line; a failure that the user can mend is one line on stderr."""
    gc.set_threshold(RARE)
    try:
        cli()
    except BillwatchError as error:
        _leave(str(error))
    except OSError as error:  # a full disk, a folder that may not be written
        if error.filename is None and error.strerror is None:
            raise
        named = f"{error.filename}: " if error.filename is not None else ""
        _leave(f"{named}{error.strerror or error}")


def _leave(why: str) -> NoReturn:
    """Say in one inert line why nothing more is done, and end with exit code 1."""
    say(f"billwatch: {inert.line(why)}", err=True)
    sys.exit(1)
