"""Say whose texts are worth fetching: bills on the topic, by title and subjects, or all.

Every bill of a session is kept with its actions and the addresses of its texts. The texts
themselves are fetched for the bills on the topic, unless the operator asks for all: a state's
session is thousands of bills, and its server is somebody's.
"""

from collections.abc import Callable
from functools import cache

from billwatch import folders, topics
from billwatch.errors import DataError
from billwatch.models import Bill
from billwatch.topics import Topic

TEXTS = ("topic", "all")


@cache
def topic() -> Topic:
    """Return the topic that ships, from ``data/topics.toml``."""
    return topics.load((folders.find("data") / "topics.toml").read_text("utf-8"))


def on_topic(bill: Bill) -> bool:
    """Tell by title and subjects whether a bill is on the topic; a sample bill always is."""
    if bill.jurisdiction == "xs":
        return True
    return topics.judge(topic(), title=bill.title, subjects=bill.subjects).kept


def chosen(texts: str) -> Callable[[Bill], bool]:
    """Return what tells the bills whose texts are fetched; raise `DataError` for another word."""
    if texts not in TEXTS:
        raise DataError(f"texts must be one of {', '.join(TEXTS)}, not {texts!r}")
    return on_topic if texts == "topic" else lambda bill: True
