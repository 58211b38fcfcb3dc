"""Say something on the terminal; nothing in it can act there."""

import click

from billwatch import inert


def say(words: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print words, on stderr where that is asked for; see `billwatch.inert`."""
    click.echo(inert.plain(str(words)), err=err, nl=nl)


def show(drawn: str, *, colour: bool, pager: bool = False) -> None:
    """Print a drawn comparison with its colours, page by page where it is long."""
    safe = inert.coloured(drawn)
    if pager:
        click.echo_via_pager(safe, color=colour)
    else:
        click.echo(safe, color=colour)
