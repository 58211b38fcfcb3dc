"""Reviews: what a person decided about a cell, on which words, and whether that still holds.

`load` reads ``data/reviews/<state>.toml`` (its texts: nothing here touches a file or a clock),
`against` holds a bill's reviews against the text that is current, `entry` writes one more for the
end of a file. `disagreements` sets machine, reviews and published codings side by side, and
`doubts` ranks the cells that a person should look at.
"""

from billwatch.reviews.doubt import Doubt, doubts
from billwatch.reviews.file import VALUES, entry, header, load
from billwatch.reviews.sides import Disagreement, disagreements
from billwatch.reviews.standing import against, clause, latest, locate

__all__ = [
    "VALUES", "Disagreement", "Doubt", "against", "clause", "disagreements", "doubts", "entry",
    "header", "latest", "load", "locate",
]  # fmt: skip
