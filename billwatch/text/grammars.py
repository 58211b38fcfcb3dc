"""The XML languages that bills come in: which element starts a paragraph, nests, or is skipped."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from billwatch.models import Against


@dataclass(frozen=True, slots=True)
class Grammar:
    """How to read one XML language; all names are local names.

    ``blocks`` start a paragraph; ``levels`` do too and nest; ``inline_first`` elements go on in the
    paragraph of their number and heading; ``after`` is printed behind an element's words.
    """

    against: Against = "law"
    blocks: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    inline_first: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()
    quotes: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()
    number_words: Mapping[str, str] = field(default_factory=dict)
    tails: frozenset[str] = frozenset()  # printed behind the paragraph before
    ignored: str = ""  # namespace of the publisher's own notes
    printed: bool = True  # numbers and headings carry their own punctuation


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LEVELS = _words(
    "subsection paragraph subparagraph clause subclause item subitem subsubitem division subdivision"
    " title subtitle chapter subchapter part subpart section level appropriations"
)

# Source: the element descriptions of bill.dtd and resolution.dtd (xml.house.gov).
CONGRESS = Grammar(
    against="print",
    blocks=_words(
        "form legis-num congress session current-chamber action legis-type official-title calendar"
        " associated-doc action-desc action-date text continuation-text toc-entry header"
        " quoted-block-continuation-text preamble whereas resolution-body legis-body attestation"
        " attestor role attestation-date list list-item row block-quote enacting-clause"
        " constitution-article amendment-block formula action-instruction appropriations-para"
    ),
    levels=_LEVELS
    | _words("subdivision appropriations-major appropriations-intermediate appropriations-small"),
    sections=_words("section title subtitle chapter subchapter part subpart division subdivision"),
    inline_first=_words("text"),
    numbers=_words("enum"),
    headings=_words("header"),
    skipped=_words(
        "metadata distribution-code pagebreak endorsement graphic effective-date-note"
        " multi-column-toc-entry"
    ),
    quoted=_words("quoted-block"),
    quotes=_words("quote term"),
    tails=_words("after-quoted-block"),
    titles=("official-title",),
    number_words={
        "section": "Sec. ", "title": "Title ", "subtitle": "Subtitle ", "chapter": "Chapter ",
        "subchapter": "Subchapter ", "part": "Part ", "subpart": "Subpart ",
        "division": "Division ", "subdivision": "Subdivision ",
    },
    printed=False,
)  # fmt: skip

# Source: USLM 2.1 user guide, github.com/usgpo/uslm.
USLM = Grammar(
    against="print",
    blocks=_words(
        "preface longTitle officialTitle docTitle enactingFormula resolvingClause main preamble"
        " recital content chapeau continuation proviso p toc referenceItem tocItem signature"
        " signatures action actionDescription actionInstruction currentChamber slugLine docNumber"
        " heading subheading tr legislativeHistory quotedContent amendmentContent notation"
        " amendmentInstruction notes note sourceCredit statutoryNote editorialNote"
    ),
    levels=_LEVELS,
    sections=_words(
        "section title subtitle chapter subchapter part subpart division appropriations level"
    ),
    inline_first=_words("content chapeau p"),
    numbers=_words("num designator"),
    headings=_words("heading"),
    skipped=_words(
        "meta amendMeta page distributionCode relatedDocument endorsement processedBy img elided"
        " publicPrivate citableAs shortTitle-note col colgroup"
    ),
    titles=("officialTitle", "title"),
)

# Source: CAML schema names as published in the Legislative Counsel's PUBINFO downloads.
CAML = Grammar(
    against="print",
    blocks=_words(
        "Title DigestText p Preamble ActionLine BillSection Fragment LawSection LawHeading"
        " LawHeadingText tr li h1 h2 h3 Clause Resolution ResolutionSection AuthorText"
        " LawHeadingVersion"
    ),
    sections=_words("LawSection BillSection LawHeading"),
    inline_first=_words("p ActionLine LawHeadingText"),
    numbers=_words("Num"),
    skipped=_words(
        "Id VersionNum History LegislativeInfo Authors RelatingClause GeneralSubject DigestKey"
        " MeasureIndicators Clause-history col colgroup"
    ),
    titles=("Subject", "Title"),
)

# Source: github.com/DCCouncil/law-xml, schema dc-library.
COLUMBIA = Grammar(
    blocks=_words("text heading tr p container section para annotation include subsection"),
    levels=_words("para include subsection"),
    sections=_words("section container"),
    inline_first=_words("text"),
    numbers=_words("num"),
    headings=_words("heading"),
    skipped=_words("meta marginalia"),
    tails=_words("aftertext"),
    ignored="https://code.dccouncil.us/schemas/codify",
    titles=("heading",),
    number_words={"section": "Sec. "},
    printed=False,
)

# Source: names under http://leg.wa.gov/2012/document as its bill documents use them.
WASHINGTON = Grammar(
    blocks=_words(
        "P BillTitle BillSection BillSectionHeader Heading BriefDescription ShortBillId LongBillId"
        " Legislature Session Sponsors ReadDate EnactedClause Caption RCWSection Department tr"
        " BillHeading BillNumber OfferedBy HistoryPara"
    ),
    skipped=_words("Veto HeadingNumbers DigestSection"),
    titles=("BillTitle", "BriefDescription"),
)

PLAIN_XML = Grammar(
    blocks=_words("p para paragraph section text title heading h1 h2 h3 li tr item div body"),
)


def grammar_of(root: str, namespace: str) -> Grammar:
    """Choose the grammar by the root element's local name and namespace."""
    if "gpo.gov/xml/uslm" in namespace or "house.gov/xml/uslm" in namespace:
        return USLM
    if "lc.ca.gov" in namespace:
        return CAML
    if "dccouncil" in namespace:
        return COLUMBIA
    if "leg.wa.gov" in namespace:
        return WASHINGTON
    if root in ("bill", "resolution", "amendment-doc", "legis-body", "pre-conference"):
        return CONGRESS
    return PLAIN_XML
