"""Whatever a source prints: ids are plain, stand for one bill, and lead to one file each."""

import re
from pathlib import PurePosixPath

from hypothesis import assume, given
from hypothesis import strategies as st

from billwatch import sessions
from billwatch.errors import DataError, ScrapeError
from billwatch.importer import naming
from billwatch.publish import paths

STATES = st.sampled_from(["ct", "mo", "us", "ma", "dc", "il", "tx", "ny", "wa", "nj"])
KINDS = st.sampled_from(["H", "S", "HB", "SB", "HR", "SR", "HJR", "SJRES", "HCR", "A", "AJR", "B"])
BETWEEN = st.sampled_from(["", " ", ". ", ".", "  ", " No. ", ". No. ", " #"])
PRINTED = st.builds(
    lambda kind, dots, gap, zeros, digits: (
        (".".join(kind) if dots else kind) + gap + "0" * zeros + str(digits)
    ),
    KINDS, st.booleans(), BETWEEN, st.integers(0, 4), st.integers(1, 99999),
)  # fmt: skip
ANY = st.one_of(PRINTED, st.text(max_size=70))
NAMES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.text("aA-/. _é", max_size=3)
)


@given(STATES, ANY)
def test_an_id_is_plain_and_stays(state: str, printed: str) -> None:
    """An id has three plain parts; the number as it is cited leads to the same id again."""
    try:
        id, number = sessions.identify(state, "2026", printed)
    except ScrapeError:
        assume(False)

    assert re.fullmatch(rf"{state}/2026/[a-z0-9.-]+", id)
    assert not id.endswith(("/.", "/.."))
    assert sessions.identify(state, "2026", number)[0] == id


@given(STATES, PRINTED)
def test_scraped_and_imported_are_one_bill(state: str, printed: str) -> None:
    """A source's page and a bulk file give one id and one number for one print."""
    id, number = sessions.identify(state, "2026", printed)
    brought = naming.bill(state, "2026", printed)

    assert (brought.id, brought.number) == (id, number)


@given(ANY, ANY)
def test_numbers_are_told_apart(one: str, other: str) -> None:
    """Two prints give one bill only where letters and number are the same."""
    try:
        found = [naming.split_number(said) for said in (one, other)]
    except DataError:
        assume(False)
    ids = [sessions.identify("ct", "2026", said)[0] for said in (one, other)]

    assert (ids[0] == ids[1]) == (found[0] == found[1])


@given(st.lists(NAMES, max_size=9, unique=True))
def test_every_name_has_a_file_of_its_own(names: list[str]) -> None:
    """Any two names, also where a disk is blind to case, lead to two files, within the folder."""
    slugs = [paths.slug(name) for name in names]
    files = [PurePosixPath(paths.bill(f"ct/2026/{name}")) for name in names]

    assert len({slug.lower() for slug in slugs}) == len(names)
    assert all(re.fullmatch(r"[a-z0-9._-]{1,80}", slug) and slug.strip(".") for slug in slugs)
    assert all(file.parts[0] == "bill" and ".." not in file.parts for file in files)
