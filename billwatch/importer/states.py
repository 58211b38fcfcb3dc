"""Bill files of single states: New York's OpenLegislation texts and Virginia's LIS JSON."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from billwatch.importer import naming
from billwatch.importer.files import File, chars, inner, squeezed, words
from billwatch.importer.records import Beside, Found
from billwatch.models import Sponsor, Status

_FIELD = re.compile(r"^\*\*([A-Za-z ]+):\*\* *(.*?) *$", re.M)
_FULL_TEXT = re.compile(rb"^## Full Text\s*\n+", re.M)
_NY_ID = re.compile(r"([A-Z])(\d+)([A-Z]*)")
_PRINT = re.compile(r"^ *(?:[SA]\. )?\d+(?:--([A-Z]))?(?: +[SA]\. \d+(?:--[A-Z])?)? *$", re.M)
_FILE_PRINT = re.compile(r"__([A-Z]|original)$", re.I)

_NY_STATUS: tuple[tuple[str, Status], ...] = (
    (r"signed|chaptered|became law|adopted", "law"),
    (r"veto", "vetoed"),
    (r"delivered to governor", "to governor"),
    (r"passed senate.{0,200}assembly|passed assembly.{0,200}senate|passed both", "passed both"),
    (r"passed", "passed one chamber"),
    (r"calendar|floor", "out of committee"),
    (r"committee", "in committee"),
    (r"stricken|lost|died|substituted", "dead"),
    (r"introduced", "introduced"),
)


def new_york(file: File, beside: Beside) -> Found | None:
    """Read one print of a New York bill: a header of fields, then the text of the official API.

    The bill's id may carry letters of prints (``S7695BA``); which print this is stands in the
    masthead (``7695--A``). The masthead keeps the day of introduction in every print, so only the
    first print has a date.
    """
    text = chars(file.body)
    head = dict(_FIELD.findall(text[:5000]))
    whole = _FULL_TEXT.search(file.body)
    id = _NY_ID.fullmatch(head.get("Bill ID", ""))
    if id is None or whole is None or "Session" not in head:
        return None
    masthead = chars(file.body[whole.end() : whole.end() + 3000])
    title = re.search(r"^# +(.+)", text, re.M)
    bill = naming.bill(
        "ny", head["Session"], id[1] + id[2], squeezed(title and title[1]), "NY Open Legislation"
    )
    status = next(
        (s for cue, s in _NY_STATUS if re.search(cue, head.get("Status", ""), re.I)), None
    )
    sponsor = head.get("Sponsor", "")
    bill = replace(
        bill,
        status=status or "unknown",
        sponsors=(Sponsor(sponsor),) if sponsor not in ("", "Unknown") else (),
    )
    letter = _letter(masthead, file.stem, id[3])
    day = None if letter else naming.day(masthead)
    version = naming.version(bill, letter or "Original", day)
    return Found(bill, version, "text/plain", _after_header, ord(letter or "@"))


def _letter(masthead: str, stem: str, id: str) -> str:
    """Return the letter of the print, empty for the first: masthead, file name, then id."""
    printed = _PRINT.search(masthead)
    if printed:
        return printed[1] or ""
    named = _FILE_PRINT.search(stem)
    if named:
        return "" if named[1].lower() == "original" else named[1].upper()
    return id[-1:] if len(id) > 1 else ""


def _after_header(body: bytes) -> bytes:
    start = _FULL_TEXT.search(body)
    return body[start.end() :] if start else body


def virginia(value: Mapping[str, Any]) -> Found | None:
    """Read one print of a Virginia bill as the LIS service gives it: fields and HTML."""
    if not {"bill", "session_code", "version_label", "text"} <= value.keys():
        return None
    markup = str(value["text"] or "")
    title = squeezed(words(inner(markup[:20_000], "p", having="ldtitle")))
    session, serial = str(value["session_code"]), str(value.get("version_id") or "")
    bill = naming.bill("va", session, str(value["bill"]), title, "Virginia LIS")
    version = naming.version(bill, str(value["version_label"]), value.get("draft_date"), serial)
    return Found(
        bill,
        version,
        "text/html",
        order=int(serial) if serial.isdigit() else 0,
        fetched_at=str(value.get("fetched_at_utc") or ""),
    )
