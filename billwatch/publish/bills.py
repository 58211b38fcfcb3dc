"""Make the pages of one bill: the bill, each printed text, each step between two texts.

Bills come from the library one at a time; only a `Card` of each is kept for the pages that list
them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from billwatch import succession
from billwatch.models import Bill, Cell, Document, Finding, Reading, Version
from billwatch.publish import marks, paths, prints, redlines
from billwatch.publish.faces import Page, ProvisionPage, Redline, Site
from billwatch.publish.press import Press, cut

STEPS = (
    ("introduced", "Introduced"),
    ("in committee", "In committee"),
    ("out of committee", "Out of committee"),
    ("passed one chamber", "Passed one chamber"),
    ("passed both", "Passed both"),
    ("to governor", "To the governor"),
    ("law", "Law"),
)
_SAID = 400  # characters of a quote in a feed
_STRENGTH = {"yes": 3, "partly": 2, "permits": 1, "unclear": 0}


@dataclass(frozen=True, slots=True)
class Copy:
    """One stored document of a version, without its bytes."""

    sha256: str
    media_type: str
    url: str
    fetched_at: str
    size: int


@dataclass(frozen=True, slots=True)
class Print:
    """One version with all that is known of it."""

    version: Version
    path: str
    reading: Reading | None
    copies: tuple[Copy, ...]
    first_seen: str


@dataclass(frozen=True, slots=True)
class Shift:
    """What one provision said before and says after, for one bound party."""

    provision: ProvisionPage
    bound: str
    before: Finding | None
    after: Finding | None
    direction: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A version and the one it follows, compared; no redline where one was not read."""

    old: Print
    new: Print
    path: str
    redline: Redline | None
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """One bill as held: its texts in order of print, and the steps between them."""

    bill: Bill
    prints: tuple[Print, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What lists and feeds show of a bill; ``answers`` are its last read version's.

    ``words`` are what decided a provision before and after, by (new version, provision).
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


@dataclass(frozen=True, slots=True)
class Answer:
    """One provision on a version's page: its findings, with the anchor of each."""

    provision: ProvisionPage
    anchor: str
    findings: tuple[tuple[Finding, str, marks.Sign], ...]


def hold(site: Site, bill: Bill) -> Held:
    """Read everything stored of one bill."""
    held = tuple(_print(site, version) for version in bill.versions)
    read = [(one, one.reading.text.complete if one.reading else None) for one in held]
    steps = tuple(_step(site, old, new) for old, new in succession.pairs(read))
    return Held(bill, held, steps)


def shelf(
    site: Site, press: Press, held: Held, cells: Mapping[str, Sequence[Cell]]
) -> Iterator[Page]:
    """Yield every page of one bill; ``cells`` are the matrix's cells by version id."""
    latest = _latest(held)
    since = {step.new.version.id: step for step in held.steps}
    context = {"bill": held.bill, "prints": held.prints, "steps": held.steps, "since": since}
    yield press.page(
        paths.bill(held.bill.id), "bill.html", latest=latest, stages=_stages(held.bill),
        answers=_answers(site, latest.reading if latest else None), **context,
    )  # fmt: skip
    for one in held.prints:
        after = next((step for step in held.steps if step.old is one), None)
        around = {**context, "before": since.get(one.version.id), "after": after}
        yield from _texts(site, press, one, cells.get(one.version.id, ()), around)
    for step in held.steps:
        yield from _changes(press, step, context)


def _changes(press: Press, step: Step, context: Mapping[str, object]) -> Iterator[Page]:
    """Yield the page of one step, and its parts where the comparison is long."""
    pieces = redlines.parts(step.redline.html) if step.redline else (None,)
    for n, piece in enumerate(pieces, 1):
        path = step.path.removesuffix("index.html") + redlines.name(n)
        yield press.page(
            path, "change.html", step=step, piece=piece, part=n, parts_count=len(pieces),
            part_name=redlines.name, **context,
        )  # fmt: skip


def card(site: Site, held: Held) -> Card:
    """Return what lists show of a bill."""
    bill, latest = held.bill, _latest(held)
    findings = latest.reading.findings if latest and latest.reading else ()
    best: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda f: -_STRENGTH.get(f.value, 0)):
        best.setdefault(finding.provision, finding)
    answers = tuple(
        (p, best[p.id], marks.sign(best[p.id].value, said=True))
        for p in site.codebook
        if p.id in best
    )
    texts = tuple((p.version, p.path, p.reading is not None) for p in held.prints)
    dates = [a.date for a in bill.actions] + [v.date for v in bill.versions if v.date]
    return Card(
        bill, paths.bill(bill.id), texts, answers, len(findings), max(dates, default=""),
        site.library.first_seen(bill.id), _words(held.steps),
        {step.new.version.id: step.path for step in held.steps},
    )  # fmt: skip


def _words(steps: Iterable[Step]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the deciding words of every shift, short; the first bound party's stand."""
    words: dict[tuple[str, str], tuple[str, str]] = {}
    for step in steps:
        for shift in step.shifts:
            pair = tuple(cut(f.quote, _SAID) if f else "" for f in (shift.before, shift.after))
            words.setdefault((step.new.version.id, shift.provision.id), (pair[0], pair[1]))
    return words


def _latest(held: Held) -> Print | None:
    return succession.current(
        (p, p.reading.text.complete if p.reading else None) for p in held.prints
    )


def _print(site: Site, version: Version) -> Print:
    library = site.library
    return Print(
        version,
        paths.version(version.id),
        library.reading(version.id),
        tuple(_copy(document) for document in library.documents(version.id)),
        library.first_seen(version.id),
    )


def _copy(document: Document) -> Copy:
    return Copy(
        document.sha256, document.media_type, document.url, document.fetched_at, len(document.body)
    )


def _step(site: Site, old: Print, new: Print) -> Step:
    redline = None
    shifts: tuple[Shift, ...] = ()
    if old.reading is not None and new.reading is not None:
        redline = site.redline(old.version.id, new.version.id)
        told = {p: (way, why) for p, way, why in (redline.shifts if redline else ())}
        found = _shifts(site.codebook, old.reading.findings, new.reading.findings)
        shifts = tuple(_corrected(found, told))
    path = paths.change(old.version.id, new.version.id)
    return Step(old, new, path, redline, shifts)


def _shifts(
    codebook: Sequence[ProvisionPage], old: Sequence[Finding], new: Sequence[Finding]
) -> Iterator[Shift]:
    before = {(f.provision, f.bound): f for f in reversed(old)}
    after = {(f.provision, f.bound): f for f in reversed(new)}
    for provision in codebook:
        bounds = sorted({bound for p, bound in (*before, *after) if p == provision.id})
        for bound in bounds:
            one, other = before.get((provision.id, bound)), after.get((provision.id, bound))
            said = [(f.value, f.detail) if f else ("no", "") for f in (one, other)]
            if said[0] != said[1]:
                yield Shift(provision, bound, one, other, direction(said[0][0], said[1][0]))


def _corrected(shifts: Iterable[Shift], told: Mapping[str, tuple[str, str]]) -> Iterator[Shift]:
    """Yield the shifts with what the comparison says of their direction, the reason once."""
    reasons: set[str] = set()
    for shift in shifts:
        way, why = told.get(shift.provision.id, (shift.direction, ""))
        yield replace(shift, direction=way, reason="" if why in reasons else why)
        reasons.add(why)


def direction(before: str, after: str) -> str:
    """Tell whether a provision grew stronger or weaker between two values, or only changed.

    >>> direction("yes", "no"), direction("no", "partly"), direction("yes", "yes")
    ('weaker', 'stronger', 'changed')
    """
    gap = _STRENGTH.get(after, 0) - _STRENGTH.get(before, 0)
    return "stronger" if gap > 0 else "weaker" if gap < 0 else "changed"


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


def _answers(site: Site, reading: Reading | None) -> tuple[Answer, ...]:
    if reading is None:
        return ()
    found: dict[str, list[Finding]] = {}
    for finding in reading.findings:
        found.setdefault(finding.provision, []).append(finding)
    return tuple(
        Answer(
            p,
            paths.answer(p.id),
            tuple(
                (f, paths.clause(p.id, f.start), marks.sign(f.value, said=True))
                for f in found.get(p.id, ())
            ),
        )
        for p in site.codebook
    )


def _texts(
    site: Site, press: Press, one: Print, cells: Sequence[Cell], context: Mapping[str, object]
) -> Iterator[Page]:
    """Yield the page of a printed text, and its parts where it is long."""
    if one.reading is None:
        yield press.page(one.path, "unread.html", one=one, **context)
        return
    sheet = prints.lay_out(one.reading, tuple(_hits(site, one.reading, cells)))
    blocks = prints.excerpt(sheet) if sheet.long else prints.whole(sheet)
    answers = _answers(site, one.reading)
    yield press.page(
        one.path, "text.html", one=one, text=one.reading.text, sheet=sheet, part=0, blocks=blocks,
        answers=answers, part_of=prints.part_of, **context,
    )  # fmt: skip
    if not sheet.long:
        return
    for n in range(1, len(sheet.parts) + 1):
        yield press.page(
            paths.version(one.version.id, n), "part.html", one=one, text=one.reading.text,
            sheet=sheet, part=n, blocks=prints.part(sheet, n), **context,
        )  # fmt: skip


def _hits(site: Site, reading: Reading, cells: Sequence[Cell]) -> Iterator[prints.Hit]:
    """Yield the clauses to mark: the findings, then cells (a review's) at other places."""
    names = {p.id: p.name for p in site.codebook}
    seen: set[tuple[str, int]] = set()
    for said in _said(reading, cells):
        if (said.provision, said.start) in seen or said.end <= said.start:
            continue
        seen.add((said.provision, said.start))
        sign = marks.sign(said.value, said=True)
        yield prints.Hit(
            paths.clause(said.provision, said.start), said.start, said.end, said.provision,
            names.get(said.provision, said.provision), sign.letter, sign.css,
            " · ".join(part for part in (sign.word, said.detail, said.bound) if part),
        )  # fmt: skip


def _said(reading: Reading, cells: Sequence[Cell]) -> Iterator[Finding | Cell]:
    yield from reading.findings
    yield from (cell for cell in cells if cell.quote and cell.origin != "published")
