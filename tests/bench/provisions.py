"""Time the reading chain on made-up bills: ``python -m tests.bench.provisions``.

The bills on student data are the codebook's own examples, each a section, between paragraphs of
ordinary law; the others have ordinary law only. The chain is everything from the text to the
findings: is the text concerned at all, sections, clauses, findings. What was read before is
forgotten before each run, so that no sentence is known; every line tells its own repeats.
Where BILLWATCH_CORPUS names the folder that holds ``gold/``, its texts are read too: they are all
on student data, each is met once, and hardly a sentence comes again. They come first: a pattern
is compiled and builds its states, and a word is looked up, when it is first met, as in a night
with few texts.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from billwatch import sections
from billwatch import text as texts
from billwatch.models import Clause, Section, Text
from billwatch.provisions import Codebook, find, restated, sentences, subject
from billwatch.provisions.findings import concerns
from billwatch.sections import kinds
from tests.measure.gold import codebook

Made = tuple[Text, tuple[Section, ...], tuple[Clause, ...]]
SIZE = 1_000_000
ORDINARY = (
    "The director shall issue a permit for each vessel, shall keep the fee in the harbor fund, and "
    "may by rule set the hours in which a vessel of more than twenty tons may pass the bridge.",
    "A permit is valid for one year from its date. The holder shall show it on demand to an "
    "officer of the port, who shall note the date and the draft of the vessel.",
    "Within thirty days after a refusal the applicant may ask for a hearing, and the director shall "
    "give the reasons in writing.",
)


def bill(paragraphs: Sequence[str], title: str) -> Made:
    """Cut a bill of these paragraphs, a section each."""
    body = "\n".join(f"Section {n}. {words}" for n, words in enumerate(paragraphs, 1))
    text = Text(body, title=title)
    parts = sections.split(text)
    return text, parts, sections.clauses(text, parts)


def on_students(book: Codebook) -> Made:
    """Make a bill on student data of about a megabyte."""
    examples = [example.text for one in book.provisions for example in one.examples]
    once = [words for example in examples for words in (example, *ORDINARY)]
    times = SIZE // sum(map(len, once)) + 1
    return bill(once * times, "An Act on student data privacy")


def chain(text: Text, book: Codebook) -> int:
    """Read a text the quick way, as a run over many does; return the number of findings."""
    if not concerns(text):
        return 0
    parts = sections.split(text)
    return len(find(text, parts, sections.clauses(text, parts), book))


def forget(book: Codebook) -> None:
    """Forget every sentence and text read before."""
    book.known.clear()
    kinds.of_own.cache_clear()
    sentences.actors.cache_clear()
    restated.forget()
    subject.forget()


def speed(text: Text, work: Callable[[], object], book: Codebook) -> float:
    """Return megabytes a second of processor time, the best of three runs."""
    runs = []
    for _ in range(3):
        forget(book)
        began = time.process_time()
        work()
        runs.append(time.process_time() - began)
    return len(text.body) / 1e6 / max(min(runs), 1e-6)


def fresh(folder: Path, book: Codebook) -> tuple[float, float]:
    """Return megabytes a second over the texts of the gold: when first met, the best of three."""
    read = [texts.read(path.read_bytes(), name=path.name)
            for path in sorted((folder / "gold" / "docs").glob("*.txt"))]  # fmt: skip
    runs = []
    for _ in range(4):
        forget(book)
        began = time.process_time()
        for one in read:
            chain(one, book)
        runs.append(time.process_time() - began)
    size = sum(len(one.body) for one in read) / 1e6
    return size / runs[0], size / min(runs[1:])


def long(book: Codebook, times: int) -> Text:
    """Make a text on student data of so many times 30 kilobytes, without two equal sentences."""
    examples = [example.text for one in book.provisions for example in one.examples]
    once = [
        words for n, example in enumerate(examples[:60]) for words in (example, ORDINARY[n % 3])
    ]
    words = (f"In district {n} {one}" for n in range(times) for one in once)
    body = "\n".join(f"Section {n}. {one}" for n, one in enumerate(words, 1))
    return Text(body, title="An Act on student data privacy")


def growth(book: Codebook) -> float:
    """Return how many times as long the chain takes for a text ten times as long."""
    one, ten = long(book, 1), long(book, 10)
    rates = [speed(text, partial(chain, text, book), book) for text in (one, ten)]
    return len(ten.body) / len(one.body) * rates[0] / rates[1]


def main(argv: Sequence[str] = ()) -> int:
    """Print megabytes a second with and without a hit."""
    began = time.process_time()
    book = codebook()
    print(f"provisions: codebook loaded in {time.process_time() - began:.2f} s")
    folder = argv[0] if argv else os.environ.get("BILLWATCH_CORPUS", "")
    if folder:
        first, again = fresh(Path(folder), book)
        print("provisions: on the gold's texts: the chain: "
              f"{first:.2f} MB/s when first met, {again:.2f} MB/s after")  # fmt: skip
    ordinary = bill(ORDINARY * (SIZE // sum(map(len, ORDINARY))), "An Act on harbors")
    for name, made in (("on student data", on_students(book)), ("without a hit", ordinary)):
        text, parts, _ = made
        steps: dict[str, Callable[[], object]] = {
            "sections": partial(sections.split, text),
            "clauses": partial(sections.clauses, text, parts),
            "findings": partial(find, *made, book),
            "the chain": partial(chain, text, book),
        }
        for step, work in steps.items():
            print(f"provisions: {name}: {step}: {speed(text, work, book):.1f} MB/s")
    print(f"provisions: a text ten times as long takes {growth(book):.1f} times as long")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
