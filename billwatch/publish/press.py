"""Hold the templates, and print a page from one of them.

Jinja prints the site. The pages that come by the thousand, those of bills, are printed by MiniJinja
from the same templates: the same bytes in less time. So templates keep to what both know: filters
in place of the methods of strings, and records with named fields.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
import minijinja
from markupsafe import Markup

from billwatch import inert
from billwatch.publish import marks, paths, phrase, safe, said, spelt
from billwatch.publish.faces import Page

_FILTERS: Mapping[str, Callable[..., object]] = {
    "web": safe.web, "day": phrase.day, "percent": phrase.percent, "number": phrase.number,
    "host": phrase.host, "names": phrase.names, "short": marks.short, "cut": phrase.cut,
    "joined": phrase.joined, "served": paths.served, "spelt": spelt.detail,
    "dated": phrase.dated,
}  # fmt: skip
_GLOBALS = {"paths": paths, "said": said, "signs": marks.SIGNS, "sign": marks.sign}
_MANY = {"bill.html", "text.html", "part.html", "change.html", "unread.html", "feed_item.html"}
# MiniJinja escapes the slash too, which would make addresses longer, and writes quotes otherwise.
_SLASH, _QUOTES = "&#x2f;", (("&quot;", "&#34;"), ("&#x27;", "&#39;"))
_PIECE = re.compile(r"<\?([a-z]+)\?>")  # nobody else writes this: all that is put in is escaped


class Press:
    """The templates of one site, and what every page of it says."""

    def __init__(self, templates: Path, common: Mapping[str, Any]) -> None:
        shared = {**_GLOBALS, **common}
        self._engine, self._swift = _jinja(templates, shared), _minijinja(templates, shared)
        self._frames: dict[tuple[str, str], Mapping[str, bytes]] = {}

    def page(
        self,
        path: str,
        template: str,
        pieces: Mapping[str, Markup] | None = None,
        **context: Any,  # noqa: ANN401
    ) -> Page:
        """Return the page at ``path``; the template sees ``path`` and the ``root`` above it.

        ``pieces`` are long and made already: the template says where, and they are put in at the
        end, since an engine would copy every word of them several times.
        """
        root = _made(context.pop("root", paths.root(path)))
        made = {name: inert.written(piece) for name, piece in (pieces or {}).items()}
        made |= self._frame(root, path.partition("/")[0])
        places = {name: _made(f"<?{name}?>") for name in made}
        said = _PIECE.split(self._said(template, path=path, root=root, **places, **context))
        body = (made[part] if n % 2 else inert.written(part) for n, part in enumerate(said))
        return Page(path, b"".join(body))

    def _frame(self, root: str, room: str) -> Mapping[str, bytes]:
        """Return what all pages of one depth and one room of the site begin and end with."""
        if (root, room) not in self._frames:
            context = {"root": root, "room": room}
            self._frames[root, room] = {
                name: self.words(f"_{name}.html", **context).encode()
                for name in ("links", "top", "foot")
            }
        return self._frames[root, room]

    def words(self, template: str, **context: Any) -> str:  # noqa: ANN401
        """Return what a template says; a piece of a page, or of a feed.

        Nothing in it is a control, or turns the direction of the words around it.
        """
        return inert.plain(self._said(template, **context))

    def _said(self, template: str, **context: Any) -> str:  # noqa: ANN401
        if template not in _MANY:
            return self._engine.get_template(template).render(context)
        text = self._swift.render_template(template, **context).replace(_SLASH, "/")
        for theirs, ours in _QUOTES:
            text = text.replace(theirs, ours)
        return text


def _jinja(templates: Path, shared: Mapping[str, Any]) -> jinja2.Environment:
    """Return the templates with their filters; every word that is put in is escaped."""
    engine = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    engine.filters.update(_FILTERS)
    engine.globals.update(shared)
    return engine


def _minijinja(templates: Path, shared: Mapping[str, Any]) -> minijinja.Environment:
    """Return the same, as MiniJinja has them."""
    engine = minijinja.Environment(
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
    for name, value in shared.items():
        engine.add_global(name, value)
    return engine


def _made(html: str) -> Markup:
    return Markup(html)  # noqa: S704  # printed by our own template, which escapes


def as_json(value: object) -> bytes:
    """Return a value as JSON bytes that never differ for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
