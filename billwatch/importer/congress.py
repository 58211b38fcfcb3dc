"""Bills of the US Congress: bill DTD and USLM XML, govinfo HTML and text, stage-named text files.

A version is named by its stage in words, whichever way a source writes it: ``ih``,
``Introduced-in-House`` and ``Introduced in House`` are one, so prints from several sources meet.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element  # only the type

from billwatch.importer import naming
from billwatch.importer.files import File, chars, inner, squeezed, tree, words
from billwatch.importer.records import Beside, Found
from billwatch.models import Bill, Sponsor

SOURCE = "govinfo.gov"

# Codes of the Government Publishing Office and the stages they stand for.
STAGES = {
    "ih": "Introduced in House", "is": "Introduced in Senate", "rh": "Reported in House",
    "rs": "Reported in Senate", "eh": "Engrossed in House", "es": "Engrossed in Senate",
    "rfh": "Referred in House", "rfs": "Referred in Senate", "rdh": "Received in House",
    "rds": "Received in Senate", "pch": "Placed on Calendar House",
    "pcs": "Placed on Calendar Senate", "cph": "Considered and Passed House",
    "cps": "Considered and Passed Senate", "ath": "Agreed to House", "ats": "Agreed to Senate",
    "eah": "Engrossed Amendment House", "eas": "Engrossed Amendment Senate",
    "rth": "Referred to Committee House", "rts": "Referred to Committee Senate",
    "rih": "Referral Instructions House", "ris": "Referral Instructions Senate",
    "rch": "Reference Change House", "rcs": "Reference Change Senate",
    "cdh": "Committee Discharged House", "cds": "Committee Discharged Senate",
    "hdh": "Held at Desk House", "hds": "Held at Desk Senate", "lth": "Laid on Table in House",
    "lts": "Laid on Table in Senate", "fph": "Failed Passage House",
    "fps": "Failed Passage Senate", "iph": "Indefinitely Postponed House",
    "ips": "Indefinitely Postponed Senate", "pap": "Printed as Passed", "pp": "Public Print",
    "enr": "Enrolled", "renr": "Re-enrolled",
}  # fmt: skip
_SAME = {
    "reported to house": "Reported in House", "reported to senate": "Reported in Senate",
    "enrolled bill": "Enrolled", "engrossed amendment as agreed to by house": STAGES["eah"],
    "engrossed amendment as agreed to by senate": STAGES["eas"],
}  # fmt: skip

_TYPES = "h ?j ?res|s ?j ?res|h ?con ?res|s ?con ?res|h ?res|s ?res|h ?r|s"
_CITED = re.compile(rf"(\d{{2,3}}) ({_TYPES}) (\d+) ([a-z]+?)(\d*)\b:? ?(.*)", re.I | re.S)
_PACKAGE = re.compile(rf"(?:BILLS-)?(\d{{2,3}})({_TYPES})(\d+)([a-z]+)(\d*)(?:_\w+)?\.", re.I)
_FOLDER = re.compile(rf"(\d{{2,3}})-({_TYPES})-(\d+)", re.I)
_STAGED = re.compile(r"\d+_(\d{4}-\d\d-\d\d)_([A-Za-z-]+)\.")
_COMPACT = re.compile(rf"(\d{{2,3}})({_TYPES})(\d+)([a-z]+)(\d*)", re.I)
_HEADS_TITLE = re.compile(
    r"^[^\w\n]{0,20}(?:A BILL|AN ACT|(?:JOINT |CONCURRENT )?RESOLUTION)[^\w\n]{0,20}$", re.M
)
_ENDS_TITLE = re.compile(r"\n[^\w\n]*\n|\n[^\w\n]{0,20}(?:Be it|Resolved)\b")
_DAY_LINE = re.compile(r"^[^\w\n]{0,20}([A-Z][a-z]+ \d{1,2}, \d{4})[^\w\n]{0,20}$", re.M)
_CONGRESS = re.compile(r"\b(\d{2,3})(?:st|nd|rd|th|d) CONGRESS", re.I)
_LEGIS = re.compile(
    r"^[ \t]*(H\. ?R\.|S\.|(?:H\.|S\.) ?(?:J\. ?|CON\. ?)?RES\.) ?(\d+)"
    r"(?: \(([A-Za-z -]+)\))?[ \t]*$",
    re.I | re.M,
)
_GOVINFO = re.compile(r"\[(H\.R\.|S\.|[HS]\.[A-Za-z.]*Res\.) (\d+) [A-Za-z ]+ \(([A-Z]+)\)\]")
_CUES = (
    (r"introduced the\s+following", "Introduced in {}"),
    (r"reported\s+(?:the\s+following|with)", "Reported in {}"),
    (r"received", "Received in {}"),
)
_CHAMBER = re.compile(r"IN THE (HOUSE|SENATE)")
_KNOWN_AS = re.compile(r"may be cited as (?:the )?[“\"']{1,2}([^”\"']+)")


def stage(text: str) -> str:
    """Return the stage in the words of Congress.

    >>> stage("RH"), stage("Reported-to-Senate"), stage("eas2")
    ('Reported in House', 'Reported in Senate', 'Engrossed Amendment Senate 2')
    """
    plain = squeezed(text.replace("-", " "))
    if plain.lower() in _SAME:
        return _SAME[plain.lower()]
    code = re.fullmatch(r"([a-z]+?)(\d*)", text.lower())
    if code and code[1] in STAGES:
        return f"{STAGES[code[1]]} {code[2]}".strip()
    return plain


def xml(file: File, beside: Beside) -> Found | None:
    """Read a bill, resolution or engrossed amendment as XML, bill DTD or USLM."""
    head = chars(file.body[:4000])
    if not re.search(r"<(bill|resolution|engrossedAmendment|amendment-doc)\b", head):
        return None
    if "bill.dtd" not in head and "schemas.gpo.gov" not in head and "congress" not in head.lower():
        return None
    if "<billStatus" in head:
        return None
    root = tree(file)
    cited = _cited(root)
    if cited is None:
        return None
    congress, kind, number, label, title = cited
    bill = naming.bill("us", congress, f"{kind} {number}", title, SOURCE)
    bill = replace(bill, sponsors=tuple(_sponsors(root)))
    return _found(bill, label, _date(root, label), "application/xml")


def _cited(root: Element) -> tuple[str, str, str, str, str] | None:
    """Return congress, type, number, stage and title, from the citation or the parts of one."""
    texts = {tag: squeezed("".join(_first(root, tag))) for tag in ("title", "official-title")}
    cites = (squeezed(e.text) for e in root.iter() if _tag(e) == "citableAs")
    compact = next((found for found in map(_COMPACT.fullmatch, cites) if found), None)
    named = _CITED.fullmatch(texts["title"])
    found = compact or named
    if found:
        title = squeezed(named[6]) if named else texts["official-title"]
        label = root.get("bill-stage") or found[4] + found[5]
        return found[1], _kind(found[2]), found[3], stage(label), title
    congress = _CONGRESS.search("".join(_first(root, "congress")))
    legis = _LEGIS.search(squeezed("".join(_first(root, "legis-num"))))
    if congress is None or legis is None:
        return None
    label = stage(root.get("bill-stage") or root.get("resolution-stage") or "")
    return congress[1], _kind(legis[1]), legis[2], label, texts["official-title"] or texts["title"]


def _first(root: Element, tag: str) -> Iterator[str]:
    """Yield the text of the first element of that name, whatever its namespace."""
    found = next((e for e in root.iter() if _tag(e) == tag), None)
    return iter(()) if found is None else found.itertext()


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _sponsors(root: Element) -> Iterator[Sponsor]:
    roles = {"sponsor": "primary", "cosponsor": "cosponsor"}
    seen: set[str] = set()
    for element in root.iter():
        name = squeezed("".join(element.itertext())) if _tag(element) in roles else ""
        if name and name not in seen:
            seen.add(name)
            yield Sponsor(name, roles[_tag(element)])


def _date(root: Element, label: str) -> str | None:
    """Return the day of the print: its last action; for engrossed and enrolled, its attestation."""
    found: dict[str, list[str]] = {"action": [], "attest": []}
    for element in root.iter():
        if _tag(element) in ("action", "attestation", "attestation-group"):
            kind = "action" if _tag(element) == "action" else "attest"
            dates = (e for e in element.iter() if _tag(e).endswith("date"))
            read = (naming.day(e.get("date") or "".join(e.itertext())) for e in dates)
            found[kind] += [day for day in read if day]
    attested = label.startswith(("Engrossed", "Enrolled", "Agreed", "Considered"))
    first, second = ("attest", "action") if attested else ("action", "attest")
    days = found[first] or found[second]
    return max(days) if days else None


def staged(file: File, beside: Beside) -> Found | None:
    """Read a text named by day and stage in a folder named by its bill: ``118-hr-5/01_….txt``."""
    folder, name = _FOLDER.fullmatch(file.path.parent.name), _STAGED.match(file.name)
    if folder is None or name is None:
        return None
    text = chars(file.body[:6000])
    lines = [squeezed(line) for line in text.split("\n") if line.strip()]
    known = _KNOWN_AS.search(squeezed(text))
    title = known[1].rstrip(",.") if known else (lines[1] if len(lines) > 1 else "")
    bill = naming.bill("us", folder[1], f"{_kind(folder[2])} {folder[3]}", title, SOURCE)
    return _found(bill, stage(name[2]), name[1], "text/plain")


def printed(file: File, beside: Beside) -> Found | None:
    """Read a bill as govinfo's HTML or as its plain text, by its masthead or its file name."""
    raw = chars(file.body[:200_000]).replace("\r", "")
    markup = bool(re.search(r"<(html|pre|body)\b", raw[:2000], re.I))
    text = (f"{inner(raw, 'title')}\n{words(raw)}" if markup else raw)[:20_000]
    congress = _CONGRESS.search(text)
    named = _PACKAGE.match(file.name)
    cited = _GOVINFO.search(text) or _LEGIS.search(text)
    if congress is None or cited is None:
        return None
    code = cited[3] or (named[4] + named[5] if named else "") or _guessed(text)
    bill = naming.bill("us", congress[1], f"{_kind(cited[1])} {cited[2]}", source=SOURCE)
    bill = replace(bill, title=_long_title(text))
    label = stage(code)
    masthead = re.split(r"(?i)be it enacted|\bA BILL\b", text)[0]
    days = [day for day in map(naming.day, _DAY_LINE.findall(masthead)) if day]
    day = max(days) if days else None
    return _found(bill, label, day, "text/html" if markup else "text/plain")


def _long_title(text: str) -> str:
    """Return the paragraph under the heading "A BILL" or "AN ACT"."""
    head = _HEADS_TITLE.search(text)
    rest = text[head.end() : head.end() + 2000].lstrip() if head else ""
    return squeezed(_ENDS_TITLE.split(rest, maxsplit=1)[0])


def _guessed(text: str) -> str:
    chamber = _CHAMBER.search(text)
    name = chamber[1].capitalize() if chamber else "Congress"
    return next((label.format(name) for cue, label in _CUES if re.search(cue, text)), "Text")


def _found(bill: Bill, label: str, day: str | None, media_type: str) -> Found:
    return Found(bill, naming.version(bill, label, day), media_type)


def _kind(printed: str) -> str:
    return re.sub(r"[^A-Z]", "", printed.upper())
