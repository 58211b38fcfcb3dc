"""The topic finder: rules that their examples hold, reasons, borders, speed, bad input."""

import time
from pathlib import Path

import pytest

from billwatch import topics
from billwatch.errors import DataError
from billwatch.topics.rule import Rule
from billwatch.topics.weigh import meets
from billwatch.topics.words import find, heading, plain, vocabulary
from tests.measure import topics as measure

ROOT = Path(__file__).parents[1]
TOML = (ROOT / "data/topics.toml").read_text()
TOPIC = topics.load(TOML)
SMALL = """
name = "Bees"
scope = "Bills on bees."
keep = 0.5
[words]
bee = ["bee", "hive"]
law = ["protect*"]
[[rule]]
name = "bees"
in = ["title"]
all = ["bee", "law"]
weight = 0.6
"""


@pytest.mark.parametrize("rule", TOPIC.rules, ids=lambda rule: rule.name)
def test_every_rule_meets_its_hits_and_no_miss(rule: Rule) -> None:
    """A rule has examples of both kinds and is decided by them alone."""
    wrong = [words for words in rule.hits if not meets(TOPIC, rule, words)]
    wrong += [words for words in rule.misses if meets(TOPIC, rule, words)]

    assert rule.hits
    assert rule.misses
    assert wrong == []


def test_rule_names_are_unique() -> None:
    """A rule can be told by its name."""
    names = [rule.name for rule in TOPIC.rules]

    assert len(names) == len(set(names))


def test_every_vocabulary_is_used() -> None:
    """No list of words lies idle in the file."""
    used = {name for rule in TOPIC.rules for name in (*rule.all, *rule.unless)}

    assert set(TOPIC.vocabularies) == used


@pytest.mark.parametrize("border", TOPIC.borders, ids=lambda border: border.case)
def test_border_cases_fall_as_written(border: topics.Border) -> None:
    """What the scope says about a border case is what the rules do."""
    assert topics.judge(TOPIC, title=border.title).kept is border.kept


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("An Act Concerning Student Data Privacy", True),
        ("Pupil Online Personal Information Protection Act", True),
        ("STUDENT DATA AMENDMENTS", True),
        ("Relating to student information.", True),
        ("Student Data Accessibility, Transparency and Accountability Act of 2014", True),
        ("An act to enact R.S. 17:3914, relative to student information; to provide limits on sharing", True),
        ("Relating to the use of covered information, including student personally identifiable information", True),
        ("School service providers; personal information of students, terms.", True),
        ("Education; cloud services; sale of pupils' records to third parties; prohibit", True),
        ("Directory information; higher education; opt-out", True),
        ("Facial recognition technology in classrooms; moratorium", True),
        ("Radio frequency identification of students; ban", True),
        ("Relating to the privacy of utility customers", False),
        ("Education; report cards; parents' conferences", False),
        ("Student physical privacy act", False),
        ("School district accreditation; pupil data in annual reports", False),
        ("Commending the student data club", False),
        ("Income tax; deduction for student loan interest", False),
        ("Students; identification cards with a help line", False),
        ("Schools; private school tuition", False),
        ("", False),
    ],
)  # fmt: skip
def test_titles(title: str, kept: bool) -> None:
    """Titles as many states word them are told apart without any text."""
    assert topics.judge(TOPIC, title=title).kept is kept


def test_reasons_name_the_field_and_the_words() -> None:
    """A reader sees which words of which field decided, and what spoke against."""
    plainly = topics.judge(TOPIC, title="Student data privacy")
    against = topics.judge(TOPIC, title="Student privacy in restrooms")

    assert plainly.reason[0] == "title: student + data privacy"
    assert against.reason[0] == "not bathrooms and changing rooms: restrooms"
    assert (against.score, against.kept) == (0.0, False)


def test_subjects_lift_a_weak_title() -> None:
    """Subject terms decide where the title alone does not."""
    title = "Longitudinal data system; terms"

    assert not topics.judge(TOPIC, title=title).kept
    assert topics.judge(TOPIC, title=title, subjects=("Education", "Right of privacy")).kept


def test_text_decides_where_the_title_is_silent() -> None:
    """A bill with a title of no meaning is found by what its text says again and again."""
    clause = "A contractor shall not sell student data or disclose a pupil record without consent. "
    text = "Section 1. Short words.\n" + clause * 5

    assert topics.judge(TOPIC, title="Relating to education", text=text).kept
    assert not topics.judge(
        TOPIC, title="Relating to education", text=clause + "Trees. " * 900
    ).kept


def test_a_part_of_a_long_bill_is_found() -> None:
    """A part on student data is seen in a bill of a megabyte on other things."""
    clause = "A contractor shall not sell student data or disclose a pupil record without consent. "
    text = "The school fund is for roofs. " * 20_000 + clause * 6 + "The tax is due. " * 20_000

    assert topics.judge(TOPIC, title="Budget", text=text).kept


def test_bathrooms_in_the_text_outweigh_the_title() -> None:
    """A title that says privacy is read with its text."""
    text = "Each school restroom is for one sex. A locker room and a shower of a school are too."

    assert topics.judge(TOPIC, title="Relating to privacy in schools").kept
    assert not topics.judge(TOPIC, title="Relating to privacy in schools", text=text).kept


def test_a_text_without_a_title_gives_its_own() -> None:
    """A document fed without metadata is judged by its long and short title too."""
    text = (
        'AN ACT concerning student data privacy.\nSection 1. This may be cited as the "Slate Act".'
    )

    assert heading(text) == 'concerning student data privacy; the "Slate Act".'
    assert topics.judge(TOPIC, title="", text=text).kept


def test_another_topic_needs_another_file_only() -> None:
    """The rules know nothing of students: the file does."""
    bees = topics.load(SMALL)

    assert topics.judge(bees, title="Protection of hives").reason == ("title: protection + hives",)
    assert not topics.judge(bees, title="Student data privacy").kept


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("keep = 0.5", "keep = = 0.5", "no TOML"),
        ('name = "Bees"', "", "name"),
        ('all = ["bee", "law"]', 'all = ["bee", "wasp"]', "wasp"),
        ('in = ["title"]', 'in = ["titel"]', "titel"),
        ("weight = 0.6", "weight = 6", "weight"),
        ("weight = 0.6", "weight = 0.6\nwithn = 3", "withn"),
        ("weight = 0.6", "", "weight"),
    ],
    ids=["syntax", "no name", "unknown words", "unknown field", "weight", "unknown key", "missing"],
)
def test_a_broken_topic_file_is_named(old: str, new: str, says: str) -> None:
    """A mistake in the file stops loudly and says where."""
    with pytest.raises(DataError, match=says):
        topics.load(SMALL.replace(old, new))


@pytest.mark.parametrize(
    ("term", "words", "found"),
    [
        ("student", "students", 1),
        ("student", "studentship", 0),
        ("biometric*", "biometrically", 1),
        ("student data", "the students' data", 1),
        ("k-12", "K‑12 schools", 1),
        ("sale", "wholesale", 0),
        ("rent", "parent and current", 0),
    ],
)
def test_terms(term: str, words: str, found: int) -> None:
    """Terms are whole words, in singular, plural or possessive; a star leaves the end open."""
    assert len(find(plain(words), vocabulary("x", [term]))) == found


@pytest.mark.parametrize(
    "words",
    [
        "student " * 200_000,
        "student data sell " * 60_000,
        "a" * 2_000_000,
        "\x00\n" * 100_000,
        "é" * 99,
    ],
    ids=["one word", "all words", "no space", "control", "accents"],
)
def test_time_grows_with_length_only(words: str) -> None:
    """A line of a megabyte is judged at once, whatever it repeats."""
    began = time.process_time()
    topics.judge(TOPIC, title=words, text=words)

    assert time.process_time() - began < 10


@pytest.fixture(scope="module")
def measured(corpus: Path) -> measure.Report:
    """Return the figures over the lists, texts and laws of the corpus."""
    return measure.report(corpus)


@pytest.mark.corpus
@pytest.mark.parametrize("name", sorted(measure.floors()))
def test_floors_hold(measured: measure.Report, name: str) -> None:
    """No figure of the topic finder falls below what was reached before."""
    assert measured.figures[name] >= measure.floors()[name]


@pytest.mark.corpus
def test_every_hit_was_judged(measured: measure.Report) -> None:
    """Each kept bill of the lists has a verdict by hand, so that precision means something."""
    assert measured.unjudged == ()


@pytest.mark.corpus
def test_false_friends_stay_out(measured: measure.Report) -> None:
    """No bill on bathrooms, accreditation or sport is kept."""
    assert measured.friends == ()


@pytest.mark.corpus
def test_a_session_list_is_judged_in_a_moment(measured: measure.Report) -> None:
    """36,545 titles take well under two seconds on one core of an ordinary machine."""
    assert measured.seconds < 2


def test_verdicts_are_well_formed() -> None:
    """Each verdict has a reason and is given once."""
    rows = measure.table(ROOT / "tests/measure/judged_topics.csv")

    assert {row["verdict"] for row in rows} == {"in", "border", "out"}
    assert all(row["why"] for row in rows)
    assert len({(row["state"], row["session"], row["bill"]) for row in rows}) == len(rows)
