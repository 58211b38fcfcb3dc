"""Options that several verbs share, and what they stand for."""

import os
import shutil
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path

import click

from billwatch import store
from billwatch.pipeline import config
from billwatch.store import Store

workers = click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(min=1),
    help="Processes that do the work on this machine.",
)
cluster = click.option(
    "--cluster",
    "cluster_at",
    default="",
    metavar="ADDRESS",
    help="A Dask cluster that does the work instead: tcp://host:8786 (extra: cluster).",
)
reviews = click.option(
    "--reviews",
    "desk",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="BILLWATCH_REVIEWS",
    help="Folder of your reviews; default: data/reviews of a checkout, else reviews/ beside the "
    "database. Also BILLWATCH_REVIEWS.",
)


def day(words: str) -> str:
    """Return an ISO date as it was given, today for none; anything else is misuse."""
    try:
        return date.fromisoformat(words).isoformat() if words else today()
    except ValueError:
        raise click.BadParameter(f"{words!r} is no date such as 2014-06-30") from None


def today() -> str:
    """Return today's date, in UTC."""
    return datetime.now(UTC).date().isoformat()


def licence() -> str:
    """Return what the operator grants for the answers, as configured; nothing where unsaid."""
    return config.load(Path(), os.environ).licence


def held(db: Path) -> "nullcontext[None] | Store":
    """Open the database if there is one: reading a file needs none."""
    return store.open(db) if db.is_file() else nullcontext()


def width() -> int:
    """Return how wide a line may be: as the terminal, at most 120 characters."""
    return min(shutil.get_terminal_size((100, 40)).columns, 120)
