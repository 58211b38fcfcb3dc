"""Score the rules on sentences that nobody wrote them for: ``python -m tests.measure.passages``.

The passages (``passages/*.jsonl``) were written to teach the second reader: on purpose in words that
laws seldom use, and half of them near misses that give nothing. Whoever wrote them had not seen the
rules. Before any rule was mended by them the rules gave precision 0.65 and recall 0.29: what real
bills ask is easier, see `tests.measure.unseen`. Some false hits were mended since, so precision is an
upper figure. Each is read as a section of an act on student data; a provision that its writer doubted
is left out.
"""

from collections import Counter

from billwatch.models import Text
from billwatch.pipeline.reading import understand
from billwatch.provisions import Codebook
from tests.measure.gold import codebook, rates
from tests.measure.second import Taught, passages

TITLE = "An act concerning the privacy of student data"


def given(one: Taught, book: Codebook) -> set[str]:
    """Return what the rules find in a passage, its lead-in a line above it."""
    lead, own = one.words[: one.own].strip(), one.words[one.own :]
    text = Text("Section 1. " + (f"{lead}\n{own}" if lead else own), title=TITLE)
    return {found.provision for found in understand(text, book, "passage").findings}


def score(book: Codebook) -> Counter[str]:
    """Count what is found rightly and falsely, and what is missed."""
    count: Counter[str] = Counter()
    for one in passages():
        said = given(one, book) - one.doubt.keys()
        meant = one.gives - one.doubt.keys()
        count["tp"] += len(said & meant)
        count["fp"] += len(said - meant)
        count["fn"] += len(meant - said)
    return count


def main() -> None:
    """Print precision and recall."""
    count = score(codebook())
    precision, recall = rates(count)
    cells = count["tp"] + count["fn"]
    print(f"{cells} cells: precision {precision:.3f} recall {recall:.3f}")


if __name__ == "__main__":
    main()
