"""Score the reading of agreements: ``python -m tests.measure.agreements``.

Sixteen agreements written for this project after the manner of real ones (forms of consortia,
memoranda of universities, terms of use, letters), each coded before the cues saw it. Row by row
``drafts/answers.csv`` says which kinds of data (with their standing, or ``any``) and which values of a
term a careful reader finds; ``a|b`` takes either, and with ``absent`` none will do as well. Before
the cues were widened on them the three sets (a, b, c) gave precision 0.89, 0.94 and 0.92, recall
0.63, 0.48 and 0.52; what is printed now is an upper figure.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from billwatch import agreement, text
from billwatch.agreement.records import Agreement
from billwatch.pipeline import agreeing

HERE = Path(__file__).parent / "drafts"
Said = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Findings that are right, false and missed; standings that are right, of how many."""

    right: int
    false: tuple[str, ...]
    missed: tuple[str, ...]
    standing: tuple[int, int]

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right."""
        return self.right / max(1, self.right + len(self.false))

    @property
    def recall(self) -> float:
        """Return the share of what a reader finds that was found."""
        return self.right / max(1, self.right + len(self.missed))


def answers() -> dict[str, list[tuple[str, str, frozenset[str]]]]:
    """Return by agreement what a reader found: kind of row, topic, values that are right."""
    found: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
    with (HERE / "answers.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            said = (row["kind"], row["topic"], frozenset(row["values"].split("|")))
            found.setdefault(row["doc"], []).append(said)
    return found


def score() -> Score:
    """Read every agreement and hold it against its answers."""
    book = agreeing.book()
    right, standing, of = 0, 0, 0
    false: list[str] = []
    missed: list[str] = []
    for name, rows in answers().items():
        read = text.read((HERE / f"{name}.txt").read_bytes(), name=f"{name}.txt")
        found = agreement.read(read, book)
        for what, verdict in (*_elements(found, rows), *_terms(found, rows)):
            right += verdict == "right"
            {"false": false, "missed": missed}.get(verdict, []).append(f"{name}: {what}")
        good, all_ = _standing(found, rows)
        standing, of = standing + good, of + all_
    return Score(right, tuple(false), tuple(missed), (standing, of))


Rows = Sequence[tuple[str, str, frozenset[str]]]


def _elements(found: Agreement, rows: Rows) -> Iterator[Said]:
    mine = {element.id for element in found.elements}
    wanted = {topic: values for kind, topic, values in rows if kind == "element"}
    for topic, values in wanted.items():
        if topic in mine or values != {"excluded"}:
            yield topic, "right" if topic in mine else "missed"
    yield from ((topic, "false") for topic in sorted(mine - wanted.keys()))


def _terms(found: Agreement, rows: Rows) -> Iterator[Said]:
    mine = {(term.id, answer.value) for term in found.terms for answer in term.answers}
    known: set[tuple[str, str]] = set()
    for kind, topic, values in rows:
        if kind == "term":
            these = {(topic, value) for value in values}
            known |= these
            if these & mine or "absent" not in values:
                words = f"{topic} {'|'.join(sorted(values))}"
                yield words, "right" if these & mine else "missed"
    yield from ((" ".join(one), "false") for one in sorted(mine - known))


def _standing(found: Agreement, rows: Rows) -> tuple[int, int]:
    """Return how many kinds of data that were found have a standing that is right, of how many."""
    mine = {element.id: element.status for element in found.elements}
    pairs = [(mine[topic], values) for kind, topic, values in rows
             if kind == "element" and topic in mine]  # fmt: skip
    good = sum(s in values or ("any" in values and s != "excluded") for s, values in pairs)
    return good, len(pairs)


def main() -> int:
    """Print the figures, and every error."""
    found = score()
    good, of = found.standing
    print(f"agreements: precision {found.precision:.2f}, recall {found.recall:.2f},", end=" ")
    print(f"standing right in {good} of {of}")
    for verdict, lines in (("false", found.false), ("missed", found.missed)):
        for line in lines:
            print(f"agreements: {verdict}: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
