"""The XML languages that bills come in: which element starts a paragraph, nests, or is skipped."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from billwatch.models import Against
from billwatch.text.runs import names


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


_LEVELS = names(
    "subsection paragraph subparagraph clause subclause item subitem subsubitem division"
    " subdivision title subtitle chapter subchapter part subpart section level appropriations"
)

# Source: the element descriptions of bill.dtd and resolution.dtd (xml.house.gov).
CONGRESS = Grammar(
    against="print",
    blocks=names(
        "form legis-num congress session current-chamber action legis-type official-title calendar"
        " associated-doc action-desc action-date text continuation-text toc-entry header"
        " quoted-block-continuation-text preamble whereas resolution-body legis-body attestation"
        " attestor role attestation-date list list-item row block-quote enacting-clause"
        " constitution-article amendment-block formula action-instruction appropriations-para"
    ),
    levels=_LEVELS
    | names("subdivision appropriations-major appropriations-intermediate appropriations-small"),
    sections=names("section title subtitle chapter subchapter part subpart division subdivision"),
    inline_first=names("text"),
    numbers=names("enum"),
    headings=names("header"),
    skipped=names(
        "metadata distribution-code pagebreak endorsement graphic effective-date-note"
        " multi-column-toc-entry"
    ),
    quoted=names("quoted-block"),
    quotes=names("quote term"),
    tails=names("after-quoted-block"),
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
    blocks=names(
        "preface longTitle officialTitle docTitle enactingFormula resolvingClause main preamble"
        " recital content chapeau continuation proviso p toc referenceItem tocItem signature"
        " signatures action actionDescription actionInstruction currentChamber slugLine docNumber"
        " heading subheading tr legislativeHistory quotedContent amendmentContent notation"
        " amendmentInstruction notes note sourceCredit statutoryNote editorialNote"
    ),
    levels=_LEVELS,
    sections=names(
        "section title subtitle chapter subchapter part subpart division appropriations level"
    ),
    inline_first=names("content chapeau p"),
    numbers=names("num designator"),
    headings=names("heading"),
    skipped=names(
        "meta amendMeta page distributionCode relatedDocument endorsement processedBy img elided"
        " publicPrivate citableAs shortTitle-note col colgroup"
    ),
    titles=("officialTitle", "title"),
)

# Source: CAML schema names as published in the Legislative Counsel's PUBINFO downloads.
CAML = Grammar(
    against="print",
    blocks=names(
        "Title DigestText p Preamble ActionLine BillSection Fragment LawSection LawHeading"
        " LawHeadingText tr li h1 h2 h3 Clause Resolution ResolutionSection AuthorText"
        " LawHeadingVersion"
    ),
    sections=names("LawSection BillSection LawHeading"),
    inline_first=names("p ActionLine LawHeadingText"),
    numbers=names("Num"),
    skipped=names(
        "Id VersionNum History LegislativeInfo Authors RelatingClause GeneralSubject DigestKey"
        " MeasureIndicators Clause-history col colgroup"
    ),
    titles=("Subject", "Title"),
)

# Source: github.com/DCCouncil/law-xml, schema dc-library.
COLUMBIA = Grammar(
    blocks=names("text heading tr p container section para annotation include subsection"),
    levels=names("para include subsection"),
    sections=names("section container"),
    inline_first=names("text"),
    numbers=names("num"),
    headings=names("heading"),
    skipped=names("meta marginalia"),
    tails=names("aftertext"),
    ignored="https://code.dccouncil.us/schemas/codify",
    titles=("heading",),
    number_words={"section": "Sec. "},
    printed=False,
)

# Source: names under http://leg.wa.gov/2012/document as its bill documents use them.
WASHINGTON = Grammar(
    blocks=names(
        "P BillTitle BillSection BillSectionHeader Heading BriefDescription ShortBillId LongBillId"
        " Legislature Session Sponsors ReadDate EnactedClause Caption RCWSection Department tr"
        " BillHeading BillNumber OfferedBy HistoryPara"
    ),
    skipped=names("Veto HeadingNumbers DigestSection"),
    titles=("BillTitle", "BriefDescription"),
)

PLAIN_XML = Grammar(
    blocks=names("p para paragraph section text title heading h1 h2 h3 li tr item div body"),
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
