"""Spell out for readers what the codebook says in short; data files keep the short form.

>>> detail("ban; opt-in-written; 45 days")
'banned; written consent; 45 days'
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

WORDS = {
    "AG": "attorney general",
    "UDAP": "as an unfair or deceptive practice",
    "affective computing": "reading of emotions",
    "affective sensing": "sensing of emotions",
    "approval or aggregate only": "with approval, or totals only",
    "audio/visual": "sound and pictures",
    "ban": "banned",
    "ban list": "list of banned topics",
    "ban-on-and-off site": "on the site and elsewhere",
    "ban-with-list": "banned, with listed exceptions",
    "barter": "bartering",
    "by reference": "by reference to another law",
    "data-minimisation": "no more data than needed",
    "governing-board-approval": "approval of the governing board",
    "in-contract": "as a term of contracts",
    "inaccurate data only": "of inaccurate data only",
    "lease": "leasing",
    "list": "listed data",
    "list of people": "to listed people only",
    "list of purposes or people": "for listed purposes or people only",
    "merger exception": "except in a merger",
    "no redisclosure": "no passing on",
    "no-commercial": "no commercial use",
    "non-school only": "except for school purposes",
    "opt-in for survey": "consent before a survey",
    "opt-in, private information": "consent for private information",
    "opt-in-any": "consent in any form",
    "opt-in-verifiable": "verifiable consent",
    "opt-in-written": "written consent",
    "permits-with-limits": "allowed within limits",
    "program/plan": "a program or plan",
    "prohibits-use": "no other use",
    "re-identification ban": "no re-identifying",
    "redisclosure": "limits on passing on",
    "rights": "of their rights",
    "secondary-use-only": "before another use only",
    "sell-or-rent": "selling or renting",
    "sole-purpose": "for one purpose only",
    "terms-if-contract": "terms, where there is a contract",
    "terms-if-contract (scope)": "terms on scope, where there is a contract",
    "trade": "trading",
    "with-consent": "unless with consent",
}
NONE: Mapping[str, str] = MappingProxyType({})
_INSTEAD = re.compile(r"(?<=takes the place of )[a-z ]+$")
_GAINED = re.compile(r"(?<![^ ])([+−]) (.+?)(?=, [+−] |; |$)")


@lru_cache(maxsize=4096)
def detail(words: str) -> str:
    """Return the details of an answer in plain words; what is plain already stays as it is."""
    return "; ".join(WORDS.get(one, one) for one in words.split("; "))


def answer(words: str) -> str:
    """Return an answer of an event (``value: details``) in plain words.

    >>> answer("yes: ban; sell-or-rent"), answer("no"), answer("")
    ('yes: banned; selling or renting', 'silent', 'silent')
    """
    value, colon, more = words.partition(": ")
    return f"{value}: {detail(more)}" if colon else "silent" if value in ("no", "") else value


def reason(words: str, names: Mapping[str, str] = NONE) -> str:
    """Return why an answer counts as weaker or stronger, its details in plain words.

    ``names`` are what readers call other provisions, by id.

    >>> reason("shorter deadline; + merger exception, − with-consent")
    'shorter deadline; adds “except in a merger”, drops “unless with consent”'
    >>> reason("takes the place of opt out and sale", {"opt_out": "Right to opt out"})
    'takes the place of “Right to opt out” and sale'
    """

    def named(found: re.Match[str]) -> str:
        others = [(one, names.get(one.replace(" ", "_"))) for one in found[0].split(" and ")]
        return " and ".join(f"“{name}”" if name else one for one, name in others)

    return _GAINED.sub(_gained, _INSTEAD.sub(named, words))


def _gained(found: re.Match[str]) -> str:
    return f"{'adds' if found[1] == '+' else 'drops'} “{detail(found[2])}”"
