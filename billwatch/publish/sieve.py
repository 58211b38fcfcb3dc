"""Sieve strangers' HTML: what could run, style or load goes, and the words stay."""

import re
from html.parser import HTMLParser

from markupsafe import Markup

from billwatch.publish.safe import escaped

_TAGS = frozenset({
    "a", "abbr", "article", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl",
    "dt", "em", "h2", "h3", "h4", "h5", "hr", "i", "ins", "li", "mark", "nav", "ol", "p", "q", "s",
    "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th",
    "thead", "tr", "ul",
})  # fmt: skip
_LOWER = {"h2": "h3", "h3": "h4", "h4": "h5"}
_ENDS = {
    "li": {"li"}, "p": {"p"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "td": {"td", "th"},
    "th": {"td", "th"}, "tr": {"td", "th", "tr"},
}  # fmt: skip
_VOID = frozenset({"br", "hr"})
_DROPPED = frozenset({"script", "style", "template", "iframe", "object", "svg", "math", "title"})
_ATTRIBUTES = frozenset(
    {"class", "id", "title", "role", "open", "scope", "lang", "colspan", "tabindex"}
)
_SAYING = re.compile("(aria|data)-[a-z-]+")


def fragment(html: str) -> Markup:
    """Return a piece of HTML with nothing left in it that could run, style or load.

    Tags outside a short list and attributes outside one go, links stay within the page, headings
    come down one level, and what is opened is closed. Text passes unchanged.

    >>> fragment('<p onclick="x()">a<script>b</script> <ins>c</p>')
    Markup('<p>a <ins>c</ins></p>')
    """
    sieve = _Sieve()
    sieve.feed(html)
    sieve.close()
    sieve.out += [f"</{tag}>" for tag in reversed(sieve.open)]
    return Markup("".join(sieve.out))  # noqa: S704  # built from listed tags and escaped words


class _Sieve(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[str] = []
        self._dropping = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropping or tag in _DROPPED:
            self._dropping = self._dropping or tag
            return
        tag = _LOWER.get(tag, tag)
        if tag not in _TAGS:
            return
        while self.open and self.open[-1] in _ENDS.get(tag, ()):
            self.out.append(f"</{self.open.pop()}>")
        kept = [(name, value or "") for name, value in attrs if _harmless(name, value or "")]
        words = "".join(f' {name}="{escaped(value)}"' for name, value in kept)
        self.out.append(f"<{tag}{words}>")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            self._dropping = "" if tag == self._dropping else self._dropping
            return
        tag = _LOWER.get(tag, tag)
        while tag in self.open:
            last = self.open.pop()
            self.out.append(f"</{last}>")
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.out.append(escaped(data))


def _harmless(name: str, value: str) -> bool:
    if name == "href":
        return value.startswith("#")
    return name in _ATTRIBUTES or _SAYING.fullmatch(name) is not None
