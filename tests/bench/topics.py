"""Time the topic finder on made-up titles and texts: ``python -m tests.bench.topics``."""

import time
from collections.abc import Callable
from pathlib import Path

from billwatch import topics

ROOT = Path(__file__).parents[2]
TITLES = 36_545
HEADS = (
    "Income tax; deductions; {} days of work; allow. Amends sec. {} of the tax act.",
    "Education; school districts; calendar of {} days; modify. Amends sec. {} of the school code.",
    "Children; child care; ratio of {} to one; revise. Amends sec. {} of the child care act.",
    "Highways; name; memorial highway {}; designate. Amends the act by adding sec. {}.",
    "Higher education; financial aid; grants of {} dollars; provide for. Creates act {}.",
    "Education; student data; disclosure within {} days; prohibit. Amends sec. {}.",
)
OTHER = "The director shall issue a permit for each vessel and shall keep the fee in the fund. "
CLOSE = "A contractor shall not sell student data or disclose a pupil record without consent. "


def seconds(work: Callable[[], object]) -> float:
    """Return the best of three runs."""
    runs = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        runs.append(time.perf_counter() - began)
    return min(runs)


def main() -> None:
    """Print seconds for a list of titles, and megabytes a second for texts."""
    topic = topics.load((ROOT / "data/topics.toml").read_text())
    titles = [HEADS[n % len(HEADS)].format(n, n % 997) for n in range(TITLES)]
    took = seconds(lambda: [topics.judge(topic, title=title) for title in titles])
    print(f"topics: {TITLES} titles in {took:.2f} s")
    for name, words in (("without a hit", OTHER), ("on student data", CLOSE)):
        text = words * (2_000_000 // len(words))
        took = seconds(lambda text=text: topics.judge(topic, title="An act", text=text))
        print(f"topics: texts {name}: {len(text) / took / 1e6:.0f} MB/s")


if __name__ == "__main__":
    main()
