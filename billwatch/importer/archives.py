"""Archives from outside: unpacked into a folder of their own, within limits, trusting no name."""

import base64
import binascii
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from billwatch.errors import DataError
from billwatch.importer.files import LIMIT

MEMBERS = 250_000
TOTAL = 4 * 2**30  # bytes, unpacked
RATIO = 300  # unpacked to packed; text packs to a tenth, bombs to a thousandth
_SMALL = 2**20  # what so little unpacks to harms nobody
_CHUNK = 2**20
_NAME = re.compile(r"[^\w .()@+,=-]")


def is_archive(path: Path) -> bool:
    """Tell by its first bytes whether a file is a zip archive."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def enclosed(path: Path, folder: Path) -> Path | None:
    """Return the archive that a LegiScan data set holds in base64, written into ``folder``."""
    if path.suffix.lower() != ".json" or not 0 < _size(path) <= LIMIT:
        return None
    body = path.read_bytes()
    if b'"dataset"' not in body[:2000] or b'"zip"' not in body:
        return None
    try:
        packed = base64.b64decode(json.loads(body)["dataset"]["zip"], validate=False)
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
        return None
    target = folder / "dataset.zip"
    target.write_bytes(packed)
    return target if is_archive(target) else None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def unpack(path: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Unpack a zip archive into ``folder``; yield each member left out, and why.

    Links, encrypted members, names that lead elsewhere and archives within are left out. Raise
    `DataError` for an archive that is broken or larger than is borne; what was unpacked stays.
    """
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) > MEMBERS:
                raise DataError(f"{path}: an archive of more than {MEMBERS:,} files")
            for one in members:
                if why := _refused(one):
                    yield one.filename, why
                    continue
                total += _write(archive, one, folder / _safe(one.filename))
                if total > TOTAL:
                    raise DataError(f"{path}: unpacks to more than {TOTAL // 2**30} GB")
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError) as error:
        raise DataError(f"{path}: a broken archive: {error}") from None


def _refused(one: zipfile.ZipInfo) -> str:
    parts = PurePosixPath(one.filename.replace("\\", "/")).parts
    if ".." in parts or one.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return "its name leads out of the archive"
    if stat.S_ISLNK(one.external_attr >> 16):
        return "a link, not a file"
    if one.flag_bits & 1:
        return "encrypted"
    if one.file_size > LIMIT:
        return f"larger than {LIMIT // 2**20} MB"
    if one.file_size > max(_SMALL, one.compress_size * RATIO):
        return "packed more tightly than any text is"
    return ""


def _safe(name: str) -> Path:
    """Return a member's name as a path of plain names.

    >>> _safe("CT/2026-2026_Regular/bill/HB1.json").as_posix(), _safe("a/ b?.json").as_posix()
    ('CT/2026-2026_Regular/bill/HB1.json', 'a/b_.json')
    """
    parts = [_NAME.sub("_", part).strip(" .")[:100] or "_" for part in name.split("/")]
    return Path(*parts)


def _write(archive: zipfile.ZipFile, one: zipfile.ZipInfo, target: Path) -> int:
    """Write one member, no more of it than its entry promises; return its bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(one) as source, target.open("wb") as sink:
        while piece := source.read(_CHUNK):
            written += len(piece)
            if written > one.file_size:
                raise zipfile.BadZipFile(f"{one.filename} is longer than the archive says")
            sink.write(piece)
    return written
