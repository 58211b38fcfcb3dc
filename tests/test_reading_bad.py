"""Bad input through the reading chain: bounded time, no crash, no confident cell."""

import time

import pytest

from billwatch.models import Text
from billwatch.pipeline import facts, reading
from billwatch.provisions import reasons, silence

BOOK = facts.load().codebook
SIZE = 3_000_000
BAN = "An operator shall not sell student data. "


@pytest.mark.parametrize(
    "piece",
    [
        BAN,
        "(a) An operator shall not sell student data; ",
        "student data shall not ",
        "The operator shall: (1) not sell student data; ",
        "stu d3nt dat@ §§ ,, ; . ",
        "No. 5 Sec. 3 U.S.C. student data v. ",
    ],
    ids=["sentences", "items", "no end", "lists", "noise", "abbreviations"],
)
def test_time_grows_with_the_length_of_a_line(piece: str) -> None:
    """A line four times as long takes some four times as long, not sixteen."""
    short, long = (_seconds(Text(piece * (size // len(piece)))) for size in (150_000, 600_000))

    assert long < 8 * short + 0.5


def test_a_line_of_three_megabytes_is_read_in_seconds() -> None:
    """A line of 3 MB with a match in every sentence takes less than five processor seconds."""
    assert _seconds(Text(BAN * (SIZE // len(BAN)), title="student data privacy")) < 5


@pytest.mark.parametrize(
    "body",
    [
        "An Act relating to the privacy of student data",
        "stu d3nt dat@ sha11 n0t be s0ld || ~~ ;;; 0perat0r",
        "Der Betreiber darf die Daten der Studierenden nicht verkaufen.",
        "student data student data student data",
        "",
    ],
    ids=["only a title", "noise", "German", "words only", "nothing"],
)
def test_what_is_no_law_gives_no_cell(body: str) -> None:
    """Titles, scanning noise and other languages give no finding."""
    assert reading.understand(Text(body, title="student data privacy"), BOOK, "x").findings == ()


def test_a_text_without_sections_is_read_by_its_sentences() -> None:
    """Without any head the sentences are still asked; the place is empty."""
    read = reading.understand(Text(BAN, title="student data privacy"), BOOK, "x")

    assert {(f.provision, f.section) for f in read.findings} == {("sale", "")}


def _seconds(text: Text) -> float:
    BOOK.known.clear()
    began = time.process_time()
    reading.understand(text, BOOK, "x")
    return time.process_time() - began


@pytest.mark.parametrize(
    "sentence",
    [
        "De school mag de gegevens van een leerling niet verkopen of delen, en is verplicht ze in te zien. ",
        "Die Schule will Daten der Schüler nicht verkaufen und muss sie auf Verlangen der Eltern löschen. ",
        "May tungkulin ang paaralan na ingatan ang mga tala ng mag-aaral at hindi ito maaaring ipagbili. ",
    ],
    ids=["Dutch", "German", "Tagalog"],
)
def test_another_language_is_no_silence(sentence: str) -> None:
    """A text that English words happen to stand in is not called silent."""
    text = Text(sentence * 9)

    assert silence(text) == "unknown"
    assert "it does not read like English" in reasons(text)


def test_what_can_hardly_be_read_gives_no_sure_cell() -> None:
    """One endless line, without paragraphs to tell apart, gives what it gives with little confidence."""
    rule = "An operator shall not sell student data. "
    filler = "The board shall keep the hall of the school clean and shall lock its door at night. "

    def sure(text: Text) -> float:
        return max(found.confidence for found in reading.understand(text, BOOK, "x").findings)

    assert sure(Text(f"Section 1. {rule}\nSection 2. {filler}")) > 0.8
    assert sure(Text(f"Section 1. {rule}{filler * 1300}")) <= 0.6
