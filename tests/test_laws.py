"""The law baseline: what its files must hold, and that the shipped ones do."""

from urllib.parse import urlsplit

import pytest

from billwatch import folders, laws
from billwatch.errors import DataError

GOOD = """
[[law]]
id = "ct/2016/hb5469"
year = 2016
bill = "HB 5469"
title = "Act Concerning Student Data Privacy"
status = "law"

[[law.coding]]
provision = "sale"
value = "yes"
who = "an office"
where = "https://example.org/summary"
tier = "A"
"""


def shipped() -> dict[str, str]:
    return {p.name: p.read_text() for p in (folders.find("data") / "laws").glob("*.toml")}


def test_a_law_carries_its_codings_with_who_and_where() -> None:
    """A loaded law knows its jurisdiction and each coding its source."""
    (law,) = laws.load({"ct.toml": GOOD})

    assert law.jurisdiction == "ct"
    assert [(c.who, c.where) for c in law.codings] == [("an office", "https://example.org/summary")]


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (GOOD.replace("year = 2016", "yaer = 2016"), "unknown key 'yaer'"),
        (GOOD.replace('title = "Act', 'titel = "Act'), "missing key 'title'"),
        (GOOD.replace('who = "an office"', ""), "missing key 'who'"),
        (GOOD + GOOD, "stands twice"),
        ("[[law]", "ct.toml"),
    ],
    ids=["typo", "no title", "coding without who", "same id twice", "broken toml"],
)
def test_a_broken_file_is_one_clear_line(broken: str, complaint: str) -> None:
    """Each mistake in a facts file is a `DataError` that says what is wrong."""
    with pytest.raises(DataError, match=complaint.replace("[", r"\[")):
        laws.load({"ct.toml": broken})


def test_the_shipped_baseline_is_sound() -> None:
    """Every shipped law is of a known status and links only to web pages; codings are tier A or B."""
    loaded = laws.load(shipped())
    codings = [c for law in loaded for c in law.codings]

    assert len(loaded) >= 121
    assert len(codings) >= 300
    assert {law.status for law in loaded} <= {"law", "dead", "vetoed", "unknown"}
    assert {c.tier for c in codings} == {"A", "B"}
    assert {urlsplit(u).scheme for u in [law.url for law in loaded] + [c.where for c in codings]} <= {
        "", "http", "https",
    }  # fmt: skip


def test_a_law_names_the_sections_it_was_codified_in() -> None:
    """``text`` lists ids of the importer's form, in the law's own jurisdiction."""
    codified = {law.id: law.texts for law in laws.load(shipped()) if law.texts}

    assert codified["vt/2020/s110"][:2] == ("vt/code/9-2443", "vt/code/9-2443a")
    assert len(codified) >= 7
    assert all(
        text.startswith(f"{law.split('/')[0]}/code/") and text == text.lower()
        for law, texts in codified.items()
        for text in texts
    )


def test_unverified_laws_say_so() -> None:
    """A law that nobody has checked carries ``verified = false``."""
    doubtful = [law for law in laws.load(shipped()) if "unverified" in law.note]

    assert doubtful
    assert not any(law.verified for law in doubtful if "outcome" in law.note)
