"""Missouri before the House's export began (2013): the pages of both chambers as they were then.

The House has one list, a page for each bill in a form to print, and one of its actions; it names
the sponsor and the first co-sponsor, and the others in the text alone. The Senate has a list, and
for each bill a page, its actions, its texts and, where there are any, its co-sponsors. Nothing says
when a bill changed. The Senate kept this form until 2026, the House its own for some years.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Link, Sponsor, Version
from billwatch.page import Page
from billwatch.scraper import Follow, Step

FIRST, LAST = 2005, 2012
_HOUSE = "https://house.mo.gov"
_SENATE = "https://www.senate.mo.gov/{year:02}info/BTS_Web/BillList.aspx?SessionType=R"
_LISTED = "table#billAssignGroup a[href*='bill=' i]"
_NUMBER = re.compile(r"\b([HS][A-Z]{0,5}) ?0{0,6}(\d{1,6})$")
_CHAMBER = {"H": "lower", "S": "upper", "G": "executive"}


def start(session: str) -> tuple[Follow, ...]:
    """Name the lists of both chambers in a year from 2005 to 2012."""
    house = f"{_HOUSE}/billlist.aspx?year={session}&code=R"
    senate = _SENATE.format(year=int(session) % 100)
    return (
        Follow(house, partial(house_list, session)),
        Follow(senate, partial(senate_list, session)),
    )


def house_list(session: str, page: Page) -> Iterator[Step]:
    """Read the House's list: each bill leads to its page."""
    for piece, found in page.pieces(_LISTED):
        for anchor in found:
            named = re.search(r"[?&]bill=([HS][A-Z]*\d+)&", f"{anchor['href']}&", re.IGNORECASE)
            if not named:
                raise ScrapeError(f"{page.url}: {piece.link(anchor)!r} names no bill")
            asked = f"bill={named[1].upper()}&year={session}&code=R"
            url = f"{_HOUSE}/billsummaryprn.aspx?{asked}&style=new"
            draft = _draft(session, named[1].upper(), url, page)
            yield Follow(url, partial(house_bill, draft), bill=draft.id)


def house_bill(draft: Bill, page: Page) -> Iterator[Step]:
    """Read a House bill: what it is, who brought it, its texts; its actions stand apart."""
    _agree(draft, page.text(page.one(".entry-title")), page)
    rows = {page.text(label).rstrip(":"): label for label in page.all("th")}
    found = []
    for name, role in (("Sponsor", "primary"), ("Co-Sponsor", "cosponsor")):
        cell = rows[name].find_next_sibling("td") if name in rows else None
        for anchor in page.all('a[href*="member.aspx" i]', cell) if cell is not None else ():
            found.append(Sponsor(re.sub(r" ?\(\d+\)$", "", page.text(anchor)), role))
    known = replace(
        draft,
        title=page.text(page.one(".BillDescription")) or draft.number,
        sponsors=tuple(found),
        versions=tuple(_house_texts(draft, page)),
    )
    url = page.link(page.some('a[href*="BillActions" i]')[0])
    url = re.sub(r"/BillActions\.", "/BillActionsPrn.", _secure(url), flags=re.IGNORECASE)
    yield Follow(url, partial(house_actions, known), bill=draft.id)


def house_actions(draft: Bill, page: Page) -> Iterator[Step]:
    """Read a House bill's actions: day, page of the journal, words, which may go on in a row."""
    said: list[list[str]] = []
    for row in page.all("tr"):
        cells = [page.text(cell) for cell in page.all(":scope > td", row)]
        if len(cells) < 3:
            continue
        if day := american_day(cells[0]):
            said.append([day, cells[2]])
        elif said and not cells[0]:
            said[-1][1] = f"{said[-1][1]} {cells[2]}".strip()
    acts = (Action(day, words, _house_chamber(words)) for day, words in said)
    yield _dated(_with(draft, acts, page))


def senate_list(session: str, page: Page) -> Iterator[Step]:
    """Read the Senate's list: each bill leads to its page."""
    for piece, found in page.pieces('a[id$="hlBillNum"]'):
        for anchor in found:
            url = _secure(piece.link(anchor))
            draft = _draft(session, piece.text(anchor), url, page)
            yield Follow(url, partial(senate_bill, draft), bill=draft.id)


def senate_bill(draft: Bill, page: Page) -> Iterator[Step]:
    """Read a Senate bill: what it is and who brought it; the rest stands on pages of their own."""
    _agree(draft, page.text(page.one("#lblBillNum")), page)
    sponsor = page.text(page.one("#hlSponsor"))
    title = page.text(page.one("#lblBriefDesc"))
    known = replace(
        draft, title=title or draft.number, sponsors=(Sponsor(sponsor),) if sponsor else ()
    )
    links = {
        name: _secure(page.link(anchor))
        for name in ("hlCoSponsors", "hlAllActions", "hlFullBillText")
        for anchor in page.all(f"#{name}[href]")
    }
    if "hlAllActions" not in links:
        raise ScrapeError(f"{page.url}: nothing matches '#hlAllActions[href]'")
    texts = links.get("hlFullBillText", "")
    read = partial(senate_actions, known, links.get("hlCoSponsors", ""), texts)
    yield Follow(links["hlAllActions"], read, bill=draft.id)


def senate_actions(draft: Bill, cosponsors: str, texts: str, page: Page) -> Iterator[Step]:
    """Read a Senate bill's actions; its co-sponsors follow, and its texts."""
    _agree(draft, page.text(page.one("#lblBillNum")), page)
    rows = (
        [page.text(cell) for cell in page.all(":scope > td", row)] for row in page.all("table tr")
    )
    steps = (
        (american_day(cells[0]), cells[1])
        for cells in rows
        if len(cells) == 3 and american_day(cells[0])
    )
    known = _with(draft, (Action(d, said, senate_chamber(said)) for d, said in steps), page)
    if cosponsors:
        yield Follow(cosponsors, partial(senate_cosponsors, known, texts), bill=draft.id)
    else:
        yield from _then_texts(known, texts)


def senate_cosponsors(draft: Bill, texts: str, page: Page) -> Iterator[Step]:
    """Read a Senate bill's co-sponsors: ``A Name, District 24``."""
    names = [page.text(a).partition(", District")[0] for a in page.some("#dgCoSponsors a")]
    others = tuple(Sponsor(name, "cosponsor") for name in names if name)
    yield from _then_texts(replace(draft, sponsors=(*draft.sponsors, *others)), texts)


def senate_texts(draft: Bill, page: Page) -> Iterator[Step]:
    """Read the list of a Senate bill's texts, the introduced one first."""
    _agree(draft, page.text(page.one("#lblBillDesc")).partition(" - ")[0], page)
    prints = [
        (page.text(anchor), (Link(_secure(page.link(anchor)), "application/pdf"),))
        for anchor in page.some('li a[href*=".pdf" i]')
    ]
    yield _dated(replace(draft, versions=tuple(_versions(draft.id, prints))))


def _then_texts(draft: Bill, texts: str) -> Iterator[Step]:
    yield Follow(texts, partial(senate_texts, draft), bill=draft.id) if texts else draft


def _draft(session: str, number: str, url: str, page: Page) -> Bill:
    match = _NUMBER.fullmatch(number.strip())
    if not match:
        raise ScrapeError(f"{page.url}: {number!r} is not the number of a bill")
    id = f"mo/{session}/{match[1]}{match[2]}".lower()
    return Bill(id, "mo", session, f"{match[1]} {match[2]}", "", url=url, source="mo")


def _agree(draft: Bill, heading: str, page: Page) -> None:
    """Raise `ScrapeError` where a page is another bill's; substitutes are named before a number."""
    match = _NUMBER.search(heading.strip())
    if not match or f"{match[1]} {match[2]}" != draft.number:
        raise ScrapeError(f"{page.url}: this is {heading!r}, not {draft.number}")


def _with(draft: Bill, actions: Iterable[Action], page: Page) -> Bill:
    """Return the bill with its actions, by day; raise `ScrapeError` for none."""
    found = sorted(actions, key=lambda action: action.date)
    if not found:
        raise ScrapeError(f"{page.url}: no 'tr' begins with a day")
    return replace(draft, actions=tuple(found))


def _dated(bill: Bill) -> Bill:
    """Give the introduced print the day of the first action; of the others no day is told."""
    first, *others = bill.versions or (None,)
    if first is None or first.label != "Introduced" or not bill.actions:
        return bill
    return replace(bill, versions=(replace(first, date=bill.actions[0].date), *others))


def _house_texts(draft: Bill, page: Page) -> Iterator[Version]:
    """Yield the texts, oldest first; the page has the newest first."""
    prints = []
    for section in page.some(".BillDocsSection"):
        heading = page.maybe(".SectionHeader", section)
        if heading is None or page.text(heading) != "Bill Text":
            continue
        for item in page.all(".BillDoc", section):
            urls = [_secure(page.link(anchor)) for anchor in page.all("a[href]", item)]
            links = tuple(
                Link(url, "application/pdf" if url.lower().endswith(".pdf") else "text/html")
                for url in urls
            )
            prints.append((page.text(item).partition(" (")[0], links))
    yield from _versions(draft.id, prints[::-1])


def _versions(bill: str, prints: Iterable[tuple[str, tuple[Link, ...]]]) -> Iterator[Version]:
    """Yield the prints that have a link; a label that comes again carries its count."""
    used: dict[str, int] = {}
    for label, links in prints:
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
        used[slug] = used.get(slug, 0) + 1
        slug += f"-{used[slug]}" if used[slug] > 1 else ""
        if links:
            yield Version(f"{bill}@{slug}", bill, label, None, links)


def american_day(words: str) -> str:
    """Return an American date as ISO, or nothing for anything else."""
    match = re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", words)
    return f"{match[3]}-{match[1]:0>2}-{match[2]:0>2}" if match else ""


def _house_chamber(said: str) -> str:
    """Return where an action was: the House puts a letter at its end, ``Prefiled (H)``."""
    letter = re.search(r"\(([HSG])\)", said)
    return _CHAMBER[letter[1]] if letter else "executive" if "Governor" in said else "lower"


def senate_chamber(said: str) -> str:
    """Return where an action of the Senate's list was: "H First Read" was in the House.

    >>> senate_chamber("Hearing Conducted H Rules Committee")
    'lower'
    """
    if "Governor" in said:
        return "executive"
    return "lower" if re.search(r"\bH\b|\bHouse\b", said) else "upper"


def _secure(url: str) -> str:
    return re.sub(r"^http://", "https://", url)
