"""Write a comparison for programs and for pasting: JSON, unified text, before/after quotes."""

from collections.abc import Iterator

from billwatch.diff.flow import Paragraph, paragraphs
from billwatch.diff.records import Change, Comparison, Pair, Shift

_LONE = dict.fromkeys(range(55296, 57344), "�")


def printable(text: str) -> str:
    """Return ``text`` with lone surrogates replaced, so that it can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_LONE)
    return text


def as_json(c: Comparison) -> dict[str, object]:
    """Return the comparison as plain data.

    ``changes`` hold spans that count characters of the two bodies. What lies outside the spans is
    the same on both sides but for white space; ``runs`` ``[kind, old_start, old_end, new_start,
    new_end, move]`` tile both bodies, so each can be cut out of the other's pieces. ``first`` names
    the version in which a change first appeared, where that is known.
    """
    return {
        "old": c.old_name,
        "new": c.new_name,
        "sections": [_pair(pair) for pair in c.pairs],
        "changes": [_change(change) for change in c.changes],
        "stats": _stats(c),
        "flags": list(c.flags),
        "provisions": [_shift(shift) for shift in c.provisions],
        "runs": [[r.kind, r.old_start, r.old_end, r.new_start, r.new_end, r.move] for r in c.runs],
    }


def _pair(pair: Pair) -> dict[str, object]:
    return {
        "kind": pair.kind,
        "old": printable(pair.old.label) if pair.old else None,
        "new": printable(pair.new.label) if pair.new else None,
        "heading": printable((pair.new or pair.old).heading) if pair.new or pair.old else "",  # type: ignore[union-attr]
        "likeness": pair.likeness,
        "changes": pair.changes,
    }


def _change(change: Change) -> dict[str, object]:
    data: dict[str, object] = {
        "id": change.id,
        "kind": change.kind,
        "section": printable(change.section),
        "old_section": printable(change.was),
        "old": printable(change.old),
        "new": printable(change.new),
        "old_start": change.old_start,
        "old_end": change.old_end,
        "new_start": change.new_start,
        "new_end": change.new_end,
        "first": change.first,
    }
    if change.kind == "move":
        data["inner"] = [_change(part) for part in change.inner]
    return data


def _stats(c: Comparison) -> dict[str, object]:
    kinds = [change.kind for change in c.changes]
    return {
        "changes": len(kinds),
        **{kind: kinds.count(kind) for kind in ("insert", "delete", "replace", "move", "renumber")},
        "old_words": c.stats.old_words,
        "new_words": c.stats.new_words,
        "words_inserted": c.stats.inserted,
        "words_deleted": c.stats.deleted,
        "words_moved": c.stats.moved,
        "kept_old": c.stats.kept_old,
        "kept_new": c.stats.kept_new,
    }


def _shift(shift: Shift) -> dict[str, object]:
    return {
        "provision": shift.provision,
        "before": shift.before,
        "after": shift.after,
        "direction": shift.direction,
        "before_value": shift.old_value,
        "after_value": shift.new_value,
        "bound": shift.bound,
        "reason": shift.reason,
        "before_quote": printable(shift.old_quote),
        "after_quote": printable(shift.new_quote),
        "before_section": shift.old_section,
        "after_section": shift.new_section,
    }


def unified(c: Comparison, *, context: int = 1) -> str:
    """Return the paragraphs that changed as unified text: "-" old, "+" new, " " the same.

    ``context`` is the number of equal paragraphs shown around a change. White space inside a
    paragraph is written as single spaces. Empty where nothing changed.
    """
    rows = [row for paragraph in paragraphs(c) for row in _row(paragraph)]
    near = {
        k
        for number, row in enumerate(rows)
        if not row.startswith(" ")
        for k in range(number - context, number + context + 1)
    }
    lines = [f"--- {c.old_name or 'old'}", f"+++ {c.new_name or 'new'}"]
    last = -1
    for number in sorted(k for k in near if 0 <= k < len(rows)):
        if number != last + 1:
            lines.append("@@")
        lines.append(rows[number])
        last = number
    return printable("\n".join(lines) + "\n") if near else ""


def _row(paragraph: Paragraph) -> Iterator[str]:
    if paragraph.equal:
        yield " " + paragraph.new
        return
    if paragraph.old:
        yield "-" + paragraph.old
    if paragraph.new:
        yield "+" + paragraph.new


def quote(change: Change, *, old_name: str = "", new_name: str = "", link: str = "") -> str:
    """Return a short before/after block with its citation, ready to paste.

    >>> change = Change("c1", "replace", "4", "4", "opt in", "opt out", 0, 6, 0, 7)
    >>> print(quote(change, old_name="v1", new_name="v2"))
    Before (v1, section 4): “opt in”
    After (v2, section 4): “opt out”
    """
    places = (change.was or change.section, change.section)
    return quoted(change.old, change.new, (old_name, new_name), places, link)


def quoted(
    before: str, after: str, names: tuple[str, str], places: tuple[str, str], link: str = ""
) -> str:
    """Return the before/after block of two passages; ``names`` and ``places`` are old, new."""
    rows = (
        ("Before", names[0] or "old", places[0], before),
        ("After", names[1] or "new", places[1], after),
    )
    lines = [
        f"{side} ({_cited(name, place)}): " + (f"“{_flat(words)}”" if words else "(nothing)")
        for side, name, place, words in rows
    ]
    return printable("\n".join([*lines, link] if link else lines))


def _cited(name: str, section: str) -> str:
    return f"{name}, section {section}" if section else name


def _flat(text: str) -> str:
    return " ".join(text.split())
