"""Make the pages of copied language: all families by weight, and each with its copies in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from billwatch.publish import paths
from billwatch.publish.desk import Desk
from billwatch.publish.faces import Copied, Lineage, Page
from billwatch.publish.phrase import cut
from billwatch.publish.press import as_json

if TYPE_CHECKING:  # see `billwatch.publish.faces`
    from billwatch.reuse import Family

_ROOM = 90  # characters shown at each end of a long stretch that stands unchanged


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the page of all families, then a page and a JSON file for each."""
    copied = desk.site.copied or Copied()
    yield desk.press.page(
        paths.copied(), "copied.html", copied=copied, asked=desk.site.copied is not None,
        lists=(("across", copied.across, copied.of[0]), ("again", copied.again, copied.of[1])),
        places=places,
    )  # fmt: skip
    held = {card.bill.id for card in desk.cards}
    for each in (*copied.across, *copied.again):
        line = replace(each, bills={id: it for id, it in each.bills.items() if id in held})
        path = paths.copied(line.id)
        yield desk.press.page(path, "family.html", line=line, versions=desk.evidence.versions,
                              copies=[(c, brief(c.words)) for c in line.family.copies])  # fmt: skip
        yield Page(path.replace("index.html", "family.json"), as_json(record(line)))


def places(family: "Family") -> tuple[str, ...]:
    """Return the codes of the jurisdictions that have it, the first's first."""
    told = (family.first.version, *(copy.place.version for copy in family.copies), *family.also)
    return tuple(dict.fromkeys(version.partition("/")[0] for version in told))


def record(line: Lineage) -> Mapping[str, object]:
    """Return a family as JSON has it; offsets count characters of the text in force."""
    return {"id": line.id, **asdict(line.family)}


def brief(words: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return stretches of a copy, the long unchanged ones with their middle left out."""
    return [(kind, _brief(said) if kind == "equal" else said) for kind, said in words]


def _brief(said: str) -> str:
    if len(said) <= 3 * _ROOM:
        return said
    end = said[-_ROOM:].partition(" ")[2]
    return f"{cut(said, _ROOM)} {end}"
