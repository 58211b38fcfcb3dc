"""The files of reviews: ``[[review]]`` tables in TOML, read whole and only ever appended to."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from billwatch.errors import DataError
from billwatch.models import Review

VALUES = ("yes", "partly", "permits", "no", "unclear", "unknown")
_NEEDED = ("version", "provision", "value", "reason", "reviewer", "date")
# The order in which an entry is written.
_KEYS = ("version", "provision", "bound", "value", "detail", "reason", "reviewer", "date",
         "section", "lead", "quote", "machine")  # fmt: skip
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_ID = re.compile(r"[a-z]{2}/[^/\s@]+/[^/\s@]+(?:@[^/\s@]+)?")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def load(texts: Mapping[str, str]) -> tuple[Review, ...]:
    """Return the reviews in the TOML ``texts`` (path of a file → its content), in their order.

    Raise `DataError` naming file and entry for broken TOML, an unknown, missing or empty key, a
    value that is none, a date that is none, or a bill of another state than the file's.
    """
    return tuple(review for name in texts for review in _file(name, texts[name]))


def _file(name: str, text: str) -> Iterable[Review]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: {error}") from None
    tables = content.get("review", [])
    if set(content) - {"review"} or not isinstance(tables, list):
        raise DataError(f"{name}: only [[review]] tables may stand here")
    state = name.rpartition("/")[2].removesuffix(".toml")
    for number, table in enumerate(tables, 1):
        try:
            yield _review(state, table)
        except ValueError as error:
            raise DataError(f"{name}: review {number}: {error}") from None


def _review(state: str, table: Mapping[str, Any]) -> Review:
    """Return one review; raise ValueError saying what is wrong with it."""
    said = {key: _words(key, value) for key, value in table.items() if key != "lead"}
    unknown = [key for key in table if key not in _KEYS]
    missing = [key for key in _NEEDED if not said.get(key)]
    if unknown or missing:
        parts = [f"unknown key {key!r}" for key in unknown]
        raise ValueError(", ".join(parts + [f"missing key {key!r}" for key in missing]))
    version = said.pop("version")
    if not _ID.fullmatch(version) or not version.startswith(f"{state}/"):
        raise ValueError(f"{version!r} is no bill or version of {state}")
    if said["value"] not in VALUES:
        raise ValueError(f"value {said['value']!r} is none of {', '.join(VALUES)}")
    if not _DATE.fullmatch(said["date"]):
        raise ValueError(f"date {said['date']!r} is not like 2026-05-20")
    if not said.get("quote") and ("@" not in version or said["value"] != "no"):
        raise ValueError("missing key 'quote': only a version's silence (no) rests on no words")
    return Review(version.partition("@")[0], version, lead=_lead(table), **said)  # type: ignore[arg-type]  # checked above


def _words(key: str, value: object) -> str:
    """Return a key's string; a date may be a TOML date."""
    if key == "date":
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f"{key} is not a string")
    return value.strip()


def _lead(table: Mapping[str, Any]) -> tuple[str, ...]:
    lead = table.get("lead", [])
    if not isinstance(lead, list) or not all(isinstance(words, str) for words in lead):
        raise ValueError("lead is not a list of strings")
    return tuple(lead)


def entry(review: Review) -> str:
    """Return a review as the TOML to append to its file; empty keys are left out.

    >>> print(entry(Review("xs/1/hb1", "xs/1/hb1@a", "sale", "no", 'not a "sale"', "editors",
    ...                    "2026-05-20", machine="yes")))
    [[review]]
    version = "xs/1/hb1@a"
    provision = "sale"
    value = "no"
    reason = "not a \\"sale\\""
    reviewer = "editors"
    date = "2026-05-20"
    machine = "yes"
    <BLANKLINE>
    """
    lines = ["[[review]]"]
    for key in _KEYS:
        value = getattr(review, key)
        if isinstance(value, tuple):
            shown = f"[{', '.join(map(_string, value))}]" if value else ""
        else:
            shown = _string(value) if value else ""
        lines += [f"{key} = {shown}"] if shown else []
    return "\n".join(lines) + "\n"


def _string(words: str) -> str:
    r"""Return a TOML basic string on one line.

    >>> _string('a "b"\x1b')
    '"a \\"b\\"\\u001B"'
    """
    return f'"{"".join(map(_escaped, words))}"'


def _escaped(char: str) -> str:
    """Escape what TOML forbids, and what cannot be seen: a terminal might obey it."""
    if char in _ESCAPES or char.isprintable():
        return _ESCAPES.get(char, char)
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"


def header(state: str) -> str:
    """Return the comment that a new file of reviews begins with."""
    return (
        f"# Decisions of people on cells of {state}. Each wins over the machine while the words\n"
        "# it quotes still stand in the current text. To add: billwatch review BILL PROVISION\n"
    )
