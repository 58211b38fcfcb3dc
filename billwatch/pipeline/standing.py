"""Give each bill its place on the one scale, by the rules in ``data/status``."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from billwatch import folders, status
from billwatch.models import Action, Bill
from billwatch.sessions import session_id
from billwatch.status import Rules, Step
from billwatch.store import Store


@cache
def rules() -> Mapping[str, Rules]:
    """Return the rules that ship, by jurisdiction."""
    folder = folders.find("data") / "status"
    return status.load({path.stem: path.read_text("utf-8") for path in folder.glob("*.toml")})


def placed(store: Store, bill: Bill, known: Bill | None, today: str) -> tuple[Bill, Step]:
    """Return the bill with its status as of today, and the step that says why.

    What a source says itself stands, until its session's end overtakes it; a law stays as it is.
    """
    step = Step(bill.status, "", "")
    if bill.kind == "law":
        return bill, step
    actions = _united(bill, known)
    end = _end(store, bill)
    found = status.derive(
        status.pick(rules(), bill.jurisdiction), actions, session_end=end, today=today
    )
    if bill.status == "unknown":
        step = found
    elif found.status in ("dead", "unknown"):
        step = status.at_end(step, end, today)
    elif found.status == bill.status:
        step = found
    return replace(bill, status=step.status), step


def _united(bill: Bill, known: Bill | None) -> tuple[Action, ...]:
    """Return all actions that were ever listed: a source may have dropped some."""
    said = set(bill.actions)
    dropped = [action for action in known.actions if action not in said] if known else []
    return (*dropped, *bill.actions)


def _end(store: Store, bill: Bill) -> str | None:
    held = store.sessions(bill.jurisdiction)
    known = next((session.end for session in held if session.id == bill.session), None)
    return known or latest_end(bill.jurisdiction, bill.session)


@cache
def latest_end(jurisdiction: str, session: str) -> str | None:
    """Return an ISO date by which a session is over, where no source tells its end.

    No legislature of the states, DC or Congress carries a bill beyond two years: it begins anew in
    a January at the latest.

    >>> latest_end("us", "118"), latest_end("ny", "2023"), latest_end("ct", "2026")
    ('2025-01-31', '2025-01-31', '2028-01-31')
    >>> latest_end("ca", "19992000x1"), latest_end("sample", "first")
    ('2001-01-31', None)
    """
    named = [year for year in range(1965, 2100) if _is_of(jurisdiction, session, year)]
    if not named:
        return None
    return f"{named[-1] + (1 if len(named) > 1 else 2)}-01-31"


def _is_of(jurisdiction: str, session: str, year: int) -> bool:
    return session in {session_id(jurisdiction, year, special) for special in range(10)}
