"""Write a comparison as one HTML file that needs nothing else: no script, no font, no network."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from billwatch.counted import counted
from billwatch.diff.flow import Paragraph, Piece, paragraphs
from billwatch.diff.plain import printable, quoted
from billwatch.diff.records import Change, Comparison, Pair, Shift
from billwatch.diff.sheet import SHEET
from billwatch.diff.summary import findings, headline, names, section_name, warnings
from billwatch.models import party

_NEAR = 1  # equal paragraphs left open on each side of a change
_NAME = 70  # characters of a section's name in the rail
_KEY = (
    "<ins>Underlined</ins> words are new, <del>struck</del> words are gone, "
    '<span class="mv">tinted</span> words moved, '
    '<del class="n">grey</del> <ins class="n">numbers</ins> only count differently.'
)


def html(c: Comparison, *, title: str = "", base_url: str = "") -> str:
    """Return the comparison as a self-contained page.

    Every change has its permalink ``#c1``, ``#c2`` …, every section ``#s0``, ``#s1`` ….
    ``base_url`` is the address the page will have, used in the quotes' citations.
    """
    given, title = title, title or " → ".join(names(c))
    rows = paragraphs(c)
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title)}</title><style>{SHEET}</style></head><body>",
        '<a class="skip" href="#c1">Skip to the first change</a>' if c.changes else "",
        *_header(c, title, headline(c) if given else findings(c)),
        '<div class="page">',
        *_rail(c.pairs, rows, len(c.provisions)),
        "<main>",
        *_provisions(c.provisions),
        *_sections(c, rows, base_url),
        "</main></div></body></html>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def fragment(c: Comparison, *, base_url: str = "") -> str:
    """Return the section rail and the changed text alone, for a page that has its own style."""
    rows = paragraphs(c)
    return "\n".join((*_rail(c.pairs, rows), *_sections(c, rows, base_url)))


def _text(words: str) -> str:
    return escape(printable(words), quote=True)


def _header(c: Comparison, title: str, summary: str) -> Iterator[str]:
    yield f"<header><h1>{_text(title)}</h1>"
    yield f"<p>{_text(summary)}</p>"
    for warning in warnings(c):
        yield f'<p class="warn" role="note">{_text(warning)}</p>'
    yield f'<p class="key">{_KEY}</p></header>'


def _rail(pairs: Sequence[Pair], rows: Sequence[Paragraph], shifts: int = 0) -> Iterator[str]:
    """Yield the list of sections; one whose words all stand in another's paragraphs is no link."""
    shown = {row.pair for row in rows}
    count = f'<span class="count">{shifts}</span>'
    link = f'<a class="first" href="#provisions"><span>Protections</span>{count}</a>'
    yield f'<nav class="rail" aria-label="Sections">{link if shifts else ""}<b>Sections</b><ol>'
    for number, pair in enumerate(pairs):
        name = section_name(pair)
        short = name if len(name) <= _NAME else name[:_NAME].rsplit(" ", 1)[0] + " …"
        count = _count(pair.changes)
        none = "" if count else ' class="none"'
        to = f' href="#s{number}"' if number in shown else ""
        yield f"<li{none}><a{to}><span>{_text(short)}</span>{count}</a>"
    yield "</ol></nav>"


def _count(changes: int) -> str:
    words = counted(changes, "change")
    return f'<span class="count" title="{words}">{changes:,}</span>' if changes else ""


def _provisions(shifts: Sequence[Shift]) -> Iterator[str]:
    if not shifts:
        return
    yield '<section id="provisions"><h2>What changed in the protections</h2>'
    yield '<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Protection'
    yield '<th scope="col">Before<th scope="col">After<th scope="col">Direction</thead><tbody>'
    for shift in shifts:
        binds = party(shift.bound)
        bound = f'<span class="soft bound">binds: {_text(binds)}</span>' if binds else ""
        yield f'<tr><th scope="row">{_text(shift.provision.replace("_", " "))}{bound}'
        yield f'<td data-of="Before">{_side(shift.before, shift.old_section, shift.old_quote)}'
        yield f'<td data-of="After">{_side(shift.after, shift.new_section, shift.new_quote)}'
        yield f'<td class="way"><span class="{shift.direction}">{shift.direction}</span>'
        yield f'<span class="soft">{_text(shift.reason)}</span>'
    yield "</tbody></table></div></section>"


def _side(value: str, section: str, words: str) -> str:
    if value in ("no", "silent"):
        return '<span class="soft">says nothing</span>'
    place = f' <span class="soft">(section {_text(section)})</span>' if section else ""
    return f"{_text(value)}{place}" + (f"<q>{_text(words)}</q>" if words else "")


def _sections(c: Comparison, rows: Sequence[Paragraph], base_url: str) -> Iterator[str]:
    numbers = {change.id: n for n, change in enumerate(c.changes)}
    page = _Page(c, numbers, base_url)
    done: set[int] = set()
    for place, group in groupby(rows, key=lambda row: row.pair):
        pair = c.pairs[place] if place < len(c.pairs) else None
        again = place in done
        done.add(place)
        yield "<section>" if again else f'<section id="s{place}">'
        if pair:
            more = "continued" if again else page.kept(pair)
            yield f"<h2>{_text(section_name(pair))} <small>{more}</small></h2>"
        yield from _rows(list(group), page)
        yield "</section>"


def _rows(rows: list[Paragraph], page: "_Page") -> Iterator[str]:
    """Yield the paragraphs, long stretches without a change folded."""
    near = {
        k
        for number, row in enumerate(rows)
        if not row.equal
        for k in range(number - _NEAR, number + _NEAR + 1)
    }
    for shown, group in groupby(range(len(rows)), key=lambda k: k in near):
        plain = [rows[k] for k in group]
        if shown or (len(plain) == 1 and len(plain[0].new) < 300):
            yield from (page.row(row) for row in plain)
        else:
            words = counted(len(plain), "unchanged paragraph")
            yield f'<details class="fold"><summary>{words}</summary>'
            yield from (page.row(row) for row in plain)
            yield "</details>"


class _Page:
    """What the rows need to know of the whole: the order of changes, what was announced."""

    def __init__(self, c: Comparison, numbers: dict[str, int], base_url: str) -> None:
        self._c = c
        self._numbers = numbers
        self._base_url = base_url
        self._marked: set[str] = set()

    def kept(self, pair: Pair) -> str:
        """Return what to say beside a section's name."""
        if pair.kind == "same" or not pair.changes:
            return "unchanged"
        return counted(pair.changes, "change")

    def row(self, row: Paragraph) -> str:
        """Return one paragraph; a changed one with its tools."""
        depth = f" i{min(row.indent, 8)}" if row.indent else ""
        before = len(self._marked)
        words = "".join(self._piece(piece) for piece in row.pieces).strip()
        if row.equal:
            return f'<p class="row{depth}">{words}</p>'
        tools = self._tools(row, begins=len(self._marked) > before)
        return f'<div class="row{depth}"><div>{words}</div>{tools}</div>'

    def _piece(self, piece: Piece) -> str:
        words = _text(" ".join(piece.text.split()))
        before = " " if piece.text[:1].isspace() else ""
        after = " " if piece.text[-1:].isspace() else ""
        if piece.kind == "equal" and not piece.move:
            return f"{before}{words}{after}"
        mark = self._mark(piece)
        if piece.kind == "gone" and piece.change:
            return f"{before}{self._gone(piece.change, words)}{after}"
        number = ' class="n"' if piece.change and piece.change.kind == "renumber" else ""
        if piece.kind == "ins":
            words = f'<ins{number}><span class="sr">inserted: </span>{words}</ins>'
        elif piece.kind == "del":
            words = f'<del{number}><span class="sr">deleted: </span>{words}</del>'
        if piece.move:
            words = f'<span class="mv">{words}</span>'
        return f"{before}{mark}{words}{after}"

    def _mark(self, piece: Piece) -> str:
        """Return the permalink of a change where it first shows, and where moved text is from."""
        change = piece.move or piece.change
        if not change or change.id in self._marked or piece.kind == "gone":
            return ""
        self._marked.add(change.id)
        number = self._numbers[change.id] + 1
        first = f", first in {change.first}" if change.first else ""
        label = _text(f"Change {number:,} of {len(self._numbers):,}{first}")
        link = f'<a class="at" id="{change.id}" href="#{change.id}" title="{label}">{number}</a>'
        if change.kind != "move":
            return link
        place = f"section {change.was}" if change.was else "elsewhere"
        return f'{link}<a class="to" href="#{change.id}-from">moved here from {_text(place)}:</a> '

    def _gone(self, change: Change, words: str) -> str:
        place = f"section {change.section}" if change.section else "elsewhere"
        return (
            f'<a class="to" id="{change.id}-from" href="#{change.id}">'
            f"[moved to {_text(place)}: {words}]</a>"
        )

    def _tools(self, row: Paragraph, *, begins: bool) -> str:
        """Return the words to quote, and where a change begins links to those before and after."""
        found = [piece.move or piece.change for piece in row.pieces if piece.kind != "gone"]
        ids = [self._numbers[change.id] for change in found if change]
        if not ids:
            return '<div class="tools"></div>'
        first, last = min(ids), max(ids)
        links = []
        if begins and first > 0:
            links.append(f'<a href="#c{first}" aria-label="Previous change">‹ {first}</a>')
        if begins and last + 1 < len(self._numbers):
            links.append(f'<a href="#c{last + 2}" aria-label="Next change">{last + 2} ›</a>')
        return (
            f'<div class="tools">{"".join(links)}{self._since(ids)}{self._quote(row, first)}</div>'
        )

    def _since(self, ids: list[int]) -> str:
        """Return the versions in which these changes first appeared, where that is known."""
        firsts = dict.fromkeys(self._c.changes[n].first for n in sorted(ids))
        known = ", ".join(first.rpartition("@")[2] for first in firsts if first)
        return f'<span class="soft">since version {_text(known)}</span>' if known else ""

    def _quote(self, row: Paragraph, first: int) -> str:
        change = self._c.changes[first]
        if change.kind in ("renumber", "move"):
            return ""
        link = f"{self._base_url}#{change.id}" if self._base_url else ""
        cited = names(self._c)
        words = quoted(row.old, row.new, cited, (change.was, change.section), link)
        return (
            '<details class="quote"><summary>Quote</summary>'
            f"<blockquote>{_text(words)}</blockquote></details>"
        )
