"""What tests tell at the end of a run, wherever they ran: tables of what was tried."""

LINES: dict[str, list[str]] = {}
"""The lines to be printed, by heading."""


def tell(heading: str, *lines: str) -> None:
    """Put lines under a heading of what the end of the run prints."""
    LINES.setdefault(heading, []).extend(lines)
