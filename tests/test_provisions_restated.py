"""A rule is found in whatever form of words the law gives it: the codebook's examples rewritten."""

import re
from collections.abc import Callable
from functools import cache

import pytest

from billwatch import sections
from billwatch.models import Text
from billwatch.provisions.restated import restate
from tests.test_provisions import BOOK, read, values

Rewriting = Callable[[str, str, str], str]
BAN = re.compile(
    r"(?P<who>(?:An?|The|Each|Every|Any) [^,.;:]{2,110}?) (?:shall|may|must) not "
    r"(?P<verb>(?!knowingly|otherwise|be\b|have\b|only\b|in\b)[a-z]+)(?P<rest>[^.:\n]*)\.$"
)
DUTY = re.compile(
    r"(?P<who>(?:An?|The|Each|Every|Any|All) [^,.;:]{2,110}?) (?:shall|must) "
    r"(?P<verb>(?!not\b|be\b|have\b|in\b|only\b|also\b|\w+ly\b)[a-z]+)(?P<rest>[^.:\n]*)\.$"
)


def low(words: str) -> str:
    return words[0].lower() + words[1:]


def gerund(verb: str) -> str:
    if verb in ("permit", "let", "get", "put", "submit", "transmit", "scan"):
        return f"{verb}{verb[-1]}ing"
    return f"{verb.removesuffix('e')}ing"


BANS: dict[str, tuple[float, Rewriting]] = {
    "as it stands": (1.0, lambda x, v, r: f"{x} shall not {v}{r}."),
    "in capitals": (0.98, lambda x, v, r: f"{x} shall not {v}{r}.".upper()),
    "is prohibited from": (0.93, lambda x, v, r: f"{x} is prohibited from {gerund(v)}{r}."),
    "refrains": (0.91, lambda x, v, r: f"{x} shall refrain from {gerund(v)}{r}."),
    "it is unlawful": (0.94, lambda x, v, r: f"It is unlawful for {low(x)} to {v}{r}."),
    "it is a violation": (
        0.92, lambda x, v, r: f"It is a violation of this chapter for {low(x)} to {v}{r}."),
    "under no circumstances": (
        0.92, lambda x, v, r: f"Under no circumstances shall {low(x)} {v}{r}."),
    "in no event": (0.94, lambda x, v, r: f"{x} shall in no event {v}{r}."),
    "neither, nor": (0.94, lambda x, v, r: f"Neither {low(x)} nor its agents shall {v}{r}."),
    "nor shall it": (0.9, lambda x, v, r: f"{x} shall not waste money, nor shall it {v}{r}."),
    "not so construed": (
        0.94,
        lambda x, v, r: (
            f"Nothing in this section shall be construed to permit {low(x)} to {v}{r}."),
    ),
    "is not authorized": (0.94, lambda x, v, r: f"{x} is not authorized to {v}{r}."),
    "words between": (
        0.94, lambda x, v, r: f"{x} may not, whether for itself or for another, {v}{r}."),
    "a policy prohibits it": (
        0.91,
        lambda x, v, r: (
            f"Each board shall adopt a policy that prohibits {low(x)} from {gerund(v)}{r}."),
    ),
    "a contract provides it": (
        0.94, lambda x, v, r: f"The agreement must provide that {low(x)} will not {v}{r}."),
    "it must be ensured": (
        0.86, lambda x, v, r: f"The agreement shall ensure that {low(x)} does not {v}{r}."),
    "it must be agreed": (0.87, lambda x, v, r: f"{x} shall agree in writing not to {v}{r}."),
    "in a list": (
        0.96,
        lambda x, v, r: (
            f"Section 1. {x} shall not, as to its own site, do either of the following:\n"
            f"1. Eat lunch.\n2. {v.capitalize()}{r}."),
    ),
    "in a list of what is prohibited": (
        0.93,
        lambda x, v, r: (
            f"Section 1. {x} is prohibited from:\n(a) Eating lunch;\n"
            f"(b) {gerund(v).capitalize()}{r}."),
    ),
}  # fmt: skip
DUTIES: dict[str, tuple[float, Rewriting]] = {
    "as it stands": (1.0, lambda x, v, r: f"{x} shall {v}{r}."),
    "is required to": (0.94, lambda x, v, r: f"{x} is required to {v}{r}."),
    "is to": (0.9, lambda x, v, r: f"{x} is to {v}{r}."),
    "it is the duty of": (0.91, lambda x, v, r: f"It is the duty of {low(x)} to {v}{r}."),
    "is responsible for": (0.91, lambda x, v, r: f"{x} is responsible for {gerund(v)}{r}."),
    "words between": (
        0.93, lambda x, v, r: f"{x} shall, at its own expense and in good time, {v}{r}."),
    "a policy requires it": (
        0.93,
        lambda x, v, r: f"Each board shall adopt a policy that requires {low(x)} to {v}{r}.",
    ),
    "a contract provides it": (
        0.9, lambda x, v, r: f"The agreement must provide that {low(x)} will {v}{r}."),
    "in a list": (
        0.97,
        lambda x, v, r: (
            f"Section 1. {x} shall do all of the following:\n(1) Serve lunch.\n"
            f"(2) {v.capitalize()}{r}."),
    ),
}  # fmt: skip


@cache
def found(body: str) -> frozenset[str]:
    return frozenset(finding.provision for finding in read(body))


def kept(form: re.Pattern[str], rewriting: Rewriting) -> float:
    """Return the share of the examples of this form that still give their provision, rewritten."""
    told = [
        provision.id in found(rewriting(said["who"], said["verb"], said["rest"]))
        for provision in BOOK.provisions
        for example in provision.examples
        if (said := form.match(example.text)) and provision.id in found(example.text)
    ]

    assert len(told) > 80
    return sum(told) / len(told)


@pytest.mark.parametrize("name", BANS)
def test_a_ban_is_found_in_every_form(name: str) -> None:
    """What nobody may do is found however the ban is worded, in nearly all the examples."""
    floor, rewriting = BANS[name]

    assert kept(BAN, rewriting) >= floor


@pytest.mark.parametrize("name", DUTIES)
def test_a_duty_is_found_in_every_form(name: str) -> None:
    """What somebody must do is found however the duty is worded, in nearly all the examples."""
    floor, rewriting = DUTIES[name]

    assert kept(DUTY, rewriting) >= floor


AMENDS = "Section 1. Section 7, subsection (b), of the school code is amended to read:\n"
LEADLESS = {
    "sale": ("C. Sell student data. This ban does not bar a merger.", {"sale": "yes"}),
    "sale, the list goes on": ("C. Sell student data; or\nD. Eat lunch.", {"sale": "yes"}),
    "profile": (
        "(4) Use student information to amass a profile of a student, except for school purposes.",
        {"profiling": "yes"},
    ),
    "a ban by its own words": (
        "(4) Not disclose student data to any third party; and",
        {"disclosure_limit": "yes"},
    ),
    "security": (
        "(e) Implement and maintain reasonable security procedures for student data; and",
        {"security_program": "yes"},
    ),
}


@pytest.mark.parametrize("name", LEADLESS)
def test_an_amended_item_needs_no_lead_in(name: str) -> None:
    """Where a bill prints only the changed item of a list, its own words tell what it is."""
    item, expected = LEADLESS[name]
    said = values(AMENDS + item)

    assert {provision: said.get(provision) for provision in expected} == expected


NOT_AGAIN = {
    "what is permitted": (
        "Nothing in this section shall be construed to prohibit an operator from disclosing "
        "student data to a school."
    ),
    "a heading": "Section 4. Use of student data. Access to student data. Reports.",
    "a condition": "The board may act if the vendor does not sell student data.",
}


@pytest.mark.parametrize("name", NOT_AGAIN)
def test_no_ban_is_read_where_there_is_none(name: str) -> None:
    """A permission, a heading and a condition are no bans."""
    said = values(NOT_AGAIN[name])

    assert {said.get(p, "no") for p in ("sale", "disclosure_limit", "purpose_limit")} <= {
        "no",
        "permits",
    }


def test_the_evidence_stays_the_printed_words() -> None:
    """A rule found in the plain form quotes the clause as it is printed."""
    body = "Under no circumstances shall a vendor attempt to re-associate with a pupil the student data it masked."
    text = Text(body, title="An Act on student data privacy")
    quotes = {f.quote for f in read(body)}

    assert quotes == {body}
    assert sections.split(text)


@pytest.mark.parametrize(
    ("words", "own", "plain"),
    [
        ("A vendor shall not do any of the following: Sell data", 44, "A vendor shall not Sell data"),
        ("No vendor shall sell data", 0, "vendor shall not sell data"),
        ("The vendor shall agree not to sell data", 0,
         "The vendor shall agree that it shall not sell data"),
        ("A board shall review it", 0, None),
    ],
)  # fmt: skip
def test_words_are_said_plainly(words: str, own: int, plain: str | None) -> None:
    """Lead-ins that only announce a list, and other forms of a ban, become "shall not"."""
    runs = ((0, 0, own), (own, own, len(words))) if own else ((0, 0, len(words)),)
    said = restate(words, runs)

    assert (said and said[0]) == plain
