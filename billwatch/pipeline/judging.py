"""Take people's decisions on cells: what to look at, what to keep, and what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from billwatch import matrix, provisions, reviews
from billwatch.errors import DataError
from billwatch.models import UNSTATED, Bill, Cell, Finding, Reading, Review, Value
from billwatch.pipeline import refs, views
from billwatch.pipeline.facts import Facts, second_reader
from billwatch.reviews import Doubt
from billwatch.store import Store

_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says of a cell; without a quote it rests on the words the machine gave."""

    value: Value
    reason: str
    reviewer: str
    date: str
    bound: str = ""
    detail: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A review today: ``stands``, ``stale`` or ``not held``, and what the machine now says."""

    review: Review
    standing: str
    machine: str

    @property
    def agrees(self) -> bool:
        """Tell whether the rules by now give what the person decided."""
        return self.machine in ("", self.review.value)


def queue(store: Store, facts: Facts, as_of: str, jurisdiction: str = "") -> tuple[Doubt, ...]:
    """Return the cells of the current texts that nobody decided, the most doubtful first."""
    held = views.holdings(store, as_of, facts.reviews, jurisdiction)
    return reviews.doubts([p.id for p in facts.codebook.provisions], held, facts.laws)


def unfound(store: Store, facts: Facts, as_of: str, jurisdiction: str = "") -> tuple[Doubt, ...]:
    """Return the silences of the current texts that a second reader doubts, the likeliest first.

    Each comes with the clause that may give the provision after all. What a person decided, and
    what was never read, is not asked again.
    """
    found = [
        doubt
        for bill in store.bills(jurisdiction)
        for doubt in _unfound(store, bill, facts.reviews, as_of)
    ]
    return tuple(sorted(found, key=lambda doubt: (doubt.sure, doubt.cell.bill)))


def _unfound(store: Store, bill: Bill, judged: Sequence[Review], as_of: str) -> Iterator[Doubt]:
    from billwatch.provisions.beyond import hunches  # arrays, for this list alone

    version = views.current(store, bill, as_of)
    read = store.reading(version.id) if version else None
    if read is None:
        return
    decided = {r.review.provision for r in reviews.against(judged, bill, read) if r.stands}
    given = decided | {finding.provision for finding in read.findings}
    silence = provisions.silence(read.text)
    for hunch in hunches(read.text, read.sections, read.clauses, second_reader(), given):
        cell = Cell(
            bill.jurisdiction,
            hunch.provision,
            silence,
            bill=bill.id,
            version=read.version,
            section=hunch.section,
            start=hunch.start,
            end=hunch.end,
            quote=hunch.quote,
        )
        why = f"no rule finds it here, but clauses with {_listed(hunch.words)} often give it"
        yield Doubt(cell, round(1 - hunch.likely, 2), (why,))


def _listed(words: Sequence[str]) -> str:
    return " and ".join(f"“{word}”" for word in words) or "such words"


CERTAIN = "nothing speaks against it, but no rule is certain"


def explain(store: Store, cell: Cell) -> tuple[str, ...]:
    """Say in plain words what keeps a finding's confidence below 1; nothing for a silence.

    The weights are those by which `provisions` adds a confidence up; what it knows of the words
    alone is what the rest of the text leaves open.
    """
    read = store.reading(cell.version) if cell.quote else None
    if read is None:
        return ()
    clause = reviews.clause(read, cell.start, cell.end)
    plain = clause is not None and clause.kind in ("ban", "duty")
    given = (
        (cell.bound == UNSTATED, 0.1, "the clause does not name the party that it binds"),
        (not plain, 0.2, "the clause is no plain ban or duty"),
        (read.text.markup == "unknown", 0.2, "struck words may have been read as kept"),
        (not read.text.complete, 0.2, "the text is incomplete"),
        *((True, 0.4, reason) for reason in provisions.unreadable(read.text)),
    )
    why = [(weight, reason) for holds, weight, reason in given if holds]
    if 1 - cell.confidence - sum(weight for weight, _ in why) > 0.15:
        why.append((0.2, "the clause alone does not name students or their records"))
    certain = () if cell.value == "unclear" else (CERTAIN,)
    return tuple(reason for _, reason in why) or certain


def target(store: Store, name: str, as_of: str) -> tuple[Bill, Reading]:
    """Return a bill and the reading of its current version, or of the version named.

    Raise `DataError` where it is not held as text.
    """
    bill = store.bill(name.partition("@")[0])
    version = views.current(store, bill, as_of) if bill and "@" not in name else None
    read = store.reading(version.id if version else name)
    if bill is None or read is None:
        raise DataError(f"{name}: {refs.unheld(name, store)}")
    return bill, read


def machine(read: Reading, provision: str, bound: str = "") -> Finding | None:
    """Return the machine's strongest finding on a provision, of one party if one is named."""
    found = [f for f in read.findings if f.provision == provision and bound in ("", f.bound)]
    return max(found, key=lambda f: (matrix.STRENGTH.get(f.value, 0), f.confidence), default=None)


def value(read: Reading, provision: str, bound: str = "") -> Value:
    """Return the machine's value of a provision in a text, silence included."""
    found = machine(read, provision, bound)
    return found.value if found else provisions.silence(read.text)


def take(bill: Bill, read: Reading, provision: str, said: Decision) -> Review:
    """Return a decision as a review with the words it rests on, their place and lead-ins.

    Raise `DataError` where the words do not stand in the text, or where there are none to rest on.
    """
    found = machine(read, provision, said.bound)
    spot = _spot(read, found, said)
    at = spot[1] if spot else 0
    around = reviews.clause(read, at, spot[2]) if spot else None
    body = read.text.body
    return Review(
        bill=bill.id,
        version=read.version,
        provision=provision,
        value=said.value,
        reason=_line(said.reason),
        reviewer=_line(said.reviewer),
        date=said.date,
        bound=_line(said.bound),
        detail=_line(said.detail),
        section=spot[0] if spot else "",
        lead=tuple(_line(body[a:b]) for a, b in (around.lead if around else ()) if b <= at),
        quote=_line(body[at : spot[2]]) if spot else "",
        machine=value(read, provision, said.bound),
    )


def _spot(read: Reading, found: Finding | None, said: Decision) -> tuple[str, int, int] | None:
    """Return (place, start, end) of the words that a decision rests on; None for a silence."""
    if said.quote:
        spot = reviews.locate(read, said.quote)
        if spot is None:
            raise DataError(f"{read.version}: the quoted words do not stand in its text")
        if len(said.quote.split()) < _FEWEST:
            raise DataError(f"quote at least {_FEWEST} words, so that a change can be noticed")
        return spot
    if found is not None:
        return found.section, found.start, found.end
    if said.value != "no":
        raise DataError(
            f"{read.version}: the machine found nothing here; say which words give "
            f"{said.value!r} (--quote)"
        )
    return None


def _line(words: str) -> str:
    return " ".join(words.split())


def write(folder: Path, review: Review) -> Path:
    """Append a review to its state's file, which is otherwise left as it is; return the path.

    Raise `DataError` where the file is broken or cannot be written; then nothing is.
    """
    state = review.bill.partition("/")[0]
    path = folder / f"{state}.toml"
    try:
        before = path.read_bytes().decode() if path.exists() else reviews.header(state)
        gap = "\n" if before.endswith("\n") else "\n\n"
        added = gap + reviews.entry(review)
        count = len(reviews.load({str(path): before}))
        if len(reviews.load({str(path): before + added})) != count + 1:
            raise DataError(f"{path}: nothing can be appended")
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write((added if path.stat().st_size else before + added).encode())
    except (OSError, UnicodeError) as error:
        raise DataError(f"{path}: {error}") from None
    return path


def check(store: Store, judged: Sequence[Review], as_of: str) -> Iterator[Checked]:
    """Yield every review that counts, whether its words still stand, and what the rules say now."""
    for review in reviews.latest(judged):
        bill = store.bill(review.bill)
        version = views.current(store, bill, as_of) if bill else None
        read = store.reading(version.id) if version else None
        if bill is None or read is None:
            yield Checked(review, "not held", "")
            continue
        rulings = reviews.against((review,), bill, read)
        standing = "stands" if all(ruling.stands for ruling in rulings) else "stale"
        now = value(read, review.provision, review.bound)
        yield Checked(review, standing if rulings else "not yet printed", now)
