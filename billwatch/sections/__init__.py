"""Cut a text into its sections and its operative clauses.

`split` tiles the body: joined in order, the sections are the body. `clauses` gives every sentence
and list item of the sections with the lead-ins it stands under, and says what kind it is.
Both are pure, deterministic and linear in the length of the text; neither ever raises on a text.

>>> from billwatch.models import Text
>>> text = Text("Section 1. An operator shall not:\\n(1) sell student data; or\\n(2) rent it.")
>>> sections = split(text)
>>> [(c.place, c.kind, c.text) for c in clauses(text, sections)][1]
('1(1)', 'ban', 'An operator shall not sell student data; or')
"""

from billwatch.sections.outline import clauses
from billwatch.sections.tiles import split

__all__ = ["clauses", "split"]
