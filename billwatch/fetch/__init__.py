"""Get pages politely: one session a source, and no page from anywhere else.

    with Session(contact="mailto:…", cache=Path(".billwatch/http.db"), hosts=("cga.ct.gov",)) as s:
        answer = s.get("https://www.cga.ct.gov/ftp/pub/data/bill_info.csv")

`Session.get` raises `FetchError`, one line naming the URL, for whatever keeps a page from coming.
"""

from billwatch.fetch.kept import Kept, kept
from billwatch.fetch.session import Answer, Session
from billwatch.fetch.wire import Bounds

__all__ = ["Answer", "Bounds", "Kept", "Session", "kept"]
