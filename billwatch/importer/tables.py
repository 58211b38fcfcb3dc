"""Session files of Open States in CSV: a table of bills, and tables of what belongs to them.

Data: Open States. The names are ``CT_2026_bills.csv``, ``CT_2026_bill_actions.csv`` and so on;
each row is put together as the API would give the bill.
"""

import ast
import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from billwatch.errors import DataError
from billwatch.importer import openstates
from billwatch.importer.files import File, chars, load
from billwatch.importer.records import Answer, Beside, Noted, Skipped

_NAME = re.compile(
    r"([A-Z]{2})_(.{1,99}?)_(bills|bill_\w{1,40}|organizations|votes|vote_\w{1,40})\.csv",
    re.IGNORECASE,
)
_Rows = Mapping[str, list[dict[str, str]]]


def facts(file: File, beside: Beside) -> Answer | None:
    """Read a table of bills with the tables beside it; the others are noted."""
    named = _NAME.fullmatch(file.name)
    if named is None or b"," not in file.body[:500]:
        return None
    if named[3].lower() != "bills":
        return Noted(file.path, f"a table of Open States ({named[3].lower()})")
    rows = list(_bills(file, named))
    if not rows:
        return Skipped(file.path, "a table of Open States without a bill")
    found = openstates.facts(rows, beside, named[1].lower())
    return Skipped(file.path, found) if isinstance(found, str) else found


def _bills(file: File, named: re.Match[str]) -> Iterator[dict[str, Any]]:
    def beside(what: str, key: str = "bill_id") -> _Rows:
        return _table(file.path.with_name(f"{named[1]}_{named[2]}_{what}.csv"), key)

    houses = {
        id: rows[0].get("classification", "") for id, rows in beside("organizations", "id").items()
    }
    actions, sponsors, sources = map(beside, ("bill_actions", "bill_sponsorships", "bill_sources"))
    versions, links = beside("bill_versions"), beside("bill_version_links", "version_id")
    code = named[1].lower()
    where = "country:us" + (
        "" if code == "us" else f"/{'district' if code == 'dc' else 'state'}:{code}"
    )
    for row in _rows(file):
        id = row.get("id", "")
        yield {
            "identifier": row.get("identifier", ""), "title": row.get("title", ""),
            "session": row.get("session_identifier") or named[2],
            "jurisdiction": {"id": f"ocd-jurisdiction/{where}/government"},
            "classification": _listed(row.get("classification", "")),
            "subject": _listed(row.get("subject", "")),
            "actions": [
                {**one, "classification": _listed(one.get("classification", "")),
                 "organization": houses.get(one.get("organization_id", ""), ""),
                 "organization_id": ""}
                for one in sorted(actions.get(id, ()), key=_order)
            ],
            "sponsorships": [
                {**one, "primary": one.get("primary", "").lower() in ("true", "t", "1")}
                for one in sponsors.get(id, ())
            ],
            "versions": [{**one, "links": links.get(one.get("id", ""), [])}
                         for one in versions.get(id, ())],
            "sources": sources.get(id, []),
        }  # fmt: skip


def _order(row: Mapping[str, str]) -> int:
    order = row.get("order", "")
    return int(order) if order.isdigit() else 0


def _table(path: Path, key: str) -> _Rows:
    """Return the rows of a table by a column; none where the table is not there."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    if path.is_file():
        for row in _rows(load(path)):
            found[row.get(key, "")].append(row)
    return found


def _rows(file: File) -> Iterator[dict[str, str]]:
    try:
        for row in csv.DictReader(io.StringIO(chars(file.body), newline="")):
            yield {str(name): str(value or "") for name, value in row.items() if name}
    except csv.Error as error:
        raise DataError(f"{file.path}: broken CSV: {error}") from None


def _listed(words: str) -> list[str]:
    """Return a list that is written as Python writes it; no code is run.

    >>> _listed("['bill', 'became-law']"), _listed("[")
    (['bill', 'became-law'], [])
    """
    try:
        value = ast.literal_eval(words) if words.startswith("[") and len(words) < 10_000 else []
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return []
    return [str(item) for item in value] if isinstance(value, list) else []
