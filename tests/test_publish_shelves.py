"""Bills made by several processes, and bills that need not be made again."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from billwatch.models import Bill, Version
from billwatch.publish import Site, held, pages, publish
from billwatch.publish.memory import NOTES
from tests.browser import sample

BODY = "Section 1. An operator shall not sell the records of any pupil. Number {}."


def many(count: int, *, second: bool = True) -> Site:
    """Return a site of many bills, each of two prints or of one."""
    readings, found = {}, []
    for n in range(count):
        id = f"xs/2026/hb{n:03}"
        prints = [
            Version(f"{id}@{label}", id, label, f"2026-01-0{k}")
            for k, label in enumerate(("introduced", "engrossed")[: 1 + second], 1)
        ]
        for one in prints:
            body = BODY.format(n) + one.label
            hit = sample.finding(body, "An operator shall not sell", "sale", "ban", "operator", "1")
            readings[one.id] = sample.reading(one.id, body, (), hit)
        found.append(Bill(id, "xs", "2026", f"HB {n}", f"Act {n}", versions=tuple(prints)))
    return replace(sample.tiny(), library=sample.Shelf(tuple(found), readings))


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the bills that are printed from here on, in this process."""
    seen: list[str] = []
    real = held.hold

    def hold(site: Site, bill: Bill, prints: tuple[held.Print, ...]) -> held.Held:
        seen.append(bill.id)
        return real(site, bill, prints)

    monkeypatch.setattr(held, "hold", hold)
    return seen


def test_several_processes_print_what_one_prints(printed: list[str]) -> None:
    """Pages come in the same order with the same bytes, and all of bills are printed elsewhere."""
    site = many(400)
    alone = list(pages(site, sample.TEMPLATES))
    printed.clear()
    helped = list(pages(replace(site, workers=2), sample.TEMPLATES))

    assert helped == alone
    assert printed == []


def test_several_processes_put_what_one_puts(tmp_path: Path) -> None:
    """The folders hold the same, of a first build and of one after a change, and few files new."""
    site = many(100)
    changed = replace(site.library.bill("xs/2026/hb050"), title="Another title")  # type: ignore[type-var]
    held = tuple(changed if b.id == changed.id else b for b in site.library.bills())
    later = replace(site, library=replace(site.library, held=held))  # type: ignore[type-var]
    first = publish(replace(site, workers=2), sample.TEMPLATES, tmp_path / "helped")
    again = publish(replace(later, workers=2), sample.TEMPLATES, tmp_path / "helped")
    publish(later, sample.TEMPLATES, tmp_path / "alone")

    assert contents(tmp_path / "helped") == contents(tmp_path / "alone")
    assert first.unchanged == 0
    assert 0 < again.written < 30 < again.unchanged


class Watcher:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def begin(self, name: str, expected: int) -> None:
        """Hear that it begins."""
        self.heard.append(f"{name}: {expected}")

    def bill(self, id: str) -> None:
        """Hear of a step."""
        self.heard.append(id)


@pytest.mark.parametrize("workers", [0, 2])
def test_who_looks_on_hears_of_every_bill_twice(tmp_path: Path, workers: int) -> None:
    """Once when its page stands, once when its feed does; of a bill as it was too."""
    site, watch = replace(many(70), workers=workers), Watcher()
    publish(site, sample.TEMPLATES, tmp_path / "public", watch=watch)
    first = list(watch.heard)
    later = replace(site, today="2026-03-03")
    publish(later, sample.TEMPLATES, tmp_path / "public", watch=watch)

    assert first[0] == "site: 140"
    assert len(set(first[1:])) == len(first[1:]) == 140
    assert {path.rpartition("/")[2] for path in first[1:]} == {"index.html", "feed.json"}
    assert watch.heard == first * 2


def test_nothing_is_left_of_a_build_that_failed_elsewhere(tmp_path: Path) -> None:
    """The folder is as it was, and none stands beside it."""

    def broken(old: object, new: object) -> held.Redline:
        raise ZeroDivisionError

    out, site = tmp_path / "public", many(100)
    publish(site, sample.TEMPLATES, out)
    before = contents(out)
    with pytest.raises(ZeroDivisionError):
        publish(replace(site, redline=broken, workers=2, tool="2"), sample.TEMPLATES, out)

    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_failure_elsewhere_is_a_failure_here() -> None:
    """What goes wrong in another process is raised, not lost."""

    def broken(old: object, new: object) -> held.Redline:
        raise ZeroDivisionError

    site = replace(many(150), redline=broken, workers=0)
    ok = replace(site, library=replace(site.library, held=site.library.held[:80]))  # type: ignore[type-var,attr-defined]

    with pytest.raises(ZeroDivisionError):
        list(pages(replace(site, workers=2), sample.TEMPLATES))
    with pytest.raises(ZeroDivisionError):
        list(pages(ok, sample.TEMPLATES))


def test_only_what_changed_is_printed_again(tmp_path: Path, printed: list[str]) -> None:
    """A second build prints the bill that changed and no other, and equals a build from nothing."""
    out, site = tmp_path / "public", many(5)
    publish(site, sample.TEMPLATES, out)
    first, *others = site.library.bills()
    renamed = replace(first, title="An act of another name")
    site = replace(site, library=replace(site.library, held=(renamed, *others)))  # type: ignore[type-var]
    printed.clear()
    report = publish(site, sample.TEMPLATES, out)
    again = list(printed)
    publish(site, sample.TEMPLATES, tmp_path / "fresh")

    assert again == [first.id]
    assert report.unchanged > 20
    assert contents(out) == contents(tmp_path / "fresh")


@pytest.mark.parametrize("what", ["cut", "gone", "notes gone", "notes damaged"])
def test_damage_is_mended(tmp_path: Path, printed: list[str], what: str) -> None:
    """A file that is not as it was left, or notes that cannot be read, are made anew."""
    out, site = tmp_path / "public", many(3)
    publish(site, sample.TEMPLATES, out)
    before, page = contents(out), out / "bill/xs/2026/hb001/index.html"
    if what == "cut":
        page.write_bytes(page.read_bytes()[:50])
    elif what == "gone":
        page.unlink()
    elif what == "notes gone":
        (out / NOTES).unlink()
    else:
        (out / NOTES).write_bytes(b'["xs/2026/hb001", 7\n\xff{')
    printed.clear()
    publish(site, sample.TEMPLATES, out)

    assert contents(out) == before
    assert printed == (
        ["xs/2026/hb001"] if what in ("cut", "gone") else [b.id for b in site.library.bills()]
    )


def test_another_day_alone_changes_no_page_of_a_bill(tmp_path: Path) -> None:
    """The date of the build stands where it matters, not on every page."""
    out, site = tmp_path / "public", many(3)
    publish(site, sample.TEMPLATES, out)
    before = contents(out)
    publish(replace(site, today="2026-03-03"), sample.TEMPLATES, out)
    changed = {path for path, body in contents(out).items() if before.get(path) != body}

    assert "index.html" in changed
    assert [p for p in changed if p.startswith(("bill/", "compare/", "here/"))] == []


@pytest.mark.parametrize("part", ["template", "codebook", "address"])
def test_what_all_pages_share_prints_them_again(
    tmp_path: Path, printed: list[str], part: str
) -> None:
    """Another template, codebook or address is another page of every bill."""
    templates = tmp_path / "site" / "templates"
    for path in sample.TEMPLATES.parent.rglob("*.*"):
        target = tmp_path / "site" / path.relative_to(sample.TEMPLATES.parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    out, site = tmp_path / "public", many(2)
    publish(site, templates, out)
    if part == "template":
        with (templates / "bill.html").open("a") as file:
            file.write("{# other #}")
    elif part == "codebook":
        book = (replace(site.codebook[0], name="Another name"), *site.codebook[1:])
        site = replace(site, codebook=book)
    else:
        site = replace(site, base_url="https://other.example")
    printed.clear()
    publish(site, templates, out)

    assert len(printed) == 2


def test_a_note_holds_no_text(tmp_path: Path) -> None:
    """The notes beside the pages name files and figures; they are JSON, one line a bill."""
    publish(many(2), sample.TEMPLATES, tmp_path / "public")
    lines = (tmp_path / "public" / NOTES).read_text("utf-8").splitlines()

    names = [json.loads(line)[0] for line in lines]
    assert [name for name in names if name.startswith("xs/")] == ["xs/2026/hb000", "xs/2026/hb001"]
    assert "shall not sell the records" not in "".join(lines)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()
    }
