"""Print one version's text as HTML: its layers shown, its deciding clauses marked and anchored.

A text is shown as the heads of its sections, its paragraphs, and gaps where a long text leaves
paragraphs to its parts. Every character of the body comes out exactly once, in order, over the
whole page or over the parts together.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import NamedTuple

from markupsafe import Markup

from billwatch.counted import counted
from billwatch.models import Mark, Reading, Section
from billwatch.publish import paths
from billwatch.publish.paths import slug
from billwatch.publish.phrase import cut
from billwatch.publish.safe import escaped

WHOLE = 300_000  # characters of body that still make one page of less than half a megabyte
PART = 240_000
LONGEST = 20_000  # a paragraph longer than this is shown in pieces
_NEAR = 3  # paragraphs kept on each side of a clause where its section is too long to show whole
_ROOMY = 12_000  # characters of a section that is shown whole around a clause


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause to mark: its span, its anchor, and what the note beside it says."""

    anchor: str
    start: int
    end: int
    provision: str
    name: str
    letter: str
    css: str
    words: str


class Head(NamedTuple):
    """A section as the outline lists it; ``line`` is the index of its first paragraph."""

    anchor: str
    label: str
    heading: str
    line: int
    hits: int


@dataclass(slots=True)
class _Layers:
    """What lies on the words of one paragraph."""

    added: list[tuple[int, int, str]] = field(default_factory=list)
    struck: list[Mark] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Print:
    """A text cut into paragraphs, ready to be shown whole, in excerpt, or in parts.

    Paragraph n is ``body[starts[n]:ends[n]]``, escaped ``html[n]``; few have ``layers``, and
    before few stand the ``openings`` of sections, as HTML.
    """

    body: str
    starts: Sequence[int]
    ends: Sequence[int]
    html: Sequence[str]
    layers: Mapping[int, _Layers]
    heads: tuple[Head, ...]
    openings: Mapping[int, str]
    parts: tuple[tuple[int, int], ...]
    new: bool

    @property
    def long(self) -> bool:
        """Tell whether the text needs parts beside its page."""
        return len(self.parts) > 1


def lay_out(reading: Reading, hits: Sequence[Hit]) -> Print:
    """Cut a reading's text into paragraphs and give each its layers and its marked clauses.

    Additions are not underlined where nearly all of the text is new law: the page would be paint.
    """
    body, marks = reading.text.body, reading.text.marks
    starts, ends, html = _cut(body)
    layers: defaultdict[int, _Layers] = defaultdict(_Layers)
    added = sum(m.end - m.start for m in marks if m.layer == "added")
    new = added > 0.7 * max(len(body), 1) and not any(m.layer == "deleted" for m in marks)
    for mark in marks:
        if mark.layer == "deleted":
            layers[max(bisect_right(starts, mark.start) - 1, 0)].struck.append(mark)
        elif not new:
            for n in _over(starts, ends, mark.start, mark.end):
                span = max(mark.start, starts[n]), min(mark.end, ends[n])
                layers[n].added.append((*span, mark.against))
    for hit in hits:
        for n in _over(starts, ends, hit.start, hit.end):
            layers[n].hits.append(hit)
    heads = tuple(_heads(reading.sections, starts, hits))
    openings: dict[int, str] = {}
    for head in heads:
        openings[head.line] = openings.get(head.line, "") + _head(head)
    parts = tuple(_parts(starts, ends, heads))
    return Print(body, starts, ends, html, layers, heads, openings, parts, new)


def whole(text: Print, root: str) -> Markup:
    """Return a text as HTML; ``root`` leads to the top of the site.

    Made here and not in a template: a site has millions of paragraphs, and this is many times as
    fast.
    """
    return joined(_shown(text, 0, len(text.html), root))


def part(text: Print, number: int, root: str) -> Markup:
    """Return one part of a text, counted from 1."""
    return joined(_shown(text, *text.parts[number - 1], root))


def excerpt(text: Print, root: str, version: str) -> Markup:
    """Return the opening and the surroundings of every marked clause, with gaps between.

    A gap leads to the part of the ``version`` that has what is left out.
    """
    out: list[str] = []
    at = 0
    for first, last in _kept(text):
        if first > at:
            out.append(_gap(text, at, first, root, version))
        out += _shown(text, first, last, root)
        at = last
    if at < len(text.html):
        out.append(_gap(text, at, len(text.html), root, version))
    return joined(out)


def _shown(text: Print, first: int, last: int, root: str) -> list[str]:
    """Return paragraphs as HTML, each after the openings of the sections that begin there."""
    openings, layers = text.openings, text.layers
    out: list[str] = []
    for n, html in enumerate(text.html[first:last], first):
        if n in openings:
            out.append(openings[n])
        if n in layers or html[:1].isspace():
            out.append(_layered(text, n, root))
        elif html:
            out.append(f"<p>{html}</p>\n")
    return out


def _gap(text: Print, first: int, last: int, root: str, version: str) -> str:
    number, count = part_of(text, first), last - first
    words = counted(count, "paragraph")
    href = _short(root + paths.version(version, number))
    return (
        f'<p class="gap"><a href="{href}">{words} left out here: read them in part {number}'
        "</a></p>\n"
    )


def outline(text: Print, root: str, version: str) -> Markup:
    """Return the list of a text's sections; those of a long text lead to its parts."""
    items = []
    for head in text.heads:
        page = _short(root + paths.version(version, part_of(text, head.line))) if text.long else ""
        title = f" {escaped(cut(head.heading, 70))}" if head.heading else ""
        tag = f' <span class="tag">{head.hits} marked</span>' if head.hits else ""
        items.append(
            f'<li><a href="{page}#{head.anchor}">{_short(head.label)}{title}</a>{tag}</li>\n'
        )
    return joined(items)


def way(text: Print, start: int, root: str, version: str) -> str:
    """Return the link to the section that holds a character of the text."""
    held = [head for head in text.heads if text.starts[head.line] <= start]
    if not held:
        return ""
    page = root + paths.version(version, part_of(text, held[-1].line)) if text.long else ""
    return f"{page}#{held[-1].anchor}"


def _head(head: Head) -> str:
    title = f" <span>{escaped(cut(head.heading, 90))}</span>" if head.heading else ""
    anchor = head.anchor  # a slug: nothing in it needs escaping
    return f'<h3 id="{anchor}"><a href="#{anchor}">{_short(head.label)}</a>{title}</h3>\n'


def _remark(hit: Hit, root: str) -> str:
    """Return what stands beside a marked clause: its mark, its provision, its answer."""
    return (
        f'<p class="note"><span class="mk {hit.css}"><span aria-hidden="true">'
        f"{_short(hit.letter)}</span></span> "
        f'<a href="{_short(root + paths.provision(hit.provision))}">{_short(hit.name)}</a>: '
        f"{escaped(hit.words)}</p>\n"
    )


@lru_cache(maxsize=16_384)
def _short(words: str) -> str:
    """Return words that come up again and again, escaped."""
    return escaped(words)


def joined(pieces: Iterable[str]) -> Markup:
    """Return pieces of HTML as one; every word in them was escaped where it was put in."""
    return Markup("".join(pieces))  # noqa: S704  # see above


def part_of(text: Print, line: int) -> int:
    """Return the number of the part that holds a paragraph; 0 where the text has no parts."""
    if not text.long:
        return 0
    return next(n for n, (first, last) in enumerate(text.parts, 1) if first <= line < last)


def _cut(body: str) -> tuple[list[int], list[int], list[str]]:
    """Return where the paragraphs of a body start and end, and their HTML; one at least.

    All is escaped at once, which never makes or takes a line's end.
    """
    lines, html = body.split("\n"), escaped(body).split("\n")
    sizes = list(map(len, lines))
    starts = list(accumulate((size + 1 for size in sizes[:-1]), initial=0))
    ends = list(map(add, starts, sizes))
    if max(sizes) <= LONGEST:
        return starts, ends, html
    pieces = [piece for start, end in zip(starts, ends, strict=True)
              for piece in _pieces(body, start, end)]  # fmt: skip
    return (
        [start for start, _ in pieces],
        [end for _, end in pieces],
        [escaped(body[start:end]) for start, end in pieces],
    )


def _pieces(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a paragraph's span, or the spans of its pieces where it is very long."""
    while end - start > LONGEST:
        space = body.rfind(" ", start + LONGEST // 2, start + LONGEST)
        stop = space + 1 if space > 0 else start + LONGEST
        yield start, stop
        start = stop
    yield start, end


def _over(starts: Sequence[int], ends: Sequence[int], start: int, end: int) -> Iterator[int]:
    for n in range(max(bisect_right(starts, start) - 1, 0), len(starts)):
        if starts[n] >= end:
            return
        if ends[n] > start:
            yield n


def _heads(
    sections: Sequence[Section], starts: Sequence[int], hits: Sequence[Hit]
) -> Iterator[Head]:
    used: set[str] = set()
    opened = sorted(hit.start for hit in hits)
    for n, section in enumerate(sections):
        start = section.start
        anchor, label = _named(section.kind, section.label)
        if anchor in used:
            anchor = f"{anchor}.{n}"
        used.add(anchor)
        line = max(bisect_right(starts, start) - 1, 0)
        inside = bisect_left(opened, section.end) - bisect_left(opened, start) if opened else 0
        yield Head(anchor, label, section.heading, line, inside)


@lru_cache(maxsize=4096)
def _named(kind: str, label: str) -> tuple[str, str]:
    """Return the anchor of a section and what it is called."""
    anchor = f"s-{slug(label)}" if label else f"s-{kind}"
    if kind == "front":
        return anchor, "Front matter"
    if kind == "note":
        return anchor, f"Note {label}".strip()
    return anchor, f"§ {label}" if label[:1].isdigit() else label or "Section"


def _parts(
    starts: Sequence[int], ends: Sequence[int], heads: Sequence[Head]
) -> Iterator[tuple[int, int]]:
    """Yield the parts as ranges of paragraphs, cut before a section where one is near."""
    if ends[-1] <= WHOLE:
        yield 0, len(ends)
        return
    openings = {head.line for head in heads}
    first = size = 0
    for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
        length = end - start
        full = size + length > PART
        if n > first and (full or (size > 0.8 * PART and n in openings)):
            yield first, n
            first, size = n, 0
        size += length
    yield first, len(ends)


def _kept(text: Print) -> list[tuple[int, int]]:
    """Return ranges of paragraphs to show: disjoint, in order, never touching."""
    count = len(text.html)
    ends = [head.line for head in text.heads[1:]] + [count]
    ranges = [(0, min(8, count))]
    for n in sorted(n for n, layers in text.layers.items() if layers.hits):
        first, last = max(n - _NEAR, 0), min(n + _NEAR + 1, count)
        for head, end in zip(text.heads, ends, strict=True):
            if head.line <= n < end and text.ends[end - 1] - text.starts[head.line] <= _ROOMY:
                first, last = head.line, end
        ranges.append((first, last))
    return _joined(sorted(ranges))


def _joined(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _layered(text: Print, n: int, root: str) -> str:
    """Return a paragraph that is more than words from its start, or nothing where it is blank."""
    words = text.body[text.starts[n] : text.ends[n]]
    bare = words.lstrip(" ")
    layers = text.layers.get(n)
    if not (bare.strip() or (layers and layers.struck)):
        return ""
    indent = min((len(words) - len(bare)) // 2, 6)
    html, notes = text.html[n], ""
    if layers:
        html = _line(text.body, text.starts[n], text.ends[n], layers)
        notes = "".join(_remark(h, root) for h in layers.hits if h.start >= text.starts[n])
    return f'{notes}<p class="i{indent}">{html}</p>\n' if indent else f"{notes}<p>{html}</p>\n"


def _line(body: str, first: int, last: int, layers: _Layers) -> str:
    """Return one paragraph with its layers, its marked clauses and their anchors."""
    cuts = {first, last}
    for start, end, _ in layers.added:
        cuts |= {start, end}
    for hit in layers.hits:
        cuts |= {max(hit.start, first), min(hit.end, last)}
    cuts |= {min(mark.start, last) for mark in layers.struck}
    edges = sorted(cuts)
    pieces: list[str] = []
    for start, end in zip(edges, [*edges[1:], last], strict=True):
        if layers.struck:
            pieces += [_struck(mark) for mark in layers.struck if min(mark.start, last) == start]
        if start < end:
            pieces.append(_segment(body[start:end], layers, start, end))
    return "".join(pieces)


def _segment(words: str, layers: _Layers, start: int, end: int) -> str:
    out = escaped(words)
    for left, right, against in layers.added:
        if left <= start and end <= right:
            out = f'<ins class="{_short(against)}">{out}</ins>'
            break
    covering = [hit for hit in layers.hits if hit.start <= start and end <= hit.end]
    if not covering:
        return out
    anchors = list(dict.fromkeys(hit.anchor for hit in covering if hit.start == start))
    places = "".join(f'<span id="{anchor}"></span>' for anchor in anchors[1:])
    here = f' id="{anchors[0]}"' if anchors else ""
    return f"{places}<mark{here}>{out}</mark>"


def _struck(mark: Mark) -> str:
    words = "<br>".join(escaped(line) for line in mark.words.split("\n"))
    return f'<del class="{_short(mark.against)}">{words}</del>'
