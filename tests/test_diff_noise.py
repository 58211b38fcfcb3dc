"""One text in seven forms: whatever a printer does to it, no word has changed."""

import html
import textwrap
from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from fpdf import FPDF

from billwatch import diff
from billwatch.text import read

PAGE = 25  # lines of a page

_BILLS = {
    "pupil records": (
        "AN ACT relating to the records of pupils.",
        "Be it enacted by the Legislature:",
        "Section 1. Definitions.",
        "As used in this act, “operator” means a person that runs a website, an online service or "
        "a mobile application used primarily for school purposes, and “school” has the meaning "
        "given in section 14-2.105 of the education code.",
        "Section 2. Duties of an operator.",
        "(a) An operator shall not sell student data, or use it to choose advertising, unless a "
        "parent has given consent in writing within the preceding 12 months.",
        "(b) An operator shall notify the school of a breach within seventy-two hours and shall, "
        "not later than 30 days after the notice, report in writing to the superintendent.",
        "(1) The report states what was taken, when, and from whom; and",
        "(2) The report names a person to whom questions may be put.",
        "Section 3. Penalty.",
        "A person who violates section 2 is liable for a civil penalty of not more than $2,500 for "
        "each pupil whose records were disclosed, to be recovered by the Attorney General.",
    ),
    "contracts": (
        "A BILL TO BE ENTITLED AN ACT concerning contracts for school technology.",
        "BE IT ENACTED BY THE GENERAL ASSEMBLY:",
        "SECTION 1. Chapter 21 of the education code is amended by adding a new section to read:",
        "§ 21-407. (1) A district that contracts with a vendor for a service that collects data "
        "of students shall publish the contract, including every amendment, on its website.",
        "(2) The contract must contain: (i) a list of the data collected; (ii) the date by which "
        "the vendor will delete the data; and (iii) a promise that no data will be sold.",
        "(3) This section does not apply to a general-audience website, even if a student's log-in "
        "credentials are used to reach it, nor to contracts of less than $1,000 a year.",
        "SECTION 2. This act takes effect July 1, 2027, and applies to contracts made on or after "
        "that date; a contract made earlier must comply when it is next renewed.",
    ),
    "one long paragraph": (
        "AN ACT concerning facial recognition in schools.",
        "Be it enacted by the People:",
        "Section 1. Limits. "
        + " ".join(
            f"In every school of class {name}, biometric information of a pupil may be collected "
            f"only after the governing board has held hearing number {number}, has published its "
            "reasons, and has offered each parent another way to identify the pupil."
            for number, name in enumerate(("one", "two", "three", "four", "five", "six"), start=31)
        ),
        "Section 2. Deletion. Biometric information is deleted when the pupil leaves the school.",
    ),
}  # fmt: skip


def _more(number: int) -> Iterator[str]:
    """Yield further sections, so that a bill has several pages."""
    for section in range(number, number + 9):
        yield f"Section {section}. Reports of district {section}."
        yield (
            f"(a) By the first day of month {section - 3}, each district shall file a report that "
            f"lists its {section * 11} most used services, the purposes of each, and its price."
        )
        yield (
            "(b) The department shall publish the reports - except for trade secrets, which are "
            f"withheld under section {section}-{section * 7} - within {section * 10} days."
        )


BILLS = {name: (*lines, *_more(4)) for name, lines in _BILLS.items()}


def page(lines: tuple[str, ...]) -> bytes:
    """Return a web page with one paragraph a line."""
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def paragraphs(lines: tuple[str, ...]) -> bytes:
    """Return plain text with one paragraph a line."""
    return ("\n".join(lines) + "\n").encode()


def wrapped(width: int) -> Callable[[tuple[str, ...]], bytes]:
    """Return plain text broken at ``width``, an empty line between paragraphs."""
    return lambda lines: "\n\n".join(
        textwrap.fill(line, width, break_on_hyphens=False) for line in lines
    ).encode()


def printed(lines: tuple[str, ...], width: int = 66) -> Iterator[str]:
    """Yield the lines of a print, the first of each paragraph indented."""
    for line in lines:
        yield from textwrap.wrap(
            line, width, initial_indent="     ", break_on_hyphens=False, break_long_words=False
        )


def numbered(lines: tuple[str, ...]) -> bytes:
    """Return plain text with line numbers that begin anew on every page."""
    rows = [f"{n % PAGE + 1:>4}  {row}" for n, row in enumerate(printed(lines))]
    return ("\n".join(rows) + "\n").encode()


def pdf(*, numbers: bool) -> Callable[[tuple[str, ...]], bytes]:
    """Return pages with a running head and page numbers."""

    def draw(lines: tuple[str, ...]) -> bytes:
        made = FPDF(unit="pt", format="letter")
        made.set_auto_page_break(False)
        rows = list(printed(lines))
        for top in range(0, len(rows), PAGE):
            made.add_page()
            made.set_font("Times", size=11)
            made.text(440, 40, "H.B. No. 77")
            for place, row in enumerate(rows[top : top + PAGE]):
                height = 80 + place * 24
                if numbers:
                    made.text(60, height, str(place + 1))
                indent = len(row) - len(row.lstrip())
                made.text(90 + 4 * indent, height, _latin(row.strip()))
            made.text(300, 760, str(made.page_no()))
        return bytes(made.output())

    return draw


def _latin(row: str) -> str:
    """Write curly quotes straight: the fonts every reader has know no others."""
    return row.replace("“", '"').replace("”", '"').replace("’", "'")


FORMS: dict[str, tuple[str, Callable[[tuple[str, ...]], bytes]]] = {
    "html": ("text/html", page),
    "paragraphs": ("text/plain", paragraphs),
    "wrapped at 60": ("text/plain", wrapped(60)),
    "wrapped at 84": ("text/plain", wrapped(84)),
    "numbered": ("text/plain", numbered),
    "pdf": ("application/pdf", pdf(numbers=False)),
    "numbered pdf": ("application/pdf", pdf(numbers=True)),
}
PAIRS = list(combinations(FORMS, 2))


def compared(old: str, new: str, lines: tuple[str, ...], other: tuple[str, ...]) -> list[str]:
    """Return the changes between two forms of two texts, as ``old → new``."""
    sides = [
        read(FORMS[form][1](words), media_type=FORMS[form][0], name=form)
        for form, words in ((old, lines), (new, other))
    ]
    return [f"{change.old} → {change.new}" for change in diff.compare(*sides).changes]


@pytest.mark.parametrize("name", BILLS)
@pytest.mark.parametrize(("old", "new"), PAIRS, ids=list(map("-".join, PAIRS)))
def test_form_is_no_change(name: str, old: str, new: str) -> None:
    """Format, line breaks, line numbers and page heads never count as changes."""
    found = compared(old, new, BILLS[name], BILLS[name])

    assert found == []


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=list(map("-".join, PAIRS)))
def test_a_true_change_shows_through_any_form(old: str, new: str) -> None:
    """One word that did change is the one change, whatever the forms."""
    lines = BILLS["pupil records"]
    other = tuple(line.replace("seventy-two", "forty-eight") for line in lines)
    found = compared(old, new, lines, other)

    assert found == ["seventy-two → forty-eight"]
