"""Bills of the Louisiana Legislature, from the pages of its site.

The search page names the kinds of instruments of a session; each kind is a list in pages, the next
of which is asked for by posting the form of the last. A kind with one instrument leads to its page
instead. A row shows where the bill stands, which is the mark of a change. The bill's page holds the
title, the history (days without a year) and links to pages of authors and texts, all of them PDF.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Element, Page
from billwatch.scraper import Follow, Step

_SITE = "https://www.legis.la.gov/legis"
_NUMBER = re.compile(r"([HS][A-Z]{1,9}) ?0{0,9}(\d{1,9})")
_LABEL = "span#ctl00_PageBody_LabelBillID"
_ROWS = 'a[href*="BillInfo.aspx"]'
_DAY = re.compile(r"(\d\d?)/(\d\d?)")
_NEXT = re.compile(r"__doPostBack\('([^']+)'")
_CHAMBERS = {"H": "lower", "S": "upper"}
_GOVERNOR = re.compile(r"(signed|vetoed|line item vetoed) by the governor", re.IGNORECASE)
# The action of the day on which a print came out.
_ISSUED = {
    "Engrossed": re.compile(r"\bordered engrossed", re.IGNORECASE),
    "Reengrossed": re.compile(r"\bordered re-?engrossed", re.IGNORECASE),
    "Enrolled": re.compile(r"^enrolled", re.IGNORECASE),
    "Act": re.compile(r"\b(becomes|effective date.{0,40}) act\b|\bact no\.", re.IGNORECASE),
}
# Extraordinary sessions by year.
_EXTRA = {2017: 2, 2018: 3, 2020: 2, 2022: 2, 2023: 1, 2024: 3, 2025: 1}


def _regular(year: int) -> Session:
    """Return a regular session: 85 days from March's second Monday, in odd years 60 from April's.

    (Constitution III, 2.)
    """
    month, days = (4, 60) if year % 2 else (3, 85)
    first = date(year, month, 1)
    start = first + timedelta(days=-first.weekday() % 7 + 7)
    end = start + timedelta(days=days - 1)
    name = f"{year} Regular Session"
    return Session("la", f"{year % 100:02}RS", name, start.isoformat(), end.isoformat())


def _sessions() -> Iterator[Session]:
    for year in range(2012, 2027):
        for number in range(1, _EXTRA.get(year, 0) + 1):
            name = f"{year} Extraordinary Session {number}"
            yield Session("la", f"{year % 100:02}{number}ES", name)
        yield _regular(year)


class Louisiana:
    """The Louisiana Legislature (legis.la.gov)."""

    name = "la"
    jurisdiction = Jurisdiction("la", "Louisiana")
    hosts = ("www.legis.la.gov", "legis.la.gov")
    sessions = tuple(_sessions())

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the search page, which knows the kinds of instruments."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        url = f"{_SITE}/BillSearch.aspx?sid={session}"
        return (Follow(url, partial(self.kinds, session)),)

    def kinds(self, session: str, page: Page) -> Iterator[Step]:
        """Read the kinds: HB, SB, resolutions of each sort."""
        named = [page.text(option) for option in page.some('select[id*="InstTypes"] option')]
        kinds = dict.fromkeys(name for name in named if re.fullmatch(r"[HS][A-Z]{1,3}", name))
        if not kinds:
            raise ScrapeError(f"{page.url}: no 'option' of InstTypes is a kind like HB")
        for kind in kinds:
            url = f"{_SITE}/BillSearchListQ.aspx?s={session}&r={kind}1*"
            yield Follow(url, partial(self.bills, session))

    def bills(self, session: str, page: Page) -> Iterator[Step]:
        """Read one page of a list, and name the next."""
        count = 0
        for piece, found in page.pieces(_ROWS):
            if label := piece.maybe(_LABEL):
                number = piece.text(label)
                url = f"{_SITE}/BillInfo.aspx?s={session}&b={number}"
                yield from self.bill(self._draft(session, number, url), piece)
                return
            for anchor in (a for a in found if _NUMBER.fullmatch(piece.text(a))):
                count += 1
                draft = self._draft(session, piece.text(anchor), piece.link(anchor))
                read = partial(self.bill, draft)
                yield Follow(draft.url, read, bill=draft.id, changed=_stand(piece, anchor))
            yield from self._next(session, piece)
        if not count:
            raise ScrapeError(f"{page.url}: no link to BillInfo.aspx is named like HB1")

    def _next(self, session: str, page: Page) -> Iterator[Step]:
        """Name the next page of a list: what its arrow posts back."""
        arrow = next((a for a in page.all("a[href]") if page.text(a) == ">"), None)
        target = _NEXT.search(str(arrow["href"])) if arrow is not None else None
        if arrow is None or target is None or arrow.has_attr("disabled"):
            return
        form = dict(page.fields("form#aspnetForm"))
        form |= {"__EVENTTARGET": target[1], "__EVENTARGUMENT": ""}
        url = page.link(page.one("form#aspnetForm"), "action")
        yield Follow(url, partial(self.bills, session), form=tuple(form.items()))

    def bill(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's page; further authors, and its texts, may stand on pages of their own."""
        number = page.text(page.one(_LABEL))
        if _NUMBER.sub(r"\1 \2", number) != draft.number:
            raise ScrapeError(f"{page.url}: this is {number}, not {draft.number}")
        title = page.text(page.one("span#ctl00_PageBody_LabelShortTitle"))
        keyword, colon, _ = title.partition(":")
        actions = tuple(_actions(page, draft.session))
        if not actions:
            raise ScrapeError(f"{page.url}: no 'tr' of the history begins with a day")
        author = page.text(page.one("a#ctl00_PageBody_LinkAuthor"))
        known = replace(
            draft,
            title=title or draft.number,
            subjects=(keyword,) if colon and keyword.isupper() else (),
            sponsors=(Sponsor(author),) if author else (),
            actions=actions,
        )
        known = replace(known, versions=tuple(_versions(known, page)))
        authors, texts = (_menu(page, name) for name in ("Authors", "Text"))
        texts = "" if known.versions else texts
        if authors:
            yield Follow(authors, partial(self.authors, known, texts), bill=draft.id)
        elif texts:
            yield Follow(texts, partial(self.texts, known), bill=draft.id)
        else:
            yield known

    def authors(self, draft: Bill, texts: str, page: Page) -> Iterator[Step]:
        """Read the names of all authors; the first author is known."""
        first = {sponsor.name for sponsor in draft.sponsors}
        found = [re.sub(r" ?\(primary\)$", "", page.text(a), flags=re.I) for a in page.all("a")]
        others = [Sponsor(name, "cosponsor") for name in found if name and name not in first]
        known = replace(draft, sponsors=(*draft.sponsors, *dict.fromkeys(others)))
        if texts:
            yield Follow(texts, partial(self.texts, known), bill=draft.id)
        else:
            yield known

    def texts(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read the list of a bill's texts."""
        versions = tuple(_versions(draft, page))
        if not versions:
            raise ScrapeError(f"{page.url}: no link to ViewDocument.aspx is named {draft.number}")
        yield replace(draft, versions=versions)

    def _draft(self, session: str, number: str, url: str) -> Bill:
        match = _NUMBER.fullmatch(number)
        if not match:
            raise ScrapeError(f"{url}: the number is {number!r}")
        return Bill(
            id=f"la/{session.lower()}/{match[1].lower()}{match[2]}",
            jurisdiction="la",
            session=session,
            number=f"{match[1]} {match[2]}",
            title="",
            url=url,
            source=self.name,
        )


def _stand(page: Page, anchor: Element) -> str:
    """Return the words of a row: author, where the bill stands, when it was considered."""
    row = anchor.find_parent("tr")
    return page.text(row) if row is not None else ""


def _menu(page: Page, name: str) -> str:
    found = (a for a in page.all('a[href*="BillDocs.aspx"]') if page.text(a) == name)
    anchor = next(found, None)
    return page.link(anchor) if anchor is not None else ""


def _actions(page: Page, session: str) -> Iterator[Action]:
    """Yield the history by its days; the page has the newest first.

    Bills are filed ahead of a regular session from autumn on, so late months are the year before.
    """
    found = []
    for row in page.all("tr"):
        cells = [page.text(cell) for cell in page.all(":scope > td", row)]
        day = _DAY.fullmatch(cells[0]) if len(cells) >= 4 else None
        if day and cells[3]:
            year = 2000 + int(session[:2]) - (session.endswith("RS") and int(day[1]) > 8)
            where = "executive" if _GOVERNOR.match(cells[3]) else _CHAMBERS.get(cells[1], "")
            iso = f"{year}-{int(day[1]):02}-{int(day[2]):02}"
            found.append(Action(iso, cells[3], where))
    found.reverse()
    yield from sorted(found, key=lambda action: action.date)


def _versions(bill: Bill, page: Page) -> Iterator[Version]:
    """Yield the prints, oldest first: the page has the newest first.

    Other documents are named after the bill too, but not first: "Digest of HB1 Engrossed".
    """
    found = []
    for anchor in page.all('a[href*="ViewDocument.aspx"]'):
        number, _, label = page.text(anchor).partition(" ")
        if _NUMBER.sub(r"\1 \2", number) == bill.number and label and "Digest" not in label:
            found.append((label, page.link(anchor)))
    used: set[str] = set()
    for label, url in reversed(found):
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        slug = slug if slug not in used else f"{slug}-{url.rpartition('=')[2]}"
        used.add(slug)
        day = _issued(label, bill.actions)
        yield Version(f"{bill.id}@{slug}", bill.id, label, day, (Link(url, "application/pdf"),))


def _issued(label: str, actions: tuple[Action, ...]) -> str | None:
    """Return the day of the action that a print came of; the original is the bill as filed."""
    if label == "Original":
        return actions[0].date if actions else None
    cue = _ISSUED.get(label.partition(" ")[0])
    return next((action.date for action in actions if cue and cue.search(action.text)), None)
