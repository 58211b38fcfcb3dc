"""Go through the files twice: first what each is, then, bill by bill, the texts themselves."""

import hashlib
import itertools
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from billwatch import folders
from billwatch.errors import DataError
from billwatch.importer import archives, codes, formats
from billwatch.importer.bills import Entry, best, together
from billwatch.importer.files import File, load, walk
from billwatch.importer.masthead import UNKNOWN
from billwatch.importer.records import Answer, Beside, Facts, Found, Imported, Noted, Part, Skipped
from billwatch.models import Bill, Document

# What a file of a known format raises when its values are not of the kind the format promises.
_MISSHAPEN = (KeyError, TypeError, AttributeError, ValueError, IndexError)


@dataclass(slots=True)
class _Survey:
    """What the first round found, by bill; no bytes are kept."""

    texts: dict[str, list[Entry]] = field(default_factory=dict)
    facts: dict[str, list[tuple[Path, Bill]]] = field(default_factory=dict)
    parts: dict[str, list[tuple[Path, Part]]] = field(default_factory=dict)
    said: list[Noted | Skipped] = field(default_factory=list)


def read(paths: Iterable[Path], *, jurisdiction: str = "") -> Iterator[Imported | Noted | Skipped]:
    """Yield every file's outcome: first the files that are no texts, then the texts by bill.

    ``jurisdiction`` is the code of the state where a file says of none. Nothing is raised for a
    bad file: it is `Skipped` with the reason and the rest goes on.
    """
    with tempfile.TemporaryDirectory() as scratch:
        files, inside = list[Path](), dict[Path, Path]()
        said: list[Noted | Skipped] = []
        for path in walk(Path(path) for path in paths):
            said += _opened(path, Path(scratch), files, inside)
        survey = _surveyed(files, _beside(files, jurisdiction.lower()))
        survey.said += said
        found: list[Iterable[Imported | Noted | Skipped]] = [
            sorted(survey.said, key=lambda one: one.path)
        ]
        for id in sorted(survey.texts.keys() | survey.facts.keys()):
            found.append(_imported(survey.texts.get(id, []), survey.facts.get(id, [])))
        for one in itertools.chain.from_iterable(found):
            yield replace(one, path=_shown(one.path, inside))


def _opened(
    path: Path, scratch: Path, files: list[Path], inside: dict[Path, Path]
) -> Iterator[Noted | Skipped]:
    """List a file, or the files of an archive, which are unpacked into ``scratch``.

    ``inside`` tells which archive was unpacked where.
    """
    folder = scratch / str(len(inside))
    folder.mkdir()
    archive = path if archives.is_archive(path) else archives.enclosed(path, scratch)
    if archive is None:
        folder.rmdir()
        files.append(path)
        return
    inside[folder] = path
    try:
        for name, why in archives.unpack(archive, folder):
            yield Skipped(path / name, why)
    except DataError as error:
        yield Skipped(path, str(error).partition(": ")[2])
        return
    members = list(walk([folder]))
    files.extend(members)
    yield Noted(path, f"an archive of {len(members)} files")


def _shown(path: Path, inside: Mapping[Path, Path]) -> Path:
    """Return a file's path as a person knows it: within its archive, not where it was unpacked."""
    for folder, archive in inside.items():
        if path.is_relative_to(folder):
            return archive / path.relative_to(folder)
    return path


def names() -> Mapping[str, str]:
    """Return the jurisdictions by code."""
    states = tomllib.loads((folders.find("data") / "states.toml").read_text("utf-8"))
    return {**{code: str(facts["name"]) for code, facts in states.items()}, "us": "US Congress"}


def _beside(files: list[Path], jurisdiction: str) -> Beside:
    """Read first the files that tell of others: California's tables, LegiScan's bills."""
    texts = {}
    for path in files:
        file = _loaded(path) if path.suffix.lower() == ".json" else None
        try:
            listed = formats.legiscan_bill(file) if file else None
        except (DataError, *_MISSHAPEN):
            continue  # it is said in its turn
        if listed:
            texts.update(dict.fromkeys(listed[1], listed[0].bills[0]))
    tables = formats.pubinfo(files, _loaded)
    return Beside(names(), jurisdiction, tables, texts)


def _loaded(path: Path) -> File | None:
    try:
        return load(path)
    except DataError:
        return None


def _surveyed(files: list[Path], beside: Beside) -> _Survey:
    survey = _Survey()
    for path in files:
        match _answered(path, beside):
            case Found() as found:
                survey.texts.setdefault(found.bill.id, []).append(Entry((path,), found))
            case Part() as part:
                survey.parts.setdefault(part.version.id, []).append((path, part))
            case Facts(bills=bills):
                for bill in bills:
                    survey.facts.setdefault(bill.id, []).append((path, bill))
                _note_facts(survey, path, bills)
            case said:
                survey.said.append(said)
    _settle(survey)
    for pieces in survey.parts.values():
        _join(survey, sorted(pieces, key=lambda piece: piece[1].order))
    _only_facts(survey)
    return survey


def _answered(path: Path, beside: Beside) -> Answer:
    try:
        return formats.answer(load(path), beside)
    except DataError as error:
        return Skipped(path, str(error).removeprefix(f"{path}: "))
    except _MISSHAPEN as error:
        return Skipped(path, f"is not shaped as its format promises: {error}"[:200])


def _settle(survey: _Survey) -> None:
    """Give a text without a session to the one bill of that state and number that is known."""
    known = {id: entries[0].found.bill for id, entries in survey.texts.items()}
    known.update({id: rows[0][1] for id, rows in survey.facts.items()})
    for lost in [bill for bill in known.values() if bill.session == UNKNOWN]:
        same = [
            bill
            for bill in known.values()
            if (bill.jurisdiction, bill.number) == (lost.jurisdiction, lost.number)
            and bill.session != UNKNOWN
        ]
        if len(same) == 1:
            entries = survey.texts.pop(lost.id)
            survey.texts.setdefault(same[0].id, []).extend(_moved(e, same[0]) for e in entries)


def _moved(entry: Entry, bill: Bill) -> Entry:
    version = entry.found.version
    name = version.id.partition("@")[2]
    found = replace(
        entry.found,
        bill=replace(entry.found.bill, id=bill.id, session=bill.session),
        version=replace(version, id=f"{bill.id}@{name}", bill=bill.id),
    )
    return Entry(entry.paths, found)


def _note_facts(survey: _Survey, path: Path, bills: tuple[Bill, ...]) -> None:
    named = bills[0].id if len(bills) == 1 else f"{len(bills)} bills"
    survey.said.append(Noted(path, f"facts of {named}"))


def _only_facts(survey: _Survey) -> None:
    """Take back the note on a file whose bill has no text: it is imported from that file."""
    alone = {rows[0][0] for id, rows in survey.facts.items() if id not in survey.texts}
    survey.said[:] = [one for one in survey.said if one.path not in alone]


def _join(survey: _Survey, pieces: list[tuple[Path, Part]]) -> None:
    """Make one text of the pieces of a section, if its beginning is among them."""
    paths, first = tuple(path for path, _ in pieces), pieces[0][1]
    if not first.whole:
        reason = f"a part of {first.bill.number}; what comes before it is missing"
        survey.said += [Skipped(path, reason) for path in paths]
        return
    found = Found(first.bill, first.version, "text/plain")
    survey.texts.setdefault(first.bill.id, []).append(Entry(paths, found))
    survey.said += [
        Noted(path, f"a part of {first.bill.number}, joined to {paths[0].name}")
        for path in paths[1:]
    ]


def _imported(entries: list[Entry], facts: list[tuple[Path, Bill]]) -> Iterator[Imported | Skipped]:
    bill = together([bill for _, bill in facts], entries)
    place = {version.id: number for number, version in enumerate(bill.versions)}
    if not entries:
        yield Imported(facts[0][0], bill)
    for entry in sorted(
        entries, key=lambda e: (place[e.found.version.id], best(e.found.media_type), e.paths)
    ):
        try:
            document = _document(entry)
        except (DataError, *_MISSHAPEN) as error:
            yield Skipped(entry.paths[0], f"cannot be read: {error}")
        else:
            version = bill.versions[place[entry.found.version.id]]
            yield Imported(entry.paths[0], bill, version, document)


def _document(entry: Entry) -> Document:
    bodies = [load(path).body for path in entry.paths]
    body = codes.joined(bodies) if _is_piece(entry) else entry.found.unpack(bodies[0])
    if not body.strip():
        raise DataError("holds no text")
    return Document(
        hashlib.sha256(body).hexdigest(), body, entry.found.media_type,
        entry.found.url, entry.found.fetched_at,
    )  # fmt: skip


def _is_piece(entry: Entry) -> bool:
    return len(entry.paths) > 1 or entry.found.bill.source == "United States Code"
