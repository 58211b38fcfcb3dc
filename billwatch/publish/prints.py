"""Print one version's text as HTML: its layers shown, its deciding clauses marked and anchored.

A text is a run of blocks: the head of a section, a paragraph, or a gap where a long text leaves
paragraphs to its parts. Every character of the body comes out exactly once, in order, over the
whole page or over the parts together.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from billwatch.models import Mark, Reading, Section
from billwatch.publish import paths
from billwatch.publish.paths import slug
from billwatch.publish.phrase import cut

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


class Block(NamedTuple):
    """One thing to print: ``kind`` is head, para or gap."""

    kind: str
    html: str = ""
    head: Head | None = None
    indent: int = 0
    hits: tuple[Hit, ...] = ()
    part: int = 0
    skipped: int = 0


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    html: str
    added: tuple[tuple[int, int, str], ...] = ()
    struck: tuple[Mark, ...] = ()
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Print:
    """A text cut into paragraphs, ready to be shown whole, in excerpt, or in parts."""

    body: str
    lines: tuple[_Line, ...]
    heads: tuple[Head, ...]
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
    lines = tuple(_cut(body))
    starts = [line.start for line in lines]
    added = sum(m.end - m.start for m in marks if m.layer == "added")
    new = added > 0.7 * max(len(body), 1) and not any(m.layer == "deleted" for m in marks)
    for mark in marks:
        if mark.layer == "deleted":
            lines[max(bisect_right(starts, mark.start) - 1, 0)].struck += (mark,)
        elif not new:
            for line in _over(lines, starts, mark.start, mark.end):
                span = max(mark.start, line.start), min(mark.end, line.end)
                line.added += ((*span, mark.against),)
    for hit in hits:
        for line in _over(lines, starts, hit.start, hit.end):
            line.hits += (hit,)
    heads = tuple(_heads(reading.sections, starts, hits))
    return Print(body, lines, heads, tuple(_parts(lines, heads)), new)


def whole(text: Print) -> Iterator[Block]:
    """Yield every block of a text."""
    yield from _blocks(text, 0, len(text.lines))


def part(text: Print, number: int) -> Iterator[Block]:
    """Yield the blocks of one part, counted from 1."""
    yield from _blocks(text, *text.parts[number - 1])


def excerpt(text: Print) -> Iterator[Block]:
    """Yield the opening and the surroundings of every marked clause, with gaps between."""
    at = 0
    for first, last in _kept(text):
        if first > at:
            yield Block("gap", part=part_of(text, at), skipped=first - at)
        yield from _blocks(text, first, last)
        at = last
    if at < len(text.lines):
        yield Block("gap", part=part_of(text, at), skipped=len(text.lines) - at)


def run(blocks: Iterable[Block], root: str, version: str) -> Markup:
    """Return blocks as HTML; ``root`` leads to the top, ``version`` is whose parts gaps name.

    Made here and not in a template: a site has millions of paragraphs, and this is several times
    as fast.
    """
    out: list[str] = []
    for kind, html, head, indent, hits, number, skipped in blocks:
        if kind == "para":
            out += [_remark(hit, root) for hit in hits]
            out.append(f'<p class="i{indent}">{html}</p>\n' if indent else f"<p>{html}</p>\n")
        elif head is not None:
            out.append(_head(head))
        else:
            words = f"{skipped:,} paragraph{'' if skipped == 1 else 's'}"
            href = _short(root + paths.version(version, number))
            out.append(
                f'<p class="gap"><a href="{href}">{words} left out here: '
                f"read them in part {number}</a></p>\n"
            )
    return joined(out)


def outline(text: Print, root: str, version: str) -> Markup:
    """Return the list of a text's sections; those of a long text lead to its parts."""
    items = []
    for head in text.heads:
        page = _short(root + paths.version(version, part_of(text, head.line))) if text.long else ""
        title = f" {escape(cut(head.heading, 70))}" if head.heading else ""
        tag = f' <span class="tag">{head.hits} marked</span>' if head.hits else ""
        items.append(
            f'<li><a href="{page}#{head.anchor}">{_short(head.label)}{title}</a>{tag}</li>\n'
        )
    return joined(items)


def way(text: Print, start: int, root: str, version: str) -> str:
    """Return the link to the section that holds a character of the text."""
    held = [head for head in text.heads if text.lines[head.line].start <= start]
    if not held:
        return ""
    page = root + paths.version(version, part_of(text, held[-1].line)) if text.long else ""
    return f"{page}#{held[-1].anchor}"


def _head(head: Head) -> str:
    title = f" <span>{escape(cut(head.heading, 90))}</span>" if head.heading else ""
    anchor = head.anchor  # a slug: nothing in it needs escaping
    return f'<h3 id="{anchor}"><a href="#{anchor}">{_short(head.label)}</a>{title}</h3>\n'


def _remark(hit: Hit, root: str) -> str:
    """Return what stands beside a marked clause: its mark, its provision, its answer."""
    return (
        f'<p class="note"><span class="mk {hit.css}"><span aria-hidden="true">'
        f"{_short(hit.letter)}</span></span> "
        f'<a href="{_short(root + paths.provision(hit.provision))}">{_short(hit.name)}</a>: '
        f"{escape(hit.words)}</p>\n"
    )


@lru_cache(maxsize=16_384)
def _short(words: str) -> str:
    """Return words that come up again and again, escaped."""
    return str(escape(words))


def joined(pieces: Iterable[str]) -> Markup:
    """Return pieces of HTML as one; every word in them was escaped where it was put in."""
    return Markup("".join(pieces))  # noqa: S704  # see above


def part_of(text: Print, line: int) -> int:
    """Return the number of the part that holds a paragraph; 0 where the text has no parts."""
    if not text.long:
        return 0
    return next(n for n, (first, last) in enumerate(text.parts, 1) if first <= line < last)


def _cut(body: str) -> Iterator[_Line]:
    """Yield the paragraphs of a body, one at least; the longest ones in pieces.

    All is escaped at once, which never makes or takes a line's end.
    """
    at = 0
    for line, html in zip(body.split("\n"), str(escape(body)).split("\n"), strict=True):
        end = at + len(line)
        if end - at <= LONGEST:
            yield _Line(at, end, html)
            at = end + 1
            continue
        while end - at > LONGEST:
            space = body.rfind(" ", at + LONGEST // 2, at + LONGEST)
            stop = space + 1 if space > 0 else at + LONGEST
            yield _Line(at, stop, str(escape(body[at:stop])))
            at = stop
        yield _Line(at, end, str(escape(body[at:end])))
        at = end + 1


def _over(lines: Sequence[_Line], starts: Sequence[int], start: int, end: int) -> Iterator[_Line]:
    for n in range(max(bisect_right(starts, start) - 1, 0), len(lines)):
        if lines[n].start >= end:
            return
        if lines[n].end > start:
            yield lines[n]


def _heads(sections: Sequence[Section], starts: list[int], hits: Sequence[Hit]) -> Iterator[Head]:
    used: set[str] = set()
    opened = sorted(hit.start for hit in hits)
    for n, section in enumerate(sections):
        label, start = section.label, section.start
        anchor = f"s-{slug(label)}" if label else f"s-{section.kind}"
        if anchor in used:
            anchor = f"{anchor}.{n}"
        used.add(anchor)
        line = max(bisect_right(starts, start) - 1, 0)
        inside = bisect_left(opened, section.end) - bisect_left(opened, start) if opened else 0
        yield Head(anchor, _label(section.kind, label), section.heading, line, inside)


@lru_cache(maxsize=4096)
def _label(kind: str, label: str) -> str:
    if kind == "front":
        return "Front matter"
    if kind == "note":
        return f"Note {label}".strip()
    return f"§ {label}" if label[:1].isdigit() else label or "Section"


def _parts(lines: Sequence[_Line], heads: Sequence[Head]) -> Iterator[tuple[int, int]]:
    """Yield the parts as ranges of paragraphs, cut before a section where one is near."""
    openings = {head.line for head in heads}
    first = size = 0
    if lines and lines[-1].end <= WHOLE:
        yield 0, len(lines)
        return
    for n, line in enumerate(lines):
        length = line.end - line.start
        full = size + length > PART
        if n > first and (full or (size > 0.8 * PART and n in openings)):
            yield first, n
            first, size = n, 0
        size += length
    yield first, len(lines)


def _kept(text: Print) -> list[tuple[int, int]]:
    """Return ranges of paragraphs to show: disjoint, in order, never touching."""
    ends = [head.line for head in text.heads[1:]] + [len(text.lines)]
    ranges = [(0, min(8, len(text.lines)))]
    for n, line in enumerate(text.lines):
        if not line.hits:
            continue
        first, last = max(n - _NEAR, 0), min(n + _NEAR + 1, len(text.lines))
        for head, end in zip(text.heads, ends, strict=True):
            if head.line <= n < end and _length(text, head.line, end) <= _ROOMY:
                first, last = head.line, end
        ranges.append((first, last))
    return _joined(sorted(ranges))


def _length(text: Print, first: int, last: int) -> int:
    return text.lines[last - 1].end - text.lines[first].start


def _joined(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _blocks(text: Print, first: int, last: int) -> Iterator[Block]:
    heads: dict[int, list[Head]] = {}
    for head in text.heads:
        heads.setdefault(head.line, []).append(head)
    body = text.body
    for n, line in enumerate(text.lines[first:last], first):
        for head in heads.get(n, ()):
            yield Block("head", "", head)
        if line.added or line.hits or line.struck or body[line.start : line.start + 1].isspace():
            yield from _layered(body, line)
        elif line.start < line.end:
            yield Block("para", line.html)


def _layered(body: str, line: _Line) -> Iterator[Block]:
    """Yield a paragraph that is more than words from its start, or nothing where it is blank."""
    words = body[line.start : line.end]
    bare = words.lstrip(" ")
    if not (bare.strip() or line.struck):
        return
    indent = min((len(words) - len(bare)) // 2, 6)
    if line.added or line.hits or line.struck:
        opened = tuple(h for h in line.hits if h.start >= line.start)
        yield Block("para", _line(body, line), None, indent, opened)
    else:
        yield Block("para", line.html, None, indent)


def _line(body: str, line: _Line) -> str:
    """Return one paragraph with its layers, its marked clauses and their anchors."""
    cuts = {line.start, line.end}
    for start, end, _ in line.added:
        cuts |= {start, end}
    for hit in line.hits:
        cuts |= {max(hit.start, line.start), min(hit.end, line.end)}
    cuts |= {min(mark.start, line.end) for mark in line.struck}
    edges = sorted(cuts)
    pieces: list[str] = []
    for start, end in zip(edges, [*edges[1:], line.end], strict=True):
        pieces += [_struck(mark) for mark in line.struck if min(mark.start, line.end) == start]
        if start < end:
            pieces.append(_segment(body, line, start, end))
    return "".join(pieces)


def _segment(body: str, line: _Line, start: int, end: int) -> str:
    out = str(escape(body[start:end]))
    for left, right, against in line.added:
        if left <= start and end <= right:
            out = f'<ins class="{_short(against)}">{out}</ins>'
            break
    covering = [hit for hit in line.hits if hit.start <= start and end <= hit.end]
    if not covering:
        return out
    anchors = list(dict.fromkeys(hit.anchor for hit in covering if hit.start == start))
    places = "".join(f'<span id="{anchor}"></span>' for anchor in anchors[1:])
    here = f' id="{anchors[0]}"' if anchors else ""
    return f"{places}<mark{here}>{out}</mark>"


def _struck(mark: Mark) -> str:
    words = "<br>".join(escape(line) for line in mark.words.split("\n"))
    return f'<del class="{_short(mark.against)}">{words}</del>'
