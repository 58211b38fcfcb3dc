"""Draw a comparison in the form that was asked for."""

import textwrap
from typing import NamedTuple

from billwatch import diff, inert
from billwatch.diff import Comparison, Shift


class Drawn(NamedTuple):
    """A comparison as it was asked for, and whether it found a difference."""

    text: str
    differs: bool


def drawn(
    c: Comparison, *, view: str, form: str, context: int, width: int, colour: bool, many: bool
) -> Drawn:
    """Return a comparison as ``terminal``, ``html``, ``json`` or ``unified`` text.

    JSON and HTML always hold words and provisions; ``view`` chooses what the other forms show.
    One of ``many`` says of which texts it is, and is one line of JSON.
    """
    if form == "json":
        text = inert.as_json(diff.as_json(c), None if many else 2)
    elif form == "html":
        text = diff.html(c)
    elif view == "provisions":
        head = f"{inert.line(' → '.join(diff.named(c)))}\n" if many else ""
        text = head + provisions(c.provisions, width) + "\n" * many
    elif form == "unified":
        text = diff.unified(c, context=context)
    else:
        text = diff.terminal(c, width=width, colour=colour, context=context)
    return Drawn(text, bool(c.changes))


def provisions(shifts: tuple[Shift, ...], width: int) -> str:
    """Return what became of each provision, with both quotes."""
    if not shifts:
        return "no provision changed"
    lines = []
    for shift in shifts:
        lines.append(f"{shift.direction}: {shift.provision}: {shift.before} -> {shift.after}")
        lines.append(f"    {inert.line(shift.reason)}")
        for side, section, words in (
            ("before", shift.old_section, shift.old_quote),
            ("after", shift.new_section, shift.new_quote),
        ):
            if words:
                head = f"    {side}, section {inert.line(section)}: "
                lines += textwrap.wrap(
                    f"{head}“{inert.line(words)}”", width, subsequent_indent="      "
                )
    return "\n".join(lines)
