"""California's PUBINFO: tables (.dat, tab-separated, quoted by backticks) and CAML XML (.lob).

The tables name the bill, label and day of each .lob; without them a bill's .lob names itself, but
a section of a code does not. Tables are known by their shape, so a table may have any name.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element  # only the type

from billwatch.importer import naming
from billwatch.importer.files import File, chars, squeezed, tree
from billwatch.importer.records import Beside, Found, Skipped
from billwatch.models import Action, Bill, Sponsor, Status, Version

SOURCE = "California Legislative Information (PUBINFO)"
MEDIA = "application/xml"

_BILL = re.compile(r"(\d{8})(\d)([A-Z]+)(\d+)")
_LOB = 14  # the column that names the .lob, in both tables that have one

_STATUS: tuple[tuple[str, Status], ...] = (
    (r"chaptered", "law"), (r"vetoed", "vetoed"), (r"died|failed|inactive", "dead"),
    (r"governor|enroll", "to governor"), (r"in committee", "in committee"),
    (r"floor|third reading|second reading", "out of committee"),
    (r"passed", "passed one chamber"), (r"amended", "in committee"), (r"introduced", "introduced"),
)  # fmt: skip
_CODES = {
    "BPC": "Bus. & Prof. Code", "CIV": "Civ. Code", "EDC": "Educ. Code", "GOV": "Gov. Code",
    "HSC": "Health & Safety Code", "PEN": "Penal Code", "CONS": "Const.",
    "WIC": "Welf. & Inst. Code",
}  # fmt: skip


def rows(file: File) -> list[list[str]]:
    """Return the rows of a table; ``NULL`` is an empty cell."""
    text = chars(file.body).replace("\0", "")
    read = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quotechar="`", strict=False)
    try:
        return [["" if cell == "NULL" else cell for cell in row] for row in read if len(row) > 3]
    except csv.Error:
        return []


def shape(table: Sequence[Sequence[str]]) -> str:
    """Name the table by the shape of its first row: bills, prints, history, authors or sections."""
    row = table[0] if table else ()
    if len(row) == 19 and _BILL.fullmatch(row[0]) and row[3].isalpha():
        return "bills"
    if len(row) == 13 and _BILL.fullmatch(row[0]) and row[1].isdigit():
        return "history"
    if len(row) == 10 and row[4].endswith("AUTHOR"):
        return "authors"
    if len(row) > _LOB and row[_LOB].endswith(".lob"):
        # A print without its number cannot be put in order: its .lob tells of itself.
        named = _BILL.fullmatch(row[1])
        return "sections" if not named else "prints" if row[2].isdecimal() else ""
    return ""


def tables(folder: Path, shaped: Iterable[tuple[str, list[list[str]]]]) -> Iterator[
    tuple[tuple[Path, str], Found]
]:  # fmt: skip
    """Yield what the tables of one folder say of each .lob beside them."""
    by: dict[str, list[list[str]]] = {}
    for name, table in shaped:
        by.setdefault(name, []).extend(row for row in table if shape([row]) == name)
    bills = {row[0]: row for row in by.get("bills", ())}
    authors = _grouped(by.get("authors", ()))
    history = _grouped(by.get("history", ()))
    for row in by.get("prints", ()):
        bill = _bill(row, bills.get(row[1]), authors.get(row[0], ()), history.get(row[1], ()))
        version = _version(bill, row[4], row[3], int(row[2]))
        yield (folder, row[_LOB]), Found(bill, version, MEDIA, order=-int(row[2]))
    for row in by.get("sections", ()):
        yield (folder, row[_LOB]), section(row)


def _count(words: str) -> int:
    return int(words) if words.isdecimal() else 0


def _grouped(table: Iterable[list[str]]) -> dict[str, list[list[str]]]:
    groups: dict[str, list[list[str]]] = {}
    for row in table:
        groups.setdefault(row[0], []).append(row)
    return groups


def _bill(
    print_: Sequence[str],
    row: Sequence[str] | None,
    authors: Iterable[Sequence[str]],
    history: Iterable[Sequence[str]],
) -> Bill:
    named = _BILL.fullmatch(print_[1])
    session, special, kind, digits = named.groups() if named else ("", "0", "", "")
    bill = named_bill(session, special, kind, digits, squeezed(print_[6]))
    steps = sorted(history, key=lambda step: (step[2][:10], _count(step[6])))
    roles = {"LEAD_AUTHOR": "primary", "PRINCIPAL_COAUTHOR": "primary"}
    return replace(
        bill,
        status=_status(row[17] or row[5]) if row else "unknown",
        sponsors=tuple(Sponsor(squeezed(a[3]), roles.get(a[4], "cosponsor")) for a in authors),
        actions=tuple(Action(step[2][:10], squeezed(step[3])) for step in steps),
    )


def named_bill(session: str, special: str, kind: str, digits: str, title: str) -> Bill:
    """Return a bill; ``session`` is both years, ``special`` the extraordinary session or 0."""
    name = session + (f"x{special}" if special not in ("", "0") else "")
    return naming.bill("ca", name, f"{kind} {digits}", title, SOURCE)


def _version(bill: Bill, label: str, day: str, number: int) -> Version:
    """Number the print: California counts from 99 down."""
    return naming.version(bill, label, day, str(number))


def _status(words: str) -> Status:
    return next((name for cue, name in _STATUS if re.search(cue, words, re.I)), "unknown")


def section(row: Sequence[str]) -> Found:
    """Return a section of a code from its row: code, number, day of effect."""
    code, number = row[1], re.sub(r"^[A-Z]+\.? ", "", row[2].rstrip("."))
    article = row[12] if code == "CONS" else ""
    cited = f"{_CODES.get(code, code)} {f'art. {article} sec. ' if article else ''}{number}"
    id = "/".join(("ca", "code", naming.slug("-".join(filter(None, (code, article, number))))))
    bill = Bill(id, "ca", "code", cited, f"Section {number}", "law", "law", source=SOURCE)
    day = naming.day(row[6])
    name = day or naming.slug("-".join(filter(None, row[3:6]))) or naming.slug(row[0])
    label = f"In effect {day}" if day else ", ch. ".join(filter(None, (f"Stats. {row[3]}", row[4])))
    return Found(bill, Version(f"{id}@{name}", id, label, day), MEDIA)


def lob(file: File, beside: Beside) -> Found | Skipped | None:
    """Read CAML: by the tables beside it, else by what it says of itself."""
    if "<caml:" not in chars(file.body[:1500]):
        return None
    listed = beside.tables.get((file.path.parent, file.name))
    if listed:
        tree(file)  # a broken one is refused here already
        return listed
    root = tree(file)
    if _text(root, "MeasureNum") == "":
        return Skipped(file.path, "a section of a code whose table is not beside it")
    year, special = _count(_text(root, "SessionYear")), _text(root, "SessionNum")
    bill = named_bill(f"{year}{year + 1}", special, _text(root, "MeasureType"),
                      _text(root, "MeasureNum"), _text(root, "Subject"))  # fmt: skip
    number = _count(_text(root, "VersionNum"))
    label = _text(root, "ActionText").replace("_", " ").title()
    version = _version(bill, label, _text(root, "ActionDate"), number)
    return Found(replace(bill, sponsors=tuple(_authors(root))), version, MEDIA, order=-number)


def _authors(root: Element) -> Iterator[Sponsor]:
    for one in (e for e in root.iter() if str(e.tag).endswith("}Legislator")):
        role = "cosponsor" if _text(one, "Contribution") == "COAUTHOR" else "primary"
        yield Sponsor(_text(one, "Name"), role)


def _text(root: Element, tag: str) -> str:
    found = next((e for e in root.iter() if str(e.tag).endswith("}" + tag)), None)
    return "" if found is None else squeezed("".join(found.itertext()))
