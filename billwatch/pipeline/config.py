"""Read ``billwatch.toml``: what an operator sets once. The environment goes before it, flags first.

contact = "mailto:watch@example.org"      # who asks: sources see it
states = ["ct", "mo"]                     # the sources of a night
output = "public"                         # where the site is built
base_url = "https://example.org/watch/"   # where the site will stand, for links
db = "billwatch.db"
licence = "CC-BY-4.0"                     # what you grant for the answers; nothing: none is named
texts = "topic"                           # or "all": fetch the texts of every bill
notify = ["mailto://me:$MAIL_PASSWORD@example.org"]   # Apprise addresses
insecure = ["legislature.example.gov"]    # hosts whose certificate is not checked: each night says

[sessions]                                # where not the current one alone
ct = ["2025", "2026"]
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from billwatch.errors import DataError

NAME = "billwatch.toml"
_WORDS = ("contact", "output", "base_url", "db", "texts", "licence")
_LISTS = ("states", "notify", "insecure")
_KNOWN = (*_WORDS, *_LISTS, "sessions")


@dataclass(frozen=True, slots=True)
class Config:
    """What is configured, and in which file (empty: none)."""

    contact: str = ""
    states: tuple[str, ...] = ()
    sessions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    output: str = "public"
    base_url: str = ""
    db: str = "billwatch.db"
    notify: tuple[str, ...] = ()
    file: str = ""
    texts: str = "topic"
    insecure: tuple[str, ...] = ()
    licence: str = ""


def load(folder: Path, environment: Mapping[str, str]) -> Config:
    """Return the configuration of a folder; raise `DataError` naming the file and the key.

    ``BILLWATCH_CONTACT``, ``BILLWATCH_STATES``, ``BILLWATCH_NOTIFY`` … go before the file.
    """
    path = folder / NAME
    config = _read(path) if path.is_file() else Config()
    for name in _WORDS:
        if value := environment.get(f"BILLWATCH_{name.upper()}"):
            config = replace(config, **{name: value})  # type: ignore[arg-type]
    for name in _LISTS:
        if value := environment.get(f"BILLWATCH_{name.upper()}"):
            config = replace(config, **{name: listed(value)})  # type: ignore[arg-type]
    return config


def listed(words: str) -> tuple[str, ...]:
    """Return the items of a list in words.

    >>> listed("ct, mo wa")
    ('ct', 'mo', 'wa')
    """
    return tuple(words.replace(",", " ").split())


def _read(path: Path) -> Config:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path}: {error}") from None
    if unknown := sorted(set(table) - set(_KNOWN)):
        raise DataError(f"{path}: unknown key {unknown[0]!r}; there are: {', '.join(_KNOWN)}")
    for name in _WORDS:
        if not isinstance(table.get(name, ""), str):
            raise DataError(f"{path}: {name!r} must be words in quotes")
    lists = {name: _strings(path, name, table[name]) for name in _LISTS if name in table}
    sessions = table.get("sessions", {})
    if not isinstance(sessions, dict):
        raise DataError(f"{path}: 'sessions' must be a table: ct = [\"2026\"]")
    named = {str(k): _strings(path, f"sessions.{k}", v) for k, v in sessions.items()}
    words = {name: str(table[name]) for name in _WORDS if name in table}
    config = Config(sessions=named, file=str(path))
    return replace(config, **words, **lists)  # type: ignore[arg-type]


def _strings(path: Path, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise DataError(f"{path}: {name!r} must be a list of words in quotes")
    return tuple(value)
