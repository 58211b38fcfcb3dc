"""Write the matrix and its codebook as CSV and JSON that open safely anywhere."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from billwatch import inert
from billwatch.models import Cell, Law
from billwatch.publish.faces import Page, ProvisionPage, Site
from billwatch.publish.press import as_json

COLUMNS = {
    "jurisdiction": "postal code of the jurisdiction",
    "provision": "id of the question, as in codebook.json",
    "value": "yes, partly, permits, no, unknown, unclear or not read",
    "detail": "the answer in a few words: a deadline, a kind of consent",
    "bound": "the party that the clause binds",
    "origin": "machine (read by billwatch), review (decided by a person), published (by others)",
    "bill": "id of the bill or law",
    "version": "id of the printed text that was read",
    "status": "status of the bill",
    "year": "year of the text; 0 where unknown",
    "section": "section of the clause, as printed",
    "start": "first character of the quote in the text",
    "end": "the character after the quote",
    "quote": "the words that decide",
    "confidence": "between 0 and 1; only machine cells",
    "rule": "the cue that decided; only machine cells",
    "who": "who published the coding, or who reviewed",
    "where": "where it was published; only published cells",
    "note": "what a reader must know",
    "date": "day of the review; only reviews",
    "others": "how many further clauses or codings say something about this cell",
}

LAWS = {
    "id": "id of the bill or law; never changes",
    "jurisdiction": "postal code of the jurisdiction",
    "year": "year of the act",
    "bill": "number of the bill",
    "citation": "where it is codified",
    "chapter": "chapter or public act",
    "title": "title",
    "status": "law, vetoed, dead …",
    "bound": "whom it binds, as published",
    "url": "official text",
    "verified": "False where the entry is unsure",
    "note": "what a reader must know",
}
PROVISIONS = {
    "id": "id of the question; never changes",
    "name": "name of the column",
    "group": "group of columns",
    "question": "what is asked of every text",
}


def data(site: Site) -> Iterator[Page]:
    """Yield every data file."""
    for matrix in (site.law, site.pending, site.both):
        rows = [_cell(cell) for cell in matrix.cells]
        yield Page(f"data/matrix-{matrix.view}.csv", table(tuple(COLUMNS), rows))
        about = {"view": matrix.view, "as_of": matrix.as_of, "billwatch": site.tool, "cells": rows}
        yield Page(f"data/matrix-{matrix.view}.json", as_json(about))
    yield Page("data/codebook.json", as_json([asdict(p) for p in site.codebook]))
    yield Page("data/laws.csv", _laws(site.laws))
    yield Page("data/provisions.csv", _provisions(site.codebook))


def table(columns: Sequence[str], rows: Iterable[dict[str, object]]) -> bytes:
    """Return rows as CSV (UTF-8, CRLF as RFC 4180 has it), no cell of which is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([inert.cell(str(row[column])) for column in columns])
    return text.getvalue().encode("utf-8", "replace")


def _cell(cell: Cell) -> dict[str, object]:
    return {column: getattr(cell, column) for column in COLUMNS}


def _laws(laws: Iterable[Law]) -> bytes:
    rows = [{**{c: getattr(law, c) for c in LAWS}, "bound": "; ".join(law.bound)} for law in laws]
    return table(tuple(LAWS), rows)


def _provisions(codebook: Iterable[ProvisionPage]) -> bytes:
    return table(tuple(PROVISIONS), [{c: getattr(p, c) for c in PROVISIONS} for p in codebook])
