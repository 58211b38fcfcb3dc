"""Set jurisdictions side by side: all of them, and each against the count of the others.

The page of all has a column a jurisdiction; the script narrows it to those a reader names in the
address. The page of one needs no script: for each question it names who else has an answer, and
what protections others have that are not found here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from billwatch.publish import paths
from billwatch.publish.desk import Desk
from billwatch.publish.faces import Page, ProvisionPage
from billwatch.publish.tables import Entry, Row

PROTECTS = ("yes", "partly")


@dataclass(frozen=True, slots=True)
class Line:
    """One question for one jurisdiction: its entry, and the others that give the protection."""

    provision: ProvisionPage
    entry: Entry
    others: tuple[tuple[Row, Entry], ...]
    model: Entry | None


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the page of all jurisdictions, then one for each."""
    table = desk.tables["law"]
    rows = (*table.rows, *table.samples)
    yield desk.press.page(paths.compare(), "compare.html", rows=rows, table=table)
    for row in rows:
        lines = tuple(_lines(desk, row, table.rows))
        yield desk.press.page(
            paths.compare(row.place.code), "compare_state.html", row=row, lines=lines,
            gaps=gaps(lines), rows=rows, notes=table.notes,
            of=sum(r.place.code != row.place.code for r in table.rows),
            picture=desk.pictures.get(paths.state(row.place.code)),
        )  # fmt: skip


def _lines(desk: Desk, row: Row, real: Sequence[Row]) -> Iterator[Line]:
    for n, provision in enumerate(desk.site.codebook):
        others = tuple(
            (other, other.entries[n])
            for other in real
            if other.place.code != row.place.code and other.entries[n].cell.value in PROTECTS
        )
        quoted = [entry for _, entry in others if entry.cell.quote and entry.cell.value == "yes"]
        model = max(quoted, key=lambda e: (e.cell.confidence, e.cell.jurisdiction), default=None)
        yield Line(provision, row.entries[n], others, model)


def gaps(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the protections that others have and this law is not known to, commonest first."""
    missing = [x for x in lines if x.others and x.entry.cell.value not in PROTECTS]
    return tuple(sorted(missing, key=lambda x: -len(x.others)))
