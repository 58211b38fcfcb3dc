"""Part a paragraph into sentences, minding abbreviations (``Sec.``, ``U.S.C.``, ``Inc.``)."""

import re

_END = re.compile(r"[.?!][\"”’')\]]*(?:(?=\s+[\"“‘'(\[]*[A-Z§])|(?=\s+\(\w{1,4}\)\s)|(?=“))")
_ALWAYS = frozenset(
    "sec secs subsec subd subds par pars art arts ann stat stats rev ch chs cl v vs dr mr mrs ms "
    "jr sr st e.g i.e u.s p.l gen gov sen rep sens reps dept fed reg regs cir supp op ill cal "
    "conn del mass mich minn miss mont neb nev okla ore pa tenn tex vt va wash wis wyo ala ariz "
    "ark colo fla ga ind kan ky la md me mo n.c n.d n.h n.j n.m n.y r.i s.c s.d w.va id "
    "cc pp p app att’y att'y hon prof rptr univ approx min max fig ex cf nos r.s g.s m.s".split()
)
_SOFT = frozenset(
    "inc co corp ltd seq etc u.s.c c.f.r d.c no llc a.m p.m ph.d m.d ed.d al ass'n".split()
)
_BEGINS = re.compile(
    r"\s+[\"“‘(]*(?:the|an?|any|each|every|no|such|this|that|these|those|if|when|upon|for|in|all|it|"
    r"nothing|notwithstanding|except|provided|as|unless|not|where|failure|operators?|he|they)\b|“",
    re.I,
)
_PART = re.compile(
    r"(?:part|title|schedule|class|appendix|exhibit|grade|division|phase|option|chapter|subtitle|"
    r"section|article|type|level|group|tier|table|category|subsection|paragraph)s?\s+$",
    re.I,
)


def ends(body: str, start: int, end: int) -> list[int]:
    """Give the offsets where the sentences of ``body[start:end]`` end, the last one included.

    >>> ends("See Sec. 5 of Acme, Inc. for it. No one may.", 0, 44)
    [32, 44]
    """
    found = [m.end() for m in _END.finditer(body, start, end) if not _abbreviated(body, start, m)]
    if not found or found[-1] < end:
        found.append(end)
    return found


def _abbreviated(body: str, start: int, found: re.Match[str]) -> bool:
    """Say whether the full stop of a candidate closes an abbreviation, not a sentence."""
    stop = found.start()
    if body[stop] != "." or found.end() > stop + 1:
        return False
    space = max(
        body.rfind(" ", max(start, stop - 24), stop), body.rfind("\n", max(start, stop - 24), stop)
    )
    word = body[max(space + 1, start, stop - 24) : stop].lstrip('(“"[').lower()
    if not word or word[-1].isdigit():
        return False
    if word in _ALWAYS:
        return True
    if word in _SOFT or "." in word:
        return not _BEGINS.match(body, stop + 1)
    if len(word) == 1 and word.isalpha():
        return not _PART.search(body, max(start, stop - 20), stop - 1)
    return False
