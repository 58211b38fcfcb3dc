"""Comparisons: what counts as a change, what kind of change it is, and how it is shown."""

import html
import json
import re
import time
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from billwatch import diff
from billwatch.errors import DataError
from billwatch.models import Action, Finding, Mark, Text

BILL = """AN ACT relating to the privacy of pupil records.
Section 1. Definitions.
"Operator" means a person that runs a website used for school purposes.
Section 2. Consent.
(a) An operator shall not disclose student data without the written consent of a parent.
(b) The operator shall notify the school within seventy-two hours of a breach.
(c) A parent may inspect the records of a child at any reasonable time.
Section 3. Penalty.
A person who violates this act shall pay a civil penalty of ten thousand dollars.
"""


def compared(old: str, new: str) -> diff.Comparison:
    return diff.compare(Text(old), Text(new), names=("v1", "v2"))


def kinds(c: diff.Comparison) -> list[tuple[str, str, str]]:
    return [(change.kind, change.old, change.new) for change in c.changes]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("within thirty days", "within ninety days", [("replace", "thirty", "ninety")]),
        ("may not sell data", "may sell data", [("delete", "not", "")]),
        ("the data of pupils", "the personal data of pupils", [("insert", "", "personal")]),
        ("a fine of $1,000.", "a fine of $5,000.", [("replace", "$1,000", "$5,000")]),
        ("in 30 days of it", "in 60 days of it", [("replace", "30", "60")]),
        ("a 30-day notice", "a 60-day notice", [("replace", "30-day", "60-day")]),
        ("code 22.1-289.01 of", "code 22.1-289.02 of", [("replace", "22.1-289.01", "22.1-289.02")]),
        ("A parent consents.", "A parent consents;", [("replace", ".", ";")]),
    ],
    ids=["word", "not", "adjective", "sum", "days", "hyphen", "code", "mark"],
)
def test_words_that_differ_are_changes(
    old: str, new: str, expected: list[tuple[str, str, str]]
) -> None:
    """A change names the whole words that differ and no others."""
    c = compared(f"The rule: {old} applies.", f"The rule: {new} applies.")

    assert kinds(c) == expected


@pytest.mark.parametrize(
    "new",
    [
        BILL.replace(" ", "  "),
        BILL.replace(" shall ", "\n   shall "),
        BILL.replace("\n", "\n\n"),
        BILL.replace('"Operator"', "“Operator”"),
        BILL.replace("seventy-two", "seventy\u2011two"),
        BILL.replace(" ", "\u00a0"),
        BILL.replace("purposes", "pur\u00adposes"),
        BILL.rstrip(),
        "\n  " + BILL,
    ],
    ids=["spaces", "wrapped", "blank lines", "quotes", "hyphen", "nbsp", "soft", "end", "start"],
)
def test_form_is_no_change(new: str) -> None:
    """White space, line ends and typographic variants never count."""
    c = compared(BILL, new)

    assert c.changes == ()
    assert c.stats.kept_old == 1.0


def test_unicode_forms_are_the_same_text() -> None:
    """A composed and a decomposed letter are one letter."""
    c = compared("The café shall not résell data.", "The cafe\u0301 shall not re\u0301sell data.")

    assert c.changes == ()


def renumbered() -> str:
    section = "Section 2. Purpose.\nThis act protects pupils from the sale of records.\n"
    return BILL.replace("Section 3.", "Section 4.").replace("Section 2.", section + "Section 3.")


def test_renumbered_sections_stay_paired() -> None:
    """A new section before others makes them renumbered, not rewritten."""
    c = compared(BILL, renumbered())

    assert [(p.kind, p.old and p.old.label, p.new and p.new.label) for p in c.pairs[1:]] == [
        ("same", "1", "1"),
        ("added", None, "2"),
        ("renumbered", "2", "3"),
        ("renumbered", "3", "4"),
    ]
    assert sorted({change.kind for change in c.changes}) == ["insert", "renumber"]


def test_items_are_renumbered_but_deadlines_change() -> None:
    """An enumerator that shifts is renumbered; a number that says how much is replaced."""
    old = "(1) The vendor shall act in 30 days.\n(2) The school shall keep a list."
    new = "(2) The vendor shall act in 90 days.\n(3) The school shall keep a list."

    assert kinds(compared(old, new)) == [
        ("renumber", "1", "2"),
        ("replace", "30", "90"),
        ("renumber", "2", "3"),
    ]


def test_references_follow_what_was_renumbered() -> None:
    """A reference is renumbered only to where its section went."""
    body = BILL + "Section 9. Costs.\nThe fees of section 3 and of section 12 are owed.\n"
    new = renumbered() + "Section 9. Costs.\nThe fees of section 4 and of section 15 are owed.\n"
    found = [change for change in compared(body, new).changes if change.section == "9"]

    assert [(x.kind, x.old, x.new) for x in found] == [
        ("renumber", "3", "4"),
        ("replace", "12", "15"),
    ]


PARAGRAPH = (
    "(c) Every operator shall keep a public list of the categories of student data that it holds, "
    "the purposes for which it holds them, and the parties with whom it shares them."
)
OTHERS = [f"({n}) The board shall review rule number {n} of its manual each year." for n in "defgh"]


def test_moved_text_is_shown_once_with_its_inner_edits() -> None:
    """A paragraph that moved is one change from–to, with the edits inside it."""
    old = "\n".join([PARAGRAPH, *OTHERS])
    new = "\n".join([*OTHERS, PARAGRAPH.replace("public list", "private list")])
    c = compared(old, new)
    moves = [change for change in c.changes if change.kind == "move"]

    assert len(moves) == 1
    assert [(x.kind, x.old, x.new) for x in moves[0].inner] == [("replace", "public", "private")]
    assert c.stats.edits == 2


def test_a_short_deletion_does_not_hide_a_move() -> None:
    """Words that begin a moved sentence and a deleted shorter one are found in the moved one."""
    moved = "The operator shall keep each record of a pupil for six years after the pupil has left."
    short = f"{moved[:41]} neighbouring municipality's telecommunications infrastructure plant."
    kept = "Boards meet in public on the first Monday of every month, and publish their minutes."
    other = "Every inspector reports to the auditor what the inspection of the premises has shown."
    c = compared("\n".join([moved, kept, short, other]), "\n".join([kept, other, moved]))

    assert [(x.kind, x.old) for x in c.changes] == [("delete", short), ("move", moved)]


def test_moved_sections_are_paired() -> None:
    """A section that changed its place is the same section, moved."""
    head, one, two, three = BILL.split("Section ")
    c = compared(BILL, "Section ".join([head, "1" + three[1:], "2" + one[1:], "3" + two[1:]]))

    assert [p.kind for p in c.pairs[1:]] == ["moved", "renumbered", "renumbered"]
    assert c.stats.kept_old == 1.0


def test_an_engine_without_rapidfuzz_gives_the_same_changes() -> None:
    """diff-match-patch alone finds what rapidfuzz finds."""
    old, new = Text(BILL), Text(BILL.replace("ten thousand", "five hundred"))
    fast, slow = (diff.compare(old, new, engine=name) for name in ("rapidfuzz", "dmp"))

    assert kinds(fast) == kinds(slow) == [("replace", "ten thousand", "five hundred")]


def test_rapidfuzz_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without rapidfuzz the comparison runs; asking for it by name says what is wrong."""
    monkeypatch.setattr("billwatch.diff.engine.Indel", None)

    assert kinds(compared("It shall act.", "It may act.")) == [("replace", "shall", "may")]
    with pytest.raises(DataError, match="rapidfuzz"):
        diff.compare(Text("a"), Text("b"), engine="rapidfuzz")


def test_json_keeps_its_contract() -> None:
    """The keys other programs read are there, and spans point at the words they name."""
    old, new = BILL, BILL.replace("ten thousand", "five hundred").replace("(b) ", "")
    data = json.loads(json.dumps(diff.as_json(compared(old, new))))

    assert list(data)[:6] == ["old", "new", "sections", "changes", "stats", "flags"]
    assert {"kind", "section", "old", "new", "old_start"} <= data["changes"][0].keys()
    for change in data["changes"]:
        assert old[change["old_start"] : change["old_end"]] == change["old"]
        assert new[change["new_start"] : change["new_end"]] == change["new"]


def test_terminal_fits_its_width() -> None:
    """No line is wider than the terminal, and what is shown is what changed."""
    text = diff.terminal(compared(BILL, BILL.replace("ten thousand", "five")), width=60)

    assert max(map(len, text.splitlines())) <= 60
    assert "[-ten thousand-] {+five+}" in " ".join(text.split())
    assert "website" not in text


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("/home/a/hb1-introduced.txt", "/home/a/hb1-enrolled.txt"),
         "hb1-introduced.txt → hb1-enrolled.txt"),
        (("2014/hb1.pdf", "2015/hb1.pdf"), "2014/hb1.pdf → 2015/hb1.pdf"),
        (("xs/2026/hb1@introduced", "xs/2026/hb1@enrolled"),
         "xs/2026/hb1@introduced → xs/2026/hb1@enrolled"),
    ],
    ids=["files", "one name", "versions"],
)  # fmt: skip
def test_files_are_named_without_their_folders(names: tuple[str, str], shown: str) -> None:
    """A reader sees the names of two files, not where they lie; programs see what was given."""
    c = diff.compare(Text("It shall act."), Text("It may act."), names=names)

    assert diff.terminal(c, width=100).startswith(f"{shown}: 1 change")
    assert f"<h1>{shown}</h1>" in diff.html(c)
    assert (diff.as_json(c)["old"], diff.as_json(c)["new"]) == names


def test_brackets_change_whole() -> None:
    """An enumerator that is struck with other words is struck with both its brackets."""
    old = "A person who: (a) has enrolled or has asked for a place; or (c) who took leave."
    new = "A person who: (a) has enrolled; or (b) who took leave."
    c = compared(old, new)

    assert not [x for x in c.changes if x.old.count("(") != x.old.count(")")]
    assert not [x for x in c.changes if x.new.count("(") != x.new.count(")")]


def test_terminal_shows_all_when_asked() -> None:
    """A negative context shows every paragraph."""
    text = diff.terminal(compared(BILL, BILL.replace("ten thousand", "five")), context=-1)

    assert "website" in text


def test_colour_marks_without_brackets() -> None:
    """With colour, deleted words are struck and inserted ones underlined."""
    text = diff.terminal(compared("It shall act.", "It may act."), colour=True)

    assert "\x1b[31;9mshall\x1b[0m" in text
    assert "[-" not in text


def test_unified_text_has_both_sides_of_a_paragraph() -> None:
    """Changed paragraphs stand whole, the old one first."""
    lines = diff.unified(compared(BILL, BILL.replace("ten thousand", "five"))).splitlines()

    assert lines[:2] == ["--- v1", "+++ v2"]
    assert [line for line in lines if line.startswith(("-A", "+A"))] == [
        "-A person who violates this act shall pay a civil penalty of ten thousand dollars.",
        "+A person who violates this act shall pay a civil penalty of five dollars.",
    ]


def test_deleted_words_keep_their_distance() -> None:
    """A word deleted before a full stop does not run into the word before it."""
    c = compared("It reports annually thereafter.", "It reports annually.")

    assert "annually [-thereafter-]." in diff.terminal(c)
    assert "-It reports annually thereafter.\n+It reports annually.\n" in diff.unified(c)


def test_equal_texts_give_empty_unified_text() -> None:
    """Nothing is printed for texts that differ in form only."""
    assert diff.unified(compared(BILL, BILL.replace(" ", "  "))) == ""


class Outline(HTMLParser):
    """Collect ids, links, and tags that are opened and not closed."""

    VOID = ("meta", "br")
    OPTIONAL = ("tr", "td", "th", "li", "p")

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        self.ids += [str(found["id"])] if "id" in found else []
        self.links += [str(found["href"])] if "href" in found else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in self.OPTIONAL:
            self.open.pop()
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def page(c: diff.Comparison) -> tuple[str, Outline]:
    text = diff.html(c, title="<HB> & 1")
    outline = Outline()
    outline.feed(text)
    return text, outline


def test_numbers_over_a_thousand_have_their_comma() -> None:
    """A thousand changes and more are counted as everywhere else."""
    rules = [f"Rule {n} holds for the {n}th school of the county.\n" for n in range(1_200)]
    old = "Section 1. These rules hold.\n" + "".join(rules)
    c = compared(old, old.replace("holds for", "never binds"))

    assert "1,200 changes" in diff.terminal(c).partition("\n\n")[0]
    assert 'title="1,200 changes">1,200<' in diff.html(c)
    assert 'title="Change 1,200 of 1,200"' in diff.html(c)


def test_page_needs_nothing_else() -> None:
    """The page has no script and loads nothing; every link leads to a place in it."""
    text, outline = page(compared(BILL, renumbered().replace("ten thousand", "five")))

    assert "script" not in outline.tags
    assert "url(" not in text
    assert "src=" not in text
    assert {link[1:] for link in outline.links} <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.open == []


def test_page_escapes_what_a_bill_says() -> None:
    """Markup in a bill or a title is shown, not obeyed."""
    text, outline = page(compared("<b>x</b> & y", '<script>alert("1")</script> & y'))

    assert "script" not in outline.tags
    assert "<title>&lt;HB&gt; &amp; 1</title>" in text
    assert "b" not in outline.tags - {"nav", "b"}


def test_page_has_every_word_of_the_new_text() -> None:
    """Folded paragraphs are folded, never dropped."""
    text, _ = page(compared(BILL, BILL.replace("ten thousand", "five")))

    for line in BILL.splitlines():
        assert line.split(" ", 1)[1].split(" ten ")[0].replace('"', "&quot;") in text


def test_page_says_what_became_of_each_protection() -> None:
    """Every row names the protection, whom it binds, both values, and the direction with why."""
    old, new = [finding("sale", "yes", "ban")], [finding("breach_notice", "yes", "30 days")]
    c = compared(BILL, BILL.replace("ten thousand", "five"))
    text, outline = page(replace(c, provisions=diff.provisions(old, new)))
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())

    assert (
        "sale binds: operator yes: ban (section 2) quote says nothing weaker a rule became" in words
    )
    assert (
        "breach notice binds: operator says nothing yes: 30 days (section 2) quote stronger"
        in words
    )
    assert {"provisions"} <= set(outline.ids)
    assert "#provisions" in outline.links


def test_page_shows_moves_at_both_places() -> None:
    """A moved passage links from its old place to its new one and back."""
    _, outline = page(compared("\n".join([PARAGRAPH, *OTHERS]), "\n".join([*OTHERS, PARAGRAPH])))
    source = next(name for name in outline.ids if name.endswith("-from"))

    assert f"#{source}" in outline.links
    assert f"#{source.removesuffix('-from')}" in outline.links


def test_quote_cites_both_versions() -> None:
    """The block to paste names versions, section and words."""
    c = compared(BILL, BILL.replace("ten thousand", "five"))

    assert diff.quote(c.changes[0], old_name="v1", new_name="v2", link="https://x.org/#c1") == (
        "Before (v1, section 3): “ten thousand”\nAfter (v2, section 3): “five”\nhttps://x.org/#c1"
    )


def test_law_view_shows_marks_against_current_law() -> None:
    """Added and struck layers become a comparison of current law with the bill."""
    body = "The board may adopt new rules."
    marks = (Mark("deleted", 10, 10, "shall "), Mark("added", 10, 14), Mark("added", 20, 24))
    c = diff.law(Text(body, marks, "shown"))

    assert c.old.body == "The board shall adopt rules."
    assert kinds(c) == [("replace", "shall", "may"), ("insert", "", "new")]


def test_paragraphs_struck_whole_keep_their_lines() -> None:
    """Struck paragraphs are paragraphs of the old text; words struck at a start are not."""
    body = "(1) The board meets.\nA member serves a year."
    struck = ("(2) The board keeps minutes of it;", "(3) The minutes are public.")
    marks = tuple(Mark("deleted", 21, 21, words) for words in (*struck, "Any member or"))
    c = diff.law(Text(body, marks, "shown"))

    assert c.old.body.split("\n") == [
        "(1) The board meets.",
        *struck,
        "Any member or A member serves a year.",
    ]


def test_law_view_without_marks_says_so() -> None:
    """A text without marks is not painted as all new."""
    c = diff.law(Text(BILL))

    assert c.changes == ()
    assert c.flags == ("no-marks",)


def test_marks_against_the_print_are_kept_apart() -> None:
    """What was added since the last print is no change to the law."""
    text = Text("The new board.", (Mark("added", 4, 8, against="print"),), "shown")

    assert diff.law(text).changes == ()
    assert kinds(diff.law(text, against="print")) == [("insert", "", "new")]


def finding(provision: str, value: str, detail: str = "", bound: str = "operator") -> Finding:
    return Finding(provision, value, detail, bound, "2", 0, 5, "quote", 0.9, "rule")  # type: ignore[arg-type]


YES = "yes"
DIRECTIONS = {
    "value lost": ([("sale", YES, "")], [], [("sale", "weaker")]),
    "value gained": ([], [("sale", YES, "")], [("sale", "stronger")]),
    "partly": ([("sale", YES, "")], [("sale", "partly", "")], [("sale", "weaker")]),
    "permits": ([("sale", YES, "")], [("sale", "permits", "")], [("sale", "weaker")]),
    "longer deadline": (
        [("breach_notice_school", YES, "72 hours")],
        [("breach_notice_school", YES, "30 days")],
        [("breach_notice_school", "weaker")],
    ),
    "shorter deadline": (
        [("breach_notice_school", YES, "5 business days")],
        [("breach_notice_school", YES, "48 hours")],
        [("breach_notice_school", "stronger")],
    ),
    "deadline to manner": (
        [("breach_notice_school", YES, "30 days")],
        [("breach_notice_school", YES, "without unreasonable delay")],
        [("breach_notice_school", "weaker")],
    ),
    "consent": (
        [("consent_disclosure", YES, "opt-in-written")],
        [("consent_disclosure", YES, "contract-or-consent")],
        [("consent_disclosure", "weaker")],
    ),
    "opt-in to opt-out": (
        [("consent_disclosure", YES, "opt-in-written")],
        [("opt_out", YES, "")],
        [("consent_disclosure", "weaker"), ("opt_out", "weaker")],
    ),
    "opt-out alone": ([], [("opt_out", YES, "")], [("opt_out", "stronger")]),
    "sum": (
        [("penalty", YES, "$10,000")],
        [("penalty", YES, "$2,500")],
        [("penalty", "weaker")],
    ),
    "fewer terms": (
        [("written_contract", YES, "security, breach, deletion")],
        [("written_contract", YES, "security, deletion")],
        [("written_contract", "weaker")],
    ),
    "both ways": (
        [("penalty", YES, "$10,000; bar")],
        [("penalty", YES, "$20,000")],
        [("penalty", "changed")],
    ),
    "unread": ([("sale", YES, "")], [("sale", "unclear", "")], [("sale", "changed")]),
    "same": ([("sale", YES, "ban")], [("sale", YES, "ban")], []),
}


@pytest.mark.parametrize("case", DIRECTIONS, ids=str)
def test_direction_of_provisions(case: str) -> None:
    """Each change of a protection points the way its explained order says."""
    before, after, expected = DIRECTIONS[case]
    found = diff.provisions(
        [finding(*row) for row in before],
        [finding(*row) for row in after],
        ("consent_disclosure", "opt_out"),
    )

    assert [(shift.provision, shift.direction) for shift in found] == expected


def test_fewer_bound_parties_is_weaker() -> None:
    """A rule that no longer binds a party is weaker, and says whom it lost."""
    both = [finding("sale", "yes"), finding("sale", "yes", bound="school")]
    (shift,) = diff.provisions(both, both[:1])

    assert (shift.direction, shift.reason) == ("weaker", "no longer binds school")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((), ("3(b)",), ("weaker", "more exceptions: 3(b)")),
        (("3(b)", "4"), ("4",), ("stronger", "fewer exceptions: 3(b)")),
        (("3(b)",), ("4(b)", "5"), ("weaker", "more exceptions")),
    ],
    ids=["one more", "one fewer", "renumbered and one more"],
)
def test_exceptions_are_named(
    before: tuple[str, ...], after: tuple[str, ...], expected: tuple[str, str]
) -> None:
    """The same words with another exception are a change that says which, where that is sure."""
    old, new = (
        [replace(finding("sale", "yes", "ban"), exceptions=found)] for found in (before, after)
    )
    (shift,) = diff.provisions(old, new)

    assert (shift.direction, shift.reason) == expected


def test_page_leads_on_from_each_change_once() -> None:
    """A change of several paragraphs has its way on at the first of them, not at each."""
    first, *rest = BILL.replace("ten thousand", "five").splitlines(keepends=True)
    c = compared(BILL, "".join([first, "One fish.\n", "Two fish.\n", "Red fish.\n", *rest]))
    text, _ = page(c)

    assert len(c.changes) == 2
    assert text.count('aria-label="Next change"') == 1
    assert text.count('aria-label="Previous change"') == 1


def test_first_appearance_of_every_change() -> None:
    """Each change is dated to the version that brought it, deletions too."""
    second = BILL.replace("ten thousand", "five")
    third = second.replace("(c) A parent may inspect", "(c) A guardian may inspect")
    fourth = third.replace(" of a breach", "")
    chain = [Text(body) for body in (BILL, second, third, fourth)]
    c = diff.with_first(diff.compare(chain[0], chain[-1]), chain, ["v1", "v2", "v3", "v4"])

    assert [(x.old, x.new, x.first) for x in c.changes] == [
        ("of a breach", "", "v4"),
        ("parent", "guardian", "v3"),
        ("ten thousand", "five", "v2"),
    ]


def test_actions_between_versions() -> None:
    """Only actions after the first version's date and up to the second's are joined."""
    actions = [Action("2024-01-02", "Filed"), Action("2024-02-01", "Amended in committee")]
    found = diff.between(actions, "2024-01-02", "2024-02-01")

    assert [action.text for action in found] == ["Amended in committee"]


def test_gut_and_amend_is_flagged() -> None:
    """A bill whose text was replaced says so."""
    other = "AN ACT relating to harbours.\n" + "\n".join(
        f"Section {n}. The harbour master shall dredge channel {n} before the spring tide."
        for n in range(1, 9)
    )

    assert compared(BILL, other).flags == ("strike-all",)


def test_new_title_over_old_text_is_flagged() -> None:
    """A new title over hardly changed text says so."""
    new = BILL.replace("the privacy of pupil records", "highway maintenance contracts")

    assert compared(BILL, new).flags == ("new-title",)


@pytest.mark.parametrize(
    ("old", "new"),
    [("", BILL), (BILL, ""), ("", ""), (" \n ", BILL), ("\ud800 lone", "\udfff lone"), ("\0", "a")],
    ids=["empty old", "empty new", "both empty", "blank", "surrogates", "nul"],
)
def test_odd_texts_give_a_clear_result(old: str, new: str) -> None:
    """Every output can be written for texts that are hardly texts."""
    c = compared(old, new)

    assert (c.changes == ()) == (old.split() == new.split())
    for shown in (diff.html(c), diff.terminal(c), diff.unified(c), json.dumps(diff.as_json(c))):
        shown.encode()


def test_an_empty_version_is_flagged() -> None:
    """A reader is told that one side is empty."""
    assert compared("", BILL).flags == ("empty-old",)
    assert "old text is empty" in diff.terminal(compared("", BILL))


def test_large_texts_end() -> None:
    """Four megabytes, related or not, full of repetition, are compared within bounded work."""
    line = "For services and expenses of program {} the sum of {} dollars is appropriated.\n"
    old = "".join(line.format(n % 97, n % 13) for n in range(50_000))
    new = "".join(line.format(n % 89, n % 7) for n in range(50_000))
    start = time.process_time()
    c = compared(old, new)

    assert time.process_time() - start < 60
    assert "".join(old[i:j] for i, j in sorted((r.old_start, r.old_end) for r in c.runs)) == old


def test_too_many_different_words_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts beyond what can be coded end in one clear error."""
    monkeypatch.setattr("billwatch.diff.tokens._MAX_WORDS", 20)

    with pytest.raises(DataError, match="different words"):
        compared(" ".join(f"a{n}" for n in range(30)), " ".join(f"b{n}" for n in range(30)))
