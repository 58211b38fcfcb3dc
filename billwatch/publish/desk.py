"""Lay out once what the front pages share: the views of the matrix, the places, the cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from billwatch.publish import tables
from billwatch.publish.bills import Card
from billwatch.publish.faces import Place, Site
from billwatch.publish.press import Press

if TYPE_CHECKING:  # they are made from a desk
    from billwatch.publish.pictures import Picture


@dataclass(frozen=True, slots=True)
class Desk:
    """What the front pages share: the site, its views laid out, the bills as cards.

    ``pictures`` are shown where a link to a page is passed on, by the page.
    """

    site: Site
    press: Press
    places: tuple[Place, ...]
    cards: tuple[Card, ...]
    evidence: tables.Evidence
    tables: Mapping[str, tables.Table]
    pictures: "Mapping[str, Picture]" = field(default_factory=dict)


def lay(site: Site, press: Press, cards: tuple[Card, ...]) -> Desk:
    """Return the desk for a site whose bills are already cards."""
    places = _places(site, cards)
    views = {m.view: tables.by_key(m) for m in (site.law, site.pending, site.both)}
    versions = {v.id for card in cards for v, _, read in card.prints if read}
    evidence = tables.Evidence(versions, views, {law.id: law for law in site.laws})
    laid = {
        view: tables.lay_out(view, views[view], places, site.codebook, evidence)
        for view in tables.VIEWS
    }
    return Desk(site, press, places, cards, evidence, laid)


def _places(site: Site, cards: Sequence[Card]) -> tuple[Place, ...]:
    """Return the places given, and one for every other jurisdiction that has bills or laws."""
    known = {place.code for place in site.places}
    stored = {j.code: j.name for j in site.library.jurisdictions()}
    others = {card.bill.jurisdiction for card in cards} | {law.jurisdiction for law in site.laws}
    extra = [Place(code, stored.get(code, code.upper())) for code in sorted(others - known)]
    return (*site.places, *extra)
