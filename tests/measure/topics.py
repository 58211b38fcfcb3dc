"""Measure the topic finder over real session lists: ``python -m tests.measure.topics [folder]``.

Lists: Michigan (LegiScan, CC BY 4.0), New York, Oregon, Virginia, by title (Oregon: relating
clause and catch line; Virginia: with subjects where the list has them). Texts: Missouri, New York,
Oregon, Massachusetts, South Dakota, and the coded texts, which are judged by their words alone.
Missouri's list holds only numbers and hashes, so its bills are judged from their texts.

Verdicts by hand are in ``judged_topics.csv``: ``in`` (governs what is known about students),
``border`` (a named border case, or only half of it), ``out``. Precision counts the first 100 hits
of a state by score. Recall is taken over the laws of the gold that a list holds, over the short
titles of all its laws, over its coded texts, and over every bill that was judged ``in``.
"""

import csv
import gzip
import io
import json
import lzma
import re
import sys
import tarfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from billwatch import topics

ROOT = Path(__file__).parents[2]
Key = tuple[str, str, str]
FRIENDS = re.compile(r"bathroom|restroom|locker room|changing room|accredit|athlet", re.I)


@dataclass(frozen=True)
class Listed:
    """One bill of a list: state, session, number; its title, subjects and text where held."""

    key: Key
    title: str
    subjects: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Report:
    """Figures by name, lines to print, hits nobody judged, false friends kept, seconds for MI."""

    figures: Mapping[str, float]
    lines: tuple[str, ...]
    unjudged: tuple[Key, ...]
    friends: tuple[Key, ...]
    seconds: float


def floors() -> Mapping[str, float]:
    """Return the pinned figures of this module."""
    pinned: dict[str, float] = tomllib.loads((ROOT / "tests/floors.toml").read_text())["topics"]
    return pinned


def topic() -> topics.Topic:
    """Read the project's own topic."""
    return topics.load((ROOT / "data/topics.toml").read_text())


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the files of an archive, in its order."""
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and (file := archive.extractfile(member)):
                yield member.name, file.read()


def michigan(corpus: Path) -> Iterator[Listed]:
    for name, body in members(corpus / "lists/mi-legiscan-9-sessions.tar.xz"):
        rows = csv.DictReader(io.StringIO(body.decode("utf-8", "replace")))
        for row in rows:
            yield Listed(("mi", name.split("/")[0], row["bill_number"]), row["title"])


def new_york(corpus: Path) -> Iterator[Listed]:
    with lzma.open(corpus / "lists/ny-2023-bills.jsonl.xz", "rt") as lines:
        for row in map(json.loads, lines):
            yield Listed(("ny", row["Session"], row["Bill ID"]), row["title"])


def oregon(corpus: Path) -> Iterator[Listed]:
    for name, body in members(corpus / "lists/or-odata-sessions.tar.xz"):
        session = name.rpartition("-")[2].removesuffix(".json")
        for row in json.loads(body):
            title = f"{row['RelatingTo'] or ''} {row['CatchLine'] or ''}".strip()
            number = f"{row['MeasurePrefix']} {row['MeasureNumber']}"
            yield Listed(("or", session, number), title)


def virginia(corpus: Path) -> Iterator[Listed]:
    for folder in sorted((corpus / "lists/va-lis/va").iterdir()):
        subjects: dict[str, list[str]] = defaultdict(list)
        if (folder / "CiBillSubjects.csv.gz").exists():
            for row in lis(folder / "CiBillSubjects.csv.gz"):
                subjects[row["Bill_Number"]].append(row["Subject_Name"])
        for row in lis(folder / "Bills.csv.gz"):
            number = row["Bill_id"]
            key = ("va", folder.name, number)
            yield Listed(key, row["Bill_description"], tuple(subjects[number]))


def lis(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="latin-1", newline="") as lines:
        return list(csv.DictReader(lines))


def texts(corpus: Path) -> Iterator[Listed]:
    """Yield the bills that are held with their text; hyphens at line ends are joined."""
    for path in ("bulk/mo-2024-1300-bills", "bulk/ny-2023-2700-bills", "bulk/or-2500-texts"):
        for name, body in members(corpus / f"{path}.tar.xz"):
            yield from_text(
                name.partition("/")[0], Path(name).stem, body.decode("utf-8", "replace")
            )
    for file in sorted((corpus / "bills/mo").glob("*.md")):
        yield from_text("mo", file.stem, file.read_text())
    with lzma.open(corpus / "bulk/ma-193-documents.jsonl.xz", "rt") as lines:
        for row in map(json.loads, lines):
            number = row.get("BillNumber") or row.get("DocketNumber") or ""
            title, text = row.get("Title") or "", row.get("DocumentText") or ""
            yield Listed(("ma", "193", number), title, (), text)
    with lzma.open(corpus / "bulk/sd-versions.jsonl.xz", "rt") as lines:
        for row in map(json.loads, lines):
            key = ("sd", str(row["sess"]), f"{row['type']} {row['num']}")
            yield Listed(key, row["title"], (), row["text"])


def from_text(state: str, name: str, body: str) -> Listed:
    """Return a bill of a folder of texts; Oregon's file names hold session and number."""
    body = re.sub(r"(?<=[a-z])-\n\s*", "", body)
    if state == "or":
        _, session, number, _ = name.split("-")
        return Listed(
            ("or", session, re.sub(r"(?<=[a-z])(?=\d)", " ", number).upper()), "", (), body
        )
    title = body.partition("\n")[0].removeprefix("# ") if state == "ny" else ""
    session = "2023" if state == "ny" else "2024"
    return Listed((state, session, name.removesuffix("_full_text")), title, (), body)


def judged() -> dict[Key, str]:
    """Return the verdicts by hand."""
    rows = table(ROOT / "tests/measure/judged_topics.csv")
    return {(r["state"], r["session"], r["bill"]): r["verdict"] for r in rows}


def laws(gold: Path, scores: Mapping[Key, topics.Match]) -> dict[Key, bool]:
    """Return which laws of the gold the lists hold, and whether each is kept."""
    by_year = {"mi": lambda y: f"{y - 1 if y % 2 == 0 else y}-{y if y % 2 == 0 else y + 1}"}
    held = {}
    for row in table(gold / "laws.csv"):
        state, year = row["state"].lower(), int(row["year"])
        session = by_year[state](year) if state in by_year else row["year"]
        prefix, _, number = row["bill"].partition(" ")
        for shape in (f"{prefix}{number.zfill(4)}", f"{prefix}{number}", row["bill"]):
            if (state, session, shape) in scores:
                held[state, session, shape] = scores[state, session, shape].kept
    return held


def precision(
    state: str, scores: Mapping[Key, topics.Match], verdicts: Mapping[Key, str]
) -> tuple[int, Counter[str], list[Key]]:
    """Return hits, verdicts of the first 100 by score, and those nobody judged."""
    hits = [k for k in sorted(scores, key=lambda k: (-scores[k].score, k)) if scores[k].kept]
    first = [k for k in hits if k[0] == state][:100]
    counts = Counter(verdicts[k] for k in first if k in verdicts)
    return len(first), counts, [k for k in first if k not in verdicts]


def report(folder: Path) -> Report:
    """Judge the whole corpus and return what was measured."""
    it, verdicts, corpus, gold = topic(), judged(), folder / "corpus", folder / "gold"
    lines, figures, unjudged = [], {}, []
    listed = [list(read(corpus)) for read in (michigan, new_york, oregon, virginia)]
    seconds = clock(it, listed[0])
    bills = [bill for some in listed for bill in some]
    titles = {bill.key: bill.title for bill in bills}
    scores = {b.key: topics.judge(it, title=b.title, subjects=b.subjects) for b in bills}
    by_list = dict(scores)
    for bill in texts(corpus):
        match = topics.judge(it, title=bill.title or titles.get(bill.key, ""), text=bill.text)
        if bill.key not in scores or match.score > scores[bill.key].score:
            scores[bill.key] = match
    for state in ("mi", "ny", "or", "mo", "va", "ma", "sd"):
        hits, counts, open_ = precision(state, scores, verdicts)
        unjudged += open_
        total = sum(key[0] == state for key in scores)
        lines.append(
            f"{state}: {total} bills, {hits} hits; in {counts['in']}, border {counts['border']},"
            f" out {counts['out']}, not judged {len(open_)}"
        )
        if hits:
            figures[f"precision_{state}"] = (counts["in"] + counts["border"]) / hits
            figures[f"strict_{state}"] = counts["in"] / hits
    held = laws(gold, by_list)
    figures["recall_laws"] = sum(held.values()) / len(held)
    lines.append(f"laws of the gold that the lists hold: {sum(held.values())} of {len(held)} kept")
    figures |= recalls(it, gold, scores, verdicts)
    friends = tuple(k for k, title in titles.items() if FRIENDS.search(title) and scores[k].kept)
    lines.append(f"bathroom, accreditation, athlete titles: {len(friends)} kept of {count(titles)}")
    lines += [f"{name} {value:.3f}" for name, value in sorted(figures.items())]
    lines.append(f"{len(listed[0])} titles in {seconds:.2f} s")
    return Report(figures, tuple(lines), tuple(unjudged), friends, seconds)


def count(titles: Mapping[Key, str]) -> int:
    return sum(bool(FRIENDS.search(title)) for title in titles.values())


def clock(it: topics.Topic, bills: list[Listed]) -> float:
    """Return the seconds that judging a list by title takes."""
    began = time.process_time()
    for bill in bills:
        topics.judge(it, title=bill.title)
    return time.process_time() - began


def recalls(
    it: topics.Topic, gold: Path, scores: Mapping[Key, topics.Match], verdicts: Mapping[Key, str]
) -> dict[str, float]:
    """Return recall on the short titles, the coded texts and the bills judged ``in``."""
    names = [r["short_title"] for r in table(gold / "laws.csv")]
    cells = Counter(r["doc"] for r in table(gold / "cells.csv"))
    docs = [(gold / "docs" / f"{d}.txt").read_text() for d, n in sorted(cells.items()) if n >= 3]
    right = [key for key, verdict in verdicts.items() if verdict == "in" and key in scores]
    return {
        "recall_short_titles": share([topics.judge(it, title=name).kept for name in names]),
        "recall_coded_texts": share([topics.judge(it, title="", text=doc).kept for doc in docs]),
        "recall_judged": share([scores[key].kept for key in right]),
    }


def share(kept: list[bool]) -> float:
    return sum(kept) / len(kept)


def main() -> None:
    """Print the figures; name hits that wait for a verdict."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    done = report(folder)
    print("\n".join(done.lines))
    for key in done.unjudged:
        print("not judged:", *key)


if __name__ == "__main__":
    main()
