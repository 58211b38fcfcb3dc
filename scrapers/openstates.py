"""Bills of every legislature, from the Open States API, version 3 (v3.openstates.org), with a key.

It is asked for words of student privacy, in all legislatures or in one, for bills with an action in
a year: its index of texts has holes, so a bill that is not found may still be there. It holds no
texts but links them at the legislatures' own sites, which are hosts of this source for that reason;
the key is for the API alone. A free key has 10 calls a minute and 250 a day. Every bill is complete
in the list, the newest change first.
"""

import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import quote

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Json, Page
from billwatch.scraper import (
    Follow,
    Missed,
    Step,
    counted_session,
    each,
    identify,
    iso_day,
    plain,
)

PHRASES = (
    '"student data"',
    '"student privacy"',
    '"student information"',
    '"student records"',
    '"pupil records"',
    '"education records"',
    '"educational technology"',
    '"school service"',
    '"biometric" student',
    '"online privacy" children',
)
"""What is searched for, in the query language of web searches."""

_API = "https://v3.openstates.org/bills"
_INCLUDED = ("sponsorships", "actions", "versions", "sources")
_OCD = re.compile(r"country:us(?:/(?:state|district|territory):([a-z]{2}))?/")
_CHAMBERS = {"lower": "lower", "upper": "upper", "executive": "executive"}
# Where the legislatures keep their texts.
_TEXTS = (
    "alison.legislature.state.al.us", "www.akleg.gov", "www.azleg.gov",
    "www.arkleg.state.ar.us", "arkleg.state.ar.us", "leginfo.legislature.ca.gov",
    "leg.colorado.gov", "content.leg.colorado.gov", "www.cga.ct.gov", "lims.dccouncil.gov",
    "legis.delaware.gov", "flsenate.gov", "www.flsenate.gov", "www.legis.ga.gov",
    "www.capitol.hawaii.gov", "data.capitol.hawaii.gov", "legislature.idaho.gov",
    "www.ilga.gov", "ilga.gov", "iga.in.gov", "www.legis.iowa.gov", "www.kslegislature.gov",
    "kslegislature.gov", "apps.legislature.ky.gov", "www.legis.la.gov", "legis.la.gov",
    "legislature.maine.gov", "mgaleg.maryland.gov", "malegislature.gov",
    "www.legislature.mi.gov", "legislature.mi.gov", "www.revisor.mn.gov",
    "billstatus.ls.state.ms.us", "documents.house.mo.gov", "house.mo.gov", "www.senate.mo.gov",
    "docs.legmt.gov", "api.legmt.gov", "nebraskalegislature.gov", "www.leg.state.nv.us",
    "gc.nh.gov", "pub.njleg.state.nj.us", "www.njleg.state.nj.us", "www.nmlegis.gov",
    "legislation.nysenate.gov", "www.ncleg.gov", "ndlegis.gov", "www.legislature.ohio.gov",
    "search-prod.lis.state.oh.us", "www.oklegislature.gov", "olis.oregonlegislature.gov",
    "www.palegis.us", "webserver.rilegislature.gov", "www.scstatehouse.gov",
    "mylrc.sdlegislature.gov", "sdlegislature.gov", "www.capitol.tn.gov", "wapp.capitol.tn.gov",
    "capitol.texas.gov", "le.utah.gov", "legislature.vermont.gov", "lis.virginia.gov",
    "lis.blob.core.windows.net", "lawfilesext.leg.wa.gov", "www.wvlegislature.gov",
    "docs.legis.wisconsin.gov", "wyoleg.gov", "www.wyoleg.gov", "www.govinfo.gov",
)  # fmt: skip


class OpenStates:
    """The Open States API: all legislatures, or one."""

    name = "openstates"
    hosts = ("v3.openstates.org", *_TEXTS)
    key_env = "OPENSTATES_API_KEY"
    key_name = "apikey"
    calls = 240
    pace = 6.5

    def __init__(self, only: Jurisdiction | None = None) -> None:
        self.only = only
        self.jurisdiction = only or Jurisdiction("us", "US Congress")
        code = self.jurisdiction.code
        self.sessions = tuple(Session(code, str(year)) for year in range(2010, 2051))

    def session_of(self, year: int) -> str:
        """Return the id of the session of a year: the year."""
        return str(year)

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the searches of a year."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        return tuple(self._search(session, phrase) for phrase in PHRASES)

    def _search(self, year: str, phrase: str, number: int = 1) -> Follow:
        where = {"jurisdiction": self.only.code} if self.only is not None else {}
        asked = {"q": phrase, **where, "action_since": f"{year}-01-01", "sort": "updated_desc"}
        query = "&".join(f"{name}={quote(value)}" for name, value in asked.items())
        query += "".join(f"&include={name}" for name in _INCLUDED)
        url = f"{_API}?{query}&per_page=20&page={number}"
        return Follow(url, partial(self.page, year, phrase))

    def page(self, year: str, phrase: str, page: Page) -> Iterator[Step | Missed]:
        """Read one page of what a search finds, and name the next."""
        answer = page.json()
        yield from each(page, page.member(answer, "results") or (), partial(_bill, page))
        place = page.member(answer, "pagination")
        here, last = (int(page.member(place, name) or 0) for name in ("page", "max_page"))
        if here < last:
            yield self._search(year, phrase, here + 1)


def _bill(page: Page, row: Json) -> Bill:
    named = _OCD.search(f"{page.member(page.member(row, 'jurisdiction'), 'id')}/")
    if not named:
        raise ScrapeError(f"{page.url}: 'jurisdiction' is no legislature of a state")
    state = named[1] or "us"
    session = _session(page, state, row)
    id, number = identify(state, session, str(page.member(row, "identifier")))
    sources = [str(item.get("url")) for item in row.get("sources") or () if item.get("url")]
    return Bill(
        id=id,
        jurisdiction=state,
        session=session,
        number=number,
        title=plain(page.member(row, "title")) or number,
        sponsors=tuple(_sponsors(row)),
        actions=tuple(_actions(page, row)),
        subjects=tuple(plain(name) for name in row.get("subject") or ()),
        versions=tuple(_versions(page, id, row)),
        url=next(iter(sources), str(row.get("openstates_url") or "")),
        source="Open States",
    )


def _session(page: Page, state: str, row: Json) -> str:
    """Return the session as the state's own source writes it.

    Open States names it by year, by the number of a legislature, or in words.
    """
    dated = iso_day(row.get("first_action_date")) or iso_day(row.get("created_at"))
    return counted_session(state, str(page.member(row, "session")), dated)


def _sponsors(row: Json) -> Iterator[Sponsor]:
    for item in row.get("sponsorships") or ():
        if name := plain(item.get("name")):
            yield Sponsor(name, "primary" if item.get("primary") else "cosponsor")


def _actions(page: Page, row: Json) -> Iterator[Action]:
    for item in page.member(row, "actions") or ():
        day, said = iso_day(page.member(item, "date")), plain(page.member(item, "description"))
        where = (item.get("organization") or {}).get("classification")
        if day and said:
            yield Action(day, said, _CHAMBERS.get(str(where), ""))


def _versions(page: Page, bill: str, row: Json) -> Iterator[Version]:
    """Yield the versions that have a link; a label that comes again carries its count."""
    used: dict[str, int] = {}
    for item in page.member(row, "versions") or ():
        label = plain(page.member(item, "note")) or "Text"
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        links = tuple(_links(item))
        if not links:
            continue
        used[slug] = used.get(slug, 0) + 1
        slug += f"-{used[slug]}" if used[slug] > 1 else ""
        yield Version(f"{bill}@{slug}", bill, label, iso_day(item.get("date")) or None, links)


def _links(item: Json) -> Iterator[Link]:
    """Yield the links, those that are best to read first."""
    found = [Link(str(one["url"]), str(one.get("media_type") or ""))
             for one in item.get("links") or () if one.get("url")]  # fmt: skip
    yield from sorted(found, key=lambda link: "pdf" in link.media_type)
