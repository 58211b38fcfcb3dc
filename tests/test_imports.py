"""The import graph and the one-door rule hold in every module."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOORS = {
    "requests": {"fetch"},
    "requests_cache": {"fetch"},
    "requests_ratelimiter": {"fetch"},
    "pyrate_limiter": {"fetch"},
    "urllib3": {"fetch"},
    "protego": {"fetch"},
    "sqlite_utils": {"store"},
    "zstandard": {"store"},
    "sqlite3": {"store", "fetch"},
    "minijinja": {"publish"},
    "jinja2": {"publish"},
    "markupsafe": {"publish"},
    "diff_match_patch": {"diff"},
    "rapidfuzz": {"diff"},
    "bs4": {"page", "text"},
    "lxml": {"page", "parts", "text"},
    "pypdfium2": {"text"},
    "re2": {"provisions"},
    "click": {"cli"},
    "numpy": {"provisions", "reuse"},
    "distributed": {"pipeline"},
    "apprise": {"notify"},
    "feedgenerator": {"publish"},
    "PIL": {"publish"},
    "warcio": {"archive"},
}
BASE = {"errors", "models"}
CORE = {"baseline", "laws", "text", "sections", "provisions", "matrix", "reviews", "diff", "topics", "status",
        "agreement", "reuse", "succession"}  # fmt: skip
EDGES = {"archive", "fetch", "store", "publish", "importer", "notify"}
ALLOWED = {
    **dict.fromkeys(EDGES, BASE),
    "fetch": BASE | {"page"},
    "publish": BASE | {"counted", "inert", "reuse", "succession"},
    "importer": BASE | {"apart", "folders", "sessions", "text"},
    "errors": set(),
    "models": set(),
    "folders": {"errors"},
    "text": BASE,
    "sections": BASE,
    "provisions": BASE,
    "baseline": BASE,
    "laws": BASE,
    "sessions": BASE,
    "succession": BASE,
    "counted": set(),
    "matrix": BASE | {"counted"},
    "reviews": BASE | {"matrix"},
    "diff": BASE | {"counted", "sections"},
    "agreement": BASE | {"provisions", "sections"},
    "reuse": BASE | {"diff"},
    "apart": BASE | {"text"},
    "page": BASE | {"parts"},
    "parts": set(),
    "scraper": BASE | {"page", "sessions"},
    "pipeline": BASE | CORE | EDGES | {"apart", "counted", "folders", "page", "replay", "scraper", "scrapers",
                                    "sessions"},
    "host": set(),
    "inert": set(),
    "cli": BASE | CORE | EDGES | {"counted", "folders", "host", "inert", "pipeline", "scrapers"},
}  # fmt: skip
FORBIDDEN_IN_CORE = {"datetime", "time", "logging", "pathlib", "os", "random", "socket", "urllib"}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "billwatch").rglob("*.py")):
        parts = path.relative_to(ROOT / "billwatch").with_suffix("").parts
        if parts[0] not in ("__init__", "__main__"):
            yield parts[0], path
    for path in sorted((ROOT / "scrapers").glob("*.py")):
        yield "scrapers", path


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"

            yield node.module or ""
            if node.module in ("billwatch", "scrapers"):
                yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize(("room", "path"), list(modules()), ids=lambda value: str(value)[-40:])
def test_imports_point_one_way(room: str, path: Path) -> None:
    """A room imports only what its place in the house allows."""
    inner = {
        name.split(".")[1] if name.startswith("billwatch.") else "scrapers"
        for name in imported(path)
        if name.startswith(("billwatch.", "scrapers"))
    }
    allowed = ALLOWED.get(room, {"errors", "models", "page", "scraper"}) | {room}

    assert inner - {"__version__"} <= allowed


@pytest.mark.parametrize(("room", "path"), list(modules()), ids=lambda value: str(value)[-40:])
def test_each_package_has_one_door(room: str, path: Path) -> None:
    """A third-party package is imported only in the rooms that are its door."""
    wrong = {name for name in imported(path) if room not in DOORS.get(name.split(".")[0], {room})}

    assert wrong == set()


@pytest.mark.parametrize(
    ("room", "path"), [m for m in modules() if m[0] in CORE], ids=lambda value: str(value)[-40:]
)
def test_the_core_has_no_clock_files_or_network(room: str, path: Path) -> None:
    """The pure core imports nothing that reads the world."""
    assert {name.split(".")[0] for name in imported(path)} & FORBIDDEN_IN_CORE == set()
