"""Read a text's clauses and say which protections it gives, word for word where.

`load` reads the codebook (``data/provisions/*.toml``), `find` gives the findings of one text, and
`silence` says what it means that a text gave none. Nothing here touches a file or a clock.
"""

from billwatch.provisions.codebook import Codebook, Cue, Example, Provision, load
from billwatch.provisions.findings import find, reasons, silence

__all__ = ["Codebook", "Cue", "Example", "Provision", "find", "load", "reasons", "silence"]
