"""What may go wrong at a source: a table of faults, each with what a night may make of it."""

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree, html

from billwatch.replay import Fault
from tests.faults import bombs

Outcome = Literal["failed", "partly", "same"]
PART: frozenset[Outcome] = frozenset(("partly",))
FAILED: frozenset[Outcome] = frozenset(("failed",))
ANY: frozenset[Outcome] = frozenset(("failed", "partly", "same"))
ELSEWHERE = "https://elsewhere.example/list"


@dataclass(frozen=True)
class Target:
    """A source as the faults see it: the path of its list, what stands there, a text's paths."""

    name: str
    list: str
    body: bytes
    texts: tuple[str, ...]
    redesign: tuple[str, str, str]
    secret: str

    @property
    def media_type(self) -> str:
        start = self.body.lstrip()[:200].lower()
        if start[:1] in (b"{", b"["):
            return "application/json"
        if start.startswith(b"<"):
            return "application/xml" if start.startswith(b"<?xml") else "text/html"
        return "text/csv"


@dataclass(frozen=True)
class Trouble:
    """One fault: where it strikes, what it is, what may become of the source, and which words.

    ``root`` is asked in place of the source. ``text`` is a fault of a document, met on the first
    night of a source; any other strikes on the second, when the list has been seen whole.
    """

    name: str
    faults: Callable[[Target], Mapping[str, Fault]] = lambda target: {}
    may: frozenset[Outcome] = FAILED
    says: str = ""
    text: bool = False
    root: str = ""
    bounds: Mapping[str, float] = field(default_factory=dict)
    day: str = "2026-03-02"
    session: str = ""
    share: float = 1.0


def on_list(**fault: Any) -> Callable[[Target], Mapping[str, Fault]]:
    return lambda target: {target.list: Fault(**fault)}


def cut(target: Target, **more: Any) -> Mapping[str, Fault]:
    return {target.list: Fault(cut=len(target.body) // 2, **more)}


def short(target: Target) -> Mapping[str, Fault]:
    return {target.list: Fault(length=len(target.body) // 2)}


# Where the first page is a table of committees or sponsors, the bills stand on another.
_BILLS = {"ct": "/ftp/pub/data/bill_info.csv", "va": "/SiteInformation/csv/241/Bills.csv"}


def without_bills(target: Target) -> Mapping[str, Fault]:
    return {_BILLS.get(target.name, target.list): Fault(edit=emptied)}


def begun(target: Target) -> Mapping[str, Fault]:
    """Let a list that names its own sessions, and goes on from year to year, name the new one."""
    told = {
        "ct": (_BILLS["ct"], lambda body: body + b"9,HB05001,1,2052,1,R,AN ACT,\n"),
        "us": (target.list, lambda body: body.replace(b"/118hr/", b"/132hr/", 1)),
    }
    return {told[target.name][0]: Fault(edit=told[target.name][1])} if target.name in told else {}


def loop(target: Target) -> Mapping[str, Fault]:
    return {target.list: Fault(302, (("Location", target.list),))}


def renamed(target: Target) -> Mapping[str, Fault]:
    path, old, new = target.redesign
    return {path: Fault(replace=((old.encode(), new.encode()),))}


def mislabelled(target: Target) -> Mapping[str, Fault]:
    said = (("Content-Type", f"{target.media_type}; charset=utf-16"),)
    return {target.list: Fault(headers=said)}


def on_text(
    make: Callable[[Target], bytes] | None = None, **fault: Any
) -> Callable[[Target], Mapping[str, Fault]]:
    def faults(target: Target) -> Mapping[str, Fault]:
        body = make(target) if make else None
        return {path: Fault(body=body, **fault) for path in target.texts}

    return faults


# Pages made anew from those recorded


def emptied(body: bytes) -> bytes:
    """Return a list without its entries, in its own format."""
    return _changed(body, _bare, _without_rows, lambda root: root[:0], lambda lines: lines[:1])


def doubled(body: bytes) -> bytes:
    """Return a list that names every entry twice."""
    return _changed(
        body,
        _twice,
        _with_rows_twice,
        lambda root: [copy.deepcopy(child) for child in (*root, *root)],
        lambda lines: [*lines, *lines[1:]],
    )


def _changed(
    body: bytes,
    value: Callable[[Any], Any],
    page: Callable[[Any], None],
    children: Callable[[Any], list[Any]],
    lines: Callable[[list[bytes]], list[bytes]],
) -> bytes:
    start = body.lstrip()[:200].lower()
    if start[:1] in (b"{", b"["):
        return json.dumps(value(json.loads(body))).encode()
    if start.startswith(b"<?xml") and b"<html" not in start:
        root = etree.fromstring(body)
        kept = children(root)
        root[:] = kept
        return etree.tostring(root, xml_declaration=True, encoding="utf-8")
    if start.startswith(b"<"):
        tree = html.document_fromstring(body)
        page(tree)
        return html.tostring(tree)
    return b"".join(lines(body.splitlines(keepends=True)))


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if not k.isdigit()}
    return [] if isinstance(value, list) else value


def _twice(value: Any) -> Any:
    if isinstance(value, dict):
        rows = [v for k, v in value.items() if k.isdigit()]
        more = {str(len(rows) + n): row for n, row in enumerate(rows)}
        return {k: _twice(v) for k, v in value.items()} | more
    return [_twice(item) for item in value] * 2 if isinstance(value, list) else value


def _rows(tree: Any) -> list[Any]:
    return [e for e in tree.iter("tr", "li") if e.tag == "li" or e.find("td") is not None]


def _without_rows(tree: Any) -> None:
    for row in [*_rows(tree), *tree.iter("a", "option")]:
        if row.getparent() is not None:
            row.getparent().remove(row)


def _with_rows_twice(tree: Any) -> None:
    for row in _rows(tree):
        row.addnext(copy.deepcopy(row))


def wide(body: bytes) -> bytes:
    """Return a page in UTF-16 that does not say so."""
    return body.decode("utf-8", "replace").encode("utf-16-le")


def nuls(body: bytes) -> bytes:
    """Return a page with a NUL before each end of line and each tag."""
    return body.replace(b"\n", b"\0\n").replace(b"<", b"\0<", 50)


def outside(target: Target) -> bytes:
    return bombs.outside(target.secret)


_GZIP = (("Content-Encoding", "gzip"),)
_TWICE = (("Content-Encoding", "gzip, gzip"),)
_PDF = (("Content-Type", "application/pdf"),)
_XML = (("Content-Type", "application/xml"),)
_ZIP = (("Content-Type", "application/zip"),)
_ERROR = b"<html><title>Request Rejected</title><body>Your support ID is: 99</body></html>"
_BROKE = "the connection failed or broke off"

TROUBLES = (
    Trouble("refused", root="http://127.0.0.1:1", says=_BROKE),
    Trouble("no such host", root="http://nowhere.invalid", says="the host has no address"),
    Trouble("bad certificate", root="tls", says="the certificate cannot be verified"),
    Trouble("no TLS", root="plain", says="no secure connection"),
    Trouble("timeout", on_list(wait=2.5), says="no answer within 1 s", bounds={"timeout": 1.0}),
    Trouble("slow drip", on_list(drip=0.05), says="not complete after 1 s", bounds={"seconds": 1.0}),
    Trouble("reset in body", lambda t: cut(t, reset=True), says=_BROKE),
    Trouble("truncated body", cut, says=_BROKE),
    Trouble("length too short", short, may=ANY),
    Trouble("301 off host", on_list(status=301, headers=(("Location", ELSEWHERE),)), says="refused: elsewhere|a key does not go"),
    Trouble("redirect loop", loop, says="more than 5 redirects|a key does not go"),
    Trouble("403", on_list(status=403), says="status 403"),
    Trouble("404", on_list(status=404), says="status 404"),
    Trouble("429", on_list(status=429), says="status 429"),
    Trouble("429 wait 1 s", on_list(status=429, headers=(("Retry-After", "1"),)), says="asks to wait 1"),
    Trouble("429 wait 1 h", on_list(status=429, headers=(("Retry-After", "3600"),)), says="asks to wait 3600"),
    Trouble("500", on_list(status=500), says="status 500"),
    Trouble("503", on_list(status=503), says="status 503"),
    Trouble("error page, 200", on_list(body=_ERROR, headers=(("Content-Type", "text/html"),)), says="Request Rejected"),
    Trouble("no bytes", on_list(body=b""), says="empty"),
    Trouble("empty list", without_bills),
    Trouble("list at 70 %", share=0.7, says="under 80%"),
    Trouble("every entry twice", on_list(edit=doubled), may=ANY),
    Trouble("renamed column", renamed),
    Trouble("UTF-16 unsaid", on_list(edit=wide), may=ANY),
    Trouble("wrong charset said", mislabelled, may=ANY),
    Trouble("NUL bytes", on_list(edit=nuls), may=ANY),
    Trouble("300 MB", on_list(size=300_000_000), says="longer than 67,108,864 bytes"),
    Trouble("gzip bomb", lambda t: {t.list: Fault(headers=_GZIP, body=bombs.gzipped())}, says="longer than"),
    Trouble("gzip bomb, twice", lambda t: {t.list: Fault(headers=_TWICE, body=bombs.gzipped_twice())}, says="longer than|broke off"),
    Trouble("entity bomb", on_list(body=bombs.LAUGHS, headers=_XML)),
    Trouble("outside entity", lambda t: {t.list: Fault(body=outside(t), headers=_XML)}),
    Trouble("session unknown", session="1066", says="1066"),
    Trouble("a new session", begun, day="2052-02-01", may=frozenset(("same", "failed")), says="session"),
    Trouble("text: 404", on_text(status=404), may=PART, says="status 404", text=True),
    Trouble("text: 300 MB", on_text(size=300_000_000), may=PART, says="longer than", text=True),
    Trouble("text: gzip bomb", on_text(lambda t: bombs.gzipped(), headers=_GZIP), may=PART, says="longer than", text=True),
    Trouble("text: entity bomb", on_text(lambda t: bombs.LAUGHS, headers=_XML), may=PART, text=True),
    Trouble("text: outside entity", on_text(outside, headers=_XML), may=PART, text=True),
    Trouble("text: PDF of forms", on_text(lambda t: bombs.forms(), headers=_PDF), may=PART, says="takes more than", text=True),
    Trouble("text: PDF stream", on_text(lambda t: bombs.stream(), headers=_PDF), may=PART, says="takes more than", text=True),
    Trouble("text: encrypted PDF", on_text(lambda t: bombs.encrypted(), headers=_PDF), may=PART, says="encrypted PDF", text=True),
    Trouble("text: zip bomb", on_text(lambda t: bombs.docx(), headers=_ZIP), may=PART, says="unpacks to more", text=True),
    Trouble("text: path escape", on_text(lambda t: bombs.escape(), headers=_ZIP), may=PART, says="an archive, which is not read", text=True),
)  # fmt: skip
