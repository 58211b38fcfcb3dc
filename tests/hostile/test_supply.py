"""What is installed is pinned and checked; the recipes give no more rights than they need."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
RECIPES = (ROOT / "docs/operate.md").read_text("utf-8")


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
    assert "pip-audit" in make


def test_the_recipe_gives_least_rights() -> None:
    """The workflow reads by default; each further right stands in the job that needs it."""
    flow = RECIPES.partition("```yaml")[2].partition("```")[0]
    rights = re.findall(r"^( *)(contents|pages|id-token|actions): (\w+)$", flow, re.M)

    assert ("  ", "contents", "read") in rights
    assert {(name, right) for indent, name, right in rights if len(indent) > 2} == {
        ("pages", "write"), ("id-token", "write"), ("actions", "write"),
    }  # fmt: skip
    assert "persist-credentials: false" in flow
    assert "pull_request_target" not in flow


def test_the_promises_are_written_down() -> None:
    """SECURITY.md says what is defended, what is not, and how to report in private."""
    said = (ROOT / "SECURITY.md").read_text("utf-8")

    assert all(head in said for head in ("## Report", "## What is defended", "## What is not"))
    assert "private" in said
