"""A bill or section of a code is known by what its first lines say, however they are printed."""

from pathlib import Path

import pytest

from billwatch import importer
from billwatch.importer import Imported

PRINTS = {
    "connecticut": (
        "General Assembly\nRaised Bill No. 6999\nJanuary Session, 2031\nLCO No. 1\n"
        "AN ACT CONCERNING RECORDS.\nBe it enacted by the Senate and House of Representatives in "
        "General Assembly convened:\nSection 1. A board shall keep records.",
        "ct/2031/hb6999", "CONCERNING RECORDS"),
    "massachusetts": (
        "SENATE . . . . . . . . . . . . . . No. 364\nThe Commonwealth of Massachusetts\n"
        "In the One Hundred and Ninety-Fourth General Court (2025-2026)\nAn Act relative to records."
        "\nBe it enacted by the Senate and House of Representatives in General Court assembled:\n"
        "SECTION 1. A school shall keep records.",
        "ma/194/s364", "relative to records"),
    "colorado": (
        "First Regular Session 2025\nHOUSE BILL 25-1312\nA BILL FOR AN ACT\nCONCERNING RECORDS.\n"
        "Be it enacted by the General Assembly of the State of Colorado:\nSECTION 1. A school may.",
        "co/2025/hb25-1312", "CONCERNING RECORDS"),
    "vermont": (
        " 1   H.429\n 2   Introduced by Committee on Education 2025\n 3   An act relating to records\n"
        " 4   It is hereby enacted by the General Assembly of the State of Vermont:\n"
        " 5   Sec. 1. A school shall keep\n 6   records.",
        "vt/2025/h429", "relating to records"),
    "pennsylvania": (
        "HOUSE BILL\nNo. 77 Session of 2025\nAN ACT\nProviding for records.\n"
        "The General Assembly of the Commonwealth of Pennsylvania\nhereby enacts as follows:\n"
        "Section 1. A school shall keep records.",
        "pa/2025/hb77", "Providing for records"),
    "nebraska": (
        "LEGISLATURE OF NEBRASKA\nONE HUNDRED NINTH LEGISLATURE\nFIRST SESSION 2025\n"
        "LEGISLATIVE BILL 511\nA BILL FOR AN ACT relating to schools; to adopt the Records Act.\n"
        "Be it enacted by the people of the State of Nebraska,\nSection 1. A school shall.",
        "ne/2025/lb511", "relating to schools"),
    "new jersey": (
        "SENATE, No. 77\nSTATE OF NEW JERSEY\n2024 SESSION\nAN ACT concerning records.\n"
        "BE IT ENACTED by the Senate and General Assembly of the State of New Jersey:\n1. A school.",
        "nj/2024/s77", "concerning records"),
    "numbers at the margin": (
        "1-1     By:  Committee on Education    S.B. No. 12\n1-2    A BILL TO BE ENTITLED\n"
        "1-3    AN ACT\n1-4   relating to the records of pupils and of\n1-5   their parents.\n"
        "1-6   BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF TEXAS:\n1-7   SECTION 1. A vendor\n"
        "1-8   may not sell records. 2025",
        "tx/unknown/sb12", "relating to the records of pupils and of their parents"),
    "a number like an error": (
        "<html><head><title>HB 501 (2025 Session)</title></head><body><p>2025 Regular Session</p><p>HOUSE BILL 501</p><p>An act "
        "relating to records.</p><p>Be It Enacted by the Legislature of the State of Florida:</p>"
        "<p>Section 1. A school shall keep records.</p></body></html>",
        "fl/2025/hb501", "relating to records"),
    "maine's code": (
        "<html><body><p>Maine Legislature</p><div>Title 20-A: EDUCATION</div><h3>§951. Vendors of "
        "schools</h3><div>A vendor may not sell records.</div></body></html>",
        "me/code/20-a-951", "Vendors of schools"),
    "louisiana's code": (
        "<html><body><p>Louisiana State Legislature</p><span>RS 17:3999</span><p>§3999. Records of "
        "pupils</p><p>A. A vendor shall not sell records.</p></body></html>",
        "la/code/17-3999", "Records of pupils"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "id", "title"), PRINTS.values(), ids=PRINTS.keys())
def test_the_bill_is_known(words: str, id: str, title: str, tmp_path: Path) -> None:
    """Legislature, session, number and title are those printed, line numbers and all."""
    suffix = ".html" if words.startswith("<") else ".txt"
    path = tmp_path / f"print{suffix}"
    path.write_text(words)
    (found,) = importer.read([path])

    assert isinstance(found, Imported), found
    assert (found.bill.id, found.bill.title) == (id, title)
