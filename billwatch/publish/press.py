"""Hold the templates, and print a page from one of them.

Jinja prints the site. The pages that come by the thousand, those of bills, are sheets: a template
is printed once for every shape that a page can have, and what differs from page to page is put in.
MiniJinja prints those, and what is printed anew for many bills: the same bytes in less time. So
such templates keep to what both know: filters in place of the methods of strings, and records with
named fields.
"""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import minijinja
from markupsafe import Markup

from billwatch import inert
from billwatch.errors import DataError
from billwatch.models import party
from billwatch.publish import marks, paths, phrase, safe, spelt
from billwatch.publish.faces import Page, Site

if TYPE_CHECKING:
    import jinja2

_FILTERS: Mapping[str, Callable[..., object]] = {
    "web": safe.web, "day": phrase.day, "percent": phrase.percent, "number": phrase.number,
    "host": phrase.host, "short": marks.short, "cut": phrase.cut,
    "joined": phrase.joined, "served": paths.served, "spelt": spelt.detail,
    "party": party, "dated": phrase.dated,
}  # fmt: skip
_GLOBALS = {"paths": paths, "signs": marks.SIGNS, "sign": marks.sign}
_MANY = {
    "bill.html", "text.html", "part.html", "change.html", "unread.html", "feed_item.html",
    "_links.html", "_top.html", "_foot.html", "_last.html", "_line.html", "_stands.html",
    "_around.html",
}  # fmt: skip
# MiniJinja escapes the slash too, which would make addresses longer, and writes quotes otherwise.
_SLASH, _QUOTES = "&#x2f;", (("&quot;", "&#34;"), ("&#x27;", "&#39;"))
_SPOILT = b"&lt;?"  # a place that went through a filter, and was escaped again
_PIECE = re.compile(r"<\?([a-z]+)\?>")  # nobody else writes this: all that is put in is escaped


class Form(NamedTuple):
    """A page with places left open: what stands before, between and after the pieces named."""

    texts: list[bytes]
    names: list[str]
    once: tuple[str, ...]


class Press:
    """The templates of one site, and what every page of it says."""

    def __init__(self, templates: Path, common: Mapping[str, Any]) -> None:
        self._templates, self._shared = templates, {**_GLOBALS, **common}
        self._swift = _minijinja(templates, self._shared)
        self._frames: dict[tuple[str, str], Mapping[str, Markup]] = {}
        self._forms: dict[tuple[Hashable, ...], Form] = {}

    @cached_property
    def _engine(self) -> "jinja2.Environment":
        return _jinja(self._templates, self._shared)

    def page(
        self,
        path: str,
        template: str,
        pieces: Mapping[str, str] | None = None,
        **context: Any,  # noqa: ANN401
    ) -> Page:
        """Return the page at ``path``; the template sees where it is ``served``, and its ``root``.

        ``pieces`` are put in at the end, where the template names them: an engine would copy every
        word of them several times. They are escaped where they are no HTML yet.
        """
        root = context.pop("root", paths.root(path))
        form = self._form(template, root, path, pieces or {}, context)
        return _filled(path, form, pieces or {})

    def sheet(self, path: str, template: str, pieces: Mapping[str, str], **shape: Hashable) -> Page:
        """Return a page of a kind that comes by the thousand: its template is printed once a shape.

        The template sees the ``shape`` and nothing else of what the page is about, so that it says
        the same on every page of that shape; what differs are ``pieces``.
        """
        root, made = paths.root(path), {**pieces, "served": paths.served(path)}
        key = template, root, path.partition("/")[0], *shape.values()
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = self._form(template, root, path, made, shape)
            if any(_SPOILT in text for text in form.texts):
                raise DataError(f"{template}: a piece may only be put in, not changed")
        return _filled(path, form, made)

    def _form(
        self, template: str, root: str, path: str, pieces: Iterable[str], context: Mapping[str, Any]
    ) -> Form:
        """Print a template with places left open where pieces belong."""
        frame = self._frame(root, path.partition("/")[0])
        places = {name: _made(f"<?{name}?>") for name in pieces}
        known = {"root": _made(root), "served": paths.served(path), **frame, **places, **context}
        texts = _PIECE.split(self._said(template, **known))
        names = texts[1::2]
        return Form(
            [inert.written(text) for text in texts[::2]], names, tuple(dict.fromkeys(names))
        )

    def _frame(self, root: str, room: str) -> Mapping[str, Markup]:
        """Return what all pages of one depth and one room of the site begin and end with."""
        if (root, room) not in self._frames:
            context = {"root": root, "room": room}
            self._frames[root, room] = {
                name: self.piece(f"_{name}.html", **context) for name in ("links", "top", "foot")
            }
        return self._frames[root, room]

    def piece(self, template: str, **context: Any) -> Markup:  # noqa: ANN401
        """Return a piece of a page, as HTML."""
        return _made(self._said(template, **context))

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


def common(site: Site) -> dict[str, object]:
    """Return what every template may name."""
    return {
        "site": site,
        "samples": frozenset(place.code for place in site.places if place.sample),
        "embed_path": paths.card,
        "place_names": {place.code: place.name for place in site.places},
    }


def _filled(path: str, form: Form, pieces: Mapping[str, str]) -> Page:
    """Put the pieces into their places, each escaped unless it is HTML."""
    made = {name: inert.written(safe.html(pieces[name])) for name in form.once}
    body = [b""] * (2 * len(form.names) + 1)
    body[::2] = form.texts
    body[1::2] = map(made.__getitem__, form.names)
    return Page(path, b"".join(body))


def _jinja(templates: Path, shared: Mapping[str, Any]) -> "jinja2.Environment":
    """Return the templates with their filters; every word that is put in is escaped."""
    import jinja2  # takes as long to load as fifty pages to print, and those of bills want none

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
