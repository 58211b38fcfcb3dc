"""Say what fills the places that the templates of a bill's pages leave open.

Those pages come by the thousand, so each template is printed once for every shape that a page can
have (see `Press.sheet`), and what differs from bill to bill is put in: words as they are, which the
press escapes, or HTML made by `said`.
"""

from markupsafe import Markup

from billwatch.models import Bill, Version
from billwatch.publish import paths, phrase, said
from billwatch.publish.faces import Site
from billwatch.publish.held import Print

Pieces = dict[str, str]


def of_bill(site: Site, bill: Bill) -> Pieces:
    """Return what every page of a bill may name."""
    code = bill.jurisdiction
    names = (place.name for place in site.places if place.code == code)
    return {
        "number": bill.number, "session": bill.session, "title": bill.title,
        "code": code.upper(), "place": next(names, code.upper()), "state": paths.state(code),
        "home": paths.bill(bill.id), "feed": paths.bill_feed(bill.id),
        "drawn": f"picture/state/{paths.slug(code)}.png",
    }  # fmt: skip


def on_bill(bill: Bill, common: Pieces, latest: Print | None) -> Pieces:
    """Return what its own page says of a bill; ``latest`` is the text that counts."""
    version = latest.version if latest else None
    status = "law as codified" if bill.kind == "law" else bill.status
    link = said.out(bill.url, "official page") if bill.url else ""
    sponsors = ", ".join(sponsor.name for sponsor in bill.sponsors)
    place = common["place"]
    return {
        **common, "brief": phrase.cut(bill.title, 120),
        "filed": f"state:{place.replace(',', '').strip()}, status:{status}",
        "meta": phrase.joined((place, _session(bill), status, link, sponsors)),
        "label": version.label if version else "", "day": phrase.day(version and version.date),
        **_cited(bill, version),
    }  # fmt: skip


def on_text(bill: Bill, common: Pieces, one: Print) -> Pieces:
    """Return what the pages of a text say of it."""
    seen = f"first seen {phrase.day(one.first_seen)}" if one.first_seen else ""
    dates = phrase.day(one.version.date), seen
    meta = phrase.joined((common["place"], _session(bill), *dates, *said.origins(one)))
    return {
        **common, "label": one.version.label, "lede": phrase.cut(bill.title, 180), "meta": meta,
        **_cited(bill, one.version),
    }  # fmt: skip


def _session(bill: Bill) -> str:
    return f"session {bill.session}" if bill.session else ""


def _cited(bill: Bill, version: Version | None) -> Pieces:
    """Return how to cite a bill, or one text of it."""
    text = (version.label, phrase.day(version.date)) if version else ()
    name = f"{bill.jurisdiction.upper()} {bill.number}"
    cite: Markup = phrase.joined((name, bill.session, *text), ", ")
    return {"cite": cite, "id": version.id if version else bill.id}
