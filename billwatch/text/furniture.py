"""Find what the printer puts on a page beside the bill: heads, feet, legends of the marks."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

# A bill's number alone on a line, as page heads have it.
_NUMBER = re.compile(r"[A-Z]{1,4}\.? ?(?:No\. ?)?\d{1,5}(?:\s?-+\s?[A-Z0-9]{1,3})?")
_PRINTED = re.compile(
    r"\s*(?:"
    r"LBD\d{5}-\d\d-\d"  # New York drafting number
    r"|[AS]\. \d+(?:-+[A-Z])?\s+\d+(?:\s+[AS]\. \d+(?:-+[A-Z])?)?"  # New York page head
    r"|\d+\s+[AS]\. \d+(?:-+[A-Z])?"
    r"|LC \d{1,5}(?:[-/]\w{1,6})?|\[\d{1,3}\]|-+ ?\d{1,4} ?-+|\d{1,3}\s+of\s+\d{1,3}"
    r"|[Pp]age \d{1,4}(?: of \d{1,4})?"
    r"|Enrolled (?:House|Senate) [A-Z][A-Za-z ]{3,25} \d+ \(.{3,30}\) Page \d+"
    # Missouri page head
    r"|[HS](?:C?S)?[A-Z]{0,8}(?: [HS][A-Z]{1,4})*\.? \d{1,5}(?: ?[&,] ?\d{1,5})* \d{1,3}"
    r"|\d\d-\d-\d{2,6}\s+[A-Z]{2,4}\s+\d\d?/\d\d?/\d\d(?:\d\d)?"  # Oklahoma drafting code
    r"|\u2022?(?:HR|S|HRES|SRES|HJRES|SJRES|HCONRES|SCONRES) \d+ [A-Z]{2,4}\d?"  # federal foot
    r"|VerDate .*|Jkt \d{6} .*|\S+ on DSK\S+ with \S+.*"
    r")\s*$"
)
_LEGEND = re.compile(
    r"\s*(?:(?:EXPLANATION|Explanation) ?[-\u2013\u2014]+|NOTE: ?Matter in|CODING: ?Words"
    r"|Matter (?:enclosed|in|within|printed) (?:in )?(?:bold|italic|brackets)"
    r"|New sections are in\s+bold|\[?Proposed deletions are|Stricken language would be"
    r"|Capital letters(?: or bold)? .{0,30}indicate new material|Additions are (?:indicated|in)"
    r"|KEY: ?stricken|Text in |Matter underlined |Dashes through the words|Shading denotes )",
)
_LEGEND_END = re.compile(
    r"(?:omitted\.?|omitted (?:from|in) the law\.?|proposed language\.?|boldfaced type\.?"
    r"|not underlined\.?\]?|deletions from existing (?:law|statutes?).*|additions\.?"
    r"|added to (?:the|existing) (?:law|statutes?)\.?|underscored\)? is new"
    r"|is new matter\.?|denotes senate amendment\.?"
    r"|has been adopted as follows:?)\s*$",
    re.I,
)
_LEGEND_TAIL = re.compile(
    r"\s*(?:New sections are in\s+boldfaced type\.?|Matter in bold-?face type in (?:the above|this)"
    r" bill is proposed(?: language)?\.?|language\.|\[ ?\] is old law to be omitted\.)\s*$"
)
_KEY = re.compile(
    r"\s*(?:indicates (?:matter stricken|new matter)\s*)+$|KEY: ?stricken = .{0,80}$"
    r"|(?:\[?(?:bracketed|underscored) material\]? ?= ?\w+\s*)+$",
    re.I,
)
# What site tools leave in a copied page.
_CHROME = re.compile(
    r"\s*(?:Skip to (?:main )?content|Copy (?:citation|link)|\S{0,2}\s*Official version\s*\S{0,2}"
    r"|Print(?: this page)?|Share(?: this page)?|Previous|Next|Back to top|Vol\d+_Ch[\w-]+"
    r"|\S?\s*\u00a7 ?[\w.-]+\s+\u00a7 ?[\w.-]+\s*\u203a|[\u2190\u2192\u00ab\u00bb<>]+)\s*$",
    re.I,
)
# A short line that counts up and is no page number: a section's label, a list item.
_LABEL = re.compile(
    r"\s*(?:(?:NEW )?SECTION|Sec(?:tion|\.)|\u00a7|ARTICLE|CHAPTER|TITLE|PART|DIVISION"
    r"|Article|Chapter|Title|Part|\(\w{1,4}\)|\d+\.\s)"
)
_STOPS = (".", ";", ":", ",", "\u2014")
_DIGITS = re.compile(r"\d+")
_DIGIT = re.compile("[0-9]")
_SIGNS = re.compile(r"\s*[^\w\s*]{1,3}\s*")  # a tick, a bullet, a rule: no words
_RULE = re.compile(r"\s*(?:[_=~-]{5,}|<(?:DOC|all)>)\s*")
_RULE_STARTS = "_=~-<"
_LEGEND_STARTS = "ENCM[PSAKTD"
_SHORT = 90


def unpaged(texts: Sequence[str]) -> list[str | None]:
    """Return the lines, None in place of page heads, page feet and legends.

    >>> unpaged(["a school shall", " S. 765--B                 2", "keep"])
    ['a school shall', None, 'keep']
    """
    out: list[str | None] = list(texts)
    edged = [i for i, text in enumerate(texts) if len(text) < _SHORT and _is_edged(text)]
    for i in edged:
        if _PRINTED.match(texts[i]):
            out[i] = None
    for i, text in enumerate(texts):
        start = text.lstrip()[:1]
        if start and _is_ornament(text, start):
            out[i] = None
        elif start in _LEGEND_STARTS and out[i] is not None:
            if text == "\f":
                out[i] = None
            elif text and _LEGEND.match(text):
                end = _legend_end(texts, i)
                out[i:end] = [None] * (end - i)
    for i in _counted(texts, edged):
        out[i] = None
    _drop_beside(texts, out)
    return out


def _is_ornament(text: str, start: str) -> bool:
    if start in _RULE_STARTS and _RULE.fullmatch(text):
        return True
    return len(text) < 8 and bool(_SIGNS.fullmatch(text))


def _is_edged(text: str) -> bool:
    """Tell whether a line starts or ends with a number, as page heads and feet do."""
    return bool(_DIGIT.search(text[-8:]) or _DIGIT.search(text[:8])) or text[:7] == "VerDate"


def is_legend(text: str) -> bool:
    """Tell the sentence that explains the marks, which may show them itself, from the bill."""
    if len(text) > 500:
        return False
    return bool(_KEY.match(text) or (_LEGEND.match(text) and _LEGEND_END.search(text)))


def is_chrome(text: str) -> bool:
    """Tell a site's own button or link from the words of the document."""
    return len(text) < 60 and bool(_CHROME.match(text))


def _legend_end(texts: Sequence[str], start: int) -> int:
    """Find where a legend that starts here ends, within four lines; start where it is none."""
    said = ""
    for end in range(start + 1, min(start + 5, len(texts) + 1)):
        said = f"{said} {texts[end - 1].strip()}"
        if _LEGEND_END.search(said):
            end = _sentence_end(texts, end)
            while end < len(texts) and _LEGEND_TAIL.match(texts[end]):
                end += 1
            return end
    return start


def _sentence_end(texts: Sequence[str], end: int) -> int:
    """Go on to where a legend's sentence stops that was wrapped behind a word that may end it."""
    if texts[end - 1].rstrip().endswith((".", "]", ":")):
        return end
    said = ""
    for after in range(end, min(end + 3, len(texts))):
        said = f"{said} {texts[after].strip()}"
        if not said.strip()[:1].islower():
            return end
        if said.endswith("."):
            return after + 1
    return end


def _counted(texts: Sequence[str], edged: Sequence[int]) -> set[int]:
    """Find short lines of one shape whose only changing number counts the pages."""
    shapes: dict[str, list[int]] = defaultdict(list)
    for i in edged:
        if _may_count(texts[i]):
            shapes[shape_of(texts[i])].append(i)
    found: set[int] = set()
    for places in shapes.values():
        if len(places) >= 3 and _pages(texts, places):
            found.update(places)
    return found


def shape_of(text: str) -> str:
    """Return what lines have in common that differ in numbers and blanks only.

    >>> shape_of("HB 12   Page 3") == shape_of("HB 7 Page 40")
    True
    """
    return _DIGITS.sub("#", " ".join(text.split()))


def _may_count(text: str) -> bool:
    if not _is_edged(text) or text.rstrip().endswith(_STOPS):
        return False
    return not _LABEL.match(text)


def _pages(texts: Sequence[str], places: Sequence[int]) -> bool:
    gaps = [b - a for a, b in pairwise(places)]
    if median(gaps) < 15:  # an enumeration counts too, but not once a page
        return False
    numbers = [[int(n) for n in _DIGITS.findall(texts[i])] for i in places]
    moving = [column for column in zip(*numbers, strict=False) if len(set(column)) > 1]
    steps = [b - a for a, b in pairwise(moving[0])] if moving else []
    return len(moving) == 1 and sum(s in (1, 2) for s in steps) >= 0.8 * len(steps)


def _drop_beside(texts: Sequence[str], out: list[str | None]) -> None:
    """Drop short lines that stand, the same each time, next to a page number."""
    beside: dict[str, list[int]] = defaultdict(list)
    gone = [i for i, text in enumerate(out) if text is None]
    for i in gone:
        for j in (i - 1, i + 1):
            if 0 <= j < len(texts) and out[j] is not None and 0 < len(texts[j].strip()) < 60:
                beside[" ".join(texts[j].split())].append(j)
    for text, places in beside.items():
        if (len(places) >= 2 or _NUMBER.fullmatch(text)) and _may_count(text):
            for j in places:
                out[j] = None
