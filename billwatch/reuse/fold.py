"""Fold what belongs together: versions, companions, bills brought again; date the rest."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from billwatch.reuse.align import Match
from billwatch.reuse.forms import standing
from billwatch.reuse.records import Found, Held, Kin, Passage, Place, Span, Spot

COMPANION = 0.85  # of the shorter text that stands in the longer, both of one session
LEAST = 0.7  # of the longer one that must stand in the shorter
SAME = 0.98  # of the longer one, where all that is shared is boilerplate
AGAIN = 0.6  # of the shorter text, of two sessions
AGAIN_LEAST = 0.25  # of the longer one
LIKELY = 0.5  # substance from which a passage is listed
EACH = 12.0  # nats a passage of one jurisdiction must weigh for each text there that has it


def fold(
    texts: Sequence[Held],
    matches: Iterable[Match],
    spots: Mapping[Span, Spot],
    kin: Sequence[Kin] = (),
    notes: Sequence[str] = (),
) -> Found:
    """Return passages between bills that are no kin, best first, and the kin.

    ``spots`` turns (text, first word, end word) into
    characters: `wanted` says which are asked for. ``kin`` is what is known already.
    """
    between = [m for m in matches if texts[m.left].bill != texts[m.right].bill]
    told = [m for m in between if _tells(m, texts) and not _standing(m, spots)]
    known = {frozenset((each.first, each.later)) for each in kin}
    found = relations(texts, between, {(m.left, m.right) for m in told})
    new = (k for k in found if frozenset((k.first, k.later)) not in known)
    related = (*kin, *new)
    family = _families(related)
    apart, listed = (
        [m for m in some if _family(family, texts, m.left) != _family(family, texts, m.right)]
        for some in (between, told)
    )
    passages = _folded((_passage(m, texts, spots) for m in listed), family)
    return Found(tuple(passages), related, len(apart) - len(listed), tuple(notes))


def tells(match: Match, *, near: bool) -> bool:
    """Tell whether a passage is more than boilerplate; ``near``: both are of one jurisdiction.

    What many bills of one state say is how that state writes, be it ever so rare elsewhere.
    """
    return match.substance >= LIKELY and not (near and match.score < EACH * match.common)


def wanted(texts: Sequence[Held], matches: Iterable[Match]) -> Iterator[Span]:
    """Yield (text, first word, end word) of both sides of every match that may be listed."""
    for match in matches:
        if _tells(match, texts):
            yield match.left, *match.left_words
            yield match.right, *match.right_words


def _tells(match: Match, texts: Sequence[Held]) -> bool:
    near = texts[match.left].jurisdiction == texts[match.right].jurisdiction
    return tells(match, near=near)


def _standing(match: Match, spots: Mapping[Span, Spot]) -> bool:
    return standing(spots[match.left, *match.left_words][2])


def relations(
    texts: Sequence[Held], matches: Iterable[Match], own: Container[tuple[int, int]]
) -> tuple[Kin, ...]:
    """Return which bills of one jurisdiction are one text, by how much of it they share.

    ``own`` has the pairs of texts (by number) with a passage that is more than boilerplate. Others
    are kin only where nearly all words are the same: two counties' taxes are two bills.
    """
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for match in matches:
        if texts[match.left].jurisdiction == texts[match.right].jurisdiction:
            shared[match.left, match.right] += match.matched
    found: dict[tuple[str, str], Kin] = {}
    for (left, right), matched in sorted(shared.items()):
        kin = _kin(texts[left], texts[right], matched, (left, right) in own)
        if kin and kin.share > getattr(found.get((kin.first, kin.later)), "share", 0.0):
            found[kin.first, kin.later] = kin
    return tuple(found[key] for key in sorted(found))


def _kin(one: Held, other: Held, matched: int, own: bool) -> Kin | None:
    short, long = sorted((max(one.words, 1), max(other.words, 1)))
    share = round(min(matched / short, 1.0), 3)
    if not own and matched < SAME * long:
        return None
    first, later = sorted((one, other), key=lambda t: (t.session, t.date, t.bill))
    if one.session == other.session:
        if share >= COMPANION and matched / long >= LEAST:
            return Kin(first.bill, later.bill, "companion", share)
    elif share >= AGAIN and matched / long >= AGAIN_LEAST:
        return Kin(first.bill, later.bill, "reintroduced", share)
    return None


def _families(kin: Iterable[Kin]) -> dict[str, str]:
    """Return for every bill with kin the first of its family, in order of name."""
    head: dict[str, str] = {}

    def top(bill: str) -> str:
        while head.get(bill, bill) != bill:
            bill = head[bill]
        return bill

    for each in kin:
        first, later = sorted((top(each.first), top(each.later)))
        head[first], head[later] = first, first
    return {bill: top(bill) for bill in head}


def _family(family: Mapping[str, str], texts: Sequence[Held], text: int) -> str:
    bill = texts[text].bill
    return family.get(bill, bill)


def _passage(match: Match, texts: Sequence[Held], spots: Mapping[Span, Spot]) -> Passage:
    left = place(texts[match.left], *spots[match.left, *match.left_words])
    right = place(texts[match.right], *spots[match.right, *match.right_words])
    dated = bool(left.date and right.date and left.date != right.date)
    first, later = sorted((left, right), key=lambda p: (p.date if dated else "", p.version))
    return Passage(first, later, dated, match.matched, match.density, match.score, match.substance)


def place(text: Held, start: int, end: int, words: str) -> Place:
    """Return where a passage stands: the section that holds its beginning is named."""
    section = next((label for label, a, b in text.sections if a <= start < b), "")
    return Place(text.version, section, start, end, words, text.date, text.title)


def _folded(passages: Iterable[Passage], family: Mapping[str, str]) -> Iterator[Passage]:
    """Yield the best passages; further ones of the same families and place go to ``also``."""
    groups: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for passage in sorted(passages, key=_rank):
        bills = (p.version.partition("@")[0] for p in (passage.first, passage.later))
        one, other = sorted(family.get(bill, bill) for bill in bills)
        kept = groups[one, other]
        for n, better in enumerate(kept):
            if _touch(better, passage):
                known = {better.first.version, better.later.version, *better.also}
                new = {passage.first.version, passage.later.version} - known
                kept[n] = replace(better, also=tuple(sorted((*better.also, *new))))
                break
        else:
            kept.append(passage)
    yield from sorted((p for kept in groups.values() for p in kept), key=_rank)


def _rank(p: Passage) -> tuple[float, str, str, int, int]:
    """Order by score; of equals, the earlier text first."""
    return -p.score, p.first.version, p.later.version, p.first.start, p.later.start


def _touch(one: Passage, other: Passage) -> bool:
    """Tell whether two passages share half of the shorter one in a text of both."""
    return any(
        a.version == b.version and 2 * (min(a.end, b.end) - max(a.start, b.start))
        > min(a.end - a.start, b.end - b.start)
        for a in (one.first, one.later)
        for b in (other.first, other.later)
    )  # fmt: skip
