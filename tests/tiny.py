"""Two tiny sources for the tests of a night, and their pages; as a program, one night over them."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest import mock

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Version
from billwatch.page import Page
from billwatch.pipeline import facts, nightly
from billwatch.pipeline.nightly import Plan
from billwatch.scraper import Follow, Scraper, Step

CONSENT = (
    "AN ACT concerning student records.\n\nSection 1. A school district shall not disclose the "
    "education record of a student without the written consent of the parent of the student.\n\n"
    "Section 2. This act takes effect on the first day of July.\n"
)
NOTICE = CONSENT.replace("without the written consent of", "unless it has notified")


class Tiny:
    """A source of a few bills: a list with marks, a page a bill, a text a version."""

    sessions: tuple[Session, ...]

    def __init__(self, name: str) -> None:
        self.name = name
        self.jurisdiction = Jurisdiction(name, name.upper(), sample=True)
        self.hosts = (f"{name}.example",)
        self.sessions = (Session(name, "2026", "", "2026-01-01", "2026-12-31"),)

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the list."""
        return (Follow(f"https://{self.name}.example/{self.name}/list.html", self.bills),)

    def bills(self, page: Page) -> Iterator[Step]:
        """Read the list."""
        for row in page.rows(header=("Bill", "Changed")):
            number = row["Bill"]
            draft = Bill(
                f"{self.name}/2026/{number.lower()}", self.name, "2026", number, "Student records"
            )
            yield Follow(
                row.link("Bill"),
                partial(self.bill, draft),
                bill=draft.id,
                changed=row["Changed"],
            )

    def bill(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's page."""
        if page.text(page.one("h1")) != draft.number:
            raise ScrapeError(f"{page.url}: not {draft.number}")
        actions = [
            Action(row["Date"], row["Action"]) for row in page.rows(header=("Date", "Action"))
        ]
        links = page.some("a.text")
        versions = [
            Version(
                f"{draft.id}@{page.text(link).lower()}",
                draft.id,
                page.text(link),
                f"2026-02-0{n}",
                (Link(page.link(link), "text/plain"),),
            )
            for n, link in enumerate(links, 1)
        ]
        yield replace(draft, actions=tuple(actions), versions=tuple(versions))


def find(name: str) -> Scraper:
    """Return the tiny source of a name."""
    return Tiny(name)


def write(folder: Path, name: str, bills: dict[str, list[str]]) -> None:
    """Write the pages of a source: of each bill its texts; its mark is how many there are."""
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    rows = "".join(
        f'<tr><td><a href="{b}.html">{b}</a></td><td>{len(t)}</td></tr>' for b, t in bills.items()
    )
    (home / "list.html").write_text(
        f"<title>{name}</title><table><tr><th>Bill</th><th>Changed</th></tr>{rows}</table>"
    )
    for bill, texts in bills.items():
        links = ""
        for n, text in enumerate(texts):
            label = ("Introduced", "Substitute", "Engrossed")[n]
            (home / f"{bill}-{label}.txt").write_text(text)
            links += f'<a class="text" href="{bill}-{label}.txt">{label}</a> '
        (home / f"{bill}.html").write_text(
            f"<title>{bill}</title><h1>{bill}</h1><table><tr><th>Date</th><th>Action</th></tr>"
            "<tr><td>2026-01-15</td><td>Introduced</td></tr><tr><td>2026-01-20</td>"
            f"<td>Referred to Committee on Education</td></tr></table>{links}"
        )


class Silent:
    """Looks on and says nothing; remembers what it heard."""

    def __init__(self) -> None:
        self.heard: dict[str, str] = {}

    def begin(self, name: str, expected: int) -> None:
        """Hear nothing."""

    def bill(self, id: str) -> None:
        """Hear nothing."""

    def end(self, name: str, words: str) -> None:
        """Remember."""
        self.heard[name] = words


def main() -> None:
    """Run one night: database, root, output, sources."""
    db, root, out, *names = sys.argv[1:]
    plan = Plan(tuple(names), out=Path(out), root=root, find=find)
    with mock.patch("billwatch.publish.searcher", tuple):  # no test of a night needs the index
        done = nightly.run(Path(db), facts.load(), plan, Silent())
    sys.exit(int(not done.ok))


if __name__ == "__main__":
    main()
