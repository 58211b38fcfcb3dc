"""Make the pages that look over all bills: home, matrix, states, provisions, method, sources."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile
from typing import Any
from urllib.parse import urlsplit

from billwatch.models import Matrix
from billwatch.publish import (
    about,
    calendar,
    compare,
    copied,
    embeds,
    feeds,
    funnel,
    health,
    here,
    ledger,
    marks,
    news,
    past,
    paths,
    pictures,
    search,
    tables,
    trimmed,
)
from billwatch.publish.bills import Card
from billwatch.publish.desk import Desk, lay
from billwatch.publish.faces import Page, Place, ProvisionPage, Site
from billwatch.publish.files import COLUMNS
from billwatch.publish.memory import Memory
from billwatch.publish.press import Press

_LOG = 500  # items of the pages of changes; the data files hold the rest
_LATEST = 4  # bills under "Changed lately"
_SIDE = 46  # pixels of a tile of the map


@dataclass(slots=True)
class Counts:
    """The figures of the home page; samples are counted apart."""

    bills: int = 0
    versions: int = 0
    unread: int = 0
    findings: int = 0
    samples: int = 0
    laws: int = 0
    codings: int = 0
    states: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Tile:
    """One jurisdiction on the map of a provision; x and y in pixels."""

    place: Place
    x: int
    y: int
    entry: tables.Entry | None


def front(
    site: Site, press: Press, cards: Sequence[Card], years: Mapping[int, Matrix], memory: Memory
) -> Iterator[Page]:
    """Yield every page that is not a bill's."""
    desk = lay(site, press, tuple(cards))
    told = tuple(news.gather(desk))
    weaker = news.weakenings(told)
    desk = replace(desk, pictures=pictures.gather(desk, len(weaker)))
    yield from pictures.pages(desk.pictures, memory)
    yield _home(desk, told)
    for view in tables.VIEWS:
        yield press.page(
            paths.matrix(view), "matrix.html", table=desk.tables[view],
            picture=desk.pictures.get(paths.matrix(view)),
            years=tuple(years) if view == "law" else (), tiles=_tiles(desk, {}),
            spoken={row.place.code: row.spoken for row in desk.tables[view].rows},
        )  # fmt: skip
    yield from past.pages(desk, years)
    yield from compare.pages(desk)
    yield press.page("state/index.html", "states.html", desk=desk)
    for place in desk.places:
        yield _state(desk, place)
    yield press.page("provision/index.html", "provisions.html", spread=_spread(desk))
    ways = funnel.count(desk)
    for n, provision in enumerate(site.codebook):
        spread = _over_years(years, desk.places, provision.id)
        yield _provision(desk, provision, n, spread, ways.get(provision.id, ()))
    yield press.page(
        "change/index.html", "changes.html", weeks=news.by_week(told[:_LOG]),
        left=max(len(told) - _LOG, 0), week=news.week(told, site.today), funnel=_funnel(desk),
    )  # fmt: skip
    yield press.page(
        "change/weaker/index.html", "weaker.html", weeks=news.by_week(weaker[:_LOG]),
        left=max(len(weaker) - _LOG, 0), week=news.week(weaker, site.today),
        picture=desk.pictures.get("change/weaker/index.html"),
    )  # fmt: skip
    yield from copied.pages(desk)
    yield from here.pages(desk)
    yield press.page("method/index.html", "method.html", names=_names(site), decided=_decided(desk))
    yield press.page(
        "source/index.html", "sources.html", runs=_runs(site), rows=health.held(desk, told),
        sources=health.heard(site.library.runs(), site.today),
    )  # fmt: skip
    yield press.page("data/index.html", "data.html", columns=COLUMNS, codes=_codes(desk),
                     rights=about.rights(site.licence))  # fmt: skip
    listed = [f for f in feeds.every(desk, told) if f.path.startswith("feed/")]
    yield press.page("feed/index.html", "feeds.html", feeds=listed, days=calendar.days(desk))
    yield from feeds.pages(desk, told)
    yield calendar.page(desk)
    yield search.page(desk)
    yield from embeds.pages(desk)
    yield from trimmed.pages(desk, years)
    yield press.page("404.html", "404.html", **_top(site))


def _top(site: Site) -> dict[str, Any]:
    """A missing page is served at any depth: its links start at the site's address, where known.

    They name no host, so that the page keeps its style under a policy of its own host only.
    """
    return {"root": urlsplit(site.base_url).path.rstrip("/") + "/"} if site.base_url else {}


def _codes(desk: Desk) -> list[tuple[Place, str]]:
    """Return the places that have findings, with the path of theirs."""
    held = {card.bill.jurisdiction for card in desk.cards}
    return [(p, ledger.findings_path(p.code)) for p in desk.places if p.code in held]


def _home(desk: Desk, told: Sequence[news.News]) -> Page:
    return desk.press.page(
        "index.html", "home.html", counts=_counts(desk), news=told[:_LATEST],
        week=news.week(told, desk.site.today),
        table=desk.tables["law"], picture=desk.pictures.get("index.html"),
    )  # fmt: skip


def _counts(desk: Desk) -> Counts:
    samples = {place.code for place in desk.places if place.sample}
    counts = Counts()
    for card in desk.cards:
        if card.bill.jurisdiction in samples:
            counts.samples += 1
            continue
        counts.bills += 1
        counts.states.add(card.bill.jurisdiction)
        counts.versions += len(card.prints)
        counts.unread += sum(not read for _, _, read in card.prints)
        counts.findings += card.findings
    counts.laws = sum(law.status == "law" for law in desk.site.laws)
    counts.codings = sum(len(law.codings) for law in desk.site.laws)
    return counts


def _state(desk: Desk, place: Place) -> Page:
    views = {
        view: next(
            row for row in (*desk.tables[view].rows, *desk.tables[view].samples)
            if row.place.code == place.code
        )
        for view in ("law", "pending")
    }  # fmt: skip
    cards = [card for card in desk.cards if card.bill.jurisdiction == place.code]
    cards.sort(key=lambda card: (card.last, card.bill.session, card.bill.id), reverse=True)
    laws = sorted(
        (law for law in desk.site.laws if law.jurisdiction == place.code),
        key=lambda law: (-law.year, law.id),
    )
    return desk.press.page(
        paths.state(place.code), "state.html", place=place, views=views, cards=cards,
        laws=laws, held={card.bill.id: card for card in desk.cards}, names=_names(desk.site),
        known={law.id: law for law in laws}, versions=desk.evidence.versions,
        sessions=_sessions(cards), picture=desk.pictures.get(paths.state(place.code)),
    )  # fmt: skip


def _sessions(cards: Sequence[Card]) -> list[tuple[str, str, int]]:
    """Return the page of each session with bills, what it is called, and how many it has."""
    held = Counter(
        (f"{card.path.rsplit('/', 2)[0]}/index.html",
         "law as codified" if card.bill.kind == "law" else card.bill.session)
        for card in cards
    )  # fmt: skip
    return [(path, name, count) for (path, name), count in held.items()]


def _decided(desk: Desk) -> list[tuple[Place, tables.Entry, str]]:
    """Return the answers that a person decided, each with the name of its provision."""
    names = _names(desk.site)
    found = {
        (entry.cell.provision, entry.cell.version, entry.cell.bill): (row.place, entry)
        for view in ("law", "pending")
        for row in (*desk.tables[view].rows, *desk.tables[view].samples)
        for entry in row.entries
        if entry.cell.origin == "review"
    }
    return [
        (place, entry, names.get(provision, provision))
        for (provision, _, _), (place, entry) in found.items()
    ]


def _names(site: Site) -> dict[str, str]:
    return {provision.id: provision.name for provision in site.codebook}


def _spread(desk: Desk) -> list[tuple[ProvisionPage, dict[str, int]]]:
    """Return how many real jurisdictions speak of each provision, by view."""
    return [
        (p, {view: _having(desk.tables[view], n) for view in tables.VIEWS})
        for n, p in enumerate(desk.site.codebook)
    ]


def _having(table: tables.Table, n: int) -> int:
    return sum(row.entries[n].cell.value in ("yes", "partly", "permits") for row in table.rows)


def _over_years(
    years: Mapping[int, Matrix], places: Sequence[Place], provision: str
) -> list[tuple[int, int]]:
    """Return how many real jurisdictions' law spoke of it at each year's end, from the first."""
    real = {place.code for place in places if not place.sample}
    counts = [
        (year, sum(c.provision == provision and c.jurisdiction in real
                   and c.value in ("yes", "partly", "permits") for c in matrix.cells))
        for year, matrix in years.items()
    ]  # fmt: skip
    return list(dropwhile(lambda pair: not pair[1], counts))


def _funnel(desk: Desk) -> list[tuple[int, int, int]]:
    """Return of each year the bills of the baseline, and those that became law."""
    real = {place.code for place in desk.places if not place.sample}
    laws = [law for law in desk.site.laws if law.jurisdiction in real and law.year]
    return [
        (year, sum(x.year == year for x in laws),
         sum(x.year == year and x.status == "law" for x in laws))
        for year in sorted({law.year for law in laws})
    ]  # fmt: skip


def _provision(
    desk: Desk,
    provision: ProvisionPage,
    n: int,
    spread: Sequence[tuple[int, int]],
    way: Sequence[funnel.Stage],
) -> Page:
    views = {}
    for view in ("law", "pending"):
        rows = (*desk.tables[view].rows, *desk.tables[view].samples)
        views[view] = [(row.place, row.entries[n]) for row in rows]
    entries = {place.code: entry for place, entry in views["law"]}
    return desk.press.page(
        paths.provision(provision.id), "provision.html", provision=provision, views=views,
        tiles=_tiles(desk, entries), having={v: _having(desk.tables[v], n) for v in views},
        funnel=way, real=sum(not p.sample for p in desk.places), spread=spread,
        answers=[(marks.sign(value), value, words) for value, words in provision.values],
        examples=[(marks.sign(e.value), e) for e in provision.examples],
        picture=desk.pictures.get(paths.provision(provision.id)),
    )  # fmt: skip


def _tiles(desk: Desk, entries: Mapping[str, tables.Entry]) -> list[Tile]:
    return [
        Tile(place, place.tile[0] * _SIDE, place.tile[1] * _SIDE, entries.get(place.code))
        for place in sorted(desk.places, key=lambda p: (p.tile or (0, 0))[::-1])
        if place.tile
    ]


def _runs(site: Site) -> list[tuple[Mapping[str, str], list[tuple[str, str]]]]:
    return [(run, _summary(run.get("report", ""))) for run in site.library.runs()]


def _summary(report: str) -> list[tuple[str, str]]:
    """Return the plain figures and words of a run's report; a report that is no JSON as it is."""
    try:
        told = json.loads(report) if report else {}
    except ValueError:
        return [("report", report)]
    if not isinstance(told, dict):
        return [("report", str(told))]
    return [(str(key), str(value)) for key, value in told.items() if not isinstance(value, dict)]
