"""What the codebook says in short is spelled out for readers, and only for them."""

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from billwatch import provisions
from billwatch.models import Cell, Event, Reading
from billwatch.publish import pages, spelt, tables
from billwatch.publish.faces import Redline
from tests.browser import sample

CODEBOOK = Path(__file__).parents[1] / "data" / "provisions"
ENGLISH = {"re-identifying"}
SHORT = re.compile(r"\b[a-z]+(?:-[a-z]+)+\b|\b(?:AG|UDAP)\b|\w/\w|\bban\b|redisclos")


def details(table: object, inside: str = "") -> Iterator[str]:
    """Yield every detail that a rule of the codebook can give."""
    if isinstance(table, dict):
        for key, value in table.items():
            if key == "detail" and isinstance(value, str):
                yield value
            elif key == "details" and isinstance(value, dict):
                yield from value
            else:
                yield from details(value, key)
    elif isinstance(table, list):
        for value in table:
            yield from details(value, inside)


KNOWN = sorted({d for f in CODEBOOK.glob("*.toml") for d in details(tomllib.loads(f.read_text()))})


@pytest.mark.parametrize("detail", [d for d in KNOWN if d])
def test_every_detail_of_the_codebook_is_plain_for_readers(detail: str) -> None:
    """No reader sees the short names of rules: hyphens for spaces, initials, slashes."""
    said = spelt.detail(detail)

    assert [m for m in SHORT.findall(said) if m not in ENGLISH] == []


def test_only_details_that_a_rule_gives_are_spelled_out() -> None:
    """A table of words keeps no entry that nothing gives any more."""
    rules = Path(provisions.__file__).parent
    code = "".join(file.read_text() for file in rules.glob("*.py"))

    assert [w for w in spelt.WORDS if w not in KNOWN and f'"{w}"' not in code] == []


def test_pages_spell_out_and_data_files_do_not() -> None:
    """The same answer reads plainly on pages and stands by its short name in the tables."""
    files = {
        p.path: (p.body or b"").decode("utf-8", "replace")
        for p in pages(sample.tiny(), sample.TEMPLATES)
    }
    text = files["bill/xs/2026/hb1/text-introduced.html"]
    rows = csv.DictReader(io.StringIO(files["data/findings/xs.csv"]))

    assert "yes, written consent" in text
    assert "yes · written consent · district" in text
    assert [
        path for path, body in files.items() if path.endswith(".html") and "opt-in-written" in body
    ] == []
    assert "opt-in-written" in {row["detail"] for row in rows}


def test_news_say_days_answers_and_reasons_plainly() -> None:
    """Days as a newspaper has them, silence by its name, another provision by its own."""
    events = (
        Event("2026-02-04", "new version", "xs/2026/hb1", "xs/2026/hb1@substitute",
              words="Substitute; printed 2026-02-03, seen 2026-02-04"),
        Event("2026-02-04", "weaker", "xs/2026/hb1", "xs/2026/hb1@substitute", "sale",
              "yes: ban; with-consent", "no", "takes the place of consent disclosure and parent notice"),
        Event("2026-02-04", "changed", "xs/2026/hb1", "xs/2026/hb1@substitute", "parent_notice",
              "", "yes: rights", "+ merger exception, − with-consent"),
    )  # fmt: skip
    site = sample.tiny()
    shelf = replace(site.library, told=events)  # type: ignore[type-var]
    files = {
        p.path: (p.body or b"").decode("utf-8", "replace")
        for p in pages(replace(site, library=shelf), sample.TEMPLATES)
    }

    for path in ("change/index.html", "feed/all.atom"):
        assert "Substitute (printed 3 February 2026, seen 4 February 2026)" in files[path]
        assert "yes: banned; unless with consent → silent" in files[path]
        assert (
            "takes the place of “Consent before disclosure” and “Notice to parents”" in files[path]
        )
        assert "silent → yes: of their rights" in files[path]
        assert "adds “except in a merger”, drops “unless with consent”" in files[path]


def test_what_became_of_a_provision_is_told_plainly() -> None:
    """Between two prints other provisions have their names, and details stand in plain words."""
    site = sample.tiny()
    shifts = (
        ("breach_notice_school", "weaker", "takes the place of parent notice"),
        ("consent_disclosure", "weaker", "− no-commercial"),
    )

    def told(old: Reading, new: Reading) -> Redline | None:
        found = sample.redline(old, new)
        return found and replace(found, shifts=shifts)

    files = {
        p.path: (p.body or b"").decode("utf-8", "replace")
        for p in pages(replace(site, redline=told), sample.TEMPLATES)
    }

    page = files["bill/xs/2026/hb1/change-introduced..substitute.html"]

    assert "takes the place of “Notice to parents”" in page
    assert "drops “no commercial use”" in page


def test_a_party_that_no_clause_names_is_not_named() -> None:
    """Where a clause says not whom it binds, no page says that it binds "unstated"."""
    site = sample.tiny()
    version = "xs/2026/hb1@introduced"
    read = site.library.reading(version)
    assert read

    found = tuple(replace(one, bound="unstated") for one in read.findings)
    shelf = sample.Shelf((sample.sample_bill(),), {version: replace(read, findings=found)})
    files = {
        p.path: (p.body or b"").decode("utf-8", "replace")
        for p in pages(replace(site, library=shelf), sample.TEMPLATES)
    }

    assert "binds: " not in files["bill/xs/2026/hb1/text-introduced.html"]
    assert "unstated" not in files["bill/xs/2026/hb1/index.html"]
    assert "unstated" not in files["bill/xs/2026/hb1/text-introduced.html"]


def test_a_cell_names_the_party_it_binds_where_there_is_one() -> None:
    """What a pointer resting on a cell reads names a party, and none where none is stated."""
    cell = Cell("ct", "sale", "yes", citation="§ 10-234bb", bound="operator")

    assert tables.title(cell) == "yes · operator · § 10-234bb"
    assert tables.title(replace(cell, bound="unstated")) == "yes · § 10-234bb"
