"""Floors over the real corpus: two copies of a print agree word for word; nothing crashes."""

import base64
import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from billwatch.errors import DataError
from billwatch.models import Text
from billwatch.text import read

pytestmark = pytest.mark.corpus
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def words(text: Text) -> list[str]:
    return _WORD.findall(text.body.replace("’", "'"))


def agreement(one: list[str], two: list[str]) -> float:
    """Return the share of words two copies have in common, in order, in sum of both."""
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return 2 * sum(block.size for block in blocks) / (len(one) + len(two))


def file(corpus: Path, path: str) -> bytes:
    return (corpus / "corpus" / "bills" / path).read_bytes()


OREGON = (
    "2019r1-hb2021-introduced", "2023r1-hb3456-enrolled", "2023r1-hb3456-introduced",
    "2024r1-hb4164-enrolled", "2024r1-hb4164-introduced", "2025r1-hb2508-enrolled",
    "2025r1-hb2508-introduced", "2025r1-sb312-introduced",
)  # fmt: skip


@pytest.mark.parametrize("name", OREGON)
def test_oregon_copies_agree(corpus: Path, name: str) -> None:
    """The official PDF and the extracted copy give the same words in force, 999 in 1000."""
    printed = read(file(corpus, f"or/measure-{name}.pdf"), name=name, jurisdiction="or")
    copied = read(file(corpus, f"or/measure-{name}.txt"), name=name, jurisdiction="or")

    assert agreement(words(printed), words(copied)) >= 0.999


@pytest.mark.parametrize("name", ["HB1553", "HB1720", "HB1739", "HB2111", "SB1208"])
def test_missouri_copies_agree(corpus: Path, name: str) -> None:
    """The official PDF and the rough extraction, which glues words, agree in every letter."""
    record = json.loads(file(corpus, f"mo/{name}.json"))
    printed = read(base64.b64decode(record["text"]["doc"]), name=name, jurisdiction="mo")
    copied = read(file(corpus, f"mo/{name}_full_text.md"), name=name, jurisdiction="mo")
    one, two = ("".join(words(text)) for text in (printed, copied))

    assert printed.markup == "shown"
    assert agreement(list(one), list(two)) >= 0.999 or one == two


def documents(corpus: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((corpus / "corpus").rglob("*")):
        if path.parts[-2] == "20261" and path.suffix == ".json":
            yield path.name, json.loads(path.read_bytes())["text"].encode()
        elif path.is_file() and path.suffix not in (".dat", ".xz"):
            yield path.name, path.read_bytes()
    for path in sorted((corpus / "gold" / "docs").iterdir()):
        yield path.name, path.read_bytes()


def test_every_file_is_read_or_refused(corpus: Path) -> None:
    """Every file of the corpus gives a sound text or one error that names it."""
    refused, count = [], 0
    for name, body in documents(corpus):
        count += 1
        try:
            text = read(body, name=name)
        except DataError as failure:
            refused.append(str(failure))
            continue
        for mark in text.marks:
            assert 0 <= mark.start <= mark.end <= len(text.body), name
        assert not re.search(r"[^\S\n]\n|\S  +\S", text.body), name

    assert count > 700
    assert all("\n" not in failure for failure in refused)
    assert not [
        f for f in refused if f.partition(":")[0].endswith((".txt", ".md", ".html", ".pdf"))
    ]


def test_gold_copies_are_whole(corpus: Path) -> None:
    """The gold documents lose no word but those of furniture, and none is called cut off."""
    for path in sorted((corpus / "gold" / "docs").iterdir()):
        whole = path.read_text(errors="replace")
        raw = whole.partition("## Full Text")[2] or whole
        text = read(path.read_bytes(), name=path.name)
        struck = sum(len(_WORD.findall(mark.words)) for mark in text.marks)
        share = (len(words(text)) + struck) / len(_WORD.findall(raw))

        assert text.complete, path.name
        assert share > 0.88, (path.name, share)
