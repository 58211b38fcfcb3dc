"""Hold the templates, and print a page from one of them."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from billwatch import inert
from billwatch.publish import marks, paths, phrase, safe
from billwatch.publish.faces import Page

_BRIEF = 100  # characters of words worth remembering


class Press:
    """The templates of one site, and what every page of it says."""

    def __init__(self, templates: Path, common: Mapping[str, Any]) -> None:
        self._environment = _environment(templates)
        self._environment.globals.update(common)
        self._frames: dict[tuple[str, str], Mapping[str, Markup]] = {}

    def page(self, path: str, template: str, **context: Any) -> Page:  # noqa: ANN401
        """Return the page at ``path``; the template sees ``path`` and the ``root`` above it."""
        root = str(context.pop("root", paths.root(path)))
        frame = self._frame(root, path.partition("/")[0])
        text = self.words(template, path=path, root=root, **frame, **context)
        return Page(path, text.encode("utf-8", "replace"))

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
        return inert.plain(self._environment.get_template(template).render(context))


@lru_cache(maxsize=32_768)
def _known(words: str) -> str:
    return str(escape(words))


def _escaped(value: object) -> str:
    """Return a value escaped, as `escape` does; short words, which come up again, only once."""
    if type(value) is str and len(value) < _BRIEF:
        return _known(value)
    return str(escape(value))


class _Writer(CodeGenerator):
    """Compiles templates as Jinja does, but for who escapes: that is a third of all the work."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.escaped(")
        if finalize.src is not None:
            self.write(finalize.src)


class _Environment(Environment):
    code_generator_class = _Writer
    escaped = staticmethod(_escaped)


def _environment(templates: Path) -> Environment:
    environment = _Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(
        web=safe.web, day=phrase.day, percent=phrase.percent, number=phrase.number,
        host=phrase.host, names=phrase.names, short=marks.short, cut=phrase.cut,
        joined=phrase.joined,
    )  # fmt: skip
    environment.globals.update(paths=paths, signs=marks.SIGNS, sign=marks.sign)
    return environment


def _made(html: str) -> Markup:
    return Markup(html)  # noqa: S704  # printed by our own template, which escapes


def as_json(value: object) -> bytes:
    """Return a value as JSON bytes that never differ for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
