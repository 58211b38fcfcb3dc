"""Read any document that a legislature or a school publishes as marked text."""

import re
from dataclasses import replace

from billwatch.errors import DataError
from billwatch.models import Text
from billwatch.text import docx, pdf, plain, refusals, rtf, trees, web
from billwatch.text.charset import Decoded, decode
from billwatch.text.conventions import is_typed, page_convention, plain_markup
from billwatch.text.furniture import is_chrome, is_legend
from billwatch.text.kinds import sniff
from billwatch.text.looks import by_look, without_headings, without_title
from billwatch.text.runs import assemble
from billwatch.text.spoken import unspoken

LIMIT = 64 * 1024 * 1024  # bytes: several times the longest bill known
_READ = frozenset(
    ("text/html", "text/plain", "text/markdown", "application/xml", "application/rtf")
)
_UNREAD = {
    "application/json": "JSON, which holds records about bills: import it",
    "application/zip": "an archive, which is not read",
    "application/msword": "an old word-processor file, which is not read",
    "application/octet-stream": "not text",
}


def read(body: bytes, *, media_type: str = "", name: str = "", jurisdiction: str = "") -> Text:
    """Read one document as marked text; raise `DataError`, naming it, where it cannot be read.

    What it is, is told from the bytes; ``media_type`` helps with the charset only. ``jurisdiction``
    (``or``, ``us``) helps with conventions that a copy does not state.
    """
    name = name or "document"
    if not body.strip():
        raise DataError(f"{name}: empty file")
    if len(body) > LIMIT:
        raise DataError(f"{name}: {len(body) >> 20} MB, more than the {LIMIT >> 20} MB read")
    kind = sniff(body, name)
    if kind == "application/pdf":
        return judged(pdf.read_pdf(body, name, jurisdiction))
    if kind == "application/zip" and docx.is_docx(body):
        return judged(docx.read_docx(body, name))
    if kind not in _READ:
        raise DataError(f"{name}: {_UNREAD.get(kind, 'a picture or packed file')}")
    decoded = decode(body, media_type)
    if kind == "text/html":
        text = _html(decoded, name, jurisdiction)
    elif kind == "application/xml":
        text = _xml(decoded, name)
    elif kind == "application/rtf":
        text = rtf.read_rtf(body, name, jurisdiction)
    else:
        text = _plain(decoded, name, jurisdiction)
    return judged(text)


def _html(decoded: Decoded, name: str, jurisdiction: str) -> Text:
    shown = page_convention(decoded.text, jurisdiction)
    page = web.read_page(decoded.text, name, is_typed(shown))
    said = "\n".join(block.text for block in page.blocks)
    refusal = refusals.refused(page.title or page.heading, said)
    if refusal:
        raise DataError(f"{name}: an error page, not a document ({' '.join(refusal.split())[:80]})")
    blocks = without_headings(without_title(unspoken(page.blocks)))
    if is_typed(shown):
        blocks = by_look(blocks, shown)
    blocks = [b for b in blocks if not is_legend(b.whole.strip()) and not is_chrome(b.text)]
    body, marks = assemble(blocks, page.against)
    if not body and not marks:
        why = "" if page.complete else ": nested too deeply"
        raise DataError(f"{name}: an HTML page without text{why}")
    notes = decoded.notes
    if marks or shown.known:
        markup = "shown"
    else:
        markup, more = plain_markup(body, jurisdiction)
        notes += more
    title = plain.act_title(blocks) or page.heading or page.title or plain.title_of(blocks)
    if not page.complete:
        notes += ("the page is nested too deeply: words after that are missing",)
    return Text(body, marks, markup, title, page.complete, notes)  # type: ignore[arg-type]


def _xml(decoded: Decoded, name: str) -> Text:
    tree = trees.read_tree(decoded.text, name)
    body, marks = assemble(tree.blocks, tree.against)
    if not body:
        raise DataError(f"{name}: XML without text")
    notes = decoded.notes + tree.notes
    if not tree.known:
        notes += ("an unknown kind of XML, read as running text",)
    return Text(body, marks, "shown" if marks else "plain", tree.title, True, notes)


def _plain(decoded: Decoded, name: str, jurisdiction: str) -> Text:
    text = decoded.text
    controls = sum(text.count(c) for c in "\x00\x01\x03\x04\x05\x06\x0e\x0f\x10")
    if controls > 5 + len(text) // 50:
        raise DataError(f"{name}: not text (binary data)")
    copy = plain.read_plain(text, jurisdiction)
    body, marks = assemble(copy.blocks, copy.against)
    if not body:
        raise DataError(f"{name}: no words in the file")
    refusal = refusals.refused("", body) if len(body) < 400 else ""
    if refusal:
        raise DataError(f"{name}: an error message, not a document ({refusal[:80]})")
    notes = decoded.notes + copy.notes
    if len(body) < 200 and body.count("\n") < 2:
        return Text(
            body, marks, copy.markup, copy.title, False, (*notes, "only a title or a fragment")
        )
    return Text(body, marks, copy.markup, copy.title, True, notes)


def judged(text: Text) -> Text:
    """Return the text, marked as incomplete where it is cut off, unreadable or no whole bill."""
    why = _lacking(text.body)
    return replace(text, complete=False, notes=(*text.notes, why)) if why else text


def _lacking(body: str) -> str:
    end = body.rstrip()
    if end.endswith(("...", "\u2026", "[truncated]", "(truncated)")) and len(body) > 2000:
        return "the text ends in an ellipsis: it was cut off"
    if orders_only(body):
        return "a list of amendments or a report, not the whole text of a bill"
    if body.count("\ufffd") > 0.01 * len(body):
        return "more than one character in a hundred is unreadable"
    return ""


_ORDERS = re.compile(
    r"^\W*(?:\d{1,3}[.)] *)?(?:(?:on|at|in) )?(?:page|line)s? \d+\b.{0,80}"
    r"\b(?:line|after|before|strike|insert|delete|remove|introduced|engrossed|enrolled)\b"
    r"|^\W*(?:joint )?(?:conference )?committee (?:of conference )?report\b"
    r"|^\W*governor.s (?:recommendation|veto|amendments?)\b",
    re.IGNORECASE | re.MULTILINE,
)
_ENACTS = re.compile(
    r"be it (?:further )?(?:enacted|resolved)|do(?:es)?\s+(?:hereby )?enact\b"
    r"|is (?:hereby )?enacted|amend(?:ed)? and reenact"
    r"|^\W*amendment in the nature of a substitute\W*$",
    re.IGNORECASE | re.MULTILINE,
)


def orders_only(body: str) -> bool:
    """Tell whether a text only orders changes to another one, by page and line, or reports them.

    >>> orders_only("HB 7\\n1. Line 41, introduced, after data\\nstrike\\nshall")
    True
    >>> orders_only("Be it enacted:\\nSection 1. Line 41 of the form is struck.")
    False
    """
    return bool(_ORDERS.search(body[:5000])) and not _ENACTS.search(body[:20_000])
