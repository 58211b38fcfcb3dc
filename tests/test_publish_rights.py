"""The data say whose they are, and claim no licence that nobody gave."""

import json
from dataclasses import replace

import pytest

from billwatch.publish import pages
from tests.browser import sample

NAMED = "the operator of this site has named no licence"


def built(licence: str) -> dict[str, str]:
    site = replace(sample.tiny(), licence=licence)
    return {
        p.path: (p.body or b"").decode("utf-8", "replace") for p in pages(site, sample.TEMPLATES)
    }


def test_without_a_licence_none_is_claimed() -> None:
    """Page, package and citation say that none is named, and programs find none."""
    files = built("")
    package = json.loads(files["data/datapackage.json"])

    assert NAMED in files["data/index.html"]
    assert NAMED in package["description"]
    assert "licenses" not in package
    assert NAMED in files["CITATION.cff"]
    assert "\nlicense" not in files["CITATION.cff"]


@pytest.mark.parametrize(
    ("licence", "package", "citation"),
    [
        ("CC-BY-4.0", [{"name": "CC-BY-4.0"}], 'license: "CC-BY-4.0"'),
        (
            "https://example.org/terms",
            [{"path": "https://example.org/terms"}],
            'license-url: "https://example.org/terms"',
        ),
        ("free to quote, <b>ask</b> first", None, "abstract: "),
    ],
    ids=["a name", "an address", "words"],
)
def test_what_the_operator_grants_is_said(
    licence: str, package: list[dict[str, str]] | None, citation: str
) -> None:
    """It stands on the page in words, and where programs look for it as they want it."""
    files = built(licence)

    assert (
        f"grants: {licence.replace('<', '&lt;').replace('>', '&gt;')}." in files["data/index.html"]
    )
    assert json.loads(files["data/datapackage.json"]).get("licenses") == package
    assert f"\n{citation}" in files["data/CITATION.cff"]
    assert files["data/CITATION.cff"] == files["CITATION.cff"]
