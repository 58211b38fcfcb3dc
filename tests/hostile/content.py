"""Words that would act where they are shown, and a site made of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from billwatch.models import (
    Action,
    Bill,
    Coding,
    Event,
    Finding,
    Law,
    Link,
    Mark,
    Sponsor,
    Version,
)
from billwatch.publish import Site
from tests.browser import sample

HIT = "document.documentElement.dataset.hit=1"
WORDS = {
    "script": f"<script>{HIT};alert(1)</script>",
    "script end": f"</title></style></textarea></script><script>{HIT}</script>",
    "handler": f'<img src=x onerror="{HIT}"><svg onload={HIT}><details open ontoggle={HIT}>',
    "attribute": f"\" onmouseover={HIT} autofocus onfocus={HIT} x='",
    "apostrophe": f"' onmouseover='{HIT}' autofocus onfocus='{HIT}",
    "link": f"<a href=javascript:{HIT}>x</a><form action=javascript:{HIT}><button autofocus>",
    "template": "{{ 7*7 }}{% raw %}${7*7}#{7*7}<%= 7*7 %>{{ self.__init__.__globals__ }}",
    "frame": f'<iframe srcdoc="<script>parent.{HIT}</script>"></iframe><base href=//evil.example/>',
    "style": "<style>body{display:none}</style><link rel=stylesheet href=//evil.example/x.css>",
    "refresh": '<meta http-equiv=refresh content="0;url=https://evil.example/">',
    "comment": "<!-- --> <![CDATA[ ]]> --!> <!--",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; &amp;lt;",
    "terminal": "\x1b[31m\x1b]0;owned\x07\x1b[2J\x9b1m\x08\x08\rbillwatch: all is well",
    "direction": "\u202egnp.exe\u202c \u2066x\u2069 \u200f\u200e \u061c",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "formula, at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula, plus": "+1+cmd|' /C calc'!A0",
    "formula, blank": " \t=1+1;=2+2\t@x",
    "formula, wide": "＝1+1",
    "path": "../../../../etc/passwd",
    "path, windows": "..\\..\\x\\con.txt:stream",
    "nul": "a\x00b\ufffe\uffff",
    "long": "W" * 1_000_000,
}
URLS = (
    f"javascript:{HIT}",
    f" javascript:{HIT}",
    f"JaVa\tScRiPt:{HIT}",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    f'https://legislature.example/" onmouseover="{HIT}',
    "https://legislature.example/\x1b[31m<script>alert(1)</script>",
    "//evil.example/x",
    "file:///etc/passwd",
    "https://user:secret@evil.example/",
)


def site(*, long: bool = True) -> Site:
    """Return a site in which strangers' words of every kind stand wherever strangers' words go."""
    words = [w for name, w in WORDS.items() if long or name != "long"]
    tiny = sample.tiny()
    bills, readings, events = [], {}, []
    for number, said in enumerate(words):
        bill = _bill(number, said)
        bills.append(bill)
        for one in bill.versions[:2]:
            readings[one.id] = _reading(one.id, said)
        events += [
            Event("2026-02-04", "new bill", bill.id, words=said[:5000]),
            Event("2026-02-04", "weaker", bill.id, bill.versions[1].id, "sale", said[:200], "no", said[:5000]),
        ]  # fmt: skip
    last = bills[-2].versions[1]
    hits = tuple(
        sample.machine("xs", b.versions[1].id, readings[b.versions[1].id].findings[0])
        for b in bills
    )
    pending = sample.matrix("pending", sample.PLACES, hits[:1])
    laws = tuple(
        Law(f"ct/2016/x{n}", "ct", 2016, w[:5000], w[:5000], w[:5000], "law", URLS[n % len(URLS)],
            w[:5000], (w[:99],), w[:5000], True,
            (Coding("sale", "yes", w[:200], w[:200], URLS[n % len(URLS)], "A", w[:99]),))
        for n, w in enumerate(words)
    )  # fmt: skip
    law = tuple(
        replace(
            c,
            detail=w[:5000],
            quote=w[:5000],
            who=w[:500],
            where=URLS[0],
            note=w[:5000],
            section=w[:500],
        )
        for c, w in zip(tiny.law.cells, words, strict=False)
    )
    assert last
    shelf = sample.Shelf(tuple(bills), readings, tuple(events))
    return replace(
        tiny, library=shelf, pending=pending, laws=laws, base_url="",
        law=replace(tiny.law, cells=law + tiny.law.cells[len(law):]),
        accuracy_note=words[0], contact=URLS[0],
    )  # fmt: skip


def _bill(number: int, said: str) -> Bill:
    url = URLS[number % len(URLS)]
    id = f"xs/2026/{said[:40]}{number}" if number % 2 else f"xs/2026/hb{number}"
    links = tuple(Link(u, "text/html") for u in (url, URLS[(number + 1) % len(URLS)]))
    brief = said[:5000]
    names = ("introduced", said[:60] or "x", "engrossed")
    versions = tuple(
        Version(f"{id}@{name}", id, brief if n else "Introduced", f"2026-01-1{n}", links)
        for n, name in enumerate(names)
    )
    return Bill(
        id, "xs", "2026", said[:500], said, status="in committee",
        sponsors=(Sponsor(brief), Sponsor("Committee on Education")),
        actions=(Action("2026-01-12", brief, "lower"), Action(said[:30], "Introduced")),
        subjects=(brief,), versions=versions, url=url, source=said[:300],
    )  # fmt: skip


def _reading(version: str, said: str) -> sample.Reading:
    body = f"AN ACT {said}\nSec. 2. {said}\nAn operator shall not sell {said} of any pupil."
    start = body.index("An operator")
    hit = Finding("sale", "yes", said[:300], "operator", said[:99], start, len(body), body[start:],
                  0.9, "sale.first", (said[:99],))  # fmt: skip
    marks = (Mark("added", 0, 6), Mark("deleted", 7, 7, said, "print"))
    return replace(sample.reading(version, body, marks, hit),
                   text=replace(sample.reading(version, body, marks).text, title=said, notes=(said[:300],)))  # fmt: skip


def published(out: Path, make: Callable[[Site, Path, Path], object]) -> list[Path]:
    """Publish the site into ``out`` and return its pages."""
    make(site(), sample.TEMPLATES, out)
    return sorted(out.rglob("*.html"))
