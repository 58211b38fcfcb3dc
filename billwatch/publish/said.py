"""Print what comes many times on every page of a bill: its answers, its actions.

Made here and not in a template for the time it takes: an engine asks Python for every field and
filter, and a site has these by the ten thousand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from billwatch.models import Action, Finding
from billwatch.publish import marks, paths, phrase, spelt
from billwatch.publish.faces import ProvisionPage, Term
from billwatch.publish.marks import Sign

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
    return f'<a href="{root}{paths.provision(one.id)}">{escape(one.name)}</a>'


def _finding(one: Finding, to: str, exits: Mapping[str, str] | None) -> str:
    """Return an answer with its evidence; ``to`` is the page of the version it stands in."""
    sign = marks.sign(one.value, said=True)
    bound = f' <span class="muted">binds: {escape(one.bound)}</span>' if one.bound else ""
    section = f"§ {escape(one.section)} · " if one.section else ""
    anchor = paths.clause(one.provision, one.start)
    return (
        f'<p class="says">{_mark(sign)} <b>{_answer(sign.word, one.detail)}</b>{bound}</p>\n'
        f'<blockquote><p><a href="{to}#{anchor}">{escape(phrase.cut(one.quote, _ROOM))}</a></p>'
        f'</blockquote>\n<p class="fine">{section}confidence {phrase.percent(one.confidence)} · '
        f"rule {escape(one.rule)}{_exceptions(one, to, exits)}</p>\n"
    )


def _defined(one: Finding, used: Callable[[str], Iterable[Term]] | None) -> str:
    """Return the links to the words that an answer turns on, where the text defines some."""
    terms = list(used(one.quote)) if used else []
    links = (f'<a href="#def-{paths.slug(it.term)}">{escape(it.term)}</a>' for it in terms)
    return f'<p class="fine">Defined in this text: {", ".join(links)}</p>\n' if terms else ""


def actions(taken: Sequence[Action]) -> Markup:
    """Return the list of what was done with a bill."""
    return _made("".join(
        f'<li><span class="when">{escape(phrase.day(one.date))}</span> {escape(one.text)}'
        f"{_chamber(one.chamber)}</li>\n"
        for one in taken
    ))  # fmt: skip


@lru_cache(maxsize=64)
def _mark(sign: Sign) -> str:
    return (
        f'<span class="mk {sign.css}"><span aria-hidden="true">{sign.letter}</span>'
        f'<span class="vh">{sign.word}</span></span>'
    )


@lru_cache(maxsize=4096)
def _answer(word: str, detail: str) -> str:
    return str(escape(", ".join(part for part in (word, spelt.detail(detail)) if part)))


@lru_cache(maxsize=64)
def _chamber(name: str) -> str:
    said = f"{name} chamber" if name in ("lower", "upper") else name
    return f' <span class="muted">({escape(said)})</span>' if name else ""


def _exceptions(one: Finding, to: str, exits: Mapping[str, str] | None) -> str:
    """Return the places of exceptions, each with a link where there is one."""
    if not one.exceptions:
        return ""
    whole = f"{to}#{paths.answer(one.provision)}"
    ways = ((place, whole if exits is None else exits.get(place)) for place in one.exceptions)
    places = (f'<a href="{way}">§ {escape(place)}</a>' if way else f"§ {escape(place)}"
              for place, way in ways)  # fmt: skip
    return f" · exceptions at {', '.join(places)}"


def _made(html: str) -> Markup:
    return Markup(html)  # noqa: S704  # every word in it was escaped where it was put in
