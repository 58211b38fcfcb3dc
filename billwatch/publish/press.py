"""Hold the templates, and print a page from one of them."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup
from minijinja import Environment

from billwatch import inert
from billwatch.publish import marks, paths, phrase, safe, spelt
from billwatch.publish.faces import Page

_FILTERS: Mapping[str, Callable[..., object]] = {
    "web": safe.web, "day": phrase.day, "percent": phrase.percent, "number": phrase.number,
    "host": phrase.host, "names": phrase.names, "short": marks.short, "cut": phrase.cut,
    "joined": phrase.joined, "served": paths.served, "spelt": spelt.detail,
    "dated": phrase.dated,
}  # fmt: skip
_SLASH = "&#x2f;"  # MiniJinja escapes it too, and addresses would be twice as long


class Press:
    """The templates of one site, and what every page of it says."""

    def __init__(self, templates: Path, common: Mapping[str, Any]) -> None:
        self._engine = _engine(templates)
        for name, value in common.items():
            self._engine.add_global(name, value)
        self._frames: dict[tuple[str, str], Mapping[str, Markup]] = {}

    def page(self, path: str, template: str, **context: Any) -> Page:  # noqa: ANN401
        """Return the page at ``path``; the template sees ``path`` and the ``root`` above it."""
        root = _made(context.pop("root", paths.root(path)))
        frame = self._frame(root, path.partition("/")[0])
        text = self._said(template, path=path, root=root, **frame, **context)
        return Page(path, inert.written(text))

    def _frame(self, root: str, room: str) -> Mapping[str, Markup]:
        """Return what all pages of one depth and one room of the site begin and end with."""
        if (root, room) not in self._frames:
            context = {"root": root, "room": room}
            self._frames[root, room] = {
                name: _made(self.words(f"_{name}.html", **context))
                for name in ("links", "top", "foot")
            }
        return self._frames[root, room]

    def words(self, template: str, **context: Any) -> str:  # noqa: ANN401
        """Return what a template says; a piece of a page, or of a feed.

        Nothing in it is a control, or turns the direction of the words around it.
        """
        return inert.plain(self._said(template, **context))

    def _said(self, template: str, **context: Any) -> str:  # noqa: ANN401
        return self._engine.render_template(template, **context).replace(_SLASH, "/")


def _engine(templates: Path) -> Environment:
    """Return the templates with their filters; every word that is put in is escaped."""
    engine = Environment(
        loader=lambda name: (templates / name).read_text("utf-8"),
        auto_escape_callback=lambda _: True,
        undefined_behavior="strict",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        debug=False,
    )
    for name, words in _FILTERS.items():
        engine.add_filter(name, words)
    for name, value in (("paths", paths), ("signs", marks.SIGNS), ("sign", marks.sign)):
        engine.add_global(name, value)
    return engine


def _made(html: str) -> Markup:
    return Markup(html)  # noqa: S704  # printed by our own template, which escapes


def as_json(value: object) -> bytes:
    """Return a value as JSON bytes that never differ for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
