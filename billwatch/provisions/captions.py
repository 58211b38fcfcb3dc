"""What is printed with a law and says nothing itself: captions, digests, notes on a bill."""

from billwatch.provisions.patterns import build

# A digest printed with a bill tells of it, and of the law before it.
_DIGEST = build(
    r"^(?:\(\w+\) ?)*(?:(?:proposed|present|existing|current) (?:(?:state|federal) )?law\b"
    r"|(?:under )?(?:existing|current|present) (?:(?:state|federal) )?law\b"
    r"|(?:in addition, |finally, |among other things, )?(?:this|the) (?:bill|measure|legislation)"
    r" (?:would|also|further|requires?|provides|prohibits|gives|creates|makes|establishes|specifies"
    r"|directs|allows|permits|authori[sz]es|limits|defines|adds|amends|expands|clarifies|removes"
    r"|repeals|sets|bars|bans|forbids|modifies|changes|imposes|protects|restricts|mandates|ensures"
    r"|extends|was)\b"
    r"|(?:under|as amended,) (?:this|the) (?:bill|measure)\b"
    r"|(?:[a-z']{1,12} ){0,3}(?:prefatory|explanatory|drafting|council|fiscal) note\b"
    r"|(?:sponsor|introducer)(?:'s|s'?)? (?:memo|statement)"
    r")"
)
_TELLS = ("law", "bill", "measure", "legislation", "note", "sponsor", "introducer")
# The head line of a part, by what such lines begin with; no article, and no verb anywhere.
_HEAD = build(
    r"^(?:(?:\(\w+\)|\w{1,3}\.|sec(?:tion|\.) \w+\.) ?)*"
    r"(?:(?:private|civil|public) (?:rights?|causes?"
    r"|actions?|penalt(?:y|ies)|remed(?:y|ies)|liability|enforcement)|(?:rights?|causes?) of action"
    r"|criminal penalt(?:y|ies)|penalt(?:y|ies)|violations?|enforcement|remed(?:y|ies)|damages"
    r"|injunctive relief|liability|attorney general|breach|confidentiality|disclosure|release"
    r"|privacy|security|protection|prohibit(?:ion|ed)|limitations?|restrictions?|unlawful)\b"
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
_BRIEF = 120


def is_digest(words: str) -> bool:
    """Say whether words begin to tell what the law is, or what the bill would do."""
    low = words.lower()
    return any(map(low.count, _TELLS)) and _DIGEST.search(words) is not None


def is_head(words: str) -> bool:
    """Say whether ``words`` are the head line of a part: it names what the part is about.

    >>> is_head("Private right of action.")
    True
    >>> is_head("Private right of action for damages of $500; and")
    False
    """
    said = words.strip()
    if len(said) > _BRIEF or said.endswith((";", ",", ":", " and", " or")) or "$" in said:
        return False
    return _HEAD.search(said) is not None and _FINITE.search(said) is None


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
