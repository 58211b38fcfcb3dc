"""Read a text's clauses and say which protections it gives, word for word where.

`load` reads the codebook (``data/provisions/*.toml``), `find` gives the findings of one text,
`silence` says what it means that a text gave none, and `surroundings` what stands around a
finding: definitions, dates, model family. Nothing here touches a file or a clock.
"""

from billwatch.provisions.codebook import Codebook, Cue, Example, Provision, load
from billwatch.provisions.findings import find
from billwatch.provisions.silence import reasons, silence
from billwatch.provisions.surroundings import Surroundings, surroundings

__all__ = [
    "Codebook",
    "Cue",
    "Example",
    "Provision",
    "Surroundings",
    "find",
    "load",
    "reasons",
    "silence",
    "surroundings",
]
