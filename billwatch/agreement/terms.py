"""Read the terms of an agreement: every value that its sentences give, with the words."""

from collections.abc import Iterable, Iterator

from billwatch.agreement.book import Book, Cue, Topic
from billwatch.agreement.records import Answer, Term
from billwatch.agreement.sheet import Piece, Sheet
from billwatch.agreement.units import Unit, label
from billwatch.provisions.details import deadline


def terms(body: str, parts: Iterable[Unit], page: Sheet, book: Book) -> tuple[Term, ...]:
    """Return every term of the book, in its order, with what the agreement says on it."""
    pieces = [(unit, Piece(page, (*unit.leads, (unit.start, unit.end)))) for unit in parts]
    return tuple(
        Term(topic.id, topic.name, topic.question, tuple(_answers(body, topic, pieces)))
        for topic in book.topics
    )


def _answers(body: str, topic: Topic, pieces: Iterable[tuple[Unit, Piece]]) -> Iterator[Answer]:
    """Yield one answer a value, in the order of the topic's values: the most telling one."""
    found: dict[str, list[Answer]] = {}
    for unit, piece in pieces:
        if unit.heading and not unit.listed:
            continue
        for value, answer in _said(body, topic, unit, piece).items():
            found.setdefault(value, []).append(answer)
    for value, _ in topic.values:
        if value in found:
            answers = found[value]
            best = max(answers, key=lambda answer: bool(answer.detail))
            said = dict.fromkeys(word for a in answers for word in a.detail.split("; ") if word)
            detail = best.detail if any(c.reads for c in topic.cues) else "; ".join(said)
            yield _with(best, detail, len(answers) - 1)


def _with(answer: Answer, detail: str, others: int) -> Answer:
    return Answer(
        answer.value, answer.meaning, detail, answer.start, answer.end, answer.quote,
        answer.place, answer.rule, others,
    )  # fmt: skip


def _said(body: str, topic: Topic, unit: Unit, piece: Piece) -> dict[str, Answer]:
    """Return what one unit says, one answer a value."""
    meanings = dict(topic.values)
    found: dict[str, Answer] = {}
    for cue in topic.cues:
        if cue.value in found or piece.says(cue) is None:
            continue
        quote = body[unit.start : unit.end]
        found[cue.value] = Answer(
            cue.value, meanings[cue.value], _detail(cue, piece, quote), unit.start, unit.end, quote,
            label(body, unit.heads), cue.id,
        )  # fmt: skip
    return found


def _detail(cue: Cue, piece: Piece, quote: str) -> str:
    said = [cue.detail] if cue.detail else []
    said += [word for word, way in cue.details if piece.find((way,))]
    if cue.reads == "deadline":
        said.append(deadline(quote))
    return "; ".join(dict.fromkeys(filter(None, said)))
