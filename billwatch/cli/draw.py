"""Draw a comparison in the form that was asked for."""

import textwrap
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from billwatch import diff, inert
from billwatch.diff import Comparison, Shift
from billwatch.publish import spelt


class Drawn(NamedTuple):
    """A comparison as it was asked for, and whether it found a difference."""

    text: str
    differs: bool


def drawn(
    c: Comparison, *, view: str, form: str, context: int, width: int, colour: bool, many: bool,
    names: Mapping[str, str] = spelt.NONE,
) -> Drawn:  # fmt: skip
    """Return a comparison as ``terminal``, ``html``, ``json`` or ``unified`` text.

    JSON and HTML always hold words and provisions; ``view`` chooses what the other forms show.
    One of ``many`` says of which texts it is, and is one line of JSON. ``names`` are what readers
    call the provisions, in the order they are shown; programs get the ids.
    """
    order = {id: n for n, id in enumerate(names)}
    rows = sorted(c.provisions, key=lambda shift: order.get(shift.provision, len(order)))
    told = tuple(_plain(shift, names) for shift in rows)
    if form == "json":
        text = inert.as_json(diff.as_json(c), None if many else 2)
    elif form == "html":
        text = diff.html(replace(c, provisions=told))
    elif view == "provisions":
        head = f"{inert.line(' → '.join(diff.named(c)))}\n" if many else ""
        text = head + provisions(told, width) + "\n" * many
    elif form == "unified":
        text = diff.unified(c, context=context)
    else:
        text = diff.terminal(c, width=width, colour=colour, context=context)
    return Drawn(text, bool(c.changes))


def _plain(shift: Shift, names: Mapping[str, str]) -> Shift:
    """Return what became of a provision in the words a reader knows."""
    return replace(
        shift,
        provision=names.get(shift.provision, shift.provision),
        before=spelt.answer(shift.before),
        after=spelt.answer(shift.after),
        reason=spelt.reason(shift.reason, names),
    )


def provisions(shifts: tuple[Shift, ...], width: int) -> str:
    """Return what became of each provision, with both quotes."""
    if not shifts:
        return "no provision changed"
    lines = []
    for shift in shifts:
        became = f"{shift.before} → {shift.after}"
        lines += _wrapped(f"{shift.direction}: {shift.provision}: {became}", width)
        lines += _wrapped(shift.reason, width, 2)
        for side, section, words in (
            ("before", shift.old_section, shift.old_quote),
            ("after", shift.new_section, shift.new_quote),
        ):
            if words:
                place = f"{side}, section {section}" if section else side
                lines += _wrapped(f"{place}: “{words}”", width, 2)
    return "\n".join(lines)


def _wrapped(words: str, width: int, level: int = 0) -> list[str]:
    """Return lines of at most ``width`` characters, all but the first one level further in."""
    first = "  " * level
    return textwrap.wrap(
        inert.line(words), width, initial_indent=first, subsequent_indent=f"{first}  "
    )
