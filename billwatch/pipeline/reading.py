"""Read one document from bytes to findings: text, sections, clauses, provisions."""

from billwatch import apart, provisions, sections
from billwatch.models import Reading, Text
from billwatch.provisions import Codebook
from billwatch.provisions.findings import concerns


def read(
    body: bytes,
    codebook: Codebook,
    *,
    name: str,
    version: str = "",
    media_type: str = "",
    jurisdiction: str = "",
    quick: bool = False,
) -> Reading:
    """Return the reading of one document, which is that of ``version`` (default: its name).

    ``quick`` leaves a text that cannot give a finding unread: no sections, no clauses.
    Raise `DataError` naming ``name`` where the bytes are no readable text.
    """
    words = apart.read(body, media_type=media_type, name=name, jurisdiction=jurisdiction)
    if quick and not concerns(words):
        return Reading(version or name, words, (), (), ())
    return understand(words, codebook, version or name)


def understand(words: Text, codebook: Codebook, version: str) -> Reading:
    """Return the reading of a text that has been extracted already."""
    parts = sections.split(words)
    clauses = sections.clauses(words, parts)
    findings = provisions.find(words, parts, clauses, codebook)
    return Reading(version, words, parts, clauses, findings)
