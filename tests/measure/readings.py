"""Write the readings that ship: ``python -m tests.measure.readings FOLDER`` → data/readings.

The corpus of real bills and laws is imported into a store of its own, as an operator would.
"""

import sys
import tempfile
from pathlib import Path

from billwatch import store
from billwatch.pipeline import bring, facts, shipped
from billwatch.pipeline.keep import Run
from tests.measure.gold import ROOT

TODAY = "2026-11-22"


def write(folder: Path, out: Path) -> int:
    """Read the bills and laws below ``folder``, write their readings to ``out``; return how many."""
    known = facts.load()
    with tempfile.TemporaryDirectory() as desk, store.open(Path(desk) / "b.db") as held:
        bring.bring(Run(held, known, TODAY), [folder / "bills", folder / "laws"])
        return shipped.write(held, known, out, TODAY)


if __name__ == "__main__":
    print(write(Path(sys.argv[1]) / "corpus", ROOT / "data/readings"), "readings written")
