"""Part an agreement into what can be read by itself: sentences, list items, table rows.

Every unit knows what stands over it: the headings, the lead-ins that end in a colon, and for a row
of a table the header of its columns. A table's cells are parted by ``|``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from billwatch.sections.sentences import VERB, ends

Span = tuple[int, int]
_BULLET = r"[•●○◦▪▫■□◆►\u00b7\uf0b7*–—-]"
_BOX = r"[☐☑☒✓✔✗✘]|\[\s?[xX✓]?\s?\]|\(\s?[xX✓ ]\s?\)|_{1,3}[xX✓]?_{1,3}"
_MARKER = re.compile(
    rf"\s*(?:(?P<bullet>{_BULLET})\s+|(?P<box>{_BOX})\s*"
    r"|(?P<paren>\(?(?:[a-z]{1,2}|[A-Z]|[ivxIVX]{1,5}|\d{1,3})\))\s+"
    r"|(?P<dot>(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]{1,5})\.)\s+"
    r"|(?P<deep>\d{1,2}(?:\.\d{1,2}){1,3})\s+)"
)
_TITLED = re.compile(
    r"\s*(?:article|section|exhibit|schedule|appendix|attachment|annex|part|addendum)\s+"
    r"[\"“]?[\dA-Z.]{1,5}\b",
    re.I,
)
# What the heading of a list of data says of itself.
_LIST_HEAD = re.compile(
    r"\b(?:elements|fields|variables|items|indicators|categories)\b"
    r"|^\W*(?:[\w.()]{1,4} )?(?:mandatory|required|optional|encouraged|requested"
    r"|recommended|excluded|additional|desired)\b",
    re.I,
)
_RUN_IN = re.compile(
    r"(?:(?:[Ss]ection|SECTION|[Aa]rticle|ARTICLE|§+)?\s*(?:[\dA-Z]{1,3}(?:\.\d{1,2})*|[ivx]{1,5}|\([\da-z]{1,3}\))[.:)]*\s+)?"
    r"(?P<title>[A-Z][^.:;|\n]{2,80}[.:])(?=\s+[\"“A-Z])",
    re.ASCII,
)
# A row of a table whose columns were lost: the name of a kind of data, then whether it is needed.
_JUDGED = re.compile(
    r"\s(?:mandatory|required|optional|encouraged|recommended|excluded|yes|no|x|[✓✔☒☐])$|\s[RMOENY]$",
    re.I,
)
_SMALL = frozenset(("of", "and", "the", "to", "for", "by", "in", "on", "or", "with", "a", "an"))
_LONGEST_HEAD = 90
_LONGEST = 6000  # characters of a unit
_DEEPEST = 5  # lead-ins one under the other
_LONGEST_ITEM = 160


@dataclass(frozen=True, slots=True)
class Unit:
    """Words of an agreement that are read together, and what stands over them.

    ``leads`` and ``heads`` come outermost first; ``cells`` are those of a table's row and
    ``columns`` those of its header; ``listed`` tells an item of a list or table.
    """

    start: int
    end: int
    leads: tuple[Span, ...] = ()
    heads: tuple[Span, ...] = ()
    cells: tuple[Span, ...] = ()
    columns: tuple[Span, ...] = ()
    listed: bool = False
    heading: bool = False


@dataclass(slots=True)
class _Above:
    """What stands over the line at hand: headings by rank, lead-ins by kind of enumerator.

    ``bare`` tells that the line before was a heading, or an item without a sign.
    """

    title: Span | None = None
    head: Span | None = None
    leads: list[tuple[str, Span]] = field(default_factory=list)
    columns: tuple[Span, ...] = ()
    item: str = ""
    bare: bool = False
    run_in: str = ""

    def unit(self, start: int, end: int) -> Unit:
        """Return a unit under what stands above."""
        heads = tuple(span for span in (self.title, self.head) if span)
        return Unit(start, end, tuple(span for _, span in self.leads), heads)


def units(body: str) -> tuple[Unit, ...]:
    """Part a body, one paragraph a line, into units in order.

    >>> [(body[u.start:u.end], len(u.leads)) for body in ["We give:\\n(a) names;\\n(b) sex."]
    ...  for u in units(body)]
    [('We give:', 0), ('(a) names;', 1), ('(b) sex.', 1)]
    """
    above = _Above()
    lines = list(_lines(body))
    after = [body[slice(*span)] for span in lines[1:]] + [""]
    pairs = zip(lines, after, strict=False)
    return tuple(unit for span, then in pairs for unit in _line(body, span, then, above))


def _lines(body: str) -> Iterator[Span]:
    at = 0
    for line in body.split("\n"):
        start = at + len(line) - len(line.lstrip())
        end = at + len(line.rstrip())
        at += len(line) + 1
        if end > start:
            yield start, end


def _line(body: str, span: Span, then: str, above: _Above) -> Iterator[Unit]:
    words = body[slice(*span)]
    if "|" in words.strip("|"):
        yield _row(body, span, above)
        return
    above.columns = ()
    marker = _MARKER.match(words)
    kind = _kind(marker, above)
    own = words[marker.end() :] if marker else words
    if _is_heading(words, own, kind, above):
        if not kind and above.bare and _is_bare(then) and not _LIST_HEAD.search(words):
            yield replace(above.unit(*span), listed=True)
            return
        yield replace(above.unit(*span), heading=True, listed=above.bare and not kind)
        above.bare = True
        _enter(span, words, kind, above)
        return
    above.bare = False
    _leave(kind, own, above)
    title = _run_in(body, span)
    if title or (kind and kind == above.run_in):
        above.head = title  # a heading that ran into one paragraph does not reach the next
        above.run_in = kind if title else ""
    if title:
        yield replace(above.unit(*title), heading=True)
        start = title[1] + len(body[title[1] : span[1]]) - len(body[title[1] : span[1]].lstrip())
        span = (start, span[1])
    if words.endswith((":", ":-", ":—")):
        above.leads = above.leads[:_DEEPEST] if kind else []
        yield above.unit(*span)
        above.leads.append((kind, span))
        return
    listed = bool(kind) or bool(above.leads)
    for start, end in _sentences(body, span):
        yield replace(above.unit(start, end), listed=listed)
        if body[end - 1] == ":":
            above.leads = [("sentence", (start, end))]


def _run_in(body: str, span: Span) -> Span | None:
    """Return the heading that runs into a paragraph (``Section 2. Facilities. The …``), if any."""
    found = _RUN_IN.match(body, *span)
    if found is None or not _is_titled(found["title"]) or found.end() >= span[1]:
        return None
    if _is_bare(body[found.end() : span[1]].strip()):
        return None  # all of it is a heading: ``Exhibit B: Schedule of Data``
    return span[0], found.end("title")


def _sentences(body: str, span: Span) -> Iterator[Span]:
    start = span[0]
    for end in ends(body, *span):
        while start < end and body[start].isspace():
            start += 1
        while end - start > _LONGEST:  # no sentence: a table or a list without its signs
            cut = body.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            cut = cut if cut > 0 else start + _LONGEST
            yield start, cut
            start = cut + (body[cut] == " ")
        if end > start:
            yield start, end
        start = end


def _kind(marker: "re.Match[str] | None", above: _Above) -> str:
    """Name the kind of enumerator: items of one list have the same."""
    if marker is None:
        return ""
    if marker["bullet"]:
        return f"bullet {marker['bullet']}"
    if marker["box"]:
        return "box"
    printed = marker["paren"] or marker["dot"] or marker["deep"]
    sign = printed.strip("().")
    shape = "(" if marker["paren"] else "."
    if "." in sign:
        return f"deep {sign.count('.')}"
    if sign.isdigit():
        return f"{shape}1"
    roman = re.fullmatch(r"[ivx]+|[IVX]+", sign) and not (
        len(sign) == 1
        and above.item == f"{shape}{'a' if sign.islower() else 'A'}"
        and sign not in "iI"
    )
    return (
        f"{shape}{'i' if roman else 'a'}" if sign.islower() else f"{shape}{'I' if roman else 'A'}"
    )


def _is_heading(words: str, own: str, kind: str, above: _Above) -> bool:
    """Tell whether a line is only the heading of what follows."""
    if len(words) > _LONGEST_HEAD or kind == "box" or kind.startswith("bullet"):
        return False
    if (
        _TITLED.match(words)
        and not _run_in(words, (0, len(words)))
        and not words.endswith((".", ";", ","))
    ):
        return True
    if _JUDGED.search(words) and not _LIST_HEAD.search(words):
        return False
    bare = own.rstrip(": ")
    if bare.isupper() and len(bare) > 3 and bare[-1] not in ";,":
        return True
    if not bare or bare[-1] in ".;," or kind.startswith("(") or ": " in bare or "," in bare:
        return False
    if above.leads and kind == above.item:
        return False
    return _is_titled(bare) and (bool(kind) or not above.leads)


def _is_titled(words: str) -> bool:
    """Tell whether all words but the small ones begin with a capital."""
    letters = [word for word in re.findall(r"[A-Za-z][\w'’-]*", words) if word not in _SMALL]
    return bool(letters) and all(word[0].isupper() for word in letters)


def _is_bare(words: str) -> bool:
    """Tell whether a line is a few words without a sign or an end: a heading or an item."""
    return 0 < len(words) <= _LONGEST_HEAD and words[-1] not in ".;:," and not VERB.search(words)


def _enter(span: Span, words: str, kind: str, above: _Above) -> None:
    """Put a heading over what follows; a titled one (``Exhibit B``) ends those before."""
    if _TITLED.match(words) or (words.isupper() and not kind):
        above.title, above.head = span, None
    else:
        above.head = span
    above.leads, above.item = [], ""


def _leave(kind: str, own: str, above: _Above) -> None:
    """End the lead-ins that do not reach this line."""
    kinds = [known for known, _ in above.leads]
    if kind and kind in kinds:
        del above.leads[kinds.index(kind) :]
    elif _is_prose(own):
        other = kind.startswith(("deep", ".1")) and above.item not in ("", kind)
        above.leads = [] if not kind or other else above.leads
    above.item = kind


def _is_prose(words: str) -> bool:
    return bool(VERB.search(words)) and words[-1:] in ".:" and len(words) > _LONGEST_ITEM // 4


def _row(body: str, span: Span, above: _Above) -> Unit:
    """Return a row of a table; the first row of a table is its header."""
    cells = tuple(_cells(body, span))
    if not above.columns:
        above.columns = cells
        return replace(above.unit(*span), cells=cells, listed=True)
    columns = above.columns if len(above.columns) == len(cells) else ()
    return replace(above.unit(*span), cells=cells, columns=columns, listed=True)


def _cells(body: str, span: Span) -> Iterator[Span]:
    start = span[0]
    for piece in body[slice(*span)].split("|"):
        end = start + len(piece)
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        yield (left, right) if right > left else (start, start)
        start = end + 1


def label(body: str, heads: Sequence[Span]) -> str:
    """Return the heading that words stand under, as printed; of several, the innermost."""
    return " ".join(body[slice(*heads[-1])].split()).rstrip(":") if heads else ""
