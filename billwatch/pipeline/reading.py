"""Read one document from bytes to findings: text, sections, clauses, provisions."""

from billwatch import provisions, sections, text
from billwatch.models import Reading, Text
from billwatch.provisions import Codebook


def read(
    body: bytes,
    codebook: Codebook,
    *,
    name: str,
    version: str = "",
    media_type: str = "",
    jurisdiction: str = "",
) -> Reading:
    """Return the reading of one document, which is that of ``version`` (default: its name).

    Raise `DataError` naming ``name`` where the bytes are no readable text.
    """
    words = text.read(body, media_type=media_type, name=name, jurisdiction=jurisdiction)
    return understand(words, codebook, version or name)


def understand(words: Text, codebook: Codebook, version: str) -> Reading:
    """Return the reading of a text that has been extracted already."""
    parts = sections.split(words)
    clauses = sections.clauses(words, parts)
    findings = provisions.find(words, parts, clauses, codebook)
    return Reading(version, words, parts, clauses, findings)
