"""Ask of every jurisdiction: could what was done to pupils in Hamden, 2014, be done here?

The facts are put as questions, and each question is answered by the cells of law in force; nothing
is concluded beyond them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from billwatch.publish import paths, tables
from billwatch.publish.desk import Desk
from billwatch.publish.faces import Page, ProvisionPage


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened, the question it puts to a law, and the provisions that answer."""

    short: str
    happened: str
    question: str
    provisions: tuple[str, ...]


FACTS = (
    Fact(
        "The records",
        "Identifiers, birth dates, ethnicity, special-education, English-learner, homeless and "
        "free-meal status of pupils went to a private group.",
        "Does the law limit to whom such records may be given?",
        ("disclosure_limit", "status_data"),
    ),
    Fact(
        "Consent",
        "No parent was asked.",
        "Must parents agree before records go to a third party?",
        ("consent_disclosure",),
    ),
    Fact(
        "Notice",
        "Parents did not know.",
        "Must parents be told?",
        ("parent_notice", "contract_publication"),
    ),
    Fact(
        "The paper",
        "The district signed a memorandum of understanding.",
        "Must there be a written agreement, and must it hold certain terms?",
        ("written_contract",),
    ),
    Fact(
        "Ownership",
        "Who owned the data was unclear.",
        "Does the law say who owns or controls the data?",
        ("ownership",),
    ),
    Fact(
        "Passing it on",
        "Who could hand the data to others was unclear.",
        "Is use limited to the purpose, and do the duties follow the data?",
        ("purpose_limit", "flow_down"),
    ),
    Fact(
        "A breach",
        "Who would answer for a breach was unclear.",
        "Must the school and the families be told, and who pays?",
        ("breach_notice_school", "breach_notice_family", "breach_cost"),
    ),
    Fact(
        "The maps",
        "Maps of the schools were part of what was shared.",
        "Are plans of buildings and routes protected?",
        ("facility_safety",),
    ),
)


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the table of all jurisdictions, and one page for each with the words."""
    book = {p.id: p for p in desk.site.codebook}
    asked = tuple(
        replace(book[id], group=fact.short)
        for fact in FACTS
        for id in fact.provisions
        if id in book
    )
    cells = desk.evidence.views["law"]
    table = tables.lay_out("law", cells, desk.places, asked, desk.evidence)
    table = replace(table, rows=_aimed(table.rows), samples=_aimed(table.samples))
    yield desk.press.page("here/index.html", "here.html", facts=FACTS, table=table)
    for row in (*table.rows, *table.samples):
        yield desk.press.page(
            row.href, "here_state.html", row=row, facts=_facts(row, asked),
            picture=desk.pictures.get(paths.state(row.place.code)),
        )  # fmt: skip


def _aimed(rows: tuple[tables.Row, ...]) -> tuple[tables.Row, ...]:
    return tuple(replace(row, href=f"here/{paths.slug(row.place.code)}/index.html") for row in rows)


def _facts(
    row: tables.Row, asked: tuple[ProvisionPage, ...]
) -> list[tuple[Fact, list[tuple[ProvisionPage, tables.Entry]]]]:
    found = {p.id: (p, entry) for p, entry in zip(asked, row.entries, strict=True)}
    return [(fact, [found[id] for id in fact.provisions if id in found]) for fact in FACTS]
