"""Say which source's word stands where several tell of one bill, and which prints are the same.

A legislature's own source goes before LegiScan, LegiScan before Open States; a lone file, of which
nobody says where it is from, comes last. Field by field the better source's word stands; what it
is silent on, the other fills. What the other says in those fields is kept as a `Claim`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from billwatch.importer import naming
from billwatch.models import Bill, Claim, Version

OFFICIAL, LEGISCAN, OPEN_STATES, FILE = range(4)
_NEAR = 3  # days: sources date one print by its day of print, of filing, or of posting


@dataclass(frozen=True, slots=True)
class Joined:
    """A bill as several sources together tell it.

    ``anew``: its lists are a better source's, and replace those that were known. ``repeats`` names
    the prints of one source that are, under another name, those of the better one. ``claims`` are
    the other source's words.
    """

    bill: Bill
    anew: bool = False
    repeats: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()


def rank(source: str) -> int:
    """Return the place of a source, 0 the best.

    >>> rank("ct"), rank("LegiScan (CC BY 4.0)"), rank("Open States"), rank("")
    (0, 1, 2, 3)
    """
    if source in ("", "file"):
        return FILE
    names = {"LegiScan": LEGISCAN, "Open States": OPEN_STATES}
    return next((place for name, place in names.items() if source.startswith(name)), OFFICIAL)


def join(known: Bill | None, new: Bill, today: str = "", *, shared: bool = False) -> Joined:
    """Return what is to be kept of a bill, from what is known of it and what came now.

    ``shared`` says that another source told of it too: a print that the better one lists only now
    may be known from there.
    """
    if known is None:
        return Joined(new)
    if rank(known.source) == rank(new.source):
        fresh = [version for version in new.versions if version.id not in _ids(known.versions)]
        held = [version for version in known.versions if version.id not in _ids(new.versions)]
        return Joined(new, repeats=matched(fresh, held) if shared else {})
    anew = rank(new.source) < rank(known.source)
    better, other = (new, known) if anew else (known, new)
    told = tuple(claims(other, today)) if other.source else ()
    same = matched(better.versions, other.versions) if other.source else {}
    if anew:
        return Joined(_filled(new, known, ()), True, same, told)
    more = tuple(version for version in new.versions if version.id not in same)
    return Joined(_filled(known, new, more), False, same, told)


def _filled(better: Bill, other: Bill, more: Sequence[Version]) -> Bill:
    return replace(
        better,
        title=better.title or other.title,
        status=other.status if better.status == "unknown" and not better.actions else better.status,
        sponsors=better.sponsors or other.sponsors,
        actions=better.actions or other.actions,
        subjects=better.subjects or other.subjects,
        versions=(*better.versions, *(v for v in more if v.id not in _ids(better.versions))),
        url=better.url or other.url,
        source=better.source or other.source,
    )


def _ids(versions: Iterable[Version]) -> set[str]:
    return {version.id for version in versions}


def matched(better: Sequence[Version], other: Sequence[Version]) -> dict[str, str]:
    """Return which prints of the other source are which of the better one, by their ids.

    The best evidence first: the same address, the same label, the same stage in the life of a
    bill. Two prints that are days apart are two, unless they stand at one address. A print that
    both name alike is no repeat, and one without a match is a print of its own.
    """
    free = [version for version in better if version.id not in _ids(other)]
    left = [version for version in other if version.id not in _ids(better)]
    found: dict[str, str] = {}
    for alike in (_addressed, _labelled, _staged):
        for version in list(left):
            match = next((one for one in free if alike(one, version)), None)
            if match is not None:
                found[version.id] = match.id
                free.remove(match)
                left.remove(version)
    return found


def _addressed(one: Version, other: Version) -> bool:
    return bool({_bare(link.url) for link in one.links} & {_bare(li.url) for li in other.links})


def _bare(url: str) -> str:
    """Return an address as it is compared.

    >>> _bare("https://www.CGA.example/a.PDF") == _bare("http://cga.example/a.pdf")
    True
    """
    return url.lower().partition("://")[2].removeprefix("www.").rstrip("/")


def _labelled(one: Version, other: Version) -> bool:
    return naming.slug(one.label) == naming.slug(other.label) and _close(one, other)


def _staged(one: Version, other: Version) -> bool:
    return naming.stage(one.label) == naming.stage(other.label) and _close(one, other)


def _close(one: Version, other: Version) -> bool:
    if not one.date or not other.date:
        return True
    return abs((date.fromisoformat(one.date) - date.fromisoformat(other.date)).days) <= _NEAR


def claims(bill: Bill, today: str) -> Iterator[Claim]:
    """Yield what a source says in the fields that are held against those of another."""
    for name, value in _said(bill).items():
        if value:
            yield Claim(bill.id, bill.source, name, value, today)


def _said(bill: Bill) -> Mapping[str, str]:
    last = max((action.date for action in bill.actions), default="")
    return {
        "title": bill.title,
        "status": "" if bill.status == "unknown" else bill.status,
        "sponsors": "; ".join(one.name for one in bill.sponsors if one.role == "primary"),
        "last action": last,
    }


def disagreements(bill: Bill, told: Iterable[Claim]) -> Iterator[tuple[Claim, str]]:
    """Yield each claim that contradicts what stands, with that; silence contradicts nothing."""
    stands = _said(bill)
    for claim in told:
        value = stands.get(claim.field, "")
        if claim.source != bill.source and value and not _agree(claim.field, claim.value, value):
            yield claim, value


def _agree(name: str, one: str, other: str) -> bool:
    """Tell whether two words for a field say the same; of sponsors a shared name is enough.

    >>> _agree("title", "AN ACT. Student data", "An Act: student data.")
    True
    >>> _agree("sponsors", "Rep. Office of the Clerk, 1st Dist.", "Clerk")
    True
    """
    if name == "sponsors":
        return bool(set(naming.slug(one).split("-")) & set(naming.slug(other).split("-")))
    return naming.slug(one) == naming.slug(other)
