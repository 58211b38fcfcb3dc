"""Every verb on strangers' words that would act on a terminal: what it prints is inert."""

import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from billwatch import cli, store
from billwatch.models import Action, Bill, Document, Jurisdiction, Link, Session, Sponsor, Version
from billwatch.pipeline import facts, keep
from billwatch.pipeline.keep import Run
from billwatch.replay import Fault, Server, serve

EVIL = "evil\x1b[31m\x1b]0;owned\x07\x9b2J\x08\r\u202egnp\u2066x\u200f\x85ly"
MARK = "evil"
# Tab and line end may stand; whatever else is a control or turns the direction of words may not.
ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
OURS = re.compile("\x1b\\[(?:31;9|32;4|35|33|1|2|0)m")
CLAUSE = (
    "An operator shall not sell, rent or trade the personally identifiable information of a student "
    f"{EVIL} to any third party without the written consent of the parent of the student, and shall "
    "return or destroy all such information within thirty days of the end of the agreement.\n\n"
)
SAMPLE = Path(__file__).parents[2] / "data/sample"


def body(number: int) -> bytes:
    """Return a text in which strangers' controls stand; any two share a clause and little more."""
    own = " ".join(f"word{number}x{n}" for n in range(400))
    head = f"AN ACT concerning student records {EVIL}\n\nSection 1. A school may {EVIL} {own}.\n\n"
    return (head + f"Section 2. {CLAUSE}").encode()


@dataclass
class Scene:
    """A folder with a database and files of strangers, and a server that gives more of theirs."""

    home: Path
    server: Server
    refusing: Server

    @property
    def files(self) -> tuple[Path, Path]:
        return self.home / f"old {EVIL}.txt", self.home / f"new {EVIL}.txt"


def hold(db: Path, number: int) -> None:
    """Keep a bill whose every word is a stranger's, in two prints."""
    id = f"ct/2026/hb{number}"
    prints = tuple(
        Version(f"{id}@v{n}", id, f"Print {n} {EVIL}", f"2026-01-1{n}",
                (Link(f"https://legislature.example/{EVIL}", "text/plain"),))
        for n in (1, 2)
    )  # fmt: skip
    bill = Bill(id, "ct", "2026", f"HB {number} {EVIL}", f"An act {EVIL}", status="in committee",
                sponsors=(Sponsor(f"Committee {EVIL}"),), actions=(Action("2026-01-12", EVIL, EVIL),),
                subjects=(EVIL,), versions=prints, url=f"https://legislature.example/{EVIL}",
                source=f"ct {EVIL}")  # fmt: skip
    with store.open(db) as library:
        run = Run(library, facts.load(), "2026-03-01")
        library.save_jurisdiction(Jurisdiction("ct", f"Sample {EVIL}"))
        library.save_session(Session("ct", "2026", f"Session {EVIL}"))
        keep.bill(run, bill)
        for n, print_ in enumerate(prints, 1):
            words = body(10 * number + n)
            keep.document(
                run, bill, print_, Document(sha256(words).hexdigest(), words, "text/plain")
            )


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    home = tmp_path_factory.mktemp("terminal")
    for number in (1, 2):
        hold(home / "billwatch.db", number)
    spoilt = ((b"An Act", f"An Act {EVIL}".encode()), (b"Committee", f"Committee {EVIL}".encode()))
    pages = [p.relative_to(SAMPLE / "night1").as_posix() for p in SAMPLE.rglob("night1/**/*.html")]
    faults = {f"/{page}": Fault(replace=spoilt) for page in pages}
    title = f"<html><title>Request Rejected {EVIL}</title>".encode()
    refused = {f"/{page}": Fault(body=title) for page in pages}
    with (
        serve(SAMPLE / "night1", faults=faults) as server,
        serve(SAMPLE / "night1", faults=refused) as refusing,
    ):
        made = Scene(home, server, refusing)
        for n, path in enumerate(made.files, 1):
            path.write_bytes(body(n))
        (home / f"broken {EVIL}.pdf").write_bytes(b"%PDF-1.7\n" + EVIL.encode())
        words = (
            "--states",
            "sample",
            "--base-url",
            refusing.url,
            "--no-site",
            "--contact",
            "a@b.example",
        )
        CliRunner().invoke(cli.cli, ["--db", str(home / "billwatch.db"), "nightly", *words])
        yield made


Words = Callable[[Scene], tuple[str, ...]]
ASKED: Mapping[str, Words] = {
    "scrape": lambda s: ("scrape", "sample", "--base-url", s.server.url, "--texts", "all"),
    "scrape no source": lambda s: ("scrape", EVIL, "--base-url", s.server.url),
    "nightly": lambda s: ("nightly", "--states", "sample", "--base-url", s.server.url),
    "nightly, refused": lambda s: ("nightly", "--states", "sample", "--no-site", "--base-url",
                                   s.refusing.url),
    "nightly no source": lambda s: ("nightly", "--states", f"sample,{EVIL}", "--no-site"),
    "laws": lambda s: ("laws", "ct", "--base-url", f"{s.server.url}/{MARK}"),
    "laws no state": lambda s: ("laws", EVIL, "--base-url", s.server.url),
    "import": lambda s: ("import", str(s.home)),
    "import nothing": lambda s: ("import", str(s.home / EVIL)),
    "analyse a file": lambda s: ("analyse", str(s.files[0])),
    "analyse a broken file": lambda s: ("analyse", str(s.home / f"broken {EVIL}.pdf")),
    "analyse as json": lambda s: ("analyse", str(s.files[0]), "--format", "json"),
    "analyse a bill": lambda s: ("analyse", "ct/2026/hb1"),
    "analyse a folder": lambda s: ("analyse", str(s.home), "--format", "json"),
    "analyse nothing": lambda s: ("analyse", EVIL),
    "matrix": lambda s: ("matrix", "--status", "pending"),
    "matrix as csv": lambda s: ("matrix", "--status", "pending", "--format", "csv"),
    "matrix as json": lambda s: ("matrix", "--status", "pending", "--format", "json"),
    "matrix, disagreements": lambda s: ("matrix", "--disagreements"),
    "diff": lambda s: ("diff", *map(str, s.files)),
    "diff in colour": lambda s: ("diff", *map(str, s.files), "--colour"),
    "diff as json": lambda s: ("diff", *map(str, s.files), "--format", "json"),
    "diff, unified": lambda s: ("diff", *map(str, s.files), "--format", "unified"),
    "diff, provisions": lambda s: ("diff", *map(str, s.files), "--view", "provisions"),
    "diff as html": lambda s: ("diff", *map(str, s.files), "--format", "html"),
    "diff of prints": lambda s: ("diff", "ct/2026/hb1@v1", "ct/2026/hb1@v2"),
    "diff nothing": lambda s: ("diff", EVIL, EVIL),
    "agreement": lambda s: ("agreement", str(s.files[0]), "--state", "CT"),
    "agreement as json": lambda s: ("agreement", str(s.files[0]), "--state", "CT", "--format", "json"),
    "reuse": lambda s: ("reuse", "--all", "--limit", "0"),
    "reuse of a file": lambda s: ("reuse", str(s.files[0])),
    "reuse as json": lambda s: ("reuse", "--all", "--format", "json"),
    "review": lambda s: ("review", "--limit", "0"),
    "review as json": lambda s: ("review", "--format", "json"),
    "review nothing": lambda s: ("review", EVIL, EVIL, "--value", "no"),
    "review kept": lambda s: ("review", "ct/2026/hb1", "sale", "--value", "no", "--reason", EVIL,
                              "--name", EVIL, "--reviews", str(s.home / "reviews")),
    "publish": lambda s: ("publish", "--no-search", "--out", str(s.home / f"out {MARK}")),
    "export": lambda s: ("export", "--out", str(s.home / f"given {EVIL}")),
    "export, bundle": lambda s: ("export", "--bundle", "--out", str(s.home / f"all {EVIL}.zip")),
    "export, warc": lambda s: ("export", "--format", "warc", "--out", str(s.home / f"a {EVIL}.gz")),
    "doctor": lambda s: ("doctor",),
    "doctor as json": lambda s: ("doctor", "--format", "json"),
    "no verb": lambda s: (EVIL,),
    "no database": lambda s: ("--db", str(s.home / EVIL / EVIL / "a.db"), "matrix"),
}  # fmt: skip
# The sample is ours; the others say an address of this machine, and words for a shell.
ELSEWHERE = {"demo", "serve", "completion"}
# These print counts and ids alone: strangers' words would have to get into them first.
SILENT = {"scrape", "nightly", "laws", "diff of prints", "matrix", "matrix, disagreements", "diff, provisions",
          "review kept"}  # fmt: skip


def test_every_verb_is_asked() -> None:
    """No verb prints words unseen."""
    asked = {name.split(",")[0].split()[0] for name in ASKED}

    assert set(cli._VERBS) - ELSEWHERE <= asked


@pytest.mark.parametrize("name", ASKED)
def test_nothing_acts_on_a_terminal(
    name: str,
    scene: Scene,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """Titles, sponsors, names of files, addresses and reasons are printed without what acts."""
    shutil.copy(scene.home / "billwatch.db", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BILLWATCH_CONTACT", "https://watch.example/")
    monkeypatch.setattr(sys, "argv", ["billwatch", *ASKED[name](scene)])
    code: object = 0
    try:
        cli.main()
    except SystemExit as ended:
        code = ended.code
    told = "\n".join(part.decode() for part in capfdbinary.readouterr())
    plain = OURS.sub("", told) if name == "diff in colour" else told

    assert code in (None, 0, 1, 2)
    assert ACTS.findall(plain) == []
    assert MARK in told or name in SILENT
