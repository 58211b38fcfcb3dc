"""Read HTML: marks by tag, class and style; lists get their enumerators; page chrome goes."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as markup

from billwatch.errors import DataError
from billwatch.models import Against, Layer
from billwatch.text.cells import is_flat
from billwatch.text.lines import Line, paragraphs
from billwatch.text.lists import dotted_kinds, enumerator, kind_of, ordinal
from billwatch.text.numbering import unnumbered
from billwatch.text.runs import Block, Run, names
from billwatch.text.styles import cached_layer_of, class_rules, is_hidden

_BLOCKS = names(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary "
    "table tbody tfoot thead tr ul caption details"
)
_SKIPPED = names(
    "script style head nav footer header button select option noscript template iframe svg "
    "object embed audio video canvas math textarea input dialog menu map"
)
# Class names and ids of what sites put around a law: paths, tool bars, share links, line numbers.
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|crumb|crumbs|toolbar|skip|skip-link|skiplink|navbar|navbtns?|nav|menu|pagination"
    r"|share|social|cookie|copybtn|officlink|srcnote|sidebar|site-?header|site-?footer"
    r"|non-?printing|no-?print|d-print-none|nextref|prevref|pagelinks|modal|copyright|disclaimer"
    r"|line-?numbers?|linenum|lineno|page-?head|print-only|visually-hidden|sr-only)(?:$|\s)",
    re.I,
)
_NUMBERS = re.compile(r"line-?num|lineno", re.I)
BREAK = "\u2028"  # a forced line end, until the paragraph is set
_BLANK = re.compile(r"\n[ \t\r\xa0]*\n\s*")
_ITEM = re.compile(r"\n\s*(?=\([A-Za-z0-9]{1,5}\)\s)")
_ENUMERATED = re.compile(r"\s*((?:\([A-Za-z0-9]{1,5}\)\s*)+|[A-Za-z0-9]{1,3}\.\s)")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_PLAIN = re.compile(r"font-weight\s*:\s*(?:normal|400)", re.I)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.I)
_AZURE = re.compile(r"^(?:blue|#0000ff)$", re.I)
# Arizona colours what it adds blue and what it strikes red; elsewhere a blue style says nothing.
_BLUE = re.compile(r"(?:^|;)\s*color\s*:\s*(?:blue|#0000ff)\b", re.I)
_RED = re.compile(
    r"<(?:s|strike|del)\b[^<>]{0,99}>\s?(?:<[^<>]{0,99}>\s?){0,2}"
    r"<[^<>]{0,99}color ?[:=] ?['\"]?red\b",
    re.I,
)


class Page:
    """What one HTML document holds: blocks, title, heading, and against what its marks are."""

    def __init__(
        self, blocks: list[Block], title: str, heading: str, complete: bool, against: Against
    ) -> None:
        self.blocks = blocks
        self.title = title
        self.heading = heading
        self.complete = complete
        self.against: Against = against


def parse(text: str, name: str) -> tuple[etree._Element, bool]:
    """Parse HTML into a tree; tell whether the parser took all of it."""
    body = text.encode("utf-8", "replace")
    for huge in (False, True):  # unclosed tags pile up: the second try goes 2048 levels deep
        parser = markup.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge
        )
        try:
            tree = markup.document_fromstring(body, parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as reason:
            raise DataError(f"{name}: no readable HTML ({_first(reason)})") from reason
        cut = any("depth" in e.message or "too long" in e.message for e in parser.error_log)
        if not cut:
            return tree, True
    return tree, False


def _first(reason: Exception) -> str:
    return (str(reason).splitlines() or ["empty"])[0][:120]


def read_page(text: str, name: str, typed: bool = False) -> Page:
    """Read an HTML document or fragment; raise `DataError` where there is nothing to parse.

    ``typed`` asks for the look of the words too, for legislatures whose marks are bold or italic.
    """
    tree, complete = parse(text, name)
    title = " ".join((tree.findtext(".//title") or "").split())
    sheet = "\n".join(style.text or "" for style in tree.iter("style"))
    walker = _Walker(class_rules(sheet), typed, bool(_RED.search(text)))
    walker.walk(_main(tree))
    heading = next(_headings(tree), "")
    # California shows in blue and struck what changed since the last print, not the law.
    against: Against = "law" if _californian(tree) is None else "print"
    return Page(deduplicated(walker.blocks), title, heading, complete, against)


def _main(tree: etree._Element) -> etree._Element:
    """Return the part of a page that holds the document: its one `main`, else everything.

    California's bill pages hold it in the element ``bill_all``, beside menus of the site.
    """
    bill = _californian(tree)
    if bill is not None:
        return bill
    mains = list(tree.iter("main"))
    if len(mains) == 1:
        return mains[0]
    body = tree.find(".//body")
    return tree if body is None else body


def _californian(tree: etree._Element) -> etree._Element | None:
    found = tree.find(".//*[@id='bill_all']")
    return found if found is not None and len("".join(found.itertext()).strip()) > 20 else None


def _headings(tree: etree._Element) -> Iterator[str]:
    for element in tree.iter("h1", "h2", "h3"):
        words = " ".join(element.text_content().split())
        if words:
            yield words


class _List:
    """One list being read: its kind, the id its items build on, and how far it has counted."""

    def __init__(self, element: etree._Element, kind: str, dotted: bool) -> None:
        self.element = element
        self.kind = kind
        self.dotted = dotted
        start = element.get("start", "")
        self.count = int(start) - 1 if start.isdigit() and len(start) < 5 else 0


class _Walker:
    """Walk the tree once, without recursion, collecting marked paragraphs."""

    def __init__(self, rules: tuple[tuple[str, Layer], ...], typed: bool, coloured: bool) -> None:
        self.blocks: list[Block] = []
        self._coloured = coloured
        self._rules = rules
        self._typed = typed
        self._looks: list[str] = [""]
        self._tables: list[int] = []
        self._runs: list[Run] = []
        self._layers: list[Layer | None] = [None]
        self._lists: list[_List | None] = []
        self._pending = ""
        self._pre = 0
        self._flat: list[etree._Element] = []
        self._head = ""

    def walk(self, root: etree._Element) -> None:
        """Read root and everything under it."""
        events = etree.iterwalk(root, events=("start", "end"))
        passed = None
        for event, element in events:
            tag = element.tag
            if not isinstance(tag, str):  # an entity or instruction
                self._say(element.tail)
                continue
            if event == "start":
                if element is not root and self._is_chrome(element, tag):
                    events.skip_subtree()  # the next event is this element's end
                    passed = element
                    continue
                self._start(element, tag)
                self._say(element.text)
                continue
            if element is passed:
                if tag in _BLOCKS:
                    self._close()
                self._runs.append(Run(" "))
            else:
                self._end(element, tag)
            if element is not root:
                self._say(element.tail)
        self._close()

    def _is_chrome(self, element: etree._Element, tag: str) -> bool:
        if tag in _SKIPPED:
            return True
        attributes = element.attrib
        if not attributes:
            return False
        if "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return True
        if is_hidden(attributes.get("style", "")):
            return True
        label = attributes.get("class") or attributes.get("id") or ""
        return bool(label and _CHROME.search(label) and self._is_small(element, label))

    def _is_small(self, element: etree._Element, label: str) -> bool:
        """Spare an element that holds a law, whatever its class is called."""
        size = sum(len(piece) for piece, _ in zip(element.itertext(), range(200), strict=False))
        return size < 1500 or bool(_NUMBERS.search(label))

    def _start(self, element: etree._Element, tag: str) -> None:
        if tag == "tr" and not self._flat and is_flat(element, _BLOCKS):
            self._close()
            self._flat.append(element)
        if self._flat and tag in _BLOCKS:
            self._runs.append(Run(" "))
        elif tag in _BLOCKS:
            self._close()
            if tag in ("ol", "ul", "dl"):
                self._lists.append(self._list(element, tag))
            elif tag == "li":
                self._item(element)
            elif tag == "pre":
                self._pre += 1
            elif tag == "table":
                self._tables.append(len(self.blocks))
        elif tag == "br":
            self._runs.append(Run(BREAK))
        elif tag in ("td", "th"):
            self._runs.append(Run(" "))
        self._layers.append(self._layer(element, tag))
        look = self._looks[-1]
        self._looks.append(_look(element, tag, look) if self._typed else "")

    def _end(self, element: etree._Element, tag: str) -> None:
        self._layers.pop()
        self._looks.pop()
        if self._flat:
            if self._flat[-1] is element:
                self._flat.pop()
                self._close()
        elif tag in _BLOCKS:
            self._close()
            if tag in ("ol", "ul", "dl"):
                self._lists.pop()
            elif tag == "li":
                self._pending = ""
            elif tag == "pre":
                self._pre -= 1
            elif tag == "table":
                self._set_table(self._tables.pop())

    def _layer(self, element: etree._Element, tag: str) -> Layer | None:
        above = self._layers[-1]
        if above == "deleted" or tag == "a":
            return above
        attributes = element.attrib
        classes, style = attributes.get("class", ""), attributes.get("style", "")
        own = cached_layer_of(tag, classes, style, self._rules)
        if own is None and tag == "font" and _AZURE.match(attributes.get("color", "")):
            own = "added"
        if own is None and self._coloured and _BLUE.search(style):
            own = "added"
        return own or above

    def _list(self, element: etree._Element, tag: str) -> _List | None:
        if tag != "ol":
            return None
        level = sum(x is not None for x in self._lists)
        kind = kind_of(element.attrib)
        kinds = dotted_kinds(self._head)
        return _List(element, kind, dotted=kinds[level : level + 1] == (kind,))

    def _item(self, element: etree._Element) -> None:
        """Prepare the enumerator of a list item: by its value, its id, or its place."""
        here = self._lists[-1] if self._lists else None
        if here is None:
            return
        value = element.get("value", "")
        above = here.element.getparent()
        prefix = (above.get("id") or "") if above is not None and above.tag == "li" else ""
        mine = element.get("id") or ""
        suffix = mine[len(prefix) :] if prefix and mine.startswith(prefix) else ""
        suffix = suffix or (re.split(r"ol\d", mine)[-1] if not prefix and "ol" in mine else "")
        number = int(value) if value.isdigit() and len(value) < 5 else ordinal(here.kind, suffix)
        here.count = number or here.count + 1
        self._pending += enumerator(here.kind, here.count, here.dotted)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        layer, look = self._layers[-1], self._looks[-1]
        if self._pre:
            text = text.replace("\r\n", "\n").replace("\n", BREAK)
        elif "\n" in text:
            breaks = _BLANK if _BLANK.search(text.strip()) else _ITEM if self._lists else None
            if breaks and breaks.search(text.strip()):
                first, *rest = breaks.split(text)
                self._runs.append(Run(first, layer, look))
                for piece in rest:
                    self._close()
                    self._runs.append(Run(piece, layer, look))
                return
        self._runs.append(Run(text, layer, look))

    def _set_table(self, start: int) -> None:
        """Set a table whose rows are the numbered lines of a print as what it shows: paragraphs."""
        rows = self.blocks[start:]
        texts = [" ".join(row.whole.split()) for row in rows]
        spans = unnumbered(texts)
        cut = sum(span != (0, len(text)) for span, text in zip(spans, texts, strict=True))
        if len(rows) >= 8 and cut >= 0.5 * len(rows):
            self.blocks[start:] = paragraphs([_line(_trimmed(list(row.runs))) for row in rows])

    def _close(self) -> None:
        runs, self._runs = self._runs, []
        if not any(run.text and not run.text.isspace() for run in runs):
            return
        depth = max(0, len(self._lists) - 1)
        if any(BREAK in run.text for run in runs):
            made = [Block(b.runs, depth + b.depth) for b in _broken(runs, bool(self._pre))]
        else:
            made = [Block(tuple(runs), depth)]
        if self._pending and made:
            made[0] = _enumerate(made[0], self._pending)
            self._pending = ""
        if not self._head and made:
            self._head = " ".join(made[0].text.split())
        self.blocks += made


def _look(element: etree._Element, tag: str, above: str) -> str:
    style = element.get("style", "")
    bold = tag in ("b", "strong") or bool(style and _BOLD.search(style))
    bold = bold or ("b" in above and not (style and _PLAIN.search(style)))
    italic = tag in ("i", "em") or "i" in above or bool(style and _ITALIC.search(style))
    return "b" * bold + "i" * italic


def _enumerate(block: Block, pending: str) -> Block:
    """Put an enumerator before a paragraph, unless it is printed there."""
    text = block.text.lstrip()
    if _ENUMERATED.match(text) and text.startswith(pending[:1]):
        return block
    if "".join(text.split()).startswith(pending):
        return block
    return Block((Run(pending + " "), *block.runs), block.depth)


def _broken(runs: list[Run], pre: bool) -> list[Block]:
    """Set a paragraph with forced line ends: as printed lines where it has many, else apart."""
    lines = [_line(line if pre else _trimmed(line)) for line in _split(runs)]
    return paragraphs(lines)


def _line(runs: list[Run]) -> Line:
    return Line(tuple(runs), "".join(run.text for run in runs))


def _trimmed(runs: list[Run]) -> list[Run]:
    """Squeeze the source's own line ends out of one line."""
    out = [run._replace(text=" ".join(f"|{run.text}|".split())[1:-1]) for run in runs]
    while out and not out[0].text.strip():
        out.pop(0)
    if out:
        out[0] = out[0]._replace(text=out[0].text.lstrip())
    return out


def _split(runs: list[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        first, *rest = run.text.split(BREAK)
        if first:
            line.append(run._replace(text=first))
        for piece in rest:
            yield line
            line = [run._replace(text=piece)] if piece else []
    yield line


def deduplicated(blocks: list[Block]) -> list[Block]:
    """Drop paragraphs that follow themselves, but for an enumerator that one of them lost.

    Some publishers of codes print an item once beside its list and once in it.
    """
    out: list[Block] = []
    last, bare_last = "", ""
    for block in blocks:
        words = " ".join(block.text.split())
        found = _ENUMERATED.match(words)
        bare = words[found.end() :] if found else words
        if bare == bare_last and len(bare) > 20 and (found or words != last):
            # The one with the longer chain of enumerators is the printed one.
            better = block if len(words) > len(last) else out[-1]
            out[-1] = Block(better.runs, max(out[-1].depth, block.depth))
            continue
        out.append(block)
        last, bare_last = words, bare
    return out
