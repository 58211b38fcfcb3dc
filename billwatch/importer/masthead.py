"""Bills of any state as plain text, HTML, RTF or PDF: what the name and the masthead say.

The state stands in the masthead or the enacting clause; session, number and label in the file name
(``measure-2025r1-hb2508-introduced.pdf``) or in the masthead.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from billwatch.importer import naming, numbers
from billwatch.importer.codes import law
from billwatch.importer.files import File, chars, inner, squeezed, words
from billwatch.importer.records import Beside, Found, Skipped, near
from billwatch.importer.statutes import Cited, cited
from billwatch.text.numbering import unnumbered

UNKNOWN = "unknown"  # the session of a bill that names none
HEAD = 12_000  # characters of text in which a masthead and an enacting clause stand

_MEDIA = (
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"<?xml", "application/xml"),
)
_NAMED = re.compile(
    r"(?<![a-z])([hsa](?:b|f|r|jr|cr|jm|cs)|ab|lb|ld)[ ._-]?0*(\d{1,5})(?!\d)", re.I
)
_OLIS = re.compile(r"(?<![0-9a-z])(\d{4}[rsi]\d)(?![0-9a-z])", re.I)
_YEARS = re.compile(r"\b((?:19|20)\d\d)(?:[-–]((?:19|20)?\d\d))?\s+(?:[a-z]+\s+)?session", re.I)
_SESSION_OF = re.compile(r"session,?\s+(?:of\s+)?((?:19|20)\d\d)\b", re.I)
_ORDINAL = re.compile(r"(?<!\d)(\d{2,3})(?:st|nd|rd|th|d)[a-z]*?(?:generalassembly|legislature)")
_MAST_END = re.compile(r"(?i)be it enacted|\ban act\b|\bwhereas\b|\bresolved\b|\bsection 1\b")
_ENACTING = re.compile(
    r"\b(be it (?:hereby )?(?:enacted|resolved)|it is (?:hereby )?enacted by|resolved,? by)\b"
    r"|\b(?:do(?:es)?|hereby) (?:enacts?|ordain)\b",
    re.I,
)
_YEAR = re.compile(r"\b(20\d\d|199\d)\b")
_LABELS = (
    ("prefiled", "Prefiled"), ("introduced", "Introduced"), ("intro", "Introduced"),
    ("reengrossed", "Reengrossed"), ("engrossed", "Engrossed"), ("enrolled", "Enrolled"),
    ("chaptered", "Chaptered"), ("substitute", "Substitute"), ("amended", "Amended"),
    ("perfected", "Perfected"), ("enacted", "Enacted"),
)  # fmt: skip
_PRINTED = (
    (r"^[^\w\n]{0,20}([A-Z]-)?engrossed[^\w\n]{0,20}$", "Engrossed"),
    (r"^[^\w\n]{0,20}enrolled[^\w\n]{0,20}$|\benrolled (?:act|bill)\b", "Enrolled"),
    (r"^[^\w\n]{0,20}chaptered\b", "Chaptered"),
    (r"\btruly agreed to and finally passed\b", "Truly Agreed To and Finally Passed"),
    (r"^[^\w\n]{0,20}perfected[^\w\n]{0,20}$", "Perfected"),
    (r"\bsubstitute\s+(?:for|no)\b|^[^\w\n]{0,20}committee substitute", "Substitute"),
    (r"\bintroduced\s+by\b|^[^\w\n]{0,20}introduced[^\w\n]{0,20}$", "Introduced"),
)
_FILLER = {"measure", "bill", "text", "full", "version", "of", "the", "intro", "enr"}
_ERROR = re.compile(
    r"(?i)^\W*(?:http\W*|error\W*|status\W*)*(?:40[0-9]|50[0-9])\b|\berror (?:40[0-9]|50[0-9])\b"
    r"|not found|access denied|forbidden|server error|error page|page (?:cannot|could not) be"
)
# A text of law has one of these; a page about bills (a list, a history) has not.
_NY_NAMED = re.compile(r"(?<![A-Za-z])([SA])0*(\d{1,5})[A-Z]?(?![0-9A-Za-z])")
_NY_PRINTED = re.compile(r"^[ \t]*([SA])\. (\d{1,5})(?:--[A-Z])?\b", re.M)
_NY_BARE = re.compile(r"^[ \t]*(\d{1,5})(?:--[A-Z])?[ \t]*$", re.M)
_LEGAL = re.compile(
    r"be it enacted|enacts? as follows|\bdo(?:es)? (?:hereby )?(?:enact|ordain)|\benacted by the\b"
    r"|\bresolved,? (?:that|by)|^[^\w\n]{0,20}(?:section|sec\.|§+) *\d[\w.:-]*[].\s]"
    r"|^[^\w\n]{0,20}\d[\w.]*-[\w.:-]+ ?\. +[A-Z]",
    re.I | re.M,
)
# Clauses that name no state, each used by one legislature.
_CLAUSES = (
    ("ct", re.compile(r"\bin general assembly convened\b", re.I)),
    ("nh", re.compile(r"\bin general court convened\b", re.I)),
    ("ma", re.compile(r"\bin general court assembled\b", re.I)),
    ("ri", re.compile(r"\bit is enacted by the general assembly as follows\b", re.I)),
)
_OPENER = re.compile(
    r"(?P<from>^[ \t]*Relating to)|\bAN ACT\b(?: TO BE ENTITLED| ENTITLED)?[\s:,]*+"
    r"|\bA BILL(?: FOR)?\b(?: TO BE ENTITLED)?[\s:,]*+",
    re.I | re.M,
)
# To a full stop, but for the points of "R.S."; a blank line; or the clause that enacts.
_SENTENCE = re.compile(
    r".{10,600}?(?=(?<!\W\w)[.;](?:\s|[\"\u201d]|$)|\n\s*\n"
    r"|\s(?:section 1\b|be it enacted|it is (?:hereby )?enacted|the (?:general assembly|people) of"
    r"|\(text of bill|bill summary))",
    re.I | re.S,
)
_LETTERS = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What could be made out; empty where nothing says it."""

    state: str = ""
    session: str = ""
    number: str = ""
    label: str = ""
    title: str = ""


def generic(file: File, beside: Beside, text: str = "") -> Found | Skipped:
    """Read any other text by its name and masthead; ``text`` is the text of a PDF beside it."""
    media_type = media(file.body)
    if media_type == "":
        return Skipped(file.path, "no known format: neither text nor PDF")
    whole = text or rough(file.body, media_type)
    head = whole[:HEAD]
    if media_type == "application/xml" and not beside.jurisdiction:
        return Skipped(file.path, "XML of no known kind: give the jurisdiction to import it")
    if head or media_type != "application/pdf":
        if len(_LETTERS.findall(head)) < 10:
            return Skipped(file.path, "holds no text of a bill or law")
        title = squeezed(inner(chars(file.body[:4000]), "title"))
        if _ERROR.search(title):
            return Skipped(file.path, f"is an error page: {title[:60]}")
        said = beside.jurisdiction and media_type == "text/plain"
        if not (said or _LEGAL.search(whole)):
            return Skipped(file.path, "holds no text of a bill or law")
    seen = look(file.stem, head, beside, near(file.path, beside))
    section = None if seen.number or _ENACTING.search(head) else cited(head)
    if seen.state and section:
        return _statute(file, seen.state, section, media_type)
    if not seen.state:
        return Skipped(
            file.path, "says nowhere which legislature it is from: give the jurisdiction"
        )
    label = seen.label or file.stem
    session = seen.session or UNKNOWN
    bill = naming.bill(seen.state, session, seen.number or "DOC 0", seen.title, "file")
    if not seen.number:
        id = f"{seen.state}/{naming.slug(session)}/{naming.slug(file.stem) or 'file'}"
        shown = squeezed(re.sub(r"[^\w.-]+", " ", file.stem))
        bill = replace(bill, id=id, number=shown, title=seen.title or shown)
    return Found(bill, naming.version(bill, label, serial=_serial(file.stem, seen)), media_type)


def _statute(file: File, state: str, section: Cited, media_type: str) -> Found:
    """Return a section of a code as some page or file gives it: no bill, no enacting clause."""
    bill, version = law(state, *section, "file", "published", "Published")
    return Found(bill, version, media_type)


def _serial(stem: str, seen: Masthead) -> str:
    """Return what a file's name says beyond number, session and label: ``floor-2``.

    It tells two substitutes apart; a text beside its PDF has the same.
    """
    if len(seen.label) < 2 or "-" in seen.label:  # none, or a letter that tells it apart
        return ""
    said = _words(f"{seen.number} {seen.label}") | _FILLER
    number = naming.slug(seen.number).replace("-", "")
    return "-".join(
        word
        for word in naming.slug(stem.replace("_", "-")).split("-")
        if word not in said and word not in (number, seen.session, seen.session[:4])
    )


def _words(text: str) -> set[str]:
    return set(naming.slug(text).split("-"))


def media(body: bytes) -> str:
    """Name the media type of a text by its first bytes; empty for anything binary."""
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    named = next((name for mark, name in _MEDIA if head.startswith(mark)), "")
    if named:
        return named
    if re.search(rb"(?i)<(!doctype html|html|body|pre|h[1-6]|p|div|table)\b", head):
        return "text/html"
    utf16 = body[:2] in (b"\xff\xfe", b"\xfe\xff")
    return "" if b"\0" in head and not utf16 else "text/plain"


def rough(body: bytes, media_type: str) -> str:
    """Return the beginning of the text, roughly; nothing of a PDF."""
    if media_type == "application/pdf":
        return ""
    text = chars(body[: HEAD * 20]).replace("\r\n", "\n")
    if media_type == "application/rtf":
        return re.sub(r"\\'[0-9a-f]{2}|\\[a-z]+-?\d* ?|[{}]", " ", text)
    return words(text) if media_type in ("text/html", "application/xml") else _unnumbered(text)


def _unnumbered(text: str) -> str:
    lines = text.expandtabs(8).splitlines()
    spans = zip(lines, unnumbered(lines), strict=True)
    return "\n".join(line[span[0] : span[1]] for line, span in spans if span is not None)


def look(name: str, head: str, beside: Beside, folder: str = "") -> Masthead:
    """Make out state, session, number, label and title from a file's name and its first words.

    ``folder`` is the state that a folder is named by: believed last.
    """
    olis = _OLIS.search(name)
    mast = _MAST_END.split(head, maxsplit=1)[0][:4000]
    clause = _ENACTING.search(head)
    said = f"{mast}\n{_around(head, clause)}"
    state = named_state(said, beside.states) or _clause_of(head, beside.states)
    state = state or ("or" if olis else beside.jurisdiction or folder)
    file_name = _number_in(_NAMED.search(name))
    return Masthead(
        state,
        olis[1].lower() if olis and state == "or" else _session(state, mast, name),
        _new_york(name, head)
        if state == "ny"
        else file_name or numbers.written(state, mast[:1500]),
        _new_york_print(head) if state == "ny" else _label(name, head),
        _title(head),
    )


def _clause_of(head: str, states: Mapping[str, str]) -> str:
    """Return the state whose enacting clause stands in the text without its name, or ''."""
    closed = " ".join(head.split())
    return next((code for code, cue in _CLAUSES if code in states and cue.search(closed)), "")


def _around(head: str, clause: re.Match[str] | None) -> str:
    """Return the words that name who enacts: after "be it enacted", before "do enact"."""
    if clause is None:
        return ""
    start, end = clause.span()
    return head[start : end + 200] if clause[1] else head[max(0, start - 200) : end]


def named_state(head: str, states: Mapping[str, str]) -> str:
    """Return the state whose legislature, people or laws the text names first.

    >>> named_state("BE IT ENACTED BY THE GENERAL ASSEMBLY OF VIRGINIA", {"va": "Virginia"})
    'va'
    """
    cues = {name.lower(): code for code, name in states.items()}
    names = "|".join(sorted((re.escape(name) for name in cues), key=len, reverse=True))
    if not names:
        return ""
    found = re.search(
        rf"\b(?:state|commonwealth|legislature|general assembly|general court|people|council|"
        rf"legislative assembly)\s+of\s+(?:the\s+)?(?:(?:state|commonwealth)\s+of\s+)?({names})\b|"
        rf"\b({names})\s+(?:state\s+)?(?:legislat|general assembly|house of|senate\b)",
        re.sub(r"\s+", " ", re.sub(r"\b((?:\w ){2,}\w)\b", _closed, head)),
        re.I,
    )
    return cues[(found[1] or found[2]).lower()] if found else ""


def _closed(found: re.Match[str]) -> str:
    """Close up words that are set with a space after each letter."""
    return found[0].replace(" ", "")


def _session(state: str, mast: str, name: str) -> str:
    """Return the session by the legislature's ordinal or the years in the masthead, or a year.

    Spaces are taken out to find the ordinal: text out of PDFs has them in the midst of words.
    """
    closed = re.sub(r"[ \t]+", "", mast).lower()
    special = 1 if re.search(r"(?:special|extraordinary)session", closed) else 0
    ordinal = _ORDINAL.search(closed)
    years = _YEARS.search(mast)
    if ordinal and state in naming.ERAS:
        # Missouri alone of these begins its bills anew in the second year.
        second = state == "mo" and bool(re.search(r"second(?:regular)?session", closed))
        year = naming.ERAS[state] + 2 * int(ordinal[1]) + second
    elif years:
        year = int(years[1])
    else:
        found = _SESSION_OF.search(mast) or _YEAR.search(name) or _YEAR.search(mast[:300])
        year = int(found[1]) if found else 0
    return naming.session(state, year, special=special) if year else ""


def _number_in(found: re.Match[str] | None) -> str:
    return f"{re.sub('[^A-Z]', '', found[1].upper())} {int(found[2])}" if found else ""


def _new_york(name: str, head: str) -> str:
    """Return the number as New York prints it: a letter and digits, or digits under the house."""
    named = _NY_NAMED.search(name) or _NY_PRINTED.search(head)
    if named:
        return f"{named[1].upper()} {int(named[2])}"
    house, digits = re.search(r"(?i)in\s+(senate|assembly)", head), _NY_BARE.search(head)
    return f"{house[1][0].upper()} {digits[1]}" if house and digits else ""


def _new_york_print(head: str) -> str:
    """Return the letter of the print, or the first print's name where the masthead has none."""
    if not (_NY_BARE.search(head) or _NY_PRINTED.search(head)):
        return ""
    letter = re.search(r"^[ \t]*(?:[SA]\. )?\d{1,5}--([A-Z])\b", head, re.M)
    return letter[1] if letter else "Original"


def _label(name: str, head: str) -> str:
    """Return the label of the print: as the file is named, else as printed in the masthead."""
    tokens = re.split(r"[^a-z]+", name.lower())
    letter = re.search(r"(?<![a-z])([a-z])-(engrossed)", name.lower())
    if letter:
        return f"{letter[1].upper()}-Engrossed"
    for cue, label in _LABELS:
        if cue in tokens:
            return label
    return next((label for cue, label in _PRINTED if re.search(cue, head, re.I | re.M)), "")


def _title(head: str) -> str:
    """Return the words after "AN ACT", or from "relating to" on, to the end of that sentence.

    Of openers that stand one upon another ("A BILL … AN ACT relating to") the last one counts.
    """
    at = 0
    while found := _OPENER.search(head, at):
        again = _OPENER.search(head, found.end(), found.end() + 80)
        if again is None or again.start() - found.end() > 60:
            said = _SENTENCE.match(head, found.start() if found["from"] else found.end())
            return squeezed(said[0]).strip(' "\u201c\u201d.,;') if said else ""
        at = again.start()
    return ""
