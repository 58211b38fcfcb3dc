"""The baseline of known student-privacy laws and bills: facts that people edit, one file a state.

Each file is TOML with ``[[law]]`` tables (id, year, bill, title, citation, chapter, status, url,
bound, note, verified, text) and under each its ``[[law.coding]]`` tables: what somebody else
published about a provision, who said it and where. A coding is never shown as a reading. ``text``
lists the ids of the law's sections as codified (``vt/code/9-2443a``), where the text is published
under these and not under the bill. ``[law.direct]`` gives, by such an id or by the law's own, the
address of the page that holds the official text itself, and no other law beside it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from billwatch.errors import DataError
from billwatch.models import Coding, Law

_LAW = {f.name for f in fields(Law)} - {"jurisdiction", "codings", "texts"} | {"coding", "text"}
_CODING = {field.name for field in fields(Coding)}


def load(texts: Mapping[str, str]) -> tuple[Law, ...]:
    """Return the laws in the TOML ``texts`` (file name → content), ordered by id.

    Raise `DataError` naming the file for broken TOML, an unknown or missing key, or an id twice.
    """
    laws = [law for name in sorted(texts) for law in _file(name, texts[name])]
    seen: set[str] = set()
    for law in laws:
        if law.id in seen:
            raise DataError(f"data/laws: the id {law.id} stands twice")
        seen.add(law.id)
    return tuple(sorted(laws, key=lambda law: law.id))


def _file(name: str, text: str) -> Iterable[Law]:
    try:
        tables = tomllib.loads(text).get("law", [])
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: {error}") from None
    for table in tables:
        yield _law(name, table)


def _law(name: str, table: Mapping[str, Any]) -> Law:
    unknown = set(table) - _LAW
    missing = {"id", "year", "status", "title"} - set(table)
    if unknown or missing:
        raise DataError(f"{name}: {table.get('id', 'a law')}: {_complaint(unknown, missing)}")
    direct = table.get("direct", {})
    if stray := set(direct) - {table["id"], *table.get("text", ())}:
        raise DataError(f"{name}: {table['id']}: direct: {min(stray)} is no text of this law")
    return Law(
        id=table["id"],
        jurisdiction=table["id"].split("/")[0],
        year=table["year"],
        bill=table.get("bill", ""),
        citation=table.get("citation", ""),
        title=table["title"],
        status=table["status"],
        url=table.get("url", ""),
        chapter=table.get("chapter", ""),
        bound=tuple(table.get("bound", ())),
        note=table.get("note", ""),
        verified=table.get("verified", True),
        codings=tuple(_coding(name, table["id"], c) for c in table.get("coding", ())),
        texts=tuple(table.get("text", ())),
        direct=tuple(direct.items()),
    )


def _coding(name: str, law: str, table: Mapping[str, Any]) -> Coding:
    unknown = set(table) - _CODING
    missing = {"provision", "value", "who", "where", "tier"} - set(table)
    if unknown or missing:
        raise DataError(f"{name}: {law}: coding: {_complaint(unknown, missing)}")
    return Coding(**{"detail": "", **table})


def _complaint(unknown: set[str], missing: set[str]) -> str:
    parts = [f"unknown key {key!r}" for key in sorted(unknown)]
    parts += [f"missing key {key!r}" for key in sorted(missing)]
    return ", ".join(parts)
