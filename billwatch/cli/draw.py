"""Draw a comparison in the form that was asked for."""

import textwrap

from billwatch import diff, inert
from billwatch.diff import Comparison, Shift


def comparison(
    c: Comparison, view: str, form: str, *, context: int, width: int, colour: bool
) -> str:
    """Return a comparison as ``terminal``, ``html``, ``json`` or ``unified`` text.

    JSON and HTML always hold words and provisions; ``view`` chooses what the other forms show.
    """
    if form == "json":
        return inert.as_json(diff.as_json(c))
    if form == "html":
        return diff.html(c)
    if view == "provisions":
        return provisions(c.provisions, width)
    if form == "unified":
        return diff.unified(c, context=context)
    return diff.terminal(c, width=width, colour=colour, context=context)


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
