"""What the sentence after a duty adds to it: "The notice shall be given within thirty days"."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from billwatch.provisions.details import deadline
from billwatch.provisions.patterns import build
from billwatch.provisions.sentences import Sentence, own_start

# What the next sentence must speak of to be about the same act.
_SAME = {
    "breach_notice_family": r"notices?|notifications?|disclosures?",
    "breach_notice_school": r"notices?|notifications?|reports?|disclosures?",
    "parent_notice": r"notices?|notifications?|information|statement",
    "delete_end": r"deletion|destruction|disposal|return",
    "delete_request": r"deletion|destruction|disposal|removal",
    "access_correction": r"access|inspection|review|cop(?:y|ies)|response",
}
_SEQUEL = {
    provision: build(
        r"^(?:\(?\w{1,4}[.)] ?)*(?:the|such|this|that|any|each|all|a|an)\b(?: \w+){0,2}? "
        rf"(?:{words})\b[^.;]{{0,80}}?\b(?:shall|must|may not|is to|are to)\b"
    )
    for provision, words in _SAME.items()
}
Sequels = Mapping[int, Sentence]


def sequels(read: Iterable[Sentence]) -> Sequels:
    """Return the sentence after each, in the same section, by where the first begins."""
    return {
        one.clause.start: following
        for one, following in pairwise(read)
        if one.clause.section == following.clause.section
    }


def late(provision: str, sentence: Sentence, after: Sequels) -> str:
    """Return the deadline that the next sentence sets for what ``sentence`` provides, if any."""
    following = after.get(sentence.clause.start)
    way = _SEQUEL.get(provision)
    if following is None or way is None or deadline(sentence.words):
        return ""
    own = following.words[own_start(following) :]
    return deadline(own) if way.search(own) else ""
