"""Who is bound: the parties a clause names before its verb."""

from billwatch.provisions.patterns import Alternatives, build

# Longest and most special first: the first alternative that fits at a place wins.
_PARTIES = {
    "nonprofit": (
        r"school-affiliated entit\w+|student support agenc\w+|(?:nonprofit|non-profit)"
        r" (?:partner|organi[sz]ation)s?"
    ),
    "testing": (
        r"test(?:ing)? (?:entit\w+|organi[sz]ations?|agenc\w+|developer)|developer of"
        r" (?:such|an) exam\w+|assessment provider"
    ),
    "researcher": (
        r"researchers?|organi[sz]ations? conducting|research (?:organi[sz]ation|institution)s?"
    ),
    "operator": (
        r"operators?|school service providers?|cloud[- ]computing service(?: provider)?s?"
        r"|online (?:service )?providers?"
        r"|covered (?:platform|operator)s?|social media (?:compan\w+|platform)s?"
        r"|digital (?:educational )?service|education(?:al)? technology (?:compan\w+"
        r"|provider|vendor)s?"
    ),
    "contractor": (
        r"contractors?|vendors?|third[- ]part(?:y|ies)(?: contractor| provider| consultant|"
        r" vendor)?s?"
        r"|(?:education(?:al)? )?service providers?|education(?:al)? services? providers?"
        r"|outside part(?:y|ies)|consultants?"
        r"|private (?:entit\w+|compan\w+)|providers?|authori[sz]ed representatives?"
        r"|subcontractors?|the party"
    ),
    "federal": (
        r"\bSecretary\b|federal (?:agenc\w+|government|department|commission)|Department of"
        r" Homeland Security"
        r"|Comptroller General|the Commission\b|Federal Trade Commission|federal student aid"
    ),
    "both": r"educational agenc(?:y|ies) (?:and|or) institutions?",
    "district": (
        r"school (?:districts?|boards?|divisions?|committees?|corporations?|systems?"
        r"|entit\w+)|local (?:education(?:al)?|school) (?:agenc\w+|authorit\w+|boards?"
        r"|districts?|entit\w+|systems?|divisions?)"
        r"|board of (?:each|a|the) school district|boards? of (?:cooperative"
        r" )?education(?:al services)?|governing (?:board|body|authority)|districts?\b"
        r"|local board|parish|charter school(?: governing)?|education service district"
        r"|education entit\w+|local education providers?|\bLEAs?\b|public education"
        r" agenc\w+|educational agenc(?:y|ies)|public school governing"
    ),
    "state": (
        r"state (?:boards?|departments?|education(?:al)? (?:agenc\w+|authorit\w+"
        r"|department)|agenc\w+|superintendent|office)|department of (?:elementary"
        r"|education|public instruction|state)[\w ]*"
        r"|commissioner|superintendent of public instruction|the department\b|the board\b"
        r"|(?:each|the|no|a) state (?:shall|may|must)|no state\b|office of (?:technology"
        r"|information)"
        r"|public governmental bod\w+|commission\b|executive office"
    ),
    "school": (
        r"educational institutions?|institutions? of higher education|(?:public"
        r" )?(?:elementary|secondary|high) schools?|universit(?:y|ies)|colleges?"
        r"|schools?\b|teachers?\b|principals?\b|institutions?\b|campus"
    ),
    "business": (
        r"covered entit\w+|controllers?|processors?|business(?:es)?\b|compan(?:y|ies)"
        r"|corporations?|persons?\b|any entit\w+|an entit\w+"
    ),
}
_NAMES = {
    **{key: (key,) for key in _PARTIES},
    "nonprofit": ("nonprofit partner",),
    "testing": ("testing entity",),
    "both": ("district", "school"),
    "federal": ("federal agency",),
    "state": ("state agency",),
    "business": ("any business",),
}

_NOT_PARTIES = (
    r"school (?:purposes?|years?|days?|hours?|services?|weeks?|records?|property|safety"
    r"|activit\w+|community|student)"
    r"|(?:federal |state |judicial )?district (?:courts?|attorneys?|judges?)"
    r"|(?:state|federal|local) (?:and (?:federal|state|local) )?laws?|natural persons?"
    r"|persons? (?:under|in parental)"
    r"|third[- ]part(?:y|ies) beneficiar\w+|high school (?:student|diploma)|business days?|person's"
)
_KEYS = ("operator", "", *(key for key in _PARTIES if key != "operator"))
_PARTY = Alternatives(
    rf"\b(?:{_PARTIES['operator']})",
    _NOT_PARTIES,
    *(rf"\b(?:{words})" for key, words in _PARTIES.items() if key != "operator"),
)

_RELATIVE = build(r"\b(?:that|which|who)\b")
_SELLERS = ("operator", "contractor", "researcher", "testing entity")
_HOLDERS = (*_SELLERS, "nonprofit partner", "any business")


def parties(text: str) -> tuple[str, ...]:
    """Return the parties ``text`` names, each once, in order.

    >>> parties("Each school district and its vendors")
    ('district', 'contractor')
    """
    found: dict[str, None] = {}
    for which, _, _ in _PARTY.spans(text):
        if key := _KEYS[which]:
            found.update(dict.fromkeys(_NAMES[key]))
    return tuple(found)


def subjects(before: str) -> tuple[str, ...]:
    """Return the parties that ``before``, the words before the verb, speak of: not whom they name.

    Where a relative clause follows the subject ("A board that hires a company"), the head counts;
    a head as wide as "any person" takes the party its relative clause makes of it.

    >>> subjects("A school board that hires a company to carry students to a school")
    ('district',)
    >>> subjects("Any person who provides a cloud computing service to a school")
    ('operator',)
    """
    relative = _RELATIVE.search(before)
    head = parties(before[: relative[0]]) if relative else ()
    if not head or relative is None:
        return parties(before)
    if head == ("any business",):
        return tuple(p for p in parties(before[relative[1] :]) if p in _SELLERS)[:1] or head
    return head


def holders(words: str) -> tuple[str, ...]:
    """Return the parties outside the school that ``words`` name: whom a contract's terms bind.

    >>> holders("The contract of a district with a vendor shall forbid the sale of student data")
    ('contractor',)
    """
    named = [party for party in parties(words) if party in _HOLDERS]
    special = [party for party in named if party != "any business"]
    return tuple(special or named)
