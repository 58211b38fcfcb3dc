"""Draw the sample's one PDF print: numbered lines, added words underlined, struck words crossed.

    python -m tests.draft_pdf

The source beside the recorded examples marks a new paragraph with ``+``, added words with braces
and struck words with ``[-…-]``. Lines, page heads and breaks are those of a legislature's print.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "tests/examples/sample/sb12-committee-substitute.txt"
TARGET = ROOT / "data/sample/night2/2026/text/sb12-committee-substitute.pdf"
LEFT, RIGHT, TOP, LEADING, LINES = 108.0, 540.0, 120.0, 24.0, 25
_MARKED = re.compile(r"\{(?P<added>[^}]*)\}|\[-(?P<struck>.*?)-\]")
_LONG = re.compile(r"^([a-z]{4,})((?:ment|tion|tions|mation|edge|tising|uted|tained)[,.;:]?)$")

Word = tuple[str, str]  # the word, and "" or "added" or "struck"


def words(line: str) -> Iterator[Word]:
    """Yield the words of one source line with their marks."""
    whole = "added" if line.startswith("+ ") else ""
    line, at = line.removeprefix("+ "), 0
    for match in _MARKED.finditer(line):
        yield from ((word, whole) for word in line[at : match.start()].split())
        kind = "added" if match["added"] is not None else "struck"
        yield from ((word, kind) for word in match[kind].split())
        at = match.end()
    yield from ((word, whole) for word in line[at:].split())


class Print(FPDF):
    """A bill as printed: 25 numbered lines a page, a running head and a page number."""

    def __init__(self) -> None:
        super().__init__(unit="pt", format="letter")
        self.set_auto_page_break(False)
        self.set_creation_date(datetime(2026, 3, 4, tzinfo=UTC))
        self.set_title("SB 12 Committee Substitute")
        self.count = LINES
        self.x_now = LEFT

    def footer(self) -> None:
        """Print the page number, as every page has it."""
        self.set_font("Times", "", 10)
        self.text(300, 760, f"{self.page_no()}")

    def line(self, indent: float) -> None:  # type: ignore[override]
        """Begin the next numbered line, on a new page where this one is full."""
        if self.count >= LINES:
            self.add_page()
            self.set_font("Times", "", 10)
            self.text(LEFT, 60, "Sample Legislature, 2026 Session")
            self.text(470, 60, "Sub. S.B. No. 12")
            self.count = 0
        self.count += 1
        self.set_font("Times", "", 12)
        number = str(self.count)
        self.text(84 - self.get_string_width(number), self.base, number)
        self.x_now = LEFT + indent

    @property
    def base(self) -> float:
        """The height of the line that is being written."""
        return TOP + (self.count - 1) * LEADING

    def put(self, text: str, mark: str) -> None:
        """Write one run, with a thin bar under it or through it."""
        width = self.get_string_width(text)
        self.text(self.x_now, self.base, text)
        if mark:
            height = self.base + (1.6 if mark == "added" else -3.4)
            self.rect(self.x_now, height, width, 0.6, style="F")
        self.x_now += width

    def paragraph(self, line: str) -> None:
        """Write one paragraph, its first line indented, breaking long words at line ends."""
        depth = (len(line) - len(line.lstrip())) // 2
        self.line(24.0 + 18 * depth)
        before = ""
        for number, (word, mark) in enumerate(words(line.strip())):
            space = " " if number else ""
            if self.x_now + self.get_string_width(space + word) <= RIGHT:
                self.put(space, mark if mark == before else "")
                self.put(word, mark)
            else:
                self.put_over(word, mark, before)
            before = mark

    def put_over(self, word: str, mark: str, before: str) -> None:
        """Write a word that does not fit: its first half here, if it may be broken."""
        split = _LONG.match(word)
        if split and self.x_now + self.get_string_width(f" {split[1]}-") <= RIGHT:
            self.put(" ", mark if mark == before else "")
            self.put(f"{split[1]}-", mark)
            word = split[2]
        self.line(0)
        self.put(word, mark)


def draw(source: str) -> bytes:
    """Return the print of a marked source; the same source gives the same bytes."""
    made = Print()
    head = (
        "SUBSTITUTE FOR SENATE BILL NO. 12",
        "AN ACT CONCERNING THE ONLINE PRIVACY OF STUDENTS.",
    )
    for title in (*head, "Be it enacted by the Sample Legislature:"):
        made.paragraph(title)
    for line in source.splitlines():
        made.paragraph(line)
    return bytes(made.output())


if __name__ == "__main__":
    TARGET.write_bytes(draw(SOURCE.read_text()))
