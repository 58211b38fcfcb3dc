"""Make paragraphs of printed lines: numbers, page heads and line-end hyphens go, words stay."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from billwatch.text.furniture import unpaged
from billwatch.text.numbering import unnumbered
from billwatch.text.pages import running
from billwatch.text.runs import Block, Run

# U+FFFE and U+0002 are what PDF readers give for a hyphen at a line end.
_SPACED = 20  # lines: fewer do not tell that every other line is blank
_HYPHENS = "-\u00ad\ufffe\x02"
_TERMINAL = (".", ";", ":", "?", "!", ".\u201d", '."', ".'", ";\u201d", "\u2014", "--", ":-", ".)")
_LINKED = re.compile(r"[;,]\s+(?:and|or|but|provided)$", re.I)
_STARTER = re.compile(
    r"\s*(?:[\"\u201c\u2018`']*\((?:[0-9]{1,3}|[a-z]{1,2}|[A-Z]{1,2}|[ivxlIVXL]{1,6})(?:-[0-9a-z])?\)\s"
    r"|[\"\u201c`']*(?:[0-9]{1,3}(?:-[a-z])?|[a-zA-Z]|[ivx]{2,5}|[IVX]{2,5})\.\s"
    r"|(?:SECTION|Section|SEC\.|Sec\.|NEW SECTION\.|\u00a7+)\s*[0-9A-Z\u00a7]"
    r"|(?:Whereas|WHEREAS|PROVIDED|Resolved|RESOLVED|Be it|BE IT)\b"
    r"|\d+[.-]\d[\w.:-]*\.?\s"
    r"|\(Source: |[\u201c\"][A-Z])"
)
# The enacting clause, and what follows it though it may end in a comma.
_FIRST = re.compile(
    r"(?:NEW SECTION\.\s*)?(?:SECTION|Section|Sec\.|SEC\.)\s+1\.(?:\s|$)|(?:BE IT|Be It) E[Nn][Aa]"
    r"|Be it enacted\b"
)


class Line(NamedTuple):
    """One printed line: its runs, and all its words (struck ones too) with the indentation."""

    runs: tuple[Run, ...]
    text: str


class Setting(NamedTuple):
    """The lines of a print, stripped, and how they make paragraphs.

    Of each kept line: the line it came from, where its words start there, its words, its indent.
    ``groups`` are the kept lines of each paragraph, ``joints`` what stands for a line-end hyphen.
    """

    sources: list[int]
    starts: list[int]
    words: list[str]
    indents: list[int]
    groups: list[list[int]]
    depths: list[int]
    joints: dict[int, str]


class Shape(NamedTuple):
    """How a document is set: its full line, and whether paragraphs start with an indent."""

    width: int
    indented: bool


def plain_blocks(texts: Sequence[str]) -> list[Block]:
    """Join printed lines without marks to paragraphs.

    >>> [b.text for b in plain_blocks(["A school shall", "", "A vendor may"])]
    ['A school shall', 'A vendor may']
    """
    setting = _set(texts)
    words, joints = setting.words, setting.joints
    for k, joint in joints.items():
        words[k] = words[k][:-1] + joint + "\0"
    blocks = []
    for group, depth in zip(setting.groups, setting.depths, strict=True):
        text = " ".join([words[k] for k in group])
        if joints:
            text = text.replace("\0 ", "")
        blocks.append(Block((Run(text),), depth))
    return blocks


def paragraphs(lines: Sequence[Line], *, headless: bool = False) -> list[Block]:
    """Join printed lines to paragraphs, after dropping line numbers and page furniture.

    Lines that are ``headless`` were rid of running heads and feet by where they stand on the page.
    """
    setting = _set([line.text for line in lines], headless=headless)
    blocks = []
    for group, depth in zip(setting.groups, setting.depths, strict=True):
        runs: list[tuple[Run, list[str]]] = []
        for k in group:
            joint = setting.joints.get(k)
            start = setting.starts[k]
            end = start + len(setting.words[k]) - (joint is not None)
            for run in _cut(lines[setting.sources[k]], start, end):
                last = runs[-1] if runs else None
                if last and last[0].layer == run.layer and last[0].look == run.look:
                    last[1].append(run.text)
                else:
                    runs.append((run, [run.text]))
            runs[-1][1].append(" " if joint is None else joint)
        made = tuple(Run("".join(texts), run.layer, run.look) for run, texts in runs)
        blocks.append(Block(made, depth))
    return blocks


def _cut(line: Line, start: int, end: int) -> Iterator[Run]:
    """Take a part of a line with its marks."""
    at = 0
    for run in line.runs:
        text = run.text[max(0, start - at) : max(0, end - at)]
        if text:
            yield Run(text, run.layer, run.look)
        at += len(run.text)


def _set(texts: Sequence[str], *, headless: bool = False) -> Setting:
    """Find the paragraphs of a print: without its line numbers, page heads and page feet."""
    spans = unnumbered(texts)
    gone = frozenset[int]() if headless else running(texts, spans)
    rest = [(i, span) for i, span in enumerate(spans) if span is not None]
    bare = [texts[i][a:b] for i, (a, b) in rest]
    shown = [None if i in gone else text for (i, _), text in zip(rest, unpaged(bare), strict=True)]
    shown = _single_spaced(shown)
    kept = list(_without_gaps(shown))
    words = [bare[k].strip() for k in kept]
    indents = [indent_of(bare[k]) for k in kept]
    starts = [rest[k][1][0] + lead for k, lead in zip(kept, indents, strict=True)]
    sources = [rest[k][0] for k in kept]
    joints: dict[int, str] = {}
    if is_wrapped(words):
        groups = _joined(words, indents, joints)
        depths = [0] * len(groups)
    else:
        groups = [[k] for k, text in enumerate(words) if text]
        depths = _depths(words, indents)
    return Setting(sources, starts, words, indents, groups, depths, joints)


def _single_spaced(texts: list[str | None]) -> list[str | None]:
    """Close up a copy with a blank line after every line, so that its lines join to paragraphs."""
    kept = [text for text in texts if text is not None]
    full = [text for text in kept if text.strip()]
    if len(full) < _SPACED or len(kept) - len(full) < 0.8 * len(full):
        return texts
    apart = sum(a.strip() != "" == b.strip() for a, b in pairwise(kept))
    runs_on = sum(not _ended(a.rstrip()) and b.lstrip()[:1].islower() for a, b in pairwise(full))
    if apart < 0.8 * len(full) or runs_on < 0.3 * len(full) or not is_wrapped(full):
        return texts
    return [text if text and text.strip() else None for text in texts]


def _without_gaps(texts: Sequence[str | None]) -> Iterator[int]:
    """Pass over furniture and the blank lines beside it, so that sentences run across pages."""
    blanks: list[int] = []
    after = False
    for i, text in enumerate(texts):
        if text is None:
            blanks.clear()
            after = True
        elif not text or text.isspace():
            if not after:
                blanks.append(i)
        else:
            yield from blanks
            blanks.clear()
            yield i
            after = False


def is_wrapped(words: Sequence[str]) -> bool:
    """Tell whether sentences run over line ends: short lines that stop without a stop."""
    full = [text for text in words if text]
    if len(full) < 3:
        return False
    short = sum(len(text) <= 120 for text in full)
    broad = [text for text in full if len(text) >= 45]
    loose = sum(not _ended(text) for text in broad)
    return short >= 0.97 * len(full) and len(broad) >= 2 and loose >= 0.35 * len(broad)


def indent_of(text: str) -> int:
    """Count the leading blanks of a line."""
    return len(text) - len(text.lstrip())


def _depths(words: Sequence[str], indents: Sequence[int]) -> list[int]:
    """Read the nesting of one-line paragraphs from the steps of their indentation."""
    full = [k for k, text in enumerate(words) if text]
    ranks = _ranks([indents[k] for k in full])
    depths = [ranks[indents[k]] for k in full]
    for i in range(1, len(full) - 1):
        # A list item that fell out of its list stands far left of its neighbours.
        if depths[i] < depths[i - 1] == depths[i + 1] and _STARTER.match(words[full[i]]):
            depths[i] = depths[i - 1]
    return depths


def _ranks(indents: Sequence[int]) -> dict[int, int]:
    """Number the indentations in use; steps of one blank and rare outliers are no level."""
    counts = Counter(indents)
    ranks, rank, level = {}, -1, -2
    for indent in sorted(counts):
        if indent >= level + 2 and (counts[indent] >= 2 or counts[indent] > 0.02 * len(indents)):
            rank, level = rank + 1, indent
        ranks[indent] = max(rank, 0)
    return ranks


def _shape(words: Sequence[str], indents: Sequence[int]) -> Shape:
    full = [k for k, text in enumerate(words) if text]
    lengths = sorted(indents[k] + len(words[k]) for k in full)
    steps = [indents[k] for k in full]
    deeper = back = 0
    for before, here, after in zip(steps, steps[1:], steps[2:], strict=False):
        if here > before:
            deeper += 1
            back += after < here
    width = lengths[int(0.9 * (len(lengths) - 1))]
    return Shape(width, deeper >= max(2, 0.01 * len(full)) and back >= 0.4 * deeper)


def _joined(
    words: Sequence[str], indents: Sequence[int], joints: dict[int, str]
) -> list[list[int]]:
    """Join hard-wrapped lines: a paragraph starts where indent, number or a short line says so."""
    shape = _shape(words, indents)
    keeps = _Hyphens(words)
    groups: list[list[int]] = []
    end, last, opened = "", 0, False  # the line before: words, indent, whether it opened
    for k, text in enumerate(words):
        step = indents[k]
        if text and (not end or _starts(text, step, end, last, opened, shape)):
            groups.append([k])
            opened = True
        elif text:
            if end[-1] in _HYPHENS and _hyphenated(end, text):
                joints[k - 1] = "-" if keeps(end[:-1], text) else ""
            groups[-1].append(k)
            opened = False
        end, last = text, step
    return groups


def _hyphenated(end: str, words: str) -> bool:
    return end[-2:-1].isalpha() and words[0].isalpha()


def _starts(words: str, step: int, end: str, last: int, opened: bool, shape: Shape) -> bool:
    """Tell whether a line, its words and indent, starts a paragraph after the line before it."""
    if _FIRST.match(words):
        return True
    if end[-1] in _HYPHENS and end[-2:-1].isalpha():
        return False
    bare = len(end)
    full = last + bare
    stopped = _ended(end)
    if not stopped and full >= 0.5 * shape.width and words[0].islower():
        return False
    if end[-1] == "," and full >= 0.7 * shape.width:
        return False
    if not stopped and full >= 0.85 * shape.width and _is_capitals(end, words):
        return bool(_STARTER.match(words))
    if shape.indented:
        if step > last or (opened and step == last > 0) or full < 0.65 * shape.width:
            return True
        return stopped and full < 0.8 * shape.width and bool(_STARTER.match(words))
    if stopped:
        return full < 0.8 * shape.width or bool(_STARTER.match(words))
    if _heading(words) or _heading(end):
        return _heading(words) != _heading(end) or bare < 0.6 * shape.width
    return bare < 0.5 * shape.width and bool(words[0].isupper() or _STARTER.match(words))


def _is_capitals(end: str, words: str) -> bool:
    """Tell a heading that runs on, or a print in capitals: no small letter on either line."""
    return words[0].isalpha() and not _SMALL.search(end) and not _SMALL.search(words)


def _ended(end: str) -> bool:
    return end.endswith(_TERMINAL) or bool(_LINKED.search(end[-12:]))


_SMALL = re.compile("[a-z]")


def _heading(text: str) -> bool:
    """Tell a centred line of capitals from running words."""
    return len(text) < 60 and not _SMALL.search(text) and any(c.isalpha() for c in text)


_TAIL = re.compile(r"(?<![A-Za-z])(?<![A-Za-z]-)[A-Za-z]++(?:-[A-Za-z]++)*+$")
_HEAD = re.compile(r"[A-Za-z]+")


# Words that keep their hyphen where the document says nothing of them: numbers up to ninety-nine,
# and compounds of this field.
_COMPOUND = re.compile(
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"-(?:one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth)"
    r"|third-part(?:y|ies)|opt-(?:in|out)|re-(?:identif|disclos)[a-z]+|location-track[a-z]+"
    r"|(?:school|student|state|parent|district|teacher|court|data|government|federal)-(?:issued"
    r"|owned|provided|sponsored|based|approved|generated|level|affiliated|related|sharing|run"
    r"|ordered|supplied|assigned)"
    r"|(?:personally|self|one|two|three|four|five|ten|thirty|sixty|ninety)-(?:identif[a-z]+"
    r"|day|hour|week|month|year|time|assessment|insured|addressed)"
)


class _Hyphens:
    """Decide by the document's own words whether a hyphen at a line end belongs to the word."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._words: Counter[str] | None = None

    def __call__(self, left: str, right: str) -> bool:
        if self._words is None:
            found = re.findall(r"[a-z]+(?:-[a-z]+)*", " ".join(self._texts).lower())
            self._words = Counter(found)
        tail, first = _TAIL.search(left), _HEAD.match(right)
        if not tail or not first:
            return False
        a, b = tail[0].lower(), first[0].lower()
        whole, parted = self._words[a + b], self._words[f"{a}-{b}"]
        return parted > whole or (not whole and _COMPOUND.fullmatch(f"{a}-{b}") is not None)
