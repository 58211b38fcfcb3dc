"""Read a text's clauses and say which protections it gives, word for word where.

`load` reads the codebook (``data/provisions/*.toml``), `find` gives the findings of one text,
`silence` says what it means that a text gave none, `values` what a finding says in types, and
`surroundings` what stands around it: definitions, dates, model family. Nothing here touches a
file or a clock.
"""

from billwatch.provisions.codebook import Codebook, Cue, Example, Provision, load
from billwatch.provisions.findings import find
from billwatch.provisions.silence import reasons, silence, unreadable
from billwatch.provisions.surroundings import Surroundings, surroundings
from billwatch.provisions.values import Values, as_json, values

__all__ = [
    "Codebook",
    "Cue",
    "Example",
    "Provision",
    "Surroundings",
    "Values",
    "as_json",
    "find",
    "load",
    "reasons",
    "silence",
    "surroundings",
    "unreadable",
    "values",
]
