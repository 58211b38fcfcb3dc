"""Pages that come by the thousand: a template printed once a shape, and what is put into it."""

from pathlib import Path

import pytest
from markupsafe import Markup

from billwatch.errors import DataError
from billwatch.publish.press import Press


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of templates without any frame around their words."""
    for name in ("_links", "_top", "_foot"):
        (tmp_path / f"{name}.html").write_text("")
    return tmp_path


def printed(folder: Path, template: str, pieces: dict[str, str], **shape: bool) -> bytes:
    (folder / "page.html").write_text(template)
    return Press(folder, {}).sheet("bill/index.html", "page.html", pieces, **shape).body or b""


HOSTILE = '<script>"x"</script>\'&\x1b\u202e'


@pytest.mark.parametrize(
    ("piece", "words"),
    [
        ("HB 1", "HB 1"),
        (HOSTILE, "&lt;script&gt;&#34;x&#34;&lt;/script&gt;&#39;&amp;"),
        ("<?title?> {{ root }}", "&lt;?title?&gt; {{ root }}"),
        (Markup("<b>a</b>\x1b§"), "<b>a</b>§"),
        ("", ""),
    ],
    ids=["plain", "hostile", "like a place", "html", "empty"],
)
def test_a_piece_stays_what_it_is(folder: Path, piece: str, words: str) -> None:
    """Words are escaped and made inert, HTML is only made inert; nothing in either is a place."""
    body = printed(folder, '<i title="{{ title }}">{{ title }}</i>', {"title": piece})

    assert body.decode() == f'<i title="{words}">{words}</i>'


def test_each_shape_has_its_own_form(folder: Path) -> None:
    """What a template asks is asked again for another shape, and only the pieces differ else."""
    (folder / "page.html").write_text("{% if law %}law {% endif %}{{ title }} {{ served }}")
    press = Press(folder, {})
    pages = [
        press.sheet(f"bill/{title}/index.html", "page.html", {"title": title}, law=law).body
        for title, law in (("a", True), ("b", True), ("c", False), ("d", True))
    ]

    assert pages == [b"law a bill/a/", b"law b bill/b/", b"c bill/c/", b"law d bill/d/"]


def test_a_template_may_not_change_a_piece(folder: Path) -> None:
    """A filter would change the place and not the words: it is refused, not printed."""
    with pytest.raises(DataError, match=r"page\.html"):
        printed(folder, "{{ title|cut(5) }}", {"title": "An act concerning records"})
