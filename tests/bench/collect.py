"""Measure what nights cost: ``python -m tests.bench.collect [bills a source] [source ...]``.

Every source that needs no key is played from its examples on the replay server, with one of its
bills copied to as many as are asked for (3,000). A first night brings all; a quiet one follows.
Then a night of every legislature through LegiScan. Each night is a process of its own, whose
largest memory is told. It is 1 where a budget is broken.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import scrapers
from billwatch.replay import Server, serve
from billwatch.store import open as open_store
from scrapers.legiscan import STATES

EXAMPLES = Path(__file__).parents[1] / "examples"
FIRST = 4000  # the number of the first copy: no year, and of four digits like those copied
ROBOTS = "/robots.txt"
_DULL = re.compile(rb"(?i)\b(?:student|pupil|school)(?=s?\b)")
"""What would make a bill one whose texts are fetched."""


@dataclass(frozen=True)
class Crop:
    """How one bill of an example is copied: what names it, and the rows of lists that it has.

    ``tokens`` are words of the example and what stands for them in a copy; the first is in the
    addresses of its pages. ``lists`` are the files that grow, each by rows like ``row``; JSON
    lists by their items.
    """

    case: str
    tokens: tuple[tuple[str, str], ...]
    lists: tuple[str, ...]
    row: str = r"^.*{token}.*\n"


def _digits(token: str, *lists: str, case: str = "case.json", row: str = "") -> Crop:
    return Crop(case, ((token, "{n}"),), lists, row or Crop.row)


CROPS: Mapping[str, Crop] = {
    "ca": _digits("9001", "list.html"),
    "co": _digits("1901", "search-1.html",
                  row=r'<div class="bill-result">(?:(?!bill-result).)*{token}.*?</div></div>\n'),
    "ct": _digits("5190", "bill_info.csv", "bill_history.csv", "subject.csv"),
    "il": _digits("9001", "hb.html", "status.html"),
    "la": Crop("case.json", (("1007", "{n}"), ("HB7", "HB{n}")), ("hb-1.html",),
               r'<tr class="ResultsListDark"><td><a[^\n]*{token}.*?</tr>\n<tr.*?</tr>\n'),
    "ma": _digits("4001", "documents.json"),
    "mo": _digits("1600", "261-BillList.XML"),
    "nj": _digits("9001", "list.json"),
    "tx": _digits("9018", "housefiled.html", row=r'<div class="row">\n[^\n]*{token}.*?\n</div>\n'),
    "us": _digits("9801", "119hr.xml"),
    "ut": _digits("0012", "billlist.html", row=r"<li>[^\n]*{token}[^\n]*</li>\n"),
    "va": Crop("case-2026.json", (("HB102", "HB{n}"),),
               ("bills-2026.csv", "history-2026.csv")),
    "wa": _digits("1901", "since.xml"),
    "wy": _digits("0021", "list.json"),
}  # fmt: skip


class Field:
    """The pages of one source, grown to many bills; called with what a request asks for."""

    def __init__(self, source: str, bills: int) -> None:
        self.source, self.crop = source, CROPS[source]
        folder = EXAMPLES / source
        told = json.loads((folder / self.crop.case).read_text("utf-8"))
        self.session, self._range = str(told["session"]), range(FIRST, FIRST + bills)
        self._pages: dict[str, bytes] = {}
        for address, file in told["pages"].items():
            body = _DULL.sub(b"Road", (folder / file).read_bytes())
            address, _, asked = address.partition("@")
            parts = urlsplit(address)
            key = self._key(unquote(parts.path), unquote(parts.query), unquote(asked))
            self._pages[key] = self._grown(file, body) if file in self.crop.lists else body

    def __call__(self, target: str, asked: bytes) -> bytes | None:
        """Return the page of a request: as it is in the example, or the copy of a bill's page."""
        parts = urlsplit(target)
        path, query = unquote(parts.path), unquote(parts.query)
        body = asked.decode()
        key = self._key(path, query, unquote(body))
        if key in self._pages:
            return self._pages[key]
        token = self.crop.tokens[0][0]
        for found in re.finditer(r"\d{4,}", key):
            number = int(found[0][-4:])
            copy = key[: found.end() - 4] + token[-4:] + key[found.end() :]
            if number in self._range and (page := self._pages.get(copy)) is not None:
                return self._copy(page.decode("utf-8", "surrogateescape"), number).encode(
                    "utf-8", "surrogateescape"
                )
        return None

    def _key(self, path: str, query: str, asked: str) -> str:
        return f"{path.lower()}?{query.lower()}@{asked.lower()}"

    def _copy(self, words: str, number: int) -> str:
        for token, becomes in self.crop.tokens:
            words = words.replace(token, becomes.format(n=number))
        return words

    def _grown(self, file: str, body: bytes) -> bytes:
        words = body.decode("utf-8", "surrogateescape")
        token = re.escape(self.crop.tokens[-1][0])
        if file.endswith(".json"):
            return json.dumps(self._items(json.loads(words))).encode()
        several = re.S if self.crop.row != Crop.row else re.NOFLAG
        row = re.compile(self.crop.row.replace("{token}", token), re.M | several)
        grown, count = row.subn(
            lambda found: found[0] + "".join(self._copy(found[0], n) for n in self._range), words
        )
        if not count:
            raise ValueError(f"{self.source}/{file}: no row holds {token}")
        return grown.encode("utf-8", "surrogateescape")

    def _items(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        grown = []
        for item in value:
            grown.append(self._items(item))
            said = json.dumps(item)
            if isinstance(item, dict) and self.crop.tokens[0][0] in said:
                grown += [json.loads(self._copy(said, n)) for n in self._range]
        return grown


@dataclass(frozen=True)
class Cost:
    """What one night of one source cost: seen bills, requests by kind, seconds, megabytes."""

    source: str
    seen: int
    asked: int  # answered with a page
    checked: int  # answered with 304
    seconds: float
    memory: int
    ok: bool
    reason: str = ""


def night(home: Path, server: Server, source: str, session: str = "", **keys: str) -> Cost:
    """Play a night of a source against a server in a process of its own."""
    home.mkdir(parents=True, exist_ok=True)
    named = f'[sessions]\n{source} = ["{session}"]\n' if session else ""
    (home / "billwatch.toml").write_text(f'contact = "mailto:bench@example.org"\n{named}')
    del server.hits[:]
    began = time.perf_counter()
    words = ["nightly", "--states", source, "--base-url", server.url, "--no-site"]
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, *words], cwd=home, capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": str(EXAMPLES.parents[1]), **keys},
    )  # fmt: skip
    took = time.perf_counter() - began
    memory = int(re.findall(r"memory (\d+)", done.stderr)[-1]) if "memory" in done.stderr else 0
    counted = Counter(hit.status for hit in server.hits if hit.path != ROBOTS)
    with open_store(home / "billwatch.db") as library:
        told = json.loads(library.runs()[0]["report"])["sources"]
    seen = sum(one["seen"] for one in told.values())
    reason = "; ".join((one["reason"] or "".join(one["failures"][:1])) for one in told.values())
    pages = sum(count for status, count in counted.items() if status != 304)
    good = bool(told) and all(one["ok"] for one in told.values())
    return Cost(source, seen, pages, counted[304], took, memory, good, reason)


# The most memory of this program alone, in MB: getrusage would count that of who started it too.
_PEAK = """
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))
"""

_CHILD = (
    _PEAK
    + """
import sys
from billwatch.cli import main
try:
    main()
finally:
    print("memory", peak(), file=sys.stderr)
"""
)


def nights(folder: Path, source: str, bills: int) -> tuple[Cost, Cost, int]:
    """Return the cost of a first and a quiet night, and how many lists the source has."""
    field = Field(source, bills)
    with serve(make=field) as server:
        first = night(folder / source, server, source, field.session)
        quiet = night(folder / source, server, source, field.session)
    return first, quiet, len(field.crop.lists)


def over(quiet: Cost) -> bool:
    """Tell whether a quiet night asked for more than a page per 1,000 bills, beyond checks."""
    return not quiet.ok or quiet.asked > max(1, quiet.seen // 1000) or quiet.memory >= 300


_READ = (
    _PEAK
    + """
import sys
import scrapers
from billwatch.fetch import Session
from billwatch.page import Page
from billwatch.scraper import walk
from pathlib import Path
name, session, root, cache = sys.argv[1:]
source, count = scrapers.find(name), 0
with Session("", Path(cache), source.hosts, base=root) as wire:
    def get(follow):
        global count
        if follow.bill:
            count += 1
            return None
        document = wire.get(follow.url, form=follow.form, body=follow.body).document
        return Page(follow.url, document.body, document.media_type)
    for _ in walk(source.start(session), get):
        count += 1
print(count, peak())
"""
)


def longest(folder: Path, source: str, bills: int) -> tuple[int, int]:
    """Return the bills of a source's lists, read alone, and the megabytes that it took."""
    field = Field(source, bills)
    with serve(make=field) as server:
        words = [source, field.session, server.url, str(folder / f"{source}-lists")]
        done = subprocess.run(
            [sys.executable, "-c", _READ, *words], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": str(EXAMPLES.parents[1])},
        )  # fmt: skip
    seen, memory = done.stdout.split()
    return int(seen), int(memory)


# LegiScan


def everywhere(bills: int, moved: int) -> Callable[[str, bytes], bytes | None]:
    """Answer for LegiScan: every legislature with one session, ``moved`` of it on the topic."""
    codes = list(STATES)

    def item(state: int, n: int) -> dict[str, object]:
        title = "An act concerning student data privacy" if n <= moved else "An act on roads"
        return {
            "bill_id": state * 100_000 + n, "number": f"HB{n}", "change_hash": f"{state}-{n}",
            "url": f"https://legiscan.com/{codes[state].upper()}/bill/HB{n}/2026",
            "last_action_date": "2026-02-01", "last_action": "Referred to Education",
            "title": title,
        }  # fmt: skip

    def answer(target: str, _: bytes) -> bytes | None:
        if target == ROBOTS:
            return None
        query = dict(part.split("=", 1) for part in urlsplit(target).query.split("&"))
        operation, number = query.get("op", ""), int(query.get("id", 0))
        if operation == "getSessionList":
            rows = [
                {"session_id": n, "state_id": n, "state_abbr": code.upper(), "special": 0,
                 "year_start": 2025 + _even(code)}
                for n, code in enumerate(codes, 1)
            ]  # fmt: skip
            return _reply(sessions=rows)
        if operation == "getMasterList":
            rows = {str(n): item(number - 1, n) for n in range(1, bills + 1)}
            return _reply(masterlist={"session": {"session_id": number}, **rows})
        state, n = divmod(number, 100_000)
        if operation == "getBill":
            one = item(state, n)
            text = {"doc_id": number, "type": "Introduced", "mime": "text/plain", "mime_id": 1,
                    "date": "2026-01-20", "text_hash": one["change_hash"]}  # fmt: skip
            session = {"year_start": 2025 + _even(codes[state]), "special": 0}
            history = [{"date": "2026-02-01", "action": "Referred to Education", "chamber": "H"}]
            return _reply(bill={**one, "bill_number": one["number"], "history": history,
                                "state": codes[state].upper(), "session": session,
                                "texts": [text]})  # fmt: skip
        body = "QUEgYWN0IGNvbmNlcm5pbmcgc3R1ZGVudCByZWNvcmRzLgo="
        return _reply(text={"doc_id": number, "mime": "text/plain", "doc": body})

    return answer


def _even(code: str) -> int:
    """Return 1 where LegiScan's session of 2026 begins in 2026: those that are not of two years."""
    return int(code in ("nj", "va", "la", "ut", "wy", "mo", "ct", "co") or code not in _TWO_YEARS)


_TWO_YEARS = {"ca", "dc", "il", "ma", "ny", "tx", "us", "wa"}


def _reply(**answer: object) -> bytes:
    return json.dumps({"status": "OK", **answer}).encode()


def legiscan(folder: Path, bills: int, moved: int) -> tuple[Cost, Cost]:
    """Return a night in which ``moved`` bills a legislature are new, and a quiet one."""
    home = folder / "legiscan"
    home.mkdir(parents=True, exist_ok=True)
    through = [code if code not in scrapers.names() else f"legiscan-{code}" for code in STATES]
    costs = []
    with serve(make=everywhere(bills, moved)) as server:
        for _ in range(2):
            costs.append(night(home, server, ",".join(through), LEGISCAN_API_KEY="0" * 32))
    return costs[0], costs[1]


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def main(argv: Sequence[str] = ()) -> int:
    """Print the figures; 1 where a quiet night, LegiScan or the memory is over its budget."""
    bills = next((int(word) for word in argv if word.isdigit()), 3000)
    named = [word for word in argv if not word.isdigit()] or [*CROPS, "legiscan"]
    if unknown := {*named} - {*CROPS, "legiscan"}:
        raise SystemExit(f"no such source: {', '.join(sorted(unknown))}")
    sources = [name for name in named if name in CROPS]
    worst, asked, seen = 0, 0, 0
    with _folder() as folder:
        for source in sources:
            first, quiet, lists = nights(folder, source, bills)
            worst = max(worst, over(quiet), first.memory >= 300)
            asked, seen = asked + quiet.asked, seen + quiet.seen
            for name, one in (("first", first), ("quiet", quiet)):
                _tell(source, name, one, f"over {lists} lists")
        if sources:
            print(
                f"collect: a quiet night of {len(sources)} sources: {seen:,} bills, {asked:,} pages"
            )
        for source in sources:
            # An answer of more than 64 MB is refused; Washington's has 3 kB a bill.
            count, memory = longest(folder, source, bills * (6 if source == "wa" else 10))
            worst = max(worst, memory >= 300)
            print(
                f"collect: {source}: lists of {count:,} bills are read in {memory} MB", flush=True
            )
        costs = legiscan(folder, bills, 4) if "legiscan" in named else ()
        for name, one in zip(("busy", "quiet"), costs, strict=False):
            worst = max(worst, one.asked + one.checked >= 500 or one.memory >= 300)
            _tell("legiscan", name, one, f"of {len(STATES)} legislatures")
    return int(worst)


def _tell(source: str, name: str, one: Cost, where: str) -> None:
    print(f"collect: {source} {name}: {one.seen:,} bills, {one.asked:,} pages and "
          f"{one.checked:,} checks {where}, {one.seconds:.0f} s, "
          f"{one.memory} MB{'' if one.ok else ' FAILED ' + one.reason[:200]}", flush=True)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
