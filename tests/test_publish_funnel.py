"""How far bills came, on each provision's page."""

import re
from dataclasses import replace

import pytest

from billwatch.models import Bill, Coding, Law
from billwatch.publish import Site, pages
from tests.browser import sample

CODING = Coding("sale", "yes", "ban", "An office", "https://legislature.example/a", "A", "enacted")


def law(id: str, status: str, *codings: Coding) -> Law:
    return Law(
        id,
        id.split("/")[0],
        2016,
        id.rpartition("/")[2],
        "",
        "Data",
        status,
        "",
        "",
        (),
        "",
        True,
        codings,
    )


def held(id: str, status: str, kind: str = "bill") -> tuple[Bill, dict[str, object]]:
    """Return a bill whose one text bans sale."""
    body = sample.INTRODUCED
    quote = "An operator shall not sell the records of any pupil."
    version = f"{id}@introduced"
    bill = sample.sample_bill()
    one = replace(bill.versions[0], id=version, bill=id)
    read = sample.reading(
        version, body, (), sample.finding(body, quote, "sale", "ban", "operator", "2")
    )
    return (
        replace(bill, id=id, jurisdiction=id[:2], status=status, kind=kind, versions=(one,)),
        {version: read},
    )


def site(laws: tuple[Law, ...], *bills: tuple[Bill, dict[str, object]]) -> Site:
    readings = {key: value for _, read in bills for key, value in read.items()}
    shelf = sample.Shelf(tuple(bill for bill, _ in bills), readings)  # type: ignore[arg-type]
    bare = sample.tiny()
    empty = {view: sample.matrix(view, sample.PLACES, ()) for view in ("law", "pending", "both")}
    return replace(bare, laws=laws, library=shelf, **empty)


def stages(made: Site, provision: str) -> list[tuple[str, int]]:
    """Return the rows of the table under the picture."""
    files = {page.path: page.body or b"" for page in pages(made, sample.TEMPLATES)}
    text = files[f"provision/{provision}/index.html"].decode()
    table = text.partition('id="funnel"')[2].partition("</section>")[0]
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="n">(\d+)</td>', table)
    drawn = re.findall(r'class="(?:all|part)"/><text [^>]*>(\d+)</text>', table)

    assert drawn == [count for _, count in rows]
    return [(words, int(count)) for words, count in rows]


def test_each_bill_counts_up_to_where_it_came() -> None:
    """Bills held and bills of the baseline count once; a veto comes after both chambers."""
    made = site(
        (
            law("ct/2016/hb1", "law", CODING), law("ct/2016/hb2", "dead", CODING),
            law("ct/2016/hb3", "vetoed", CODING), law("ct/2016/hb4", "law"),
            law("vt/2020/h1", "unknown", CODING),
        ),
        held("vt/2020/h1", "passed one chamber"), held("vt/2020/h2", "out of committee"),
    )  # fmt: skip

    assert stages(made, "sale") == [
        ("Brought in", 5), ("Out of committee", 4), ("Passed one chamber", 3),
        ("Passed both", 2), ("Law", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "made",
    [
        site((), held("xs/2026/hb1", "law")),
        site((), held("vt/code/9-1", "law", "law")),
        site((law("ct/2016/hb1", "law", replace(CODING, value="no")),)),
    ],
    ids=["a sample", "law as codified", "a stated no"],
)
def test_what_was_never_brought_in_counts_nowhere(made: Site) -> None:
    """Invented bills, codified law, and bills that say nothing of it make no picture."""
    assert stages(made, "sale") == []
