"""Make the pages of one bill: the bill, each printed text, each step between two texts.

Bills come from the library one at a time; only a `Card` of each is kept for the pages that list
them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from billwatch.models import Bill, Cell, Finding, Reading, Version, party
from billwatch.publish import marks, paths, phrase, pieces, prints, safe, said, spelt
from billwatch.publish.faces import Around, Moment, Page, ProvisionPage, Site, Stands, Term
from billwatch.publish.held import Gist, Held, Print, Step, strength
from billwatch.publish.held import latest as current
from billwatch.publish.pieces import Pieces
from billwatch.publish.press import Press
from billwatch.publish.said import Answered

STEPS = (
    ("introduced", "Introduced"),
    ("in committee", "In committee"),
    ("out of committee", "Out of committee"),
    ("passed one chamber", "Passed one chamber"),
    ("passed both", "Passed both"),
    ("to governor", "To the governor"),
    ("law", "Law"),
)
Silent = tuple[ProvisionPage, ...]
_LONG = 140  # characters of a title that is set smaller
_ROW = 12  # texts whose line still fits the page of a bill
_FEW = 4  # sections that need no outline


@dataclass(frozen=True, slots=True)
class Card:
    """What lists and feeds show of a bill; ``answers`` are its current version's.

    ``words`` are what decided a provision before and after, by (new version, provision);
    ``steps`` are the paths of the pages of changes, by new version; ``moments`` are (kind, date)
    of its current version.
    """

    bill: Bill
    path: str
    prints: tuple[tuple[Version, str, bool], ...]
    answers: tuple[tuple[ProvisionPage, Finding, marks.Sign], ...]
    findings: int
    last: str
    first_seen: str
    words: Mapping[tuple[str, str], tuple[str, str]]
    steps: Mapping[str, str]
    moments: tuple[tuple[str, str], ...] = ()


def shelf(
    site: Site, press: Press, held: Held, cells: Mapping[str, Sequence[Cell]]
) -> Iterator[Page]:
    """Yield every page of one bill; ``cells`` are the matrix's cells by version id."""
    bill, since = held.bill, {step.new.version.id: step for step in held.steps}
    common = pieces.of_bill(site, bill)
    yield _bill(site, press, held, common)
    for one in held.prints:
        after = next((step for step in held.steps if step.old is one), None)
        ways = said.ways(since.get(one.version.id), after, paths.root(one.path))
        told = {**pieces.on_text(bill, common, one), "ways": ways}
        yield from _texts(site, press, bill, one, cells.get(one.version.id, ()), told)
    for step in held.steps:
        yield from _changes(press, step, bill, common)


def _bill(site: Site, press: Press, held: Held, common: Pieces) -> Page:
    """Return the page of a bill."""
    bill, path, latest = held.bill, common["home"], current(held.prints)
    root, read = paths.root(path), latest.reading if latest else None
    to = root + latest.path if latest else ""
    spoken, silent = _answers(site, read)
    told = {
        **pieces.on_bill(bill, common, latest),
        **_steps(press, held, root),
        "to": to,
        "answers": said.on_bill(spoken, root, to, searched=site.search),
        "quiet": phrase.names(silent),
        "stands": _stands(site, press, bill, root),
        "actions": said.actions(bill.actions),
        "documents": said.documents(held.prints),
    }
    return press.sheet(
        path, "bill.html", told, sample=_sample(site, bill), lengthy=len(bill.title) > _LONG,
        stages=_stages(bill) if bill.kind == "bill" else (),
        dead=bill.status if bill.status in ("vetoed", "dead") else "",
        read=read is not None, complete=read is not None and read.text.complete,
        dated=latest is not None and bool(latest.version.date),
        spoken=bool(spoken), acted=bool(bill.actions),
    )  # fmt: skip


def _steps(press: Press, held: Held, root: str) -> Pieces:
    """Return the list of a bill's texts, and what became of each where they were compared."""
    prints, steps = held.prints, held.steps
    since = {step.new.version.id: step for step in steps}
    few = 1 < len(prints) <= _ROW
    return {
        "versions": said.versions(prints, since, root),
        "last": press.piece("_last.html", step=steps[-1], root=root) if steps else "",
        "line": press.piece("_line.html", prints=prints, since=since) if steps and few else "",
    }


def _sample(site: Site, bill: Bill) -> bool:
    return any(place.sample for place in site.places if place.code == bill.jurisdiction)


def _stands(site: Site, press: Press, bill: Bill, root: str) -> str:
    where = stands(site, bill)
    return press.piece("_stands.html", stands=where, bill=bill, root=root) if where else ""


def stands(site: Site, bill: Bill) -> Stands | None:
    """Return where a bill's text also stands, if anywhere."""
    return site.copied.bills.get(bill.id) if site.copied else None


def _changes(press: Press, step: Step, bill: Bill, common: Pieces) -> Iterator[Page]:
    """Yield the page of one step, and its parts where the comparison is long."""
    from billwatch.publish import redlines  # a parser of HTML, which most bills do not want

    ids = step.old.version.id, step.new.version.id

    def name(part: int) -> str:
        return paths.change(*ids, part).rpartition("/")[2]

    parts = redlines.parts(step.redline.html, name) if step.redline else (prints.joined(()),)
    for n, piece in enumerate(parts, 1):
        yield press.page(
            paths.change(*ids, n), "change.html", {**common, "piece": piece}, bill=bill, step=step,
            part=n, parts_count=len(parts), part_name=name,
        )  # fmt: skip


def card(site: Site, bill: Bill, prints: Sequence[Print], told: Sequence[Gist]) -> Card:
    """Return what lists show of a bill."""
    latest = current(prints)
    findings = latest.reading.findings if latest and latest.reading else ()
    best: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda f: -strength(f.value)):
        best.setdefault(finding.provision, finding)
    answers = tuple(
        (p, best[p.id], marks.sign(best[p.id].value, said=True))
        for p in site.codebook
        if p.id in best
    )
    texts = tuple((p.version, p.path, p.reading is not None) for p in prints)
    dates = [a.date for a in bill.actions] + [v.date for v in bill.versions if v.date]
    each = [(p.version.id, gist) for p, gist in zip(prints, told, strict=True)]
    return Card(
        bill, paths.bill(bill.id), texts, answers, len(findings), max(dates, default=""),
        site.library.first_seen(bill.id),
        {(id, provision): (was, now) for id, g in each for provision, was, now in g.words},
        {id: gist.step for id, gist in each if gist.step},
        next((g.moments for id, g in each if latest and id == latest.version.id), ()),
    )  # fmt: skip


def _stages(bill: Bill) -> tuple[tuple[str, str], ...]:
    """Return the status strip: each step with ``done``, ``now`` or ``ahead``."""
    names = [name for name, _ in STEPS]
    if bill.status not in names:
        return ()
    at = names.index(bill.status)
    return tuple(
        (words, "done" if n < at else "now" if n == at else "ahead")
        for n, (_, words) in enumerate(STEPS)
    )


def _answers(site: Site, reading: Reading | None) -> tuple[tuple[Answered, ...], Silent]:
    """Return what a text answers, and the provisions on which it is silent."""
    found: dict[str, list[Finding]] = {}
    for finding in reading.findings if reading else ():
        found.setdefault(finding.provision, []).append(finding)
    spoken = tuple((p, found[p.id]) for p in site.codebook if p.id in found)
    return spoken, tuple(p for p in site.codebook if p.id not in found)


@lru_cache(maxsize=4096)
def _quiet(id: str, name: str, root: str) -> str:
    """Return the line of a provision on which a text is silent."""
    href = f"{root}{paths.provision(id)}"
    return f'<li id="{paths.answer(id)}"><a href="{href}">{safe.escaped(name)}</a></li>\n'


def _texts(
    site: Site, press: Press, bill: Bill, one: Print, cells: Sequence[Cell], told: Pieces
) -> Iterator[Page]:
    """Yield the page of a printed text, and its parts where it is long."""
    sample = _sample(site, bill)
    if one.reading is None:
        told = {**told, "listed": said.links(one)}
        linked = bool(one.version.links)
        yield press.sheet(one.path, "unread.html", told, sample=sample, linked=linked)
        return
    text = one.reading.text
    sheet = prints.lay_out(one.reading, tuple(_hits(site, one.reading, cells)))
    told |= {"notes": said.notes(text), "count": str(len(sheet.parts))}
    shape = {"complete": text.complete, "markup": text.markup, "new": sheet.new}
    spoken, silent = _answers(site, one.reading)
    said_here = _answered(press, one, sheet, spoken, silent)
    yield press.sheet(
        one.path, "text.html", {**told, **said_here}, **shape, sample=sample, spoken=bool(spoken),
        outlined=len(sheet.heads) > _FEW, long=sheet.long, copied=bool(one.copies),
    )  # fmt: skip
    for n in range(1, len(sheet.parts) + 1) if sheet.long else ():
        path = paths.version(one.version.id, n)
        root = paths.root(path)
        told |= {
            "words": prints.part(sheet, n, root), "part": str(n),
            "pager": said.pager(one, n, len(sheet.parts), root),
        }  # fmt: skip
        yield press.sheet(path, "part.html", told, **shape)


def _answered(
    press: Press, one: Print, sheet: prints.Print, spoken: Iterable[Answered], silent: Silent
) -> Pieces:
    """Return what the page of a text says: its answers, its outline, its words."""
    root, id = paths.root(one.path), one.version.id
    around, exits = _around(one, sheet, root), _exits(one, sheet, root)
    return {
        "answers": said.on_text(spoken, root, exits, around.used if around else None),
        "silent": str(len(silent)),
        "quiet": prints.joined(_quiet(p.id, p.name, root) for p in silent),
        "around": press.piece("_around.html", around=around) if around else "",
        "heads": str(len(sheet.heads)),
        "outline": prints.outline(sheet, root, id),
        "leaves": said.leaves(id, len(sheet.parts), root),
        "words": prints.excerpt(sheet, root, id) if sheet.long else prints.whole(sheet, root),
        "documents": said.sources(one),
    }


@dataclass(frozen=True, slots=True)
class Beside:
    """What a text's page says beside its answers: words defined, and days, with their places."""

    terms: tuple[tuple[Term, str, str], ...]
    moments: tuple[tuple[Moment, str, str], ...]
    about: Around

    def used(self, quote: str) -> list[Term]:
        """Return the defined words that a quote turns on."""
        low = quote.lower()
        return [term for term, _, _ in self.terms if term.term in low]


def _around(one: Print, sheet: prints.Print, root: str) -> Beside | None:
    """Return the words and days of a text with the links to them, or nothing where none are."""
    if one.around is None or not (one.around.terms or one.around.moments):
        return None

    def led(it: Term | Moment) -> tuple[str, str]:
        return phrase.cut(sheet.body[it.start : it.end], 320), prints.way(
            sheet, it.start, root, one.version.id
        )

    return Beside(
        tuple((term, *led(term)) for term in one.around.terms),
        tuple((moment, *led(moment)) for moment in one.around.moments),
        one.around,
    )


def _exits(one: Print, sheet: prints.Print, root: str) -> dict[str, str]:
    """Return the links to the places of exceptions: to the section that each stands in."""
    reading = one.reading
    if reading is None:
        return {}
    starts = {section.label: section.start for section in reversed(reading.sections)}
    places = {place for finding in reading.findings for place in finding.exceptions}
    owners = {place: _owner(place, starts) for place in sorted(places)}
    return {
        place: prints.way(sheet, starts[owner], root, one.version.id)
        for place, owner in owners.items()
        if owner
    }


def _owner(place: str, labels: Collection[str]) -> str:
    """Return the section that a place stands in, or nothing.

    >>> _owner("12(b)(3)", ("1", "12")), _owner("", ("1",)), _owner("12-a", ("12",))
    ('12', '', '')
    """
    owners = (label for label in labels if label and f"{place}(".startswith(f"{label}("))
    return max(owners, key=len, default="")


def _hits(site: Site, reading: Reading, cells: Sequence[Cell]) -> Iterator[prints.Hit]:
    """Yield the clauses to mark: the findings, then cells (a review's) at other places."""
    names = {p.id: p.name for p in site.codebook}
    seen: set[tuple[str, int]] = set()
    for one in _said(reading, cells):
        if (one.provision, one.start) in seen or one.end <= one.start:
            continue
        seen.add((one.provision, one.start))
        sign = marks.sign(one.value, said=True)
        yield prints.Hit(
            paths.clause(one.provision, one.start), one.start, one.end, one.provision,
            names.get(one.provision, one.provision), sign.letter, sign.css,
            " · ".join(filter(None, (sign.word, spelt.detail(one.detail), party(one.bound)))),
        )  # fmt: skip


def _said(reading: Reading, cells: Sequence[Cell]) -> Iterator[Finding | Cell]:
    yield from reading.findings
    yield from (cell for cell in cells if cell.quote and cell.origin != "published")
