"""Send a message by mail, Slack, Matrix, a webhook …: the one door to Apprise.

Apprise is an extra (``pip install 'billwatch[notify]'``) and imported only when there is something
to send. An address is an Apprise URL; it may hold ``$NAME`` for a secret of the environment.
"""

import re
from collections.abc import Mapping, Sequence

from billwatch.errors import DataError

_NAME = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


def send(urls: Sequence[str], title: str, body: str, secrets: Mapping[str, str]) -> None:
    """Send one message to every address; raise `DataError` in one line where that fails.

    No address is shown in the error: it may hold a password.
    """
    try:
        import apprise
    except ImportError:
        raise DataError(
            "notifications need Apprise, which is not installed: pip install 'billwatch[notify]'"
        ) from None
    desk = apprise.Apprise()
    for number, url in enumerate(urls, 1):
        if not desk.add(filled(url, secrets)):
            raise DataError(f"address {number} of 'notify' is none that Apprise knows")
    if not desk.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
        raise DataError("the notification could not be delivered to every address of 'notify'")


def filled(url: str, secrets: Mapping[str, str]) -> str:
    """Return an address with the environment's secrets in it; raise `DataError` for one missing.

    >>> filled("mailto://me:${PASS}@example.org", {"PASS": "x"})
    'mailto://me:x@example.org'
    """

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name not in secrets:
            raise DataError(f"'notify' names ${name}, which is not in the environment")
        return secrets[name]

    return _NAME.sub(value, url)
