"""Scrapers read lists of whole sessions that were really recorded, in place."""

import gzip
from collections import Counter
from pathlib import Path

import pytest

from billwatch.models import Bill
from billwatch.page import Page
from billwatch.scraper import Follow, walk
from scrapers.va import Virginia

# Bills, actions, texts of a session; how many bills have subjects.
VIRGINIA = {
    "20231": (3029, 46180, 6682, 3028),
    "20241": (3595, 55232, 8122, 3595),
    "20242": (290, 1336, 570, 0),
}


@pytest.mark.parametrize("session", VIRGINIA)
def test_virginia_reads_the_lists_of_three_sessions(corpus: Path, session: str) -> None:
    """Every bill of the real lists has title and patron; actions and texts are all dated."""
    folder = corpus / "corpus/lists/va-lis/va"

    def get(follow: Follow) -> Page:
        old, name = follow.url.split("/")[-2:]
        return Page(follow.url, gzip.decompress((folder / old / f"{name}.gz").read_bytes()), "csv")

    bills = [bill for bill in walk(Virginia().start(session), get) if isinstance(bill, Bill)]
    versions = [version for bill in bills for version in bill.versions]
    labels = Counter(version.label for version in versions)
    counts = (
        len(bills),
        sum(len(bill.actions) for bill in bills),
        len(versions),
        sum(bool(bill.subjects) for bill in bills),
    )

    assert counts == VIRGINIA[session]
    assert len({bill.id for bill in bills}) == len(bills)
    assert len({version.id for version in versions}) == len(versions)
    assert all(bill.sponsors and bill.title != bill.number for bill in bills)
    assert all(version.date for version in versions)
    assert sum(count for label, count in labels.items() if label.startswith("B20")) < 10
