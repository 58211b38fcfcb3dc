"""Hold reviews against the current text: the words a decision rests on must still stand there."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from billwatch.models import Bill, Clause, Reading, Review, Ruling


def latest(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Return the decisions that count, by date: a later one replaces those on the same cell.

    A decision for all parties replaces every earlier one on that bill and provision, a decision
    for one party only that party's.
    """
    kept: list[Review] = []
    for new in sorted(reviews, key=lambda review: review.date):
        kept = [old for old in kept if not _replaces(new, old)] + [new]
    return tuple(kept)


def _replaces(new: Review, old: Review) -> bool:
    same = (new.bill, new.provision) == (old.bill, old.provision)
    return same and new.bound in ("", old.bound)


def against(reviews: Iterable[Review], bill: Bill, reading: Reading) -> tuple[Ruling, ...]:
    """Return the rulings for a bill whose current text is ``reading``.

    A review stands where its quoted words do, whatever the print. Where they do not it is stale;
    but one made on a print later than this one says nothing yet. A decision without words (that a
    print is silent) stands for that print alone.
    """
    mine = latest(review for review in reviews if review.bill == bill.id)
    return tuple(_rulings(mine, [v.id for v in bill.versions], reading))


def _rulings(mine: Iterable[Review], order: Sequence[str], reading: Reading) -> Iterator[Ruling]:
    for review in mine:
        spot = locate(reading, review.quote, review.lead, review.section) if review.quote else None
        if spot is not None:
            place, start, end = spot
            yield Ruling(review, True, place, start, end, reading.text.body[start:end])
        elif not review.quote and review.version == reading.version:
            yield Ruling(review, True)
        elif not _later(review.version, reading.version, order):
            yield Ruling(review, False)


def _later(one: str, other: str, order: Sequence[str]) -> bool:
    return one in order and other in order and order.index(one) > order.index(other)


def locate(
    reading: Reading, quote: str, lead: Iterable[str] = (), section: str = ""
) -> tuple[str, int, int] | None:
    """Return (place, start, end) of quoted words in a text, whatever the white space between them.

    Every lead-in must stand before them. Of several places the one in ``section`` is taken, else
    the first; None where the words do not stand.
    """
    body = reading.text.body
    befores = [_pattern(words) for words in lead if words.strip()]
    spots = []
    for match in _pattern(quote).finditer(body):
        if all(before.search(body, 0, match.start()) for before in befores):
            spot = _place(reading, *match.span()), *match.span()
            if spot[0] == section:
                return spot
            spots.append(spot)
    return spots[0] if spots else None


def _pattern(words: str) -> re.Pattern[str]:
    """Return what matches these words with any white space, and not within longer words."""
    words = " ".join(unicodedata.normalize("NFC", words).split())
    inner = r"\s+".join(map(re.escape, words.split(" ")))
    head = r"(?<!\w)" if words[:1].isalnum() else ""
    tail = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.compile(f"{head}{inner}{tail}")


def _place(reading: Reading, start: int, end: int) -> str:
    """Return the place of a span as printed, ``2(b)(3)``: of its clause, else its section."""
    found = clause(reading, start, end)
    if found is not None:
        return found.place
    return next((s.label for s in reading.sections if s.start <= start < s.end), "")


def clause(reading: Reading, start: int, end: int) -> Clause | None:
    """Return the clause that holds most of a span, the innermost of several; None for none."""

    def shared(clause: Clause) -> tuple[int, int]:
        return min(end, clause.end) - max(start, clause.start), clause.start

    touching = [c for c in reading.clauses if c.start < end and start < c.end]
    return max(touching, key=shared, default=None)
