"""Bills of the US Congress, from the bill status files at govinfo.

An index names a site map for each kind of bill, and each site map every bill's file with the time
of its last change. A file has everything about a bill; both forms of it are read, that of today
(3.0.0) and that of before 2022. Texts are linked as XML; HTML and PDF stand beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Page, XmlElement
from billwatch.scraper import Follow, Step

_SITE = "https://www.govinfo.gov"
_KINDS = {
    "hr": ("H.R.", "house-bill"),
    "s": ("S.", "senate-bill"),
    "hjres": ("H.J.Res.", "house-joint-resolution"),
    "sjres": ("S.J.Res.", "senate-joint-resolution"),
    "hconres": ("H.Con.Res.", "house-concurrent-resolution"),
    "sconres": ("S.Con.Res.", "senate-concurrent-resolution"),
    "hres": ("H.Res.", "house-resolution"),
    "sres": ("S.Res.", "senate-resolution"),
}
_FILE = re.compile(r"BILLSTATUS-(\d+)([a-z]+)(\d+)\.xml$")
_PACKAGE = re.compile(r"((?:BILLS|PLAW)-\w+)\.(?:xml|html?|pdf)$")
# Where subjects stand: the general one first; the names that files of 2016 have come second.
_SUBJECTS = (
    "policyArea/name",
    "primarySubject/name",
    "legislativeSubjects/item/name",
    "otherSubjects/item/name",
)
# Who recorded an action; the Library of Congress (9) records those of both houses.
_SOURCE = {"0": "upper", "1": "lower", "2": "lower"}
# The Library's numbers: the first for the House, then the Senate, then both, then the President.
_NUMBERS = ((10000, "lower"), (19000, "upper"), (28000, ""), (100000, "executive"))


def _session(congress: int) -> Session:
    """Return a Congress: from noon of January 3 of an odd year (Amendment XX)."""
    year = 1787 + 2 * congress
    name = f"{congress}th Congress ({year}-{year + 1})"
    name = re.sub(r"^(\d*[02-9])(1|2|3)th", lambda m: m[1] + m[2] + _ORDINAL[m[2]], name)
    return Session("us", str(congress), name, f"{year}-01-03", f"{year + 2}-01-03")


_ORDINAL = {"1": "st", "2": "nd", "3": "rd"}


class Congress:
    """The Congress of the United States (govinfo.gov)."""

    name = "us"
    jurisdiction = Jurisdiction("us", "US Congress")
    hosts = ("www.govinfo.gov",)
    sessions = tuple(_session(congress) for congress in range(108, 120))

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the index of site maps."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        url = f"{_SITE}/sitemap/bulkdata/BILLSTATUS/sitemapindex.xml"
        return (Follow(url, partial(self.index, session)),)

    def offered(self) -> Follow:
        """Name the page that tells which Congresses there are: the same index."""
        return Follow(f"{_SITE}/sitemap/bulkdata/BILLSTATUS/sitemapindex.xml", self.congresses)

    def congresses(self, page: Page) -> Iterator[Session]:
        """Read which Congresses the index names."""
        urls = " ".join(page.text(item) for item in page.xml("sitemap/loc"))
        for number in sorted({int(n) for n in re.findall(r"/(\d+)[a-z]+/sitemap\.xml", urls)}):
            yield _session(number)

    def index(self, session: str, page: Page) -> Iterator[Step]:
        """Read the index: the site maps of one Congress, a kind of bill each."""
        urls = [page.text(item) for item in page.xml("sitemap/loc")]
        own = [url for url in urls if re.search(rf"/{session}[a-z]+/sitemap\.xml$", url)]
        if not own:
            raise ScrapeError(f"{page.url}: no 'sitemap/loc' is of the Congress {session}")
        for url in own:
            yield Follow(url, partial(self.site_map, session))

    def site_map(self, session: str, page: Page) -> Iterator[Step]:
        """Read a site map: every bill's file, and when it last changed."""
        for item in page.records("urlset/url"):
            url = page.field(item, "loc")
            match = _FILE.search(url)
            if not match or match[1] != session or match[2] not in _KINDS:
                raise ScrapeError(f"{page.url}: 'loc' is {url!r}, no bill of {session}")
            congress, kind, number = match.groups()
            shown, path = _KINDS[kind]
            draft = Bill(
                id=f"us/{congress}/{kind}{number}",
                jurisdiction="us",
                session=session,
                number=f"{shown} {number}",
                title="",
                url=f"https://www.congress.gov/bill/{congress}th-congress/{path}/{number}",
                source=self.name,
            )
            changed = page.field(item, "lastmod", "")
            yield Follow(url, partial(self.bill, draft), bill=draft.id, changed=changed)

    def bill(self, draft: Bill, page: Page) -> Iterator[Step]:
        """Read a bill's file."""
        info = page.xml("billStatus/bill")[0]
        kind = page.field(info, "bill/type", "") or page.field(info, "bill/billType")
        number = page.field(info, "bill/number", "") or page.field(info, "bill/billNumber")
        if f"{kind}{number}".lower() != draft.id.rpartition("/")[2]:
            raise ScrapeError(f"{page.url}: this is {kind} {number}, not {draft.number}")
        yield replace(
            draft,
            title=page.field(info, "bill/title") or draft.number,
            sponsors=tuple(_sponsors(page, info)),
            actions=_actions(page, info),
            subjects=tuple(_subjects(page, info)),
            versions=tuple(_versions(draft.id, page, info)),
        )


def _maybe(page: Page, path: str, within: XmlElement) -> tuple[XmlElement, ...]:
    """Return the elements at a path, perhaps none."""
    try:
        return page.xml(path, within)
    except ScrapeError:
        return ()


def _sponsors(page: Page, info: XmlElement) -> Iterator[Sponsor]:
    """Yield who brought the bill; a committee's own bill names nobody, some withdraw."""
    for path, role in (("bill/sponsors/item", "primary"), ("bill/cosponsors/item", "cosponsor")):
        for item in _maybe(page, path, info):
            if not page.field(item, "sponsorshipWithdrawnDate", ""):
                yield Sponsor(page.field(item, "fullName"), role)


def _actions(page: Page, info: XmlElement) -> tuple[Action, ...]:
    """Return the actions, oldest first; one that two sources recorded alike counts once."""
    found: dict[tuple[str, str], Action] = {}
    for item in reversed(page.xml("bill/actions/item", info)):
        day, said = page.field(item, "actionDate")[:10], page.field(item, "text", "")
        if said:
            known = found.get((day, said))
            chamber = _chamber(page, item) or (known.chamber if known else "")
            found[day, said] = Action(day, said, chamber)
    return tuple(sorted(found.values(), key=lambda action: action.date))


def _chamber(page: Page, item: XmlElement) -> str:
    """Return where an action was, by its code, else by who recorded it."""
    code = page.field(item, "actionCode", "")
    if code.startswith("E"):
        return "executive"
    source = page.field(item, "sourceSystem/code", "")
    if code.isdigit() and source not in _SOURCE:
        return next((where for end, where in _NUMBERS if int(code) < end), "")
    return _SOURCE.get(source, "")


def _subjects(page: Page, info: XmlElement) -> Iterator[str]:
    """Yield the policy area and then the subjects, wherever the form of the file has them.

    Files of 2016 and before name them otherwise.
    """
    names = [page.text(item) for path in _SUBJECTS for item in _maybe(page, path, info)]
    yield from dict.fromkeys(filter(None, names))


def _versions(bill: str, page: Page, info: XmlElement) -> Iterator[Version]:
    """Yield the prints, oldest first; the file's name tells apart what is named alike."""
    used: set[str] = set()
    for item in reversed(_maybe(page, "bill/textVersions/item", info)):
        label, day = page.field(item, "type"), page.field(item, "date", "")[:10]
        urls = [page.text(url) for url in _maybe(page, "formats/item/url", item)]
        links = tuple(dict.fromkeys(link for url in urls for link in _links(url)))
        if not links:
            continue  # announced, not printed yet
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        if slug in used:
            stem = _PACKAGE.search(links[0].url)
            code = re.search(r"\d([a-z]+\d*)$", stem[1]) if stem else None
            slug = f"{slug}-{code[1] if code else day}"
        if slug not in used:
            used.add(slug)
            yield Version(f"{bill}@{slug}", bill, label, day or None, links)


def _links(url: str) -> Iterator[Link]:
    """Yield a print as XML, HTML and PDF, all at govinfo, wherever the file points.

    >>> next(_links("https://www.congress.gov/119/bills/hr9/BILLS-119hr9ih.xml")).url
    'https://www.govinfo.gov/content/pkg/BILLS-119hr9ih/xml/BILLS-119hr9ih.xml'
    """
    match = _PACKAGE.search(url)
    if not match:
        return
    base = f"{_SITE}/content/pkg/{match[1]}"
    folder = "uslm" if match[1].startswith("PLAW") else "xml"
    yield Link(f"{base}/{folder}/{match[1]}.xml", "application/xml")
    yield Link(f"{base}/html/{match[1]}.htm", "text/html")
    yield Link(f"{base}/pdf/{match[1]}.pdf", "application/pdf")
