"""Names that do not depend on the source: ids, numbers, labels, sessions, places in print."""

import re
from collections.abc import Mapping

from billwatch import sessions
from billwatch.errors import DataError
from billwatch.importer.files import squeezed
from billwatch.models import Bill, Version

_NUMBER = re.compile(r"([A-Z](?:[. ]*+[A-Z])*?)[ .]*+(?:NO\.?|#)?\s*+(\d++)\s*+([A-Z]?)$", re.I)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WRITTEN = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}}), ?(\d{{4}})\b", re.I)

FEDERAL: Mapping[str, str] = {
    "hr": "H.R.", "s": "S.", "hjres": "H.J.Res.", "sjres": "S.J.Res.",
    "hconres": "H.Con.Res.", "sconres": "S.Con.Res.", "hres": "H.Res.", "sres": "S.Res.",
}  # fmt: skip

# Printed once in the life of a bill: the label alone names the version. Others may come again.
_ONCE = {"prefiled", "introduced", "enrolled", "chaptered", "original"}

# Where a label stands in the life of a bill, for prints without a date.
_STAGES = (
    ("prefiled", 0), ("draft", 0), ("original", 1), ("introduced", 1), ("as filed", 1),
    ("referred in", 5), ("received", 5), ("reported", 2), ("committee", 2), ("comm sub", 2),
    ("amend", 3), ("substitute", 3), ("engrossed", 4), ("perfected", 4), ("passed", 5),
    ("agreed", 5),
    ("conference", 6), ("reenrolled", 8), ("enrolled", 7), ("final", 7), ("truly agreed", 7),
    ("act", 8), ("law", 9), ("chaptered", 9),
)  # fmt: skip

# The first year of legislature n is this + 2n, where mastheads count legislatures, not years.
ERAS = {"us": 1787, "mo": 1819, "il": 1817, "oh": 1753, "tx": 1847, "tn": 1797, "mn": 1837}


def slug(words: str) -> str:
    """Return lower-case words joined by hyphens, the form of an id's parts.

    >>> slug("Engrossed in House")
    'engrossed-in-house'
    """
    return re.sub(r"[^a-z0-9.]+", "-", words.lower()).strip("-.")


def split_number(printed: str) -> tuple[str, int]:
    """Return the type of a bill in capitals and its number.

    >>> split_number("HB05469"), split_number("H.B. No. 12"), split_number("S. 7695")
    (('HB', 5469), ('HB', 12), ('S', 7695))
    """
    found = _NUMBER.fullmatch(printed.strip()[:60])
    if found is None:
        raise DataError(f"no bill number: {printed[:40]!r}")
    return re.sub(r"[^A-Z]", "", found[1].upper()), int(found[2])


def number(state: str, kind: str, digits: int, session: str = "") -> str:
    """Return a bill number as it is cited; in DC with the council period.

    >>> number("us", "HJRES", 59), number("ct", "HB", 5469), number("ma", "H", 9)
    ('H.J.Res. 59', 'HB 5469', 'H.9')
    """
    if state == "dc":
        return f"{kind}{session}-{digits:04}"
    if state == "ma":
        return f"{kind}.{digits}"
    shown = FEDERAL.get(kind.lower(), kind) if state == "us" else kind
    return f"{shown} {digits}"


def bill(state: str, session: str, printed: str, title: str = "", source: str = "") -> Bill:
    """Return a bill with its id; raise `DataError` without a number or a session.

    A number of no usual form keeps its print: ``2R SB 5`` is ``2r-sb-5``.

    >>> bill("dc", "25", "B25-0034").number, bill("wv", "2031", "2R SB 5").id
    ('B25-0034', 'wv/2031/2r-sb-5')
    """
    printed = squeezed(printed)
    if not slug(session):
        raise DataError(f"no session of {printed[:40]!r}")
    if state == "dc":
        printed = re.sub(r"^([A-Z]+)\d+-", r"\1", printed)
    try:
        kind, digits = split_number(printed)
    except DataError:
        if not slug(printed) or not re.search(r"\d", printed) or len(printed) > 60:
            raise
        name, shown = slug(printed), printed
    else:
        name, shown = f"{kind.lower()}{digits}", number(state, kind, digits, session)
    return Bill(f"{state}/{slug(session)}/{name}", state, session, shown, title, source=source)


def version(of: Bill, label: str, date: str | None = None, serial: str = "") -> Version:
    """Return a version with an id that stays the same whichever other prints are known.

    A label that can come again gets the source's own ``serial``.
    """
    label = squeezed(label) or "Text"
    name = slug(label) or "text"
    if serial and name not in _ONCE:
        name = f"{name}-{slug(serial)}"
    return Version(f"{of.id}@{name}", of.id, label, day(date))


def stage(label: str) -> int:
    """Return the place of a label in the life of a bill: 0 prefiled … 9 chaptered.

    >>> stage("Introduced in House") < stage("Engrossed in House") < stage("Enrolled")
    True
    """
    words = label.lower()
    return next((place for cue, place in _STAGES if cue in words), 3)


def session(state: str, year: int, special: int = 0) -> str:
    """Return the session in the manner of the state's own site; raise `DataError` without a year.

    >>> session("us", 2015), session("va", 2026), session("ca", 2025), session("ct", 2015)
    ('114', '20261', '20252026', '2015')
    """
    if year < ERAS["us"]:
        raise DataError(f"no year of a session: {year}")
    return sessions.session_id(state, year, special)


def day(text: str | None) -> str | None:
    """Return the ISO day at the start of a time stamp, or the first day written in words.

    >>> day("2026-01-14T08:27:00"), day("20190305"), day("March 5, 2019"), day("0000-00-00")
    ('2026-01-14', '2019-03-05', '2019-03-05', None)
    """
    text = (text or "").strip()
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if _ISO.match(text):
        return None if text.startswith("0000") else text[:10]
    found = _WRITTEN.search(text)
    if found is None:
        return None
    return f"{found[3]}-{_MONTHS.index(found[1].lower()) + 1:02}-{int(found[2]):02}"
