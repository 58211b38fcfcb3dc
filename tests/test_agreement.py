"""Agreements are read word for word: kinds of data, terms, and the law they are held against."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from billwatch import agreement, text
from billwatch.agreement import Agreement, Book, Standard
from billwatch.agreement.book import Kind, Topic
from billwatch.agreement.parties import parties
from billwatch.agreement.times import later
from billwatch.agreement.units import units
from billwatch.errors import DataError
from billwatch.models import Cell, Text
from billwatch.pipeline import agreeing, facts
from tests import office
from tests.measure import agreements

SAMPLES = Path(__file__).parents[1] / "data/sample/agreements"
BOOK = agreeing.book()
KINDS = {kind.id: kind for kind in BOOK.kinds}
TOPICS = {topic.id: topic for topic in BOOK.topics}
LEFT_OUT = {"sex", "ethnicity", "disability", "meals", "discipline", "biometric", "location"}


def read(words: str, book: Book = BOOK) -> Agreement:
    return agreement.read(Text(words), book)


def asked(found: Agreement) -> dict[str, str]:
    """Return the standing of every kind of data that is not excluded."""
    return {e.id: e.status for e in found.elements if e.status != "excluded"}


def excluded(found: Agreement) -> set[str]:
    return {e.id for e in found.elements if e.status == "excluded"}


def said(found: Agreement) -> dict[str, list[str]]:
    return {term.id: [answer.value for answer in term.answers] for term in found.terms}


# The cues, both ways


def of_term(topic: Topic, words: str) -> dict[str, str]:
    found = read(words, replace(BOOK, topics=(topic,)))
    return {answer.value: answer.detail for answer in found.terms[0].answers}


def of_kind(kind: Kind, words: str) -> list[str]:
    found = read(words, replace(BOOK, kinds=(kind,), topics=()))
    return [element.status for element in found.elements]


@pytest.mark.parametrize("topic", BOOK.topics, ids=lambda topic: topic.id)
def test_every_example_of_a_term_is_read_as_it_says(topic: Topic) -> None:
    """A term's sentence gives its value and detail, and nothing that it must never give."""
    wrong = []
    for example in topic.examples:
        found = of_term(topic, example.text)
        right = not found if example.value == "silent" else example.value in found
        right = right and not set(example.never) & set(found)
        if not right or (example.detail and found[example.value] != example.detail):
            wrong.append((example.text, found))

    assert wrong == []


@pytest.mark.parametrize("kind", BOOK.kinds, ids=lambda kind: kind.id)
def test_every_example_of_a_kind_is_read_as_it_says(kind: Kind) -> None:
    """A sentence that names a kind of data gives its standing; one that does not gives none."""
    wrong = [
        (example.text, found)
        for example in kind.examples
        if (found := of_kind(kind, example.text))
        != ([] if example.value == "none" else [example.value])
    ]

    assert wrong == []


@pytest.mark.parametrize("topic", BOOK.topics, ids=lambda topic: topic.id)
def test_every_way_of_a_term_matters(topic: Topic) -> None:
    """Without any one of its ways, some example of the term would be read otherwise."""
    whole = [of_term(topic, example.text) for example in topic.examples]
    idle = []
    for n, cue in enumerate(topic.cues):
        for key in ("when", "unless"):
            ways = getattr(cue, key)
            for at in range(len(ways)):
                less = replace(cue, **{key: ways[:at] + ways[at + 1 :]})
                other = replace(topic, cues=(*topic.cues[:n], less, *topic.cues[n + 1 :]))
                if [of_term(other, example.text) for example in topic.examples] == whole:
                    idle.append((cue.id, key, at))

    assert idle == []


@pytest.mark.parametrize("kind", BOOK.kinds, ids=lambda kind: kind.id)
def test_every_way_of_a_kind_matters(kind: Kind) -> None:
    """Without any one of its ways, some example of the kind would be read otherwise."""
    whole = [of_kind(kind, example.text) for example in kind.examples]
    idle = []
    for key in ("when", "unless"):
        ways = getattr(kind.names, key)
        for at in range(len(ways)):
            less = replace(kind, names=replace(kind.names, **{key: ways[:at] + ways[at + 1 :]}))
            if [of_kind(less, example.text) for example in kind.examples] == whole:
                idle.append((key, at))

    assert idle == []


def test_cues_answer_to_provisions_of_the_codebook() -> None:
    """Whatever a kind or a term is held against is a question of the codebook."""
    known = {provision.id for provision in facts.load().codebook.provisions}
    named = {id_ for kind in BOOK.kinds for id_ in kind.provisions}
    named |= {against.provision for topic in BOOK.topics for against in topic.against}

    assert named <= known


@pytest.mark.parametrize(
    ("file", "content", "complaint"),
    [
        ("ownership", "name = ", "agreement/ownership"),
        ("ownership", 'name = "x"\nnumber = 1\nquestion = "?"\n[values]\n', "'cue'"),
        ("elements", "[context]\nwhen = ['(']", "agreement/elements"),
    ],
    ids=["broken", "no cue", "bad pattern"],
)
def test_a_broken_file_is_named(file: str, content: str, complaint: str) -> None:
    """Broken TOML, a missing key and a refused pattern name the file."""
    folder = Path(__file__).parents[1] / "data/agreement"
    texts = {path.stem: path.read_text("utf-8") for path in folder.glob("*.toml")}

    with pytest.raises(DataError, match=complaint):
        agreement.load({**texts, file: content})


# Data: mandatory, encouraged, optional, mentioned, excluded


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("EXHIBIT E\nData Required (R), Optional (O)\nGender R\nHomeless Status O\nRace",
         {"sex": "mandatory", "homeless": "optional"}),
        (" | Data\n☑ | Gender\n☐ | Race", {"sex": "mentioned", "ethnicity": "excluded"}),
        ("Data | Collected?\nGender | Y\nRace | N", {"sex": "mentioned", "ethnicity": "excluded"}),
        ("The Partner needs the following: race and sex. It would be helpful, but is not required, "
         "to have data on homeless children.",
         {"ethnicity": "mandatory", "sex": "mandatory", "homeless": "encouraged"}),
        ("The District shall provide birth dates and is encouraged to provide homeless status.",
         {"birth_date": "mandatory", "homeless": "encouraged"}),
        ("Data to be shared: race (required), gender (optional), date of birth",
         {"ethnicity": "mandatory", "sex": "optional", "birth_date": "mentioned"}),
        ("The Provider shall not collect biometric data.", {"biometric": "excluded"}),
        ("No data on the homeless status of a child will be shared.", {"homeless": "excluded"}),
        ("The file includes race, gender and grade level, but not biometric data.",
         {"ethnicity": "mentioned", "sex": "mentioned", "grade": "mentioned",
          "biometric": "excluded"}),
        ("Neither party shall discriminate on the basis of race, sex or disability in data work.",
         {}),
        ("Personally identifiable information means a name, a date of birth or a biometric record.",
         {"birth_date": "mentioned", "biometric": "mentioned"}),
        ("The District is not required to provide suspensions in its data.",
         {"discipline": "optional"}),
        ("Retention of data follows the schedule.", {}),
        ("☒ Date of birth\n☐ Homeless status\n☒ Gender\nThese boxes tell which data are used.",
         {"birth_date": "mentioned", "homeless": "excluded", "sex": "mentioned"}),
        ("[x] Date of birth data\n[ ] Homeless status data",
         {"birth_date": "mentioned", "homeless": "excluded"}),
        ("☐ Date of birth data\n☐ Homeless status data",
         {"birth_date": "mentioned", "homeless": "mentioned"}),
        ("Data element | Mandatory | Encouraged\nSex | X |\nHomeless status | | X\nRace | |",
         {"sex": "mandatory", "homeless": "encouraged", "ethnicity": "mentioned"}),
        ("Field | Required?\nDate of birth | Yes\nGender | No\nRace | Optional",
         {"birth_date": "mandatory", "sex": "optional", "ethnicity": "optional"}),
        ("Mandatory Data Elements\nDate of Birth\nRace and Ethnicity\nRecommended Data Elements\n"
         "Homeless Status\nTerms\nThe parties shall meet.",
         {"birth_date": "mandatory", "ethnicity": "mandatory", "homeless": "encouraged"}),
        ("The Board must send:\n(a) required records:\n(i) sex;\n(ii) race;\n"
         "(b) records it may send:\n(i) homeless status.\nThe parties shall meet in the spring.",
         {"sex": "mandatory", "ethnicity": "mandatory", "homeless": "optional"}),
    ],
    ids=["letters", "marks before", "no among collected", "asks that", "two verbs", "in brackets", "must not collect", "no data", "but not", "discrimination",
         "definition", "not required", "records retention", "boxes", "typed boxes", "blank form",
         "columns", "yes and no", "bare headings", "nested"],
)  # fmt: skip
def test_the_standing_of_data(words: str, expected: dict[str, str]) -> None:
    """A kind of data is mandatory, encouraged, optional, mentioned or excluded by the words."""
    assert {e.id: e.status for e in read(words).elements} == expected


def test_asked_for_here_and_excluded_there() -> None:
    """A kind that one clause asks for and another excludes has an entry for both."""
    found = read("The Board shall provide race.\nThe public file of data shall not include race.")

    assert [(e.id, e.status) for e in found.elements] == [
        ("ethnicity", "mandatory"), ("ethnicity", "excluded"),
    ]  # fmt: skip


def test_words_stand_where_they_say() -> None:
    """Every quote, line and basis is a slice of the text."""
    for path in sorted(SAMPLES.glob("*.*")):
        if path.suffix == ".md":
            continue
        words = text.read(text.parted(path.read_bytes(), path.name), name=path.name)
        found = agreement.read(words, BOOK)
        spans = [(e.start, e.end, e.quote) for e in found.elements]
        spans += [(e.line.start, e.line.end, e.line.quote) for e in found.elements]
        spans += [(e.basis.start, e.basis.end, e.basis.quote) for e in found.elements if e.basis]
        spans += [(a.start, a.end, a.quote) for term in found.terms for a in term.answers]

        assert spans

        assert all(words.body[start:end] == quote for start, end, quote in spans)


def test_parties_by_their_names() -> None:
    """The cues know the sides by the names that the agreement gives them."""
    words = (
        'Between the school board of a town ("Board") and a foundation (the "Acorn Fund").\n'
        "All files given under this Agreement are the property of the Acorn Fund."
    )

    assert parties(words).receivers == ("Acorn Fund",)

    assert said(read(words))["ownership"] == ["given"]

    assert said(read(words.replace("of the Acorn Fund.", "of the Board.")))["ownership"] == ["kept"]


@pytest.mark.parametrize(
    ("words", "giver", "receiver"),
    [
        (
            "MEMORANDUM\nbetween the Elm County Board of Education and the Center for Reading at Oak"
            " College\nThe Board pays nothing. The Center reads. The Board sends files to the Center.",
            "Board", "Center",
        ),
        (
            "PARTNERSHIP\nAlder Public Schools and Bright Start\nAlder gives names to Bright Start."
            " Bright Start returns them when Alder asks.",
            "Alder", "Bright Start",
        ),
        (
            "By and among Fir School District (FSD), the Fir Youth Network (the Network), and Uplift"
            " Partners.\nFSD shall send files.",
            "FSD", "Uplift Partners",
        ),
        (
            "Terms for teachers\nWe ask you for names. We use them for you. Write to us about your"
            " pupils.",
            "you", "we",
        ),
        ("The Office of the State Superintendent (OSS) licenses data to the Ash Institute (the"
         " Licensee).", "OSS", "Licensee"),
    ],
    ids=["between", "a heading", "three in brackets", "a letter", "brackets"],
)  # fmt: skip
def test_parties_without_a_definition(words: str, giver: str, receiver: str) -> None:
    """Sides that the agreement gives no names in quotes are told by their short forms."""
    found = parties(words)

    assert giver in found.givers
    assert receiver in found.receivers
    assert not {*found.givers} & {*found.receivers}


def test_units_know_what_stands_over_them() -> None:
    """Items have their lead-ins and headings; a run-in heading is one."""
    body = "Section 2. Data. We give:\n(a) names;\n(b) these:\n(i) sex.\n3. Term\nIt ends."
    shown = [
        (body[u.start : u.end], [body[a:b] for a, b in u.leads], [body[a:b] for a, b in u.heads])
        for u in units(body)
        if not u.heading
    ]

    assert shown == [
        ("We give:", [], ["Section 2. Data."]),
        ("(a) names;", ["We give:"], ["Section 2. Data."]),
        ("(b) these:", ["We give:"], ["Section 2. Data."]),
        ("(i) sex.", ["We give:", "(b) these:"], ["Section 2. Data."]),
        ("It ends.", [], ["3. Term"]),
    ]


# The samples, in every format


def lines(name: str) -> list[str]:
    """Return the lines of a sample, tables as rows."""
    path = SAMPLES / name
    body = text.read(text.parted(path.read_bytes(), name), name=name).body
    return [f"| {line}" if " | " in line or line.endswith("|") else line
            for line in body.split("\n") if line.strip()]  # fmt: skip


def formats(name: str) -> Iterator[tuple[str, bytes]]:
    yield name, (SAMPLES / name).read_bytes()
    yield "made.docx", office.docx(lines(name))
    yield "made.pdf", office.pdf(lines(name))


def reading(name: str, body: bytes) -> Agreement:
    return agreement.read(text.read(text.parted(body, name), name=name), BOOK)


@pytest.mark.parametrize("form", [0, 1, 2], ids=["text", "docx", "pdf"])
def test_the_needs_assessment(form: int) -> None:
    """The sample in the spirit of 2014 is read alike from text, DOCX and PDF."""
    found = reading(*list(formats("needs-assessment.txt"))[form])
    values = said(found)
    kinds = next(t for t in found.terms if t.id == "subcontractors").answers[0].detail

    assert asked(found) == {
        **dict.fromkeys(
            ("student_id", "birth_date", "sex", "ethnicity", "grade", "language", "disability",
             "meals", "discipline", "maps", "capacities"), "mandatory"),
        **dict.fromkeys(("homeless", "failed", "retained"), "encouraged"),
    }  # fmt: skip
    assert excluded(found) == {"ssn", "biometric"}
    assert {id_ for id_, given in values.items() if not given} == {
        "breach", "audit", "parental_notice",
    }  # fmt: skip
    assert (values["ownership"], values["deletion"]) == (["product"], ["kept"])
    assert kinds == "data or technology vendors; planners or architects"


@pytest.mark.parametrize("form", [0, 1], ids=["html", "docx"])
def test_the_vendor_addendum(form: int) -> None:
    """The strong sample has a term on everything but consent; its table is read by column."""
    found = reading(*list(formats("vendor-addendum.html"))[form])
    values = said(found)

    assert asked(found) == {
        "student_id": "mandatory", "grade": "mandatory", "birth_date": "optional",
        "language": "optional",
    }  # fmt: skip
    assert excluded(found) == LEFT_OUT
    assert [id_ for id_, given in values.items() if not given] == ["parental_consent"]
    assert values["breach"] == ["school", "family", "cost"]


def test_a_table_in_a_pdf_claims_no_column() -> None:
    """Where the columns of a table are lost, a cross makes nothing mandatory or excluded."""
    found = reading("made.pdf", office.pdf(lines("vendor-addendum.html")))
    table = {e.id: e.status for e in found.elements if e.id in ("grade", "sex")}

    assert table == {"grade": "mentioned", "sex": "mentioned"}


@pytest.mark.parametrize("form", [0, 1, 2], ids=["text", "docx", "pdf"])
def test_the_research_memorandum(form: int) -> None:
    """The middling sample: required and optional fields, a definition apart, an exclusion."""
    found = reading(*list(formats("research-mou.txt"))[form])

    assert asked(found) == {
        "student_id": "mandatory", "grade": "mandatory", "sex": "mandatory",
        "language": "optional", "meals": "optional", "disability": "optional",
        "discipline": "optional", "biometric": "mentioned",
    }  # fmt: skip
    assert {"birth_date", "location"} <= excluded(found)
    assert said(found)["publication"] == ["aggregate", "review", "free"]


# Against the law


def standard(provision: str, value: str, detail: str = "", note: str = "") -> Standard:
    cell = Cell("xs", provision, value, detail, note=note)  # type: ignore[arg-type]
    return Standard(cell, provision)


@pytest.mark.parametrize(
    ("words", "value", "detail", "verdict"),
    [
        ("The Provider shall notify the District of a breach within 24 hours.", "yes", "48 hours",
         "meets"),
        ("The Provider shall notify the District of a breach within 72 hours.", "yes", "48 hours",
         "falls short"),
        ("The Provider shall notify the District of a breach promptly.", "yes", "48 hours",
         "read both"),
        ("The Provider shall notify the District of a breach.", "yes", "", "meets"),
        ("The parties shall meet.", "yes", "48 hours", "agreement silent"),
        ("The parties shall meet.", "partly", "", "agreement silent"),
        ("The parties shall meet.", "no", "", "law silent"),
        ("The parties shall meet.", "permits", "", "law silent"),
        ("The Provider shall notify the District of a breach.", "not read", "", "not read"),
        ("The Provider shall notify the District of a breach.", "unknown", "", "not read"),
        ("The parties shall meet.", "unclear", "", "read both"),
    ],
)  # fmt: skip
def test_verdicts_on_a_term(words: str, value: str, detail: str, verdict: str) -> None:
    """The verdict follows from both sides, and from the numbers where there are numbers."""
    law = {"breach_notice_school": standard("breach_notice_school", value, detail)}
    rows = agreement.compare(read(words), law, BOOK)
    row = next(r for r in rows if r.law is not None)

    assert (row.topic, row.verdict) == ("breach", verdict)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("The Provider owns all student data.", "falls short"),
        ("The District owns all student data.", "meets"),
        ("The District owns all student data.\nThe Provider owns all student data.", "read both"),
        ("The Provider owns its reports.", "agreement silent"),
    ],
)
def test_verdicts_on_ownership(words: str, verdict: str) -> None:
    """The opposite of what the law asks falls short; something else is silence on it."""
    law = {"ownership": standard("ownership", "yes")}
    row = next(r for r in agreement.compare(read(words), law, BOOK) if r.topic == "ownership")

    assert row.verdict == verdict


def test_verdicts_on_data() -> None:
    """A banned kind that must be given falls short, one left out meets, others are to be read."""
    law = {"biometric": standard("biometric", "yes", "ban"),
           "status_data": standard("status_data", "yes", "list")}  # fmt: skip
    words = "The District shall provide homeless status and {} biometric data."
    rows = [
        {r.topic: r.verdict for r in agreement.compare(read(words.format(w)), law, BOOK)}
        for w in ("shall provide", "shall not provide")
    ]

    assert [(r["biometric"], r["homeless"]) for r in rows] == [
        ("falls short", "read both"), ("meets", "read both"),
    ]  # fmt: skip


def test_an_incomplete_text_claims_no_silence() -> None:
    """Where the agreement is cut off, what was not found is not read."""
    found = agreement.read(Text("The parties shall meet.", complete=False), BOOK)
    law = {"ownership": standard("ownership", "yes")}
    row = next(r for r in agreement.compare(found, law, BOOK) if r.topic == "ownership")

    assert (row.verdict, row.reason) == (
        "not read", "nothing was found, but the agreement's text is incomplete",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("72 hours", "48 hours", True), ("2 days", "48 hours", False), ("1 week", "7 days", False),
     ("5 business days", "6 days", None), ("promptly", "2 days", None),
     ("3 months", "60 days", True), ("10 business days", "5 days", True)],
)  # fmt: skip
def test_spans_of_time(one: str, other: str, expected: bool | None) -> None:
    """A span is later, not later, or nobody can say."""
    assert later(one, other) is expected


def test_the_reading_of_drafts_holds_its_floors() -> None:
    """On drafts coded blind, precision, recall and standing stay at or above the floors."""
    floors = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["agreements"]
    found = agreements.score()
    good, of = found.standing

    assert found.precision >= floors["precision"], found.false
    assert found.recall >= floors["recall"], found.missed
    assert good / of >= floors["standing"]
