"""Every format that legislatures publish in becomes the same marked text."""

import pytest

from billwatch.models import Text
from billwatch.text import read, sniff


def shown(text: Text) -> str:
    """Write a text with its marks in it: ``{+added+}`` and ``{-struck-}``."""
    out, at = [], 0
    for mark in text.marks:
        out.append(text.body[at : mark.start])
        words = text.body[mark.start : mark.end]
        out.append(f"{{+{words}+}}" if mark.layer == "added" else f"{{-{mark.words}-}}")
        at = mark.end
    return "".join([*out, text.body[at:]])


PAGE = "<html><body>%s</body></html>"

MARKED = {
    "tags": (
        "<p>A school <s>may</s><u>shall</u> ask.</p>",
        "A school{- may-} {+shall+} ask.",
    ),
    "ins and del": (
        "<p>A school <del>may</del> <ins>shall</ins> ask.</p>",
        "A school{- may-} {+shall+} ask.",
    ),
    "inline style": (
        "<p>Sell <span style='text-decoration: line-through;color:blue'>any</span> "
        "<span style='color:red;text-decoration:underline'>no</span> data.</p>",
        "Sell{- any-} {+no+} data.",
    ),
    "style sheet": (
        "<style>.cD{text-decoration:line-through}.cA{text-decoration: underline}</style>"
        "<p>Sell <span class=cD>any</span> <span class='cA x'>no</span> data.</p>",
        "Sell{- any-} {+no+} data.",
    ),
    "New York spans": (
        "<p>Sell <span class='ol-text-removed'>any</span> "
        "<span class='ol-text-added'>no</span> data.</p>",
        "Sell{- any-} {+no+} data.",
    ),
    "struck brackets (Texas)": (
        "<p>Sell [<s>any</s>] <u>no</u> data.</p>",
        "Sell{- any-} {+no+} data.",
    ),
    "brackets inside the strike": (
        "<p>Sell <strike>[any]</strike> <u>no</u> data.</p>",
        "Sell{- any-} {+no+} data.",
    ),
    "double parentheses (Washington)": (
        "<p>Sell ((<s>any</s>)) <u>no</u> data.</p>",
        "Sell{- any-} {+no+} data.",
    ),
    "empty marks": ("<p>Sell<u> </u>no<s></s> data.</p>", "Sell no data."),
    "struck inside added": (
        "<p>Sell <u>no <s>more</s></u> data.</p>",
        "Sell {+no+}{- more-} data.",
    ),
    "punctuation after a strike": ("<p>the data <s>sold</s>, and</p>", "the data{- sold-}, and"),
    "line number between halves": (
        "<p><u>no vendor</u><span class='lineNumber'> 12 </span><u>shall</u> sell</p>",
        "{+no vendor shall+} sell",
    ),
    "a whole paragraph struck": (
        "<p>First.</p><p><s>Second.</s></p><p>Third.</p>",
        "First.\n{-Second.-}Third.",
    ),
    "colours (Arizona)": (
        "<p>Sell <font color=RED><s>any</s></font> <font color=BLUE>NO</font> data.</p>",
        "Sell{- any-} {+NO+} data.",
    ),
    "underlined link": ("<p><a style='text-decoration:underline'>22.1</a> x</p>", "22.1 x"),
}


@pytest.mark.parametrize(("body", "expected"), MARKED.values(), ids=MARKED.keys())
def test_marks_of_html(body: str, expected: str) -> None:
    """Struck words leave the text in force and added words stay, however the page marks them."""
    text = read((PAGE % body).encode(), name="page.html")

    assert shown(text) == expected


def test_connecticut_brackets() -> None:
    """Connecticut strikes what stands between a bold bracket pair; the legend is not the bill's."""
    page = (
        "<p>AN ACT CONCERNING PUPIL DATA.</p>"
        "<p>Be it enacted by the Senate and House of Representatives in General Assembly:</p>"
        "<p>A board <b>[</b><span class=remove></span>may<b>]</b> <u class=insert>shall</u> ask.</p>"
        "<p>Proposed deletions are enclosed in brackets. Proposed additions are indicated by "
        "underline, except that when the entire text is new, it is not underlined.</p>"
    )
    text = read(page.encode(), name="ct.htm", jurisdiction="ct")

    assert shown(text).splitlines()[2:] == ["A board{- may-} {+shall+} ask."]


def test_virginia_italics() -> None:
    """In a Virginia bill italics are new words; elsewhere they are only italics."""
    page = (
        "<p class=ldtitle>A BILL to amend it.</p><p class=section>Sell <s>any</s> <em>no</em>.</p>"
    )
    bill = read(page.encode(), name="va")
    law = read(b"<p>See <em>Doe v. Roe</em>.</p>", name="law")

    assert shown(bill).splitlines()[1] == "Sell{- any-} {+no+}."
    assert law.marks == ()


def test_bold_marks_by_convention() -> None:
    """Missouri's bold is new and its bold brackets strike, but a section's number is no mark."""
    page = (
        "<p>Be it enacted by the General Assembly of the state of Missouri, as follows:</p>"
        "<p><b>161.900.</b> A vendor <b>[</b>may<b>]</b> <b>shall</b> ask.</p>"
        "<p>EXPLANATION-Matter enclosed in bold-faced brackets [thus] in this bill is not enacted "
        "and is intended to be omitted in the law.</p>"
    )
    text = read(page.encode(), name="mo.html")

    assert shown(text).splitlines()[1:] == ["161.900. A vendor{- may-} {+shall+} ask."]


LISTS = {
    "lost enumerators": (
        "<h3>§ 99. Operators</h3><ol type=a><li>Shall not:<ol><li>sell; or</li><li>lease.</li></ol>"
        "</li><li>May ask.</li></ol>",
        ["§ 99. Operators", "(a) Shall not:", "  (1) sell; or", "  (2) lease.", "(b) May ask."],
    ),
    "with points in Virginia": (
        "<h3>§ 22.9-100.01. Pupils</h3><ol type=A><li>Shall:<ol><li>ask;</li></ol></li></ol>",
        ["§ 22.9-100.01. Pupils", "A. Shall:", "  1. ask;"],
    ),
    "with points in North Dakota": (
        "<h3>15.9-07-25.3. Pupils</h3><ol><li>Shall:<ol type=a><li>ask;</li></ol></li></ol>",
        ["15.9-07-25.3. Pupils", "1. Shall:", "  a. ask;"],
    ),
    "already printed": ("<ol type=a><li>(a) Shall ask.</li></ol>", ["(a) Shall ask."]),
    "by start and value": (
        "<ol type=i start=3><li>one</li><li value=7>two</li></ol>",
        ["(iii) one", "(vii) two"],
    ),
    "by the id where an item fell out": (
        "<ol type=a><li id='s1ol1a'>First item.\n   (b) The item that fell out of its list.</li>"
        "<li id='s1ol1c'>Third item.</li></ol>",
        ["(a) First item.", "(b) The item that fell out of its list.", "(c) Third item."],
    ),
    "twice, once with its chain of enumerators": (
        "<ol type=A><li><ol type=i><li>not publicly available here; or\n  (A) (i) not publicly "
        "available here; or</li><li>created by a pupil.</li></ol></li></ol>",
        ["  (A) (i) not publicly available here; or", "  (ii) created by a pupil."],
    ),
    "bullets": ("<ul><li>one</li><li>two</li></ul>", ["one", "two"]),
}


@pytest.mark.parametrize(("body", "lines"), LISTS.values(), ids=LISTS.keys())
def test_lists_get_their_enumerators(body: str, lines: list[str]) -> None:
    """A list item starts with the enumerator that the page shows but its text has lost."""
    assert read((PAGE % body).encode(), name="law.html").body.split("\n") == lines


def test_page_chrome_goes() -> None:
    """Menus, scripts, buttons and footers are not the law, and a law inside a form is."""
    page = (
        "<html><head><title>Code</title><style>p{}</style></head><body><nav>Home Search</nav>"
        "<a class=skip href=#m>Skip to content</a><form><div class=toolbar>Copy citation</div>"
        "<p>A school shall ask.</p><script>x()</script><p style='display:none'>no</p></form>"
        "<footer>Contact us</footer></body></html>"
    )

    assert read(page.encode(), name="p.html").body == "A school shall ask."


def test_preformatted_page_is_joined() -> None:
    """Hard-wrapped lines in `pre` become paragraphs and keep their marks."""
    page = """<pre>
    Section 1. A third party contractor shall not sell any personally
identifiable information of a student, <u>nor use it for the purposes of
advertising</u>, and shall return it to the district at the end of the con-
tract.
    Section 2. This act takes effect on the first of July of next year and
applies to contracts after that day.
</pre>"""
    text = read(page.encode(), name="p.html")

    assert shown(text) == (
        "Section 1. A third party contractor shall not sell any personally identifiable "
        "information of a student, {+nor use it for the purposes of advertising+}, and shall "
        "return it to the district at the end of the contract.\n"
        "Section 2. This act takes effect on the first of July of next year and applies to "
        "contracts after that day."
    )


def test_table_of_numbered_lines_is_joined() -> None:
    """A print set as a table of numbered lines loses the numbers and becomes paragraphs."""
    words = (
        "AN ACT concerning pupils.", "Be it enacted by the People:", "Section 5. A vendor that",
        "holds the records of a pupil shall not sell them and shall", "delete them",
        "Section 10. The State Board shall adopt rules to carry out the", "purposes of this Act.",
        "Section 99. Effective date. This Act takes effect on July 1 of", "the year after it.",
    )  # fmt: skip
    rows = "".join(
        f"<tr><td>{n}</td><td><code>{w}</code></td></tr>" for n, w in enumerate(words, 1)
    )
    lines = read((PAGE % f"<table>{rows}</table>").encode(), name="il.html").body.split("\n")

    assert (
        "Section 99. Effective date. This Act takes effect on July 1 of the year after it." in lines
    )


GPO = """<html><body><pre>
[Congressional Bills 116th Congress]

&lt;DOC&gt;

                                H. R. 9999

_______________________________________________________________________

                                 A BILL

          To protect the records of pupils.

    Be it enacted by the Senate and House of Representatives of the
United States of America in Congress assembled,

SEC. 2. LIMITS ON THE USE OF THE RECORDS OF PUPILS BY OPERATORS OF ANY
              KIND.

    (a) In General.--An operator that holds the records of a pupil shall
not--
            (1) sell the records of a pupil to any person who has not
        been employed by the school; or
            (2) use the records--
                    (A) for advertising; or
                    (B) for a purpose that the contract with the school
                excludes.
    (b) Enforcement.--The Commission shall enforce this Act.
                                 &lt;all&gt;
</pre></body></html>"""


def test_federal_page_in_typewriter_type() -> None:
    """Every level of the Government Publishing Office's indented text is a paragraph."""
    text = read(GPO.encode(), name="BILLS-116hr9999ih.htm")

    assert text.title == "To protect the records of pupils."
    assert text.body.split("\n")[1:] == [
        "H. R. 9999",
        "A BILL",
        "To protect the records of pupils.",
        "Be it enacted by the Senate and House of Representatives of the United States of America "
        "in Congress assembled,",
        "SEC. 2. LIMITS ON THE USE OF THE RECORDS OF PUPILS BY OPERATORS OF ANY KIND.",
        "(a) In General.--An operator that holds the records of a pupil shall not--",
        "(1) sell the records of a pupil to any person who has not been employed by the school; or",
        "(2) use the records--",
        "(A) for advertising; or",
        "(B) for a purpose that the contract with the school excludes.",
        "(b) Enforcement.--The Commission shall enforce this Act.",
    ]


CONGRESS = """<?xml version="1.0"?><!DOCTYPE bill PUBLIC "-//US Congress//DTDs/bill.dtd//EN" "bill.dtd">
<bill bill-stage="Reported-in-House"><metadata><dc>no</dc></metadata>
<form><distribution-code>I</distribution-code><legis-num>H. R. 1</legis-num>
<official-title>To protect pupils.</official-title></form>
<legis-body changed="deleted" reported-display-style="strikethrough"><section><enum>1.</enum>
<header>Old</header><text>Old text.</text></section></legis-body>
<legis-body changed="added" reported-display-style="italic"><section section-type="section-one">
<enum>1.</enum><header>Short title</header><text>The <quote>Pupil Act</quote>.</text></section>
<section><enum>2.</enum><header>Limits</header><subsection><enum>(a)</enum><header>In general</header>
<text>An operator shall not&mdash;</text><paragraph><enum>(1)</enum><text>sell; or</text></paragraph>
</subsection><subsection><enum>(b)</enum><text>The Act is amended by adding:</text><quoted-block>
<section><enum>9.</enum><header>New</header><text>Words.</text></section>
<after-quoted-block>.</after-quoted-block></quoted-block></subsection></section></legis-body></bill>"""


def test_federal_bill_xml() -> None:
    """A reported bill shows the new text in force, the old as struck, both against the print."""
    text = read(CONGRESS.encode(), name="bill.xml")

    assert text.title == "To protect pupils."
    assert {mark.against for mark in text.marks} == {"print"}
    assert [m.words for m in text.marks if m.layer == "deleted"] == ["Section 1. Old", "Old text."]
    assert text.body.split("\n")[2:] == [
        "Section 1. Short title",
        "The “Pupil Act”.",
        "Sec. 2. Limits",
        "  (a) In general.—An operator shall not—",
        "    (1) sell; or",
        "  (b) The Act is amended by adding:",
        "    “Sec. 9. New",
        "    Words.”.",
    ]


USLM = """<bill xmlns="http://schemas.gpo.gov/xml/uslm"><meta><docNumber>1</docNumber></meta><main>
<longTitle><officialTitle>To protect pupils.</officialTitle></longTitle>
<section><num value="2">SEC. 2. </num><heading>LIMITS.</heading>
<subsection><num value="a">(a) </num><heading>In General.—</heading><chapeau>An operator shall—</chapeau>
<paragraph changed="deleted"><num>(1) </num><content>ask;</content></paragraph>
<paragraph changed="added"><num>(1) </num><content>not sell;</content></paragraph>
</subsection></section></main></bill>"""


def test_uslm() -> None:
    """USLM keeps its numbers and headings as printed and its changes as marks."""
    text = read(USLM.encode(), name="uslm.xml")

    assert shown(text).split("\n")[1:] == [
        "SEC. 2. LIMITS.",
        "  (a) In General.—An operator shall—",
        "{-(1) ask;-}    {+(1) not sell;+}",
    ]


CAML = """<caml:MeasureDoc xmlns:caml="http://lc.ca.gov/legalservices/schemas/caml.1#">
<caml:Description><caml:Id>x</caml:Id><caml:Title>An act to amend Section 1.</caml:Title>
<caml:GeneralSubject><caml:Subject>Pupils.</caml:Subject></caml:GeneralSubject></caml:Description>
<caml:Bill xmlns="http://www.w3.org/1999/xhtml"><caml:BillSection><caml:Num>SECTION 1.</caml:Num>
<caml:ActionLine>Section 1 is amended to read:</caml:ActionLine><caml:Fragment><caml:LawSection>
<caml:Num>1.</caml:Num><caml:LawSectionVersion><caml:Content><p>(a)<span class="EnSpace"/>A vendor
<?xm-deletion_mark data=" may &lt;p>sell"?><?xm-insertion_mark_start?> shall ask<?xm-insertion_mark_end?>
first.</p></caml:Content></caml:LawSectionVersion></caml:LawSection></caml:Fragment></caml:BillSection>
</caml:Bill></caml:MeasureDoc>"""


def test_california_instructions() -> None:
    """California's marks are processing instructions and stand against the last print."""
    text = read(CAML.encode(), name="1.lob")

    assert shown(text).split("\n")[1:] == [
        "SECTION 1. Section 1 is amended to read:",
        "1. (a) A vendor{- may sell-} {+shall ask+} first.",
    ]
    assert text.marks[0].against == "print"


COLUMBIA = """<document xmlns="https://code.dccouncil.us/schemas/dc-library"
 xmlns:codify="https://code.dccouncil.us/schemas/codify"><num type="act">1-2</num>
<heading type="short">Pupil Act</heading><section><num>2</num><text>The Act is amended:</text>
<include><para><num>(a)</num><text>A vendor shall:</text><para><num>(1)</num><text>ask;</text></para>
</para><codify:annotation>note</codify:annotation></include><aftertext>.</aftertext></section></document>"""


def test_columbia() -> None:
    """DC law XML nests as it is numbered, without the codifiers' notes."""
    assert read(COLUMBIA.encode(), name="dc.xml").body.split("\n") == [
        "1-2",
        "Pupil Act",
        "Sec. 2. The Act is amended:",
        "    (a) A vendor shall:",
        "      (1) ask;.",
    ]


WASHINGTON = """<Bill xmlns="http://leg.wa.gov/2012/document"><BillBody><BillSection type="amendatory">
<P><TextRun>A vendor </TextRun><TextRun amendingStyle="strike">((may))</TextRun>
<TextRun amendingStyle="add">shall</TextRun><TextRun> ask.</TextRun></P></BillSection></BillBody></Bill>"""


def test_washington() -> None:
    """Washington's text runs carry their own marks; the double parentheses go."""
    assert shown(read(WASHINGTON.encode(), name="wa.xml")) == "A vendor{- may-} {+shall+} ask."


RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\*\generator x;}\pard A school \strike may\strike0 "
    rb" {\ul shall} ask the pupil\'92s parent \u8212? first.\par {\v hidden}Second.\par}"
)


def test_rtf() -> None:
    """RTF underlines and strikes become marks; fonts, generators and hidden words go."""
    assert shown(read(RTF, name="me.rtf")) == (
        "A school{- may-} {+shall+} ask the pupil’s parent — first.\nSecond."
    )


KINDS = {
    "pdf": (b"%PDF-1.7\n", "application/pdf"),
    "rtf": (b"{\\rtf1 x}", "application/rtf"),
    "html": (b"<!DOCTYPE html><html>", "text/html"),
    "html fragment": (b" <p class=ldtitle>A BILL</p>", "text/html"),
    "xhtml": (b"<?xml version='1.0'?><html xmlns='x'>", "text/html"),
    "xml": (b"<?xml version='1.0'?><bill/>", "application/xml"),
    "caml": (b"<caml:Content xmlns:caml='x'>", "application/xml"),
    "json": (b'{"bill": 1}', "application/json"),
    "zip": (b"PK\x03\x04", "application/zip"),
    "plain": (b"An Act relative to pupils", "text/plain"),
    "plain that calls itself html": (b"H. R. 1\n\nA BILL", "text/plain"),
    "brackets are not json": (b"[H.] Student Privacy", "text/plain"),
    "utf-16": ("<html><p>x</p>".encode("utf-16"), "text/html"),
}


@pytest.mark.parametrize(("body", "kind"), KINDS.values(), ids=KINDS.keys())
def test_sniff(body: bytes, kind: str) -> None:
    """What a document is, is told from its content."""
    assert sniff(body, "x.html") == kind


def test_markup_says_what_is_unknown() -> None:
    """A plain copy of an amending bill says that struck words may read as kept; a law does not."""
    bill = b"A BILL\n\nSection 5 of the code is amended to read:\n\nA vendor may shall ask."
    law = b"\xc2\xa7 5. A vendor shall ask before it sells the records of any pupil to anybody."

    assert read(bill, name="b.txt", jurisdiction="ga").markup == "unknown"
    assert read(bill, name="b.txt", jurisdiction="ga").notes
    assert read(bill, name="b.txt", jurisdiction="us").markup == "plain"
    assert read(law, name="l.txt").markup == "plain"


MEETING = {
    "blank before the strike": "<p>A district <s>may</s>shall ask.</p>",
    "blank inside the strike": "<p>A district<s> may</s>shall ask.</p>",
    "blank behind it in the strike": "<p>A district<s> may </s>shall ask.</p>",
    "blank after the strike": "<p>A district <s>may</s> shall ask.</p>",
    "added at once": "<p>A district <s>may</s><u>shall</u> ask.</p>",
}


@pytest.mark.parametrize("page", MEETING.values(), ids=MEETING.keys())
def test_words_that_meet_at_a_strike(page: str) -> None:
    """Neither the kept words around a strike nor kept and struck words run into one another."""
    text = read(page.encode(), name="x.html")
    mark = next(mark for mark in text.marks if mark.layer == "deleted")

    assert text.body == "A district shall ask."
    assert text.body[: mark.start] + mark.words + text.body[mark.start :] == (
        "A district may shall ask."
    )


INSIDE = {
    "an ending": ("<p>The school<s>s</s> may ask.</p>", "The school{-s-} may ask."),
    "an ending and a word": ("<p>A school<s>s or</s> may.</p>", "A school{-s or-} may."),
    "the start of a line": ("<p><s>No</s> school may.</p>", "{-No -}school may."),
    "a comma": ("<p>A parent<s> or guardian</s>, too.</p>", "A parent{- or guardian-}, too."),
}


@pytest.mark.parametrize(("page", "marked"), INSIDE.values(), ids=INSIDE.keys())
def test_a_strike_adds_no_blank(page: str, marked: str) -> None:
    """A strike inside a word, at a line's start or before a comma brings no blank of its own."""
    assert shown(read(page.encode(), name="x.html")) == marked


def test_california_page() -> None:
    """California's bill page gives the bill without the site's menus; its marks are of the print."""
    page = (
        "<div id='content'><ul><li>Home</li><li>Votes</li></ul><div id='bill_all'>"
        "<div>The people of the State of California do enact as follows:</div><div>A school "
        "<strike>may</strike> <font color='blue' class='blue_text'><i>shall</i></font> ask."
        "</div></div></div>"
    )
    text = read(page.encode(), name="ca.html")

    assert shown(text).split("\n")[0].startswith("The people of the State of California")
    assert shown(text).split("\n")[1:] == ["A school{- may-} {+shall+} ask."]
    assert {mark.against for mark in text.marks} == {"print"}


LEGENDS = {
    "New Jersey": "<p>Matter underlined <u>thus</u> is new matter.</p>",
    "New Jersey, with a dash": (
        "<p><b>EXPLANATION</b> – Matter enclosed in bold-faced brackets <b>[</b>thus<b>]</b> in "
        "the above bill is not enacted and is intended to be omitted in the law.</p>"
    ),
    "Colorado": (
        "<p>Dashes through the words or numbers indicate deletions from existing law.</p>"
    ),
}


@pytest.mark.parametrize("legend", LEGENDS.values(), ids=LEGENDS.keys())
def test_legends_go(legend: str) -> None:
    """The sentence that explains the marks is no part of the bill, and none of its words a mark."""
    text = read(f"<p>A school shall ask.</p>{legend}".encode(), name="x.html")

    assert (text.body, text.marks) == ("A school shall ask.", ())
