"""Write the reference from the code itself: ``python -m tests.reference`` → docs/reference.

Commands come from the command line, provisions from the codebook, tables from a new database,
files from the dictionary that ships with the site, and JSON from what the verbs print for two short
texts and the sample legislature. What a table, a column or a key means is said by the code where
it has a dictionary, else in ``tests/meanings.toml``. A test fails while a page is stale, and where
a meaning is missing or left over.
"""

import json
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import click
import sqlite_utils
from click.testing import CliRunner

from billwatch import store
from billwatch.cli import cli
from billwatch.pipeline import demo, facts
from billwatch.publish import files, ledger
from billwatch.reuse import Found, Genealogy, Standing

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "reference"
MEANINGS = Path(__file__).with_name("meanings.toml")
COMMAND = "python -m tests.reference"
HEAD = f"<!-- Written by {COMMAND}; do not edit. -->\n"

_OLD = """AN ACT CONCERNING PUPIL RECORDS
Section 1. As used in this act:
(1) "Operator" means a person who runs a website used for school purposes in kindergarten through grade 12.
(2) "Student data" means information that identifies a student, including a Social Security number.
Sec. 2. (a) Except as provided in subsection (f), an operator shall not sell student data.
(b) A school district shall not disclose student data to a third party without the written consent of the parent.
(c) An operator shall notify the local board of any breach of student data without unreasonable delay and within thirty days after its discovery.
(d) An operator shall delete student data within 45 days at the request of the school district.
(e) A contract between a school district and an operator shall be in writing and shall state the purposes for which student data may be used and that student data may not be sold.
(f) This section does not apply to the transfer of student data in a merger, if the successor is bound by this section.
(g) A person who violates this section owes a civil penalty of not more than five thousand dollars for each violation. The attorney general may bring an action to enforce this section.
Sec. 3. The department shall adopt rules for the safe keeping of student data and shall publish them each year.
Sec. 4. This act takes effect on July 1, 2027.
"""  # a paragraph a line, as `Text.body` has it
_NEW = _OLD.replace("thirty days", "seventy-two hours").replace("written consent", "consent")

Rows = dict[str, dict[str, None]]
"""By the path of a key the kinds of value seen there, in the order in which they came."""


def pages() -> dict[str, str]:
    """Return every page of the reference by file name; raise `ValueError` for lost meanings."""
    said = _Meanings()
    makers: Mapping[str, Callable[[], Iterator[str]]] = {
        "commands.md": _commands,
        "provisions.md": _provisions,
        "database.md": lambda: _database(said),
        "json.md": lambda: _json(said),
        "files.md": _files,
    }
    made = {name: HEAD + "\n".join(make()) + "\n" for name, make in makers.items()}
    said.check()
    return made


class _Meanings:
    """What names mean; it remembers which it lacked and which nobody asked for."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, str]] = tomllib.loads(MEANINGS.read_text("utf-8"))
        self._asked: set[tuple[str, str]] = set()
        self._lacking: list[str] = []

    def get(self, topic: str, path: str, known: Mapping[str, str] | None = None) -> str:
        """Return the meaning: the topic's own, else that of a dictionary, else the shared one."""
        parts = path.removesuffix("[]").split(".")
        tails = [".".join(parts[n:]) for n in range(len(parts))]
        if key := next((t for t in tails if t in self._words.get(topic, {})), None):
            return self._take(topic, key)
        if known and tails[-1] in known:
            return known[tails[-1]]
        if tails[-1] in self._words["shared"]:
            return self._take("shared", tails[-1])
        self._lacking.append(f"{topic}: {path}")
        return ""

    def _take(self, topic: str, key: str) -> str:
        self._asked.add((topic, key))
        return self._words[topic][key]

    def check(self) -> None:
        """Raise `ValueError` where a meaning is missing, or explains what is not there."""
        every = {(table, key) for table, words in self._words.items() for key in words}
        spare = sorted(f"{table}: {key}" for table, key in every - self._asked)
        if self._lacking or spare:
            raise ValueError(f"{MEANINGS.name} lacks {self._lacking}, and explains {spare}")


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


def _database(said: _Meanings) -> Iterator[str]:
    yield "# The database\n\nOne SQLite file. Offsets count characters of a version's text in force.\n"
    known = {"bills": ledger.BILLS, "versions": ledger.VERSIONS, "findings": ledger.FINDINGS,
             "events": ledger.EVENTS}  # fmt: skip
    with tempfile.TemporaryDirectory() as desk:
        path = Path(desk) / "billwatch.db"
        with store.open(path):
            pass
        held = sqlite_utils.Database(path)
        for table in sorted(held.tables, key=lambda table: table.name):
            if table.virtual_table_using or "section_words" in table.name:
                continue
            keys = {k.column: f"{k.other_table}.{k.other_column}" for k in table.foreign_keys}
            yield f"## {table.name}\n\n{_sentence(said.get('tables', table.name))}\n"
            yield "| column | type | | |\n|---|---|---|---|"
            for column in table.columns:
                notes = ["key"] if column.is_pk else []
                notes += [f"→ {keys[column.name]}"] if column.name in keys else []
                means = said.get(f"table {table.name}", column.name, known.get(table.name))
                yield f"| {column.name} | {column.type} | {', '.join(notes)} | {means} |"
            yield ""
        held.close()


def _files() -> Iterator[str]:
    yield "# Files of the site and of `billwatch export`\n"
    yield "CSV is UTF-8 with the columns below; the JSON beside it has the same names. Offsets count"
    yield "characters of a version's text in force. `datapackage.json` says the same to programs.\n"
    for name, columns in {
        "matrix-law, matrix-pending, matrix-both": files.COLUMNS,
        "findings/STATE": ledger.FINDINGS,
        "bills": ledger.BILLS,
        "versions": ledger.VERSIONS,
        "events": ledger.EVENTS,
        "laws": files.LAWS,
        "provisions": files.PROVISIONS,
    }.items():
        yield f"## {name}\n\n| column | |\n|---|---|"
        yield from (f"| {column} | {means} |" for column, means in columns.items())
        yield ""


def _json(said: _Meanings) -> Iterator[str]:
    yield "# JSON\n\nWhat the verbs print with `--format json`. `name[]` is each item of a list.\n"
    printed = {
        **dict(_printed()),
        "reuse": _typed(Found) | _stood(),
        "reuse PLACE": _typed(Genealogy),
    }
    for verb, rows in printed.items():
        yield f"## {verb}\n\n{_sentence(said.get('verbs', verb))}\n\n| key | type | |\n|---|---|---|"
        known = files.COLUMNS if verb == "matrix" else {}
        for path, kinds in rows.items():
            means = said.get(verb.split()[0], path, known)
            yield f"| `{path}` | {' or '.join(kinds)} | {means} |"
        yield ""


def _stood() -> Rows:
    """Return the keys of where a bill's text also stands, which leave its best passage out."""
    rows = _typed(Standing).items()
    return {f"stands[].{path}": kinds for path, kinds in rows if not path.startswith("best")}


def _printed() -> Iterator[tuple[str, Rows]]:
    """Yield each verb with the keys that it prints for the samples."""
    with tempfile.TemporaryDirectory() as desk:
        old, new = Path(desk) / "old.txt", Path(desk) / "new.txt"
        old.write_text(_OLD, "utf-8")
        new.write_text(_NEW, "utf-8")
        database = Path(desk) / "billwatch.db"
        with store.open(database) as library:
            for _ in demo.play(library, facts.load(), Path(desk) / "pages"):
                pass
        deal = ROOT / "data" / "sample" / "agreements" / "needs-assessment.txt"
        for verb, words in {
            "analyse FILE": [["analyse", str(old)]],
            "analyse FILE FILE…": [["analyse", str(old), str(new), f"{desk}/none.txt"]],
            "diff OLD NEW": [
                ["diff", str(old), str(new)],
                ["diff", "xs/2026/sb12@introduced", "xs/2026/sb12@public-act"],
                ["diff", str(old), _moved(Path(desk))],
            ],
            "matrix": [["matrix", "--as-of", "2026-11-22"]],
            "matrix --disagreements": [["matrix", "--disagreements", "--as-of", "2026-11-22"]],
            "agreement FILE": [
                ["agreement", str(deal), "--state", state] for state in ("CT", "XS")
            ],
            "review": [["review", "--limit", "0"]],
            "review --check": [["review", "--check"]],
            "doctor": [["doctor"]],
        }.items():
            rows: Rows = {}
            for arguments in words:
                for value in _values(["--db", str(database), *arguments, "--format", "json"]):
                    _note(rows, value, "")
            yield verb, _tidy(rows)


def _moved(desk: Path) -> str:
    """Write the old text with its third section first, and one word of it changed."""
    head, *sections = _OLD.split("Sec. ")
    turned = "Sec. ".join([head, sections[1].replace("safe", "secure"), sections[0], sections[2]])
    (desk / "moved.txt").write_text(turned, "utf-8")
    return str(desk / "moved.txt")


def _values(words: Iterable[str]) -> Iterator[Any]:
    """Run the command line and yield the JSON it prints: one value, or one a line."""
    run = CliRunner().invoke(cli, list(words))
    assert run.exit_code in (0, 1), run.output

    try:
        yield json.loads(run.stdout)
    except json.JSONDecodeError:
        yield from map(json.loads, run.stdout.splitlines())


def _note(rows: Rows, value: Any, path: str) -> None:
    """Note a JSON value under the path of its key, with what is within it."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            _note(rows, inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for item in value:
            _note(rows, item, f"{path}[]")
    else:
        empty = {"[]": "list", "{}": "object"}.get(json.dumps(value))
        rows.setdefault(path, {})[empty or _KINDS[type(value)]] = None


def _tidy(rows: Rows) -> Rows:
    """Leave out lists and objects that were empty here and filled there."""
    filled = {path for path in rows if any(o.startswith((f"{path}[", f"{path}.")) for o in rows)}
    kept = {}
    for path, kinds in rows.items():
        told = [k for k in kinds if not (path in filled and k in ("list", "object"))]
        if told:
            kept[path] = dict.fromkeys(told)
    return kept


def _typed(kind: Any, path: str = "") -> Rows:
    """Return the keys that a record has as JSON, from its types."""
    if is_dataclass(kind):
        rows: Rows = {}
        hints = get_type_hints(kind)
        for field in fields(kind):
            rows |= _typed(hints[field.name], f"{path}.{field.name}" if path else field.name)
        return rows
    inner = get_args(kind)
    if inner and inner[-1] is Ellipsis:
        return _typed(inner[0], f"{path}[]")
    return {path: {_KINDS.get(kind, "text"): None}}


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


_KINDS = {str: "text", int: "number", float: "number", bool: "true or false", type(None): "null"}


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (OUT / name).write_text(text, "utf-8")
        print(OUT / name)
