"""Build the same pages of bills with Pelican and with Eleventy, beside Hugo and ourselves.

    python -m tests.bench.peers [COUNT …]

Each is given what Hugo is given (see `tests.bench.hugo`): a page of the bill and one of its text,
as data that need not be parsed from Markdown. Pelican reads it by a reader of its own, Eleventy as
one file that it pages through. A program that is not there is left out and named: Pelican is the
PyPI package ``pelican`` (`BILLWATCH_PELICAN` names its program), Eleventy the npm package
``@11ty/eleventy`` in the ``node_modules`` that `BILLWATCH_NODE` names. Each runs in turn, its start
included, and the quickest of the rounds counts: seconds by the clock, and of all processors.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from billwatch.models import Bill, Reading
from billwatch.publish import Site, press
from tests.bench import hugo
from tests.bench.publish import apart, cost, fill, least, texts
from tests.browser import sample

ROUNDS = 2
OURS = "billwatch"
SLOW = 2_000  # bills above which one round must do

FINDING = """<p class="says"><span class="mk yes"><span aria-hidden="true">Y</span><span class="vh">
yes</span></span> <b>{{ f.value }}, {{ f.detail }}</b> <span class="muted">binds: {{ f.bound }}</span></p>
<blockquote><p><a href="{{ b.text }}#{{ f.anchor }}">{{ f.quote }}</a></p></blockquote>
<p class="fine">§ {{ f.section }} · confidence {{ f.confidence }} · rule {{ f.rule }}</p>"""
BILL = """<main id="main" tabindex="-1"><h1><span class="no">{{ b.number }}</span> {{ b.title }}</h1>
<p class="meta">{{ b.place }} · session {{ b.session }} · {{ b.status }}</p>
<ol class="strip" aria-label="Status">{% for s in b.stages %}<li class="{{ s.when }}">{{ s.words }}
</li>{% endfor %}</ol>
<section><h2 id="does">What it does</h2><p class="fine">As of {{ b.label }}.</p><dl class="does">
{% for f in b.findings %}<div><dt><a href="../{{ f.provision }}/">{{ f.name }}</a></dt>
<dd>FINDING</dd></div>{% endfor %}</dl>
<p class="unread"><b>Silent on</b> {{ b.silent | join(", ") }}.</p></section>
<section><h2 id="versions">Versions</h2><ol class="versions"><li><a href="{{ b.text }}"><b>
{{ b.label }}</b></a> <span class="fine">{{ b.date }}</span></li></ol></section>
<section><h2 id="actions">Actions</h2><ol class="actions">{% for a in b.actions %}
<li><span class="when">{{ a.date }}</span> {{ a.text }}</li>{% endfor %}</ol></section>
<section><h2 id="sources">Sources</h2><table class="plain"><tr><th>{{ b.label }}</th>
<td>a file</td><td><code>{{ b.sha256 }}</code></td></tr></table></section></main>"""
TEXT = """<main id="main" tabindex="-1"><h1><span class="no">{{ b.number }}</span> {{ b.label }}</h1>
<p class="lede">{{ b.title }}</p>
<section><h2 id="says">What this text says</h2><dl class="does">{% for f in b.findings %}<div>
<dt><a href="../{{ f.provision }}/">{{ f.name }}</a></dt><dd>FINDING</dd></div>{% endfor %}</dl>
<details><summary>Silent on {{ b.silent | length }}</summary><ul class="columns">
{% for name in b.silent %}<li>{{ name }}</li>{% endfor %}</ul></details></section>
<details class="outline"><summary>Outline: {{ b.sections | length }} sections</summary>
<ol class="columns plainlist">{% for s in b.sections %}<li><a href="#{{ s.anchor }}">{{ s.label }}</a>
</li>{% endfor %}</ol></details><section><h2 id="text">The text</h2><div class="bill">
{% for s in b.sections %}<h3 id="{{ s.anchor }}"><a href="#{{ s.anchor }}">{{ s.label }}</a></h3>
{% for line in s.lines %}<p>{{ line }}</p>{% endfor %}{% endfor %}</div></section></main>"""
HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ b.number }}: {{ b.title }}
</title><meta name="description" content="{{ b.number }}: {{ b.title }}. Its versions, and more.">
<meta property="og:title" content="{{ b.number }}"><meta property="og:description" content="{{ b.title }}">
"""
READER = """
import json, pathlib
from pelican import signals
from pelican.readers import BaseReader
class Made(BaseReader):
    enabled, file_extensions = True, ["json"]
    def read(self, path):
        data = json.loads(pathlib.Path(path).read_text())
        told = {"title": data["title"], "date": data["date"], "data": data, "template": data["kind"],
                "slug": f"{data['kind']}-{data['slug']}", "category": data["kind"]}
        return "", {k: self.process_metadata(k, v) if k in ("date", "category") else v for k, v in told.items()}
def add(readers):
    readers.reader_classes["json"] = Made
class Plugin:
    register = staticmethod(lambda: signals.readers_init.connect(add))
AUTHOR, SITENAME, SITEURL, PATH, THEME, OUTPUT_PATH = "a", "b", "", "content", "theme", "public"
TIMEZONE, PLUGINS, DIRECT_TEMPLATES, STATIC_PATHS = "UTC", [Plugin()], [], []
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
ARTICLE_URL = ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""
PAGED = """---
pagination: {data: bills, size: 1, alias: b}
permalink: "KIND/{{ b.slug }}/index.html"
---
"""
ELEVENTY = """export default function (config) {
  return { dir: { input: "src", output: "public", data: "_data" }, htmlTemplateEngine: "njk" };
}
"""


def pelican() -> str | None:
    """Return Pelican's program, or None where it is not installed."""
    near = str(Path(sys.executable).parent)
    return os.environ.get("BILLWATCH_PELICAN") or shutil.which(
        "pelican", path=f"{near}:{os.defpath}"
    )


def eleventy() -> str | None:
    """Return Eleventy's script, or None where it is not installed."""
    script = Path(os.environ.get("BILLWATCH_NODE", ""), "@11ty/eleventy/cmd.cjs")
    return str(script) if script.is_file() and shutil.which("node") else None


def templates(site: Site) -> dict[str, str]:
    """Return the whole template of each kind of page, for any engine of Jinja's kind."""
    words = press.Press(sample.TEMPLATES, press.common(site)).words
    links, top, foot = (
        words(f"_{n}.html", root="../../../", room="bill") for n in ("links", "top", "foot")
    )
    bodies = {"bill": BILL.replace("FINDING", FINDING), "text": TEXT.replace("FINDING", FINDING)}
    return {
        kind: f"{HEAD}{links}</head><body>{top}{body}{foot}</body></html>"
        for kind, body in bodies.items()
    }


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def told(site: Site, held: Iterable[tuple[Bill, Reading]]) -> list[dict[str, object]]:
    """Return what the templates are given of each bill."""
    names = {p.id: p.name for p in site.codebook}
    return [
        {**hugo._about(bill, reading, names), "slug": bill.id.rpartition("/")[2]}
        for bill, reading in held
    ]


def for_pelican(root: Path, site: Site, bills: Sequence[Mapping[str, object]]) -> None:
    """Write Pelican's settings, theme and content."""
    theme = {f"theme/templates/{kind}.html": f"{{% set b = article.data %}}{text}"
             for kind, text in templates(site).items()}  # fmt: skip
    write(root, {**theme, "pelicanconf.py": READER})
    for kind in ("bill", "text"):
        write(root, {f"content/{kind}/{one['slug']}.json": json.dumps({**one, "kind": kind})
                     for one in bills})  # fmt: skip


def for_eleventy(root: Path, site: Site, bills: Sequence[Mapping[str, object]]) -> None:
    """Write Eleventy's settings, templates and data."""
    pages = {f"src/{kind}.njk": PAGED.replace("KIND", kind) + text
             for kind, text in templates(site).items()}  # fmt: skip
    write(root, {**pages, "src/_data/bills.json": json.dumps(bills), "eleventy.config.js": ELEVENTY,
                 "package.json": '{"type": "module"}'})  # fmt: skip


def run_pelican(root: Path) -> None:
    """Run Pelican over what was written."""
    command = [pelican() or "pelican", "--quiet", "--settings", "pelicanconf.py"]
    subprocess.run(command, check=True, cwd=root, stdout=subprocess.DEVNULL)


def run_eleventy(root: Path) -> None:
    """Run Eleventy over what was written."""
    command = ["node", eleventy() or "eleventy", "--quiet", "--config=eleventy.config.js"]
    subprocess.run(command, check=True, cwd=root, stdout=subprocess.DEVNULL)


def peers(folder: Path, count: int) -> dict[str, Callable[[], object]]:
    """Write the same bills for every program that is there; return how each is run."""
    site = sample.tiny()
    bills = told(site, texts(count))
    found: dict[str, Callable[[], object]] = {}
    if hugo.program():
        hugo.write(folder / "Hugo", site, texts(count))
        found["Hugo"] = lambda: hugo.build(folder / "Hugo")
    if pelican():
        for_pelican(folder / "Pelican", site, bills)
        found["Pelican"] = lambda: run_pelican(folder / "Pelican")
    if eleventy():
        for_eleventy(folder / "Eleventy", site, bills)
        found["Eleventy"] = lambda: run_eleventy(folder / "Eleventy")
    return found


def compare(folder: Path, count: int) -> None:
    """Print the seconds of each for one number of bills, and ours as a share of them."""
    fill(folder / "bench.db", count)
    runs: dict[str, Callable[[], object]] = {OURS: lambda: apart("same", folder)}
    runs |= peers(folder, count)
    best: dict[str, tuple[float, float]] = {}
    for _ in range(ROUNDS if count <= SLOW else 1):
        for name, run in runs.items():
            out = folder / ("same" if name == OURS else f"{name}/public")
            shutil.rmtree(out, ignore_errors=True)
            best[name] = least(cost(run), best.get(name))
            if (made := len([*out.rglob("*.html")])) != 2 * count:
                raise SystemExit(f"{name} made {made} pages, not {2 * count}")
    ours = best[OURS]
    print(f"{count:>6} bills, the same {2 * count} pages: {ours[0]:.2f} s, {ours[1]:.2f} s of CPU")
    for name in ("Hugo", "Pelican", "Eleventy"):
        told = f"{name:>16}: not installed here, left out"
        if name in best:
            wall, spent = best[name]
            told = (
                f"{name:>16}: {wall:.2f} s, {spent:.2f} s of CPU; billwatch takes "
                f"{ours[0] / wall:.2f} and {ours[1] / spent:.2f} of it"
            )
        print(told, flush=True)


def main(words: Sequence[str]) -> int:
    """Print the figures of each number of bills."""
    for count in map(int, words or ("1000",)):
        with tempfile.TemporaryDirectory() as name:
            compare(Path(name), count)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
