"""Say something on the terminal; nothing in it can act there."""

from collections.abc import Iterable

import click

from billwatch import inert


def say(words: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print words, on stderr where that is asked for; see `billwatch.inert`."""
    click.echo(inert.plain(str(words)), err=err, nl=nl)


def show(drawn: Iterable[str], *, colour: bool, pager: bool = False) -> None:
    """Print drawn comparisons with their colours as they come, page by page if that is wanted."""
    safe = map(inert.coloured, drawn)
    if pager:
        click.echo_via_pager(safe, color=colour)
        return
    for one in safe:
        click.echo(one, color=colour)
