"""What sources answered can be given away as a WARC file that other tools read."""

import hashlib
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from billwatch import archive
from billwatch.archive import Response
from billwatch.cli import cli
from billwatch.replay import serve

ROOT = Path(__file__).parents[1]
PAGE = Response(
    "https://legislature.example/hb1?x=1", "2026-03-01T03:00:00+00:00", "<p>Straße</p>".encode(),
    (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("ETag", '"1"')),
)  # fmt: skip
FILE = Response("ftp://legislature.example/a.csv", PAGE.at, b"a,b\r\n", media_type="text/csv")


def packed(*responses: Response) -> bytes:
    out = io.BytesIO()
    assert archive.write(responses, out, "billwatch/test") == len(responses)
    return out.getvalue()


def test_an_answer_comes_out_as_it_went_in() -> None:
    """Address, time, status, headers and bytes, with a digest that a reader checks."""
    info, page, file = (
        (record, record.content_stream().read(), record.digest_checker.passed)
        for record in ArchiveIterator(io.BytesIO(packed(PAGE, FILE)), check_digests="raise")
    )
    record, body, passed = page

    assert info[0].rec_type == "warcinfo"
    assert record.rec_headers["WARC-Target-URI"] == PAGE.url
    assert record.rec_headers["WARC-Date"] == "2026-03-01T03:00:00Z"
    assert (record.http_headers.statusline, body, passed) == ("200 OK", PAGE.body, True)
    assert record.http_headers["ETag"] == '"1"'
    assert record.http_headers["X-Original-Content-Encoding"] == "gzip"
    assert record.http_headers["Content-Length"] == str(len(PAGE.body))
    assert (file[0].rec_type, file[1]) == ("resource", FILE.body)


def test_the_same_answers_give_the_same_file() -> None:
    """No clock and no chance is in it."""
    assert packed(PAGE, FILE) == packed(PAGE, FILE)


def test_the_verb_gives_texts_and_pages(tmp_path: Path) -> None:
    """After a scrape: the list, and each text with the digest that the store has; never twice."""
    db, out = str(tmp_path / "b.db"), tmp_path / "proof.warc.gz"
    with serve(ROOT / "data/sample/night1") as server:
        CliRunner().invoke(cli, ["--db", db, "scrape", "sample", "--base-url", server.url])
    words = ["--db", db, "export", "--format", "warc", "--out", str(out)]
    first, second = (CliRunner().invoke(cli, words) for _ in range(2))
    told = {}
    with out.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            told[record.rec_headers["WARC-Target-URI"]] = hashlib.sha256(
                record.content_stream().read()
            ).hexdigest()
    recorded = {hashlib.sha256(p.read_bytes()).hexdigest()
                for p in (ROOT / "data/sample/night1").rglob("*") if p.is_file()}  # fmt: skip

    assert (first.exit_code, first.output.split()[1:3]) == (0, ["answers", "written:"])
    assert any(url and url.endswith("/2026/bills.html") for url in told)
    assert {digest for url, digest in told.items() if url} <= recorded
    assert len(told) > 10
    assert "is there already" in str(second.exception)


@pytest.mark.parametrize("body", [b"", b"\x00" * 70000])
def test_any_bytes_fit(body: bytes) -> None:
    """Nothing, and more than a buffer holds."""
    kept = Response("https://a.example/", PAGE.at, body)
    records = [
        record.content_stream().read() for record in ArchiveIterator(io.BytesIO(packed(kept)))
    ]

    assert records[1] == body
