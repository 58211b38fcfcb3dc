"""Feeds, data files and what describes them."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urljoin

import pytest

from billwatch.models import Event
from billwatch.publish import Site, pages
from tests.browser import sample

ATOM = "{http://www.w3.org/2005/Atom}"


def built(site: Site) -> dict[str, bytes]:
    return {page.path: page.body for page in pages(site, sample.TEMPLATES)}


@pytest.fixture(scope="module")
def tiny() -> dict[str, bytes]:
    return built(sample.tiny())


@pytest.fixture(scope="module")
def folder() -> dict[str, bytes]:
    """Return the tiny site as built for no address."""
    return built(replace(sample.tiny(), base_url=""))


def test_every_feed_comes_in_both_formats_with_the_same_entries(tiny: Mapping[str, bytes]) -> None:
    """Atom and JSON Feed of a page hold the same entries, each with an id, a date and a link."""
    paths = sorted(p.removesuffix(".atom") for p in tiny if p.endswith(".atom"))

    assert {"feed/all", "feed/weaker", "feed/state/ct", "feed/provision/sale",
            "bill/xs/2026/hb1/feed"} <= set(paths)  # fmt: skip
    for path in paths:
        atom = ET.fromstring(tiny[f"{path}.atom"])
        told = json.loads(tiny[f"{path}.json"])
        ids = [e.findtext(f"{ATOM}id") for e in atom.findall(f"{ATOM}entry")]

        assert [item["id"] for item in told["items"]] == ids
        assert atom.findtext(f"{ATOM}updated")
        assert told["version"] == "https://jsonfeed.org/version/1.1"
        for entry, item in zip(atom.findall(f"{ATOM}entry"), told["items"], strict=True):
            link = entry.find(f"{ATOM}link")

            assert link is not None
            assert link.get("href") == item["url"]
            assert (entry.findtext(f"{ATOM}updated") or "")[:10] == item["date_published"][:10]


def test_an_entry_holds_the_changed_words_under_the_day_it_was_seen(
    tiny: Mapping[str, bytes],
) -> None:
    """A weakening is told with its words before, dated by when it was first seen."""
    item = json.loads(tiny["feed/provision/consent_disclosure.json"])["items"][0]

    assert item["date_published"].startswith("2026-02-04")
    assert "<del>No local board shall release such records" in item["content_html"]
    assert item["url"].endswith("/change-introduced..substitute.html")


def test_the_date_of_a_feed_is_no_build_date() -> None:
    """A build on another day changes no feed."""
    one, other = sample.tiny(), replace(sample.tiny(), today="2027-09-09")
    feeds = [{p: b for p, b in built(s).items() if "feed/" in p or "/feed." in p}
             for s in (one, other)]  # fmt: skip
    for kept in feeds:
        kept.pop("feed/index.html")

    assert feeds[0] == feeds[1]


def test_links_in_feeds_are_whole_only_where_the_address_is_known(
    tiny: Mapping[str, bytes], folder: Mapping[str, bytes]
) -> None:
    """With an address links are absolute; without one they lead there from the feed's place."""
    whole = json.loads(tiny["feed/all.json"])["items"][0]["url"]
    near = json.loads(folder["feed/all.json"])["items"][0]
    reached = urljoin("feed/all.json", near["url"])

    assert whole.startswith("https://billwatch.example/")
    assert reached in folder
    assert all(
        urljoin("feed/all.json", link) in folder
        for link in re.findall('href="([^"]+)"', near["content_html"])
    )
    assert "sitemap.xml" not in folder


def test_hostile_words_in_a_feed_stay_words() -> None:
    """Control characters and markup in an event leave the feed well formed and inert."""
    site = sample.tiny()
    words = "<script>x</script>\x00\x1b[0m & ]]>"
    bad = Event("2026-02-04", "status", "xs/2026/hb1", "", "", words, words)
    shelf = replace(site.library, told=(bad,))  # type: ignore[type-var]
    body = built(replace(site, library=shelf))["feed/all.atom"]

    assert b"<script" not in body
    assert len(ET.fromstring(body).findall(f"{ATOM}entry")) == 1


def test_the_site_map_lists_every_page_once(tiny: Mapping[str, bytes]) -> None:
    """Every page but the missing one has its address in the map."""
    names = re.findall("<loc>(.*?)</loc>", tiny["sitemap.xml"].decode())
    wanted = {p for p in tiny if p.endswith(".html") and p != "404.html"}

    assert len(names) == len(set(names)) == len(wanted)
    assert "https://billwatch.example/" in names


def test_the_data_package_describes_every_csv(tiny: Mapping[str, bytes]) -> None:
    """Each CSV has an entry whose fields are its columns in order, each in words."""
    told = json.loads(tiny["data/datapackage.json"])["resources"]
    described = {f"data/{r['path']}": r["schema"]["fields"] for r in told}
    files = {p: b for p, b in tiny.items() if p.startswith("data/") and p.endswith(".csv")}

    assert set(described) == set(files)
    for path, body in files.items():
        head = next(csv.reader(io.StringIO(body.decode(), newline="")))

        assert [f["name"] for f in described[path]] == head
        assert all(f["description"] for f in described[path])


def test_the_tables_hold_what_is_held(tiny: Mapping[str, bytes]) -> None:
    """Bills, versions, findings and events come as CSV and JSON with the same rows."""
    for name, count in (("bills", 1), ("versions", 3), ("findings/xs", 5), ("events", 2)):
        rows = list(csv.DictReader(io.StringIO(tiny[f"data/{name}.csv"].decode(), newline="")))

        assert len(rows) == len(json.loads(tiny[f"data/{name}.json"])) == count
    versions = json.loads(tiny["data/versions.json"])

    assert [v["read"] for v in versions].count("no") == 1
