"""Print what comes many times on every page of a bill: answers, actions, versions, documents.

Made here and not in a template for the time it takes: an engine asks Python for every field and
filter, and a site has these by the ten thousand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup

from billwatch.models import Action, Copy, Finding, Text, party
from billwatch.publish import marks, paths, phrase, safe, spelt
from billwatch.publish.faces import ProvisionPage, Term
from billwatch.publish.held import Print, Step
from billwatch.publish.marks import Sign
from billwatch.publish.safe import escaped

Answered = tuple[ProvisionPage, Sequence[Finding]]  # a provision, and what was found of it
_ROOM = 420  # characters of a quote


def on_bill(spoken: Iterable[Answered], root: str, to: str, *, searched: bool) -> Markup:
    """Return what a text answers as its bill's page shows it; ``to`` is the page of the text."""
    mark = ' data-pagefind-filter="provision"' if searched else ""
    return _made("".join(
        f"<div><dt{mark}>{_question(one, root)}</dt>\n"
        f"<dd>{''.join(_finding(found, to, None) for found in answers)}</dd></div>\n"
        for one, answers in spoken
    ))  # fmt: skip


def on_text(
    spoken: Iterable[Answered],
    root: str,
    exits: Mapping[str, str],
    used: Callable[[str], Iterable[Term]] | None,
) -> Markup:
    """Return what a text answers as its own page shows it.

    ``exits`` are the links to places of exceptions; ``used`` returns the defined words in a quote.
    """
    return _made("".join(
        f'<div id="{paths.answer(one.id)}"><dt>{_question(one, root)}</dt>\n'
        f"<dd>{''.join(_finding(f, '', exits) + _defined(f, used) for f in answers)}</dd></div>\n"
        for one, answers in spoken
    ))  # fmt: skip


def _question(one: ProvisionPage, root: str) -> str:
    return f'<a href="{root}{paths.provision(one.id)}">{escaped(one.name)}</a>'


def _finding(one: Finding, to: str, exits: Mapping[str, str] | None) -> str:
    """Return an answer with its evidence; ``to`` is the page of the version it stands in."""
    sign = marks.sign(one.value, said=True)
    binds = party(one.bound)
    bound = f' <span class="muted">binds: {escaped(binds)}</span>' if binds else ""
    section = f"§ {escaped(one.section)} · " if one.section else ""
    anchor = paths.clause(one.provision, one.start)
    return (
        f'<p class="says">{_mark(sign)} <b>{_answer(sign.word, one.detail)}</b>{bound}</p>\n'
        f'<blockquote><p><a href="{to}#{anchor}">{escaped(phrase.cut(one.quote, _ROOM))}</a></p>'
        f'</blockquote>\n<p class="fine">{section}confidence {phrase.percent(one.confidence)} · '
        f"rule {escaped(one.rule)}{_exceptions(one, to, exits)}</p>\n"
    )


def _defined(one: Finding, used: Callable[[str], Iterable[Term]] | None) -> str:
    """Return the links to the words that an answer turns on, where the text defines some."""
    terms = list(used(one.quote)) if used else []
    links = (f'<a href="#def-{paths.slug(it.term)}">{escaped(it.term)}</a>' for it in terms)
    return f'<p class="fine">Defined in this text: {", ".join(links)}</p>\n' if terms else ""


def actions(taken: Sequence[Action]) -> Markup:
    """Return the list of what was done with a bill."""
    return _made("".join(
        f'<li><span class="when">{escaped(phrase.day(one.date))}</span> {escaped(one.text)}'
        f"{_chamber(one.chamber)}</li>\n"
        for one in taken
    ))  # fmt: skip


def out(url: str, words: str = "") -> Markup:
    """Return a link that leaves the site, or only its words where the address is none."""
    address = safe.web(url)
    if not address:
        return _made(escaped(words))
    words = escaped(words or phrase.host(url))
    return _made(f'<a href="{escaped(address)}" rel="noopener noreferrer">{words}</a>')


def origins(one: Print) -> list[Markup]:
    """Return the links to where a text was read from, else to where it is said to stand."""
    read = [_made(f"read from {out(c.url)}") for c in one.copies if safe.web(c.url)]
    links = one.version.links
    return read or [out(link.url, "official text") for link in links if safe.web(link.url)]


def versions(prints: Iterable[Print], since: Mapping[str, Step], root: str) -> Markup:
    """Return the list of a bill's texts; ``since`` are the steps to them by version."""
    return _made("".join(
        f'<li><a href="{root}{one.path}"><b>{escaped(one.version.label)}</b></a> '
        f'<span class="fine">{_dates(one)}</span>\n{_since(since.get(one.version.id), root)}</li>\n'
        for one in prints
    ))  # fmt: skip


def _dates(one: Print) -> Markup:
    seen = f"first seen {phrase.day(one.first_seen)}" if one.first_seen else ""
    return phrase.joined((phrase.day(one.version.date), seen, "" if one.reading else "not read"))


def _since(step: Step | None, root: str) -> str:
    """Return what became of the text before, with a bar of how much of it stands."""
    if step is None:
        return ""
    kept, flags = "", ""
    if step.redline:
        width = round(step.redline.kept * 100, 1)
        kept = (
            '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" '
            'focusable="false"><rect width="100" height="6" class="rest"/><rect '
            f'width="{width}" height="6" class="full"/></svg> keeps '
            f"{phrase.percent(step.redline.kept)} of the text before it · "
        )
        flags = "".join(
            f' <span class="tag weaker">{escaped(flag)}</span>' for flag in step.redline.flags
        )
    label = escaped(step.old.version.label)
    link = f'<a href="{root}{step.path}">what changed from {label}</a>'
    return f'<span class="kept">{kept}{link}{flags}</span>\n'


def ways(before: Step | None, after: Step | None, root: str) -> Markup:
    """Return the links from a text to what changed in it, and what changed next."""
    links = []
    if before:
        label = escaped(before.old.version.label)
        links.append(f'<a href="{root}{before.path}">What changed from {label}</a>')
    if after:
        label = escaped(after.new.version.label)
        links.append(f'<a href="{root}{after.path}">What changed next, in {label}</a>')
    return _made(" · ".join(links))


def documents(prints: Iterable[Print]) -> Markup:
    """Return the rows of the documents that a bill's texts were read from."""
    return _made("".join(row for one in prints for row in _documents(one)))


def _documents(one: Print) -> Iterator[str]:
    head = f'<tr><th scope="row">{escaped(one.version.label)}</th>'
    for copy in one.copies:
        yield (
            f'{head}<td>{out(copy.url) or "a file"} <span class="muted">{_size(copy)}</span></td>'
            f"<td>{escaped(phrase.day(copy.fetched_at))}</td>"
            f"<td><code>{escaped(copy.sha256)}</code></td></tr>\n"
        )
    if not one.copies:
        links = "".join(f"{out(link.url)} " for link in one.version.links)
        yield f"{head}<td>{links or 'no document'}</td><td>not fetched</td><td></td></tr>\n"


def sources(one: Print) -> Markup:
    """Return the list of the documents that a text was read from."""
    return _made("".join(
        f'<li>{out(copy.url, copy.url) or "A file"} ({_size(copy)}{_fetched(copy)}), '
        f"SHA-256 <code>{escaped(copy.sha256)}</code></li>\n"
        for copy in one.copies
    ))  # fmt: skip


def _size(copy: Copy) -> str:
    return f"{escaped(copy.media_type)}, {phrase.number(copy.size)} bytes"


def _fetched(copy: Copy) -> str:
    return f", fetched {escaped(phrase.day(copy.fetched_at))}" if copy.fetched_at else ""


def links(one: Print) -> Markup:
    """Return the list of where a text that was not read is said to stand."""
    return _made("".join(
        f'<li>{out(link.url, link.url)} '
        f'<span class="muted">{escaped(link.media_type)}</span></li>\n'
        for link in one.version.links
        if safe.web(link.url)
    ))  # fmt: skip


def notes(text: Text) -> Markup:
    """Return what the reader noted of a text."""
    return _made("".join(f'<p class="fine">{escaped(note)}</p>' for note in text.notes))


def leaves(version: str, count: int, root: str) -> Markup:
    """Return the links to the parts of a long text."""
    hrefs = (f"{root}{paths.version(version, n)}" for n in range(1, count + 1))
    return _made(", ".join(f'<a href="{href}">{n}</a>' for n, href in enumerate(hrefs, 1)))


def pager(one: Print, number: int, count: int, root: str) -> Markup:
    """Return the links from a part of a long text to those beside it, and to the text's page."""
    near = {n: f"{root}{paths.version(one.version.id, n)}" for n in (number - 1, number + 1)}
    before = f'<a href="{near[number - 1]}">Part {number - 1}</a> · ' if number > 1 else ""
    after = f' · <a href="{near[number + 1]}">Part {number + 1}</a>' if number < count else ""
    page = f'<a href="{root}{one.path}">Marked clauses and outline</a>'
    return _made(f"{before}{page}{after}")


@lru_cache(maxsize=64)
def _mark(sign: Sign) -> str:
    return (
        f'<span class="mk {sign.css}"><span aria-hidden="true">{sign.letter}</span>'
        f'<span class="vh">{sign.word}</span></span>'
    )


@lru_cache(maxsize=4096)
def _answer(word: str, detail: str) -> str:
    return escaped(", ".join(part for part in (word, spelt.detail(detail)) if part))


@lru_cache(maxsize=64)
def _chamber(name: str) -> str:
    said = f"{name} chamber" if name in ("lower", "upper") else name
    return f' <span class="muted">({escaped(said)})</span>' if name else ""


def _exceptions(one: Finding, to: str, exits: Mapping[str, str] | None) -> str:
    """Return the places of exceptions, each with a link where there is one."""
    if not one.exceptions:
        return ""
    whole = f"{to}#{paths.answer(one.provision)}"
    ways = ((place, whole if exits is None else exits.get(place)) for place in one.exceptions)
    places = (f'<a href="{way}">§ {escaped(place)}</a>' if way else f"§ {escaped(place)}"
              for place, way in ways)  # fmt: skip
    return f" · exceptions at {', '.join(places)}"


def _made(html: str) -> Markup:
    return Markup(html)  # noqa: S704  # every word in it was escaped where it was put in
