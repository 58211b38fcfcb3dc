"""Copied language: what is found, where it stands, who had it first, and what is left out."""

import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from billwatch import reuse, store
from billwatch.cli import cli
from billwatch.errors import DataError
from billwatch.models import Action, Bill, Clause, Reading, Section, Text, Version
from billwatch.pipeline import reusing
from billwatch.reuse import Found, Match, Sheet, align, prints, seeds, weigh, words
from billwatch.store import Store, schema

FORM = "be it enacted by the general assembly of this state that this act is amended to read as"
CLAUSE = (
    "An operator of a classroom website shall not use pseudonymous browsing patterns, keystroke "
    "rhythms, webcam glimpses or homework timestamps to assemble a dossier about any pupil, except "
    "where the school board, in open session, approves the purpose and publishes the contract."
)


def prose(seed: int, number: int) -> str:
    """Return words that no other seed has, in an order of their own."""
    luck = random.Random(seed)
    return " ".join(f"w{seed}x{luck.randrange(5000)}" for _ in range(number))


def rarity() -> weigh.Rarity:
    return reusing.rarity()


def matches(bodies: Sequence[str], homes: Sequence[int] = ()) -> tuple[Match, ...]:
    shreds = [reuse.shred(Sheet(body)) for body in bodies]
    return reuse.among(shreds, homes or list(range(len(bodies))), rarity())


def slices(body: str, span: tuple[int, int]) -> str:
    found = words.read(body)
    return body[found.starts[span[0]] : found.ends[span[1] - 1]]


# -- words and fingerprints -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The school's (a) Records", ["The", "school", "s", "Records"]),
        ("(1) First; (iv) fourth (later) on", ["First", "fourth", "later", "on"]),
        ("niño's §4 İstanbul", ["niño", "s", "4", "İstanbul"]),
        ("", []),
        ("(a)", []),
        (" . ", []),
    ],
    ids=["plain", "enumerators", "foreign", "empty", "enumerator alone", "no word"],
)
def test_words_have_their_places(body: str, expected: list[str]) -> None:
    """Every word is found where it stands; enumerators in brackets are none."""
    found = words.read(body)

    assert [body[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == expected


def test_words_are_the_same_wherever_they_stand() -> None:
    """A hash depends on the letters only: not on case, place, or how long the text is."""
    far = "x " * 100_000
    one, other = words.read("Pupil records"), words.read(f"{far}PUPIL {far}records")

    assert one.hashes.tolist() == other.hashes[[100_000, 200_001]].tolist()
    assert len(set(words.read("a b ab ba aa").hashes.tolist())) == 5


def test_words_outside_the_spans_are_left_out() -> None:
    """Only what stands in the sections counts."""
    body = "front matter here. Section one. note"
    start = body.index("Section")
    found = words.within(words.read(body), ((start, start + 12),))

    assert [body[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == ["Section", "one"]


def test_a_shared_run_shares_a_fingerprint() -> None:
    """Winnowing's promise: eight equal words in a row leave a fingerprint in both texts."""
    run = prose(1, prints.GRAM + prints.WINDOW - 1)
    for n in range(30):
        one = prints.take(words.read(f"{prose(2 + n, 40 + n)} {run} {prose(50 + n, 30)}").hashes)
        other = prints.take(words.read(f"{prose(90 + n, n)} {run}").hashes)

        assert set(one.hashes.tolist()) & set(other.hashes.tolist())


# -- what is found --------------------------------------------------------------------------------


def test_a_copied_clause_is_found_with_its_place_in_both() -> None:
    """Both spans are the clause, and every word of it matches."""
    bodies = [f"{prose(1, 400)}. {CLAUSE} {prose(2, 100)}", f"{prose(3, 50)}. {CLAUSE}"]
    (found,) = matches(bodies)

    assert slices(bodies[0], found.left_words) == CLAUSE.rstrip(".")
    assert slices(bodies[1], found.right_words) == CLAUSE.rstrip(".")
    assert (found.matched, found.density) == (len(words.read(CLAUSE)), 1.0)


def test_renumbering_costs_nothing() -> None:
    """Enumerators that differ leave a clause the same."""
    parts = CLAUSE.split(", ")
    one, other = (
        ", ".join(f"({mark}) {part}" for mark, part in zip(marks, parts, strict=True))
        for marks in ("abcdef"[: len(parts)], "123456"[: len(parts)])
    )

    assert matches([one, other])[0].density == 1.0


def test_an_edited_clause_is_found() -> None:
    """Every twelfth word replaced: still one passage, and the words replaced do not count."""
    edited = " ".join(w if n % 12 else "zebra" for n, w in enumerate(CLAUSE.split(), 1))
    (found,) = matches([f"{prose(1, 90)} {CLAUSE}", f"{prose(2, 90)} {edited} {prose(3, 20)}"])

    assert found.matched == len(words.read(edited)) - edited.count("zebra")


@pytest.mark.parametrize(
    "bodies",
    [
        [prose(1, 500), prose(2, 500)],
        [f"{prose(1, 300)} notice to the parent", f"{prose(2, 300)} notice to the parent"],
        [f"{FORM} {prose(1, 300)}", f"{FORM} {prose(2, 300)}"],
        ["", ""],
        ["the " * 5000, "the " * 4000],
    ],
    ids=["nothing shared", "too short", "an enacting clause", "empty", "one word"],
)
def test_what_is_no_passage_is_not_found(bodies: list[str]) -> None:
    """Unlike texts, a few words, a formula, and texts of one repeated word give nothing."""
    assert matches(bodies) == ()


def test_a_rare_passage_weighs_more_than_a_formula() -> None:
    """By rarity of words a clause of substance is told from how every bill is written."""
    formula = (
        "If any provision of this act or the application thereof to any person is held to be "
        "invalid such invalidity shall not affect other provisions of this act which can be "
        "given effect without the invalid provision"
    )
    (rare,) = matches([CLAUSE + prose(1, 9), CLAUSE + prose(2, 9)])
    (plain,) = matches([formula + prose(1, 9), formula + prose(2, 9)])

    assert rare.score > 2 * plain.score
    assert rare.substance > 0.9 > plain.substance


def test_one_swap_of_order_leaves_both_halves() -> None:
    """Two clauses in the other order are two passages."""
    one, two = f"{CLAUSE} ", f"{prose(7, 60)} "
    found = matches([one + prose(1, 50) + " " + two, two + prose(2, 50) + " " + one])

    assert len(found) == 2


def test_a_task_holds_so_many_words_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long passages are handed over a few at a time, and what is found stays the same."""
    bodies = [f"{prose(n // 2, 600)} {prose(90 + n, 50)}" for n in range(12)]
    wanted = matches(bodies)
    sizes: list[int] = []

    def kept(task: align.Task, rarity: weigh.Rarity) -> tuple[tuple[Any, ...], ...]:
        sizes.append(len(task.words))
        return match(task, rarity)

    match = align.match
    monkeypatch.setattr(align, "match", kept)
    monkeypatch.setattr(align, "HEAVIEST", 3000)

    assert matches(bodies) == wanted
    assert len(wanted) == 6
    assert len(sizes) == 3
    assert max(sizes) <= 3000


def test_homes_tell_how_bills_are_written_from_copies() -> None:
    """A clause in many bills of one state is its style; in as many of several states, a copy."""
    number = seeds.LOCAL + 4
    bodies = [f"{prose(n, 80)} {CLAUSE}" for n in range(number)]

    assert matches(bodies, [0] * number) == ()
    assert len(matches(bodies, [n % 6 for n in range(number)])) == number * (number - 1) // 2


@pytest.mark.parametrize(
    "words",
    [
        "If any part of this act is held invalid, the rest stands; the parts are severable.",
        "Members serve without compensation but are paid actual and necessary expenses. A majority "
        "of the members is a quorum.",
        "RESOLVED, That this House honor the Committee on Bridges upon its fiftieth year; and be it "
        "further RESOLVED, That a copy of this resolution be sent to it.",
        "Moneys of the fund shall be kept separate and shall not be commingled with other moneys.",
        "The agency shall adopt rules necessary to carry out this act",
        "This act shall take effect immediately and be deemed repealed in 2031",
    ],
    ids=["severability", "a board", "a ceremony", "a fund", "rules", "dates"],
)
def test_standing_clauses_are_known(words: str) -> None:
    """What any bill says is no passage, unless it says something else at some length."""
    assert reuse.standing(words)
    assert not reuse.standing(f"{words}\n{CLAUSE}")
    assert not reuse.standing(CLAUSE)


def test_a_long_sentence_is_more_than_one_standing_phrase() -> None:
    """A phrase accounts for a sentence of usual length, not for all that is put before it."""
    long = CLAUSE.rstrip(".").replace(";", ",") + ", " + prose(3, 100)

    assert not reuse.standing(f"{long}, and no vacancy shall impair the quorum")


# -- bad input ------------------------------------------------------------------------------------


def test_many_near_identical_forms_are_bounded() -> None:
    """Twice the forms take about twice the work, not four times: seeds stop at what is common."""
    form = prose(1, 300)

    def spent(number: int) -> tuple[float, int]:
        shreds = [reuse.shred(Sheet(f"{form} No. {n}")) for n in range(number)]
        began = time.process_time()
        shared = seeds.among([each.prints for each in shreds], list(range(number)))
        return time.process_time() - began, len(shared)

    assert spent(400)[1] == spent(2000)[1] == 0


def test_the_table_of_words_refuses_what_it_cannot_read() -> None:
    """A line that is no word with a share is named."""
    with pytest.raises(DataError, match="line 2"):
        weigh.load("# limit 0.01\nword")


def test_no_table_makes_every_word_rare() -> None:
    """An empty table is a table."""
    empty = weigh.load("# limit 0.01\n")

    codes = words.coded(words.read("any word").hashes)

    assert weigh.nats(empty, codes).tolist() == pytest.approx([4.605] * 2, 1e-3)


# -- the store ------------------------------------------------------------------------------------


def save(library: Store, version: str, body: str, date: str | None = None, *, title: str = "",
         front: str = "", anew: str = "") -> None:  # fmt: skip
    """Keep one version with one section after its front matter."""
    id = version.partition("@")[0]
    state, session, number = id.split("/")
    known = library.bill(id)
    versions = known.versions if known else ()
    if version not in {v.id for v in versions}:
        versions = (*versions, Version(version, id, version.partition("@")[2], date))
    library.save_bill(
        Bill(id, state, session, number, title or number, versions=versions,
             actions=(Action("2020-01-01", "Filed"),) if state == "fi" else ()),
        seen_on="2026-01-01",
    )  # fmt: skip
    whole = front + body
    parts = (Section("", "", 0, len(front), "front"), Section("1", "", len(front), len(whole)))
    reading = Reading(version, Text(whole), parts[not front :], (), ())
    library.save_reading(reading, sha256=anew or "0", code="test")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Store]:
    with store.open(tmp_path / "billwatch.db") as held:
        yield held


def test_direction_goes_by_the_earliest_dated_text(library: Store) -> None:
    """The bill whose first version with the clause is older comes first, whatever its name."""
    save(library, "zz/2019/hb9@introduced", prose(1, 90), "2019-01-05")
    save(library, "zz/2019/hb9@amended", f"{prose(1, 90)} {CLAUSE}", "2019-03-01")
    save(library, "aa/2021/sb1@introduced", f"{prose(2, 80)} {CLAUSE}", "2021-02-02")
    (found,) = reusing.everything(library).passages

    assert (found.first.version, found.first.date) == ("zz/2019/hb9@amended", "2019-03-01")
    assert (found.later.version, found.later.section) == ("aa/2021/sb1@introduced", "1")
    assert found.dated
    assert found.first.words == found.later.words == CLAUSE.rstrip(".")


def test_places_are_characters_of_the_text(library: Store) -> None:
    """``body[start:end]`` are the words of the passage, front matter or not."""
    save(library, "aa/2021/sb1@introduced", f"{prose(2, 80)} {CLAUSE}", front="A BILL. ")
    save(library, "bb/2021/sb1@introduced", f"{CLAUSE} {prose(3, 80)}")
    (found,) = reusing.everything(library).passages

    for place in (found.first, found.later):
        read = library.reading(place.version)
        assert read is not None

        assert read.text.body[place.start : place.end] == place.words


def test_front_matter_is_not_compared(library: Store) -> None:
    """Sponsors and titles that two bills share are no copied language."""
    for state in ("aa", "bb"):
        save(library, f"{state}/2021/sb1@x", prose(ord(state[0]), 80), front=f"{CLAUSE} ")

    assert reusing.everything(library).passages == ()


def test_without_dates_the_order_says_nothing(library: Store) -> None:
    """Two texts without a date, or of one date, are not dated."""
    save(library, "aa/2021/sb1@x", f"{prose(2, 80)} {CLAUSE}", "2021-01-01")
    save(library, "bb/2021/sb1@x", f"{prose(3, 80)} {CLAUSE}")
    (found,) = reusing.everything(library).passages

    assert not found.dated


def test_companions_and_bills_brought_again_are_kin(library: Store) -> None:
    """One text under two numbers of a session, or in two sessions, is told as kin, not as a copy."""
    text = f"{CLAUSE} {prose(5, 200)}"
    save(library, "aa/2021/sb1@x", text, "2021-01-01")
    save(library, "aa/2021/hb1@x", f"{text} {prose(6, 5)}", "2021-01-02")
    save(library, "aa/2023/sb7@x", f"{text} {prose(7, 8)}", "2023-01-02")
    save(library, "bb/2024/sb2@x", f"{prose(8, 90)} {CLAUSE}", "2024-01-02")
    found = reusing.everything(library)

    assert {(k.first, k.later, k.kind) for k in found.kin} == {
        ("aa/2021/sb1", "aa/2021/hb1", "companion"),
        ("aa/2021/sb1", "aa/2023/sb7", "reintroduced"),
        ("aa/2021/hb1", "aa/2023/sb7", "reintroduced"),
    }
    (passage,) = found.passages
    assert passage.later.version == "bb/2024/sb2@x"
    assert {passage.first.version, *passage.also} == {
        "aa/2021/sb1@x", "aa/2021/hb1@x", "aa/2023/sb7@x",
    }  # fmt: skip


def test_bills_that_share_standing_clauses_only_are_no_kin(library: Store) -> None:
    """Two short bills of one form, for two towns, are two bills; word for word they are one."""
    form = (
        "Section three of chapter nine of the laws of 2021, relating to a mortgage tax in the county"
        " of {}, as amended by section one of chapter eight of the laws of 2022, is amended to read"
        " as follows: This act takes effect at once; it shall expire and be deemed repealed"
        " upon the thirty first day of December in the second year after its passage by the house."
    )
    save(library, "aa/2021/sb1@x", form.format("Warren"))
    save(library, "aa/2021/sb2@x", form.format("Yates upon its great lake"))
    save(library, "aa/2021/hb1@x", f"{form.format('Warren')} Done.")
    found = reusing.everything(library)

    assert found.passages == ()
    assert [(k.first, k.later) for k in found.kin] == [("aa/2021/hb1", "aa/2021/sb1")]


def test_the_same_words_are_compared_once(library: Store) -> None:
    """Identical bills are kin of the first, which stands for them; their copies are found."""
    text = f"{CLAUSE} {prose(5, 200)}"
    for n in range(4):
        save(library, f"aa/2021/sb{n}@x", text)
    save(library, "bb/2024/sb2@x", f"{prose(8, 90)} {CLAUSE}")
    found = reusing.everything(library)

    assert [(k.first, k.later, k.kind) for k in found.kin] == [
        ("aa/2021/sb0", f"aa/2021/sb{n}", "same words") for n in (1, 2, 3)
    ]
    assert len(found.passages) == 1


def test_one_text_finds_what_all_find(library: Store) -> None:
    """A bill, and a file with its words, are told the same places as the comparison of all."""
    save(library, "aa/2021/sb1@x", f"{prose(2, 80)} {CLAUSE}", "2021-01-01")
    save(library, "bb/2022/sb1@x", f"{prose(3, 80)} {CLAUSE}", "2022-01-01")
    save(library, "cc/2022/sb1@x", prose(4, 80))
    read = library.reading("aa/2021/sb1@x")
    assert read is not None

    named = reusing.one(library, read)
    filed = reusing.one(library, Reading("my.txt", read.text, read.sections, (), ()))

    assert named.passages == reusing.everything(library).passages
    assert {p.later.version for p in filed.passages} | {p.first.version for p in filed.passages} == {
        "my.txt", "aa/2021/sb1@x", "bb/2022/sb1@x",
    }  # fmt: skip


def test_a_bill_finds_those_with_its_very_words(library: Store) -> None:
    """Where a bill stands for identical ones, they are not lost when it is asked about itself."""
    for n in range(3):
        save(library, f"aa/2021/sb{n}@x", f"{CLAUSE} {prose(5, 200)}")
    read = library.reading("aa/2021/sb0@x")
    assert read is not None

    found = reusing.one(library, read)

    assert {k.later for k in found.kin} == {"aa/2021/sb1", "aa/2021/sb2"}
    assert found.passages == ()


def test_a_night_adds_only_what_is_new(library: Store) -> None:
    """A second run indexes nothing; a new text is one text; a text read anew replaces its own."""
    save(library, "aa/2021/sb1@x", f"{prose(2, 80)} {CLAUSE}")
    save(library, "bb/2022/sb1@x", f"{prose(3, 80)} {CLAUSE}")

    assert [reusing.index(library), reusing.index(library)] == [2, 0]
    save(library, "cc/2022/sb1@x", f"{prose(4, 80)} {CLAUSE}")
    assert reusing.index(library) == 1
    save(library, "bb/2022/sb1@x", prose(9, 90), anew="1")
    found = reusing.everything(library)
    assert {p.first.version for p in found.passages} | {p.later.version for p in found.passages} == {
        "aa/2021/sb1@x", "cc/2022/sb1@x",
    }  # fmt: skip


def test_a_night_writes_only_the_rows_of_what_is_new(library: Store) -> None:
    """A quiet night writes nothing; a later version adds its new fingerprints, a copy none."""

    def written() -> tuple[int, int, int]:
        """Index; return what was written in all, and the rows of texts and of fingerprints now."""
        before = library._db.conn.total_changes
        reusing.index(library)
        sql = "SELECT (SELECT count(*) FROM passage_texts), (SELECT count(*) FROM passage_prints)"
        ((texts, rows),) = library._db.rows(sql)
        return library._db.conn.total_changes - before, texts, rows

    for n in range(40):
        save(library, f"aa/2021/sb{n}@a", f"{prose(n, 80)} {CLAUSE}")
    _, texts, rows = written()
    own = len(reuse.shred(Sheet(prose(99, 30))).prints.hashes)

    assert texts == 40
    assert written() == (0, 40, rows)

    save(library, "aa/2021/sb0@b", f"{prose(0, 80)} {CLAUSE} {prose(99, 30)}")
    changes, texts, after = written()

    assert texts == 41
    assert own <= after - rows <= own + 2 * prints.GRAM
    assert changes == after - rows + 2

    save(library, "bb/2021/sb0@a", f"{prose(1, 80)} {CLAUSE}")

    assert written() == (1, 42, after)


def test_the_index_is_the_same_night_by_night_or_at_once(tmp_path: Path) -> None:
    """Bills indexed one by one give what they give when indexed together."""
    told: list[Found] = []
    for nightly in (True, False):
        with store.open(tmp_path / f"{nightly}.db") as library:
            for n in range(12):
                save(
                    library, f"s{n % 4}/2021/sb{n}@x", f"{prose(n % 5, 90)} {CLAUSE} {prose(n, 9)}"
                )
                if nightly:
                    reusing.index(library)
            told.append(reusing.everything(library))

    assert told[0].passages
    assert told[0] == told[1]


def test_forms_are_noted_and_cost_no_more_rows(library: Store) -> None:
    """Of a text that stands everywhere no more is kept than says so, and a reader is told."""
    form = prose(1, 200)
    number = seeds.COMMON + 40
    for n in range(number):
        save(library, f"aa/2021/sb{n:03}@x", f"{form} {prose(1000 + n, 12)}")
    found = reusing.everything(library)
    rows = library._db.row(
        "SELECT max(n) FROM (SELECT count(*) AS n FROM passage_prints GROUP BY hash)"
    )

    assert rows == (seeds.COMMON + 1,)
    assert found.passages == found.kin == ()
    assert "consist mostly of language that stands in more than 100 texts" in found.notes[0]


def test_one_repeated_word_is_noted(library: Store) -> None:
    """A text without anything to compare is named, not passed over in silence."""
    save(library, "aa/2021/sb1@x", "word " * 500)
    save(library, "bb/2021/sb1@x", f"{prose(3, 80)} {CLAUSE}")

    assert "aa/2021/sb1@x" in reusing.everything(library).notes[0]


def test_an_empty_store_gives_nothing(library: Store) -> None:
    """No text, no passage, no failure."""
    assert reusing.everything(library) == Found(())


def test_schema_3_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database without the index gains it, keeps its texts, and is indexed."""
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:3])
        with store.open(tmp_path / "a.db") as library:
            save(library, "aa/2021/sb1@x", f"{prose(2, 80)} {CLAUSE}")
            save(library, "bb/2021/sb1@x", f"{prose(3, 80)} {CLAUSE}")
    with store.open(tmp_path / "a.db") as library:
        assert library._db.rows("PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
        assert len(reusing.everything(library).passages) == 1


def test_figures_are_those_of_their_own_words() -> None:
    """Passages weighed together weigh what they weigh alone."""
    told = [words.coded(words.read(body).hashes) for body in (CLAUSE, prose(1, 30), FORM)]
    owners = np.repeat(np.arange(3), [len(t) for t in told])
    lengths = np.array([len(t) for t in told])
    together = weigh.figures(owners, np.concatenate(told), lengths, rarity())
    for n, alone in enumerate(told):
        own = weigh.figures(np.zeros(len(alone), np.int64), alone, lengths[n : n + 1], rarity())

        assert (own.score[0], own.rarest[0], own.mean[0]) == pytest.approx(
            (together.score[n], together.rarest[n], together.mean[n])
        )


# -- genealogy ------------------------------------------------------------------------------------


def clause(library: Store, version: str) -> reuse.Genealogy:
    read = library.reading(version)
    assert read is not None

    start = read.text.body.index("An operator")
    end = len(read.text.body)
    asked = Clause("1", start, end, read.text.body[start:end], "ban", section="1")
    return reusing.genealogy(library, read, asked)


def test_a_clause_is_followed_to_its_first_text(library: Store) -> None:
    """The oldest text is first, whoever asks; every other one is told with what it changed."""
    shorter = CLAUSE.replace(", webcam glimpses", "")
    save(library, "aa/2015/sb1@x", f"{prose(1, 60)} {CLAUSE}", "2015-01-01")
    save(
        library,
        "bb/2017/sb1@x",
        f"{prose(2, 60)} {CLAUSE.replace('pupil', 'student')}",
        "2017-02-02",
    )
    save(library, "cc/2019/sb1@x", f"{prose(3, 60)} {shorter}", "2019-02-02")
    for version in ("aa/2015/sb1@x", "bb/2017/sb1@x"):
        found = clause(library, version)

        assert (found.first.version, found.dated) == ("aa/2015/sb1@x", True)
        assert [c.place.version for c in found.copies] == ["bb/2017/sb1@x", "cc/2019/sb1@x"]
        assert found.copies[0].edits == (reuse.Edit("replace", "pupil", "student"),)
        assert found.copies[1].edits[-1].old.strip(", ") == "webcam glimpses"


def test_a_clause_is_as_old_as_the_first_version_that_has_it(library: Store) -> None:
    """The date is not that of the last print, nor of one that had other words."""
    save(library, "zz/2015/sb1@a", prose(1, 60), "2015-01-01")
    save(library, "zz/2015/sb1@b", f"{prose(1, 60)} {CLAUSE}", "2015-02-01")
    save(library, "zz/2015/sb1@c", f"{prose(1, 60)} {CLAUSE}", "2015-06-01")
    save(library, "bb/2015/sb1@x", f"{prose(2, 60)} {CLAUSE}", "2015-04-01")
    found = clause(library, "zz/2015/sb1@c")

    assert (found.first.version, found.first.date) == ("zz/2015/sb1@c", "2015-02-01")
    assert [c.place.version for c in found.copies] == ["bb/2015/sb1@x"]


def test_a_clause_nobody_copied_has_no_copies(library: Store) -> None:
    """It is its own first text."""
    save(library, "aa/2015/sb1@x", f"{prose(1, 60)} {CLAUSE}", "2015-01-01")
    save(library, "bb/2015/sb1@x", prose(2, 60), "2015-01-01")

    assert clause(library, "aa/2015/sb1@x").copies == ()


def test_a_bill_is_told_where_its_text_also_stands(library: Store) -> None:
    """Other bills by matching words, with who had it first."""
    long = prose(7, 120)
    save(library, "aa/2018/sb1@x", f"{long} {CLAUSE} {prose(1, 200)}", "2018-01-01")
    save(library, "bb/2016/sb1@x", f"{prose(2, 60)} {CLAUSE}", "2016-01-01")
    save(library, "cc/2020/sb1@x", f"{prose(3, 60)} {long}", "2020-01-01")
    save(library, "dd/2020/sb1@x", f"{prose(4, 60)} {CLAUSE}")
    read = library.reading("aa/2018/sb1@x")
    assert read is not None

    told = reuse.stands("aa/2018/sb1", reusing.one(library, read))

    assert [(s.bill, s.first) for s in told] == [
        ("cc/2020/sb1", "this"), ("bb/2016/sb1", "other"), ("dd/2020/sb1", "not known"),
    ]  # fmt: skip


# -- the verb -------------------------------------------------------------------------------------


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "billwatch.db"
    with store.open(path) as library:
        save(library, "aa/2015/sb1@x", f"{CLAUSE} {prose(1, 60)}", "2015-01-01")
        save(library, "bb/2017/sb1@x", f"{CLAUSE} {prose(2, 60)}", "2017-02-02")
    return path


def ask(path: Path, *said: str) -> Result:
    return CliRunner().invoke(cli, ["--db", str(path), "reuse", *said])


@pytest.mark.parametrize("name", ["--all", "aa/2015/sb1", "bb/2017/sb1@x"])
def test_the_verb_tells_passages(filled: Path, name: str) -> None:
    """For people a line with both places and dates; as JSON the same with offsets."""
    shown, told = ask(filled, name), json.loads(ask(filled, name, "--format", "json").stdout)

    assert "aa/2015/sb1@x#1 (2015-01-01) then bb/2017/sb1@x#1 (2017-02-02)" in shown.stdout
    assert told["passages"][0]["later"]["version"] == "bb/2017/sb1@x"
    assert told["passages"][0]["first"]["start"] == 0


def test_the_verb_tells_where_a_bill_also_stands(filled: Path) -> None:
    """Before the passages a line for each other bill: how much of it, and who had it first."""
    shown = ask(filled, "aa/2015/sb1").stdout.splitlines()
    told = json.loads(ask(filled, "bb/2017/sb1", "--format", "json").stdout)["stands"]
    number = len(words.read(CLAUSE))

    assert shown[:2] == [
        "also stands in:",
        f"  bb/2017/sb1: {number} words in 1 passage, here first; sb1",
    ]
    assert [(each["bill"], each["first"]) for each in told] == [("aa/2015/sb1", "other")]
    assert json.loads(ask(filled, "--all", "--format", "json").stdout)["stands"] == []


def test_the_verb_follows_a_clause(filled: Path) -> None:
    """A place gives the first text that has the clause, the others, and what each changed."""
    with store.open(filled) as library:
        body = f"{CLAUSE.replace('pupil', 'student')} {prose(5, 60)}"
        save(library, "cc/2019/sb1@x", body, "2019-01-01")
        end = body.index("contract.") + len("contract.")
        clause = Clause("1(a)", 0, end, body[:end], "ban", section="1")
        reading = Reading(
            "cc/2019/sb1@x", Text(body), (Section("1", "", 0, len(body)),), (clause,), ()
        )
        library.save_reading(reading, sha256="1", code="test")
    shown = ask(filled, "cc/2019/sb1@x#1(a)")
    told = json.loads(ask(filled, "cc/2019/sb1@x#1(a)", "--format", "json").stdout)

    assert shown.stdout.startswith("first held: aa/2015/sb1@x#1 (2015-01-01)\n")
    assert "replace: 'pupil' -> 'student'" in shown.stdout
    assert [c["place"]["version"] for c in told["copies"]] == ["bb/2017/sb1@x", "cc/2019/sb1@x"]
    assert isinstance(ask(filled, "cc/2019/sb1@x#9").exception, DataError)


def test_a_file_is_compared_with_what_is_held(filled: Path, tmp_path: Path) -> None:
    """A text that is in no store finds its passages."""
    (tmp_path / "mine.txt").write_text(f"Section 1. {CLAUSE}\n")
    told = json.loads(ask(filled, str(tmp_path / "mine.txt"), "--format", "json").stdout)

    assert len(told["passages"]) == 2


@pytest.mark.parametrize("said", [(), ("aa/2015/sb1", "--all")], ids=["nothing", "both"])
def test_one_text_or_all_must_be_said(filled: Path, said: tuple[str, ...]) -> None:
    """Neither and both are misuse."""
    assert ask(filled, *said).exit_code == 2


def test_a_text_is_shown_without_escapes(filled: Path) -> None:
    """Control characters in a bill do not reach the terminal."""
    with store.open(filled) as library:
        save(library, "cc/2018/sb1@x", f"\x1b[31m{CLAUSE} {prose(3, 60)}", "2014-01-01")
        save(library, "dd/2018/sb1@x", f"\x1b[31m{CLAUSE} {prose(4, 60)}", "2014-02-01")

    assert "\x1b" not in ask(filled, "--all").stdout
