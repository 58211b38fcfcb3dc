"""Facts of bills of Congress: BILLSTATUS XML (both forms) and the JSON of unitedstates/congress."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element  # only the type

from billwatch.importer import naming
from billwatch.importer.congress import SOURCE, stage
from billwatch.importer.files import File, chars, squeezed, tree
from billwatch.importer.records import Answer, Beside, Facts, Skipped
from billwatch.models import Action, Bill, Link, Sponsor, Status, Version

_MEDIA = {"xml": "application/xml", "htm": "text/html", "html": "text/html",
          "pdf": "application/pdf", "txt": "text/plain"}  # fmt: skip

# The first cue found, from the strongest on, in the actions of a bill.
_CUES: tuple[tuple[str, Status], ...] = (
    (r"became (public|private) law|signed by president", "law"),
    (r"\bvetoed\b|pocket veto", "vetoed"),
    (r"presented to president", "to governor"),
    (r"cleared for (the )?white house", "passed both"),
    (r"failed of passage|on passage failed", "dead"),
    (r"passed/agreed to in (house|senate)|on passage passed|passed (the )?(house|senate)\b",
     "passed one chamber"),
    (r"^reported|ordered to be reported|placed on .{0,200}calendar", "out of committee"),
    (r"referred to", "in committee"),
)  # fmt: skip


def status_xml(file: File, beside: Beside) -> Answer | None:
    """Read BILLSTATUS XML, of the old form and of version 3."""
    if "<billStatus" not in chars(file.body[:1000]):
        return None
    bill = tree(file).find("bill")
    if bill is None:
        return Skipped(file.path, "a BILLSTATUS file without a bill")
    found = naming.bill(
        "us",
        _text(bill, "congress"),
        f"{_text(bill, 'type', 'billType')} {_text(bill, 'number', 'billNumber')}",
        _text(bill, "title") or _text(bill, "titles/item/title"),
        SOURCE,
    )
    actions = tuple(_xml_actions(bill))
    law = bill.find("laws/item") is not None
    return Facts((replace(
        found,
        status="law" if law else status(actions),
        sponsors=tuple(_xml_sponsors(bill)),
        actions=actions,
        subjects=tuple(_xml_subjects(bill)),
        versions=tuple(_xml_versions(bill, found)),
    ),))  # fmt: skip


def _text(element: Element, *paths: str) -> str:
    return next((squeezed(t) for t in map(element.findtext, paths) if squeezed(t)), "")


def _xml_sponsors(bill: Element) -> Iterator[Sponsor]:
    for path, role in (("sponsors/item", "primary"), ("cosponsors/item", "cosponsor")):
        for item in bill.findall(path):
            name = _text(item, "fullName")
            if name and not _text(item, "sponsorshipWithdrawnDate"):
                yield Sponsor(name, role)


def _xml_actions(bill: Element) -> Iterator[Action]:
    rows = {
        (naming.day(_text(item, "actionDate")) or "", _text(item, "text")): _text(item, "type")
        for item in bill.findall("actions/item")
    }
    yield from _in_order(rows)


def _in_order(rows: dict[tuple[str, str], str]) -> Iterator[Action]:
    """Yield actions oldest first: both sources of Congress list the newest first or mixed."""
    for (day, text), _ in sorted(rows.items(), key=lambda row: row[0][0]):
        if text:
            yield Action(day, text)


def _xml_subjects(bill: Element) -> Iterator[str]:
    names = (
        squeezed(element.findtext("name"))
        for path in ("policyArea", "subjects//item", "subjects//policyArea")
        for element in bill.findall(path)
    )
    yield from dict.fromkeys(name for name in names if name)


def _xml_versions(bill: Element, of: Bill) -> Iterator[Version]:
    for item in reversed(bill.findall("textVersions/item")):
        label = _text(item, "type")
        urls = (squeezed(url.text) for url in item.findall("formats/item/url"))
        if label and label != "Public Law":
            links = tuple(_link(url) for url in urls if url)
            named = naming.version(of, stage(label), _text(item, "date"))
            yield replace(named, links=links)


def _link(url: str) -> Link:
    return Link(url, _MEDIA.get(url.rpartition(".")[2].lower(), ""))


def status(actions: Sequence[Action]) -> Status:
    """Return where a bill of Congress stands, from the words of its actions."""
    texts = [action.text for action in actions]
    for cue, name in _CUES:
        chambers = {
            found.lower()
            for text in texts
            if re.search(cue, text, re.I)
            for found in re.findall(r"house|senate", text, re.I)[:1] or [text]
        }
        if chambers:
            both = name == "passed one chamber" and {"house", "senate"} <= chambers
            return "passed both" if both else name
    return "introduced" if texts else "unknown"


def congress_json(value: Any) -> Facts | None:  # noqa: ANN401  # JSON has no other type
    """Read ``data.json`` or ``billMeta.json`` of a bill, or ``data.json`` of one print."""
    if not isinstance(value, dict):
        return None
    if "bill_version_id" in value:
        return _print_json(value)
    if not {"congress", "bill_type", "number"} <= value.keys():
        return None
    return Facts((_bill_json(value),))


def _print_json(value: dict[str, Any]) -> Facts | None:
    found = re.fullmatch(r"([a-z]+)(\d+)-(\d+)-([a-z]+\d*)", str(value["bill_version_id"]))
    if found is None:
        return None
    bill = naming.bill("us", found[3], f"{found[1]} {found[2]}", source=SOURCE)
    urls = value.get("urls") or {}
    links = tuple(_link(urls[kind]) for kind in ("xml", "html", "pdf") if urls.get(kind))
    version = naming.version(bill, stage(found[4]), str(value.get("issued_on") or ""))
    return Facts((replace(bill, versions=(replace(version, links=links),)),))


def _bill_json(value: dict[str, Any]) -> Bill:
    printed = f"{value['bill_type']} {value['number']}"
    title = value.get("short_title") or value.get("popular_title") or value.get("official_title")
    bill = naming.bill("us", str(value["congress"]), printed, squeezed(title), SOURCE)
    rows = {
        (naming.day(action.get("acted_at")) or "", squeezed(action.get("text"))): ""
        for action in value.get("actions") or ()
    }
    actions = tuple(_in_order(rows))
    main, others = value.get("sponsor") or {}, value.get("cosponsors") or ()
    sponsors = [Sponsor(squeezed(main["name"]))] if main.get("name") else []
    sponsors += [Sponsor(squeezed(one["name"]), "cosponsor") for one in others if one.get("name")]
    return replace(
        bill,
        status="law" if value.get("enacted_as") else status(actions),
        sponsors=tuple(sponsors) if main.get("name") else (),
        actions=actions,
        subjects=tuple(map(str, value.get("subjects") or ())),
    )
