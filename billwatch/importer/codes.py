"""Laws in force: sections of codes as published, and DC's acts.

The version of a section is the release or day it was published by, where the source says so.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from billwatch.importer import naming
from billwatch.importer.files import File, chars, inner, squeezed, tree, words
from billwatch.importer.records import Answer, Beside, Found, Part, Skipped, near
from billwatch.models import Action, Bill, Version

_CITED = {
    "vt": "{title} V.S.A. {section}", "va": "Va. Code {full}", "id": "Idaho Code {full}",
    "ri": "R.I.G.L. {full}", "nd": "N.D.C.C. {full}", "ak": "AS {full}", "hi": "HRS {full}",
    "us": "{title} U.S.C. {section}", "ga": "O.C.G.A. {full}", "tn": "T.C.A. {full}",
    "ky": "KRS {full}", "co": "C.R.S. {full}", "wy": "W.S. {full}", "ar": "Ark. Code {full}",
    "ms": "Miss. Code {full}", "nc": "G.S. {full}", "az": "A.R.S. {full}",
}  # fmt: skip

_ANCHOR = re.compile(r'<h[1-6]\b[^<>]{0,200}\bid="(t[^"<>]{1,80})"')
_TITLE = re.compile(r"t([0-9][0-9A-Za-z.]*?)(?:p\d+)?(?:st\d+)?c.*s.+")
_CITE = re.compile(r'class="oc([a-z]{2})"|\bgov\.([a-z]{2})\.')
_SECTION = re.compile(r"^(?:§+|Sec\.|Section)?\s*([0-9][0-9A-Za-z.:-]*?)\.?(?:\s|$)(.*)", re.S)
_RELEASE = re.compile(r"r(\d+)|release[ _-]?(\d+)", re.I)
_CHUNK_TITLE = re.compile(r"^# Title (\d+[A-Za-z]?)", re.M)
_CHUNK_SECTION = re.compile(r"^#+ §\s*([0-9A-Za-z–-]+)\. *(.*)", re.M)
_CHUNK_PART = re.compile(r"^##### \(([a-z]+)\)", re.M)


def law(
    state: str, title: str, section: str, heading: str, source: str, name: str, label: str
) -> tuple[Bill, Version]:
    """Return a section of a code with one version.

    A section number that does not begin with its title's gets it: title 9, section 2443 is
    ``9-2443``.
    """
    full = section if not title or re.match(rf"{re.escape(title)}\b", section) else (
        f"{title}-{section}"
    )  # fmt: skip
    cited = _CITED.get(state, "§ {full}").format(title=title, section=section, full=full)
    id = f"{state}/code/{naming.slug(full)}"
    bill = Bill(id, state, "code", cited, squeezed(heading), "law", "law", source=source)
    return bill, Version(f"{id}@{naming.slug(name)}", id, label)


def section_html(file: File, beside: Beside) -> Answer | None:
    """Read a section of a code as UniCourt publishes it; its heading's anchor has the title."""
    text = chars(file.body)
    found = _ANCHOR.search(text[:2000])
    anchor = _TITLE.fullmatch(found[1]) if found else None
    if anchor is None:
        return None
    named = _SECTION.match(words(inner(text[:20_000], "h3")).replace("\n", " "))
    if named is None or "<nav" in text[:2000]:
        return Skipped(file.path, "a list of sections, not the text of one")
    folders = [part.lower() for part in file.path.parts[:-1]]
    state = _state(text, beside) or near(file.path, beside)
    if not state:
        return Skipped(file.path, "a section of a code that names no state: give the jurisdiction")
    releases = (_RELEASE.fullmatch(part) for part in reversed(folders))
    release = next((int(found[1] or found[2]) for found in releases if found), 0)
    name, label = (f"r{release}", f"Release {release}") if release else ("published", "Published")
    title = anchor[1].lstrip("0")
    bill, version = law(state, title, named[1], named[2], "UniCourt", name, label)
    return Found(bill, version, "text/html", order=release)


def _state(text: str, beside: Beside) -> str:
    """Return the state that most of the page's cross references name, else as the user said.

    A reference's address counts before its class: publishers have classed one state's references
    as another's, but a wrong address would lead nowhere.
    """
    cites = [cite for cite in _CITE.finditer(text) if (cite[1] or cite[2]) in beside.states]
    votes = Counter(cite[1] or cite[2] for cite in cites)
    addressed = {cite[2] for cite in cites}
    return max(votes, key=lambda code: (code in addressed, votes[code]), default="") or (
        beside.jurisdiction if beside.jurisdiction in beside.states else ""
    )


def linked_data(file: File, beside: Beside) -> Answer | None:
    """Read a page that describes its law in JSON-LD (schema.org Legislation)."""
    text = chars(file.body[:200_000])
    try:
        value = json.loads(inner(text, "script", having=r"application/ld\+json") or "0")
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict) and value.get("@type") == "Legislation":
        return _linked_law(file, value, beside)
    if re.search(r"(?i)<title>\s*Chapter\b[^<]*Statutes", text):
        return Skipped(file.path, "a list of sections, not the text of one")
    return None


def _linked_law(file: File, value: Mapping[str, Any], beside: Beside) -> Found | Skipped:
    state = str(value.get("legislationJurisdiction") or "").lower().removeprefix("us-")
    named = _SECTION.match(squeezed(str(value.get("name") or "")))
    if state not in beside.states or named is None:
        return Skipped(file.path, "a law that names no state or section")
    day = naming.day(str(value.get("legislationDate") or value.get("dateModified") or ""))
    bill, version = law(
        state, "", named[1], named[2], "unofficial copy", day or "published", "Published"
    )
    url = str(value.get("isBasedOn") or value.get("url") or "")
    return Found(
        replace(bill, url=url), replace(version, date=day), "text/html",
        url=str(value.get("url") or ""),
    )  # fmt: skip


def dc_law(file: File, beside: Beside) -> Found | None:
    """Read an act or law of the DC Council: its numbers, title and days."""
    if "code.dccouncil" not in chars(file.body[:3000]):
        return None
    root = tree(file)
    space = root.tag.rpartition("}")[0] + "}"
    numbers = {e.get("type"): squeezed(e.text) for e in root.findall(f"{space}num")}
    kind = "law" if "law" in numbers else "act"
    printed = numbers.get("bill") or numbers.get(kind)
    if not printed:
        return None
    period, _, digits = printed.partition("-")
    titles = {e.get("type"): squeezed(e.text) for e in root.findall(f"{space}heading")}
    meta = {e.tag.removeprefix(space): squeezed(e.text) for e in root.iter() if e.text}
    bill = naming.bill("dc", period, f"B {digits}", titles.get("short") or "", "DC law-xml")
    history = root.find(f"{space}meta/{space}history")
    bill = replace(
        bill,
        status="law",
        actions=tuple(_dc_actions(root, space)),
        url=(history.get("url") or "") if history is not None else "",
    )
    label = f"D.C. {kind.title()} {numbers.get(kind, printed)}"
    day = meta.get("effective") or meta.get("enacted")
    name = f"{kind}-{numbers.get(kind, printed)}"
    version = Version(f"{bill.id}@{naming.slug(name)}", bill.id, label, naming.day(day))
    return Found(bill, version, "application/xml")


def _dc_actions(root: Any, space: str) -> Iterator[Action]:  # noqa: ANN401
    rows = []
    for element in root.iter():
        tag = str(element.tag).removeprefix(space)
        day = naming.day(element.get("date") or element.text)
        if tag == "vote" and day:
            rows.append(Action(day, f"Vote: {element.get('reading') or ''}".rstrip(": ")))
        elif tag in ("introduced", "enacted", "effective") and day:
            rows.append(Action(day, tag.capitalize()))
    yield from sorted(dict.fromkeys(rows), key=lambda action: action.date)


def code_chunk(file: File, beside: Beside) -> Answer | None:
    """Read a piece of a section of the US Code in Markdown; `joined` puts the pieces together."""
    text = chars(file.body)
    title, section = _CHUNK_TITLE.search(text[:500]), _CHUNK_SECTION.search(text[:3000])
    if title is None or section is None:
        return None
    place = re.search(r"(?<!\d)\d+$", file.stem)
    part = _CHUNK_PART.search(text)
    bill, version = law(
        "us", title[1], section[1].replace("–", "-"), section[2], "United States Code",
        "published", "Published",
    )  # fmt: skip
    first = part is None or part[1] == "a"
    return Part(bill, version, int(place[0]) if place else 0, first)


def joined(bodies: Sequence[bytes]) -> bytes:
    """Join pieces in Markdown to one plain text; the headings a piece begins with come once.

    >>> joined([b"# Title 1\\n#### s 1. A\\n\\n(1) x", b"# Title 1\\n#### s 1. A\\n##### (b) y"])
    b'Title 1\\n\\ns 1. A\\n\\n(1) x\\n\\n(b) y\\n'
    """
    lines: list[str] = []
    seen: set[str] = set()
    for body in bodies:
        piece = [line for line in map(squeezed, chars(body).split("\n")) if line]
        own = next((n for n, line in enumerate(piece) if not line.startswith("#")), len(piece))
        heads = [line for line in piece[:own] if line not in seen]
        seen.update(heads)
        lines += [re.sub(r"^#+ ", "", line) for line in (*heads, *piece[own:])]
    return ("\n\n".join(lines) + "\n").encode()
