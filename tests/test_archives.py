"""Archives of whole sessions go through the importer, within limits and wherever names lead."""

import base64
import csv
import io
import json
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from billwatch import importer
from billwatch.importer import Imported, Noted, Skipped, archives
from billwatch.models import Bill

BILL = {
    "bill": {
        "bill_id": 7, "state": "CT", "bill_number": "HB05001", "title": "Student data",
        "url": "https://legiscan.com/CT/bill/HB05001/2031", "session": {"year_start": 2031},
        "history": [{"date": "2031-02-05", "action": "Referred to Education", "chamber": "H"}],
        "texts": [{"doc_id": 8, "type": "Introduced", "date": "2031-02-05", "mime": "text/html",
                   "state_link": "https://www.cga.ct.gov/x.htm"}],
    }
}  # fmt: skip
TEXT = {"text": {"doc_id": 8, "type": "Introduced", "date": "2031-02-05", "mime": "text/html",
                 "doc": base64.b64encode(b"<p>An act concerning student data.</p>").decode()}}  # fmt: skip
FOLDER = "CT/2031-2031_Regular_Session"


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


def dataset() -> bytes:
    return packed({
        f"{FOLDER}/bill/HB05001.json": json.dumps(BILL).encode(),
        f"{FOLDER}/text/8.json": json.dumps(TEXT).encode(),
        f"{FOLDER}/people/1.json": b'{"person": {"name": "Office"}}',
        f"{FOLDER}/hash.md5": b"00aa",
    })  # fmt: skip


def bills(path: Path) -> list[Bill]:
    return [one.bill for one in importer.read([path]) if isinstance(one, Imported)]


@pytest.mark.parametrize("form", ["zip", "reply"])
def test_a_data_set_of_legiscan_is_imported(tmp_path: Path, form: str) -> None:
    """As a zip file, or as the reply of the API that holds it in base64: bill, text, and a path."""
    path = tmp_path / ("set.zip" if form == "zip" else "set.json")
    reply = {"status": "OK", "dataset": {"zip": base64.b64encode(dataset()).decode()}}
    path.write_bytes(dataset() if form == "zip" else json.dumps(reply).encode())
    found = list(importer.read([path]))
    [one] = [item for item in found if isinstance(item, Imported)]

    assert (one.bill.id, one.bill.title) == ("ct/2031/hb5001", "Student data")
    assert one.document is not None
    assert one.document.body == b"<p>An act concerning student data.</p>"
    assert one.path == path / FOLDER / "text/8.json"
    said = [item.reason for item in found if isinstance(item, Noted) and item.path == path]

    assert said == ["an archive of 4 files"]


def table(*rows: Mapping[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def test_a_session_of_open_states_in_csv_is_imported(tmp_path: Path) -> None:
    """The tables are put together: title, actions in order and place, sponsors, links, subjects."""
    name = "IL/104th/IL_104th_"
    files = {
        f"{name}bills.csv": table(
            {"id": "b1", "identifier": "SB 12", "title": "Student, \"data\"\nand more",
             "classification": "['bill']", "subject": "['Privacy']", "session_identifier": "104th"}),
        f"{name}organizations.csv": table({"id": "o1", "classification": "upper"}),
        f"{name}bill_actions.csv": table(
            {"id": "2", "bill_id": "b1", "organization_id": "o1", "description": "Signed",
             "date": "2025-08-01", "classification": "['became-law']", "order": "2"},
            {"id": "1", "bill_id": "b1", "organization_id": "o1", "description": "First Reading",
             "date": "2025-01-20", "classification": "['introduction']", "order": "1"}),
        f"{name}bill_sponsorships.csv": table({"id": "s1", "bill_id": "b1", "name": "Education",
                                               "primary": "True"}),
        f"{name}bill_versions.csv": table({"id": "v1", "bill_id": "b1", "note": "Introduced",
                                           "date": "2025-01-20"}),
        f"{name}bill_version_links.csv": table({"id": "l1", "version_id": "v1",
            "url": "https://www.ilga.gov/x.htm", "media_type": "text/html"}),
        f"{name}votes.csv": table({"id": "x", "bill_id": "b1"}),
        "README": b"Open States",
    }  # fmt: skip
    path = tmp_path / "il.zip"
    path.write_bytes(packed(files))
    [bill] = bills(path)

    assert (bill.id, bill.number, bill.title) == (
        "il/104/sb12",
        "SB 12",
        'Student, "data" and more',
    )
    assert [(a.date, a.text, a.chamber) for a in bill.actions] == [
        ("2025-01-20", "First Reading", "upper"), ("2025-08-01", "Signed", "upper"),
    ]  # fmt: skip
    assert (bill.status, bill.subjects, bill.source) == ("law", ("Privacy",), "Open States")
    assert [s.name for s in bill.sponsors] == ["Education"]
    assert [link.url for v in bill.versions for link in v.links] == ["https://www.ilga.gov/x.htm"]


def test_a_session_of_open_states_in_json_is_imported(tmp_path: Path) -> None:
    """The list of bills in the archive gives the same bill."""
    row = {"identifier": "SB 12", "legislative_session": "104th", "title": "Student data",
           "classification": ["bill"], "actions": [], "versions": [], "jurisdiction": "Illinois"}  # fmt: skip
    path = tmp_path / "il.zip"
    path.write_bytes(packed({"IL/104th/IL_104th_bills.json": json.dumps([row]).encode()}))

    assert [bill.id for bill in bills(path)] == ["il/104/sb12"]


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("../../evil.json", b"{}", "its name leads out of the archive"),
        ("/etc/evil.json", b"{}", "its name leads out of the archive"),
        ("..\\evil.json", b"{}", "its name leads out of the archive"),
        ("C:\\evil.json", b"{}", "its name leads out of the archive"),
        (_link("link.json"), b"/etc/passwd", "a link, not a file"),
        ("bomb.json", b"0" * 20_000_000, "packed more tightly than any text is"),
    ],
    ids=["parent", "root", "backslash", "drive", "link", "bomb"],
)
def test_what_an_archive_must_not_do_is_left_out(
    tmp_path: Path, name: str | zipfile.ZipInfo, body: bytes, why: str
) -> None:
    """The member is skipped with the reason, nothing is written elsewhere, and the rest goes on."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
        archive.writestr("bill/HB05001.json", json.dumps(BILL))
    path = tmp_path / "a" / "set.zip"
    path.parent.mkdir()
    path.write_bytes(out.getvalue())
    found = list(importer.read([path]))

    assert [one.reason for one in found if isinstance(one, Skipped)] == [why]
    assert [one.bill.id for one in found if isinstance(one, Imported)] == ["ct/2031/hb5001"]
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "set.zip"]


@pytest.mark.parametrize(
    ("limit", "value", "says"),
    [("MEMBERS", 2, "more than 2 files"), ("TOTAL", 100, "unpacks to more than")],
)
def test_an_archive_without_end_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, says: str
) -> None:
    """Too many files or bytes: one line, and nothing of it is imported."""
    monkeypatch.setattr(archives, limit, value)
    path = tmp_path / "set.zip"
    path.write_bytes(dataset())
    found = list(importer.read([path]))

    assert [type(one) for one in found] == [Skipped]
    assert says in found[0].reason  # type: ignore[union-attr]


def test_a_broken_archive_is_one_line(tmp_path: Path) -> None:
    """Cut off in the middle, it is skipped with the reason, and other files go on."""
    (tmp_path / "a.zip").write_bytes(dataset()[:200])
    (tmp_path / "b.json").write_text(json.dumps(BILL))
    found = {one.path.name: one for one in importer.read([tmp_path])}

    assert isinstance(found["a.zip"], Skipped)
    assert "a broken archive" in found["a.zip"].reason
    assert isinstance(found["b.json"], Imported)
    assert not any(isinstance(one, Noted) for one in found.values())
