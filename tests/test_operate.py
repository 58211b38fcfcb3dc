"""What an operator sets, what is told, and the recipes of docs/operate.md."""

import configparser
import json
import re
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_httpserver import HTTPServer

from billwatch import notify, store
from billwatch.cli import _VERBS, cli
from billwatch.errors import DataError
from billwatch.models import Bill, Event, Version
from billwatch.pipeline import config, digest, doctor
from billwatch.pipeline.config import Config
from billwatch.pipeline.record import Outcome, Past, as_json
from billwatch.store import Store

RECIPES = (Path(__file__).parents[1] / "docs/operate.md").read_text("utf-8")
FULL = """contact = "mailto:watch@example.org"
states = ["ct", "mo"]
output = "site"
base_url = "https://example.org/watch/"
db = "data/b.db"
notify = ["json://example.org/$HOOK"]
[sessions]
ct = ["2025", "2026"]
"""


# Configuration


def test_the_file_is_read_and_the_environment_goes_before(tmp_path: Path) -> None:
    """Every key of the file arrives; BILLWATCH_… replaces it."""
    (tmp_path / "billwatch.toml").write_text(FULL)
    read = config.load(tmp_path, {})
    over = config.load(tmp_path, {"BILLWATCH_STATES": "wa, tx", "BILLWATCH_CONTACT": "https://x"})

    assert read == Config(
        "mailto:watch@example.org", ("ct", "mo"), {"ct": ("2025", "2026")}, "site",
        "https://example.org/watch/", "data/b.db", ("json://example.org/$HOOK",),
        str(tmp_path / "billwatch.toml"),
    )  # fmt: skip
    assert (over.states, over.contact, over.output) == (("wa", "tx"), "https://x", "site")
    assert config.load(tmp_path / "nowhere", {}) == Config()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stats = []", "unknown key 'stats'; there are: contact"),
        ("states = 'ct'", "'states' must be a list"),
        ("states = [1]", "'states' must be a list"),
        ("contact = 1", "'contact' must be words"),
        ("sessions = 1", "'sessions' must be a table"),
        ("[sessions]\nct = '2026'", "'sessions.ct' must be a list"),
        ("contact", "billwatch.toml: "),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    """One line names the file and the key."""
    (tmp_path / "billwatch.toml").write_text(text)
    with pytest.raises(DataError, match=r"billwatch\.toml: ") as error:
        config.load(tmp_path, {})

    assert said in str(error.value)


def test_flags_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of a flag is used, not that of the file; without a flag that of the file."""
    (tmp_path / "billwatch.toml").write_text('db = "of-file.db"\nstates = ["nowhere"]')
    monkeypatch.chdir(tmp_path)
    flagged = CliRunner().invoke(cli, ["--db", "of-flag.db", "matrix", "--format", "json"])
    filed = CliRunner().invoke(cli, ["matrix", "--format", "json"])
    unknown = CliRunner().invoke(cli, ["nightly"])

    assert (flagged.exit_code, filed.exit_code) == (0, 0)
    assert "no source 'nowhere'" in str(unknown.exception)


def test_a_configured_licence_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the operator grants stands on the site; when it changes, the site does."""
    monkeypatch.chdir(tmp_path)

    def described() -> str:
        assert CliRunner().invoke(cli, ["publish", "--no-search"]).exit_code == 0

        return (tmp_path / "public/data/datapackage.json").read_text("utf-8")

    before = described()
    (tmp_path / "billwatch.toml").write_text('licence = "CC0-1.0"')
    after = described()

    assert "licenses" not in json.loads(before)
    assert json.loads(after)["licenses"] == [{"name": "CC0-1.0"}]


# Doctor


def outcome(**more: object) -> Outcome:
    told = {"seen": 5, "good": 5, "good_on": "2026-03-01", **more}
    return Outcome("sample", "2026", **told)  # type: ignore[arg-type]


def night(library: Store, one: Outcome, *, ended: bool = True) -> None:
    run = library.start_run(started="2026-03-01T03:00:00", command="nightly sample")
    if ended:
        library.finish_run(
            run, finished="2026-03-01T04:00:00", outcome="ok", report=as_json({one.key: one}, {})
        )


@pytest.mark.parametrize(
    ("one", "today", "said", "todo"),
    [
        (outcome(), "2026-03-02", "last success 2026-03-01, 5 bills", ""),
        (outcome(), "2026-03-09", "last success 2026-03-01", "no run since 2026-03-01"),
        (outcome(ok=False, reason="status 503"), "2026-03-02", "5 bills", "it fails: status 503"),
        (outcome(failures=("a text: 404",)), "2026-03-02", "5 bills", "1 bill or text failed"),
        (outcome(note="a session that no rule covers: 2027"), "2026-03-02", "2027", "a session that"),
        (outcome(good=0, good_on=""), "2026-03-02", "no success yet", ""),
        (outcome(good=1), "2026-03-02", "last success 2026-03-01, 1 bill", ""),
        (outcome(good_on="2026-13-40"), "2026-03-02", "last success 2026-13-40", ""),
    ],
    ids=["fine", "late", "fails", "partly", "new-session", "never", "one", "no-day"],
)  # fmt: skip
def test_doctor_says_how_a_source_fares(
    tmp_path: Path, one: Outcome, today: str, said: str, todo: str
) -> None:
    """Each source has its last success, its count, its lag and its next step."""
    with store.open(tmp_path / "b.db") as library:
        night(library, one)
    set_ = Config(contact="mailto:a@example.org", states=("sample",))
    checks = {c.about: c for c in doctor.examine(tmp_path / "b.db", set_, {}, today)}

    assert said in checks["sample 2026"].found
    assert "1 bills" not in checks["sample 2026"].found
    assert todo in checks["sample 2026"].todo
    assert bool(checks["sample 2026"].todo) == bool(todo)
    assert checks["last night"].found == "2026-03-01T03:00:00: ok"


def test_doctor_shows_which_keys_are_there_and_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Present or absent, by name; the value stands nowhere; exit 1 while there is work to do."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEGISCAN_API_KEY", "s3cret-of-mine")
    monkeypatch.delenv("OPENSTATES_API_KEY", raising=False)
    shown = CliRunner().invoke(cli, ["doctor"])
    told = {c["about"]: c for c in json.loads(CliRunner().invoke(cli, ["doctor", "--format", "json"]).output)}  # fmt: skip

    assert shown.exit_code == 1
    assert told["key LEGISCAN_API_KEY"]["found"] == "present"
    assert told["key OPENSTATES_API_KEY"]["found"] == "absent"
    assert "s3cret" not in shown.output + json.dumps(told)
    assert told["contact"]["todo"]


def test_doctor_is_content(tmp_path: Path) -> None:
    """With a contact, states and a good night, nothing needs doing; a killed night does."""
    set_ = Config(contact="mailto:a@example.org", states=("sample",))
    with store.open(tmp_path / "b.db") as library:
        night(library, outcome())
        good = doctor.examine(tmp_path / "b.db", set_, {}, "2026-03-02")
        night(library, outcome(), ended=False)
    killed = doctor.examine(tmp_path / "b.db", set_, {}, "2026-03-02")

    assert [c for c in good if c.todo] == []
    assert [c.about for c in killed if c.todo] == ["last night"]


# Notifications


class Desk:
    """Stands in for Apprise: takes addresses that begin well, and remembers what was sent."""

    sent: list[tuple[str, str]]

    def __init__(self) -> None:
        self.urls: list[str] = []

    def add(self, url: str) -> bool:
        self.urls.append(url)
        return url.startswith("json://")

    def notify(self, *, title: str, body: str, body_format: str) -> bool:
        Desk.sent.append((title, body))
        return "fails" not in self.urls[0]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> type[Desk]:
    Desk.sent = []
    fake = types.ModuleType("apprise")
    vars(fake).update(Apprise=Desk, NotifyFormat=types.SimpleNamespace(TEXT="text"))
    monkeypatch.setitem(sys.modules, "apprise", fake)
    return Desk


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Store]:
    with store.open(tmp_path / "b.db") as library:
        for n, title in ((1, "An act concerning student data privacy"), (2, "An act on bridges")):
            bill = f"xs/2026/hb{n}"
            version = Version(f"{bill}@substitute", bill, "Substitute")
            library.save_bill(
                Bill(bill, "xs", "2026", f"HB {n}", title, versions=(version,)),
                seen_on="2026-03-01",
            )
            library.save_event(Event("2026-03-01", "new bill", bill, words=title))
        weaker = Event("2026-03-01", "weaker", "xs/2026/hb1", "xs/2026/hb1@substitute", "breach_notice_school", "72 hours", "30 days")  # fmt: skip
        library.save_event(weaker)
        yield library


def send(library: Store, past: Past = Past(), **outcomes: Outcome) -> int:  # noqa: B008
    return digest.send(library, past, outcomes, ("json://x",), {}, "https://example.org/watch")


def test_a_line_has_why_what_and_where(told: Store, desk: type[Desk]) -> None:
    """A bill on students that grew weaker is one line; a bill on bridges is none."""
    send(told)

    assert desk.sent == [(
        "billwatch: 1 line",
        "[a protection grew weaker] XS HB 1 (2026) An act concerning student data privacy: breach "
        "notice school: 72 hours → 30 days; new bill "
        "https://example.org/watch/bill/xs/2026/hb1/index.html",
    )]  # fmt: skip


def test_nothing_new_nothing_sent(told: Store, desk: type[Desk]) -> None:
    """What was told once is not told again; what comes later is, the same day too."""
    counts = [send(told), send(told)]
    told.save_event(Event("2026-03-01", "stronger", "xs/2026/hb1", "", "sale", "", "yes"))
    counts.append(send(told))

    assert counts == [1, 0, 1]
    assert len(desk.sent) == 2
    assert desk.sent[1][1].startswith("[a protection grew stronger] XS HB 1")


def test_a_digest_has_at_most_thirty_lines(told: Store, desk: type[Desk]) -> None:
    """The last line of a long one says how many more there are, and where."""
    for n in range(10, 60):
        bill = f"xs/2026/hb{n}"
        told.save_bill(Bill(bill, "xs", "2026", f"HB {n}", "Student records"), seen_on="2026-03-01")
        told.save_event(Event("2026-03-01", "weaker", bill, "", "sale", "yes", "no"))
    send(told)
    lines = desk.sent[0][1].splitlines()

    assert len(lines) == 30
    assert lines[-1] == "and 22 more: https://example.org/watch/change/"


def test_a_failing_source_is_told_once(told: Store, desk: type[Desk]) -> None:
    """The first night it fails it is told, the next not; when it works again, that is told."""
    fails, fine = outcome(ok=False, reason="status 503"), outcome()
    first = list(digest.sources(Past({"sample 2026": fine}), {"sample 2026": fails}))
    still = list(digest.sources(Past({"sample 2026": fails}), {"sample 2026": fails}))
    again = list(digest.sources(Past({"sample 2026": fails}), {"sample 2026": fine}))

    assert first == ["[a source fails] sample 2026: status 503 (told once; see billwatch doctor)"]
    assert still == []
    assert again == ["[a source works again] sample 2026: 5 bills seen"]


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_a_webhook_gets_the_digest(told: Store, httpserver: HTTPServer) -> None:
    """Apprise itself posts title and lines to a web address on this machine; a refusal is told."""
    secrets = {"HOOK": f"{httpserver.host}:{httpserver.port}/hook"}
    httpserver.expect_ordered_request("/hook", method="POST").respond_with_data("ok")
    httpserver.expect_ordered_request("/hook", method="POST").respond_with_data("no", status=500)
    notify.send(("json://$HOOK",), "billwatch: 2 lines", "[a new text] CT HB 1\nand more", secrets)
    got = json.loads(httpserver.log[0][0].get_data())

    assert got["title"] == "billwatch: 2 lines"
    assert got["message"].splitlines() == ["[a new text] CT HB 1", "and more"]
    with pytest.raises(DataError, match="could not be delivered"):
        notify.send(("json://$HOOK",), "t", "b", secrets)


def test_without_apprise_one_line_says_so(told: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named, and what was not sent is still to be told."""
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(DataError, match=r"^notifications need Apprise.*billwatch\[notify\]'$"):
        send(told)

    assert told.page_mark("notified") == ""


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("what://me:s3cret@x", "address 1 of 'notify' is none that Apprise knows"),
        ("json://fails/s3cret", "could not be delivered"),
        ("json://$NOT_SET/s3cret", r"\$NOT_SET, which is not in the environment"),
    ],
)
def test_an_address_that_fails_is_not_shown(desk: type[Desk], url: str, said: str) -> None:
    """An error says what is wrong without the address: it may hold a password."""
    with pytest.raises(DataError, match=said) as error:
        notify.send((url,), "t", "b", {})

    assert "s3cret" not in str(error.value)


# Recipes


def block(kind: str, holding: str) -> str:
    found = re.findall(rf"```{kind}\n(.*?)```", RECIPES, re.DOTALL)
    return next(text for text in found if holding in text)


def test_the_configuration_recipe_loads(tmp_path: Path) -> None:
    """The billwatch.toml of the page is one."""
    (tmp_path / "billwatch.toml").write_text(block("toml", "contact ="))

    assert config.load(tmp_path, {}).states


@pytest.mark.parametrize(
    ("holding", "wanted"),
    [
        ("[Service]", {"Service": {"type", "execstart", "workingdirectory"}}),
        ("[Timer]", {"Timer": {"oncalendar", "persistent"}, "Install": {"wantedby"}}),
    ],
    ids=["service", "timer"],
)
def test_the_systemd_units_parse(holding: str, wanted: dict[str, set[str]]) -> None:
    """Each unit is an INI file with what it must have; the command is a verb there is."""
    unit = configparser.ConfigParser(interpolation=None)
    unit.read_string(block("ini", holding))

    for section, keys in wanted.items():
        assert keys <= set(unit[section])
    assert holding != "[Service]" or unit["Service"]["ExecStart"].endswith("billwatch nightly")


def test_the_cron_line_has_five_times_and_a_command() -> None:
    """Minute, hour, day, month, weekday, then what is run."""
    line = next(x for x in block("cron", "nightly").splitlines() if "nightly" in x)

    assert re.fullmatch(r"(?:[\d*/,-]+ ){5}cd \S+ && \S*billwatch nightly\b.*", line)


def test_the_workflow_has_least_rights_and_a_heartbeat() -> None:
    """No tabs, even indents, the keys a workflow needs, rights named, and the heartbeat."""
    flow = block("yaml", "billwatch nightly")
    lines = [line for line in flow.splitlines() if line.strip()]
    tops = {line.split(":")[0] for line in lines if re.match(r"\w", line)}

    assert {"name", "on", "permissions", "concurrency", "jobs"} <= tops
    assert "\t" not in flow
    assert all((len(line) - len(line.lstrip())) % 2 == 0 for line in lines)
    assert "contents: read" in flow
    assert "gh workflow enable" in flow or "git commit --allow-empty" in flow
    assert not re.search(r"(KEY|CONTACT): (?!\$\{\{)", flow)


def test_the_container_runs_as_nobody_special() -> None:
    """The recipe has a base, a user of its own, a volume and the verb."""
    words = [line.split()[0] for line in block("dockerfile", "FROM").splitlines() if line[:1].isalpha()]  # fmt: skip

    assert words[0] == "FROM"
    assert {"RUN", "USER", "VOLUME", "ENTRYPOINT", "CMD"} <= set(words)


def test_every_verb_on_the_page_is_one() -> None:
    """What the page tells people to type exists."""
    named = set(re.findall(r"billwatch (\w+)", "\n".join(re.findall(r"`([^`\n]+)`", RECIPES))))

    assert named <= set(_VERBS)


def test_the_workflow_is_yaml_where_a_reader_is_at_hand() -> None:
    """Ruby's or Python's reader of YAML takes it, where there is one."""
    reader = "import sys, yaml; yaml.safe_load(sys.stdin)"
    for program in (["ruby", "-ryaml", "-e", "YAML.load(STDIN.read)"], ["python3", "-c", reader]):
        try:
            done = subprocess.run(
                program, input=block("yaml", "billwatch nightly"), text=True, capture_output=True
            )
        except FileNotFoundError:
            continue
        if "No module named" in done.stderr:
            continue
        assert done.returncode == 0, done.stderr
        return
    pytest.skip("no reader of YAML on this machine")
