"""Hold what an agreement says against what the law of one place asks, topic by topic.

The verdicts are a machine's reading of two texts, not legal advice::

    meets             the law asks for it, and the agreement has it
    falls short       the law asks for it, and the agreement says less, later or the opposite
    agreement silent  the law asks for it, and nothing in the agreement was found
    read both         the law limits it, or both say something that cannot be weighed by a machine
    law silent        the law was read and does not ask for it
    not read          the law, or the agreement, was not read whole enough to say
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from billwatch.agreement.book import Against, Book, Kind, Topic
from billwatch.agreement.records import Agreement, Answer, Element, Term
from billwatch.agreement.times import later
from billwatch.models import Cell
from billwatch.provisions.details import deadline

Verdict = Literal["meets", "falls short", "agreement silent", "read both", "law silent", "not read"]
VERDICTS: tuple[Verdict, ...] = (
    "falls short", "agreement silent", "read both", "meets", "law silent", "not read",
)  # fmt: skip
_ASKS = ("yes", "partly")
_SOME = "the law asks this of some parties or some data only"


@dataclass(frozen=True, slots=True)
class Standard:
    """What the law of a place says on one provision: the matrix's cell and the provision's name."""

    cell: Cell
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One topic: what the agreement says, what the law says, and how the two compare.

    ``kind`` is ``data`` or ``term``; ``elements`` or ``answers`` hold the agreement's side, empty
    where it is silent; ``law`` is none where the codebook asks no such question.
    """

    kind: Literal["data", "term"]
    topic: str
    name: str
    elements: tuple[Element, ...]
    answers: tuple[Answer, ...]
    law: Standard | None
    verdict: Verdict
    reason: str


def compare(found: Agreement, law: Mapping[str, Standard], book: Book) -> tuple[Row, ...]:
    """Return one row for every kind of data named, then one for every question on every term.

    ``law`` has the standards by provision.
    """
    kinds = {kind.id: kind for kind in book.kinds}
    rows: list[Row] = []
    for id_ in dict.fromkeys(element.id for element in found.elements):
        same = tuple(element for element in found.elements if element.id == id_)
        rows.append(_data(kinds[id_], same, law))
    topics = {topic.id: topic for topic in book.topics}
    for term in found.terms:
        rows += _term(topics[term.id], term, law, found.whole)
    return tuple(rows)


def counts(rows: Iterable[Row]) -> dict[Verdict, int]:
    """Count the rows by verdict, the gravest first."""
    tally = dict.fromkeys(VERDICTS, 0)
    for row in rows:
        tally[row.verdict] += 1
    return tally


def _data(kind: Kind, same: tuple[Element, ...], law: Mapping[str, Standard]) -> Row:
    standards = [law[id_] for id_ in kind.provisions if id_ in law]
    asks = next((s for s in standards if s.cell.value in _ASKS), None)
    unread = next((s for s in standards if s.cell.value not in (*_ASKS, "no", "permits")), None)
    chosen = asks or unread or (standards[0] if standards else None)
    asked = [element for element in same if element.status != "excluded"]
    verdict, reason = _limited(asked, chosen)
    return Row("data", kind.id, kind.name, same, (), chosen, verdict, reason)


def _limited(asked: Sequence[Element], law: Standard | None) -> tuple[Verdict, str]:
    """Weigh data that are asked for, or left out, against a limit in law."""
    verdict, reason = _of_law(law)
    if verdict != "meets" or law is None:
        return verdict, reason
    if not asked:
        return "meets", _joined("the law limits this, and the agreement leaves it out", reason)
    detail = law.cell.detail.lower()
    banned = any(word in detail for word in ("ban", "prohibit", "not collected"))
    if banned and law.cell.value == "yes" and asked[0].status == "mandatory":
        return "falls short", _joined("the law bans this, and the agreement asks for it", reason)
    return "read both", _joined("the law limits this, and the agreement names it", reason)


def _term(topic: Topic, term: Term, law: Mapping[str, Standard], whole: bool) -> Iterator[Row]:
    if not topic.against:
        reason = "the codebook has no question on this, so nothing was looked for in the law"
        yield Row("term", topic.id, topic.name, (), term.answers, None, "not read", reason)
    for against in topic.against:
        standard = law.get(against.provision)
        verdict, reason = _weighed(against, term, standard, whole)
        yield Row("term", topic.id, topic.name, (), term.answers, standard, verdict, reason)


def _of_law(law: Standard | None) -> tuple[Verdict, str]:
    """Return what the law alone decides; ``meets`` stands for: the law asks for something."""
    if law is None:
        return "not read", "the codebook has no question on this"
    value, note = law.cell.value, law.cell.note
    if value in _ASKS:
        return "meets", _SOME if value == "partly" else ""
    if value == "no":
        return "law silent", note
    if value == "permits":
        return "law silent", "the law permits something here and asks for nothing"
    if value == "unclear":
        return "read both", "the law's text says both"
    return "not read", note or "the law was not read"


def _weighed(
    against: Against, term: Term, law: Standard | None, whole: bool
) -> tuple[Verdict, str]:
    verdict, reason = _of_law(law)
    if verdict != "meets" or law is None:
        return verdict, reason
    good = [answer for answer in term.answers if answer.value in against.meets]
    bad = [answer for answer in term.answers if answer.value in against.short]
    if good and bad:
        return "read both", _joined("the agreement says both", reason)
    if bad:
        return "falls short", _joined(f"the agreement says: {_lower(bad[0].meaning)}", reason)
    if good:
        return _timed(good[0], law, reason)
    if not whole:
        return "not read", "nothing was found, but the agreement's text is incomplete"
    only = "; ".join(_lower(answer.meaning) for answer in term.answers)
    told = f"nothing was found on this; the agreement says only: {only}" if only else ""
    return "agreement silent", _joined(told, reason)


def _timed(answer: Answer, law: Standard, reason: str) -> tuple[Verdict, str]:
    """Compare how fast, where the law sets a number."""
    limit = deadline(law.cell.detail)
    if not answer.rule.startswith(("breach.", "deletion.")) or not any(map(str.isdigit, limit)):
        return "meets", reason
    if not any(map(str.isdigit, answer.detail)):
        return "read both", _joined(f"the law sets {limit}, the agreement no number", reason)
    after = later(answer.detail, limit)
    said = f"{answer.detail} against {limit} in the law"
    if after is None:
        return "read both", _joined(said, reason)
    return ("falls short" if after else "meets"), _joined(said, reason)


def _lower(words: str) -> str:
    return (words[:1].lower() + words[1:]).rstrip(".")


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
