"""What is printed with a law and says nothing itself: captions of a code's sections, digests."""

from billwatch.provisions.patterns import build

# A digest printed with a bill tells of it, and of the law before it.
_DIGEST = build(
    r"^(?:\(\w+\) ?)*(?:(?:proposed|present|existing|current) (?:(?:state|federal) )?law\b"
    r"|(?:under )?(?:existing|current|present) (?:(?:state|federal) )?law\b"
    r"|this (?:bill|measure) (?:would|also|requires|provides|prohibits|gives|creates|makes)\b)"
)
# A number of joined parts and a title: an excerpt of a code has these in its body.
_NUMBERED = build(
    r"^(?:[a-z. ]{0,40} )?(?:\?+ ?)?\d+[a-z]{0,3}[-.:]\d[\w.:-]{0,20}[.:]?(?: ?-{1,2}| ?\?| ?\|)?"
    r" [\"a-z]"
)
_FINITE = build(
    r"\b(?:shall|may|must|will|can|cannot|is|are|was|were|be|has|have|had|do|does|means?|includes"
    r"|appl(?:y|ies)|requires|prohibits|provides)\b"
)
_DIGITS = frozenset("0123456789")
_OPENING = 50  # characters, in which the number of a caption begins
LONGEST = 400


def is_digest(words: str) -> bool:
    """Say whether words begin to tell what the law is, or what the bill would do."""
    low = words.lower()
    return ("law" in low or "this" in low) and _DIGEST.search(words) is not None


def is_caption(words: str) -> bool:
    """Say whether ``words`` are a section's number and its title.

    >>> is_caption("53-9-304. Pupil data -- Access -- Notice of a breach.")
    True
    >>> is_caption("Franklin Code 53.304 - Student's right to restrict release")
    True
    >>> is_caption("53-9-304. A school shall give access to pupil data.")
    False
    """
    if len(words) > LONGEST or _DIGITS.isdisjoint(words[:_OPENING]):
        return False
    if _NUMBERED.search(words) is None:
        return False
    return _FINITE.search(words) is None
