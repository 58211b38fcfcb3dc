"""What is installed is pinned and checked; the recipes give no more rights than they need."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOW = (ROOT / "docs/operate.md").read_text("utf-8").partition("```yaml")[2].partition("```")[0]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def test_every_requirement_is_pinned_with_its_hashes() -> None:
    """Each line of the lock names one version and at least one SHA-256, and no registry."""
    wanted = re.split(r"\n(?=[a-zA-Z0-9])", LOCK.strip())
    loose = [
        one.split()[0]
        for one in wanted
        if not re.match(r"[A-Za-z0-9._-]+(\[[\w,-]+\])?==[^\s;]+", one)
        or not re.search(r"--hash=sha256:[0-9a-f]{64}\b", one)
    ]
    print(f"{len(wanted)} requirements, {LOCK.count('--hash=')} hashes")

    assert len(wanted) > 40
    assert loose == []
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host|@ ", LOCK)


def test_setup_checks_the_hashes() -> None:
    """`make setup` installs nothing whose hash is not in the lock, and `make audit` reads the lock."""
    make = (ROOT / "Makefile").read_text("utf-8")

    assert make.count("--require-hashes -r requirements.lock") == 3
    assert "pip-audit --strict" in make


def test_the_recipe_gives_least_rights() -> None:
    """The workflow reads by default; each further right stands in the job that needs it."""
    rights = re.findall(r"^( *)([a-z-]+): (read|write|none)$", FLOW, re.M)

    assert ("  ", "contents", "read") in rights
    assert {(name, right) for indent, name, right in rights if len(indent) > 2} == {
        ("pages", "write"), ("id-token", "write"), ("actions", "write"),
    }  # fmt: skip
    assert "write-all" not in FLOW
    assert "persist-credentials: false" in FLOW
    assert "pull_request_target" not in FLOW


def test_every_action_is_pinned_to_a_commit() -> None:
    """An action is named by its commit, with the version beside it for those who read."""
    used = re.findall(r"^ +-? *uses: (.*)$", FLOW, re.M)

    assert len(used) > 5
    assert [u for u in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}  # v[\d.]+", u)] == []


def test_a_job_audits_without_keys_and_further_rights() -> None:
    """What is installed is asked for known weaknesses, by a job that could give nothing away; what
    no advisory knows is red, not left out."""
    jobs = dict(re.findall(r"^  ([a-z]+):\n((?:    .*\n)+)", FLOW.partition("jobs:\n")[2], re.M))

    assert set(jobs) == {"night", "deploy", "audit", "heartbeat"}
    assert "pip-audit --strict" in jobs["audit"]
    assert not re.search(r"permissions|secrets\.|github\.token|GH_TOKEN", jobs["audit"])


def test_the_promises_are_written_down() -> None:
    """SECURITY.md says what is defended, what is not, and how to report in private."""
    said = (ROOT / "SECURITY.md").read_text("utf-8")

    assert all(head in said for head in ("## Report", "## What is defended", "## What is not"))
    assert "private" in said
