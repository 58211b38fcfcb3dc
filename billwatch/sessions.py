"""Sessions and numbers of bills as each legislature's own source writes them.

The same bill must have the same id whichever source tells of it, so sources of many legislatures,
and the importer, take them from here.
"""

import re
from collections.abc import Mapping
from typing import Any

from billwatch.errors import ScrapeError

_NUMBER = re.compile(
    r"([A-Z](?:[. ]*+[A-Z])*?)[ .]*+(?:NO\.?|#)?\s*+(\d++) ?[A-Z]?$", re.IGNORECASE
)
_FEDERAL = {
    "HR": "H.R.", "S": "S.", "HJRES": "H.J.Res.", "SJRES": "S.J.Res.", "HCONRES": "H.Con.Res.",
    "SCONRES": "S.Con.Res.", "HRES": "H.Res.", "SRES": "S.Res.",
}  # fmt: skip


def session_id(state: str, year: int, special: int = 0) -> str:
    """Return the id of the session that begins in a year; `special` counts extra sessions.

    >>> session_id("us", 2025), session_id("va", 2026), session_id("ma", 2025)
    ('119', '20261', '194')
    >>> session_id("wa", 2025), session_id("la", 2026), session_id("ct", 2026)
    ('2025-26', '26RS', '2026')
    """
    odd = year - (year + 1) % 2
    even = year - year % 2
    extra = {
        "ca": f"{odd}{odd + 1}" + (f"x{special}" if special else ""),
        "co": f"{year}S{special}" if special else str(year),
        "dc": str((odd - 1973) // 2),
        "il": str((odd - 1817) // 2),
        "la": f"{year % 100:02}{special}ES" if special else f"{year % 100:02}RS",
        "ma": str(193 + (odd - 2023) // 2),
        "mo": f"{year}S{special}" if special else str(year),
        "nj": str(even),
        "ny": str(odd),
        "or": f"{year}s{special}" if special else f"{year}r1",
        "tx": f"{(odd - 1847) // 2}{special or 'R'}",
        "us": str((year - 1787) // 2),
        "ut": f"{year}S{special}" if special else f"{year}GS",
        "va": f"{year}{1 + special}",
        "wa": f"{odd}-{(odd + 1) % 100:02}",
        "wy": f"{year}S{special}" if special else str(year),
    }
    return extra.get(state) or (f"{year}s{special}" if special else str(year))


def identify(state: str, session: str, printed: str) -> tuple[str, str]:
    """Return a bill's id and its number as it is cited; raise `ScrapeError` without a number.

    A number of no usual form keeps its print: ``2R SB 5`` is ``2r-sb-5``.

    >>> identify("ct", "2026", "HB05469")
    ('ct/2026/hb5469', 'HB 5469')
    >>> identify("us", "119", "HJRES 9"), identify("dc", "26", "B26-0034")
    (('us/119/hjres9', 'H.J.Res. 9'), ('dc/26/b34', 'B26-0034'))
    """
    plain = re.sub(r"^([A-Z]+) ?\d+-", r"\1", printed.strip()) if state == "dc" else printed.strip()
    match = _NUMBER.fullmatch(plain[:60])
    if not match:
        name = re.sub(r"[^a-z0-9.]+", "-", plain.lower()).strip("-.")
        if not re.search(r"\d", name) or len(name) > 60:
            raise ScrapeError(f"no bill number: {printed[:40]!r}")
        return f"{state}/{session.lower()}/{name}", plain
    kind = re.sub(r"[^A-Z]", "", match[1].upper())
    digits = int(match[2])
    number = f"{_FEDERAL.get(kind, kind) if state == 'us' else kind} {digits}"
    if state == "dc":
        number = f"{kind}{session}-{digits:04}"
    elif state == "ma":
        number = f"{kind}.{digits}"
    return f"{state}/{session.lower()}/{kind.lower()}{digits}", number


# How LegiScan abbreviates the measures of Congress.
_MEASURES = {
    "HB": "HR", "SB": "S", "HR": "HRES", "SR": "SRES", "HJR": "HJRES", "SJR": "SJRES",
    "HCR": "HCONRES", "SCR": "SCONRES",
}  # fmt: skip
# A legislature that is counted: the first year of number n is this + 2n.
_ERAS = {
    "ak": 1957, "dc": 1973, "il": 1817, "ma": 1637, "me": 1761, "mn": 1837, "nd": 1887,
    "ne": 1807, "nj": 1582, "nv": 1859, "oh": 1753, "tn": 1797, "tx": 1847, "us": 1787,
}  # fmt: skip
_SPECIAL = re.compile(
    r"(?<=\d)[sx](\d+)|(?<!\d)(\d\d?)(?:st|nd|rd|th)? ?(?:special|extra|called)"
    r"|(?:special|extra(?:ordinary)?)(?: session)? (\d)(?!\d)",
    re.IGNORECASE,
)


def legiscan_number(state: str, printed: str) -> str:
    """Return a number as LegiScan prints it in the manner of the legislature.

    >>> legiscan_number("us", "HJR9"), legiscan_number("ct", "HB05001")
    ('HJRES 9', 'HB05001')
    """
    match = re.fullmatch(r"([A-Z]+)(\d+)", printed.strip()) if state == "us" else None
    return f"{_MEASURES.get(match[1], match[1])} {match[2]}" if match else printed


def legiscan_session(state: str, row: Mapping[str, Any], url: str = "") -> str:
    """Return the session of a LegiScan record; old ones have its year alone, in the address.

    Raise `ScrapeError` for a record without a year.

    >>> legiscan_session("wa", {"year_start": 2025})
    '2025-26'
    >>> legiscan_session("tx", {"special": 1}, "https://legiscan.com/TX/bill/HB7/2025/X2")
    '892'
    """
    named = re.search(r"/(\d{4})(?:/X(\d+))?(?:/|$)", url)
    year = _int(row.get("year_start")) or _int(named[1] if named else 0)
    if not year:
        raise ScrapeError("a session without 'year_start'")
    names = " ".join(str(row.get(key) or "") for key in ("session_name", "session_title"))
    said = _special(names) or _int(named[2] if named else 0)
    return session_id(state, year, (said or 1) if _int(row.get("special")) else 0)


def counted_session(state: str, words: str, dated: str = "") -> str:
    """Return the session that words name: by year, by the number of a legislature, or else by date.

    Raise `ScrapeError` where they name none.

    >>> counted_session("il", "104th"), counted_session("ca", "20252026 Special Session 1")
    ('104', '20252026x1')
    >>> counted_session("tx", "891"), counted_session("pa", "2025-2026")
    ('891', '2025')
    """
    if state == "tx" and (called := re.match(r"(\d\d)([1-9R]?)$", words)):
        special = int(called[2]) if called[2].isdigit() else 0
        return session_id(state, _ERAS[state] + 2 * int(called[1]), special)
    year, count = re.search(r"(?:19|20)\d\d", words), re.match(r"(\d{2,3})(?!\d)", words)
    if year:
        first = int(year[0])
    elif count and state in _ERAS:
        first = _ERAS[state] + 2 * int(count[1])
    else:
        first = _int(dated[:4])
    if not first:
        raise ScrapeError(f"'session' is {words!r}")
    return session_id(state, first, _special(words))


def _special(words: str) -> int:
    found = _SPECIAL.search(words)
    return int(next(filter(None, found.groups()))) if found else 0


def _int(value: object) -> int:
    text = str(value if value is not None else "")
    return int(text) if text.isdigit() else 0
