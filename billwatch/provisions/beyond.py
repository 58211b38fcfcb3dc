"""Where the rules are silent and the second reader is not: clauses for a person to look at."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from billwatch.models import Clause, Section, Text
from billwatch.provisions import second
from billwatch.provisions.codebook import MOODS
from billwatch.provisions.findings import concerns
from billwatch.provisions.second import Reader
from billwatch.provisions.sentences import Sentence, own_start, sentences
from billwatch.provisions.subject import near, weigh

WORTH = 0.1  # a clause less likely to give a provision is not worth a look
FEWEST = 5  # fewer words are a caption or an entry of a list


@dataclass(frozen=True, slots=True)
class Hunch:
    """A clause that may give a provision the rules did not find, and how likely it is (0 to 1).

    ``body[start:end] == quote``; ``words`` are those that speak most for it.
    """

    provision: str
    likely: float
    section: str
    start: int
    end: int
    quote: str
    words: tuple[str, ...]


def hunches(
    text: Text,
    sections: tuple[Section, ...],
    clauses: tuple[Clause, ...],
    reader: Reader,
    given: Collection[str],
) -> tuple[Hunch, ...]:
    """Return for each provision not ``given`` the likeliest clause worth a look, likeliest first.

    A hunch is no finding: nothing of it is shown as an answer. Only clauses near words on data of
    students or children are looked at.
    """
    if not concerns(text):
        return ()
    subject = weigh(text, sections)
    best: dict[int, tuple[float, Sentence]] = {}
    for sentence in sentences(text, sections, clauses):
        if not near(subject, sentence.clause):
            continue
        for column, likely in _likely(reader, sentence):
            if likely > best.get(column, (0.0,))[0]:
                best[column] = likely, sentence
    found = [
        _hunch(text, reader, reader.provisions[column], likely, sentence)
        for column, (likely, sentence) in best.items()
        if reader.provisions[column] not in given
    ]
    return tuple(sorted(found, key=lambda hunch: (-hunch.likely, hunch.provision)))


def _likely(reader: Reader, sentence: Sentence) -> Iterator[tuple[int, float]]:
    """Yield the columns of the provisions that a sentence may give, and how likely it does."""
    if sentence.mood not in MOODS or len(sentence.words.split()) < FEWEST:
        return
    told = second.likely(reader, sentence.words, own_start(sentence))
    for column in np.flatnonzero(told >= WORTH):
        yield int(column), float(told[column])


def _hunch(text: Text, reader: Reader, provision: str, likely: float, sentence: Sentence) -> Hunch:
    clause = sentence.clause
    quote = text.body[clause.start : clause.end]
    words = second.because(reader, sentence.words, own_start(sentence), provision)
    return Hunch(provision, round(likely, 2), clause.place, clause.start, clause.end, quote, words)
