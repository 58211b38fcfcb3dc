"""The codebook's examples hold, both ways, and the rules keep their promises."""

from pathlib import Path

import pytest

from billwatch import sections
from billwatch.errors import DataError
from billwatch.models import Finding, Text
from billwatch.provisions import Codebook, Example, find, load, reasons, silence

FOLDER = Path(__file__).parents[1] / "data/provisions"
BOOK: Codebook = load({p.stem: p.read_text() for p in sorted(FOLDER.glob("*.toml"))})
EXAMPLES = [
    pytest.param(provision.id, example, id=f"{provision.id}-{n}")
    for provision in BOOK.provisions
    for n, example in enumerate(provision.examples, 1)
]
TITLE = "An Act on student data privacy"
TWELVE = {
    "consent_disclosure", "consent_collection", "parent_notice", "sale", "targeted_ads",
    "disclosure_limit", "written_contract", "security_program", "breach_notice_school",
    "breach_notice_family", "delete_request", "private_action",
}  # fmt: skip


def read(body: str, book: Codebook = BOOK, **marks: object) -> tuple[Finding, ...]:
    text = Text(body, title=TITLE, **marks)  # type: ignore[arg-type]
    parts = sections.split(text)
    return find(text, parts, sections.clauses(text, parts), book)


def values(body: str) -> dict[str, str]:
    return {finding.provision: finding.value for finding in reversed(read(body))}


def test_the_codebook_is_whole() -> None:
    """The questions are numbered without a gap, the twelve of the first storey among them."""
    ids = [provision.id for provision in BOOK.provisions]

    assert [provision.number for provision in BOOK.provisions] == list(range(1, len(ids) + 1))
    assert set(ids) >= TWELVE


@pytest.mark.parametrize(("provision", "example"), EXAMPLES)
def test_every_example_is_read_as_it_says(provision: str, example: Example) -> None:
    """An example gives its value (and what detail and bound party it states), or nothing."""
    found = [f for f in read(example.text) if f.provision == provision]

    assert (found[0].value if found else "no") == example.value
    assert all(example.detail in f.detail for f in found[:1])
    assert not example.bound or example.bound in {f.bound for f in found}


@pytest.mark.parametrize("provision", BOOK.provisions, ids=lambda p: p.id)
def test_every_cue_matters_in_some_example(provision) -> None:
    """Each cue decides an example of its provision; each provision has both kinds, three each."""
    deciding = {f.rule for e in provision.examples for f in read(e.text)}
    kinds = [example.value == "no" for example in provision.examples]

    assert {cue.id for cue in provision.cues} - deciding == set()
    assert kinds.count(True) >= 3
    assert kinds.count(False) >= 3


OPERATOR = "An operator shall not knowingly do any of the following:\n"
TRAPS = {
    "a list of covered data bans nothing": (
        '"Covered information" means information of a student, including religious information, '
        "biometric information and social security numbers.",
        {},
    ),
    "an item has its lead-in's ban": (
        f"Section 1. {OPERATOR}(1) Sell student data;\n(2) Amass a profile about a student.",
        {"sale": "yes", "profiling": "yes"},
    ),
    "what is not prohibited is at most permitted": (
        "This section does not prohibit an operator from using de-identified student data.",
        {"deidentified": "permits"},
    ),
    "what nothing authorises is limited": (
        "Nothing in this section authorizes student data to be shared without the written consent "
        "of a parent for the development of commercial products.",
        {"consent_disclosure": "partly", "disclosure_limit": "yes", "purpose_limit": "partly"},
    ),
    "no private right of action is none": (
        "This section on student data does not create a private right of action.",
        {},
    ),
    "a savings clause of one line is no heading": (
        "Section 1. A vendor shall not sell student data.\nSec. 2. Nothing in this act prohibits "
        "the use of de-identified student data to improve a product.",
        {"sale": "yes", "deidentified": "permits"},
    ),
    "whom a contract is to bind is the holder": (
        "A school board that hires a company shall require, in the contract, that the company "
        "shall not sell student data.",
        {"sale": "partly", "targeted_ads": "no"},
    ),
    "a term of a contract is part of a protection": (
        "Section 1. Each contract shall include:\n(1) a ban on the sale of student data; and\n"
        "(2) reasonable security measures for student data.",
        {"sale": "partly", "security_program": "partly", "written_contract": "yes"},
    ),
    "a month is no permission": (
        "On or before May 15, the department shall publish an inventory of student data elements.",
        {"data_inventory": "yes"},
    ),
    "a digest printed with a bill is no rule": (
        "Section 1. Proposed law requires operators to notify parents of a breach of student data.",
        {},
    ),
    "a list that a ban turns into is no ban": (
        "Section 1. A report on student data may not name a student, but must contain all of the "
        "following:\n(1) Data on students that any other state sent to the department.",
        {"transfer_limit": "no"},
    ),
    "what is to be looked into is no rule": (
        "Section 1. The commission shall make a study of the following matters:\n"
        "(1) The deletion of student data upon the end of a contract.",
        {"delete_end": "no"},
    ),
    "an exception by consent is part of a protection": (
        "Section 1. Student records are confidential, except that a record may be given to:\n"
        "(1) a person whom the parent permits in writing to have it.",
        {"consent_disclosure": "yes", "disclosure_limit": "yes"},
    ),
    "a study's question is no rule": (
        "Section 1. The council shall study:\n(1) whether student data may not be sold.",
        {},
    ),
    "what a council reviews in the law of others is no rule": (
        "Section 1. The council shall:\n(1) review and compare laws on student data, including "
        "whether operators are prohibited from selling student data; and\n(2) meet.",
        {"sale": "no"},
    ),
    "what relieves nobody bans nothing": (
        "Section 1. Notice to the district shall not, in itself, relieve a vendor of liability "
        "for a disclosure of student records.",
        {"disclosure_limit": "no"},
    ),
    "consent of the board is not consent of the parent": (
        "Student data may not be released without the written consent of the board.",
        {"disclosure_limit": "yes"},
    ),
}


@pytest.mark.parametrize("name", TRAPS)
def test_traps_of_the_codebook(name: str) -> None:
    """Each trap of the codebook is stepped over."""
    body, expected = TRAPS[name]
    found = values(body)

    assert {key: found.get(key, "no") for key in expected} == expected
    assert expected or found == {}


@pytest.mark.parametrize(
    "body",
    [
        "Section 1. A controller shall not sell personal data of a consumer without consent. The "
        "attorney general may seek a civil penalty of $7,500 for each violation.",
        "Section 1. A utility shall not disclose customer usage information to a third party.",
        "Section 1. Each boys' restroom shall be private. A school may not share a restroom.",
    ],
    ids=["consumer privacy", "energy", "bathroom privacy"],
)
def test_texts_about_something_else_give_nothing(body: str) -> None:
    """A text that is not about student or children's data has no finding."""
    text = Text(body, title="An Act")
    parts = sections.split(text)

    assert find(text, parts, sections.clauses(text, parts), BOOK) == ()


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "An Act relating to app stores",
            "Section 1. An app store shall obtain verifiable parental consent before a minor opens "
            "an account.\nSection 2. The attorney general may bring an action.",
            {"public_enforcer"},
        ),
        (
            "An Act relating to consumer data",
            "Section 1. A covered entity shall not engage in targeted advertising to an individual "
            "if it knows that the individual is a covered minor.\nSection 2. A business shall keep "
            "its books. The attorney general may bring an action." + " It shall keep them." * 200,
            {"targeted_ads"},
        ),
    ],
    ids=["a service for minors is read whole", "a part for minors is read alone"],
)
def test_laws_on_services_and_children(title: str, body: str, expected: set[str]) -> None:
    """A law full of children on a service is read whole; of any other, only what names them."""
    text = Text(body, title=title)
    parts = sections.split(text)
    found = {f.provision for f in find(text, parts, sections.clauses(text, parts), BOOK)}

    assert found & {"public_enforcer", "targeted_ads"} == expected


def test_one_finding_for_each_party_bound() -> None:
    """The parties before the verb are bound, each with its own finding."""
    body = "Each school district and each contractor shall not sell student data."
    sale = [finding for finding in read(body) if finding.provision == "sale"]

    assert {finding.bound for finding in sale} == {"district", "contractor"}


def test_a_ban_and_a_licence_for_one_party_are_unclear() -> None:
    """Where the rules conflict the value is unclear and both clauses are quoted."""
    body = (
        "Section 1. A vendor shall not sell student data.\n"
        "Section 2. A vendor may sell student data to a bank."
    )
    sale = next(finding for finding in read(body) if finding.provision == "sale")

    assert sale.value == "unclear"
    assert "shall not sell" in sale.quote
    assert "may sell student data to a bank" in sale.detail


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        (Text("A school shall feed its students well. " * 10), "no"),
        (Text("A school shall feed its students well. " * 10, complete=False), "unknown"),
        (Text("A school shall feed its students well. " * 10, markup="unknown"), "unknown"),
        (Text("An Act"), "unknown"),
        (Text("%%% ~~ 0 1l | " * 60), "unknown"),
        (Text("Die Schule hütet alle Daten der Kinder und gibt sie keinem. " * 9), "unknown"),
        (Text("student data shall " * 8000), "unknown"),
    ],
    ids=["whole", "incomplete", "marks unknown", "title only", "noise", "German", "one line"],
)
def test_silence_needs_a_whole_text_read(text: Text, silent: str) -> None:
    """Silence is "no" only for a whole readable text; every other silence has a reason."""
    assert silence(text) == silent
    assert bool(reasons(text)) == (silent == "unknown")


@pytest.mark.parametrize(
    "broken",
    [
        "not toml",
        'name = "x"',
        BAD := 'name="x"\ngroup="g"\nnumber=1\nquestion="?"\n[values]\n[[cue]]\nid="a"\n'
        'moods=["ban"]\nwhen=["(open"]',
        BAD.replace("(open", "{NOBLOCK}"),
        BAD.replace("(open", "a?"),
        BAD.replace("(open", "sell").replace('"ban"', '"mood"'),
    ],
    ids=["broken", "missing keys", "bad pattern", "no such block", "matches nothing", "bad mood"],
)
def test_a_broken_provision_is_named(broken: str) -> None:
    """A provision file that cannot be read is named in the error."""
    with pytest.raises(DataError, match="provision sale"):
        load({"sale": broken})
