"""What a newcomer sees: the next steps, and completion for the shell."""

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from billwatch import store
from billwatch.cli.say import say

_FIRST = (
    ("billwatch demo", "see it work, offline: a sample legislature, real laws, a site"),
    ("billwatch analyse bill.pdf", "which protections one text gives, and in which words"),
    ("billwatch diff old.pdf new.pdf", "what changed between two prints"),
    ("billwatch doctor", "what to set up before the first state is collected"),
)
_NEXT = (
    ("billwatch doctor", "how each source fares"),
    ("billwatch matrix", "every state and question"),
    ("billwatch publish", "write the site; billwatch serve shows it here"),
)


def steps(db: Path) -> Iterator[str]:
    """Yield the lines that say what to do next, with this database or without one."""
    if not db.is_file():
        yield "Nothing is collected here yet. Begin with one of these:"
        yield from _table(_FIRST)
        return
    with store.open(db) as library:
        counts = library.counts()
    yield f"{db}: {counts['bills']:,} bills, {counts['versions']:,} versions. Go on with:"
    yield from _table(_NEXT)


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"  {command:32}{what}" for command, what in rows)


def meant(typed: str, verbs: Iterable[str]) -> str:
    """Return what to say of a verb that is none.

    >>> meant("analyze", ["analyse", "diff"])
    "no verb 'analyze'; did you mean 'analyse'?"
    >>> meant("xyz", ["analyse", "diff"])
    "no verb 'xyz'; billwatch --help lists them"
    """
    near = difflib.get_close_matches(typed, list(verbs), n=1)
    return f"no verb {typed!r}; " + (
        f"did you mean {near[0]!r}?" if near else "billwatch --help lists them"
    )


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what completes verbs and options in a shell.

    In bash: eval "$(billwatch completion bash)", in ~/.bashrc to keep it.
    """
    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"no completion for {shell}")
    root = context.find_root().command
    say(made(root, {}, "billwatch", "_BILLWATCH_COMPLETE").source())


commands = {"completion": completion}
