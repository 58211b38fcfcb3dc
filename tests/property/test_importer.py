"""Whatever lies in a folder, an import ends, with one answer for each file."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from billwatch import importer
from billwatch.importer import Imported

EXAMPLES = sorted(
    path
    for path in (Path(__file__).parents[1] / "examples" / "import").rglob("*")
    if path.is_file()
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EXAMPLES), st.integers(0, 4000), st.integers(0, 60), st.binary(max_size=8))
def test_damage_never_stops_an_import(path: Path, start: int, length: int, put: bytes) -> None:
    """A file with some bytes lost or changed is imported or skipped; nothing is raised."""
    body = path.read_bytes()
    with TemporaryDirectory() as folder:
        damaged = Path(folder) / path.name
        damaged.write_bytes(body[:start] + put + body[start + length :])
        found = list(importer.read([damaged], jurisdiction="ct"))

        assert len({one.path for one in found}) == 1
        for one in found:
            assert not isinstance(one, Imported) or one.bill.id.count("/") >= 2
