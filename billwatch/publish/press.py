"""Hold the templates, and print a page from one of them."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from billwatch.publish import marks, paths, safe
from billwatch.publish.faces import Page

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]


class Press:
    """The templates of one site, and what every page of it says."""

    def __init__(self, templates: Path, common: Mapping[str, Any]) -> None:
        self._environment = _environment(templates)
        self._environment.globals.update(common)

    def page(self, path: str, template: str, **context: Any) -> Page:  # noqa: ANN401
        """Return the page at ``path``; the template sees ``path`` and the ``root`` above it."""
        text = self.words(template, **{"path": path, "root": paths.root(path), **context})
        return Page(path, text.encode("utf-8", "replace"))

    def words(self, template: str, **context: Any) -> str:  # noqa: ANN401
        """Return what a template says; a piece of a page, or of a feed."""
        return self._environment.get_template(template).render(context)


def _environment(templates: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(
        web=safe.web, day=day, percent=percent, number=number, host=host, short=marks.short,
        cut=cut, joined=joined,
    )  # fmt: skip
    environment.globals.update(paths=paths, signs=marks.SIGNS, sign=marks.sign)
    return environment


def day(iso: str | None) -> str:
    """Return an ISO date in a newspaper's words, anything else as it is.

    >>> day("2015-02-11"), day("2015"), day(None)
    ('11 Feb 2015', '2015', '')
    """
    parts = (iso or "")[:10].split("-")
    if len(parts) != 3 or not all(p.isdigit() for p in parts) or not 1 <= int(parts[1]) <= 12:
        return iso or ""
    return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"


def percent(share: float) -> str:
    """Return a share of 1 in per cent; only 1 itself is 100%, only 0 itself is 0%.

    >>> percent(0.5), percent(0.9999), percent(0.0001)
    ('50%', '99%', '1%')
    """
    rounded = round(share * 100)
    if 0 < share < 1:
        rounded = min(max(rounded, 1), 99)
    return f"{rounded}%"


def number(count: int) -> str:
    """Return a count with commas: 12,345."""
    return f"{count:,}"


def host(url: str) -> str:
    """Return the host of a web address.

    >>> host("https://www.cga.ct.gov/2016/x.htm")
    'www.cga.ct.gov'
    """
    return safe.web(url).partition("://")[2].partition("/")[0]


def cut(text: str, room: int = 220) -> str:
    """Return text on one line, cut at a word, with an ellipsis where words are left out."""
    words = " ".join(text.split())
    return words if len(words) <= room else words[:room].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def joined(items: Iterable[str], between: str = " · ") -> Markup:
    """Return the items that hold something, escaped, with a separator between."""
    return escape(between).join(item for item in items if item)


def as_json(value: object) -> bytes:
    """Return a value as JSON bytes that never differ for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
