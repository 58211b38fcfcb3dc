"""Bills as Open States writes them: API version 3, session files, the output of its scrapers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from billwatch.errors import DataError, ScrapeError
from billwatch.importer import naming
from billwatch.importer.files import squeezed
from billwatch.importer.records import Beside, Facts
from billwatch.models import Action, Bill, Link, Sponsor, Status, Version
from billwatch.sessions import counted_session

_OCD = re.compile(r"country:us(?:/(?:state|district|territory):([a-z]{2}))?/")
_HOST = re.compile(r"(?:\.|state\.)([a-z]{2})\.(?:us|gov)\b|\b([a-z]{2})(?:leg|legislature)\.gov")
_CHAMBER = re.compile(r"lower|upper|executive")

# The strongest step decides.
_STEPS: tuple[tuple[str, Status], ...] = (
    ("became-law", "law"),
    ("executive-signature", "law"),
    ("executive-veto", "vetoed"),
    ("failure", "dead"),
    ("executive-receipt", "to governor"),
    ("passage", "passed one chamber"),
    ("committee-passage", "out of committee"),
    ("referral-committee", "in committee"),
    ("introduction", "introduced"),
    ("filing", "introduced"),
)


def facts(value: Any, beside: Beside, folder: str) -> Facts | str | None:  # noqa: ANN401
    """Read one bill, a list of bills or a page of results; a reason where the state is unknown."""
    rows = value.get("results") if isinstance(value, dict) and "results" in value else value
    rows = [rows] if isinstance(rows, dict) else rows
    if not isinstance(rows, list) or not rows or not all(map(_is_bill, rows)):
        return None
    states = [_state(row, beside, folder) for row in rows]
    if not all(states):
        return "names no legislature: give the jurisdiction"
    return Facts(tuple(_bill(row, state) for row, state in zip(rows, states, strict=True)))


def _is_bill(row: object) -> bool:
    return (
        isinstance(row, dict)
        and "identifier" in row
        and bool({"session", "legislative_session"} & row.keys())
        and bool({"actions", "versions", "classification"} & row.keys())
    )


def _state(row: Mapping[str, Any], beside: Beside, folder: str) -> str:
    """Return the code of the state: as named, as said by the user, by its links, by a folder."""
    named = row.get("jurisdiction")
    id = str(named.get("id", "")) if isinstance(named, dict) else str(named or "")
    found = _OCD.search(id + "/")
    if found:
        return found[1] or "us"
    names = {name.lower(): code for code, name in beside.states.items()}
    name = str(named.get("name", "") if isinstance(named, dict) else named or "").lower()
    hosts = (_HOST.search(str(source.get("url"))) for source in row.get("sources") or ())
    linked = next((host[1] or host[2] for host in hosts if host), "")
    guesses = (names.get(name, ""), beside.jurisdiction, linked, folder)
    return next((guess for guess in guesses if guess in beside.states), "")


def _bill(row: Mapping[str, Any], state: str) -> Bill:
    words = str(row.get("legislative_session") or row.get("session"))
    first = min((str(one.get("date") or "") for one in row.get("actions") or ()), default="")
    try:
        session = counted_session(state, words, str(row.get("first_action_date") or first))
    except ScrapeError as error:
        raise DataError(str(error)) from None
    bill = naming.bill(
        state, session, str(row["identifier"]), squeezed(row.get("title")), "Open States"
    )
    sources = row.get("sources") or ()
    return replace(
        bill,
        status=_status(row.get("actions") or ()),
        sponsors=tuple(
            Sponsor(squeezed(one.get("name")), "primary" if one.get("primary") else "cosponsor")
            for one in row.get("sponsorships") or ()
        ),
        actions=tuple(
            Action(naming.day(one.get("date")) or "", squeezed(one.get("description")), _house(one))
            for one in row.get("actions") or ()
        ),
        subjects=tuple(map(str, row.get("subject") or ())),
        versions=tuple(_versions(bill, row.get("versions") or ())),
        url=str(sources[0].get("url") or "") if sources else "",
    )


def _house(action: Mapping[str, Any]) -> str:
    found = _CHAMBER.search(str(action.get("organization_id") or action.get("organization") or ""))
    return found[0] if found else ""


def _status(actions: Sequence[Mapping[str, Any]]) -> Status:
    steps = {str(step) for action in actions for step in action.get("classification") or ()}
    passed = {
        _house(action) for action in actions if "passage" in (action.get("classification") or ())
    }
    name = next((status for step, status in _STEPS if step in steps), None)
    if name == "passed one chamber" and {"lower", "upper"} <= passed:
        return "passed both"
    return name or ("introduced" if actions else "unknown")


def _versions(bill: Bill, rows: Sequence[Mapping[str, Any]]) -> Iterator[Version]:
    """Yield the versions; a label that comes twice in one bill is told apart by its count."""
    seen: dict[str, int] = {}
    for row in rows:
        label = squeezed(row.get("note")) or "Text"
        seen[label] = seen.get(label, 0) + 1
        serial = str(seen[label]) if seen[label] > 1 else ""
        links = tuple(
            Link(str(link.get("url")), str(link.get("media_type") or ""))
            for link in row.get("links") or ()
            if link.get("url")
        )
        yield replace(naming.version(bill, label, row.get("date"), serial), links=links)
