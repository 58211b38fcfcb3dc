"""Name the file of every page, and the places within it, safely and for good.

>>> bill("ct/2015/sb949")
'bill/ct/2015/sb949/index.html'
>>> version("ct/2015/sb949@introduced")
'bill/ct/2015/sb949/text-introduced.html'
"""

import hashlib
import re
from functools import lru_cache

_UNSAFE = re.compile(r"[^a-z0-9._-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_LONGEST = 60


@lru_cache(maxsize=65_536)
def slug(text: str) -> str:
    """Return a file name for ``text``; anything unusual gets a short digest, so none collide.

    >>> slug("sb949"), slug("../etc")
    ('sb949', 'etc-b72f816b')
    """
    plain = _UNSAFE.sub("-", text.lower()).strip("-._")[:_LONGEST]
    if plain == text and plain and not _RESERVED.fullmatch(plain):
        return plain
    digest = hashlib.blake2s(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{plain}-{digest}" if plain else digest


def root(path: str) -> str:
    """Return the way from a page up to the top: ``../`` a folder.

    >>> root("state/ct/index.html")
    '../../'
    """
    return "../" * path.count("/")


def served(path: str) -> str:
    """Return a page's path as a server shows it: a folder stands for its index.

    >>> served("state/ct/index.html"), served("404.html")
    ('state/ct/', '404.html')
    """
    return path.removesuffix("index.html")


def _folder(bill: str) -> str:
    return "bill/" + "/".join(slug(part) for part in bill.split("/"))


def bill(id: str) -> str:
    """Return the page of a bill."""
    return f"{_folder(id)}/index.html"


def version(id: str, part: int = 0) -> str:
    """Return the page of a version's text; a long text has further parts, from 1."""
    owner, _, label = id.partition("@")
    return f"{_folder(owner)}/text-{slug(label)}{f'--part-{part}' if part else ''}.html"


def change(old: str, new: str, part: int = 1) -> str:
    """Return the page that compares two versions of one bill; a long one has parts from 2 on."""
    owner, _, before = old.partition("@")
    after = new.partition("@")[2]
    name = f"change-{slug(before)}..{slug(after)}"
    return f"{_folder(owner)}/{name}{f'--part-{part}' if part > 1 else ''}.html"


def state(code: str) -> str:
    """Return the page of a jurisdiction."""
    return f"state/{slug(code)}/index.html"


def provision(id: str) -> str:
    """Return the page of a provision."""
    return f"provision/{slug(id)}/index.html"


def matrix(view: str) -> str:
    """Return the page of one view of the matrix."""
    return f"matrix/{slug(view)}/index.html"


def feed(kind: str, key: str = "") -> str:
    """Return the path of a feed without its ending.

    >>> feed("all"), feed("state", "ct")
    ('feed/all', 'feed/state/ct')
    """
    return f"feed/{kind}/{slug(key)}" if key else f"feed/{kind}"


def bill_feed(id: str) -> str:
    """Return the path of a bill's feed without its ending."""
    return f"{_folder(id)}/feed"


def card(kind: str, key: str) -> str:
    """Return the path of a card for other pages without its ending.

    >>> card("state", "ct")
    'card/state/ct'
    """
    return f"card/{kind}/{slug(key)}"


def compare(code: str = "") -> str:
    """Return the page that compares all jurisdictions, or one with the others."""
    return f"compare/{slug(code)}/index.html" if code else "compare/index.html"


def past(year: int) -> str:
    """Return the page of the law in force at the end of a year."""
    return f"matrix/law/{year}/index.html"


def copied(id: str = "") -> str:
    """Return the page of all copied language, or of one family of it."""
    return f"copied/{slug(id)}/index.html" if id else "copied/index.html"


def law(id: str) -> str:
    """Return the anchor of a law of the baseline on its state's page."""
    return f"law-entry-{slug(id)}"


def clause(provision: str, start: int) -> str:
    """Return the anchor of a deciding clause on its version's page.

    >>> clause("sale", 1043)
    'sale-1043'
    """
    return f"{slug(provision)}-{start}"


def answer(provision: str, view: str = "a") -> str:
    """Return the anchor of a provision's line: on a version's page, or in a view of a state's."""
    return f"{slug(view)}-{slug(provision)}"
