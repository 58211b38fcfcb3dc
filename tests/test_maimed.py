"""Pages that lack something: whatever is missing, a source says so or does without.

Each recorded page is maimed in a few of its places, chosen by lot and always the same: a field of
JSON is null or gone, an element of HTML or XML is gone, empty or leads nowhere.
"""

import copy
import json
import random
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from bs4 import BeautifulSoup
from lxml import etree

import scrapers
from billwatch.errors import FetchError, ScrapeError
from billwatch.models import Bill
from billwatch.page import Page
from billwatch.scraper import Follow, walk
from tests.test_scrapers import CASES, Case, each_case

PLACES = 16  # of each case
_TYPES = {"json": "application/json", "xml": "text/xml", "csv": "text/csv"}


def named(address: str) -> str:
    address, at, asked = address.partition("@")
    return unquote(address) + at + unquote(asked)


def read(case: Case, bodies: Mapping[str, bytes]) -> list[Bill]:
    """Walk a source over pages that are at hand."""
    files = {named(address): file for address, file in case.pages.items()}

    def get(follow: Follow) -> Page:
        asked = unquote(urlencode(follow.form))
        key = f"{named(follow.url)}@{asked}" if asked else named(follow.url)
        file = files.get(key) or files.get(named(follow.url))
        if file is None:
            raise FetchError(f"{follow.url}: not recorded")
        kind = _TYPES.get(file.rpartition(".")[2].lower(), "text/html")
        return Page(follow.url, bodies[file], kind)

    start = scrapers.find(case.source).start(str(case.told["session"]))
    return [step for step in walk(start, get) if isinstance(step, Bill)]


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every field and item of a JSON value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        yield (*path, key)
        if isinstance(inner, (dict, list)):
            yield from spots(inner, (*path, key))


def maimed(file: str, body: bytes, chance: random.Random) -> bytes:
    """Return a page without something."""
    if file.endswith(".json"):
        value = json.loads(body)
        *way, last = chance.choice(list(spots(value)))
        holder = value
        for key in way:
            holder = holder[key]
        if chance.random() < 0.5:
            holder[last] = None
        else:
            del holder[last]
        return json.dumps(value).encode()
    if file.lower().endswith(".xml"):
        root = etree.fromstring(body, etree.XMLParser(recover=True))
        element = chance.choice([e for e in root.iterdescendants() if isinstance(e.tag, str)])
        if chance.random() < 0.5:
            element.getparent().remove(element)
        else:
            element[:], element.text = [], None
        return etree.tostring(root)
    soup = BeautifulSoup(body, "lxml")
    tag = chance.choice([t for t in soup.find_all(True) if t.name not in ("html", "body")])
    how = chance.choice(("gone", "empty", "nowhere"))
    if how == "gone":
        tag.decompose()
    elif how == "empty":
        tag.clear()
    else:
        del tag["href"]
    return str(soup).encode()


@each_case
def test_what_a_page_lacks_is_told_or_done_without(case: Case) -> None:
    """No page without something is more than the source's own error; most cost no bill at all."""
    documents = {item["file"] for item in case.texts}
    files = sorted(
        {f for f in case.pages.values() if f.lower().endswith((".json", ".xml", ".html"))}
        - documents
    )
    if not files:
        pytest.skip("lists in CSV have columns and rows, nothing within them")
    bodies = {file: (case.folder / file).read_bytes() for file in case.pages.values()}
    whole, chance, kept = len(read(case, bodies)), random.Random(case.source), 0
    for _ in range(PLACES):
        file = chance.choice(files)
        changed = {**copy.copy(bodies), file: maimed(file, bodies[file], chance)}
        try:
            kept += len(read(case, changed)) == whole
        except (ScrapeError, FetchError):
            continue

    assert kept >= PLACES / 3


def test_every_source_with_pages_is_maimed() -> None:
    """Of the sources only Virginia's past lists are CSV alone."""
    csv = {
        name for name, case in CASES.items() if all(f.endswith(".csv") for f in case.pages.values())
    }

    assert csv <= {"va-2024"}
