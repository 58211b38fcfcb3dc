"""Cut a long comparison into pages that a telephone can open.

First the unchanged paragraphs go, which their text pages show anyway; if that is not enough, the
sections are spread over parts. No change is ever left out.
"""

import re
from collections.abc import Callable, Sequence

from markupsafe import Markup

from billwatch.publish import sieve

ROOM = 400_000  # characters of one part
_FOLD = re.compile(
    r'<details class="fold"[^<>]*+><summary>((?:(?!</summary>|<details).)*+)</summary>'
    r"(?:(?!</details>|<details).)*+</details>",
    re.DOTALL,
)
_SECTION = re.compile(r"(?=<section\b)")
_ID = re.compile(r' id="([^"]+)"')
_LINK = re.compile(r' href="#([^"]+)"')


def parts(html: str, name: Callable[[int], str], room: int = ROOM) -> tuple[Markup, ...]:
    """Return the parts of a comparison's HTML, made harmless; nearly always there is one.

    Links between parts are rewritten to the ``name`` of the part's file, counted from 1. What
    stands before the first section (the list of sections) opens every part.
    """
    clean = str(sieve.fragment(html))
    if len(clean) > room:
        clean = _FOLD.sub(r'<p class="fold">\1 left out here</p>', clean)
    head, *sections = _SECTION.split(clean)
    pages = ["".join(sections)]
    if len(clean) > room:
        pages = ["".join(g) for g in _grouped(sections, max(room - len(head), room // 2))] or [""]
    at = {id: n for n, page in enumerate(pages) for id in _ID.findall(page)}
    at |= dict.fromkeys(_ID.findall(head), 0) if len(pages) == 1 else {}
    return tuple(_marked(_aimed(head + page, n, at, name)) for n, page in enumerate(pages))


def _grouped(sections: Sequence[str], room: int) -> list[list[str]]:
    groups: list[list[str]] = []
    size = room
    for section in sections:
        if size + len(section) > room:
            groups.append([])
            size = 0
        groups[-1].append(section)
        size += len(section)
    return groups


def _aimed(html: str, here: int, at: dict[str, int], name: Callable[[int], str]) -> str:
    """Point links at their part; one to a place that is nowhere is no link."""

    def aim(link: re.Match[str]) -> str:
        there = at.get(link[1])
        if there is None:
            return ""
        return f' href="{name(there + 1) if there != here else ""}#{link[1]}"'

    return _LINK.sub(aim, html)


def _marked(html: str) -> Markup:
    return Markup(html)  # noqa: S704  # made harmless by sieve.fragment, cut only at its tags
