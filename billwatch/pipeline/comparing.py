"""Compare readings, one pair or many: words, sections, provisions; what one does to the law."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TypeVar

from billwatch import diff
from billwatch.diff import Comparison
from billwatch.models import Reading
from billwatch.pipeline import batch
from billwatch.store import Store

Made = TypeVar("Made")
Both = tuple[Reading, Reading]


def compare(old: Reading, new: Reading) -> Comparison:
    """Return everything that differs between two readings, what became of provisions included."""
    found = diff.compare(
        old.text, new.text, names=(old.version, new.version), cuts=(old.sections, new.sections)
    )
    return replace(found, provisions=diff.provisions(old.findings, new.findings))


def compare_all(
    pairs: Iterable[Both], make: Callable[[Comparison], Made], executor: Executor | None = None
) -> Iterator[Made]:
    """Yield what ``make`` makes of the comparison of each pair, in the order given.

    Without an executor all is done here. ``make`` runs where the comparison does, so that what
    comes back is small; both it and what it makes must survive pickling.
    """
    bare = ((_bare(old), _bare(new)) for old, new in pairs)
    return batch.over(partial(_made, make), bare, executor, weight=_size)


def _bare(read: Reading) -> Reading:
    """Return the reading without what no comparison looks at: less to hand over."""
    return replace(read, clauses=())


def _size(pair: Both) -> int:
    return sum(len(read.text.body) for read in pair)


def _made(make: Callable[[Comparison], Made], pair: Both) -> Made:
    return make(compare(*pair))


def neighbours(store: Store, bill: str) -> Iterator[Both]:
    """Yield the versions of a stored bill that were read whole, each with the next.

    The same as `succession.pairs` has them; each reading is loaded once.
    """
    known = store.bill(bill)
    return pairwise(_readings(store, [v.id for v in known.versions] if known else []))


def _readings(store: Store, versions: Iterable[str]) -> Iterator[Reading]:
    """Yield what was read whole: the rest would seem to strike what only its reading lacks."""
    for version in versions:
        read = store.reading(version, clauses=False) if store.whole(version) else None
        if read:
            yield read


def dated(found: Comparison, store: Store) -> Comparison:
    """Return the comparison with the version each change first appeared in.

    Unchanged where the two are not versions of one stored bill with others between them that
    could be read whole.
    """
    bill = store.bill(found.new_name.partition("@")[0]) if "@" in found.new_name else None
    ids = [version.id for version in bill.versions] if bill else []
    if found.old_name not in ids or found.new_name not in ids:
        return found
    first, last = ids.index(found.old_name), ids.index(found.new_name)
    inner = list(_readings(store, ids[first + 1 : last]))
    if not inner:
        return found
    texts = [found.old, *(read.text for read in inner), found.new]
    names = [found.old_name, *(read.version for read in inner), found.new_name]
    return diff.with_first(found, texts, names)


def law(read: Reading) -> Comparison:
    """Return what a version would do to current law, by the marks in its own text."""
    return diff.law(read.text, name=read.version)
