"""Score the findings against what others published: ``python -m tests.measure.published FOLDER``.

Only laws of the baseline whose text the corpus holds can be scored. Published codings hold few
negatives, so they measure recall and not precision; and they err, so a miss is a place to look.
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from billwatch import store
from billwatch.models import Law
from billwatch.pipeline import bring, facts, views
from billwatch.pipeline.keep import Run
from billwatch.store import Store


@dataclass(frozen=True)
class Missed:
    """One published coding that the reading does not have."""

    law: str
    provision: str
    who: str
    detail: str


def measure(corpus: Path) -> tuple[int, tuple[Missed, ...]]:
    """Return how many codings could be compared, and those that were not found."""
    known = facts.load()
    with tempfile.TemporaryDirectory() as scratch, store.open(Path(scratch) / "l.db") as library:
        bring.bring(Run(library, known, "2026-01-01"), [corpus / "laws"])
        compared, missed = 0, []
        for law in known.laws:
            found = _found(library, law)
            for coding in law.codings if found is not None else ():
                if coding.value in ("yes", "partly"):
                    compared += 1
                    if found is not None and coding.provision not in found:
                        missed.append(Missed(law.id, coding.provision, coding.who, coding.detail))
    return compared, tuple(missed)


def _found(library: Store, law: Law) -> set[str] | None:
    """Return the provisions found in the held sections of a law, None where one is missing."""
    found: set[str] = set()
    for id in law.texts:
        bill = library.bill(id)
        version = views.current(library, bill, "9999-12-31") if bill else None
        if version is None:
            return None
        found |= {finding.provision for finding in library.findings(version.id)}
    return found if law.texts else None


def main() -> None:
    """Print the recall and what was missed."""
    given = sys.argv[1:2] or [os.environ.get("BILLWATCH_CORPUS", "")]
    if not given[0]:
        raise SystemExit("name the folder that holds corpus/, or set BILLWATCH_CORPUS")
    compared, missed = measure(Path(given[0]) / "corpus")
    print(f"{compared - len(missed)} of {compared} published codings of tier A and B found")
    for one in missed:
        print(f"  not found: {one.law} {one.provision}: {one.detail} ({one.who})")


if __name__ == "__main__":
    main()
