"""Files from outside become bills, versions and documents; every file gets an answer."""

import base64
import hashlib
import json
import shutil
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from billwatch import importer, store
from billwatch.errors import DataError
from billwatch.importer import Imported, Noted, Skipped, files, naming
from billwatch.models import Action, Bill, Link, Sponsor

EXAMPLES = Path(__file__).parent / "examples" / "import"
FOLDERS = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())


def row(one: Imported | Noted | Skipped) -> list[str | None]:
    path = one.path.relative_to(EXAMPLES).as_posix()
    if not isinstance(one, Imported):
        return [path, type(one).__name__.lower(), one.reason]
    version, document, bill = one.version, one.document, one.bill
    return [
        path,
        version.id if version else bill.id,
        version.label if version else "",
        version.date if version else None,
        bill.number,
        bill.status,
        bill.title,
        document.media_type if document else "",
    ]


def read(*paths: Path, jurisdiction: str = "") -> list[Imported | Noted | Skipped]:
    return list(importer.read(paths, jurisdiction=jurisdiction))


def only(*paths: Path, jurisdiction: str = "") -> Imported | Noted | Skipped:
    (one,) = read(*paths, jurisdiction=jurisdiction)
    return one


def texts(found: Iterable[object]) -> list[Imported]:
    return [one for one in found if isinstance(one, Imported) and one.document]


def bill(found: Iterable[object], id: str) -> Bill:
    return next(one.bill for one in found if isinstance(one, Imported) and one.bill.id == id)


def ids(found: Iterable[object]) -> set[str]:
    return {one.version.id for one in texts(found) if one.version}


@pytest.fixture(scope="module")
def everything() -> list[Imported | Noted | Skipped]:
    return read(*FOLDERS)


EXPECTED = json.loads((EXAMPLES / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: row[0])
def test_every_example_is_what_was_reviewed(
    everything: list[Imported | Noted | Skipped], expected: list[str | None]
) -> None:
    """Each recorded file gives the ids, label, date, number, status and title reviewed."""
    assert expected in [row(one) for one in everything]


def test_every_file_has_one_answer(everything: list[Imported | Noted | Skipped]) -> None:
    """No file is passed over, none is answered twice, and the order never changes."""
    answered = Counter(one.path for one in everything)

    assert set(answered) == {p for f in FOLDERS for p in f.rglob("*") if p.is_file()}
    assert set(answered.values()) == {1}
    assert [row(one) for one in everything] == EXPECTED


def test_documents_are_the_bytes(everything: list[Imported | Noted | Skipped]) -> None:
    """A document's digest is that of its bytes; wrappers are taken off."""
    bodies = {one.path.name: one.document for one in texts(everything)}
    for document in bodies.values():
        assert document is not None
        assert hashlib.sha256(document.body).hexdigest() == document.sha256

    assert bodies["S9001A__A.md"].body.startswith(b"S T A T E  O F")  # type: ignore[union-attr]
    assert bodies["HB9001__v700003.json"].body.startswith(b"<p class=ldtitle>")  # type: ignore[union-attr]
    assert bodies["HB9001.json"].body.startswith(b"%PDF-1.4")  # type: ignore[union-attr]
    assert b"\n\n(b) Refusal\n\n" in bodies["chunk-41.md"].body  # type: ignore[union-attr]


def test_one_print_from_several_files_is_one_version(
    everything: list[Imported | Noted | Skipped],
) -> None:
    """A text beside its PDF, a text beside its XML: one version, the best document first."""
    of = [
        (one.version.id, one.document.media_type)
        for one in texts(everything)
        if one.version and one.document
    ]

    assert [kind for id, kind in of if id == "us/131/hr9001@introduced-in-house"] == [
        "application/xml", "text/plain",
    ]  # fmt: skip
    assert [kind for id, kind in of if id == "mo/2031/hb9001@introduced"] == [
        "application/pdf", "text/plain",
    ]  # fmt: skip


def test_a_bill_holds_what_all_its_files_say(
    everything: list[Imported | Noted | Skipped],
) -> None:
    """Facts, actions, sponsors and links come from the files beside the texts."""
    house = bill(everything, "us/131/hr9001")

    assert house.sponsors == (Sponsor("Committee on Education"),)
    assert [action.date for action in house.actions] == ["2049-01-10", "2049-03-01"]
    assert house.subjects == ("Education",)
    assert [version.label for version in house.versions] == [
        "Introduced in House", "Reported in House", "Engrossed in House",
    ]  # fmt: skip
    assert house.versions[1].links[0].media_type == "application/pdf"

    assembly = bill(everything, "ca/20312032/ab9001")

    assert assembly.actions == (Action("2031-01-15", "Read first time. To print."),)
    assert assembly.sponsors == (Sponsor("Committee on Education"),)


def test_metadata_alone_is_a_bill_with_links(
    everything: list[Imported | Noted | Skipped],
) -> None:
    """A bill of which only facts were given is imported with the versions they list."""
    virginia = bill(everything, "wv/2031/hb9003")

    assert [version.id.partition("@")[2] for version in virginia.versions] == [
        "introduced-version", "committee-substitute", "committee-substitute-2",
    ]  # fmt: skip
    assert virginia.versions[0].links == (Link("https://example.org/1", "text/html"),)
    assert virginia.status == "passed one chamber"


def test_legiscan_is_named_and_notes_are_no_versions(
    everything: list[Imported | Noted | Skipped],
) -> None:
    """Data of LegiScan say so; fiscal notes are not texts."""
    found = bill(everything, "ct/2031/hb9002")

    assert found.source == "LegiScan (CC BY 4.0)"
    assert [version.label for version in found.versions] == ["Introduced"]


@pytest.mark.parametrize("folder", ["va", "ny", "or", "us", "ca", "laws", "mo", "api"])
def test_ids_do_not_depend_on_the_other_files(tmp_path: Path, folder: str) -> None:
    """Half of the files give ids that the whole gives too."""
    shutil.copytree(EXAMPLES / folder, tmp_path / folder)
    whole = ids(read(tmp_path))
    for path in sorted((tmp_path / folder).rglob("*"))[::2]:
        if path.is_file() and path.suffix not in (".dat", ".md") and "legiscan" not in path.name:
            path.unlink()

    assert ids(read(tmp_path)) <= whole


def test_it_all_goes_into_the_store(
    everything: list[Imported | Noted | Skipped], tmp_path: Path
) -> None:
    """What is imported is stored, and stored again without a change."""
    with store.open(tmp_path / "a.db") as library:
        for night in (1, 2):
            changed = 0
            for one in everything:
                if isinstance(one, Imported):
                    changed += library.save_bill(one.bill, seen_on=f"2050-01-0{night}")
                    if one.version and one.document:
                        changed += library.save_document(one.version.id, one.document)
            if night == 2:
                assert changed == 0
        for one in texts(everything):
            stored = library.bill(one.bill.id)

            assert stored is not None
            assert {v.id for v in stored.versions} == {v.id for v in one.bill.versions}
        best = [doc.media_type for doc in library.documents("mo/2031/hb9001@introduced")]

        assert best == ["application/pdf", "text/plain"]


TEXT = "House Bill 12\nAN ACT relating to records.\nBe it enacted:\nSection 1. The school shall.\n"


def test_the_user_may_say_which_state(tmp_path: Path) -> None:
    """A text that names no state is imported under the one given."""
    path = tmp_path / "hb12-introduced-2031.txt"
    path.write_text(TEXT)
    one = only(path, jurisdiction="ct")

    assert isinstance(one, Imported)
    assert one.version is not None
    assert (one.version.id, one.bill.number) == ("ct/2031/hb12@introduced", "HB 12")


def test_what_a_file_says_counts_more_than_what_is_said_of_it(tmp_path: Path) -> None:
    """The state in the enacting clause wins over option and folder."""
    path = tmp_path / "ct" / "hb12.txt"
    path.parent.mkdir()
    clause = "enacted by the General Assembly of the State of Vermont:"
    path.write_text(TEXT.replace("enacted:", clause))
    one = only(path, jurisdiction="ct")

    assert isinstance(one, Imported)
    assert one.bill.jurisdiction == "vt"


def test_a_folder_may_say_it_last(tmp_path: Path) -> None:
    """Where nothing else names a state, a folder with a state's code does."""
    path = tmp_path / "ct" / "doc.txt"
    path.parent.mkdir()
    path.write_text(TEXT.replace("House Bill 12\n", ""))
    one = only(path)

    assert isinstance(one, Imported)
    assert one.version is not None
    assert one.version.id == "ct/unknown/doc@doc"


def test_a_text_without_a_year_joins_the_bill_known(tmp_path: Path) -> None:
    """A copy that names no session belongs to the one bill of its state and number."""
    shutil.copy(EXAMPLES / "mo" / "HB9001.json", tmp_path)
    text = (EXAMPLES / "mo" / "HB9001_full_text.md").read_text()
    (tmp_path / "HB9001.md").write_text(text.replace("106TH GENERA L ASSEMBLY\n", ""))

    assert ids(read(tmp_path)) == {"mo/2031/hb9001@introduced"}


@pytest.mark.parametrize(
    ("url", "link", "day", "id"),
    [
        pytest.param("MO/text/HB1/id/5", "", "2030-12-03", "mo/2031/hb1", id="filed ahead"),
        pytest.param("CT/text/SB1/id/5", "", "2031-03-03", "ct/2031/sb1", id="in the year"),
        pytest.param("MO/text/HB1/id/5", "https://x.gov/31info/a.pdf", "2030-12-03",
                     "mo/2031/hb1", id="by link"),
        pytest.param("NY/text/A1/id/5", "", "2032-03-03", "ny/2031/a1", id="two-year session"),
        pytest.param("US/text/HB1/id/5", "", "2049-03-03", "us/131/hr1", id="congress"),
        pytest.param("VA/text/HB1/id/5", "", "2031-01-03", "va/20311/hb1", id="as the state says"),
    ],
)  # fmt: skip
def test_a_legiscan_text_finds_its_session(
    tmp_path: Path, url: str, link: str, day: str, id: str
) -> None:
    """The reply names no session: its link or date does, in the state's own form."""
    path = tmp_path / "text.json"
    reply = {"doc_id": 5, "type": "Introduced", "mime": "text/html", "date": day,
             "url": f"https://legiscan.com/{url}", "state_link": link,
             "doc": base64.b64encode(b"<p>An act</p>").decode()}  # fmt: skip
    path.write_text(json.dumps({"text": reply}))
    one = only(path)

    assert isinstance(one, Imported)
    assert one.bill.id == id


def test_missing_and_too_large_files_are_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that is not there and a file over the limit each give their reason."""
    large = tmp_path / "large.txt"
    large.write_text(TEXT * 10)
    monkeypatch.setattr(files, "LIMIT", 100)
    none = tmp_path / "none.txt"

    assert read(large, none) == [
        Skipped(large, "larger than 0 MB"),
        Skipped(none, "cannot be read: No such file or directory"),
    ]


def test_a_file_that_goes_away_is_skipped(tmp_path: Path) -> None:
    """A file that vanishes between the rounds costs only itself."""
    for name in ("measure-2031r1-hb1-introduced.txt", "measure-2031r1-hb2-introduced.txt"):
        (tmp_path / name).write_text(TEXT)
    found = importer.read([tmp_path])
    first = next(found)
    (tmp_path / "measure-2031r1-hb2-introduced.txt").unlink()
    rest = list(found)

    assert isinstance(first, Imported)
    assert [type(one) for one in rest] == [Skipped]


def test_hidden_files_and_doubled_paths(tmp_path: Path) -> None:
    """Hidden names are left out of folders; a file given twice is read once."""
    path = tmp_path / "measure-2031r1-hb1-introduced.txt"
    path.write_text(TEXT)
    (tmp_path / ".hidden").write_text(TEXT)

    assert len(read(tmp_path, path)) == 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" * 200_000, id="deep JSON"),
        pytest.param(b'{"text": {"doc": 5, "doc_id": null}}', id="text that is none"),
        pytest.param(b'{"bill": {"bill_number": [], "state": {}}}', id="bill that is none"),
        pytest.param(b'{"bill": "1", "session_code": "", "version_label": "", "text": null}',
                     id="Virginia without a number"),
        pytest.param(b'{"congress": 1, "bill_type": "hr", "number": "x"}', id="no number"),
        pytest.param(b'[{"identifier": 5, "session": 1, "actions": [null]}]', id="Open States"),
        pytest.param('<?xml version="1.0" encoding="utf-16"?><bill><!ENTITY x "y"></bill>'
                     .encode("utf-16"), id="entity in UTF-16"),
        pytest.param(b"<billStatus><bill><congress>x</congress></bill></billStatus>", id="status"),
        pytest.param(b'<bill xmlns="http://schemas.gpo.gov/xml/uslm"><meta/></bill>', id="USLM"),
        pytest.param(b'<bill xmlns="http://schemas.gpo.gov/xml/uslm">' + b"<sponsor>" * 20_000
                     + b"</sponsor>" * 20_000 + b"</bill>", id="deep XML"),
        pytest.param(b"%PDF-1.7 broken", id="broken PDF"),
        pytest.param(b"\xff\xfe\x00\xd8\x00\xd8", id="half pairs"),
        pytest.param(b"\0" * 100, id="NULs"),
        pytest.param(b"`a`\tb\tc\td\te\n" * 3, id="table"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.json", "a.dat", "a.xml", "a.lob", "a", "hb1-enrolled.pdf"])
def test_a_bad_file_is_skipped_whatever_its_name(tmp_path: Path, body: bytes, name: str) -> None:
    """Broken content never stops an import; the reason is one line."""
    path = tmp_path / name
    path.write_bytes(body)
    one = only(path)

    assert isinstance(one, Skipped)
    assert one.reason
    assert "\n" not in one.reason


@pytest.mark.parametrize(
    "piece",
    ["\n", " ", "<", "<script ", "<title>", "<!--", "<p ", "&", "§", "A BILL\nx", "AN ACT ", "- ",
     '<h3 id="t1c', "** ", "1-1. ", "S. ", "{", "`", "x", "Section 1.\n", "Relating to\n"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.html", "a.xml", "a.txt", "hb1-introduced-2031.rtf"])
@pytest.mark.parametrize(
    "start_with",
    [
        "",
        "131st CONGRESS\nH. R. 5\nBe it enacted by the Legislature of the State of Vermont\nSection",
    ],
    ids=["bare", "like a bill"],
)
def test_no_file_is_slow(tmp_path: Path, piece: str, name: str, start_with: str) -> None:
    """Half a megabyte of anything is answered within seconds."""
    path = tmp_path / name
    path.write_text(f"{start_with}{piece * (500_000 // len(piece))}")
    start = time.process_time()
    only(path, jurisdiction="ct")

    assert time.process_time() - start < 5


def test_entities_are_refused(tmp_path: Path) -> None:
    """A bomb of entities is refused before it can be parsed."""
    bomb = '<!DOCTYPE bill [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><bill>&b;</bill>'
    with pytest.raises(DataError, match="declares entities"):
        files.tree(files.File(Path("bomb.xml"), bomb.encode()))


@pytest.mark.parametrize(
    ("printed", "number"),
    [("HB05469", ("HB", 5469)), ("H.B. No. 12", ("HB", 12)), ("S. 7695", ("S", 7695)),
     ("hjres 59", ("HJRES", 59)), ("AB 1", ("AB", 1))],
)  # fmt: skip
def test_numbers_are_split(printed: str, number: tuple[str, int]) -> None:
    """However a number is printed, type and digits come out."""
    assert naming.split_number(printed) == number


@pytest.mark.parametrize(
    ("stem", "id"),
    [
        ("hb12-substitute", "substitute"),
        ("hb12_substitute_floor-2", "substitute-floor-2"),
        ("measure-hb12-introduced", "introduced"),
        ("2031-hb12-a-engrossed", "a-engrossed"),
    ],
)
def test_a_print_is_told_apart_by_its_file_name(tmp_path: Path, stem: str, id: str) -> None:
    """Two substitutes of one bill stay two; a text beside its PDF is the same print."""
    for suffix in (".txt", ".html"):
        (tmp_path / f"{stem}{suffix}").write_text(TEXT.replace("AN ACT", "<p>AN ACT 2031"))
    found = read(tmp_path, jurisdiction="ct")

    assert {one.rpartition("@")[2] for one in ids(found)} == {id}
    assert len(texts(found)) == 2


def test_half_a_surrogate_pair_in_json_is_replaced(tmp_path: Path) -> None:
    """What JSON can write and no file can hold comes out as something that can be stored."""
    path = tmp_path / "a.json"
    value = json.loads((EXAMPLES / "api" / "legiscan-bill.json").read_text())
    value["bill"]["title"] = "bro\ud800ken"
    path.write_text(json.dumps(value))
    one = only(path)

    assert isinstance(one, Imported)
    assert one.bill.title == "bro?ken"


@pytest.mark.parametrize("cited", ["Sec. 10-234zz.", "§ 10-234zz", "10-234zz.", "[§10-234zz]"])
def test_a_section_of_a_code_is_a_law(tmp_path: Path, cited: str) -> None:
    """A text that enacts nothing and begins with a section number is a law by its citation."""
    path = tmp_path / "statute.html"
    path.write_text(f"<p>{cited} Notice to parents. The school shall tell each parent.</p>")
    one = only(path, jurisdiction="ct")

    assert isinstance(one, Imported)
    assert one.version is not None
    assert (one.bill.kind, one.bill.status) == ("law", "law")
    assert one.version.id == "ct/code/10-234zz@published"


@pytest.mark.parametrize("printed", ["", "12", "HB", "HB 12 and SB 13"])
def test_what_is_no_number_is_refused(printed: str) -> None:
    """A number without type or digits is an error, not an empty id."""
    with pytest.raises(DataError, match="no bill number"):
        naming.split_number(printed)


@pytest.mark.corpus
def test_the_corpus_is_recognised(corpus: Path) -> None:
    """Of the real files, each bill, law, print and document is found, by state."""
    found = read(corpus / "corpus" / "bills", corpus / "corpus" / "laws")
    counts = {
        state: (
            len({one.bill.id for one in texts(found) if one.bill.jurisdiction == state}),
            len({one.version for one in texts(found) if one.bill.jurisdiction == state}),
            len([one for one in texts(found) if one.bill.jurisdiction == state]),
        )
        for state in sorted({one.bill.jurisdiction for one in texts(found)})
    }

    assert counts == {
        "ak": (5, 25, 25), "ca": (61, 102, 103), "dc": (2, 2, 2), "hi": (2, 2, 2),
        "id": (16, 16, 16), "mo": (6, 6, 12), "nd": (6, 23, 23), "ny": (28, 61, 61),
        "or": (6, 10, 20), "ri": (1, 5, 5), "us": (98, 116, 116), "va": (16, 99, 99),
        "vt": (11, 55, 55),
    }  # fmt: skip
    assert not [one for one in found if isinstance(one, Skipped) and "broken" in one.reason]
