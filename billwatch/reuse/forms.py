"""Tell the standing clauses that every bill of a kind has from language that somebody chose.

Rarity knows how rare words are, not how usual a sentence is: a severability clause has rare words.
So the kinds of clause that are written the same in any bill are known by a few of their words.
"""

import re

LEAST = 20  # words beside standing clauses that make a passage more than these
SHARE = 1 / 3  # or so much of a longer passage
SPAN = 80  # words of a sentence that a standing phrase accounts for
_SENTENCE = re.compile(r"[^.;\n]+")
_STANDING = re.compile(
    r"""
    # one part of an act falls, the rest stands
    \b(?:adjudged|held|declared|found)\b.{0,80}\b(?:invalid|unconstitutional)\b
    | \bshall\ not\ affect,?\ (?:impair|the\ (?:validity|remain)|(?:any\ )?other\ provisions)
    | \bseverab | \bwithout\ the\ invalid\b | \bconfined\ in\ its\ operation\b
    # when an act begins and ends, how it stands in the code
    | \bact\ (?:shall\ (?:take|be\ in|become)|takes|becomes)\ effect
    | \bin\ full\ force\ and\ effect\b | \bexpire\ and\ be\ deemed\ repealed\b
    | \bpreservation\ of\ the\ public\ (?:peace|health)\b | \bto\ read\ as\ follows\b
    # how a board meets: vacancies, quorum, expenses, help from others
    | \bvacanc(?:y|ies)\b.{0,120}\b(?:fill|appoint) | \bunexpired\ term\b | \bquorum\b
    | \breappointment\b | \bsuccessors?\ (?:is|are|has|have|shall)\b | \bpleasure\ of\ the\b
    | \b(?:no|without)\ compensation\b | \b(?:actual|necessary)\ (?:and\ necessary\ )?expenses\b
    | \b(?:request|receive|utilize|provide)\b.{0,120}\b(?:facilities|resources|assistance|data)\b
      .{0,60}\bany\ (?:court|department|division|board|agency|state)\b
    # how a fund is kept
    | \bjoint\ custody\b | \bfund\ shall\ consist\b | \bdepositor(?:y|ies)\b
    | \bkept\ separate\b | \bshall\ not\ be\ commingled\b | \bbanks?\b.{0,40}\btrust\ companies\b
    | \badequate\ security\b | \baudit\ and\ warrant\b | \bon\ vouchers\b
    | \bmone?ys?\b.{0,80}\b(?:appropriated|credited|deposited)\b.{0,80}\b(?:fund|treasury)\b
    # leave to make rules
    | \b(?:promulgate|adopt|make|amend)\b.{0,60}\b(?:rules|regulations)\b
      .{0,80}\b(?:necessary|implement|carry\ out|effectuate)\b
    # ceremonies
    | \bresolved\b.{0,240}\b(?:honor|congratulat|commend|commemorat|mourn|tribute|recogni[sz]e
      |proclaim|celebrat) | \bcopy\ of\ this\ resolution\b | \bpause\ in\ its\ deliberations\b
    | \bwhereas\b.{0,120}\b(?:legislative\ body|assembled\ (?:body|legislature))\b
    """,
    re.VERBOSE,
)


def standing(words: str) -> bool:
    """Tell whether a passage is made of standing clauses, but for a few words.

    >>> standing("A majority of the members shall be a quorum. Members serve without compensation.")
    True
    """
    need = max(LEAST, SHARE * len(words.split()))
    other = 0
    for sentence in _SENTENCE.findall(words):
        plain = " ".join(sentence.lower().split())
        other += max(len(plain.split()) - SPAN * bool(_STANDING.search(plain)), 0)
        if other >= need:
            return False
    return True
