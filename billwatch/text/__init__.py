"""Text as in force, with its marks, out of HTML, XML, PDF, RTF, DOCX and plain copies."""

from billwatch.text.cells import parted
from billwatch.text.kinds import sniff
from billwatch.text.reading import read

__all__ = ["parted", "read", "sniff"]
