"""Reviews: a person's decision holds while its words do; every shipped one is tried here."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from billwatch import folders, reviews, store
from billwatch.errors import DataError
from billwatch.matrix import Holding
from billwatch.models import (
    Bill,
    Clause,
    Coding,
    Finding,
    Law,
    Reading,
    Review,
    Ruling,
    Section,
    Text,
    Value,
    Version,
)
from billwatch.pipeline import demo, facts, judging, views
from billwatch.store import Store

GOOD = """\
# kept
[[review]]
version = "xs/2026/hb1@introduced"
provision = "sale"
value = "no"
reason = "a list of data is no ban"
reviewer = "editors"
date = "2026-05-20"
quote = "shall not sell"
"""

LEAD = "An operator shall not:"
ITEM = "(1) sell student information; or"
BODY = f"Section 1. {LEAD}\n{ITEM}\nSection 2. A school may resell books.\n"
IDS = ("xs/2026/hb1@introduced", "xs/2026/hb1@engrossed", "xs/2026/hb1@enacted")
BILL = Bill(
    "xs/2026/hb1", "xs", "2026", "HB 1", "An act", status="law",
    versions=tuple(Version(id, "xs/2026/hb1", "a print") for id in IDS),
)  # fmt: skip
REVIEW = Review(
    BILL.id, IDS[1], "sale", "yes", "plain", "editors", "2026-05-20",
    section="1(1)", lead=(LEAD,), quote=ITEM, machine="no",
)  # fmt: skip


def reading(body: str = BODY, version: str = IDS[1], place: str = "1(1)") -> Reading:
    at = body.find("(1)")
    two = body.find("Section 2")
    clauses = (Clause(place, at, two, "", "ban", ((11, at - 1),), "1"),) if at >= 0 else ()
    sections = (Section("1", "", 0, two), Section("2", "", two, len(body)))
    return Reading(version, Text(body), sections, clauses, ())


def ruling(review: Review, read: Reading) -> Ruling | None:
    found = reviews.against((review,), BILL, read)
    return found[0] if found else None


# The file


def test_a_review_is_read_from_its_file() -> None:
    """An entry of a state's file becomes a record that knows its bill."""
    (review,) = reviews.load({"data/reviews/xs.toml": GOOD})

    assert (review.bill, review.version) == ("xs/2026/hb1", "xs/2026/hb1@introduced")
    assert (review.value, review.quote, review.lead) == ("no", "shall not sell", ())


def test_a_bare_date_is_read_too() -> None:
    """A date that a person wrote without quotation marks is the same date."""
    assert reviews.load({"xs.toml": GOOD.replace('"2026-05-20"', "2026-05-20")}) == reviews.load(
        {"xs.toml": GOOD}
    )


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("reason =", "raeson =", "unknown key 'raeson', missing key 'reason'"),
        ('"editors"', '" "', "missing key 'reviewer'"),
        ('value = "no"', 'value = "maybe"', "value 'maybe' is none of yes,"),
        ('value = "no"', "value = 1", "value is not a string"),
        ("2026-05-20", "20 May 2026", "date '20 May 2026' is not like"),
        ("2026-05-20", "2026-13-20", "date '2026-13-20' is not like"),
        ("xs/2026", "ct/2026", "no bill or version of xs"),
        ("xs/2026/hb1@introduced", "xs/hb1", "no bill or version of xs"),
        ('quote = "shall not sell"', "lead = [1]", "lead is not a list of strings"),
        ('value = "no"', 'value = "yes"\nquote = ""\n[x]', "only \\[\\[review\\]\\] tables"),
        ("[[review]]", "[review]", "only \\[\\[review\\]\\] tables"),
        ("[[review]]", "[[review]", "line 2"),
    ],
    ids=["typo", "nobody", "value", "number", "words", "month", "state", "id", "lead", "table",
         "one", "toml"],
)  # fmt: skip
def test_a_broken_file_is_one_clear_line(old: str, new: str, complaint: str) -> None:
    """Each mistake is a `DataError` that names the file and says what is wrong."""
    with pytest.raises(DataError, match=complaint) as caught:
        reviews.load({"data/reviews/xs.toml": GOOD.replace(old, new)})

    assert str(caught.value).startswith("data/reviews/xs.toml: ")


@pytest.mark.parametrize(
    ("old", "new"),
    [('value = "no"', 'value = "yes"'), ("hb1@introduced", "hb1")],
    ids=["an answer", "any print"],
)
def test_only_silence_about_a_print_needs_no_words(old: str, new: str) -> None:
    """A "no" about one print may rest on the whole of it; all else must quote."""
    silent = GOOD.replace('quote = "shall not sell"\n', "")

    assert reviews.load({"xs.toml": silent})[0].quote == ""
    with pytest.raises(DataError, match="missing key 'quote'"):
        reviews.load({"xs.toml": silent.replace(old, new)})


# Standing


@pytest.mark.parametrize(
    ("body", "stands"),
    [
        (BODY, True),
        (BODY.replace("student information", "student\n    information"), True),
        (BODY.replace("books", "bikes"), True),
        (BODY.replace("sell student", "rent student"), False),
        (BODY.replace("sell student", "resell student"), False),
        (BODY.replace("shall not", "may"), False),
        ("Section 1. Repealed.\nSection 2. Nothing.\n", False),
    ],
    ids=["same", "white space", "elsewhere", "other word", "longer word", "lead-in", "gone"],
)
def test_a_review_stands_while_its_words_do(body: str, stands: bool) -> None:
    """Words and lead-ins decide, not white space and not what is written elsewhere."""
    found = ruling(REVIEW, reading(body))

    assert found is not None
    assert found.stands is stands


def test_a_standing_review_shows_the_words_of_the_text() -> None:
    """The span of a ruling cuts its quote out of the text, at the place of its clause."""
    read = reading(BODY.replace("student information", "student\n information"))
    found = ruling(REVIEW, read)

    assert found is not None
    assert read.text.body[found.start : found.end] == found.quote
    assert "student\n information" in found.quote
    assert found.section == "1(1)"


def test_a_renumbered_section_is_followed() -> None:
    """Words that moved to another number keep the review and show the new place."""
    found = ruling(REVIEW, reading(place="4(1)"))

    assert found is not None
    assert (found.stands, found.section) == (True, "4(1)")


CHANGED = BODY.replace("sell student", "rent student")


@pytest.mark.parametrize(
    ("version", "stands"),
    [(IDS[0], None), (IDS[1], False), (IDS[2], False)],
    ids=["before", "same print read anew", "after"],
)
def test_a_review_says_nothing_of_earlier_prints(version: str, stands: bool | None) -> None:
    """In the table of a past day a later decision on other words is not stale: it is not there."""
    found = ruling(REVIEW, reading(CHANGED, version))

    assert (found.stands if found else None) is stands


@pytest.mark.parametrize(("version", "stands"), [(IDS[1], True), (IDS[2], False)])
def test_silence_holds_for_one_print(version: str, stands: bool) -> None:
    """A "no" without words lapses with the next print."""
    found = ruling(replace(REVIEW, value="no", quote="", lead=()), reading(version=version))

    assert found is not None
    assert found.stands is stands


def dated(day: str, bound: str = "") -> Review:
    return replace(REVIEW, date=f"2026-05-{day}", bound=bound)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([("02", ""), ("01", "")], [("02", "")]),
        ([("01", "operator"), ("02", "")], [("02", "")]),
        ([("01", ""), ("02", "operator")], [("01", ""), ("02", "operator")]),
        ([("01", "district"), ("02", "operator")], [("01", "district"), ("02", "operator")]),
        ([("01", "operator"), ("01", "operator")], [("01", "operator")]),
    ],
    ids=["later", "all parties", "one party", "two parties", "same day"],
)
def test_a_later_decision_replaces_an_earlier_one(
    given: list[tuple[str, str]], kept: list[tuple[str, str]]
) -> None:
    """On the same cell the last decision counts; one on all parties ends those on each."""
    counted = reviews.latest(dated(*each) for each in given)

    assert [(r.date[-2:], r.bound) for r in counted] == kept


# Sides and doubts

YES = Finding("sale", "yes", "ban", "operator", "1", 0, 4, "sell", 0.9, "sale.ban")
OTHER = replace(YES, provision="profiling", confidence=0.6)
CODING = Coding("sale", "yes", "", "an office", "https://example.org", "A", "enacted")
LAW = Law(BILL.id, "xs", 2026, "HB 1", "", "An act", "law", "", codings=(CODING,))


def held(*findings: Finding, silence: Value = "no", rulings: tuple[Ruling, ...] = ()) -> Holding:
    return Holding(BILL, BILL.versions[1], findings, silence, rulings)


def coded(*values: str) -> Law:
    return replace(LAW, codings=tuple(replace(CODING, value=v, who=v) for v in values))


ruled = Ruling(REVIEW, True, "1(1)", 0, 4, "sell")
says_no = replace(ruled, review=replace(REVIEW, value="no"))
about_district = replace(ruled, review=replace(REVIEW, value="no", bound="district"))


@pytest.mark.parametrize(
    ("holding", "law", "sides"),
    [
        (held(YES), coded("yes"), []),
        (held(YES), coded(), []),
        (held(YES), coded("partly"), ["machine yes", "published partly"]),
        (held(OTHER), coded("yes"), ["machine no", "published yes"]),
        (held(OTHER), coded("no"), []),
        (held(OTHER), coded("stated"), []),
        (held(OTHER, silence="unknown"), coded("yes"), []),
        (held(), coded("yes", "partly"), ["machine no", "published yes", "published partly"]),
        (held(YES, rulings=(says_no,)), coded(), ["machine yes", "review no"]),
        (held(YES, rulings=(ruled,)), coded("yes"), []),
        (held(OTHER, rulings=(ruled,)), coded("yes"),
         ["machine no", "review yes", "published yes"]),
        (held(YES, rulings=(about_district,)), coded(), []),
        (held(YES, rulings=(replace(says_no, stands=False),)), coded(), []),
    ],
    ids=["agree", "not coded", "weaker", "not found", "both no", "no value", "incomplete",
         "coders", "review", "all agree", "rule missing", "another party", "stale"],
)  # fmt: skip
def test_differences_are_listed_with_every_side(
    holding: Holding, law: Law, sides: list[str]
) -> None:
    """Where two sides differ all are shown; where nobody differs, or too little was read, none."""
    found = list(reviews.disagreements(("sale", "profiling"), (holding,), (law,)))

    assert [f"{s.origin} {s.value}" for d in found for s in d.sides] == sides


def test_codings_of_two_prints_do_not_differ() -> None:
    """What was filed and what was enacted may well be unlike."""
    filed = replace(CODING, value="no", version="filed")
    law = replace(LAW, codings=(CODING, filed))

    assert list(reviews.disagreements(("sale",), (), (law,))) == []


def test_a_law_is_compared_with_the_sections_it_was_codified_in() -> None:
    """A finding in any section answers for the law; its silence needs all of them."""
    one, two = (replace(held(OTHER), bill=replace(BILL, id=f"xs/code/{n}")) for n in (1, 2))
    law = replace(LAW, id="xs/2020/hb9", texts=("xs/code/1", "xs/code/2"))

    def sides(*holdings: Holding) -> list[tuple[str, str, str]]:
        return [
            (d.bill, s.bill, s.value)
            for d in reviews.disagreements(("sale",), holdings, (law,))
            for s in d.sides
        ]

    assert sides(one) == []
    assert sides(one, two) == [("xs/2020/hb9", "xs/code/1", "no"), ("xs/2020/hb9", law.id, "yes")]
    assert sides(one, replace(two, findings=(YES,))) == []


@pytest.mark.parametrize(
    ("holding", "law", "sure", "words"),
    [
        (held(YES), coded(), 0.9, ""),
        (held(YES), coded("partly"), 0.6, "partly published 'partly'"),
        (held(replace(YES, value="unclear", detail="but 2: may")), coded(), 0.3, "says both: but 2"),
        (held(OTHER), coded("yes"), 0.2, "nothing was found"),
        (held(YES, rulings=(replace(ruled, stands=False),)), coded(), 0.0, "went stale"),
        (held(OTHER, rulings=(replace(ruled, stands=False),)), coded(), 0.0, "went stale"),
    ],
    ids=["plain", "published otherwise", "both", "silent", "stale", "stale and silent"],
)  # fmt: skip
def test_doubt_has_a_reason(holding: Holding, law: Law, sure: float, words: str) -> None:
    """What lowers the confidence of a cell stands beside it."""
    (found,) = reviews.doubts(("sale",), (holding,), (law,))

    assert found.sure == sure
    assert words in " ".join(found.why)


def test_the_least_sure_come_first_and_decided_cells_never() -> None:
    """The list is for cells that nobody decided."""
    order = ("sale", "profiling")

    assert [d.cell.provision for d in reviews.doubts(order, (held(YES, OTHER),), ())] == [
        "profiling",
        "sale",
    ]
    decided = held(YES, OTHER, rulings=(ruled,))
    assert [d.cell.provision for d in reviews.doubts(order, (decided,), ())] == ["profiling"]


# Those that ship


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("reviews")
    with store.open(folder / "demo.db") as library:
        list(demo.play(library, facts.load(), folder / "pages"))
        yield library


def shipped() -> tuple[Review, ...]:
    return facts.load().reviews


def test_every_shipped_review_of_the_sample_stands(played: Store) -> None:
    """The decisions on sample bills still apply to the sample's last prints."""
    checked = list(judging.check(played, shipped(), "2026-06-01"))
    sample = [c for c in checked if c.review.bill.startswith("xs/")]

    assert sample
    assert {c.standing for c in sample} == {"stands"}


@pytest.mark.parametrize("review", shipped(), ids=lambda r: f"{r.version} {r.provision}")
def test_the_rules_move_only_towards_a_review(played: Store, review: Review) -> None:
    """The machine says what it said when a person decided, or what the person decided."""
    (checked,) = judging.check(played, (review,), "2026-06-01")
    if checked.standing == "not held":
        pytest.skip("the text of this review is not in the sample")

    assert checked.machine in (review.machine, review.value)


WEIGHTS = {"that it binds": 0.1, "plain ban or duty": 0.2, "students or their records": 0.2}


def test_the_reasons_account_for_the_confidence(played: Store) -> None:
    """What is said of a finding's confidence adds up to what it lacks, but for a tenth at most."""
    doubts = judging.queue(played, facts.load(), "2026-06-01", "xs")
    gaps = [
        1 - d.cell.confidence - sum(WEIGHTS[end] for end in WEIGHTS for r in why if r.endswith(end))
        for d in doubts
        if d.cell.quote
        for why in [judging.explain(played, d.cell)]
    ]

    assert len(gaps) > 10
    assert max(map(abs, gaps)) < 0.11


def test_a_shipped_review_is_what_the_matrix_shows(played: Store) -> None:
    """The sample's cell for consent shows the editors' decision with their reason."""
    shown = views.build(played, facts.load(), "pending", "2026-06-01")
    (cell,) = (
        c for c in shown.cells if (c.jurisdiction, c.provision) == ("xs", "consent_disclosure")
    )

    assert (cell.value, cell.origin, cell.who) == ("partly", "review", "billwatch editors")
    assert cell.note.startswith("Subsection (a) lets a district")


def test_the_table_of_a_past_day_has_no_later_decision(played: Store) -> None:
    """On the day of the first print the review of the engrossed bill is neither shown nor stale."""
    shown = views.build(played, facts.load(), "pending", "2026-02-10")
    (cell,) = (
        c for c in shown.cells if (c.jurisdiction, c.provision) == ("xs", "consent_disclosure")
    )

    assert (cell.origin, cell.note) == ("machine", "")


def test_entries_are_signed_by_offices(played: Store) -> None:
    """No person is made up: what ships is signed by the editors."""
    assert {r.reviewer for r in shipped() if r.bill.startswith("xs/")} == {"billwatch editors"}


# Where they are kept


def test_reviews_are_written_in_a_checkout_or_beside_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout keeps them in data/reviews; a wheel's own folder is left alone."""
    assert facts.desk(tmp_path / "b.db") == folders.find("data") / "reviews"
    monkeypatch.setattr(folders, "find", lambda name: tmp_path / f"_{name}")
    assert facts.desk(tmp_path / "b.db") == tmp_path / "reviews"


def test_own_reviews_are_read_beside_those_that_ship(tmp_path: Path) -> None:
    """A further folder adds to what ships and is read anew each time."""
    before = facts.load(desk=tmp_path).reviews
    (tmp_path / "xs.toml").write_text(GOOD)
    after = facts.load(desk=tmp_path).reviews

    assert before == shipped()
    assert len(after) == len(before) + 1


def test_a_review_of_an_unknown_provision_is_named(tmp_path: Path) -> None:
    """A provision that the codebook lacks is a mistake, not a silence."""
    (tmp_path / "xs.toml").write_text(GOOD.replace('"sale"', '"sales"'))

    with pytest.raises(DataError, match="xs/2026/hb1@introduced: no provision 'sales'"):
        facts.load(desk=tmp_path)


def test_appending_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    """Comments and entries stay byte for byte, even without a last newline."""
    path = tmp_path / "xs.toml"
    path.write_text(GOOD.rstrip() + "  # and a remark")
    before = path.read_text()
    judging.write(tmp_path, REVIEW)

    assert path.read_text().startswith(before)
    assert reviews.load({"xs.toml": path.read_text()})[-1] == REVIEW


def test_nothing_is_added_to_a_broken_file(tmp_path: Path) -> None:
    """A file that cannot be read is told of and not touched."""
    path = tmp_path / "xs.toml"
    path.write_text("[[review]\n")
    with pytest.raises(DataError, match=r"xs\.toml"):
        judging.write(tmp_path, REVIEW)

    assert path.read_text() == "[[review]\n"
