"""Draw results for a terminal, a spreadsheet or a browser; nothing in them can act there."""

import csv
import io
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from billwatch import inert, provisions
from billwatch.counted import counted
from billwatch.models import Cell, Matrix, Reading
from billwatch.pipeline.facts import Facts
from billwatch.provisions.surroundings import Moment
from billwatch.publish import spelt

_WORDS = 160  # letters shown of words that set no date
MARKS = {"yes": "Y", "partly": "L", "permits": "P", "no": "-", "unknown": "?", "unclear": "!",
         "not read": "."}  # fmt: skip
LEGEND = (
    "Y  yes",
    "L  partly: some parties or data, or only in a contract or plan",
    "P  permits",
    "-  silent: read whole, nothing found",
    "?  unknown: text or marks incomplete",
    "!  unclear: the text says both",
    ".  not read",
    "lower case: published by others, not read by billwatch",
)
HEADINGS = {
    "law": "Law in force",
    "pending": "Pending bills",
    "both": "Law in force and pending bills, the stronger of the two",
    "all": "Every bill and law that is held, failed ones too",
}


def sheet(rows: Sequence[Mapping[str, object]], columns: Sequence[str] = ()) -> str:
    """Return records as CSV, no cell of which is a formula; the first names the columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: inert.cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def findings(read: Reading, facts: Facts, width: int) -> str:
    """Return the findings of one text as paragraphs, and what its silence means."""
    names = {p.id: p.name for p in facts.codebook.provisions}
    lines = [inert.line(read.text.title or read.version)]
    sections = sum(s.kind == "section" for s in read.sections)
    lines.append(
        f"{counted(sections, 'section')}, {counted(len(read.clauses), 'clause')}, "
        f"{counted(len(read.findings), 'finding')}"
    )
    lines += [f"note: {inert.line(note)}" for note in read.text.notes]
    lines += _around(read)
    for found in read.findings:
        head = f"{names[found.provision]}: {found.value}"
        head += f" ({inert.line(spelt.detail(found.detail))})" if found.detail else ""
        place = f"  section {inert.line(found.section)}" if found.section else ""
        lines += ["", f"{head}  [{found.bound}]{place}"]
        lines += _wrapped(f"“{inert.line(found.quote)}”", width)
        if found.exceptions:
            lines += _wrapped(f"exceptions: {', '.join(map(inert.line, found.exceptions))}", width)
    silent = [p.name for p in facts.codebook.provisions
              if p.id not in {f.provision for f in read.findings}]  # fmt: skip
    why = provisions.reasons(read.text)
    said = f"unknown, since {' and '.join(why)}" if why else "silent on"
    lines += ["", *_wrapped(f"{said}: {', '.join(silent)}", width)] if silent else []
    return "\n".join(lines)


def _around(read: Reading) -> list[str]:
    """Return lines on the students covered, the dates and the family of model acts."""
    around = provisions.surroundings(read.text, read.clauses, read.findings)
    lines = [f"students: {', '.join(around.students)}"] if around.students else []
    lines += [f"{m.kind}: {_when(read, m)} (section {inert.line(m.place)})" for m in around.moments]
    terms = [f"{inert.line(d.term)} (section {inert.line(d.place)})" for d in around.definitions]
    lines += [f"defines: {', '.join(terms)}"] if terms else []
    return lines + ([f"like: {around.family}"] if around.family else [])


def _when(read: Reading, moment: Moment) -> str:
    """Return the date of a moment; where it has none, the words that tell it."""
    words = " ".join(read.text.body[moment.start : moment.end].split())
    return moment.date or f"“{inert.line(words[:_WORDS])}{'…' if len(words) > _WORDS else ''}”"


def _wrapped(words: str, width: int) -> list[str]:
    return textwrap.wrap(words, width, initial_indent="    ", subsequent_indent="    ")


def matrix(shown: Matrix, facts: Facts) -> str:
    """Return the matrix as letters in columns, with the legend and the names of the columns."""
    columns = {p.id: n for n, p in enumerate(facts.codebook.provisions, 1)}
    lines = [f"{HEADINGS[shown.view]}, as of {shown.as_of}", "", *LEGEND, ""]
    lines += [f"{columns[p.id]:>3}  {p.name}" for p in facts.codebook.provisions]
    lines += ["", " " * 21 + " ".join(f"{n:>2}" for n in columns.values())]
    by_place = _by_place(shown.cells)
    for place in shown.jurisdictions:
        name = f"{place.code.upper()} {place.name}"[:20]
        marks = " ".join(f"{_letter(cell):>2}" for cell in by_place[place.code])
        lines.append(f"{name:<20} {marks}" + ("  sample" if place.sample else ""))
    return "\n".join(lines)


def _letter(cell: Cell) -> str:
    mark = MARKS[cell.value]
    return mark.lower() if cell.origin == "published" else mark


def _by_place(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    places: dict[str, list[Cell]] = {}
    for cell in cells:
        places.setdefault(cell.jurisdiction, []).append(cell)
    return places


def records(shown: Matrix) -> list[dict[str, str | int | float]]:
    """Return the cells as flat records, one a jurisdiction and provision."""
    return [
        {
            "jurisdiction": c.jurisdiction,
            "provision": c.provision,
            "value": c.value,
            "detail": c.detail,
            "bound": c.bound,
            "origin": c.origin,
            "bill": c.bill,
            "version": c.version,
            "status": c.status,
            "year": c.year,
            "section": c.section,
            "start": c.start,
            "end": c.end,
            "quote": c.quote,
            "confidence": c.confidence,
            "rule": c.rule,
            "who": c.who,
            "where": c.where,
            "note": c.note,
            "date": c.date,
            "view": shown.view,
            "as_of": shown.as_of,
        }
        for c in shown.cells
    ]


def html(shown: Matrix, facts: Facts) -> str:
    """Return the matrix as one small self-contained HTML table; the site has the full pages."""
    heads = "".join(f"<th scope=col>{escape(p.name)}</th>" for p in facts.codebook.provisions)
    by_place = _by_place(shown.cells)
    rows = "\n".join(
        f'<tr data-jurisdiction="{escape(place.code)}"><th scope=row>{escape(place.name)}</th>'
        + "".join(map(_td, by_place[place.code]))
        + "</tr>"
        for place in shown.jurisdictions
    )
    title = escape(f"{HEADINGS[shown.view]}, as of {shown.as_of}")
    marks = "\n".join(f"<li>{escape(words)}" for words in LEGEND)
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>billwatch: {title}</title>\n<h1>{title}</h1>\n<ul>\n{marks}\n</ul>\n"
        f"<table border=1><tr><td></td>{heads}</tr>\n{rows}\n</table></html>"
    )


def _td(cell: Cell) -> str:
    told = cell.quote or cell.note or cell.who
    return (
        f'<td data-provision="{escape(cell.provision)}" data-value="{escape(cell.value)}" '
        f'title="{escape(told)}">{escape(_letter(cell))} {escape(spelt.detail(cell.detail))}</td>'
    )
