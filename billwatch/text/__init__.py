"""Text as in force, with its marks, out of HTML, XML, PDF, RTF and plain copies."""

from billwatch.text.kinds import sniff
from billwatch.text.reading import read

__all__ = ["read", "sniff"]
