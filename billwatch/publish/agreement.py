"""Print the check of an agreement as one HTML file that needs nothing else: no script, no network.

The style stands in the page, and the page's own policy allows that style alone.
"""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from billwatch.publish.press import Press

MARKS: Mapping[str, str] = {
    "falls short": "✗", "agreement silent": "○", "read both": "?", "meets": "✓",
    "law silent": "–", "not read": "·",
}  # fmt: skip


def sheet(told: Mapping[str, Any], templates: Path) -> str:
    """Return the page for a check, given as its JSON; ``templates`` is the site's folder."""
    style = (templates / "agreement.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Press(templates, {}).words(
        "agreement.html",
        style=Markup(style),  # noqa: S704  # ours, from the templates
        digest=digest,
        told=told,
        marks=MARKS,
        data=[row for row in told["rows"] if row["kind"] == "data"],
        terms=[row for row in told["rows"] if row["kind"] == "term"],
    )
