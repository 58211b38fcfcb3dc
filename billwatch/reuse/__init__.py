"""Language that texts share: where it stands in both, how rare it is, and who had it first.

The search goes by fingerprints of five words (`prints`), which lead to stretches of two texts that
may be one passage (`seeds`); these are aligned word by word (`align`) and weighed by how rare
their words are in bills (`weigh`). `fold` turns what was found into passages between bills that
are no kin, with the earlier text first; `genealogy` follows one clause through its copies.
"""

from billwatch.reuse.align import Match
from billwatch.reuse.families import Descent, Family, families
from billwatch.reuse.fold import fold, tells, wanted
from billwatch.reuse.forms import standing
from billwatch.reuse.genealogy import (
    Copy,
    Edit,
    Genealogy,
    Standing,
    genealogy,
    holding,
    stands,
)
from billwatch.reuse.passages import (
    Bale,
    Sheet,
    Shred,
    among,
    fingerprints,
    matched,
    read,
    shred,
    wordings,
)
from billwatch.reuse.prints import signed
from billwatch.reuse.records import Found, Held, Kin, Passage, Place, Span, Spot
from billwatch.reuse.seeds import COMMON, Seeds, against, between, paired, paths, renumbered, rows
from billwatch.reuse.weigh import Rarity, load

__all__ = [
    "COMMON", "Bale", "Copy", "Descent", "Edit", "Family", "Found", "Genealogy", "Held", "Kin",
    "Match", "Passage", "Place", "Rarity", "Seeds", "Sheet", "Shred", "Span", "Spot", "Standing",
    "against", "among", "between", "families", "fingerprints", "fold", "genealogy", "holding",
    "load", "matched", "paired", "paths", "read", "renumbered", "rows", "shred", "signed",
    "standing", "stands", "tells", "wanted", "wordings",
]  # fmt: skip
