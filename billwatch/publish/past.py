"""Make a page of the law in force at the end of each past year, with what is outstanding."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from billwatch.models import Matrix
from billwatch.publish import paths, tables
from billwatch.publish.desk import Desk
from billwatch.publish.faces import Page, Place, Site


@dataclass(frozen=True, slots=True)
class Year:
    """The law at the end of one year, and who of the real jurisdictions is not read for it."""

    year: int
    table: tables.Table
    spoken: int
    unread: tuple[Place, ...]
    part: tuple[Place, ...]


def gather(site: Site) -> dict[int, Matrix]:
    """Return the matrix of each year's end, from the first known law to last year."""
    years = [law.year for law in site.laws if law.status == "law" and law.year > 0]
    if site.as_of is None or not years:
        return {}
    last = int(site.today[:4]) - 1
    return {year: site.as_of(f"{year}-12-31") for year in range(min(years), last + 1)}


def pages(desk: Desk, matrices: Mapping[int, Matrix]) -> Iterator[Page]:
    """Yield one page a year."""
    for year, matrix in matrices.items():
        table = tables.lay_out(
            "law", tables.by_key(matrix), desk.places, desk.site.codebook, desk.evidence
        )
        yield desk.press.page(
            paths.past(year), "past.html", past=_year(year, table), years=tuple(matrices)
        )


def _year(year: int, table: tables.Table) -> Year:
    unread, part = [], []
    for row in table.rows:
        missing = sum(e.cell.value in ("not read", "unknown") for e in row.entries)
        if missing == len(row.entries):
            unread.append(row.place)
        elif missing:
            part.append(row.place)
    spoken = sum(row.spoken for row in table.rows)
    return Year(year, table, spoken, tuple(unread), tuple(part))
