"""Read the XML of bills and laws: nested levels become paragraphs, changes become marks."""

import html
import re

from lxml import etree

from billwatch.errors import DataError
from billwatch.models import Against, Layer
from billwatch.text.grammars import Grammar, grammar_of
from billwatch.text.runs import Block, Run

_ENTITY = re.compile(r"<!ENTITY", re.I)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_PREDEFINED = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DECLARATION = re.compile(r"\s*<\?xml[^<>]*\?>")
_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r"""data\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.S)
_STYLES: dict[str, Layer] = {
    "deleted": "deleted", "strikethrough": "deleted", "strike": "deleted", "remove": "deleted",
    "added": "added", "add": "added", "insert": "added",
}  # fmt: skip
_ADDED = frozenset(("added-phrase", "addedText", "ins", "u"))
_DELETED = frozenset(("deleted-phrase", "deletedText", "del", "s", "strike"))
_BODIES = ("legis-body", "resolution-body")
_SPACES = {"EnSpace": " ", "EmSpace": " ", "ThinSpace": " ", "FigureSpace": " ", "NumSpace": " "}


class Tree:
    """What one XML document holds: blocks, title, and against what its marks are."""

    def __init__(self, blocks: list[Block], title: str, against: Against) -> None:
        self.blocks = blocks
        self.title = title
        self.against = against
        self.marked = False
        self.notes: tuple[str, ...] = ()
        self.known = True


def parse(text: str, name: str) -> etree._Element:
    """Parse XML without entities, network or huge trees; raise `DataError` where it is broken."""
    start = text[:20000]
    if _ENTITY.search(start) or ("<!DOCTYPE" in text and _ENTITY.search(text)):
        raise DataError(f"{name}: XML that declares entities is not read")
    if "&" in text:
        text = _NAMED.sub(_character, text)
    text = _DECLARATION.sub("", text, count=1).lstrip("\ufeff \r\n\t")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, strip_cdata=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as reason:
        message = (str(reason).splitlines() or ["empty"])[0]
        raise DataError(f"{name}: broken XML ({message[:150]})") from reason


def _character(found: re.Match[str]) -> str:
    """Replace a named HTML character, which XML knows only through a DTD we do not load."""
    if found[1] in _PREDEFINED:
        return found[0]
    return html.unescape(found[0])


def read_tree(text: str, name: str) -> Tree:
    """Read an XML document; raise `DataError` where it is broken or declares entities."""
    root = parse(text, name)
    namespace, _, local = str(root.tag).rpartition("}")
    grammar = grammar_of(local, namespace)
    walker = _Walker(grammar, _replaced_bodies(root))
    walker.walk(root)
    tree = Tree(walker.blocks, _title(root, grammar), grammar.against)
    tree.marked = walker.marked
    tree.known = bool(grammar.numbers) or "leg.wa.gov" in namespace
    if walker.replaced:
        tree.notes = ("two unlabelled texts in one print: the last is read as in force",)
    return tree


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _title(root: etree._Element, grammar: Grammar) -> str:
    for wanted in grammar.titles:
        for element in root.iter():
            if _local(element.tag) == wanted:
                words = " ".join(" ".join(element.itertext()).split())
                if words:
                    return words
    return ""


def _replaced_bodies(root: etree._Element) -> frozenset[etree._Element]:
    """Find earlier unlabelled texts where a reported bill prints two."""
    bodies = [e for e in root.iter() if _local(e.tag) in _BODIES]
    bare = [e for e in bodies if _change(e) is None]
    return frozenset(bodies[:-1]) if len(bodies) > 1 and len(bare) == len(bodies) else frozenset()


def _change(element: etree._Element) -> Layer | None:
    """Return the layer an element's attributes or name give to its words."""
    for key, value in element.attrib.items():
        name = _local(key)
        if name in ("reported-display-style", "changed", "amendingStyle"):
            layer = _STYLES.get(value.lower())
            if layer:
                return layer
    tag = _local(element.tag)
    if tag in _DELETED:
        return "deleted"
    return "added" if tag in _ADDED else None


class _Walker:
    """Walk the tree once, without recursion, collecting marked paragraphs."""

    def __init__(self, grammar: Grammar, replaced: frozenset[etree._Element]) -> None:
        self.blocks: list[Block] = []
        self.marked = False
        self.replaced = replaced
        self._grammar = grammar
        self._runs: list[Run] = []
        self._layers: list[Layer | None] = [None]
        self._inserting = False
        self._depth = 0
        self._fresh = False  # only a number or heading stands in the paragraph at hand
        self._in_section = False
        self._quotes: list[bool] = []

    def walk(self, root: etree._Element) -> None:
        """Read root and everything under it."""
        events = etree.iterwalk(root, events=("start", "end", "pi"))
        for event, element in events:
            if event == "pi":
                self._instruct(element)
            elif not isinstance(element.tag, str):
                pass
            elif event == "start":
                tag = _local(element.tag)
                if tag in self._grammar.skipped or self._is_note(element):
                    events.skip_subtree()
                    self._layers.append(self._layers[-1])
                    continue
                self._start(element, tag)
                self._say(element.text)
                continue
            else:
                self._end(element, _local(element.tag))
            if element is not root:
                self._say(element.tail)
        self._close()

    def _start(self, element: etree._Element, tag: str) -> None:
        grammar = self._grammar
        change = "deleted" if element in self.replaced else _change(element)
        above = self._layers[-1]
        if tag in grammar.levels or tag in grammar.sections:
            self._close()
            self._in_section = tag in grammar.sections
            self._depth += tag in grammar.levels and tag not in grammar.sections
        elif tag in grammar.quoted:
            self._close()
            self._depth += 1
            self._quotes.append(True)
        elif tag in grammar.blocks and not self._goes_on(tag):
            self._close()
        self._layers.append("deleted" if above == "deleted" else change or above)
        if tag in grammar.numbers:
            self._say(self._number_word(element))
        elif tag in grammar.quotes:
            self._say("\u201c")
        elif tag in ("td", "th"):
            self._say(" ")
        elif tag == "br":
            self._close()
        elif tag == "span" and element.get("class") in _SPACES:
            self._say(" ")

    def _is_note(self, element: etree._Element) -> bool:
        ignored = self._grammar.ignored
        return bool(ignored) and str(element.tag).startswith("{" + ignored)

    def _goes_on(self, tag: str) -> bool:
        """Tell whether an element continues the paragraph that its number opened."""
        if tag in self._grammar.headings:
            return self._fresh
        return self._fresh and tag in self._grammar.inline_first

    def _number_word(self, element: etree._Element) -> str:
        """Return the word printed before a number: a section's ``Sec.``, a title's ``Title``."""
        parent = element.getparent()
        above = _local(parent.tag) if parent is not None else ""
        word = self._grammar.number_words.get(above, "")
        if above == "section" and self._grammar.quoted and not self._quotes:
            return "Section " if (element.text or "").strip() == "1." else word
        return word

    def _end(self, element: etree._Element, tag: str) -> None:
        grammar = self._grammar
        if tag in grammar.quotes:
            self._say("\u201d")
        if tag in grammar.numbers:
            self._after_number(element)
        elif tag in grammar.headings and self._runs:
            self._after_heading(element)
        elif tag in grammar.levels or tag in grammar.sections:
            self._close()
            self._depth -= tag in grammar.levels and tag not in grammar.sections
            self._in_section = False
        elif tag in grammar.quoted:
            self._close()
            self._depth -= 1
            self._quotes.pop()
        elif tag in grammar.tails:
            self._append("\u201d" if grammar.quoted else "")
        elif tag in grammar.blocks:
            self._close()
        self._layers.pop()

    def _after_number(self, element: etree._Element) -> None:
        text = "".join(element.itertext()).strip()
        parent = element.getparent()
        above = _local(parent.tag) if parent is not None else ""
        if above == "document":
            self._close()
            return
        if not self._grammar.printed and above in self._grammar.sections:
            self._say("\u2014 " if above != "section" else "" if text.endswith(".") else ".")
        self._say(" ")
        self._fresh = True

    def _after_heading(self, element: etree._Element) -> None:
        """Close a section's heading; part a subsection's from its words, as it is printed."""
        parent = element.getparent()
        above = _local(parent.tag) if parent is not None else ""
        if self._in_section or above not in self._grammar.levels:
            self._close()
        else:
            text = "".join(element.itertext()).rstrip()
            if not self._grammar.printed:
                self._say("\u2014" if text.endswith((".", "?", ":")) else ".\u2014")
            self._fresh = True

    def _append(self, mark: str) -> None:
        """Move a closing quotation mark and what follows it behind the paragraph before."""
        tail = [run for run in self._runs if run.text.strip()]
        self._runs = []
        if self.blocks:
            last = self.blocks[-1]
            self.blocks[-1] = Block((*last.runs, Run(mark, self._layers[-1]), *tail), last.depth)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if self._quotes and self._quotes[-1] and text.strip():
            self._quotes[-1] = False
            self._runs.append(Run("\u201c", self._layer()))
        if self._fresh:
            text = text.lstrip()  # the blanks of the source are not those of the print
            if not text:
                return
            self._fresh = False
        self._runs.append(Run(text, self._layer()))

    def _layer(self) -> Layer | None:
        layer = self._layers[-1]
        return layer or ("added" if self._inserting else None)

    def _instruct(self, element: etree._Element) -> None:
        """Read California's marks, which are processing instructions."""
        target = element.target
        if target == "xm-insertion_mark_start":
            self._inserting = self.marked = True
        elif target == "xm-insertion_mark_end":
            self._inserting = False
        elif target == "xm-deletion_mark":
            self.marked = True
            data = _ATTRIBUTE.search(element.text or "")
            struck = html.unescape(data[1] or data[2] or "") if data else ""
            self._runs.append(Run(html.unescape(_TAG.sub(" ", struck)), "deleted"))

    def _close(self) -> None:
        runs, self._runs = self._runs, []
        self._fresh = False
        if any(run.text.strip() for run in runs):
            self.marked = self.marked or any(run.layer for run in runs)
            self.blocks.append(Block(tuple(runs), max(0, self._depth)))
