"""Write a site beside the old one, then swap it in at once.

A reader, or a crash, sees the old site or the new one and never a mixture. Files that did not
change are linked, not written again, so they keep their date; files in the folder that billwatch
did not write are kept.
"""

import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from billwatch.errors import DataError
from billwatch.publish.faces import Page, Placed, Report

LIST = ".billwatch-site"  # the files of the last build, one a line
MARK = ".billwatch-mark"  # what the last build was made from, and the size of what it made
_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)  # a Path costs as much


class Index(Protocol):
    """What makes files from the pages of a folder: see `billwatch.publish.search`."""

    FOLDER: str

    def reads(self, path: str) -> bool:
        """Tell whether the index is made from this page."""
        ...

    def index(self, folder: Path) -> Iterator[str]:
        """Make the files and yield their names."""
        ...


def mark(templates: Path, *facts: str) -> str:
    """Name all that a site is made from: the facts given, the templates, the assets, this code."""
    digest = hashlib.blake2b(digest_size=16)
    folders = (templates, templates.parent / "assets", Path(__file__).parents[1])
    for path in (p for f in folders for p in sorted(f.rglob("*")) if p.suffix not in (".pyc", "")):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    for fact in facts:
        digest.update(f"{len(fact)} {fact}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def unchanged(out: Path, mark: str) -> Report | None:
    """Return the report of a build that need not be made, or None where it must.

    It need not where the last one was made from the same things and its files are all there, of
    the same size together.
    """
    if not (out / MARK).is_file() or not (out / LIST).is_file():
        return None
    names = (out / LIST).read_text("utf-8").splitlines()
    if (out / MARK).read_text("utf-8") != _signed(mark, out, names):
        return None
    return Report(0, len(names), 0)


def _signed(mark: str, out: Path, names: Iterable[str]) -> str:
    top = os.fspath(out)
    try:
        size = sum(os.stat(f"{top}/{name}").st_size for name in names)  # noqa: PTH116  # 5x a Path
    except OSError:
        size = -1
    return f"{mark} {size}\n"


def write(pages: Iterable[Page], out: Path, mark: str = "", index: Index | None = None) -> Report:
    """Make ``out`` hold exactly ``pages`` and what others put there; return what changed.

    ``mark`` is kept for `unchanged`; ``index`` adds the files that are made from the pages. Raise
    `DataError` where ``out`` holds files but no site of ours: it may be somebody's folder.
    """
    with beside(out) as put:
        return finish(put, pages, mark, index)


@contextmanager
def beside(out: Path) -> Iterator["Putter"]:
    """Give what puts files into a fresh folder beside ``out``, for `finish` to swap in.

    Raise `DataError` as `write` does.
    """
    out = out.resolve()
    _listed(out)
    fresh = out.with_name(f".{out.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        yield Putter(fresh, out)
    finally:  # half a site must not go on filling a full disk
        shutil.rmtree(fresh, ignore_errors=True)


def finish(
    put: "Putter", pages: Iterable[Page], mark: str = "", index: Index | None = None
) -> Report:
    """Put all pages that are not in their places, and exchange the folders if anything changed."""
    ours = _listed(put.out)
    names: set[str] = set()
    written = stale = 0
    for page in pages:
        if page.path in names:
            raise DataError(f"two pages want the file {page.path}")
        names.add(page.path)
        new = page.written if isinstance(page, Placed) else put(page)
        written += new
        stale += new and index is not None and index.reads(page.path)
    if index is not None:
        made = _indexed(index, put, ours - names, stale=bool(stale))
        written += len(made - ours)
        names |= made
    listing = Page(LIST, "".join(f"{name}\n" for name in sorted(names)).encode())
    put(listing)
    removed = len(ours - names)
    signed = mark and put(Page(MARK, _signed(mark, put.fresh, sorted(names)).encode()))
    if written or removed or signed or not put.out.exists():
        _keep_foreign(put.out, put.fresh, ours | {LIST, MARK})
        _swap(put.fresh, put.out)
    return Report(written, len(names) - written, removed)


def _listed(out: Path) -> set[str]:
    if not out.exists():
        return set()
    if not out.is_dir():
        raise DataError(f"{out}: not a folder")
    if (out / LIST).is_file():
        return set((out / LIST).read_text("utf-8").splitlines())
    if any(out.iterdir()):
        raise DataError(f"{out}: holds files that are no billwatch site; give an empty folder")
    return set()


def _indexed(index: Index, put: "Putter", gone: set[str], *, stale: bool) -> set[str]:
    """Make the index anew where a page that it reads is new or gone; else keep the last one."""
    last = {name for name in gone if name.startswith(f"{index.FOLDER}/")}
    if stale or not last or any(index.reads(name) for name in gone):
        return set(index.index(put.fresh))
    for name in last:
        put(Page(name, None))
    return last


class Putter:
    """Puts files into the fresh folder; every call to the file system is worth sparing."""

    def __init__(self, fresh: Path, out: Path) -> None:
        self.fresh, self.out = fresh, out
        self._new, self._old = os.fspath(fresh), os.fspath(out) if out.exists() else ""
        self._folders: set[str] = set()

    def __call__(self, page: Page) -> bool:
        """Write one file; link the old one where the bytes are the same. True when written."""
        folder = page.path.rpartition("/")[0]
        if folder not in self._folders:
            _make(f"{self._new}/{folder}")
            self._folders.add(folder)
        target, before = f"{self._new}/{page.path}", f"{self._old}/{page.path}"
        if page.body is None or (self._old and _same(before, page.body)):
            try:
                os.link(before, target)
            except OSError:  # a file system without links
                shutil.copy2(before, target)
            return False
        file = os.open(target, _FRESH, 0o666)
        try:
            _fill(file, page.body)
        finally:
            os.close(file)
        return True


def _make(folder: str) -> None:
    """Make a folder, and those above it, where they are not there."""
    try:
        os.mkdir(folder)  # noqa: PTH102  # nearly always the one above is there
    except OSError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def _fill(file: int, body: bytes) -> None:
    """Write all of a body; a system may take it in several pieces."""
    done = os.write(file, body)
    while done < len(body):
        done += os.write(file, body[done:])


def _same(before: str, body: bytes) -> bool:
    """Tell whether a file of the last build holds these bytes."""
    try:
        found = os.lstat(before)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(body):
            return False
        with open(before, "rb") as file:  # noqa: PTH123
            return file.read() == body
    except OSError:
        return False


def _keep_foreign(out: Path, fresh: Path, ours: set[str]) -> None:
    """Copy over what others put into the folder (a CNAME file, a .git folder)."""
    if not out.is_dir():
        return
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        target = fresh / name
        if name in ours or target.exists() or (path.is_dir() and not path.is_symlink()):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target, follow_symlinks=False)


def _swap(fresh: Path, out: Path) -> None:
    if not out.exists():
        fresh.rename(out)
    elif not _exchanged(fresh, out):
        old = out.with_name(f".{out.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        out.rename(old)
        fresh.rename(out)
        shutil.rmtree(old)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step where the system can (Linux); tell whether it did."""
    import ctypes  # a first build has nothing to exchange

    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done: int = exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return done == 0
