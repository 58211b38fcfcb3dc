"""Read from an HTML element whether its words are added or struck."""

import re
from collections.abc import Mapping
from functools import lru_cache

from billwatch.models import Layer

_TAGS: Mapping[str, Layer] = {
    "u": "added", "ins": "added", "added": "added",
    "s": "deleted", "strike": "deleted", "del": "deleted", "stricken": "deleted",
}  # fmt: skip
_CLASSES: Mapping[str, Layer] = {
    "insert": "added", "inserted": "added", "added": "added", "ol-text-added": "added",
    "underline": "added", "underscore": "added", "new": "added", "amendmentinsertedtext": "added",
    "remove": "deleted", "removed": "deleted", "deleted": "deleted", "ol-text-removed": "deleted",
    "strike": "deleted", "strikethrough": "deleted", "stricken": "deleted", "struck": "deleted",
    "line-through": "deleted", "linethrough": "deleted", "amendmentdeletedtext": "deleted",
}  # fmt: skip
_UNDERLINE = re.compile(r"text-decoration(?:-line)?\s*:[^;}]{0,99}underline", re.I)
_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;}]{0,99}line-through", re.I)
_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
_CLASS = re.compile(r"(?:^|[\s,])(?:span|u|s|p|font|div)?\.([A-Za-z_][\w-]*)(?=\s*(?:,|$))")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def layer_of(
    tag: str, classes: str, style: str, sheet: tuple[tuple[str, Layer], ...]
) -> Layer | None:
    """Return the layer an element's own tag, class or style gives; strike wins over underline.

    >>> layer_of("span", "", "text-decoration: line-through", ())
    'deleted'
    """
    found: set[Layer | None] = {_TAGS.get(tag)}
    if style:
        found.add(_declared(style))
    if classes:
        rules = dict(sheet)
        for name in classes.split():
            found.add(rules.get(name) or (_CLASSES.get(name.lower()) if tag != "div" else None))
    if "deleted" in found:
        return "deleted"
    return "added" if "added" in found else None


cached_layer_of = lru_cache(maxsize=4096)(layer_of)


def is_hidden(style: str) -> bool:
    """Tell whether a style keeps an element from being seen."""
    return bool(_HIDDEN.search(style))


def class_rules(css: str) -> tuple[tuple[str, Layer], ...]:
    """Return the classes of a style sheet that underline or strike.

    >>> class_rules(".cDel {text-decoration: line-through} a {text-decoration: underline}")
    (('cDel', 'deleted'),)
    """
    rules: dict[str, Layer] = {}
    for selector, declarations in _RULE.findall(css):
        layer = _declared(declarations)
        if layer:
            for name in _CLASS.findall(selector):
                rules[name] = layer
    return tuple(rules.items())


def _declared(style: str) -> Layer | None:
    if _THROUGH.search(style):
        return "deleted"
    return "added" if _UNDERLINE.search(style) else None
