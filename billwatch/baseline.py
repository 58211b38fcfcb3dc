"""Readings that ship: what this program found in official texts that it does not carry.

Each file is JSON, one a jurisdiction: ``reader`` (program version and codebook) and ``texts``. A
text has its bill or law (id, number, title, kind, status, session), its version (id, label, date),
the ``url`` where the words stand and the ``sha256`` of the document that was read, ``silence``
(what a provision without a finding means here), and ``findings``: provision, value, detail, bound,
section, start, end, confidence, rule. Offsets count characters of the text in force. There are no
words of the law in it: whoever wants to check them goes to the source, or holds the text.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from billwatch.errors import DataError
from billwatch.models import Bill, Finding, Value, Version

_BILL = ("id", "number", "title", "kind", "status", "session")
_FINDING = (
    "provision", "value", "detail", "bound", "section", "start", "end", "confidence", "rule",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Baseline:
    """One text as it was read elsewhere: the bill with that one version, and facts of the reading.

    The findings have no quote. ``reader`` names the program version and codebook that read it.
    """

    bill: Bill
    url: str
    sha256: str
    reader: str
    silence: Value
    findings: tuple[Finding, ...]

    @property
    def version(self) -> Version:
        """Return the version that was read."""
        return self.bill.versions[0]


def load(texts: Mapping[str, str]) -> tuple[Baseline, ...]:
    """Return the readings in the JSON ``texts`` (file name → content), ordered by bill.

    Raise `DataError` naming the file where one is broken or a bill stands twice.
    """
    found = [one for name in sorted(texts) for one in _file(name, texts[name])]
    ids = [one.bill.id for one in found]
    twice = next((id for id in ids if ids.count(id) > 1), None)
    if twice:
        raise DataError(f"data/readings: {twice} stands twice")
    return tuple(sorted(found, key=lambda one: one.bill.id))


def dump(readings: Iterable[Baseline]) -> dict[str, str]:
    """Return the files of the readings by jurisdiction, as `load` reads them."""
    files: dict[str, list[Baseline]] = {}
    for one in sorted(readings, key=lambda one: one.bill.id):
        files.setdefault(one.bill.jurisdiction, []).append(one)
    return {code: _written(held) for code, held in files.items()}


def _written(held: list[Baseline]) -> str:
    value = {"reader": held[0].reader, "texts": [_text(one) for one in held]}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _text(one: Baseline) -> dict[str, Any]:
    return {
        **{name: getattr(one.bill, name) for name in _BILL},
        "version": one.version.id,
        "label": one.version.label,
        "date": one.version.date,
        "url": one.url,
        "sha256": one.sha256,
        "silence": one.silence,
        "findings": [{name: getattr(f, name) for name in _FINDING} for f in one.findings],
    }


def _file(name: str, text: str) -> list[Baseline]:
    try:
        value = json.loads(text)
        return [_baseline(value["reader"], item) for item in value["texts"]]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"data/readings/{name}: {type(error).__name__}: {error}") from None


def _baseline(reader: str, item: Mapping[str, Any]) -> Baseline:
    version = Version(item["version"], item["id"], item["label"], item["date"])
    jurisdiction = item["id"].partition("/")[0]
    facts = {name: item[name] for name in _BILL}
    return Baseline(
        bill=Bill(
            **facts, jurisdiction=jurisdiction, versions=(version,), url=item["url"],
            source="shipped reading",
        ),
        url=item["url"],
        sha256=item["sha256"],
        reader=reader,
        silence=item["silence"],
        findings=tuple(
            Finding(**{name: f[name] for name in _FINDING}, quote="") for f in item["findings"]
        ),
    )  # fmt: skip
