"""Read a document that may be made to harm: in a process of its own, within bounds.

A PDF of two thousand bytes can keep any reader busy for ever (forms that hold forms), unpack to
gigabytes, or break a reader that is no Python. So a PDF is read by a child of this process, which
the system stops where it takes too long or too much; other formats are bounded by their readers.
"""

import faulthandler
import os
import pickle
import resource
import select
import signal
import time
import traceback
import warnings
from dataclasses import dataclass
from typing import NoReturn

from billwatch import text
from billwatch.errors import DataError
from billwatch.models import Text

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: processor seconds, and bytes beyond what is in use before."""

    seconds: int = 120
    memory: int = 768 << 20


LIMITS = Limits()
_SLACK = 5  # times the processor seconds may pass on a busy machine


def read(body: bytes, *, media_type: str = "", name: str = "", jurisdiction: str = "") -> Text:
    """Read one document like `text.read`, a PDF within `LIMITS`.

    Raise `DataError`, naming it, where it cannot be read.
    """
    if text.sniff(body, name) != "application/pdf" or not hasattr(os, "fork"):
        return text.read(body, media_type=media_type, name=name, jurisdiction=jurisdiction)
    limits, (reader, writer) = LIMITS, os.pipe()
    with warnings.catch_warnings():
        # Other threads of this process have no part in what the child does.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        os.close(reader)
        _read(writer, limits, body, media_type, name, jurisdiction)
    os.close(writer)
    answer, code = _await(reader, child, limits.seconds * _SLACK)
    if code or not answer:
        raise DataError(f"{name or 'document'}: {_stopped(code, limits)}")
    found = pickle.loads(answer)  # noqa: S301 - written by this very program
    if isinstance(found, BaseException):
        raise found
    assert isinstance(found, Text)
    return found


def _read(
    writer: int, limits: Limits, body: bytes, media_type: str, name: str, jurisdiction: str
) -> NoReturn:
    """Be the child: read within limits, answer with a text or an error, and end."""
    code = 1
    try:
        _limit(limits)
        answer: Text | BaseException
        try:
            answer = text.read(body, media_type=media_type, name=name, jurisdiction=jurisdiction)
        except MemoryError:
            os._exit(2)
        except BaseException as error:  # noqa: BLE001 - raised again by the parent
            if not isinstance(error, DataError):
                error.add_note(traceback.format_exc())
            answer = error.with_traceback(None)
            answer.__cause__ = answer.__context__ = None
        with open(writer, "wb") as out:
            out.write(pickle.dumps(answer))
        code = 0
    finally:
        os._exit(code)


def _limit(limits: Limits) -> None:
    faulthandler.disable()  # the parent says in one line what became of the child
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
            used = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return  # a system that does not tell
    resource.setrlimit(resource.RLIMIT_AS, (used + limits.memory, used + limits.memory))


def _await(reader: int, child: int, seconds: float) -> tuple[bytes, int]:
    """Return what a child writes and how it ends; one that is late is killed."""
    answer, deadline = bytearray(), time.monotonic() + seconds
    try:
        while select.select([reader], [], [], max(0.0, deadline - time.monotonic()))[0]:
            piece = os.read(reader, _CHUNK)
            if not piece:
                break
            answer += piece
        else:
            os.kill(child, signal.SIGKILL)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(reader)
        _, status = os.waitpid(child, 0)
    return bytes(answer), os.waitstatus_to_exitcode(status)


def _stopped(code: int, limits: Limits) -> str:
    if -code in (signal.SIGXCPU, signal.SIGKILL):
        return f"a PDF that takes more than {limits.seconds} s to read"
    if code == 2:
        return f"a PDF that takes more than {limits.memory >> 20} MB to read"
    return f"a PDF that breaks its reader, or takes more than {limits.memory >> 20} MB to read"
