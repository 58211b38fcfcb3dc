"""Draw answers that differ, side by side, and the cells that wait for a decision."""

import textwrap
from collections.abc import Iterator, Sequence

from billwatch import inert, reviews
from billwatch.cli.table import sheet
from billwatch.counted import counted
from billwatch.models import Bill, Cell, Finding, Reading
from billwatch.pipeline import judging
from billwatch.pipeline.judging import Checked
from billwatch.reviews import Disagreement, Doubt

_SIDE = ("origin", "value", "detail", "bound", "version", "section", "quote", "who", "where",
         "date", "note")  # fmt: skip
_LONGEST = 400


def draw(found: Sequence[Disagreement], form: str, width: int) -> str:
    """Return disagreements as ``table``, ``csv`` (a row a side) or ``json``."""
    if form == "json":
        return _json([{**_about(d), "sides": [side(c) for c in d.sides]} for d in found])
    if form == "csv":
        rows = [{**_about(d), **side(c)} for d in found for c in d.sides]
        return sheet(rows, ("jurisdiction", "bill", "provision", *_SIDE))
    lines = [counted(len(found), "disagreement")]
    for one in found:
        lines += ["", f"{one.bill}  {one.provision}"]
        lines += [line for c in one.sides for line in _told(c, width)]
    return "\n".join(lines)


def _about(d: Disagreement) -> dict[str, str]:
    return {"jurisdiction": d.jurisdiction, "bill": d.bill, "provision": d.provision}


def side(cell: Cell) -> dict[str, str]:
    """Return what one side says as a flat record."""
    return {key: getattr(cell, key) for key in _SIDE}


def _told(cell: Cell, width: int) -> Iterator[str]:
    answer = f"{cell.value} ({cell.detail})" if cell.detail else cell.value
    where = f"{cell.version} § {cell.section}" if cell.section else cell.version or cell.where
    parts = (cell.origin, answer, cell.bound and f"[{cell.bound}]", cell.who, cell.date, where)
    yield from _wrapped("  ".join(filter(None, parts)), width, "  ")
    yield from _wrapped(quoted(cell.quote), width, "      ")
    yield from _wrapped(cell.note, width, "      ")


def quoted(words: str) -> str:
    """Return words in quotation marks, cut where they are long; nothing for none."""
    words = " ".join(words.split())
    return f"“{words[:_LONGEST]}{'…' if len(words) > _LONGEST else ''}”" if words else ""


def _wrapped(words: str, width: int, indent: str) -> list[str]:
    further = f"{indent}    "
    return textwrap.wrap(
        inert.plain(words), width, initial_indent=indent, subsequent_indent=further
    )


def doubts(found: Sequence[tuple[Doubt, Sequence[str]]], form: str, width: int) -> str:
    """Return doubts, each with what explains its confidence, as ``table`` or ``json``."""
    if form == "json":
        return _json([_doubt(doubt, why) for doubt, why in found])
    return "\n".join(line for doubt, why in found for line in (*_asked(doubt, why, width), ""))


def _doubt(doubt: Doubt, why: Sequence[str]) -> dict[str, object]:
    cell = doubt.cell
    return {
        "jurisdiction": cell.jurisdiction,
        "bill": cell.bill,
        "provision": cell.provision,
        **{key: value for key, value in side(cell).items() if key not in ("who", "where", "date")},
        "start": cell.start,
        "end": cell.end,
        "confidence": cell.confidence,
        "rule": cell.rule,
        "sure": doubt.sure,
        "why": [*doubt.why, *why],
        "published": [side(c) for c in doubt.published],
    }


def _asked(doubt: Doubt, why: Sequence[str], width: int) -> Iterator[str]:
    cell = doubt.cell
    yield inert.plain(f"{doubt.sure:>4.0%}  {cell.bill}  {cell.provision}")
    yield from _told(cell, width)
    for reason in (*doubt.why, *why):
        if reason in cell.note:
            continue  # said with the cell
        yield from _wrapped(f"- {reason}", width, "      ")


def cell(bill: Bill, read: Reading, provision: str, bound: str, width: int) -> Iterator[str]:
    """Yield what a person must see to decide: bill, machine's answer, lead-ins and words."""
    found = judging.machine(read, provision, bound)
    value = judging.value(read, provision, bound)
    yield inert.plain(f"{read.version}: {bill.title}")
    yield inert.plain(f"{provision}: the machine says {value}" + _of(found))
    if found is None:
        return
    around = reviews.clause(read, found.start, found.end)
    for start, end in around.lead if around else ():
        yield from _wrapped(read.text.body[start:end], width, "  ")
    yield from _wrapped(quoted(found.quote), width, "    ")
    for place in found.exceptions:
        yield inert.plain(f"  an exception stands at {place}")


def _of(found: Finding | None) -> str:
    if found is None:
        return ""
    detail = f" ({found.detail})" if found.detail else ""
    return f"{detail} [{found.bound}] § {found.section}, confidence {found.confidence:.0%}"


def checks(found: Sequence[Checked], form: str) -> str:
    """Return what became of reviews as ``table`` or ``json``."""
    if form == "json":
        return _json([_check(c) for c in found])
    return "\n".join(inert.plain(_checked(c)) for c in found) or "no reviews"


def _check(c: Checked) -> dict[str, object]:
    keys = ("bill", "version", "provision", "bound", "value", "reviewer", "date", "quote")
    said = {key: getattr(c.review, key) for key in keys}
    return {**said, "standing": c.standing, "machine_then": c.review.machine,
            "machine_now": c.machine, "agrees": c.agrees}  # fmt: skip


def _checked(c: Checked) -> str:
    review = c.review
    head = f"{c.standing}: {review.version} {review.provision}"
    head += f" [{review.bound}]" if review.bound else ""
    now = f"; the machine says {c.machine}" if c.machine else ""
    then = f" (then {review.machine})" if c.machine and review.machine != c.machine else ""
    return f"{head}: {review.value}, {review.reviewer}, {review.date}{now}{then}"


def _json(value: object) -> str:
    return inert.as_json(value)
