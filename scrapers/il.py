"""Bills of the Illinois General Assembly, from the file repository it keeps for programs.

The site turns programs away and names ``ftp.ilga.gov``, a copy of its files made every night. The
lists of text files are read first, one a kind of bill, because a bill's status file does not name
its texts; then the list of status files. Each line of it has the time and size of a file, so that a
status is read again only when it was written anew. Bills of the regular session are read;
resolutions change no law.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeAlias

from billwatch.errors import ScrapeError
from billwatch.models import Action, Bill, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.page import Page, XmlElement
from billwatch.scraper import Follow, Step

_ROOT = "https://ftp.ilga.gov/Legislation"
_ACT = "https://ftp.ilga.gov/Public%20Acts/{session}/{act}.htm"
_KINDS = ("HB", "SB")
_STATUS = re.compile(r"(\d{3})00([A-Z]{2})0{0,9}(\d{1,9})\.xml", re.I)
_TEXT = re.compile(
    r"(\d{3})00([A-Z]{2})0{0,9}(\d{1,9})((?:eng|enr|ren|[hs]am\d{3}|ccr\d{3})?)\.html?", re.I
)
_STAGES = {"": "Introduced", "eng": "Engrossed", "enr": "Enrolled", "ren": "Re-enrolled"}
_PARTS = {"ham": "House Amendment", "sam": "Senate Amendment", "ccr": "Conference Committee Report"}
_CHAMBER = {"House": "lower", "Senate": "upper"}
_PUBLIC_ACT = re.compile(r"Public Act[ .]+(\d{2,3}-\d{4})")
_GOVERNOR = re.compile(r"Governor (?:Approved|Vetoed|\w+ Veto|\w+ Item)|(?:Total|Amendatory) Veto")
# Between sponsors: commas, "and", and the hyphen that marks chief co-sponsors; but not the hyphen
# of a name, which has only one word after it.
_BETWEEN = re.compile(r", | and | - ?|- |-(?=[^\s,-]+\.? [^\s,-])")
_Texts: TypeAlias = Mapping[str, tuple[str, ...]]


def _wednesday(year: int) -> str:
    """Return the second Wednesday of January, when an Assembly begins (Constitution IV, 5).

    >>> _wednesday(2025)
    '2025-01-08'
    """
    january = date(year, 1, 1)
    return january.replace(day=1 + (2 - january.weekday()) % 7 + 7).isoformat()


def _session(assembly: int) -> Session:
    start = 2 * assembly + 1817
    ending = {1: "st", 2: "nd", 3: "rd"}.get(assembly % 10, "th")
    name = f"{assembly}{ending} General Assembly"
    return Session("il", str(assembly), name, _wednesday(start), _wednesday(start + 2))


class Illinois:
    """The Illinois General Assembly (ftp.ilga.gov)."""

    name = "il"
    jurisdiction = Jurisdiction("il", "Illinois")
    hosts = ("ftp.ilga.gov",)
    sessions = tuple(_session(assembly) for assembly in range(93, 105))

    def start(self, session: str) -> tuple[Follow, ...]:
        """Name the list of texts of House bills; the other lists follow from it."""
        if session not in {known.id for known in self.sessions}:
            raise ScrapeError(f"{self.name}: no session {session!r}")
        return (self._texts_of(session, _KINDS, {}),)

    def offered(self) -> Follow:
        """Name the list of all assemblies' folders."""
        return Follow(f"{_ROOT}/", self.assemblies)

    def assemblies(self, page: Page) -> Iterator[Session]:
        """Read which assemblies have a folder."""
        links = " ".join(str(anchor["href"]) for anchor in page.some("a[href]"))
        found = re.findall(r"/Legislation/(\d{2,3})/?(?:\s|$)", links, re.I)
        if not found:
            raise ScrapeError(f"{page.url}: no 'a[href]' is the folder of an assembly")
        for number in sorted({int(n) for n in found}):
            yield _session(number)

    def _texts_of(self, session: str, kinds: tuple[str, ...], known: _Texts) -> Follow:
        url = f"{_ROOT}/{session}/{kinds[0]}/"
        return Follow(url, partial(self.texts, session, kinds, known))

    def texts(
        self, session: str, kinds: tuple[str, ...], known: _Texts, page: Page
    ) -> Iterator[Step]:
        """Read a list of text files; after the last one comes the list of status files."""
        found = {bill: list(files) for bill, files in known.items()}
        count = 0
        for name, _ in _files(page):
            match = _TEXT.fullmatch(name)
            if match and match[1] == session.zfill(3) and match[2].upper() == kinds[0]:
                count += 1
                found.setdefault(f"{kinds[0]}{match[3]}", []).append(name)
        if not count:
            raise ScrapeError(f"{page.url}: no 'a[href]' is a text of {kinds[0]}")
        texts = {bill: tuple(files) for bill, files in found.items()}
        if kinds[1:]:
            yield self._texts_of(session, kinds[1:], texts)
        else:
            yield Follow(f"{_ROOT}/{session}/BillStatus/XML/", partial(self.bills, session, texts))

    def bills(self, session: str, texts: _Texts, page: Page) -> Iterator[Step]:
        """Read the list of status files: each is a bill."""
        count = 0
        for name, stamp in _files(page):
            match = _STATUS.fullmatch(name)
            if not match or match[1] != session.zfill(3) or match[2].upper() not in _KINDS:
                continue
            count += 1
            kind, number = match[2].upper(), match[3]
            draft = self._draft(session, f"{kind} {number}", name)
            read = partial(self.bill, draft, texts.get(f"{kind}{number}", ()))
            url = f"{_ROOT}/{session}/BillStatus/XML/{name}"
            yield Follow(url, read, bill=draft.id, changed=stamp)
        if not count:
            raise ScrapeError(f"{page.url}: no 'a[href]' is a bill status file of {session}")

    def bill(self, draft: Bill, files: tuple[str, ...], page: Page) -> Iterator[Step]:
        """Read a bill's status file."""
        heading = page.field(page.xml("title")[0], "title")
        if not heading.endswith(f" {draft.number}"):
            raise ScrapeError(f"{page.url}: 'title' is {heading!r}, not {draft.number}")
        known = replace(
            draft,
            title=page.field(page.xml("shortdesc")[0], "shortdesc") or draft.number,
            sponsors=tuple(_sponsors(page)),
            actions=tuple(_actions(page)),
        )
        yield replace(known, versions=tuple(_versions(known, files)))

    def _draft(self, session: str, number: str, name: str) -> Bill:
        page = name[: -len(".xml")]
        return Bill(
            id=f"il/{session}/{number.replace(' ', '').lower()}",
            jurisdiction="il",
            session=session,
            number=number,
            title="",
            url=f"{_ROOT}/{session}/BillStatus/HTML/{page}.html",
            source=self.name,
        )


def _files(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the files of a directory's list: their names, and the time and size before each."""
    for anchor in (a for _, found in page.pieces("a[href]") for a in found):
        before = anchor.previous_sibling
        stamp = " ".join(before.split()) if isinstance(before, str) else ""
        yield str(anchor["href"]).rpartition("/")[2], stamp


def _sponsors(page: Page) -> Iterator[Sponsor]:
    """Yield the sponsors of each chamber, the chief one first; chief co-sponsors are cosponsors."""
    for element in _children(page, "sponsor"):
        if _name(element) not in ("sponsors", "altsponsors"):
            continue
        words = page.text(element).strip("()")
        names = [re.sub(r"^(?:Rep|Sen)\. ", "", name.strip()) for name in _BETWEEN.split(words)]
        for place, name in enumerate(filter(None, names)):
            yield Sponsor(name, "cosponsor" if place else "primary")


def _actions(page: Page) -> Iterator[Action]:
    """Yield the actions: in the file their dates, chambers and words stand in one flat row."""
    day, chamber = "", ""
    page.xml("actions/statusdate")
    for element in _children(page, "actions"):
        words = page.text(element)
        if _name(element) == "statusdate":
            match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", words)
            if not match:
                raise ScrapeError(f"{page.url}: 'actions/statusdate' is {words!r}")
            day = f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}"
        elif _name(element) == "chamber":
            chamber = _CHAMBER.get(words, "")
        elif _name(element) == "action" and words:
            yield Action(day, words, "executive" if _GOVERNOR.match(words) else chamber)


def _children(page: Page, path: str) -> tuple[XmlElement, ...]:
    return tuple(child for child in page.xml(path)[0] if isinstance(child.tag, str))


def _name(element: XmlElement) -> str:
    return str(element.tag).rpartition("}")[2].casefold()


def _versions(bill: Bill, files: tuple[str, ...]) -> Iterator[Version]:
    """Yield the texts in the order of their dates; a public act is printed under its own number.

    Of amendments those that were adopted: what was only offered is not a text of the bill.
    """
    found, kind = [], bill.number.split()[0]
    for file in files:
        match = _TEXT.fullmatch(file)
        suffix = match[4].lower() if match else ""
        label = _STAGES.get(suffix) or f"{_PARTS[suffix[:3]]} {suffix[3:]}"
        day = _printed(bill, suffix)
        if suffix[1:3] == "am" and day is None:
            continue
        found.append((label, day, f"{_ROOT}/{bill.session}/{kind}/{file}"))
    for action in bill.actions:
        if act := _PUBLIC_ACT.match(action.text):
            url = _ACT.format(session=bill.session, act=act[1])
            found.append((f"Public Act {act[1]}", action.date, url))
    found.sort(key=lambda item: (item[0] != "Introduced", item[1] or "9"))
    for label, day, url in found:
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower())
        yield Version(f"{bill.id}@{slug}", bill.id, label, day, (Link(url, "text/html"),))


def _printed(bill: Bill, suffix: str) -> str | None:
    """Return the day of the action that brought a text, where one is found."""
    own = "lower" if bill.number.startswith("H") else "upper"
    if suffix[:3] in ("ham", "sam"):
        chamber = "House" if suffix.startswith("h") else "Senate"
        told = rf"{chamber} (?:Committee|Floor) Amendment No\. {int(suffix[3:])} Adopted"
    else:
        told = {
            "": "(?:Pre)?[Ff]iled with (?:the )?(?:Clerk|Secretary)|First Reading",
            "eng": r"Third Reading\b.* Passed",
            "enr": r"Passed Both Houses",
        }.get(suffix, "(?!)")
    days = (
        action.date
        for action in bill.actions
        if re.match(told, action.text) and (suffix != "eng" or action.chamber == own)
    )
    return next(days, None)
