"""Tag what a sentence is by its form: a finding, a repealer, an instruction, a definition.

All patterns read lower-cased words; literal gates come before them.
"""

import re

from billwatch.models import ClauseKind

_FINDING = re.compile(
    r"\b(?:legislature|general assembly|general court|congress|legislative assembly|council|people)"
    r"(?: of [\w ]{1,40})?(?: hereby)?(?: further| also)? "
    r"(?:find|declare|affirm|recogni[sz]e|acknowledge|intend)|"
    r"^\W*(?:whereas|findings?\b)|\bit is the (?:intent|sense|policy|purpose|finding)|"
    r"\bsense of (?:the )?(?:congress|senate|house|legislature)|\bbody finds\b|"
    r"\b(?:purposes?|intent) of (?:this|the) (?:\d{4} )?(?:act|section|chapter|"
    r"article|part|subchapter|title|legislation) (?:is|are)\b|"
    r"\bintent of the (?:legislature|general assembly|general court|congress)"
)
_SEVERABLE = re.compile(
    r"^\W*(?:severability\W+)?if (?:any|a|the)\b.{1,300}\b(?:invalid|"
    r"unconstitutional)|\bseverable\b"
)
_REPEAL = re.compile(r"\b(?:is|are|be|stands?) (?:hereby )?repealed\b")
_SUBSTITUTED = re.compile(
    r"\brepealed(?:,)? (?:and|to be) .{0,60}(?:substitut|enact|adopt|insert|replac)"
)
_CHANGING = (
    r"by (?:further )?(?:striking|inserting|adding|redesignating|deleting|amending|moving|"
    r"repealing|transferring|renumbering|substituting|changing)\b"
)
_AMENDED = re.compile(
    r"\b(?:is|are|be)(?: further| each| hereby)* (?:amended|redesignated|renumbered)\b"
    rf"(?=.{{0,400}}(?:\bread\b|\bfollow|{_CHANGING}|[:—-]\W*$|\bas (?:so |sub|para|sec)))|"
    r"\b(?:is|are|be)(?: hereby)* (?:added|created|enacted|inserted)\b"
    r"(?=.{0,200}(?:\bto read\b|\bread as follows|\bas follows\W*$))|"
    r"\badd (?:the following|a new)|\bamend(?:ed)? (?:by adding|to read)"
)
_INSTRUCTS = re.compile(
    rf"\W*(?:(?:(?:\(\w+\) )*in [^.;]{{0,160}}?)?,?\s*(?:and )?{_CHANGING}|"
    r"(?:strik(?:e|ing)|insert(?:ing)?|redesignat(?:e|ing)|delet(?:e|ing))\b[^.]{0,80}[“\"]|"
    r"amend (?:section|chapter|title|rsa|§)|new (?:section|paragraph|subparagraph|chapter);)"
)
_QUOTES = re.compile(
    r"(?:\bread(?:s|ing)?(?: as follows)?|the following(?: new)?[\w ,()-]{0,90}|as "
    r"follows|following sections?(?: in place thereof)?"
    r"|in place thereof[\w ,]{0,40}|\bto read|so as to read)\W{0,6}$"
)
_EFFECT = re.compile(
    r"\W*(?:effective date\W+)?(?:(?:except|unless|notwithstanding|subject to)[^,]{0,120}, )?"
    r"(?:the (?:provisions|amendments?|requirements|repeal) (?:of|made by|in|to) )?"
    r"(?:this (?:\d{4} )?(?:act|sub)?(?:section|chapter|article|part|title|paragraph|enactment|law|"
    r"bill|measure|amendatory act|division)?|(?:sub)?sections?|paragraphs?|the amendments?)\b"
    r"[^.;]{0,160}?\b(?P<verb>(?:(?:shall |will )?takes? (?:effect|force)|"
    r"(?:shall )?becomes? (?:effective|operative)|"
    r"(?:shall be|is|are) (?:effective|in (?:full )?(?:force|effect))|"
    r"(?:shall )?expires?\b|(?:shall )?sunsets?\b|(?:shall )?appl(?:y|ies) (?:only )?(?:beginning|"
    r"to (?:all |any )?(?:contracts?|agreements?)[^.;]{0,60}\b(?:entered|executed|renewed|after|"
    r"effective)|with respect to (?:contracts?|agreements?)|on and after)))"
)
_EFFECT_END = re.compile(
    r"(?P<verb>\b(?:shall )?takes? effect\b)[^,]{0,90}$|"
    r"^\W*(?P<alone>effective) (?:on )?(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december|\d|immediately|upon)[^.]{0,60}\W*$"
)
_QUOTED_MEANS = re.compile(
    r"[“\"][^”\"]{1,200}[”\"][^.;]{0,140}?\b(?:means?|ha(?:s|ve) the (?:same )?meanings?|includes?|"
    r"refers? to|is defined|shall have the|does not)\b|^\W*[“\"][^”\"]{1,120}[”\"],? "
)
_TERM_MEANS = re.compile(
    r"\bterms?\b(?! (?:of|and)\b).{0,120}?\b(?:means?|includes?|has the|have the|does not include|"
    r"shall mean|refers)\b"
)
_SHALL_MEAN = re.compile(
    r"\bshall (?:also )?mean\b|\bshall not be (?:deemed|considered)\b|\b(?:does|do) not include\b"
)
_QUOTED_NOT = re.compile(
    r"[“\"][^”\"]{1,200}[”\"] (?:shall|does|do|may) not (?:include|mean)|\bterms? "
    r".{0,80}?(?:shall|does|do) not (?:include|mean)"
)
_MODALS = re.compile(r"\b(?:shall|must|may)\b")
_SHALL_NOT = re.compile(
    r"\b(?:shall|may|must) not\b(?! (?:be (?:construed|deemed|interpreted|considered|"
    r"limited)|apply|mean)\b)"
)
_DEFINING_LEAD = re.compile(
    r"following (?:words|terms|definitions|phrases|meanings)|^\W*as used [^:]{1,90}:$|"
    r"^\W*(?:as used|for (?:the )?purposes? of|when used|in) (?:in )?th(?:is|e) [\w ,]{1,90}\W*$|"
    r"\bterms used in th|^\W*(?:definitions?[.—:\s]*)?in this [\w ]{1,60}:$|\bthe terms?:$|"
    r"have the (?:following )?meaning"
)


def formal(low: str) -> ClauseKind | None:
    """Tag findings, repealers, amending instructions and effective dates."""
    if _may_find(low) and _FINDING.search(low, 0, 400):
        return "finding"
    if ("invalid" in low or "severab" in low or "unconst" in low) and _SEVERABLE.search(
        low, 0, 400
    ):
        return "other"
    if "repeal" in low and _REPEAL.search(low):
        return "other" if _SUBSTITUTED.search(low) else "repealer"
    if amends(low):
        return "other"
    if _may_begin(low) and _begins(low):
        return "effective"
    return None


def _may_begin(low: str) -> bool:
    """Say cheaply whether a sentence can say when law begins or ends to bind."""
    return (
        "effect" in low or "operative" in low or "expire" in low or "sunset" in low
        or "contract" in low or "agreement" in low or "beginning" in low or "on and after" in low
    )  # fmt: skip


def _begins(low: str) -> bool:
    """Say whether a sentence's main verb is that law takes effect, applies from, or expires."""
    found = _EFFECT.match(low)
    if found:
        return not _MODALS.search(low, 0, found.start("verb"))
    found = _EFFECT_END.search(low)
    if not found:
        return False
    return found["verb"] is None or not _MODALS.search(low, 0, found.start("verb"))


def _may_find(low: str) -> bool:
    """Say cheaply whether a sentence can state findings or purposes."""
    return (
        "finds" in low or "find " in low or "declare" in low or "recogni" in low or "intend" in low
        or "affirm" in low or "acknowledge" in low
        or "it is the" in low or "sense of" in low or "intent of" in low or "finding" in low
        or "purpose of" in low or "purposes of" in low or "whereas" in low
    )  # fmt: skip


def amends(low: str) -> bool:
    """Say whether a sentence is an amending instruction (``is amended by striking …``)."""
    gate = "amend" in low or "strik" in low or "insert" in low or "adding" in low or "added" in low
    gate = gate or "designat" in low or "delet" in low or "created" in low or "enacted" in low
    gate = (
        gate or "repealing" in low or "renumber" in low or "add " in low or low.startswith("new ")
    )
    return gate and bool(_INSTRUCTS.match(low) or _AMENDED.search(low, 0, 1500))


def quotes(low: str) -> bool:
    """Say whether an instruction's end opens enacted words (``to read as follows:``)."""
    return _QUOTES.search(low[-200:]) is not None


def defines(low: str) -> bool:
    """Say whether a sentence defines a term or opens a list of definitions."""
    if ("“" in low or '"' in low) and _says(_QUOTED_MEANS, low):
        return True
    if "term" in low and _says(_TERM_MEANS, low):
        return True
    if ("shall" in low or "not include" in low) and _says(_SHALL_MEAN, low):
        return True
    return (
        "follow" in low
        or "as used" in low
        or "purpose" in low
        or "meaning" in low
        or "in this" in low
        or "the term" in low
    ) and _DEFINING_LEAD.search(low[-400:]) is not None


def _says(pattern: re.Pattern[str], low: str) -> bool:
    """Say whether a sentence defines as its main verb: no modal verb stands before the match."""
    found = pattern.search(low, 0, 900)
    return found is not None and not _MODALS.search(low, 0, found.start())


def rules(low: str) -> bool:
    """Say whether a definition carries a rule (``a number that shall not include``)."""
    if " not" not in low or _QUOTED_NOT.search(low):
        return False
    return _SHALL_NOT.search(low) is not None
