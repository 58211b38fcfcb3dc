"""Write what sources answered as a WARC file: for those who must prove what a page said.

The one door to warcio. A record holds the address, the time, the status, the headers and the bytes
of one answer, with their digest; a body that came packed is given unpacked, so the headers that
describe the packing are named ``X-Original-…``.
"""

import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_PACKING = {"content-encoding", "transfer-encoding", "content-length"}


@dataclass(frozen=True, slots=True)
class Response:
    """One answer as it came; ``at`` is an ISO time in UTC."""

    url: str
    at: str
    body: bytes
    headers: Sequence[tuple[str, str]] = ()
    status: str = "200 OK"
    media_type: str = ""


def write(responses: Iterable[Response], out: BinaryIO, software: str) -> int:
    """Write every answer into ``out``, packed by record, and return how many.

    Ids are made from address, time and digest, so two exports of one store are byte-equal.
    """
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    count = 0
    for count, one in enumerate(responses, 1):
        if count == 1:
            info = {"software": software, "format": "WARC File Format 1.1"}
            record = writer.create_warcinfo_record("billwatch.warc.gz", info)
            _date(record.rec_headers, one.at, "info")
            writer.write_record(record)
        writer.write_record(_record(writer, one))
    return count


def _record(writer: WARCWriter, one: Response) -> object:  # warcio has no types
    shown = [(f"X-Original-{name}" if name.lower() in _PACKING else name, value)
             for name, value in one.headers]  # fmt: skip
    if one.media_type and not any(name.lower() == "content-type" for name, _ in shown):
        shown.append(("Content-Type", one.media_type))
    shown.append(("Content-Length", str(len(one.body))))
    http = one.url.startswith(("http://", "https://"))
    kind = "response" if http else "resource"
    record = writer.create_warc_record(
        one.url, kind, payload=io.BytesIO(one.body), length=len(one.body),
        warc_content_type="" if http else one.media_type or "application/octet-stream",
        http_headers=StatusAndHeaders(one.status, shown, protocol="HTTP/1.1") if http else None,
    )  # fmt: skip
    _date(record.rec_headers, one.at, f"{one.url} {zlib.crc32(one.body)}")
    return record


def _date(headers: StatusAndHeaders, at: str, name: str) -> None:
    """Set the time and an id that depend on nothing but the answer."""
    if at:
        headers.replace_header("WARC-Date", at.replace("+00:00", "Z"))
    headers.replace_header("WARC-Record-ID", f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{at} {name}')}>")
