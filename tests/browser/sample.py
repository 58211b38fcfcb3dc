"""Draft sites for tests of publish: a tiny one in memory, and one as wide as the real matrix."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from billwatch.models import (
    Action,
    Bill,
    Cell,
    Clause,
    Coding,
    Copy,
    Event,
    Finding,
    Jurisdiction,
    Law,
    Link,
    Mark,
    Matrix,
    Reading,
    Section,
    Session,
    Sponsor,
    Text,
    Version,
)
from billwatch.publish import (
    Accuracy,
    Copied,
    Example,
    Lineage,
    Measured,
    Named,
    Place,
    ProvisionPage,
    Redline,
    Site,
    Stands,
)

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "site" / "templates"

PLACES = (
    Place("ct", "Connecticut", "Northeast", (9, 3)),
    Place("vt", "Vermont", "Northeast", (9, 1)),
    Place("us", "US Congress", "Federal"),
    Place("xs", "Sample legislature", "Sample", None, True),
)
CODEBOOK = (
    ProvisionPage(
        "consent_disclosure", "Consent before disclosure", "Consent",
        "Must parents agree before student data goes to a third party?",
        (("yes", "Consent is required."), ("no", "Nothing in the text requires it.")),
        (Example("A board shall not release records without written consent.", "yes", "written"),),
    ),
    ProvisionPage("parent_notice", "Notice to parents", "Consent", "Must parents be told?"),
    ProvisionPage("sale", "Ban on sale", "Limits", "Is the sale of student data banned?"),
    ProvisionPage(
        "breach_notice_school", "Breach notice to the school", "Breach",
        "Must a vendor tell the school about a breach, and how fast?",
    ),
)  # fmt: skip

INTRODUCED = """AN ACT CONCERNING THE PRIVACY OF PUPIL RECORDS
Section 1. As used in this act, "operator" means a person who runs a site used by schools.
Sec. 2. (a) An operator shall not sell the records of any pupil.
  (b) No local board shall release such records without the written consent of a parent.
Sec. 3. An operator shall notify the local board within seventy-two hours of finding a breach."""
SUBSTITUTE = """AN ACT CONCERNING THE PRIVACY OF PUPIL RECORDS
Section 1. As used in this act, "operator" means a person who runs a site used by schools.
Sec. 2. (a) An operator shall not sell the records of any pupil.
  (b) A parent may ask the local board in writing that such records not be released.
Sec. 3. An operator shall notify the local board within thirty days of finding a breach."""


def finding(
    body: str, quote: str, provision: str, detail: str, bound: str, section: str
) -> Finding:
    """Return a finding whose quote stands in ``body``."""
    start = body.index(quote)
    return Finding(
        provision, "yes", detail, bound, section, start, start + len(quote), quote, 0.93,
        f"{provision}.first",
    )  # fmt: skip


def sections(body: str) -> tuple[Section, ...]:
    """Return sections that tile a body: one begins at every line that starts with Sec."""
    starts, at = [0], 0
    for line in body.splitlines(keepends=True):
        if line.startswith("Sec") and at:
            starts.append(at)
        at += len(line)
    ends = [*starts[1:], len(body)]
    return tuple(
        Section(str(n) if n else "", "", start, end, "section" if n else "front")
        for n, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def reading(version: str, body: str, marks: tuple[Mark, ...] = (), *hits: Finding) -> Reading:
    """Return a reading without clauses."""
    clauses: tuple[Clause, ...] = ()
    text = Text(body, marks, "shown" if marks else "plain")
    return Reading(version, text, sections(body), clauses, tuple(hits))


def _sample_readings() -> dict[str, Reading]:
    sale = "An operator shall not sell the records of any pupil."
    consent = "No local board shall release such records without the written consent of a parent."
    struck = SUBSTITUTE.index("A parent may ask")
    marks = (
        Mark("deleted", struck, struck, consent, "print"),
        Mark("added", struck, SUBSTITUTE.index("\nSec. 3"), "", "print"),
    )
    hours, days = "within seventy-two hours of finding a breach", "within thirty days"
    one, two = "xs/2026/hb1@introduced", "xs/2026/hb1@substitute"
    return {
        one: reading(
            one, INTRODUCED, (),
            finding(INTRODUCED, consent, "consent_disclosure", "opt-in-written", "district", "2"),
            finding(INTRODUCED, sale, "sale", "ban", "operator", "2"),
            finding(INTRODUCED, hours, "breach_notice_school", "72 hours", "operator", "3"),
        ),
        two: reading(
            two, SUBSTITUTE, marks,
            finding(SUBSTITUTE, sale, "sale", "ban", "operator", "2"),
            finding(SUBSTITUTE, days, "breach_notice_school", "30 days", "operator", "3"),
        ),
    }  # fmt: skip


def sample_bill() -> Bill:
    """Return the one bill of the tiny site: three versions, of which the last was not read."""
    link = Link("https://legislature.example/hb1.html", "text/html")
    versions = (
        Version("xs/2026/hb1@introduced", "xs/2026/hb1", "Introduced", "2026-01-12", (link,)),
        Version("xs/2026/hb1@substitute", "xs/2026/hb1", "Committee substitute", "2026-02-03"),
        Version("xs/2026/hb1@engrossed", "xs/2026/hb1", "Engrossed", "2026-03-01", (link,)),
    )
    return Bill(
        "xs/2026/hb1", "xs", "2026", "HB 1", "An act concerning the privacy of pupil records",
        status="in committee",
        sponsors=(Sponsor("Committee on Education"),),
        actions=(Action("2026-01-12", "Referred to the Committee on Education", "lower"),),
        versions=versions,
        url="https://legislature.example/hb1",
        source="sample",
    )  # fmt: skip


@dataclass(frozen=True)
class Shelf:
    """A library in memory."""

    held: tuple[Bill, ...]
    readings: Mapping[str, Reading]
    told: tuple[Event, ...] = ()

    def jurisdictions(self) -> tuple[Jurisdiction, ...]:
        codes = sorted({bill.jurisdiction for bill in self.held})
        return tuple(Jurisdiction(code, code.upper()) for code in codes)

    def sessions(self, jurisdiction: str = "") -> Iterator[Session]:
        yield from ()

    def again(self) -> "Shelf":
        return self

    def ids(self) -> tuple[str, ...]:
        return tuple(bill.id for bill in self.held)

    def bill(self, id: str) -> Bill | None:
        return next((bill for bill in self.held if bill.id == id), None)

    def bills(self, jurisdiction: str = "") -> Iterator[Bill]:
        yield from (b for b in self.held if jurisdiction in ("", b.jurisdiction))

    def copies(self, version: str) -> tuple[Copy, ...]:
        if version not in self.readings:
            return ()
        body = self.readings[version].text.body.encode()
        digest = hashlib.sha256(body).hexdigest()
        url = "https://legislature.example/" + version.rpartition("@")[2]
        return (Copy(digest, "text/html", url, "2026-03-02T01:00:00+00:00", len(body)),)

    def reading(self, version: str, *, clauses: bool = True) -> Reading | None:
        return self.readings.get(version)

    def state(self, version: str) -> str:
        return repr(self.readings.get(version))

    def findings(self, version: str) -> tuple[Finding, ...]:
        return self.readings[version].findings if version in self.readings else ()

    def first_seen(self, id: str) -> str:
        return "2026-02-04"

    def events(self, since: str = "") -> Iterator[Event]:
        yield from self.told

    def runs(self, limit: int = 50) -> tuple[Mapping[str, str], ...]:
        return (
            {
                "started": "2026-03-02T01:00:00+00:00",
                "finished": "2026-03-02T01:02:00+00:00",
                "command": "nightly",
                "outcome": "done",
                "report": '{"bills": 1, "failures": "none"}',
            },
        )


def machine(code: str, version: str, hit: Finding, status: str = "in committee") -> Cell:
    """Return the cell of a finding."""
    return Cell(
        code, hit.provision, hit.value, hit.detail, hit.bound, "machine", version.split("@")[0],
        version, status, 2026, hit.section, hit.start, hit.end, hit.quote, hit.confidence, hit.rule,
    )  # fmt: skip


LAWS = (
    Law(
        "ct/2016/hb5469", "ct", 2016, "HB 5469", "Conn. Gen. Stat. 10-234aa",
        "Student data privacy", "law", "https://www.cga.ct.gov/2016/act/pa/2016PA-00189.htm",
        "PA 16-189", ("operator", "contractor"), "",
        True,
        (
            Coding(
                "sale", "yes", "ban", "CT Office of Legislative Research",
                "https://www.cga.ct.gov/2016/SUM/2016SUM00189-R02HB-05469-SUM.htm", "A",
                "enacted",
            ),
        ),
    ),
    Law("vt/2020/h1", "vt", 2020, "H 1", "", "Unsure", "dead", "", note="seen once", verified=False),
)  # fmt: skip


def matrix(view: str, places: tuple[Place, ...], cells: tuple[Cell, ...]) -> Matrix:
    """Return a full matrix: what ``cells`` does not say was not read."""
    known = {(cell.jurisdiction, cell.provision): cell for cell in cells}
    every = tuple(
        known.get((p.code, q.id), Cell(p.code, q.id, "not read", note="no text is held"))
        for p in places
        for q in CODEBOOK
    )
    there = tuple(Jurisdiction(p.code, p.name, p.sample) for p in places)
    return Matrix(view, "2026-03-02", there, tuple(q.id for q in CODEBOOK), every)


def redline(old: Reading, new: Reading) -> Redline:
    """Return a comparison as the diff room would: a fragment of safe HTML."""
    html = "<section><h2>§ 3</h2><p>within <del>seventy-two hours</del> <ins>thirty days</ins></p></section>"
    from billwatch import diff  # the bench of a build starts without it

    found = diff.provisions(old.findings, new.findings)
    shifts = tuple((shift.provision, shift.direction, shift.reason) for shift in found)
    return Redline(html, 0.82, 2, ("consent taken out",), shifts)


def law_then(as_of: str) -> Matrix:
    """Return law in force on a day: what is published of the laws known by then."""
    said = tuple(
        Cell(law.jurisdiction, c.provision, "yes", c.detail, origin="published", bill=law.id,
             status=law.status, year=law.year, who=c.who, where=c.where)
        for law in LAWS if law.year <= int(as_of[:4]) for c in law.codings
    )  # fmt: skip
    return replace(matrix("law", PLACES, said), as_of=as_of)


def copied() -> Copied:
    """Return one family of language: a bill of another place, whose page is not held, and ours."""
    from billwatch.reuse import Descent, Family  # takes longer to load than the rest together
    from billwatch.reuse import Place as Spot

    words = "An operator shall not sell the records of any pupil."
    start = INTRODUCED.index(words)
    first = Spot("vt/2025/h9@introduced", "4", 0, len(words), words, "2025-01-15", "Of pupils")
    ours = Spot("xs/2026/hb1@introduced", "2", start, start + len(words), words, "2026-01-12", "T")
    stretches = (("equal", "An operator shall not "), ("delete", "trade "), ("insert", "sell "),
                 ("equal", "the records of any pupil."))  # fmt: skip
    family = Family(first, True, (Descent(ours, 0.9, stretches),), 61.5)  # type: ignore[arg-type]
    named = Named("xs/2026/hb1", "HB 1", "2026", "An act concerning the privacy of pupil records")
    line = Lineage("vt-2025-h9-0a1b2c3d", family, {named.id: named})
    stands = Stands(families=(line.id,))
    return Copied((line,), (), (3, 0), {named.id: stands}, 4, 12, ("1 text was too short.",))


def tiny() -> Site:
    """Return a site of four places, four provisions and one bill."""
    return replace(bare(), copied=copied())


def bare() -> Site:
    """Return the tiny site as it is before copied language was gathered."""
    readings = _sample_readings()
    last = readings["xs/2026/hb1@substitute"]
    pending = tuple(machine("xs", last.version, hit) for hit in last.findings)
    coding = LAWS[0].codings[0]
    law = (
        Cell(
            "ct", "sale", "yes", coding.detail, origin="published", bill=LAWS[0].id, status="law",
            year=2016, who=coding.who, where=coding.where, note="coded from: enacted",
        ),
        Cell("ct", "parent_notice", "no", note="1 text read whole, nothing found"),
        Cell("us", "sale", "unknown", note="a text or its marks are incomplete"),
    )  # fmt: skip
    events = (
        Event("2026-01-13", "new bill", "xs/2026/hb1", "xs/2026/hb1@introduced"),
        Event(
            "2026-02-04", "provision", "xs/2026/hb1", "xs/2026/hb1@substitute",
            "consent_disclosure", "yes", "no", "A parent may ask the local board in writing",
        ),
    )  # fmt: skip
    return Site(
        today="2026-03-02",
        tool="0.1.0",
        base_url="https://billwatch.example",
        places=PLACES,
        codebook=CODEBOOK,
        law=matrix("law", PLACES, law),
        pending=matrix("pending", PLACES, pending),
        both=matrix("both", PLACES, law + pending),
        laws=LAWS,
        library=Shelf((sample_bill(),), readings, events),
        redline=redline,
        as_of=law_then,
        accuracy=(Accuracy("sale", 12, 0.9, 0.75),),
        accuracy_note="Measured on drafted texts.",
        measured=(Measured("A", "drafted texts", 4, 48, 0.95, 0.9, 0.88),),
        contact="https://billwatch.example/report",
    )


def all_places() -> tuple[Place, ...]:
    """Return the places of data/states.toml."""
    import tomllib  # the bench of a build starts without it

    tables = tomllib.loads((ROOT / "data" / "states.toml").read_text("utf-8"))
    return tuple(
        Place(code, t["name"], t.get("region", ""), tuple(t["tile"]) if "tile" in t else None,
              t.get("sample", False))
        for code, t in tables.items()
    )  # fmt: skip


def wide(provisions: int = 35) -> Site:
    """Return a site as wide as the real one, most of its cells filled, to be weighed."""
    site = tiny()
    places = all_places()
    groups = ("Consent and parents", "Limits", "Contracts", "Security", "Openness", "Deletion")
    names = ("Consent before disclosure to third parties", "Limits on subcontractors",
             "Breach notice to the school", "Social Security number", "Delete on request")  # fmt: skip
    codebook = (
        *CODEBOOK,
        *(
            ProvisionPage(f"question_{n}", names[n % 5], groups[n * 6 // 36], "Is it so?")
            for n in range(4, provisions)
        ),
    )
    book = tuple(sorted(codebook, key=lambda p: groups.index(p.group) if p.group in groups else -1))
    values = ("yes", "partly", "permits", "no", "unknown", "unclear", "not read", "yes")
    details = ("72 hours", "opt-in-written", "sell-or-rent", "45 days", "", "operator list")
    cells = []
    for row, place in enumerate(places):
        for n, p in enumerate(book):
            value = values[(row * 7 + n * 3 + row * n) % 8]
            said = value in ("yes", "partly", "permits")
            cells.append(
                Cell(
                    place.code, p.id, value, details[(row + n) % 6] if said else "",  # type: ignore[arg-type]
                    "operator" if said else "", "published" if said and row % 3 else "machine",
                    f"{place.code}/20{n:02}/hb{row * 31 + n}", year=2000 + n,
                    who="An office of research" if said and row % 3 else "",
                    where="https://legislature.example/a" if said and row % 3 else "",
                    note="" if said else "1 text read whole",
                )
            )  # fmt: skip
    there = tuple(Jurisdiction(p.code, p.name, p.sample) for p in places)
    law = Matrix("law", "2026-03-02", there, tuple(p.id for p in book), tuple(cells))

    def then(as_of: str) -> Matrix:
        told = tuple(
            c if c.year <= int(as_of[:4]) else replace(c, value="not read", detail="", quote="")
            for c in cells
        )
        return replace(law, as_of=as_of, cells=told)

    return replace(
        site, places=places, codebook=book, law=law, both=replace(law, view="both"), as_of=then
    )
