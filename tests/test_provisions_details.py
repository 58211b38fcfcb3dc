"""Particulars are read from digits and words alike."""

import pytest

from billwatch.provisions.details import amount, consent, deadline, number, terms
from billwatch.provisions.parties import parties
from billwatch.provisions.sentences import actors


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("within seventy-two hours of discovery", "72 hours"),
        ("within five (5) business days", "5 business days"),
        ("not later than 30 calendar days after the breach", "30 calendar days"),
        ("as soon as practical, but not later than forty-eight hours", "48 hours"),
        ("within one day", "1 day"),
        ("in the most expedient time possible and without unreasonable delay",
         "without unreasonable delay"),
        ("no later than the close of the third business day after discovery", "3 business days"),
        ("by the end of the next school day", "1 school day"),
        ("on or before the 30th day after the date of the request", "30 days"),
        ("within a 45-day period after receipt", "45 days"),
        ("within one calendar week", "1 calendar week"),
        ("within 5 instructional days", "5 school days"),
        ("within sixty consecutive days", "60 calendar days"),
        ("forthwith", "immediately"),
        ("on the first day of the school term", ""),
        ("a student under eighteen years of age", ""),
        ("in plain language", ""),
    ],
)  # fmt: skip
def test_deadlines(words: str, expected: str) -> None:
    """A deadline keeps number, unit and kind of day; the outer limit wins over the manner."""
    assert deadline(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("one hundred twenty", 120), ("two thousand five hundred", 2500), ("1,500", 1500),
     ("one million", 1_000_000), ("many", None), ("", None)],
)  # fmt: skip
def test_numbers(words: str, expected: int | None) -> None:
    """Numbers are read from digits and English words."""
    assert number(words) == expected


def test_amounts() -> None:
    """Sums are given in digits, each once."""
    words = "up to ten thousand dollars ($10,000) a violation, not above $250,000"

    assert amount(words) == "$10,000, $250,000"
    assert amount("a fine of 500 dollars") == "$500"


def test_kinds_of_consent_and_terms() -> None:
    """Consent is written, verifiable or any; terms are named by kind."""
    assert consent("written parental consent") == "opt-in-written"
    assert consent("a signed and dated release") == "opt-in-written"
    assert consent("verifiable parental consent") == "opt-in-verifiable"
    assert consent("the consent of a parent") == "opt-in-any"
    assert terms("must name security measures and a date of destruction") == "security, deletion"


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("An operator shall not sell", ("operator",)),
        ("Each school district and its vendors shall", ("district", "contractor")),
        ("In working for a school district, each operator shall", ("operator",)),
        ("The state board of education shall", ("state agency",)),
        ("Student data may not be sold by a contractor", ("contractor",)),
        ("No educational agency or institution shall", ("district", "school")),
        ("It rains", ()),
    ],
)
def test_the_bound_party_is_the_subject(words: str, bound: tuple[str, ...]) -> None:
    """The parties before the verb are bound; else the one who acts."""
    assert actors(words) == bound


def test_a_name_that_holds_a_party_is_no_party() -> None:
    """ "School year" and "state law" bind nobody."""
    assert parties("in the school year, under state law") == ()


@pytest.mark.parametrize(
    "words",
    [
        "a student who is over the age of eighteen years",
        "a student who has attained the age of eighteen years",
        "a child younger than 13 years",
    ],
)
def test_ages_are_no_deadlines(words: str) -> None:
    """Years that tell how old somebody is are no time to act in."""
    assert deadline(f"The school shall show the record to {words}.") == ""


def test_a_broken_number_is_read_whole() -> None:
    """A number that a line end cut behind its hyphen is the whole number."""
    assert deadline("within seventy- two hours of the breach") == "72 hours"


def test_audits_by_third_parties_are_no_redisclosure() -> None:
    """A term that only names a third party does not limit passing data on."""
    assert "redisclosure" not in terms("how a third party audits the vendor")
    assert "redisclosure" in terms("the vendor shall not disclose student data to a third party")


def test_courts_and_their_attorneys_are_no_districts() -> None:
    """A district court or attorney is no school district; who studies at an institution is one."""
    assert parties("the district attorney may sue in the district court") == ()
    assert parties("A research institution and a school district") == ("researcher", "district")
