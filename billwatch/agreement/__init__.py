"""Read a data-sharing agreement: what data it asks for, on which terms, and against which law.

`load` reads the cues (``data/agreement/*.toml``), `read` gives what one text asks for and says,
`compare` holds that against the cells of a state's law. Nothing here touches a file or a clock.
"""

from billwatch.agreement.book import Book, load
from billwatch.agreement.compare import Row, Standard, compare
from billwatch.agreement.reading import read
from billwatch.agreement.records import Agreement, Answer, Element, Term

__all__ = [
    "Agreement",
    "Answer",
    "Book",
    "Element",
    "Row",
    "Standard",
    "Term",
    "compare",
    "load",
    "read",
]
