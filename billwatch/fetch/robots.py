"""What a host allows robots to read, by RFC 9309: no file allows all, a broken host nothing."""

from collections.abc import Callable

from protego import Protego

NAME = "billwatch"
_LONGEST_DELAY = 60.0


class Robots:
    """The rules of each host, asked for once a session.

    `ask` takes the address of a robots.txt and returns its status and body; status 0 means that
    the host could not be reached, and then the body says why.
    """

    def __init__(self, ask: Callable[[str], tuple[int, bytes]]) -> None:
        self._ask = ask
        self._rules: dict[str, Protego | None] = {}
        self._reasons: dict[str, str] = {}

    def allow(self, root: str, url: str) -> bool:
        """Say whether `url` may be read; `root` is its scheme and host."""
        rules = self._of(root)
        return rules is not None and bool(rules.can_fetch(url, NAME))

    def reason(self, root: str) -> str:
        """Say why nothing may be read."""
        failed = self._reasons.get(root)
        return (
            f"robots.txt could not be read: {failed}" if failed else "robots.txt does not allow it"
        )

    def delay(self, root: str) -> float:
        """Return the seconds between two requests that the host asks for, at most a minute."""
        rules = self._of(root)
        return min(float((rules and rules.crawl_delay(NAME)) or 0), _LONGEST_DELAY)

    def _of(self, root: str) -> Protego | None:
        if root not in self._rules:
            self._rules[root] = self._read(root)
        return self._rules[root]

    def _read(self, root: str) -> Protego | None:
        status, body = self._ask(f"{root}/robots.txt")
        if status == 0 or status >= 500 or status == 429:
            self._reasons[root] = body.decode() if status == 0 else f"status {status}"
            return None
        return Protego.parse(body.decode("utf-8", "replace") if status == 200 else "")
