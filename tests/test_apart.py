"""A PDF is read in a process of its own: what it breaks or wastes there costs nobody else."""

import time
from pathlib import Path

import pytest

from billwatch import apart, text
from billwatch.errors import DataError
from tests.faults import bombs

SAMPLE = Path(__file__).parents[1] / "data/sample/night2/2026/text/sb12-committee-substitute.pdf"


def test_a_pdf_is_read_as_it_is_read_here() -> None:
    """The text is the very one that the reader gives within this process."""
    body = SAMPLE.read_bytes()

    assert apart.read(body, name="sb12.pdf") == text.read(body, name="sb12.pdf")


def test_other_formats_cost_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a PDF is read apart."""
    monkeypatch.delattr("os.fork")

    assert apart.read(b"<p>A vendor shall ask.</p>", name="p.html").body == "A vendor shall ask."


@pytest.mark.parametrize("name", bombs.PDFS)
def test_a_bomb_is_stopped(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms within forms, endless streams and pages end soon, in one line that names the file."""
    monkeypatch.setattr(apart, "LIMITS", apart.Limits(seconds=2, memory=200 << 20))
    body, began = bombs.PDFS[name](), time.process_time()
    try:
        said = str(apart.read(body, name="hb1.pdf").notes)
    except DataError as error:
        said = str(error)
        assert said.startswith("hb1.pdf: ")
        assert "\n" not in said

    assert time.process_time() - began < 2
    assert bombs.SAYS[name] in said


def test_a_refusal_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reader says of a bad file is what the caller hears."""
    with pytest.raises(DataError, match=r"hb1\.pdf: broken PDF"):
        apart.read(b"%PDF-1.4\n%%EOF", name="hb1.pdf")


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of the reader comes back as itself, and says where it was made."""

    def broken(*_: object, **__: object) -> None:
        raise LookupError("a mistake")

    monkeypatch.setattr(text, "read", broken)
    with pytest.raises(LookupError, match="a mistake") as error:
        apart.read(SAMPLE.read_bytes(), name="hb1.pdf")

    assert "in broken" in "".join(error.value.__notes__)
