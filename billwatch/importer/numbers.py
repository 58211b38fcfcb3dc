"""Read a bill's number as a masthead prints it."""

import re
from collections.abc import Mapping

_HOUSES = {"house": "H", "senate": "S", "assembly": "A", "council": "B", "legislative": "L"}
_KINDS = {
    "bill": "B", "file": "F", "joint resolution": "JR", "concurrent resolution": "CR",
    "resolution": "R", "joint memorial": "JM",
}  # fmt: skip
_WRITTEN = re.compile(
    rf"\b({'|'.join(_HOUSES)})\s+({'|'.join(sorted(_KINDS, key=len, reverse=True))})"
    r"\s++(?:no\.?|number|#)?\s*((?:\d\d-)?\d{1,5})\b",
    re.I,
)
_SHORT = re.compile(r"\b([HSA]\.?\s?(?:[BFR]|JR|CR|CS)\.?|LB)\s*(?:No\.?\s*)?((?:\d\d-)?\d{1,5})\b")
_CONNECTICUT = re.compile(
    r"\b(?:raised|committee|proposed|substitute(?: for)?|governor.s|bonding|senate|house) bill\s+"
    r"no\.?\s*(\d{1,5})\b",
    re.I,
)
_FIRST_HOUSE_BILL = 5001  # Connecticut's two houses share one count
# What single legislatures print, the letters of the number first.
_OWN: Mapping[str, re.Pattern[str]] = {
    "ma": re.compile(r"^[ \t]*([SH])(?:ENATE|OUSE)[ .\u2026]*No\. *(\d{1,5})\b", re.M),
    "nj": re.compile(r"^[ \t]*([SA])(?:ENATE|SSEMBLY),? No\. *(\d{1,5})\b", re.M),
    "vt": re.compile(r"^[ \t]*([HS])\. ?(\d{1,4})\b", re.M),
    "sc": re.compile(r"^[ \t]*([HS])\. +(\d{1,4})\b", re.M),
    "ri": re.compile(r"\b([HS]) (\d{4})\b"),
}  # fmt: skip
_DOCUMENT = re.compile(r"\blegislative\s+document\s+no\.?\s*(\d{1,4})\b", re.I)


def written(state: str, mast: str) -> str:
    """Return the number that a masthead gives a bill, as its legislature writes it, or ''.

    >>> written("ct", "Raised Bill No. 949"), written("co", "HOUSE BILL 25-1312")
    ('SB 949', 'HB25-1312')
    """
    if state == "ct" and (found := _CONNECTICUT.search(mast)):
        return f"{'HB' if int(found[1]) >= _FIRST_HOUSE_BILL else 'SB'} {int(found[1])}"
    if state == "me" and (found := _DOCUMENT.search(mast)):
        return f"LD {int(found[1])}"
    if state in _OWN and (found := _OWN[state].search(mast)):
        return f"{found[1]} {int(found[2])}"
    found = _WRITTEN.search(mast)
    if found:
        kind = _HOUSES[found[1].lower()] + _KINDS[" ".join(found[2].lower().split())]
        return _joined(kind, found[3])
    found = _SHORT.search(mast)
    return _joined(re.sub("[^A-Z]", "", found[1].upper()), found[2]) if found else ""


def _joined(kind: str, digits: str) -> str:
    """Join the type of a bill and its number; Colorado's has the year in it."""
    return f"{kind}{digits}" if "-" in digits else f"{kind} {int(digits)}"
