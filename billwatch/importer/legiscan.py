"""Files of the LegiScan API and its data sets: texts and bills. Data: LegiScan, CC BY 4.0."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from billwatch.errors import DataError, ScrapeError
from billwatch.importer import naming
from billwatch.importer.files import squeezed
from billwatch.importer.masthead import HEAD, look, rough
from billwatch.importer.records import Beside, Facts, Found
from billwatch.models import Action, Bill, Link, Sponsor, Status, Version
from billwatch.sessions import legiscan_number, legiscan_session

SOURCE = "LegiScan (CC BY 4.0)"

_ADDRESS = re.compile(
    r"legiscan\.com/([A-Z]{2})/(?:text|bill)/([A-Z]+\d+)(?:/(?:id/)?(\d+))?", re.I
)
# What a state's own link says of the year, where the reply itself names no session.
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|bills(\d\d)\d/|/(\d\d)info/")

NOT_TEXTS = {7, 8, 12, 13}  # fiscal note, analysis, veto message, veto response
_STATUS: Mapping[int, Status] = {
    1: "introduced", 2: "passed one chamber", 3: "passed both", 4: "law", 5: "vetoed", 6: "dead",
    7: "law", 8: "law", 9: "in committee", 10: "out of committee",
}  # fmt: skip
_CHAMBERS = {"H": "lower", "A": "lower", "S": "upper", "E": "executive"}


def text(value: Mapping[str, Any], beside: Beside) -> Found | str | None:
    """Read a getBillText reply; a plain reason where it names no bill that is known."""
    reply = value.get("text")
    if not isinstance(reply, dict) or "doc" not in reply or "doc_id" not in reply:
        return None
    if _int(reply.get("type_id")) in NOT_TEXTS:
        return f"a {str(reply.get('type')).lower()}, not the text of a bill"
    try:
        unpack(reply)
    except (ValueError, binascii.Error):
        return "its text is not base64"
    bill = beside.texts.get(str(reply["doc_id"])) or _addressed(reply) or _printed(reply, beside)
    if bill is None:
        return "names no bill: import the getBill reply of the same bill with it"
    version = _version(bill, reply)
    fetched = str(reply.get("state_link") or reply.get("url") or "")
    media_type = str(reply.get("mime") or "")
    return Found(bill, version, media_type, order=_int(reply["doc_id"]), url=fetched)


def unpack(reply: Mapping[str, Any]) -> bytes:
    """Return the document of a getBillText reply."""
    return base64.b64decode(str(reply["doc"]), validate=False)


def _addressed(reply: Mapping[str, Any]) -> Bill | None:
    """Return the bill that the reply's addresses name, its session from link or date.

    A text of November or December in a link of the next year is filed ahead of that session.
    """
    address = _ADDRESS.search(str(reply.get("url") or ""))
    if address is None:
        return None
    day = naming.day(reply.get("date")) or ""
    linked = _YEAR.search(str(reply.get("state_link") or ""))
    if linked:
        year = int(linked[1] or f"20{linked[2] or linked[3]}")
    elif day:
        year = int(day[:4]) + (day[5:7] in ("11", "12"))
    else:
        return None
    state = address[1].lower()
    printed = legiscan_number(state, address[2].upper())
    return naming.bill(state, naming.session(state, year), printed, source=SOURCE)


def _printed(reply: Mapping[str, Any], beside: Beside) -> Bill | None:
    """Return the bill that the text itself names, as old replies have no address."""
    media_type, day = str(reply.get("mime") or ""), naming.day(reply.get("date"))
    seen = look("", rough(unpack(reply), media_type)[:HEAD], beside)
    if not (seen.state and seen.number and day):
        return None
    year = int(day[:4]) + (day[5:7] in ("11", "12"))
    return naming.bill(
        seen.state, naming.session(seen.state, year), seen.number, seen.title, SOURCE
    )


def facts(value: Mapping[str, Any]) -> Facts | None:
    """Read a getBill reply or the file of a data set."""
    reply = value.get("bill")
    if not isinstance(reply, dict) or "bill_number" not in reply or "state" not in reply:
        return None
    return Facts((_bill(reply),))


def documents(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield the numbers of the texts that a getBill reply lists."""
    for row in value["bill"].get("texts") or ():
        yield str(row.get("doc_id"))


def _bill(reply: Mapping[str, Any]) -> Bill:
    state = "us" if str(reply["state"]).upper() == "US" else str(reply["state"]).lower()
    try:
        session = legiscan_session(state, reply.get("session") or {}, str(reply.get("url") or ""))
    except ScrapeError as error:
        raise DataError(str(error)) from None
    printed = legiscan_number(state, str(reply["bill_number"]))
    bill = naming.bill(state, session, printed, squeezed(reply.get("title")), SOURCE)
    return replace(
        bill,
        status=_status(reply),
        sponsors=tuple(_sponsors(reply)),
        actions=tuple(
            Action(
                naming.day(row.get("date")) or "",
                squeezed(row.get("action")),
                _CHAMBERS.get(str(row.get("chamber")), ""),
            )
            for row in reply.get("history") or ()
        ),
        subjects=tuple(str(row["subject_name"]) for row in reply.get("subjects") or ()),
        versions=tuple(
            _version(bill, row)
            for row in reply.get("texts") or ()
            if _int(row.get("type_id")) not in NOT_TEXTS
        ),
        url=str(reply.get("state_link") or reply.get("url") or ""),
    )


def _status(reply: Mapping[str, Any]) -> Status:
    """Return where the bill stands; its last step in committee where it has not passed yet."""
    code = _int(reply.get("status"))
    steps = [_int(step.get("event")) for step in reply.get("progress") or ()]
    last = next((step for step in reversed(steps) if step in (9, 10)), 0)
    if code <= 1 and last:
        return _STATUS[last]
    return _STATUS.get(code, "introduced" if steps else "unknown")


def _sponsors(reply: Mapping[str, Any]) -> Iterator[Sponsor]:
    rows = sorted(reply.get("sponsors") or (), key=lambda row: _int(row.get("sponsor_order")))
    for row in rows:
        role = "cosponsor" if _int(row.get("sponsor_type_id")) == 2 else "primary"
        yield Sponsor(squeezed(row.get("name")), role)


def _version(bill: Bill, row: Mapping[str, Any]) -> Version:
    version = naming.version(
        bill, str(row.get("type") or "Text"), row.get("date"), str(row.get("doc_id") or "")
    )
    media_type = str(row.get("mime") or "")
    url = str(row.get("state_link") or row.get("url") or "")
    return replace(version, links=(Link(url, media_type),) if url else ())


def _int(value: object) -> int:
    text = str(value if value is not None else "")
    return int(text) if text.isdigit() else 0
