"""Hold one bill as stored: its printed texts, and what became of each from the one before.

`stock` reads a bill from the library, `hold` compares its texts, `hollow` keeps what lists need.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from billwatch import succession
from billwatch.models import Bill, Copy, Finding, Reading, Text, Version
from billwatch.publish import paths, spelt
from billwatch.publish.faces import Around, Library, ProvisionPage, Redline, Site
from billwatch.publish.phrase import cut

_STRENGTH = {"yes": 3, "partly": 2, "permits": 1, "unclear": 0}
Origin = tuple[str, tuple[Copy, ...]]  # first seen on, documents
_SAID = 400  # characters of a quote in a feed


@dataclass(frozen=True, slots=True)
class Print:
    """One version with all that is known of it."""

    version: Version
    path: str
    reading: Reading | None
    copies: tuple[Copy, ...]
    first_seen: str
    around: Around | None = None


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
class Gist:
    """One printed text in figures; ``complete`` is None where it was not read.

    ``step`` is the page that compares it with the print it follows, ``kept`` the share of that one
    which stands in this one; ``words`` are (provision, was, now) of what decided otherwise there,
    ``moments`` (kind, ISO date) of what takes effect or ends on a day.
    """

    complete: bool | None
    markup: str
    characters: int
    step: str
    kept: float | None
    words: tuple[tuple[str, str, str], ...]
    moments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """One bill as held: its texts in order of print, and the steps between them."""

    bill: Bill
    prints: tuple[Print, ...]
    steps: tuple[Step, ...]


def origins(library: Library, bill: Bill) -> tuple[Origin, ...]:
    """Return of every version when it was first seen, and the documents it came from."""
    return tuple((library.first_seen(v.id), library.copies(v.id)) for v in bill.versions)


def stock(site: Site, bill: Bill, came: Sequence[Origin]) -> tuple[Print, ...]:
    """Read every printed text of a bill from the library."""
    return tuple(
        _print(site, version, *origin) for version, origin in zip(bill.versions, came, strict=True)
    )


def _print(site: Site, version: Version, seen: str, copies: tuple[Copy, ...]) -> Print:
    told = site.around is not None and bool(site.library.findings(version.id))
    reading = site.library.reading(version.id, clauses=told)
    around = None
    if site.around and told and reading:
        around, reading = site.around(reading), replace(reading, clauses=())
    return Print(version, paths.version(version.id), reading, copies, seen, around)


def hold(site: Site, bill: Bill, prints: tuple[Print, ...]) -> Held:
    """Compare the texts of a bill, each with the one it follows."""
    read = [(one, one.reading.text.complete if one.reading else None) for one in prints]
    steps = tuple(_step(site, old, new) for old, new in succession.pairs(read))
    return Held(bill, prints, steps)


def gists(held: Held) -> tuple[Gist, ...]:
    """Return what lists and tables tell of each text of a bill."""
    since = {step.new.version.id: step for step in held.steps}
    return tuple(_gist(one, since.get(one.version.id)) for one in held.prints)


def _gist(one: Print, step: Step | None) -> Gist:
    text = one.reading.text if one.reading else None
    words: dict[str, tuple[str, str, str]] = {}
    for shift in step.shifts if step else ():  # the first bound party's words stand
        was, now = (cut(f.quote, _SAID) if f else "" for f in (shift.before, shift.after))
        words.setdefault(shift.provision.id, (shift.provision.id, was, now))
    return Gist(
        text.complete if text else None,
        text.markup if text else "",
        len(text.body) if text else 0,
        step.path if step else "",
        step.redline.kept if step and step.redline else None,
        tuple(words.values()),
        tuple((m.kind, m.date) for m in one.around.moments if m.date) if one.around else (),
    )


def recall(
    library: Library, bill: Bill, came: Sequence[Origin], told: Sequence[Gist]
) -> tuple[Print, ...]:
    """Return the prints of a bill that need no page, without the words of their texts."""
    return tuple(
        Print(
            version, paths.version(version.id),
            None if gist.complete is None else _hollow(library, version.id, gist), copies, seen,
        )
        for version, (seen, copies), gist in zip(bill.versions, came, told, strict=True)
    )  # fmt: skip


def hollow(one: Print) -> Print:
    """Return a print as lists and tables need it: without the words of its text."""
    read = one.reading
    if read is not None:
        text = Text("", complete=read.text.complete)
        read = Reading(read.version, text, (), (), read.findings)
    return Print(one.version, one.path, read, one.copies, one.first_seen)


def _hollow(library: Library, version: str, gist: Gist) -> Reading:
    text = Text("", complete=bool(gist.complete))
    return Reading(version, text, (), (), library.findings(version))


def latest(prints: Iterable[Print]) -> Print | None:
    """Return the print that counts, if any was read."""
    return succession.current((p, p.reading.text.complete if p.reading else None) for p in prints)


def _step(site: Site, old: Print, new: Print) -> Step:
    redline = None
    shifts: tuple[Shift, ...] = ()
    if old.reading is not None and new.reading is not None:
        redline = site.redline(old.reading, new.reading)
        told = {p: (way, why) for p, way, why in (redline.shifts if redline else ())}
        findings = old.reading.findings, new.reading.findings
        shifts = tuple(_shifts(site.codebook, *findings, told))
    path = paths.change(old.version.id, new.version.id)
    return Step(old, new, path, redline, shifts)


def _shifts(
    codebook: Sequence[ProvisionPage],
    old: Sequence[Finding],
    new: Sequence[Finding],
    told: Mapping[str, tuple[str, str]],
) -> Iterator[Shift]:
    """Yield what each bound party's answer was and is, where it changed or is ``told`` to have.

    ``told`` is the direction of a provision and why, which its first party's row gives.
    """
    before, after = _answers(old), _answers(new)
    names = {provision.id: provision.name for provision in codebook}
    for provision in codebook:
        one, other = before.get(provision.id, {}), after.get(provision.id, {})
        way, why = told.get(provision.id, ("changed", ""))
        changed = [b for b in sorted({*one, *other}) if _said(one.get(b)) != _said(other.get(b))]
        if not changed and provision.id in told:  # its exceptions changed, not what it says
            changed = [max({*one, *other}, key=lambda b: (strength(_said(other.get(b))[0]), b))]
        for n, bound in enumerate(changed):
            reason = "" if n else spelt.reason(why, names)
            yield Shift(provision, bound, one.get(bound), other.get(bound), way, reason)


def _answers(findings: Sequence[Finding]) -> dict[str, dict[str, Finding]]:
    """Return the first finding of each bound party, by provision."""
    found: dict[str, dict[str, Finding]] = {}
    for finding in findings:
        found.setdefault(finding.provision, {}).setdefault(finding.bound, finding)
    return found


def _said(finding: Finding | None) -> tuple[str, str]:
    return (finding.value, finding.detail) if finding else ("no", "")


def strength(value: str) -> int:
    """Return how much a value protects, to compare it with another."""
    return _STRENGTH.get(value, 0)
