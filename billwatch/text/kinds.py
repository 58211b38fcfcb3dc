"""Tell by its first bytes what a document is."""

import re

_XML_ROOT = re.compile(
    rb"<(?:\w+:)?(?:bill|resolution|MeasureDoc|Content|document|pLaw|uscDoc|engrossedAmendment|Bill)\b"
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|p|div|h[1-6]|table|span|center|pre|font|ol|ul|li|b|i|u|s"
    rb"|em|strong|strike|ins|del|a|br|title|meta)(?:\s[^<>]*)?/?>",
    re.I,
)
_CLOSING = re.compile(
    rb"</(?:p|div|u|s|strike|ins|del|b|i|em|span|td|li|pre|font)\s*>|<br\s*/?>", re.I
)
_BINARY = (
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xfd7zXZ", "application/x-xz"),
    (b"SQLite format 3", "application/vnd.sqlite3"),
)
_BOMS = (b"\xef\xbb\xbf",)


def sniff(body: bytes, name: str = "") -> str:
    """Return the media type of a document, by content; the name only tells Markdown.

    >>> sniff(b"%PDF-1.7"), sniff(b"{\\\\rtf1"), sniff(b"<p>An act</p>"), sniff(b"An act")
    ('application/pdf', 'application/rtf', 'text/html', 'text/plain')
    """
    head = body[:4096]
    for magic, kind in _BINARY:
        if head.startswith(magic):
            return kind
    for mark in _BOMS:
        head = head.removeprefix(mark)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:200].count(0) > 40:
        # UTF-16: the signs below are ASCII, so dropping the NULs is enough to see them.
        head = head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
        if head[:512].count(b"\x01") > 20:
            return "application/octet-stream"
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    start = head.lstrip()
    if start.startswith(b"{\\rtf"):
        return "application/rtf"
    if start.startswith(b"<"):
        return _tagged(start)
    if re.match(rb'(?:\{\s*"|\[\s*[{\["])', start):
        return "application/json"
    if len(_CLOSING.findall(body[:65536])) >= 2:
        return "text/html"
    if name.lower().endswith(".md") or b"\n## Full Text" in body[:20000]:
        return "text/markdown"
    return "text/plain"


def _tagged(start: bytes) -> str:
    if re.match(rb"<!doctype\s+html|<html\b", start, re.I):
        return "text/html"
    if re.match(rb"<\?xml|<!DOCTYPE", start) or _XML_ROOT.match(start):
        return "text/html" if re.search(rb"<html\b", start[:1500], re.I) else "application/xml"
    if _HTML.search(start):
        return "text/html"
    return "application/xml" if re.match(rb"<[A-Za-z_][\w:.-]*[\s>/]", start) else "text/plain"
