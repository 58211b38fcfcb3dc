"""A page as it came: elements by selector, rows by their header, links made absolute.

What a scraper asks for and the page does not hold raises `ScrapeError` with the URL and the
selector: a renamed class must stop the source, not empty it. Only `maybe` and `all` may come back
with nothing.
"""

import csv
import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup
from lxml import etree

from billwatch import parts
from billwatch.errors import FetchError, ScrapeError

Element: TypeAlias = Tag
XmlElement: TypeAlias = Any  # lxml has no types of its own
Json: TypeAlias = Any

# Titles and headings of the pages that filters, proxies and broken servers send with status 200.
_ERROR_TITLE = re.compile(
    r"\s*(request rejected|request unsuccessful|attention required|just a moment|access denied"
    r"|access to this page has been denied|403 forbidden|404 not found|page not found"
    r"|50[0234] |bad gateway|service (temporarily )?unavailable|runtime error|server error in"
    r"|error\s*$|application error|site (is )?(under|down for) maintenance|temporarily unavailable"
    r"|pardon our interruption|are you a robot|security check"
    r"|(http )?(error )?[45]\d\d(\.\d+)?\s*[-–—:|]\s*((page|file|object|resource)\b.{0,20}?)?"
    r"(not found|forbidden|unauthorized|access denied|too many requests|internal|service"
    r"|server|bad gateway|gateway))",
    re.IGNORECASE,
)
# Bodies of such pages that carry no title, and of pages that are only a program's empty frame.
# They are short; a bill that uses the words is not.
_ERROR_BODY = re.compile(
    r"requested url was rejected|_incapsula_resource|support id is:|cf-browser-verification"
    r"|enable javascript and cookies to continue|need to enable javascript to run this app",
    re.IGNORECASE,
)
_HEAD_TEXT = re.compile(rb"<(title|h1)\b[^<>]*>(.{0,999}?)</\1", re.IGNORECASE | re.DOTALL)
_SHORT = 4096
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# What a Turbo stream sends stands within templates, whose content is no part of a page.
_STREAMED = re.compile(rb"(?<=<)(/?)template(?=[\s>])", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(rb"&(?!#?\w{1,32};)")
_LONG = 1 << 20  # bytes of a page that is read piece by piece
_BOM = b"\xef\xbb\xbf"
_BREAKS = frozenset({"br", "p", "div", "li", "td", "th", "tr", "dd", "dt", "h1", "h2", "h3", "h4"})


def error_page(body: bytes, media_type: str = "text/html") -> str:
    """Return the words by which a page with status 200 is known to be an error, or nothing.

    >>> error_page(b"<html><title>Request Rejected</title></html>")
    'Request Rejected'
    >>> error_page(b"<html><title>HB 101</title></html>")
    ''
    """
    if not body.strip():
        return "empty"
    if "html" not in media_type and not body.lstrip()[:15].lower().startswith(b"<!doctype html"):
        return ""
    for match in _HEAD_TEXT.finditer(body[:65536]):
        words = " ".join(re.sub(rb"<[^<>]*>", b" ", match[2]).decode("utf-8", "replace").split())
        if _ERROR_TITLE.match(words):
            return words
    found = _ERROR_BODY.search(body.decode("utf-8", "replace")) if len(body) < _SHORT else None
    return found[0] if found else ""


class Row(Mapping[str, str]):
    """One row of a table or list: its texts by header name, and the links in its cells."""

    def __init__(
        self, page: "Page", texts: Mapping[str, str], cells: Mapping[str, Element]
    ) -> None:
        self._page, self._texts, self._cells = page, texts, cells

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def link(self, name: str) -> str:
        """Return the address behind the first link of a cell; raise `ScrapeError` without one."""
        cell = self._cells.get(name)
        anchor = cell.find("a", href=True) if cell is not None else None
        if not isinstance(anchor, Tag):
            raise ScrapeError(f"{self._page.url}: no link in the column {name!r}")
        return self._page.link(anchor)


class Page:
    """The answer of a source: where it came from, its bytes, and what they are.

    Raises `FetchError` where the bytes are an error page that came with status 200.
    """

    def __init__(self, url: str, body: bytes, media_type: str = "text/html") -> None:
        self.url, self.body, self.media_type = url, body, media_type
        if words := error_page(body, media_type):
            raise FetchError(f"{url}: not the page but an error page: {words}")

    @cached_property
    def html(self) -> BeautifulSoup:
        """The parsed HTML; in a Turbo stream, with what it would put into the page."""
        streamed = b"<turbo-stream" in self.body
        body = _STREAMED.sub(rb"\1div", self.body) if streamed else self.body
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return BeautifulSoup(body, "lxml")
            except ParserRejectedMarkup as error:
                raise ScrapeError(f"{self.url}: not HTML: {error}") from error

    @cached_property
    def string(self) -> str:
        """The body as text: by its byte-order mark, else UTF-8, else Windows-1252."""
        return self.body.decode(parts.encoding(self.body), "replace")

    def all(self, selector: str, within: Element | None = None) -> tuple[Element, ...]:
        """Return every element that a CSS selector finds, perhaps none."""
        return tuple((self.html if within is None else within).select(selector))

    def some(self, selector: str, within: Element | None = None) -> tuple[Element, ...]:
        """Return every element that a selector finds; raise `ScrapeError` where there is none."""
        found = self.all(selector, within)
        if not found:
            raise ScrapeError(f"{self.url}: nothing matches {selector!r}")
        return found

    def pieces(self, selector: str) -> Iterator[tuple["Page", tuple[Element, ...]]]:
        """Yield a list with what a selector finds in it: a long page in pieces, a short one whole.

        So a list of any length needs little memory. Each piece is a `Page`, with the elements that
        its rows stand in; one without a match comes too. Raise `ScrapeError` where none has any.
        """
        matched = False
        whole = len(self.body) <= _LONG
        for page in (self,) if whole else map(self._piece, parts.html(self.body)):
            found = page.all(selector)
            matched = matched or bool(found)
            yield page, found
        if not matched:
            raise ScrapeError(f"{self.url}: nothing matches {selector!r}")

    def _piece(self, words: str) -> "Page":
        return Page(self.url, _BOM + words.encode("utf-8", "replace"), self.media_type)

    def one(self, selector: str, within: Element | None = None) -> Element:
        """Return the only element that a selector finds; raise `ScrapeError` for none or more."""
        found = self.some(selector, within)
        if len(found) > 1:
            raise ScrapeError(f"{self.url}: {len(found)} elements match {selector!r}, not one")
        return found[0]

    def maybe(self, selector: str, within: Element | None = None) -> Element | None:
        """Return the first element that a selector finds, or None: for what a page may lack."""
        found = self.all(selector, within)
        return found[0] if found else None

    def text(self, element: Element | XmlElement) -> str:
        """Return the words of an HTML or XML element, white space as single spaces."""
        if isinstance(element, Tag):
            return " ".join("".join(_words(element)).split())
        return " ".join("".join(element.itertext()).split())

    def link(self, element: Element, attribute: str = "href") -> str:
        """Return the absolute address an element points to; raise `ScrapeError` without one."""
        target = element.get(attribute)
        if not isinstance(target, str) or not target.strip():
            raise ScrapeError(f"{self.url}: <{element.name}> has no {attribute!r}")
        return urldefrag(urljoin(self._root, target.strip())).url

    @cached_property
    def _root(self) -> str:
        """What links are relative to."""
        base = self.maybe("base[href]")
        return urljoin(self.url, str(base["href"])) if base is not None else self.url

    def fields(self, selector: str) -> tuple[tuple[str, str], ...]:
        """Return the fields of a form as it stands, hidden ones too: what a pager posts back."""
        form = self.one(selector)
        inputs = [i for i in self.all("input[name]", form) if _is_sent(i)]
        chosen = self.all("select[name] option[selected]", form)
        pairs = [(str(i["name"]), str(i.get("value", ""))) for i in inputs]
        for option in chosen:
            select = option.find_parent("select")
            value = str(option.get("value", self.text(option)))
            pairs.append((str(select["name"]) if select else "", value))
        return tuple(pairs)

    def rows(self, header: Sequence[str]) -> Iterator[Row]:
        """Yield the rows of every table (HTML) or of the list (CSV) that has these columns.

        Names are matched without regard to case and spacing; further columns are allowed.
        Raises `ScrapeError` when no table has them all, or when a row lacks one of them.
        """
        return self._table_rows(header) if self._is_html else self._list_rows(header)

    def json(self) -> Json:
        """Return the JSON value; raise `ScrapeError` where it is broken."""
        try:
            return json.loads(self.string)
        except ValueError as error:
            raise ScrapeError(f"{self.url}: not JSON: {error}") from error

    def items(self, depth: int = 1) -> Iterator[Json]:
        """Yield the items of a JSON list one at a time; with a depth, of the first list in lists.

        Raise `ScrapeError` where it is broken, after the items before.
        """
        try:
            yield from parts.items(self.string, depth)
        except ValueError as error:
            raise ScrapeError(f"{self.url}: not JSON: {error}") from error

    def member(self, item: Json, name: str) -> Json:
        """Return the value of a JSON field, perhaps null; raise `ScrapeError` without it."""
        if not isinstance(item, dict) or name not in item:
            raise ScrapeError(f"{self.url}: no field {name!r}")
        return item[name]

    def xml(self, path: str, within: XmlElement | None = None) -> tuple[XmlElement, ...]:
        """Return the elements at a path of local names: ``xml("BillXML")``, ``xml("Action/Link")``.

        The path counts from any depth below `within` or the root; raises `ScrapeError` for none.
        """
        root = self._xml if within is None else within
        steps = "/".join(f"*[local-name()='{name}']" for name in path.split("/"))
        found = tuple(root.xpath(f"descendant-or-self::{steps}"))
        if not found:
            raise ScrapeError(f"{self.url}: nothing matches {path!r}")
        return found

    def records(self, path: str) -> Iterator[XmlElement]:
        """Yield the elements at a path of local names one at a time: each is empty after its turn.

        Raise `ScrapeError` for none, and for what is not XML.
        """
        body, reason = self.body, parts.sound(self.body)
        if reason:
            body = self._mended
            reason = parts.sound(body)
        if reason:
            raise ScrapeError(f"{self.url}: not XML: {reason}")
        matched = False
        for element in parts.records(body, path):
            matched = True
            yield element
        if not matched:
            raise ScrapeError(f"{self.url}: nothing matches {path!r}")

    def field(self, within: XmlElement, path: str, default: str | None = None) -> str:
        """Return the words at an XML path, or the default; without either, raise `ScrapeError`."""
        try:
            return self.text(self.xml(path, within)[0])
        except ScrapeError:
            if default is None:
                raise
            return default

    @property
    def _is_html(self) -> bool:
        return "html" in self.media_type or self.body.lstrip()[:1] == b"<"

    @property
    def _mended(self) -> bytes:
        # Official feeds hold stray control bytes and bare ampersands; nothing else is repaired.
        return _BARE_AMPERSAND.sub(b"&amp;", _CONTROL.sub(b"", self.body))

    @cached_property
    def _xml(self) -> XmlElement:
        for mend in (False, True):
            body = self._mended if mend else self.body
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            try:
                return etree.fromstring(body, parser)
            except etree.XMLSyntaxError as error:
                reason = str(error)
        raise ScrapeError(f"{self.url}: not XML: {reason}")

    def _table_rows(self, header: Sequence[str]) -> Iterator[Row]:
        matched = False
        for table in self.all("table"):
            rows = [row for row in self.all("tr", table) if row.find_parent("table") is table]
            heads = [[self.text(c) for c in self.all(":scope > th, :scope > td", r)] for r in rows]
            top = next((i for i, names in enumerate(heads) if _columns(header, names)), None)
            if top is None:
                continue
            matched = True
            places = _columns(header, heads[top])
            for row in rows[top + 1 :]:
                cells = self.all(":scope > td, :scope > th", row)
                if len(cells) == 1 and cells[0].has_attr("colspan"):
                    continue  # a note across the whole table
                yield self._row(places, cells)
        if not matched:
            raise ScrapeError(f"{self.url}: no table has the columns {', '.join(header)}")

    def _row(self, places: Mapping[str, int], cells: Sequence[Element]) -> Row:
        for name, place in places.items():
            if place >= len(cells):
                raise ScrapeError(f"{self.url}: a table row has no cell for the column {name!r}")
        chosen = {name: cells[place] for name, place in places.items()}
        return Row(self, {name: self.text(cell) for name, cell in chosen.items()}, chosen)

    def _list_rows(self, header: Sequence[str]) -> Iterator[Row]:
        reader = parts.table(self.body)
        try:
            places = _columns(header, next(reader, []))
            if not places:
                raise ScrapeError(f"{self.url}: the list lacks a column of {', '.join(header)}")
            for values in filter(any, reader):
                if len(values) <= max(places.values()):
                    raise ScrapeError(f"{self.url}: line {reader.line_num} is too short")
                texts = {name: " ".join(values[place].split()) for name, place in places.items()}
                yield Row(self, texts, {})
        except csv.Error as error:
            raise ScrapeError(f"{self.url}: line {reader.line_num}: {error}") from error


def _is_sent(field: Tag) -> bool:
    kind = str(field.get("type", "text")).lower()
    if kind in ("checkbox", "radio"):
        return field.has_attr("checked")
    return kind not in ("submit", "button", "image", "reset", "file")


def _words(element: Tag) -> Iterator[str]:
    for node in element.descendants:
        if isinstance(node, Tag):
            yield " " if node.name in _BREAKS else ""
        elif type(node).__name__ in ("NavigableString", "CData"):  # not comments, scripts, styles
            yield str(node)


def _columns(header: Sequence[str], names: Sequence[str]) -> dict[str, int]:
    """Return the place of each wanted column, or nothing when one is missing."""
    known = {_plain(name): place for place, name in reversed(list(enumerate(names)))}
    if any(_plain(name) not in known for name in header):
        return {}
    return {name: known[_plain(name)] for name in header}


def _plain(name: str) -> str:
    return " ".join(name.replace("\ufeff", "").split()).casefold()
