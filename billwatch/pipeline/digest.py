"""Write the digest of a night: what changed for students, in words, and where to look."""

from collections.abc import Iterator, Mapping, Sequence

from billwatch import notify, topics
from billwatch.counted import counted
from billwatch.models import Bill, Event
from billwatch.pipeline import scope
from billwatch.pipeline.record import Outcome, Past
from billwatch.publish import paths
from billwatch.store import Store

MOST = 30  # lines
_MARK = "notified"  # the page mark that says up to where events were told
_WHY = {
    "weaker": "a protection grew weaker",
    "stronger": "a protection grew stronger",
    "changed": "a protection changed",
    "status": "the bill moved",
    "new version": "a new text",
    "new bill": "a new bill",
}


def send(
    store: Store,
    past: Past,
    outcomes: Mapping[str, Outcome],
    urls: Sequence[str],
    secrets: Mapping[str, str],
    site_url: str,
) -> int:
    """Send what was not told before and return how many lines; nothing new, nothing sent.

    Raise `DataError` where it cannot be sent; then it is told the next time.
    """
    events, mark = untold(store)
    lines = [*sources(past, outcomes), *bills(store, events, site_url)]
    if lines:
        if len(lines) > MOST:
            rest = len(lines) - MOST + 1
            where = f"{site_url.rstrip('/')}/change/" if site_url else "billwatch publish"
            lines[MOST - 1 :] = [f"and {rest:,} more: {where}"]
        title = f"billwatch: {counted(len(lines), 'line')}"
        notify.send(urls, title, "\n".join(lines), secrets)
    if events:
        store.save_page(_MARK, mark)
    return len(lines)


def untold(store: Store) -> tuple[list[Event], str]:
    """Return the events that no digest has told of, and the mark to keep once they are told."""
    day, _, count = store.page_mark(_MARK).partition("#")
    events = list(store.events(day))
    told = int(count or 0)
    last = max((event.seen_on for event in events), default=day)
    number = sum(event.seen_on == last for event in events)
    return events[told:], f"{last}#{number}"


def sources(past: Past, outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    """Yield a line for each source that began to fail, or works again; not one that still fails."""
    for key, one in outcomes.items():
        before = past.outcomes.get(key)
        if not one.ok and (before is None or before.ok):
            yield f"[a source fails] {key}: {one.reason} (told once; see billwatch doctor)"
        elif one.ok and before is not None and not before.ok:
            yield f"[a source works again] {key}: {one.seen:,} bills seen"
        if one.note and (before is None or before.note != one.note):
            yield f"[a source needs a look] {key}: {one.note}"


def bills(store: Store, events: Sequence[Event], site_url: str) -> list[str]:
    """Return a line for each bill that concerns students, what matters most first."""
    by_bill: dict[str, list[Event]] = {}
    for event in events:
        by_bill.setdefault(event.bill, []).append(event)
    ranked = []
    for id, told in by_bill.items():
        told.sort(key=_rank)
        bill = store.bill(id)
        if bill is not None and (why := _why(store, bill, told)):
            ranked.append((_rank(told[0]), id, _line(bill, told, why, site_url)))
    return [line for _, _, line in sorted(ranked)]


def _rank(event: Event) -> int:
    return list(_WHY).index(event.kind) if event.kind in _WHY else len(_WHY)


def _why(store: Store, bill: Bill, events: Sequence[Event]) -> str:
    """Say why a bill belongs in the digest, or nothing where it does not."""
    if any(event.provision for event in events):
        return _WHY.get(events[0].kind, events[0].kind)
    found = sum(len(store.findings(version.id)) for version in bill.versions[-1:])
    judged = topics.judge(scope.topic(), title=bill.title, subjects=bill.subjects)
    if not found and not judged.kept:
        return ""
    about = (
        "; ".join(judged.reason[:1]) if judged.kept else f"{counted(found, 'finding')} in its text"
    )
    return f"{_WHY.get(events[0].kind, events[0].kind)} ({about})"


def _line(bill: Bill, events: Sequence[Event], why: str, site_url: str) -> str:
    what = "; ".join(dict.fromkeys(_words(event) for event in events[:3]))
    link = f"{site_url.rstrip('/')}/{paths.bill(bill.id)}" if site_url else bill.url or bill.id
    name = f"{bill.jurisdiction.upper()} {bill.number} ({bill.session})"
    return " ".join(f"[{why}] {name} {bill.title[:80]}: {what} {link}".split())


def _words(event: Event) -> str:
    if event.provision:
        name = event.provision.replace("_", " ")
        return f"{name}: {event.before or 'silent'} → {event.after or 'silent'}"
    if event.before or event.after:
        return f"{event.before} → {event.after} ({event.words})"
    return event.words if event.kind == "new version" else event.kind
