"""Make the pages of one bill: the bill, each printed text, each step between two texts.

Bills come from the library one at a time; only a `Card` of each is kept for the pages that list
them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import escape

from billwatch.models import Bill, Cell, Finding, Reading, Version
from billwatch.publish import marks, paths, prints, redlines, said, spelt
from billwatch.publish.faces import Around, Moment, Page, ProvisionPage, Site, Stands, Term
from billwatch.publish.held import Gist, Held, Print, Step, strength
from billwatch.publish.held import latest as current
from billwatch.publish.phrase import cut
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
    latest = current(held.prints)
    since = {step.new.version.id: step for step in held.steps}
    context: dict[str, Any] = {
        "bill": held.bill,
        "prints": held.prints,
        "steps": held.steps,
        "since": since,
    }
    spoken, silent = _answers(site, latest.reading if latest else None)
    path = paths.bill(held.bill.id)
    to = paths.root(path) + latest.path if latest else ""
    pieces = {"answers": said.on_bill(spoken, paths.root(path), to, searched=site.search)}
    yield press.page(
        path, "bill.html", pieces, latest=latest, stages=_stages(held.bill),
        spoken=spoken, silent=silent, stands=stands(site, held.bill), **context,
    )  # fmt: skip
    for one in held.prints:
        after = next((step for step in held.steps if step.old is one), None)
        around = {**context, "before": since.get(one.version.id), "after": after}
        yield from _texts(site, press, one, cells.get(one.version.id, ()), around)
    for step in held.steps:
        yield from _changes(press, step, context)


def stands(site: Site, bill: Bill) -> Stands | None:
    """Return where a bill's text also stands, if anywhere."""
    return site.copied.bills.get(bill.id) if site.copied else None


def _changes(press: Press, step: Step, context: Mapping[str, Any]) -> Iterator[Page]:
    """Yield the page of one step, and its parts where the comparison is long."""
    ids = step.old.version.id, step.new.version.id

    def name(part: int) -> str:
        return paths.change(*ids, part).rpartition("/")[2]

    pieces = redlines.parts(step.redline.html, name) if step.redline else (prints.joined(()),)
    for n, piece in enumerate(pieces, 1):
        yield press.page(
            paths.change(*ids, n), "change.html", {"piece": piece}, step=step, part=n,
            parts_count=len(pieces), part_name=name, **context,
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


def _answers(
    site: Site, reading: Reading | None
) -> tuple[tuple[Answered, ...], tuple[ProvisionPage, ...]]:
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
    return f'<li id="{paths.answer(id)}"><a href="{href}">{escape(name)}</a></li>\n'


def _texts(
    site: Site, press: Press, one: Print, cells: Sequence[Cell], context: Mapping[str, Any]
) -> Iterator[Page]:
    """Yield the page of a printed text, and its parts where it is long."""
    if one.reading is None:
        yield press.page(one.path, "unread.html", one=one, **context)
        return
    sheet = prints.lay_out(one.reading, tuple(_hits(site, one.reading, cells)))
    root = paths.root(one.path)
    long = sheet.long
    words = prints.excerpt(sheet, root, one.version.id) if long else prints.whole(sheet, root)
    spoken, silent = _answers(site, one.reading)
    around, exits = _around(one, sheet, root), _exits(one, sheet, root)
    pieces = {
        "words": words,
        "answers": said.on_text(spoken, root, exits, around.used if around else None),
        "quiet": prints.joined(_quiet(p.id, p.name, root) for p in silent),
        "outline": prints.outline(sheet, root, one.version.id),
    }
    yield press.page(
        one.path, "text.html", pieces, one=one, text=one.reading.text, sheet=sheet, part=0,
        spoken=spoken, silent=silent, around=around, **context,
    )  # fmt: skip
    if not long:
        return
    for n in range(1, len(sheet.parts) + 1):
        path = paths.version(one.version.id, n)
        pieces = {"words": prints.part(sheet, n, paths.root(path))}
        yield press.page(
            path, "part.html", pieces, one=one, text=one.reading.text, sheet=sheet, part=n,
            **context,
        )  # fmt: skip


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
        return cut(sheet.body[it.start : it.end], 320), prints.way(
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
            " · ".join(part for part in (sign.word, spelt.detail(one.detail), one.bound) if part),
        )  # fmt: skip


def _said(reading: Reading, cells: Sequence[Cell]) -> Iterator[Finding | Cell]:
    yield from reading.findings
    yield from (cell for cell in cells if cell.quote and cell.origin != "published")
