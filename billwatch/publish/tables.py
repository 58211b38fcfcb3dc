"""Lay the matrix out as rows of cells, each with its mark and the way to its evidence."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from billwatch.models import Cell, Law, Matrix, party
from billwatch.publish import marks, paths, spelt
from billwatch.publish.faces import Place, ProvisionPage

_WIDEST = 60  # columns of a group that style.css has a rule for
_TELLING = re.compile(
    r"effective|delay|sunset|expire|repeal|court|enjoin|block|unverified|inferred|unsure|stale",
    re.I,
)
VIEWS = {
    "law": ("Law in force", "what enacted bills and codified law say"),
    "pending": ("Pending bills", "what bills still moving would say"),
    "both": ("Law and pending", "the stronger of the two"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell as a page shows it: ``href`` leads to the evidence, from the top of the site.

    ``note`` is the number of its footnote, or 0.
    """

    cell: Cell
    sign: marks.Sign
    short: str
    href: str
    title: str
    note: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One jurisdiction's entries, in codebook order."""

    place: Place
    href: str
    entries: tuple[Entry, ...]
    spoken: int


@dataclass(frozen=True, slots=True)
class Table:
    """A view of the matrix: real jurisdictions and samples apart, columns in groups."""

    view: str
    rows: tuple[Row, ...]
    samples: tuple[Row, ...]
    provisions: tuple[ProvisionPage, ...]
    groups: tuple[tuple[str, int], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where cells can point: versions that have a page, views that show a cell, known laws."""

    versions: Collection[str]
    views: Mapping[str, Mapping[tuple[str, str], Cell]]
    laws: Mapping[str, Law] = field(default_factory=dict)

    def href(self, cell: Cell) -> str:
        """Return the page and anchor that prove a cell.

        A cell that quotes (the machine's, a review's) leads to its clause; a published or silent
        one to the line of the state's page that says who or what stands behind it; an unread one
        to the state's page.
        """
        if cell.origin != "published" and cell.quote and cell.version in self.versions:
            anchor = paths.clause(cell.provision, cell.start)
            return f"{paths.version(cell.version)}#{anchor}"
        state = paths.state(cell.jurisdiction)
        view = self.view_of(cell)
        if view:
            return f"{state}#{paths.answer(cell.provision, view)}"
        return f"{state}#{paths.law(cell.bill)}" if cell.bill in self.laws else state

    def view_of(self, cell: Cell) -> str:
        """Return the view whose list on the state's page holds this cell, or nothing."""
        if cell.value == "not read":
            return ""
        key = cell.jurisdiction, cell.provision
        return next((v for v in ("law", "pending") if self.views[v].get(key) == cell), "")


def by_key(matrix: Matrix) -> dict[tuple[str, str], Cell]:
    """Return the cells of a matrix by (jurisdiction, provision)."""
    return {(cell.jurisdiction, cell.provision): cell for cell in matrix.cells}


def lay_out(
    view: str,
    cells: Mapping[tuple[str, str], Cell],
    places: Iterable[Place],
    codebook: Sequence[ProvisionPage],
    evidence: Evidence,
) -> Table:
    """Return a view as rows; a cell the matrix lacks is one that was not read."""
    rows = [_row(place, cells, codebook, evidence) for place in places]
    notes = tuple(
        dict.fromkeys(n for row in rows for e in row.entries if (n := _note(row, e, evidence)))
    )
    rows = [_noted(row, notes, evidence) for row in rows]
    return Table(
        view,
        tuple(row for row in rows if not row.place.sample),
        tuple(row for row in rows if row.place.sample),
        tuple(codebook),
        tuple(_spans(p.group for p in codebook)),
        notes,
    )


def _spans(groups: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each group with its count of columns; one wider than any rule of style in pieces.

    >>> list(_spans(["Consent"] * 2 + ["Limits"] * 61))
    [('Consent', 2), ('Limits', 60), ('Limits', 1)]
    """
    for group, items in groupby(groups):
        count = len(list(items))
        yield from ((group, min(_WIDEST, count - n)) for n in range(0, count, _WIDEST))


def _note(row: Row, entry: Entry, evidence: Evidence) -> str:
    """Return what a reader of this cell must know: doubt, delay, an end, a court; or nothing."""
    cell, law = entry.cell, evidence.laws.get(entry.cell.bill)
    if cell.value not in ("yes", "partly", "permits"):
        return ""
    said = [cell.note, law.note if law else ""]
    told = [words for words in dict.fromkeys(said) if _TELLING.search(words)]
    if len(told) == 2 and told[1] in told[0]:
        told.pop()
    name = (law.bill or law.citation) if law else cell.bill
    return f"{row.place.name}, {name}: {'; '.join(told)}" if told else ""


def _noted(row: Row, notes: Sequence[str], evidence: Evidence) -> Row:
    numbers = {words: n for n, words in enumerate(notes, 1)}
    return replace(
        row,
        entries=tuple(
            replace(e, note=numbers.get(_note(row, e, evidence), 0)) for e in row.entries
        ),
    )


def _row(
    place: Place,
    cells: Mapping[tuple[str, str], Cell],
    codebook: Sequence[ProvisionPage],
    evidence: Evidence,
) -> Row:
    blank = [Cell(place.code, p.id, "not read") for p in codebook]
    entries = tuple(entry(cells.get((c.jurisdiction, c.provision), c), evidence) for c in blank)
    spoken = sum(e.sign.css in ("yes", "partly", "permits") for e in entries)
    return Row(place, paths.state(place.code), entries, spoken)


def entry(cell: Cell, evidence: Evidence) -> Entry:
    """Return a cell with its mark and its link."""
    sign = marks.of(cell)
    short = marks.short(spelt.detail(cell.detail))
    return Entry(cell, sign, short, evidence.href(cell), title(cell))


def title(cell: Cell) -> str:
    """Return what a pointer resting on a cell reads.

    >>> title(Cell("ct", "sale", "yes", detail="ban", origin="published", who="The OLR", year=2016))
    'yes: banned · published by The OLR · 2016'
    """
    word = marks.of(cell).word
    first = f"{word}: {spelt.detail(cell.detail)}" if cell.detail else word
    by = {"published": "published by ", "review": "reviewed by "}.get(cell.origin, "")
    source = by + cell.who if by else cell.citation
    year = str(cell.year) if cell.year else ""
    return " · ".join(part for part in (first, party(cell.bound), source, year) if part)
