"""Options that several verbs share."""

from pathlib import Path

import click

reviews = click.option(
    "--reviews",
    "desk",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="BILLWATCH_REVIEWS",
    help="Folder of your reviews; default: data/reviews of a checkout, else reviews/ beside the "
    "database. Also BILLWATCH_REVIEWS.",
)
