"""Compare two texts word for word, section by section, and show what differs.

`compare` finds the changes of words, `law` what a version's own marks do to current law, and
`provisions` what became of each protection; `terminal`, `html`, `as_json`, `unified` and `quote`
show a comparison.
The comparison is exact (both texts can be cut out of its runs), never splits a word, and depends
on nothing but the two texts.

>>> from billwatch.models import Text
>>> c = compare(Text("Notice within thirty days."), Text("Notice within ninety days."))
>>> [(change.kind, change.old, change.new) for change in c.changes]
[('replace', 'thirty', 'ninety')]
"""

from billwatch.diff.compare import compare
from billwatch.diff.direction import provisions
from billwatch.diff.flags import title
from billwatch.diff.history import between, first_seen, with_first
from billwatch.diff.law import law
from billwatch.diff.page import fragment, html
from billwatch.diff.plain import as_json, quote, unified
from billwatch.diff.records import Change, Comparison, Pair, Run, Shift, Stats
from billwatch.diff.summary import names as named
from billwatch.diff.summary import warnings
from billwatch.diff.terminal import terminal

__all__ = [
    "Change", "Comparison", "Pair", "Run", "Shift", "Stats",
    "as_json", "between", "compare", "first_seen", "fragment", "html", "law", "named", "provisions",
    "quote", "terminal", "title", "unified", "warnings", "with_first",
]  # fmt: skip
