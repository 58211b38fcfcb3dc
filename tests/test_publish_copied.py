"""Pages of copied language: families, their first text, what each copy changed, and the bill's."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from billwatch import reuse, store
from billwatch.models import Bill, Reading, Section, Text, Version
from billwatch.pipeline import copied, facts, filling, reusing, site
from billwatch.publish import Copied, pages
from billwatch.reuse import Family
from billwatch.store import Store
from tests.browser import sample

CLAUSE = (
    "An operator of a classroom website shall not use pseudonymous browsing patterns, keystroke "
    "rhythms, webcam glimpses or homework timestamps to assemble a dossier about any pupil, except "
    "where the school board, in open session, approves the purpose and publishes the contract."
)
HOSTILE = '<script>alert("x")</script>'
TODAY = "2026-03-02"


def prose(seed: str, number: int = 400) -> str:
    """Return words that no other seed has."""
    luck = random.Random(seed)
    own = seed.replace("/", "")
    return " ".join(f"{own}x{luck.randrange(5000)}" for _ in range(number))


def save(
    library: Store, version: str, clause: str, date: str | None, *, kind: str = "bill"
) -> None:
    """Keep a bill of one version: words of its own around a clause."""
    owner = version.partition("@")[0]
    code, session, number = owner.split("/")
    body = f"{prose(owner)}\n{clause}\n{prose(owner + 'z')}"
    library.save_bill(
        Bill(owner, code, session, number.upper(), f"Of pupils {HOSTILE}", kind=kind,  # type: ignore[arg-type]
             versions=(Version(version, owner, "Introduced", date),)),
        seen_on=TODAY,
    )  # fmt: skip
    sections = (Section("1", "", 0, len(body)),)
    library.save_reading(Reading(version, Text(body), sections, (), ()), sha256="0", code="test")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Store]:
    with store.open(tmp_path / "a.db") as held:
        save(held, "ct/2015/hb1@introduced", CLAUSE, "2015-01-10")
        save(held, "vt/2016/h2@introduced", CLAUSE.replace("webcam", "camera"), "2016-01-10")
        save(held, "or/2017/sb3@introduced", CLAUSE.upper(), "2017-01-10")
        save(held, "ct/code/10-1@published", CLAUSE, None, kind="law")
        yield held


def family(found: Copied) -> Family:
    assert len(found.across) == 1

    return found.across[0].family


def test_a_family_begins_with_the_earliest_and_says_what_each_copy_changed(library: Store) -> None:
    """Copies stand by date; each can be read whole, and the first's words that it dropped."""
    found = family(dated(library))
    said = [(c.place.version, [w for kind, w in c.words if kind == "delete"]) for c in found.copies]

    assert found.first.version == "ct/2015/hb1@introduced"
    assert found.dated
    assert said == [
        ("vt/2016/h2@introduced", ["webcam "]), ("or/2017/sb3@introduced", []),
        ("ct/code/10-1@published", []),
    ]  # fmt: skip
    for copy in found.copies:
        whole = "".join(words for kind, words in copy.words if kind != "delete")
        assert whole == copy.place.words.strip(" \n.,;:")


def dated(library: Store) -> Copied:
    """Return what is gathered where the law has a date too."""
    library._db.conn.execute("UPDATE versions SET date = '2018-01-01' WHERE bill = 'ct/code/10-1'")
    return copied.gather(library)


def test_a_text_without_a_date_may_be_older(library: Store) -> None:
    """A law without a date stands last, and the page says that it may be older than the first."""
    files = built(library)
    page = next(t for p, t in files.items() if p.startswith("copied/ct-2015") and "<h1" in t)

    assert family(copied.gather(library)).copies[-1].place.version == "ct/code/10-1@published"
    assert "those without a date stand last and may be older" in page


def test_a_law_that_its_own_bill_prints_is_no_copy(library: Store) -> None:
    """Between a bill and its state's law there is no family; the bill's page tells it apart."""
    stands = copied.gather(library).bills["ct/2015/hb1"]

    assert [s.bill.id for s in stands.laws] == ["ct/code/10-1"]
    assert {s.bill.id for s in stands.others} == {"vt/2016/h2", "or/2017/sb3"}
    assert all(s.family for s in stands.others)


def test_bills_of_one_session_are_no_family(library: Store) -> None:
    """What two bills of one place and session share is not listed; of two sessions it is."""
    save(library, "ny/2023/a5@introduced", "Zebra " + CLAUSE[::-1], "2023-01-05")
    save(library, "ny/2023/s6@introduced", "Zebra " + CLAUSE[::-1], "2023-01-06")
    before = copied.gather(library)
    save(library, "ny/2025/s7@introduced", "Zebra " + CLAUSE[::-1], "2025-01-06")
    after = copied.gather(library)

    assert before.of == (1, 0)
    assert after.of == (1, 1)


def test_a_text_copied_in_its_own_state_and_elsewhere_begins_two_families(library: Store) -> None:
    """Both begin at the same place; each has a page of its own, and the site is built."""
    save(library, "ct/2019/hb9@introduced", CLAUSE, "2019-01-10")
    found = copied.gather(library)
    lines = (*found.across, *found.again)

    assert len(found.across) == len(found.again) == 1
    assert len({line.family.first for line in lines}) == 1
    assert {f"copied/{line.id}/index.html" for line in lines} <= built(library).keys()
    assert len({line.id for line in lines}) == 2


def built(library: Store) -> dict[str, str]:
    filled = filling.fill(library, facts.load(), today=TODAY)
    filled = replace(filled, copied=copied.gather(library), as_of=None)
    return {p.path: (p.body or b"").decode("utf-8", "replace")
            for p in pages(filled, sample.TEMPLATES) if not p.path.startswith("assets/")}  # fmt: skip


def test_the_pages_hold_the_family_escaped(library: Store) -> None:
    """Front page, family page, JSON and bill page lead to each other; titles stay words."""
    save(library, "nj/2019/a4@introduced", CLAUSE.replace("webcam", HOSTILE), "2019-01-05")
    files = built(library)
    name = next(p for p in files if p.startswith("copied/") and p.endswith("family.json"))
    page = name.replace("family.json", "index.html")
    bill = files["bill/vt/2016/h2/index.html"]

    assert f'href="../{page}"' in files["copied/index.html"]
    assert f'href="../../../../{page}"' in bill
    assert "Where this text also stands" in bill
    assert "<ins>camera </ins>" in files[page] or "<del>webcam </del>" in files[page]
    assert HOSTILE not in "".join(files[p] for p in (page, "copied/index.html", *[
        p for p in files if p.startswith("bill/") and p.endswith("index.html")]))  # fmt: skip
    assert len(json.loads(files[name])["copies"]) == 4


def test_without_copies_the_page_says_so(tmp_path: Path) -> None:
    """No family, no list: the front page says in words that there is none."""
    with store.open(tmp_path / "a.db") as held:
        save(held, "ct/2015/hb1@introduced", CLAUSE, "2015-01-10")
        files = built(held)

    assert (
        "No passage of weight stands in bills or laws of two jurisdictions"
        in (files["copied/index.html"])
    )
    assert "Where this text also stands" not in files["bill/ct/2015/hb1/index.html"]


def test_a_new_copy_makes_the_page_of_the_first_bill_anew(library: Store, tmp_path: Path) -> None:
    """The page of a bill that did not change names a copy that came later."""
    known, out = facts.load(), tmp_path / "public"
    site.write(library, known, out, today=TODAY, search=False)
    page = out / "bill/ct/2015/hb1/index.html"
    before = page.read_text()
    save(library, "nj/2019/a4@introduced", CLAUSE, "2019-01-05")
    site.write(library, known, out, today=TODAY, search=False)

    assert "bill/nj/2019/a4/" not in before
    assert "bill/nj/2019/a4/" in page.read_text()


def test_the_number_of_families_and_copies_is_bounded(library: Store) -> None:
    """Only the heaviest are told, of each so many copies, and how many are left is said."""
    found = reusing.everything(library)
    told, count = reuse.families(found, found.passages, 1, 1)

    assert (len(told), count >= 1, len(told[0].copies), told[0].left > 0) == (1, True, 1, True)
