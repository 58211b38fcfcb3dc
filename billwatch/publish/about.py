"""Describe the data for those who take it away: data package, citation, map of the site."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from billwatch.publish import files, ledger, safe
from billwatch.publish.faces import Page, Site
from billwatch.publish.press import Press, as_json

_MOST = 45_000  # addresses of one site map; 50,000 are allowed
_NUMBERS = {
    "year": "integer", "start": "integer", "end": "integer", "others": "integer",
    "versions": "integer", "characters": "integer", "confidence": "number", "kept": "number",
}  # fmt: skip
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_RIGHTS = (
    "Texts of bills and laws are public documents of the bodies that made them; each is named with "
    "its source.",
    "What others published about a law is theirs; the columns “who” and “where” name them.",
    "The questions, the list of laws and the readings that come with billwatch are under its "
    "licence (MIT).",
)
_MATRIX = {
    "law": "Law in force, every jurisdiction by every provision",
    "pending": "Pending bills, every jurisdiction by every provision",
    "both": "The stronger of law in force and pending bills",
}


def pages(
    site: Site, press: Press, codes: Sequence[str], names: Sequence[str] = ()
) -> Iterator[Page]:
    """Yield the data package and the citation, and the map where the address is known.

    ``codes`` are the jurisdictions that have findings, ``names`` the files made before.
    """
    yield Page("data/datapackage.json", as_json(package(site, codes)))
    words, grant = " ".join(rights(site.licence)), granted(site.licence)
    for path in ("data/CITATION.cff", "CITATION.cff"):
        yield press.page(path, "CITATION.cff", rights=words, granted=grant)
    if site.base_url:
        yield from _map(press, sorted(n for n in names if n.endswith(".html") and n != "404.html"))


def rights(licence: str) -> tuple[str, ...]:
    """Return whose the data are, and what the operator grants for the answers made here.

    >>> rights("CC-BY-4.0")[-1]
    'For the answers made here the operator of this site grants: CC-BY-4.0.'
    """
    ours = (
        f"For the answers made here the operator of this site grants: {licence}."
        if licence
        else "For the answers made here the operator of this site has named no licence."
    )
    return *_RIGHTS, ours


def granted(licence: str) -> Mapping[str, str]:
    """Return the licence as programs read it; nothing where it is only words.

    >>> granted("CC0-1.0"), granted("https://example.org/terms"), granted("ask us"), granted("")
    ({'name': 'CC0-1.0'}, {'path': 'https://example.org/terms'}, {}, {})
    """
    if _SPDX.fullmatch(licence):
        return {"name": licence}
    return {"path": licence} if safe.web(licence) else {}


def package(site: Site, codes: Iterable[str]) -> Mapping[str, object]:
    """Return the description of every CSV file, its columns in words (Frictionless Data, v1)."""
    tables = [
        *((f"matrix-{view}", words, files.COLUMNS) for view, words in _MATRIX.items()),
        ("laws", "The baseline of known laws and bills", files.LAWS),
        ("provisions", "The questions of the codebook", files.PROVISIONS),
        ("bills", "Bills and codified laws held", ledger.BILLS),
        ("versions", "Printed texts of them", ledger.VERSIONS),
        ("events", "What happened, by the day it was first seen", ledger.EVENTS),
        *(
            (ledger.findings_path(c).removeprefix("data/"), f"Findings: {c.upper()}",
             ledger.FINDINGS) for c in codes
        ),
    ]  # fmt: skip
    licence = granted(site.licence)
    return {
        "profile": "tabular-data-package",
        "name": "billwatch",
        "title": "Student-privacy law and bills, provision by provision",
        "version": site.tool,
        "created": f"{site.today}T00:00:00Z",
        "homepage": site.base_url or None,
        "description": " ".join(rights(site.licence)),
        **({"licenses": [licence]} if licence else {}),
        "resources": [_resource(*table) for table in tables],
    }


def _resource(path: str, title: str, columns: Mapping[str, str]) -> Mapping[str, object]:
    fields = [
        {"name": name, "type": _NUMBERS.get(name, "string"), "description": words}
        for name, words in columns.items()
    ]
    return {
        "name": path.replace("/", "-"),
        "path": f"{path}.csv",
        "title": title,
        "profile": "tabular-data-resource",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _map(press: Press, names: Sequence[str]) -> Iterator[Page]:
    groups = [names[n : n + _MOST] for n in range(0, len(names), _MOST)]
    yield press.page("robots.txt", "robots.txt")
    if len(groups) == 1:
        yield press.page("sitemap.xml", "sitemap.xml", names=groups[0], maps=())
        return
    parts = [f"sitemap-{n}.xml" for n in range(1, len(groups) + 1)]
    yield press.page("sitemap.xml", "sitemap.xml", names=(), maps=parts)
    for part, group in zip(parts, groups, strict=True):
        yield press.page(part, "sitemap.xml", names=group, maps=())
