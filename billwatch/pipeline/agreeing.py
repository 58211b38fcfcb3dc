"""Read an agreement and hold it against the law of a state in force on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from billwatch import __version__, agreement, apart, folders, text
from billwatch.agreement import Agreement, Answer, Book, Element, Row, Standard
from billwatch.agreement.compare import counts
from billwatch.errors import DataError
from billwatch.models import Jurisdiction, Text
from billwatch.pipeline import views
from billwatch.pipeline.facts import Facts
from billwatch.store import Store

CAUTION = (
    "A machine read both sides and can be wrong. A verdict compares words; whether a law applies "
    "to these parties and data is for a person to judge. This is no legal advice."
)


@dataclass(frozen=True, slots=True)
class Check:
    """One agreement, its text, the place and ISO date of the law, and the rows of comparison."""

    name: str
    text: Text
    found: Agreement
    place: Jurisdiction
    as_of: str
    rows: tuple[Row, ...]


@cache
def book(root: Path | None = None) -> Book:
    """Return the cues for agreements under ``root`` (default: those that ship)."""
    folder = (root or folders.find("data")) / "agreement"
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder of facts")
    return agreement.load({path.stem: path.read_text("utf-8") for path in folder.glob("*.toml")})


def check(
    body: bytes, *, name: str, place: str, as_of: str, facts: Facts, store: Store | None
) -> Check:
    """Read an agreement's bytes and compare it with a state's law on the ISO date ``as_of``.

    Raise `DataError` where the bytes are no readable text, or the place is unknown.
    """
    where = next((j for j in facts.jurisdictions if j.code == place.lower()), None)
    if where is None:
        raise DataError(f"{place}: no such state; give its two letters, such as CT")
    words = apart.read(text.parted(body, name), name=name)
    found = agreement.read(words, book())
    law = standards(store, facts, where, as_of)
    rows = agreement.compare(found, law, book())
    return Check(name, words, found, where, as_of, rows)


def standards(
    store: Store | None, facts: Facts, place: Jurisdiction, as_of: str
) -> Mapping[str, Standard]:
    """Return what law in force says, by provision: readings, reviews and published codings."""
    held = views.known(store, facts, as_of, place.code)
    shown = views.table("law", as_of, (place,), facts, held)
    names = {provision.id: provision.name for provision in facts.codebook.provisions}
    return {cell.provision: Standard(cell, names[cell.provision]) for cell in shown.cells}


def as_json(done: Check, facts: Facts) -> dict[str, object]:
    """Return a check as ``docs/agreement.md`` says; offsets count characters of its text."""
    titles = {law.id: law for law in facts.laws}
    return {
        "document": {
            "name": done.name,
            "title": done.found.title,
            "complete": done.found.whole,
            "notes": list(done.found.notes),
            "giver": done.found.giver,
            "receiver": done.found.receiver,
            "text": done.text.body,
        },
        "law": {"jurisdiction": done.place.code, "name": done.place.name, "as_of": done.as_of},
        "elements": [_element(element) for element in done.found.elements],
        "unnamed": [kind.id for kind in book().kinds
                    if kind.id not in {element.id for element in done.found.elements}],
        "terms": [
            {"id": term.id, "name": term.name, "question": term.question, "silent": term.silent,
             "answers": [_answer(answer) for answer in term.answers]}
            for term in done.found.terms
        ],
        "rows": [_row(row, titles) for row in done.rows],
        "counts": dict(counts(done.rows)),
        "caution": CAUTION,
        "tool": f"billwatch {__version__}",
    }  # fmt: skip


def _element(element: Element) -> dict[str, object]:
    basis = element.basis
    return {
        "id": element.id,
        "name": element.name,
        "status": element.status,
        "start": element.start,
        "end": element.end,
        "quote": element.quote,
        "line": {"start": element.line.start, "end": element.line.end, "quote": element.line.quote},
        "basis": {"start": basis.start, "end": basis.end, "quote": basis.quote} if basis else None,
        "how": element.how,
        "place": element.place,
        "others": element.others,
    }


def _answer(answer: Answer) -> dict[str, object]:
    return {
        "value": answer.value,
        "meaning": answer.meaning,
        "detail": answer.detail,
        "start": answer.start,
        "end": answer.end,
        "quote": answer.quote,
        "place": answer.place,
        "rule": answer.rule,
        "others": answer.others,
    }


def _row(row: Row, laws: Mapping[str, object]) -> dict[str, object]:
    return {
        "kind": row.kind,
        "topic": row.topic,
        "name": row.name,
        "verdict": row.verdict,
        "reason": row.reason,
        "says": says(row),
        "elements": [_element(element) for element in row.elements],
        "answers": [_answer(answer) for answer in row.answers],
        "law": _law(row.law, laws) if row.law else None,
    }


def says(row: Row) -> str:
    """Return in words what the agreement says on a row's topic."""
    if row.elements:
        return ", ".join(dict.fromkeys(element.status for element in row.elements))
    parts = [f"{a.meaning.rstrip('.')}{f' ({a.detail})' if a.detail else ''}" for a in row.answers]
    return "; ".join(parts) or "silent"


def _law(law: Standard, laws: Mapping[str, object]) -> dict[str, object]:
    cell = law.cell
    known = laws.get(cell.bill)
    return {
        "provision": cell.provision,
        "name": law.name,
        "value": cell.value,
        "detail": cell.detail,
        "bound": cell.bound,
        "origin": cell.origin,
        "bill": cell.bill,
        "citation": getattr(known, "citation", "") or cell.bill,
        "version": cell.version,
        "section": cell.section,
        "start": cell.start,
        "end": cell.end,
        "quote": cell.quote,
        "who": cell.who,
        "where": cell.where,
        "note": cell.note,
    }
