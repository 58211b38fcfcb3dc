"""Tell the section of a code that a page or copy gives: its title, number and heading."""

import re
from typing import NamedTuple

# The number says all of it: § 22.1-289.01. School…, 15-1046. Student…
_WHOLE = re.compile(
    r"^[^\w\n]{0,20}(?:(?:section|sec\.|§+) *(?=\d)|(?=\d[\w.]*-[\w.:-]+ ?\. ))"
    r"(\d\w*(?:[-.:]\w+)+) ?[]).:]* +([A-Z][^.\n]{3,200})",
    re.I | re.M,
)
# The number follows the title or the chapter, which stands above it.
_PART = re.compile(r"^[^\w\n]{0,20}§+ *(\d+[A-Z]{0,2})[.:] +([A-Z][^.\n]{3,200})", re.M)
_TITLE = re.compile(
    r"^[^\w\n]{0,20}(?:the [\w ]{3,40} statutes[^\w\n]*)?title (\d+(?:-?[A-Z])?)\b", re.I | re.M
)
# Louisiana's: the citation alone on a line, then § with the end of it.
_CITED = re.compile(r"^[^\w\n]{0,20}R\.?S\.? (\d+):(\d[\w.]*)[ \t]*$", re.M)


class Cited(NamedTuple):
    """One section: the title it stands in where its number does not say it, number, heading."""

    title: str
    number: str
    heading: str


def cited(head: str) -> Cited | None:
    """Return the first section of a page of a code, or nothing.

    >>> cited("Title 20-A: EDUCATION\\n§951. Short title; operators")
    Cited(title='20-A', number='951', heading='Short title; operators')
    """
    whole = _WHOLE.search(head)
    if whole:
        return Cited("", whole[1].rstrip("."), whole[2].rstrip(". "))
    part = _PART.search(head)
    if part is None:
        return None
    above = head[: part.start()]
    louisiana = _CITED.search(above)
    if louisiana:
        return Cited("", f"{louisiana[1]}:{louisiana[2]}", part[2].rstrip(". "))
    titles = _TITLE.findall(above)
    return Cited(titles[-1], part[1], part[2].rstrip(". ")) if titles else None
