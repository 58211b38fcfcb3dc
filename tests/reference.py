"""Write the reference from the code itself: ``python -m tests.reference`` → docs/reference.

Commands come from the command line, provisions from the codebook, tables from a new database, and
JSON shapes from what the verbs print for a short text. A test fails while a page is stale.
"""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import sqlite_utils
from click.testing import CliRunner

from billwatch import store
from billwatch.cli import cli
from billwatch.pipeline import facts

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "reference"
HEAD = "<!-- Written by python -m tests.reference; do not edit. -->\n"

_OLD = """AN ACT CONCERNING PUPIL RECORDS
Section 1. (a) An operator shall not sell student information without the written consent of the parent.
(b) An operator shall notify the school of any breach within thirty days after its discovery.
"""
_NEW = _OLD.replace("thirty days", "seventy-two hours").replace("written consent", "consent")


def pages() -> dict[str, str]:
    """Return every page of the reference by file name."""
    makers: Mapping[str, Callable[[], Iterator[str]]] = {
        "commands.md": _commands,
        "provisions.md": _provisions,
        "database.md": _database,
        "json.md": _json,
    }
    return {name: HEAD + "\n".join(make()) + "\n" for name, make in makers.items()}


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    yield "Results go to stdout, talk and progress to stderr. Exit code 0: done; 1: done with failures or"
    yield "differences that matter, as each verb says; 2: misuse.\n"
    context = click.Context(cli, info_name="billwatch")
    for verb in cli.list_commands(context):
        command = cli.get_command(context, verb)
        assert command is not None

        inner = click.Context(command, info_name=f"billwatch {verb}", terminal_width=100)
        yield f"## {verb}\n\n```\n{command.get_help(inner)}\n```\n"


def _provisions() -> Iterator[str]:
    yield "# Provisions\n\nEvery version is asked these questions. Ids never change."
    group = ""
    for provision in facts.load().codebook.provisions:
        if provision.group != group:
            group = provision.group
            yield f"\n## {group}"
        yield f"\n### {provision.name} (`{provision.id}`)\n\n{provision.question}\n"
        yield from (f"- **{value}**: {meaning}" for value, meaning in provision.values)
        shown = dict.fromkeys(example.value for example in provision.examples)
        for value in shown:
            example = next(e for e in provision.examples if e.value == value)
            said = f"{value}, {example.detail}" if example.detail else value
            yield f"- *{said}*, for example: “{example.text.strip()}”"


def _database() -> Iterator[str]:
    yield "# The database\n\nOne SQLite file. Offsets count characters of a version's text in force.\n"
    with tempfile.TemporaryDirectory() as desk:
        path = Path(desk) / "billwatch.db"
        with store.open(path):
            pass
        held = sqlite_utils.Database(path)
        for table in sorted(held.tables, key=lambda table: table.name):
            if table.virtual_table_using or "section_words" in table.name:
                continue
            keys = {k.column: f"{k.other_table}.{k.other_column}" for k in table.foreign_keys}
            yield f"## {table.name}\n\n| column | type | |\n|---|---|---|"
            for column in table.columns:
                notes = ["key"] if column.is_pk else []
                notes += [f"→ {keys[column.name]}"] if column.name in keys else []
                yield f"| {column.name} | {column.type} | {', '.join(notes)} |"
            yield ""
        held.close()


def _json() -> Iterator[str]:
    yield "# JSON\n\nWhat the verbs print with `--format json`. `[…]` is a list of what stands within.\n"
    with tempfile.TemporaryDirectory() as desk:
        old, new = Path(desk) / "old.txt", Path(desk) / "new.txt"
        old.write_text(_OLD)
        new.write_text(_NEW)
        database = ["--db", str(Path(desk) / "billwatch.db")]
        for verb, arguments in {
            "analyse FILE": ["analyse", str(old)],
            "diff OLD NEW": ["diff", str(old), str(new)],
            "matrix": ["matrix"],
            "doctor": ["doctor"],
        }.items():
            run = CliRunner().invoke(cli, [*database, *arguments, "--format", "json"])
            assert run.exit_code in (0, 1), run.output

            yield f"## {verb}\n\n```"
            yield from _shape(json.loads(run.stdout), "")
            yield "```\n"


def _shape(value: Any, path: str) -> Iterator[str]:
    """Yield a line for each kind of place in a JSON value, with its type."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _shape(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        lines = dict.fromkeys(line for item in value for line in _shape(item, f"{path}[]"))
        yield from lines or [f"{path}[]"]
    else:
        yield f"{path}: {_KINDS[type(value)]}"


_KINDS = {str: "text", int: "number", float: "number", bool: "true or false", type(None): "null"}


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (OUT / name).write_text(text, "utf-8")
        print(OUT / name)
