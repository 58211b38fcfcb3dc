"""Write the readings that ship (``data/readings``) from what is held: facts, no words."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from billwatch import baseline, folders, provisions, topics
from billwatch.baseline import Baseline
from billwatch.errors import DataError
from billwatch.models import Bill, Reading, Version
from billwatch.pipeline import keep, scope, views
from billwatch.pipeline.facts import Facts
from billwatch.store import Store


def write(store: Store, facts: Facts, folder: Path, today: str) -> int:
    """Write every reading worth shipping into ``folder``, a file a jurisdiction; return how many.

    Files of jurisdictions that have none any more are removed.
    """
    held = tuple(gather(store, facts, today))
    files = baseline.dump(held)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        if old.stem not in files:
            old.unlink()
    for code, text in files.items():
        (folder / f"{code}.json").write_text(text, "utf-8", newline="\n")
    return len(held)


def gather(store: Store, facts: Facts, today: str) -> Iterator[Baseline]:
    """Yield the readings of bills and laws on the topic in which something was found.

    Of each the current version counts. What has no official address is left out: nobody could
    check it.
    """
    for bill in store.bills():
        version = views.current(store, bill, today)
        read = store.reading(version.id) if version else None
        if version is None or read is None or not read.findings or not _on_topic(bill, read):
            continue
        url = official(facts, bill, version)
        if url:
            yield _one(store, facts, bill, version, read, url)


def _on_topic(bill: Bill, read: Reading) -> bool:
    if bill.kind == "law":
        return True
    found = topics.judge(
        scope.topic(), title=bill.title, subjects=bill.subjects, text=read.text.body
    )
    return found.kept


def _one(
    store: Store, facts: Facts, bill: Bill, version: Version, read: Reading, url: str
) -> Baseline:
    sha256, _ = store.stamp(version.id) or ("", "")
    kept = Version(version.id, bill.id, version.label, version.date)
    return Baseline(
        Bill(
            bill.id, bill.jurisdiction, bill.session, bill.number, brief(bill.title), bill.kind,
            bill.status, versions=(kept,),
        ),
        url,
        sha256,
        keep.stamp(facts),
        provisions.silence(read.text),
        read.findings,
    )  # fmt: skip


def brief(title: str, most: int = 12) -> str:
    """Return the first words of a title; the long ones say what the law does, in its own words.

    >>> brief("Pupil records"), brief("To amend chapters 161 and 170", most=3)
    ('Pupil records', 'To amend chapters…')
    """
    words = title.split()
    return title if len(words) <= most else " ".join(words[:most]) + "…"


def official(facts: Facts, bill: Bill, version: Version) -> str:
    """Return where the official words stand: of this very text, else of the law it is part of."""
    exact = (law.url for law in facts.laws if bill.id == law.id)
    whole = (law.url for law in facts.laws if bill.id in law.texts)
    given = (link.url for link in version.links)
    return next(filter(None, (*exact, by_rule(bill.id), bill.url, *whole, *given)), "")


def by_rule(id: str) -> str:
    """Return the address that the rules of ``data/addresses.toml`` give an id, or nothing.

    >>> by_rule("us/118/hr7534"), by_rule("xs/2026/hb1")
    ('https://www.congress.gov/bill/118th-congress/house-bill/7534/text', '')
    """
    found = ((rule.fullmatch(id), url) for rule, url in addresses().items())
    return next((match.expand(url) for match, url in found if match), "")


@cache
def addresses() -> Mapping[re.Pattern[str], str]:
    """Return the address rules that ship, in the order of the file."""
    path = folders.find("data") / "addresses.toml"
    try:
        listed = tomllib.loads(path.read_text("utf-8"))["address"]
        return {re.compile(one["id"]): one["url"] for one in listed}
    except (tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise DataError(f"{path.name}: {error}") from None
