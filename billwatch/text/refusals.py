"""Know the pages that sites send with a good status when they have nothing to give."""

import re

_TITLES = re.compile(
    r"\W*+(?:request rejected|access (?:is )?denied|attention required|just a moment|forbidden"
    r"|(?:error|http|status)?\W*(?:40[0-9]|410|429|50[0-9])\b|(?:page|file|document|resource|bill)"
    r" (?:was |could )?(?:not (?:be )?found|cannot be found|does not exist)|not found"
    r"|(?:an |server |application |runtime )*error\b"
    r"|service (?:is )?(?:temporarily )?unavailable|bad gateway|gateway time|object moved"
    r"|(?:site|scheduled|down for) maintenance|checking your browser"
    r"|verify(?:ing)? (?:that )?you are"
    r"|are you (?:a )?(?:human|robot)|security check|captcha|session (?:has )?(?:expired|timed out)"
    r"|please (?:enable|wait)|enable javascript|log ?in\b|sign ?in\b|untitled)",
    re.I,
)
_PHRASES = re.compile(
    r"the requested url (?:was rejected|was not found)|your support id is|cloudflare ray id|ray id:"
    r"|reference (?:#|number:? )[\d.]+[0-9a-f]|enable javascript and cookies|incident id"
    r"|you don.t have permission to access|the page you (?:are looking for|requested)"
    r" (?:cannot|could not|was not|is not|does not)"
    r"|server error in .{1,40} application|internal server error"
    r"|resource cannot be found|unusual traffic",
    re.I,
)
_LONG = 3000  # characters: an error page says little
_LAW = re.compile(
    r"\b(?:be it enacted|enact as follows|shall|is amended|section \d)\b|\u00a7 ?\d", re.I
)


def refused(title: str, body: str) -> str:
    """Return the words of refusal of an error page, or '' for a document.

    >>> refused("Request Rejected", "The requested URL was rejected. Please consult.")
    'Request Rejected'
    """
    if len(body) > _LONG:
        return ""
    first = body.lstrip().split("\n", 1)[0][:120].strip()
    for words in (title, first):
        if words and len(words) < 120 and _TITLES.match(words) and not _LAW.search(body):
            return words
    found = _PHRASES.search(body)
    if found and not _LAW.search(body):
        return found[0]
    return ""
