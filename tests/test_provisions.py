"""The codebook's examples hold, both ways, and the rules keep their promises."""

from pathlib import Path

import pytest

from billwatch import sections
from billwatch.errors import DataError
from billwatch.models import Finding, Text
from billwatch.provisions import Codebook, Example, find, load, reasons, silence

FOLDER = Path(__file__).parents[1] / "data/provisions"
BOOK: Codebook = load({p.stem: p.read_text() for p in sorted(FOLDER.glob("*.toml"))})
EXAMPLES = [
    pytest.param(provision.id, example, id=f"{provision.id}-{n}")
    for provision in BOOK.provisions
    for n, example in enumerate(provision.examples, 1)
]
TITLE = "An Act on student data privacy"
TWELVE = (
    "consent_disclosure consent_collection parent_notice sale targeted_ads disclosure_limit "
    "written_contract security_program breach_notice_school breach_notice_family delete_request "
    "private_action"
).split()


def read(body: str, book: Codebook = BOOK, **marks: object) -> tuple[Finding, ...]:
    text = Text(body, title=TITLE, **marks)  # type: ignore[arg-type]
    parts = sections.split(text)
    return find(text, parts, sections.clauses(text, parts), book)


def values(body: str) -> dict[str, str]:
    return {finding.provision: finding.value for finding in reversed(read(body))}


def test_the_codebook_is_whole() -> None:
    """All 35 questions are there, the twelve of the first storey among them, in order."""
    ids = [provision.id for provision in BOOK.provisions]

    assert [provision.number for provision in BOOK.provisions] == list(range(1, 36))
    assert set(TWELVE) <= set(ids)


@pytest.mark.parametrize(("provision", "example"), EXAMPLES)
def test_every_example_is_read_as_it_says(provision: str, example: Example) -> None:
    """An example gives its value (and what detail and bound party it states), or nothing."""
    found = [f for f in read(example.text) if f.provision == provision]

    assert (found[0].value if found else "no") == example.value
    assert all(example.detail in f.detail for f in found[:1])
    assert not example.bound or example.bound in {f.bound for f in found}


@pytest.mark.parametrize("provision", BOOK.provisions, ids=lambda p: p.id)
def test_every_cue_matters_in_some_example(provision) -> None:
    """Each cue decides an example of its provision; each provision has both kinds, three each."""
    deciding = {f.rule for e in provision.examples for f in read(e.text)}
    kinds = [example.value == "no" for example in provision.examples]

    assert {cue.id for cue in provision.cues} - deciding == set()
    assert kinds.count(True) >= 3
    assert kinds.count(False) >= 3
