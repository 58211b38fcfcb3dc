"""The second reader: what it learns, what it keeps, and what it shows a person."""

import io
import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from billwatch import sections
from billwatch.errors import DataError
from billwatch.models import Text
from billwatch.pipeline import facts
from billwatch.provisions import find, second
from billwatch.provisions.beyond import WORTH, Hunch, hunches
from tests.measure import second as teaching
from tests.measure.gold import rates
from tests.measure.passages import score
from tests.measure.second import Coded, Taught, Teacher

PINNED = tomllib.loads((Path(__file__).parent / "floors.toml").read_text())
FLOORS, RULES = PINNED["second"], PINNED["passages"]
TITLE = "An act concerning the data of students"


@cache
def small() -> bytes:
    """Teach two provisions from a few sentences."""
    sells = [
        f"No {one} may sell the records of a student to a broker."
        for one in ("vendor", "school", "district", "company", "contractor", "board")
    ]
    keeps = [
        f"Each {one} shall encrypt the records of a student in storage."
        for one in ("vendor", "school", "district", "company", "contractor", "board")
    ]
    lot = [Taught(words, 0, frozenset({"sale"})) for words in sells]
    lot += [Taught(words, 0, frozenset({"security_program"})) for words in keeps]
    return Teacher(lot, ["sale", "security_program"]).weigh()


def seen(body: str, given: frozenset[str] = frozenset(), title: str = TITLE) -> tuple[Hunch, ...]:
    text = Text(body, title=title)
    parts = sections.split(text)
    return hunches(text, parts, sections.clauses(text, parts), facts.second_reader(), given)


def test_it_learns_what_words_speak_for() -> None:
    """A sentence with the words of one lot is likelier to give that lot's provision."""
    reader = second.load(small())

    sale, security = second.likely(reader, "An operator may not sell records to anyone.", 0)
    assert sale > security
    assert "sell" in second.because(reader, "It may never sell them to anyone.", 0, "sale")


def test_the_same_lessons_make_the_same_bytes() -> None:
    """Weights are taught without chance."""
    again = small.__wrapped__()

    assert again == small()


def test_lead_ins_count_apart_from_own_words() -> None:
    """What stands in the lead-in weighs otherwise than what the item itself says."""
    reader = second.load(small())
    words = "No vendor may: sell the records of a student"

    inner, whole = second.likely(reader, words, 15), second.likely(reader, words, 0)
    assert not np.allclose(inner, whole)


def test_strange_words_say_nothing() -> None:
    """A sentence without a known word gives nothing at all."""
    assert not second.likely(second.load(small()), "Quis custodiet?", 0).any()


@pytest.mark.parametrize(
    "raw",
    [b"", b"not weights", small()[:-40]],
    ids=["empty", "no archive", "cut off"],
)
def test_what_is_no_file_of_weights_is_told(raw: bytes) -> None:
    """A broken file is one error, in words."""
    with pytest.raises(DataError, match="weights"):
        second.load(raw)


def test_arrays_that_do_not_fit_are_told() -> None:
    """Weights of another size than their names are refused."""
    with np.load(io.BytesIO(small())) as file:
        arrays = {name: file[name] for name in file.files}
    arrays["provisions"] = np.array("sale")
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)

    with pytest.raises(DataError, match="do not fit"):
        second.load(out.getvalue())


def test_objects_are_never_loaded() -> None:
    """A pickled object in the place of an array is refused, not run."""
    out = io.BytesIO()
    np.savez(out, **{name: np.array([{}], dtype=object) for name in second._LEARNT})

    with pytest.raises(DataError, match="weights"):
        second.load(out.getvalue())


def test_the_weights_that_ship_know_every_provision() -> None:
    """They speak of the codebook's provisions, no more and no less."""
    known = {provision.id for provision in facts.load().codebook.provisions}

    assert set(facts.second_reader().provisions) == known


SILENT = (
    "Section 1. No vendor may turn what it learns of a pupil from school records into money.\n"
    "Section 2. Every vendor shall lock down pupil data and shall train its workers to keep it "
    "safe, and shall tell the school what it holds.\n"
)


def test_a_hunch_quotes_its_clause() -> None:
    """Where no rule finds a provision, the likeliest clause for it is quoted from its place."""
    found = seen(SILENT)

    assert found
    assert all(SILENT[one.start : one.end] == one.quote for one in found)
    assert [one.likely for one in found] == sorted((one.likely for one in found), reverse=True)
    assert all(one.likely >= WORTH for one in found)
    assert all(word in one.quote.lower() for one in found for word in one.words)


def test_what_is_given_is_no_hunch() -> None:
    """A provision that is given already is not guessed at."""
    first = seen(SILENT)[0].provision

    assert first not in {one.provision for one in seen(SILENT, frozenset({first}))}


@pytest.mark.parametrize(
    "body",
    [
        "Section 1. The harbor board shall sell no pier without the consent of the council.",
        "",
        "Sección 1. La junta no venderá los datos de los alumnos sin permiso de los padres.",
        "Student data privacy",
        "Student records\n1. Sale\n2. Consent of parents\n3. Penalty",
    ],
    ids=["another subject", "nothing", "another language", "only a title", "captions"],
)
def test_other_texts_give_no_hunch(body: str) -> None:
    """What does not speak of students' data in English is not looked at."""
    assert seen(body, title="An act") == ()


def test_findings_know_nothing_of_it() -> None:
    """What the rules find does not depend on the second reader."""
    text = Text(SILENT, title=TITLE)
    parts = sections.split(text)
    found = find(text, parts, sections.clauses(text, parts), facts.load().codebook)

    assert {one.provision for one in found}.isdisjoint(one.provision for one in seen(SILENT)) or (
        not found
    )


def test_passages_are_whole() -> None:
    """Every passage written for it names provisions that exist, with values of the codebook."""
    known = {provision.id for provision in facts.load().codebook.provisions}
    lot = list(teaching.passages())

    assert len(lot) > 1000
    assert all(one.gives | one.doubt.keys() <= known for one in lot)
    assert all(one.words[one.own :].strip() for one in lot)


def test_it_finds_most_in_texts_it_has_not_seen(corpus: Path) -> None:
    """Alone, taught from four fifths of the coded texts, it reads the rest as well as its floor."""
    book = facts.load().codebook
    read = list(teaching.texts(corpus, book))
    further = [*teaching.passages(), *teaching.examples(book)]

    count = teaching.alone(read, further, [one.id for one in book.provisions], parts=1)
    assert count.precision >= FLOORS["precision"]
    assert count.recall >= FLOORS["recall"]


def test_a_folder_of_coded_texts_is_read(tmp_path: Path) -> None:
    """Texts beside their cells are cut into sentences, and the quoted one gives the provision."""
    (tmp_path / "a.txt").write_text(
        "Section 1. A vendor shall not sell student data.\n"
        "Section 2. The board shall meet each month on student data.\n"
    )
    (tmp_path / "cells.csv").write_text(
        "doc,provision,value,quote\na,sale,yes,shall not sell student data\n"
    )
    (tmp_path / "doubt.csv").write_text("doc,provision\na,governance\n")
    (coded,) = teaching.texts(tmp_path, facts.load().codebook)

    assert isinstance(coded, Coded)
    assert [one.gives for one in coded.sentences] == [frozenset({"sale"}), frozenset()]
    assert coded.sentences[1].doubt == {"sale": teaching.UNSURE, "governance": 0.0}
    assert coded.open == {"governance"}


def test_the_rules_hold_on_passages_in_unusual_words() -> None:
    """Near misses stay silent, and what is found in sentences nobody wrote rules for, stays found."""
    precision, recall = rates(score(facts.load().codebook))

    assert precision >= RULES["precision"]
    assert recall >= RULES["recall"]
