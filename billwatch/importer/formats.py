"""Which reader a file belongs to: by its content first, by its name where content is silent."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from billwatch import apart
from billwatch.errors import DataError
from billwatch.importer import (
    california,
    codes,
    congress,
    federal,
    legiscan,
    masthead,
    openstates,
    states,
    tables,
)
from billwatch.importer.files import File, chars, fields, load
from billwatch.importer.records import Answer, Beside, Facts, Found, Noted, Reader, Skipped, near

READERS: tuple[Reader, ...] = (
    federal.status_xml,
    california.lob,
    codes.dc_law,
    congress.xml,
    states.new_york,
    congress.staged,
    codes.code_chunk,
    codes.linked_data,
    codes.section_html,
    congress.printed,
)
"""Asked in this order; the first that knows the file answers."""

_ARCHIVE = re.compile(rb"PK\x03\x04|\x1f\x8b|\xfd7zXZ\x00|BZh|7z\xbc\xaf|\x28\xb5\x2f\xfd")
# Companions that hold no text, by the first element of their XML.
_COMPANIONS = {
    "mods": "a library record (MODS), not the text of a bill",
    "bill": "facts of a bill in a form that is not read; its data.json or BILLSTATUS is",
}
_JSON_KINDS = {
    "person": "a person, not a bill",
    "roll_call": "a vote, not a bill",
    "masterlist": "a list of bills, not a bill",
    "sessions": "a list of sessions, not a bill",
    "dataset": "an archive of LegiScan: unpack it and import the folder",
}


def answer(file: File, beside: Beside) -> Answer:
    """Say what a file is; raise `DataError` if it is broken."""
    if _ARCHIVE.match(file.body):
        return Skipped(file.path, "an archive: unpack it and import the folder")
    if file.path.suffix.lower() == ".csv" and (table := tables.facts(file, beside)) is not None:
        return table
    if file.path.suffix.lower() == ".dat" and b"`" in file.body[:2000]:
        return _table(file)
    head = file.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"{", b"[") and not head.startswith(b"[Congressional"):
        return _json(file, beside)
    if file.body.startswith(b"%PDF-"):
        return masthead.generic(file, beside, pdf_text(file))
    for reader in READERS:
        found = reader(file, beside)
        if found is not None:
            return found
    return _companion(file) or masthead.generic(file, beside)


def _table(file: File) -> Noted | Skipped:
    kind = california.shape(california.rows(file))
    if kind:
        return Noted(file.path, f"a table of California's PUBINFO ({kind})")
    return Skipped(file.path, "a table of California's PUBINFO that tells nothing of a text")


def _companion(file: File) -> Skipped | None:
    root = re.match(r"\s*(?:<[?!][^>]*>\s*)*<(?:\w+:)?(\w+)", chars(file.body[:3000]))
    if root and root[1] in _COMPANIONS and file.path.suffix.lower() == ".xml":
        return Skipped(file.path, _COMPANIONS[root[1]])
    return None


def _json(file: File, beside: Beside) -> Answer:
    value = fields(file)
    if isinstance(value, dict):
        found = _json_text(file, value, beside)
        if found is not None:
            return found
        facts = legiscan.facts(value) or federal.congress_json(value)
        if facts is not None:
            return facts
        kind = next((reason for key, reason in _JSON_KINDS.items() if key in value), "")
        if kind:
            return Skipped(file.path, kind)
    listed = openstates.facts(value, beside, near(file.path, beside))
    if isinstance(listed, str):
        return Skipped(file.path, listed)
    return listed or Skipped(file.path, "JSON of no known kind of bill file")


def _json_text(file: File, value: Mapping[str, Any], beside: Beside) -> Found | Skipped | None:
    found = states.virginia(value)
    if found is not None:
        return replace(found, unpack=virginia_text)
    reply = legiscan.text(value, beside)
    if isinstance(reply, str):
        return Skipped(file.path, reply)
    return reply and replace(reply, unpack=legiscan_text)


def virginia_text(body: bytes) -> bytes:
    """Return the HTML of a print of Virginia's."""
    return str(json.loads(chars(body))["text"]).encode("utf-8", "replace")


def legiscan_text(body: bytes) -> bytes:
    """Return the document of a getBillText reply."""
    return legiscan.unpack(json.loads(chars(body))["text"])


def pdf_text(file: File) -> str:
    """Return text to recognise a PDF by: of the text file beside it, else its own.

    Empty for a PDF without text: that is found and said when the bill is read.
    """
    twin = file.path.with_suffix(".txt")
    try:
        if twin.is_file():
            return chars(load(twin).body)
        return apart.read(file.body, media_type="application/pdf", name=file.name).body
    except DataError:
        return ""


def legiscan_bill(file: File) -> tuple[Facts, tuple[str, ...]] | None:
    """Return the facts of a getBill reply with the numbers of the texts it lists."""
    if b'"bill_number"' not in file.body or not file.body.lstrip().startswith(b"{"):
        return None
    value = fields(file)
    facts = legiscan.facts(value) if isinstance(value, dict) else None
    return (facts, tuple(legiscan.documents(value))) if facts else None


def pubinfo(paths: list[Path], known: Callable[[Path], File | None]) -> dict[
    tuple[Path, str], Found
]:  # fmt: skip
    """Return what the tables among the paths say of the .lob files beside them."""
    folders: dict[Path, list[tuple[str, list[list[str]]]]] = {}
    for path in paths:
        file = known(path) if path.suffix.lower() == ".dat" else None
        if file:
            table = california.rows(file)
            folders.setdefault(path.parent, []).append((california.shape(table), table))
    return {
        key: found
        for folder, shaped in folders.items()
        for key, found in california.tables(folder, shaped)
    }
