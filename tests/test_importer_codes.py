"""Sections of codes as published name their state, even where a reference is classed wrongly."""

from pathlib import Path

import pytest

from billwatch import importer
from billwatch.importer import Imported

_PAGE = """<h3 id="t15c15.1-07s15.1-07-99">
 <b>15.1-07-99. Pupil records — Sample.</b>
</h3>
<p>Subject to {references}, a school keeps its records shut.</p>
"""


@pytest.mark.parametrize(
    ("references", "state"),
    [
        ('<cite class="ocnd"><a href="gov.nd.code.title.44.html">44</a></cite>', "nd"),
        ('<cite class="ocak"><a href="gov.nd.code.title.44.html">44</a></cite>', "nd"),
        (
            '<cite class="ocvt">9</cite>, <cite class="ocak">4</cite>, <cite class="ocvt">8</cite>',
            "vt",
        ),
    ],
    ids=["both agree", "wrong class, right address", "most references"],
)
def test_a_section_belongs_to_the_state_its_references_lead_to(
    tmp_path: Path, references: str, state: str
) -> None:
    """The address of a reference counts before its class, and the many before the one."""
    page = tmp_path / "section.html"
    page.write_text(_PAGE.format(references=references))

    (one,) = importer.read([page])

    assert isinstance(one, Imported)
    assert one.bill.jurisdiction == state
